"""Structural problems, found without Keras, and fixes that remove them."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest

from core.analysis.parameters import wrong_value
from core.analysis.problems import Problem
from core.analysis.structure import structure_problems
from core.catalog.catalog import Catalog, load
from core.catalog.spec import ParamKind, ParamSpec
from core.graph import edits
from core.graph.model import Block, Project
from core.graph.values import Expression, FrozenMap, KerasObject, Source
from tests.core.analysis import networks
from tests.core.analysis.networks import Draw


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load()


def one(project: Project, catalog: Catalog, code: str) -> Problem:
    problems = structure_problems(project, catalog)
    found = [problem for problem in problems if problem.code == code and problem.severity == "error"]
    assert len(found) == 1, found
    assert "\n" not in found[0].message
    return found[0]


def fixed(project: Project, problem: Problem) -> Project:
    assert problem.fixes
    return problem.fixes[0].edit(project)


@pytest.mark.parametrize("name", list(networks.EVERY))
def test_sound_networks_have_no_problem(name: str, catalog: Catalog) -> None:
    project = networks.EVERY[name]()
    assert structure_problems(project, catalog) == []
    for block in project.blocks:
        assert structure_problems(project, catalog, block) == []


def test_an_empty_project_has_no_problem(catalog: Catalog) -> None:
    assert structure_problems(Project(), catalog) == []


def test_a_missing_input_is_connected_to_the_nearest_node_before(catalog: Catalog) -> None:
    draw = Draw()
    x = draw.input("a", 4)
    far = draw.layer("Dense", "far", x, params={"units": 1})
    near = draw.layer("Dense", "near", far, params={"units": 1})
    draw.layer("Dense", "lost", params={"units": 2})
    graph = edits.move_nodes(draw.graph, {x.node: (0, 0), far.node: (0, 100), near.node: (0, 200), "n4": (0, 300)})
    project = replace(draw.project(), graph=graph)
    problem = one(project, catalog, "ST01")
    assert problem.message == "Dense 'lost' needs a tensor for its input; nothing is connected."
    assert problem.fixes[0].label == "Connect to near"
    assert structure_problems(fixed(project, problem), catalog) == []


def test_every_missing_port_is_named(catalog: Catalog) -> None:
    draw = Draw()
    x = draw.input("a", 4, 4)
    draw.layer("MultiHeadAttention", "attend", params={"num_heads": 1, "key_dim": 2}, query=x)
    assert "its input 'value'" in one(draw.project(), catalog, "ST01").message


def test_a_merge_needs_a_second_tensor(catalog: Catalog) -> None:
    draw = Draw()
    x = draw.input("a", 4)
    draw.layer("Add", "sum", x)
    problem = one(draw.project(), catalog, "ST01")
    repaired = fixed(draw.project(), problem)
    assert repaired.graph.nodes["n2"].arguments["inputs"] == (x, x)


def test_a_hole_in_a_list_is_filled_where_it_is(catalog: Catalog) -> None:
    draw = Draw()
    x = draw.input("a", 4)
    draw.layer("Concatenate", "join", inputs=(x, None, x))
    problem = one(draw.project(), catalog, "ST01")
    assert fixed(draw.project(), problem).graph.nodes["n2"].arguments["inputs"] == (x, x, x)


def test_the_first_tensor_may_stand_under_any_one_name(catalog: Catalog) -> None:
    draw = Draw()
    draw.layer("LSTM", "lstm", params={"units": 2}, inputs=draw.input("a", 4, 4))
    assert structure_problems(draw.project(), catalog) == []


def test_a_cycle_is_shown_once_with_its_names_and_cut(catalog: Catalog) -> None:
    draw = Draw()
    x = draw.input("a", 4)
    one_ = draw.layer("Dense", "one", x, params={"units": 4})
    two = draw.layer("Dense", "two", one_, params={"units": 4})
    draw.layer("Dense", "behind", two, params={"units": 4})
    # The gate of edits refuses such a wire; a file may hold one.
    node = draw.graph.nodes[one_.node]
    looped = replace(node, arguments=FrozenMap({"inputs": two}))
    graph = replace(draw.graph, nodes=draw.graph.nodes.set(node.id, looped))
    project = replace(draw.project(), graph=graph)
    problem = one(project, catalog, "ST02")
    assert problem.message.startswith("'one' > 'two' > 'one' form a cycle")
    assert not any(p.code == "ST02" for p in structure_problems(fixed(project, problem), catalog))


def test_duplicate_and_impossible_names_are_renamed(catalog: Catalog) -> None:
    project = networks.cnn()
    graph = project.graph
    pool, flat = graph.layer_of("n3"), graph.layer_of("n4")
    layers = graph.layers.update({pool.id: replace(pool, name="conv"), flat.id: replace(flat, name="a/b")})
    project = replace(project, graph=replace(graph, layers=layers))
    found = [p for p in structure_problems(project, catalog) if p.code == "ST15"]
    assert [p.node for p in found] == ["n3", "n4"]
    for problem in found:
        project = fixed(project, problem)
    assert structure_problems(project, catalog) == []
    assert [project.graph.name_of(n) for n in ("n3", "n4")] == ["conv_1", "a_b"]


def test_what_leads_nowhere_is_advice_to_delete(catalog: Catalog) -> None:
    draw = Draw()
    x = draw.input("a", 4)
    draw.input("idle", 4)
    y = draw.layer("Dense", "used", x, params={"units": 4})
    draw.layer("Dense", "dead", x, params={"units": 4})
    draw.outputs(y)
    project = draw.project()
    found = structure_problems(project, catalog)
    assert [(p.severity, p.node) for p in found] == [("advice", "n2"), ("advice", "n4")]
    for problem in found:
        project = fixed(project, problem)
    assert structure_problems(project, catalog) == [] and len(project.graph.nodes) == 2


def test_a_model_without_input(catalog: Catalog) -> None:
    draw = Draw()
    draw.layer("Dense", "alone", params={"units": 4})
    assert one(draw.project(), catalog, "ST18").node is None


def test_the_declared_interface_must_be_complete(catalog: Catalog) -> None:
    project = networks.two_heads()
    graph = edits.set_inputs(project.graph, FrozenMap({"left": Source("n1")}))
    problem = one(replace(project, graph=graph), catalog, "ST18")
    assert problem.node == "n2" and "'right', which is not among the declared inputs" in problem.message
    assert structure_problems(fixed(project, problem), catalog) == []
    # The gate of edits refuses such inputs; a file may hold them.
    graph = replace(project.graph, inputs=(Source("n1"), Source("n2"), Source("n3")))
    assert "'shared' is declared as an input" in one(replace(project, graph=graph), catalog, "ST18").message


@pytest.mark.parametrize("name", ["a/b", "\ud800"])
def test_a_model_name_that_keras_cannot_take(name: str, catalog: Catalog) -> None:
    project = networks.cnn()
    assert one(replace(project, graph=replace(project.graph, name=name)), catalog, "ST15").node is None


@pytest.mark.parametrize(
    ("kind", "raw", "words"),
    [
        ("acme>Magic", "{}", "is a Magic that Keras does not know"),
        ("keras.layers.Nothing", None, "keras.layers.Nothing is not known"),
        ("block:gone", None, "block 'gone', which does not exist"),
    ],
)
def test_unknown_types(kind: str, raw: str | None, words: str, catalog: Catalog) -> None:
    project = networks.cnn()
    layer = project.graph.layer_of("n3")
    layers = project.graph.layers.set(layer.id, replace(layer, type=kind, raw=raw))
    problem = one(replace(project, graph=replace(project.graph, layers=layers)), catalog, "ST20")
    assert words in problem.message and problem.node == "n3"


def test_a_block_instance_needs_every_input(catalog: Catalog) -> None:
    draw = Draw()
    draw.input("i", 4)
    draw.block("head", "head")
    problem = one(draw.project(networks.head_block()), catalog, "ST01")
    assert fixed(draw.project(), problem).graph.nodes["n2"].arguments["features"] == Source("n1")


def test_parameters_missing_unknown_and_wrong(catalog: Catalog) -> None:
    draw = Draw()
    x = draw.input("a", 4)
    draw.layer("Dense", "d", x, params={"unit": 3, "use_bias": 1})
    draw.layer("Dropout", "e", x, params={"rate": 1.5})
    project = draw.project()
    found = {(p.code, p.parameter): p for p in structure_problems(project, catalog)}
    assert set(found) == {("ST21", "units"), ("ST22", "unit"), ("ST23", "use_bias"), ("ST23", "rate")}
    assert found["ST23", "rate"].message.endswith("must be a number of at least 0 and at most 1. Received: 1.5")
    for key in (("ST21", "units"), ("ST22", "unit"), ("ST23", "use_bias")):
        project = found[key].fixes[0].edit(project)
    assert {p.parameter for p in structure_problems(project, catalog)} == {"rate"}


def test_a_fix_inside_a_block_changes_the_block(catalog: Catalog) -> None:
    inner = Draw("b")
    inner.layer("Dense", "d", inner.input("x", 4), params={"units": 2, "wrong": 1})
    project = Project(blocks=FrozenMap({"b": Block("b", "function", FrozenMap(), inner.graph)}))
    problem = structure_problems(project, catalog, "b")[0]
    assert problem.fixes[0].edit(project).blocks["b"].graph.layer_of("n2").params == FrozenMap({"units": 2})


@pytest.mark.parametrize(
    ("spec", "fits", "wrong"),
    [
        (ParamSpec("n", ParamKind.INT, minimum=1, required=True, default=3), [1, 9], [0, 1.0, True, "1", None, (1,)]),
        (ParamSpec("n", ParamKind.FLOAT, default=0.1, maximum=1), [0, 0.5, 1], [1.1, True, "a", float("nan"), None]),
        (ParamSpec("n", ParamKind.BOOL, default=True), [True, False], [1, "x", None]),
        (ParamSpec("n", ParamKind.TEXT, default="a"), ["b"], [1, None]),
        (ParamSpec("n", ParamKind.CHOICE, default="a", choices=("a", "b")), ["b"], ["c", 1]),
        (ParamSpec("n", ParamKind.CHOICE, default="a", choices=("a",), open=True), ["c", 1], []),
        (ParamSpec("n", ParamKind.INT_OR_TUPLE, default=1, length=2, minimum=1), [3, (1, 2)], [(1,), (1, 0), 0, "3"]),
        (ParamSpec("n", ParamKind.TUPLE, default=(0.0,), length=2, item="float"), [(0, 1.5)], [(1,), 3, ("a", "b")]),
        (ParamSpec("n", ParamKind.RANGE, default=0.1), [0.2, (-1, 1)], [(1, 2, 3), "a"]),
        (ParamSpec("n", ParamKind.AXES, default=-1), [1, (1, 2)], ["a", (1.5,)]),
        (ParamSpec("n", ParamKind.SHAPE), [(None, 3), (), None], [3, (1.5,), "3"]),
        (ParamSpec("n", ParamKind.INITIALIZER, default="zeros"), ["x", 3, KerasObject("k")], []),
        (ParamSpec("n", ParamKind.INT, nullable=True, default=3), [None, Expression("n")], []),
    ],
)
def test_kinds_and_ranges(spec: ParamSpec, fits: list[Any], wrong: list[Any]) -> None:
    assert [value for value in fits if wrong_value(spec, value) is not None] == []
    assert [value for value in wrong if wrong_value(spec, value) is None] == []


def test_structure_needs_no_keras() -> None:
    code = (
        "import sys; from core.analysis.structure import structure_problems; from core.catalog.catalog import load\n"
        "from core.graph.model import Project; structure_problems(Project(), load())\n"
        "assert not {'keras', 'tensorflow', 'numpy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
