"""Export: a project as the file or folder that a target asks for.

Everything is written whole or not at all: beside the target, read again and compared, then put in its place in one step.
Does not belong here: project files (storage), what the files hold (to_code, to_dot, exports).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from core.analysis.results import Analysis
from core.convert import diagram, to_dot
from core.convert.exports import abilities
from core.convert.exports.checking import Checked
from core.convert.exports.isolated import ExportCancelled, export_isolated
from core.convert.exports.keras_files import write_keras_file
from core.convert.exports.options import KINDS, RUNTIME_KINDS, SAVED_MODEL, WITH_WEIGHTS, ExportOptions, kind_of
from core.convert.exports.prepared import Weights, prepare
from core.convert.exports.trial import TOLERANCE
from core.convert.initial_weights import initial_weights
from core.convert.script.notebook import training_notebook
from core.convert.script.script import training_script
from core.convert.script.sections import ScriptOptions
from core.convert.to_code import generate
from core.errors import FileError
from core.graph.model import Project
from core.storage.files import write_atomic
from core.texts import text, unpacked

SUFFIXES = tuple(KINDS)
Cancelled = Callable[[], bool]
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class ExportReport:
    """The file or folder that was written, and remarks for the user, each one sentence.

    ``difference`` is the largest between what Keras computes and what the file does, in units of the largest output (at
    least 1), as ``checked_with`` (a runtime and its version) found; None where there is nothing to compare.
    ``quantized`` says that the numbers are meant to differ.
    """

    path: Path
    notes: tuple[str, ...] = ()
    difference: float | None = None
    checked_with: str = ""
    quantized: bool = False

    @property
    def is_faithful(self) -> bool:
        """False if the file computes other numbers than Keras, beyond rounding and what was asked for."""
        return self.difference is None or self.quantized or self.difference <= TOLERANCE


@dataclass(frozen=True, slots=True)
class _Task:
    """What is exported, and whom to ask and to tell meanwhile."""

    project: Project
    kind: str
    target: Path
    weights: Weights
    options: ExportOptions
    cancelled: Cancelled
    progress: Progress


def check_export(
    project: Project, target: Path, options: ExportOptions | None = None, *, analysis: Analysis | None = None
) -> tuple[str, ...]:
    """Why this export is impossible, a sentence each, known before it starts; empty where nothing stands against it.

    Raises FileError if the target's suffix is unknown. ``analysis`` may be that of this project, to save time.
    """
    return abilities.problems(project, kind_of(target), options or ExportOptions(), analysis)


def export(
    project: Project,
    target: Path,
    *,
    weights: Path | None = None,
    folder: Path | None = None,
    options: ExportOptions | None = None,
    cancelled: Cancelled | None = None,
    progress: Progress | None = None,
) -> ExportReport:
    """Write the project to ``target`` by its suffix; an existing file is replaced, as is an existing SavedModel.

    ``weights`` is a file as a run keeps it (``.weights.h5``, ``.keras``) or an older ``.h5``, whose weights the export
    gets. Without it the file gets the weights that the project says training starts from; their paths are relative to
    ``folder``, the project's. ``progress`` is told ``building``, ``writing``, ``checking``.
    Raises :class:`~core.errors.ConversionError` if the model is not right or cannot be held by the format,
    :class:`~core.errors.FileError` if the file cannot be written or the suffix is unknown, ExportCancelled once
    ``cancelled()`` is true; ``target`` is then as it was.
    """
    kind = kind_of(target)
    task = _Task(
        project,
        kind,
        target,
        Weights(weights, folder),
        options or ExportOptions(),
        cancelled or (lambda: False),
        progress or (lambda phase: None),
    )
    _check_folder(target, kind)
    if kind in (*WITH_WEIGHTS, "json"):
        abilities.refuse(abilities.problems(project, kind, task.options))
        report = _model(task)
    else:
        data, notes = _diagram(task) if kind == "diagram" else _code(task)
        write_atomic(target, data)
        report = ExportReport(target, notes)
    if weights is not None and kind not in WITH_WEIGHTS:
        remark = text(
            "A {suffix} file holds no weights; export .keras to keep those of the run.", suffix=target.suffix.lower()
        )
        report = replace(report, notes=(*report.notes, remark))
    return report


def _check_folder(target: Path, kind: str) -> None:
    """Refuse before the work is done what would fail at its end."""
    folder = target.absolute().parent
    if not folder.is_dir():
        raise FileError(
            text(
                "{name!r} cannot be exported: the folder {folder!r} does not exist.",
                name=target.name,
                folder=str(folder),
            )
        )
    if kind == SAVED_MODEL:
        if target.is_file():
            raise FileError(
                text(
                    "{name!r} cannot be exported: a SavedModel is a folder, and a file of that name is there.",
                    name=target.name,
                )
            )
        if target.is_dir() and any(target.iterdir()) and not (target / "saved_model.pb").is_file():
            raise FileError(
                text(
                    "{name!r} cannot be exported: the folder holds other files; expected a new or an empty one, or a "
                    "SavedModel to replace.",
                    name=target.name,
                )
            )
    elif target.is_dir():
        raise FileError(text("{name!r} cannot be exported: a folder of that name is there already.", name=target.name))


def _code(task: _Task) -> tuple[bytes, tuple[str, ...]]:
    """The model alone, or with data and training: those find the project's files from where they stand."""
    place = ScriptOptions(task.weights.folder, task.target.absolute().parent)
    if task.target.suffix.lower() == ".ipynb":
        return training_notebook(task.project, place).encode("ascii"), ()
    if task.options.script:
        return training_script(task.project, place).encode("ascii"), ()
    entries = ", ".join(initial_weights(task.project))
    notes = (
        (text("The code makes new weights; training here starts from {entries}.", entries=entries),) if entries else ()
    )
    return generate(task.project).encode("ascii"), notes


