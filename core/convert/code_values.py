"""Values of the document as Python expressions: numbers, texts, arrays, Keras objects, block arithmetic.

Lists and tuples follow what ``to_keras`` passes (``core.analysis.instantiate``): lists where tensors or objects stand
in a row, tuples elsewhere. Does not belong here: calls of nodes (code_calls), names of variables (code_body).
Invariant: foreign text enters the code through ``literals`` and ``identifiers`` alone.
"""

from __future__ import annotations

import ast
import base64
from collections.abc import Callable, Mapping
from typing import Protocol

from core.analysis.instantiate import MODULES, RUNS_CODE
from core.catalog.custom import SEPARATOR
from core.catalog.overlay import APPLICATION_LAYERS
from core.catalog.spec import LayerSpec
from core.convert import literals
from core.convert.code_format import Code, Piece, call, dict_of, joined, keyword, list_of, text_of, tuple_of
from core.convert.code_own import OwnCode
from core.convert.identifiers import is_identifier
from core.errors import ConversionError
from core.graph.expressions import MAX_TEXT
from core.graph.inner_models import SETTINGS, block_of, model_name
from core.graph.values import (
    Array,
    EllipsisValue,
    Expression,
    FrozenMap,
    KerasObject,
    PythonSource,
    Slice,
    Source,
    Value,
    walk_sources,
)
from core.texts import text

SourceText = Callable[[Source], str]

IMPORTED = ("constraints", "initializers", "layers", "ops", "regularizers")
"""Modules of Keras that generated code imports by name; the others are written in full (``keras.optimizers.Adam``)."""
FROM_CONFIG = frozenset({"get", "serialize", "deserialize"})
"""Functions of those modules that make anything from a config: never called from generated code."""
_LISTED_ITEMS = 256
"""Arrays of at most so many numbers are written as a list, larger ones as base64 text."""
_EXPRESSION_NODES = (
    ast.BinOp, ast.UnaryOp, ast.Compare, ast.BoolOp, ast.IfExp, ast.Subscript, ast.Tuple, ast.List, ast.Name, ast.Constant,
    ast.operator, ast.unaryop, ast.cmpop, ast.boolop, ast.Load,
)  # fmt: skip


class Specs(Protocol):
    """What is asked of the catalogue."""

    def get(self, type: str, /) -> LayerSpec | None:
        """The spec of a layer or op type, or None."""


