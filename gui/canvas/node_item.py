"""One call of a layer as a card: painted by hand, at three levels of detail.

Invariants: the item's position is the card's centre; painting makes no Qt object that could have been kept; nothing is
painted outside ``boundingRect``. Does not belong here: what the card says (card), hits and gestures (scene, gestures).
"""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from core.catalog.ports import InPort
from core.graph.model import Direction
from gui.canvas.badges import badge_centre, paint_badge, paint_untrained
from gui.canvas.card import Card
from gui.canvas.card_texts import LEFT, ROW1, TEXT, CardTexts
from gui.canvas.changes import Change, paint_ring, paint_sign
from gui.canvas.chevron import paint_chevron
from gui.canvas.glyphs import glyph
from gui.canvas.pictures import Paint, Pictures
from gui.canvas.ports import is_shown
from gui.canvas.style import (
    BAR_WIDTH,
    CARD_HEIGHT,
    CARD_RADIUS,
    CARD_WIDTH,
    COLLAPSED_HEIGHT,
    COLLAPSED_WIDTH,
    FADED,
    PORT_RADIUS,
    ZOOM_DETAIL,
    CanvasStyle,
)

HALF_W, HALF_H = CARD_WIDTH / 2, CARD_HEIGHT / 2
BODY = QRectF(-HALF_W, -HALF_H, CARD_WIDTH, CARD_HEIGHT)
SMALL_BODY = QRectF(-COLLAPSED_WIDTH / 2, -COLLAPSED_HEIGHT / 2, COLLAPSED_WIDTH, COLLAPSED_HEIGHT)


def _bar(rect: QRectF) -> QPainterPath:
    body = QPainterPath()
    body.addRoundedRect(rect, CARD_RADIUS, CARD_RADIUS)
    strip = QPainterPath()
    strip.addRect(QRectF(rect.left(), rect.top(), BAR_WIDTH, rect.height()))
    return body.intersected(strip)


_BARS = {False: _bar(BODY), True: _bar(SMALL_BODY)}
_BOUNDS = {False: BODY.adjusted(-12, -12, 12, 12), True: SMALL_BODY.adjusted(-12, -12, 12, 12)}
_PLAIN = {False: BODY.adjusted(-6, -6, 6, 6), True: SMALL_BODY.adjusted(-6, -6, 6, 6)}
"""What a card with nothing but its ports around it takes: a fifth less to copy in every frame."""
BYPASSED = 0.5
"""The opacity of a card that lets its input through."""


