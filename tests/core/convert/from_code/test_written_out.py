"""Functions that are written out as operations, layers that are made of others: the numbers are those of the code."""

from __future__ import annotations

import re
from typing import Any

import pytest

from core.convert.from_code.reader import read_code
from core.convert.imported import Imported
from core.convert.to_keras import build
from tests.core.convert.from_code.reading import classes, params, read

TF = "import tensorflow as tf\nfrom tensorflow import keras\nfrom tensorflow.keras import layers, backend as K\n"


def lambda_of(body: str, shape: tuple[int, ...], name: str = "") -> Imported:
    named = f", name={name!r}" if name else ""
    return read(f"i = keras.Input({shape!r})\nm = keras.Model(i, layers.Lambda(lambda x: {body}{named})(i))\n", head=TF)


BODIES = [
    ((4, 4, 3), "x / 127.5 - 1.0"),
    ((4, 5), "x[:, ::-1, tf.newaxis] ** 2 % 0.3"),
    ((4, 5), "tf.matmul(x, x, transpose_b=True)"),
    ((4, 5), "tf.einsum('bij,bkj->bik', x, x)"),
    ((4, 5), "tf.reduce_sum(tf.exp(x) * tf.cast(x > 0.5, tf.float32), axis=1, keepdims=True)"),
    ((4, 5), "tf.slice(x, [0, 1, 2], [-1, 2, 2])"),
    ((6, 6, 7), "tf.nn.local_response_normalization(x, depth_radius=2, bias=2.0, alpha=0.1, beta=0.75)"),
    ((4, 4, 8), "tf.nn.depth_to_space(x, 2)"),
    ((4, 4, 3), "tf.image.per_image_standardization(x)"),
    ((8, 8, 3), "tf.image.extract_patches(x, [1, 4, 4, 1], [1, 4, 4, 1], [1, 1, 1, 1], 'VALID')"),
    ((6, 6, 3), "tf.nn.max_pool(x, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding='SAME')"),
    ((4, 4, 3), "keras.applications.vgg16.preprocess_input(x)"),
    ((4, 4, 3), "keras.applications.densenet.preprocess_input(x)"),
    ((4, 4, 3), "keras.applications.xception.preprocess_input(x)"),
    ((4, 4, 3), "keras.applications.efficientnet.preprocess_input(x)"),
]


@pytest.mark.parametrize(("shape", "body"), BODIES)
def test_a_lambda_computes_the_same_as_operations(shape: tuple[int, ...], body: str) -> None:
    import keras
    import numpy
    import tensorflow

    made = lambda_of(body, shape, "step")
    assert "Lambda" not in classes(made)
    assert [note for note in made.notes if "step" in note] == ["line 5: Lambda 'step' was written out as operations."]
    x = numpy.random.default_rng(1).random((2, *shape)).astype("float32")
    wanted = eval(body, {"x": tensorflow.constant(x), "tf": tensorflow, "keras": keras})
    numpy.testing.assert_allclose(build(made.project).model(x), wanted, atol=1e-5)


@pytest.mark.parametrize(
    "body",
    [
        "K.random_normal((3,)) + x",
        "unheard_of(x)",
        "K.in_train_phase(x, 2 * x)",
        "open('file', 'w')",
        "layers.Dense(3)(x)",
        "x if flag else 2 * x",
        "x / K.cast(K.shape(x)[1], 'float32')",
        "other + x",
        "x.nothing_like_this()",
    ],
)
def test_what_is_not_exact_stays_a_lambda(body: str) -> None:
    head = TF + "flag = input()\nj = keras.Input((None,))\nother = layers.Dense(3)(j)\n"
    made = read(f"i = keras.Input((None,))\nm = keras.Model(i, layers.Lambda(lambda x: {body})(i))\n", head=head)
    assert classes(made) == ["InputLayer", "Lambda"]
    assert not any("written out" in note for note in made.notes)


def test_named_functions_with_arguments_and_conditions_that_are_known() -> None:
    made = read(
        """
        def scaled(x, by=2, twice=False):
            if twice:
                x = x * by
            y = x * by
            return y
        model = Sequential([Lambda(scaled, input_shape=(3,), arguments={'by': 5, 'twice': True}), Dense(2)])
        """
    )
    assert classes(made) == ["InputLayer", "multiply", "multiply", "Dense"]


