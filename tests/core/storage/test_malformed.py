"""Every broken file is one sentence that names the place; nothing else ever comes out of reading."""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from core.errors import FileError, NewerFormatError
from core.graph.model import Project
from core.storage.schema import decode, dumps, loads
from tests.core.storage.projects import full_project

TEXT = dumps(full_project())
DATA = json.loads(TEXT)


def message_of(work: Callable[[], object]) -> str:
    with pytest.raises(FileError) as caught:
        work()
    message = caught.value.message
    assert message.endswith("."), message
    assert "\n" not in message, message
    assert len(message) < 400, message
    return message


# Where in the data, what is put there (or "delete"), what the message must say.
DELETE = type("Delete", (), {"__repr__": lambda self: "deleted"})()  # named alike in every worker
CASES: list[tuple[str, Any, str]] = [
    ("netwright", DELETE, "not a Netwright project"),
    ("netwright", "1", "expected a format number"),
    ("netwright", True, "expected a format number"),
    ("netwright", 0, "expected a format number"),
    ("netwright", 1.0, "expected a format number"),
    ("graph", DELETE, "at the top: expected the field 'graph'"),
    ("graph", [], "at graph: expected an object, received a list of 0"),
    ("graph.layers", {}, "at graph.layers: expected a list, received an empty object"),
    ("graph.layers.3", None, "at graph.layers[3]: expected an object, received null"),
    ("graph.layers.3.id", 4, "at graph.layers[3].id: expected text, received 4"),
    ("graph.layers.3.id", "l1", "at graph.layers[3]: expected an id that was not there before, received 'l1'"),
    ("graph.layers.3.params", "x", "at graph.layers[3].params: expected an object, received 'x'"),
    ("graph.layers.3.colour", 1, "at graph.layers[3].colour: expected no such field"),
    ("graph.layers.2.params.filters", {"$what": 1}, "at graph.layers[2].params.filters: expected a kind of value"),
    ("graph.layers.2.params.filters", {"$float": "1"}, "at graph.layers[2].params.filters: expected a number"),
    ("graph.layers.2.params.filters", {"$float": []}, "at graph.layers[2].params.filters: expected a number"),
    ("graph.layers.2.params.filters", {"$float": "nan", "x": 1}, "expected only the fields of '$float'"),
    ("graph.layers.2.params.filters", {"$source": "n1", "output": "0"}, "filters.output: expected an integer"),
    ("graph.layers.2.params.filters", {"$object": 1}, "filters.$object"),
    ("graph.layers.2.params.filters", {"$object": "a", "params": []}, "filters.params: expected an object"),
    ("graph.layers.2.params.filters", {"$slice": [1, 2]}, "expected the start, stop and step"),
    ("graph.layers.2.params.filters", {"$ellipsis": 1}, "expected an ellipsis"),
    ("graph.layers.2.params.filters", {"$text": "%"}, "expected base64"),
    ("graph.layers.2.params.filters", {"$text": "/w=="}, "expected text in UTF-8"),
    ("graph.layers.2.params.filters", {"$map": 3}, "filters: expected a list"),
    ("graph.layers.2.params.filters", {"$map": [["a"]]}, "filters[0]: expected a key and a value"),
    ("graph.layers.2.params.filters", {"$map": [["a", 1], ["a", 2]]}, "filters[1]: expected a key that was not"),
    ("graph.layers.2.params.filters", {"$array": "AAAA", "dtype": "int8", "shape": [2]}, "does not fit into 3 bytes"),
    ("graph.layers.2.params.filters", {"$array": "AAAA", "dtype": "odd", "shape": [2]}, "does not fit into 3 bytes"),
    ("graph.layers.2.params.filters", {"$array": "", "dtype": "int8", "shape": [0, -1]}, "no negative sizes"),
    ("graph.layers.2.params.filters", {"$array": "AAAA", "dtype": "int8"}, "filters.shape: expected a list"),
    ("graph.layers.2.params.filters", {"$array": "AAAA", "shape": [3]}, "filters.dtype: expected text"),
    ("graph.layers.2.params", {"a\nb": {"$what": 1}}, r"at graph.layers[2].params['a\\nb']"),
    ("graph.nodes.2.layer", "l99", "in the graph 'reader': No node calls the layer 'stem' (l3)"),
    ("graph.nodes.2.arguments.inputs", {"$source": "n99"}, "which does not exist"),
    ("graph.nodes.2.arguments", None, "at graph.nodes[2].arguments: expected an object"),
    ("graph.nodes.15", DELETE, "No node calls the layer 'head'"),
    ("graph.inputs", 3, "at graph.inputs: expected sources"),
    ("graph.outputs", {"a": [{"$source": "n1"}, "x"]}, "at graph.outputs: expected sources"),
    ("graph.outputs", {"$source": "n99"}, "which does not exist"),
    ("graph.layout.positions.1", ["n2", 1], "at graph.layout.positions[1]: expected a node, x and y"),
    ("graph.layout.positions.1", ["n2", 1, "2"], "at graph.layout.positions[1]: expected a number, received '2'"),
    ("graph.layout.positions.1", ["n1", 1, 2], "at graph.layout.positions[1]: expected a node that was not there"),
    ("graph.layout.direction", "RL", "expected 'TB' or 'LR', received 'RL'"),
    ("graph.layout.frames.0.x", None, "at graph.layout.frames[0].x: expected a number, received null"),
    ("graph.layout.reroutes.0.path", [True], "at graph.layout.reroutes[0].path: expected text"),
    ("graph.layout.reroutes.0.points", [[1]], "at graph.layout.reroutes[0].points: expected x and y"),
    ("graph.layout.collapsed", [1], "at graph.layout.collapsed: expected text"),
    ("blocks.0.kind", "macro", "at blocks[0].kind: expected 'function' or 'model'"),
    ("blocks.0.graph.nodes.1.layer", "l99", "No node calls the layer 'conv'"),
    ("blocks.1.name", "residual", "at blocks[1]"),
    ("training.data.shuffle", 1, "at training.data.shuffle: expected true or false"),
    ("training.fit.epochs", 2.5, "at training.fit.epochs: expected an integer, received 2.5"),
    ("training.fit.epochs", True, "at training.fit.epochs: expected an integer, received true"),
    ("training.fit.callbacks.0", {"$": 1}, "at training.fit.callbacks[0]"),
    ("training.fit.more", 1, "at training.fit.more: expected no such field"),
    ("training.compile.loss", DELETE, "at training.compile: expected the field 'loss'"),
    ("search.direction", "up", "at search.direction: expected 'minimize' or 'maximize'"),
    ("search.trials", None, "at search.trials: expected an integer"),
]


