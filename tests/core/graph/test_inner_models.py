"""Blocks inside of parameters: every edit and question of the document knows them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import EditError
from core.graph import grouping
from core.graph.adopting import adopt
from core.graph.comparison import compare
from core.graph.inner_models import graph_blocks, holdable, inner_blocks, layer_blocks, rename_in_value
from core.graph.merging import merge
from core.graph.model import Block, Project
from core.graph.nesting import insert_model
from core.graph.queries import blocks_used
from core.graph.sameness import same_project
from core.graph.values import FrozenMap, KerasObject, Value
from core.storage import library
from core.storage.files import open_project, save_project
from tests.core.graph.test_freezing import DENSE, chain

WRAPPER = "keras.layers.TimeDistributed"


def model_(block: str, **settings: Value) -> KerasObject:
    return KerasObject(f"block:{block}", FrozenMap(settings))


def project() -> Project:
    """Two wrappers, one inside of another wrapper, around blocks of which one holds the other."""
    word = Block("word", "model", graph=chain("word", (DENSE, "a", {"units": 4})))
    line = Block("line", "model", graph=chain("line", (WRAPPER, "each", {"layer": model_("word")})))
    spare = Block("spare", "model", graph=chain("spare", (DENSE, "b", {"units": 4})))
    twice = KerasObject(WRAPPER, FrozenMap({"layer": model_("line", name="base", trainable=False)}))
    main = chain("main", (WRAPPER, "lines", {"layer": model_("line")}), (WRAPPER, "pages", {"layer": twice}))
    return Project(graph=main, blocks=FrozenMap({item.name: item for item in (word, line, spare)}))


def held(made: Project, layer: str = "l2") -> Value:
    return made.graph.layers[layer].params["layer"]


def test_what_is_used_is_found_at_any_depth() -> None:
    made = project()
    assert graph_blocks(made.graph) == ["line"] and layer_blocks(made.graph.layers["l3"]) == ["line"]
    assert blocks_used(made) == {"line", "word"}
    assert inner_blocks((FrozenMap({"a": model_("x")}), model_("y", name="z"), model_("x"))) == ["x", "y"]
    assert holdable(made) == ["word", "line", "spare"]
    assert holdable(made, "word") == ["spare"] and holdable(made, "line") == ["word", "spare"]


def test_saving_keeps_them_word_for_word(tmp_path: Path) -> None:
    made = project()
    save_project(made, tmp_path / "a.netw", None)
    assert open_project(tmp_path / "a.netw")[0] == made
    text = (tmp_path / "a.netw").read_text(encoding="utf-8")
    assert '"$object": "block:line"' in text


def test_renaming_a_block_keeps_the_names_of_its_models() -> None:
    made = grouping.rename_block(project(), "line", "row")
    assert held(made) == model_("row", name="line")
    assert held(made, "l3") == KerasObject(WRAPPER, FrozenMap({"layer": model_("row", name="base", trainable=False)}))
    made = grouping.rename_block(made, "word", "token")
    assert made.blocks["row"].graph.layers["l2"].params["layer"] == model_("token", name="word")
    assert blocks_used(made) == {"row", "token"}
    back = grouping.rename_block(grouping.rename_block(made, "row", "line"), "token", "word")
    assert same_project(back, project()) and held(back) == model_("line")
    assert rename_in_value(held(made), {"nobody": "x"}) is held(made)


def test_a_block_that_a_layer_holds_stays_a_model() -> None:
    with pytest.raises(EditError, match="'lines' holds a model of the block 'line'"):
        grouping.set_block_kind(project(), "line", "function")
    assert grouping.set_block_kind(project(), "spare", "function").blocks["spare"].kind == "function"


def test_the_library_brings_them_along(tmp_path: Path) -> None:
    library.save_block(project(), "line", tmp_path)
    assert set(library.load_blocks(tmp_path)["line"].blocks) == {"line", "word"}


def test_merging_gives_blocks_of_taken_names_others() -> None:
    target = Project(
        blocks=FrozenMap({"line": Block("line", "model", graph=chain("line", (DENSE, "z", {"units": 1})))})
    )
    made, (_, node, _) = merge(target, project())
    value = made.graph.layer_of(node).params["layer"]
    assert value == model_("line_1", name="line")
    assert inner_blocks(made.blocks["line_1"].graph.layers["l2"].params) == ["word"]


def test_a_model_that_needs_other_blocks_is_not_taken_alone() -> None:
    with pytest.raises(EditError, match="uses other blocks"):
        insert_model(Project(), project().blocks["line"])


def test_sameness_looks_into_the_blocks() -> None:
    made = project()
    word = made.blocks["word"]
    other = chain("word", (DENSE, "a", {"units": 5}))
    changed = replace(made, blocks=made.blocks.set("word", replace(word, graph=other)))
    assert same_project(made, project()) and not same_project(made, changed)


def test_comparison_names_the_block() -> None:
    made = project()
    layers = made.graph.layers.set("l2", replace(made.graph.layers["l2"], params=FrozenMap({"layer": model_("spare")})))
    entries = compare(made, replace(made, graph=replace(made.graph, layers=layers))).entries
    (difference,) = [item for entry in entries if entry.name == "lines" for item in entry.differences]
    assert (difference.old, difference.new) == ("line()", "spare()")


def test_adopting_follows_the_names_of_the_open_project() -> None:
    old = project()
    new = grouping.rename_block(old, "line", "line_")
    made = adopt(old, new)
    assert set(made.blocks) == {"word", "line", "spare"} and blocks_used(made) == {"line", "word"}
    assert held(made) == model_("line")
