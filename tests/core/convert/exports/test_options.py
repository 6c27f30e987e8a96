from __future__ import annotations

from pathlib import Path

import pytest

from core.cli.parser import EXPORTS
from core.convert.exports.options import KINDS, kind_of
from core.errors import FileError


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.ONNX", "onnx"),
        ("a.weights.h5", "weights"),
        ("a.h5", "h5"),
        ("weights.h5", "h5"),
        ("模型", "saved_model"),
        ("a.tflite", "litert"),
        ("a.b.dot", "diagram"),
    ],
)
def test_the_suffix_decides(tmp_path: Path, name: str, kind: str) -> None:
    assert kind_of(tmp_path / name) == kind


def test_a_folder_that_exists_is_a_saved_model_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / "net.v2").mkdir()
    assert kind_of(tmp_path / "net.v2") == "saved_model"
    with pytest.raises(FileError, match=r"received \.v3"):
        kind_of(tmp_path / "net.v3")


def test_the_command_line_names_every_suffix() -> None:
    assert set(EXPORTS) == set(KINDS)
