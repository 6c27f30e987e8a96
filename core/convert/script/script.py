"""A project as a complete training script: data, model, training, evaluation; running it repeats the run.

The script needs Keras, NumPy and, for bundled data, scikit-learn, but nothing of Netwright. With the same seed its samples,
weights and losses are those of a run (``main.py train``), since both make the layers in the same order. Pure and
deterministic: the same project gives the same bytes. Does not belong here: notebooks (notebook), the model alone (to_code).
"""

from __future__ import annotations

from core.convert.code_check import CODING, NAMED
from core.convert.code_values import IMPORTED, Specs
from core.convert.plain_names import with_plain_names
from core.convert.script import main_parts
from core.convert.script.plan import Function, Section
from core.convert.script.script_check import check_script
from core.convert.script.sections import Plan, ScriptOptions, plan
from core.convert.to_code import GeneratedCode, Lines
from core.errors import ConversionError
from core.graph.model import Project
from core.texts import text

HEADER = CODING + '\n"""Train a Keras model: data, model, training, evaluation. Run it with: python FILE.py"""\n'
"""The first two lines; nothing of the user's may stand in them."""


def training_script(project: Project, options: ScriptOptions | None = None, *, catalog: Specs | None = None) -> str:
    """The script's text; see :func:`write_script`."""
    return write_script(project, options, catalog=catalog).text


def write_script(
    project: Project, options: ScriptOptions | None = None, *, catalog: Specs | None = None
) -> GeneratedCode:
    """The script with the lines of each node.

    Raises :class:`~core.errors.ConversionError` as ``to_code.write_code``, and for a project that has no data or no loss or
    that a run would refuse.
    """
    made = planned(project, options, catalog)
    lines = Lines(HEADER + "\n" + "\n".join(import_lines(made)) + "\n")
    if made.module.names_ops:
        lines.lines += NAMED.rstrip().splitlines()
    for section in made.sections:
        settings = [line for setting in section.settings for line in setting.lines()]
        if settings:
            lines.lines += ["", f"# {section.title}", *settings]
    if "Path" in made.imports:
        lines.lines.append(main_parts.SCRIPT_FOLDER)
    for own in made.module.own.function_lines():
        lines.lines += ["", "", *own]
    for section in made.sections:
        for function in section.functions:
            write_function(lines, function)
    lines.lines += ["", "", "def main() -> None:", f"    {main_parts.MAIN_DOCSTRING}"]
    for section in made.sections:
        lines.lines += _step(section)
    lines.lines += ["", "", *main_parts.MAIN.splitlines()]
    code = lines.done()
    check_script(code.text, made.module.own.allowed())
    return code


def planned(project: Project, options: ScriptOptions | None, catalog: Specs | None) -> Plan:
    """The plan of the project's script; ConversionError for values nested too deeply, too.

    Names that TensorFlow refuses to trace are replaced by plain ones: with them the script could not train.
    """
    if catalog is None:
        from core.catalog.catalog import load

        catalog = load()
    try:
        return plan(with_plain_names(project).project, options or ScriptOptions(), catalog)
    except RecursionError as error:
        raise ConversionError(
            text("The model cannot be written as code: a value in it is nested too deeply.")
        ) from error


def import_lines(made: Plan, plots: bool = False) -> list[str]:
    """The imports, by origin; ``plots`` adds Matplotlib."""
    module = made.module
    module.imports |= module.own.modules()
    standard = sorted(made.imports & {"csv", "io", "json", "math", "re"} | (module.imports & {"base64"}))
    lines = [f"import {name}" for name in standard]
    if "Path" in made.imports:
        lines.append("from pathlib import Path")
    lines += ["", "import keras"]
    if plots:
        lines.append("import matplotlib.pyplot as plt")
    lines.append("import numpy as np")
    names = [name for name in IMPORTED if name in module.imports]
    if names:
        lines.append(f"from keras import {', '.join(names)}")
    if "sklearn" in made.imports:
        lines.append("from sklearn import datasets")
    return [*lines, *module.own.import_lines()]


def write_function(lines: Lines, function: Function) -> None:
    """Add a function of the plan."""
    if function.text:
        lines.lines += ["", "", *function.text.rstrip("\n").splitlines()]
    else:
        lines.function(function.statements, function.block)


def _step(section: Section) -> list[str]:
    body = [line for text in section.lines for line in text.splitlines()]
    if not body:
        return []
    return ["", f"    # {section.title}", *(f"    {line}" for line in body)]