class NodeItem(QGraphicsItem):
    """A card with its ports. The scene sets everything; the item only paints."""

    def __init__(self, node_id: str, card: Card, style: CanvasStyle, direction: Direction) -> None:
        super().__init__()
        self.node_id = node_id
        self.card = card
        self.style = style
        self.direction: Direction = direction
        self.inputs: list[float] = []
        self.outputs: list[float] = []
        self.selected = False
        self.hovered = False
        self.grown: frozenset[int] = frozenset()
        self.faded = False
        self.untrained = False
        self.change: Change | None = None
        self._texts: CardTexts | None = None
        self.pictures: Pictures | None = None
        self.setZValue(2.0)

    def _changed(self) -> None:
        """The card looks different now."""
        if self.pictures is not None:
            self.pictures.forget(id(self))
        self.update()

    # What the scene tells it

    def set_card(self, card: Card) -> None:
        """Show another text, maybe at another size."""
        if card.collapsed != self.card.collapsed:
            self.prepareGeometryChange()
        self.card = card
        self._texts = None
        self._changed()

    def set_ports(self, inputs: list[float], outputs: list[float], direction: Direction) -> None:
        """Place the ports: offsets along the edges that ``direction`` puts them on."""
        if (inputs, outputs, direction) != (self.inputs, self.outputs, self.direction):
            self.inputs, self.outputs, self.direction = inputs, outputs, direction
            self._changed()

    def set_style(self, style: CanvasStyle) -> None:
        """Paint with another theme."""
        self.style = style
        self._texts = None
        self._changed()

    def set_selected(self, selected: bool) -> None:
        """Show the card as selected or not."""
        if selected != self.selected:
            self.selected = selected
            self.setZValue(3.0 if selected else 2.0)
            self._changed()

    def set_hovered(self, hovered: bool) -> None:
        """Show that the pointer is on the card."""
        if hovered != self.hovered:
            self.hovered = hovered
            self._changed()

    def set_gesture(self, grown: frozenset[int] = frozenset(), *, faded: bool = False) -> None:
        """While a wire is drawn: input ports that can take it (-1 - i for output i), or that none can."""
        if grown != self.grown or faded != self.faded:
            self.grown = grown
            self.faded = faded
            self.setOpacity(FADED * 2 if faded else 1.0)
            self._changed()

    def set_change(self, change: Change | None) -> None:
        """Show how the card differs from another project; None shows nothing."""
        if change != self.change:
            self.change = change
            self._changed()

    def set_untrained(self, untrained: bool) -> None:
        """Show that the layer is not as it was when the network was trained last."""
        if untrained != self.untrained:
            self.untrained = untrained
            self._changed()

    # Where things are, in scene coordinates

    @property
    def body(self) -> QRectF:
        """The card's rectangle around its centre."""
        return SMALL_BODY if self.card.collapsed else BODY

    def input_point(self, index: int) -> tuple[float, float]:
        """The centre of an input port."""
        centre = self.pos()
        offset = self.inputs[index] if index < len(self.inputs) else 0.0
        if self.direction == "TB":
            return centre.x() + offset, centre.y() + self.body.top()
        return centre.x() + self.body.left(), centre.y() + offset

    def output_point(self, index: int) -> tuple[float, float]:
        """The centre of an output port; an index beyond the last means the last."""
        centre = self.pos()
        offset = self.outputs[min(index, len(self.outputs) - 1)] if self.outputs else 0.0
        if self.direction == "TB":
            return centre.x() + offset, centre.y() + self.body.bottom()
        return centre.x() + self.body.right(), centre.y() + offset

    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the card."""
        x, y, body = self.pos().x(), self.pos().y(), self.body
        return x + body.left(), y + body.top(), x + body.right(), y + body.bottom()

    # Painting

    def boundingRect(self) -> QRectF:
        return _BOUNDS[self.card.collapsed]

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        pictures = self.pictures
        if widget is None or pictures is None or pictures.frame is None:
            self._paint(painter, painter.worldTransform().m11())
        else:
            place, bounds = self.pos(), (_PLAIN if self._is_plain else _BOUNDS)[self.card.collapsed]
            pictures.draw(
                painter, pictures.frame, id(self), place.x(), place.y(), bounds, self._paint_words, self._ground
            )

    def _ground(self) -> tuple[Hashable, Paint]:
        """What the card has in common with others: all but its words and signs."""
        card = self.card
        name = (
            card.family, card.collapsed, card.frozen, card.placeholder, card.bypassed,
            self._is_plain, self._is_error, self.selected, self.hovered, self.change, self.grown,
            self.direction, tuple(self.inputs), tuple(self.outputs),
            tuple((port.connected, port.required, port.grows, is_shown(port)) for port in card.inputs),
        )  # fmt: skip
        return name, self._paint_ground

    @property
    def _is_plain(self) -> bool:
        return not (self.hovered or self.untrained or self.grown or self.change is not None or self.card.badge is not None)

    @property
    def _is_error(self) -> bool:
        return self.card.badge is not None and self.card.badge.severity == "error"

    def _paint(self, painter: QPainter, zoom: float) -> None:
        self._paint_ground(painter, zoom)
        self._paint_words(painter, zoom)

    def _paint_ground(self, painter: QPainter, zoom: float) -> None:
        """The card without words: its body, its icon and its ports."""
        card, style, body = self.card, self.style, self.body
        family = style.family(card.family)
        if self.change is not None:
            paint_ring(painter, style.theme, self.change, body)
        if card.bypassed:
            painter.setOpacity(BYPASSED)
        if self.selected:
            painter.setPen(style.border_selected)
        elif card.placeholder or card.bypassed:
            painter.setPen(style.border_placeholder)
        elif self._is_error:
            painter.setPen(style.border_error)
        else:
            painter.setPen(style.border_hover if self.hovered else style.border)
        painter.setBrush(family.tint_frozen if card.frozen else family.tint)
        painter.drawRoundedRect(body, CARD_RADIUS, CARD_RADIUS)
        painter.fillPath(_BARS[card.collapsed], family.bar_frozen if card.frozen else family.bar)
        if card.bypassed:
            self._paint_way_through(painter)
        self._paint_icon(painter, zoom)
        self._paint_ports(painter)
        painter.setOpacity(1.0)

    def _paint_words(self, painter: QPainter, zoom: float) -> None:
        """What the card says, and the signs on it."""
        card, style, body = self.card, self.style, self.body
        texts = self._texts
        if texts is None:
            texts = self._texts = CardTexts(card, style)
        if card.bypassed:
            painter.setOpacity(BYPASSED)
        if card.collapsed:
            self._paint_small(painter, texts)
        elif zoom < ZOOM_DETAIL:
            self._paint_overview(painter, texts)
        else:
            self._paint_texts(painter, texts)
        painter.setOpacity(1.0)
        if self.hovered and zoom >= ZOOM_DETAIL:
            paint_chevron(painter, style, body, collapsed=card.collapsed)
        if self.change is not None:
            paint_sign(painter, style.theme, self.change, body)
        if self.untrained:
            paint_untrained(painter, style, body)
        if card.badge is not None:
            paint_badge(painter, card.badge, style, badge_centre(body))

    def _paint_way_through(self, painter: QPainter) -> None:
        """The wire that passes a bypassed card: from its first input to its first output."""
        body = self.body
        start, end = self.inputs[0] if self.inputs else 0.0, self.outputs[0] if self.outputs else 0.0
        painter.setPen(self.style.wire_through)
        if self.direction == "TB":
            painter.drawLine(QPointF(start, body.top()), QPointF(end, body.bottom()))
        else:
            painter.drawLine(QPointF(body.left(), start), QPointF(body.right(), end))

    def _paint_icon(self, painter: QPainter, zoom: float) -> None:
        """The family's icon: larger where only it and the name are seen."""
        card, scale = self.card, 1.0
        x, y = LEFT, ROW1 - 8
        if card.collapsed:
            x, y = SMALL_BODY.left() + 11, -8.0
        elif zoom < ZOOM_DETAIL:
            x, y, scale = LEFT - 1, -13.0, 1.6
        painter.save()
        painter.translate(x, y)
        painter.scale(scale, scale)
        painter.strokePath(glyph(card.family), self.style.family(card.family).glyph)
        painter.restore()

    def _paint_small(self, painter: QPainter, texts: CardTexts) -> None:
        """The words of a collapsed card: the name."""
        style, left = self.style, SMALL_BODY.left() + 11
        painter.setFont(style.name_font)
        painter.setPen(style.text_pen)
        painter.drawStaticText(QPointF(left + 24, -style.name_metrics.height() / 2), texts.small)
        self._paint_marks(painter, SMALL_BODY.right() - 10 - 15.0 * ((self.card.shared > 1) + self.card.frozen), 0.0)

    def _paint_overview(self, painter: QPainter, texts: CardTexts) -> None:
        """The name only, large enough to be read from 35 to 70 %."""
        painter.setFont(self.style.overview_font)
        painter.setPen(self.style.text_pen)
        height = self.style.overview_metrics.height() * (0.86 if len(texts.overview) > 1 else 1.0)
        top = -height * len(texts.overview) / 2
        for line in texts.overview:
            painter.drawStaticText(QPointF(TEXT + 2, top), line)
            top += height

    def _paint_texts(self, painter: QPainter, texts: CardTexts) -> None:
        style, card = self.style, self.card
        painter.setFont(style.name_font)
        painter.setPen(style.text_pen)
        painter.drawStaticText(QPointF(TEXT, ROW1 - style.name_metrics.height() / 2), texts.name)
        if texts.count is not None:
            painter.setFont(style.count_font)
            if card.count == "0":
                painter.setPen(style.muted_pen)
            painter.drawStaticText(texts.count_at, texts.count)
        painter.setPen(style.muted_pen)
        if texts.class_name is not None:
            painter.setFont(style.class_font)
            painter.drawStaticText(texts.class_at, texts.class_name)
        if texts.line is not None:
            painter.setFont(style.line_font)
            painter.drawStaticText(texts.line_at, texts.line)
        self._paint_marks(painter, texts.marks_at, ROW1)
        self._paint_order(painter)

    def _paint_marks(self, painter: QPainter, x: float, y: float) -> None:
        """A link for shared weights, a snowflake for frozen ones."""
        style, card = self.style, self.card
        for name, is_on in (("link", card.shared > 1), ("snowflake", card.frozen)):
            if is_on:
                painter.save()
                painter.translate(x, y - 6)
                painter.scale(0.75, 0.75)
                painter.strokePath(glyph(name), style.mark)
                painter.restore()
                x += 15

    def _paint_order(self, painter: QPainter) -> None:
        """The numbers of the inputs of a concatenation whose ports do not stand in their order (see placing)."""
        ports = zip(self.inputs, self.card.inputs, strict=False)
        wired = [(offset, port.path[1]) for offset, port in ports if port.connected and len(port.path) == 2]
        if self.card.class_name != "Concatenate" or wired == sorted(wired):
            return
        vertical, body = self.direction == "TB", self.body
        painter.setFont(self.style.class_font)
        painter.setPen(self.style.muted_pen)
        for offset, place in wired:
            at = QPointF(offset + 6, body.top() + 10) if vertical else QPointF(body.left() + 7, offset + 4)
            painter.drawText(at, str(int(place) + 1))

    def _paint_ports(self, painter: QPainter) -> None:
        style, card = self.style, self.card
        family = style.family(card.family)
        vertical, body = self.direction == "TB", self.body
        painter.setBrush(style.card)
        for index, offset in enumerate(self.inputs):
            port: InPort = card.inputs[index]
            is_grown = index in self.grown
            if not (is_grown or self.hovered or is_shown(port)):
                continue
            point = QPointF(offset, body.top()) if vertical else QPointF(body.left(), offset)
            if is_grown:
                painter.setPen(style.port_grown)
                painter.drawEllipse(point, PORT_RADIUS + 2.6, PORT_RADIUS + 2.6)
                continue
            if port.connected:
                painter.setPen(family.port)
            else:
                painter.setPen(style.port_open if port.required else style.port_optional)
            painter.drawEllipse(point, PORT_RADIUS, PORT_RADIUS)
            if port.grows and not port.required:
                painter.drawLines(
                    [QLineF(point.x() - 2, point.y(), point.x() + 2, point.y()),
                     QLineF(point.x(), point.y() - 2, point.x(), point.y() + 2)]
                )  # fmt: skip
        painter.setPen(family.port)
        for index, offset in enumerate(self.outputs):
            point = QPointF(offset, body.bottom()) if vertical else QPointF(body.right(), offset)
            if -1 - index in self.grown:
                painter.setPen(style.port_grown)
                painter.drawEllipse(point, PORT_RADIUS + 2.6, PORT_RADIUS + 2.6)
                painter.setPen(family.port)
            else:
                painter.drawEllipse(point, PORT_RADIUS, PORT_RADIUS)
