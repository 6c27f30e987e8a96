"""Format 1 of values: what parameters and call arguments look like as JSON.

``None``, bools, finite numbers and text are themselves, a tuple is a list, a map is an object. Everything else is an
object with one field that starts with ``$``: ``{"$source": "n1", "output": 1}``, ``{"$float": "nan"}``,
``{"$object": "keras.initializers.HeNormal", "params": {...}}``, and so on. Does not belong here: layers and graphs.
Invariants: decoding what was encoded gives an equal value, types included; a malformed value is a FileError that names
its place.
"""

from __future__ import annotations

import base64
import binascii
import math
import re
from collections.abc import Callable, Iterator
from typing import Any, assert_never

from core.errors import FileError
from core.graph.values import (
    Array,
    EllipsisValue,
    Expression,
    FrozenMap,
    KerasObject,
    PythonSource,
    Raw,
    Slice,
    Source,
    Value,
)
from core.storage.json_text import MAX_INTEGER_DIGITS
from core.texts import text

# Levels of values inside values; each takes one to three levels of JSON.
MAX_DEPTH = 100

_MAX_BITS = int((MAX_INTEGER_DIGITS - 2) * math.log2(10))
_ODD_FLOATS = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
# JSON's \u escapes cannot tell two lone surrogates that happen to be neighbours from the one character they spell.
_SPLIT_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_ITEM_SIZES = {
    "bool": 1, "int8": 1, "uint8": 1, "int16": 2, "uint16": 2, "int32": 4, "uint32": 4, "int64": 8, "uint64": 8,
    "float16": 2, "bfloat16": 2, "float32": 4, "float64": 8, "complex64": 8, "complex128": 16,
}  # fmt: skip


def damaged(place: str, expected: str, received: object) -> FileError:
    """The error for something malformed at ``place``, such as ``graph.layers[3].params``."""
    where = place if len(place) <= 160 else f"{place[:60]}...{place[-97:]}"
    return FileError(
        text(
            "The project is damaged at {where}: expected {expected}, received {received}.",
            where=where,
            expected=expected,
            received=_describe(received),
        )
    )


def inside(place: str, key: str) -> str:
    """The place of ``key`` inside the object at ``place``, readable whatever the key is."""
    return f"{place}.{key}" if key.isidentifier() and len(key) <= 60 else f"{place}[{key[:60]!r}]"


def _describe(data: object) -> str:
    if isinstance(data, str):
        return repr(data if len(data) <= 60 else data[:57] + "...")
    if isinstance(data, list):
        return text("a list of {count}", count=len(data))
    if isinstance(data, dict):
        fields = ", ".join(repr(key[:30]) for key in list(data)[:5])
        return text("an object with the fields {fields}", fields=fields) if data else text("an empty object")
    shown = {"None": "null", "True": "true", "False": "false"}.get(repr(data)) or repr(data)
    return shown if len(shown) <= 60 else shown[:57] + "..."


# Encoding


def encode_text(text: str) -> Any:
    """JSON for any text; a tagged object for the few that JSON cannot hold."""
    if text.isascii() or not _SPLIT_PAIR.search(text):
        return text
    return {"$text": base64.b64encode(text.encode("utf-8", "surrogatepass")).decode("ascii")}


def encode_number(number: int | float) -> Any:
    """JSON for an int or float, NaN and infinities included; FileError for an integer beyond all use."""
    if isinstance(number, float):
        return number if math.isfinite(number) else {"$float": str(float(number))}
    if number.bit_length() > _MAX_BITS:
        raise FileError(
            text(
                "A project holds integers of at most {most:,} digits. Received a longer one.",
                most=MAX_INTEGER_DIGITS,
            )
        )
    return number


