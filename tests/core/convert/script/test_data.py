"""The script's own way to the samples leads to the very samples of a run: same values, types, order and parts."""

from __future__ import annotations

import runpy
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.convert.script.script import training_script
from core.data.interface import assign
from core.data.sources import load
from core.data.splits import split
from core.errors import ConversionError
from core.graph.model import CompileSettings, DataSettings, FitSettings, Project, TrainingSettings
from core.graph.values import FrozenMap, frozen
from tests.core.convert.net_builder import Net, project


def net(inputs: Mapping[str, str], outputs: list[str], data: DataSettings, loss: object = "mse") -> Project:
    """A network with these inputs (name to dtype) and outputs; what its layers do does not matter here."""
    made = Net("any")
    sources = [made.input(name, 3, dtype=dtype) for name, dtype in inputs.items()]
    ends = [made.add("Activation", name, {"activation": "relu"}, inputs=sources[0]) for name in outputs]
    graph = made.done(tuple(ends) if len(ends) > 1 else ends[0], tuple(sources) if len(sources) > 1 else sources[0])
    return project(graph, training=TrainingSettings(data, CompileSettings(loss=frozen(loss))))


def samples(made: Project, folder: Path) -> dict[str, Any]:
    """What the script's functions and the first lines of its main make of the data."""
    path = folder / "script.py"
    path.write_text(training_script(made), encoding="ascii")
    module = runpy.run_path(str(path), run_name="script")
    body = path.read_text(encoding="ascii").partition("    # Data\n")[2].partition("\n\n")[0]
    names: dict[str, Any] = dict(module)
    exec("\n".join(line[4:] for line in body.splitlines()), names)
    return names


def parts(made: Project, folder: Path) -> dict[str, tuple[list[Any], list[Any]]]:
    """Inputs and targets of each part, from the script."""
    names = samples(made, folder)
    x, y = names["x"], names["y"]
    x, y = (x, y) if isinstance(x, list) else ([x], [y])
    found = {
        part: ([array[names[part]] for array in x], [array[names[part]] for array in y])
        for part in ("training", "validation", "test")
    }
    if names.get("held_out"):
        found["test"] = names["held_out"]
    return found


def expected(made: Project, folder: Path) -> dict[str, tuple[list[Any], list[Any]]]:
    """The same from a run's own functions."""
    splits = split(load(made.training.data, folder), made.training.data)
    graph = made.graph
    inputs = [layer.name for layer in graph.layers.values() if layer.is_input]
    outputs = [layer.name for layer in graph.layers.values() if not layer.is_input]
    found: dict[str, tuple[list[Any], list[Any]]] = {}
    for name in ("training", "validation", "test"):
        part = getattr(splits, name)
        given = ([], []) if part is None else (assign(inputs, part.inputs), assign(outputs, part.targets))
        assert given[0] is not None and given[1] is not None
        found[name] = given
    return found


def assert_same_samples(made: Project, folder: Path) -> None:
    ours, theirs = parts(made, folder), expected(made, folder)
    for part, (x, y) in theirs.items():
        if not x:
            assert not len(ours[part][0][0])
            continue
        for mine, other in zip((*ours[part][0], *ours[part][1]), (*x, *y), strict=True):
            assert mine.dtype.kind == other.dtype.kind and (mine.dtype == other.dtype or mine.dtype.kind == "U"), part
            np.testing.assert_array_equal(mine, other, err_msg=part)


@pytest.mark.parametrize(
    ("source", "options"),
    [
        ("digits", {}),
        ("digits", {"view": "sequence", "labels": "one-hot"}),
        ("digits", {"view": "flat"}),
        ("digits", {"target": "image"}),
        ("digits", {"view": "sequence", "target": "ink", "labels": "one-hot"}),
        ("iris", {}),
        ("wine", {"labels": "one-hot"}),
        ("breast_cancer", {}),
        ("diabetes", {}),
    ],
)
def test_bundled_sets(source: str, options: dict[str, Any], tmp_path: Path) -> None:
    for number, (shuffle, stratify) in enumerate([(True, True), (True, False), (False, False)]):
        data = DataSettings(f"sklearn:{source}", FrozenMap(options), 0.15, 0.3, shuffle, stratify, number - 1)
        assert_same_samples(net({"x": "float32"}, ["y"], data), tmp_path)


@pytest.mark.parametrize("names", [("image", "statistics"), ("statistics", "image"), ("a", "b")])
def test_two_inputs_are_in_the_order_of_the_model(names: tuple[str, str], tmp_path: Path) -> None:
    data = DataSettings("sklearn:digits", FrozenMap({"view": "image+statistics"}))
    assert_same_samples(net(dict.fromkeys(names, "float32"), ["digit"], data), tmp_path)


