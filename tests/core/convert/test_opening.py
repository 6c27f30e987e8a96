"""Opening files by what they hold: a wrong name does no harm, and what is no file is told.

What each kind holds is tested where it is read; files that mean harm are in tests/core/reading.
"""

from __future__ import annotations

import json
import os
import pickle
from pathlib import Path

import pytest

from core.convert.opening import open_model, open_text
from core.errors import NetwrightError
from core.storage.files import save_project
from tests.core.reading.files import MODEL_TEXT, h5, keras_archive, write

CODE = "import keras\nmodel = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])\n"
NOTEBOOK = json.dumps(
    {
        "nbformat": 4,
        "nbformat_minor": 2,
        "metadata": {},
        "cells": [{"cell_type": "code", "source": CODE, "metadata": {}, "outputs": [], "execution_count": None}],
    }
)


@pytest.mark.parametrize("suffix", [".keras", ".h5", ".json", ".txt", ".py", ".ipynb", ".netw", ".bin", ""])
def test_archives_and_hdf5_open_under_any_name(tmp_path: Path, suffix: str) -> None:
    for content in (keras_archive(), h5(tmp_path / "made").read_bytes()):
        imported = open_model(write(tmp_path / f"model{suffix}", content))
        assert [layer.name for layer in imported.project.graph.layers.values()] == ["input", "hidden", "output"]


@pytest.mark.parametrize("suffix", [".keras", ".h5", ".json", ".txt", ".py", ".ipynb", ".bin", ""])
def test_json_of_a_model_opens_under_any_name(tmp_path: Path, suffix: str) -> None:
    for text in (MODEL_TEXT, json.dumps(MODEL_TEXT)):
        imported = open_model(write(tmp_path / f"model{suffix}", text))
        assert imported.format == "keras3" and len(imported.project.graph.layers) == 3


def test_code_notebooks_and_projects(tmp_path: Path) -> None:
    for name in ("a.py", "a.txt"):
        assert open_model(write(tmp_path / name, CODE)).format == "python"
    for name in ("b.ipynb", "b.py", "b.txt"):
        assert len(open_model(write(tmp_path / name, NOTEBOOK)).project.graph.layers) == 2
    project = open_text(MODEL_TEXT).project
    save_project(project, tmp_path / "c.netw", None)
    (tmp_path / "c.txt").write_bytes((tmp_path / "c.netw").read_bytes())
    for name in ("c.netw", "c.txt"):
        assert open_model(tmp_path / name).project.graph.layers == project.graph.layers


@pytest.mark.parametrize("suffix", [".keras", ".h5", ".json", ".txt", ".py", ".ipynb", ".netw", ""])
def test_what_holds_no_model_is_told_in_one_sentence(tmp_path: Path, suffix: str) -> None:
    for content in (b"", pickle.dumps([1]), bytes(100), b"\xff" * 100, b"{", b"[" * 5000, b"null"):
        path = write(tmp_path / f"model{suffix}", content)
        try:
            open_model(path)
        except NetwrightError as error:
            assert error.message.endswith(".") and "\n" not in error.message
        else:
            assert suffix in (".py", ".txt")  # a word that is valid code and builds nothing
    folder, pipe = tmp_path / f"folder{suffix}", tmp_path / f"pipe{suffix}"
    folder.mkdir()
    os.mkfifo(pipe)
    for path in (folder, pipe, tmp_path / f"nothing{suffix}"):
        with pytest.raises(NetwrightError) as refused:
            open_model(path)
        assert path.name in refused.value.message
