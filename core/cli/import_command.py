"""The verb ``import``: a foreign model becomes a project file, with a report of what could not be taken over.

Does not belong here: how models are read (core.convert). Invariant: nothing is written unless the whole import worked.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from core.convert.imported import Imported, report
from core.errors import ConversionError, FileError

_APPLICATION = "application:"


def run_import(options: argparse.Namespace) -> int:
    """Read ``options.source``, write the project and the report; returns the exit status."""
    from core.storage.files import save_project

    target = Path(options.output)
    if target.suffix != ".netw":
        raise FileError(f"A project file's name ends in .netw. Received: {target.name!r}")
    if target.exists() and not options.force:
        raise FileError(f"{target} exists already; choose another name or give --force.")
    imported = _read(options)
    save_project(imported.project, target, None, overwrite=True)
    if options.report:
        _write(Path(options.report), report(options.source, imported))
    for placeholder in imported.placeholders:
        print(f"{placeholder.name} ({placeholder.class_name}) is kept as it is: {placeholder.reason}", file=sys.stderr)
    for note in imported.notes:
        print(note, file=sys.stderr)
    print(f"Wrote {target}", file=sys.stderr)
    return 0


def _read(options: argparse.Namespace) -> Imported:
    source: str = options.source
    if not source.startswith(_APPLICATION):
        raise ConversionError(
            f"Only models of keras.applications can be imported (application:NAME). Received: {source!r}"
        )
    from core.convert.applications import read_application

    if options.no_top and options.classes is not None:
        raise ConversionError("--classes belongs to the classifier, which --no-top leaves out; give one of them.")
    if options.pooling is not None and not options.no_top:
        raise ConversionError("--pooling needs --no-top: with its classifier the model pools in its own way.")
    return read_application(
        source.removeprefix(_APPLICATION),
        weights=_weights(options.weights, Path(options.output)),
        include_top=not options.no_top,
        input_shape=options.input_shape,
        classes=1000 if options.classes is None else options.classes,
        as_block=options.block,
        **({"pooling": options.pooling} if options.pooling else {}),
    )


def _weights(given: str | None, project: Path) -> str | None:
    """What the project says its weights start from: a file beside or below it relative to it, any other in full."""
    if given is None or given == "imagenet":
        return given
    file = Path(given).absolute()
    if not file.is_file():
        raise FileError(f"The weights {given!r} cannot be used: there is no such file.")
    folder = project.absolute().parent
    return file.relative_to(folder).as_posix() if file.is_relative_to(folder) else str(file)


def _write(path: Path, content: dict[str, Any]) -> None:
    try:
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise FileError(f"The report {path} cannot be written: {error.strerror or error}.") from error
