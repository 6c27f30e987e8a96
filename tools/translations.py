"""Collects every text that is translated, and brings resources/translations/netwright_zh_CN.ts up to date or compiles it.

    python -m tools.translations            make lupdate
    python -m tools.translations release    make lrelease

The first says which texts have no translation yet and which translations nobody asks for any more, and writes the file
again: sorted, what is missing as unfinished, what is unused taken out. Qt's own ``lupdate`` cannot see most of the texts.
Here they are found by reading the source, so nothing is imported and no list has to be kept: literals inside
``tr(...)``, literals handed to a function that passes that parameter on to ``tr``, and, where a text comes out of a
table, that table (:data:`TABLES`). ``text(...)`` of core.texts does what ``tr`` does, in the core and in modules of the
window that import it.

The second runs Qt's ``lrelease``, for whoever wants a ``.qm``; Netwright itself reads the ``.ts`` (gui.linguist).

Does not belong here: translating at run time (gui.i18n), the check that shown text is translated (tests).
Invariant: a ``tr`` call whose text cannot be found is reported as a fault, never passed over.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from gui import linguist
from gui.linguist import Message

ROOT = Path(__file__).resolve().parent.parent
_IMPORTS_TEXT = re.compile(r"^from core\.texts import .*\btext\b", re.MULTILINE)
LANGUAGE = "zh_CN"
FILE = ROOT / "resources" / "translations" / f"netwright_{LANGUAGE}.ts"
COMPILED = ROOT / "build" / f"netwright_{LANGUAGE}.qm"

Trees = dict[str, ast.Module]
"""Parsed modules by their path below the root, such as ``gui/window.py``."""
Table = Callable[[Trees], Iterable[ast.expr]]
"""Finds the expressions that a table of texts holds."""
Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Forwarded = tuple[int, str, frozenset[str] | None]
"""Position and name of a parameter that is passed on to ``tr``, and the fields that are filled in there."""


@dataclass(frozen=True, slots=True)
class Use:
    """One place that asks for a text: where, and the names of the fields it fills in (None if they are not written out)."""

    text: str
    place: str
    fields: frozenset[str] | None


@dataclass(slots=True)
class Collection:
    """Everything that was found, and in sentences what could not be followed."""

    uses: list[Use] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def texts(self) -> set[str]:
        """The English texts, each once."""
        return {use.text for use in self.uses}


def arguments_of(module: str, callee: str, position: int, keyword: str) -> Table:
    """A table made of calls: one argument of every call of ``callee`` in the module."""

    def find(trees: Trees) -> Iterable[ast.expr]:
        for node in ast.walk(trees[module]):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == callee:
                yield from _argument(node, position, keyword)

    return find


def parts_of(table: Table, separator: str) -> Table:
    """The texts of another table cut in pieces: ``Edit/Align`` names a menu and a submenu."""

    def find(trees: Trees) -> Iterable[ast.expr]:
        for found in table(trees):
            if isinstance(found, ast.Constant) and isinstance(found.value, str):
                for part in found.value.split(separator):
                    yield ast.copy_location(ast.Constant(part), found)
            else:
                yield found

    return find


def constant(module: str, name: str) -> Table:
    """A table that is a module-level constant: the values of a dict, the items of a tuple or list."""

    def find(trees: Trees) -> Iterable[ast.expr]:
        for node in trees[module].body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            if isinstance(node, ast.Assign | ast.AnnAssign) and any(
                isinstance(target, ast.Name) and target.id == name for target in targets
            ):
                if isinstance(node.value, ast.Dict):
                    yield from node.value.values
                elif isinstance(node.value, ast.Tuple | ast.List):
                    yield from node.value.elts

    return find


_MENUS = parts_of(arguments_of("gui/actions.py", "Action", 2, "menu"), "/")

# Texts that come out of a table when they are shown: (module, the argument of tr as written there) -> the table.
TABLES: dict[tuple[str, str], Table] = {
    ("gui/window_actions.py", "entry.text"): arguments_of("gui/actions.py", "Action", 1, "text"),
    ("gui/command_palette.py", "entry.text"): arguments_of("gui/actions.py", "Action", 1, "text"),
    ("gui/keys_page.py", "action.text"): arguments_of("gui/actions.py", "Action", 1, "text"),
    ("gui/keys_page.py", "other.text"): arguments_of("gui/actions.py", "Action", 1, "text"),
    ("gui/window_actions.py", "part"): _MENUS,
    ("gui/command_palette.py", "part"): _MENUS,
    ("gui/keys_page.py", "part"): _MENUS,
    ("gui/menus.py", "inner"): _MENUS,
    ("gui/menus.py", "path.rpartition('/')[2]"): _MENUS,
    ("gui/window_actions.py", "entry.hint"): arguments_of("gui/actions.py", "Action", 9, "hint"),
    ("gui/forms/form.py", "title"): constant("gui/forms/form.py", "GROUP_TITLES"),
    ("gui/layer_docs.py", "title"): constant("gui/forms/form.py", "GROUP_TITLES"),
    ("gui/panels/training.py", "PHASES.get(event.phase, event.phase)"): constant("gui/panels/training.py", "PHASES"),
    ("gui/panels/training.py", "STATES[event.status]"): constant("gui/panels/training.py", "STATES"),
    ("gui/menus.py", "title"): constant("gui/actions.py", "MENUS"),
}


def parse(root: Path = ROOT) -> Trees:
    """Every module of the window, and of the core each that makes texts."""
    trees = {}
    for path in (*sorted((root / "gui").rglob("*.py")), *sorted((root / "core").rglob("*.py"))):
        source = path.read_text(encoding="utf-8")
        name = path.relative_to(root).as_posix()
        if name.startswith("gui/") or _IMPORTS_TEXT.search(source):
            trees[name] = ast.parse(source)
    return trees


def collect(trees: Trees, tables: dict[tuple[str, str], Table] = TABLES) -> Collection:
    """Find all texts that pass through ``tr``."""
    found = Collection()
    forwarders: dict[tuple[str, str], list[Forwarded]] = {}
    used: set[tuple[str, str]] = set()
    for module, tree in trees.items():
        found.faults += _other_uses(module, tree)
        makes_texts = module.startswith("core/") or _imports_text(tree)
        for call, function in _calls(tree):
            if not ((makes_texts and _is_core_text(call)) or (not module.startswith("core/") and _is_tr(call))):
                if isinstance(call.func, ast.Attribute) and call.func.attr == "tr":
                    found.faults.append(
                        f"{module}:{call.lineno}: {ast.unparse(call.func)} is Qt's own tr; use gui.i18n.tr"
                    )
                continue
            place = f"{module}:{call.lineno}"
            if not call.args:
                found.faults.append(f"{place}: tr without a text")
                continue
            for text in _branches(call.args[0]):
                if _is_text(text):
                    found.uses.append(Use(_text(text), place, _fields(call)))
                    continue
                key = (module, ast.unparse(text))
                passed_on = _parameter(text, function)
                if key in tables:
                    used.add(key)
                    for item in tables[key](trees):
                        _take(found, item, f"{module}:{item.lineno}", _fields(call))
                elif passed_on is not None and isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                    # A private function is called in its own module only, and its name may mean another elsewhere.
                    scope = module if function.name.startswith("_") else ""
                    forwarders.setdefault((scope, function.name), []).append((*passed_on, _fields(call)))
                else:
                    found.faults.append(
                        f"{place}: the text of {ast.unparse(call)} is not known; enter its table in TABLES"
                    )
    found.faults += [f"{module}: no tr({argument}) there any more; take it out of TABLES"
                     for module, argument in tables.keys() - used]  # fmt: skip
    _follow(trees, forwarders, found)
    return found


def _follow(trees: Trees, forwarders: dict[tuple[str, str], list[Forwarded]], found: Collection) -> None:
    """The literals that are handed to functions which pass them on to ``tr``."""
    for module, tree in trees.items():
        for call, _ in _calls(tree):
            name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
            for position, keyword, fields in (*forwarders.get((module, name), ()), *forwarders.get(("", name), ())):
                for text in _argument(call, position, keyword):
                    _take(found, text, f"{module}:{call.lineno}", fields)


def _take(found: Collection, value: ast.expr, place: str, fields: frozenset[str] | None) -> None:
    for text in _branches(value):
        if _is_text(text):
            if _text(text):
                found.uses.append(Use(_text(text), place, fields))
        else:
            found.faults.append(f"{place}: {ast.unparse(text)} is shown translated but is not a literal")


def _calls(tree: ast.AST, function: Function | None = None) -> Iterator[tuple[ast.Call, Function | None]]:
    """Every call with the function it stands in."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.Call):
            yield child, function
        inside = child if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) else function
        yield from _calls(child, inside)


