"""Proof that a script or notebook does nothing but train the model: an allow-list over its syntax tree.

The functions that make the model pass the check of generated models (code_check). All else must be, statement by statement,
what this package writes: settings with plain data, and the very functions and lines of its parts. Does not belong here:
style.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from core.convert.application_facts import load_facts
from core.convert.code_check import CODING, Checker, Refused, refuse_text, refusing
from core.convert.code_own import NOTHING, Allowed
from core.convert.script import data_parts, file_parts, main_parts
from core.convert.script.sections import CALLBACKS
from core.texts import text

SETTINGS = frozenset(name for name in main_parts.NAMES if name.isupper()) - {"FOLDER"}
_IMPORTS = frozenset(
    {
        *(f"import {name}" for name in ("csv", "io", "json", "math", "re")),
        "from pathlib import Path",
        "import matplotlib.pyplot as plt",
        "from sklearn import datasets",
    }
)
_PLAIN = (ast.Constant, ast.List, ast.Dict, ast.UnaryOp, ast.USub, ast.Load)


def check_script(source: str, own: Allowed = NOTHING) -> None:
    """Raise ConversionError unless ``source`` is a script of the generated kind and nothing else."""
    with refusing(text("The script of this project")):
        if source.partition("\n")[0] != CODING:
            raise Refused(ast.Module([], []), "the first line is not the encoding")
        refuse_text(source)
        _ScriptChecker(own).module(ast.parse(source))


def check_cells(source: str, own: Allowed = NOTHING) -> None:
    """The same for the code of a notebook: its lines stand at the top."""
    with refusing(text("The notebook of this project")):
        refuse_text(source)
        _ScriptChecker(own, cells=True).module(ast.parse(source))


class _ScriptChecker(Checker):
    def __init__(self, own: Allowed, cells: bool = False) -> None:
        super().__init__(own)
        self.cells = cells

    def statement(self, node: ast.stmt) -> bool:
        """True for what a script has besides a model."""
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            return ast.unparse(node) in _IMPORTS
        if isinstance(node, ast.Assign) and _is_setting(node):
            return True
        if isinstance(node, ast.FunctionDef):
            return self._is_part(node)
        if _dump(node) == _dump(ast.parse(main_parts.MAIN).body[0]):
            return True
        return _is_line(node) if self.cells else _dump(node) in _FOLDER

    def _is_part(self, node: ast.FunctionDef) -> bool:
        if _dump(node) in _FUNCTIONS:
            return True
        head, body = _head(node), node.body
        if head == _dump(ast.parse("def main() -> None: pass").body[0]):
            return all(_is_line(line) for line in body)
        for known, length, first in _HEADS:
            if known == head and [_dump(line) for line in body[:length]] == list(first):
                return all(_dump(line) in _LINES for line in body[length:])
        return False

    def is_public(self, parts: list[str]) -> bool:
        """Of the callbacks those that a run takes."""
        if parts[:2] == ["keras", "callbacks"]:
            return len(parts) == 3 and parts[2] in CALLBACKS
        return super().is_public(parts)


def _is_setting(node: ast.Assign) -> bool:
    (target,) = node.targets if len(node.targets) == 1 else (None,)
    if not isinstance(target, ast.Name) or target.id not in SETTINGS:
        return False
    return all(
        isinstance(part, _PLAIN) or ast.unparse(part) in ("float('nan')", "float('inf')", "float('-inf')")
        for part in _values(node.value)
    )


def _values(node: ast.expr) -> list[ast.AST]:
    """The parts of a value; ``float("nan")`` is one part."""
    if isinstance(node, ast.Call):
        return [node]
    found: list[ast.AST] = [node]
    for child in ast.iter_child_nodes(node):
        found += _values(child) if isinstance(child, ast.expr) else [child]
    return found


def _is_line(node: ast.stmt) -> bool:
    return _dump(node) in _LINES or _is_fit(node) or _is_start(node)


def _is_fit(node: ast.stmt) -> bool:
    """``history = model.fit(x_train, y_train, ...)`` with the known arguments."""
    if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call):
        return False
    found = node.value
    for item in found.keywords:
        allowed = [main_parts.FIT_KEYWORDS.get(item.arg or "")]
        if item.arg == "callbacks":
            allowed.append(main_parts.OWN_CALLBACKS)
        if ast.unparse(item.value) not in allowed:
            return False
    bare = ast.unparse(ast.Assign(node.targets, ast.Call(found.func, found.args, []), lineno=0))
    return bare == f"history = {main_parts.FIT}"


def _is_start(node: ast.stmt) -> bool:
    """``start_from(model, keras.applications.NAME(weights="imagenet", include_top=...))``."""
    text = ast.unparse(node)
    return text.startswith("start_from(") and any(
        text == f"start_from(model, keras.applications.{fact.name}(weights='imagenet', include_top={top}))"
        for fact in load_facts()
        for top in ("True", "False")
    )


def _dump(node: ast.AST) -> str:
    return ast.dump(node)


def _head(node: ast.FunctionDef) -> str:
    bare = ast.FunctionDef(node.name, node.args, [ast.Pass()], node.decorator_list, node.returns)
    return ast.dump(ast.fix_missing_locations(bare))


def _parsed(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(_dump(node) for text in texts for node in ast.parse(text).body)


def _begun(texts: Iterable[str]) -> tuple[tuple[str, int, tuple[str, ...]], ...]:
    """The beginnings of functions that are put together: their head, and the dumps of their first lines."""
    made = []
    for source in texts:
        (node,) = ast.parse(source).body
        assert isinstance(node, ast.FunctionDef)
        made.append((_head(node), len(node.body), tuple(_dump(line) for line in node.body)))
    return tuple(made)


_FOLDER = _parsed((main_parts.SCRIPT_FOLDER,))
_FUNCTIONS = _parsed((*data_parts.FUNCTIONS, *file_parts.FUNCTIONS, *main_parts.FUNCTIONS))
_LINES = _parsed((*data_parts.LINES, *file_parts.LINES, *main_parts.LINES))
_HEADS = _begun((*data_parts.HEADS, *file_parts.HEADS))
