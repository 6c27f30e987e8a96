"""Sequential models of Keras 1 and 2: a bare list of layers or a dict, the shape of the input written at the first layer.

A Sequential that starts with a ``Merge`` of other models, or one of whose layers became more than a chain, comes out as a
functional model. Does not belong here: single layers (layers). Invariant: the order of the layers is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.convert.legacy import merging, objects
from core.convert.legacy.calls import Call
from core.convert.legacy.dialect import Part, Ref, input_layer, is_chain
from core.convert.legacy.settings import plain
from core.errors import ConversionError
from core.texts import text

if TYPE_CHECKING:
    from core.convert.legacy.models import Models

_SEQUENCES = ("LSTM", "GRU", "RNN", "Conv1D", "Convolution1D", "ConvLSTM", "LocallyConnected1D", "TimeDistributedDense")
_INTEGERS = ("Embedding",)


class Chain:
    """One Sequential."""

    def __init__(self, config: Any, name: str, models: Models) -> None:
        """``config`` is the list of layers or the dict around it; ConversionError if it holds none."""
        self._models = models
        self._name = name
        layers = config if isinstance(config, list) else config.get("layers")
        if not isinstance(layers, list):
            raise ConversionError(
                text("The Sequential {name!r} cannot be read: expected a list of layers.", name=name), node=name
            )
        self._entries = [models.parts_of(item) for item in layers]
        self._raw = layers
        self._config: dict[str, Any] = config if isinstance(config, dict) else {}
        if isinstance(config, list):
            models.context.record.changed(name, "config=[layers]", "config={name, layers}")

    def part(self) -> Part:
        """The model as a Sequential, or as a Functional where that is needed."""
        from core.convert.legacy.functional import Old

        if self._entries and self._entries[0][0] == "Merge" and isinstance(self._entries[0][1], dict):
            branches = self._entries[0][1].get("layers")
            if isinstance(branches, list) and branches:
                return self._branching(branches)
        parts = [(entry, self._models.layer(*entry)) for entry in self._entries]
        names = [entry[2] for entry in self._entries]
        if all(is_chain(made) for _, made in parts) and len(set(names)) == len(names):
            return self._sequential([part for _, made in parts for part in made])
        old: list[Old] = []
        first = self._input()
        if first is not None:
            old.append(Old(first.name, (first,), []))
        elif not self._starts_with_input():
            raise ConversionError(
                text(
                    "The Sequential {name!r} has a layer that became several or comes twice, and no shape of its "
                    "input: expected batch_input_shape at its first layer.",
                    name=self._name,
                ),
                node=self._name,
            )
        return self._chained(old, parts)

    def input_shape(self) -> tuple[Any, str] | None:
        """The batch shape of the input and its dtype; None where the config does not tell."""
        if self._entries:
            class_name, config, name = self._entries[0]
            if class_name == "Merge":
                return None
            if self._models.is_model(class_name, config):
                return shape_of_model(class_name, config, name, self._models)
            if isinstance(config, dict):
                found = _shape(class_name, plain(config))
                if found is not None:
                    return found, _dtype(class_name, plain(config))
                if class_name in ("TimeDistributed", "Bidirectional") and isinstance(config.get("layer"), dict):
                    inner = config["layer"].get("config")
                    inside = (
                        _shape(str(config["layer"].get("class_name")), plain(inner))
                        if isinstance(inner, dict)
                        else None
                    )
                    if inside is not None and class_name == "Bidirectional":
                        return inside, "float32"
        shape = plain(self._config.get("build_input_shape", self._config.get("batch_input_shape")))
        return (
            (shape, "float32")
            if isinstance(shape, list) and all(not isinstance(x, (list, dict)) for x in shape)
            else None
        )

    def _starts_with_input(self) -> bool:
        return bool(self._entries) and self._entries[0][0] == "InputLayer"

    def _input(self) -> Part | None:
        """The Input that Keras made of the first layer's settings, under the name that Keras gave it."""
        if self._starts_with_input() or not self._entries:
            return None
        found = self.input_shape()
        if found is None:
            return None
        shape, dtype = found
        _, config, name = self._entries[0]
        if isinstance(config, dict) and "batch_input_shape" in config:
            self._models.context.record.changed(
                name, f"batch_input_shape={tuple(shape)!r}", f"Input(shape={tuple(shape[1:])!r})"
            )
        return input_layer(f"{name}_input", shape, dtype)

    def _sequential(self, parts: list[Part]) -> Part:
        first = self._input()
        layers = [part.entry() for part in ([first] if first is not None else []) + parts]
        config: dict[str, Any] = {
            "name": self._name,
            "trainable": bool(self._config.get("trainable", True)),
            "layers": layers,
        }
        return Part("keras", "Sequential", config)

    def _chained(self, old: list[Any], parts: list[tuple[tuple[str, Any, str], tuple[Part, ...]]]) -> Part:
        from core.convert.legacy.functional import Graph, Old

        made: dict[str, Old] = {item.name: item for item in old}
        source: Ref | None = Ref(old[-1].name) if old else None
        for (_, _, name), parts_of_layer in parts:
            again = made.get(name)
            if again is None:
                again = made[name] = Old(name, parts_of_layer, [])
            if source is not None:
                again.calls.append(Call(source))
            source = Ref(name, max(0, len(again.calls) - 1))
        layers = list(made.values())
        if not layers or source is None:
            raise ConversionError(text("The Sequential {name!r} has no layers.", name=self._name), node=self._name)
        self._models.context.record.changed(self._name, "Sequential", "Functional")
        return Graph(self._name, layers, Ref(layers[0].name), source, self._models).part()

    def _branching(self, branches: list[Any]) -> Part:
        """Several models joined by a Merge, then a chain: a graph with one input for each branch."""
        from core.convert.legacy.functional import Graph, Old

        context = self._models.context
        old: list[Old] = []
        inputs: list[Ref] = []
        outputs: list[Ref] = []
        used: set[str] = set()
        for branch in branches:
            class_name, config, name = self._models.parts_of(branch)
            while name in used:
                name = self._models.unnamed(class_name)
            used.add(name)
            shapes = self._shapes_of(class_name, config, name)
            refs: list[Ref] = []
            for index, (shape, dtype) in enumerate(shapes):
                label = f"{name}_input" if len(shapes) == 1 else f"{name}_input_{index + 1}"
                old.append(Old(label, (input_layer(label, shape, dtype),), []))
                refs.append(Ref(label))
            inputs += refs
            old.append(
                Old(name, self._models.layer(class_name, config, name), [Call(refs[0] if len(refs) == 1 else refs)])
            )
            outputs.append(Ref(name))
        _, merge_config, merge_name = self._entries[0]
        shown = {key: value for key, value in plain(merge_config).items() if key != "layers"}
        old.append(Old(merge_name, (merging.merge(shown, merge_name, context),), [Call(list(outputs))]))
        source = Ref(merge_name)
        for class_name, config, name in self._entries[1:]:
            old.append(Old(name, self._models.layer(class_name, config, name), [Call(source)]))
            source = Ref(name)
        context.record.changed(self._name, "Sequential that starts with Merge", "Functional")
        return Graph(self._name, old, inputs, source, self._models).part()

    def _shapes_of(self, class_name: str, config: Any, name: str) -> list[tuple[Any, str]]:
        if self._models.is_model(class_name, config):
            found = shapes_of_model(class_name, config, name, self._models)
        else:
            shape = _shape(class_name, plain(config)) if isinstance(config, dict) else None
            found = None if shape is None else [(shape, _dtype(class_name, plain(config)))]
        if not found:
            raise ConversionError(
                text(
                    "The shape of the input of {name!r} is not in the file: expected batch_input_shape at its first "
                    "layer.",
                    name=name,
                ),
                node=name,
            )
        return found


