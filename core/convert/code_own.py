"""The user's own Python in generated code: functions at the top of the module, classes imported from their file.

Only sources that the user trusts are written, and the check of the finished code (code_check) is told the very syntax trees
and imports that it may find. Does not belong here: running any of it. Invariant: names are taken before any local name.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.analysis.custom import types_in
from core.analysis.custom_functions import AVAILABLE, Function, read_function, sources_in
from core.catalog.custom import split_type
from core.convert.identifiers import RESERVED, Scope, slug
from core.errors import ConversionError
from core.graph.model import Graph, Project
from core.graph.values import FrozenMap, Value
from core.storage.trust import is_trusted, trusted
from core.texts import text

_IMPORTS = {"np": "numpy", "ops": "ops", "layers": "layers"}


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the check lets pass besides generated code: dumps of functions by name, and (module, class, name) imports."""

    functions: frozenset[tuple[str, str]] = frozenset()
    imports: frozenset[tuple[str, str, str]] = frozenset()


NOTHING = Allowed()


@dataclass(slots=True)
class OwnCode:
    """The functions and classes of one module. A source or class that is never asked for is not written."""

    known: frozenset[str] = field(default_factory=trusted)
    _functions: dict[str, tuple[Function, str]] = field(default_factory=dict)
    _clashes: dict[str, str] = field(default_factory=dict)
    _classes: dict[str, str] = field(default_factory=dict)
    _used: dict[str, None] = field(default_factory=dict)

    def collect(self, project: Project, graphs: list[Graph], scope: Scope) -> None:
        """Give a name to all that the graphs and the compile settings may need."""
        settings = project.training.compile
        for graph in graphs:
            for layer in graph.layers.values():
                self._take(layer.type, layer.params, slug(layer.name, "layer"), scope)
            for node in graph.nodes.values():
                self._take("", node.arguments, "argument", scope)
        for base, value in (("loss", settings.loss), ("metric", settings.metrics)):
            self._take("", FrozenMap({base: value}), base, scope)

    def _take(self, type_name: str, params: FrozenMap[str, Value], base: str, scope: Scope) -> None:
        for name in (type_name, *types_in(params)):
            parts = split_type(name)
            if parts is not None and name not in self._classes:
                # A class keeps its name where nothing else has it: a capital is in no slug.
                self._classes[name] = scope.take(parts[1])
        for source in sources_in(params):
            if source not in self._functions and source not in self._clashes:
                self._take_function(source, base, scope)

    def _take_function(self, source: str, base: str, scope: Scope) -> None:
        try:
            function = read_function(source)
        except ConversionError as error:
            self._clashes[source] = error.message
            return
        for other, name in self._functions.values():
            if other.key == function.key:
                self._functions[source] = (other, name)
                return
        if not function.name:
            self._functions[source] = (function, scope.take(f"{base}_function"))
        elif function.name in scope.taken or function.name in RESERVED or not function.name.isascii():
            self._clashes[source] = text(
                "the name of its function, {name!r}, stands for something else in generated code; rename it",
                name=function.name,
            )
        else:
            self._functions[source] = (function, scope.take(function.name))

    def function(self, source: str) -> str:
        """The name of a source's function, which is written from now on; ConversionError where it cannot be."""
        if not is_trusted(source, self.known):
            raise ConversionError(
                text("it holds Python code that is not trusted, which is not written into generated code")
            )
        if source not in self._functions:
            raise ConversionError(
                self._clashes.get(source, text("it holds Python code in a place where none is expected"))
            )
        self._used[source] = None
        return self._functions[source][1]

    def class_name(self, type_name: str) -> str:
        """The name of a class of the user's, which is imported from now on."""
        if type_name not in self._classes:
            raise ConversionError(text("{type_name!r} is not a layer that is known here", type_name=type_name))
        self._used[type_name] = None
        return self._classes[type_name]

    def modules(self) -> set[str]:
        """What the functions need imported, as the module's own imports are named."""
        names = {name for function, _ in self._written() for name in function.names}
        return {_IMPORTS[name] for name in names & set(AVAILABLE) if name in _IMPORTS}

    def import_lines(self) -> list[str]:
        """The imports of the user's classes, with how Python finds their files."""
        by_module: dict[str, list[str]] = {}
        for module, class_name, name in self._imported():
            by_module.setdefault(module, []).append(class_name if name == class_name else f"{class_name} as {name}")
        lines: list[str] = []
        for module, names in by_module.items():
            lines += ["", f"# {module}.py must be where Python finds it: beside this file, or on PYTHONPATH."]
            lines.append(f"from {module} import {', '.join(names)}")
        return lines

    def function_lines(self) -> Iterator[list[str]]:
        """The functions, each as its lines."""
        for function, name in self._written():
            yield _text(function, name).splitlines()

    def allowed(self) -> Allowed:
        """What the check may find besides generated code."""
        functions = frozenset((name, function.key) for function, name in self._written())
        return Allowed(functions, frozenset(self._imported()))

    def _written(self) -> list[tuple[Function, str]]:
        found = {self._functions[text][1]: self._functions[text] for text in self._used if text in self._functions}
        return list(found.values())

    def _imported(self) -> list[tuple[str, str, str]]:
        return [(*_parts(name), self._classes[name]) for name in self._used if name in self._classes]


def _parts(type_name: str) -> tuple[str, str]:
    parts = split_type(type_name)
    assert parts is not None, "only custom types were given a name"
    return parts


def _text(function: Function, name: str) -> str:
    """The function as it stands in the module: in the user's own layout where that is plain ASCII."""
    plain = function.text.isascii() and not set(function.text) & set("\r\f\0\v")
    if function.name and plain:
        return function.text
    # Outside of texts only names can hold other characters, and those are refused when the result is read back.
    source = ast.unparse(function.node).encode("ascii", "backslashreplace").decode("ascii")
    source = source if function.name else f"{name} = {source}"
    try:
        node = ast.parse(source).body[0]
    except (SyntaxError, ValueError) as error:
        raise ConversionError(
            text("The function {name!r} cannot be written in ASCII; use plain letters in its names.", name=name)
        ) from error
    if ast.dump(node.value if isinstance(node, ast.Assign) else node) != function.key:
        raise ConversionError(
            text("The function {name!r} cannot be written in ASCII; use plain letters in its texts.", name=name)
        )
    return source