def _other_uses(module: str, tree: ast.Module) -> list[str]:
    """Places where ``tr`` is renamed or handed on, so that its texts could not be found."""
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    faults = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == "tr" and id(node) not in called:
            faults.append(f"{module}:{node.lineno}: tr must be called where the text stands")
        elif isinstance(node, ast.ImportFrom) and node.module == "gui.i18n":
            renamed = [name.asname for name in node.names if name.name == "tr" and name.asname not in (None, "tr")]
            faults += [f"{module}:{node.lineno}: tr must keep its name, not {name}" for name in renamed]
    return faults


def _is_tr(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Name):
        return call.func.id == "tr"
    return isinstance(call.func, ast.Attribute) and ast.unparse(call.func) == "i18n.tr"


def _imports_text(tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.ImportFrom) and node.module == "core.texts" and any(name.name == "text" for name in node.names)
        for node in tree.body
    )


def _is_core_text(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == "text"


def _branches(value: ast.expr) -> list[ast.expr]:
    """Both sides of ``a if condition else b``."""
    return [*_branches(value.body), *_branches(value.orelse)] if isinstance(value, ast.IfExp) else [value]


def _is_text(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def _text(value: ast.expr) -> str:
    assert isinstance(value, ast.Constant)
    return str(value.value)


def _fields(call: ast.Call) -> frozenset[str] | None:
    names = [keyword.arg for keyword in call.keywords]
    return None if None in names else frozenset(name for name in names if name is not None)


def _parameter(value: ast.expr, function: Function | None) -> tuple[int, str] | None:
    """Position (``self`` not counted) and name, if the value is a parameter of the function."""
    if not isinstance(value, ast.Name) or function is None:
        return None
    names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    names = names[1:] if names[:1] == ["self"] else names
    if value.id in names:
        return names.index(value.id), value.id
    return (len(names), value.id) if value.id in [argument.arg for argument in function.args.kwonlyargs] else None


def _argument(call: ast.Call, position: int, keyword: str) -> Iterator[ast.expr]:
    """The argument of a call that is given by position or by keyword, if it is given."""
    if position < len(call.args):
        yield call.args[position]
    yield from (given.value for given in call.keywords if given.arg == keyword)


def update() -> int:
    """Bring the file up to date and say what changed; 1 if a text could not be followed."""
    found = collect(parse())
    old = linguist.read(FILE) if FILE.exists() else {}
    missing = sorted(text for text in found.texts if text not in old or not old[text].translation)
    unused = sorted(old.keys() - found.texts)
    for fault in found.faults:
        print(f"fault    {fault}")
    for text in missing:
        places = ", ".join(dict.fromkeys(use.place for use in found.uses if use.text == text))
        print(f"missing  {text!r} ({places})")
    for text in unused:
        print(f"unused   {text!r}: {old[text].translation!r}")
    new = {text: old.get(text, Message(finished=False)) for text in found.texts}
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(linguist.written(new, LANGUAGE), encoding="utf-8")
    print(f"{len(found.texts)} texts, {len(missing)} without a translation, {len(unused)} unused ones taken out")
    return 1 if found.faults else 0


def release(source: Path | None = None, target: Path | None = None) -> int:
    """Compile the file with Qt's ``lrelease``; its exit status. The files are those of the repository if not given."""
    source, target = source or FILE, target or COMPILED
    target.parent.mkdir(parents=True, exist_ok=True)
    # The one of the environment that this runs in. Qt wants a UTF-8 locale and says so at length where there is none.
    tool = Path(sys.executable).parent / "pyside6-lrelease"
    return subprocess.run([tool, source, "-qm", target], env=os.environ | {"LC_ALL": "C.UTF-8"}).returncode


if __name__ == "__main__":
    raise SystemExit(release() if sys.argv[1:] == ["release"] else update())
