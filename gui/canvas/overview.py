"""The graph seen from far away: all wires in one call, all cards of a family in another, no text.

Painting thousands of items one by one is what makes node editors slow when zoomed out; below ``ZOOM_BLOCKS`` the view calls
this instead of painting items. Everything is prepared once per change of the scene.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem

from gui.canvas.changes import Change, change_color, paint_sign
from gui.canvas.edge_item import EdgeItem
from gui.canvas.frame_item import FrameItem
from gui.canvas.glyphs import FAMILIES, FIELD, glyph, glyph_pen
from gui.canvas.node_item import BODY
from gui.canvas.pictures import Paint
from gui.canvas.style import CARD_HEIGHT, CARD_RADIUS, CARD_WIDTH

if TYPE_CHECKING:
    from gui.canvas.scene import CanvasScene

BLOCK_CARDS = 500
"""Up to so many visible cards are drawn with round corners and their family's icon."""
BLOCK_ZOOM = 0.12
"""Below this zoom they would be too small for either."""


class Overview:
    """Paints a whole scene in a few calls."""

    def __init__(self, scene: CanvasScene) -> None:
        self._scene = scene
        self._wires: dict[str, QPainterPath] | None = None
        self._cards: dict[str, list[QRectF]] = {}
        self._selected: list[str] = []
        self._flagged: list[str] = []
        self._changes: dict[Change, list[str]] = {}

    def forget(self) -> None:
        """The scene has changed."""
        self._wires = None

    def _prepare(self) -> dict[str, QPainterPath]:
        if self._wires is None:
            wires = {
                "faded": QPainterPath(),
                "faded skip": QPainterPath(),
                "plain": QPainterPath(),
                "skip": QPainterPath(),
                "error": QPainterPath(),
                "selected": QPainterPath(),
            }
            for wire in self._scene.wiring.items.values():
                path = wires[_kind(wire)]
                if wire.points:
                    path.moveTo(*wire.points[0])
                    for point in wire.points[1:]:
                        path.lineTo(*point)
            self._cards = {}
            for card in self._scene.nodes.values():
                self._cards.setdefault(card.card.family, []).append(card.body.translated(card.pos()))
            cards = self._scene.nodes.values()
            self._selected = [card.node_id for card in cards if card.selected]
            self._changes = {}
            for item in cards:
                if item.change is not None:
                    self._changes.setdefault(item.change, []).append(item.node_id)
            self._flagged = [c.node_id for c in cards if c.card.badge is not None and c.card.badge.severity == "error"]
            self._wires = wires
        return self._wires

    def paint(self, painter: QPainter, visible: QRectF, zoom: float) -> None:
        """Paint what lies in ``visible`` (scene units); the painter is set to scene coordinates."""
        scene = self._scene
        style = scene.look
        wires = self._prepare()
        self._paint_decorations(painter, visible)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for kind, color, width in (
            ("faded", style.wire_faded.color(), 1),
            ("faded skip", style.wire_skip_faded.color(), 1),
            ("plain", style.theme.color("wire"), 1),
            ("skip", style.theme.family("merging"), 1),
            ("error", style.error, 2),
            ("selected", style.accent, 2),
        ):
            pen = QPen(color, width)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawPath(wires[kind])
        shown = self._shown(visible) if zoom >= BLOCK_ZOOM else None
        if shown is None:
            painter.setPen(Qt.PenStyle.NoPen)
            for family, boxes in self._cards.items():
                painter.setBrush(style.family(family).block)
                painter.drawRects(boxes)
        else:
            self._paint_blocks(painter, shown)
        # Findings, differences and the selection are seen at every zoom.
        for change, node_ids in self._changes.items():
            self._outline(painter, node_ids, change_color(style.theme, change), 2, 3.0 / zoom)
        if shown is not None:
            self._paint_signs(painter, set(shown))
        self._outline(painter, self._selected, style.accent, 2, 3.0 / zoom)
        self._outline(painter, self._flagged, style.error, 2, 1.0 / zoom)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for item in scene.decorations.items.values():
            if isinstance(item, FrameItem) and item.sceneBoundingRect().intersects(visible):
                item.paint_label(painter, zoom)

    def _paint_decorations(self, painter: QPainter, visible: QRectF) -> None:
        """Frames and notes, the ones behind first; there are few of them."""
        option = QStyleOptionGraphicsItem()
        for item in sorted(self._scene.decorations.items.values(), key=lambda item: item.zValue()):
            if item.sceneBoundingRect().intersects(visible):
                painter.save()
                painter.translate(item.pos())
                item.paint(painter, option)
                painter.restore()

    def _shown(self, visible: QRectF) -> list[str] | None:
        """The cards in the visible part, or None if they are many."""
        nodes = self._scene.nodes
        if len(nodes) <= BLOCK_CARDS:
            return list(nodes)
        if visible.width() * visible.height() > BLOCK_CARDS * 4 * BODY.width() * BODY.height():
            return None
        found = self._scene.space.touching((visible.left(), visible.top(), visible.right(), visible.bottom()))
        return [str(key) for key in found] if len(found) <= BLOCK_CARDS else None

    def _paint_blocks(self, painter: QPainter, shown: list[str]) -> None:
        """Blocks with icons, copied from one picture for each family."""
        pictures, nodes = self._scene.pictures, self._scene.nodes
        frame = pictures.frame
        if frame is None:
            return
        drawn = {family: self._block_painter(family) for family in self._cards}
        owners = {family: -1 - number for number, family in enumerate(FAMILIES)}
        transform = painter.worldTransform()
        for node_id in shown:
            item = nodes[node_id]
            family, place = item.card.family, item.pos()
            if item.card.collapsed:
                painter.setWorldTransform(transform)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._scene.look.family(family).block)
                painter.drawRoundedRect(item.body.translated(place), CARD_RADIUS, CARD_RADIUS)
                continue
            owner = owners.get(family, -1 - len(FAMILIES))
            pictures.draw(painter, frame, owner, place.x(), place.y(), BODY, drawn[family])
        painter.setWorldTransform(transform)

    def _block_painter(self, family: str) -> Paint:
        look = self._scene.look.family(family)

        def paint(painter: QPainter, zoom: float) -> None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.block)
            painter.drawRoundedRect(BODY, CARD_RADIUS * 1.4, CARD_RADIUS * 1.4)
            painter.scale(2.4, 2.4)
            painter.translate(-FIELD / 2, -FIELD / 2)
            painter.strokePath(glyph(family), glyph_pen(look.on_color, 1.9))

        return paint

    def _paint_signs(self, painter: QPainter, shown: set[str]) -> None:
        """What the colours of the outlines say, as signs."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for change, node_ids in self._changes.items():
            for node_id in shown.intersection(node_ids):
                place = self._scene.nodes[node_id].pos()
                painter.save()
                painter.translate(place.x() - CARD_WIDTH / 2, place.y() - CARD_HEIGHT / 2)
                painter.scale(2.2, 2.2)
                painter.translate(CARD_WIDTH / 2, CARD_HEIGHT / 2)
                paint_sign(painter, self._scene.look.theme, change)
                painter.restore()

    def _outline(self, painter: QPainter, node_ids: list[str], color: QColor, width: int, grow: float) -> None:
        if node_ids:
            pen = QPen(color, width)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.setBrush(QBrush())
            painter.drawRects(
                [
                    self._scene.nodes[node_id].body.translated(self._scene.nodes[node_id].pos()).adjusted(
                        -grow, -grow, grow, grow
                    )
                    for node_id in node_ids
                ]
            )


def _kind(wire: EdgeItem) -> str:
    if wire.is_error:
        return "error"
    if wire.is_selected:
        return "selected"
    if wire.is_faded:
        return "faded skip" if wire.is_skip else "faded"
    return "skip" if wire.is_skip else "plain"
