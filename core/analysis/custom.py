"""The user's own layers and functions as a project uses them: what may be run, what it is, and why some of it may not.

A project names files (``custom_files``); a file counts once its text is trusted and it has passed its trial in a limited
process (catalog.custom_check). Live classes are found only inside :func:`using`, so that two projects with files of one name
never meet. Does not belong here: functions kept in the project (custom_functions), asking the user (the window).
"""

from __future__ import annotations

import inspect
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from core.analysis.custom_functions import Untrusted, sources_in
from core.analysis.custom_limits import limited
from core.catalog.custom import CustomFile, import_module, read_custom_file, split_type, stem_of
from core.catalog.custom_check import Limits, custom_layers
from core.catalog.spec import LayerSpec
from core.errors import ConversionError, FileError
from core.graph.inner_models import layer_blocks
from core.graph.model import Block, Layer, Project
from core.graph.values import FrozenMap, KerasObject, Value
from core.storage import trust
from core.texts import text

IMPORT_SECONDS = 20.0
_IMPORTING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a file's layers cannot be used: it is not trusted yet, or something else is wrong."""

    untrusted: bool
    message: str


@dataclass(frozen=True, slots=True)
class OwnCode:
    """The files of a project as they are on the disk now, by stem; ``specs`` are their layers, by type."""

    files: Mapping[str, CustomFile] = field(default_factory=dict)
    faults: Mapping[str, Fault] = field(default_factory=dict)
    specs: Mapping[str, LayerSpec] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, ...]:
        """Changes when what the files mean may have changed."""
        return tuple(sorted(f"{stem}:{file.digest}" for stem, file in self.files.items()))


NOTHING = OwnCode()
_ACTIVE: ContextVar[OwnCode] = ContextVar("own code", default=NOTHING)


class OwnCodeReader:
    """Looks at a project's files; remembers what each text holds, since a trial takes seconds."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits
        self._tried: dict[tuple[str, str], tuple[LayerSpec, ...] | Fault] = {}

    def read(self, project: Project) -> OwnCode:
        """What the project's files are now. Reads each; tries one that is trusted and was never tried."""
        if not project.custom_files:
            return NOTHING
        files: dict[str, CustomFile] = {}
        faults: dict[str, Fault] = {}
        specs: dict[str, LayerSpec] = {}
        known = trust.trusted()
        for path in project.custom_files:
            stem = stem_of(path)
            if stem in files or stem in faults:
                faults[stem] = Fault(
                    False, text("The project names two files {stem}.py; a layer's file must be certain.", stem=stem)
                )
                files.pop(stem, None)
                continue
            found = self._look(path, known)
            if isinstance(found, Fault):
                faults[stem] = found
            else:
                files[stem] = found[0]
                specs.update((spec.type, spec) for spec in found[1])
        specs = {name: spec for name, spec in specs.items() if name.partition(">")[0] in files}
        return OwnCode(files, faults, specs)

    def _look(self, path: str, known: frozenset[str]) -> tuple[CustomFile, tuple[LayerSpec, ...]] | Fault:
        try:
            file = read_custom_file(path)
        except FileError as error:
            return Fault(False, error.message)
        if not trust.is_trusted(file.text, known):
            return Fault(
                True, text("The file {file!r} is not trusted yet, so its layers are not run.", file=file.path.name)
            )
        key = (file.stem, file.digest)
        if key not in self._tried:
            try:
                self._tried[key] = custom_layers(file, self._limits)
            except FileError as error:
                self._tried[key] = Fault(False, error.message)
        found = self._tried[key]
        return found if isinstance(found, Fault) else (file, found)


@contextmanager
def using(code: OwnCode) -> Iterator[None]:
    """Let this thread find the classes of these files."""
    token = _ACTIVE.set(code)
    try:
        yield
    finally:
        _ACTIVE.reset(token)


def find_class(type_name: str) -> Any:
    """The live class of a custom type, from the files in use; Untrusted or ConversionError where there is none."""
    import keras

    parts = split_type(type_name)
    if parts is None:
        raise ConversionError(text("{type!r} is not a layer that is known here.", type=type_name))
    stem, class_name = parts
    code = _ACTIVE.get()
    fault = code.faults.get(stem)
    if fault is not None:
        raise Untrusted(fault.message) if fault.untrusted else ConversionError(fault.message)
    file = code.files.get(stem)
    if file is None:
        raise ConversionError(
            text("{kind!r} comes from the file {stem}.py, which the project does not name.", kind=class_name, stem=stem)
        )
    if not trust.is_trusted(file.text):
        raise Untrusted(text("The file {file!r} is not trusted yet, so its layers are not run.", file=file.path.name))
    found = getattr(_imported(file), class_name, None)
    if not inspect.isclass(found) or not issubclass(found, keras.Layer):
        raise ConversionError(text("The file {file!r} has no layer {kind!r}.", file=file.path.name, kind=class_name))
    return found


def _imported(file: CustomFile) -> Any:
    with _IMPORTING:
        try:
            return limited(lambda: import_module(file), IMPORT_SECONDS)
        except ConversionError as error:
            raise ConversionError(
                text("The file {file!r} cannot be used: {reason}.", file=file.path.name, reason=error.message)
            ) from error
        except Exception as error:
            raise ConversionError(
                text(
                    "The file {file!r} cannot be used: it raises {error}: {reason}",
                    file=file.path.name,
                    error=type(error).__name__,
                    reason=str(error),
                )
            ) from error


def own_sources(project: Project) -> dict[str, str]:
    """Every function that the project holds as Python source, with the name of the first layer that holds it."""
    found: dict[str, str] = {}
    for graph in (project.graph, *(block.graph for block in project.blocks.values())):
        for layer in graph.layers.values():
            for source in sources_in(layer.params):
                found.setdefault(source, layer.name)
        for node in graph.nodes.values():
            for source in sources_in(node.arguments):
                found.setdefault(source, graph.name_of(node.id))
    for block in project.blocks.values():
        for source in sources_in(block.parameters):
            found.setdefault(source, block.name)
    settings = project.training.compile
    for source in sources_in((settings.optimizer, settings.loss, settings.metrics)):
        found.setdefault(source, project.graph.name)
    return found


def own_types(project: Project) -> dict[str, str]:
    """Every type of the user's own files that the project uses, with the name of the first layer that is one."""
    found: dict[str, str] = {}
    for graph in (project.graph, *(block.graph for block in project.blocks.values())):
        for layer in graph.layers.values():
            for name in (layer.type, *types_in(layer.params)):
                if split_type(name) is not None:
                    found.setdefault(name, layer.name)
    return found


def types_in(value: Value) -> Iterator[str]:
    """The custom types inside of a value."""
    if isinstance(value, tuple):
        for item in value:
            yield from types_in(item)
    elif isinstance(value, FrozenMap):
        for item in value.values():
            yield from types_in(item)
    elif isinstance(value, KerasObject):
        if split_type(value.type) is not None:
            yield value.type
        yield from types_in(value.params)


def runs_own_code(layer: Layer, blocks: Mapping[str, Block], depth: int = 0) -> bool:
    """True if calling the layer runs code of the user: its own class, a function, or one inside of it."""
    for name in layer_blocks(layer):
        block = blocks.get(name)
        inner = () if block is None or depth > len(blocks) else block.graph.layers.values()
        if any(runs_own_code(item, blocks, depth + 1) for item in inner):
            return True
    own = split_type(layer.type) is not None or any(True for _ in sources_in(layer.params))
    return own or any(True for _ in types_in(layer.params))
