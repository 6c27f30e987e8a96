"""Sizes, fonts, pens and brushes of the canvas, made once per theme so that painting allocates nothing.

Scene units: 1 unit is 1 px at 100 %. Does not belong here: colours (gui.theme), what is drawn with them (the items).
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPen

from gui.canvas.glyphs import glyph_pen
from gui.theme import Theme, mix, mono_font, ui_font

CARD_WIDTH = 210.0
CARD_HEIGHT = 64.0
CARD_RADIUS = 8.0
COLLAPSED_WIDTH = 132.0
COLLAPSED_HEIGHT = 36.0
BAR_WIDTH = 4.0
PORT_RADIUS = 4.2
PORT_REACH = 11.5
"""How far from a port's centre a press still means the port, in pixels of the screen at every zoom."""
PORT_REACH_DRAWING = 16.0
"""The same while a wire is being drawn."""
WIRE_REACH = 8.0
"""How far from a wire a press still means the wire, in pixels of the screen."""
CORNER = 10.0
"""The radius of a wire's bends."""
GRID = 24.0

ZOOM_LEAST = 0.1
ZOOM_MOST = 4.0
ZOOM_STEP = 1.1
ZOOM_FITTED = 0.01
"""How far "show everything" may zoom out where a graph is too large for ``ZOOM_LEAST``."""
ZOOM_BLOCKS = 0.35
"""Below this zoom cards are blocks of colour, painted all at once; the text is gone."""
ZOOM_DETAIL = 0.7
"""Below this zoom cards show only icon and name."""
ZOOM_GRID = 0.5
"""Below this zoom the dot grid is hidden."""

FROZEN = 0.6
"""How much of the colour of its family a frozen card keeps, and how far it sinks into the canvas."""
FADED = 0.22
"""The opacity of cards that the gesture in progress cannot use."""


DECORATION_TOKENS = {"": "muted", "blue": "accent", "green": "ok", "amber": "warning", "red": "error", "pink": "silent"}
"""The colours that frames and notes may have, as tokens of the theme."""


WIRE_FADED = 0.35
"""How much is left of wires that do not touch the selection."""


def scalable(font: QFont) -> QFont:
    """The font without hinting: its letters keep their places at every zoom."""
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


