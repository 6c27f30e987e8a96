"""A project as Python source: a module whose ``build_model()`` makes the same model as ``to_keras``.

Pure and deterministic: the same project gives the same bytes on any machine, as far as the user's own code in it is
trusted there. The text is checked against an allow-list (code_check) before anyone gets it. Does not belong here:
reading code (from_code), writing files (model_files).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.convert.code_adapt import adapt_layers
from core.convert.code_check import CODING, NAMED, check
from core.convert.code_context import Module, module_for
from core.convert.code_format import Statement
from core.convert.code_functions import block_function, build_model, compile_model
from core.convert.code_own import Allowed
from core.convert.code_values import IMPORTED, Specs
from core.errors import ConversionError
from core.graph.bypass import without_bypassed
from core.graph.freezing import with_trainable_parameters
from core.graph.inner_models import layer_blocks
from core.graph.model import Project
from core.texts import text

HEADER = CODING + '\n"""A Keras model; build_model() makes it."""\n'
"""The first two lines. Nothing of the user's may stand in them: Python looks there for an encoding."""

_MAIN = """
if __name__ == "__main__":
    model = build_model()
    model.summary()
"""
_MAIN_COMPILED = """
if __name__ == "__main__":
    model = build_model()
    compile_model(model)
    model.summary()
"""


@dataclass(frozen=True, slots=True)
class CodeOptions:
    """What the module holds besides the model: the compile settings (when a loss is set), a main part."""

    compile: bool = True
    main: bool = True


@dataclass(frozen=True, slots=True)
class GeneratedCode:
    """A module, and where its nodes are: (block name or "", node id) to first and last line, counted from 1."""

    text: str
    lines: Mapping[tuple[str, str], tuple[int, int]]


def generate(project: Project, options: CodeOptions | None = None, *, catalog: Specs | None = None) -> str:
    """The source of the project's model; see :func:`write_code`."""
    return write_code(project, options, catalog=catalog).text


def write_code(project: Project, options: CodeOptions | None = None, *, catalog: Specs | None = None) -> GeneratedCode:
    """The source of the project's model, with the lines of each node.

    Raises :class:`~core.errors.ConversionError` (naming the node where one is at fault) for a graph that cannot be a
    model: a placeholder, a cycle, a call without input, a value that code cannot hold.
    """
    options = options or CodeOptions()
    if catalog is None:
        from core.catalog.catalog import load

        catalog = load()
    try:
        code, allowed = _module(project, options, catalog)
    except RecursionError as error:
        raise ConversionError(
            text("The model cannot be written as code: a value in it is nested too deeply.")
        ) from error
    check(code.text, allowed)
    return code


@dataclass(frozen=True, slots=True)
class Parts:
    """The functions of a module before they stand in lines: (block name or "", statements), and what they share."""

    module: Module
    functions: tuple[tuple[str, Sequence[Statement]], ...]
    compiled: bool


def parts(project: Project, compiled: bool, specs: Specs, taken: Iterable[str] = ()) -> Parts:
    """The functions that make the model; none of them is called like a name in ``taken``.

    ``compiled`` asks for ``compile_model``, which needs a loss. Raises as :func:`write_code`.
    """
    project = with_trainable_parameters(project)
    module = module_for(project, project.graph, specs, taken)
    functions: list[tuple[str, Sequence[Statement]]] = [
        (name, _block(project, module, name)) for name in module.functions
    ]
    functions.append(("", build_model(module, project.graph, project.dtype_policy)))
    live = without_bypassed(project)
    adapting = adapt_layers(module, live)
    if adapting:
        functions.append(("", adapting))
    compiled = compiled and project.training.compile.loss is not None
    if compiled:
        functions.append(("", compile_model(module.values(), live)))
    return Parts(module, tuple(functions), compiled)


class Lines:
    """The lines of a module in the making, and where its nodes are."""

    def __init__(self, text: str = "") -> None:
        self.lines = text.splitlines()
        self._places: dict[tuple[str, str], tuple[int, int]] = {}

    def function(self, statements: Sequence[Statement], block: str = "") -> None:
        """Add a function, two lines apart from what is there."""
        self.lines += ["", ""]
        for statement in statements:
            made = statement.lines()
            if statement.node:
                # Of a block that was written out, the instance counts.
                key = (block, statement.node.partition("/")[0])
                first = min(self._places.get(key, (len(self.lines) + 1, 0))[0], len(self.lines) + 1)
                self._places[key] = (first, len(self.lines) + len(made))
            self.lines += made

    def done(self) -> GeneratedCode:
        """The text and the places."""
        return GeneratedCode("\n".join(self.lines) + "\n", self._places)


def _module(project: Project, options: CodeOptions, specs: Specs) -> tuple[GeneratedCode, Allowed]:
    made = parts(project, options.compile, specs)
    module = made.module
    lines = Lines(HEADER + "\n" + _imports(module) + (NAMED.rstrip() if module.names_ops else ""))
    for own in module.own.function_lines():
        lines.lines += ["", "", *own]
    for block, statements in made.functions:
        lines.function(statements, block)
    if options.main:
        lines.lines += ["", *(_MAIN_COMPILED if made.compiled else _MAIN).splitlines()]
    return lines.done(), module.own.allowed()


def _block(project: Project, module: Module, name: str) -> list[Statement]:
    """The function of a block; errors name the instance in the main graph."""
    try:
        return block_function(module, project.blocks[name])
    except ConversionError as error:
        instances = (key for key in project.graph.nodes if name in layer_blocks(project.graph.layer_of(key)))
        message = text("In the block {name!r}: {message}", name=name, message=error.message)
        raise ConversionError(message, error.details, node=next(instances, None)) from error


def _imports(module: Module) -> str:
    module.imports |= module.own.modules()
    lines = ["import base64", ""] if "base64" in module.imports else []
    lines.append("import keras")
    if "numpy" in module.imports:
        lines.append("import numpy as np")
    names = [name for name in IMPORTED if name in module.imports]
    if names:
        lines.append(f"from keras import {', '.join(names)}")
    lines += module.own.import_lines()
    return "\n".join(lines) + "\n"
