"""Proof that generated code does nothing but build a Keras model: an allow-list over its syntax tree.

The last line of defence behind ``literals`` and ``identifiers``: whatever a foreign file managed to smuggle past them is
refused here, before the code is shown or written. Also serves to judge code that others wrote in this dialect. Does not
belong here: style, names. Invariants: only public classes and functions of Keras's modules, arrays and a few plain builtins
are called; a variable is one that the code itself has bound; nothing runs on import.
"""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Callable, Iterable, Iterator

from core.analysis.instantiate import MODULES, RUNS_CODE
from core.catalog.overlay import APPLICATION_LAYERS
from core.convert.code_adapt import FUNCTION, is_adapt_line
from core.convert.code_own import NOTHING, Allowed
from core.convert.code_values import FROM_CONFIG
from core.convert.identifiers import RESERVED
from core.errors import ConversionError
from core.texts import text

CODING = "# -*- coding: utf-8 -*-"
NAMED = '''
def named(name, outputs):
    """Name the operation behind ``outputs``: a layer takes ``name=``, an op does not."""
    keras.tree.flatten(outputs)[0]._keras_history.operation.name = name
    return outputs
'''
"""The one function that reaches into Keras; it is allowed in these very words only."""

_IMPORTS = {"keras": None, "base64": None, "numpy": "np"}
_FROM_KERAS = frozenset({"constraints", "initializers", "layers", "ops", "regularizers"})
_BUILTINS = frozenset({"float", "range", "slice", "str"})
_PATHS = frozenset(
    {
        *APPLICATION_LAYERS,
        "keras.Input",
        "keras.Model",
        "keras.config.dtype_policy",
        "keras.config.set_dtype_policy",
        "keras.tree.flatten",
        "np.array",
        "np.frombuffer",
        "base64.b64decode",
    }
)
_REFUSED = RUNS_CODE | FROM_CONFIG
_FILES = frozenset({"vocabulary", "filepath"})
"""Parameters that name a file when they hold a text."""
_OPERATORS = (ast.operator, ast.unaryop, ast.cmpop, ast.boolop, ast.expr_context)
_PLAIN = (ast.BinOp, ast.UnaryOp, ast.Compare, ast.BoolOp, ast.IfExp, ast.List, ast.Tuple, ast.Dict, ast.Slice)


class Refused(Exception):
    """Something that is not on the list, with its line."""

    def __init__(self, node: ast.AST, what: str) -> None:
        super().__init__(f"line {getattr(node, 'lineno', '?')}: {what}")


def check(source: str, own: Allowed = NOTHING) -> None:
    """Raise ConversionError unless ``source`` is code of the generated kind and nothing else.

    ``own`` is what the user trusts: those very functions and imports may stand at the top of the module.
    """
    with refusing(text("The code of this model")):
        if source.partition("\n")[0] != CODING:
            raise Refused(ast.Module([], []), "the first line is not the encoding")
        refuse_text(source)
        Checker(own).module(ast.parse(source))


def refuse_text(source: str) -> None:
    """Raise Refused for characters that generated code never holds."""
    if not source.isascii() or "\r" in source or "\0" in source or "\f" in source:
        raise Refused(ast.Module([], []), "there is a character beyond printable ASCII")


@contextlib.contextmanager
def refusing(what: str) -> Iterator[None]:
    """Turn what a check raises into the ConversionError for the user; ``what`` begins its sentence."""
    try:
        yield
    except Refused as refusal:
        raise ConversionError(
            text("{what} holds more than it may; it is withheld.", what=what), str(refusal)
        ) from refusal
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ConversionError(
            text("{what} cannot be read back by Python; a value in it is probably nested too deeply.", what=what),
            repr(error),
        ) from error


