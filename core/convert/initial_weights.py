"""What training starts from: a part of the fit settings, so that it is saved, undone and copied with the project.

``FitSettings.options["initial_weights"]`` holds one text or several, used one after the other: ``imagenet:VGG16``, or the
path of a file, relative to the project's folder. Does not belong here: reading such a file, giving the weights
to a model (weights).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from core.errors import ConversionError
from core.graph.model import Project
from core.texts import text

OPTION = "initial_weights"
IMAGENET = "imagenet:"
SUFFIXES = (".weights.h5", ".keras", ".h5", ".hdf5")


def initial_weights(project: Project) -> tuple[str, ...]:
    """The entries, in the order in which they are used; empty for weights that are all new.

    ConversionError if the option is neither text nor texts.
    """
    value = project.training.fit.options.get(OPTION, ())
    entries = (value,) if isinstance(value, str) else value
    if entries is None:
        return ()
    if not isinstance(entries, tuple) or not all(isinstance(entry, str) for entry in entries):
        raise ConversionError(
            text(
                "The initial weights should be 'imagenet:NAME', the path of a file, or several of them. "
                "Received: {value!r}",
                value=value,
            )
        )
    return tuple(entry for entry in entries if isinstance(entry, str) and entry)


def with_initial_weights(project: Project, entries: Iterable[str]) -> Project:
    """The project with these entries, each once; without any, all weights are new."""
    unique = tuple(dict.fromkeys(entry for entry in entries if entry))
    fit = project.training.fit
    if not unique:
        options = fit.options.remove((OPTION,)) if OPTION in fit.options else fit.options
    else:
        options = fit.options.set(OPTION, unique[0] if len(unique) == 1 else unique)
    return replace(project, training=replace(project.training, fit=replace(fit, options=options)))


def moved(project: Project, old: Path | None, new: Path) -> Project:
    """The project whose file goes from the folder ``old`` to ``new``: relative entries still mean the same files."""
    if old is None or old.absolute() == new.absolute():
        return project
    entries = []
    for entry in initial_weights(project):
        is_file = not entry.startswith(IMAGENET) and not Path(entry).is_absolute()
        found = old.absolute() / entry if is_file else None
        entries.append(str(found) if found is not None and found.is_file() and not (new / entry).is_file() else entry)
    return project if tuple(entries) == initial_weights(project) else with_initial_weights(project, entries)
