"""Models that layers hold: shapes, weights and costs of each step, and what is wrong with one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.analysis.analysis import Analyzer
from core.analysis.results import Analysis
from core.catalog.catalog import load
from core.graph.model import Block, Project
from core.graph.values import FrozenMap, KerasObject
from tests.core.convert.net_builder import Net, project
from tests.harness.held_cases import frames, model_


def analysed(made: Project, block: str = "") -> Analysis:
    return Analyzer(load()).analyze(made, block)


def film(**settings: object) -> Project:
    net = Net("model")
    net.add("TimeDistributed", "each", {"layer": model_("frames", **settings)}, inputs=net.input("film", 4, 6, 6, 2))
    return project(net.done(), Block("frames", "model", graph=frames().done()))


def test_a_wrapper_costs_what_its_model_costs_times_the_steps() -> None:
    made = film()
    inner = Net("inner")
    inner.add("block:frames", "one", image=inner.input("image", 6, 6, 2))
    once = analysed(replace(made, graph=inner.done())).nodes["one"]
    each = analysed(made).nodes["each"]
    assert not analysed(made).problems
    assert each.outputs is not None and each.outputs[0].shape == (None, 4, 3)
    assert once.flops and each.flops == 4 * once.flops
    assert each.parameters == once.parameters == 3 * 3 * 2 * 3 + 3 + 4 * 3
    assert each.trainable == once.trainable and analysed(film(trainable=False)).nodes["each"].trainable == 0


def test_an_edit_inside_the_model_is_seen_outside() -> None:
    analyzer, made = Analyzer(load()), film()
    assert analyzer.analyze(made).nodes["each"].parameters == 69
    wider = frames()
    layer = wider.graph.layer_of("conv")
    layers = wider.graph.layers.set(layer.id, replace(layer, params=layer.params.set("filters", 5)))
    block = Block("frames", "model", graph=replace(wider.graph, layers=layers))
    changed = replace(made, blocks=made.blocks.set("frames", block))
    assert analyzer.analyze(changed).nodes["each"].outputs[0].shape == (None, 4, 5)  # type: ignore[index]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda made: replace(made, blocks=FrozenMap()),
            "'each' holds a model of the block 'frames', which does not exist",
        ),
        (
            lambda made: replace(
                made, blocks=made.blocks.set("frames", replace(made.blocks["frames"], kind="function"))
            ),
            "the block 'frames' is a function; make it a nested model",
        ),
    ],
)
def test_a_block_that_cannot_be_held(change: object, said: str) -> None:
    (problem,) = analysed(change(film())).problems  # type: ignore[operator]
    assert said in problem.message and (problem.node, problem.parameter) == ("each", "layer")


def test_a_fault_inside_is_told_at_the_wrapper() -> None:
    made = film()
    broken = frames()
    broken.add("Dense", "loose", {"units": 1})
    made = replace(made, blocks=made.blocks.set("frames", Block("frames", "model", graph=broken.done())))
    (problem,) = analysed(made).problems
    assert problem.node == "each" and "Inside the block 'frames'" in problem.message and "'loose'" in problem.message


def test_a_block_that_holds_itself_is_refused() -> None:
    def holding(name: str, other: str) -> Block:
        net = Net(name)
        net.add("TimeDistributed", "each", {"layer": model_(other)}, inputs=net.input("x", 3, 4))
        return Block(name, "model", graph=net.done())

    net = Net("model")
    net.add("TimeDistributed", "out", {"layer": model_("one")}, inputs=net.input("x", 2, 3, 4))
    made = project(net.done(), holding("one", "two"), holding("two", "one"))
    (problem,) = analysed(made).problems
    assert problem.node == "out" and "contains itself (one > two > one)" in problem.message
    assert any("contains itself" in found.message for found in analysed(made, "one").problems)


def test_a_lambda_of_a_file_is_said_to_be_one() -> None:
    net = Net("model")
    x = net.add("Dense", "d", {"units": 2}, inputs=net.input("x", 3))
    net.add("Flatten", "trap", inputs=x)
    layer = replace(net.graph.layer_of("trap"), type="keras.layers>Lambda", params=FrozenMap(), raw="{}")
    graph = replace(net.graph, layers=net.graph.layers.set(layer.id, layer))
    (problem,) = analysed(Project(graph=graph)).problems
    assert "'trap' is a Lambda from a file, whose Python code is kept but never run" in problem.message
    assert "replace it by" in problem.message


def test_an_object_elsewhere_is_no_place_for_a_model() -> None:
    made = replace(film(), dtype_policy=KerasObject("block:frames"))
    assert any("can stand only inside a layer" in problem.message for problem in analysed(made).problems)
