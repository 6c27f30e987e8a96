"""Comprehensions and generator expressions of the code.

Does not belong here: loops (statements), binding (targets). Invariant: a comprehension over something that is not known makes
one item at most, and only where that is a layer or what one gives.
"""

from __future__ import annotations

import ast
from typing import Any

from core.convert.from_code.iteration import iterate
from core.convert.from_code.machine import Machine
from core.convert.from_code.measures import check_small, shown
from core.convert.from_code.operators import truth
from core.convert.from_code.targets import assign_target
from core.convert.from_code.values import Instance, Layer, Refused, Scope, Tensor, Unknown
from core.texts import text

_MOST_ROWS = 5000


def comprehension(m: Machine, node: Any, scope: Scope) -> Any:
    """The list, set or dict that a comprehension makes; Refused where it is not known what is gone through."""
    rows: list[Any] = []
    reason = ""
    inner = Scope(parent=scope)

    def items_of(source: ast.expr, where: Scope) -> Any:
        nonlocal reason
        value = m.eval(source, where)
        try:
            return iterate(m, value)
        except Refused as refused:
            if m.strict or len(node.generators) > 1:
                raise
            reason = str(refused)
            return [m.unknown(reason, node)]

    def walk(place: int) -> None:
        if place == len(node.generators):
            if isinstance(node, ast.DictComp):
                key = m.eval(node.key, inner)
                check_small(key, limit=1000)
                rows.append((key, m.eval(node.value, inner)))
            else:
                rows.append(m.eval(node.elt, inner))
            if len(rows) > _MOST_ROWS:
                raise Refused(text("the list is too long"))
            return
        generator = node.generators[place]
        for item in items_of(generator.iter, scope if place == 0 else inner):
            m.tick()
            assign_target(m, generator.target, item, inner)
            tests = [m.eval(test, inner) for test in generator.ifs]
            if all(isinstance(test, Unknown) or truth(test) for test in tests):
                walk(place + 1)

    mark = m.mark()
    walk(0)
    if reason:
        # Layers are worth reading once, as a loop is; the number of other things would be taken for known.
        if not _has_layers(rows):
            m.back_to(mark)
            raise Refused(reason)
        m.note(text("It is not known how often {node} is made; it was read once.", node=shown(node)), node.lineno)
    if isinstance(node, ast.DictComp):
        return dict(rows)
    return set(rows) if isinstance(node, ast.SetComp) else rows


def _has_layers(rows: list[Any]) -> bool:
    """True where the one row holds a layer, a model or what one gives."""
    waiting = list(rows)
    for item in waiting:
        if isinstance(item, (Layer, Tensor)) or (isinstance(item, Instance) and item.cls.keras):
            return True
        if isinstance(item, (list, tuple)):
            waiting.extend(item[:10])
    return False
