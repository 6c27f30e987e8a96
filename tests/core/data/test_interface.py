"""What goes into a model and comes out, and the order in which the data's items belong to it."""

from __future__ import annotations

from core.analysis.results import Analysis, NodeResult, TensorSpec, Totals
from core.data.interface import Interface, Port, assign, fits, interface
from core.graph import edits
from core.graph.model import INPUT_TYPE, Graph, Project
from core.graph.values import Source


def test_the_interface_comes_from_the_analysis() -> None:
    graph = edits.add_node(Graph(), INPUT_TYPE, name="measures", params={"shape": (4,)})
    graph = edits.add_node(
        graph, "keras.layers.Dense", name="answer", params={"units": 3}, arguments={"inputs": Source("n1")}
    )
    project = Project(graph=graph)

    def analysis(nodes: dict[str, NodeResult]) -> Analysis:
        return Analysis(project, "", nodes, (), Totals())

    inputs = NodeResult(outputs=(TensorSpec((None, 4), "float32"),))
    outputs = NodeResult(outputs=(TensorSpec((None, 3), "float32"),))
    expected = Interface((Port("measures", (4,), "n1"),), (Port("answer", (3,), "n2"),))
    assert interface(analysis({"n1": inputs, "n2": outputs})) == expected
    assert interface(analysis({"n1": inputs, "n2": NodeResult()})) is None
    assert interface(analysis({"n1": inputs})) is None


def test_names_decide_the_order_where_they_agree() -> None:
    assert assign(["b", "a"], {"a": 1, "b": 2}) == [2, 1]
    assert assign(["x", "a"], {"a": 1, "b": 2}) == [1, 2]
    assert assign(["x"], {"a": 1, "b": 2}) is None


def test_unknown_sizes_fit_any() -> None:
    assert fits((None, 8), (5, 8)) and not fits((None, 8), (5, 7)) and not fits((8,), (8, 1))