class Checker:
    """Walks a module. A subclass may let more pass: whole statements, or further public names of Keras."""

    def __init__(self, own: Allowed) -> None:
        self.allowed = own
        self.own: set[str] = set()
        self.functions: set[str] = set()
        self.imported: set[str] = set()
        self.known: set[str] = set()
        self.expressions: dict[type[ast.expr], Callable[[ast.expr], None]] = {
            ast.Constant: self._constant,
            ast.Name: self._name,
            ast.Call: self._call,
            ast.Attribute: self._attribute,
            ast.Subscript: self._subscript,
            ast.JoinedStr: self._formatted,
            ast.Lambda: self._maker,
            **dict.fromkeys(_PLAIN, self._children),
        }

    # Statements

    def module(self, tree: ast.Module) -> None:
        """Imports, functions, and the main part."""
        body = tree.body[1:] if tree.body and _is_text(tree.body[0]) else tree.body
        body = [node for node in body if not self.statement(node)]
        self.functions = {node.name for node in body if isinstance(node, ast.FunctionDef)}
        for node in body:
            if self._own_function(node):
                continue
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                self._import(node)
            elif isinstance(node, ast.FunctionDef):
                self._function(node)
            elif isinstance(node, ast.If):
                self._main(node)
            else:
                raise Refused(node, "something besides imports and functions")

    def statement(self, node: ast.stmt) -> bool:
        """True for a statement at the top of the module that is known whole and needs no look inside."""
        return False

    def is_public(self, parts: list[str]) -> bool:
        """True for the path of a public class or function of Keras that only computes."""
        public = all(part.isascii() and not part.startswith("_") for part in parts)
        return parts[0] == "keras" and len(parts) > 2 and parts[1] in MODULES and public and parts[-1] not in _REFUSED

    def _own_function(self, node: ast.stmt) -> bool:
        """True for a function that is one of the user's, word for word, under its own name."""
        if isinstance(node, ast.FunctionDef):
            name, found = node.name, ast.dump(node)
        elif isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            name, found = node.targets[0].id, ast.dump(node.value)
        else:
            return False
        if (name, found) not in self.allowed.functions:
            return False
        self.own.add(name)
        return True

    def _import(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            if isinstance(node, ast.ImportFrom) and not node.level:
                name = alias.asname or alias.name
                if (node.module, alias.name, name) in self.allowed.imports:
                    self.own.add(name)
                    continue
            if isinstance(node, ast.Import):
                if alias.name not in _IMPORTS or _IMPORTS[alias.name] != alias.asname:
                    raise Refused(node, f"an import of {alias.name!r}")
                self.imported.add(alias.asname or alias.name)
            elif node.module != "keras" or node.level or alias.name not in _FROM_KERAS or alias.asname:
                raise Refused(node, f"an import of {alias.name!r} from {node.module!r}")
            else:
                self.imported.add(alias.name)

    def _function(self, node: ast.FunctionDef) -> None:
        if node.name == "named":
            if ast.dump(node) != ast.dump(ast.parse(NAMED).body[0]):
                raise Refused(node, "another function in the place of named()")
            return
        arguments = node.args
        special = arguments.posonlyargs or arguments.kwonlyargs or arguments.vararg or arguments.kwarg
        if node.decorator_list or special:
            raise Refused(node, "a function of an unusual form")
        if node.returns is not None and ast.unparse(node.returns) not in ("keras.Model", "None"):
            raise Refused(node, "an annotation")
        self._bind(node, node.name, is_function=True)
        self.known = set()
        for default in arguments.defaults:
            self._expression(default)
        for argument in arguments.args:
            if argument.annotation is not None and ast.unparse(argument.annotation) != "keras.Model":
                raise Refused(argument, "an annotation")
            self._bind(argument, argument.arg)
        self._statements(node.body)

    def _main(self, node: ast.If) -> None:
        if ast.unparse(node.test) != "__name__ == '__main__'" or node.orelse:
            raise Refused(node, "a condition")
        self.known = set()
        self._statements(node.body)

    def _statements(self, body: Iterable[ast.stmt]) -> None:
        for node in body:
            if isinstance(node, ast.Assign):
                self._expression(node.value)
                for target in node.targets:
                    self._target(target)
            elif isinstance(node, ast.Expr):
                if is_adapt_line(node) in self.known and "model" in self.known:
                    continue
                if not _is_text(node):
                    if not isinstance(node.value, ast.Call):
                        raise Refused(node, "an expression that does nothing")
                    self._expression(node.value)
            elif isinstance(node, ast.Return):
                if node.value is not None:
                    self._expression(node.value)
            elif isinstance(node, ast.For):
                self._loop(node)
            elif isinstance(node, ast.If):
                self._unless(node)
            else:
                raise Refused(node, f"a statement of the kind {type(node).__name__}")

    def _loop(self, node: ast.For) -> None:
        counts = (
            isinstance(node.iter, ast.Call) and isinstance(node.iter.func, ast.Name) and node.iter.func.id == "range"
        )
        if not counts or node.orelse:
            raise Refused(node, "a loop over something else than a range")
        self._expression(node.iter)
        self._target(node.target)
        self._statements(node.body)

    def _unless(self, node: ast.If) -> None:
        """``if not trainable:`` and one assignment: how a nested model inside a block is frozen."""
        negated = isinstance(node.test, ast.UnaryOp) and isinstance(node.test.op, ast.Not)
        if not negated or node.orelse or [type(line) for line in node.body] != [ast.Assign]:
            raise Refused(node, "a condition")
        self._expression(node.test)
        self._statements(node.body)

    def _target(self, node: ast.expr) -> None:
        if isinstance(node, (ast.Tuple, ast.List)):
            for item in node.elts:
                self._target(item.value if isinstance(item, ast.Starred) else item)
        elif isinstance(node, ast.Name):
            self._bind(node, node.id)
        elif isinstance(node, ast.Attribute) and node.attr == "trainable" and isinstance(node.value, ast.Name):
            self._name(node.value)
        else:
            raise Refused(node, "an assignment to something else than a variable")

    def _bind(self, node: ast.AST, name: str, *, is_function: bool = False) -> None:
        own = name in ("x", "inputs", "outputs", "model", "name", "i", "_") and not is_function
        if (
            not own
            and name not in ("build_model", "compile_model", FUNCTION)
            and (name in RESERVED or name.startswith("_"))
        ):
            raise Refused(node, f"the name {name!r} bound to something else")
        if name in self.own or (not is_function and name in self.functions):
            raise Refused(node, f"the function {name!r} bound to something else")
        self.known.add(name)

    # Expressions

    def _expression(self, node: ast.expr) -> None:
        handler = self.expressions.get(type(node))
        if handler is None:
            raise Refused(node, f"an expression of the kind {type(node).__name__}")
        handler(node)

    def _children(self, node: ast.expr) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self._expression(child)
            elif not isinstance(child, _OPERATORS):
                raise Refused(node, f"an expression with a {type(child).__name__}")

    def _constant(self, node: ast.expr) -> None:
        pass  # literals are harmless, whatever they hold

    def _name(self, node: ast.expr) -> None:
        assert isinstance(node, ast.Name)
        if node.id not in self.known and node.id not in self.own:
            raise Refused(node, f"the name {node.id!r}, which is not a variable here")

    def _call(self, node: ast.expr) -> None:
        assert isinstance(node, ast.Call)
        self._callee(node.func)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "Lambda":
            self._lambda(node)
        for argument in node.args:
            self._expression(argument)
        for keyword in node.keywords:
            if keyword.arg is None:
                raise Refused(node, "arguments from a mapping")
            if (
                keyword.arg in _FILES
                and isinstance(keyword.value, ast.Constant)
                and isinstance(keyword.value.value, str)
            ):
                raise Refused(node, f"a file in the parameter {keyword.arg!r}")
            self._expression(keyword.value)

    def _lambda(self, node: ast.Call) -> None:
        """A Lambda layer calls what the user trusts, or a function of Keras; ``mask`` may be one, too."""
        given = [*node.args[:1], *(item.value for item in node.keywords if item.arg in ("function", "mask"))]
        for function in given:
            own = isinstance(function, ast.Name) and function.id in self.own
            if not own and not isinstance(function, ast.Attribute):
                raise Refused(node, "a Lambda of something that is not trusted")

    def _callee(self, node: ast.expr) -> None:
        if isinstance(node, ast.Name):
            if node.id not in self.known | self.functions | self.own | _BUILTINS:
                raise Refused(node, f"a call of {node.id!r}")
        elif isinstance(node, ast.Call):
            self._call(node)
        elif isinstance(node, ast.Attribute):
            if isinstance(node.value, ast.Name) and node.value.id == "model" and node.attr in ("compile", "summary"):
                self._name(node.value)
            elif node.attr == "reshape" and isinstance(node.value, ast.Call):
                self._call(node.value)
            else:
                self._attribute(node)
        else:
            raise Refused(node, "a call of something unusual")

    def _attribute(self, node: ast.expr) -> None:
        """A dotted path into Keras's public modules, or one of the few named paths."""
        parts: list[str] = []
        inner = node
        while isinstance(inner, ast.Attribute):
            parts.append(inner.attr)
            inner = inner.value
        if not isinstance(inner, ast.Name) or inner.id not in self.imported:
            raise Refused(node, "an attribute of something that is not imported")
        parts = [inner.id, *reversed(parts)]
        if ".".join(parts) in _PATHS:
            return
        if parts[0] in _FROM_KERAS:
            parts.insert(0, "keras")
        if not self.is_public(parts):
            raise Refused(node, f"the name {'.'.join(parts)!r}")

    def _subscript(self, node: ast.expr) -> None:
        assert isinstance(node, ast.Subscript)
        self._expression(node.value)
        self._expression(node.slice)

    def _maker(self, node: ast.expr) -> None:
        """``lambda: initializers.HeNormal()``: makes a parameter of a block anew for each use."""
        assert isinstance(node, ast.Lambda)
        if ast.unparse(node.args):
            raise Refused(node, "a function with arguments inside an expression")
        self._expression(node.body)

    def _formatted(self, node: ast.expr) -> None:
        assert isinstance(node, ast.JoinedStr)
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                if part.conversion != -1 or part.format_spec is not None or not isinstance(part.value, ast.Name):
                    raise Refused(node, "more than a variable in a formatted text")
                self._name(part.value)


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
