"""What reading a live model and reading its JSON have in common: interfaces that need not be written down, block names.

Does not belong here: anything that knows keras, or the JSON.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from core.graph.model import Block, Graph, Structure
from core.graph.naming import snake_case
from core.graph.queries import input_nodes, output_sources, structure_sources, upstream
from core.graph.values import FrozenMap, KerasObject, Raw, Source, Value
from core.texts import text

QUANTIZED = "_from_"
"""What the name of every quantized dtype policy holds: ``int8_from_float32``."""


def shared_model(name: str) -> str:
    """What is said of a model inside several layers."""
    return text(
        "The model {name!r} is shared by several layers; a project cannot say so of a model inside a "
        "layer, and each gets weights of its own.",
        name=name,
    )


def with_interface(graph: Graph, inputs: Structure, outputs: Structure) -> Graph:
    """The graph with its structures of inputs and outputs, where they are not what goes without saying."""
    if outputs != interface([source.node for source in output_sources(graph)]):
        graph = replace(graph, outputs=outputs)
    if inputs != _automatic_inputs(graph):
        graph = replace(graph, inputs=inputs)
    return graph


def interface(nodes: list[str]) -> Structure:
    """The structure of a model's inputs or outputs that nobody declared: the only one bare, else a list."""
    return Source(nodes[0]) if len(nodes) == 1 else tuple(Source(node_id) for node_id in nodes)


def _automatic_inputs(graph: Graph) -> Structure:
    """What the model's inputs are when the graph does not say: the input nodes that lead to an output."""
    sources = structure_sources(graph.outputs) or output_sources(graph)
    needed = upstream(graph, (source.node for source in sources))
    return interface([node_id for node_id in input_nodes(graph) if node_id in needed])


@dataclass(slots=True)
class Blocks:
    """The model blocks of a project while it is read, by name; equal models share one."""

    by_name: dict[str, Block] = field(default_factory=dict)
    _known: dict[Graph, str] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)

    def name_for(self, wanted: str, graph: Graph) -> str:
        """The name of the block with this graph (which has no name yet): one that exists, else a new one."""
        name = self._known.get(graph)
        if name is None:
            name = wanted
            while name in self.by_name:
                self._counts[wanted] = self._counts.get(wanted, 1) + 1
                name = f"{wanted}_{self._counts[wanted]}"
            self._known[graph] = name
            self.by_name[name] = Block(name, "model", graph=replace(graph, name=name))
        return name


def holds_raw(value: Value) -> bool:
    """True if something inside was not understood."""
    if isinstance(value, tuple):
        return any(holds_raw(item) for item in value)
    if isinstance(value, KerasObject):
        return holds_raw(value.params)
    return any(holds_raw(item) for item in value.values()) if isinstance(value, FrozenMap) else isinstance(value, Raw)


def is_automatic(name: Any, class_name: str) -> bool:
    """True for a name that Keras counted itself (``lstm_3``), also inside Bidirectional (``forward_lstm_3``)."""
    pattern = rf"((forward|backward)_)?{re.escape(snake_case(class_name))}(_\d+)?"
    return isinstance(name, str) and re.fullmatch(pattern, name) is not None
