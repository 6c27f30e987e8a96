"""One repetition folded: the block that stands for its copies, and the graph with calls of it.

Everything is checked here, since the document may have changed after the copies were found. Does not belong here: which
nodes are copies (fold_search), names (fold_names), what becomes a parameter (fold_parameters).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from core.analysis.fold_chain import Chain, Copy, Interface, Wiring, copy_of, interface_of
from core.analysis.fold_names import InstanceNames, inner_names
from core.analysis.fold_parameters import Parameters, default_of
from core.errors import EditError
from core.graph.model import BLOCK_PREFIX, INPUT_TYPE, Block, Graph, Layer, Layout, Node, Structure
from core.graph.naming import fresh_ids
from core.graph.queries import output_sources, topological_order
from core.graph.removing import remove_nodes
from core.graph.values import EMPTY, FrozenMap, Source, Value, exact_key, map_sources
from core.texts import text

Shape = tuple[int | None, ...]
Instances = Sequence[Sequence[Sequence[str]]]
Defaults = Sequence[FrozenMap[str, Value]]


@dataclass(frozen=True, slots=True)
class _Place:
    """What all copies have at one place of the piece: the layer's parameters and count, the arguments of its call."""

    params: FrozenMap[str, Value]
    repeat: Value
    arguments: FrozenMap[str, Value]

    def mapped(self, change: Callable[[Value], Value]) -> _Place:
        """The same with a change of all values."""
        return _Place(change(self.params), change(self.repeat), change(self.arguments))  # type: ignore[arg-type]


def folded(
    graph: Graph,
    blocks: Mapping[str, Block],
    instances: Instances,
    name: str,
    defaults: Defaults,
    shapes: Mapping[Source, tuple[Shape, str]],
    outer: Mapping[str, Value],
    taken: set[str],
) -> tuple[Graph, Block, Mapping[Source, Source]]:
    """The graph with calls of the new block, the block, and what sources became; EditError if there can be no such block.

    ``outer`` are the parameters of the block that the graph belongs to, with their defaults; ``taken`` the names of layers
    in use, which are kept up to date.
    """
    _check(graph, instances)
    wiring = Wiring(graph)
    chains = [_chain([copy_of(graph, ids) for ids in instance], wiring) for instance in instances]
    if len({chain.step for chain in chains if chain.step is not None}) > 1:
        raise EditError(text("The rows of copies do not hand on their values alike, so they cannot be one block."))
    interface = interface_of(chains, wiring)
    if not interface.outputs:
        raise EditError(text("Nothing comes out of the layers to fold, so they cannot be a block."))
    pattern = chains[0].copies[0]
    names = inner_names([graph.layer_of(node_id) for node_id in pattern.ids])
    for chain in chains:
        for copy in chain.copies[1:]:
            _merge(graph, [chain.copies[0], copy], names, defaults, None)
    parameters = Parameters(len(chains))
    merged = _merge(graph, [chain.copies[0] for chain in chains], names, defaults, parameters)
    finish, values = parameters.finish()
    usual = {key: default_of(each, outer) for key, each in values.items()}
    block = Block(
        name,
        "function",
        FrozenMap({key: value for key, (value, _) in usual.items()}),
        _inner_graph(graph, pattern, interface, names, name, [place.mapped(finish) for place in merged], shapes),
    )
    given = [
        FrozenMap(
            {
                key: each[number]
                for key, each in values.items()
                if not usual[key][1] or exact_key(each[number]) != exact_key(usual[key][0])
            }
        )
        for number in range(len(chains))
    ]
    taken -= {graph.name_of(node_id) for chain in chains for copy in chain.copies for node_id in copy.ids}
    made, moved = _with_calls(graph, block, chains, interface, given, InstanceNames(graph, blocks, block, taken))
    cyclic = topological_order(made)[1]
    if cyclic and not cyclic <= topological_order(graph)[1]:
        raise EditError(text("A path leaves the layers to fold and comes back, so they cannot be one block."))
    return made, block, moved


def _check(graph: Graph, instances: Instances) -> None:
    copies = [ids for instance in instances for ids in instance]
    if not copies or not all(copies) or not all(instances):
        raise EditError(text("There is nothing to fold."))
    if len({len(ids) for ids in copies}) > 1:
        raise EditError(text("The copies to fold have different numbers of layers."))
    where: dict[str, int] = {}
    for number, ids in enumerate(copies):
        for node_id in ids:
            if node_id not in graph.nodes:
                raise EditError(text("A layer to fold is no longer there; look for repeated structure again."))
            if node_id in where:
                raise EditError(text("{name!r} would be part of two copies.", name=graph.name_of(node_id)))
            where[node_id] = number
    owner = {graph.nodes[node_id].layer: number for node_id, number in where.items()}
    for node_id, node in graph.nodes.items():
        layer = graph.layers[node.layer]
        if node.layer in owner and owner[node.layer] != where.get(node_id):
            raise EditError(
                text("{name!r} is also called elsewhere; a copy must hold all calls of its layers.", name=layer.name)
            )
        if node_id in where and (layer.is_input or layer.raw is not None):
            if layer.is_input:
                raise EditError(text("{name!r} is an input, which cannot be part of a block.", name=layer.name))
            raise EditError(text("{name!r} is a placeholder, which cannot be part of a block.", name=layer.name))


