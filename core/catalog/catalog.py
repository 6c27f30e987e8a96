"""The catalogue of all that Keras offers: read from a cached file in milliseconds, or made anew by introspection.

The file is shipped for one version of Keras. Under another version a catalogue made for it is kept in the user's
cache folder; until :func:`refresh` has made that, the shipped one serves and says so (``stale``). Loading imports
neither keras nor anything heavy. Invariant: a Catalog never changes.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from copy import copy
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from core.catalog import codec, overlay
from core.catalog.search import SearchIndex
from core.catalog.spec import ConfigSpec, FamilySpec, LayerSpec, ObjectKind, ObjectSpec
from core.errors import FileError
from core.texts import text

FORMAT = 1
SHIPPED = overlay.RESOURCES / "keras.json"


class Catalog:
    """Layers, ops and objects of one version of Keras. ``layers`` and ``ops`` are in palette order."""

    def __init__(self, data: Mapping[str, Any], installed: str | None = None) -> None:
        """``data`` is what :func:`build` made; ``installed`` is the Keras version found on this machine."""
        self.keras_version: str = data["keras"]
        self.stale = installed is not None and installed != self.keras_version
        self.layers: tuple[LayerSpec, ...] = tuple([codec.layer_from(item) for item in data["layers"]])
        self._op_data: list[dict[str, Any]] = data["ops"]
        self._object_data: list[dict[str, Any]] = data["objects"]
        self._config_data: list[dict[str, Any]] = data["configs"]
        self._by_type = {spec.type: spec for spec in self.layers}

    @cached_property
    def ops(self) -> tuple[LayerSpec, ...]:
        """The ops of ``keras.ops`` that take tensors."""
        return tuple([codec.layer_from(item) for item in self._op_data])

    @cached_property
    def families(self) -> tuple[FamilySpec, ...]:
        """The groups of the palette: those of the layers, then those of the ops."""
        custom = (
            (overlay.CUSTOM_FAMILY,) if any(spec.family == overlay.CUSTOM_FAMILY.id for spec in self.layers) else ()
        )
        return (*overlay.LAYER_FAMILIES, *custom, *overlay.OP_FAMILIES)

    def with_layers(self, layers: Sequence[LayerSpec]) -> Catalog:
        """A catalogue that also has these layers, from the user's own files."""
        made = copy(self)
        for name in ("_index", "_layer_index", "families", "_by_alias"):
            vars(made).pop(name, None)
        made.layers = (*self.layers, *layers)
        made._by_type = {spec.type: spec for spec in made.layers}
        return made

    def get(self, type: str) -> LayerSpec | None:
        """The spec of a layer class or op by its public path, any exported alias included; None if unknown."""
        found = self._by_type.get(type)
        if found is not None:
            return found
        if type.startswith("keras.ops."):
            return self._ops_by_type.get(type)
        return self._by_alias.get(type)

    def by_operation(self, module: str, class_name: str) -> LayerSpec | None:
        """The op that a saved model names by module and class (``keras.src.ops.numpy``, ``Add``); None if unknown."""
        return self._ops_by_operation.get(f"{module}.{class_name}")

    def config(self, type: str) -> ConfigSpec | None:
        """What Keras's JSON says about a layer, op or object, by its public path; None for one that is not known.

        Objects also by the names they had in files of earlier Keras 3 (``OrthogonalInitializer``).
        """
        return self._configs.get(type) or self._configs.get(self._object_names.get(type, ""))

    def in_family(self, family: str) -> tuple[LayerSpec, ...]:
        """The placeable layers and ops of one family, in palette order."""
        of_ops = any(item.id == family for item in overlay.OP_FAMILIES)
        specs = self.ops if of_ops else self.layers
        return tuple(spec for spec in specs if spec.family == family and spec.placeable)

    def objects(self, kind: ObjectKind) -> tuple[ObjectSpec, ...]:
        """Every object of one kind, by name, base classes included (``usable`` False)."""
        return self._objects_by_kind.get(kind, ())

    def find_object(self, kind: ObjectKind, name: str) -> ObjectSpec | None:
        """The object by public path, class name or identifier (``keras.losses.MeanSquaredError``, ``mse``)."""
        for spec in self.objects(kind):
            if name in (spec.type, spec.class_name) or name in spec.identifiers:
                return spec
        return None

    def search(self, text: str, limit: int = 0, ops: bool = True) -> list[LayerSpec]:
        """Placeable layers (and ops) that match what was typed, best first; see ``core.catalog.search``."""
        index = self._index if ops else self._layer_index
        return index.search(text, limit)

    @cached_property
    def _index(self) -> SearchIndex:
        return SearchIndex(spec for spec in (*self.layers, *self.ops) if spec.placeable)

    @cached_property
    def _layer_index(self) -> SearchIndex:
        return SearchIndex(spec for spec in self.layers if spec.placeable)

    @cached_property
    def _ops_by_type(self) -> dict[str, LayerSpec]:
        return {spec.type: spec for spec in self.ops}

    @cached_property
    def _ops_by_operation(self) -> dict[str, LayerSpec]:
        # Of two functions for one class (silu, swish) the first in palette order stands for it.
        return {spec.operation: spec for spec in reversed(self.ops) if spec.operation}

    @cached_property
    def _by_alias(self) -> dict[str, LayerSpec]:
        # What Keras exports begins with a capital; "fc" and "cnn" are only words to search for.
        return {f"keras.layers.{alias}": spec for spec in self.layers for alias in spec.aliases if alias[:1].isupper()}

    @cached_property
    def _configs(self) -> dict[str, ConfigSpec]:
        return {item["type"]: codec.config_from(item) for item in self._config_data}

    @cached_property
    def _object_names(self) -> dict[str, str]:
        """The public path of a class by any other of its class names: those that begin with a capital."""
        return {
            f"{item['type'].rpartition('.')[0]}.{name}": item["type"]
            for item in self._object_data
            for name in item.get("identifiers", ())
            if name[:1].isupper()
        }

    @cached_property
    def _objects_by_kind(self) -> dict[str, tuple[ObjectSpec, ...]]:
        found: dict[str, list[ObjectSpec]] = {}
        for item in self._object_data:
            found.setdefault(item["kind"], []).append(codec.object_from(item))
        return {kind: tuple(specs) for kind, specs in found.items()}


