"""A project as Python source: a module whose ``build_model()`` makes the same model as ``to_keras``.

Pure and deterministic: the same project gives the same bytes, on any machine. The text is checked against an allow-list
(code_check) before anyone gets it. Does not belong here: reading code (from_code), writing files (model_files).
"""

from __future__ import annotations

from dataclasses import dataclass

from core.convert.code_check import CODING, NAMED, check
from core.convert.code_context import Module, module_for
from core.convert.code_format import Statement
from core.convert.code_functions import block_function, build_model, compile_model
from core.convert.code_values import IMPORTED, Specs
from core.errors import ConversionError
from core.graph.model import Project

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


def generate(project: Project, options: CodeOptions | None = None, *, catalog: Specs | None = None) -> str:
    """The source of the project's model.

    Raises :class:`~core.errors.ConversionError` (naming the node where one is at fault) for a graph that cannot be a
    model: a placeholder, a cycle, a call without input, a value that code cannot hold.
    """
    options = options or CodeOptions()
    if catalog is None:
        from core.catalog.catalog import load

        catalog = load()
    try:
        source = _module(project, options, catalog)
    except RecursionError as error:
        raise ConversionError("The model cannot be written as code: a value in it is nested too deeply.") from error
    check(source)
    return source


def _module(project: Project, options: CodeOptions, specs: Specs) -> str:
    module = module_for(project, project.graph, specs)
    functions = [_block(project, module, name) for name in module.functions]
    functions.append(build_model(module, project.graph, project.dtype_policy))
    compiled = options.compile and project.training.compile.loss is not None
    if compiled:
        functions.append(compile_model(module.values(), project.training.compile))
    texts = [_imports(module)]
    if module.names_ops:
        texts.append(NAMED)
    texts.extend(
        "\n" + "\n".join(line for statement in lines for line in statement.lines()) + "\n" for lines in functions
    )
    if options.main:
        texts.append(_MAIN_COMPILED if compiled else _MAIN)
    return HEADER + "\n" + "\n".join(texts)


def _block(project: Project, module: Module, name: str) -> list[Statement]:
    """The function of a block; errors name the instance in the main graph."""
    try:
        return block_function(module, project.blocks[name])
    except ConversionError as error:
        instances = (key for key, node in project.graph.nodes.items() if project.graph.layers[node.layer].block == name)
        message = f"In the block {name!r}: {error.message}"
        raise ConversionError(message, error.details, node=next(instances, None)) from error


def _imports(module: Module) -> str:
    lines = ["import base64", ""] if "base64" in module.imports else []
    lines.append("import keras")
    if "numpy" in module.imports:
        lines.append("import numpy as np")
    names = [name for name in IMPORTED if name in module.imports]
    if names:
        lines.append(f"from keras import {', '.join(names)}")
    return "\n".join(lines) + "\n"
