"""Format 1 of a project and of a clipboard fragment: the values of :mod:`core.graph.model` as JSON and back.

A project is one JSON object whose field ``netwright`` holds the format number. One layer, one node, one position is
one line, so that a change is a small diff. Does not belong here: files (files), older formats (migrations).
Invariants: ``loads(dumps(project))`` equals the project, types and order included; equal bytes for equal input;
whatever can be written can be read again; anything malformed is one FileError that names the place.
"""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock
from typing import Any

from core.errors import FileError, NewerFormatError
from core.graph.model import Graph, Project
from core.graph.rewiring import Feed
from core.graph.values import FrozenMap, Source, Value, frozen
from core.storage import json_text
from core.storage.json_text import MAX_BYTES, Shape
from core.storage.known_rows import KnownRows
from core.storage.migrations import upgrade
from core.storage.record import Record
from core.storage.schema_graph import (
    BLOCK_SHAPE,
    GRAPH_SHAPE,
    Rows,
    decode_blocks,
    decode_graph,
    decode_step,
    encode_block,
    encode_graph,
)
from core.storage.schema_settings import (
    SEARCH_SHAPE,
    TRAINING_SHAPE,
    decode_search,
    decode_training,
    encode_search,
    encode_training,
)
from core.storage.schema_values import MAX_DEPTH, damaged, decode_map, decode_text, encode_text, encode_value
from core.texts import text

FORMAT = 1
MAX_LAYERS = 20_000

_MARK = "netwright"
_FRAGMENT_MARK = "netwright-fragment"
_SHAPE: Shape = {"graph": GRAPH_SHAPE, "blocks": [BLOCK_SHAPE], "training": TRAINING_SHAPE, "search": SEARCH_SHAPE}


class ProjectWriter:
    """Writes the texts of one project after another; quick where little changed since the last one.

    Documents share what edits do not touch, so a record is encoded again only if it is another object than last time.
    May be used from several threads.
    """

    def __init__(self) -> None:
        self._rows = KnownRows()
        self._lock = Lock()

    def text(self, project: Project) -> str:
        """The text of a project file; FileError if it is beyond what :func:`loads` reads."""
        with self._lock:
            rows = KnownRows(self._rows)
            text = json_text.write(encode(project, rows), _SHAPE)
            self._rows = rows
        _check_size(text)
        return text


def dumps(project: Project) -> str:
    """The text of a project file; FileError if it is beyond what :func:`loads` reads."""
    return ProjectWriter().text(project)


def loads(source: str) -> Project:
    """The project of a file's text; FileError, NewerFormatError."""
    _check_size(source)
    if not source.strip():
        raise FileError(text("This is not a Netwright project: it is empty."))
    return decode(json_text.parse(source))


def encode(project: Project, rows: Rows | None = None) -> dict[str, Any]:
    """The JSON data of a project; FileError if it is beyond what :func:`decode` reads."""
    rows = rows or Rows()
    _check_layers(len(project.graph.layers) + sum(len(block.graph.layers) for block in project.blocks.values()))
    made: dict[str, Any] = {
        _MARK: FORMAT,
        "description": encode_text(project.description),
        "dtype_policy": encode_value(project.dtype_policy),
        "graph": encode_graph(project.graph, rows),
        "blocks": [encode_block(block, rows) for block in project.blocks.values()],
        "training": encode_training(project.training),
        "search": encode_search(project.search),
    }
    if project.budget:
        made["budget"] = encode_value(project.budget)
    if project.custom_files:
        made["custom_files"] = [encode_text(path) for path in project.custom_files]
    made.update((name, _plain(project.extra[name])) for name in sorted(project.extra) if name not in made)
    return made


def decode(data: Any) -> Project:
    """The project of JSON data of this format or an older one; FileError, NewerFormatError."""
    if not isinstance(data, dict) or _MARK not in data:
        raise FileError(
            text("This is not a Netwright project: its field {field!r} with the format number is missing.", field=_MARK)
        )
    number = _checked_format(data[_MARK], text("project"))
    record = Record(upgrade(data, number), "")
    record.raw(_MARK)
    _check_layers(_count_layers(data))
    return Project(
        graph=decode_graph(record.record("graph")),
        blocks=decode_blocks(record, "blocks"),
        training=decode_training(record.record("training")),
        search=decode_search(record.record("search")),
        dtype_policy=record.value("dtype_policy"),
        description=record.text("description"),
        budget=decode_map(record.raw("budget", {}), "budget"),
        custom_files=_decode_paths(record.raw("custom_files", [])),
        extra=_decode_extra(record.rest()),
    )


