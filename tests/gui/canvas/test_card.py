"""What cards say: parameters, counts, shapes, marks and badges."""

from __future__ import annotations

import pytest

from core.analysis.problems import Problem
from core.analysis.results import NodeResult, TensorSpec
from core.catalog.catalog import Catalog
from core.graph.model import Layer, Node
from core.graph.values import Expression, FrozenMap, KerasObject, Source, Value, frozen
from gui.canvas.card import count_text, make_card, parameter_parts, shape_text, value_text


def said(catalog: Catalog, type: str, arguments: FrozenMap[str, Value] | None = None, **params: object) -> str:
    """The line of a card for a layer with these parameters."""
    full = type if "." in type else f"keras.layers.{type}"
    layer = Layer("l1", full, "x", FrozenMap({name: frozen(value) for name, value in params.items()}))
    return " · ".join(parameter_parts(Node("n1", "l1", arguments or FrozenMap()), layer, catalog.get(full)))


@pytest.mark.parametrize(
    ("type", "params", "line"),
    [
        (
            "Conv2D",
            {"filters": 32, "kernel_size": 3, "padding": "same", "activation": "relu"},
            "32 · 3×3 · same · ReLU",
        ),
        ("Conv2D", {"filters": 8, "kernel_size": (5, 3), "strides": 2}, "8 · 5×3 · stride 2 · valid"),
        ("Conv1D", {"filters": 8, "kernel_size": 7}, "8 · 7 · valid"),
        ("Conv2D", {"filters": 8, "kernel_size": 1, "strides": 1}, "8 · 1×1 · valid"),
        ("ReLU", {}, ""),
        ("Dense", {"units": 64}, "64"),
        ("Dense", {"units": 10, "activation": "softmax", "use_bias": False}, "10 · softmax"),
        ("Dropout", {"rate": 0.25}, "rate 0.25"),
        ("InputLayer", {"shape": (28, None, 1)}, "28 × ? × 1"),
        ("LSTM", {"units": 64, "return_sequences": True}, "64 · sequences"),
        ("Bidirectional", {"layer": KerasObject("keras.layers.LSTM", FrozenMap({"units": 32}))}, "LSTM 32"),
        ("Flatten", {}, ""),
    ],
)
def test_the_line_tells_what_matters(catalog: Catalog, type: str, params: dict[str, object], line: str) -> None:
    assert said(catalog, type, **params) == line


def test_a_merge_counts_its_inputs(catalog: Catalog) -> None:
    for sources, text in (((), "0 inputs"), (("a",), "1 input"), (("a", "b"), "2 inputs")):
        arguments = FrozenMap({"inputs": tuple(Source(name) for name in sources)})
        assert said(catalog, "Add", arguments) == text


def test_an_unknown_layer_shows_its_own_parameters(catalog: Catalog) -> None:
    assert said(catalog, "mine>Strange", alpha=0.5, mode="fast") == "alpha 0.5 · mode fast"


def test_every_placeable_layer_has_a_card(catalog: Catalog) -> None:
    for spec in catalog.layers:
        layer = Layer("l1", spec.type, "x", spec.starter)
        card = make_card(Node("n1", "l1"), layer, spec, family=spec.family)
        assert card.class_name and all(part and "\n" not in part for part in card.line), spec.type


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("relu", "ReLU"),
        (0.001, "0.001"),
        (1e-12, "1e-12"),
        ((1, 2), "1×2"),
        ((1.5, None), "1.5, None"),
        (Expression("filters * 4"), "filters * 4"),
        ("two\nlines", "two lines"),
        ("long" * 30, "long" * 9 + "lon…"),
        (FrozenMap({"a": 1}), "custom"),
    ],
)
def test_values_are_short(value: Value, text: str) -> None:
    assert value_text(value) == text


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0"), (999, "999"), (1000, "1.0 k"), (18_496, "18.5 k"), (99_949, "99.9 k"), (132_000, "132 k"),
     (999_499, "999 k"), (999_500, "1.0 M"), (25_600_000, "25.6 M"), (999_500_000, "1.0 G"), (10_000_000_000, "10.0 G")],
)  # fmt: skip
def test_counts_have_at_most_three_digits_and_a_unit(count: int, text: str) -> None:
    assert count_text(count) == text


def test_the_batch_is_hidden() -> None:
    assert [shape_text(shape) for shape in ((None, 8, 8, 3), (None, None, 4), (2,), ())] == [
        "8 × 8 × 3", "? × 4", "scalar", "scalar"]  # fmt: skip


def test_marks_badge_and_count(catalog: Catalog) -> None:
    spec = catalog.get("keras.layers.Dense")
    layer = Layer("l1", "keras.layers.Dense", "x", FrozenMap({"units": 4, "trainable": False}))
    problems = [Problem("error", "ST01", "n1", None, "Nothing arrives."), Problem("advice", "A1", "n1", None, "Fewer.")]
    result = NodeResult(outputs=(TensorSpec((None, 4), "float32"),), parameters=20)
    card = make_card(Node("n1", "l1"), layer, spec, family="core", result=result, problems=problems, calls=3)
    assert card.frozen and card.shared == 3 and card.count == "20"
    assert card.badge is not None
    assert (card.badge.severity, card.badge.count, card.badge.text) == ("error", 2, "Nothing arrives.\nFewer.")
    assert "3 times" in card.tip and "Frozen" in card.tip


def test_a_layer_without_its_state_says_that_it_needs_it(catalog: Catalog) -> None:
    assert said(catalog, "Normalization").startswith("needs adapt")
    assert "needs adapt" not in said(catalog, "Normalization", mean=0.0, variance=1.0)
    assert said(catalog, "StringLookup").startswith("needs adapt")
    assert "needs adapt" not in said(catalog, "StringLookup", vocabulary=("a", "b"))


def test_a_block_in_which_nothing_is_trained_looks_frozen() -> None:
    layer = Layer("l1", "block:base", "base")
    spec = (TensorSpec((None, 4), "float32"),)
    frozen_inside = make_card(Node("n1", "l1"), layer, None, family="block", result=NodeResult(spec, 12, 0))
    assert frozen_inside.frozen and "Frozen" in frozen_inside.tip
    partly = make_card(Node("n1", "l1"), layer, None, family="block", result=NodeResult(spec, 12, 5))
    empty = make_card(Node("n1", "l1"), layer, None, family="block", result=NodeResult(spec, 0, 0))
    assert not partly.frozen and not empty.frozen
