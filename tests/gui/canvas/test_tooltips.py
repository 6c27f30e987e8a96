"""What is said of a wire and a port: sizes by their meaning, dtype, memory, mask, and what a port expects."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from core.graph.model import Graph
from gui.canvas.tooltips import axis_names, tooltip
from gui.canvas.view import CanvasView
from gui.session import EditorSession
from tests.gui.canvas.networks import Builder

OpenView = Callable[[Graph], CanvasView]


@pytest.fixture
def analysed(
    open_view: OpenView, session: EditorSession, qtbot: QtBot, keras_imported: None
) -> Callable[[Graph], CanvasView]:
    def show(graph: Graph) -> CanvasView:
        view = open_view(graph)
        session.start_analysis()
        qtbot.waitUntil(session.is_analysis_current)
        return view

    return show


def wire_text(view: CanvasView, target: str) -> list[str]:
    item = next(item for key, item in view.canvas.wiring.items.items() if key[0] == target)
    (ax, ay), (bx, by) = item.points[0], item.points[-1]
    return tooltip(view.canvas, (ax + bx) / 2, (ay + by) / 2, 1.0).splitlines()


def test_a_masked_sequence_says_so_until_the_mask_is_used_up(analysed: OpenView) -> None:
    builder = Builder()
    words = builder.add("InputLayer", at=(0, 0), name="words", shape=(20,), dtype="int32")
    embed = builder.add("Embedding", words, at=(0, 140), name="embed", input_dim=9, output_dim=4, mask_zero=True)
    lstm = builder.add("LSTM", embed, at=(0, 280), name="lstm", argument="sequences", units=4, return_sequences=True)
    pool = builder.add("GlobalAveragePooling1D", lstm, at=(0, 420), name="pool")
    last = builder.add("Dense", pool, at=(0, 560), name="last", units=2)
    view = analysed(builder.graph)
    assert wire_text(view, embed) == ["words → embed", "20  int32", "80 B per sample", "Mask: no"]
    assert wire_text(view, lstm) == ["embed → lstm", "20 × 4  float32", "T=20  C=4", "320 B per sample", "Mask: yes"]
    assert wire_text(view, pool)[-1] == "Mask: yes"
    assert wire_text(view, last)[-1] == "Mask: no"


def test_sizes_are_named_in_the_order_of_data_format(analysed: OpenView) -> None:
    builder = Builder()
    image = builder.add("InputLayer", at=(0, 0), name="image", shape=(3, 8, 9))
    norm = builder.add("BatchNormalization", image, at=(0, 140), name="norm", axis=1)
    conv = builder.add(
        "Conv2D", norm, at=(0, 280), name="conv", filters=4, kernel_size=3, data_format="channels_first"
    )
    view = analysed(builder.graph)
    # The order is that of the convolution below: neither the input nor the normalization has one of its own.
    assert "C=3  H=8  W=9" in wire_text(view, norm)
    assert "C=3  H=8  W=9" in wire_text(view, conv)
    x, y = view.canvas.nodes[conv].input_point(0)
    assert "Takes 3 sizes per sample. (C  H  W)" in tooltip(view.canvas, x, y, 1.0)


def test_a_merge_says_what_else_arrives(analysed: OpenView) -> None:
    builder = Builder()
    image = builder.add("InputLayer", at=(0, 0), name="image", shape=(8, 8, 3))
    merged = builder.add("Add", [image], at=(0, 140), name="merged")
    view = analysed(builder.graph)
    x, y = view.canvas.nodes[merged].input_point(1)
    assert "Must fit what else arrives: 8 × 8 × 3." in tooltip(view.canvas, x, y, 1.0)


def test_names_of_axes() -> None:
    assert axis_names(1, True) == ("C",)
    assert axis_names(2, True) == ("T", "C") and axis_names(2, False) == ("C", "T")
    assert axis_names(4, True) == ("D", "H", "W", "C") and axis_names(5, True) == ()
