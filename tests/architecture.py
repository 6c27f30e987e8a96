"""The rules of ARCHITECTURE.md as functions over source text: a parsed module in, a list of violations out.

test_architecture.py runs each over the whole repository and also over samples that must be caught. Each rule reads
the syntax tree only, so it needs neither an import nor a display. Not here: rules about texts (architecture_texts.py)
and about behaviour.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from tests.environment import REPOSITORY

# The order inside core, lowest first. A package imports only from lines above its own, and from itself.
CORE_ORDER: tuple[frozenset[str], ...] = (
    frozenset({"ending", "errors", "requirements", "texts"}),
    frozenset({"graph"}),
    frozenset({"storage"}),
    frozenset({"layout", "catalog"}),
    frozenset({"analysis"}),
    frozenset({"convert"}),
    frozenset({"data"}),
    frozenset({"runs", "deploy"}),
    frozenset({"cli"}),
)
# Reads untrusted files in a limited child process: it imports only the first line of the order, whoever is above may import it.
STANDS_ALONE = "reading"

KERAS = ("keras", "tensorflow")
KERAS_USERS = (
    # Introspection, what it tries its findings on, and the rebuild of its cache. Palette and inspector read the cache.
    "core.catalog.catalog",
    "core.catalog.introspect",
    "core.catalog.introspect_configs",
    "core.catalog.introspect_objects",
    "core.catalog.introspect_ops",
    "core.catalog.examples",
    # Shapes and the costs of calls; the structure of a graph is examined without Keras.
    "core.analysis.shapes",
    "core.analysis.cost",
    "core.analysis.network",
    "core.analysis.instantiate",
    "core.analysis.calls",
    # What the user's own functions may use, and whether his own classes are layers.
    "core.analysis.custom",
    "core.analysis.custom_functions",
    "core.convert",
    "core.runs",
    "core.data",
    "core.deploy",
)
NEVER_IN_CORE = ("PySide6", "shiboken6", "matplotlib", "gui")
FORBIDDEN_NAMES = frozenset({"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"})
MOST_LINES = 500

SESSION = "gui.session"
DOCUMENT = "core.graph.document"


@dataclass(frozen=True)
class Module:
    """One source file: dotted name ("core.graph.model"), path relative to the repository, text."""

    name: str
    path: str
    source: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source, self.path)

    def at(self, node: ast.AST, text: str) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 0)}: {text}"

    def within(self, *packages: str) -> bool:
        return any(_is_in(self.name, package) for package in packages)


@dataclass(frozen=True)
class Import:
    """One imported module, absolute. ``names`` are those taken from it; ``lazy``: inside a function."""

    module: str
    names: tuple[str, ...]
    lazy: bool
    typing_only: bool
    node: ast.AST

    def of(self, *packages: str) -> bool:
        return any(_is_in(self.module, package) for package in packages)


def _is_in(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


def repository_modules(*folders: str) -> list[Module]:
    """Every Python module under the given top-level folders or files that exist, tests/data left out."""
    modules = []
    for folder in folders:
        root = REPOSITORY / folder
        paths = [root] if root.is_file() else sorted(root.rglob("*.py"))
        for path in paths:
            relative = path.relative_to(REPOSITORY)
            if relative.parts[:2] != ("tests", "data"):
                modules.append(_module(relative))
    return modules


@cache
def _module(relative: Path) -> Module:
    """A module of the repository, parsed once for all rules."""
    return Module(_dotted(relative), relative.as_posix(), (REPOSITORY / relative).read_text(encoding="utf-8"))


def _dotted(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


# --- reading a tree ---------------------------------------------------------------------------------------------------


def imports(module: Module) -> Iterator[Import]:
    """All imports of a module, wherever they stand, also ``importlib.import_module("name")``."""
    yield from _imports(module, module.tree, lazy=False, typing_only=False)


def _imports(module: Module, parent: ast.AST, *, lazy: bool, typing_only: bool) -> Iterator[Import]:
    for node in ast.iter_child_nodes(parent):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, (), lazy, typing_only, node)
        elif isinstance(node, ast.ImportFrom):
            names = tuple(alias.name for alias in node.names)
            yield Import(_absolute(module, node), names, lazy, typing_only, node)
        elif isinstance(node, ast.Call) and last_name(node.func) in {"import_module", "__import__"} and node.args:
            target = node.args[0]
            if isinstance(target, ast.Constant) and isinstance(target.value, str):
                yield Import(target.value, (), lazy, typing_only, node)
        inner_lazy = lazy or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        inner_typing = typing_only or (isinstance(node, ast.If) and last_name(node.test) == "TYPE_CHECKING")
        yield from _imports(module, node, lazy=inner_lazy, typing_only=inner_typing)


def _absolute(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = module.name.split(".")
    if not module.path.endswith("__init__.py"):
        package = package[:-1]
    package = package[: len(package) - (node.level - 1)]
    return ".".join([*package, *(node.module.split(".") if node.module else [])])


def last_name(node: ast.AST | None) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _targets(entry: Import) -> tuple[str, ...]:
    """What an import may bring in: ``from core import graph`` names core.graph as well as core."""
    return (entry.module, *(f"{entry.module}.{name}" for name in entry.names))


# --- rule 1, 2, 3: imports --------------------------------------------------------------------------------------------


def core_stays_headless(module: Module) -> list[str]:
    return [
        module.at(entry.node, f"core imports {entry.module}")
        for entry in imports(module)
        if module.within("core") and entry.of(*NEVER_IN_CORE)
    ]


def core_imports_downwards(module: Module) -> list[str]:
    """No import from a package on the same line or a later one of CORE_ORDER; reading imports only the first line."""
    if not module.within("core") or module.name == "core":
        return []
    own = module.name.split(".")[1]
    if own != STANDS_ALONE and _rank(own) is None:
        return [f"{module.path}:1: core.{own} has no place in CORE_ORDER"]
    found = []
    for entry in imports(module):
        for other in sorted({target.split(".")[1] for target in _targets(entry) if target.startswith("core.")}):
            if other != own and not _may_import(own, other):
                found.append(module.at(entry.node, f"core.{own} imports core.{other}"))
    return found


def _rank(package: str) -> int | None:
    return next((rank for rank, packages in enumerate(CORE_ORDER) if package in packages), None)


def _may_import(own: str, other: str) -> bool:
    own_rank, other_rank = _rank(own), _rank(other)
    if own == STANDS_ALONE:
        return other in ("ending", "errors", "texts")
    if other == STANDS_ALONE:
        return own_rank is not None and own_rank > (_rank("storage") or 0)
    # `from core import __version__` names nothing in the order.
    return other_rank is None or (own_rank is not None and other_rank < own_rank)


def keras_only_inside_functions(module: Module) -> list[str]:
    return [
        module.at(entry.node, f"{entry.module} is imported when the module is")
        for entry in imports(module)
        if entry.of(*KERAS) and not entry.lazy and not entry.typing_only
    ]


def keras_only_where_allowed(module: Module) -> list[str]:
    return [
        module.at(entry.node, f"{module.name} imports {entry.module}")
        for entry in imports(module)
        if entry.of(*KERAS) and not module.within(*KERAS_USERS)
    ]


# --- rule 4: one gate to the document ---------------------------------------------------------------------------------

GATE = frozenset({"apply", "subscribe", "undo", "redo", "reset"})


def only_the_session_uses_the_gate(module: Module) -> list[str]:
    """``Document.apply`` and its kin are called in the session alone; told by the receiver's name."""
    if module.within(SESSION, DOCUMENT):
        return []
    return [
        module.at(node, f"calls {ast.unparse(node.func)}")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in GATE
        and last_name(node.func.value).strip("_").lower() in {"document", "doc"}
    ]


