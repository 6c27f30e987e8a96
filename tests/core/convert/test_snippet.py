"""Some layers as code: it runs, its inputs are those of the graph, and it can be read again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from core.analysis.analysis import Analyzer
from core.catalog.catalog import load
from core.convert.from_code.reader import read_code
from core.convert.snippet import snippet
from core.errors import ConversionError
from core.graph import edits
from core.graph.model import Block, Graph, Project
from core.graph.values import Expression, FrozenMap, Source


def network() -> Project:
    graph = Graph("net")

    def add(type_name: str, name: str, feeds: str = "", **params: Any) -> None:
        nonlocal graph
        graph = edits.add_node(graph, f"keras.layers.{type_name}", name=name, params=params, node_id=name)
        if feeds:
            graph = edits.connect(graph, Source(feeds), name, ("inputs",))

    add("InputLayer", "image", shape=(8,))
    add("Dense", "first", "image", units=16)
    add("Dropout", "drop", "first", rate=0.5)
    add("Add", "add")
    graph = edits.connect(graph, Source("drop"), "add", ("inputs", 0))
    graph = edits.connect(graph, Source("first"), "add", ("inputs", 1))
    add("Dense", "last", "add", units=3)
    return Project(graph=graph)


def run(code: str) -> Any:
    space: dict[str, Any] = {}
    exec(code, space)
    return space["model"]


def test_what_feeds_the_piece_becomes_an_input_of_its_shape() -> None:
    project = network()
    results = Analyzer(load()).analyze(project).nodes
    code = snippet(project, ["drop", "add"], results=results)
    model = run(code)
    assert [layer.name for layer in model.layers] == ["first", "drop", "add"]
    assert model.input_shape == (None, 16)
    assert "def " not in code and "return" not in code
    assert code.startswith("import keras\nfrom keras import layers\n\ninputs = ")
    layers = {layer.name for layer in read_code(code).project.graph.layers.values()}
    assert layers == {"first", "drop", "add"}


def test_without_an_analysis_sizes_are_open() -> None:
    assert "keras.Input(shape=(None,)" in snippet(network(), ["last"])


def test_the_whole_graph_is_the_whole_model() -> None:
    project = network()
    assert run(snippet(project, list(project.graph.nodes))).count_params() == 8 * 16 + 16 + 16 * 3 + 3


def test_a_layer_that_nothing_feeds() -> None:
    project = network()
    graph = edits.add_node(project.graph, "keras.layers.Dense", name="lonely", params={"units": 2}, node_id="lonely")
    assert "layers.Dense(2" in snippet(replace(project, graph=graph), ["lonely"])


def test_inside_a_block_parameters_have_their_defaults() -> None:
    graph = edits.set_params(
        network().graph, [network().graph.nodes["first"].layer], {"units": Expression("width")}
    )
    block = Block("part", parameters=FrozenMap({"width": 12}), graph=graph)
    code = snippet(Project(blocks=FrozenMap({"part": block})), ["first"], "part")
    assert "layers.Dense(12" in code


def test_nothing_chosen() -> None:
    with pytest.raises(ConversionError, match="select some"):
        snippet(network(), [])
