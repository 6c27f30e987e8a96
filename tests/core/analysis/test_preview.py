"""What a layer would yield: the shape Keras gives, the conversion that makes it fit, the reason where nothing does."""

from __future__ import annotations

import pytest

from core.analysis.analysis import Analyzer
from core.analysis.conversions import Step
from core.analysis.preview import Previewer, likely
from core.analysis.results import TensorSpec
from core.catalog import catalog as catalogs
from core.catalog.catalog import Catalog
from core.graph import edits
from core.graph.model import Block, Graph, Project
from core.graph.values import FrozenMap, Source


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return catalogs.load()


@pytest.fixture(scope="module")
def previewer(catalog: Catalog) -> Previewer:
    return Previewer(catalog)


def step(catalog: Catalog, name: str) -> Step:
    spec = catalog.get(f"keras.layers.{name}")
    assert spec is not None
    return Step(spec.type, spec.starter)


@pytest.mark.parametrize(
    ("name", "shape", "out"),
    [("Conv2D", (None, 28, 28, 1), (None, 26, 26, 32)), ("Dense", (None, 5), (None, 64)),
     ("Add", (None, 7, 3), (None, 7, 3)), ("Concatenate", (None, 4), (None, 8)),
     ("MultiHeadAttention", (None, 10, 64), (None, 10, 64)), ("GlobalAveragePooling2D", (None, None, None, 5), (None, 5))],
)  # fmt: skip
def test_the_shape_is_that_of_keras(
    catalog: Catalog, previewer: Previewer, name: str, shape: tuple[int | None, ...], out: tuple[int | None, ...]
) -> None:
    found = previewer.preview(Project(), TensorSpec(shape, "float32"), step(catalog, name))
    assert found.outputs is not None and found.outputs[0].shape == out and not found.reason


@pytest.mark.parametrize(
    ("name", "shape", "via"),
    [("LSTM", (None, 28, 28, 8), "Reshape"), ("Conv2D", (None, 64), "Reshape"), ("LSTM", (None, 64), "Reshape"),
     ("Conv1D", (None, 12), "Reshape"), ("GlobalAveragePooling2D", (None, 9, 9), "Reshape")],
)  # fmt: skip
def test_a_conversion_is_found_that_works(
    catalog: Catalog, previewer: Previewer, name: str, shape: tuple[int | None, ...], via: str
) -> None:
    tensor = TensorSpec(shape, "float32")
    alone = previewer.preview(Project(), tensor, step(catalog, name))
    assert alone.outputs is None and alone.reason.endswith(".")
    found = previewer.preview(Project(), tensor, step(catalog, name), convert=True)
    assert found.outputs is not None and [one.class_name for one in found.via] == [via]


def test_a_conversion_that_is_given_is_used(catalog: Catalog, previewer: Previewer) -> None:
    found = previewer.preview(
        Project(), TensorSpec((None, 4, 4, 2), "float32"), step(catalog, "Dense"), likely((None, 4, 4, 2), (2,))
    )
    assert found.outputs is not None and found.outputs[0].shape == (None, 64) and found.parameters == 33 * 64


def test_where_nothing_helps_the_reason_is_one_sentence(catalog: Catalog, previewer: Previewer) -> None:
    found = previewer.preview(Project(), TensorSpec((None, 2, 2, 1), "float32"), step(catalog, "Conv2D"), convert=True)
    assert found.outputs is None and "3 x 3" in found.reason


def test_a_block_is_previewed_too(previewer: Previewer) -> None:
    graph = edits.add_node(Graph(), "keras.layers.InputLayer", name="x", params={"shape": (4,)}, node_id="n1")
    graph = edits.add_node(graph, "keras.layers.Dense", params={"units": 3}, node_id="n2")
    graph = edits.connect(graph, Source("n1"), "n2", ("inputs",))
    project = Project(blocks=FrozenMap({"head": Block("head", "function", graph=graph)}))
    found = previewer.preview(project, TensorSpec((None, 4), "float32"), Step("block:head", FrozenMap()))
    assert found.outputs is not None and found.outputs[0].shape == (None, 3)


@pytest.mark.slow
def test_every_layer_answers_for_every_rank(catalog: Catalog) -> None:
    """A shape that agrees with the analysis of a network, or a reason; never neither."""
    previewer = Previewer(catalog)
    shapes = ((None, 6), (None, 6, 4), (None, 8, 8, 3), (None, 4, 4, 4, 2))
    for spec in catalog.layers:
        if not spec.placeable or not spec.inputs:
            continue
        for shape in shapes:
            found = previewer.preview(
                Project(), TensorSpec(shape, "float32"), Step(spec.type, spec.starter), convert=True
            )
            assert found.outputs is not None or found.reason, (spec.type, shape)


def test_nothing_of_the_analysis_is_disturbed(catalog: Catalog) -> None:
    analyzer = Analyzer(catalog)
    graph = edits.add_node(Graph(), "keras.layers.InputLayer", params={"shape": (4,)}, node_id="n1")
    project = Project(graph=graph)
    before = analyzer.analyze(project)
    Previewer(catalog, analyzer.memo).preview(project, TensorSpec((None, 4), "float32"), step(catalog, "Dense"))
    assert analyzer.analyze(project).nodes == before.nodes