def _diagram(task: _Task) -> tuple[bytes, tuple[str, ...]]:
    """A model with errors is drawn too, with the shapes that are known."""
    from core.analysis.analysis import Analyzer
    from core.catalog.catalog import load

    analysis = Analyzer(load()).analyze(task.project)
    # For a paper the parts of a network are grouped; on the canvas and in Keras they are single cards.
    style = task.options.style
    text = to_dot.to_dot(task.project, analysis, to_dot.DotOptions(style=style, open_blocks=style == "publication"))
    suffix = task.target.suffix.lower().removeprefix(".")
    drawn = diagram.draw(text, suffix)
    return drawn.data, (drawn.note,) if drawn.note else ()


def _model(task: _Task) -> ExportReport:
    """Written under the suffix that its library asks for in a private folder beside the target, checked, then moved."""
    suffix = next((suffix for suffix, kind in KINDS.items() if kind == task.kind), "")
    with _beside(task.target) as folder:
        path = folder / f"model{suffix}"
        if task.kind in RUNTIME_KINDS:
            found = export_isolated(
                task.project,
                task.kind,
                folder,
                path,
                task.weights,
                task.options,
                cancelled=task.cancelled,
                progress=task.progress,
            )
            checked = Checked(found["difference"], found["checked_with"], tuple(map(unpacked, found["notes"])))
        else:
            checked = _keras_file(task, path)
        if task.cancelled():
            raise ExportCancelled(text("The export was cancelled; nothing was written."))
        if path.is_dir():
            _put_folder(path, task.target, folder)
        else:
            write_atomic(task.target, path.read_bytes())
    quantized = task.kind == "litert" and task.options.quantize != "none"
    return ExportReport(task.target, checked.notes, checked.difference, checked.checked_with, quantized)


def _keras_file(task: _Task, path: Path) -> Checked:
    task.progress("building")
    prepared = prepare(task.project, task.weights if task.kind in WITH_WEIGHTS else Weights())
    checked = write_keras_file(task.project, prepared, task.kind, path, task.progress)
    notes = prepared.notes if task.kind in WITH_WEIGHTS else ()
    return Checked(checked.difference, checked.checked_with, (*notes, *checked.notes))


def _put_folder(made: Path, target: Path, private: Path) -> None:
    """Put a folder in the place of a SavedModel, an empty folder or nothing; what was there comes back if that fails."""
    place = Path(os.path.realpath(target))  # a link stays one
    old = private / "old"
    if place.is_dir():
        place.rename(old)
    try:
        made.rename(place)
    except OSError:
        if old.is_dir():
            old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)


@contextlib.contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A private folder on the target's disk, gone afterwards; FileError if it cannot be made or filled."""
    try:
        beside = Path(os.path.realpath(target)).parent
        with tempfile.TemporaryDirectory(prefix=".netwright-", dir=beside, ignore_cleanup_errors=True) as name:
            yield Path(name)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise FileError(
            text("{name!r} cannot be exported: {reason}.", name=target.name, reason=reason), str(error)
        ) from error
