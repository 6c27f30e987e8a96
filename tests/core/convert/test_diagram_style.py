from __future__ import annotations

import xml.etree.ElementTree as ElementTree

from hypothesis import given
from hypothesis import strategies as st

from core.convert.diagram_style import STYLES, Card, label, palette, plain, quoted, tint
from gui.theme import LIGHT

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()))


def test_families_have_the_colours_of_the_light_theme() -> None:
    # Core cannot import the theme, which needs Qt; this holds the two tables together.
    families = dict(palette().families)
    del families["op"], families["block"]
    assert families == {name: color for name, (color, _) in LIGHT.families.items()}


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_labels_are_well_formed_whatever_the_names_are(title: str, kind: str, details: str) -> None:
    colors = palette()
    for style in STYLES:
        made = label(Card(title, kind, details, "1", "core", (details,), (kind,)), style, colors)
        assert ElementTree.fromstring(made[1:-1]).tag == "TABLE"
        made.encode("utf-8")


@given(ANY_TEXT)
def test_plain_texts_are_one_printable_line(text: str) -> None:
    assert plain(text).isprintable() and len(plain(text)) <= 60
    inside = quoted(text)[1:-1]
    assert '"' not in inside.replace("\\\\", "").replace('\\"', "")


def test_a_tint_is_nearly_white() -> None:
    assert tint("#000000", 0.0) == "#FFFFFF" and tint("#000000", 1.0) == "#000000"
