"""The texts of one card, measured and shortened once: cards are painted far more often than they change.

Does not belong here: what a card says (card), where the texts are painted (node_item).
"""

from __future__ import annotations

import re

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QStaticText, QTransform

from gui.canvas.card import DOT, Card
from gui.canvas.style import CARD_WIDTH, COLLAPSED_WIDTH, CanvasStyle

LEFT = -CARD_WIDTH / 2 + 14.0
TEXT = -CARD_WIDTH / 2 + 40.0
RIGHT = CARD_WIDTH / 2 - 12.0
ROW1, ROW2 = -11.0, 13.0
LONGEST_NAME = 200
"""Characters of a name that are measured: far more than a card has room for, and a file may have a name of a million."""
_IDENTITY = QTransform()


class CardTexts:
    """The texts of one card, measured and shortened once."""

    __slots__ = (
        "class_at", "class_name", "count", "count_at", "line", "line_at", "marks_at", "name", "overview", "small",
    )  # fmt: skip

    def __init__(self, card: Card, style: CanvasStyle) -> None:
        marks = 15.0 * (card.shared > 1) + 15.0 * card.frozen
        room = RIGHT - TEXT - marks
        name, class_name = card.name[:LONGEST_NAME], card.class_name[:LONGEST_NAME]
        class_width = style.class_metrics.horizontalAdvance(class_name)
        name_width = style.name_metrics.horizontalAdvance(name)
        beside = name_width + 10 + class_width <= room
        # A class name that has no room beside the name goes in front of the parameters instead of being cut.
        self.name = _static(style.name_font, style.name_metrics, name, room - (class_width + 10 if beside else 0))
        self.marks_at = RIGHT - marks - (class_width + 7 if beside else 0.0) + 2
        self.class_name = _static(style.class_font, style.class_metrics, class_name, room) if beside else None
        self.class_at = QPointF(RIGHT - class_width, ROW1 - style.class_metrics.height() / 2 + 0.6)
        count_width = style.count_metrics.horizontalAdvance(card.count) if card.count else 0.0
        self.count = _static(style.count_font, style.count_metrics, card.count, 90.0) if card.count else None
        self.count_at = QPointF(RIGHT - count_width, ROW2 - style.count_metrics.height() / 2)
        line_room = RIGHT - LEFT - (count_width + 10 if card.count else 0.0)
        line = _joined(style.line_metrics, card.line if beside else (class_name, *card.line), line_room)
        self.line = _static(style.line_font, style.line_metrics, line, line_room) if line else None
        self.line_at = QPointF(LEFT, ROW2 - style.line_metrics.height() / 2)
        self.overview = [
            _static(style.overview_font, style.overview_metrics, part, RIGHT - TEXT - 2)
            for part in two_lines(style.overview_metrics, name, RIGHT - TEXT - 2)
        ]
        self.small = _static(style.name_font, style.name_metrics, name, COLLAPSED_WIDTH - 44 - marks)


def _joined(metrics: QFontMetricsF, parts: tuple[str, ...], room: float) -> str:
    """As many whole parts as there is room for; the first one is kept in any case."""
    text = parts[0] if parts else ""
    for index, part in enumerate(parts[1:], 2):
        longer = f"{text}{DOT}{part}"
        if metrics.horizontalAdvance(longer if index == len(parts) else f"{longer} …") > room:
            return f"{text} …" if index > 2 else text
        text = longer
    return text


def two_lines(metrics: QFontMetricsF, name: str, room: float) -> list[str]:
    """The name, broken where a word of it begins if it is too long: what tells layers apart is often its end."""
    if metrics.horizontalAdvance(name) <= room:
        return [name]
    ends = [found.end() for found in re.finditer(r"_+|(?<=[a-z0-9])(?=[A-Z])|[ ./-]", name)]
    fitting = [end for end in ends if 0 < end < len(name) and metrics.horizontalAdvance(name[:end]) <= room]
    return [name[: fitting[-1]], name[fitting[-1] :]] if fitting else [name]


def _static(font: QFont, metrics: QFontMetricsF, text: str, room: float) -> QStaticText:
    made = QStaticText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(room, 12.0)))
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    made.prepare(_IDENTITY, font)
    return made
