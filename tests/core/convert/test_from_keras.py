"""Live Keras models become projects that build the very same models again."""

from __future__ import annotations

import json
from typing import Any

import numpy
import pytest

from core.convert.from_keras import from_keras, read_model
from core.convert.to_keras import build
from core.errors import ConversionError
from core.graph.values import Array, EllipsisValue, FrozenMap, KerasObject, Slice, Source
from tests.core.convert.compare import description
from tests.core.convert.live_models import arguments, layer, read, round_trip


def test_only_what_was_set_is_kept_in_the_shortest_spelling() -> None:
    import keras
    from keras import layers

    inputs = keras.Input((16, 16, 3), name="image")
    x = layers.Conv2D(8, (3, 3), strides=(2, 1), activation="relu", name="a")(inputs)
    x = layers.Conv2D(8, 3, kernel_initializer="he_normal", kernel_regularizer=keras.regularizers.L2(0.002), name="b")(
        x
    )
    x = layers.ZeroPadding2D(((1, 1), (2, 2)), name="c")(x)
    x = layers.BatchNormalization(momentum=0.9, name="d")(x)
    x = layers.LayerNormalization(name="e")(x)
    x = layers.RandomRotation(0.1, name="f")(x)
    model = keras.Model(inputs, layers.Reshape((-1, 8), name="g")(x), name="net")
    project = round_trip(model)
    assert layer(project, "image").params == FrozenMap({"shape": (16, 16, 3)})
    assert dict(layer(project, "a").params) == {"filters": 8, "kernel_size": 3, "strides": (2, 1), "activation": "relu"}
    assert dict(layer(project, "b").params) == {
        "filters": 8,
        "kernel_size": 3,
        "kernel_initializer": KerasObject("keras.initializers.HeNormal"),
        "kernel_regularizer": KerasObject("keras.regularizers.L2", FrozenMap({"l2": 0.002})),
    }
    assert dict(layer(project, "c").params) == {"padding": (1, 2)}
    assert dict(layer(project, "d").params) == {"momentum": 0.9}
    assert dict(layer(project, "e").params) == {}
    assert dict(layer(project, "f").params) == {"factor": 0.1}
    assert dict(layer(project, "g").params) == {"target_shape": (-1, 8)}
    assert (project.graph.name, project.graph.inputs, project.graph.outputs) == ("net", None, None)


def test_inputs_keep_batch_size_and_dtype() -> None:
    import keras

    inputs = keras.Input((4,), batch_size=2, dtype="int32", name="ids")
    project = round_trip(keras.Model(inputs, keras.layers.Embedding(5, 3)(inputs)))
    assert dict(layer(project, "ids").params) == {"shape": (4,), "batch_size": 2, "dtype": "int32"}


def test_inner_layers_and_cells_become_objects_and_keep_their_own_names() -> None:
    import keras
    from keras import layers

    inputs = keras.Input((5, 6))
    x = layers.Bidirectional(layers.LSTM(3, return_sequences=True), name="plain")(inputs)
    x = layers.Bidirectional(layers.GRU(2, return_sequences=True, name="mine"), merge_mode="sum", name="named")(x)
    x = layers.TimeDistributed(layers.Dense(4, activation="tanh"), name="each")(x)
    x = layers.RNN([layers.LSTMCell(3), layers.GRUCell(2)], return_sequences=True, name="stacked")(x)
    project = round_trip(keras.Model(inputs, layers.RNN(layers.SimpleRNNCell(3), name="single")(x)))
    lstm = KerasObject("keras.layers.LSTM", FrozenMap({"units": 3, "return_sequences": True}))
    assert dict(layer(project, "plain").params) == {"layer": lstm}
    gru = KerasObject("keras.layers.GRU", FrozenMap({"units": 2, "return_sequences": True, "name": "mine"}))
    assert dict(layer(project, "named").params) == {"layer": gru, "merge_mode": "sum"}
    dense = KerasObject("keras.layers.Dense", FrozenMap({"units": 4, "activation": "tanh"}))
    assert dict(layer(project, "each").params) == {"layer": dense}
    cell = KerasObject("keras.layers.SimpleRNNCell", FrozenMap({"units": 3}))
    assert dict(layer(project, "single").params) == {"cell": cell}


