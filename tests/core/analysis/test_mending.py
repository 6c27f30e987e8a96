"""Fixes for shapes that do not fit: each is done here in the document, and the problem is gone."""

from __future__ import annotations

import pytest

from core.analysis.analysis import Analyzer
from core.analysis.mending import MOST_MENDED, ROOM
from core.analysis.problems import Problem
from core.catalog import catalog as catalogs
from core.errors import EditError
from core.graph import edits
from core.graph.model import Block, Project
from core.graph.queries import edges
from tests.core.analysis.networks import Draw

CATALOG = catalogs.load()


def errors(project: Project, block: str = "") -> list[Problem]:
    analyzer = Analyzer(CATALOG)
    analysis = analyzer.mended(analyzer.analyze(project, block))
    return [found for found in analysis.problems if found.severity == "error"]


def check(project: Project, block: str = "") -> list[str]:
    """Every fix of the one error takes it away and leaves none; their labels."""
    (problem,) = errors(project, block)
    assert problem.fixes
    for fix in problem.fixes:
        assert [found.message for found in errors(fix.edit(project), block)] == []
    return [str(fix.label) for fix in problem.fixes]


def sequence(*shape: int) -> Draw:
    draw = Draw()
    draw.layer("LSTM", "rows", draw.input("image", *shape), params={"units": 4})
    return draw


def test_a_wrong_rank_is_mended_by_a_layer_that_keras_takes() -> None:
    assert check(sequence(8, 8, 3).project())[0] == "Put Reshape between image and rows"
    assert check(sequence(12).project())[0] == "Put Reshape between image and rows"


def test_what_cannot_be_added_is_mended_on_either_wire() -> None:
    draw = Draw()
    image = draw.input("image", 8, 8, 3)
    conv = draw.layer("Conv2D", "conv", image, params={"filters": 4, "kernel_size": 3, "padding": "same"})
    draw.layer("Add", "sum", conv, image)
    labels = check(draw.project())
    assert labels[:2] == ["Put Conv2D between conv and sum", "Put Conv2D between image and sum"]


def test_what_cannot_be_concatenated_is_mended() -> None:
    draw = Draw()
    one, other = draw.input("one", 8, 8, 3), draw.input("other", 4, 4, 3)
    draw.layer("Concatenate", "both", one, other)
    assert check(draw.project())


def test_inside_a_block_the_block_is_mended() -> None:
    block = Block("rows", graph=sequence(8, 8, 3).graph)
    project = Draw().project(block)
    assert check(project, "rows")
    fixed = errors(project, "rows")[0].fixes[0].edit(project)
    assert fixed.graph is project.graph and len(fixed.blocks["rows"].graph.nodes) == 3


def test_cards_make_room_and_those_without_a_place_stay_without() -> None:
    draw = sequence(8, 8, 3)
    source, target = draw.graph.nodes
    (fix, *_) = errors(draw.project())[0].fixes
    assert dict(fix.edit(draw.project()).graph.layout.positions) == {}
    for direction, axis in (("TB", 1), ("LR", 0)):
        graph = edits.move_nodes(draw.graph, {source: (0.0, 0.0), target: (0.0, ROOM[1]) if axis else (ROOM[0], 0.0)})
        project = Project(graph=edits.set_direction(graph, direction))
        (fix, *_) = errors(project)[0].fixes
        made = fix.edit(project).graph
        (between,) = set(made.nodes) - {source, target}
        assert [made.layout.positions[node][axis] for node in (source, between, target)] == [0, ROOM[axis], 2 * ROOM[axis]]
        assert {(wire.source.node, wire.target) for wire in edges(made)} == {(source, between), (between, target)}


def test_a_fix_that_was_offered_for_a_wire_that_is_gone_is_refused() -> None:
    draw = sequence(8, 8, 3)
    (problem,) = errors(draw.project())
    assert problem.node is not None
    cut = Project(graph=edits.disconnect(draw.graph, problem.node, ("sequences",)))
    for fix in problem.fixes:
        with pytest.raises(EditError, match="no longer there"):
            fix.edit(cut)


def test_few_nodes_are_tried_in_a_graph_full_of_errors() -> None:
    draw = Draw()
    image = draw.input("image", 8, 8, 3)
    for number in range(MOST_MENDED + 3):
        draw.layer("LSTM", f"rows_{number}", image, params={"units": 4})
    found = errors(draw.project())
    assert [bool(problem.fixes) for problem in found] == [True] * MOST_MENDED + [False] * 3
