"""Contrast, measured over both themes: text >= 4.5:1, what is drawn >= 3:1 (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from gui.canvas.style import DECORATION_TOKENS, CanvasStyle
from gui.theme import DARK, LIGHT, Theme, mix, palette

GROUNDS = ("canvas", "surface", "card", "field")
TEXTS = ("text", "muted", "error", "silent", "warning", "ok")
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


def luminance(color: QColor) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (color.redF(), color.greenF(), color.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of two opaque colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def over(ground: QColor, color: QColor) -> QColor:
    """What a colour with an opacity comes to on an opaque ground."""
    return mix(ground, color, color.alphaF())


def test_the_measure_itself() -> None:
    assert contrast(QColor("#000000"), QColor("#FFFFFF")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("#FFFFFF")) == pytest.approx(4.48, abs=0.01)


@THEMES
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS)
def test_text_on_every_ground(theme: Theme, ground: str, text: str) -> None:
    assert contrast(theme.color(text), theme.color(ground)) >= 4.5


@THEMES
@pytest.mark.parametrize("text", ["text", "muted"])
def test_text_on_a_selected_row(theme: Theme, text: str) -> None:
    assert contrast(theme.color(text), theme.color("selection")) >= 4.5


@THEMES
def test_text_on_the_accent(theme: Theme) -> None:
    assert contrast(theme.color("accent_text"), theme.color("accent")) >= 4.5


@THEMES
def test_text_on_the_colour_of_its_family_and_that_on_the_canvas(theme: Theme) -> None:
    for family, (color, text) in theme.families.items():
        assert contrast(QColor(color), QColor(text)) >= 4.5, family
        assert contrast(QColor(color), theme.color("canvas")) >= 3.0, family


@THEMES
def test_text_on_the_blocks_seen_from_far_away(theme: Theme) -> None:
    style = CanvasStyle(theme)
    for family in theme.families:
        look = style.family(family)
        assert contrast(look.on_color, look.block.color()) >= 3.0, family


@THEMES
def test_text_on_cards_of_every_family_frozen_ones_too(theme: Theme) -> None:
    style = CanvasStyle(theme)
    for family in theme.families:
        for ground in (style.family(family).tint.color(), style.family(family).tint_frozen.color()):
            assert contrast(style.text, ground) >= 4.5, family
            assert contrast(style.muted, ground) >= 4.5, family


@THEMES
@pytest.mark.parametrize("color", DECORATION_TOKENS)
def test_text_on_frames_and_notes(theme: Theme, color: str) -> None:
    look = CanvasStyle(theme).decoration(color)
    assert contrast(theme.color("text"), look.sheet.color()) >= 4.5
    assert contrast(look.text.color(), look.sheet.color()) >= 4.5
    assert contrast(look.text.color(), over(theme.color("canvas"), look.area.color())) >= 4.5


@THEMES
@pytest.mark.parametrize("token", ["accent", "error", "warning", "silent", "ok", "wire", "muted"])
@pytest.mark.parametrize("ground", ["canvas", "card"])
def test_what_is_drawn_stands_out(theme: Theme, token: str, ground: str) -> None:
    assert contrast(theme.color(token), theme.color(ground)) >= 3.0


@THEMES
@pytest.mark.parametrize("severity", ["error", "silent", "advice"])
def test_the_sign_on_a_badge(theme: Theme, severity: str) -> None:
    face, sign = CanvasStyle(theme).severity(severity)
    assert contrast(face, sign) >= 3.0
    assert contrast(face, theme.color("canvas")) >= 3.0


@THEMES
def test_code_on_its_ground(theme: Theme) -> None:
    for kind, color in theme.code.items():
        for ground in ("surface", "card", "field"):
            assert contrast(QColor(color), theme.color(ground)) >= 4.5, (kind, ground)


@THEMES
def test_the_palette_that_qt_paints_with(theme: Theme, qapp: QApplication) -> None:
    made, role = palette(theme), QPalette.ColorRole
    pairs = (
        (role.WindowText, role.Window), (role.Text, role.Base), (role.Text, role.AlternateBase),
        (role.ButtonText, role.Button), (role.HighlightedText, role.Highlight), (role.ToolTipText, role.ToolTipBase),
        (role.PlaceholderText, role.Base), (role.Link, role.Window), (role.BrightText, role.Window),
    )  # fmt: skip
    for text, ground in pairs:
        assert contrast(made.color(text), made.color(ground)) >= 4.5, (text, ground)
