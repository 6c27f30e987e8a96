"""The real thing: every template in every runtime, quantised accuracy, and the table of what is impossible."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from core.convert.exports.abilities import table
from core.convert.exports.trial import TOLERANCE
from core.convert.model_files import export
from core.storage import templates
from core.texts import unpacked
from tests.environment import REPOSITORY

pytestmark = pytest.mark.slow


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", *arguments], cwd=REPOSITORY, capture_output=True, text=True, timeout=600
    )


def test_every_template_runs_in_every_runtime_as_in_keras(tmp_path: Path) -> None:
    ended = python("tests.core.convert.exports.all_exports", str(tmp_path))
    assert (tmp_path / "found.json").is_file(), ended.stderr[-3000:]
    found = json.loads((tmp_path / "found.json").read_text())
    assert len(found) == 3 * len(templates.names())
    for name, result in found.items():
        assert result.get("difference", 1) <= TOLERANCE, (name, result)
    assert "one sample at a time" in " ".join(unpacked(note) for note in found["lstm-digits litert"]["notes"])
    assert found["cnn-digits litert"]["notes"] == []


@pytest.mark.parametrize("suffix", [".keras", ".h5", ".weights.h5", ".json"])
@pytest.mark.parametrize("name", [template.name for template in templates.names()])
def test_every_template_is_read_again_by_keras(tmp_path: Path, name: str, suffix: str) -> None:
    report = export(templates.load(name), tmp_path / f"m{suffix}")
    assert report.difference is not None and report.difference <= TOLERANCE
    assert report.checked_with.startswith("Keras 3.") and report.is_faithful


def test_the_table_is_what_trying_shows() -> None:
    """Some types of each format that it names, and some that it does not."""
    held = ("keras.layers.Dense", "keras.layers.MelSpectrogram", "keras.ops.erf")
    named = ("keras.layers.MaxPooling3D", "keras.layers.Discretization", "keras.layers.RandomSharpness")
    ended = python("tools.make_export_table", *(name.rpartition(".")[2] for name in (*held, *named)))
    assert ended.returncode == 0, ended.stderr[-3000:]
    for name in (*held, *named):
        for kind, known in table().items():
            line = f"{kind:12} {name}: {known.get(name)}"
            assert (line in ended.stdout) == (name in known), (line, ended.stdout)
