"""Keras's own errors in words that a designer understands, with the user's names."""

from __future__ import annotations

from typing import Any

import pytest

from core.analysis.analysis import Analyzer
from core.catalog.catalog import load
from core.graph.values import Expression, FrozenMap, KerasObject, PythonSource
from tests.core.analysis.networks import Draw


@pytest.fixture
def analyzer() -> Analyzer:
    return Analyzer(load())


@pytest.mark.parametrize(
    ("layer", "params", "shapes", "code", "parameter", "words"),
    [
        ("Conv2D", {"filters": 4, "kernel_size": 9}, [(4, 5, 1)], "ST08", "kernel_size",
         "The kernel 9 x 9 of Conv2D 'x' is larger than its input (None, 4, 5, 1)"),
        ("MaxPooling2D", {"pool_size": 9}, [(4, 5, 1)], "ST08", "pool_size", "The pooling window 9 x 9"),
        ("Conv1D", {"filters": 4, "kernel_size": 9}, [(4, 1)], "ST08", "kernel_size", "The kernel 9 of Conv1D 'x'"),
        ("Conv2D", {"filters": 4, "kernel_size": 3}, [(4,)], "ST04", None,
         "takes at least 4 dimensions (batch, height, width, channels), but receives 2: (None, 4)"),
        ("LSTM", {"units": 4}, [(4,)], "ST04", None, "return_sequences"),
        ("LSTM", {"units": 4}, [(4, 5, 6)], "ST04", None, "but receives 4: (None, 4, 5, 6); a Flatten"),
        ("Dense", {"units": 10**12}, [(4,)], "ST25", "units", "5,000,000,000,000 parameters, which take 18 TB"),
        ("Dense", {"units": 1e12}, [(4,)], "ST23", "units", "must be a whole number of at least 1"),
        ("Dense", {"units": -1}, [(4,)], "ST23", "units", "Received: -1"),
        ("Dense", {"units": 4, "activation": "relo"}, [(4,)], "ST23", "activation", "'relo' is no activation that Keras knows"),
        ("Dense", {"units": 4}, [(None,)], "ST10", None, "(None, None) with a size that is open"),
        ("Dense", {"units": 4, "zzz": 1}, [(4,)], "ST22", "zzz", "has no parameter 'zzz'"),
        ("Add", {}, [(4, 4, 3), (4, 4, 5)], "ST05", None, "receives (None, 4, 4, 3) and (None, 4, 4, 5)"),
        ("Concatenate", {}, [(4, 3), (5, 3)], "ST07", None, "differ at most on axis -1"),
        ("Reshape", {"target_shape": (5, 5)}, [(4, 6)], "ST09", "target_shape", "(4, 6) has 24, its target shape (5, 5) has 25"),
        ("BatchNormalization", {"axis": 7}, [(4,)], "ST23", "axis", "axis 7 is beyond its input (None, 4) of 2 dimensions"),
        ("Bidirectional", {"layer": KerasObject("keras.layers.Dense", FrozenMap({"units": 1}))}, [(4, 3)], "ST23", "layer",
         "needs a recurrent layer inside"),
        ("TimeDistributed", {}, [(4, 3)], "ST21", "layer", "needs 'layer'"),
        ("RepeatVector", {"n": 10**12}, [(4,)], "ST25", "n", "outputs of (None, 1000000000000, 4)"),
        ("Lambda", {"function": PythonSource("lambda x: 1")}, [(4,)], "ST30", "function", "is not trusted yet"),
        ("JaxLayer", {"call_fn": PythonSource("lambda x: x")}, [(4,)], "ST31", None, "is shown here, but not run"),
        ("StringLookup", {"vocabulary": "words.txt"}, [(4,)], "ST23", "vocabulary", "names a file"),
        ("Dense", {"units": Expression("2 * n")}, [(4,)], "ST27", None, "stands outside of a block"),
        ("Dropout", {"rate": 1.5}, [(4,)], "ST23", "rate", "at most 1. Received: 1.5"),
        ("Dense", {"units": 4, "dtype": "flo"}, [(4,)], "ST23", "dtype", "flo"),
    ],
)  # fmt: skip
def test_what_keras_refuses_in_words_a_designer_understands(
    layer: str,
    params: dict[str, Any],
    shapes: list[tuple[int, ...]],
    code: str,
    parameter: str | None,
    words: str,
    analyzer: Analyzer,
) -> None:
    draw = Draw()
    inputs = [draw.input(f"i{place}", *item) for place, item in enumerate(shapes)]
    made = draw.layer(layer, "x", *inputs, params=params)
    after = draw.layer("Flatten", "after", made)
    analysis = analyzer.analyze(draw.project())
    (problem,) = [item for item in analysis.problems if item.severity == "error"]
    for internal in ("\n", "\x1b", "KerasTensor", "netwright"):
        assert internal not in problem.message
    assert words in problem.message
    assert (problem.code, problem.parameter, problem.node) == (code, parameter, made.node)
    assert analysis.nodes[made.node].outputs is None and analysis.nodes[after.node].outputs is None


def test_messages_carry_each_layers_own_name_though_results_are_shared(analyzer: Analyzer) -> None:
    draw = Draw()
    x = draw.input("a", 4)
    for name in ("first", 'it\'s "odd"\n名'):
        draw.layer("LSTM", name, x, params={"units": 2})
    messages = [problem.message for problem in analyzer.analyze(draw.project()).problems]
    assert len(messages) == 2 and analyzer.memo.inferred == 2
    assert "LSTM 'first' takes" in messages[0] and "odd" in messages[1] and "\n" not in messages[1]
