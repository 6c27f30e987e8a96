"""Whatever a converter does to its process, the caller gets a sentence in time, and nothing is left behind."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.convert.exports import isolated
from core.convert.exports.isolated import ExportCancelled, export_isolated
from core.convert.exports.options import ExportOptions
from core.convert.exports.prepared import Weights
from core.convert.model_files import export
from core.errors import ConversionError
from core.graph.model import Project
from core.storage import templates


@pytest.fixture
def project() -> Project:
    return templates.load("mlp-iris")



@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The processes that are started."""
    found: list[Any] = []
    start = isolated._start

    def remember(folder: Path, sink: Any) -> Any:
        found.append(start(folder, sink))
        return found[-1]

    monkeypatch.setattr(isolated, "_start", remember)
    return found


def run(project: Project, folder: Path, **options: Any) -> dict[str, Any]:
    return export_isolated(project, "onnx", folder, folder / "m.onnx", Weights(), ExportOptions(), **options)


def test_cancelling_ends_the_process_within_a_second(project: Project, tmp_path: Path, started: list[Any]) -> None:
    import keras

    assert keras.backend.backend() == "tensorflow"  # imported: what is measured is the end of the other process
    asked = threading.Event()
    began: list[float] = []

    def ask() -> None:
        began.append(time.monotonic())
        asked.set()

    threading.Timer(0.5, ask).start()
    with pytest.raises(ExportCancelled, match="nothing was written"):
        export(project, tmp_path / "m.onnx", cancelled=asked.is_set)
    assert time.monotonic() - began[0] < 5  # a busy machine gets five times as much
    assert started[0].returncode is not None and list(tmp_path.iterdir()) == []


def test_time_that_runs_out_is_one_sentence(project: Project, tmp_path: Path, started: list[Any]) -> None:
    with pytest.raises(ConversionError, match=r"within 0\.3 seconds"):
        run(project, tmp_path, seconds=0.3)
    assert started[0].returncode == -signal.SIGKILL


def test_a_process_that_dies_is_one_sentence(project: Project, tmp_path: Path, started: list[Any]) -> None:
    def kill(phase: str) -> None:
        os.kill(started[0].pid, signal.SIGSEGV)

    with pytest.raises(ConversionError, match="ended its process by signal 11"):
        run(project, tmp_path, progress=kill)


def test_what_libraries_print_reaches_nobody(
    project: Project, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    phases: list[str] = []
    found = run(project, tmp_path, progress=phases.append)
    assert phases == ["building", "writing", "checking"] or phases[0] == "building"
    assert found["difference"] <= 1e-5
    assert capfd.readouterr() == ("", "")


def replaced(target: Path, project: Project, break_it: Callable[[], None]) -> None:
    """An export that fails leaves what was there, and nothing else."""
    before = sorted(path.read_bytes() if path.is_file() else b"" for path in target.rglob("*"))
    break_it()
    with pytest.raises(ConversionError):
        export(project, target)
    assert sorted(path.read_bytes() if path.is_file() else b"" for path in target.rglob("*")) == before
    assert [path.name for path in target.parent.iterdir()] == [target.name]


@pytest.mark.slow
def test_a_saved_model_is_replaced_whole_or_not_at_all(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, started: list[Any]
) -> None:
    target = tmp_path / "net.v1"
    target.mkdir()
    assert export(project, target).difference == 0.0
    (target / "assets" / "mark").touch()
    export(project, target)
    assert (target / "saved_model.pb").is_file() and not (target / "assets" / "mark").exists()
    assert os.listdir(tmp_path) == ["net.v1"]

    def no_time() -> None:
        monkeypatch.setattr(isolated, "SECONDS", 0.2)
        monkeypatch.setattr(export_isolated, "__kwdefaults__", {**export_isolated.__kwdefaults__, "seconds": 0.2})

    replaced(target, project, no_time)


def test_a_project_with_names_of_all_kinds_is_exported_under_them(tmp_path: Path) -> None:
    import keras
    import onnx

    from core.convert.from_keras import from_keras

    given = keras.Input((4,), name="输入")
    made = from_keras(keras.Model(given, keras.layers.Dense(2, name="类 别")(given), name="模 型"))
    assert (export(made, tmp_path / "模型.onnx").difference or 0) <= 1e-5
    graph = onnx.load(tmp_path / "模型.onnx").graph
    assert [value.name for value in graph.input] == ["input"] and [value.name for value in graph.output] == ["layer"]