def test_no_parts_are_taken_where_none_are_asked_for(tmp_path: Path) -> None:
    data = DataSettings("sklearn:iris", FrozenMap(), 0.0, 0.0)
    assert_same_samples(net({"x": "float32"}, ["y"], data), tmp_path)


TABLES = {
    "plain": ("a,b,c\n" + "".join(f"{i},{i * 0.5},{i % 3}\n" for i in range(40)), {}),
    "no header": ("".join(f"{i};{i / 7};{'xyz'[i % 3]}\n" for i in range(30)), {}),
    "text target": ("height,width,kind\n" + "".join(f"{i},{9 - i},{'ab'[i % 2]}\n" for i in range(30)), {}),
    "quantity": ("a b c\n" + "".join(f"{i} {i * i} {i / 3}\n" for i in range(30)), {}),
    "decimal comma": (
        "a;b\n" + "".join(f"{i},5;{i % 4}\n" for i in range(30)),
        {"decimal": ",", "delimiter": ";", "header": True, "encoding": "latin-1"},
    ),
    "gaps dropped": ("a,b,y\n" + "".join(f"{i},{'' if i % 5 else i},{i % 2}\n" for i in range(60)), {"gaps": "drop"}),
    "gaps mean": ("a,b,y\n" + "".join(f"{i},{'NA' if i % 5 else i},{i % 2}\n" for i in range(60)), {"gaps": "mean"}),
    "gaps zero": ("a,b,y\n" + "".join(f"{i},{'?' if i % 5 else i},{i % 2}\n" for i in range(60)), {"gaps": "zero"}),
    "chosen columns": (
        "id,a,y,b\n" + "".join(f"{i},{i / 3},{i % 2},{i * 2}\n" for i in range(30)),
        {"target": "y", "features": ("b", 1), "task": "classes", "labels": "one-hot"},
    ),
    "several targets": (
        "a,b,c,d\n" + "".join(f"{i},{i / 3},{i % 2},{(i + 1) % 2}\n" for i in range(30)),
        {"target": ("c", "d"), "task": "classes"},
    ),
    "shaped": (
        "a,b,c,d,y\n" + "".join(f"{i},{i / 3},{i},{-i},{i % 2}\n" for i in range(30)),
        {"shape": (2, 2, 1)},
    ),
    "regression": ("a,b,y\n" + "".join(f"{i},{i / 3},{i % 2}\n" for i in range(30)), {"task": "regression"}),
    "float classes": ("a,y\n" + "".join(f"{i},{i % 2 + 0.5}\n" for i in range(30)), {"task": "classes"}),
    "quoted": ('"a, b","y"\n' + "".join(f'"{i}", "{"no yes".split()[i % 2]}"\n' for i in range(20)), {}),
    "repeated names": (
        "a,a,a\n" + "".join(f"{i},{i},{i % 2}\n" for i in range(20)),
        {"target": "a (3)", "header": True},
    ),
    "utf-16": ("a,y\n" + "".join(f"{i},{'一二'[i % 2]}\n" for i in range(20)), {}),
    "gb18030": ("a,y\n" + "".join(f"{i},{'一二'[i % 2]}\n" for i in range(20)), {}),
}


@pytest.mark.parametrize("name", TABLES)
def test_tables(name: str, tmp_path: Path) -> None:
    text, options = TABLES[name]
    (tmp_path / "t.csv").write_bytes(text.encode(name if name in ("utf-16", "gb18030") else "utf-8"))
    for stratify in (True, False):
        data = DataSettings("csv:t.csv", FrozenMap({k: frozen(v) for k, v in options.items()}), stratify=stratify)
        assert_same_samples(net({"x": "float32"}, ["y"], data), tmp_path)


def test_text_columns_are_inputs_of_their_own(tmp_path: Path) -> None:
    rows = "".join(f"{i},word {i % 4},{i % 2}\n" for i in range(30))
    (tmp_path / "t.csv").write_text("size,word,y\n" + rows, encoding="utf-8")
    both = DataSettings("csv:t.csv", frozen({"target": "y", "features": ("size", "word")}))  # type: ignore[arg-type]
    assert_same_samples(net({"word": "string", "features": "float32"}, ["y"], both), tmp_path)
    only = DataSettings("csv:t.csv", frozen({"target": "y", "features": ("word",)}))  # type: ignore[arg-type]
    assert_same_samples(net({"text": "string"}, ["y"], only), tmp_path)


def test_npy_tables(tmp_path: Path) -> None:
    numbers = np.random.default_rng(0).normal(size=(40, 4))
    numbers[:, 3] = np.arange(40) % 3
    np.save(tmp_path / "t.npy", numbers)
    data = DataSettings("npz:t.npy", frozen({"features": ("column 2", 0)}))  # type: ignore[arg-type]
    assert_same_samples(net({"x": "float32"}, ["y"], data), tmp_path)


