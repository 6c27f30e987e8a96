from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from core.convert import model_files, to_keras
from core.convert.initial_weights import with_initial_weights
from core.convert.model_files import SUFFIXES, export
from core.errors import ConversionError, FileError
from core.graph.model import Project
from tests.core.convert import net_builder, nets

HEADS = {
    ".py": b"# -*- coding: utf-8 -*-\n",
    ".keras": b"PK",
    ".json": b"{",
    ".png": b"\x89PNG",
    ".svg": b"<?xml",
    ".pdf": b"%PDF",
    ".dot": b"digraph model",
}


@pytest.fixture(scope="module")
def project() -> Project:
    return nets.cnn()


@pytest.mark.parametrize("suffix", HEADS)
def test_every_suffix_makes_its_kind_of_file(project: Project, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"模型 a{suffix.upper()}"
    target.write_bytes(b"old")
    report = export(project, target)
    assert report.path == target
    assert target.read_bytes().startswith(HEADS[suffix])
    assert os.listdir(tmp_path) == [target.name]


def test_exported_code_runs_by_itself(project: Project, tmp_path: Path) -> None:
    export(project, tmp_path / "p.py")
    ended = subprocess.run(
        [sys.executable, "p.py"], cwd=tmp_path, env=os.environ, capture_output=True, text=True, timeout=120, check=True
    )
    assert "digits (Dense)" in ended.stdout


def test_json_is_the_architecture(project: Project, tmp_path: Path) -> None:
    export(project, tmp_path / "m.json")
    data = json.loads((tmp_path / "m.json").read_text())
    assert [layer["config"]["name"] for layer in data["config"]["layers"]][:2] == ["image", "conv"]


def trained(project: Project, folder: Path) -> tuple[Any, Path]:
    model = to_keras.build(project).model
    path = folder / "best.weights.h5"
    model.save_weights(path)
    return model, path


@pytest.mark.parametrize("kind", ["weights", "archive"])
def test_weights_of_a_run_are_in_the_exported_model(project: Project, tmp_path: Path, kind: str) -> None:
    import keras
    import numpy as np

    model, weights = trained(project, tmp_path)
    if kind == "archive":
        weights = tmp_path / "run.keras"
        model.save(weights)
    report = export(project, tmp_path / "m.keras", weights=weights)
    assert report.notes == ()
    loaded = keras.models.load_model(tmp_path / "m.keras")
    for ours, theirs in zip(loaded.get_weights(), model.get_weights(), strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_notes_say_what_a_file_does_not_hold(project: Project, tmp_path: Path) -> None:
    assert "not trained" in export(project, tmp_path / "m.keras").notes[0]
    _, weights = trained(project, tmp_path)
    assert "holds no weights" in export(project, tmp_path / "m.py", weights=weights).notes[-1]


def test_initial_weights_are_in_the_exported_model_and_told(project: Project, tmp_path: Path) -> None:
    import keras
    import numpy as np

    model, weights = trained(project, tmp_path)
    started = with_initial_weights(project, [weights.name])
    report = export(started, tmp_path / "m.keras", folder=tmp_path)
    assert "with weights from best.weights.h5" in report.notes[0] and report.notes[-1] == "The model was not trained."
    loaded = keras.models.load_model(report.path)
    for ours, theirs in zip(loaded.get_weights(), model.get_weights(), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    notes = export(started, tmp_path / "m.py", folder=tmp_path).notes
    assert notes == ("The code makes new weights; training here starts from best.weights.h5.",)
    assert "no such file" in refused(FileError, started, tmp_path / "n.keras")


def refused(error: type[Exception], project: Project, target: Path, weights: Path | None = None) -> str:
    before = target.read_bytes() if target.is_file() else None
    with pytest.raises(error) as raised:
        export(project, target, weights=weights)
    assert (target.read_bytes() if target.is_file() else None) == before
    message = str(raised.value)
    assert message and "\n" not in message
    return message


def test_unknown_suffixes_list_the_known_ones(project: Project, tmp_path: Path) -> None:
    assert ".keras" in refused(FileError, project, tmp_path / "m.xyz")
    assert set(HEADS) < set(SUFFIXES)


def test_a_folder_that_vanished_or_stands_in_the_way(project: Project, tmp_path: Path) -> None:
    assert "does not exist" in refused(FileError, project, tmp_path / "gone" / "m.py")
    (tmp_path / "m.py").mkdir()
    assert "folder" in refused(FileError, project, tmp_path / "m.py")


@pytest.mark.parametrize("suffix", [".py", ".keras"])
def test_a_disk_that_refuses_leaves_the_old_file(
    project: Project, tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / f"m{suffix}"
    target.write_bytes(b"old")

    def full(*given: object, **named: object) -> None:
        raise OSError(28, "No space left on device")

    # Permissions do not bind the superuser that tests may run as, so the system call itself refuses.
    monkeypatch.setattr(os, "replace", full)
    refused(FileError, project, target)
    monkeypatch.setattr(model_files.tempfile, "mkdtemp", full)
    refused(FileError, project, target)


def test_weights_that_do_not_fit_are_one_sentence(project: Project, tmp_path: Path) -> None:
    _, weights = trained(nets.residual(), tmp_path)
    assert "do not fit" in refused(ConversionError, project, tmp_path / "m.keras", weights)
    assert "no such file" in refused(FileError, project, tmp_path / "m.keras", tmp_path / "gone.weights.h5")
    (tmp_path / "w.txt").write_text("x")
    assert "expected a .weights.h5" in refused(FileError, project, tmp_path / "m.keras", tmp_path / "w.txt")
    (tmp_path / "broken.weights.h5").write_bytes(b"x" * 100)
    assert "holds no weights" in refused(FileError, project, tmp_path / "m.keras", tmp_path / "broken.weights.h5")


def test_models_with_errors_are_refused_but_drawn(tmp_path: Path) -> None:
    net = net_builder.Net()
    net.add("Dense", "bad", {"units": -1}, inputs=net.input("x", 4))
    made = net_builder.project(net.done())
    assert "bad" in refused(ConversionError, made, tmp_path / "m.keras")
    export(made, tmp_path / "m.svg")
