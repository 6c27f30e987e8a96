"""Binding values to targets: names, and rows of targets that take a value apart.

Does not belong here: assigning to attributes and items (statements). Invariant: a name in a row always gets a value, an
Unknown where the row cannot be taken apart.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from core.convert.from_code.iteration import iterate
from core.convert.from_code.machine import Machine
from core.convert.from_code.values import Refused, Scope, Several, Tensor, Unknown
from core.texts import text


def assign_target(m: Machine, target: ast.expr, value: Any, scope: Scope) -> None:
    """Bind a loop variable or a target of an assignment that is a name, or a row of them."""
    if isinstance(target, ast.Name):
        scope.set(target.id, value)
    elif isinstance(target, (ast.Tuple, ast.List)):
        unpack(m, target.elts, value, scope, assign_target)


Assign = Callable[[Machine, ast.expr, Any, Scope], None]


def unpack(m: Machine, targets: list[ast.expr], value: Any, scope: Scope, assign: Assign) -> None:
    """``a, *b, c = value``; what cannot be told apart is unknown."""
    star = next((place for place, item in enumerate(targets) if isinstance(item, ast.Starred)), None)
    plain = len(targets) - (star is not None)
    if isinstance(value, Several):
        items: list[Any] = [value.call.tensor(place) for place in range(plain)]
    elif isinstance(value, Tensor) and plain == 1:
        items = [value]
    else:
        try:
            items = list(iterate(m, value))
        except Refused as refused:
            reason = (
                value.reason
                if isinstance(value, Unknown)
                else text("It cannot be taken apart: {refused}", refused=refused)
            )
            items = [Unknown(reason, targets[0].lineno) for _ in range(plain)]
    if len(items) < plain:
        missing = m.unknown(text("It has fewer items than there are names"), targets[0])
        items += [missing] * (plain - len(items))
    before = star if star is not None else len(targets)
    behind = len(targets) - before - 1 if star is not None else 0
    rows: list[Any] = list(items[:before])
    if star is not None:
        rows.append(items[before : len(items) - behind])
        rows.extend(items[len(items) - behind :] if behind else [])
    for item, part in zip(targets, rows, strict=False):
        assign(m, item.value if isinstance(item, ast.Starred) else item, part, scope)
