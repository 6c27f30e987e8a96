"""How diagrams look: colours by family, and a node's card as a Graphviz HTML label, in three styles.

``netwright`` is the canvas on paper, ``keras`` what ``plot_model`` draws, ``publication`` light boxes with a legend.
Does not belong here: which nodes and wires there are (to_dot). Invariant: a label is well-formed XML whatever the names
are, so that neither Graphviz nor our own SVG writer can be made to read a name as markup.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape

StyleName = Literal["netwright", "keras", "publication"]
FONT = "Helvetica,Arial,sans-serif"
LONGEST = 60

TEXT, MUTED, BORDER, WIRE, CARD, PAPER = "#1B1F27", "#5B6472", "#C9CED8", "#7A8494", "#FFFFFF", "#FFFFFF"
CLUSTER = "#F6F1F4"
FAMILIES: Mapping[str, str] = {
    "input": "#404552",
    "core": "#2766DA",
    "convolution": "#096B59",
    "pooling": "#5D9958",
    "recurrent": "#6E359E",
    "attention": "#DA6C12",
    "normalization": "#4F91AA",
    "regularization": "#8D6404",
    "reshaping": "#4C230D",
    "merging": "#A14B80",
    "activation": "#971D10",
    "preprocessing": "#26237B",
    "block": "#A14B80",
    "op": "#5B6472",
}
"""The families of the catalogue; ops share one colour, as do blocks."""


@dataclass(frozen=True, slots=True)
class Card:
    """What is written on a node. ``inputs`` and ``outputs`` are shapes as text, empty where they are not known."""

    title: str
    kind: str
    details: str = ""
    count: str = ""
    family: str = "op"
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()


def plain(text: str, longest: int = LONGEST) -> str:
    """One line of characters that XML allows, shortened; for texts that anybody may have written."""
    made = "".join(
        char if char.isprintable() else " " if char.isspace() else "\N{REPLACEMENT CHARACTER}" for char in text
    )
    return made if len(made) <= longest else made[: longest - 1] + "…"


def quoted(text: str) -> str:
    """A DOT string for a plain text."""
    return '"' + plain(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _cell(text: str, attributes: str = "", font: str = "", bold: bool = False) -> str:
    inside = escape(plain(text), {'"': "&quot;"})
    inside = f"<B>{inside}</B>" if bold else inside
    return f"<TD {attributes}>" + (f"<FONT {font}>{inside}</FONT>" if font else inside) + "</TD>"


def _netwright(card: Card) -> str:
    color = FAMILIES.get(card.family, FAMILIES["op"])
    kind_font = f'POINT-SIZE="9" COLOR="{MUTED}"'
    title = _cell(card.title, 'ALIGN="LEFT"', f'POINT-SIZE="12" COLOR="{TEXT}"', bold=True)
    kind = _cell(card.kind, 'ALIGN="RIGHT"', kind_font)
    rows = [title + kind]
    if card.details or card.count:
        rows.append(
            _cell(card.details or " ", 'ALIGN="LEFT"', kind_font) + _cell(card.count or " ", 'ALIGN="RIGHT"', kind_font)
        )
    bar = f'<TD ROWSPAN="{len(rows)}" WIDTH="5" CELLPADDING="0" BGCOLOR="{color}"></TD>'
    body = f"<TR>{bar}{rows[0]}</TR>" + "".join(f"<TR>{row}</TR>" for row in rows[1:])
    return f'<TABLE BORDER="1" CELLBORDER="0" CELLSPACING="0" CELLPADDING="4" COLOR="{BORDER}" BGCOLOR="{CARD}">{body}</TABLE>'


def _keras(card: Card) -> str:
    head = _cell(f"{card.title} ({card.kind})", 'COLSPAN="2" BGCOLOR="#000000"', 'COLOR="#FFFFFF"', bold=True)
    rows = [f"<TR>{head}</TR>"]
    shapes = [
        f"{label}: {', '.join(values)}"
        for label, values in (("Input shape", card.inputs), ("Output shape", card.outputs))
        if values
    ]
    if shapes:
        rows.append("<TR>" + "".join(_cell(text, 'BGCOLOR="#FFFFFF"') for text in shapes) + "</TR>")
    return f'<TABLE BORDER="0" CELLBORDER="1" CELLSPACING="0" CELLPADDING="8" COLOR="#000000">{"".join(rows)}</TABLE>'


def _publication(card: Card) -> str:
    color = FAMILIES.get(card.family, FAMILIES["op"])
    small = f'POINT-SIZE="9" COLOR="{MUTED}"'
    rows = [_cell(card.kind, "", f'POINT-SIZE="12" COLOR="{TEXT}"', bold=True)]
    if card.details and not (card.family == "input" and card.outputs):
        rows.append(_cell(card.details, "", small))
    if card.outputs:
        rows.append(_cell(", ".join(card.outputs), "", small))
    body = "".join(f"<TR>{row}</TR>" for row in rows)
    return (
        f'<TABLE BORDER="1" CELLBORDER="0" CELLSPACING="0" CELLPADDING="3" STYLE="ROUNDED" COLOR="{color}" '
        f'BGCOLOR="{tint(color)}">{body}</TABLE>'
    )


_CARDS: Mapping[StyleName, Callable[[Card], str]] = {
    "netwright": _netwright,
    "keras": _keras,
    "publication": _publication,
}
STYLES: tuple[StyleName, ...] = tuple(_CARDS)


def label(card: Card, style: StyleName) -> str:
    """The card as an HTML label, angle brackets included."""
    return f"<{_CARDS[style](card)}>"


def legend(families: Mapping[str, str]) -> str:
    """An HTML label that explains colours: family to title."""
    rows = "".join(
        f'<TR><TD WIDTH="12" HEIGHT="10" FIXEDSIZE="TRUE" BGCOLOR="{tint(FAMILIES[family])}" BORDER="1" '
        f'COLOR="{FAMILIES[family]}"></TD>' + _cell(title, 'ALIGN="LEFT"', f'POINT-SIZE="9" COLOR="{MUTED}"') + "</TR>"
        for family, title in families.items()
    )
    return f'<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="3" CELLPADDING="1">{rows}</TABLE>>'


def tint(color: str, amount: float = 0.12) -> str:
    """White mixed with ``amount`` of a colour."""
    parts = (int(color[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(255 + (part - 255) * amount):02X}" for part in parts)
