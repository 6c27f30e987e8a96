"""DOT text back to nodes, wires and clusters: the part of the language that our drawings use.

For our own SVG writer, where no Graphviz is at hand or it takes too long. Does not belong here: layout, drawing. Reads
any input in linear time; what it does not understand is one ConversionError.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from core.errors import ConversionError
from core.texts import text

_TOKEN = re.compile(
    r'\s+|//[^\n]*|/\*.*?\*/|(->|--|[{}\[\];,=:])|("(?:[^"\\]|\\.)*")|([\w.+\-]+?(?=->|--|[^\w.+\-]|$))|(<)', re.S
)
_DEFAULTS = frozenset({"node", "edge", "graph"})


@dataclass(slots=True)
class Cluster:
    """A frame around nodes: the ids of those directly or further inside; ``levels`` of frames stand inside it."""

    attributes: dict[str, str] = field(default_factory=dict)
    nodes: list[str] = field(default_factory=list)
    levels: int = 0


@dataclass(slots=True)
class DotGraph:
    """What a DOT text draws. Labels are as in the text without quotes; HTML labels keep their angle brackets."""

    attributes: dict[str, str] = field(default_factory=dict)
    nodes: dict[str, dict[str, str]] = field(default_factory=dict)
    edges: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    clusters: list[Cluster] = field(default_factory=list)


def read_dot(text: str) -> DotGraph:
    """Parse a drawing; ConversionError with one sentence if it is not one."""
    return _Reader(_tokens(text)).graph()


def _tokens(source: str) -> list[str]:
    tokens: list[str] = []
    place = 0
    while place < len(source):
        match = _TOKEN.match(source, place)
        if match is None:
            raise ConversionError(
                text("The drawing cannot be read: unexpected {found!r}.", found=source[place : place + 20])
            )
        place = match.end()
        mark, string, word, html = match.groups()
        if html:
            depth = 1
            start = match.start()
            while depth:
                found = re.compile(r"[<>]").search(source, place)
                if found is None:
                    raise ConversionError(text("The drawing cannot be read: an HTML label has no end."))
                depth += 1 if found.group() == "<" else -1
                place = found.end()
            tokens.append(source[start:place])
        elif mark or string or word:
            tokens.append(mark or string or word)
    return tokens


class _Reader:
    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.place = 0
        self.found = DotGraph()
        self.open: list[Cluster] = []

    def graph(self) -> DotGraph:
        if self.peek() == "strict":
            self.take()
        if self.take() not in ("digraph", "graph"):
            raise ConversionError(text("The drawing cannot be read: it does not start with 'digraph'."))
        if self.peek() != "{":
            self.take()
        self.expect("{")
        depth = 1
        while depth:
            token = self.peek()
            if token == "}":
                self.take()
                depth -= 1
                if self.open:
                    closed = self.open.pop()
                    for outer in self.open[-1:]:
                        outer.levels = max(outer.levels, closed.levels + 1)
            elif token == "subgraph":
                self.take()
                if self.peek() != "{":
                    self.take()
                self.expect("{")
                depth += 1
                self.open.append(Cluster())
                self.found.clusters.append(self.open[-1])
            elif token in (";", ","):
                self.take()
            else:
                self.statement()
        return self.found

    def statement(self) -> None:
        name = _text(self.take())
        following = self.peek()
        if following == "=":
            self.take()
            owner = self.open[-1].attributes if self.open else self.found.attributes
            owner[name] = _text(self.take())
        elif following in ("->", "--"):
            ends = [name]
            while self.peek() in ("->", "--"):
                self.take()
                ends.append(_text(self.take()))
            attributes = self.attributes()
            for end in ends:
                self.found.nodes.setdefault(end, {})
            self.found.edges.extend((first, second, attributes) for first, second in zip(ends, ends[1:], strict=False))
        elif name in _DEFAULTS:
            attributes = self.attributes()
            if name == "graph":
                (self.open[-1].attributes if self.open else self.found.attributes).update(attributes)
        else:
            self.node(name, self.attributes())

    def node(self, name: str, attributes: dict[str, str]) -> None:
        for cluster in self.open:
            if name not in cluster.nodes:
                cluster.nodes.append(name)
        self.found.nodes.setdefault(name, {}).update(attributes)

    def attributes(self) -> dict[str, str]:
        found: dict[str, str] = {}
        while self.peek() == "[":
            self.take()
            while self.peek() != "]":
                key = _text(self.take())
                if key in (",", ";"):
                    continue
                self.expect("=")
                found[key] = _text(self.take())
            self.take()
        return found

    def peek(self) -> str:
        if self.place >= len(self.tokens):
            raise ConversionError(text("The drawing cannot be read: it ends too early."))
        return self.tokens[self.place]

    def take(self) -> str:
        token = self.peek()
        self.place += 1
        return token

    def expect(self, token: str) -> None:
        if self.take() != token:
            raise ConversionError(text("The drawing cannot be read: expected {token!r}.", token=token))


def _text(token: str) -> str:
    return re.sub(r"\\(.)", r"\1", token[1:-1], flags=re.S) if token[0] == '"' else token
