"""The call of one node as a Python expression, and how many tensors it returns.

Arguments are bound as ``core.analysis.calls`` binds them, so that Keras records the same call. Does not belong here:
statements and variables (code_body), block instances (code_blocks).
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from core.catalog.spec import LayerSpec
from core.convert.code_format import Code, Group, Piece, call, joined, keyword, text_of
from core.convert.code_values import SourceText, Values
from core.convert.identifiers import is_identifier, snake_case
from core.errors import ConversionError
from core.graph.model import Layer, Node
from core.graph.values import EllipsisValue, FrozenMap, KerasObject, Slice, Source, Value, walk_sources
from core.texts import text

_OPERATORS = {
    "add": "+",
    "subtract": "-",
    "multiply": "*",
    "true_divide": "/",
    "floor_divide": "//",
    "mod": "%",
    "power": "**",
    "matmul": "@",
}
_COMPARISONS = {"less": "<", "less_equal": "<=", "greater": ">", "greater_equal": ">="}
GETITEM = frozenset({"keras.ops.get_item", "keras.ops.getitem"})
_FIRST = frozenset({"x", "x1", "inputs", "xs"})
_SEVERAL = frozenset(
    "array_split divmod eig eigh frexp histogram lu_factor meshgrid modf moments nonzero qr split svd top_k "
    "unravel_index unstack".split()
)
"""Ops that return several tensors, for types that the catalogue does not know."""


def construct_layer(values: Values, layer: Layer, name: str) -> Code:
    """``layers.Dense(10, name="digits")``; ``name`` is code."""
    return values.construct(layer.type, layer.params, name)


def layer_arguments(values: Values, layer: Layer, node: Node, source: SourceText) -> list[Piece]:
    """The arguments of the call: the first tensor by position, the rest by name."""
    given = dict(node.arguments)
    pieces: list[Piece] = []
    spec = values.spec(layer.type)
    for place in range(len(given)):
        if str(place) in given:
            pieces.append(values.piece(given.pop(str(place)), source))
    ports = spec.inputs if spec is not None else ()
    variadic = next((port.name for port in ports if port.variadic and port.name in given), None)
    if not pieces and variadic is not None:
        pieces.extend(_spread(values, given.pop(variadic), source))
    elif not pieces:
        first = _first(given, [port.name for port in ports], spec is not None)
        if first is not None:
            pieces.append(values.piece(given.pop(first), source))
    return [*pieces, *_keywords(values, given, source)]


def op_call(values: Values, layer: Layer, node: Node, source: SourceText) -> Piece:
    """The call of an op: an operator or an index where that is the very same, else ``ops.NAME(...)``."""
    given: dict[str, Value] = {**layer.params, **node.arguments}
    natural = _operator(values, layer.class_name, given, source) if layer.type.count(".") == 2 else None
    if natural is None and layer.type in GETITEM:
        natural = _subscript(values, given, source)
    if natural is not None:
        return natural
    type_name = "keras.ops.get_item" if layer.type in GETITEM else layer.type
    spec = values.spec(type_name)
    pieces: list[Piece] = []
    for place in range(len(given)):
        if str(place) in given:
            pieces.append(values.piece(given.pop(str(place)), source))
    ports = spec.inputs if spec is not None else ()
    if not pieces and any(port.variadic and port.name in given for port in ports):
        # Whatever the signature has before *args must go by position: ops.einsum("ij,jk->ik", a, b).
        if spec is not None:
            pieces.extend(values.piece(given.pop(p.name)) for p in spec.params if p.required and p.name in given)
        for port in ports:
            if port.variadic and port.name in given:
                pieces.extend(_spread(values, given.pop(port.name), source))
    elif not pieces:
        leading = _leading(spec) if spec is not None else [name for name in given if name in _FIRST][:1]
        for name in leading:
            if name not in given:
                break
            pieces.append(values.piece(given.pop(name), source))
    return call(values.path(type_name), [*pieces, *_keywords(values, given, source)])


def _leading(spec: LayerSpec) -> list[str]:
    """The arguments of an op that go by position: tensors, then required settings, as far as their order is certain."""
    ports = [port.name for port in spec.inputs]
    needed = [param.name for param in spec.params if param.required]
    if not spec.params:
        return ports
    required = [port.name for port in itertools.takewhile(lambda port: port.required, spec.inputs)]
    if needed and len(required) > 1:
        return required[:1]  # settings may stand between the tensors
    return required + needed if len(required) == len(ports) else required


def returns_several(values: Values, layer: Layer, node: Node) -> int | None:
    """How many tensors the call returns: 1 for a bare tensor, a number if known, None for several of unknown number."""
    settings: FrozenMap[str, Value] = layer.params.update(dict(node.arguments))
    spec = values.spec(layer.type)
    if spec is not None and spec.outputs:
        count = len(spec.active_outputs(settings))
        return count if count > 1 else 1
    if layer.is_op:
        return None if spec is not None or layer.class_name in _SEVERAL else 1
    if _true(settings.get("return_state")) or _true(settings.get("return_attention_scores")):
        return None
    inner = settings.get("layer")
    if (
        isinstance(inner, KerasObject)
        and layer.class_name != "TimeDistributed"
        and _true(inner.params.get("return_state"))
    ):
        return None
    return None if "merge_mode" in settings and settings["merge_mode"] is None else 1


def returns_nested(params: Mapping[str, Value]) -> bool:
    """Whether a layer of these parameters returns lists inside of its result: the states of each of several cells."""
    inner = params.get("layer")
    if isinstance(inner, KerasObject):
        return returns_nested(inner.params)
    cell = params.get("cell")
    several = isinstance(cell, tuple) or (isinstance(cell, KerasObject) and cell.type == "keras.layers.StackedRNNCells")
    return several and _true(params.get("return_state"))


def output_names(values: Values, layer: Layer, node: Node) -> list[str]:
    """Names for the outputs after the first, as far as the catalogue has any (``state_h``)."""
    spec = values.spec(layer.type)
    if spec is None or layer.is_op:
        return []
    settings: FrozenMap[str, Value] = layer.params.update(dict(node.arguments))
    return [snake_case(output.name) for output in spec.active_outputs(settings)]


def _true(value: Value) -> bool:
    return bool(value) and not isinstance(value, Source)


def _first(given: Mapping[str, Value], ports: list[str], known: bool) -> str | None:
    """The argument that goes by position: the first parameter, or the only name that the signature lacks."""
    if not known:
        return next(iter(given), None)
    if ports and ports[0] in given:
        return ports[0]
    unknown = [name for name in given if name not in ports and any(True for _ in walk_sources(given[name]))]
    return unknown[0] if len(unknown) == 1 else None


def _keywords(values: Values, given: Mapping[str, Value], source: SourceText) -> list[Piece]:
    pieces = []
    for name, value in given.items():
        if not is_identifier(name):
            raise ConversionError(text("{name!r} cannot be the name of an argument", name=name))
        pieces.append(keyword(name, values.piece(value, source)))
    return pieces


def _spread(values: Values, value: Value, source: SourceText) -> list[Piece]:
    return [values.piece(item, source) for item in (value if isinstance(value, tuple) else (value,))]


def _operator(values: Values, name: str, given: Mapping[str, Value], source: SourceText) -> Piece | None:
    """``1 - x`` where Keras makes the same operation of it; numbers and tensors only."""
    if name == "negative" and set(given) == {"x"} and isinstance(given["x"], Source):
        return joined("-", source(given["x"]))
    if set(given) != {"x1", "x2"}:
        return None
    left, right = given["x1"], given["x2"]
    if not any(isinstance(side, Source) for side in (left, right)):
        return None
    if not all(isinstance(side, (Source, bool, int, float)) for side in (left, right)):
        return None
    sign = _OPERATORS.get(name)
    if sign is None and isinstance(left, Source):  # 1 < x would become x > 1
        sign = _COMPARISONS.get(name)
    if sign is None:
        return None
    first, second = text_of(values.piece(left, source)), text_of(values.piece(right, source))
    if sign == "**":
        return joined(f"({first})" if first.startswith("-") else first, sign, second)
    return joined(first, f" {sign} ", second)


def _subscript(values: Values, given: Mapping[str, Value], source: SourceText) -> Piece | None:
    """``x[:, 0]``, for keys of numbers, slices, ``None`` and ``...``."""
    if set(given) != {"x", "key"} or not isinstance(given["x"], Source):
        return None
    key = given["key"]
    items = key if isinstance(key, tuple) else (key,)
    if not items or not all(_is_index(item) for item in items):
        return None
    pieces = [_index(values, item) for item in items]
    if isinstance(key, tuple) and len(pieces) == 1:
        pieces[0] += ","
    return Code([source(given["x"]), Group("[", pieces, "]")])


def _is_index(value: Value) -> bool:
    if isinstance(value, Slice):
        return all(part is None or isinstance(part, int) for part in (value.start, value.stop, value.step))
    return value is None or isinstance(value, (int, EllipsisValue))


def _index(values: Values, value: Value) -> str:
    if not isinstance(value, Slice):
        return text_of(values.piece(value))
    start, stop, step = (
        "" if part is None else text_of(values.piece(part)) for part in (value.start, value.stop, value.step)
    )
    return f"{start}:{stop}:{step}" if step else f"{start}:{stop}"
