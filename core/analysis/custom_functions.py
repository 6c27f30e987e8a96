"""Functions that a project holds as Python source: read without running, and made only when the user trusts the text.

A source is one lambda expression or one ``def``; it may use ``keras``, ``ops``, ``layers`` and ``np``. Does not belong
here: layers from files (custom). Invariant: :func:`make_function` is the only place that runs such a source.
"""

from __future__ import annotations

import ast
import builtins
import linecache
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from core.catalog.custom import limited_print
from core.errors import ConversionError, NetwrightError
from core.graph.values import FrozenMap, KerasObject, PythonSource, Value
from core.storage.trust import digest, is_trusted
from core.texts import text

AVAILABLE = ("keras", "ops", "layers", "np")
LAMBDA = "keras.layers.Lambda"
MAX_LENGTH = 20_000


class Untrusted(ConversionError):
    """Code that the user has not agreed to run."""


@dataclass(frozen=True, slots=True)
class Function:
    """A readable source. ``name`` is that of the ``def``, "" for a lambda; ``names`` are those that it uses or binds."""

    name: str
    text: str
    node: ast.FunctionDef | ast.Lambda
    names: frozenset[str]

    @property
    def key(self) -> str:
        """Equal for sources that differ in layout and comments only."""
        return ast.dump(self.node)


def read_function(source: str) -> Function:
    """The function of a source, by syntax alone; ConversionError, in one sentence, if it is none."""
    code = textwrap.dedent(source).strip()
    wanted = text("expected one lambda expression or one def")
    if not code:
        raise ConversionError(text("A function is missing: {wanted}.", wanted=wanted))
    if len(code) > MAX_LENGTH:
        raise ConversionError(
            text("A function is longer than {most:,} characters; put it into a file of layers.", most=MAX_LENGTH)
        )
    try:
        body = ast.parse(code).body
    except SyntaxError as error:
        raise ConversionError(
            text("Line {line} is not valid Python: {reason}.", line=error.lineno, reason=error.msg), str(error)
        ) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise ConversionError(text("The function is not Python that can be read."), str(error)) from error
    node: ast.AST = body[0] if len(body) == 1 else ast.Module(body, [])
    if isinstance(node, ast.Expr):
        node = node.value
    if not isinstance(node, (ast.FunctionDef, ast.Lambda)):
        raise ConversionError(
            text(
                "The source is not a function: {wanted}. Received: {given!r}",
                wanted=wanted,
                given=code.splitlines()[0][:60],
            )
        )
    names = frozenset(item.id for item in ast.walk(node) if isinstance(item, ast.Name))
    return Function(node.name if isinstance(node, ast.FunctionDef) else "", code, node, names)


def sources_in(value: Value) -> Iterator[str]:
    """Every Python source inside of a value, objects included."""
    if isinstance(value, PythonSource):
        yield value.text
    elif isinstance(value, tuple):
        for item in value:
            yield from sources_in(item)
    elif isinstance(value, FrozenMap):
        for item in value.values():
            yield from sources_in(item)
    elif isinstance(value, KerasObject):
        yield from sources_in(value.params)


def own_error(error: BaseException) -> BaseException:
    """What the user's function raised, where Keras has put "could not infer the shape" in front of it."""
    found, known = error, None if isinstance(error, NetwrightError) else error
    while known is not None:
        inner = known.__cause__ or known.__context__
        if isinstance(known, NotImplementedError) and "could not automatically infer the shape" in str(known):
            found = inner or known
        known = inner
    return found


def make_function(source: str) -> Callable[..., Any]:
    """The live function of a trusted source; Untrusted, or ConversionError where it is no function or raises."""
    function = read_function(source)
    if not is_trusted(source):
        raise Untrusted(text("its Python code is not trusted yet; it is shown, but not run."))
    namespace = _namespace()
    file = f"<{function.name or 'lambda'} {digest(source)[:12]}>"
    # So that tracebacks and Keras's own reports can show the lines.
    linecache.cache[file] = (len(function.text), None, function.text.splitlines(keepends=True), file)
    node = function.node
    is_lambda = isinstance(node, ast.Lambda)
    try:
        tree = ast.Expression(node) if isinstance(node, ast.Lambda) else ast.Module([node], [])
        code = compile(tree, file, "eval" if is_lambda else "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ConversionError(text("its Python code cannot be compiled: {reason}", reason=str(error))) from error
    try:
        made = eval(code, namespace)
        made = made if is_lambda else namespace[function.name]
    except Exception as error:
        raise ConversionError(
            text("its code raises {error}: {reason}", error=type(error).__name__, reason=str(error))
        ) from error
    if not callable(made):
        raise ConversionError(text("{name!r} is no function once its decorators have run.", name=function.name))
    result: Callable[..., Any] = made
    return result


def check_output_shape(layer: Any, inputs: Any, outputs: list[Any]) -> None:
    """ConversionError if a Lambda's ``output_shape`` is not what its function returns, as far as that can be told.

    Keras believes ``output_shape`` until the model runs.
    """
    import keras
    from keras.src.backend import compute_output_spec

    try:
        returned = keras.tree.flatten(compute_output_spec(layer.call, inputs))
    except Exception:
        return  # Where tracing fails, output_shape is what the user gives it for.
    for said, found in zip(outputs, returned, strict=False):
        if len(said.shape) != len(found.shape) or any(
            None not in pair and pair[0] != pair[1] for pair in zip(said.shape, found.shape, strict=True)
        ):
            raise ConversionError(
                text(
                    "output_shape says {said}, but its function returns {found} per sample",
                    said=tuple(said.shape[1:]),
                    found=tuple(found.shape[1:]),
                )
            )


def _namespace() -> dict[str, Any]:
    import keras
    import numpy

    # __main__ is the module that a function belongs to whose code is run as a script, as generated code is.
    return {
        "__name__": "__main__",
        "__builtins__": builtins,
        "print": limited_print(),
        "keras": keras,
        "ops": keras.ops,
        "layers": keras.layers,
        "np": numpy,
    }
