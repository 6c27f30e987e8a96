"""A thousand kills during saves: never a corrupt file, never an older one than was reported as saved."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.graph.model import Project
from core.storage.files import save_project
from tests.environment import REPOSITORY

KILLS = 1000


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_thousand_kills_during_saves_corrupt_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.core.storage.killing", str(tmp_path), str(KILLS), "1"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=280)
    assert done.stderr == ""
    counted = json.loads(done.stdout)
    assert counted["kills"] == KILLS
    assert counted["lost"] == 0
    # A kill that left a temporary file behind hit a save in the middle: the test means something only if many did.
    assert counted["amid"] > KILLS / 10
    leftovers = [entry for entry in tmp_path.iterdir() if entry.name != "p.netw"]
    for entry in leftovers:
        os.utime(entry, (0, 0))
    save_project(Project(), tmp_path / "p.netw", None, overwrite=True)
    assert [entry.name for entry in tmp_path.iterdir()] == ["p.netw"]