class CanvasStyle:
    """What the items paint with in one theme."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._families: dict[str, FamilyStyle] = {}
        self._decorations: dict[str, DecorationStyle] = {}
        self.canvas = theme.color("canvas")
        self.text = theme.color("text")
        self.muted = theme.color("muted")
        self.accent = theme.color("accent")
        self.error = theme.color("error")
        self.card = QBrush(theme.color("card"))
        self.border = QPen(theme.color("border"), 1.0)
        self.border_hover = QPen(mix(theme.color("border"), theme.color("muted"), 0.65), 1.0)
        self.border_selected = QPen(self.accent, 2.0)
        self.border_error = QPen(self.error, 1.5)
        self.border_placeholder = QPen(self.muted, 1.2, Qt.PenStyle.DashLine)
        self.text_pen = QPen(self.text)
        self.muted_pen = QPen(self.muted)
        self.wire = self._wire(theme.color("wire"), 1.6)
        self.wire_hover = self._wire(mix(theme.color("wire"), self.text, 0.5), 2.2)
        self.wire_selected = self._wire(self.accent, 2.4)
        self.wire_error = self.dashed(self._wire(self.error, 2.0))
        self.wire_target = self._wire(self.accent, 4.0)
        self.wire_refused = self.dashed(self._wire(self.error, 3.6))
        self.wire_drawn = self._wire(self.accent, 2.2)
        self.wire_skip = self._wire(theme.family("merging"), 1.6)
        # Opaque colours: blending thousands of wires would cost more than painting them.
        self.wire_faded = self._wire(mix(self.canvas, theme.color("wire"), WIRE_FADED), 1.6)
        self.wire_skip_faded = self._wire(mix(self.canvas, theme.family("merging"), WIRE_FADED), 1.6)
        self.port_open = QPen(self.muted, 1.6)
        self.port_optional = QPen(mix(self.muted, theme.color("card"), 0.35), 1.3)
        self.port_grown = QPen(self.accent, 2.6)
        self.guide = QPen(theme.color("silent"), 1.2)
        self.guide.setCosmetic(True)
        self.knife = QPen(self.error, 1.6, Qt.PenStyle.DashLine)
        self.knife.setCosmetic(True)
        self.box_pen = QPen(self.accent, 1.2)
        self.box_pen.setCosmetic(True)
        self.box_brush = QBrush(theme.color("accent", 0.09))
        self.mark = glyph_pen(self.muted, 1.7)
        self.wire_through = QPen(theme.color("wire"), 1.4, Qt.PenStyle.DashLine)
        self.ring = QPen(self.accent, 2.4)
        self.ring_edge = QPen(self.canvas, 5.4)
        self.badge_edge = QPen(self.canvas, 1.5)
        # Opaque, one pixel, not antialiased: thousands of dots cost next to nothing.
        self.grid = QPen(mix(self.canvas, theme.color("grid"), 0.15 if theme.is_dark else 0.2), 1)
        self.grid.setCosmetic(True)
        self.name_font = scalable(ui_font(9.0, bold=True))
        self.class_font = scalable(ui_font(7.5))
        self.line_font = scalable(ui_font(8.25))
        self.count_font = scalable(ui_font(8.25, bold=True))
        self.shape_font = scalable(mono_font(7.5))
        self.overview_font = scalable(ui_font(13.5, bold=True))
        self.frame_font = scalable(ui_font(9.75, bold=True))
        self.note_font = scalable(ui_font(9.0))
        self.frame_metrics = QFontMetricsF(self.frame_font)
        self.name_metrics = QFontMetricsF(self.name_font)
        self.class_metrics = QFontMetricsF(self.class_font)
        self.line_metrics = QFontMetricsF(self.line_font)
        self.count_metrics = QFontMetricsF(self.count_font)
        self.overview_metrics = QFontMetricsF(self.overview_font)
        self._shape_metrics = QFontMetricsF(self.shape_font)
        self._shape_width = lru_cache(maxsize=4096)(self._shape_metrics.horizontalAdvance)  # many wires say the same

    def shape_size(self, text: str) -> tuple[float, float]:
        """Width and height of a wire's shape text."""
        return self._shape_width(text), self._shape_metrics.height()

    @staticmethod
    def _wire(color: QColor, width: float) -> QPen:
        # Ends lie under ports and bends are arcs: flat caps and bevels look the same and are stroked much faster.
        return QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.BevelJoin)

    def decoration(self, color: str) -> DecorationStyle:
        """What a frame or note of this colour is painted with; an unknown colour is none."""
        token = DECORATION_TOKENS.get(color, DECORATION_TOKENS[""])
        if token not in self._decorations:
            self._decorations[token] = DecorationStyle(self.theme, token)
        return self._decorations[token]

    def family(self, family: str) -> FamilyStyle:
        """What a card of this family is painted with."""
        if family not in self._families:
            self._families[family] = FamilyStyle(self.theme, family)
        return self._families[family]

    def dashed(self, pen: QPen) -> QPen:
        """The pen with the dashes of a wire that does not work."""
        made = QPen(pen)
        made.setDashPattern([4.0, 3.0])
        return made

    def severity(self, severity: str) -> tuple[QColor, QColor]:
        """The colours of a badge: its face and the sign on it."""
        face = self.theme.color({"error": "error", "silent": "warning"}.get(severity, "accent"))
        return face, self.theme.color("card")


class DecorationStyle:
    """Brushes and pens of frames and notes of one colour in one theme."""

    def __init__(self, theme: Theme, token: str) -> None:
        color = theme.color(token)
        self.color = color
        self.edge = QPen(mix(theme.color("canvas"), color, 0.5), 1.2)
        self.area = QBrush(theme.color(token, 0.09 if theme.is_dark else 0.07))
        self.sheet = QBrush(mix(theme.color("card"), color, 0.13 if theme.is_dark else 0.1))
        self.text = QPen(mix(theme.color("text"), color, 0.35))


class FamilyStyle:
    """Brushes and pens of one family in one theme."""

    def __init__(self, theme: Theme, family: str) -> None:
        self.color = theme.family(family)
        self.on_color = theme.family_text(family)
        self.bar = QBrush(self.color)
        self.tint = QBrush(theme.tint(family, 0.05 if theme.is_dark else 0.035))
        self.tint_frozen = QBrush(mix(self.tint.color(), theme.color("canvas"), FROZEN))
        self.bar_frozen = QBrush(mix(theme.color("card"), self.color, FROZEN))
        self.block = QBrush(mix(theme.color("card"), self.color, 0.82))
        self.glyph = glyph_pen(self.color)
        self.port = QPen(self.color, 1.6)
