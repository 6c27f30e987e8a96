"""The graph seen from far away: all wires in one call, all cards of a family in another, no text.

Painting thousands of items one by one is what makes node editors slow when zoomed out; below ``ZOOM_BLOCKS`` the view calls
this instead of painting items. Everything is prepared once per change of the scene.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen

from gui.canvas.glyphs import glyph
from gui.canvas.node_item import BODY
from gui.canvas.space import Box
from gui.canvas.style import CARD_HEIGHT, CARD_RADIUS

if TYPE_CHECKING:
    from gui.canvas.scene import CanvasScene

GLYPH_CARDS = 260
"""Up to so many visible cards get their icon."""
ROUND_CARDS = 700
"""Up to so many cards have round corners."""


class Overview:
    """Paints a whole scene in a few calls."""

    def __init__(self, scene: CanvasScene) -> None:
        self._scene = scene
        self._wires: dict[str, QPainterPath] | None = None
        self._cards: dict[str, list[QRectF]] = {}
        self._ports: list[QLineF] = []

    def forget(self) -> None:
        """The scene has changed."""
        self._wires = None

    def _prepare(self) -> dict[str, QPainterPath]:
        if self._wires is None:
            wires = {
                "plain": QPainterPath(),
                "skip": QPainterPath(),
                "error": QPainterPath(),
                "selected": QPainterPath(),
            }
            for item in self._scene.wiring.items.values():
                kind = (
                    "error"
                    if item.is_error
                    else "selected"
                    if item.is_selected
                    else "skip"
                    if item.is_skip
                    else "plain"
                )
                path = wires[kind]
                if item.points:
                    path.moveTo(*item.points[0])
                    for point in item.points[1:]:
                        path.lineTo(*point)
            self._cards = {}
            for card in self._scene.nodes.values():
                self._cards.setdefault(card.card.family, []).append(BODY.translated(card.pos()))
            self._wires = wires
        return self._wires

    def paint(self, painter: QPainter, visible: QRectF, zoom: float) -> None:
        """Paint what lies in ``visible`` (scene units); the painter is set to scene coordinates."""
        scene = self._scene
        style = scene.look
        wires = self._prepare()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for kind, color, width in (
            ("plain", style.theme.color("wire"), 1),
            ("skip", style.theme.family("merging"), 1),
            ("error", style.error, 2),
            ("selected", style.accent, 2),
        ):
            pen = QPen(color, width)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawPath(wires[kind])
        painter.setPen(Qt.PenStyle.NoPen)
        is_small = CARD_HEIGHT * zoom < 9 or len(scene.nodes) > ROUND_CARDS
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not is_small)
        for family, boxes in self._cards.items():
            painter.setBrush(style.family(family).block)
            if is_small:
                painter.drawRects(boxes)
            else:
                for box in boxes:
                    painter.drawRoundedRect(box, CARD_RADIUS * 1.4, CARD_RADIUS * 1.4)
        self._paint_marks(painter, visible, zoom)

    def _paint_marks(self, painter: QPainter, visible: QRectF, zoom: float) -> None:
        """Icons where few cards are visible; findings and the selection at every zoom."""
        scene, style = self._scene, self._scene.look
        box: Box = (visible.left(), visible.top(), visible.right(), visible.bottom())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        shown = scene.space.touching(box) if len(scene.nodes) <= 20 * GLYPH_CARDS else {}
        if len(shown) <= GLYPH_CARDS and zoom > 0.14:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            for node_id in shown:
                item = scene.nodes[str(node_id)]
                pen = QPen(style.family(item.card.family).on_color, 1.9)
                painter.save()
                painter.translate(item.pos())
                painter.scale(2.4, 2.4)
                painter.translate(-8, -8)
                painter.strokePath(glyph(item.card.family), pen)
                painter.restore()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._outline(painter, [n for n, item in scene.nodes.items() if item.selected], style.accent, 2, 3.0 / zoom)
        flagged = [
            n for n, item in scene.nodes.items() if item.card.badge is not None and item.card.badge.severity == "error"
        ]
        self._outline(painter, flagged, style.error, 2, 1.0 / zoom)

    def _outline(self, painter: QPainter, node_ids: list[str], color: QColor, width: int, grow: float) -> None:
        if node_ids:
            pen = QPen(color, width)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.setBrush(QBrush())
            painter.drawRects(
                [
                    BODY.translated(self._scene.nodes[node_id].pos()).adjusted(-grow, -grow, grow, grow)
                    for node_id in node_ids
                ]
            )


def lattice(cols: int, rows: int, step: float) -> list[QPointF]:
    """The points of a grid, row by row."""
    return [QPointF(x * step, y * step) for y in range(rows) for x in range(cols)]
