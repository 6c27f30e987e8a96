"""Which pairs of Python and PySide6 may start the window: the ranges, the wording, and a real start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.requirements import installed_pyside, refusal
from tests.environment import REPOSITORY


@pytest.mark.parametrize("python", [(3, 11), (3, 11, 7)])
@pytest.mark.parametrize("pyside", ["6.12.0", "6.12", "6.12.1a1", "6.13.2", "7.0.0"])
def test_pyside_that_counts_none_wrongly_is_refused_before_python_3_12(pyside: str, python: tuple[int, ...]) -> None:
    sentence = refusal(pyside, python)
    assert sentence is not None
    assert f"PySide6 {pyside}" in sentence and "Python 3.11" in sentence and "Python 3.12" in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("pyside", "python"),
    [("6.12.0", (3, 12)), ("6.12.0", (3, 13)), ("6.11.3", (3, 11)), ("6.8.3", (3, 11)), ("6.9.3", (3, 11))],
)
def test_good_pairs_may_start(pyside: str, python: tuple[int, ...]) -> None:
    assert refusal(pyside, python) is None


@pytest.mark.parametrize("pyside", ["6.8.2", "6.5.0", "6.9.1", "6.9.2", "5.15.2"])
def test_old_and_broken_releases_are_refused(pyside: str) -> None:
    sentence = refusal(pyside, (3, 12))
    assert sentence is not None and pyside in sentence


def test_a_missing_pyside_and_an_old_python_are_named() -> None:
    assert "not installed" in (refusal(None, (3, 12)) or "")
    assert "3.10" in (refusal("6.11.3", (3, 10)) or "")


def test_this_environment_is_good() -> None:
    assert installed_pyside() is not None
    assert refusal(installed_pyside()) is None


def test_the_window_does_not_start_on_a_bad_pair(tmp_path: Path) -> None:
    """A real start that finds, in the metadata, a PySide6 which this Python must not run."""
    bad = "6.12.0" if sys.version_info < (3, 12) else "6.9.1"
    metadata = tmp_path / f"PySide6_Essentials-{bad}.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: PySide6_Essentials\nVersion: {bad}\n")
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "main.py"],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    message = [line for line in done.stderr.splitlines() if not line.startswith("import time:")]
    assert done.returncode == 1
    assert len(message) == 1 and bad in message[0]
    assert "PySide6.QtCore" not in done.stderr
