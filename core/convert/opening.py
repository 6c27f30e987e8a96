"""Open anything: a model file of any Keras version, a project, Python code or a notebook, or text that holds one of them.

The one entrance for the command line, the window, drops and the clipboard. What a file holds is decided by its content
where that can be told, else by its suffix. Does not belong here: how any kind is read. Invariant: nothing of what is
opened is executed or imported, and no other file is opened.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from core.convert.config.reader import read_config
from core.convert.config.training import read_training
from core.convert.imported import Imported
from core.convert.legacy.upgrade import upgrade
from core.errors import FileError
from core.graph.model import CompileSettings, Project
from core.reading.reader import ModelFile, read_model_file, read_model_text
from core.storage.files import SUFFIX, open_project, read_file

CODE_SUFFIXES = (".py", ".pyw", ".txt", ".md", ".rst", ".html")
NOTEBOOK_SUFFIX = ".ipynb"
MODEL_SUFFIXES = (".keras", ".h5", ".hdf5", ".json")
SUFFIXES = (SUFFIX, *MODEL_SUFFIXES, ".py", NOTEBOOK_SUFFIX)
"""What a file dialog offers; everything else is tried by its content."""

Cancelled = Callable[[], bool]
Progress = Callable[[float], None]


def open_model(path: Path, *, cancelled: Cancelled | None = None, progress: Progress | None = None) -> Imported:
    """The project that a file holds, without its weights.

    Raises FileError or ConversionError with one sentence if it holds none, cannot be read, or ``cancelled()`` is true;
    ``progress`` gets numbers from 0 to 1.
    """
    suffix = path.suffix.lower()
    if suffix == SUFFIX:
        return Imported(open_project(path)[0])
    if suffix == NOTEBOOK_SUFFIX:
        from core.convert.from_code.reader import read_notebook

        return _named(read_notebook(_text_of(path), path.name), path.stem)
    if suffix in CODE_SUFFIXES:
        from core.convert.from_code.reader import read_code

        return _named(read_code(_text_of(path), path.name), path.stem)
    return _named(_of_file(read_model_file(path, cancelled=cancelled, progress=progress)), path.stem)


def open_text(text: str, name: str = "pasted text") -> Imported:
    """The project that a text holds: a model's JSON, a notebook, or Python code. ConversionError, FileError."""
    from core.convert.from_code.reader import read_code, read_notebook

    start = text.lstrip("\ufeff \t\r\n")[:1]
    if start in ("{", "["):
        if _is_notebook(text):
            return read_notebook(text, name)
        return _of_file(read_model_text(text))
    return read_code(text, name)


def _of_file(file: ModelFile) -> Imported:
    upgraded = upgrade(file.config, file.keras_version, file.backend)
    imported = read_config(upgraded.config)
    notes = (*file.notes, *upgraded.notes, *imported.notes)
    project = imported.project
    if file.training is not None:
        settings, remarks = read_training(file.training, project)
        project, notes = _with_compile(project, settings), (*notes, *remarks)
    return replace(
        imported,
        project=project,
        notes=tuple(dict.fromkeys(notes)),
        upgraded=tuple(upgraded.upgraded),
        format=upgraded.format,
        weights="present" if file.has_weights else "absent",
    )


def _with_compile(project: Project, settings: CompileSettings | None) -> Project:
    if settings is None:
        return project
    return replace(project, training=replace(project.training, compile=settings))


def _named(imported: Imported, stem: str) -> Imported:
    """A model without a name of its own is called as its file."""
    project = imported.project
    if project.graph.name and project.graph.name != "model":
        return imported
    return replace(imported, project=replace(project, graph=replace(project.graph, name=stem or "model")))


def _text_of(path: Path) -> str:
    """The text of a file in UTF-8, UTF-16 with its mark, or the encodings that old sources were written in."""
    data = read_file(path)
    for encoding in (
        "utf-8-sig",
        "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8",
        "gb18030",
        "latin-1",
    ):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise FileError(f"{path.name!r} cannot be opened: it is not text.")


def _is_notebook(text: str) -> bool:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(data, dict) and "nbformat" in data and ("cells" in data or "worksheets" in data)
