"""``main.py export`` with what belongs to some targets only, as scripts call it."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest

from core.cli.export_command import run_export
from core.cli.parser import parse
from core.errors import ConversionError, FileError
from core.storage import templates
from core.storage.files import save_project


def export(folder: Path, target: str, *words: str, template: str = "mlp-iris") -> int:
    """Run the verb in this process, on a project of that template."""
    path = folder / "p.netw"
    project = templates.load(template)
    save_project(project, path, None, overwrite=True)
    options: Namespace = parse(["export", str(path), str(folder / target), *words])
    return run_export(options, project, folder / "runs")


def test_the_difference_is_told_and_json_says_it_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(tmp_path, "m.onnx", "--json", "--opset", "15") == 0
    printed = capsys.readouterr()
    found: dict[str, Any] = json.loads(printed.out)
    assert found["kind"] == "onnx" and found["difference"] <= 1e-5 and found["checked_with"].startswith("ONNX Runtime")
    assert found["path"] == str(tmp_path / "m.onnx") and "not trained" in found["notes"][0]
    said = printed.err.splitlines()
    assert said[0].startswith("Building") and "Largest difference" in said[-2] and said[-1] == f"Wrote {tmp_path / 'm.onnx'}"


@pytest.mark.slow
def test_int8_takes_its_samples_from_the_projects_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(tmp_path, "m.tflite", "--quantize", "int8") == 0
    assert "of the samples" in capsys.readouterr().err


@pytest.mark.parametrize("style", ["netwright", "keras", "publication"])
def test_diagrams_have_styles(tmp_path: Path, style: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(tmp_path, "d.dot", "--style", style) == 0
    assert ("legend" in (tmp_path / "d.dot").read_text()) == (style == "publication")
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("m.onnx", ("--quantize", "int8")),
        ("m.keras", ("--opset", "15")),
        ("m.json", ("--style", "keras")),
        ("m.onnx", ("--script",)),
    ],
)
def test_options_that_the_target_cannot_follow_are_refused(tmp_path: Path, target: str, words: tuple[str, ...]) -> None:
    with pytest.raises(ConversionError, match=words[0]):
        export(tmp_path, target, *words)
    assert not (tmp_path / target).exists()


def test_weights_that_do_not_exist_and_folders_with_other_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no run"):
        export(tmp_path, "m.keras", "--weights", "gone")
    with pytest.raises(FileError, match="other files"):
        export(tmp_path.parent, tmp_path.name)


def test_help_shows_an_example_of_every_kind(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["export", "--help"])
    said = capsys.readouterr().out
    assert all(word in said for word in ("--quantize int8", "--style publication", ".onnx", "saved_model/", "--weights latest"))
