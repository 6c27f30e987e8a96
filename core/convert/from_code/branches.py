"""Which branch is read where it is not known which one runs: the one that builds layers.

Does not belong here: conditions that are known (operators). Invariant: a branch that was chosen for what it holds is named in
one note, with its line.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from core.convert.from_code.machine import Machine
from core.convert.from_code.spelling import is_layer_class
from core.convert.from_code.values import Bound, Class, Function, Path, Raised, Scope
from core.texts import text

_FROM_FILE = frozenset({"load_model", "model_from_json", "model_from_yaml", "load_keras_model", "from_saved_model"})
_MAKERS = frozenset({"Sequential", "Model", "Input"})
_MOST_DEPTH = 3


def choose(m: Machine, node: ast.If, scope: Scope, shown: str) -> bool:
    """Whether the first branch is read, where the condition ``shown`` is not known."""
    if m.strict:
        raise Raised(text("it is not known which branch is taken"))
    first, second = _does(m, node.body, scope), _does(m, node.orelse, scope)
    if node.orelse:
        taken = _is_better(node, first, second)
    else:
        taken = not _ends(node.body) and ("loads" not in first or "builds" in first)
    if "builds" in first | second and (node.orelse or "builds" in first):
        _say(m, node, taken, text("It is not known whether {shown}", shown=shown))
    return taken


def passed_by(m: Machine, node: ast.If, taken: bool, scope: Scope, shown: str) -> bool:
    """The branch that is read of a known condition: not the one that opens a file, where that led to no model."""
    if not m.avoid_files:
        return taken
    chosen, other = (node.body, node.orelse) if taken else (node.orelse, node.body)
    if "loads" in _does(m, chosen, scope) and "builds" in _does(m, other, scope) - _does(m, chosen, scope):
        _say(m, node, not taken, text("By {shown} the model would come from a file", shown=shown))
        return not taken
    return taken


def builds_instead(m: Machine, node: ast.Try, scope: Scope) -> ast.ExceptHandler | None:
    """The handler of a ``try`` that opens a model's file, where the handler builds the model."""
    body = _does(m, node.body, scope)
    if "loads" not in body or "builds" in body:
        return None
    for handler in node.handlers:
        if "builds" in _does(m, handler.body, scope):
            m.note(text("The model would come from a file; what builds it if there is none was read."), handler.lineno)
            return handler
    return None


def _say(m: Machine, node: ast.If, taken: bool, why: str) -> None:
    body = node.body if taken else node.orelse
    line = body[0].lineno if body else node.lineno
    if not body:
        m.note(text("{why}; its branch was left out.", why=why), line)
        return
    place = m.place(node.lineno) or text("the code")
    m.note(
        text(
            "{why}; the branch that begins here was read (the condition stands in {place}).",
            why=why,
            place=place,
        ),
        line,
    )


def _is_better(node: ast.If, first: set[str], second: set[str]) -> bool:
    """Whether the first of two branches tells more."""
    if _ends(node.body):
        return False
    if _ends(node.orelse) or ("builds" in first) == ("builds" in second):
        return not ("loads" in first and "loads" not in second)
    return "builds" in first


def _ends(body: Sequence[ast.stmt]) -> bool:
    """True for a branch that gives up: it raises, exits, or returns nothing."""
    last = body[-1]
    if isinstance(last, (ast.Raise, ast.Continue)):
        return True
    if isinstance(last, ast.Return):
        return last.value is None or isinstance(last.value, ast.Constant)
    if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call):
        return ast.unparse(last.value.func) in ("exit", "quit", "sys.exit", "os._exit")
    return False


def _does(m: Machine, body: Sequence[ast.stmt], scope: Scope) -> set[str]:
    """``builds`` where layers or models are made in these statements or in functions they call, ``loads`` for files."""
    found: set[str] = set()
    waiting = [(statement, 0) for statement in body]
    seen: set[int] = set()
    while waiting and len(found) < 2:
        root, depth = waiting.pop()
        for item in ast.walk(root):
            if not isinstance(item, ast.Call):
                continue
            name = item.func.attr if isinstance(item.func, ast.Attribute) else getattr(item.func, "id", "")
            value = _value(item.func, scope)
            if name in _FROM_FILE and not isinstance(value, Function):
                found.add("loads")
            elif _makes(m, name, value):
                found.add("builds")
            elif isinstance(value, (Function, Class)) and depth < _MOST_DEPTH and id(value) not in seen:
                seen.add(id(value))
                inner = value.node.body
                waiting.extend((part, depth + 1) for part in (inner if isinstance(inner, list) else [ast.Expr(inner)]))
    return found


def _makes(m: Machine, name: str, value: object) -> bool:
    if isinstance(value, Path):
        last = value.last
        ours = value.path.startswith("keras") and (last in _MAKERS or is_layer_class(m, last))
        return ours or _is_application(value)
    return value is None and (name in _MAKERS or is_layer_class(m, name))


def _is_application(path: Path) -> bool:
    return path.path.startswith("keras.applications.") and path.last[:1].isupper()


def _value(node: ast.expr, scope: Scope) -> object:
    """What a name or a method of an object stands for, without evaluating anything."""
    if isinstance(node, ast.Name):
        found = scope.find(node.id)
        return found.names[node.id] if found is not None else None
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        owner = _value(node.value, scope)
        if isinstance(owner, Path):
            return Path(f"{owner.path}.{node.attr}", owner.written)
        cls = getattr(owner, "cls", owner)
        if isinstance(cls, Class):
            method = cls.find(node.attr)
            return method[0] if method is not None else None
        if isinstance(owner, Bound):
            return owner.function
    return None