def put(data: Any, place: str, value: Any) -> None:
    *steps, last = [int(step) if step.isdecimal() else step for step in place.split(".")]
    for step in steps:
        data = data[step]
    if value is DELETE:
        del data[last]
    else:
        data[last] = value


@pytest.mark.parametrize(("place", "value", "expected"), CASES, ids=lambda part: str(part)[:40])
def test_the_message_names_the_place(place: str, value: Any, expected: str) -> None:
    data = copy.deepcopy(DATA)
    put(data, place, value)
    assert expected.replace("\\\\", "\\") in message_of(lambda: loads(json.dumps(data)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "it is empty"),
        (" \n", "it is empty"),
        ("[]", "not a Netwright project"),
        ("3", "not a Netwright project"),
        ('{"class_name": "Sequential", "config": {}}', "not a Netwright project"),
        ("<html>", "not valid JSON"),
        (TEXT[:-100], "not valid JSON"),
        (TEXT + "{}", "not valid JSON: Extra data"),
        ("\ufeff" + TEXT, "not valid JSON"),
        (TEXT.replace('"name": "stem"', '"name": "stem", "name": "trunk"'), "Received 'name' twice"),
        (TEXT.replace("520.5", "NaN"), "Received: NaN"),
        (TEXT.replace("520.5", "-Infinity"), "Received: -Infinity"),
        (TEXT.replace("520.5", "1e999"), "fit into 64 bits. Received: 1e999"),
        (TEXT.replace("520.5", "1" * 5000), "at most 4,000 digits"),
        (TEXT.replace("520.5", "[" * 5000 + "]" * 5000), "nested too deeply"),
        (TEXT.replace('"units": 10', '"units": ' + "[" * 150 + "]" * 150), "at most 100 levels"),
        (TEXT.replace('"colour_of_the_week": ', '"colour_of_the_week": ' + "[" * 150 + "]" * 150 + ', "b": '), "100"),
        (TEXT.replace('"units": 10', '"units": "a\nb"'), "not valid JSON: Invalid control character"),
        ("\0" * 100, "not valid JSON"),
    ],
)
def test_bad_text_is_one_sentence(text: str, expected: str) -> None:
    assert expected in message_of(lambda: loads(text))


def test_too_much_is_refused_before_it_is_built() -> None:
    assert "at most 64 MiB" in message_of(lambda: loads(" " * ((64 << 20) + 1)))
    layer = {"id": "l", "name": "x", "type": "t"}
    data = copy.deepcopy(DATA)
    data["blocks"][0]["graph"]["layers"] = [layer] * 20_001
    assert "at most 20,000 layers" in message_of(lambda: decode(data))


def test_a_newer_format_is_refused_politely() -> None:
    with pytest.raises(NewerFormatError, match=r"made by a newer Netwright: it has format 2, .* up to 1\.$"):
        loads(TEXT.replace('"netwright": 1', '"netwright": 2'))


def places(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from places(value, (*path, key))


def test_any_wrong_value_at_any_place_is_refused_or_read() -> None:
    odd = [None, True, -1, 1.5, "x", [], {}, [[]], {"$source": "n1"}, {"$map": [[]]}, {"$array": ""}, {"": {}}]
    refused = 0
    for path in places(DATA):
        holder = DATA
        for step in path[:-1]:
            holder = holder[step]
        kept = holder[path[-1]]
        for value in odd:
            holder[path[-1]] = value
            try:
                project = decode(DATA)
                assert decode(json.loads(dumps(project))) == project
            except FileError as error:
                assert re.fullmatch(r"[^\n]{10,400}\.", error.message), error.message
                refused += 1
        holder[path[-1]] = kept
    assert refused > 2000
    assert isinstance(loads(TEXT), Project)


def test_damaged_bytes_are_refused_or_read() -> None:
    rng = random.Random(1)
    data = TEXT.encode()
    broken = [data[: len(data) * percent // 100] for percent in range(100)]
    for _ in range(1500):
        flipped = bytearray(data)
        flipped[rng.randrange(len(data))] = rng.randrange(256)
        broken.append(bytes(flipped))
    refused = 0
    for content in broken:
        try:
            loads(content.decode("utf-8", "replace"))
        except FileError:
            refused += 1
    assert refused > 400


def test_the_example_is_rich_enough() -> None:
    assert len(list(places(DATA))) > 400
    assert Path(__file__).parents[2].joinpath("data", "formats", "1", "full.netw").read_text("utf-8") == TEXT
