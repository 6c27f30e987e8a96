"""Files of every format ever written open and mean the same for ever. The files in tests/data are never edited."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.graph.model import Project
from core.storage.files import open_project
from core.storage.migrations import upgrade
from core.storage.schema import dumps
from tests.core.storage.projects import full_project

FORMATS = Path(__file__).parents[2] / "data" / "formats"
EXPECTED = {"empty.netw": Project(), "full.netw": full_project()}


@pytest.mark.parametrize("name", EXPECTED)
def test_format_1_opens_and_means_the_same(name: str) -> None:
    project, _ = open_project(FORMATS / "1" / name)
    assert project == EXPECTED[name]
    assert dumps(project) == (FORMATS / "1" / name).read_text(encoding="utf-8")


def test_migrations_run_in_order_from_the_format_of_the_file() -> None:
    def name_becomes_title(data: dict[str, object]) -> dict[str, object]:
        return {"title": data["name"]}

    def title_becomes_a_list(data: dict[str, object]) -> dict[str, object]:
        return {"titles": [data["title"]]}

    steps = (name_becomes_title, title_becomes_a_list)
    assert upgrade({"name": "a"}, 1, steps) == {"titles": ["a"]}
    assert upgrade({"title": "a"}, 2, steps) == {"titles": ["a"]}
    assert upgrade({"titles": ["a"]}, 3, steps) == {"titles": ["a"]}
