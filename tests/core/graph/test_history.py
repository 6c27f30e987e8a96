"""History, document and diff: undo is a list of values, observers hear of each change once, diffs go by identity."""

from __future__ import annotations

import pytest

from core.errors import EditError
from core.graph import edits, removing
from core.graph.diff import GraphDiff, diff
from core.graph.document import Change, Document
from core.graph.history import History
from core.graph.model import Frame, Graph, Project
from core.graph.values import Source
from tests.core.graph.networks import chain, joined


def test_history_moves_a_cursor() -> None:
    history = History("a")
    assert (history.undo(), history.redo(), history.undo_label, history.redo_label) == (None, None, None, None)
    history.push("b", "to b")
    history.push("c", "to c")
    assert (history.labels, history.cursor) == (["", "to b", "to c"], 2)
    assert history.undo() == "b"
    assert (history.undo_label, history.redo_label) == ("to b", "to c")
    assert history.go_to(0) == "a"
    assert history.go_to(3) is None
    assert history.redo() == "b"
    history.push("d", "to d")
    assert history.labels == ["", "to b", "to d"]


def test_edits_that_belong_together_are_one_step() -> None:
    history = History("a")
    for state in ("b", "c"):
        history.push(state, "type", "key")
    assert (history.labels, history.state) == (["", "type"], "c")
    history.push("d", "type", "other")
    history.end_merge()
    history.push("e", "type", "other")
    assert len(history.labels) == 4
    history.undo()
    history.push("f", "type", "other")
    assert history.undo() == "d"


def test_the_first_state_is_never_merged_away() -> None:
    history = History("a")
    history.push("b", "type", "key")
    history.undo()
    history.push("c", "type", "key")
    assert history.undo() == "a"


def test_a_long_history_forgets_its_beginning() -> None:
    history = History(0, limit=3)
    for number in range(1, 6):
        history.push(number, str(number))
    assert (history.labels, history.state) == (["3", "4", "5"], 5)
    assert [history.undo(), history.undo(), history.undo()] == [4, 3, None]


def add(project: Project) -> Project:
    return edits.on_graph(lambda graph: edits.add_node(graph, "keras.layers.Dense"))(project)


def refuse(project: Project) -> Project:
    raise EditError("No.")


def test_a_document_tells_its_observers_once() -> None:
    document = Document()
    seen: list[Change] = []
    stop = document.subscribe(seen.append)
    first = document.project
    assert document.apply(add, "Add Dense")
    assert seen == [Change(first, document.project, "Add Dense")]
    assert not document.apply(lambda project: project, "nothing")
    with pytest.raises(EditError):
        document.apply(refuse, "refused")
    assert document.undo()
    assert document.project is first
    assert not document.undo()
    assert document.redo()
    assert not document.redo()
    assert not document.go_to(1)
    assert [change.label for change in seen] == ["Add Dense", "", "Add Dense"]
    stop()
    document.undo()
    assert len(seen) == 3


def test_the_saved_mark_follows_undo() -> None:
    document = Document()
    assert not document.is_modified
    document.apply(add, "add")
    assert document.is_modified
    document.undo()
    assert not document.is_modified
    document.redo()
    document.mark_saved(document.project)
    assert not document.is_modified
    document.undo()
    assert document.is_modified


def test_saving_ends_the_merging_of_edits() -> None:
    document = Document()
    document.apply(add, "type", "key")
    document.mark_saved(document.project)
    document.apply(add, "type", "key")
    document.undo()
    assert not document.is_modified


def test_a_reset_starts_anew() -> None:
    document = Document()
    document.apply(add, "add")
    document.reset(Project(description="new"))
    assert (document.labels, document.is_modified) == ([""], False)
    document.reset(Project(), saved=False)
    assert document.is_modified


def test_a_diff_names_what_changed() -> None:
    graph = joined()
    assert diff(graph, graph) == GraphDiff()
    assert not diff(graph, graph)
    params = diff(graph, edits.set_params(graph, ["l2"], {"units": 1}))
    assert (params.nodes_changed, params.layers_changed, params.structural) == (("n2",), ("l2",), True)
    assert params.edges_added == params.edges_removed == ()
    moved = diff(graph, edits.move_nodes(graph, {"n2": (1, 1)}))
    assert (moved.moved, moved.structural, bool(moved)) == (("n2",), False, True)
    gone = diff(graph, removing.remove_nodes(graph, ["n2"]))
    assert (gone.nodes_removed, gone.nodes_changed) == (("n2",), ("n4",))
    assert {edge.key for edge in gone.edges_removed} == {
        ("n2", ("inputs",)),
        ("n4", ("inputs", 1)),
        ("n4", ("inputs", 2)),
    }
    assert [(edge.source, edge.path) for edge in gone.edges_added] == [(Source("n3"), ("inputs", 1))]


def test_a_diff_names_every_call_of_a_changed_layer() -> None:
    graph = edits.add_call(chain("Dense"), "l2", arguments={"inputs": Source("n2")})
    assert diff(graph, edits.rename(graph, "l2", "twice")).nodes_changed == ("n2", "n3")


@pytest.mark.parametrize(
    ("edit", "field"),
    [
        (lambda graph: edits.set_outputs(graph, Source("n2")), "interface"),
        (lambda graph: edits.set_model_name(graph, "other"), "interface"),
        (lambda graph: edits.set_direction(graph, "LR"), "direction"),
        (lambda graph: edits.put_frame(graph, Frame("f1", "", 0, 0, 1, 1)), "frames"),
        (lambda graph: edits.set_reroute(graph, "n2", ("inputs",), [(0, 0)]), "reroutes"),
    ],
)
def test_a_diff_tells_what_else_changed(edit: edits.GraphEdit, field: str) -> None:
    graph: Graph = joined()
    found = diff(graph, edit(graph))
    assert getattr(found, field)
    assert found.nodes_changed == ()
