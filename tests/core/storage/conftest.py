"""What tests of project files share: a place for one, two small projects, and the one sentence of a refusal."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import FileError
from core.graph.model import Project

ONE = Project(description="one")
TWO = Project(description="two")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "p.netw"


def refused(work: object, kind: type[FileError] = FileError) -> str:
    with pytest.raises(kind) as caught:
        work()  # type: ignore[operator]
    message = caught.value.message
    assert "\n" not in message
    assert message.endswith(".")
    assert type(caught.value) is kind
    return message


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())
