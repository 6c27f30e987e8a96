"""``--trust`` and ``--custom``: own code runs for one command that says so, and in no other."""

from __future__ import annotations

import argparse
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from core.cli.own_code import admitted
from core.cli.parser import parse
from core.errors import FileError
from core.graph.model import Project
from core.storage import trust
from core.storage.files import save_project
from core.storage.schema import loads
from tests.core import own_code
from tests.core.cli.test_commands import run
from tests.core.own_code import LAYERS, canary, custom_net, lambda_net


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETWRIGHT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv(trust.THIS_RUN, "")


def options(*words: str) -> argparse.Namespace:
    return parse(["check", "p.netw", *words])


def test_without_an_option_nothing_is_trusted(tmp_path: Path) -> None:
    project = replace(lambda_net("lambda x: x + 1"), custom_files=(str(own_code.write(tmp_path)),))
    assert admitted(project, options()) is project
    assert trust.trusted() == frozenset()


def test_trust_covers_what_the_project_holds_and_names(tmp_path: Path) -> None:
    files = (str(own_code.write(tmp_path)), str(tmp_path / "missing.py"))
    project = replace(lambda_net("lambda x: x + 1"), custom_files=files)
    assert admitted(project, options("--trust")) == project
    assert trust.is_trusted("lambda x: x + 1") and trust.is_trusted(LAYERS)
    assert not trust.is_trusted("lambda x: x + 2") and not (tmp_path / "home").exists()


def test_custom_covers_the_file_that_was_typed_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "b").mkdir()
    old, new = own_code.write(tmp_path), own_code.write(tmp_path / "b", LAYERS + "#")
    monkeypatch.chdir(tmp_path / "b")
    project = replace(lambda_net("lambda x: x + 1"), custom_files=(str(old),))
    assert admitted(project, options("--custom", "my_layers.py")).custom_files == (str(new),)
    assert trust.is_trusted(LAYERS + "#") and not trust.is_trusted(LAYERS)
    assert not trust.is_trusted("lambda x: x + 1")
    with pytest.raises(FileError, match="does not exist"):
        admitted(Project(), options("--custom", "missing.py"))


@pytest.mark.parametrize("verb", ["check", "export", "train"])
def test_help_says_what_trusting_means(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse([verb, "--help"])
    shown = " ".join(capsys.readouterr().out.split())
    assert "They run with all your rights, so read them first" in shown and "--custom FILE" in shown


@pytest.mark.slow
def test_a_project_with_own_code_as_a_script_uses_it(tmp_path: Path) -> None:
    line, mark = canary(tmp_path)
    own_code.write(tmp_path, line + LAYERS + "\nprint('noise on standard output')\n")
    save_project(custom_net(tmp_path / "my_layers.py", initial=2.0), tmp_path / "p.netw", None)
    assert loads((tmp_path / "p.netw").read_text()).custom_files == ("my_layers.py",)

    refused = run("check", "p.netw", "--json", folder=tmp_path)
    assert refused.returncode == 1 and not mark.exists()
    assert {problem["code"] for problem in json.loads(refused.stdout)["problems"]} == {"ST30"}
    code = run("export", "p.netw", "p.keras", folder=tmp_path)
    assert code.returncode == 1 and "not trusted yet" in code.stderr and not mark.exists()

    checked = run("check", "p.netw", "--json", "--trust", folder=tmp_path)
    assert checked.returncode == 0, checked.stderr
    assert json.loads(checked.stdout)["totals"]["parameters"] == 4 + 15 and mark.exists()
    exported = run("export", "p.netw", "p.keras", "--custom", "my_layers.py", folder=tmp_path)
    assert exported.returncode == 0 and "custom_objects={'Scale': Scale}" in exported.stderr
    assert run("check", "p.netw", folder=tmp_path).returncode == 1
    assert not os.path.exists(tmp_path / "home" / "config" / trust.FILE)
