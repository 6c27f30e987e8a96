"""Values that a search over settings would choose: what KerasTuner, Optuna and Hyperas write for them in code.

The first of the choices, or the lowest number, is taken, as KerasTuner does for its first trial. Does not belong here: the
search itself. Invariant: each value that is taken for a range is named in one note.
"""

from __future__ import annotations

import ast
from typing import Any

from core.convert.from_code.machine import Machine
from core.convert.from_code.values import Scope, Unknown
from core.texts import text

_ORDER = {
    "Int": ("name", "low", "high"),
    "Float": ("name", "low", "high"),
    "Choice": ("name", "values"),
    "Boolean": ("name", "default"),
    "Fixed": ("name", "default"),
    "suggest_int": ("name", "low", "high"),
    "suggest_float": ("name", "low", "high"),
    "suggest_uniform": ("name", "low", "high"),
    "suggest_loguniform": ("name", "low", "high"),
    "suggest_discrete_uniform": ("name", "low", "high"),
    "suggest_categorical": ("name", "values"),
}
_TEMPLATES = frozenset("choice uniform quniform loguniform qloguniform randint normal qnormal lognormal".split())


def suggested(m: Machine, method: str, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    """What ``hp.Int("units", 32, 512)`` or ``trial.suggest_float("rate", 0, 1)`` gives first; None for other methods."""
    names = _ORDER.get(method)
    if names is None:
        return None
    given = {**dict(zip(names, args, strict=False)), **kwargs}
    if not isinstance(given.get("name"), str):
        return None
    values = given.get("values", given.get("choices"))
    found = given.get("default", given.get("value"))
    if found is None and isinstance(values, (list, tuple)) and values:
        found = values[0]
    if found is None:
        found = given.get("low", given.get("min_value"))
    if found is None and method == "Boolean":
        found = False
    if found is None or isinstance(found, Unknown):
        return None
    _tell(m, given["name"], found, line)
    return found


def template(m: Machine, node: ast.Set, scope: Scope) -> Any:
    """``{{choice([64, 128])}}`` as Hyperas has it, in Python a set in a set; None where it is one."""
    inner = node.elts[0] if len(node.elts) == 1 else None
    call = inner.elts[0] if isinstance(inner, ast.Set) and len(inner.elts) == 1 else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or call.func.id not in _TEMPLATES:
        return None
    first = call.args[0] if call.args else None
    if isinstance(first, (ast.List, ast.Tuple)):
        first = first.elts[0] if first.elts else None
    if first is None or isinstance(first, ast.Starred):
        return None
    # The other choices are not looked at: layers among them would stand in the graph.
    found = m.eval(first, scope)
    shown = ast.unparse(call)
    _tell(m, shown if len(shown) <= 60 else shown[:57] + "...", found, node.lineno)
    return found


def _tell(m: Machine, name: str, found: Any, line: int) -> None:
    if isinstance(found, (bool, int, float, str)):
        m.note(text("{name} is to be searched for; {found!r} was taken.", name=name, found=found), line)
    else:
        m.note(text("{name} is to be searched for; the first choice was taken.", name=name), line)
