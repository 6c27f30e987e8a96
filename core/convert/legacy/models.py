"""Models of Keras 1 and 2, whole and nested, told apart by class or by what they hold.

Does not belong here: what happens inside a Sequential (sequential) or a graph (functional). Invariant: every model comes
out as a Functional or a Sequential.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from core.convert.legacy import names
from core.convert.legacy.dialect import Part, is_chain, placeholder
from core.convert.legacy.functional import Graph
from core.convert.legacy.layers import upgrade_layer
from core.convert.legacy.sequential import Chain
from core.convert.legacy.settings import Context
from core.errors import ConversionError
from core.texts import text

_DEEPEST = 50


@dataclass(slots=True)
class Models:
    """Upgrades the models of one file. ``depth`` guards against models inside models without end."""

    context: Context
    depth: int = 0
    _unnamed: dict[str, int] = field(default_factory=dict)

    def root(self, data: Any) -> dict[str, Any]:
        """The whole model; ConversionError if it is none."""
        if isinstance(data, dict) and "class_name" not in data and not isinstance(data.get("name"), str):
            raise ConversionError(
                text(
                    "This is no model: expected the class_name and config of one, got {data}.",
                    data=sorted(map(str, data))[:6],
                )
            )
        class_name, config, name = self.parts_of(data)
        if not self.is_model(class_name, config):
            raise ConversionError(
                text(
                    "The file holds a {class_name!r}, not a model: expected a Sequential or a functional model.",
                    class_name=class_name or "thing",
                )
            )
        return self.model(class_name, config, name).entry()

    def parts_of(self, data: Any) -> tuple[str, Any, str]:
        """Class, config and name of an entry, in any of the ways in which they were written. ConversionError."""
        if isinstance(data, list):
            return "Sequential", data, self.unnamed("Sequential")
        if not isinstance(data, dict):
            raise ConversionError(
                text("A layer cannot be read: expected its class and config, got {data!r}.", data=str(data)[:80])
            )
        class_name = data.get("class_name")
        config = data.get("config")
        if not isinstance(class_name, str):
            # Keras 0 wrote the class under "name", the name under "custom_name" and the settings beside them.
            class_name = data.get("name")
            if not isinstance(class_name, str):
                raise ConversionError(
                    text("A layer cannot be read: it has no class_name but {data}.", data=sorted(map(str, data))[:8])
                )
            config = {key: value for key, value in data.items() if key not in ("name", "custom_name")}
            if isinstance(data.get("custom_name"), str):
                config["name"] = data["custom_name"]
        if not isinstance(config, (dict, list)):
            if config is not None:
                raise ConversionError(
                    text(
                        "The settings of a {class_name} cannot be read: expected a mapping, got {config!r}.",
                        class_name=class_name,
                        config=str(config)[:80],
                    )
                )
            config = {}
        inner = config.get("name") if isinstance(config, dict) else None
        outer = data.get("name") if data.get("class_name") is not None else None
        name = outer if isinstance(outer, str) and outer else inner
        return class_name, config, name if isinstance(name, str) and name else self.unnamed(class_name)

    def unnamed(self, class_name: str) -> str:
        """A name for what has none, as Keras would count."""
        base = "".join(char if char.isalnum() else "_" for char in class_name.lower()) or "layer"
        self._unnamed[base] = self._unnamed.get(base, 0) + 1
        return f"{base}_{self._unnamed[base]}"

    @staticmethod
    def is_model(class_name: str, config: Any) -> bool:
        """A model is told by its class; one of a class of its own by holding layers and, if it is a graph, outputs."""
        if isinstance(config, list):
            return class_name == "Sequential" or all(isinstance(item, dict) and "class_name" in item for item in config)
        if not isinstance(config, dict) or not isinstance(config.get("layers"), list):
            return False
        return class_name in names.MODELS or "output_layers" in config

    def model(self, class_name: str, config: Any, name: str) -> Part:
        """A model as one part. ConversionError if it cannot be read."""
        if self.depth >= _DEEPEST:
            raise ConversionError(
                text(
                    "Models are nested more than {deepest} deep at {name!r}: no model needs that.",
                    deepest=_DEEPEST,
                    name=name,
                )
            )
        inside = Models(self.context, self.depth + 1, self._unnamed)
        if isinstance(config, dict) and "output_layers" in config:
            if class_name not in names.MODELS:
                self.context.record.note(
                    text(
                        "The model {name!r} was of a class of its own, {class_name!r}; its layers are all here.",
                        name=name,
                        class_name=class_name,
                    )
                )
            return Graph.of(config, name, inside).part()
        return Chain(config, name, inside).part()

    def layer(self, class_name: str, config: Any, name: str) -> tuple[Part, ...]:
        """A layer or nested model, as the parts that stand for it."""
        if self.is_model(class_name, config):
            return (self.model(class_name, config, name),)
        if class_name in names.MODELS:
            return (placeholder(class_name, {"name": name}, text("It is a model whose layers are not in the file.")),)
        if not isinstance(config, dict):
            raise ConversionError(
                text("The settings of {name!r} cannot be read: expected a mapping, got a list.", name=name), node=name
            )
        return upgrade_layer(class_name, config, name, self.context, self.inner)

    def inner(self, data: Any, around: str) -> dict[str, Any]:
        """The JSON of a layer inside the settings of another one."""
        class_name, config, name = self.parts_of(data)
        parts = self.layer(class_name, config, name)
        if len(parts) == 1:
            return parts[0].entry()
        if not is_chain(parts):
            class_name = parts[0].class_name
            raise ConversionError(
                text(
                    "{around!r} wraps a {class_name}, which became several layers that it cannot wrap.",
                    around=around,
                    class_name=class_name,
                )
            )
        layers = [part.entry() for part in parts]
        return Part("keras", "Sequential", {"name": f"{name}_layers", "layers": layers}).entry()
