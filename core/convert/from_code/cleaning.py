"""Text that holds Python code, made such that Python can parse it: prompts, magics, old print, prose around it.

Whole, valid code passes untouched. Else what can be read is kept and the lines that were left out are named. Does not belong
here: notebooks (notebook), what the code means. Invariant: every line that is kept remembers where it stood.
"""

from __future__ import annotations

import ast
import html
import re
import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field

from core.texts import text

_MOST_LINES_OF_ONE = 400
_MOST_SECONDS = 4.0
"""For finding statements among other text."""
_MAGIC = re.compile(r"^\s*(%|!|\?|\$ |@hidden_cell)|^\s*[\w.]+\?\??\s*$|^\s*\w+\s*=\s*[%!]\w")
_CELL_MAGIC = re.compile(r"^\s*%%(bash|sh|html|javascript|js|latex|writefile|script|cython|R|perl|ruby|svg|markdown)\b")
_PROMPT = re.compile(r"^\s*(>>>|\.\.\.) ?")
_NUMBERED_PROMPT = re.compile(r"^\s*(In ?\[\d*\]:|Out ?\[\d*\]:) ?")
_FENCE = re.compile(r"^\s*(```|~~~)\s*(\w*)")
_LANGUAGES = ("", "python", "py", "python2", "python3", "ipython", "ipython3", "pycon", "keras", "code")
_BREAK = re.compile(r"<br\s*/?>", re.I)
_TAG = re.compile(r"</?(pre|code|span|div|p|html|body|table|td|tr|li|ul|ol|strong|em|b|i|a|font|h\d)\b[^<>]*>", re.I)
_NUMBER_ONLY = re.compile(r"^\s*\d{1,5}\s*$")
_NUMBERED = re.compile(r"^\s*(\d{1,5})[.:|]?(?:\s|$)")
_PRINT = re.compile(
    r"^(\s*(?:(?:if|else|elif|for|while|with|try)\b[^#]*:\s*)?)print\s+(?![=(\[.,)])([^#]*)$|^(\s*)print\s*$"
)
_PRINT_CALL = re.compile(r"^(\s*)print\s+(\(.*)$")
_EXCEPT = re.compile(r"^(\s*except\s+[\w.() ,]+?),\s*(\w+)\s*:")
_RAISE = re.compile(r"^(\s*raise\s+[\w.]+),\s*(.+)$")
_OCTAL = re.compile(r"(?<![\w.])0(\d+)(?![\w.])")
_MANGLED = re.compile(r"=\s*https?://[^\s,)]*/(?=[^\s,)/]*)")
_STRINGS = re.compile(r"(\"\"\"|''')|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|#.*$")
_FOLLOWS = re.compile(r"^\s*(else|elif|except|finally)\b")
_CHARACTERS = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " ", "\u3000": " ", "\uff08": "(", "\uff09": ")",
        "\uff0c": ",", "\uff1a": ":", "\uff1d": "=", "\u200b": None, "\ufeff": None, "\u2013": "-", "\u2212": "-",
    }
)  # fmt: skip


@dataclass(slots=True)
class Line:
    """A line of code and where it stands in the user's text."""

    text: str
    place: str


@dataclass(slots=True)
class Cleaned:
    """Code that parses. ``left_out`` are the places of lines that are no Python."""

    tree: ast.Module
    text: str
    places: list[str]
    left_out: list[str] = field(default_factory=list)


def lines_of(source: str, cell: int = 0) -> list[Line]:
    """The lines of a text with their places; ``cell`` is that of a notebook."""
    rows = source.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").split("\n")
    return [
        Line(row, text("cell {cell}, line {line}", cell=cell, line=line) if cell else text("line {line}", line=line))
        for line, row in enumerate(rows, 1)
    ]


def clean(lines: Sequence[Line]) -> Cleaned:
    """What can be read of these lines."""
    rows = list(lines)
    tree = parsed(rows)
    if tree is not None and not _is_by_chance(tree, rows):
        return _cleaned(tree, rows, [])
    rows, left_out = _unwrapped(rows)
    rows = [Line(_modern(row.text), row.place) for row in rows]
    tree = parsed(rows)
    if tree is not None:
        return _cleaned(tree, rows, left_out)
    kept, more = _pieces(rows)
    tree = parsed(kept)
    if tree is None:  # pieces that parse one by one, but not together: nothing is certain
        return _cleaned(ast.Module([], []), [], [row.place for row in rows if row.text.strip()])
    return _cleaned(tree, kept, left_out + more)


def _is_by_chance(tree: ast.Module, rows: Sequence[Line]) -> bool:
    """True for text that parses, but says something else: ``In [3]: x = 1`` and ``f() <br>g()``."""
    if any(_NUMBERED_PROMPT.match(row.text) for row in rows):
        return True
    breaks = any(_BREAK.search(row.text) for row in rows)
    return breaks and any(isinstance(node, ast.Name) and node.id == "br" for node in ast.walk(tree))


