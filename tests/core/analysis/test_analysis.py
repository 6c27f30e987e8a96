"""Shapes, parameters and problems as Keras itself would give them, without weights and without repeating work."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.analysis.analysis import AnalysisCancelled, Analyzer
from core.analysis.problems import Problem
from core.analysis.report import check_json, check_text
from core.analysis.results import Analysis, NodeResult, TensorSpec
from core.analysis.shapes import ShapeMemo
from core.catalog.catalog import Catalog, load
from core.convert.to_keras import build
from core.graph import edits
from core.graph.model import Block
from core.graph.values import FrozenMap, KerasObject, Source
from tests.core.analysis import networks
from tests.core.analysis.networks import Draw, node_named, set_params


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load()


@pytest.fixture
def analyzer(catalog: Catalog) -> Analyzer:
    return Analyzer(catalog)


def shape(analysis: Analysis, name: str, output: int = 0) -> Any:
    outputs = analysis.nodes[node_named(analysis.graph, name)].outputs
    return None if outputs is None else outputs[output].shape


def only_error(analysis: Analysis) -> Problem:
    errors = [problem for problem in analysis.problems if problem.severity == "error"]
    assert len(errors) == 1, errors
    assert "\n" not in errors[0].message and "\x1b" not in errors[0].message
    assert "KerasTensor" not in errors[0].message and "netwright" not in errors[0].message
    return errors[0]


@pytest.mark.parametrize("name", list(networks.EVERY))
def test_everything_is_as_in_the_built_model(name: str, analyzer: Analyzer) -> None:
    project = networks.EVERY[name]()
    analysis = analyzer.analyze(project)
    assert analysis.problems == ()
    assert analysis.project is project
    model = build(project, analysis).model
    assert analysis.totals.parameters == model.count_params()
    assert analysis.totals.trainable == sum(math.prod(weight.shape) for weight in model.trainable_weights)
    for layer in model.layers:
        if layer.name not in {made.name for made in project.graph.layers.values()}:
            continue
        result = analysis.nodes[node_named(project.graph, layer.name)]
        assert result.parameters == layer.count_params()
        assert result.outputs is not None
        import keras

        made = layer.output if not isinstance(layer, keras.Model) else layer.outputs
        flat = [tensor for tensor in keras.tree.flatten(made) if tensor is not None]
        assert [(spec.shape, spec.dtype) for spec in result.outputs] == [(t.shape, t.dtype) for t in flat]


def test_several_outputs_and_dtypes(analyzer: Analyzer) -> None:
    analysis = analyzer.analyze(networks.tagger())
    assert [shape(analysis, "encode", output) for output in range(3)] == [(None, 12, 5), (None, 5), (None, 5)]
    assert analysis.nodes["n1"].outputs == (TensorSpec((None, 12), "int32"),)


def test_an_edit_infers_only_what_is_downstream(analyzer: Analyzer) -> None:
    project = networks.cnn()
    analyzer.analyze(project)
    assert analyzer.memo.inferred == 6
    analyzer.analyze(project)
    assert analyzer.memo.inferred == 6
    project = set_params(project, "digits", units=5)
    analyzer.analyze(project)
    assert analyzer.memo.inferred == 7
    project = set_params(project, "conv", filters=16)
    assert shape(analyzer.analyze(project), "flat") == (None, 13 * 13 * 16)
    assert analyzer.memo.inferred == 12
    analyzer.analyze(networks.cnn(filters=16))
    assert analyzer.memo.inferred == 13  # Only the 10 units of "digits" are new.


def test_moving_and_renaming_infer_nothing(analyzer: Analyzer) -> None:
    project = networks.residual()
    analyzer.analyze(project)
    before = analyzer.memo.inferred
    graph = edits.move_nodes(project.graph, {"n2": (10.0, 20.0)})
    graph = edits.rename(graph, graph.nodes["n3"].layer, "other")
    analysis = analyzer.analyze(replace(project, graph=graph))
    assert analyzer.memo.inferred == before and analysis.problems == ()


def test_equal_layers_are_inferred_once(analyzer: Analyzer) -> None:
    draw = Draw()
    x = draw.input("a", 4)
    for place in range(50):
        x = draw.layer("Dense", f"d{place}", x, params={"units": 4})
    assert analyzer.analyze(draw.project()).totals.parameters == 1000
    assert analyzer.memo.inferred == 2


def test_values_equal_in_python_but_not_in_type_are_kept_apart(analyzer: Analyzer) -> None:
    draw = Draw()
    draw.layer("Dense", "d", draw.input("a", 4), params={"units": 1})
    assert analyzer.analyze(draw.project()).problems == ()
    problem = only_error(analyzer.analyze(set_params(draw.project(), "d", units=1.0)))
    assert problem.parameter == "units" and problem.message.endswith("Received: 1.0")


def test_the_memo_is_bounded(catalog: Catalog) -> None:
    analyzer = Analyzer(catalog, ShapeMemo(capacity=20))
    draw = Draw()
    x = draw.input("a", 4)
    for units in range(1, 60):
        draw.layer("Dense", f"d{units}", x, params={"units": units})
    first, again = analyzer.analyze(draw.project()), analyzer.analyze(draw.project())
    assert first.totals == again.totals and len(analyzer.memo._calls) <= 20


def test_a_shared_layer_counts_once_and_its_calls_cost_each(analyzer: Analyzer) -> None:
    analysis = analyzer.analyze(networks.two_heads())
    calls = [analysis.nodes[node_named(analysis.graph, "shared", call)] for call in (0, 1)]
    assert [call.parameters for call in calls] == [24, 24]
    assert analysis.totals.parameters == 24 + 27 + 9
    assert analysis.totals.flops == sum(result.flops or 0 for result in analysis.nodes.values())


def test_a_second_call_that_does_not_fit_the_weights_is_reported_on_that_call(analyzer: Analyzer) -> None:
    draw = Draw()
    first = draw.layer("Dense", "shared", draw.input("a", 4), params={"units": 2})
    second = draw.again(first, inputs=draw.input("b", 7))
    problem = only_error(analyzer.analyze(draw.project()))
    assert (problem.code, problem.node) == ("ST28", second.node)
    assert "weights were made for 4" in problem.message and "(None, 7)" in problem.message
    # The same two calls in the memo must not make a single call of 7 features fail.
    draw = Draw()
    draw.layer("Dense", "shared", draw.input("b", 7), params={"units": 2})
    assert analyzer.analyze(draw.project()).problems == ()


def test_results_stream_in_and_a_cancelled_run_stops(analyzer: Analyzer) -> None:
    seen: dict[str, NodeResult] = {}
    analysis = analyzer.analyze(networks.cnn(), on_node=seen.__setitem__)
    assert seen == analysis.nodes and next(iter(seen)) == "n1"
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 3

    with pytest.raises(AnalysisCancelled):
        analyzer.analyze(networks.cnn(30), cancelled=cancelled)
    assert len(asked) == 4
    assert analyzer.analyze(networks.cnn(30)).problems == ()


def test_after_a_failure_downstream_is_silent(analyzer: Analyzer) -> None:
    analysis = analyzer.analyze(set_params(networks.cnn(), "conv", kernel_size=31))
    problem = only_error(analysis)
    assert (problem.code, problem.parameter, problem.node) == ("ST08", "kernel_size", "n2")
    assert [shape(analysis, name) for name in ("image", "conv", "pool", "digits")] == [
        (None, 28, 28, 1),
        None,
        None,
        None,
    ]


def test_an_output_that_a_layer_does_not_have(analyzer: Analyzer) -> None:
    draw = Draw()
    lstm = draw.layer("LSTM", "lstm", draw.input("a", 4, 2), params={"units": 3})
    draw.layer("Dense", "out", Source(lstm.node, 2), params={"units": 1})
    assert only_error(analyzer.analyze(draw.project())).message == "Dense 'out' takes output 3 of 'lstm', which has 1."


def test_findings_of_the_catalogue_that_keras_does_not_share_are_dropped(analyzer: Analyzer) -> None:
    # The catalogue says bool; Keras takes any truth value.
    analysis = analyzer.analyze(set_params(networks.cnn(), "digits", use_bias=1))
    assert analysis.problems == () and shape(analysis, "digits") == (None, 10)


def high_water() -> Callable[[], float]:
    """Start watching the peak of resident memory; the function returned gives its growth since, in MiB."""
    Path("/proc/self/clear_refs").write_text("5")  # Linux: the peak starts anew at what is resident now.

    def peak() -> int:
        lines = Path("/proc/self/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1])

    before = peak()
    return lambda: (peak() - before) / 1024


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="needs Linux's account of peak memory")
def test_ten_billion_parameters_take_milliseconds_and_no_memory(analyzer: Analyzer) -> None:
    draw = Draw()
    x = draw.input("a", 100_000)
    analyzer.analyze(draw.project())
    draw.layer("Dense", "huge", x, params={"units": 100_000})
    growth, start = high_water(), time.perf_counter()
    analysis = analyzer.analyze(draw.project())
    print(f"{(time.perf_counter() - start) * 1000:.1f} ms, {growth():.1f} MiB")
    assert analysis.totals.parameters == 10_000_100_000 and analysis.problems == ()
    assert growth() < 150


def test_nothing_is_left_behind_in_keras(analyzer: Analyzer) -> None:
    import keras
    from keras.src.backend.common import global_state, stateless_scope

    analyzer.analyze(networks.tagger())
    assert not stateless_scope.in_stateless_scope()
    assert not global_state.get_global_attribute("uninitialized_variables")
    assert keras.layers.Dense(2)(keras.ops.ones((1, 2))).shape == (1, 2)


def test_a_worker_thread_does_the_same(analyzer: Analyzer) -> None:
    results: list[Analysis] = []
    project = replace(networks.cnn(), dtype_policy="mixed_float16")
    thread = threading.Thread(target=lambda: results.append(analyzer.analyze(project)))
    thread.start()
    thread.join()
    outputs = results[0].nodes[node_named(project.graph, "conv")].outputs
    assert outputs is not None and outputs[0].dtype == "float16"
    assert results[0].problems == ()


def test_the_dtype_policy_is_part_of_what_is_remembered(analyzer: Analyzer) -> None:
    project = networks.cnn()
    plain = analyzer.analyze(project)
    half = analyzer.analyze(replace(project, dtype_policy="float16"))
    assert half.totals.parameters == plain.totals.parameters
    assert half.totals.weight_bytes * 2 == plain.totals.weight_bytes
    assert analyzer.analyze(project).totals == plain.totals


@pytest.mark.parametrize("policy", ["bogus", 7, KerasObject("os.system")])
def test_a_wrong_dtype_policy_is_a_problem_of_the_model(policy: Any, analyzer: Analyzer) -> None:
    analysis = analyzer.analyze(replace(networks.cnn(), dtype_policy=policy))
    assert only_error(analysis).parameter == "dtype_policy"
    assert set(analysis.nodes.values()) == {NodeResult()}


@pytest.mark.parametrize(
    ("kind", "params"),
    [
        ("EinsumDense", {"equation": "ab,bc->ac", "output_shape": 8, "lora_rank": 10**8}),
        ("TextVectorization", {"ngrams": 10**9}),
    ],
)
def test_huge_numbers_anywhere_cost_neither_memory_nor_time(
    kind: str, params: dict[str, Any], analyzer: Analyzer
) -> None:
    draw = Draw()
    dtype = "string" if kind == "TextVectorization" else "float32"
    draw.layer(kind, "x", draw.input("a", 1, dtype=dtype), params=params)
    analyzer.analyze(networks.cnn())
    start = time.process_time()
    analyzer.analyze(draw.project())
    assert time.process_time() - start < 2


def test_a_split_into_a_billion_parts_is_refused(analyzer: Analyzer) -> None:
    draw = Draw()
    draw.op("array_split", "parts", {"indices_or_sections": 10**9}, x=draw.input("a", 6))
    assert "is 1,000,000,000; at most 100,000" in only_error(analyzer.analyze(draw.project())).message


def test_a_layer_that_keras_cannot_place_in_a_model_is_found_before_it_is_built(analyzer: Analyzer) -> None:
    draw = Draw()
    draw.layer("Equalization", "even", draw.input("a", 8, 8, 3))
    assert "returns its own input" in only_error(analyzer.analyze(draw.project())).message


def test_an_instance_of_a_block_shows_the_sum_of_its_copies(analyzer: Analyzer) -> None:
    one = analyzer.analyze(networks.with_blocks(repeat=1))
    three = analyzer.analyze(networks.with_blocks(repeat=3))
    stage = node_named(one.graph, "stage")
    assert three.nodes[stage].parameters == 3 * (one.nodes[stage].parameters or 0) == 3 * 2 * 148
    assert three.nodes[stage].flops == 3 * (one.nodes[stage].flops or 0)
    assert three.nodes[stage].outputs == (TensorSpec((None, 8, 8, 4), "float32"),)


def test_a_block_is_analysed_with_its_defaults(analyzer: Analyzer) -> None:
    project = networks.with_blocks()
    analysis = analyzer.analyze(project, "residual")
    assert analysis.problems == () and shape(analysis, "second") == (None, 8, 8, 4)
    assert analyzer.analyze(project, "head").totals.parameters == 44


def test_a_failure_inside_a_block_shows_on_the_instance(analyzer: Analyzer) -> None:
    project = networks.with_blocks()
    stage = project.graph.layer_of("n2")
    graph = edits.set_params(project.graph, [stage.id], {"filters": 5})
    problem = only_error(analyzer.analyze(replace(project, graph=graph)))
    assert problem.node == "n2"
    assert problem.message.startswith("Inside 'stage': Add 'stage_1_sum' needs inputs whose sizes are equal")


def test_a_failure_inside_a_model_block_shows_on_every_call_of_it(analyzer: Analyzer) -> None:
    project = networks.with_blocks()
    head = project.blocks["head"]
    wrong = replace(head, graph=edits.set_params(head.graph, ["l2"], {"units": 0}))
    analysis = analyzer.analyze(replace(project, blocks=project.blocks.set("head", wrong)))
    assert {problem.node for problem in analysis.problems} == {"n5", "n6"}
    assert "Inside the block 'head': Dense 'hidden'" in analysis.problems[0].message


def test_a_structural_error_inside_a_block_shows_on_the_instance(analyzer: Analyzer) -> None:
    project = networks.with_blocks()
    block = project.blocks["residual"]
    cut = replace(block, graph=edits.disconnect(block.graph, "n2", ("inputs",)))
    problem = only_error(analyzer.analyze(replace(project, blocks=project.blocks.set("residual", cut))))
    assert problem.code == "ST24" and "Inside the block 'residual': Conv2D 'first' needs a tensor" in problem.message


def test_a_million_repeats_are_a_problem_with_numbers(analyzer: Analyzer) -> None:
    problem = only_error(analyzer.analyze(networks.with_blocks(repeat=10**6)))
    assert problem.node == "n2" and "to 3,000,000 layers written out; at most 200,000" in problem.message


def test_names_that_clash_when_written_out(analyzer: Analyzer) -> None:
    project = networks.with_blocks(repeat=1)
    graph = edits.rename(project.graph, project.graph.nodes["n3"].layer, "stage_sum")
    problem = only_error(analyzer.analyze(replace(project, graph=graph)))
    assert problem.code == "ST15" and "'stage_sum'" in problem.message


def test_a_model_block_inside_itself_is_a_problem(analyzer: Analyzer) -> None:
    inner = Draw("me")
    inner.block("me", "again", x=inner.input("x", 4))
    draw = Draw()
    draw.block("me", "start", x=draw.input("i", 4))
    project = draw.project(Block("me", "model", FrozenMap(), inner.graph))
    assert "contains itself" in only_error(analyzer.analyze(project)).message


def test_check_json_has_the_published_form(analyzer: Analyzer) -> None:
    data = check_json(analyzer.analyze(set_params(networks.cnn(), "drop", rate=2)))
    assert list(data) == ["nodes", "totals", "problems"]
    assert data["nodes"][1] == {
        "name": "conv", "type": "keras.layers.Conv2D", "outputs": [{"shape": [None, 26, 26, 8], "dtype": "float32"}],
        "parameters": 80, "trainable": 80, "flops": 102752, "memory_bytes": 21632,
    }  # fmt: skip
    assert data["nodes"][5]["outputs"] is None and data["nodes"][5]["parameters"] is None
    assert list(data["totals"]) == ["nodes", "layers", "parameters", "trainable", "flops"]
    (problem,) = data["problems"]
    assert list(problem) == ["severity", "code", "node", "parameter", "message", "fixes"]
    assert (problem["node"], problem["parameter"], problem["fixes"]) == ("drop", "rate", [])


def test_check_text_is_a_table_with_totals_and_problems(analyzer: Analyzer) -> None:
    text = check_text(analyzer.analyze(networks.cnn()))
    assert "conv    Conv2D        (None, 26, 26, 8)          80  102,752" in text
    assert text.endswith("13,610 parameters (13,610 trainable), 135,260 FLOPs per sample")


def test_what_leads_to_no_output_costs_nothing(analyzer: Analyzer) -> None:
    draw = Draw()
    x = draw.input("a", 4)
    y = draw.layer("Dense", "b", x, params={"units": 2})
    draw.layer("Dense", "dead", y, params={"units": 5})
    draw.outputs(y)
    analysis = analyzer.analyze(draw.project())
    assert analysis.totals.parameters == 10 and analysis.totals.flops == analysis.nodes[y.node].flops
    assert analysis.nodes[networks.node_named(draw.graph, "dead")].parameters == 15
