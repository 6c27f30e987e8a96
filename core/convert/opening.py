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
from typing import Any

from core.catalog.catalog import load
from core.convert.config.reader import read_config
from core.convert.config.training import read_training
from core.convert.departed import with_equivalents
from core.convert.imported import Imported
from core.convert.legacy.upgrade import upgrade
from core.errors import FileError
from core.graph.model import CompileSettings, Project
from core.reading.process import opened
from core.reading.reader import ModelFile, is_binary_model, read_model_file, read_model_text
from core.storage.files import SUFFIX, open_project, read_file
from core.storage.png_project import SIGNATURE, project_in
from core.storage.schema import loads
from core.texts import text

CODE_SUFFIXES = (".py", ".pyw", ".txt", ".md", ".rst", ".html")
NOTEBOOK_SUFFIX = ".ipynb"
MODEL_SUFFIXES = (".keras", ".h5", ".hdf5", ".json")
SUFFIXES = (SUFFIX, *MODEL_SUFFIXES, ".py", NOTEBOOK_SUFFIX, ".png")
"""What a file dialog offers; everything else is tried by its content."""

Cancelled = Callable[[], bool]
Progress = Callable[[float], None]


def open_model(path: Path, *, cancelled: Cancelled | None = None, progress: Progress | None = None) -> Imported:
    """The project that a file holds, without its weights.

    Raises FileError or ConversionError with one sentence if it holds none, cannot be read, or ``cancelled()`` is true;
    ``progress`` gets numbers from 0 to 1.
    """
    suffix = path.suffix.lower()
    if _is_png(path):
        return Imported(_project_of_picture(path))
    if not is_binary_model(path):
        if suffix == SUFFIX:
            return Imported(open_project(path)[0])
        if suffix in (*CODE_SUFFIXES, NOTEBOOK_SUFFIX):
            return _named(_of_named_text(_text_of(path), path.name, suffix), path.stem)
    return _named(_of_file(read_model_file(path, cancelled=cancelled, progress=progress)), path.stem)


def _is_png(path: Path) -> bool:
    with opened(path) as file:
        return (file.read(len(SIGNATURE)) or b"") == SIGNATURE


def _project_of_picture(path: Path) -> Project:
    """The project in a picture that Netwright made; FileError for any other picture."""
    try:
        project = project_in(read_file(path))
    except FileError as error:
        raise type(error)(
            text("{name!r} cannot be opened: {message}", name=path.name, message=error.message), error.details
        ) from error
    if project is None:
        raise FileError(
            text(
                "{name!r} is a picture without a project in it; expected one that Netwright exported with its project.",
                name=path.name,
            )
        )
    return project


def open_text(text: str, name: str = "pasted text") -> Imported:
    """The project that a text holds: a model's JSON, a notebook, or Python code. ConversionError, FileError."""
    from core.convert.from_code.reader import read_code, read_notebook

    start = text.lstrip("\ufeff \t\r\n")[:1]
    if start in ("{", "["):
        if _is_notebook(_json(text)):
            return read_notebook(text, name)
        return _of_file(read_model_text(text))
    return read_code(text, name)


def _of_named_text(text: str, name: str, suffix: str) -> Imported:
    """Code or a notebook as the suffix says; but JSON under a wrong name (``model.json.txt``) is read as what it is."""
    from core.convert.from_code.reader import read_code, read_notebook

    data = _json(text)
    if isinstance(data, dict) and "netwright" in data:
        return Imported(loads(text))
    if _is_notebook(data) or (suffix == NOTEBOOK_SUFFIX and data is None):
        return read_notebook(text, name)
    # A text within JSON is code, unless it is JSON again.
    if isinstance(data, (dict, list)) or (isinstance(data, str) and data.lstrip()[:1] == "{"):
        return _of_file(read_model_text(text))
    return read_code(text, name)


def _of_file(file: ModelFile) -> Imported:
    catalog = load()  # once: it takes longer than most models
    upgraded = upgrade(file.config, file.keras_version, file.backend, catalog=catalog)
    imported = read_config(upgraded.config, catalog)
    notes = (*file.notes, *upgraded.notes, *imported.notes)
    project = imported.project
    if file.training is not None:
        settings, remarks = read_training(file.training, project, catalog)
        project, notes = _with_compile(project, settings), (*notes, *remarks)
    made = replace(
        imported,
        project=project,
        notes=tuple(dict.fromkeys(notes)),
        upgraded=tuple(upgraded.upgraded),
        format=upgraded.format,
        weights="present" if file.has_weights else "absent",
    )
    return with_equivalents(made) if upgraded.format != "keras3" else made


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
    if not data.strip():
        raise FileError(text("{name!r} is empty; a model or code that builds one was expected.", name=path.name))
    for encoding in (
        "utf-8-sig",
        "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8",
        "gb18030",
        "latin-1",
    ):
        try:
            content = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in content:
            return content
    raise FileError(text("{name!r} cannot be opened: it is not text.", name=path.name))


def _json(text: str) -> Any:
    """The data of a JSON text, or None."""
    try:
        return json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None


def _is_notebook(data: Any) -> bool:
    return isinstance(data, dict) and "nbformat" in data and ("cells" in data or "worksheets" in data)
