"""The library of blocks: what goes in comes out, with the blocks it uses."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import FileError
from core.graph import edits
from core.graph.model import Block, Graph, Project
from core.graph.values import FrozenMap
from core.storage.library import load_blocks, remove_block, save_block


def project() -> Project:
    inner = Block("inner", graph=edits.add_node(Graph(), "keras.layers.InputLayer", params={"shape": (4,)}))
    outer = Block("outer unit / 2".replace("/", "of"), graph=edits.add_node(Graph(), "block:inner"))
    other = Block("other", graph=Graph())
    return Project(blocks=FrozenMap({block.name: block for block in (inner, outer, other)}))


def test_a_block_comes_back_with_what_it_uses(tmp_path: Path) -> None:
    save_block(project(), "outer unit of 2", tmp_path)
    found = load_blocks(tmp_path)
    assert list(found) == ["outer unit of 2"]
    assert set(found["outer unit of 2"].blocks) == {"outer unit of 2", "inner"}
    assert found["outer unit of 2"].blocks["inner"] == project().blocks["inner"]


def test_names_that_look_alike_do_not_collide(tmp_path: Path) -> None:
    names = ["a b", "a_b", "a?b", "块", "层"]
    made = Project(blocks=FrozenMap({name: Block(name) for name in names}))
    for name in names:
        save_block(made, name, tmp_path)
    assert set(load_blocks(tmp_path)) == set(names)


def test_damaged_files_and_a_missing_folder_are_no_trouble(tmp_path: Path) -> None:
    assert load_blocks(tmp_path / "none") == {}
    (tmp_path / "bad.netw").write_text("{")
    save_block(project(), "other", tmp_path)
    assert list(load_blocks(tmp_path)) == ["other"]
    remove_block("other", tmp_path)
    assert load_blocks(tmp_path) == {}
    with pytest.raises(FileError, match="cannot be removed"):
        remove_block("other", tmp_path)
    with pytest.raises(FileError, match="no block named"):
        save_block(project(), "none", tmp_path)
