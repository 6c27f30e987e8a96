"""The names under which the document knows the classes of live Keras objects.

Invariant: a type given here is one that ``core.analysis.instantiate`` resolves to the very same class. Does not belong
here: parameters (from_keras_params), ops, whose types the catalogue knows by their operation class.
"""

from __future__ import annotations

import inspect
from typing import Any

from core.analysis.instantiate import resolve
from core.errors import ConversionError


class TypeNames:
    """Document types of layer classes and of objects that a config names by module and class."""

    def __init__(self) -> None:
        import keras

        self._layers: dict[type, str] = {}
        for name in sorted(dir(keras.layers)):
            value = getattr(keras.layers, name)
            if inspect.isclass(value) and issubclass(value, keras.layers.Layer):
                # Of several names for one class (MaxPool2D, MaxPooling2D) its own one counts.
                if value not in self._layers or name == value.__name__:
                    self._layers[value] = f"keras.layers.{name}"

    def of_layer(self, cls: type) -> str | None:
        """The type of a layer class; None for a class that Keras does not export (a custom one)."""
        found = self._layers.get(cls)
        if found is not None:
            return found
        private = f"{cls.__module__}.{cls.__name__}"
        try:
            return private if resolve(private) is cls else None
        except ConversionError:
            return None

    def of_config(self, module: Any, class_name: str) -> tuple[str, type] | None:
        """The type and the class that a serialized object names; None if it is none of Keras's own."""
        if not isinstance(module, str) or module.partition(".")[0] != "keras":
            return None
        places = (f"{module}.{class_name}", f"keras.dtype_policies.{class_name}", *self._aliases(class_name))
        for candidate in places:
            try:
                found = resolve(candidate)
            except ConversionError:
                continue
            if inspect.isclass(found):
                return candidate, found
        return None

    def _aliases(self, class_name: str) -> list[str]:
        """Where a class is exported under another name than its own (GroupedQueryAttention)."""
        return [type_name for cls, type_name in self._layers.items() if cls.__name__ == class_name]


def foreign_type(cls: type) -> str:
    """The type of a placeholder: ``module>Class``."""
    return f"{cls.__module__}>{cls.__name__}"
