"""Reading live Keras models and building them again, with everything checked that holds for each."""

from __future__ import annotations

import re
from typing import Any

import numpy

from core.convert.from_keras import read_model
from core.convert.imported import Imported
from core.convert.to_keras import build
from core.graph.model import Layer, Project
from core.graph.queries import check
from core.storage import schema
from tests.core.convert.compare import description
from tests.core.convert.config.same import assert_file_says_the_same


def read(model: Any, own: bool = False) -> Imported:
    """The import of a model, checked for what holds for every one: it is sound, saved unchanged, and read alike again.

    ``own``: it holds classes or functions of the user, of which a file does not say what the live model does.
    """
    imported = read_model(model)
    project = imported.project
    for graph in (project.graph, *(block.graph for block in project.blocks.values())):
        assert check(graph) == []
    assert schema.decode(schema.encode(project)) == project
    assert read_model(model).project == project
    if not own:
        assert_file_says_the_same(model, imported)
    return imported


def round_trip(model: Any, own: bool = False) -> Project:
    """The project of a model, after its rebuilt model was found to be the same in calls, names and outputs."""
    imported = read(model, own)
    assert imported.placeholders == ()
    rebuilt = build(imported.project).model
    assert description(rebuilt) == description(model)
    assert [weight.shape for weight in rebuilt.weights] == [weight.shape for weight in model.weights]
    assert rebuilt.count_params() == model.count_params()
    rebuilt.set_weights(model.get_weights())
    outputs = [_outputs(each) for each in (model, rebuilt)]
    for one, other in zip(*outputs, strict=True):
        numpy.testing.assert_allclose(one, other, atol=1e-6)
    return imported.project


def _outputs(model: Any) -> list[Any]:
    import keras

    random = numpy.random.default_rng(3)

    def sample(tensor: Any) -> Any:
        shape = [2 if size is None else size for size in tensor.shape]
        if "int" in tensor.dtype:
            return random.integers(0, 5, shape).astype(tensor.dtype)
        return random.normal(size=shape).astype(tensor.dtype)

    graph = getattr(model, "_functional", None) or model
    # Random image layers are active unless they are told otherwise.
    outputs = model(keras.tree.map_structure(sample, graph.input), training=False)
    return [numpy.asarray(item) for item in keras.tree.flatten(outputs)]


def layer(project: Project, name: str, block: str = "") -> Layer:
    """The layer of that name; Keras counts on the names it makes (``add_3``) as long as the process lives."""
    graph = project.blocks[block].graph if block else project.graph
    pattern = re.compile(re.escape(name) + r"(_\d+)?")
    return next(item for item in graph.layers.values() if pattern.fullmatch(item.name))


def arguments(project: Project, name: str, block: str = "") -> dict[str, Any]:
    graph = project.blocks[block].graph if block else project.graph
    wanted = layer(project, name, block).id
    return dict(next(node.arguments for node in graph.nodes.values() if node.layer == wanted))


# --- parameters -------------------------------------------------------------------------------------------------------
