"""Live models that hold what is not Keras's own, or what no graph can show."""

from __future__ import annotations

import json
from typing import Any

import pytest

from core.analysis.shapes import without_weights
from core.convert.from_keras import from_keras
from core.convert.to_keras import build
from core.errors import ConversionError
from core.graph.values import KerasObject, PythonSource, Raw, Source
from tests.core.convert.live_models import arguments, layer, read


def test_custom_layers_are_placeholders_that_keep_their_json() -> None:
    import keras

    class Doubled(keras.layers.Layer):
        def __init__(self, factor: float = 2.0, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            self.factor = factor

        def call(self, inputs: Any) -> Any:
            return inputs * self.factor

        def compute_output_spec(self, inputs: Any) -> Any:
            return keras.KerasTensor(inputs.shape)

        def get_config(self) -> dict[str, Any]:
            return {**super().get_config(), "factor": self.factor}

    inputs = keras.Input((3,))
    model = keras.Model(inputs, keras.layers.Dense(1, name="d")(Doubled(3.0, name="mine")(inputs)))
    imported = read(model, own=True)
    kept = layer(imported.project, "mine")
    assert kept.type.endswith(">Doubled") and kept.raw is not None
    assert json.loads(kept.raw)["config"]["factor"] == 3.0
    assert [(item.name, item.class_name) for item in imported.placeholders] == [("mine", "Doubled")]
    assert arguments(imported.project, "d") == {"inputs": Source("n2")}
    with pytest.raises(ConversionError, match="mine"):
        build(imported.project)


def test_a_function_of_the_user_is_kept_but_not_taken_for_keras_s() -> None:
    import keras

    def wavy(x: Any) -> Any:
        return keras.ops.sin(x)

    inputs = keras.Input((3,))
    x = keras.layers.Dense(2, activation=wavy, name="d")(inputs)
    model = keras.Model(inputs, keras.layers.Lambda(lambda value: value + 1, output_shape=(2,), name="l")(x))
    imported = read(model, own=True)
    project = imported.project
    assert len(imported.notes) == 1 and "'activation' of 'd'" in imported.notes[0]
    kept = layer(project, "d").params["activation"]
    assert isinstance(kept, Raw) and "wavy" in kept.json
    source = layer(project, "l").params["function"]
    assert isinstance(source, PythonSource) and "value + 1" in source.text


def test_a_model_inside_a_wrapper_becomes_a_block() -> None:
    import keras

    inner = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)], name="inner")
    inputs = keras.Input((3, 4))
    imported = read(keras.Model(inputs, keras.layers.TimeDistributed(inner, name="each")(inputs)), own=True)
    assert layer(imported.project, "each").params["layer"] == KerasObject("block:inner")
    inside = imported.project.blocks["inner"].graph.layers.values()
    assert [owner.type for owner in inside] == ["keras.layers.InputLayer", "keras.layers.Dense"]
    assert imported.notes == ()


def test_a_subclassed_model_is_refused_with_a_sentence() -> None:
    import keras

    class Own(keras.Model):
        def call(self, inputs: Any) -> Any:
            return inputs

    with pytest.raises(ConversionError, match="functional or sequential") as refused:
        from_keras(Own())
    assert "'Own'" in refused.value.message


def test_state_learned_from_data_is_noted() -> None:
    import keras
    from keras import layers

    inputs = keras.Input((3,))
    x = layers.Normalization(name="adapted")(inputs)
    with without_weights():
        imported = read(keras.Model(inputs, layers.Normalization(mean=1.0, variance=2.0, name="set")(x)))
    assert len(imported.notes) == 1 and "'adapted'" in imported.notes[0]
    assert dict(layer(imported.project, "set").params) == {"mean": 1.0, "variance": 2.0}
