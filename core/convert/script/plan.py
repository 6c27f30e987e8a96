"""What a script is put together from: settings with comments, functions, and steps.

Does not belong here: what the steps are (data_sections, sections), how they are laid out (script, notebook).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.convert import literals
from core.convert.code_format import Piece, Statement, dict_of, list_of
from core.errors import ConversionError
from core.graph.values import FrozenMap, Value
from core.texts import text


@dataclass(frozen=True, slots=True)
class Setting:
    """A constant at the top of the script."""

    name: str
    value: Value
    comment: str = ""

    def lines(self) -> list[str]:
        """The line, or lines where the value is long."""
        piece = plain(self.value)
        made = Statement(piece, head=f"{self.name} = ", depth=0).lines()
        if self.comment:
            made[0] = f"{made[0]}  # {self.comment}"
        return made


@dataclass(frozen=True, slots=True)
class Function:
    """A function: its text, or the statements of a function that makes the model (with the block it stands for)."""

    text: str = ""
    statements: Sequence[Statement] = ()
    block: str = ""


@dataclass(slots=True)
class Section:
    """One step: a title, a sentence about it, settings, functions, and the lines that do it."""

    key: str
    title: str
    about: str
    settings: list[Setting] = field(default_factory=list)
    functions: list[Function] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    """Lines that only a notebook has."""


def composed(head: str, lines: Sequence[str]) -> Function:
    """A function of a head (with its docstring, and perhaps first lines) and further lines."""
    body = [f"    {line}" if line else "" for text in lines for line in text.splitlines()]
    return Function(head + "\n".join(body) + "\n")


def plain(value: Value) -> Piece:
    """Plain data as code: what stands in a row is a list."""
    if value is None:
        return "None"
    if isinstance(value, (bool, int, float)):
        return literals.number(value)
    if isinstance(value, str):
        return literals.literal(value)
    if isinstance(value, tuple):
        return list_of([plain(item) for item in value])
    if isinstance(value, FrozenMap):
        return dict_of((literals.literal(key), plain(item)) for key, item in value.items())
    raise ConversionError(text("A setting of a script holds plain data. Received: {value!r}", value=value))
