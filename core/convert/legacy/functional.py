"""Functional models of Keras 1 and 2: layers with their calls, references renumbered as Keras 3 counts them.

Does not belong here: how calls were written (calls), single layers (layers), TensorFlow functions (tensorflow_calls).
Invariant: every reference in the result names a layer and a call that are there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from core.convert.legacy import recurrent, tensorflow_calls
from core.convert.legacy.calls import Call, read_calls, read_tensors, refs_in, replace_refs
from core.convert.legacy.dialect import Final, Given, Made, Part, Ref, tensor
from core.errors import ConversionError
from core.texts import text

if TYPE_CHECKING:
    from core.convert.legacy.models import Models

_CONTAINERS = ("Functional", "Sequential")


@dataclass(slots=True)
class Old:
    """A layer of the old model: what stands for it now, and its calls in the old counting from ``base``."""

    name: str
    parts: tuple[Part, ...]
    calls: list[Call]
    base: int | None = 0
    """Index of the first call; None where it has to be told from the references."""
    per_call: list[tuple[Part, ...]] | None = None
    """For a TensorFlow function: what stands for each call."""


@dataclass(slots=True)
class _New:
    """One entry of the result."""

    part: Part
    calls: list[tuple[list[Any], dict[str, Any]]] = field(default_factory=list)


class Graph:
    """One functional model. ``inputs`` and ``outputs`` are references in the structure that the model has."""

    def __init__(self, name: str, layers: list[Old], inputs: Any, outputs: Any, models: Models) -> None:
        self._name, self._layers, self._models = name, layers, models
        self._inputs, self._outputs = inputs, outputs
        self._trainable = True
        self._record = models.context.record

    @classmethod
    def of(cls, config: dict[str, Any], name: str, models: Models) -> Graph:
        """Read a config with ``layers``, ``input_layers`` and ``output_layers``. ConversionError."""
        old: list[Old] = []
        for data in config.get("layers", []):
            class_name, inner, label = models.parts_of(data)
            nodes = data.get("inbound_nodes") if isinstance(data, dict) else None
            layer = _read_layer(class_name, inner, label, nodes, models)
            shared = data.get("shared_object_id") if isinstance(data, dict) else None
            if len(layer.parts) == 1 and type(shared) is int:
                layer.parts[0].shared = shared
            old.append(layer)
        if "input_layers" not in config:
            raise ConversionError(
                text("The model {name!r} cannot be read: it has no input_layers.", name=name), node=name
            )
        inputs = read_tensors(config["input_layers"], "input_layers")
        outputs = read_tensors(config["output_layers"], "output_layers")
        graph = cls(name, old, inputs, outputs, models)
        graph._trainable = bool(config.get("trainable", True))
        return graph

    def part(self) -> Part:
        """The model in the Keras 3 dialect."""
        self._settle_bases()
        names = self._names()
        entries: dict[str, _New] = {}
        outputs: dict[tuple[str, int], tuple[str, int]] = {}
        for old in self._layers:
            self._lay_out(old, names, entries, outputs)

        self._drop_unused(entries, outputs)

        def now(ref: Ref) -> dict[str, Any]:
            return tensor(ref if isinstance(ref, Final) else self._now(ref, outputs))

        layers: list[dict[str, Any]] = []
        for label, new in entries.items():
            nodes = [
                {"args": replace_refs(args, now), "kwargs": replace_refs(kwargs, now)} for args, kwargs in new.calls
            ]
            layers.append({**new.part.entry(), "name": label, "inbound_nodes": nodes})
        config = {
            "name": self._name,
            "trainable": self._trainable,
            "layers": layers,
            "input_layers": self._ends(self._inputs, outputs, entries),
            "output_layers": self._ends(self._outputs, outputs, entries),
        }
        return Part("keras.src.models.functional", "Functional", config, "Functional")

    def _drop_unused(self, entries: dict[str, _New], outputs: dict[tuple[str, int], tuple[str, int]]) -> None:
        """Take out functions whose result nothing uses any more, such as the shape that a reshape once asked for."""
        functions = {old.name for old in self._layers if old.per_call is not None}
        made_of = {new for (old, _), (new, _) in outputs.items() if old in functions}
        while True:
            used = {self._now(ref, outputs).layer for ref in refs_in([self._inputs, self._outputs])}
            for new in entries.values():
                refs = (ref for call in new.calls for ref in refs_in([*call[0], call[1]]))
                used |= {ref.layer if isinstance(ref, Final) else self._now(ref, outputs).layer for ref in refs}
            unused = [name for name in entries if name in made_of and name not in used]
            if not unused:
                return
            for name in unused:
                del entries[name]

    def _names(self) -> dict[str, str]:
        """New names by old ones: Keras 3 allows no slash, and a name only once."""
        made: dict[str, str] = {}
        taken = {old.name for old in self._layers}
        for old in self._layers:
            if old.name in made:
                raise ConversionError(
                    text(
                        "Two layers of {name!r} are called {layer!r}: names must differ.",
                        name=self._name,
                        layer=old.name,
                    ),
                    node=old.name,
                )
            new = old.name.replace("/", "_")
            while new != old.name and new in taken:
                new += "_"
            taken.add(new)
            made[old.name] = new
            if new != old.name:
                self._record.changed(new, f"name={old.name!r}", f"name={new!r}")
                self._record.weight(new, f"renamed:{old.name}")
                for tag in self._record.weights.pop(old.name, {}):
                    self._record.weight(new, tag)
        return made

    def _settle_bases(self) -> None:
        """Find from which number the calls of each nested model were counted.

        Keras counted the model's own making as call 0, so the first use was call 1; tf.keras did so only for models that
        start with an Input, and for a Sequential not in every version.
        """
        used: dict[str, set[int]] = {}
        for old in self._layers:
            for call in old.calls:
                for ref in refs_in([call.first, call.kwargs]):
                    used.setdefault(ref.layer, set()).add(ref.node)
        for ref in refs_in([self._inputs, self._outputs]):
            used.setdefault(ref.layer, set()).add(ref.node)
        for old in self._layers:
            indices = used.get(old.name)
            if old.base is not None and not (indices and old.calls and max(indices) >= len(old.calls)):
                continue
            old.base = 1 if indices and 0 not in indices and (old.base is None or max(indices) >= len(old.calls)) else 0

    def _lay_out(
        self,
        old: Old,
        names: dict[str, str],
        entries: dict[str, _New],
        outputs: dict[tuple[str, int], tuple[str, int]],
    ) -> None:
        """Add the entries for one old layer and note where its outputs come from now."""
        base = old.base or 0
        if old.per_call is not None:
            for index, (parts, call) in enumerate(zip(old.per_call, old.calls, strict=True)):
                label = names[old.name] if not index else self._free(f"{names[old.name]}_{index}", entries, names)
                last = self._add(parts, label, [call], entries, names)
                outputs[(old.name, base + index)] = (last, 0)
            return
        last = self._add(old.parts, names[old.name], old.calls, entries, names)
        for index in range(max(1, len(old.calls))):
            outputs[(old.name, base + index)] = (last, index)

    def _add(
        self, parts: tuple[Part, ...], label: str, calls: list[Call], entries: dict[str, _New], names: dict[str, str]
    ) -> str:
        """Add the parts under ``label`` and names made from it; the name of the last one."""
        labels: list[str] = []
        for index, part in enumerate(parts):
            own = part.name.replace("/", "_")
            new = label if not index else self._free(own, entries, names)
            part.config["name"] = new
            labels.append(new)
            entries[new] = _New(part)
        for number, call in enumerate(calls):
            for part, new in zip(parts, labels, strict=True):
                entries[new].calls.append(_arguments(part, parts, call, labels, number))
        return labels[-1]

    @staticmethod
    def _free(name: str, entries: dict[str, _New], names: dict[str, str]) -> str:
        taken = set(names.values())
        made, count = name, 1
        while made in entries or made in taken:
            count += 1
            made = f"{name}_{count}"
        return made

    def _now(self, ref: Ref, outputs: dict[tuple[str, int], tuple[str, int]]) -> Ref:
        found = outputs.get((ref.layer, ref.node))
        if found is not None:
            return Ref(found[0], found[1], ref.tensor)
        if any(old.name == ref.layer for old in self._layers):
            raise ConversionError(
                text(
                    "The model {name!r} refers to call {node} of the layer {layer!r}, which has fewer calls.",
                    name=self._name,
                    node=ref.node,
                    layer=ref.layer,
                ),
                node=ref.layer,
            )
        raise ConversionError(
            text(
                "The model {name!r} refers to a layer {layer!r}, which is not in it.", name=self._name, layer=ref.layer
            ),
            node=self._name,
        )

    def _ends(self, data: Any, outputs: dict[tuple[str, int], tuple[str, int]], entries: dict[str, _New]) -> Any:
        """``input_layers`` or ``output_layers``; a single one stands alone, as Keras 3 has it.

        Here, and not in arguments, Keras 3 counts the making of a nested Functional as its call 0.
        """
        if isinstance(data, list) and len(data) == 1 and isinstance(data[0], Ref):
            data = data[0]

        nested = {name for name, new in entries.items() if new.part.class_name == "Functional"}

        def history(ref: Ref) -> list[Any]:
            new = self._now(ref, outputs)
            return [new.layer, new.node + (new.layer in nested), new.tensor]

        return replace_refs(data, history)


def _read_layer(class_name: str, config: Any, name: str, nodes: Any, models: Models) -> Old:
    if tensorflow_calls.is_function(class_name) and isinstance(config, dict):
        calls = read_calls(nodes, name, keep_lists=True)
        made = [tensorflow_calls.call_parts(class_name, config, name, call, models.context) for call in calls]
        return Old(name, (), calls, per_call=made)
    parts = models.layer(class_name, config, name)
    calls = [_tidy(call, parts[0], config) for call in read_calls(nodes, name)]
    return Old(name, parts, calls, base=None if parts[-1].class_name in _CONTAINERS else 0)


def _tidy(call: Call, part: Part, config: Any) -> Call:
    """Arguments that say nothing are left out; states of recurrent layers, once further inputs, get their name."""
    kwargs = {key: value for key, value in call.kwargs.items() if value is not None}
    first = call.first
    if part.class_name in recurrent.STATEFUL_CALLS and isinstance(first, list) and first:
        constants = config.get("num_constants") if isinstance(config, dict) else None
        count = constants if isinstance(constants, int) and 0 < constants < len(first) else 0
        states = first[1 : len(first) - count]
        if states:
            kwargs["initial_state"] = states
        if count:
            kwargs["constants"] = first[len(first) - count :]
        first = first[0]
    return Call(first, kwargs)


def _arguments(
    part: Part, parts: tuple[Part, ...], call: Call, labels: list[str], number: int
) -> tuple[list[Any], dict[str, Any]]:
    """What a part is called with in call ``number`` of the old layer; references still in the old names where given."""
    if part.args is None:
        return [call.first], {**call.kwargs, **(part.kwargs or {})}

    def fill(data: Any) -> Any:
        if isinstance(data, Given):
            return call.first
        if isinstance(data, Made):
            return Final(labels[data.part], number)
        if isinstance(data, list):
            return [fill(item) for item in data]
        if isinstance(data, dict):
            return {key: fill(item) for key, item in data.items()}
        return data

    return [fill(item) for item in part.args], {key: fill(item) for key, item in (part.kwargs or {}).items()}
