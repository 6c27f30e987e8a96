"""Names for what folding makes: blocks, their instances, inner layers.

Does not belong here: names of parameters (fold_parameters). Invariant: with the names given here no two layers have one
name when the blocks are written out.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from core.analysis.fold_chain import Chain
from core.graph.expand import expand_graph, is_function
from core.graph.model import Block, Graph, Layer
from core.graph.naming import snake_case
from core.graph.queries import node_edges
from core.graph.values import Value

_SHORT = {"BatchNormalization": "bn", "LayerNormalization": "norm", "Activation": "act", "ZeroPadding2D": "pad"}
_MERGES = frozenset({"Add", "add"})
_JOINS = frozenset({"Concatenate", "concatenate"})


def chosen_name(layer: Layer) -> str:
    """The layer's name, or "" where Keras counted one itself (``conv2d_5``)."""
    own = snake_case(layer.class_name)
    return "" if layer.name == own or re.fullmatch(rf"{re.escape(own)}_\d+", layer.name) else layer.name


def common_prefix(names: Iterable[str]) -> str:
    """What all names (empty ones aside) begin with, up to and with a ``_``; "" where there is nothing."""
    found = [name for name in names if name]
    if len(found) < 2:
        return ""
    first, last = min(found), max(found)  # what these two share, all between them share
    same = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
    return first[: first.rfind("_", 0, same) + 1]


def inner_names(layers: Sequence[Layer]) -> list[str]:
    """Names inside the block for the layers called one after another (one layer may be called several times)."""
    chosen = {layer.id: chosen_name(layer) for layer in layers}
    prefix = common_prefix(chosen.values())
    rest = {key: name.removeprefix(prefix) for key, name in chosen.items()}
    suffix = common_prefix(name[::-1] for name in rest.values())[::-1]
    made: dict[str, str] = {}
    taken: set[str] = set()
    for layer in layers:
        if layer.id in made:
            continue
        kind = re.sub(r"_\d+$", "", layer.name) if not chosen[layer.id] else snake_case(layer.class_name)
        wanted = rest[layer.id].removesuffix(suffix)
        if not wanted or wanted.isdecimal():
            wanted = f"{kind}_{wanted}" if wanted else kind
        name, number = wanted, 1
        while name in taken:
            number += 1
            name = f"{wanted}_{number}"
        taken.add(name)
        made[layer.id] = name
    return [made[layer.id] for layer in layers]


def block_name(graph: Graph, chains: Sequence[Chain], taken: Collection[str]) -> str:
    """A name that says what the block is: ``residual_block``, ``attention_block``, ``conv_bn_relu``."""
    wanted = _kind(graph, chains[0])
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted}_{number}"
    return name


def _kind(graph: Graph, chain: Chain) -> str:
    copy = chain.copies[0]
    kinds = [graph.layer_of(node_id).class_name for node_id in copy.ids]
    if any("Attention" in kind for kind in kinds):
        return "attention_block"
    if len(kinds) <= 3:
        return "_".join(_short(graph.layer_of(node_id)) for node_id in copy.ids)
    adds = [node_id for node_id, kind in zip(copy.ids, kinds, strict=True) if kind in _MERGES]
    joins = [node_id for node_id, kind in zip(copy.ids, kinds, strict=True) if kind in _JOINS]
    if len(joins) + len(adds) > 2:
        return "cell"
    given = set(copy.inputs)
    if any(edge.source in given for node_id in adds for edge in node_edges(graph, node_id)):
        return "residual_block"
    if adds and len(copy.inputs) == 1:
        return "projection_block"
    if any(edge.source in given for node_id in joins for edge in node_edges(graph, node_id)):
        return "growing_block"
    for part in ("Separable", "Depthwise", "Conv", "Dense", "LSTM", "GRU"):
        if any(part in kind for kind in kinds):
            return f"{part.lower()}_block"
    return "block"


def _short(layer: Layer) -> str:
    """One word for a layer in the name of a small block."""
    activation = layer.params.get("activation")
    if layer.class_name == "Activation" and isinstance(activation, str):
        word = activation
    else:
        word = _SHORT.get(layer.class_name, re.sub(r"\d*D$", "", layer.class_name))
    return re.sub(r"\W+", "_", snake_case(word)) or "layer"


def written_names(graph: Graph, blocks: Mapping[str, Block]) -> set[str]:
    """The names of all layers, with blocks as they are and with blocks written out."""
    written = expand_graph(graph, blocks).graph
    return {layer.name for each in (graph, written) for layer in each.layers.values()}


class InstanceNames:
    """Names for the instances of a new block; ``taken`` holds those that are in use, and gets the new ones."""

    def __init__(self, graph: Graph, blocks: Mapping[str, Block], block: Block, taken: set[str]) -> None:
        self._graph = graph
        self._block = block
        self._blocks = {**blocks, block.name: block}
        self._taken = taken
        self._numbers: dict[str, int] = {}
        self._plain: list[str] | None = None
        if not any(is_function(layer, self._blocks) for layer in block.graph.layers.values()):
            self._plain = [layer.name for layer in block.graph.layers.values() if not layer.is_input]

    def take(self, chain: Chain, params: Mapping[str, Value]) -> str:
        """A name from what the names of the instance's layers have in common, else the block's; numbered if need be."""
        first, *others = [[chosen_name(self._graph.layer_of(key)) for key in copy.ids] for copy in chain.copies]
        together = common_prefix(itertools.chain(first, *others))
        wanted = (together or common_prefix(first)).strip("_") or self._block.name
        inner = self._inner(params)
        copies = len(chain.copies)
        while True:
            number = self._numbers.get(wanted, 0)
            self._numbers[wanted] = number + 1
            name = f"{wanted}_{number}" if number else wanted
            starts = [f"{name}_{copy}_" for copy in range(1, copies + 1)] if copies > 1 else [f"{name}_"]
            made = {start + each for start in starts for each in inner} | {name}
            if not made & self._taken:
                self._taken |= made
                return name

    def _inner(self, params: Mapping[str, Value]) -> list[str]:
        """The names of the block's layers, blocks inside written out."""
        if self._plain is not None:
            return self._plain
        written = expand_graph(self._block.graph, self._blocks, {**self._block.parameters, **params}).graph
        return [layer.name for layer in written.layers.values() if not layer.is_input]