# --- rule 5: names, state, size ---------------------------------------------------------------------------------------


def no_forbidden_name(module: Module) -> list[str]:
    return [f"{module.path}: no module is named {part}" for part in module.name.split(".") if part in FORBIDDEN_NAMES]


def not_too_long(module: Module) -> list[str]:
    lines = module.source.count("\n") + 1
    return [f"{module.path}: {lines} lines, at most {MOST_LINES}"] if lines > MOST_LINES + 1 else []


_TABLES = frozenset("list dict set OrderedDict bytearray SimpleNamespace".split())
# What these make can only be there to change.
_STATE = frozenset("defaultdict Counter deque count cycle local WeakKeyDictionary WeakValueDictionary WeakSet".split())
_MUTATORS = frozenset(
    "append extend insert remove pop popitem clear update setdefault add discard sort reverse appendleft".split()
)


def no_module_state(module: Module) -> list[str]:
    """No ``global``; no mutable object at module level except a table that is named and used as a constant.

    A table counts as a constant when its name is in capitals (or annotated Final) and no function changes it.
    """
    found = [module.at(node, "global statement") for node in ast.walk(module.tree) if isinstance(node, ast.Global)]
    tables: set[str] = set()
    for node in _module_level(module.tree.body):
        for name, value, final in _assignments(node):
            if not _is_mutable(value):
                continue
            tables.add(name)
            constant = final or name.isupper() or (name.startswith("__") and name.endswith("__"))
            if not constant or (isinstance(value, ast.Call) and last_name(value.func) in _STATE):
                found.append(module.at(node, f"mutable module-level state: {name}"))
    found += [module.at(node, f"changes the module-level {name}") for node, name in _mutations(module.tree, tables)]
    return found


