"""Functions kept as source: read without running, made only when trusted, and their errors in one sentence."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from core.analysis import custom_limits
from core.analysis.analysis import Analyzer
from core.analysis.custom_functions import Untrusted, make_function, read_function
from core.analysis.custom_limits import limited
from core.analysis.problems import Problem
from core.catalog.catalog import load
from core.errors import ConversionError
from core.graph import edits
from core.graph.model import Project
from core.graph.values import FrozenMap, KerasObject, PythonSource
from core.storage import trust
from tests.core.analysis import networks
from tests.core.own_code import TWICE, canary, lambda_net, node_of


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETWRIGHT_HOME", str(tmp_path / "home"))
    monkeypatch.delenv(trust.THIS_RUN, raising=False)


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer(load())


def problems(project: Project, analyzer: Analyzer) -> list[Problem]:
    return [problem for problem in analyzer.analyze(project).problems if problem.severity == "error"]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("lambda x: x + 1", ""),
        ("  (lambda x:\n     x)  \n", ""),
        (TWICE, "twice"),
        ("    def f(x):\n        return x\n", "f"),
        ("@keras.saving.register_keras_serializable()\ndef f(x): return x", "f"),
    ],
)
def test_one_function_is_read(source: str, name: str) -> None:
    assert read_function(source).name == name


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("", "missing: expected one lambda expression or one def"),
        ("x = 1", "Received: 'x = 1'"),
        ("lambda x: x\nlambda y: y", "not a function"),
        ("class A: pass", "not a function"),
        ("async def f(x): pass", "not a function"),
        ("import os", "not a function"),
        ("def f(x:\n  return", "Line 1 is not valid Python"),
        ("lambda x: \0", "not"),
        ("lambda x: " + "(" * 9_000, "not"),
        ("lambda x: 1 #" + "a" * 20_000, "longer than 20,000"),
    ],
)
def test_anything_else_is_refused_in_one_sentence(source: str, words: str) -> None:
    with pytest.raises(ConversionError) as raised:
        read_function(source)
    assert words in raised.value.message


def test_nothing_runs_before_it_is_trusted(tmp_path: Path, analyzer: Analyzer) -> None:
    line, mark = canary(tmp_path)
    source = f"def f(x, y={line.strip()}):\n    return x"
    project = lambda_net(source)
    (found,) = problems(project, analyzer)
    assert found.code == "ST30" and found.node == node_of(project, "own") and found.parameter == "function"
    assert found.message.startswith("Lambda 'own' holds Python code that is not trusted yet")
    with pytest.raises(Untrusted):
        make_function(source)
    assert not mark.exists()
    trust.trust(source)
    assert problems(project, analyzer) == [] and mark.exists()


def test_shapes_follow_as_soon_as_it_is_trusted_and_stop_when_not(analyzer: Analyzer) -> None:
    source = "lambda x: ops.concatenate([x, np.float32(2) * x, keras.ops.abs(x)])"
    project = lambda_net(source, 4, output_shape=None)
    assert analyzer.analyze(project).nodes[node_of(project, "dense")].outputs is None
    trust.trust(source)
    result = analyzer.analyze(project).nodes[node_of(project, "own")]
    assert result.outputs is not None and result.outputs[0].shape == (None, 4)
    trust.distrust(source)
    assert [problem.code for problem in problems(project, analyzer)] == ["ST30"]


@pytest.mark.parametrize(
    ("source", "params", "words"),
    [
        ("lambda x: 1 / 0", {}, "Lambda 'own': its code raises ZeroDivisionError: division by zero."),
        ("lambda x: x + foo", {}, "its code raises NameError: name 'foo' is not defined."),
        ("lambda x: ops.reshape(x, (2, 3, 5)) + ops.ones((7,))", {}, "its code raises"),
        ("def f(x):\n    raise KeyError('k')", {}, "its code raises KeyError: 'k'."),
        ("def f(x):\n    raise SystemExit(1)", {}, "its code raises SystemExit"),
        ("def f(x):\n    return None", {}, "its code raises"),
        ("def f(x, y=1 / 0):\n    return x", {}, "its code raises ZeroDivisionError"),
        ("@ops.abs\ndef f(x):\n    return x", {}, "its code raises"),
        ("lambda x, y: x", {}, "needs a tensor for 'y'"),
        ("x = 3", {}, "not a function"),
        ("lambda x: x[:, :2]", {"output_shape": (3,)}, "output_shape says (3,), but its function returns (2,) per"),
    ],
)
def test_what_it_does_wrong_is_said_at_the_node(
    source: str, params: dict[str, object], words: str, analyzer: Analyzer
) -> None:
    trust.trust(source)
    project = lambda_net(source, **params)
    (found,) = problems(project, analyzer)
    assert found.node == node_of(project, "own") and words in found.message and "\n" not in found.message


@pytest.mark.parametrize(
    "body",
    [
        "while True: pass",
        "while True: print('for ever')",
        "while True:\n        try: f\n        except Exception: pass",
    ],
)
def test_a_loop_without_end_is_an_error(body: str, analyzer: Analyzer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.analysis.shapes.limited", lambda work: limited(work, 0.5))
    source = f"def f(x):\n    {body}"
    trust.trust(source)
    began = time.monotonic()
    (found,) = problems(lambda_net(source), analyzer)
    assert found.message == "Lambda 'own': its code does not end within 0.5 seconds."
    assert time.monotonic() - began < 30.0
    trust.trust("lambda x: x + 1")
    assert problems(lambda_net("lambda x: x + 1"), analyzer) == []


def test_a_limit_ends_with_its_work() -> None:
    assert limited(lambda: 7, 0.2) == 7
    time.sleep(0.4)  # Nothing comes late.
    with pytest.raises(ZeroDivisionError):
        limited(lambda: 1 // 0, 0.2)
    before = threading.active_count()
    for _ in range(50):
        with pytest.raises(ConversionError, match="does not end"):
            limited(lambda: time.sleep(0.003) or [0 for _ in iter(int, 1)], 0.001)
    assert threading.active_count() == before
    assert custom_limits.SECONDS >= 5


def test_it_is_found_inside_wrappers_blocks_and_second_calls(analyzer: Analyzer) -> None:
    source = "lambda x: x * 3"
    inner = KerasObject("keras.layers.Lambda", FrozenMap({"function": PythonSource(source)}))
    draw = networks.Draw()
    draw.layer("TimeDistributed", "td", draw.input("x", 5, 4), params={"layer": inner})
    wrapped = draw.project()
    plain = lambda_net(source)
    node = node_of(plain, "own")
    shared = replace(plain, graph=edits.add_call(plain.graph, plain.graph.nodes[node].layer))
    for project in (wrapped, shared):
        assert "ST30" in {problem.code for problem in problems(project, analyzer)}
    for kind in ("function", "model"):
        block = networks.Draw("b")
        block.layer("Lambda", "inside", block.input("in", 4), params={"function": PythonSource(source)})
        outer = networks.Draw()
        outer.block("b", "own", **{"in": outer.input("x", 4)})
        made = outer.project(networks.Block("b", kind, graph=block.graph))  # type: ignore[arg-type]
        trust.distrust(source)
        (found,) = problems(made, analyzer)
        assert "Inside the block 'b'" in found.message and "not trusted" in found.message
        trust.trust(source)
        assert problems(made, analyzer) == []
    assert problems(wrapped, analyzer) == []
