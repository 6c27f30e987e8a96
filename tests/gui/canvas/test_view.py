"""The view: zoom to the pointer, trackpad, fit, keys, the empty canvas, tooltips, how far away things are drawn."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGraphicsProxyWidget, QGraphicsView
from pytestqt.qtbot import QtBot

from core.graph import edits
from core.graph.model import Graph, Project
from core.graph.values import Source
from gui.canvas.tooltips import tooltip
from gui.canvas.view import CanvasView
from gui.session import EditorSession
from tests.gui.canvas.conftest import Hand
from tests.gui.canvas.networks import Builder, chain, residual

Show = Callable[[Graph], CanvasView]


def wheel(
    view: CanvasView,
    at: QPointF,
    notches: float = 0,
    pixels: QPoint | None = None,
    modifiers=Qt.KeyboardModifier.NoModifier,
) -> None:  # type: ignore[no-untyped-def]
    event = QWheelEvent(
        at,
        QPointF(view.viewport().mapToGlobal(at.toPoint())),
        pixels or QPoint(),
        QPoint(0, round(120 * notches)) if pixels is None else pixels,
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


@pytest.mark.parametrize("at", [QPointF(137, 411), QPointF(500.5, 20.25), QPointF(998, 797)])
def test_the_wheel_zooms_at_the_pointer(open_view: Show, at: QPointF) -> None:
    view = open_view(residual())
    point = view.to_scene(at)
    for notches in [1] * 20 + [-1] * 45 + [2.5, 0.25, -0.5]:
        wheel(view, at, notches)
        now = view.viewportTransform().map(point)
        assert abs(now.x() - at.x()) <= 1 and abs(now.y() - at.y()) <= 1
    assert 0.1 <= view.zoom <= 4.0


def test_fit_shows_everything_or_the_selection(open_view: Show, session: EditorSession) -> None:
    view = open_view(residual(6))
    view.fit_all()
    box = view.canvas.content_box()
    assert box is not None and view.visible_box().contains(box)
    session.select(("n4",))
    view.fit_selection()
    assert view.zoom == 1.5
    assert view.visible_box().contains(view.canvas.nodes["n4"].sceneBoundingRect())
    view.zoom_actual()
    assert view.zoom == 1.0


def test_a_graph_that_is_opened_is_shown_from_its_start_and_readable(open_view: Show, session: EditorSession) -> None:
    view = open_view(Graph())
    for direction in ("TB", "LR"):
        session.open_project(Project(graph=edits.set_direction(residual(20), direction)))
        first = view.canvas.nodes["n1"].sceneBoundingRect()
        assert view.zoom >= 0.8 and view.visible_box().contains(first)
        view.resize(700, 500)
        assert view.visible_box().contains(first)
        view.resize(1000, 800)
    view.pan_by(300, 200)
    seen = view.visible_box().topLeft()
    view.resize(900, 700)
    assert (view.visible_box().topLeft() - seen).manhattanLength() < 1


def test_a_node_that_is_asked_for_is_selected_and_seen(open_view: Show, session: EditorSession) -> None:
    view = open_view(residual(10))
    view.reveal("n1")
    assert session.selection == {"n1"}
    assert view.visible_box().contains(view.canvas.nodes["n1"].sceneBoundingRect())
    view.reveal("gone")
    assert session.selection == {"n1"}


def test_tab_asks_for_a_layer_and_keeps_the_focus(open_view: Show, session: EditorSession, qtbot: QtBot) -> None:
    view = open_view(chain("InputLayer", "Dense"))
    view.setFocus()
    with qtbot.waitSignal(view.quick_add_requested) as asked:
        Hand(view).key(Qt.Key.Key_Tab)
    assert asked.args[1] is None
    session.select(("n2",))
    with qtbot.waitSignal(view.quick_add_requested) as asked:
        Hand(view).key(Qt.Key.Key_Tab)
    assert asked.args == [(0.0, 228.0), Source("n2")]


def test_a_double_click_asks_for_a_layer_or_opens_a_node(open_view: Show, qtbot: QtBot) -> None:
    hand = Hand(open_view(chain("InputLayer", "Dense")))
    with qtbot.waitSignal(hand.view.quick_add_requested) as asked:
        QTest.mouseDClick(
            hand.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, hand.at((300.0, 100.0))
        )
    assert asked.args == [(300.0, 100.0), None]
    with qtbot.waitSignal(hand.view.node_activated) as opened:
        QTest.mouseDClick(
            hand.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, hand.at((0, 120))
        )
    assert opened.args == ["n2"]


def test_a_right_click_selects_what_the_menu_is_about(open_view: Show, session: EditorSession) -> None:
    hand = Hand(open_view(chain("InputLayer", "Dense")))
    session.select(("n1",))
    hand.press((0, 120), button=Qt.MouseButton.RightButton)
    assert session.selection == {"n2"}


def test_nothing_that_makes_node_editors_slow_is_used(open_view: Show) -> None:
    view = open_view(residual())
    assert view.viewportUpdateMode() != QGraphicsView.ViewportUpdateMode.FullViewportUpdate
    for item in view.canvas.items():
        assert item.graphicsEffect() is None and not isinstance(item, QGraphicsProxyWidget)


@pytest.mark.parametrize("zoom", [0.1, 0.3, 0.5, 1.0, 2.0, 4.0])
def test_every_level_of_detail_shows_the_graph(open_view: Show, session: EditorSession, zoom: float) -> None:
    view = open_view(residual())
    session.select(("n3",))
    view.set_zoom(zoom)
    background = view.canvas.look.canvas.rgb()
    image = view.grab().toImage()
    differing = sum(
        image.pixel(x, y) != background for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)
    )
    assert differing > 100


def test_tooltips_tell_ports_wires_and_cards_apart(open_view: Show, session: EditorSession, qtbot: QtBot) -> None:
    builder = Builder()
    image = builder.add("InputLayer", name="image", shape=(8, 8, 3), at=(0, 0))
    conv = builder.add("Conv2D", image, name="conv", filters=4, kernel_size=3, at=(0, 120))
    builder.add("Dense", name="alone", units=4, at=(300, 120))
    view = open_view(builder.graph)
    with qtbot.waitSignal(session.analysis_changed, timeout=60_000):
        session.start_analysis()

    def text(x: float, y: float) -> str:
        return tooltip(view.canvas, x, y, 1.0)

    assert text(0, 60).splitlines() == [
        "image → conv", "8 × 8 × 3  float32", "H=8  W=8  C=3", "768 B per sample", "Mask: no",
    ]  # fmt: skip
    assert text(*view.canvas.nodes[conv].input_point(0)).startswith("inputs\n")
    assert "Nothing is connected" in text(300, 88)
    assert text(0, 120).startswith("conv  (Conv2D)")
    assert text(600, 600) == ""
    badge = view.canvas.nodes["n3"].card.badge
    assert badge is not None and text(300 + 103, 120 - 30) == badge.text


def test_a_graph_that_flows_to_the_right_has_its_ports_at_the_sides(open_view: Show, session: EditorSession) -> None:
    builder = Builder()
    image = builder.add("InputLayer", at=(0, 0), shape=(4,))
    dense = builder.add("Dense", at=(300, 40), units=2)
    hand = Hand(open_view(edits.set_direction(builder.graph, "LR")))
    assert hand.output(image) == (105.0, 0.0) and hand.input(dense) == (195.0, 40.0)
    hand.drag(hand.output(image), hand.input(dense))
    (item,) = hand.scene.wiring.items.values()
    assert item.points[0] == (105.0, 0.0) and item.points[-1] == (195.0, 40.0)
