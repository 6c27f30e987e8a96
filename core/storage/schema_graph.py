"""Format 1 of graphs and blocks, field by field.

Layers, nodes, frames, notes and blocks are lists of records, since their order has a meaning. Does not belong here:
values (schema_values), the project around the graph (schema). Invariant: decoding what was encoded gives an equal
graph; a graph that breaks the invariants of the document is a FileError.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, TypeVar, cast

from core.errors import FileError
from core.graph.model import Block, Direction, Frame, Graph, Layer, Layout, Node, Note, Structure
from core.graph.queries import check
from core.graph.values import FrozenMap, Path, Source, Value
from core.storage.json_text import Shape
from core.storage.record import Record
from core.storage.schema_values import (
    damaged,
    decode_list,
    decode_map,
    decode_number,
    decode_text,
    decode_value,
    encode_map,
    encode_number,
    encode_text,
    encode_value,
)
from core.texts import text

GRAPH_SHAPE: Shape = {
    "layers": [None],
    "nodes": [None],
    "layout": {"frames": [None], "notes": [None], "positions": [None], "reroutes": [None]},
}
BLOCK_SHAPE: Shape = {"graph": GRAPH_SHAPE}

Item = TypeVar("Item")
Points = tuple[tuple[float, float], ...]


# Encoding


class Rows:
    """Encodes the many records of a graph, each to JSON data. A writer that remembers them may stand in for it."""

    def encode(
        self, place: str, items: FrozenMap[str, Item], keys: Iterable[str], encode: Callable[[str, Item], Any]
    ) -> list[Any]:
        """The records of ``items`` in the order of ``keys``; ``place`` tells apart the lists of one project."""
        return [encode(key, items[key]) for key in keys]


def encode_graph(graph: Graph, rows: Rows, place: str = "") -> dict[str, Any]:
    """JSON for a graph; ``place`` is the name of the block it belongs to."""
    return {
        "name": encode_text(graph.name),
        "inputs": encode_value(cast(Value, graph.inputs)),
        "outputs": encode_value(cast(Value, graph.outputs)),
        "layers": rows.encode(f"layers {place}", graph.layers, graph.layers, _encode_layer),
        "nodes": rows.encode(f"nodes {place}", graph.nodes, graph.nodes, _encode_node),
        "layout": _encode_layout(graph.layout, rows, place),
    }


def encode_block(block: Block, rows: Rows) -> dict[str, Any]:
    """JSON for a block."""
    return {
        "name": encode_text(block.name),
        "kind": block.kind,
        "description": encode_text(block.description),
        "parameters": encode_map(block.parameters),
        "graph": encode_graph(block.graph, rows, block.name),
    }


def _encode_layer(_: str, layer: Layer) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": encode_text(layer.id),
        "name": encode_text(layer.name),
        "type": encode_text(layer.type),
    }
    if layer.params:
        made["params"] = encode_map(layer.params, ordered=False)
    if type(layer.repeat) is not int or layer.repeat != 1:
        made["repeat"] = encode_value(layer.repeat)
    if layer.raw is not None:
        made["raw"] = encode_text(layer.raw)
    return made


def _encode_node(_: str, node: Node) -> dict[str, Any]:
    made: dict[str, Any] = {"id": encode_text(node.id), "layer": encode_text(node.layer)}
    if node.arguments:
        made["arguments"] = encode_map(node.arguments)
    if node.bypassed:
        made["bypassed"] = True
    return made


def _encode_position(node: str, place: tuple[float, float]) -> list[Any]:
    return [encode_text(node), encode_number(place[0]), encode_number(place[1])]


def _encode_layout(layout: Layout, rows: Rows, place: str) -> dict[str, Any]:
    reroutes = [
        {"node": encode_text(node), "path": [_encode_step(step) for step in path], "points": _encode_points(points)}
        for (node, path), points in layout.reroutes.items()
    ]
    return {
        "direction": layout.direction,
        "collapsed": [encode_text(node) for node in sorted(layout.collapsed)],
        "frames": [_encode_frame(frame) for frame in layout.frames.values()],
        "notes": [_encode_note(note) for note in layout.notes.values()],
        "positions": rows.encode(f"positions {place}", layout.positions, sorted(layout.positions), _encode_position),
        "reroutes": sorted(reroutes, key=json.dumps),
    }


def _encode_step(step: str | int) -> Any:
    return encode_text(step) if isinstance(step, str) else encode_number(step)


def _encode_points(points: Points) -> list[Any]:
    return [[encode_number(x), encode_number(y)] for x, y in points]


def _encode_frame(frame: Frame) -> dict[str, Any]:
    return {
        "id": encode_text(frame.id),
        "title": encode_text(frame.title),
        "x": encode_number(frame.x),
        "y": encode_number(frame.y),
        "width": encode_number(frame.width),
        "height": encode_number(frame.height),
        "color": encode_text(frame.color),
    }


def _encode_note(note: Note) -> dict[str, Any]:
    return {
        "id": encode_text(note.id),
        "text": encode_text(note.text),
        "x": encode_number(note.x),
        "y": encode_number(note.y),
        "width": encode_number(note.width),
        "height": encode_number(note.height),
        "color": encode_text(note.color),
    }


# Decoding


def decode_graph(record: Record) -> Graph:
    """The graph of a record; FileError when it is malformed or breaks an invariant of the document."""
    graph = Graph(
        name=record.text("name"),
        layers=_by_key(record, "layers", _decode_layer, lambda layer: layer.id),
        nodes=_by_key(record, "nodes", _decode_node, lambda node: node.id),
        inputs=_decode_structure(record.raw("inputs"), record.place("inputs")),
        outputs=_decode_structure(record.raw("outputs"), record.place("outputs")),
        layout=_decode_layout(record.record("layout")),
    )
    record.end()
    broken = check(graph)
    if broken:
        raise FileError(
            text("The project is damaged in the graph {name!r}: {fault}", name=graph.name, fault=broken[0]),
            "\n".join(broken),
        )
    return graph


def decode_blocks(record: Record, name: str) -> FrozenMap[str, Block]:
    """The blocks in the list under ``name``."""
    return _by_key(record, name, _decode_block, lambda block: block.name)


def _decode_block(record: Record) -> Block:
    kind = record.choice("kind", "function", "model")
    return Block(
        name=record.text("name"),
        kind="model" if kind == "model" else "function",
        description=record.text("description"),
        parameters=record.mapping("parameters"),
        graph=decode_graph(record.record("graph")),
    )


def _by_key(
    record: Record, name: str, decode: Callable[[Record], Item], key_of: Callable[[Item], str]
) -> FrozenMap[str, Item]:
    made: dict[str, Item] = {}
    for number, data in enumerate(record.items(name)):
        place = f"{record.place(name)}[{number}]"
        inner = Record(data, place)
        item = decode(inner)
        inner.end()
        key = key_of(item)
        if key in made:
            raise damaged(place, text("an id that was not there before"), key)
        made[key] = item
    return FrozenMap(made)


def _decode_layer(record: Record) -> Layer:
    raw = record.raw("raw", None)
    return Layer(
        id=record.text("id"),
        type=record.text("type"),
        name=record.text("name"),
        params=decode_map(record.raw("params", {}), record.place("params")),
        repeat=decode_value(record.raw("repeat", 1), record.place("repeat")),
        raw=None if raw is None else decode_text(raw, record.place("raw")),
    )


def _decode_node(record: Record) -> Node:
    arguments = decode_map(record.raw("arguments", {}), record.place("arguments"))
    bypassed = record.raw("bypassed", False)
    if not isinstance(bypassed, bool):
        raise damaged(record.place("bypassed"), text("true or false"), bypassed)
    return Node(record.text("id"), record.text("layer"), arguments, bypassed)


def _decode_structure(data: Any, place: str) -> Structure:
    value = decode_value(data, place)
    if not _is_structure(value):
        raise damaged(place, text("sources in lists and maps"), data)
    return cast(Structure, value)


def _is_structure(value: Value) -> bool:
    inner: Iterable[Value] = ()
    if isinstance(value, tuple):
        inner = value
    elif isinstance(value, FrozenMap):
        inner = value.values()
    elif value is not None and not isinstance(value, Source):
        return False
    return all(_is_structure(item) for item in inner)


def _decode_layout(record: Record) -> Layout:
    collapsed = [decode_text(node, record.place("collapsed")) for node in record.items("collapsed")]
    layout = Layout(
        positions=_decode_positions(record),
        frames=_by_key(record, "frames", _decode_frame, lambda frame: frame.id),
        notes=_by_key(record, "notes", _decode_note, lambda note: note.id),
        reroutes=_decode_reroutes(record),
        collapsed=frozenset(collapsed),
        direction=cast(Direction, record.choice("direction", "TB", "LR")),
    )
    record.end()
    return layout


def _decode_positions(record: Record) -> FrozenMap[str, tuple[float, float]]:
    made: dict[str, tuple[float, float]] = {}
    for number, data in enumerate(record.items("positions")):
        place = f"{record.place('positions')}[{number}]"
        if not isinstance(data, list) or len(data) != 3:
            raise damaged(place, text("a node, x and y"), data)
        node = decode_text(data[0], place)
        if node in made:
            raise damaged(place, text("a node that was not there before"), node)
        made[node] = decode_number(data[1], place), decode_number(data[2], place)
    return FrozenMap(made)


def _decode_reroutes(record: Record) -> FrozenMap[tuple[str, Path], Points]:
    made: dict[tuple[str, Path], Points] = {}
    for number, data in enumerate(record.items("reroutes")):
        inner = Record(data, f"{record.place('reroutes')}[{number}]")
        path = tuple(decode_step(step, inner.place("path")) for step in inner.items("path"))
        key = inner.text("node"), path
        if key in made:
            raise damaged(inner.place("path"), text("a wire that was not there before"), inner.raw("path"))
        made[key] = tuple(_decode_point(point, inner.place("points")) for point in inner.items("points"))
        inner.end()
    return FrozenMap(made)


def decode_step(data: Any, place: str) -> str | int:
    """A step of a path: a name or a position."""
    if isinstance(data, int) and not isinstance(data, bool):
        return data
    return decode_text(data, place)


def _decode_point(data: Any, place: str) -> tuple[float, float]:
    if len(decode_list(data, place)) != 2:
        raise damaged(place, text("x and y"), data)
    return decode_number(data[0], place), decode_number(data[1], place)


def _decode_frame(record: Record) -> Frame:
    return Frame(
        id=record.text("id"),
        title=record.text("title"),
        x=record.number("x"),
        y=record.number("y"),
        width=record.number("width"),
        height=record.number("height"),
        color=record.text("color"),
    )


def _decode_note(record: Record) -> Note:
    return Note(
        id=record.text("id"),
        text=record.text("text"),
        x=record.number("x"),
        y=record.number("y"),
        width=record.number("width"),
        height=record.number("height"),
        color=record.text("color"),
    )
