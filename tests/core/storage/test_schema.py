"""Format 1: whatever the document can be is written and read back exactly, and always as the same text."""

from __future__ import annotations

import json
import math
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from hypothesis import example, given, settings

from core.errors import FileError
from core.graph.model import INPUT_TYPE, Block, Frame, Graph, Layer, Layout, Node, Note, Project
from core.graph.values import Array, FrozenMap, KerasObject, Raw, Source, Value
from core.storage import json_text
from core.storage.schema import (
    FORMAT,
    MAX_LAYERS,
    ProjectWriter,
    decode,
    decode_fragment,
    dumps,
    encode,
    encode_fragment,
    loads,
)
from core.storage.schema_values import MAX_DEPTH, decode_value, encode_value
from tests.core.graph.strategies import PROJECTS, VALUES, graphs


def exact(item: Any) -> Any:
    """A key that is equal only for items equal in type and order too, with NaN equal to itself."""
    if is_dataclass(item):
        return type(item).__name__, *(exact(getattr(item, field.name)) for field in fields(item))
    if isinstance(item, FrozenMap):
        return "map", tuple((exact(key), exact(value)) for key, value in item.items())
    if isinstance(item, frozenset):
        return "set", tuple(sorted(item))
    if isinstance(item, tuple):
        return tuple(exact(part) for part in item)
    return type(item).__name__, repr(item)


def exact_but_order(item: Any) -> Any:
    """As :func:`exact`, but maps are compared without their order, as the model compares them."""
    if is_dataclass(item):
        return type(item).__name__, *(exact_but_order(getattr(item, field.name)) for field in fields(item))
    if isinstance(item, FrozenMap):
        return "map", frozenset((exact_but_order(key), exact_but_order(value)) for key, value in item.items())
    if isinstance(item, frozenset):
        return "set", item
    if isinstance(item, tuple):
        return tuple(exact_but_order(part) for part in item)
    return type(item).__name__, repr(item)


@given(VALUES)
@example(10**3990)
@example(math.nan)
@example(-math.inf)
@example("\ud83d\ude00")
@example(FrozenMap({"$source": "not a source", "b": True}))
@example((1, 1.0, True, "1"))
def test_values_come_back_exactly(value: Value) -> None:
    text = json_text.write(encode_value(value), None)
    text.encode("utf-8")
    assert exact_but_order(decode_value(json_text.parse(text), "value")) == exact_but_order(value)


@settings(max_examples=60)
@given(PROJECTS)
def test_projects_come_back_exactly(project: Project) -> None:
    text = dumps(project)
    text.encode("utf-8")
    again = loads(text)
    assert exact_but_order(again) == exact_but_order(project)
    assert dumps(again) == text
    assert decode(encode(project)) == again or "nan" in text


@given(graphs())
def test_order_that_means_something_survives(graph: Graph) -> None:
    again = loads(dumps(Project(graph=graph))).graph
    assert list(again.layers) == list(graph.layers)
    assert list(again.nodes) == list(graph.nodes)
    assert [exact(node) for node in again.nodes.values()] == [exact(node) for node in graph.nodes.values()]
    assert exact((again.inputs, again.outputs)) == exact((graph.inputs, graph.outputs))
    assert list(again.layout.frames) == list(graph.layout.frames)
    assert list(again.layout.notes) == list(graph.layout.notes)


@settings(max_examples=30)
@given(graphs(), graphs())
def test_a_writer_that_remembers_writes_the_same(one: Graph, other: Graph) -> None:
    writer = ProjectWriter()
    block = Project(graph=one, blocks=FrozenMap({"": Block("", graph=other)}))
    for project in (block, Project(graph=other), Project(graph=one), block, block):
        assert writer.text(project) == dumps(project)


def two_layers() -> Graph:
    nodes = {"n1": Node("n1", "l1"), "n2": Node("n2", "l2", FrozenMap({"inputs": Source("n1")}))}
    layers = {
        "l1": Layer("l1", INPUT_TYPE, "输入", FrozenMap({"shape": (64,)})),
        "l2": Layer(
            "l2",
            "keras.layers.Dense",
            "dense",
            FrozenMap({"units": 10, "kernel_initializer": KerasObject("keras.initializers.HeNormal")}),
        ),
    }
    layout = Layout(positions=FrozenMap({"n2": (0.0, 90.5), "n1": (0.0, 0.0)}))
    return Graph(layers=FrozenMap(layers), nodes=FrozenMap(nodes), layout=layout)


def test_the_text_is_made_for_diffs() -> None:
    lines = dumps(Project(graph=two_layers())).splitlines()
    assert lines[:4] == ["{", '  "netwright": 1,', '  "description": "",', '  "dtype_policy": null,']
    assert (
        '      {"id": "l2", "name": "dense", "type": "keras.layers.Dense", "params": '
        '{"kernel_initializer": {"$object": "keras.initializers.HeNormal"}, "units": 10}}' in lines
    )
    assert '      {"id": "n2", "layer": "l2", "arguments": {"inputs": {"$source": "n1"}}}' in lines
    start = lines.index('      "positions": [')
    assert lines[start + 1 : start + 3] == ['        ["n1", 0.0, 0.0],', '        ["n2", 0.0, 90.5]']
    assert any("输入" in line for line in lines)