def _chain(copies: Sequence[Copy], wiring: Wiring) -> Chain:
    """The copies as the chain that one instance is."""
    chains = wiring.chains(copies, [0] * len(copies))
    if len(chains) > 1:
        name = wiring.graph.name_of(chains[1].copies[0].ids[0])
        raise EditError(
            text("The copy that begins with {name!r} does not follow the one before it as the others do.", name=name)
        )
    return chains[0]


def _merge(
    graph: Graph,
    copies: Sequence[Copy],
    names: Sequence[str],
    defaults: Defaults,
    parameters: Parameters | None,
) -> list[_Place]:
    """What all copies have in common, by place; without ``parameters`` they must not differ at all.

    The sources in the arguments are places of the piece (``made3``) or inputs of it (``given0``).
    """
    if any(len(copy.inputs) != len(copies[0].inputs) for copy in copies):
        raise EditError(text("The copies to fold do not take the same number of values from outside."))
    merged: list[_Place] = []
    calls = [_first_calls(graph, copy) for copy in copies]
    for place, node_id in enumerate(copies[0].ids):
        shown = graph.name_of(node_id)
        nodes = [graph.nodes[copy.ids[place]] for copy in copies]
        layers = [graph.layers[node.layer] for node in nodes]
        if len({layer.type for layer in layers}) > 1:
            raise EditError(
                text("The copies of {name!r} are not of the same kind, so they cannot be one block.", name=shown)
            )
        known = defaults[place] if place < len(defaults) else EMPTY
        params, repeats = _filled(layers, known), [layer.repeat for layer in layers]
        arguments = [_placed(copy, node) for copy, node in zip(copies, nodes, strict=True)]
        if any(list(each) != list(arguments[0]) for each in arguments):
            raise EditError(
                text("The copies of {name!r} are not called alike, so they cannot be one block.", name=shown)
            )
        if len({first_calls[place] for first_calls in calls}) > 1:
            raise EditError(
                text(
                    "The copies of {name!r} do not share their weights alike, so they cannot be one block.", name=shown
                )
            )
        if parameters is not None:
            merge = partial(parameters.merge, layer=names[place])
            found = merge(params, ""), merge(repeats, "repeat"), merge(arguments, "")
            merged.append(_Place(*found))  # type: ignore[arg-type]
        elif any(len({exact_key(each) for each in values}) > 1 for values in (params, repeats, arguments)):
            raise EditError(
                text("The copies of {name!r} differ in their parameters, so they cannot stand in a row.", name=shown)
            )
    return merged


def _filled(layers: Sequence[Layer], known: Mapping[str, Value]) -> list[FrozenMap[str, Value]]:
    """The parameters of the layers, with the same keys in the same order."""
    keys = list(dict.fromkeys(key for layer in layers for key in layer.params))
    for layer in layers:
        for key in keys:
            if key not in layer.params and key not in known:
                raise EditError(
                    text(
                        "{name!r} does not set {key!r} as its copies do, so they cannot be one block.",
                        name=layer.name,
                        key=key,
                    )
                )
    return [
        FrozenMap({key: layer.params[key] if key in layer.params else known[key] for key in keys}) for layer in layers
    ]


def _first_calls(graph: Graph, copy: Copy) -> list[int]:
    """For each place that of the first call of its layer."""
    firsts: dict[str, int] = {}
    return [firsts.setdefault(graph.nodes[node_id].layer, place) for place, node_id in enumerate(copy.ids)]


def _placed(copy: Copy, node: Node) -> FrozenMap[str, Value]:
    def named(source: Source) -> Source:
        link = copy.place(source)
        assert link is not None  # all sources of a copy are made in it or given to it
        return Source(f"{link[0]}{link[1]}", link[2])

    return map_sources(node.arguments, named)  # type: ignore[return-value]