class Values:
    """Writes values as code, for one function of the generated module.

    ``imports`` collects the names that the module must import. ``parameters`` maps the parameters of the block that
    the function stands for to their identifiers, ``functions`` the blocks to the functions that build them.
    """

    def __init__(
        self,
        specs: Specs | None,
        imports: set[str],
        parameters: Mapping[str, str],
        own: OwnCode | None = None,
        functions: Mapping[str, str] | None = None,
    ) -> None:
        self.specs = specs
        self.imports = imports
        self.parameters = parameters
        self.own = own or OwnCode()
        self._functions = functions or {}
        self._held: dict[KerasObject, list[str]] = {}

    def spec(self, type_name: str) -> LayerSpec | None:
        """What the catalogue knows about the type."""
        if self.specs is None or SEPARATOR in type_name:
            return None  # Code must not depend on whether the user's file is at hand.
        return self.specs.get(type_name)

    def piece(self, value: Value, source: SourceText | None = None) -> Piece:
        """Code for a value; ``source`` names tensors (None: there can be none). ConversionError without a node."""
        if value is None:
            return "None"
        if isinstance(value, (bool, int, float)):
            return literals.number(value)
        if isinstance(value, str):
            return literals.literal(value)
        if isinstance(value, Source):
            if source is None:
                raise ConversionError(text("A parameter of a layer cannot hold the output of another layer."))
            return source(value)
        if isinstance(value, tuple):
            items = [self.piece(item, source) for item in value]
            as_list = any(isinstance(item, KerasObject) for item in value) or any(True for _ in walk_sources(value))
            return list_of(items) if as_list else tuple_of(items)
        if isinstance(value, FrozenMap):
            return dict_of((literals.literal(key), self.piece(item, source)) for key, item in value.items())
        if isinstance(value, KerasObject):
            return self._model(value) if block_of(value) is not None else self.construct(value.type, value.params)
        if isinstance(value, Array):
            return self._array(value)
        if isinstance(value, Slice):
            return call("slice", [self.piece(part) for part in (value.start, value.stop, value.step)])
        if isinstance(value, EllipsisValue):
            return "..."
        if isinstance(value, Expression):
            return self._expression(value.text)
        if isinstance(value, PythonSource):
            return self.own.function(value.text)
        raise ConversionError(text("it holds something from a file that is not understood here"))

    def build(self, model: KerasObject) -> Code:
        """The call that builds the model of a block that stands inside a parameter: ``build_encoder()``."""
        block = block_of(model)
        function = self._functions.get(block or "")
        if function is None:
            raise ConversionError(text("it holds a model of the block {block!r}, which does not exist", block=block))
        unknown = [key for key in model.params if key not in SETTINGS]
        if unknown:
            raise ConversionError(text("a model inside a layer has no setting {unknown!r}", unknown=unknown[0]))
        name = model_name(model)
        return call(function, [] if name == block else [keyword("name", literals.literal(name))])

    def hold(self, model: KerasObject, variable: str) -> None:
        """The next time that this model is written, it is the variable that holds it."""
        self._held.setdefault(model, []).append(variable)

    def _model(self, model: KerasObject) -> Piece:
        held = self._held.get(model)
        if held:
            return held.pop(0)
        if model.params.get("trainable", True) is not True:
            raise ConversionError(text("a frozen model can be held by a layer alone, not by a parameter of a block"))
        return self.build(model)

    def construct(self, type_name: str, params: FrozenMap[str, Value], name: str = "", function: str = "") -> Code:
        """``layers.Conv2D(32, 3, padding="same", name="conv")``: the required parameters by position, the rest by name.

        ``name`` is code, or empty for none. ``function`` is called in place of the class, where it takes the same.
        """
        path = function or self.path(type_name)
        arguments: list[Piece] = []
        spec = self.spec(type_name)
        left = dict(params)
        if spec is not None and spec.kind != "op":
            leading = True
            for param in spec.params:
                if param.name not in left:
                    leading = False
                    continue
                piece = self.piece(left.pop(param.name))
                leading = leading and param.required
                arguments.append(piece if leading else keyword(param.name, piece))
        for key, value in left.items():
            if not is_identifier(key):
                raise ConversionError(text("{key!r} cannot be the name of a parameter", key=key))
            arguments.append(keyword(key, self.piece(value)))
        if name:
            arguments.append(keyword("name", name))
        return call(path, arguments)

    def path(self, type_name: str) -> str:
        """``keras.layers.Dense`` as it is written after the imports: ``layers.Dense``; notes the import."""
        if type_name in APPLICATION_LAYERS:
            return type_name
        if SEPARATOR in type_name:
            return self.own.class_name(type_name)
        parts = type_name.split(".")
        public = all(part.isascii() and part.isidentifier() and not part.startswith("_") for part in parts)
        if len(parts) < 3 or parts[0] != "keras" or parts[1] not in MODULES or not public or parts[-1] in FROM_CONFIG:
            raise ConversionError(
                text("{type_name!r} is not a layer, op or object of Keras that is known here", type_name=type_name)
            )
        if parts[-1] in RUNS_CODE:
            raise ConversionError(
                text("{name} runs code that is kept in the project; it is not written into other code", name=parts[-1])
            )
        if parts[1] in IMPORTED:
            self.imports.add(parts[1])
            return ".".join(parts[1:])
        return type_name

    def _array(self, value: Array) -> Code:
        """``np.array([...], dtype="float32")``; larger ones from base64."""
        import numpy

        self.imports.add("numpy")
        try:
            dtype = numpy.dtype(value.dtype)
            if dtype.hasobject or dtype.kind not in "biufc":
                raise TypeError(value.dtype)
            array = numpy.frombuffer(value.data, dtype=dtype.newbyteorder("<")).reshape(value.shape)
        except (TypeError, ValueError) as error:
            raise ConversionError(
                text(
                    "it holds a constant array of shape {shape} and dtype {dtype!r} that cannot be read",
                    shape=value.shape,
                    dtype=value.dtype,
                )
            ) from error
        if array.size <= _LISTED_ITEMS and array.dtype.kind != "c" and 0 not in array.shape:
            numbers = array.tolist()
            if array.dtype.kind == "f" and array.dtype.itemsize < 8:
                short = array.astype(str).astype(float)  # 0.1 instead of 0.10000000149011612
                if numpy.array_equal(short.astype(array.dtype), array, equal_nan=True):
                    numbers = short.tolist()
            return call("np.array", [_nested(numbers), keyword("dtype", literals.literal(dtype.name))])
        self.imports.add("base64")
        data = literals.literal(base64.b64encode(value.data).decode("ascii"))
        buffer = call(
            "np.frombuffer", [call("base64.b64decode", [data]), keyword("dtype", literals.literal(dtype.name))]
        )
        return call(joined(buffer, ".reshape"), [tuple_of([str(size) for size in value.shape])])

    def _expression(self, source: str) -> Piece:
        """Block arithmetic with the identifiers of the block's parameters, in parentheses where it is not one word."""
        shown = source if len(source) <= 60 else source[:57] + "..."
        try:
            if len(source) > MAX_TEXT:
                raise SyntaxError
            tree = ast.parse(source.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            raise ConversionError(
                text("the expression {shown!r} is no arithmetic that can be read", shown=shown)
            ) from error
        if not all(isinstance(node, _EXPRESSION_NODES) for node in ast.walk(tree)):
            raise ConversionError(text("the expression {shown!r} uses more than arithmetic", shown=shown))
        missing = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - set(self.parameters)
        if missing:
            raise ConversionError(
                text(
                    "the expression {shown!r} uses {missing!r}, which is no parameter of the block",
                    shown=shown,
                    missing=min(missing),
                )
            )
        return ast.unparse(_Renamed(self).visit(tree))


class _Renamed(ast.NodeTransformer):
    """Puts identifiers for parameters, and our own literals for constants."""

    def __init__(self, values: Values) -> None:
        self.values = values

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.Name(self.values.parameters[node.id])

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        if not (node.value is None or isinstance(node.value, (bool, int, float, str))):
            raise ConversionError(text("an expression of a block holds a constant that is no number or text"))
        return ast.Name(text_of(self.values.piece(node.value)))


def _nested(data: object) -> Piece:
    if isinstance(data, list):
        return list_of([_nested(item) for item in data])
    assert isinstance(data, (bool, int, float))
    return literals.number(data)