RANDOM = np.random.default_rng(1)
ARRAYS: dict[str, tuple[dict[str, Any], dict[str, Any], list[str], list[str]]] = {
    "usual": ({"x": RANDOM.normal(size=(30, 4)), "y": np.arange(30) % 3}, {}, ["in"], ["out"]),
    "flat": ({"data": RANDOM.normal(size=30), "target": RANDOM.normal(size=30)}, {}, ["in"], ["out"]),
    "images": (
        {"images": RANDOM.integers(0, 255, (30, 4, 4)).astype(np.uint8), "labels": np.array(list("abc" * 10))},
        {"labels": "one-hot"},
        ["in"],
        ["out"],
    ),
    "own test": (
        {
            "x_train": RANDOM.normal(size=(30, 4)),
            "y_train": np.array(list("abc" * 10)),
            "x_test": RANDOM.normal(size=(9, 4)),
            "y_test": np.array(list("cba" * 3)),
        },
        {},
        ["in"],
        ["out"],
    ),
    "several": (
        {
            "left": RANDOM.normal(size=(30, 4)),
            "right": RANDOM.integers(0, 9, (30, 2)),
            "kind": np.arange(30) % 2,
            "size": RANDOM.normal(size=(30, 1)),
        },
        {"inputs": ("left", "right"), "targets": ("kind", "size")},
        ["right", "left"],
        ["size", "kind"],
    ),
    "rows": (
        {"x": RANDOM.normal(size=(30, 4)) > 0, "y": np.eye(3)[np.arange(30) % 3]},
        {},
        ["in"],
        ["out"],
    ),
    "steps": (
        {"x": RANDOM.normal(size=(30, 4)), "y": RANDOM.integers(0, 3, (30, 4))},
        {"task": "classes"},
        ["in"],
        ["out"],
    ),
}


@pytest.mark.parametrize("name", ARRAYS)
def test_array_files(name: str, tmp_path: Path) -> None:
    arrays, options, inputs, outputs = ARRAYS[name]
    np.savez(tmp_path / "t.npz", **arrays)
    data = DataSettings("npz:t.npz", FrozenMap({k: frozen(v) for k, v in options.items()}))
    assert_same_samples(net(dict.fromkeys(inputs, "float32"), outputs, data), tmp_path)


def test_gaps_stop_the_script_where_they_stop_a_run(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,y\n1,0\n,1\n3,1\n", encoding="utf-8")
    with pytest.raises(ValueError, match="has gaps"):
        samples(net({"x": "float32"}, ["y"], DataSettings("csv:t.csv")), tmp_path)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (DataSettings(), "needs data"),
        (DataSettings("sklearn:nowhere"), "no bundled data set 'nowhere'"),
        (DataSettings("ftp://x"), "A data source is"),
        (DataSettings("sklearn:iris", validation_split=1.5), "a fraction"),
        (DataSettings("sklearn:digits", FrozenMap({"view": "image+statistics"})), "2 input"),
        (DataSettings("csv:t.csv", FrozenMap({"gaps": "guess"})), "should be one of"),
        (DataSettings("csv:t.csv", FrozenMap({"target": ()})), "no target"),
        (DataSettings("csv:t.csv", FrozenMap({"header": "yes"})), "true or false"),
        (DataSettings("csv:t.csv", FrozenMap({"features": (1.5,)})), "names or positions"),
        (DataSettings("csv:t.csv", FrozenMap({"shape": (0,)})), "should be a shape"),
    ],
)
def test_settings_without_a_run_have_no_script(data: DataSettings, sentence: str) -> None:
    with pytest.raises(ConversionError, match=sentence):
        training_script(net({"x": "float32"}, ["y"], data))


def test_a_script_needs_a_loss_and_what_a_run_takes() -> None:
    made = net({"x": "float32"}, ["y"], DataSettings("sklearn:iris"), loss=None)
    with pytest.raises(ConversionError, match="needs a loss"):
        training_script(made)
    made = net({"x": "float32"}, ["y"], DataSettings("sklearn:iris"))
    for fit, sentence in (
        (FitSettings(epochs=0), "At least one epoch"),
        (FitSettings(batch_size=0), "A batch holds"),
        (FitSettings(options=FrozenMap({"initial_epoch": 3})), "no fit option"),
        (FitSettings(callbacks=(frozen("x"),)), "is not run from a project"),
        (FitSettings(class_weight=3), "Class weights are"),
    ):
        with pytest.raises(ConversionError, match=sentence):
            training_script(replace(made, training=replace(made.training, fit=fit)))