def test_frozen_layers_stay_frozen_and_a_frozen_model_says_so_once() -> None:
    import keras
    from keras import layers

    base = keras.Sequential([keras.Input((4,)), layers.Dense(3, name="inner")], name="base")
    base.trainable = False
    inputs = keras.Input((4,))
    x = base(inputs, training=False)
    x = layers.Dense(2, trainable=False, name="fixed")(x)
    model = keras.Model(inputs, layers.Dense(1, name="head")(x))
    project = round_trip(model)
    assert len(build(project).model.trainable_weights) == len(model.trainable_weights) == 2
    assert dict(layer(project, "base").params) == {"trainable": False}
    assert dict(layer(project, "inner", "base").params) == {"units": 3}
    assert dict(layer(project, "fixed").params) == {"units": 2, "trainable": False}
    assert arguments(project, "base")["training"] is False


def test_the_common_dtype_policy_is_the_project_s_and_others_stay_on_layers() -> None:
    import keras
    from keras import layers

    inputs = keras.Input((4,))
    x = layers.Dense(8, dtype="mixed_float16", name="a")(inputs)
    x = layers.Dense(8, dtype="mixed_float16", name="b")(x)
    model = keras.Model(inputs, layers.Activation("softmax", dtype="float32", name="out")(x))
    project = round_trip(model)
    assert project.dtype_policy == "mixed_float16"
    assert "dtype" not in layer(project, "a").params
    assert layer(project, "out").params["dtype"] == "float32"
    assert keras.config.dtype_policy().name == "float32"


# --- calls ------------------------------------------------------------------------------------------------------------


def test_arithmetic_slices_and_constants() -> None:
    import keras
    from keras import ops

    inputs = keras.Input((6, 4), name="x")
    x = 1 - inputs
    x = ops.add(x * 2.5, numpy.arange(4, dtype="float32"))
    x = x[:, 1:3, ..., None]
    x = ops.reshape(ops.concatenate([x, x], axis=-1), (-1, 16))
    project = round_trip(keras.Model(inputs, ops.mean(x, axis=(1,), keepdims=True)))
    assert arguments(project, "subtract") == {"x1": 1, "x2": Source("n1")}
    array = Array("float32", (4,), numpy.arange(4, dtype="<f4").tobytes())
    assert arguments(project, "add")["x2"] == array
    key = (Slice(), Slice(1, 3), EllipsisValue(), None)
    assert dict(layer(project, "get_item").params) == {"key": key}
    assert (
        dict(layer(project, "concatenate").params) == {"axis": -1} and len(arguments(project, "concatenate")["xs"]) == 2
    )
    assert dict(layer(project, "mean").params) == {"axis": (1,), "keepdims": True}


def test_states_attention_and_lists() -> None:
    import keras
    from keras import layers

    left, right = keras.Input((5, 4), name="left"), keras.Input((7, 4), name="right")
    _, h, c = layers.LSTM(6, return_state=True, name="encoder")(left)
    x = layers.LSTM(6, return_sequences=True, name="decoder")(right, initial_state=[h, c])
    y, scores = layers.MultiHeadAttention(2, 3, name="attend")(
        x, left, key=left, use_causal_mask=True, return_attention_scores=True
    )
    joined = layers.Concatenate(name="join")([x, y])
    dropped = layers.Dropout(0.5, name="drop")(joined, training=True)
    pooled = layers.Attention(name="dot")([dropped, y])
    model = keras.Model([left, right], {"scores": scores, "values": [joined, pooled]})
    project = read(model).project
    assert description(build(project).model) == description(model)
    encoder = next(key for key in project.graph.nodes if project.graph.name_of(key) == "encoder")
    assert arguments(project, "decoder")["initial_state"] == (Source(encoder, 1), Source(encoder, 2))
    assert list(arguments(project, "attend")) == ["query", "value", "key", "return_attention_scores", "use_causal_mask"]
    assert arguments(project, "drop")["training"] is True
    assert isinstance(project.graph.outputs, FrozenMap)


