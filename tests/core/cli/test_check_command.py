"""The verb ``check``: what it says of a project, by exit status and standard output."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.cli.commands import execute
from core.cli.parser import parse
from core.storage.files import save_project
from tests.core.analysis.networks import Draw


def test_shapes_that_do_not_fit_come_with_the_fixes_of_the_window(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draw = Draw()
    draw.layer("LSTM", "rows", draw.input("image", 8, 8, 3), params={"units": 4})
    save_project(draw.project(), tmp_path / "p.netw", None)
    assert execute(parse(["check", str(tmp_path / "p.netw"), "--json"])) == 1
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["severity"], problem["node"]) == ("error", "rows")
    assert problem["fixes"][0] == "Put Reshape between image and rows"
