"""The options ``--trust`` and ``--custom``: Python of the user's own that may run for the length of one command.

Does not belong here: what is trusted for good (the window asks). Invariant: without these options nothing new is trusted.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from core.graph.model import Project


def admitted(project: Project, options: argparse.Namespace) -> Project:
    """The project with the files of ``--custom``, after trusting what the options name. FileError for a bad file."""
    from core.analysis.custom import own_sources
    from core.catalog.custom import read_custom_file
    from core.errors import FileError
    from core.storage.trust import trust_this_run

    for name in options.custom:
        file = read_custom_file(Path(name).absolute())
        trust_this_run(file.text)
        others = tuple(path for path in project.custom_files if Path(path).stem != file.stem)
        project = replace(project, custom_files=(*others, str(file.path)))
    if options.trust:
        texts = list(own_sources(project))
        for name in project.custom_files:
            try:
                texts.append(read_custom_file(name).text)
            except FileError:
                continue  # The analysis says what is the matter with it.
        trust_this_run(*texts)
    return project
