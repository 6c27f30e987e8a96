"""The verb ``import``: a project file and a report, or one sentence and nothing written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.cli.commands import execute
from core.cli.parser import parse
from core.convert.imported import Imported, Placeholder, report
from core.convert.initial_weights import initial_weights
from core.graph.model import Project
from core.storage.files import open_project


def run(*words: str) -> int:
    return execute(parse(["import", *words]))


def test_an_application_becomes_a_project_with_a_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target, written = tmp_path / "p.netw", tmp_path / "r.json"
    assert run("application:MobileNetV2", "-o", str(target), "--report", str(written)) == 0
    project, _ = open_project(target)
    assert project.graph.name.startswith("mobilenetv2")
    found = json.loads(written.read_text())
    assert found["source"] == "application:MobileNetV2" and found["weights"] == "absent"
    assert found["layers"] == len(project.graph.layers) and found["nodes"] == len(project.graph.nodes)
    assert found["placeholders"] == found["upgraded"] == found["notes"] == []
    captured = capsys.readouterr()
    assert captured.out == "" and "Wrote" in captured.err
    assert run("application:MobileNet", "-o", str(target)) == 1, "an existing file is kept"
    assert open_project(target)[0] == project


def test_as_a_block_without_its_classifier_and_with_weights(tmp_path: Path) -> None:
    target, written = tmp_path / "p.netw", tmp_path / "r.json"
    (tmp_path / "own.weights.h5").touch()
    options = ("--no-top", "--input-shape", "64,48,3", "--pooling", "max", "--block", "--report", str(written))
    weights = str(tmp_path / "own.weights.h5")
    assert run("application:MobileNet", "-o", str(target), *options, "--weights", weights) == 0
    project, _ = open_project(target)
    assert list(project.blocks) == ["mobile_net"]
    assert project.graph.layers["l1"].params["shape"] == (64, 48, 3)
    assert list(project.blocks["mobile_net"].graph.layers.values())[-1].type == "keras.layers.GlobalMaxPooling2D"
    assert initial_weights(project) == ("own.weights.h5",), "relative to the project, so both can move together"
    assert json.loads(written.read_text())["weights"] == "present"
    assert run("application:MobileNet", "-o", str(target), "--force", "--weights", "imagenet", "--classes", "7") == 0
    project, _ = open_project(target)
    assert initial_weights(project) == ("imagenet:MobileNet",)
    assert 7 in [layer.params.get("filters") for layer in project.graph.layers.values()]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--no-top", "--classes", "3"), "--classes belongs to"),
        (("--pooling", "avg"), "--pooling needs --no-top"),
        (("--weights", "gone.h5"), "there is no such file"),
        (("--no-top", "--input-shape", "8,8,3"), "must be at least 32"),
    ],
)
def test_options_that_do_not_fit_are_one_sentence(
    options: tuple[str, ...], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "p.netw"
    assert run("application:MobileNet", "-o", str(target), *options) == 1
    said = capsys.readouterr().err
    assert words in said and said.count("\n") == 1
    assert not target.exists()


@pytest.mark.parametrize("shape", ["160,160", "a,b,c", "0,160,3"])
def test_a_wrong_shape_is_wrong_usage(shape: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        run("application:MobileNet", "-o", str(tmp_path / "p.netw"), "--input-shape", shape)
    assert left.value.code == 2 and "--input-shape" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("source", "words"),
    [("application:ResNet51", "ResNet50"), ("model.h5", "no such file"), ("application:", "no model")],
)
def test_what_cannot_be_imported_leaves_no_file(
    source: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "p.netw"
    assert run(source, "-o", str(target)) == 1
    assert words in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_another_suffix_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("application:MobileNet", "-o", str(tmp_path / "p.json")) == 1
    assert "ends in .netw" in capsys.readouterr().err


def test_the_report_names_what_was_kept_as_it_is() -> None:
    imported = Imported(Project(), (Placeholder("mine", "Own", "Its class is not one of Keras's own."),), ("A note.",))
    found = report("here", imported)
    assert found["placeholders"] == [{"name": "mine", "class": "Own", "reason": "Its class is not one of Keras's own."}]
    assert found["notes"] == ["A note."]