def load() -> Catalog:
    """The catalogue for the installed Keras, or else the shipped one with ``stale`` set. Reads one file, no keras.

    Raises FileError when the shipped file is missing or broken (a damaged installation).
    """
    installed = installed_version()
    if installed is not None:
        own = _user_file(installed)
        if own.is_file():
            try:
                made = _of_file(own, installed)
            except (FileError, LookupError, TypeError, ValueError):
                pass  # A cache may be broken in any way; the shipped file stands behind it.
            else:
                if not made.stale:
                    return made
    return _of_file(SHIPPED, installed)


def _of_file(path: Path, installed: str | None) -> Catalog:
    try:
        state = path.stat()
    except OSError:
        return Catalog(_read(path), installed)  # which says why it cannot be read
    return _made(path, state.st_mtime_ns, state.st_size, installed)


@lru_cache(maxsize=2)
def _made(path: Path, modified: int, size: int, installed: str | None) -> Catalog:
    """Made once for each state of the file: a conversion without a catalogue asks for one each time."""
    return Catalog(_read(path), installed)


def refresh() -> Catalog:
    """Make the catalogue of the installed Keras anew and keep it in the user's cache folder.

    Imports keras and takes seconds: never call it in the GUI thread. A cache that cannot be written is only not kept.
    """
    data = build()
    path = _user_file(data["keras"])
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(f".{os.getpid()}.part")
        temporary.write_text(dumps(data), encoding="utf-8")
        temporary.replace(path)
    except OSError:
        pass  # A read-only home costs a few seconds at the next start, nothing else.
    return Catalog(data, data["keras"])


def build() -> dict[str, Any]:
    """The data of a catalogue, by introspection of the installed Keras; the same Keras gives the same data."""
    import keras

    from core.catalog.introspect import layer_specs
    from core.catalog.introspect_configs import config_specs
    from core.catalog.introspect_objects import object_specs
    from core.catalog.introspect_ops import op_specs

    words = overlay.Overlay()
    layers, ops, objects = layer_specs(words), op_specs(words), object_specs(words)
    return {
        "format": FORMAT,
        "keras": keras.__version__,
        "layers": [codec.to_data(spec) for spec in layers],
        "ops": [codec.to_data(spec) for spec in ops],
        "objects": [codec.to_data(spec) for spec in objects],
        "configs": [codec.to_data(spec) for spec in config_specs(layers, ops, objects)],
    }


def dumps(data: Mapping[str, Any]) -> str:
    """The text of a catalogue file."""
    return codec.dumps(dict(data)) + "\n"


def installed_version() -> str | None:
    """The version of the installed Keras without importing it; None if there is none."""
    spec = find_spec("keras")
    if spec is None or spec.origin is None:
        return None
    # The folder's name tells it at once; importlib.metadata would cost as much as all the rest of loading.
    for folder in Path(spec.origin).parents[1].glob("keras-*.dist-info"):
        return folder.name.removeprefix("keras-").removesuffix(".dist-info")
    from importlib import metadata

    try:
        return metadata.version("keras")
    except metadata.PackageNotFoundError:
        return None


def cache_folder() -> Path:
    """Where catalogues made on this machine are kept."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "netwright" / "catalog"


def _user_file(version: str) -> Path:
    return cache_folder() / f"keras-{version}.json"


def _read(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise FileError(
            text("The layer catalogue {file} cannot be read; reinstall Netwright.", file=path.name), str(error)
        ) from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise FileError(
            text(
                "The layer catalogue {file} has another format than {format}; reinstall Netwright.",
                file=path.name,
                format=FORMAT,
            )
        )
    return data