def test_an_activation_of_the_code_is_written_out() -> None:
    made = read(
        """
        from keras import backend as K
        def relu6(x):
            return K.relu(x, max_value=6)
        model = Sequential([Dense(3, input_dim=2), Activation(relu6, name='six')])
        """
    )
    assert params(made, "six") == {"max_value": 6}


def test_code_of_our_own_keeps_its_lambdas() -> None:
    text = '''
import keras
from keras import layers


def build_model() -> keras.Model:
    """Build it."""
    x = keras.Input((3,), name="x")
    y = layers.Lambda(lambda v: v * 2, name="double")(x)
    return keras.Model(inputs=x, outputs=y, name="m")
'''
    assert params(read_code(text, "m.py"), "double")["function"].text == "lambda v: v * 2"


def count(made: Imported) -> int:
    return int(build(made.project).model.count_params())


def test_highway_is_a_gated_dense() -> None:
    made = read("m = Sequential()\nm.add(Dense(5, input_dim=3))\nm.add(Highway(activation='relu', name='way'))")
    assert made.placeholders == ()
    assert params(made, "way") == {"units": 5, "activation": "relu"}
    assert params(made, "way_gate") == {"units": 5, "activation": "sigmoid", "bias_initializer": "ones"}
    assert count(made) == 20 + 2 * 30
    assert [item.new for item in made.upgraded] == ["Dense, Dense and operations"]


def test_a_highway_that_is_called_twice_shares_its_weights() -> None:
    made = read("i = Input((4,))\nh = Highway()\nm = Model(i, h(h(i)))")
    assert classes(made).count("Dense") == 4 and count(made) == 2 * 20


def test_maxout_is_the_largest_of_several_features() -> None:
    made = read("m = Sequential([MaxoutDense(4, nb_feature=3, input_dim=5)])")
    assert classes(made) == ["InputLayer", "Dense", "Reshape", "GlobalMaxPooling1D"] and count(made) == 12 * 6


@pytest.mark.parametrize(
    ("code", "shape"),
    [
        ("LocallyConnected2D(4, (3, 2), strides=(2, 1), activation='relu')", (7, 5, 3)),
        ("LocallyConnected1D(4, 3, strides=2)", (7, 3)),
    ],
)
def test_locally_connected_layers_have_kernels_of_their_own(code: str, shape: tuple[int, ...]) -> None:
    import numpy

    made = read(f"i = Input({shape})\nm = Model(i, {code}(i))")
    assert made.placeholders == ()
    model = build(made.project).model
    kernel, bias = model.get_weights()
    rng = numpy.random.default_rng(2)
    kernel, bias = rng.normal(size=kernel.shape), rng.normal(size=bias.shape)
    model.set_weights([kernel, bias])
    x = rng.normal(size=(2, *shape)).astype("float32")
    got = numpy.asarray(model(x))
    wanted = numpy.zeros_like(got)
    for place in numpy.ndindex(*got.shape[1:-1]):
        where = (*place, 0) if len(place) == 1 else place
        patch = x[:, place[0] * 2 : place[0] * 2 + 3]
        if len(place) == 2:
            patch = patch[:, :, place[1] : place[1] + 2]
        wanted[(slice(None), *place)] = patch.reshape(2, -1) @ kernel[where] + bias[where]
    numpy.testing.assert_allclose(got, numpy.maximum(wanted, 0) if "relu" in code else wanted, atol=1e-4)


def test_where_sizes_are_open_the_layer_stays_as_it_was() -> None:
    made = read("i = Input((None, None, 3))\nm = Model(i, LocallyConnected2D(4, 3)(i))")
    assert [item.class_name for item in made.placeholders] == ["LocallyConnected2D"]


def test_layers_of_another_package_that_keras_has_now() -> None:
    made = read(
        "import tensorflow_addons as tfa\ni = Input((8, 8, 3))\n"
        "m = Model(i, Dense(2, activation=tfa.activations.mish)(tfa.layers.InstanceNormalization(name='n')(i)))"
    )
    assert params(made, "n") == {"groups": -1} and params(made, "dense") == {"units": 2, "activation": "mish"}


def test_the_old_dot_of_tensors_with_more_axes() -> None:
    made: Any = read(
        "from keras import backend as K\na, b = Input((4, 5)), Input((5, 6))\nm = Model([a, b], K.dot(a, b))"
    )
    assert classes(made)[-1] == "tensordot"
    assert re.search("batch_dot", str(made.notes)) is None
