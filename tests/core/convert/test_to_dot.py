from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.analysis.results import Analysis, NodeResult, TensorSpec, Totals
from core.catalog.catalog import Catalog, load
from core.convert.diagram_style import STYLES
from core.convert.dot_reader import DotGraph, read_dot
from core.convert.svg_writer import dot_to_svg
from core.convert.to_dot import DotOptions, to_dot
from core.errors import ConversionError
from core.graph.model import Block, Project
from core.graph.values import FrozenMap
from tests.core.convert import block_nets, nets
from tests.core.convert.net_builder import Net, project


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load()


def analysis_of(made: Project, **shapes: tuple[int | None, ...]) -> Analysis:
    nodes = {
        node_id: NodeResult((TensorSpec(shapes[node_id], "float32"),), 1234, 1234)
        if node_id in shapes
        else NodeResult()
        for node_id in made.graph.nodes
    }
    return Analysis(made, "", nodes, (), Totals())


def drawn(made: Project, catalog: Catalog, analysis: Analysis | None = None, **options: Any) -> DotGraph:
    return read_dot(to_dot(made, analysis, DotOptions(**options), catalog=catalog))


def test_every_call_is_a_card_and_every_tensor_a_wire(catalog: Catalog) -> None:
    graph = drawn(nets.residual(), catalog)
    assert list(graph.nodes) == [f"n{i}" for i in range(1, 10)]
    assert len(graph.edges) == 9
    label = graph.nodes["n2"]["label"]
    for text in (">stem<", ">Conv2D<", ">8 · 3 · same<"):
        assert text in label, label


def test_shapes_stand_on_the_wires_and_counts_on_the_cards(catalog: Catalog) -> None:
    made = nets.cnn()
    graph = drawn(made, catalog, analysis_of(made, image=(None, 8, 8, 1), conv=(None, None, 8)))
    labels = [attributes.get("label", "").strip() for _, _, attributes in graph.edges]
    assert labels == ["8 × 8 × 1", "? × 8", "", "", "", ""]
    assert ">1,234<" in graph.nodes["n2"]["label"]
    bare = drawn(made, catalog, analysis_of(made, image=(None, 8, 8, 1)), show_shapes=False)
    assert not any("label" in attributes for _, _, attributes in bare.edges)


def test_the_direction_is_the_canvas_s_unless_given(catalog: Catalog) -> None:
    made = nets.cnn()
    sideways = replace(made, graph=replace(made.graph, layout=replace(made.graph.layout, direction="LR")))
    assert drawn(sideways, catalog).attributes["rankdir"] == "LR"
    assert drawn(sideways, catalog, direction="TB").attributes["rankdir"] == "TB"


def test_blocks_are_cards_or_clusters(catalog: Catalog) -> None:
    closed = drawn(block_nets.function_blocks(), catalog)
    assert len(closed.nodes) == 6 and not closed.clusters
    assert "unit × 3" in closed.nodes["n3"]["label"]
    opened = drawn(block_nets.function_blocks(), catalog, open_blocks=True)
    titles = [cluster.attributes["label"] for cluster in opened.clusters]
    assert titles == ["first (unit)", "rest (unit) × 3", "stage", "unit × 2", "single (stage)", "unit"]
    assert [cluster.levels for cluster in opened.clusters] == [0, 0, 1, 0, 1, 0]
    # Every input of a block is wired through: no card inside is left without a wire.
    targets = {target for _, target, _ in opened.edges}
    assert set(opened.nodes) - targets == {"n1"}


def test_nested_models_open_too(catalog: Catalog) -> None:
    opened = drawn(block_nets.model_blocks(), catalog, open_blocks=True)
    assert len(opened.clusters) == 6
    assert len(opened.edges) == 2 + 2 + 1 + 3 + 2 + 3


@pytest.mark.parametrize("style", STYLES)
def test_each_style_draws_everything(style: Any, catalog: Catalog) -> None:
    for make in nets.ALL:
        made = make()
        graph = drawn(made, catalog, style=style)
        assert len(graph.nodes) == len(made.graph.nodes) + (style == "publication")
        assert dot_to_svg(to_dot(made, None, DotOptions(style=style), catalog=catalog)).startswith(b"<svg")


def test_broken_graphs_can_be_drawn(catalog: Catalog) -> None:
    net = Net()
    a = net.add("Add", "a")
    b = net.add("Dense", "b", {"units": 1}, inputs=a)
    node = net.graph.nodes["a"]
    nodes = net.graph.nodes.set("a", replace(node, arguments=FrozenMap({"inputs": (b,)})))
    cycle = project(replace(net.graph, nodes=nodes))
    assert len(drawn(cycle, catalog).edges) == 2
    net = Net()
    net.add("block:gone", "missing", x=net.input("x", 4))
    assert len(drawn(project(net.done()), catalog, open_blocks=True).nodes) == 2


def test_a_block_inside_itself_is_drawn_once(catalog: Catalog) -> None:
    inner = Net("loop")
    inner.add("block:loop", "again", x=inner.input("x", 4))
    net = Net()
    net.add("block:loop", "first", x=net.input("x", 4))
    graph = drawn(project(net.done(), Block("loop", "function", FrozenMap(), inner.done())), catalog, open_blocks=True)
    assert len(graph.clusters) == 1


def test_nothing_to_draw_and_unknown_styles_are_one_sentence(catalog: Catalog) -> None:
    with pytest.raises(ConversionError, match="nothing to draw"):
        to_dot(Project(), catalog=catalog)
    with pytest.raises(ConversionError, match="no diagram style 'x'"):
        to_dot(nets.cnn(), None, DotOptions(style="x"), catalog=catalog)  # type: ignore[arg-type]


HARD = [
    '"',
    "<B>",
    "&amp;",
    "]]>",
    "\\",
    "\\N",
    "\\l",
    "\n",
    "\r",
    "\0",
    "\x0b",
    "\ud83d",
    "node",
    "->",
    "<",
    ">",
    "--",
    "卷积",
    "%",
]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(HARD) | st.text(st.characters(codec=None, exclude_categories=()), max_size=10),
        min_size=3,
        max_size=3,
        unique=True,
    )
)
def test_no_name_breaks_the_syntax(names: list[str]) -> None:
    texts = [name.strip().replace("/", "") or f"n{place}" for place, name in enumerate(names)]
    if len(set(texts)) < 3:
        return
    inner = Net("inner")
    inner.add("ReLU", "relu", inputs=inner.input("x", 4))
    net = Net(texts[0])
    x = net.add("Dense", texts[1], {"units": 2, "activation": names[0]}, inputs=net.input(texts[0], 4))
    net.add(f"block:{names[1]}", texts[2], {"p": names[2]}, **{"x": x})
    made = project(net.done(), Block(names[1], "function", FrozenMap({"p": 1}), inner.done()))
    for style in STYLES:
        text = to_dot(made, None, DotOptions(style=style, open_blocks=True), catalog=load())
        text.encode("utf-8")
        graph = read_dot(text)
        assert len(graph.nodes) == 3 + (style == "publication") and len(graph.edges) == 2
        assert len(graph.clusters) == 1
