"""Operators on read values: plain arithmetic within bounds, ops where a tensor takes part, block arithmetic.

Does not belong here: recording ops in the graph (ops), functions by name (python_functions). Invariant: no operation is
begun whose result could be large.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable
from typing import Any

from core.convert.from_code.machine import MOST_ITEMS, Machine
from core.convert.from_code.measures import LARGEST_BITS, check_small
from core.convert.from_code.ops import record_op
from core.convert.from_code.values import Data, Foreign, Path, Prefixed, Refused, Several, Tensor, Term, Unknown
from core.texts import text

_BINARY: dict[type[ast.operator], tuple[str, Callable[[Any, Any], Any]]] = {
    ast.Add: ("add", operator.add),
    ast.Sub: ("subtract", operator.sub),
    ast.Mult: ("multiply", operator.mul),
    ast.Div: ("true_divide", operator.truediv),
    ast.FloorDiv: ("floor_divide", operator.floordiv),
    ast.Mod: ("mod", operator.mod),
    ast.Pow: ("power", operator.pow),
    ast.MatMult: ("matmul", operator.matmul),
    ast.BitAnd: ("logical_and", operator.and_),
    ast.BitOr: ("logical_or", operator.or_),
    ast.BitXor: ("logical_xor", operator.xor),
    ast.LShift: ("left_shift", operator.lshift),
    ast.RShift: ("right_shift", operator.rshift),
}
_COMPARE: dict[type[ast.cmpop], tuple[str, Callable[[Any, Any], Any]]] = {
    ast.Eq: ("equal", operator.eq),
    ast.NotEq: ("not_equal", operator.ne),
    ast.Lt: ("less", operator.lt),
    ast.LtE: ("less_equal", operator.le),
    ast.Gt: ("greater", operator.gt),
    ast.GtE: ("greater_equal", operator.ge),
}
_WIDE_FORMAT = re.compile(r"[*]|\d{4,}")
_TENSORS = (Tensor, Several)


def binary(m: Machine, op: ast.operator, left: Any, right: Any, line: int) -> Any:
    """The value of ``left op right``."""
    name, function = _BINARY[type(op)]
    if isinstance(left, _TENSORS) or isinstance(right, _TENSORS):
        return record_op(m, name, {"x1": left, "x2": right}, line)
    if isinstance(left, Data) and isinstance(right, (Unknown, Foreign)):
        return left  # arithmetic on data keeps its shape in all but rare cases
    for side in (left, right):
        if isinstance(side, Unknown):
            return side
    if isinstance(left, Term) or isinstance(right, Term):
        return Term(ast.BinOp(as_term(left), op, as_term(right)))
    if isinstance(left, Prefixed) and isinstance(op, ast.Add) and isinstance(right, str):
        return Prefixed(left.rest + right)
    if isinstance(left, Data) or isinstance(right, Data):
        return broadcast(left, right)
    return plain_binary(op, function, left, right)


def plain_binary(op: ast.operator, function: Callable[[Any, Any], Any], left: Any, right: Any) -> Any:
    """Arithmetic on plain values, within bounds."""
    numbers = isinstance(left, (int, float, complex)) and isinstance(right, (int, float, complex))
    if numbers:
        if isinstance(left, int) and isinstance(right, int):
            size = left.bit_length() + right.bit_length()
            if isinstance(op, ast.Pow):
                size = max(left.bit_length(), 1) * max(right, 1)
            elif isinstance(op, ast.LShift):
                size = left.bit_length() + right
            if size > LARGEST_BITS:
                raise Refused(text("the number is too large"))
        return function(left, right)
    if isinstance(op, ast.Mult):
        row, times = (left, right) if isinstance(right, int) else (right, left)
        if isinstance(row, (str, bytes, list, tuple)) and isinstance(times, int):
            if len(row) * max(times, 0) > MOST_ITEMS:
                raise Refused(text("the list is too long"))
            return function(left, right)
    if isinstance(op, ast.Add) and isinstance(left, (str, bytes, list, tuple)):
        if isinstance(right, (str, bytes, list, tuple)) and len(left) + len(right) > MOST_ITEMS:
            raise Refused(text("the list is too long"))
        return function(left, right)
    if isinstance(op, ast.Mod) and isinstance(left, str):
        return percent(left, right)
    if isinstance(left, (set, frozenset, dict)) and isinstance(right, (set, frozenset, dict)):
        check_small(left, right)
        return function(left, right)
    return array_binary(function, left, right)


def array_binary(function: Callable[[Any, Any], Any], left: Any, right: Any) -> Any:
    """Arithmetic on small NumPy arrays."""
    import numpy

    allowed = (numpy.ndarray, numpy.generic, int, float)
    if not (isinstance(left, allowed) and isinstance(right, allowed)):
        raise Refused(text("its values do not fit together"))
    if numpy.broadcast(left, right).size > MOST_ITEMS:
        return Data(tuple(numpy.broadcast_shapes(numpy.shape(left), numpy.shape(right))))
    with numpy.errstate(all="ignore"):
        return function(left, right)


def percent(template: str, values: Any) -> Any:
    """``"conv_%d" % 3``."""
    if _WIDE_FORMAT.search(template):
        raise Refused(text("its format is not read"))
    check_small(values, limit=2000)
    for value in values if isinstance(values, tuple) else (values,):
        if isinstance(value, Unknown):
            return value
        if not isinstance(value, (str, int, float, bool, type(None), list, tuple, dict)):
            raise Refused(text("its values are not plain"))
    made = template % values
    return made


def broadcast(left: Any, right: Any) -> Data:
    """The shape of arithmetic on data, as far as it is known."""
    shapes = [getattr(side, "shape", ()) for side in (left, right)]
    first, second = sorted(shapes, key=len, reverse=True)
    made = list(first)
    for place in range(1, len(second) + 1):
        if made[-place] == 1:
            made[-place] = second[-place]
    dtype = next(side.dtype for side in (left, right) if isinstance(side, Data))
    return Data(tuple(made), dtype)


def unary(m: Machine, op: ast.unaryop, operand: Any, line: int) -> Any:
    """The value of ``-x``, ``not x``..."""
    if isinstance(operand, Unknown):
        return operand
    if isinstance(op, ast.Not) and not isinstance(operand, Term):
        return not truth(operand)
    if isinstance(operand, Several):
        operand = operand.call.tensor(0)
    if isinstance(operand, Tensor):
        if isinstance(op, ast.UAdd):
            return operand
        return record_op(m, "negative" if isinstance(op, ast.USub) else "logical_not", {"x": operand}, line)
    if isinstance(operand, Term):
        return Term(ast.UnaryOp(op, operand.node))
    if isinstance(operand, Data):
        return operand
    if isinstance(op, ast.USub):
        return -operand
    return ~operand if isinstance(op, ast.Invert) else +operand


def truth(value: Any) -> bool:
    """Whether a value counts as true; Refused where that is not known."""
    if isinstance(value, (Unknown, Term, Several, Tensor)):
        raise Refused(value.reason if isinstance(value, Unknown) else text("it depends on what is computed"))
    if isinstance(value, (Data, Foreign)):
        raise Refused(text("it depends on the data"))
    try:
        return bool(value)
    except ValueError as error:
        raise Refused(text("it is an array")) from error


def compare(m: Machine, op: ast.cmpop, left: Any, right: Any, line: int) -> Any:
    """The value of ``left op right`` for one comparison."""
    if isinstance(op, (ast.Is, ast.IsNot)):
        return _identity(op, left, right)
    left, right = _by_path(left), _by_path(right)
    if isinstance(op, (ast.In, ast.NotIn)):
        if isinstance(left, Unknown) or isinstance(right, Unknown):
            return left if isinstance(left, Unknown) else right
        check_small(left, right)
        found = left in right
        return found if isinstance(op, ast.In) else not found
    name, function = _COMPARE[type(op)]
    for side in (left, right):
        if isinstance(side, Unknown):
            return side
    if isinstance(left, _TENSORS) or isinstance(right, _TENSORS):
        if left is None or right is None or isinstance(left, str) or isinstance(right, str):
            return isinstance(op, ast.NotEq)
        return record_op(m, name, {"x1": left, "x2": right}, line)
    if isinstance(left, Term) or isinstance(right, Term):
        return Term(ast.Compare(as_term(left), [op], [as_term(right)]))
    check_small(left, right)
    return function(left, right)


def _by_path(value: Any) -> Any:
    """Classes and functions outside of the code are the same where their paths are (``layer.__class__ == Conv2D``)."""
    if isinstance(value, Path):
        return Path, value.path
    if isinstance(value, (list, tuple)) and len(value) < 100 and any(isinstance(item, Path) for item in value):
        return type(value)(_by_path(item) for item in value)
    return value


def _identity(op: ast.cmpop, left: Any, right: Any) -> Any:
    if isinstance(left, Term) or isinstance(right, Term):
        raise Refused(text("it depends on a parameter of the block"))
    if isinstance(left, Unknown) and isinstance(right, Unknown):
        return left
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        # What is not known was given for a reason: it is hardly None.
        unknown, other = (left, right) if isinstance(left, Unknown) else (right, left)
        if other is not None:
            return unknown
        return isinstance(op, ast.IsNot)
    left, right = (value.path if isinstance(value, Path) else value for value in (left, right))
    same = left is right or (isinstance(left, (str, int)) and type(left) is type(right) and left == right)
    return same if isinstance(op, ast.Is) else not same


def as_term(value: Any) -> ast.expr:
    """A value as a part of block arithmetic; Refused for what has no place there."""
    if isinstance(value, Term):
        return value.node
    if value is None or isinstance(value, (bool, int, float, str)):
        return ast.Constant(value)
    if isinstance(value, (tuple, list)):
        return ast.Tuple([as_term(item) for item in value], ast.Load())
    raise Refused(text("it is no arithmetic over the parameters of a block"))
