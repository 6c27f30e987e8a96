"""Which layer, op or object of the catalogue a serialized class is, told by its module and name alone.

Does not belong here: parameters (params). Invariant: nothing is imported by name; a class that the catalogue does not
know stays unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.analysis.instantiate import RUNS_CODE
from core.catalog.catalog import Catalog
from core.catalog.overlay import APPLICATION_LAYERS
from core.catalog.spec import ConfigSpec, LayerSpec

FUNCTIONAL = "Functional"
SEQUENTIAL = "Sequential"
_MODEL_MODULES = ("keras", "keras.models", "keras.src.models")
_UNSAID = "keras"


class Types:
    """Finds types; knows where a file of another spelling leaves the module out."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def layer(self, entry: Mapping[str, Any]) -> LayerSpec | None:
        """The spec of a serialized layer or op; None for a class that is not Keras's own."""
        class_name = entry["class_name"]
        module = entry.get("module", _UNSAID)
        if not isinstance(module, str) or module.partition(".")[0] != "keras" or is_foreign(entry):
            return None
        found = self._catalog.by_operation(module, class_name)
        if found is None and module != _UNSAID:
            found = self._catalog.get(f"{module}.{class_name}")
        if found is None and (module == _UNSAID or ".layers" in module):
            found = self._without_module(class_name, entry.get("config"))
        return found

    def _without_module(self, class_name: str, config: Any) -> LayerSpec | None:
        """The layer or op of a class whose module a file does not tell, as .h5 files do not."""
        names = set(config) if isinstance(config, Mapping) else set()
        layer, op = self._catalog.get(f"keras.layers.{class_name}"), self._op(class_name)
        if layer is not None and (op is None or names & {"trainable", "dtype"}):
            return layer
        return op or self._beside_applications(class_name, names)

    def _beside_applications(self, class_name: str, names: set[str]) -> LayerSpec | None:
        """A layer that Keras does not export; others define classes of these names too, so the config must fit."""
        for path in sorted(APPLICATION_LAYERS):
            known = self._catalog.config(path)
            if path.endswith(f".{class_name}") and known is not None:
                fits = names <= {"name", *known.parameters} and set(known.required) <= names
                return self._catalog.get(path) if fits else None
        return None

    def _op(self, class_name: str) -> LayerSpec | None:
        """The op of a class whose module a file does not tell; None where there are several."""
        found = [spec for spec in self._catalog.ops if spec.operation.rpartition(".")[2] == class_name]
        return found[0] if found else None

    def config(self, type_name: str) -> ConfigSpec | None:
        """What is known of the JSON of a type."""
        return self._catalog.config(type_name)

    def object(self, data: Mapping[str, Any]) -> ConfigSpec | None:
        """What is known of a serialized object inside a config (an initializer, a cell, an inner layer)."""
        module, class_name = data.get("module"), data["class_name"]
        if not isinstance(module, str) or module.partition(".")[0] != "keras" or is_foreign(data):
            return None
        layer = self.layer(data)
        if layer is not None:
            usable = layer.kind == "layer" and class_name not in RUNS_CODE
            return self._catalog.config(layer.type) if usable else None
        found = self._catalog.config(f"{module}.{class_name}")
        return found if found is not None else self._catalog.config(f"keras.dtype_policies.{class_name}")


def is_foreign(entry: Mapping[str, Any]) -> bool:
    """True where the file itself says that the class was registered by somebody: ``package>Class``."""
    registered = entry.get("registered_name")
    return isinstance(registered, str) and ">" in registered


def is_sequential(entry: Mapping[str, Any]) -> bool:
    """True for layers in a row: a Sequential model, or a class derived from it. Keras's Pipeline holds layers too."""
    config = entry.get("config")
    if not isinstance(config, Mapping) or not isinstance(config.get("layers"), list) or "input_layers" in config:
        return False
    return _is_keras_model(entry, SEQUENTIAL) or not _is_layer_of_keras(entry)


def is_functional(entry: Mapping[str, Any]) -> bool:
    """True for a model with a graph: a functional one, or a class derived from it."""
    config = entry.get("config")
    if not isinstance(config, Mapping) or not isinstance(config.get("layers"), list):
        return False
    return "input_layers" in config or "output_layers" in config


def is_keras_model(entry: Mapping[str, Any]) -> bool:
    """True if the model is of one of Keras's own classes, so that nothing but its graph makes it."""
    return any(_is_keras_model(entry, name) for name in (FUNCTIONAL, SEQUENTIAL, "Model"))


def _is_keras_model(entry: Mapping[str, Any], name: str) -> bool:
    module = entry.get("module", _UNSAID)
    own = isinstance(module, str) and module.startswith(_MODEL_MODULES)
    return own and entry.get("class_name") == name and not is_foreign(entry)


def _is_layer_of_keras(entry: Mapping[str, Any]) -> bool:
    module = entry.get("module", f"{_UNSAID}.layers")
    return isinstance(module, str) and module.startswith("keras.layers") and not is_foreign(entry)


def foreign_type(entry: Mapping[str, Any]) -> str:
    """The type of a placeholder: ``module>Class``."""
    module = entry.get("module")
    place = module if isinstance(module, str) and module else "__main__"
    return f"{place.replace('>', '.')}>{str(entry.get('class_name', '')).rpartition('>')[2]}"