def _cleaned(tree: ast.Module, rows: Sequence[Line], left_out: list[str]) -> Cleaned:
    return Cleaned(tree, "\n".join(row.text for row in rows), [row.place for row in rows], left_out)


def parsed(rows: Sequence[Line]) -> ast.Module | None:
    """The syntax tree of these lines; None where they are no Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes and the like are the code's own affair
            return ast.parse("\n".join(row.text for row in rows) + "\n")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _unwrapped(rows: list[Line]) -> tuple[list[Line], list[str]]:
    """The lines without what web pages, terminals and Markdown put around code, and the places of those left out."""
    left_out: list[str] = []
    if any(_FENCE.match(row.text) for row in rows):
        rows = fenced(rows)
    if any(
        _BREAK.search(row.text) or _TAG.search(row.text) or "&lt;" in row.text or "&quot;" in row.text for row in rows
    ):
        split = [Line(part, row.place) for row in rows for part in _BREAK.split(row.text)]
        rows = [Line(html.unescape(_TAG.sub("", row.text)), row.place) for row in split]
    if any(row.text.lstrip().startswith(">>> ") for row in rows):
        prompted = [row for row in rows if _PROMPT.match(row.text)]
        rows = [Line(_PROMPT.sub("", row.text, count=1), row.place) for row in prompted]
    rows = _without_numbers(rows)
    made: list[Line] = []
    skipping = False
    for row in rows:
        text = row.text.translate(_CHARACTERS) if not row.text.isascii() else row.text
        if _NUMBERED_PROMPT.match(text):
            text = "" if text.lstrip().startswith("Out") else _NUMBERED_PROMPT.sub("", text, count=1)
        skipping = skipping or _CELL_MAGIC.match(text) is not None
        if skipping or (_MAGIC.match(text) and not _is_code(text)):
            text = f"{text[: len(text) - len(text.lstrip())]}pass"
            text = "" if not text[:1].isspace() else text
        made.append(Line(text, row.place))
    return made, left_out


def _is_code(text: str) -> bool:
    """A line like ``% (a, b))`` continues a statement; a magic is a word after the sign."""
    return re.match(r"^\s*%\s*[\w(\[]", text) is not None and re.match(r"^\s*%{1,2}\w", text) is None


def fenced(rows: Sequence[Line]) -> list[Line]:
    """The lines between code fences, those of other languages than Python left out; none where there is no fence."""
    made: list[Line] = []
    inside = taken = False
    for row in rows:
        fence = _FENCE.match(row.text)
        if fence is not None:
            inside = not inside
            taken = inside and fence[2].lower() in _LANGUAGES
            made.append(Line("", row.place))
        elif taken:
            made.append(row)
    return made


def _without_numbers(rows: list[Line]) -> list[Line]:
    """The lines without the numbers that a page shows beside code."""
    filled = [row for row in rows if row.text.strip()]
    numbered = [row for row in filled if _NUMBERED.match(row.text)]
    if len(numbered) == len(filled) > 1:
        numbers = [int(_NUMBERED.match(row.text)[1]) for row in numbered]  # type: ignore[index]
        if all(later > earlier for earlier, later in zip(numbers, numbers[1:], strict=False)):
            return [Line(re.sub(r"^\s*\d{1,5}[.:|]? ?", "", row.text), row.place) for row in rows]
    return [row if not _NUMBER_ONLY.match(row.text) else Line("", row.place) for row in rows]


def _modern(text: str) -> str:
    """A line of Python 2 as Python 3 has it."""
    if "print" in text:
        found = _PRINT.match(text)
        if found is not None:
            head = found[1] if found[1] is not None else found[3]
            values = (found[2] or "").strip().removeprefix(">>sys.stderr,").rstrip(",").strip()
            return f"{head}print({values})"
        found = _PRINT_CALL.match(text)
        if found is not None:
            return f"{found[1]}print({found[2]})" if not _balanced(found[2]) else text
    if "except" in text:
        text = _EXCEPT.sub(r"\1 as \2:", text)
    if "raise" in text:
        text = _RAISE.sub(r"\1(\2)", text)
    return text


def _balanced(text: str) -> bool:
    return text.count("(") == text.count(")") and text.endswith(")")


# Code among other text


def _pieces(rows: list[Line]) -> tuple[list[Line], list[str]]:
    """Statement by statement: what parses is kept, what can be mended is mended, the rest is left out."""
    kept: list[Line] = []
    left_out: list[str] = []
    depths = [_depth(row.text) for row in rows]
    place = 0
    deadline = time.monotonic() + _MOST_SECONDS
    while place < len(rows):
        if time.monotonic() > deadline:
            left_out.extend(row.place for row in rows[place:] if row.text.strip())
            break
        if not rows[place].text.strip() or rows[place].text.lstrip().startswith("#"):
            place += 1
            continue
        end = _end(rows, depths, place)
        made = _parsed_piece(rows[place:end])
        if made is None:
            # A longer piece may be two: a bracket that was never closed, a block without its indentation.
            mended = _mended(rows, place)
            if mended is not None:
                made, end = mended
        if made is None and end > place + 1:
            end = _shorter(rows, place, end)
            made = _parsed_piece(rows[place:end])
        if made is None:
            left_out.append(rows[place].place)
            place += 1
            continue
        kept.extend(made)
        place = end
    return kept, left_out


def _depth(text: str) -> int:
    """How many brackets the line leaves open; a triple quote counts as one that is very deep."""
    plain = text
    triples = plain.count('"""') + plain.count("'''")
    plain = _STRINGS.sub("", plain)
    made = sum(plain.count(sign) for sign in "([{") - sum(plain.count(sign) for sign in ")]}")
    return made + (1000 if triples % 2 else 0)


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _end(rows: list[Line], depths: list[int], start: int) -> int:
    """Where the statement that starts here ends: brackets closed, the indented lines and branches below it included."""
    indent = _indent(rows[start].text)
    depth, quoted = 0, False
    place = start
    while place < len(rows) and place - start < _MOST_LINES_OF_ONE:
        text = rows[place].text
        if place > start and depth <= 0 and not quoted and text.strip():
            inside = _indent(text) > indent or (_indent(text) == indent and _FOLLOWS.match(text))
            decorated = rows[place - 1].text.lstrip().startswith("@")
            continued = rows[place - 1].text.rstrip().endswith("\\")
            if not inside and not decorated and not continued:
                break
        change = depths[place]
        if abs(change) >= 500:
            quoted = not quoted
            change -= 1000
        if not quoted:
            depth += change
        place += 1
    return place


