"""The data that a model is trained on where none was chosen: what fits is taken, what the user set stays."""

from __future__ import annotations

import pytest

from core.analysis.analysis import Analyzer
from core.catalog import catalog as catalogs
from core.catalog.catalog import Catalog
from core.data.interface import interface
from core.data.match import check
from core.data.sample import Sample, sample_for
from core.data.sources import inspect
from core.graph import edits
from core.graph.model import CompileSettings, Graph, Project, TrainingSettings
from core.graph.values import KerasObject, Source


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return catalogs.load()


def chain(catalog: Catalog, *layers: tuple[str, dict]) -> Project:  # type: ignore[type-arg]
    graph = Graph()
    for number, (name, params) in enumerate(layers, 1):
        spec = catalog.get(f"keras.layers.{name}")
        assert spec is not None
        graph = edits.add_node(graph, spec.type, params={**dict(spec.starter), **params}, node_id=f"n{number}")
        if number > 1:
            graph = edits.connect(graph, Source(f"n{number - 1}"), f"n{number}", (spec.inputs[0].name,))
    return Project(graph=graph)


def sample(catalog: Catalog, project: Project) -> Sample | None:
    return sample_for(project, Analyzer(catalog).analyze(project), catalog)


def test_a_network_as_it_was_added_learns_the_digits(catalog: Catalog) -> None:
    project = chain(catalog, ("InputLayer", {}), ("Conv2D", {}), ("GlobalAveragePooling2D", {}), ("Dense", {}))
    found = sample(catalog, project)
    assert found is not None and found.data.source == "sklearn:digits"
    assert found.project.graph.layers["l1"].params["shape"] == (8, 8, 1)
    assert found.project.graph.layers["l4"].params["units"] == 10
    loss = found.project.training.compile.loss
    assert isinstance(loss, KerasObject) and loss.params["from_logits"] is True
    model = interface(Analyzer(catalog).analyze(found.project))
    assert model is not None and not check(found.project, inspect(found.data), model)


@pytest.mark.parametrize(
    ("shape", "units", "activation", "source"),
    [((8, 8, 1), 10, "softmax", "sklearn:digits"), ((4,), 3, "softmax", "sklearn:iris"), ((13,), 3, None, "sklearn:wine"),
     ((64,), 10, None, "sklearn:digits"), ((8, 8), 10, None, None)],
)  # fmt: skip
def test_what_the_user_set_decides_which_data_fit(
    catalog: Catalog, shape: tuple[int, ...], units: int, activation: str | None, source: str | None
) -> None:
    project = chain(catalog, ("InputLayer", {"shape": shape}), ("Dense", {"units": units, "activation": activation}))
    if len(shape) == 3:
        dense = ("Dense", {"units": units, "activation": activation})
        project = chain(catalog, ("InputLayer", {"shape": shape}), ("Flatten", {}), dense)
    found = sample(catalog, project)
    assert (found.data.source if found is not None else None) == source
    if found is not None:
        assert found.project.graph == project.graph
        logits = isinstance(found.project.training.compile.loss, KerasObject)
        assert logits == (activation is None)


@pytest.mark.parametrize("layers", [
    (("InputLayer", {"shape": (32, 32, 3)}), ("Flatten", {}), ("Dense", {"units": 10})),
    (("InputLayer", {"shape": (4,)}), ("Dense", {"units": 2})),
    (("InputLayer", {}),),
])  # fmt: skip
def test_nothing_is_proposed_that_would_change_what_was_set(catalog: Catalog, layers: tuple) -> None:  # type: ignore[type-arg]
    assert sample(catalog, chain(catalog, *layers)) is None


def test_a_loss_that_was_chosen_stays(catalog: Catalog) -> None:
    project = chain(catalog, ("InputLayer", {"shape": (4,)}), ("Dense", {"units": 3, "activation": "softmax"}))
    settings = TrainingSettings(compile=CompileSettings(loss="sparse_categorical_crossentropy"))
    found = sample(catalog, Project(graph=project.graph, training=settings))
    assert found is not None and found.project.training.compile == settings.compile
