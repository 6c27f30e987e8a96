"""A project as a Jupyter notebook: the code of the training script in cells, with headings and curves.

Plain JSON of nbformat 4.5 with ids that depend on the cell's place alone: the same project gives the same bytes. Does not
belong here: what the cells do (sections). Invariant: foreign text gets into the markdown only as letters, digits and a few
signs, so it can be neither markup nor a link.
"""

from __future__ import annotations

import json
from typing import Any

from core.convert.code_check import NAMED
from core.convert.code_values import Specs
from core.convert.script import main_parts
from core.convert.script.plan import Function, Section
from core.convert.script.script import import_lines, planned, write_function
from core.convert.script.script_check import check_cells
from core.convert.script.sections import ScriptOptions
from core.convert.to_code import Lines
from core.graph.model import Project

_LONGEST_TITLE = 80
_LONGEST_ABOUT = 500
_SIGNS = " -_.,:;()%"


def training_notebook(project: Project, options: ScriptOptions | None = None, *, catalog: Specs | None = None) -> str:
    """The notebook's text; ConversionError as ``script.write_script``."""
    made = planned(project, options, catalog)
    title = plain_text(project.graph.name, _LONGEST_TITLE) or "Model"
    about = plain_text(project.description, _LONGEST_ABOUT)
    cells = [_markdown("title", f"# {title}" + (f"\n\n{about}" if about else ""))]
    setup = [*import_lines(made, plots=True)]
    while setup and not setup[0]:
        setup.pop(0)
    if "Path" in made.imports:
        setup += ["", main_parts.NOTEBOOK_FOLDER]
    setup += NAMED.rstrip().splitlines() if made.module.names_ops else []
    for own in made.module.own.function_lines():
        setup += ["", "", *own]
    for section in made.sections:
        cells += _cells(section, setup)
        setup = []
    code = "\n\n".join(cell["text"] for cell in cells if cell["kind"] == "code")
    check_cells(code + "\n", made.module.own.allowed())
    return json.dumps(_notebook(cells), indent=1, ensure_ascii=True) + "\n"


def plain_text(text: str, longest: int) -> str:
    """What of a foreign text can stand in markdown: letters, digits, a few signs."""
    kept = "".join(sign if sign.isalnum() or sign in _SIGNS else " " for sign in text)
    return " ".join(kept.split())[:longest].strip(" -_.,:;")


def _cells(section: Section, before: list[str]) -> list[dict[str, str]]:
    cells = [_markdown(section.key, f"## {section.title}\n\n{section.about}")]
    settings = [line for setting in section.settings for line in setting.lines()]
    first = [*before, *([""] if before and settings else []), *settings]
    if first:
        cells.append(_code(f"{section.key}-settings", first))
    if section.functions:
        cells.append(_code(f"{section.key}-functions", _functions(section.functions)))
    if section.lines:
        cells.append(_code(f"{section.key}-run", section.lines))
    if section.after:
        cells.append(_code(f"{section.key}-plots", section.after))
    return cells


def _functions(functions: list[Function]) -> list[str]:
    lines = Lines()
    for function in functions:
        write_function(lines, function)
    return lines.lines[2:]


def _markdown(key: str, text: str) -> dict[str, str]:
    return {"kind": "markdown", "id": key, "text": text}


def _code(key: str, lines: list[str]) -> dict[str, str]:
    return {"kind": "code", "id": key, "text": "\n".join(lines)}


def _notebook(cells: list[dict[str, str]]) -> dict[str, Any]:
    made = []
    for cell in cells:
        entry: dict[str, Any] = {"cell_type": cell["kind"], "id": cell["id"], "metadata": {}}
        if cell["kind"] == "code":
            entry |= {"execution_count": None, "outputs": []}
        entry["source"] = cell["text"].splitlines(keepends=True)
        made.append(entry)
    return {
        "cells": made,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
