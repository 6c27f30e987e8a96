"""The value of an expression of the code.

Does not belong here: calls (calling), attributes (attributes), operators (operators), names (lookup), binding (targets).
Invariant: an expression that has no value here gives an Unknown with the reason, never an error.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

from core.convert.from_code.arrays import cut, window
from core.convert.from_code.attributes import attribute
from core.convert.from_code.comprehensions import comprehension
from core.convert.from_code.iteration import iterate
from core.convert.from_code.lookup import lookup
from core.convert.from_code.machine import MOST_ITEMS, Machine
from core.convert.from_code.measures import check_small, is_small, shown
from core.convert.from_code.operators import as_term, binary, compare, truth, unary
from core.convert.from_code.ops import record_op
from core.convert.from_code.searched import template
from core.convert.from_code.targets import assign_target
from core.convert.from_code.values import (
    Bound,
    Data,
    Foreign,
    Function,
    Path,
    Prefixed,
    Raised,
    Refused,
    Scope,
    Several,
    Tensor,
    Term,
    Unknown,
)
from core.texts import text

_ERRORS = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, MemoryError)


def evaluate(m: Machine, node: ast.expr, scope: Scope) -> Any:
    """The value of an expression; Unknown where it has none here."""
    m.tick()
    handler = _HANDLERS.get(type(node))
    if handler is None:
        return m.unknown(text("A {name} is not read here", name=type(node).__name__), node)
    try:
        return handler(m, node, scope)
    except Refused as refused:
        return m.unknown(text("{node} is not known: {refused}", node=shown(node), refused=refused), node)
    except _ERRORS as error:
        return m.unknown(text("{node} has no value ({name})", node=shown(node), name=type(error).__name__), node)


def _constant(m: Machine, node: ast.Constant, scope: Scope) -> Any:
    return node.value


def _name(m: Machine, node: ast.Name, scope: Scope) -> Any:
    return lookup(m, node.id, scope, node.lineno)


def _attribute(m: Machine, node: ast.Attribute, scope: Scope) -> Any:
    return attribute(m, m.eval(node.value, scope), node.attr, node.lineno)


def _items(m: Machine, nodes: list[ast.expr], scope: Scope) -> list[Any]:
    made: list[Any] = []
    for node in nodes:
        if isinstance(node, ast.Starred):
            made.extend(iterate(m, m.eval(node.value, scope)))
        else:
            made.append(m.eval(node, scope))
        if len(made) > MOST_ITEMS:
            raise Refused(text("the list is too long"))
    return made


def _list(m: Machine, node: ast.List, scope: Scope) -> Any:
    return _items(m, node.elts, scope)


def _tuple(m: Machine, node: ast.Tuple, scope: Scope) -> Any:
    return tuple(_items(m, node.elts, scope))


def _set(m: Machine, node: ast.Set, scope: Scope) -> Any:
    found = template(m, node, scope)
    return set(_items(m, node.elts, scope)) if found is None else found


def _dict(m: Machine, node: ast.Dict, scope: Scope) -> Any:
    made: dict[Any, Any] = {}
    for key, value in zip(node.keys, node.values, strict=True):
        if key is None:
            other = m.eval(value, scope)
            if isinstance(other, dict):
                made.update(other)
            continue
        name = m.eval(key, scope)
        check_small(name, limit=1000)
        made[name] = m.eval(value, scope)
    return made


def _binary(m: Machine, node: ast.BinOp, scope: Scope) -> Any:
    left, right = m.eval(node.left, scope), m.eval(node.right, scope)
    return binary(m, node.op, left, right, node.lineno)


def _unary(m: Machine, node: ast.UnaryOp, scope: Scope) -> Any:
    return unary(m, node.op, m.eval(node.operand, scope), node.lineno)


def _bool(m: Machine, node: ast.BoolOp, scope: Scope) -> Any:
    stop_at = isinstance(node.op, ast.Or)
    value: Any = None
    open_value: Unknown | None = None
    terms: list[ast.expr] = []
    for item in node.values:
        value = m.eval(item, scope)
        if isinstance(value, Term):
            terms.append(value.node)
        elif isinstance(value, Unknown):
            open_value = open_value or value
        elif not isinstance(value, (Tensor, Several)) and truth(value) == stop_at:
            return value
    if terms:
        return (
            Term(ast.BoolOp(node.op, terms))
            if len(terms) == len(node.values)
            else m.unknown(text("It depends on more"), node)
        )
    return open_value if open_value is not None else value


def _compare(m: Machine, node: ast.Compare, scope: Scope) -> Any:
    left = m.eval(node.left, scope)
    value: Any = True
    for op, item in zip(node.ops, node.comparators, strict=True):
        right = m.eval(item, scope)
        value = compare(m, op, left, right, node.lineno)
        if isinstance(value, (Unknown, Tensor, Term)) or not truth(value):
            return value
        left = right
    return value


def _if(m: Machine, node: ast.IfExp, scope: Scope) -> Any:
    test = m.eval(node.test, scope)
    if isinstance(test, Term):
        body, other = m.eval(node.body, scope), m.eval(node.orelse, scope)
        if isinstance(body, Prefixed) or isinstance(other, Prefixed):
            return other
        return Term(ast.IfExp(test.node, as_term(body), as_term(other)))
    if isinstance(test, (Unknown, Data)):
        if m.strict:
            raise Raised(text("it is not known which value is taken"))
        # What is taken when it cannot be known: the part that says something.
        body = m.eval(node.body, scope)
        return m.eval(node.orelse, scope) if body is None or isinstance(body, Unknown) else body
    return m.eval(node.body if truth(test) else node.orelse, scope)


def _subscript(m: Machine, node: ast.Subscript, scope: Scope) -> Any:
    owner = m.eval(node.value, scope)
    key = index(m, node.slice, scope)
    if isinstance(owner, (Unknown, Foreign, Bound, Data)):
        key = _by_width(m, node.slice, key, scope)
    return item_of(m, owner, key, node)


def _by_width(m: Machine, node: ast.expr, key: Any, scope: Scope) -> Any:
    """Of data only shapes are known, so ``[i : i + 60]`` is ``[0:60]`` where ``i`` is not known."""
    if isinstance(node, ast.Tuple) and isinstance(key, tuple):
        return tuple(_by_width(m, *pair, scope) for pair in zip(node.elts, key, strict=True))
    if not isinstance(node, ast.Slice) or node.lower is None or node.upper is None or node.step is not None:
        return key
    width: Any = None
    if isinstance(key.start, Unknown) and isinstance(node.upper, ast.BinOp) and isinstance(node.upper.op, ast.Add):
        width = node.upper.right if ast.dump(node.upper.left) == ast.dump(node.lower) else None
    elif isinstance(key.stop, Unknown) and isinstance(node.lower, ast.BinOp) and isinstance(node.lower.op, ast.Sub):
        width = node.lower.right if ast.dump(node.lower.left) == ast.dump(node.upper) else None
    count = None if width is None else m.eval(width, scope)
    return slice(0, count) if isinstance(count, int) else key


def index(m: Machine, node: ast.expr, scope: Scope) -> Any:
    """What stands in the brackets, slices included."""
    if isinstance(node, ast.Slice):
        parts = [None if part is None else m.eval(part, scope) for part in (node.lower, node.upper, node.step)]
        return slice(*parts)
    if isinstance(node, ast.Tuple):
        return tuple(index(m, item, scope) for item in node.elts)
    return m.eval(node, scope)


def item_of(m: Machine, owner: Any, key: Any, node: ast.Subscript) -> Any:
    """``owner[key]``."""
    if isinstance(owner, Several):
        if isinstance(key, int):
            return owner.call.tensor(key if key >= 0 else 0)
        if isinstance(key, slice) and key.start is not None and key.stop is None:
            return Several(owner.call)
        owner = owner.call.tensor(0)
    if isinstance(owner, Tensor):
        return record_op(m, "get_item", {"x": owner, "key": key}, node.lineno)
    if isinstance(owner, (Unknown, Foreign, Bound)) and not m.strict and (part := window(key)) is not None:
        return part
    if isinstance(owner, Unknown):
        return Unknown(owner.reason, node.lineno, f"{owner.name}[...]" if owner.name else "")
    if isinstance(owner, (Foreign, Path, Function, Bound)):
        return m.unknown(text("{node} is not known", node=shown(node)), node)
    if isinstance(owner, Term):
        return Term(ast.Subscript(owner.node, as_term(key), ast.Load()))
    if isinstance(key, Unknown):
        return key
    if isinstance(owner, Data):
        if isinstance(key, Data):
            return Data((None, *owner.shape[1:]), owner.dtype)
        return Data(cut(owner.shape, key) or (), owner.dtype)
    if isinstance(owner, dict):
        check_small(key, limit=1000)
        if key not in owner:
            return m.unknown(text("{node} is not in the dictionary", node=shown(node)), node)
    value = owner[key]
    if isinstance(owner, tuple) and value is None and isinstance(key, int):
        # A size that is open: arithmetic on it has no value.
        return value
    return value


def _formatted(m: Machine, node: ast.JoinedStr, scope: Scope) -> Any:
    parts: list[str] = []
    prefix: Prefixed | None = None
    for item in node.values:
        value = m.eval(item.value, scope) if isinstance(item, ast.FormattedValue) else getattr(item, "value", "")
        if isinstance(value, Unknown):
            return value
        if isinstance(value, Prefixed) and prefix is None and not parts:
            prefix = value
            continue
        piece = ""
        if isinstance(item, ast.FormattedValue):
            if isinstance(value, Term):
                return (
                    prefix if prefix is not None else m.unknown(text("A text depends on a parameter of a block"), node)
                )
            piece = _format(m, item, value, scope)
        else:
            piece = str(value)
        parts.append(piece)
        if sum(map(len, parts)) > MOST_ITEMS:
            raise Refused(text("the text is too long"))
    return Prefixed(prefix.rest + "".join(parts)) if prefix is not None else "".join(parts)


def _format(m: Machine, item: ast.FormattedValue, value: Any, scope: Scope) -> str:
    spec = m.eval(item.format_spec, scope) if item.format_spec is not None else ""
    if not isinstance(spec, str) or len(spec) > 12 or any(len(digits) > 3 for digits in _numbers(spec)):
        raise Refused(text("its format is not read"))
    plain = isinstance(value, (str, int, float, bool, list, tuple, dict, type(None)))
    if not plain or not is_small(value, 5000):
        raise Refused(text("a text holds something that is not known"))
    if item.conversion == ord("r"):
        value = repr(value)
    return format(value if spec else str(value), spec)


def _numbers(text: str) -> list[str]:
    return "".join(sign if sign.isdigit() else " " for sign in text).split()


def _lambda(m: Machine, node: ast.Lambda, scope: Scope) -> Any:
    return make_function(m, node, scope, "lambda")


def make_function(
    m: Machine, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, scope: Scope, name: str
) -> Function:
    """A function with its defaults evaluated where it is defined."""
    given = node.args
    defaults = [m.eval(item, scope) for item in given.defaults]
    named = {
        item.arg: m.eval(value, scope)
        for item, value in zip(given.kwonlyargs, given.kw_defaults, strict=True)
        if value is not None
    }
    return Function(node, scope, name, defaults, named)


def _walrus(m: Machine, node: ast.NamedExpr, scope: Scope) -> Any:
    value = m.eval(node.value, scope)
    assign_target(m, node.target, value, scope)
    return value


def _call(m: Machine, node: ast.Call, scope: Scope) -> Any:
    if isinstance(node.func, ast.Name) and node.func.id == "super" and scope.find("super") is None:
        return _super(m, scope)
    function = m.eval(node.func, scope)
    args = _items(m, node.args, scope)
    kwargs: dict[str, Any] = {}
    for item in node.keywords:
        value = m.eval(item.value, scope)
        if item.arg is not None:
            kwargs[item.arg] = value
        elif isinstance(value, dict):
            kwargs.update({str(key): part for key, part in value.items() if isinstance(key, str)})
    if isinstance(function, Unknown) and isinstance(node.func, ast.Attribute):
        function = m.adopt(m, node.func, args, scope) or function
    m.line = node.lineno
    return m.apply(function, args, kwargs, node.lineno)


def _super(m: Machine, scope: Scope) -> Any:
    from core.convert.from_code.values import Instance, Super

    holder = scope.find("__class__")
    owner = scope.find("__self__")
    if holder is None or owner is None or not isinstance(owner.names["__self__"], Instance):
        return m.unknown(text("super() is not known here"))
    return Super(owner.names["__self__"], holder.names["__class__"])


_HANDLERS: Mapping[type[ast.AST], Callable[[Machine, Any, Scope], Any]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.List: _list,
    ast.Tuple: _tuple,
    ast.Set: _set,
    ast.Dict: _dict,
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.BoolOp: _bool,
    ast.Compare: _compare,
    ast.IfExp: _if,
    ast.Subscript: _subscript,
    ast.JoinedStr: _formatted,
    ast.Lambda: _lambda,
    ast.ListComp: comprehension,
    ast.SetComp: comprehension,
    ast.GeneratorExp: comprehension,
    ast.DictComp: comprehension,
    ast.NamedExpr: _walrus,
    ast.Call: _call,
}
