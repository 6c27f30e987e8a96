"""Equality of projects up to layout and ids."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from core.graph.model import Graph, Layout, Project, Structure
from core.graph.sameness import same_graph, same_project
from core.graph.values import Expression, FrozenMap, Source, Value, map_sources
from tests.core.convert import block_nets, nets
from tests.core.convert.net_builder import Net, project


def renamed(graph: Graph) -> Graph:
    """The graph with other ids, its nodes the other way round, and everything placed."""
    nodes = {
        f"k{key}": replace(
            node,
            id=f"k{key}",
            layer=f"m{node.layer}",
            arguments=map_sources(node.arguments, lambda source: Source(f"k{source.node}", source.output)),
        )
        for key, node in reversed(list(graph.nodes.items()))
    }
    layers = {f"m{key}": replace(layer, id=f"m{key}") for key, layer in reversed(list(graph.layers.items()))}

    def moved(structure: Structure) -> Any:
        return map_sources(structure, lambda source: Source(f"k{source.node}", source.output))  # type: ignore[arg-type]

    return replace(
        graph,
        nodes=FrozenMap(nodes),
        layers=FrozenMap(layers),
        inputs=moved(graph.inputs),
        outputs=moved(graph.outputs),
        layout=Layout(positions=FrozenMap({"kn1": (1.0, 2.0)})),
    )


@pytest.mark.parametrize(
    "make", [nets.cnn, nets.residual, nets.shared, block_nets.function_blocks, block_nets.model_blocks, nets.slices]
)
def test_ids_order_and_places_do_not_matter(make: Callable[[], Project]) -> None:
    one = make()
    graph = one.graph
    if graph.inputs is None and len([layer for layer in graph.layers.values() if layer.is_input]) > 1:
        inputs = tuple(Source(key) for key in graph.nodes if graph.layer_of(key).is_input)
        one = replace(one, graph=replace(graph, inputs=inputs))
    assert same_project(one, replace(one, graph=renamed(one.graph)))


def chain(units: Value = 4, name: str = "d", activation: str = "relu") -> Project:
    net = Net("net")
    net.add("Dense", name, {"units": units, "activation": activation}, inputs=net.input("x", 3))
    return project(net.done())


def test_what_is_said_matters() -> None:
    one = chain()
    assert same_project(one, chain())
    for other in (
        chain(5),
        chain(4.0),
        chain(name="e"),
        chain(activation="tanh"),
        replace(one, dtype_policy="float64"),
    ):
        assert not same_project(one, other)
    compiled = replace(one, training=replace(one.training, compile=replace(one.training.compile, loss="mse")))
    assert not same_project(one, compiled)


def test_what_leads_nowhere_does_not_matter() -> None:
    assert same_project(nets.dead_branch(), nets.dead_branch())
    net = Net("net")
    x = net.input("x", 3)
    y = net.add("Dense", "d", {"units": 4, "activation": "relu"}, inputs=x)
    net.add("Dense", "unused", {"units": 9}, inputs=x)
    assert same_graph(net.done(y), chain().graph)


def test_arithmetic_counts_by_what_it_means() -> None:
    assert same_project(chain(Expression("filters*2")), chain(Expression("filters * (1 + 1)")))
    assert not same_project(chain(Expression("filters * 2")), chain(Expression("filters * 3")))
