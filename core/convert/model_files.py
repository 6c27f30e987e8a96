"""Export: a project as the file that a suffix asks for.

Every file is written whole or not at all, and checked before it is put in place. Does not belong here: project files
(storage), what the files hold (to_code, to_keras, to_dot).
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.convert import diagram, to_dot
from core.convert.initial_weights import initial_weights
from core.convert.own_notes import own_code_notes
from core.convert.to_code import generate
from core.convert.weights.loading import load_initial_weights
from core.convert.weights.stored import check_weights
from core.errors import ConversionError, FileError
from core.graph.model import Project
from core.storage.files import write_atomic


@dataclass(frozen=True, slots=True)
class ExportReport:
    """The file that was written, and remarks for the user, each one sentence."""

    path: Path
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Made:
    """The bytes of a file and what is to be said about them."""

    data: bytes
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Weights:
    """The file with trained weights, if there is one, and the folder that initial weights are relative to."""

    trained: Path | None
    folder: Path | None


def export(project: Project, target: Path, *, weights: Path | None = None, folder: Path | None = None) -> ExportReport:
    """Write the project to ``target`` by its suffix; an existing file is replaced.

    ``weights`` is a ``.weights.h5`` or ``.keras`` file, as a run keeps them, whose weights go into a ``.keras`` file.
    Without it the file gets the weights that the project says training starts from; their paths are relative to
    ``folder``, the project's.
    Raises :class:`~core.errors.ConversionError` if the model is not right, :class:`~core.errors.FileError` if the file
    cannot be written or the suffix is unknown; ``target`` is then as it was.
    """
    suffix = target.suffix.lower()
    if suffix not in _WRITERS:
        known = ", ".join(SUFFIXES)
        raise FileError(
            f"{target.name!r} cannot be exported: expected a name ending in {known}, received {suffix or 'none'}."
        )
    _check_folder(target)
    made = _WRITERS[suffix](project, target, _Weights(weights, folder))
    write_atomic(target, made.data)
    notes = made.notes
    if weights is not None and suffix != ".keras":
        notes = (*notes, f"A {suffix} file holds no weights; export .keras to keep those of the run.")
    return ExportReport(target, notes)


def _check_folder(target: Path) -> None:
    """Refuse before the work is done what would fail at its end."""
    folder = target.absolute().parent
    if not folder.is_dir():
        raise FileError(f"{target.name!r} cannot be exported: the folder {str(folder)!r} does not exist.")
    if target.is_dir():
        raise FileError(f"{target.name!r} cannot be exported: a folder of that name is there already.")


def _code(project: Project, target: Path, weights: _Weights) -> _Made:
    entries = ", ".join(initial_weights(project))
    notes = (f"The code makes new weights; training here starts from {entries}.",) if entries else ()
    return _Made(generate(project).encode("ascii"), notes)


def _json(project: Project, target: Path, weights: _Weights) -> _Made:
    text: str = _built(project).to_json(indent=2)
    return _Made((text + "\n").encode("utf-8"))


def _keras(project: Project, target: Path, weights: _Weights) -> _Made:
    """Keras writes archives only to files with its own suffix: a private folder beside the target, then the bytes."""
    model = _built(project)
    notes: tuple[str, ...] = ()
    if weights.trained is not None:
        _load_weights(model, weights.trained)
    elif initial_weights(project):
        found = load_initial_weights(model, project, weights.folder)
        notes = (*(item.sentence() for item in found), "The model was not trained.")
    else:
        notes = ("The weights in the file are those of a new model; it was not trained.",)
    notes = (*notes, *own_code_notes(project))
    with _beside(target) as folder:
        path = folder / "model.keras"
        model.save(path)
        return _Made(path.read_bytes(), notes)


def _built(project: Project) -> Any:
    from core.convert.to_keras import build

    return build(project).model


def _load_weights(model: Any, weights: Path) -> None:
    if not weights.is_file():
        raise FileError(f"The weights {weights.name!r} cannot be loaded: there is no such file.")
    if not weights.name.endswith((".weights.h5", ".keras")):
        raise FileError(f"The weights {weights.name!r} cannot be loaded: expected a .weights.h5 or .keras file.")
    check_weights(weights)  # Refuses links and other tricks before Keras reads the file.
    try:
        model.load_weights(weights)
    except Exception as error:
        raise ConversionError(
            f"The weights {weights.name!r} do not fit this model: the layers or their sizes differ from those of the run.",
            str(error),
        ) from error


@contextlib.contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A private folder on the target's disk, gone afterwards; FileError if it cannot be made or filled."""
    try:
        with tempfile.TemporaryDirectory(prefix=".netwright-", dir=target.absolute().parent) as name:
            yield Path(name)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise FileError(f"{target.name!r} cannot be exported: {reason}.", str(error)) from error


def _picture(format: diagram.Format) -> Callable[[Project, Path, _Weights], _Made]:
    def make(project: Project, target: Path, weights: _Weights) -> _Made:
        drawn = diagram.draw(to_dot.to_dot(project, _analysis(project)), format)
        return _Made(drawn.data, (drawn.note,) if drawn.note else ())

    return make


def _analysis(project: Project) -> Any:
    """Shapes for the wires; a model with errors is drawn too, with the shapes that are known."""
    from core.analysis.analysis import Analyzer
    from core.catalog.catalog import load

    return Analyzer(load()).analyze(project)


_WRITERS: dict[str, Callable[[Project, Path, _Weights], _Made]] = {
    ".py": _code,
    ".keras": _keras,
    ".json": _json,
    **{f".{format}": _picture(format) for format in diagram.FORMATS},
}
SUFFIXES = tuple(_WRITERS)