def _module_level(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    for node in body:
        if isinstance(node, ast.If | ast.Try | ast.With | ast.For | ast.While):
            for block in ("body", "orelse", "finalbody"):
                yield from _module_level(getattr(node, block, []))
        else:
            yield node


def _assignments(node: ast.stmt) -> Iterator[tuple[str, ast.expr, bool]]:
    if isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Name):
                yield target.id, node.value, False
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
        yield node.target.id, node.value, "Final" in ast.unparse(node.annotation)


def _is_mutable(value: ast.expr) -> bool:
    if isinstance(value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp):
        return True
    return isinstance(value, ast.Call) and last_name(value.func) in _TABLES | _STATE


def _mutations(tree: ast.Module, tables: set[str]) -> Iterator[tuple[ast.AST, str]]:
    """Places inside functions that change one of the tables, or a table of another module (``module.TABLE``).

    Filling one while the module loads is no harm.
    """
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    for function in functions:
        own = {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        own |= {argument.arg for argument in ast.walk(function) if isinstance(argument, ast.arg)}
        for node in ast.walk(function):
            if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
                changed: ast.expr = node.value
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _MUTATORS:
                changed = node.func.value
            else:
                continue
            name = last_name(changed)
            if isinstance(changed, ast.Name):
                found = name in tables - own
            else:
                found = name.isupper() and last_name(getattr(changed, "value", None)) not in {"self", "cls"}
            if found:
                yield node, name


# --- views ------------------------------------------------------------------------------------------------------------

# Views know the session and the plain widgets they are made of, never each other. The window puts them together.
VIEWS = ("gui.canvas", "gui.inspector", "gui.panels")
# What views have in common: the symbols of the layer families and the contents of a drag.
VOCABULARY = ("gui.canvas.glyphs", "gui.canvas.mime")


def views_do_not_know_each_other(module: Module) -> list[str]:
    own = next((view for view in VIEWS if module.within(view)), None)
    if own is None:
        return []
    return [
        module.at(entry.node, f"{own} imports {target}")
        for entry in imports(module)
        for target in _targets(entry)
        if _is_in(target, "gui.window")
        or (any(view != own and _is_in(target, view) for view in VIEWS) and not entry.of(*VOCABULARY))
    ]
