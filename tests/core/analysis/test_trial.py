"""Wires that are not drawn yet: judged as Keras judges them, with layers that make them fit."""

from __future__ import annotations

import pytest

from core.analysis.analysis import Analyzer
from core.analysis.trial import Candidate, Trial, Verdict
from core.catalog import catalog as catalogs
from core.graph import edits
from core.graph.bypass import set_bypassed
from core.graph.model import Block, Graph, Project
from core.graph.values import FrozenMap, Source, Value
from tests.core.analysis.networks import Draw

CATALOG = catalogs.load()


def trial_of(draw: Draw, *blocks: Block) -> tuple[Trial, Project]:
    project = draw.project(*blocks)
    return Analyzer(CATALOG).trial(project), project


def with_wire(graph: Graph, candidate: Candidate, types: list[tuple[str, FrozenMap[str, Value]]]) -> Graph:
    """The graph with the wire drawn and the layers between, made by the document's own edits."""
    source = candidate.source
    for kind, params in types:
        before = set(graph.nodes)
        graph = edits.add_node(graph, kind, params=params, arguments=FrozenMap({"inputs": source}))
        source = Source(next(iter(set(graph.nodes) - before)))
    return edits.connect(graph, source, candidate.target, candidate.path)


def check(draw: Draw, candidate: Candidate) -> tuple[Verdict, list[str]]:
    """The verdict and the classes offered; both are held against an analysis of the edited graph."""
    trial, project = trial_of(draw)
    verdict = trial.judge(candidate)
    truth = Analyzer(CATALOG).analyze(Project(graph=with_wire(project.graph, candidate, [])))
    result = truth.nodes[candidate.target]
    assert verdict.fits is (result.outputs is not None)
    if verdict.fits:
        assert verdict.outputs == result.outputs
    else:
        assert verdict.reason in {problem.message for problem in truth.problems if problem.node == candidate.target}
    offered = trial.conversions(candidate) if not verdict.fits else ()
    for conversion in offered:
        steps = [(step.type, step.params) for step in conversion.steps]
        mended = Analyzer(CATALOG).analyze(Project(graph=with_wire(project.graph, candidate, steps)))
        assert mended.nodes[candidate.target].outputs is not None
        last = list(mended.graph.nodes)[-1]
        assert mended.nodes[last].outputs == (conversion.output,)
    return verdict, [" ".join(step.class_name for step in conversion.steps) for conversion in offered]


@pytest.mark.parametrize(
    ("shape", "kind", "params", "argument", "offered"),
    [
        ((28, 28, 3), "Conv2D", {"filters": 4, "kernel_size": 3}, "inputs", None),
        ((28, 28), "Conv2D", {"filters": 4, "kernel_size": 3}, "inputs", "Reshape"),
        ((784,), "Conv2D", {"filters": 4, "kernel_size": 3}, "inputs", "Reshape"),
        ((8, 8, 3), "LSTM", {"units": 4}, "sequences", "Reshape"),
        ((12,), "LSTM", {"units": 4}, "sequences", "Reshape"),
        ((None, 12), "LSTM", {"units": 4}, "sequences", None),
        ((8, 8, 3), "RepeatVector", {"n": 4}, "inputs", "Flatten"),
        ((6, 5), "RepeatVector", {"n": 4}, "inputs", "Flatten"),
        ((None, 5), "RepeatVector", {"n": 4}, "inputs", "GlobalAveragePooling1D"),
        ((4, 8, 8, 3), "Conv2D", {"filters": 4, "kernel_size": 3}, "inputs", "Reshape"),
        ((2, 2, 3), "Conv2D", {"filters": 4, "kernel_size": 5}, "inputs", ""),
    ],
)
def test_a_single_wire_is_judged_as_keras_judges_it(
    shape: tuple[int | None, ...], kind: str, params: dict[str, object], argument: str, offered: str | None
) -> None:
    draw = Draw()
    source = draw.input("x", *shape)
    target = draw.layer(kind, "target", params=params)
    verdict, classes = check(draw, Candidate(source, target.node, (argument,)))
    assert verdict.fits is (offered is None)
    if offered is not None:
        assert (classes or [""])[0] == offered


@pytest.mark.parametrize(
    ("kind", "first", "second", "offered"),
    [
        ("Add", (8, 8, 16), (8, 8, 16), None),
        ("Add", (8, 8, 16), (8, 8, 4), "Conv2D"),
        ("Add", (8, 8, 16), (16, 16, 4), "Conv2D"),
        ("Add", (8, 8, 16), (16, 16, 16), "MaxPooling2D"),
        ("Add", (16, 16, 8), (8, 8, 8), "UpSampling2D"),
        ("Add", (9, 7, 8), (8, 8, 4), "Resizing Conv2D"),
        ("Add", (20, 16), (20, 4), "Dense"),
        ("Multiply", (8, 8, 16), (5,), "Dense Reshape"),
        ("Concatenate", (8, 8, 16), (8, 8, 4), None),
        ("Concatenate", (8, 8, 16), (16, 16, 4), "MaxPooling2D"),
        ("Concatenate", (10,), (4, 4, 3), "Flatten"),
    ],
)
def test_what_merges_is_made_equal(
    kind: str, first: tuple[int, ...], second: tuple[int, ...], offered: str | None
) -> None:
    draw = Draw()
    one, other = draw.input("one", *first), draw.input("other", *second)
    merged = draw.layer(kind, "merged", one)
    verdict, classes = check(draw, Candidate(other, merged.node, ("inputs", 1)))
    assert verdict.fits is (offered is None)
    if offered is not None:
        assert offered in classes