def shapes_of_model(class_name: str, config: Any, name: str, models: Models) -> list[tuple[Any, str]] | None:
    """The batch shape and dtype of each input of a nested model; None where the config does not tell."""
    if isinstance(config, dict) and "input_layers" in config:
        from core.convert.legacy.calls import read_tensors, refs_in

        shapes: list[tuple[Any, str]] = []
        layers = {name_: inner for _, inner, name_ in map(models.parts_of, config.get("layers", []))}
        for ref in refs_in(read_tensors(config["input_layers"], "input_layers")):
            inner = layers.get(ref.layer)
            found = _shape("InputLayer", plain(inner)) if isinstance(inner, dict) else None
            if found is None:
                return None
            shapes.append((found, _dtype("InputLayer", plain(inner))))
        return shapes
    chain = Chain(config, name, models)
    first = chain._entries[0] if chain._entries else None
    if (
        first is not None
        and first[0] == "Merge"
        and isinstance(first[1], dict)
        and isinstance(first[1].get("layers"), list)
    ):
        joined: list[tuple[Any, str]] = []
        for branch in first[1]["layers"]:
            kind, inner, label = models.parts_of(branch)
            if not models.is_model(kind, inner):
                return None
            found_here = shapes_of_model(kind, inner, label, models)
            if found_here is None:
                return None
            joined += found_here
        return joined
    found_one = chain.input_shape()
    return None if found_one is None else [found_one]


def shape_of_model(class_name: str, config: Any, name: str, models: Models) -> tuple[Any, str] | None:
    """The one input of a nested model; None if it has several or the config does not tell."""
    found = shapes_of_model(class_name, config, name, models)
    return found[0] if found is not None and len(found) == 1 else None


def _shape(class_name: str, config: dict[str, Any]) -> list[Any] | None:
    """The batch shape in the settings of a first layer, in any of the ways in which it was written."""
    for key in ("batch_input_shape", "batch_shape"):
        if isinstance(config.get(key), list):
            return list(config[key])
    if isinstance(config.get("input_shape"), list):
        return [None, *config["input_shape"]]
    if class_name in _INTEGERS:
        length = config.get("input_length")
        return [None, *(length if isinstance(length, list) else [length])]
    size = config.get("input_dim")
    if isinstance(size, int):
        if any(kind in class_name for kind in _SEQUENCES):
            return [None, config.get("input_length"), size]
        return [None, size]
    return None


def _dtype(class_name: str, config: dict[str, Any]) -> str:
    for key in ("input_dtype", "dtype"):
        name = objects.dtype_of(config.get(key))
        if name is not None and not name.startswith("mixed"):
            if class_name in _INTEGERS and "float" in name:
                continue
            return name
    return "int32" if class_name in _INTEGERS else "float32"
