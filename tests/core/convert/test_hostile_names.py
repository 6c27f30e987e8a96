"""Names and texts from strangers: whatever they hold, the code parses, passes the allow-list, and only builds a model."""

from __future__ import annotations

import ast
import json
import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.catalog.catalog import load
from core.convert.code_check import check
from core.convert.script.notebook import training_notebook
from core.convert.script.script import training_script
from core.convert.script.script_check import check_script
from core.convert.to_code import generate
from core.errors import ConversionError
from core.graph.model import DataSettings, FitSettings, Project
from core.graph.values import Expression, FrozenMap, KerasObject
from tests.core.convert.hostile_projects import ATTACK, HARD, hostile_project
from tests.core.convert.net_builder import Net, project

PROJECTS = 10_000
CHUNK = 2_000
SCRIPTS = 300
TEXTS = st.sampled_from(HARD) | st.text(st.characters(codec=None, exclude_categories=()), max_size=12)


def run_watched(sources: list[str], folder: Path) -> dict[str, Any]:
    """Run and build all in a fresh process whose folder shows what was made there."""
    (folder / "away").mkdir()
    path = folder / "sources.json"
    path.write_text(json.dumps(sources), encoding="utf-8")
    root = str(Path(__file__).resolve().parents[3])
    ended = subprocess.run(
        [sys.executable, "-m", "tests.core.convert.hostile_runner", str(path)],
        check=True,
        cwd=folder / "away",
        env={**os.environ, "PYTHONPATH": root},
        timeout=600,
        capture_output=True,
        text=True,
    )
    assert not list((folder / "away").iterdir()), "something was created"
    found: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    assert not found["events"], found["events"]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, PROJECTS, CHUNK))
def test_hostile_names_never_run(first: int, tmp_path: Path) -> None:
    catalog = load()
    sources = []
    for seed in range(first, first + CHUNK):
        # Names need no depth: every fifth network is larger.
        made = hostile_project(seed, steps=0 if seed % 5 else 3)
        source = generate(made, catalog=catalog)
        assert source.isascii() and "\r" not in source
        assert source.startswith('# -*- coding: utf-8 -*-\n"""A Keras model; build_model() makes it."""\n')
        check(source)
        sources.append(source)
    assert sum(ATTACK in source for source in sources) > CHUNK / 3, "the names should be hostile"
    found = run_watched(sources, tmp_path)
    # What Keras refuses are activations of that name, and slashes in names; everything else is built.
    assert found["built"] > 0.97 * CHUNK, found["errors"]
    assert all(
        "activation function identifier" in error or "cannot contain character `/`" in error
        for error in found["errors"]
    )


def with_hostile_settings(made: Project, draw: random.Random) -> Project:
    """Data and fit settings in which every text is hostile."""

    def text() -> str:
        return draw.choice(HARD).replace("\0", "") + draw.choice(("", "1", "é"))

    options: dict[str, Any] = {"target": text(), "features": (text(), text()), "task": "classes"}
    if draw.random() < 0.5:
        options |= {"delimiter": draw.choice(";'\"\\\n{#"), "encoding": text(), "header": True}
    source = draw.choice(("csv:", "npz:")) + "d" + text() + draw.choice(("", ".npy"))
    if source.startswith("npz:") and not source.endswith(".npy"):
        options = {"inputs": (text(), text()), "targets": (text(),)}
    fit = FitSettings(
        class_weight=FrozenMap({text(): 1.0, text(): 2.5}),
        callbacks=(KerasObject("keras.callbacks.EarlyStopping", FrozenMap({"monitor": text()})),),
        options=FrozenMap({"initial_weights": (text() + ".keras",)}),
    )
    compile = made.training.compile
    compile = replace(compile, loss="mse") if compile.loss is None else compile
    training = replace(made.training, data=DataSettings(source, FrozenMap(options)), compile=compile, fit=fit)
    return replace(made, training=training)


@pytest.mark.slow
def test_hostile_settings_never_run_in_scripts_and_notebooks(tmp_path: Path) -> None:
    catalog = load()
    sources = []
    for seed in range(SCRIPTS):
        made = with_hostile_settings(hostile_project(seed), random.Random(seed))
        source = training_script(made, catalog=catalog)
        check_script(source)
        assert source.isascii() and training_script(made, catalog=catalog) == source
        sources.append(source)
        cells = json.loads(training_notebook(made, catalog=catalog))["cells"]
        for cell in cells:
            if cell["cell_type"] == "markdown":
                assert not set("".join(cell["source"]).lstrip("# ")) & set("<>[]!`\\*|{}")
            else:
                ast.parse("".join(cell["source"]))
    assert run_watched(sources, tmp_path)["built"] > 0.95 * SCRIPTS


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS)
def test_hostile_types_parameters_and_expressions_are_refused_or_harmless(text: str, name: str) -> None:
    catalog = load()
    for type_name, params in ((f"Dense{text}", {}), ("Dense", {text: 1}), ("Dense", {"units": Expression(text)})):
        net = Net("net")
        net.add(type_name, "dense", params, inputs=net.input("x", 4))
        try:
            check(generate(project(net.done()), catalog=catalog))
        except ConversionError as error:
            assert error.node == "dense" or error.node is None