def test_masks_that_keras_adds_are_left_out_and_given_ones_stay() -> None:
    import keras
    from keras import layers, ops

    tokens = keras.Input((6,), dtype="int32", name="tokens")
    x = layers.Embedding(9, 4, mask_zero=True, name="embed")(tokens)
    x = layers.LSTM(3, return_sequences=True, name="automatic")(x)
    given = layers.GRU(3, name="given")(x, mask=ops.not_equal(tokens, 7))
    x = layers.Masking(name="masking")(x)
    model = keras.Model(tokens, [given, layers.LSTM(2, name="last")(x)])
    project = round_trip(model)
    ops_used = [item.type for item in project.graph.layers.values() if item.is_op]
    assert ops_used == ["keras.ops.not_equal"], "only the user's own"
    assert list(arguments(project, "automatic")) == ["sequences"]
    assert list(arguments(project, "given")) == ["sequences", "mask"]


def test_masks_are_recognised_in_a_model_that_keras_loaded() -> None:
    import keras
    from keras import layers

    tokens = keras.Input((6,), dtype="int32")
    x = layers.Embedding(9, 4, mask_zero=True)(tokens)
    x = layers.Bidirectional(layers.LSTM(3, return_sequences=True))(x)
    model = keras.Model(tokens, layers.GRU(2)(x))
    loaded = keras.Model.from_config(model.get_config())
    assert read(loaded).project == read(model).project
    assert not any(item.is_op for item in from_keras(loaded).graph.layers.values())


def test_a_shared_layer_is_one_layer_with_several_calls() -> None:
    import keras

    one, two = keras.Input((3,), name="one"), keras.Input((3,), name="two")
    shared = keras.layers.Dense(4, name="shared")
    model = keras.Model([one, two], keras.layers.Add(name="sum")([shared(one), shared(two)]))
    project = round_trip(model)
    assert len(project.graph.nodes) == len(project.graph.layers) + 1
    assert project.graph.inputs is None


# --- structures -------------------------------------------------------------------------------------------------------


def test_structures_of_inputs_and_outputs_are_kept() -> None:
    import keras
    from keras import layers

    a, b = keras.Input((3,), name="a"), keras.Input((3,), name="b")
    hidden = layers.Dense(2, name="hidden")(a)
    for inputs, outputs in (
        (a, hidden),
        ([a], [hidden]),
        ([b, a], [hidden, layers.Add(name="s1")([hidden, layers.Dense(2, name="d1")(b)])]),
        ({"b": b, "a": a}, {"y": hidden, "x": [layers.Dense(1, name="d2")(b)]}),
        ([a, b], hidden),
    ):
        model = keras.Model(inputs, outputs)
        project = round_trip(model)
        rebuilt = build(project).model
        keras.tree.assert_same_structure(rebuilt.input, model.input)
        keras.tree.assert_same_structure(rebuilt.output, model.output)


def test_automatic_structures_are_not_written_down() -> None:
    import keras

    a, b = keras.Input((3,), name="a"), keras.Input((3,), name="b")
    outputs = [keras.layers.Dense(1, name="y")(a), keras.layers.Dense(1, name="z")(b)]
    project = round_trip(keras.Model([a, b], outputs))
    assert (project.graph.inputs, project.graph.outputs) == (None, None)
    turned = round_trip(keras.Model([b, a], outputs[::-1]))
    assert turned.graph.inputs is None and next(iter(turned.graph.nodes.values())).layer == "l1"
    assert layer(turned, "b").id == "l1", "inputs stand in the order of the model's"


def test_nested_models_three_deep_are_blocks_and_equal_ones_share_a_block() -> None:
    import keras
    from keras import layers

    def tower(name: str) -> Any:
        inputs = keras.Input((4,), name="tower_in")
        inner = keras.Sequential([keras.Input((4,), name="deep_in"), layers.Dense(4, name="deep")], name="inner")
        return keras.Model(inputs, layers.Dense(4, name="wide")(inner(inputs)), name=name)

    left, right = tower("left"), tower("right")
    inputs = keras.Input((4,), name="x")
    project = round_trip(keras.Model(inputs, [left(left(inputs)), right(inputs)]))
    assert set(project.blocks) == {"inner", "left"}
    assert [item.type for item in project.graph.layers.values()] == [
        "keras.layers.InputLayer",
        "block:left",
        "block:left",
    ]
    assert sorted(item.name for item in project.graph.layers.values()) == ["left", "right", "x"]
    assert len(project.graph.nodes) == 4, "the left tower is called twice"
    assert arguments(project, "right") == {"tower_in": Source("n1")}


