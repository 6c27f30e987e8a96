"""The rules of ARCHITECTURE.md about texts: shortcuts and colours in one table each, shown words translated.

Same form as architecture.py: a parsed module in, a list of violations out.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.architecture import Module, last_name

ACTIONS = "gui.actions"
THEME = "gui.theme"
# Shown as it is whatever the language: the name, and the menu that must be found in the wrong language.
SAME_IN_EVERY_LANGUAGE = ("Netwright", "Language / 语言")


def _strings(module: Module) -> Iterator[ast.Constant]:
    """String constants other than docstrings and annotations."""
    docstrings = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                docstrings.add(id(first.value))
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node


_SHORTCUT = re.compile(r"\b(Ctrl|Alt|Shift|Meta)\+\S|^(F[1-9][0-2]?)$")
_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})\b")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SHOWING = frozenset(
    "setText setPlainText setHtml setTitle setWindowTitle setToolTip setStatusTip setWhatsThis setPlaceholderText "
    "setInformativeText setDetailedText setLabelText setSuffix setPrefix setSpecialValueText addTab setTabText "
    "showMessage set_title set_xlabel set_ylabel addMenu addToolBar setHeaderLabels setLabel setAccessibleName "
    "setAccessibleDescription "
    "QLabel QPushButton QToolButton QCheckBox QRadioButton QGroupBox QDockWidget QAction QMessageBox "
    "warning information critical question".split()
)


def shortcuts_only_in_actions(module: Module) -> list[str]:
    if not module.within("gui") or module.name == ACTIONS:
        return []
    return [
        module.at(node, f"shortcut text {node.value!r}")
        for node in _strings(module)
        if isinstance(node.value, str) and _SHORTCUT.search(node.value)
    ]


def colours_only_in_the_theme(module: Module) -> list[str]:
    if module.name == THEME:
        return []
    found = [
        module.at(node, f"colour {node.value!r}")
        for node in _strings(module)
        if isinstance(node.value, str) and _COLOUR.search(node.value)
    ]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and last_name(node.func) == "QColor" and node.args:
            if all(isinstance(argument, ast.Constant) for argument in node.args):
                found.append(module.at(node, f"colour {ast.unparse(node)}"))
        elif isinstance(node, ast.Attribute) and last_name(node.value) == "GlobalColor" and node.attr != "transparent":
            found.append(module.at(node, f"colour {ast.unparse(node)}"))
    return found


def shown_text_is_translated(module: Module) -> list[str]:
    """A literal with words in a call that shows it must stand inside ``tr(...)``."""
    if not module.within("gui"):
        return []
    found = []
    for node in ast.walk(module.tree):
        if not (isinstance(node, ast.Call) and last_name(node.func) in _SHOWING):
            continue
        if isinstance(node.func, ast.Attribute) and "log" in last_name(node.func.value).lower():
            continue
        for argument in node.args:
            text = rest = _literal_words(argument)
            for same in SAME_IN_EVERY_LANGUAGE:
                rest = rest.replace(same, "")
            if _WORD.search(rest):
                found.append(module.at(node, f"untranslated {text!r}"))
    return found


def _literal_words(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
    if isinstance(node, ast.BinOp):
        return _literal_words(node.left) + _literal_words(node.right)
    return ""
