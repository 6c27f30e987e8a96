"""Finding layers: every filter alone, together, turned round, and what cannot be understood."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.analysis.analysis import Analysis, Analyzer
from core.analysis.finding import STATES, find, parse
from core.catalog import catalog as catalogs
from core.catalog.catalog import Catalog
from core.graph import edits
from core.graph.model import Graph, Project
from core.graph.values import Source


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return catalogs.load()


def _graph() -> Graph:
    graph = edits.add_node(Graph(), "keras.layers.InputLayer", name="photo", params={"shape": (28, 28, 1)}, node_id="n1")
    for number, (name, params) in enumerate(
        (
            ("Conv2D", {"filters": 8, "kernel_size": 3, "trainable": False}),
            ("Flatten", {}),
            ("Dense", {"units": 200}),
            ("Dense", {"units": 10}),
        ),
        2,
    ):
        graph = edits.add_node(graph, f"keras.layers.{name}", params=params, node_id=f"n{number}")
        graph = edits.connect(graph, Source(f"n{number - 1}"), f"n{number}", ("inputs",))
    graph = edits.add_node(graph, "keras.layers.LSTM", params={"units": 4}, name="broken head", node_id="n7")
    graph = edits.connect(graph, Source("n2"), "n7", ("sequences",))
    node = graph.nodes["n3"]
    return replace(graph, nodes=graph.nodes.set("n3", replace(node, bypassed=True)))


@pytest.fixture(scope="module")
def analysis(catalog: Catalog) -> Analysis:
    graph = _graph()
    graph = replace(graph, nodes=graph.nodes.set("n3", replace(graph.nodes["n3"], bypassed=False)))
    return Analyzer(catalog).analyze(Project(graph=graph))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("dense", ["n4", "n5"]),
        ("全连接", ["n4", "n5"]),
        ("type:conv", ["n2"]),
        ("name:photo", ["n1"]),
        ('name:"broken head"', ["n7"]),
        ("is:error", ["n7"]),
        ("is:frozen", ["n2"]),
        ("is:input", ["n1"]),
        ("is:output", ["n7", "n5"]),
        ("is:trainable", ["n4", "n5"]),
        ("params:>1e6", ["n4"]),
        ("params:>2M", []),
        ("params:>100k", ["n4"]),
        ("params:1k..5k", ["n5"]),
        ("params:80", ["n2"]),
        ("shape:28x28", ["n1"]),
        ("shape:26×26x?", ["n2"]),
        ("shape:10", ["n5"]),
        ("dtype:float32 -type:dense -is:error", ["n1", "n2", "n3"]),
        ("type:dense params:<3k", ["n5"]),
        ("family:core", ["n4", "n5"]),
        ("nothing like it", []),
        ("", []),
    ],
)
def test_filters(catalog: Catalog, analysis: Analysis, text: str, found: list[str]) -> None:
    assert find(parse(text), analysis.project, analysis.graph, catalog, analysis) == found


def test_a_bypassed_layer_is_found(catalog: Catalog) -> None:
    graph = _graph()
    assert find(parse("is:bypassed"), Project(graph=graph), graph, catalog, None) == ["n3"]


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_known(catalog: Catalog, analysis: Analysis, state: str) -> None:
    query = parse(f"is:{state}")
    assert not query.faults
    every = set(analysis.graph.nodes)
    hits = set(find(query, analysis.project, analysis.graph, catalog, analysis))
    assert set(find(parse(f"-is:{state}"), analysis.project, analysis.graph, catalog, analysis)) == every - hits


@pytest.mark.parametrize("text", ["is:nonsense", "params:many", "shape:wide", "colour:red", "params:>"])
def test_what_cannot_be_understood_finds_nothing_and_says_so(catalog: Catalog, analysis: Analysis, text: str) -> None:
    query = parse(text)
    assert len(query.faults) == 1 and query.faults[0].endswith(".")
    assert find(query, analysis.project, analysis.graph, catalog, analysis) == []


@pytest.mark.parametrize("text", ["-", ":", '"', "is:", "a:b:c", "params:>1e", "shape:", "((", "\n\t", "🙂", "is:error" * 500])
def test_no_text_makes_it_fail(catalog: Catalog, analysis: Analysis, text: str) -> None:
    find(parse(text), analysis.project, analysis.graph, catalog, analysis)


def test_an_old_analysis_tells_nothing(catalog: Catalog, analysis: Analysis) -> None:
    graph = edits.rename(analysis.graph, analysis.graph.nodes["n4"].layer, "other")
    project = Project(graph=graph)
    assert find(parse("params:>1"), project, graph, catalog, analysis) == []
    assert find(parse("name:other"), project, graph, catalog, analysis) == ["n4"]
