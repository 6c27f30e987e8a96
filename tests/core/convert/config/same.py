"""A live model and what a file holds of it are read as the same project. Not a test itself."""

from __future__ import annotations

import json
from typing import Any

from core.convert.config.reader import read_config
from core.convert.imported import Imported
from core.graph.model import Project


def assert_file_says_the_same(model: Any, imported: Imported) -> None:
    """What a .keras file holds of a model, read without Keras, gives what the live model gives, report included."""
    from keras.src.saving.serialization_lib import ObjectSharingScope, serialize_keras_object

    with ObjectSharingScope():
        given = json.loads(json.dumps(serialize_keras_object(model)))
    before = json.dumps(given)
    from_file = read_config(given)
    assert json.dumps(given) == before, "the config is only read"
    assert from_file.project == imported.project
    assert spellings(from_file.project) == spellings(imported.project)
    assert (from_file.placeholders, from_file.notes) == (imported.placeholders, imported.notes)


def spellings(project: Project) -> list[Any]:
    """The order of parameters and arguments, which equality does not see."""
    graphs = [project.graph, *(block.graph for block in project.blocks.values())]
    found: list[Any] = [[(layer.id, list(layer.params)) for layer in graph.layers.values()] for graph in graphs]
    return found + [[(node.id, list(node.arguments)) for node in graph.nodes.values()] for graph in graphs]
