"""Every layer and op of the catalogue: a live model of it is read back as its starter, and builds the same model."""

from __future__ import annotations

import json
from typing import Any

import pytest

from core.analysis.shapes import without_weights
from core.catalog import examples
from core.catalog.catalog import Catalog, load
from core.catalog.spec import LayerSpec
from core.convert.config.reader import read_config
from core.convert.from_keras import read_model
from core.convert.to_keras import build
from core.storage import schema
from tests.core.convert.compare import description

# Why no live model of a placeable layer is made here; there is no other exception.
NOT_MADE = {
    "InputLayer": "it is the input of every other model here",
    "Lambda": "its starter is Python source, which is not run",
    "Equalization": "Keras 3.15 makes a cycle of it in a functional model",
}
# Parameters that a live layer or op has without the user: why they are kept.
NOT_SET = {
    "RandomCrop": {"seed"},  # drawn anew for every layer, so that no default tells it apart from the user's
    "one_hot": {"dtype"},  # the function writes the float type in the place of None
    "multi_hot": {"dtype"},
    "image.extract_patches": {"strides"},  # the function writes the size in the place of None
    "image.extract_patches_3d": {"strides"},
}
# One class stands behind two functions; the other name is as good.
SAME_CLASS = {
    "abs": "absolute",
    "conj": "conjugate",
    "swish": "silu",
    "hard_swish": "hard_silu",
    "image.extract_patches_3d": "image.extract_patches",
}


def specs() -> list[LayerSpec]:
    catalog = load()
    return [
        spec
        for spec in (*catalog.layers, *catalog.ops)
        if spec.placeable and not spec.requires and spec.class_name not in NOT_MADE
    ]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load()


def live_model(spec: LayerSpec) -> Any:
    """A model that calls the layer or op once, with its starter parameters."""
    import keras

    arguments: dict[str, Any] = {}
    inputs: list[Any] = []
    for item in examples.example_inputs(spec):
        tensors = [keras.Input(batch_shape=shape, dtype=item.dtype) for shape in item.shapes]
        inputs += tensors
        arguments[item.port.name] = tensors if item.port.kind == "list" else tensors[0]
    values = {name: examples.make(value) for name, value in spec.starter.items()}
    made = examples._resolve(spec.type)
    variadic = [name for name in arguments if (port := spec.port(name)) is not None and port.variadic]
    if spec.kind == "layer":
        outputs = made(**values)(*arguments.values())
    elif variadic:
        outputs = made(*values.values(), *arguments[variadic[0]])
    else:
        outputs = made(**arguments, **values)
    return keras.Model(inputs, outputs)


@pytest.mark.parametrize("spec", specs(), ids=lambda spec: spec.type.removeprefix("keras."))
def test_the_starter_comes_back(spec: LayerSpec, catalog: Catalog) -> None:
    with without_weights():
        model = live_model(spec)
        imported = read_model(model, catalog)
        project = imported.project
        assert imported.placeholders == ()
        [layer] = [layer for layer in project.graph.layers.values() if not layer.is_input]
        name = spec.type.removeprefix("keras.ops.") if spec.kind == "op" else spec.class_name
        assert layer.type == (f"keras.ops.{SAME_CLASS[name]}" if name in SAME_CLASS else spec.type)
        assert set(layer.params) <= set(spec.starter) | NOT_SET.get(name, set())
        assert schema.decode(schema.encode(project)) == project
        assert read_config(json.loads(model.to_json()), catalog) == imported, "the file says the same"
        assert description(build(project).model) == description(model)