def test_what_cannot_be_known_is_not_judged() -> None:
    draw = Draw()
    x, y = draw.input("x", 8), draw.input("y", 8)
    lost = draw.layer("Dense", "lost", params={"units": 3})
    merged = draw.layer("Add", "merged")
    attention = draw.layer("MultiHeadAttention", "heads", params={"num_heads": 2, "key_dim": 4})
    behind = draw.layer("Dense", "behind", params={"units": 3})
    trial, _ = trial_of(draw)
    assert trial.judge(Candidate(x, merged.node, ("inputs", 0))).fits is None  # a merge needs two
    assert trial.judge(Candidate(x, attention.node, ("query",))).fits is None
    assert trial.judge(Candidate(lost, behind.node, ("inputs",))).fits is None  # nothing arrives at its source
    assert trial.judge(Candidate(y, behind.node, ("inputs",))).fits is True
    assert trial.judge(Candidate(y, "nowhere", ("inputs",))).fits is None
    assert trial.judge(Candidate(Source("nowhere"), behind.node, ("inputs",))).fits is None


def test_a_shared_layer_keeps_the_weights_of_its_first_call() -> None:
    draw = Draw()
    x, y = draw.input("x", 8), draw.input("y", 5)
    first = draw.layer("Dense", "shared", x, params={"units": 3})
    second = draw.again(first)
    trial, _ = trial_of(draw)
    assert trial.judge(Candidate(x, second.node, ("inputs",))).fits is True
    verdict = trial.judge(Candidate(y, second.node, ("inputs",)))
    assert verdict.fits is False and "shared" in verdict.reason
    assert [step.class_name for step in trial.conversions(Candidate(y, second.node, ("inputs",)))[0].steps] != []


def test_a_block_is_judged_by_what_is_inside() -> None:
    inner = Draw()
    image = inner.input("image", 8, 8, 3)
    inner.layer("Conv2D", "conv", image, params={"filters": 4, "kernel_size": 3})
    for kind in ("function", "model"):
        draw = Draw()
        x, flat = draw.input("x", 8, 8, 3), draw.input("flat", 192)
        called = draw.block("stage", "stage")
        trial, _ = trial_of(draw, Block("stage", kind, graph=inner.graph))
        fits = trial.judge(Candidate(x, called.node, ("image",)))
        assert fits.fits is True and fits.outputs[0].shape == (None, 6, 6, 4)
        candidate = Candidate(flat, called.node, ("image",))
        assert trial.judge(candidate).fits is False
        assert [conversion.steps[0].class_name for conversion in trial.conversions(candidate)] == ["Reshape"]


def test_masks_are_told_as_keras_hands_them_on() -> None:
    draw = Draw()
    words = draw.input("words", 12, dtype="int32")
    embedded = draw.layer("Embedding", "embed", words, params={"input_dim": 9, "output_dim": 4, "mask_zero": True})
    lstm = draw.layer("LSTM", "lstm", embedded, params={"units": 4, "return_sequences": True})
    pooled = draw.layer("GlobalAveragePooling1D", "pooled", lstm)
    result = Analyzer(CATALOG).analyze(draw.project()).nodes
    masked = {node: result[node.node].outputs[0].masked for node in (words, embedded, lstm, pooled)}  # type: ignore[index]
    assert masked == {words: False, embedded: True, lstm: True, pooled: False}


def test_trying_changes_nothing() -> None:
    draw = Draw()
    x = draw.input("x", 28, 28)
    conv = draw.layer("Conv2D", "conv", params={"filters": 4, "kernel_size": 3})
    project = draw.project()
    analyzer = Analyzer(CATALOG)
    before = analyzer.analyze(project)
    trial = analyzer.trial(project)
    trial.judge(Candidate(x, conv.node, ("inputs",)))
    trial.conversions(Candidate(x, conv.node, ("inputs",)))
    assert analyzer.analyze(project).nodes == before.nodes


def test_a_graph_with_a_bypassed_layer_is_analysed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = Draw()
    image = draw.input("image", 8, 8, 3)
    relu = draw.layer("ReLU", "relu", image)
    conv = draw.layer("Conv2D", "conv", relu, params={"filters": 4, "kernel_size": 3})
    project = Project(graph=set_bypassed(draw.graph, [relu.node], True))
    analyzer = Analyzer(CATALOG)
    analyzer.analyze(project)
    analysed = []
    monkeypatch.setattr(Analyzer, "analyze", lambda *args, **more: analysed.append(args))
    for source in (image, relu):
        verdict = analyzer.trial(project).judge(Candidate(source, conv.node, ("inputs",)))
        assert verdict.fits and verdict.outputs[0].shape == (None, 6, 6, 4)
    assert analysed == []