def test_params_set_in_another_order_make_the_same_text() -> None:
    def dense(params: dict[str, Value]) -> Project:
        layer = Layer("l1", "keras.layers.Dense", "dense", FrozenMap(params))
        return Project(graph=Graph(layers=FrozenMap({"l1": layer}), nodes=FrozenMap({"n1": Node("n1", "l1")})))

    assert dumps(dense({"units": 3, "activation": "relu"})) == dumps(dense({"activation": "relu", "units": 3}))


def test_one_move_changes_one_line() -> None:
    graph = two_layers()
    moved = Graph(graph.name, graph.layers, graph.nodes, layout=Layout(graph.layout.positions.set("n2", (1.0, 2.0))))
    before, after = dumps(Project(graph=graph)).splitlines(), dumps(Project(graph=moved)).splitlines()
    assert len(before) == len(after)
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1


def test_unknown_fields_of_the_project_are_kept() -> None:
    data = json.loads(dumps(Project()))
    data["zoo"] = {"$source": "no tag", "list": [1, 1.0, True, None, "\ud800"]}
    data["another"] = 3
    project = loads(json.dumps(data))
    assert list(project.extra) == ["zoo", "another"]
    again = json.loads(dumps(project))
    assert again["zoo"] == data["zoo"]
    assert again["another"] == 3
    assert loads(dumps(project)) == project


def test_what_is_written_can_always_be_read_or_is_refused_at_once() -> None:
    value: Value = 1
    for _ in range(MAX_DEPTH):
        value = (value,)
    assert decode_value(encode_value(value), "value") == value
    with pytest.raises(FileError, match="at most 100 levels deep"):
        encode_value((value,))
    with pytest.raises(FileError, match="at most 4,000 digits"):
        encode_value(10**4000)
    with pytest.raises(FileError, match="does not fit into 3 bytes"):
        encode_value(Array("float32", (1,), b"abc"))
    layers = {f"l{n}": Layer(f"l{n}", "keras.layers.Dense", "dense") for n in range(MAX_LAYERS + 1)}
    with pytest.raises(FileError, match="at most 20,000 layers"):
        dumps(Project(graph=Graph(layers=FrozenMap(layers))))
    with pytest.raises(FileError, match="at most 64 MiB"):
        dumps(Project(dtype_policy=Array("int8", (1 << 26,), bytes(1 << 26))))


def test_deep_values_of_every_kind_fit_into_the_stack() -> None:
    value: Value = FrozenMap({"$": 1})
    for _ in range(MAX_DEPTH - 1):
        value = FrozenMap({"$": value})
    assert loads(dumps(Project(dtype_policy=value))).dtype_policy == value


@given(graphs())
def test_fragments_travel_as_text(graph: Graph) -> None:
    text = encode_fragment(graph)
    again = decode_fragment(text)
    assert again is not None
    assert exact_but_order(again) == exact_but_order(graph)
    assert encode_fragment(again) == text


@pytest.mark.parametrize("text", ["", "hello", "{}", "[1]", '{"netwright": 1}', '{"class_name": "Sequential"}', "\0"])
def test_foreign_clipboard_text_is_no_fragment(text: str) -> None:
    assert decode_fragment(text) is None


def test_a_project_is_no_fragment() -> None:
    assert decode_fragment(dumps(Project())) is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text[:-20], "not valid JSON"),
        (lambda text: text.replace('"l2"', '"l1"'), "an id that was not there before"),
        (lambda text: text.replace('"netwright-fragment": 1', '"netwright-fragment": 2'), "made by a newer Netwright"),
        (lambda text: text.replace('"$source": "n1"', '"$source": "n9"'), "'n9', which does not exist"),
    ],
)
def test_a_damaged_fragment_is_refused(change: Any, message: str) -> None:
    with pytest.raises(FileError, match=message):
        decode_fragment(change(encode_fragment(two_layers())))


def test_raw_json_of_a_placeholder_is_kept_to_the_letter() -> None:
    raw = '{"class_name": "Odd",   "config": {"a": 1.50, "b": NaN}}'
    layer = Layer("l1", "my_package>Odd", "odd", FrozenMap({"config": Raw(raw)}), raw=raw)
    graph = Graph(layers=FrozenMap({"l1": layer}), nodes=FrozenMap({"n1": Node("n1", "l1")}))
    again = loads(dumps(Project(graph=graph))).graph.layers["l1"]
    assert again.raw == raw
    assert again.params["config"] == Raw(raw)


def test_decorations_come_back() -> None:
    layout = Layout(
        frames=FrozenMap({"f1": Frame("f1", "Stem", 0, 1.5, 2, 3, "#aabbcc")}),
        notes=FrozenMap({"t1": Note("t1", "text", 1, 2)}),
        reroutes=FrozenMap({("n2", ("inputs", 0)): ((1.0, 2.0), (3, 4))}),
        collapsed=frozenset({"n1", "n2"}),
        direction="LR",
    )
    assert exact(loads(dumps(Project(graph=Graph(layout=layout)))).graph.layout) == exact(layout)


def test_the_format_number_counts_the_migrations() -> None:
    from core.storage.migrations import MIGRATIONS

    assert len(MIGRATIONS) + 1 == FORMAT