def encode_value(value: Value, depth: int = 0) -> Any:
    """JSON for a value; FileError when it is nested too deeply."""
    if isinstance(value, str):
        return encode_text(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return encode_number(value)
    if isinstance(value, Source):
        named = {"$source": encode_text(value.node)}
        return named if value.output == 0 else {**named, "output": encode_number(value.output)}
    if depth >= MAX_DEPTH:
        raise FileError(
            text(
                "A project holds values nested at most {most} levels deep. Received a deeper one.",
                most=MAX_DEPTH,
            )
        )
    if isinstance(value, tuple):
        return [encode_value(item, depth + 1) for item in value]
    if isinstance(value, FrozenMap):
        return encode_map(value, depth=depth)
    if isinstance(value, KerasObject):
        tagged = {"$object": encode_text(value.type)}
        return {**tagged, "params": encode_map(value.params, ordered=False, depth=depth)} if value.params else tagged
    if isinstance(value, Slice):
        return {"$slice": [encode_value(item, depth + 1) for item in (value.start, value.stop, value.step)]}
    if isinstance(value, EllipsisValue):
        return {"$ellipsis": True}
    if isinstance(value, Expression):
        return {"$expression": encode_text(value.text)}
    if isinstance(value, PythonSource):
        return {"$python": encode_text(value.text)}
    if isinstance(value, Raw):
        return {"$raw": encode_text(value.json)}
    if isinstance(value, Array):
        return _encode_array(value)
    assert_never(value)


def encode_map(value: FrozenMap[str, Value], *, ordered: bool = True, depth: int = 0) -> Any:
    """JSON for a map. Pass ``ordered=False`` where the order of the keys has no meaning: they are sorted then."""
    pairs = [(key, value[key]) for key in (value if ordered else sorted(value))]
    if any(key.startswith("$") or not isinstance(encode_text(key), str) for key, _ in pairs):
        return {"$map": [[encode_text(key), encode_value(item, depth + 1)] for key, item in pairs]}
    return {key: encode_value(item, depth + 1) for key, item in pairs}


def _encode_array(array: Array) -> Any:
    fault = _array_fault(array)
    if fault:
        raise FileError(text("The project holds an array that cannot be written: {fault}.", fault=fault))
    return {
        "$array": base64.b64encode(array.data).decode("ascii"),
        "dtype": encode_text(array.dtype),
        "shape": list(array.shape),
    }


def _array_fault(array: Array) -> str:
    """What is wrong with the array's size, or an empty text."""
    if any(size < 0 for size in array.shape):
        return text("a shape has no negative sizes, received {shape}", shape=array.shape)
    count = math.prod(array.shape)
    size = _ITEM_SIZES.get(array.dtype)
    if size is None:
        # A type this version does not know: all that can be said is that every item takes the same room.
        fits = len(array.data) % count == 0 if count else not array.data
    else:
        fits = len(array.data) == count * size
    if fits:
        return ""
    return text(
        "{dtype} of shape {shape} does not fit into {count} bytes",
        dtype=array.dtype,
        shape=array.shape,
        count=len(array.data),
    )


# Decoding


def decode_text(data: Any, place: str) -> str:
    """The text at ``place``."""
    if isinstance(data, str):
        return data
    if isinstance(data, dict) and list(data) == ["$text"]:
        try:
            return _decode_base64(data["$text"], place).decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            raise damaged(place, text("text in UTF-8"), data["$text"]) from None
    raise damaged(place, text("text"), data)


def decode_number(data: Any, place: str) -> int | float:
    """The number at ``place``; an int stays an int."""
    if isinstance(data, int) and not isinstance(data, bool):
        return data
    if isinstance(data, float) and math.isfinite(data):
        return data
    if isinstance(data, dict) and list(data) == ["$float"] and str(data["$float"]) in _ODD_FLOATS:
        return _ODD_FLOATS[str(data["$float"])]
    raise damaged(place, text("a number"), data)


def decode_integer(data: Any, place: str) -> int:
    """The integer at ``place``."""
    if isinstance(data, int) and not isinstance(data, bool):
        return data
    raise damaged(place, text("an integer"), data)


def decode_list(data: Any, place: str) -> list[Any]:
    """The list at ``place``."""
    if isinstance(data, list):
        return data
    raise damaged(place, text("a list"), data)


def decode_value(data: Any, place: str, depth: int = 0) -> Value:
    """The value at ``place``."""
    if data is None or isinstance(data, (bool, str)):
        return data
    if isinstance(data, (int, float)):
        return decode_number(data, place)
    if depth >= MAX_DEPTH:
        raise damaged(place, text("at most {most} levels of values inside values", most=MAX_DEPTH), data)
    if isinstance(data, list):
        return tuple(decode_value(item, f"{place}[{number}]", depth + 1) for number, item in enumerate(data))
    tags = [key for key in data if key.startswith("$")]
    if not tags or tags == ["$map"]:
        return decode_map(data, place, depth)
    if len(tags) > 1 or tags[0] not in _TAGS:
        raise damaged(place, text("a kind of value that Netwright knows"), data)
    optional, decode = _TAGS[tags[0]]
    for key in data:
        if key != tags[0] and key not in optional:
            raise damaged(place, text("only the fields of {tag!r}", tag=tags[0]), data)
    return decode(data, place, depth)


def decode_map(data: Any, place: str, depth: int = 0) -> FrozenMap[str, Value]:
    """The map at ``place``."""
    return FrozenMap(
        (key, decode_value(item, inside(place, key), depth + 1)) for key, item in _decode_pairs(data, place)
    )


def _decode_pairs(data: Any, place: str) -> Iterator[tuple[str, Any]]:
    if not isinstance(data, dict):
        raise damaged(place, text("an object"), data)
    if list(data) != ["$map"]:
        for key in data:
            if key.startswith("$"):
                raise damaged(place, text("an object without tags"), data)
        yield from data.items()
        return
    seen: set[str] = set()
    for number, pair in enumerate(decode_list(data["$map"], place)):
        if not isinstance(pair, list) or len(pair) != 2:
            raise damaged(f"{place}[{number}]", text("a key and a value"), pair)
        key = decode_text(pair[0], f"{place}[{number}]")
        if key in seen:
            raise damaged(f"{place}[{number}]", text("a key that was not there before"), key)
        seen.add(key)
        yield key, pair[1]


def _decode_source(data: dict[str, Any], place: str, depth: int) -> Value:
    node = decode_text(data["$source"], f"{place}.$source")
    return Source(node, decode_integer(data.get("output", 0), f"{place}.output"))


def _decode_object(data: dict[str, Any], place: str, depth: int) -> Value:
    type_name = decode_text(data["$object"], f"{place}.$object")
    return KerasObject(type_name, decode_map(data.get("params", {}), f"{place}.params", depth))


def _decode_slice(data: dict[str, Any], place: str, depth: int) -> Value:
    items = decode_list(data["$slice"], place)
    if len(items) != 3:
        raise damaged(place, text("the start, stop and step of a slice"), items)
    start, stop, step = (decode_value(item, place, depth + 1) for item in items)
    return Slice(start, stop, step)


def _decode_ellipsis(data: dict[str, Any], place: str, depth: int) -> Value:
    if data["$ellipsis"] is not True:
        raise damaged(place, text("an ellipsis"), data["$ellipsis"])
    return EllipsisValue()


def _decode_array(data: dict[str, Any], place: str, depth: int) -> Value:
    shape = tuple(decode_integer(size, f"{place}.shape") for size in decode_list(data.get("shape"), f"{place}.shape"))
    array = Array(decode_text(data.get("dtype"), f"{place}.dtype"), shape, _decode_base64(data["$array"], place))
    fault = _array_fault(array)
    if fault:
        raise FileError(text("The project is damaged at {place}: {fault}.", place=place, fault=fault))
    return array


def _decode_base64(data: Any, place: str) -> bytes:
    try:
        if isinstance(data, str):
            return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        pass
    raise damaged(place, text("base64 text"), data)


_TAGS: dict[str, tuple[tuple[str, ...], Callable[[dict[str, Any], str, int], Value]]] = {
    "$source": (("output",), _decode_source),
    "$object": (("params",), _decode_object),
    "$array": (("dtype", "shape"), _decode_array),
    "$slice": ((), _decode_slice),
    "$ellipsis": ((), _decode_ellipsis),
    "$float": ((), lambda data, place, depth: decode_number(data, place)),
    "$text": ((), lambda data, place, depth: decode_text(data, place)),
    "$expression": ((), lambda data, place, depth: Expression(decode_text(data["$expression"], place))),
    "$python": ((), lambda data, place, depth: PythonSource(decode_text(data["$python"], place))),
    "$raw": ((), lambda data, place, depth: Raw(decode_text(data["$raw"], place))),
}
