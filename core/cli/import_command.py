"""The verb ``import``: a foreign model becomes a project file, with a report of what was upgraded or not taken over.

Does not belong here: how models are read (core.convert). Invariant: no project is written unless the whole import worked.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from core.cli.parser import OWN_WEIGHTS
from core.convert.imported import Imported, report
from core.errors import ConversionError, FileError

_APPLICATION = "application:"
_IMAGENET = "imagenet"
_SHOWN = 40


def run_import(options: argparse.Namespace) -> int:
    """Read ``options.source``, write the project and the report; returns the exit status."""
    from core.storage.files import save_project

    target = Path(options.output)
    if target.suffix != ".netw":
        raise FileError(f"A project file's name ends in .netw. Received: {target.name!r}")
    if target.exists() and not options.force:
        raise FileError(f"{target} exists already; choose another name or give --force.")
    if not target.absolute().parent.is_dir():
        raise FileError(f"{target} cannot be written: there is no folder {str(target.parent)!r}.")
    application = options.source.startswith(_APPLICATION)
    if application and options.compare:
        raise ConversionError("--compare needs a model file; keras.applications has no other original.")
    imported = _read_application(options, target) if application else _read_file(options, target)
    save_project(imported.project, target, None, overwrite=True)
    if options.report:
        _write(Path(options.report), report(options.source, imported))
    _say(imported)
    if options.compare:
        _compare(imported, Path(options.source), target)
    print(f"Wrote {target}", file=sys.stderr)
    return 0


def _read_file(options: argparse.Namespace, target: Path) -> Imported:
    """A file of any kind; its weights, or those of another file, where they are wanted."""
    for given, flag in ((options.no_top, "--no-top"), (options.pooling, "--pooling"), (options.block, "--block"),
                        (options.classes, "--classes"), (options.input_shape, "--input-shape")):  # fmt: skip
        if given:
            raise ConversionError(f"{flag} belongs to application:NAME. Received: {options.source!r}")
    from core.convert.opening import open_model

    source = Path(options.source)
    imported = open_model(source)
    if options.weights is None:
        return imported
    own = options.weights == OWN_WEIGHTS
    if own and imported.weights == "absent":
        raise ConversionError(f"{source.name!r} holds no weights that could be loaded; leave --weights out.")
    from core.convert.start import start_keras_quietly
    from core.convert.weights.attach import attach_weights

    start_keras_quietly()
    return attach_weights(imported, source if own else Path(options.weights), target)


def _read_application(options: argparse.Namespace, target: Path) -> Imported:
    from core.convert.applications import read_application
    from core.convert.start import start_keras_quietly

    if options.no_top and options.classes is not None:
        raise ConversionError("--classes belongs to the classifier, which --no-top leaves out; give one of them.")
    if options.pooling is not None and not options.no_top:
        raise ConversionError("--pooling needs --no-top: with its classifier the model pools in its own way.")
    start_keras_quietly()
    return read_application(
        options.source.removeprefix(_APPLICATION),
        weights=_application_weights(options.weights, target),
        include_top=not options.no_top,
        input_shape=options.input_shape,
        classes=1000 if options.classes is None else options.classes,
        as_block=options.block,
        **({"pooling": options.pooling} if options.pooling else {}),
    )


def _application_weights(given: str | None, project: Path) -> str | None:
    """What the project says its weights start from: a file beside or below it relative to it, any other in full."""
    if given is None:
        return None
    if given in (_IMAGENET, OWN_WEIGHTS):
        return _IMAGENET
    file = Path(given).absolute()
    if not file.is_file():
        raise FileError(f"The weights {given!r} cannot be used: there is no such file.")
    folder = project.absolute().parent
    return file.relative_to(folder).as_posix() if file.is_relative_to(folder) else str(file)


def _compare(imported: Imported, source: Path, target: Path) -> None:
    from core.convert.weights.compare import compare_with_original

    for sentence in compare_with_original(imported.project, source, folder=target.absolute().parent).sentences():
        print(sentence, file=sys.stderr)


def _say(imported: Imported) -> None:
    """The report for the eye: what was kept as it is, what was upgraded, remarks."""
    lines = [f"{item.name} ({item.class_name}) is kept as it is: {item.reason}" for item in imported.placeholders]
    lines += [f"{item.node}: {item.old} became {item.new}" for item in imported.upgraded]
    lines += imported.notes
    for line in lines[:_SHOWN]:
        print(line, file=sys.stderr)
    if len(lines) > _SHOWN:
        print(f"... and {len(lines) - _SHOWN} more; --report writes all of them.", file=sys.stderr)


def _write(path: Path, content: dict[str, Any]) -> None:
    try:
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise FileError(f"The report {path} cannot be written: {error.strerror or error}.") from error
