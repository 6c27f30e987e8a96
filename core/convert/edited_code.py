"""Code that the user edits beside the graph, as a change of the project that it shows.

The way from a text to a project that keeps ids and places, with the lines of every node, or to the line that cannot be
read. Does not belong here: reading code (from_code), what corresponds (core.graph.adopting), the editor (gui). Invariant: a
text that is not understood in full says so, and it is for the caller to take it all the same.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass

from core.catalog.catalog import Catalog
from core.convert.imported import Imported
from core.convert.to_code import write_code
from core.errors import ConversionError, NetwrightError
from core.graph.adopting import Adopted, adopt_nodes
from core.graph.model import Project
from core.texts import Text, text

Lines = Mapping[tuple[str, str], tuple[int, int]]
"""(block name or "", node id) to first and last line, counted from 1."""

_PLACE = re.compile(r"^\s*(?:[Ii]n\s+)?[Ll]ine (\d+)\s*[:,.]?\s*")


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a line (or 0: about the whole text): one sentence without the line in it."""

    line: int
    text: str
    column: int | None = None


class CodeError(NetwrightError):
    """The text is no code that a model can be read from; ``remark`` says where and why."""

    def __init__(self, remark: Remark) -> None:
        super().__init__(remark.text)
        self.remark = remark


@dataclass(frozen=True, slots=True)
class EditedCode:
    """What a text makes of a project.

    ``remarks`` are what was not understood; without any the project says what the text says. ``generated`` is the code that
    Netwright writes for the project, or "" where it cannot.
    """

    project: Project
    remarks: tuple[Remark, ...]
    lines: Lines
    generated: str


def read_edit(source: str, project: Project, catalog: Catalog, remembered: Project | None = None) -> EditedCode:
    """The project that ``text`` makes of ``project``; ``remembered`` is an earlier state whose places come back.

    Raises:
        CodeError: the text is no Python, or no model is in it.
    """
    from core.convert.from_code.reader import read_code

    check_syntax(source)
    try:
        imported = read_code(source, project.graph.name, catalog=catalog)
    except NetwrightError as error:
        raise CodeError(_remark(error.message)) from error
    if not imported.project.graph.nodes:
        raise CodeError(_remark(next(iter(imported.notes), text("There is no model in this code."))))
    adopted = adopt_nodes(project, imported.project, remembered)
    lines: Lines = _lines(source, imported, adopted)
    generated = ""
    try:
        code = write_code(adopted.project, catalog=catalog)
    except ConversionError:
        pass  # a graph that is not complete yet is shown by its problems
    else:
        generated = code.text
        lines = code.lines if generated == source else lines
    return EditedCode(adopted.project, _remarks(imported, project), lines, generated)


def check_syntax(source: str) -> None:
    """CodeError with the place if the text is no Python."""
    try:
        ast.parse(source)
    except SyntaxError as error:
        message = error.msg.rstrip(".") if error.msg else text("this is no Python")
        column = error.offset - 1 if error.offset else None
        line = min(error.lineno or 1, source.count("\n") + 1)
        raise CodeError(Remark(line, text("This is no Python: {message}.", message=message), column)) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise CodeError(Remark(0, text("This is no Python: {error}.", error=error))) from error


def _remarks(imported: Imported, project: Project) -> tuple[Remark, ...]:
    """What the reader did not understand; a placeholder that the project has already is none."""
    known = {layer.name for layer in project.graph.layers.values() if layer.raw is not None}
    notes = [_remark(note) for note in imported.notes]
    placed = " ".join(note.text for note in notes)
    notes += [
        Remark(0, item.reason) for item in imported.placeholders if item.name not in known and item.reason not in placed
    ]
    return tuple(dict.fromkeys(notes))


def _remark(note: str) -> Remark:
    """A sentence with its line taken out of it."""
    found = _PLACE.match(note)
    if found is None:
        return Remark(0, note)
    rest = note[found.end() :]
    inner = note.values.get("sentence") if isinstance(note, Text) else None
    if isinstance(inner, str) and inner == rest and not rest[:1].islower():
        return Remark(int(found[1]), inner)
    return Remark(int(found[1]), rest[:1].upper() + rest[1:])


def _lines(text: str, imported: Imported, adopted: Adopted) -> dict[tuple[str, str], tuple[int, int]]:
    """The statements that make the nodes, where the reader knows them."""
    spans: dict[int, tuple[int, int]] = {}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.stmt) and not hasattr(node, "body"):
            for line in range(node.lineno, (node.end_lineno or node.lineno) + 1):
                spans[line] = (node.lineno, node.end_lineno or node.lineno)
    found = {}
    for key, line in imported.lines.items():
        if key in adopted.nodes:
            found[adopted.nodes[key]] = spans.get(line, (line, line))
    return found