def encode_fragment(fragment: Graph, feeds: Iterable[Feed] = ()) -> str:
    """The clipboard text of a fragment (see :mod:`core.graph.fragments`), with the wires that fed it from outside."""
    data: dict[str, Any] = {_FRAGMENT_MARK: FORMAT, "graph": encode_graph(fragment, Rows())}
    rows = [
        [
            encode_text(feed.target),
            list(feed.path),
            encode_text(feed.source.node),
            feed.source.output,
            encode_text(feed.name),
        ]
        for feed in feeds
    ]
    if rows:
        data["feeds"] = rows
    return json_text.write(data, {"graph": GRAPH_SHAPE})


def decode_fragment(written: str) -> Graph | None:
    """The fragment of a clipboard text; None if the text is something else, FileError if it is ours but damaged."""
    if len(written) > MAX_BYTES or f'"{_FRAGMENT_MARK}"' not in written[:200]:
        return None
    data = json_text.parse(written)
    if not isinstance(data, dict) or _FRAGMENT_MARK not in data:
        return None
    _checked_format(data[_FRAGMENT_MARK], text("clipboard content"))
    record = Record(data, "")
    record.raw(_FRAGMENT_MARK)
    inner = record.record("graph")
    _check_layers(len(inner.items("layers")))
    graph = decode_graph(inner)
    record.raw("feeds", None)
    record.end()
    return graph


def decode_feeds(written: str) -> list[Feed]:
    """The wires from outside that :func:`encode_fragment` was given; FileError if they are damaged."""
    fragment = decode_fragment(written)
    rows = json_text.parse(written).get("feeds", []) if fragment is not None else []
    if not isinstance(rows, list):
        raise damaged("feeds", text("a list"), rows)
    found: list[Feed] = []
    for index, row in enumerate(rows):
        place = f"feeds[{index}]"
        if not isinstance(row, list) or len(row) != 5 or not isinstance(row[1], list) or not row[1]:
            raise damaged(place, text("a node, a path, a node, an output and a name"), row)
        path = tuple(decode_step(step, place) for step in row[1])
        if not isinstance(row[3], int) or isinstance(row[3], bool) or row[3] < 0:
            raise damaged(place, text("an output of 0 or more"), row[3])
        source = Source(decode_text(row[2], place), row[3])
        found.append(Feed(decode_text(row[0], place), path, source, decode_text(row[4], place)))
    return found


def _checked_format(number: Any, what: str) -> int:
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise FileError(
            text(
                "The {what} is damaged: expected a format number of 1 or more, received {number!r:.60}.",
                what=what,
                number=number,
            )
        )
    if number > FORMAT:
        raise NewerFormatError(
            text(
                "The {what} was made by a newer Netwright: it has format {number}, this version reads formats up "
                "to {format}.",
                what=what,
                number=number,
                format=FORMAT,
            )
        )
    return number


def _count_layers(data: dict[str, Any]) -> int:
    """The layers of all graphs, without trusting any shape: bad ones get their own message later."""
    blocks = data.get("blocks")
    blocks = blocks if isinstance(blocks, list) else []
    graphs = [data.get("graph"), *(block.get("graph") for block in blocks if isinstance(block, dict))]
    layers = [graph.get("layers") for graph in graphs if isinstance(graph, dict)]
    return sum(len(items) for items in layers if isinstance(items, list))


def _check_layers(count: int) -> None:
    if count > MAX_LAYERS:
        raise FileError(
            text(
                "A project holds at most {most:,} layers. Received: {count:,}.",
                most=MAX_LAYERS,
                count=count,
            )
        )


def _check_size(source: str) -> None:
    size = len(source) if source.isascii() or len(source) > MAX_BYTES else len(source.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        raise FileError(
            text(
                "A project file holds at most {most} MiB. Received: {size:.1f} MiB.",
                most=MAX_BYTES >> 20,
                size=size / (1 << 20),
            )
        )


def _decode_paths(data: Any) -> tuple[str, ...]:
    if not isinstance(data, list):
        raise damaged("custom_files", text("a list of paths"), data)
    return tuple(decode_text(path, f"custom_files[{place}]") for place, path in enumerate(data))


def _decode_extra(fields: dict[str, Any]) -> FrozenMap[str, Value]:
    """Unknown fields as plain values: no tag in them means anything to this version."""
    made: dict[str, Value] = {}
    for name, data in fields.items():
        if not _is_shallow(data):
            raise damaged(name, text("at most {most} levels of nesting", most=MAX_DEPTH), data)
        made[name] = frozen(data)
    return FrozenMap(made)


def _is_shallow(data: Any, depth: int = 0) -> bool:
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return depth <= MAX_DEPTH and all(_is_shallow(item, depth + 1) for item in inner)


def _plain(value: Value) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, FrozenMap):
        return {key: _plain(item) for key, item in value.items()}
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    raise TypeError(f"Project.extra holds plain JSON only, not a {type(value).__name__}.")
