"""Strict JSON: what a model may hold, and one clause for each thing it may not."""

from __future__ import annotations

import json
import math
import tracemalloc
from typing import Any

import pytest

from core.errors import FileError
from core.reading import strict_json


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


def test_plain_data_come_back_as_they_are() -> None:
    data = {"class_name": "Model", "config": {"layers": [1, 2.5, None, True, "x\u2192\U0001f600"], "name": ""}}
    assert strict_json.parse(json.dumps(data)) == data
    assert strict_json.parse(json.dumps(data, ensure_ascii=False)) == data


def test_infinities_are_kept_and_nan_only_among_the_numbers_of_an_array() -> None:
    assert strict_json.parse('{"max_value": Infinity, "min_value": -Infinity}') == {
        "max_value": math.inf,
        "min_value": -math.inf,
    }
    array = strict_json.parse('{"class_name": "__numpy__", "config": {"value": [NaN, 1.0], "dtype": "float32"}}')
    assert math.isnan(array["config"]["value"][0])
    assert strict_json.parse('{"name": "NaN"}') == {"name": "NaN"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"layers": [{"config": {"name": "wide", "units": NaN}}]}', ["units", "'wide'", "NaN"]),
        ('{"rate": 1e999}', ["1e999", "64 bits"]),
        ('{"rate": -1e999}', ["-1e999"]),
        ('{"units": ' + "9" * 5000 + "}", ["5,000 digits"]),
        ('{"units": -' + "9" * 5000 + "}", ["digits"]),
        ('{"name": "a", "units": 1, "units": 2}', ["'units'", "twice", "'a'"]),
        ('{"name": "\\ud800"}', ["surrogate"]),
        ('{"\\udfff": 1}', ["surrogate"]),
        ('{"name": "a\x00b"}', ["valid JSON"]),
        ('{"a": 1,}', ["valid JSON"]),
        ("{'a': 1}", ["valid JSON"]),
        ('{"a": 1} {"b": 2}', ["valid JSON"]),
        ('{"a": [1, 2', ["cut off"]),
        ('{"a": "text', ["cut off"]),
        ("", ["cut off"]),
        (nested(201), ["200 deep"]),
        (nested(5000), ["200 deep"]),
        ('{"a":' * 5000 + "1" + "}" * 5000, ["200 deep"]),
        (nested(500_000), ["200 deep"]),
        ('{"layers": [' + ",".join(["{}"] * 20_001) + "]}", ["20,001 layers", "20,000"]),
        ('{"layers": [' + '{"layers": [1,2,3]},' * 6000 + "1]}", ["layers"]),
        ("[" + "{}," * 800_000 + "1]", ["20,000 layers"]),
        ("[" + "1," * 8_100_000 + "1]", ["20,000 layers"]),
        ('"' + "a" * (65 << 20) + '"', ["64 MiB"]),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else None,
)
def test_what_is_refused_says_why(text: str, words: list[str]) -> None:
    with pytest.raises(FileError) as refused:
        strict_json.parse(text)
    for word in words:
        assert word in refused.value.message
    assert len(refused.value.message) < 300
    refused.value.message.encode("utf-8")


def test_depth_of_200_is_read() -> None:
    data = strict_json.parse(nested(200))
    for _ in range(199):
        data = data[0]
    assert data == []


def test_a_million_layers_cost_no_memory() -> None:
    text = '{"layers":[' + '{"class_name":"Dense","config":{}},' * 1_000_000 + "0]}"
    tracemalloc.start()
    try:
        with pytest.raises(FileError):
            strict_json.parse(text)
        assert tracemalloc.get_traced_memory()[1] < 10 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"])
def test_text_is_decoded_with_and_without_a_mark(encoding: str) -> None:
    text = '{"name": "größe→😀"}'
    decoded = strict_json.decode(text.encode(encoding))
    assert decoded is not None and json.loads(decoded) == json.loads(text)


@pytest.mark.parametrize(
    "data", [b'{"name": "\xff"}', b"\xff\xfe{\x00\x00", b"\xfe\xff\xd8\x00", b'{"\xed\xa0\x80": 1}']
)
def test_bytes_that_are_no_text_are_not_decoded(data: bytes) -> None:
    assert strict_json.decode(data) is None


def test_what_was_accepted_can_be_written_again() -> None:
    data: Any = strict_json.parse('{"a": Infinity, "b": ' + "9" * 40 + ', "c": "\\u0000\\ufffe"}')
    assert json.loads(json.dumps(data)) == data
