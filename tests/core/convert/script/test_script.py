"""A training script repeats the run: the same history and test metrics in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.convert.script.script import training_script, write_script
from core.convert.script.sections import ScriptOptions
from core.graph import edits
from core.graph.model import Block, CompileSettings, DataSettings, FitSettings, Project, TrainingSettings
from core.graph.values import Expression, FrozenMap, frozen
from core.runs.events import RunEnded
from core.runs.job import new_job
from core.runs.training import run
from core.storage import templates
from tests.core.convert.net_builder import Net, object_, project

TEMPLATES = [info.name for info in templates.names()]


def for_epochs(made: Project, epochs: int) -> Project:
    return replace(made, training=replace(made.training, fit=replace(made.training.fit, epochs=epochs)))


def run_script(made: Project, folder: Path, text: str | None = None) -> tuple[dict[str, Any], dict[str, float]]:
    """The history and the test metrics that the script writes in a fresh process."""
    folder.mkdir(exist_ok=True)
    path = folder / "train.py"
    path.write_text(text or training_script(made, ScriptOptions(folder, folder)), encoding="ascii")
    environment = {**os.environ, "MPLBACKEND": "Agg"}
    environment.pop("PYTHONPATH", None)
    ended = subprocess.run(
        [sys.executable, "-W", "error::UserWarning:keras", path.name],
        cwd=folder,
        env=environment,
        timeout=600,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stderr
    (history,) = folder.glob("*.history.json")
    lines = [line.removeprefix("test ").split(": ") for line in ended.stdout.splitlines() if line.startswith("test ")]
    assert len(list(folder.glob("*.keras"))) == 1
    return json.loads(history.read_text(encoding="utf-8")), {name: float(value) for name, value in lines}


def assert_repeats(made: Project, folder: Path) -> RunEnded:
    """Train both ways and compare to 1e-6; the run."""
    folder.mkdir(exist_ok=True)
    history, test = run_script(made, folder)
    ended = run(new_job(made, folder / "runs", folder), lambda event: None)
    assert ended.status == "finished", ended.reason + ended.details
    assert set(history) == set(ended.history)
    for name, values in ended.history.items():
        values = tuple(value for value in values if not np.isnan(value))
        np.testing.assert_allclose(history[name], values, rtol=1e-6, atol=1e-6, err_msg=name)
    assert set(test) == set(ended.test)
    for name, value in ended.test.items():
        np.testing.assert_allclose(test[name], value, rtol=1e-6, atol=1e-6, err_msg=name)
    return ended


@pytest.mark.slow
@pytest.mark.parametrize("name", TEMPLATES)
def test_the_script_of_a_template_repeats_its_run(name: str, tmp_path: Path) -> None:
    made = for_epochs(templates.load(name), 2)
    assert assert_repeats(made, tmp_path / "here").test


@pytest.mark.slow
def test_names_that_tensorflow_refuses_are_replaced_and_the_run_is_repeated(tmp_path: Path) -> None:
    made = for_epochs(templates.load("mlp-iris"), 1)
    graph = edits.set_model_name(made.graph, "我的 模型")
    for number, layer in enumerate(made.graph.layers):
        graph = edits.rename(graph, layer, f"层 {number}")
    assert_repeats(replace(made, graph=graph), tmp_path)


def everything() -> Project:
    """Blocks, repeats, a nested and a shared model, initializers drawn at random, two outputs, callbacks, own weights."""
    inner = Net("unit")
    x = inner.input("x", 8)
    a = inner.add("Dense", "wide", {"units": Expression("units"), "kernel_initializer": Expression("init")}, inputs=x)
    inner.add("Dense", "unused", {"units": 2}, inputs=x)
    b = inner.add("Dense", "narrow", {"units": 8}, inputs=inner.add("Dropout", "drop", {"rate": 0.2}, inputs=a))
    end = inner.add("Add", "sum", inputs=(b, x))
    unit = Block(
        "unit",
        "function",
        FrozenMap({"units": 4, "init": object_("initializers.HeNormal")}),
        inner.done(end),
    )
    nested = Net("tower")
    x = nested.input("x", 8)
    x = nested.add("block:unit", "first", {"init": object_("initializers.RandomUniform")}, x=x)
    random = {
        "bias_initializer": object_("initializers.RandomNormal"),
        "kernel_initializer": object_("initializers.HeUniform"),
    }
    nested.add("Dense", "top", {"units": 8, **random}, inputs=x)
    tower = Block("tower", "model", FrozenMap(), nested.done())
    net = Net("everything")
    image, ink = net.input("image", 8, 8, 1), net.input("statistics", 16)
    x = net.add("Flatten", "flat", inputs=image)
    rows = net.add("Reshape", "rows", {"target_shape": (8, 8)}, inputs=x)
    lstm = net.add("LSTM", "lstm", {"units": 8, "dropout": 0.1}, sequences=rows)
    scaled = net.add("Normalization", "scale", inputs=ink)
    x = net.add("Rescaling", "smaller", {"scale": 0.05}, inputs=x)
    x = net.add("Dense", "entry", {"units": 8}, inputs=net.add("Concatenate", "both", inputs=(x, scaled)))
    x = net.add("block:unit", "units", {"units": 6}, x=x)
    net.repeat("units", 3)
    y = net.add("block:tower", "tower", x=x)
    z = net.again(y, "tower again", x=lstm)
    x = net.add("ops.add", "add", x1=y, x2=net.add("ops.multiply", "multiply", x1=0.5, x2=z))
    net.add("Dense", "digit", {"units": 10, "activation": "softmax"}, inputs=x)
    settings = TrainingSettings(
        DataSettings("sklearn:digits", FrozenMap({"view": "image+statistics"}), 0.2, 0.2, seed=3),
        CompileSettings(
            object_("optimizers.SGD", learning_rate=0.005, momentum=0.5), "sparse_categorical_crossentropy", "accuracy"
        ),
        FitSettings(
            3,
            64,
            class_weight="balanced",
            callbacks=(
                object_("callbacks.ReduceLROnPlateau", patience=0, min_delta=10.0),
                object_("callbacks.EarlyStopping", patience=2),
            ),
            seed=11,
        ),
    )
    return project(net.done(), unit, tower, training=settings)


@pytest.mark.slow
def test_layers_are_made_in_the_order_of_the_code(tmp_path: Path) -> None:
    ended = assert_repeats(everything(), tmp_path / "here")
    assert "learning_rate" in ended.history


@pytest.mark.slow
def test_text_tables_and_class_weights(tmp_path: Path) -> None:
    words = "red green blue round square".split()
    rows = "".join(f"{i % 7},{words[i % 5]} {words[i % 3]},{'yes' if i % 5 > 1 else 'no'}\n" for i in range(120))
    (tmp_path / "t.csv").write_text("size,text,answer\n" + rows, encoding="utf-8")
    net = Net("text")
    text, size = net.input("text", 1, dtype="string"), net.input("features", 1)
    x = net.add(
        "TextVectorization", "words", {"output_mode": "tf_idf", "max_tokens": 9, "pad_to_max_tokens": True}, inputs=text
    )
    x = net.add("Dense", "hidden", {"units": 8, "activation": "relu"}, inputs=net.add("Flatten", "flat", inputs=x))
    y = net.add("Normalization", "scaled", inputs=net.add("Rescaling", "half", {"scale": 0.5}, inputs=size))
    x = net.add("Concatenate", "join", inputs=(x, y))
    net.add("Dense", "answer", {"units": 1, "activation": "sigmoid"}, inputs=x)
    settings = TrainingSettings(
        DataSettings("csv:t.csv", frozen({"target": "answer", "features": ("size", "text")})),  # type: ignore[arg-type]
        CompileSettings(loss="binary_crossentropy", metrics=("accuracy", object_("metrics.AUC"))),
        FitSettings(
            3,
            16,
            shuffle=False,
            class_weight=FrozenMap({"yes": 1.0, "no": 2.5}),
            options=FrozenMap({"validation_freq": 2}),
        ),
    )
    assert_repeats(project(net.done(), training=settings), tmp_path)


@pytest.mark.slow
def test_array_files_with_two_outputs_and_half_precision(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    x = random.normal(size=(120, 6))
    np.savez(tmp_path / "t.npz", rows=x, a=x.sum(axis=1, keepdims=True), b=(x[:, 0] > 0).astype(int))
    net = Net("two_ends")
    rows = net.input("rows", 6)
    x1 = net.add("Dense", "hidden", {"units": 8, "activation": "relu"}, inputs=rows)
    a = net.add("Dense", "a", {"units": 1, "dtype": "float32"}, inputs=x1)
    b = net.add("Dense", "b", {"units": 1, "activation": "sigmoid", "dtype": "float32"}, inputs=x1)
    settings = TrainingSettings(
        DataSettings("npz:t.npz", frozen({"inputs": ("rows",), "targets": ("a", "b")}), 0.0, 0.25),  # type: ignore[arg-type]
        CompileSettings(
            loss=FrozenMap({"a": "mse", "b": "binary_crossentropy"}),
            metrics=("mae",),
            loss_weights=FrozenMap({"a": 1.0, "b": 0.5}),
        ),
        FitSettings(2, 16, seed=5),
    )
    made = project(net.done(FrozenMap({"b": b, "a": a})), training=settings, dtype_policy="mixed_float16")
    assert_repeats(made, tmp_path)


def test_the_same_project_gives_the_same_bytes_and_says_where_its_nodes_are() -> None:
    made = everything()
    code = write_script(made)
    assert code.text == training_script(made)
    lines = code.text.splitlines()
    for (block, node), (first, last) in code.lines.items():
        assert 1 <= first <= last <= len(lines), (block, node)
    first, _ = code.lines["", "digit"]
    assert 'name="digit"' in lines[first - 1]
    assert "netwright" not in code.text.lower()


def test_paths_are_written_from_where_the_script_is(tmp_path: Path) -> None:
    made = templates.load("mlp-iris")
    data = replace(made.training.data, source="csv:data/t.csv")
    made = replace(made, training=replace(made.training, data=data))
    project_folder, elsewhere = tmp_path / "project", tmp_path / "scripts"
    project_folder.mkdir()
    elsewhere.mkdir()
    assert 'DATA_FILE = "data/t.csv"' in training_script(made)
    assert 'DATA_FILE = "data/t.csv"' in training_script(made, ScriptOptions(project_folder, project_folder))
    assert 'DATA_FILE = "../project/data/t.csv"' in training_script(made, ScriptOptions(project_folder, elsewhere))


def test_what_training_starts_from() -> None:
    made = templates.load("mlp-iris")
    options = FrozenMap({"initial_weights": ("imagenet:VGG16", "old.weights.h5", "more.keras")})
    made = replace(made, training=replace(made.training, fit=replace(made.training.fit, options=options)))
    text = training_script(made)
    assert 'start_from(model, keras.applications.VGG16(weights="imagenet", include_top=False))' in text
    assert 'INITIAL_WEIGHTS = ["old.weights.h5", "more.keras"]' in text
    assert text.index("INITIAL_WEIGHTS[0]") < text.index("INITIAL_WEIGHTS[1]")
