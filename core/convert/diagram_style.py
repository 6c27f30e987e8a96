"""How diagrams look: colours by family, and a node's card as a Graphviz HTML label, in three styles.

``netwright`` is the canvas on paper, ``keras`` what ``plot_model`` draws, ``publication`` light boxes with a legend.
The colours stand in a file of their own. Does not belong here: which nodes and wires there are (to_dot). Invariant: a
label is well-formed XML whatever the names are, so that neither Graphviz nor our own SVG writer can be made to read a
name as markup.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import escape

from core.errors import FileError
from core.texts import text

StyleName = Literal["netwright", "keras", "publication"]
FONT = "Helvetica,Arial,sans-serif"
LONGEST = 60

COLOURS = Path(__file__).resolve().parents[2] / "resources" / "diagram.json"


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of diagrams as ``#RRGGBB``. ``families`` are those of the catalogue; ops share one, as do blocks."""

    text: str
    muted: str
    border: str
    wire: str
    card: str
    paper: str
    cluster: str
    ink: str
    families: Mapping[str, str]

    def family(self, name: str) -> str:
        """The colour of a family; an unknown one is drawn as an op."""
        return self.families.get(name, self.families["op"])


def palette() -> Palette:
    """The colours that diagrams are drawn in. FileError if they are missing (a damaged installation)."""
    try:
        return Palette(**json.loads(COLOURS.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise FileError(
            text("The colours of diagrams, {name}, cannot be read.", name=COLOURS.name), repr(error)
        ) from error


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


def _netwright(card: Card, colors: Palette) -> str:
    color = colors.family(card.family)
    kind_font = f'POINT-SIZE="9" COLOR="{colors.muted}"'
    title = _cell(card.title, 'ALIGN="LEFT"', f'POINT-SIZE="12" COLOR="{colors.text}"', bold=True)
    kind = _cell(card.kind, 'ALIGN="RIGHT"', kind_font)
    rows = [title + kind]
    if card.details or card.count:
        rows.append(
            _cell(card.details or " ", 'ALIGN="LEFT"', kind_font) + _cell(card.count or " ", 'ALIGN="RIGHT"', kind_font)
        )
    bar = f'<TD ROWSPAN="{len(rows)}" WIDTH="5" CELLPADDING="0" BGCOLOR="{color}"></TD>'
    body = f"<TR>{bar}{rows[0]}</TR>" + "".join(f"<TR>{row}</TR>" for row in rows[1:])
    frame = f'BORDER="1" CELLBORDER="0" CELLSPACING="0" CELLPADDING="4" COLOR="{colors.border}" BGCOLOR="{colors.card}"'
    return f"<TABLE {frame}>{body}</TABLE>"


def _keras(card: Card, colors: Palette) -> str:
    head = _cell(
        f"{card.title} ({card.kind})", f'COLSPAN="2" BGCOLOR="{colors.ink}"', f'COLOR="{colors.paper}"', bold=True
    )
    rows = [f"<TR>{head}</TR>"]
    shapes = [
        f"{label}: {', '.join(values)}"
        for label, values in (("Input shape", card.inputs), ("Output shape", card.outputs))
        if values
    ]
    if shapes:
        rows.append("<TR>" + "".join(_cell(text, f'BGCOLOR="{colors.paper}"') for text in shapes) + "</TR>")
    body = "".join(rows)
    return f'<TABLE BORDER="0" CELLBORDER="1" CELLSPACING="0" CELLPADDING="8" COLOR="{colors.ink}">{body}</TABLE>'


def _publication(card: Card, colors: Palette) -> str:
    color = colors.family(card.family)
    small = f'POINT-SIZE="9" COLOR="{colors.muted}"'
    # The rounded border would touch a long name; a table has one padding for all sides.
    title = card.title if card.family == "block" else card.kind
    rows = [
        _cell(f"\N{NO-BREAK SPACE}{title}\N{NO-BREAK SPACE}", "", f'POINT-SIZE="12" COLOR="{colors.text}"', bold=True)
    ]
    if card.details and not (card.family == "input" and card.outputs):
        rows.append(_cell(card.details, "", small))
    if card.outputs:
        rows.append(_cell(", ".join(card.outputs), "", small))
    body = "".join(f"<TR>{row}</TR>" for row in rows)
    return (
        f'<TABLE BORDER="1" CELLBORDER="0" CELLSPACING="0" CELLPADDING="3" STYLE="ROUNDED" COLOR="{color}" '
        f'BGCOLOR="{tint(color)}">{body}</TABLE>'
    )


_CARDS: Mapping[StyleName, Callable[[Card, Palette], str]] = {
    "netwright": _netwright,
    "keras": _keras,
    "publication": _publication,
}
STYLES: tuple[StyleName, ...] = tuple(_CARDS)


def label(card: Card, style: StyleName, colors: Palette) -> str:
    """The card as an HTML label, angle brackets included."""
    return f"<{_CARDS[style](card, colors)}>"


def legend(families: Mapping[str, str], colors: Palette) -> str:
    """An HTML label that explains colours: family to title."""
    rows = "".join(
        f'<TR><TD WIDTH="12" HEIGHT="10" FIXEDSIZE="TRUE" BGCOLOR="{tint(colors.family(family))}" BORDER="1" '
        f'COLOR="{colors.family(family)}"></TD>'
        + _cell(title, 'ALIGN="LEFT"', f'POINT-SIZE="9" COLOR="{colors.muted}"')
        + "</TR>"
        for family, title in families.items()
    )
    return f'<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="3" CELLPADDING="1">{rows}</TABLE>>'


def tint(color: str, amount: float = 0.12) -> str:
    """White mixed with ``amount`` of a colour."""
    parts = (int(color[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(255 + (part - 255) * amount):02X}" for part in parts)
