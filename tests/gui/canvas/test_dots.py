"""Dots that wires are led through: set, moved, selected, deleted, saved; never part of the network."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.graph import edits
from core.graph.values import Source
from core.storage import schema
from gui.canvas import operations
from gui.canvas.routing import distance_to
from gui.session import EditorSession
from tests.gui.canvas.conftest import Hand
from tests.gui.canvas.networks import chain
from tests.gui.canvas.steps import ALT, NONE, SHIFT, Once, Show, drag_unfinished

# 14 Dots


def double_click(hand: Hand, place: tuple[float, float]) -> None:
    QTest.mouseDClick(hand.view.viewport(), Qt.MouseButton.LeftButton, NONE, hand.at(place))


def dots_of(session: EditorSession) -> dict[str, tuple[tuple[float, float], ...]]:
    return {key[0]: points for key, points in session.graph.layout.reroutes.items()}


def test_a_dot_is_dragged_and_the_wire_passes_through_it(open_view: Show, session: EditorSession) -> None:
    view = open_view(edits.set_reroute(chain("InputLayer", "Dense", step=300), "n2", ("inputs",), [(0, 150)]))
    hand, once = Hand(view), Once(view)
    hand.drag((0, 150), (120, 130))
    assert dots_of(session) == {"n2": ((120.0, 130.0),)}
    wire = view.canvas.wiring.items[("n2", ("inputs",))]
    assert distance_to(wire.points, 120, 130) < 0.01
    assert wire.points == ((0.0, 32.0), (0.0, 81.0), (120.0, 81.0), (120.0, 199.0), (0.0, 199.0), (0.0, 268.0))
    once.check()


def test_a_dot_never_hides_behind_a_card_and_its_wire_goes_around_them(open_view: Show, session: EditorSession) -> None:
    graph = chain("InputLayer", "Dense", "Dense", step=150)
    graph = edits.disconnect(graph, "n3", ("inputs",))
    graph = edits.connect(graph, Source("n1"), "n3", ("inputs",))
    view = open_view(edits.set_reroute(graph, "n3", ("inputs",), [(60, 60)]))
    hand = Hand(view)
    wire = view.canvas.wiring.items[("n3", ("inputs",))]
    box = view.canvas.nodes["n2"].box()
    hand.drag((60, 60), (98, 150))
    assert dots_of(session) == {"n3": ((115.0, 150.0),)}
    for place in ((115, 60), (-60, 60), (-115, 240)):
        hand.drag(dots_of(session)["n3"][0], place)
        for a, b in zip(wire.points, wire.points[1:], strict=False):
            assert (
                max(a[0], b[0]) <= box[0]
                or min(a[0], b[0]) >= box[2]
                or max(a[1], b[1]) <= box[1]
                or min(a[1], b[1]) >= box[3]
            )
        assert distance_to(wire.points, *dots_of(session)["n3"][0]) < 0.01


def test_escape_puts_a_dot_back(open_view: Show) -> None:
    view = open_view(edits.set_reroute(chain("InputLayer", "Dense", step=300), "n2", ("inputs",), [(0, 150)]))
    hand, once = Hand(view), Once(view)
    drag_unfinished(hand, (0, 150), (120, 130))
    assert view.canvas.wiring.items[("n2", ("inputs",))].dots.points == ((120.0, 130.0),)  # type: ignore[union-attr]
    hand.key(Qt.Key.Key_Escape)
    hand.release((120, 130))
    once.unchanged()


def test_dots_are_selected_deleted_and_clicked_away(open_view: Show, session: EditorSession) -> None:
    graph = edits.set_reroute(chain("InputLayer", "Dense", step=300), "n2", ("inputs",), [(0, 120), (0, 180)])
    view = open_view(graph)
    hand, once = Hand(view), Once(view)
    hand.click((0, 120))
    hand.click((0, 180), SHIFT)
    assert len(view.canvas.wiring.selected_dots) == 2
    operations.delete(session, view)
    assert dots_of(session) == {}
    once.check()
    session.undo()
    hand.click((0, 180), ALT)
    assert dots_of(session) == {"n2": ((0.0, 120.0),)}


def test_dots_move_with_the_cards_of_their_wire(open_view: Show, session: EditorSession) -> None:
    view = open_view(edits.set_reroute(chain("InputLayer", "Dense", step=200), "n2", ("inputs",), [(0, 100)]))
    hand, once = Hand(view), Once(view)
    session.select(("n1", "n2"))
    hand.drag((40, 0), (240, 50))
    assert dots_of(session) == {"n2": ((200.0, 150.0),)}
    once.check()
    hand.drag((240, 50), (240, 20))  # both are still selected
    assert dots_of(session) == {"n2": ((200.0, 120.0),)}
    session.select(("n1",))
    hand.click((240, 20))
    hand.drag((240, 20), (290, 20))
    assert dots_of(session) == {"n2": ((200.0, 120.0),)}


def test_dots_are_saved_and_are_no_part_of_the_network(open_view: Show, session: EditorSession) -> None:
    view = open_view(chain("InputLayer", "Dense", step=300))
    double_click(Hand(view), (0, 150))
    again = schema.loads(schema.dumps(session.project))
    assert again.graph.layout.reroutes == session.graph.layout.reroutes != {}
    assert again.graph.nodes == chain("InputLayer", "Dense", step=300).nodes
