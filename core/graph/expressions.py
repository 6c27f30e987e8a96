"""Arithmetic over block parameters (``filters * 4``), evaluated without ever running Python code.

Known: numbers, texts, tuples, ``+ - * / // % **``, comparisons, ``and or not``, ``a if b else c``, ``sizes[0]`` and
the names given. No calls, no attributes. Results are bounded, so that no text can cost time or memory. Does not belong
here: where expressions stand in a graph (expand).
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any

from core.errors import ConversionError
from core.graph.values import Expression, FrozenMap, KerasObject, Slice, Value
from core.texts import text

MAX_TEXT = 500
MAX_NUMBER = 2**63
MAX_ITEMS = 10_000

_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
}
_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


class _Refused(Exception):
    """Why an expression cannot be evaluated, as the end of a sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def evaluate(source: str, names: Mapping[str, Value]) -> Value:
    """The value of the expression; ConversionError with one sentence if it has none."""
    try:
        if len(source) > MAX_TEXT:
            raise _Refused(text("it is longer than {most} characters", most=MAX_TEXT))
        result: Value = _value(ast.parse(source.strip(), mode="eval").body, names)
        return result
    except _Refused as refusal:
        reason = refusal.reason
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        reason = text("it is no arithmetic that can be read")
    except ZeroDivisionError:
        reason = text("it divides by zero")
    except TypeError:
        reason = text("its values do not fit together")
    except OverflowError:
        reason = text("its result is too large")
    shown = source if len(source) <= 60 else source[:57] + "..."
    raise ConversionError(
        text("The expression {expression!r} has no value: {reason}.", expression=shown, reason=reason)
    )


def substitute(value: Value, names: Mapping[str, Value]) -> Value:
    """``value`` with every expression inside it evaluated; the same object where there is none."""
    if isinstance(value, Expression):
        return evaluate(value.text, names)
    if isinstance(value, tuple):
        items = tuple(substitute(item, names) for item in value)
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    if isinstance(value, FrozenMap):
        made = {key: substitute(item, names) for key, item in value.items()}
        return FrozenMap(made) if any(made[key] is not value[key] for key in made) else value
    if isinstance(value, KerasObject):
        params = substitute(value.params, names)
        return value if params is value.params else KerasObject(value.type, params)  # type: ignore[arg-type]
    if isinstance(value, Slice):
        parts = (value.start, value.stop, value.step)
        changed = substitute(parts, names)
        return value if changed is parts else Slice(*changed)  # type: ignore[misc]
    return value


def _value(node: ast.expr, names: Mapping[str, Value]) -> Any:
    if isinstance(node, ast.Constant):
        if node.value is None or isinstance(node.value, (bool, int, float, str)):
            return _bounded(node.value)
        raise _Refused(text("it holds a {kind}", kind=type(node.value).__name__))
    if isinstance(node, ast.Name):
        if node.id not in names:
            known = ", ".join(sorted(names)) or text("none")
            raise _Refused(text("{name!r} is no parameter of the block (known: {known})", name=node.id, known=known))
        return names[node.id]
    if isinstance(node, (ast.Tuple, ast.List)):
        return tuple(_value(item, names) for item in node.elts)
    if isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
        return _binary(node.op, _value(node.left, names), _value(node.right, names))
    if isinstance(node, ast.UnaryOp):
        return _unary(node.op, _value(node.operand, names))
    if isinstance(node, ast.Compare) and all(type(op) in _COMPARE for op in node.ops):
        values = [_value(item, names) for item in (node.left, *node.comparators)]
        pairs = zip(node.ops, values, values[1:], strict=False)
        return all(_COMPARE[type(op)](left, right) for op, left, right in pairs)
    if isinstance(node, ast.BoolOp):
        stop_at = isinstance(node.op, ast.Or)
        result: Any = None
        for item in node.values:
            result = _value(item, names)
            if bool(result) == stop_at:
                break
        return result
    if isinstance(node, ast.IfExp):
        return _value(node.body if _value(node.test, names) else node.orelse, names)
    if isinstance(node, ast.Subscript):
        items, index = _value(node.value, names), _value(node.slice, names)
        if isinstance(items, tuple) and isinstance(index, int) and -len(items) <= index < len(items):
            return items[index]
        raise _Refused(text("its index fits no item"))
    raise _Refused(text("it uses more than arithmetic"))


def _binary(op: ast.operator, left: Any, right: Any) -> Any:
    numbers = isinstance(left, (int, float)) and isinstance(right, (int, float))
    alike = isinstance(op, ast.Add) and type(left) is type(right) and isinstance(left, (str, tuple))
    if not numbers and not alike:
        raise _Refused(text("its values do not fit together"))
    if isinstance(op, ast.Pow) and isinstance(left, int) and isinstance(right, int):
        # Bound the work before doing it: the result has about this many bits.
        if left.bit_length() * max(right, 0) > 128:
            raise _Refused(text("its result is too large"))
    result = _BINARY[type(op)](left, right)
    if isinstance(result, complex):
        raise _Refused(text("its result is no real number"))
    return _bounded(result)


def _unary(op: ast.unaryop, operand: Any) -> Any:
    if isinstance(op, ast.Not):
        return not operand
    if isinstance(operand, (int, float)) and isinstance(op, ast.USub):
        return -operand
    if isinstance(operand, (int, float)) and isinstance(op, ast.UAdd):
        return +operand
    raise _Refused(text("its values do not fit together"))


def _bounded(value: Any) -> Any:
    if isinstance(value, int) and abs(value) > MAX_NUMBER:
        raise _Refused(text("its result is too large"))
    if isinstance(value, (str, tuple)) and len(value) > MAX_ITEMS:
        raise _Refused(text("its result is too long"))
    return value
