"""What is impossible is said before it starts: which layer, and why."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import keras
import pytest

from core.analysis.analysis import Analyzer
from core.catalog import catalog
from core.convert.exports import abilities
from core.convert.exports.options import ExportOptions
from core.convert.from_keras import from_keras
from core.convert.model_files import check_export, export
from core.errors import ConversionError, FileError
from core.graph.model import Project
from core.storage import templates
from tests.core.convert import net_builder

layers = keras.layers


def pooled() -> Project:
    given = keras.Input((8, 8, 8, 2), name="体")
    return from_keras(keras.Model(given, layers.MaxPooling3D(name="池")(given)))


@pytest.mark.parametrize("suffix", [".onnx", ".tflite", "", ".keras", ".h5", ".weights.h5", ".json", ".py", ".svg"])
def test_nothing_stands_against_the_templates(suffix: str, tmp_path: Path) -> None:
    for template in templates.names():
        assert check_export(templates.load(template.name), tmp_path / f"m{suffix}") == ()


def test_the_layer_and_the_missing_operation_are_named(tmp_path: Path) -> None:
    said = "LiteRT cannot hold the layer '池' (MaxPooling3D): it has no counterpart of TensorFlow's operation MaxPool3D."
    assert check_export(pooled(), tmp_path / "m.tflite") == (said,)
    assert check_export(pooled(), tmp_path / "m.onnx") == ()
    with pytest.raises(ConversionError) as raised:
        export(pooled(), tmp_path / "m.tflite")
    assert raised.value.message == said and list(tmp_path.iterdir()) == []


def test_layers_inside_nested_models_count_and_unused_blocks_do_not(tmp_path: Path) -> None:
    given = keras.Input((8, 8, 8, 2), name="a")
    inner = keras.Model(given, layers.MaxPooling3D(name="deep")(given), name="inner")
    outer = keras.Input((8, 8, 8, 2), name="b")
    project = from_keras(keras.Model(outer, inner(outer)))
    assert "'deep'" in check_export(project, tmp_path / "m.tflite")[0]
    other = replace(templates.load("mlp-iris"), blocks=project.blocks)
    assert check_export(other, tmp_path / "m.tflite") == ()


def test_operations_cannot_be_in_an_h5_file(tmp_path: Path) -> None:
    given = keras.Input((3,), name="x")
    project = from_keras(keras.Model(given, keras.ops.exp(given) + 1))
    found = check_export(project, tmp_path / "m.h5")
    assert len(found) == 2 and all(".keras" in sentence for sentence in found)
    assert check_export(project, tmp_path / "m.keras") == ()


def test_int8_needs_samples(tmp_path: Path) -> None:
    project = templates.load("mlp-iris")
    found = check_export(project, tmp_path / "m.tflite", ExportOptions(quantize="int8"))
    assert len(found) == 1 and "samples" in found[0]


def test_models_that_are_not_right_say_what_is_wrong(tmp_path: Path) -> None:
    net = net_builder.Net()
    net.add("Dense", "bad", {"units": -1}, inputs=net.input("x", 4))
    (said,) = check_export(net_builder.project(net.done()), tmp_path / "m.onnx")
    assert "bad" in said
    assert "no layers" in check_export(Project(), tmp_path / "m.onnx")[0]
    assert check_export(net_builder.project(net.done()), tmp_path / "m.svg") == (), "broken models can be drawn"


def test_weights_beyond_two_gigabytes_are_refused_for_formats_that_end_there(tmp_path: Path) -> None:
    net = net_builder.Net()
    net.add("Dense", "wide", {"units": 100_000}, inputs=net.input("x", 10_000))
    project = net_builder.project(net.done())
    analysis = Analyzer(catalog.load()).analyze(project)
    for kind in ("onnx", "litert"):
        (said,) = abilities.problems(project, kind, ExportOptions(), analysis)
        assert "3.7 GiB" in said
    assert abilities.problems(project, "saved_model", ExportOptions(), analysis) == ()


def test_a_failure_that_depends_on_settings_names_the_layer_too(tmp_path: Path) -> None:
    given = keras.Input((4,), dtype="int32", name="x")
    encoded = layers.CategoryEncoding(4, output_mode="count", name="计 数")(given)
    project = from_keras(keras.Model(given, encoded))
    assert check_export(project, tmp_path / "m.tflite") == ()
    with pytest.raises(ConversionError, match=r"'计 数' \(CategoryEncoding\).* DenseBincount"):
        export(project, tmp_path / "m.tflite")
    assert list(tmp_path.iterdir()) == []


def test_the_table_was_made_with_what_is_installed() -> None:
    made = abilities.versions()
    assert made == {package: version(package) for package in made} and "onnxruntime" in made, "make the table anew"


def test_a_damaged_table_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "t.json").write_text("{")
    monkeypatch.setattr(abilities, "TABLE", tmp_path / "t.json")
    with pytest.raises(FileError, match=r"table of exports, t\.json"):
        check_export(templates.load("mlp-iris"), tmp_path / "m.onnx")