def _parsed_piece(rows: list[Line]) -> list[Line] | None:
    """The lines, set back to the margin, where they parse."""
    indent = _indent(rows[0].text) if rows else 0
    moved = [Line(row.text[min(indent, _indent(row.text)) :], row.place) for row in rows]
    for candidate in (moved, [Line(_repaired(row.text), row.place) for row in moved]):
        if parsed(candidate) is not None:
            return candidate
    return None


def _repaired(text: str) -> str:
    return _OCTAL.sub(r"0o\1", _MANGLED.sub("=", text))


def _mended(rows: list[Line], start: int) -> tuple[list[Line], int] | None:
    """A block without its indentation, or a line whose brackets are not closed."""
    text = rows[start].text.rstrip()
    if re.match(r"^\s*(def|class)\b.*:$", text):
        body: list[Line] = []
        place = start + 1
        while place < len(rows) and len(body) < 200:
            row = rows[place]
            if re.match(r"^\s*(def|class)\b", row.text):
                break
            body.append(Line("    " + _repaired(row.text) if row.text.strip() else "", row.place))
            place += 1
            if re.match(r"^\s*return\b", row.text):
                # The expression may go on over more lines.
                while place < len(rows) and parsed([rows[start], *body]) is None and len(body) < 220:
                    body.append(Line("    " + rows[place].text, rows[place].place))
                    place += 1
                break
        made = [Line(text.lstrip(), rows[start].place), *body]
        if body and parsed(made) is not None:
            return made, place
    if re.match(r"^\s*(for|while|if|with)\b.*:$", text) and start + 1 < len(rows):
        made = [
            Line(text.lstrip(), rows[start].place),
            Line("    " + rows[start + 1].text.strip(), rows[start + 1].place),
        ]
        if parsed(made) is not None:
            return made, start + 2
    closed = _closed(_repaired(text.strip()))
    if closed is not None and "(" in closed and _looks_like_code(closed):
        made = [Line(closed, rows[start].place)]
        if parsed(made) is not None:
            return made, start + 1
    return None


def _looks_like_code(text: str) -> bool:
    return re.match(r"^[\w.\[\]'\", ]+(=|\()", text) is not None


def _closed(text: str) -> str | None:
    """The line with the brackets closed that it leaves open, or without those that it closes too often."""
    plain = _STRINGS.sub(lambda found: "" if found[0].startswith("#") else " " * len(found[0]), text)
    comment = plain.find("#")
    text = text[:comment].rstrip() if comment >= 0 else text
    waiting: list[str] = []
    pairs = {"(": ")", "[": "]", "{": "}"}
    for place, sign in enumerate(plain):
        if sign in pairs:
            waiting.append(pairs[sign])
        elif sign in ")]}":
            if not waiting or waiting[-1] != sign:
                return text[:place] if not waiting else None
            waiting.pop()
    return text + "".join(reversed(waiting)) if waiting else None


def _shorter(rows: list[Line], start: int, end: int) -> int:
    """A shorter end: the statement's own line, where the lines below do not belong to it."""
    for place in range(min(end - 1, start + 30), start, -1):
        if _parsed_piece(rows[start:place]) is not None:
            return place
    return start + 1
