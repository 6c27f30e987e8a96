"""Statements of the code, run one after the other as far as they can be.

Does not belong here: expressions, calls. Invariants: where a condition is not known one branch is taken and no error
follows; a loop ends after a bounded number of rounds and steps.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.convert.from_code import branches
from core.convert.from_code.attributes import set_attribute
from core.convert.from_code.classes import make_class
from core.convert.from_code.expressions import index, make_function
from core.convert.from_code.flow import Break, Continue, Return
from core.convert.from_code.iteration import iterate
from core.convert.from_code.machine import Machine
from core.convert.from_code.measures import check_small, shown
from core.convert.from_code.names import canonical, merge_function
from core.convert.from_code.operators import binary, truth
from core.convert.from_code.spelling import is_layer_class
from core.convert.from_code.targets import unpack
from core.convert.from_code.values import (
    CountTo,
    Function,
    Model,
    Path,
    Raised,
    Refused,
    Scope,
    Term,
    Unknown,
)
from core.texts import text

_MOST_ROUNDS = 400
"""Of a loop that makes no layer."""
_MOST_LOOP_STEPS = 60_000


_ERRORS = (Refused, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, MemoryError)


def run(m: Machine, body: Sequence[ast.stmt], scope: Scope) -> None:
    """Run statements."""
    for node in body:
        m.tick()
        m.line = node.lineno
        handler = _HANDLERS.get(type(node))
        if handler is None:
            continue
        try:
            handler(m, node, scope)
        except _ERRORS as error:
            if m.strict:
                raise Raised(text("a statement has no meaning here")) from error
            # A statement that has no meaning here leaves things as they were.
            continue


def _expression(m: Machine, node: ast.Expr, scope: Scope) -> None:
    m.eval(node.value, scope)


def _assign(m: Machine, node: ast.Assign, scope: Scope) -> None:
    value = m.eval(node.value, scope)
    for target in node.targets:
        assign(m, target, value, scope)


def assign(m: Machine, target: ast.expr, value: Any, scope: Scope) -> None:
    """Bind any target of an assignment."""
    if isinstance(target, ast.Name):
        scope.set(target.id, value)
        if isinstance(value, Model) and not value.variable:
            value.variable = target.id
    elif isinstance(target, (ast.Tuple, ast.List)):
        unpack(m, target.elts, value, scope, assign)
    elif isinstance(target, ast.Attribute):
        set_attribute(m, m.eval(target.value, scope), target.attr, value, target.lineno)
    elif isinstance(target, ast.Subscript):
        owner = m.eval(target.value, scope)
        key = index(m, target.slice, scope)
        if isinstance(owner, (list, dict)) and not isinstance(key, Unknown):
            try:
                check_small(key, limit=1000)
                owner[key] = value
            except (TypeError, IndexError, ValueError, Refused):
                return


def _annotated(m: Machine, node: ast.AnnAssign, scope: Scope) -> None:
    if node.value is not None:
        assign(m, node.target, m.eval(node.value, scope), scope)


def _augmented(m: Machine, node: ast.AugAssign, scope: Scope) -> None:
    load = ast.copy_location(_loaded(node.target), node.target)
    old, value = m.eval(load, scope), m.eval(node.value, scope)
    if isinstance(old, list) and isinstance(node.op, ast.Add) and isinstance(value, (list, tuple)):
        check_small(old, value, limit=200_000)
        old.extend(value)
        return
    try:
        made = binary(m, node.op, old, value, node.lineno)
    except (Refused, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        made = m.unknown(text("{node} is not known: {error}", node=shown(node), error=error), node)
    assign(m, node.target, made, scope)


def _loaded(target: ast.expr) -> ast.expr:
    if isinstance(target, ast.Name):
        return ast.Name(target.id, ast.Load())
    if isinstance(target, ast.Attribute):
        return ast.Attribute(target.value, target.attr, ast.Load())
    assert isinstance(target, ast.Subscript), "Python allows no other target here"
    return ast.Subscript(target.value, target.slice, ast.Load())


def _if(m: Machine, node: ast.If, scope: Scope) -> None:
    test = m.eval(node.test, scope)
    if isinstance(test, Term):
        if not m.freeze(m, node, test, scope):
            raise Raised(text("it depends on a parameter of the block"))
        return
    try:
        taken = branches.passed_by(m, node, truth(test), scope, shown(node.test))
    except Refused:
        taken = branches.choose(m, node, scope, shown(node.test))
    m.run(node.body if taken else node.orelse, scope)


def _for(m: Machine, node: ast.For, scope: Scope) -> None:
    rows = m.eval(node.iter, scope)
    if isinstance(rows, CountTo):
        m.repeat(m, node, rows.times, scope)
        return
    try:
        items = iterate(m, rows)
    except Refused:
        if m.strict:
            raise Raised(text("it is not known what is gone through")) from None
        # What is gone through is not known: one round shows what happens in it.
        items = [m.unknown(text("The items of {items} are not known", items=shown(node.iter)), node)]
    m.loop_count += 1
    number = m.loop_count
    start, made = m.steps, len(m.layers)
    for place, item in enumerate(items):
        if (place >= _MOST_ROUNDS or m.steps - start > _MOST_LOOP_STEPS) and len(m.layers) == made:
            m.note(
                text("The loop over {items} was left after {rounds:,} rounds.", items=shown(node.iter), rounds=place),
                node.lineno,
            )
            return
        m.loops.append((number, place))
        try:
            assign(m, node.target, item, scope)
            m.run(node.body, scope)
        except Break:
            return
        except Continue:
            continue
        finally:
            m.loops.pop()
    m.run(node.orelse, scope)


def _while(m: Machine, node: ast.While, scope: Scope) -> None:
    start = m.steps
    rounds = 0
    while True:
        try:
            if not truth(m.eval(node.test, scope)):
                break
        except Refused:
            if rounds or m.strict:
                break
        rounds += 1
        if rounds > _MOST_ROUNDS or m.steps - start > _MOST_LOOP_STEPS:
            m.note(
                text(
                    "The loop while {test} was left after {rounds:,} rounds.", test=shown(node.test), rounds=rounds - 1
                ),
                node.lineno,
            )
            return
        try:
            m.run(node.body, scope)
        except Break:
            return
        except Continue:
            continue
    m.run(node.orelse, scope)


def _function(m: Machine, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope) -> None:
    function = make_function(m, node, scope, node.name)
    made: Any = function
    for decorator in reversed(node.decorator_list):
        name = ast.unparse(decorator)
        kind = {"staticmethod": "static", "classmethod": "class", "property": "property"}.get(name, "")
        if kind:
            function.kind = kind
            continue
        called = m.eval(decorator, scope)
        if isinstance(called, Function):
            result = m.apply(called, [made], {}, node.lineno)
            made = result if isinstance(result, Function) else made
    scope.set(node.name, made)
    m.functions.append(function)


def _class(m: Machine, node: ast.ClassDef, scope: Scope) -> None:
    scope.set(node.name, make_class(m, node, scope))


def _import(m: Machine, node: ast.Import, scope: Scope) -> None:
    for item in node.names:
        name = item.asname or item.name.partition(".")[0]
        path = item.name if item.asname else item.name.partition(".")[0]
        scope.set(name, Path(canonical(path), path))


def _import_from(m: Machine, node: ast.ImportFrom, scope: Scope) -> None:
    module = node.module or ""
    if node.level and not module.startswith(("keras", "tensorflow")):
        module = "." * node.level + module
    for item in node.names:
        if item.name == "*":
            m.stars.append(module)
            continue
        path = f"{module}.{item.name}" if module.strip(".") else f"{module}{item.name}"
        if path.startswith("."):
            path = _inside_keras(m, path)
        # What the code defines itself is no import of another file's: pasted files import one another.
        scope.set(item.asname or item.name, Path(canonical(path), path))


def _inside_keras(m: Machine, path: str) -> str:
    """A relative import, as Keras's own files have it (``from ..layers import Dense``): what it means where it is Keras's."""
    whole = f"keras.{path.lstrip('.')}"
    made = canonical(whole)
    last = made.rpartition(".")[2]
    known = made in ("keras.Model", "keras.Sequential", "keras.Input", "keras.backend", "keras.layers", "keras.models")
    of_layers = made.startswith("keras.layers.") and (is_layer_class(m, last) or merge_function(made) is not None)
    return whole if known or of_layers else path


def _return(m: Machine, node: ast.Return, scope: Scope) -> None:
    raise Return(None if node.value is None else m.eval(node.value, scope))


def _with(m: Machine, node: ast.With | ast.AsyncWith, scope: Scope) -> None:
    for item in node.items:
        value = m.eval(item.context_expr, scope)
        if item.optional_vars is not None:
            assign(m, item.optional_vars, value, scope)
    m.run(node.body, scope)


def _try(m: Machine, node: ast.Try, scope: Scope) -> None:
    instead = branches.builds_instead(m, node, scope)
    if instead is not None:
        m.run([*instead.body, *node.finalbody], scope)
        return
    try:
        m.run(node.body, scope)
    except Raised:
        if node.handlers:
            handler = node.handlers[0]
            if handler.name:
                scope.set(handler.name, m.unknown("An error", handler))
            m.run(handler.body, scope)
    else:
        m.run(node.orelse, scope)
    finally:
        m.run(node.finalbody, scope)


def _raise(m: Machine, node: ast.Raise, scope: Scope) -> None:
    raise Raised(shown(node.exc) if node.exc is not None else "an error")


def _global(m: Machine, node: ast.Global, scope: Scope) -> None:
    for name in node.names:
        scope.outer[name] = scope.top()


def _nonlocal(m: Machine, node: ast.Nonlocal, scope: Scope) -> None:
    for name in node.names:
        found = scope.parent.find(name) if scope.parent is not None else None
        if found is not None:
            scope.outer[name] = found


def _delete(m: Machine, node: ast.Delete, scope: Scope) -> None:
    for target in node.targets:
        if isinstance(target, ast.Name):
            scope.names.pop(target.id, None)
        elif isinstance(target, ast.Subscript):
            owner, key = m.eval(target.value, scope), index(m, target.slice, scope)
            if isinstance(owner, (list, dict)) and isinstance(key, (int, str, slice)):
                try:
                    del owner[key]  # type: ignore[arg-type]
                except (LookupError, TypeError):
                    continue


def _break(m: Machine, node: ast.Break, scope: Scope) -> None:
    raise Break


def _continue(m: Machine, node: ast.Continue, scope: Scope) -> None:
    raise Continue


_HANDLERS: Mapping[type[ast.stmt], Callable[[Machine, Any, Scope], None]] = {
    ast.Expr: _expression,
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.If: _if,
    ast.For: _for,
    ast.AsyncFor: _for,
    ast.While: _while,
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.ClassDef: _class,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.Return: _return,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Try: _try,
    ast.Raise: _raise,
    ast.Global: _global,
    ast.Nonlocal: _nonlocal,
    ast.Delete: _delete,
    ast.Break: _break,
    ast.Continue: _continue,
}
