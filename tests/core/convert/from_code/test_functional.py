"""The functional API: helper functions, several inputs and outputs, shared and nested models, operators and ops."""

from __future__ import annotations

import pytest

from core.graph.queries import output_sources
from core.graph.values import EllipsisValue, FrozenMap, KerasObject, Slice, Source
from tests.core.convert.from_code.reading import classes, params, read, rows, wires


def test_helper_functions_loops_and_shapes() -> None:
    made = read(
        """
        def unit(x, filters, *, stride=1, **options):
            shortcut = x
            y = Conv2D(filters, 3, strides=stride, padding='same', **options)(x)
            y = BatchNormalization()(y)
            if stride != 1 or x.shape[-1] != filters:
                shortcut = Conv2D(filters, 1, strides=stride)(x)
            return Activation('relu')(add([y, shortcut]))

        x = image = Input((32, 32, 16))
        for filters, stride in [(16, 1), (32, 2)]:
            x = unit(x, filters, stride=stride, use_bias=False)
        out = Dense(10)(GlobalAveragePooling2D()(x))
        model = Model(image, out)
        """
    )
    assert classes(made) == [
        "InputLayer", "Conv2D", "BatchNormalization", "Add", "Activation",
        "Conv2D", "BatchNormalization", "Conv2D", "Add", "Activation", "GlobalAveragePooling2D", "Dense",
    ]  # fmt: skip
    assert params(made, "conv2d") == {"filters": 16, "kernel_size": 3, "padding": "same", "use_bias": False}
    assert wires(made)["add_1"] == {"inputs": ("batch_normalization_1", "conv2d_2")}


def test_chained_calls_are_read_from_the_inside() -> None:
    made = read(
        """
        def block(n, w, h, inputs):
            return BatchNormalization()(Activation(activation='relu')(Convolution2D(n, w, h, border_mode='same')(inputs)))
        i = Input(shape=(8, 8, 3))
        model = Model(input=i, output=block(4, 3, 5, i))
        """
    )
    assert classes(made) == ["InputLayer", "Conv2D", "Activation", "BatchNormalization"]
    assert params(made, "conv2d")["kernel_size"] == (3, 5)


def test_several_inputs_and_outputs_keep_their_structure() -> None:
    made = read(
        """
        a, b = Input((3,), name='a'), Input((4,), dtype='int32', name='b')
        x = concatenate([a, b], axis=1)
        model = Model({'left': a, 'right': b}, [Dense(1, name='y')(x), Dense(2, name='z')(x)])
        """
    )
    graph = made.project.graph
    assert graph.inputs == FrozenMap({"left": Source("n1"), "right": Source("n2")})
    assert [graph.name_of(source.node) for source in output_sources(graph)] == ["y", "z"]
    assert params(made, "b") == {"shape": (4,), "dtype": "int32"}
    assert params(made, "concatenate") == {"axis": 1}


def test_shared_layers_are_one_layer_with_several_calls() -> None:
    made = read(
        """
        a, b = Input((6,)), Input((6,))
        encoder = Dense(4, name='encoder')
        model = Model([a, b], subtract([encoder(a), encoder(b)]))
        """
    )
    assert len(made.project.graph.layers) == 4 and len(made.project.graph.nodes) == 5


def test_operators_and_ops_are_ops() -> None:
    made = read(
        """
        from keras import ops
        x = Input((5, 4), name='x')
        y = 1 - x * 2.0
        z = (-y @ ops.transpose(x, (0, 2, 1)))[:, 0, ..., 1:3]
        model = Model(x, [ops.mean(z, axis=-1, keepdims=True), abs(x) ** 2])
        """
    )
    found = wires(made)
    assert found["subtract"] == {"x1": 1, "x2": "multiply"} and found["multiply"] == {"x1": "x", "x2": 2.0}
    key = (Slice(), 0, EllipsisValue(), Slice(1, 3))
    assert params(made, "get_item") == {"key": key}
    assert params(made, "mean") == {"axis": -1, "keepdims": True}
    assert found["matmul"] == {"x1": "negative", "x2": "transpose"} and found["power"] == {"x1": "absolute", "x2": 2}


@pytest.mark.parametrize(
    ("code", "op", "settings"),
    [
        ("tf.concat([x, x], 1)", "concatenate", {"axis": 1}),
        ("tf.reduce_mean(x, axis=[1, 2])", "mean", {"axis": (1, 2)}),
        ("tf.reshape(x, [-1, 24])", "reshape", {"newshape": (-1, 24)}),
        ("tf.reshape(x, (tf.shape(x)[0], 24))", "reshape", {"newshape": (-1, 24)}),
        ("tf.transpose(x, perm=[0, 2, 1])", "transpose", {"axes": (0, 2, 1)}),
        ("tf.nn.relu(x)", "relu", {}),
        ("tf.clip_by_value(x, -1.0, 1.0)", "clip", {"x_min": -1.0, "x_max": 1.0}),
        ("tf.squeeze(tf.expand_dims(x, 1), [1])", "squeeze", {"axis": (1,)}),
        ("K.concatenate([x, x])", "concatenate", {"axis": -1}),
        ("K.permute_dimensions(x, (0, 2, 1))", "transpose", {"axes": (0, 2, 1)}),
        ("K.sum(x, axis=1, keepdims=True)", "sum", {"axis": 1, "keepdims": True}),
        ("K.l2_normalize(x, axis=-1)", "normalize", {}),
        ("keras.activations.gelu(x)", "gelu", {}),
        ("tf.image.resize(x, (4, 4), 'nearest')", "resize", {"size": (4, 4), "interpolation": "nearest"}),
    ],
)
def test_functions_with_an_exact_op_become_it(code: str, op: str, settings: dict[str, object]) -> None:
    made = read(f"import tensorflow as tf\nfrom keras import backend as K\nx = Input((6, 4))\nmodel = Model(x, {code})")
    assert rows(made.project.graph)[-1] == (op, settings) and not made.placeholders


