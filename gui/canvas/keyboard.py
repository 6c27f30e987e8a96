"""The keys that belong to the canvas itself: arrows go to the nearest card, Ctrl and arrows nudge, Esc lets go.

Commands with names and shortcuts stand in gui.actions.
"""

from __future__ import annotations

from PySide6.QtCore import Qt

from gui.canvas.scene import CanvasScene

ARROWS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
NUDGE = 8.0
NUDGE_FAST = 48.0
_ASIDE = 2.2
"""How much worse a step aside is than a step in the direction of the key."""


def nearest(scene: CanvasScene, start: str, step: tuple[int, int]) -> str | None:
    """The nearest card in the direction of an arrow key, or None if there is none on that side."""
    x, y = scene.centre(start)
    best: tuple[float, str] | None = None
    for node_id in scene.nodes:
        if node_id == start:
            continue
        other_x, other_y = scene.centre(node_id)
        dx, dy = other_x - x, other_y - y
        along = dx * step[0] + dy * step[1]
        aside = abs(dx * step[1]) + abs(dy * step[0])
        if along <= 4.0 or aside > 3.5 * along:
            continue
        cost = along + _ASIDE * aside
        if best is None or cost < best[0]:
            best = (cost, node_id)
    return best[1] if best is not None else None


def let_go(scene: CanvasScene) -> None:
    """Select nothing; with nothing selected, leave the block that is open."""
    session, wiring = scene.session, scene.wiring
    if session.selection or wiring.selected or wiring.selected_dots:
        session.select(())
        wiring.select(())
    else:
        session.leave()


def middle_node(scene: CanvasScene, x: float, y: float) -> str | None:
    """The card nearest to a point: where the arrows start when nothing is selected."""
    if not scene.nodes:
        return None

    def far(node_id: str) -> float:
        cx, cy = scene.centre(node_id)
        return (cx - x) ** 2 + (cy - y) ** 2

    return min(scene.nodes, key=far)
