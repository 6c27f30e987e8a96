"""Whatever a document holds: analysis never raises, and a document without errors can be built."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from core.analysis.analysis import Analyzer
from core.analysis.report import check_json, check_text
from core.catalog.catalog import Catalog, load
from core.convert.to_keras import build
from core.graph.model import Project
from core.graph.queries import check
from core.graph.values import Array, Expression, FrozenMap, KerasObject, PythonSource, Raw, Slice, Source, Value
from tests.core.analysis import networks

ODD: tuple[Any, ...] = (
    None, True, 0, -1, 3, 10**30, 2.5, float("nan"), float("inf"), "", "relu", "x/y", "\ud800", (), (1, 2), (None, -1),
    ((1, 2), (3,)), FrozenMap({"a": 1}), KerasObject("keras.initializers.Zeros"), KerasObject("keras.layers.LSTM"),
    KerasObject("builtins.eval"), Array("float32", (2,), b"\0" * 8), Array("O", (1,), b"\0" * 8), Array("f4", (9,), b""),
    Slice(0, "a"), Expression("n"), Expression("1/0"), PythonSource("exit()"), Raw("{}"), Source("n1"), Source("n1", 99),
)  # fmt: skip
TYPES = (
    "keras.layers.Dense", "keras.layers.Conv2D", "keras.layers.Add", "keras.layers.LSTM", "keras.layers.Flatten",
    "keras.layers.Bidirectional", "keras.layers.InputLayer", "keras.layers.Layer", "keras.layers.Wrapper", "keras.ops.add",
    "keras.ops.get_item", "keras.ops.einsum", "keras.ops.while_loop", "keras.ops", "keras.", "", "block:", "block:head",
    "block:residual", "acme>Thing", "keras.layers.deserialize", "keras.layers.Reshape",
)  # fmt: skip


def mutated(project: Project, dice: random.Random) -> Project:
    """One random change: a parameter, an argument, a type, a repeat, an output, a name."""
    graph = project.graph
    layer = dice.choice(list(graph.layers.values()))
    node = dice.choice(list(graph.nodes.values()))
    sources = [Source(other, dice.choice([0, 0, 0, 1])) for other in graph.nodes]
    odd: Value = dice.choice([*ODD, *sources])
    match dice.randrange(8):
        case 0:
            names = [*layer.params, "units", "kernel_size", "dtype", "name", "axis", "shape", "0", "trainable"]
            layer = replace(layer, params=layer.params.set(dice.choice(names), odd))
        case 1 if layer.params:
            layer = replace(layer, params=layer.params.remove([dice.choice(list(layer.params))]))
        case 2:
            layer = replace(layer, type=dice.choice(TYPES))
        case 3:
            layer = replace(layer, repeat=odd)
        case 4:
            layer = replace(layer, name=dice.choice(["", "a/b", "conv", "\ud800", "x" * 300, "'\n\"", layer.name]))
        case 5:
            names = [*node.arguments, "inputs", "mask", "training", "x", "0"]
            node = replace(node, arguments=node.arguments.set(dice.choice(names), odd))
        case 6 if node.arguments:
            node = replace(node, arguments=node.arguments.remove([dice.choice(list(node.arguments))]))
        case _:
            chosen = tuple(dice.sample(sources, dice.randrange(len(sources) + 1)))
            outputs: Any = dice.choice(
                [None, chosen, FrozenMap({f"o{n}": s for n, s in enumerate(chosen)}), chosen[:1]]
            )
            graph = replace(graph, **{dice.choice(["outputs", "inputs"]): outputs})
    graph = replace(graph, layers=graph.layers.set(layer.id, layer), nodes=graph.nodes.set(node.id, node))
    broken = [text for text in check(graph) if "does not exist" in text]
    return project if broken else replace(project, graph=graph)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("seed", range(8))
def test_any_document_is_analysed_and_sound_ones_are_built(seed: int, catalog: Catalog) -> None:
    dice = random.Random(seed)
    analyzer = Analyzer(catalog)
    for _ in range(25):
        project = networks.EVERY[dice.choice(list(networks.EVERY))]()
        for _ in range(dice.randrange(1, 4)):
            project = mutated(project, dice)
        analysis = analyzer.analyze(project)
        assert set(analysis.nodes) == set(project.graph.nodes)
        check_json(analysis)
        check_text(analysis)
        for problem in analysis.problems:
            assert "\n" not in problem.message and "KerasTensor" not in problem.message
            for fix in problem.fixes:
                analyzer.analyze(fix.edit(project))
        again = Analyzer(catalog).analyze(project)
        assert again.nodes == analysis.nodes and again.totals == analysis.totals
        assert [p.message for p in again.problems] == [p.message for p in analysis.problems]
        if not analysis.has_errors:
            model = build(project, analysis).model
            assert model.count_params() <= analysis.totals.parameters
