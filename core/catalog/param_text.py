"""Parameter values as a person types and reads them: ``3 × 3``, ``None, 128``, ``0.5``.

``parse(spec, show(spec, value)) == value`` for every value of the spec's kind. Does not belong here: editors (gui), choices
of objects such as initializers, which are not typed.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterable

from core.catalog.spec import ParamKind, ParamSpec
from core.errors import EditError
from core.graph.inner_models import block_of
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
    frozen,
)
from core.texts import text

_TIMES = re.compile(r"(?<=[\d\s)])[x×*](?=[\s\d(])")
_NUMBER_LIKE = {ParamKind.INT, ParamKind.FLOAT, ParamKind.SCHEDULE}
_TUPLE_LIKE = {
    ParamKind.TUPLE,
    ParamKind.INT_OR_TUPLE,
    ParamKind.RANGE,
    ParamKind.BORDERS,
    ParamKind.AXES,
    ParamKind.SHAPE,
    ParamKind.LIST,
}
LONGEST = 1_000_000


def show(spec: ParamSpec | None, value: Value) -> str:
    """The value as text; sizes of equal kind are joined by ``×``, other tuples by commas."""
    if isinstance(value, str):
        return value if spec is None or spec.kind not in (ParamKind.LIST, ParamKind.ANY) else repr(value)
    if isinstance(value, tuple):
        sizes = spec is not None and spec.kind is ParamKind.INT_OR_TUPLE and len(value) > 1
        if sizes and all(isinstance(item, int) for item in value):
            return " × ".join(str(item) for item in value)
        inner = ", ".join(_plain(item) for item in value)
        if spec is not None and spec.kind in _TUPLE_LIKE and value and not isinstance(value[0], tuple):
            return inner + ("," if len(value) == 1 else "")
        return f"({inner}{',' if len(value) == 1 else ''})"
    return _plain(value)


def _plain(value: Value) -> str:
    match value:
        case KerasObject(type=type_name, params=params):
            inner = ", ".join(f"{key}={_plain(item)}" for key, item in params.items())
            name = block_of(value) or type_name.rsplit(".", 1)[-1]
            return f"{name}({inner})" if inner else name
        case tuple():
            return "(" + ", ".join(_plain(item) for item in value) + ("," if len(value) == 1 else "") + ")"
        case FrozenMap():
            return "{" + ", ".join(f"{key!r}: {_plain(item)}" for key, item in value.items()) + "}"
        case Slice(start=start, stop=stop, step=step):
            parts = ["" if part is None else _plain(part) for part in (start, stop)]
            return ":".join([*parts, _plain(step)] if step is not None else parts)
        case EllipsisValue():
            return "..."
        case Expression(text=text):
            return f"={text}"
        case Array(dtype=dtype, shape=shape):
            return f"array {dtype} {' × '.join(str(size) for size in shape)}"
        case PythonSource(text=text):
            return text
        case Source(node=node, output=output):
            return f"{node}[{output}]"
        case Raw():
            return "{…}"
        case _:
            return repr(value)


def parse(spec: ParamSpec, typed: str) -> Value:
    """The value that ``typed`` means for this parameter.

    A text that begins with ``=`` is an expression over a block's parameters. EditError, in one sentence, says what was
    expected and what was received.
    """
    typed = typed.strip()
    if len(typed) > LONGEST:
        raise EditError(text("{name} is longer than {most:,} characters.", name=spec.name, most=LONGEST))
    if typed.startswith("=") and len(typed) > 1:
        return Expression(typed[1:].strip())
    if typed in ("None", "none") and spec.kind is not ParamKind.TEXT:
        return _none(spec)
    if spec.kind in (ParamKind.TEXT, ParamKind.PATH, ParamKind.CHOICE, ParamKind.DTYPE, ParamKind.ACTIVATION):
        return _text(spec, typed)
    if spec.kind is ParamKind.FUNCTION:
        return PythonSource(typed)
    if not typed:
        raise EditError(text("{name} needs a value: {wanted}.", name=spec.name, wanted=expected(spec)))
    value = _literal(spec, typed)
    if spec.kind in _NUMBER_LIKE:
        return _number(spec, value, typed, "int" if spec.kind is ParamKind.INT else "float")
    if spec.kind is ParamKind.BOOL:
        if not isinstance(value, bool):
            raise _wrong(spec, typed)
        return value
    if spec.kind in (ParamKind.INT_OR_TUPLE, ParamKind.RANGE, ParamKind.AXES, ParamKind.BORDERS, ParamKind.ARRAY):
        single = _number(spec, value, typed, _item(spec)) if not isinstance(value, tuple) else None
        if single is not None:
            return single
    if spec.kind in _TUPLE_LIKE:
        return _tuple(spec, value, typed)
    return value


def _item(spec: ParamSpec) -> str:
    if spec.kind in (ParamKind.RANGE, ParamKind.ARRAY):
        return "float"
    return spec.item if spec.kind is ParamKind.TUPLE else "int"


def expected(spec: ParamSpec) -> str:
    """What may be typed, as the middle of a sentence: "a whole number of at least 1"."""
    sample = ", ".join(["3"] * spec.length) if spec.length else "3, 3"
    if spec.length:
        many = text("{length} numbers such as {sample}", length=spec.length, sample=sample)
    else:
        many = text("numbers such as {sample}", sample=sample)
    words = {
        ParamKind.INT: _whole_number(spec.minimum, spec.maximum),
        ParamKind.FLOAT: _any_number(spec.minimum, spec.maximum),
        ParamKind.SCHEDULE: _any_number(spec.minimum, spec.maximum),
        ParamKind.BOOL: text("True or False"),
        ParamKind.INT_OR_TUPLE: _one_or_many(spec.minimum, many),
        ParamKind.TUPLE: many,
        ParamKind.RANGE: text("one number, or two such as -0.2, 0.2"),
        ParamKind.BORDERS: text("one whole number, or numbers or pairs such as (1, 1), (2, 2)"),
        ParamKind.AXES: text("one whole number, or several such as 1, 2"),
        ParamKind.SHAPE: text("sizes such as 28, 28, 1 (None where a size is open)"),
        ParamKind.LIST: text("values separated by commas"),
        ParamKind.MAPPING: text("a mapping such as {sample}", sample="{'a': 1}"),
        ParamKind.INDEX: text("an index such as :, 0"),
        ParamKind.CHOICE: text("one of {choices}", choices=", ".join(str(choice) for choice in spec.choices)),
    }
    return words.get(spec.kind, text("a Python literal"))


def _whole_number(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return text("a whole number of at least {low:g} and at most {high:g}", low=low, high=high)
    if low is not None:
        return text("a whole number of at least {low:g}", low=low)
    return text("a whole number of at most {high:g}", high=high) if high is not None else text("a whole number")


def _any_number(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return text("a number of at least {low:g} and at most {high:g}", low=low, high=high)
    if low is not None:
        return text("a number of at least {low:g}", low=low)
    return text("a number of at most {high:g}", high=high) if high is not None else text("a number")


def _one_or_many(low: float | None, many: str) -> str:
    if low is not None:
        return text("one whole number of at least {low:g}, or {many}", low=low, many=many)
    return text("one whole number, or {many}", many=many)


def _wrong(spec: ParamSpec, typed: str) -> EditError:
    return EditError(
        text("{name} must be {wanted}. Received: {given!r}", name=spec.name, wanted=expected(spec), given=typed[:80])
    )


def _none(spec: ParamSpec) -> Value:
    if spec.nullable or (not spec.required and spec.default is None):
        return None
    raise EditError(text("{name} cannot be None; it must be {wanted}.", name=spec.name, wanted=expected(spec)))


def _text(spec: ParamSpec, text: str) -> Value:
    if spec.kind is ParamKind.CHOICE and not spec.open:
        for choice in spec.choices:
            if text == choice or text == str(choice):
                return choice
        raise _wrong(spec, text)
    return text


def _literal(spec: ParamSpec, text: str) -> Value:
    if spec.kind is ParamKind.INDEX:
        return _index(spec, text)
    cleaned = _TIMES.sub(",", text) if spec.kind in _TUPLE_LIKE else text
    if spec.kind in _NUMBER_LIKE | {ParamKind.RANGE} and cleaned.lower() in ("inf", "-inf", "nan"):
        return float(cleaned)
    try:
        return frozen(ast.literal_eval(cleaned))
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        if spec.kind is ParamKind.LIST:
            return tuple(part.strip() for part in text.split(",") if part.strip())
        if spec.kind is ParamKind.ANY:
            return text
        raise _wrong(spec, text) from None


def _number(spec: ParamSpec, value: Value, text: str, item: str) -> Value:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _wrong(spec, text)
    if item == "int":
        if isinstance(value, float):
            if not value.is_integer():
                raise _wrong(spec, text)
            value = int(value)
    elif spec.kind is ParamKind.FLOAT:
        value = float(value)
    if (spec.minimum is not None and value < spec.minimum) or (spec.maximum is not None and value > spec.maximum):
        raise _wrong(spec, text)
    return value


def _tuple(spec: ParamSpec, value: Value, text: str) -> Value:
    items: Iterable[Value] = value if isinstance(value, tuple) else (value,)
    result = tuple(items)
    if spec.kind is ParamKind.LIST:
        return result
    if spec.kind is ParamKind.BORDERS:
        flat = [part for item in result for part in (item if isinstance(item, tuple) else (item,))]
        for part in flat:
            _number(spec, part, text, "int")
        return result
    length = 2 if spec.kind is ParamKind.RANGE else spec.length
    if length and len(result) != length:
        raise _wrong(spec, text)
    if spec.kind is ParamKind.SHAPE:
        for item in result:
            if item is not None:
                _number(spec, item, text, "int")
        return result
    return tuple(_number(spec, item, text, _item(spec)) for item in result)


def _index(spec: ParamSpec, text: str) -> Value:
    try:
        tree = ast.parse(f"x[{text}]", mode="eval").body
        assert isinstance(tree, ast.Subscript)
        return _index_value(tree.slice)
    except (SyntaxError, ValueError, AssertionError, RecursionError, MemoryError):
        raise _wrong(spec, text) from None


def _index_value(node: ast.expr) -> Value:
    if isinstance(node, ast.Tuple):
        return tuple(_index_value(item) for item in node.elts)
    if isinstance(node, ast.Slice):
        parts = [None if part is None else _index_value(part) for part in (node.lower, node.upper, node.step)]
        return Slice(*parts)
    value = frozen(ast.literal_eval(node))
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("an index is finite")
    return value