def test_a_function_that_is_not_known_is_a_placeholder() -> None:
    made = read("import other\nx = Input((4,))\nmodel = Model(x, Dense(2)(other.magic(x, 3, mode='a')))")
    (gone,) = made.placeholders
    assert gone.class_name == "magic" and "line 7" in gone.reason
    assert made.project.graph.layer_of("n2").type == "other>magic"


def test_states_masks_and_several_outputs() -> None:
    made = read(
        """
        tokens = Input((None,))
        x = Embedding(9, 4, mask_zero=True)(tokens)
        sequence, h, c = LSTM(6, return_sequences=True, return_state=True)(x)
        y = LSTM(6)(x, initial_state=[h, c])
        z, *states = Bidirectional(LSTM(3, return_state=True), merge_mode='sum')(sequence)
        attended, scores = MultiHeadAttention(2, 3)(sequence, value=sequence, return_attention_scores=True)
        model = Model(tokens, [y, z, states[3], scores])
        """
    )
    found = wires(made)
    assert found["lstm_1"] == {"sequences": "embedding", "initial_state": ("lstm:1", "lstm:2")}
    assert found["multi_head_attention"] == {"query": "lstm", "value": "lstm", "return_attention_scores": True}
    inner = params(made, "bidirectional")["layer"]
    assert inner == KerasObject("keras.layers.LSTM", FrozenMap({"units": 3, "return_state": True}))
    assert output_sources(made.project.graph)[2].output == 4


def test_nested_models_become_blocks_that_may_be_shared() -> None:
    made = read(
        """
        def make_encoder():
            encoder = Sequential(name='encoder')
            encoder.add(Dense(4, input_shape=(6,)))
            return encoder
        encoder = make_encoder()
        encoder.trainable = False
        a, b = Input((6,), name='a'), Input((6,), name='b')
        distance = Lambda(lambda pair: pair[0] - pair[1], name='distance')([encoder(a), encoder(b)])
        model = Model([a, b], distance)
        """
    )
    (block,) = made.project.blocks.values()
    assert (block.name, block.kind) == ("encoder", "model")
    assert params(made, "encoder") == {"trainable": False}
    assert rows(block.graph) == [("InputLayer", {"shape": (6,)}), ("Dense", {"units": 4})]
    assert len([node for node in made.project.graph.nodes.values() if node.layer == "l3"]) == 2
    assert made.project.graph.layer_of("n5").type == "keras.ops.subtract"


def test_parts_of_models_are_reached_by_name_and_place() -> None:
    made = read(
        """
        base = Sequential([Dense(4, input_shape=(6,), name='one'), Dense(3, name='two'), Dense(2, name='three')])
        for layer in base.layers[:-1]:
            layer.trainable = False
        x = Dense(5, name='head')(base.get_layer('two').output)
        model = Model(inputs=base.input, outputs=[x, base.layers[-1].output])
        """
    )
    assert wires(made)["head"] == {"inputs": "two"} and params(made, "two") == {"units": 3, "trainable": False}
    assert params(made, "three") == {"units": 2}


def test_copies_have_layers_of_their_own() -> None:
    made = read(
        """
        one = Sequential([Dense(4, input_shape=(6,), name='d')])
        two = keras.models.clone_model(one)
        x = Input((6,))
        model = Model(x, one(x) + two(x))
        """
    )
    assert len(made.project.graph.layers) == 4


def test_an_undefined_input_is_an_input_of_unknown_shape() -> None:
    made = read("x = Dense(4)(features)\ny = Dense(2)(x + Dense(4)(features))")
    assert classes(made) == ["InputLayer", "Dense", "Dense", "add", "Dense"]
    assert any(note.startswith("line 5: 'features' is not defined") for note in made.notes)


def test_of_several_models_the_one_that_is_trained_is_taken() -> None:
    text = """
        x = Input((4,))
        code = Dense(2)(x)
        encoder = Model(x, code)
        autoencoder = Model(x, Dense(4)(code))
        decoder = Sequential([Dense(4, input_dim=2), Dense(9), Dense(9)])
        autoencoder.compile('adam', 'mse')
        """
    made = read(text)
    assert len(made.project.graph.nodes) == 3
    assert any("'encoder' (line" in note and "'decoder' (line" in note for note in made.notes)


def test_relative_imports_of_merge_functions_as_in_files_of_keras_itself():
    made = read(
        """
        from ..models import Model
        from ..layers import Dense, Input, merge
        x = Input((4,))
        model = Model(x, merge([Dense(3)(x), Dense(3)(x)], mode="sum"))
        """,
        head="",
    )
    assert classes(made) == ["InputLayer", "Dense", "Dense", "Add"]