def _inner_graph(
    graph: Graph,
    pattern: Copy,
    interface: Interface,
    names: Sequence[str],
    name: str,
    merged: Sequence[_Place],
    shapes: Mapping[Source, tuple[Shape, str]],
) -> Graph:
    """The block's graph: inputs in the order of the interface, then the layers of the first copy."""
    layers: dict[str, Layer] = {}
    nodes: dict[str, Node] = {}
    feeds: dict[str, str] = {f"made{place}": node_id for place, node_id in enumerate(pattern.ids)}
    node_ids = fresh_ids(pattern.ids, "i")
    layer_ids = fresh_ids([graph.nodes[node_id].layer for node_id in pattern.ids], "i")
    for number, given in enumerate(interface.inputs, 1):
        base = "input" if len(interface.inputs) == 1 else f"input_{number}"
        while base in names:
            base += "_"
        node_id, layer_id = next(node_ids), next(layer_ids)
        params: dict[str, Value] = {}
        source = pattern.inputs[given]
        if source in shapes:
            shape, dtype = shapes[source]
            params = {"shape": shape[1:], "dtype": dtype} if dtype != "float32" else {"shape": shape[1:]}
        layers[layer_id] = Layer(layer_id, INPUT_TYPE, base, FrozenMap(params))
        nodes[node_id] = Node(node_id, layer_id)
        feeds[f"given{given}"] = node_id

    def moved(source: Source) -> Source:
        return Source(feeds[source.node], source.output)

    for node_id, inner_name, place in zip(pattern.ids, names, merged, strict=True):
        layer = graph.layer_of(node_id)
        if layer.id not in layers:
            layers[layer.id] = replace(layer, name=inner_name, params=place.params, repeat=place.repeat)
        nodes[node_id] = Node(node_id, layer.id, map_sources(place.arguments, moved))  # type: ignore[arg-type]
    found = tuple(moved(Source(f"{kind}{number}", output)) for kind, number, output in interface.outputs)
    outputs: Structure = found[0] if len(found) == 1 else found
    positions = {node_id: graph.layout.positions[node_id] for node_id in nodes if node_id in graph.layout.positions}
    layout = Layout(positions=FrozenMap(positions), direction=graph.layout.direction)
    return Graph(name, FrozenMap(layers), FrozenMap(nodes), outputs=outputs, layout=layout)


def _with_calls(
    graph: Graph,
    block: Block,
    chains: Sequence[Chain],
    interface: Interface,
    given: Sequence[FrozenMap[str, Value]],
    names: InstanceNames,
) -> tuple[Graph, Mapping[Source, Source]]:
    """The graph with a call of the block in the place of each chain, and what sources became."""
    inner_inputs = [layer.name for layer in block.graph.layers.values() if layer.is_input]
    members = {node_id for chain in chains for copy in chain.copies for node_id in copy.ids}
    calls: dict[str, Node] = {}
    layers: dict[str, Layer] = {}
    moved: dict[Source, Source] = {}
    positions: dict[str, tuple[float, float]] = {}
    place = {node_id: number for number, node_id in enumerate(graph.nodes)}
    node_ids, layer_ids = fresh_ids(graph.nodes, "n"), fresh_ids(graph.layers, "l")
    for chain, params in zip(chains, given, strict=True):
        node_id, layer_id = next(node_ids), next(layer_ids)
        first, last = chain.copies[0], chain.copies[-1]
        ids = {member: None for copy in chain.copies for member in copy.ids}
        layers[layer_id] = Layer(
            layer_id, BLOCK_PREFIX + block.name, names.take(chain, params), params, len(chain.copies)
        )
        fed = [first.inputs[number] for number in interface.inputs]
        calls[max(ids, key=lambda member: place[member])] = Node(
            node_id, layer_id, FrozenMap(zip(inner_inputs, fed, strict=True))
        )
        for number, link in enumerate(interface.outputs):
            value = Source(last.ids[link[1]], link[2]) if link[0] == "made" else last.inputs[link[1]]
            if value.node in ids:
                moved[value] = Source(node_id, number)
        if all(member in graph.layout.positions for member in ids):
            points = [graph.layout.positions[member] for member in ids]
            positions[node_id] = (sum(x for x, _ in points) / len(ids), sum(y for _, y in points) / len(ids))

    def taken(source: Source) -> Source:
        return moved.get(source, source)

    nodes: dict[str, Node] = {}
    for member, node in graph.nodes.items():
        for each in (node, calls[member]) if member in calls else (node,):
            arguments = map_sources(each.arguments, taken) if member not in members or each is not node else EMPTY
            nodes[each.id] = replace(each, arguments=arguments)  # type: ignore[arg-type]
    made = remove_nodes(
        replace(
            graph,
            layers=graph.layers.update(layers),
            nodes=FrozenMap(nodes),
            outputs=map_sources(graph.outputs, taken),  # type: ignore[arg-type]
            layout=replace(graph.layout, positions=graph.layout.positions.update(positions)),
        ),
        members,
    )
    expected = tuple(taken(source) for source in output_sources(graph))
    if graph.outputs is None and tuple(output_sources(made)) != expected:
        made = replace(made, outputs=expected[0] if len(expected) == 1 else expected)
    return made, moved