def test_nested_models_with_several_inputs_get_them_by_name() -> None:
    import keras
    from keras import layers

    a, b = keras.Input((3,), name="a"), keras.Input((3,), name="b")
    pair = keras.Model({"a": a, "b": b}, {"sum": layers.Add(name="s")([a, b]), "left": a}, name="pair")
    x, y = keras.Input((3,), name="x"), keras.Input((3,), name="y")
    out = pair({"b": y, "a": x})
    project = round_trip(keras.Model([x, y], [out["sum"], out["left"]]))
    assert arguments(project, "pair") == {"a": Source("n1"), "b": Source("n2")}


def test_a_model_cut_out_of_another_one() -> None:
    import keras
    from keras import layers

    inputs = keras.Input((8,), name="x")
    middle = layers.Dense(4, name="middle")(inputs)
    outputs = layers.Dense(2, name="last")(middle)
    keras.Model(inputs, outputs)
    head = keras.Model(middle, outputs, name="head")
    project = round_trip(head)
    assert [item.type.rsplit(".", 1)[1] for item in project.graph.layers.values()] == ["InputLayer", "Dense"]


def test_an_input_that_feeds_nothing_is_still_one() -> None:
    import keras

    a, b = keras.Input((3,), name="a"), keras.Input((3,), name="b")
    project = round_trip(keras.Model([a, b], keras.layers.Dense(1, name="d")(a)))
    assert project.graph.inputs == (Source("n1"), Source("n2"))


def test_a_layer_shared_across_models_is_noted() -> None:
    import keras

    inside, outside = keras.Input((3,), name="i"), keras.Input((3,), name="o")
    dense = keras.layers.Dense(3, name="common")
    inner = keras.Model(inside, dense(inside), name="inner")
    imported = read(keras.Model(outside, [dense(outside), inner(outside)]))
    assert len(imported.notes) == 1 and "'common'" in imported.notes[0]


def test_a_model_of_an_own_class_is_read_only_while_its_call_is_keras_s() -> None:
    import keras

    class Trained(keras.Model):
        def train_step(self, data: Any) -> Any:
            return {}

    class Called(keras.Model):
        def call(self, inputs: Any, training: Any = None, mask: Any = None) -> Any:
            return super().call(inputs) * 2

    inputs = keras.Input((3,), name="x")
    outputs = keras.layers.Dense(1, name="d")(inputs)
    assert layer(round_trip(Trained(inputs, outputs), own=True), "d").params == FrozenMap({"units": 1})
    doubled = Called(inputs, outputs, name="doubled")
    with pytest.raises(ConversionError, match="call of its own"):
        from_keras(doubled)
    imported = read(keras.Model(inputs, doubled(inputs)), own=True)
    assert [item.name for item in imported.placeholders] == ["doubled"]


def test_a_sequential_model_without_input_is_a_chain_that_says_what_is_missing() -> None:
    import keras

    model = keras.Sequential([keras.layers.Dense(3, name="a"), keras.layers.Dense(1, name="b")], name="later")
    imported = read(model)
    assert [dict(node.arguments) for node in imported.project.graph.nodes.values()] == [{}, {"inputs": Source("n1")}]
    assert any("Input" in note for note in imported.notes)


def test_reading_leaves_the_model_and_the_policy_as_they_were() -> None:
    import keras

    inputs = keras.Input((3,))
    model = keras.Model(inputs, keras.layers.Dense(2)(inputs))
    before = json.dumps(model.get_config()), [numpy.array(item) for item in model.get_weights()]
    read_model(model)
    assert json.dumps(model.get_config()) == before[0]
    for one, other in zip(before[1], model.get_weights(), strict=True):
        numpy.testing.assert_array_equal(one, other)
