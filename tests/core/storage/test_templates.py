"""The templates: made by the tool as it is now, and readable."""

from __future__ import annotations

import pytest

from core.errors import FileError
from core.graph.queries import check
from core.storage import templates
from tools import make_templates

NAMES = [info.name for info in templates.names()]


def test_the_files_are_what_the_tool_makes() -> None:
    made = make_templates.files()
    assert {path.name for path in templates.FOLDER.iterdir()} == set(made)
    for name, text in made.items():
        assert (templates.FOLDER / name).read_text(encoding="utf-8") == text, (
            f"run python -m tools.make_templates ({name})"
        )


def test_all_of_them() -> None:
    assert NAMES[:4] == ["mlp-iris", "cnn-digits", "lstm-digits", "mlp-diabetes"]
    assert NAMES[4:] == ["residual-digits", "two-input-digits", "autoencoder-digits", "unet-digits"]
    for info in templates.names():
        assert info.title and info.title_zh and info.summary and info.summary_zh
        assert "\n" not in info.summary and len(info.summary) < 80


@pytest.mark.parametrize("name", NAMES)
def test_each_is_whole(name: str) -> None:
    project = templates.load(name)
    assert check(project.graph) == []
    assert set(project.graph.layout.positions) == set(project.graph.nodes)
    assert project.training.data.source and project.training.compile.loss and project.description


def test_a_name_that_is_none() -> None:
    with pytest.raises(FileError, match="no template 'vgg'; there are mlp-iris"):
        templates.load("vgg")
    with pytest.raises(FileError, match="no template"):
        templates.load("../templates/mlp-iris")
