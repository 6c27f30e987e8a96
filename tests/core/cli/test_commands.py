"""The verbs as a script calls them: in a process of its own, by exit status, standard output and files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def run(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NETWRIGHT_HOME": str(folder / "home")}
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
    )


def test_templates_and_catalog_need_no_keras(tmp_path: Path) -> None:
    listed = run("templates", "--json", folder=tmp_path)
    assert listed.returncode == 0, listed.stderr
    names = {item["name"] for item in json.loads(listed.stdout)["templates"]}
    assert {"cnn-digits", "mlp-iris"} <= names
    catalog = run("catalog", "--json", folder=tmp_path)
    assert catalog.returncode == 0, catalog.stderr
    assert "keras.layers.Conv2D" in catalog.stdout


@pytest.mark.slow
def test_from_template_to_trained_model_and_code(tmp_path: Path) -> None:
    assert run("new", "cnn-digits", "-o", "p.netw", folder=tmp_path).returncode == 0
    again = run("new", "cnn-digits", "-o", "p.netw", folder=tmp_path)
    assert again.returncode == 1 and "exists already" in again.stderr

    checked = run("check", "p.netw", "--json", folder=tmp_path)
    assert checked.returncode == 0, checked.stderr
    report = json.loads(checked.stdout)
    assert report["problems"] == []
    assert report["totals"]["parameters"] == sum(node["parameters"] for node in report["nodes"])

    trained = run("train", "p.netw", "--epochs", "5", "--json", folder=tmp_path)
    assert trained.returncode == 0, trained.stderr
    result = json.loads(trained.stdout)
    assert result["status"] == "finished" and result["epochs"] == 5
    assert len(result["history"]["loss"]) == 5

    for target in ("p.py", "p.keras", "p.json", "p.svg", "p.dot"):
        exported = run("export", "p.netw", target, folder=tmp_path)
        assert exported.returncode == 0, exported.stderr
        assert (tmp_path / target).stat().st_size > 0
    weighted = run("export", "p.netw", "w.keras", "--weights", result["run"], folder=tmp_path)
    assert weighted.returncode == 0, weighted.stderr
    script = subprocess.run([sys.executable, "p.py"], cwd=tmp_path, capture_output=True, text=True, timeout=600)
    assert script.returncode == 0, script.stderr


def test_bad_files_get_one_sentence_and_status_1(tmp_path: Path) -> None:
    (tmp_path / "bad.netw").write_text('{"format": 1,')
    for words in (
        ("check", "bad.netw"),
        ("check", "missing.netw"),
        ("train", "bad.netw"),
        ("export", "bad.netw", "x.py"),
    ):
        ended = run(*words, folder=tmp_path)
        assert ended.returncode == 1
        assert len(ended.stderr.strip().splitlines()) == 1, ended.stderr
        assert "Traceback" not in ended.stderr
    unknown = run("new", "no-such-template", "-o", "p.netw", folder=tmp_path)
    assert unknown.returncode == 1 and "no-such-template" in unknown.stderr
