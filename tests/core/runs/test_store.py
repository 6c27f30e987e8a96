"""Runs on disk."""

from __future__ import annotations

import json
import math
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.errors import FileError
from core.graph.model import Project
from core.runs import store
from core.runs.job import new_job

SUMMARY = {
    "run": "r1",
    "name": "net",
    "status": "finished",
    "reason": "All 5 epochs are done.",
    "started": "2026-01-01T00:00:00+00:00",
    "seconds": 2.5,
    "epochs": 5,
    "best_epoch": 4,
    "best": {"loss": 0.5, "val_loss": math.nan},
    "test": {"accuracy": 0.9},
}


def make(runs: Path, name: str, **changes: object) -> Path:
    folder = runs / name
    folder.mkdir(parents=True)
    store.write_json(folder / store.RUN_FILE, {**SUMMARY, "run": name, **changes})
    return folder


def test_folders_are_distinct_even_within_a_second(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        folders = list(pool.map(lambda _: store.new_folder(tmp_path / "runs"), range(40)))
    assert len(set(folders)) == 40 and all(folder.is_dir() for folder in folders)


def test_a_job_has_a_folder_of_its_own(tmp_path: Path) -> None:
    project = Project()
    job = new_job(project, tmp_path, tmp_path / "data")
    assert job.folder == tmp_path / job.run and job.project is project and job.data_folder == tmp_path / "data"


def test_folders_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FileError, match="file"):
        store.new_folder(tmp_path / "file")
    with pytest.raises(FileError, match="cannot be made"):
        store.new_folder(tmp_path / "file" / "runs")


def test_a_summary_comes_back(tmp_path: Path) -> None:
    run = store.read_run(make(tmp_path, "r1"))
    assert (run.id, run.name, run.status, run.epochs, run.best_epoch) == ("r1", "net", "finished", 5, 4)
    assert run.metrics == {"loss": 0.5, "val_loss": None} and run.test == {"accuracy": 0.9}
    assert run.weights is None


def test_newest_first_and_damage_hides_nothing(tmp_path: Path) -> None:
    make(tmp_path, "old", started="2025-01-01T00:00:00+00:00")
    make(tmp_path, "new")
    for name, content in (("cut", '{"run": "x"'), ("list", "[]"), ("poor", '{"run": "x"}'), ("deep", "[" * 100_000)):
        (tmp_path / name).mkdir()
        (tmp_path / name / store.RUN_FILE).write_text(content)
    assert [run.id for run in store.list_runs(tmp_path)] == ["new", "old"]
    for name in ("cut", "list", "poor", "deep", "gone"):
        with pytest.raises(FileError):
            store.read_run(tmp_path / name)
    assert store.list_runs(tmp_path / "gone") == []


def test_weights_by_run_folder_file_or_latest(tmp_path: Path) -> None:
    folder = make(tmp_path, "r1")
    with pytest.raises(FileError, match="kept no weights"):
        store.weights_of("r1", tmp_path)
    weights = folder / store.WEIGHTS_FILE
    weights.write_bytes(b"")
    for name in ("r1", str(folder), str(weights), "latest"):
        assert store.weights_of(name, tmp_path) == weights
    with pytest.raises(FileError, match="no run 'r2'"):
        store.weights_of("r2", tmp_path)
    with pytest.raises(FileError, match="There are no runs"):
        store.weights_of("latest", tmp_path / "empty")


def test_json_has_no_nan(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    store.write_json(path, {"a": (1.0, math.inf), "b": {"c": math.nan}})
    assert json.loads(path.read_text()) == {"a": [1.0, None], "b": {"c": None}}
    with pytest.raises(FileError):
        store.write_json(tmp_path / "gone" / "a.json", {})
