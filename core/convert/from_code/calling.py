"""Calls of anything: functions of the code, methods, classes, layers, models, and what stands outside of the code.

Does not belong here: functions by path (functions), methods of values that are no objects of the code (methods).
"""

from __future__ import annotations

import ast
from typing import Any

from core.convert.from_code.classes import call_instance, instantiate
from core.convert.from_code.flow import Break, Continue, Return
from core.convert.from_code.functions import call_path
from core.convert.from_code.layers import call_layer, call_unknown
from core.convert.from_code.machine import MOST_DEPTH, Machine
from core.convert.from_code.methods import call_method
from core.convert.from_code.models import call_model
from core.convert.from_code.searched import suggested
from core.convert.from_code.values import (
    Bound,
    Class,
    Composed,
    Foreign,
    Function,
    Instance,
    Layer,
    Model,
    Partial,
    Path,
    Refused,
    Scope,
    Settings,
    Term,
    Unknown,
    tensors_in,
)
from core.texts import text


def apply(m: Machine, function: Any, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    """Call a value with values."""
    m.tick()
    if isinstance(function, Function):
        return call_function(m, function, args, kwargs, line)
    if isinstance(function, Bound):
        if function.function is not None:
            return call_function(m, function.function, [function.owner, *args], kwargs, line)
        return call_method(m, function, args, kwargs, line)
    if isinstance(function, Path):
        return call_path(m, function, args, kwargs, line)
    if isinstance(function, Model):
        return call_model(m, function, args, kwargs, line)
    if isinstance(function, Layer):
        return call_layer(m, function, args, kwargs, line)
    if isinstance(function, Class):
        return instantiate(m, function, args, kwargs, line)
    if isinstance(function, Instance):
        return call_instance(m, function, args, kwargs, line)
    if isinstance(function, Partial):
        return apply(m, function.function, [*function.args, *args], {**function.kwargs, **kwargs}, line)
    if isinstance(function, Composed):
        value: Any = None
        for place, item in enumerate(function.functions):
            value = apply(m, item, args if place == 0 else [value], kwargs if place == 0 else {}, line)
        return value
    if isinstance(function, Term) and not args and not kwargs:
        return function  # a parameter that makes a new object at each use
    if isinstance(function, Unknown) and (found := suggested(m, _last(function), args, kwargs, line)) is not None:
        return found
    if tensors_in([*args, *kwargs.values()]) and isinstance(function, (Foreign, Unknown)):
        return call_unknown(m, function, args, kwargs, line)
    if isinstance(function, Foreign):
        return Foreign(function.path, tuple(args), kwargs, line)
    if isinstance(function, Unknown):
        return Unknown(function.reason, line, f"{function.name}()" if function.name else "")
    if isinstance(function, Settings):
        raise Refused(text("what such an object computes is not known here"))
    if function is None and args:
        return args[0]  # an activation that is None
    raise Refused(text("it cannot be called"))


def _last(value: Unknown) -> str:
    """The method that is called on something that is not known; empty for a plain name."""
    owner, _, last = value.name.rpartition(".")
    return last if owner else ""


def call_function(m: Machine, function: Function, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    """Run the body of a function of the code with these arguments."""
    node = function.node
    if not isinstance(node, ast.Lambda) and _yields(node):
        return m.unknown(text("{name} yields its results one by one", name=function.name), line)
    if m.depth >= MOST_DEPTH:
        raise Refused(text("{name} calls itself too deeply", name=function.name))
    made = m.block_call(m, function, args, kwargs, line)
    if made is not None:
        return made
    scope = Scope(parent=_method_scope(function, args))
    bind(m, function, args, kwargs, scope, line)
    function.calls += 1
    m.depth += 1
    try:
        if isinstance(node, ast.Lambda):
            return m.eval(node.body, scope)
        m.run(node.body, scope)
    except Return as returned:
        return returned.value
    except (Break, Continue):
        return None
    except RecursionError as error:
        raise Refused(text("{name} calls itself too deeply", name=function.name)) from error
    finally:
        m.depth -= 1
    return None


def _method_scope(function: Function, args: list[Any]) -> Scope:
    """Around a method stands what ``super()`` needs."""
    if function.owner is None or not args:
        return function.scope
    return Scope({"__class__": function.owner, "__self__": args[0]}, function.scope)


def bind(m: Machine, function: Function, args: list[Any], kwargs: dict[str, Any], scope: Scope, line: int) -> None:
    """Bind arguments to parameters; those that are not given and have no default are unknown."""
    given = function.node.args
    left = dict(kwargs)
    names = [item.arg for item in (*given.posonlyargs, *given.args)]
    defaults = dict(zip(names[len(names) - len(function.defaults) :], function.defaults, strict=True))
    for place, name in enumerate(names):
        if place < len(args):
            scope.names[name] = args[place]
            left.pop(name, None)
        elif name in left:
            scope.names[name] = left.pop(name)
        elif name in defaults:
            scope.names[name] = defaults[name]
        else:
            scope.names[name] = Unknown(
                text("{name!r} of {function}() is not given in this code", name=name, function=function.name),
                line,
                name,
            )
    if given.vararg is not None:
        scope.names[given.vararg.arg] = tuple(args[len(names) :])
    for item in given.kwonlyargs:
        missing = Unknown(
            text("{name!r} of {function}() is not given in this code", name=item.arg, function=function.name),
            line,
            item.arg,
        )
        scope.names[item.arg] = left.pop(item.arg, function.keyword_defaults.get(item.arg, missing))
    if given.kwarg is not None:
        scope.names[given.kwarg.arg] = left


def _yields(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    waiting: list[ast.AST] = list(node.body)
    while waiting:
        item = waiting.pop()
        if isinstance(item, (ast.Yield, ast.YieldFrom)):
            return True
        if not isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            waiting.extend(ast.iter_child_nodes(item))
    return False
