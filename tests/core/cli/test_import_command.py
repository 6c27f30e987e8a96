"""The verb ``import``: a project file and a report, or one sentence and nothing written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.cli.commands import execute
from core.cli.import_command import report
from core.cli.parser import parse
from core.convert.from_keras import Imported, Placeholder
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


@pytest.mark.parametrize(
    ("source", "words"),
    [("application:ResNet51", "ResNet50"), ("model.h5", "application:NAME"), ("application:", "no model")],
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
