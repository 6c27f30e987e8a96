"""The notebook: valid by the format's rules, the same code as the script, harmless whatever the project is called."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.convert.script.notebook import plain_text, training_notebook
from core.convert.script.script import training_script
from core.graph.model import Project
from core.storage import templates
from tests.core.convert.script.test_script import everything, for_epochs, run_script


def read(made: Project) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(training_notebook(made))
    return found


def cells_of(made: Project, kind: str) -> list[str]:
    return ["".join(cell["source"]) for cell in read(made)["cells"] if cell["cell_type"] == kind]


def assert_valid(found: dict[str, Any]) -> None:
    """The rules of nbformat 4.5 for what such a notebook may hold."""
    assert set(found) == {"cells", "metadata", "nbformat", "nbformat_minor"}
    assert (found["nbformat"], found["nbformat_minor"]) == (4, 5)
    assert found["metadata"]["kernelspec"].keys() >= {"name", "display_name"}
    assert "name" in found["metadata"]["language_info"]
    ids = [cell["id"] for cell in found["cells"]]
    assert len(set(ids)) == len(ids) and all(re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", key) for key in ids)
    for cell in found["cells"]:
        wanted = {"cell_type", "id", "metadata", "source"}
        if cell["cell_type"] == "code":
            wanted |= {"execution_count", "outputs"}
            assert cell["execution_count"] is None and cell["outputs"] == []
        else:
            assert cell["cell_type"] == "markdown"
        assert set(cell) == wanted and cell["metadata"] == {}
        lines = cell["source"]
        assert lines and all(line.endswith("\n") for line in lines[:-1]) and not lines[-1].endswith("\n")


@pytest.mark.parametrize("name", [info.name for info in templates.names()])
def test_notebooks_of_templates_are_valid_and_hold_the_code_of_the_script(name: str) -> None:
    made = templates.load(name)
    assert_valid(read(made))
    assert training_notebook(made) == training_notebook(made)
    script = {line.strip() for line in training_script(made).splitlines()}
    own = [line.strip() for cell in cells_of(made, "code") for line in cell.splitlines()]
    plots = own[own.index("plt.show()") - 8 : own.index("plt.show()") + 1]
    assert [line for line in own if line and line not in script and line not in plots] == [
        "import matplotlib.pyplot as plt"
    ]


@pytest.mark.slow
def test_the_cells_run_one_after_the_other(tmp_path: Path) -> None:
    made = for_epochs(everything(), 2)
    code = "\n\n".join(cells_of(made, "code"))
    history, test = run_script(made, tmp_path / "cells", code)
    again, same = run_script(made, tmp_path / "script")
    assert history == again and test == same
    assert len(history["loss"]) == 2


@pytest.mark.parametrize(
    "title",
    ["<script>alert(1)</script>", "![](http://x.y/z.png)", "# a\n\n[b](c)", "`code`", "卷积 network", "\ud800", ""],
)
def test_titles_are_no_markup(title: str) -> None:
    made = templates.load("mlp-iris")
    made = replace(made, graph=replace(made.graph, name=title), description=title)
    assert_valid(read(made))
    text = cells_of(made, "markdown")[0]
    assert text.startswith("# ") and not set(text[2:]) & set("<>[]!`#*\\|/&")
    assert plain_text("卷积 network", 80) == "卷积 network"
