"""What the core tells the user is made by ``text``, so that a window can say it in another language.

Read from the source: no error, problem or fix gets a sentence that was written as a plain literal or an f-string.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDERS = ("analysis", "graph", "catalog")
MODULES = sorted(path.relative_to(ROOT).as_posix() for name in FOLDERS for path in (ROOT / "core" / name).rglob("*.py"))

# The argument of a call that is a sentence: its place, or the word it is given by.
SAID: dict[str, tuple[int | str, ...]] = {
    "Problem": (4, "message"),
    "Fix": (0, "label"),
    "Finding": (2, "message"),
    "Failure": (2, "text"),
    "Fault": (1, "message"),
    "Verdict": (1, "reason"),
    "Preview": ("reason",),
    "_problem": (3, "message"),
    "_fix": (0, "label"),
    "_add_failure": (3, "message"),
    "_unusable": (1, "reason"),
    "_Refused": (0,),
    "Untrusted": (0,),
} | dict.fromkeys(
    ("NetwrightError", "EditError", "FileError", "FileChangedError", "DataError", "ConversionError", "RunError"), (0,)
)

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Module


def plain_sentences(tree: ast.Module) -> list[str]:
    """Every sentence given to one of the calls that ``text`` has not made."""
    return [
        f"{call.lineno}: {ast.unparse(found)}"
        for call, function in calls(tree, tree)
        for given in said(call)
        for found in literals(given, function)
    ]


def calls(node: ast.AST, function: Function) -> Iterator[tuple[ast.Call, Function]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield child, function
        yield from calls(child, child if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) else function)


def said(call: ast.Call) -> Iterator[ast.expr]:
    for place in SAID.get(name_of(call), ()):
        if isinstance(place, int):
            yield from call.args[place : place + 1]
        else:
            yield from (keyword.value for keyword in call.keywords if keyword.arg == place)


def name_of(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def literals(given: ast.expr, function: Function) -> Iterator[ast.expr]:
    """Prose in an expression, and in what a name stands for that the function sets."""
    if isinstance(given, ast.JoinedStr):
        yield given
    elif isinstance(given, ast.Constant):
        if isinstance(given.value, str) and " " in given.value.strip():
            yield given
    elif isinstance(given, ast.BinOp):
        yield given  # put together, it has forgotten what it was made of
    elif isinstance(given, ast.IfExp):
        for part in (given.body, given.orelse):
            yield from literals(part, function)
    elif isinstance(given, ast.Name):
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and any(ast.unparse(target) == given.id for target in node.targets):
                if not isinstance(node.value, ast.Name):
                    yield from literals(node.value, function)
            elif isinstance(node, ast.AugAssign) and ast.unparse(node.target) == given.id:
                yield node.value


@pytest.mark.parametrize("module", MODULES)
def test_no_sentence_is_a_plain_string(module: str) -> None:
    assert plain_sentences(ast.parse((ROOT / module).read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    [
        "raise EditError('There is nothing to fold.')",
        "raise EditError(f'There is no node {node!r}.')",
        "raise errors.ConversionError('It ' + name, details)",
        "Problem('error', 'ST01', None, None, f'{name} gets nothing.')",
        "Problem('error', 'ST01', None, None, message='It gets nothing.')",
        "Fix(f'Delete {name}', edit)",
        "def f(self):\n    message = 'It gets nothing.' if x else text('Fine.')\n    self._problem('error', 'ST01', None, message)",
        "def f():\n    what = text('It is')\n    what += ' so.'\n    raise EditError(what)",
    ],
)
def test_a_plain_sentence_is_caught(source: str) -> None:
    assert plain_sentences(ast.parse(source))


def test_sentences_made_by_text_pass() -> None:
    source = "def f():\n    said = text('{name} gets nothing.', name='a b')\n    raise EditError(said, f'{details}')"
    assert plain_sentences(ast.parse(source)) == []
