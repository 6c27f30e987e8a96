"""Python expressions as pieces that know where they may be broken, and their layout in lines, nearly as black's.

Where black would put the one tensor that a layer is called with on a line of its own, the layer's settings get it.

A piece is a ``str`` that cannot be broken, or a :class:`Code`. Does not belong here: what the code means. Invariant:
the tokens are the same however the lines are broken.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH = 100
INDENT = 4
_PACKED_FROM = 12
"""Lists of at least so many plain items are packed into lines instead of taking one line each."""


class Group:
    """A bracket with its items: the only place where a line may be broken."""

    __slots__ = ("close", "flat", "items", "open")

    def __init__(self, opening: str, items: Sequence[Piece], closing: str) -> None:
        self.open = opening
        self.items = items
        self.close = closing
        self.flat = opening + ", ".join([text_of(item) for item in items]) + closing


class Code:
    """A sequence of unbreakable texts and brackets, such as ``layers.Dense`` ``(64)`` ``(x)``."""

    __slots__ = ("flat", "parts")

    def __init__(self, parts: Sequence[str | Group]) -> None:
        self.parts = parts
        self.flat = "".join([part if isinstance(part, str) else part.flat for part in parts])


Piece = str | Code


def text_of(piece: Piece) -> str:
    """The piece on one line."""
    return piece if isinstance(piece, str) else piece.flat


def joined(*pieces: Piece) -> Code:
    """The pieces one after the other."""
    parts: list[str | Group] = []
    for piece in pieces:
        if isinstance(piece, str):
            parts.append(piece)
        else:
            parts.extend(piece.parts)
    return Code(parts)


def call(function: Piece, arguments: Sequence[Piece]) -> Code:
    """``function(arguments)``."""
    group = Group("(", arguments, ")")
    return Code([function, group] if isinstance(function, str) else [*function.parts, group])


def keyword(name: str, value: Piece) -> Piece:
    """``name=value``."""
    return f"{name}={value}" if isinstance(value, str) else Code([f"{name}=", *value.parts])


def list_of(items: Sequence[Piece]) -> Code:
    """``[items]``."""
    return Code([Group("[", items, "]")])


def tuple_of(items: Sequence[Piece]) -> Code:
    """``(items)``, with the comma that a tuple of one needs."""
    if len(items) == 1:
        return Code(["(", *joined(items[0]).parts, ",)"])
    return Code([Group("(", items, ")")])


def dict_of(items: Iterable[tuple[str, Piece]]) -> Code:
    """``{key: value}`` with keys that are code already."""
    return Code([Group("{", [joined(f"{key}: ", value) for key, value in items], "}")])


@dataclass(frozen=True, slots=True)
class Statement:
    """One logical line: ``head`` (``x = ``, ``return ``), the expression, ``tail`` (``:``), at a depth of blocks.

    ``node`` is the id of the node that the line stands for, or "". ``comment`` stands before all its lines: it is code that
    is not run.
    """

    piece: Piece
    head: str = ""
    tail: str = ""
    depth: int = 1
    node: str = ""
    comment: str = ""

    def lines(self) -> list[str]:
        """The physical lines."""
        if not self.comment:
            return _wrapped(self.piece, self.depth * INDENT, self.head, self.tail)
        # Of one line each, whatever its length: a line of a comment must say by itself what it belongs to.
        depth = " " * INDENT
        return [f"{depth}{self.comment}{depth * (self.depth - 1)}{self.head}{text_of(self.piece)}{self.tail}"]


def _wrapped(piece: Piece, indent: int, head: str, tail: str) -> list[str]:
    flat = piece if isinstance(piece, str) else piece.flat
    if indent + len(head) + len(flat) + len(tail) <= WIDTH or isinstance(piece, str):
        return [" " * indent + head + flat + tail]
    chosen = _to_break(piece, indent + len(head))
    if chosen < 0:
        return [" " * indent + head + flat + tail]
    group = piece.parts[chosen]
    assert isinstance(group, Group)
    before, after = Code(piece.parts[:chosen]), Code(piece.parts[chosen + 1 :])
    return [
        *_wrapped(before, indent, head, group.open),
        *_body(group, indent + INDENT),
        *_wrapped(after, indent, group.close, tail),
    ]


def _to_break(piece: Code, start: int) -> int:
    """Which bracket to break: the last if it holds several items and begins on the line, else the longest; -1 for none."""
    last = piece.parts[-1]
    if isinstance(last, Group) and len(last.items) > 1 and start + len(piece.flat) - len(last.flat) < WIDTH:
        return len(piece.parts) - 1
    sizes = [len(part.flat) if isinstance(part, Group) and part.items else 0 for part in piece.parts]
    return sizes.index(max(sizes)) if any(sizes) else -1


def _body(group: Group, indent: int) -> list[str]:
    inside = group.flat[len(group.open) : len(group.flat) - len(group.close)]
    if indent + len(inside) <= WIDTH:
        return [" " * indent + inside]
    if len(group.items) >= _PACKED_FROM and all(isinstance(item, str) and "=" not in item for item in group.items):
        return _packed([text_of(item) for item in group.items], indent)
    return [line for item in group.items for line in _wrapped(item, indent, "", ",")]


def _packed(items: Sequence[str], indent: int) -> list[str]:
    lines: list[str] = []
    line = " " * indent + items[0] + ","
    for item in items[1:]:
        if len(line) + len(item) + 2 > WIDTH:
            lines.append(line)
            line = " " * indent + item + ","
        else:
            line += " " + item + ","
    return [*lines, line]
