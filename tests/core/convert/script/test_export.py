"""The command line writes the model alone, the complete script, or a notebook."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.cli.commands import execute
from core.cli.parser import parse
from core.convert.script.notebook import training_notebook
from core.convert.script.script import training_script
from core.convert.to_code import generate
from core.storage import templates
from core.storage.files import save_project


def test_the_suffix_and_the_option_decide(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = templates.load("mlp-iris")
    save_project(made, tmp_path / "p.netw", None, overwrite=True)

    def export(*arguments: str) -> int:
        return execute(parse(["export", str(tmp_path / "p.netw"), *arguments]))

    assert export(str(tmp_path / "model.py")) == 0
    assert (tmp_path / "model.py").read_text(encoding="ascii") == generate(made)
    assert export(str(tmp_path / "train.py"), "--script") == 0
    assert (tmp_path / "train.py").read_text(encoding="ascii") == training_script(made)
    assert export(str(tmp_path / "train.ipynb")) == 0
    text = (tmp_path / "train.ipynb").read_text(encoding="ascii")
    assert text == training_notebook(made) and json.loads(text)["nbformat"] == 4
    assert export(str(tmp_path / "model.json"), "--script") == 1
    assert "--script belongs to a .py file" in capsys.readouterr().err
