"""Layers that learn from the data before training."""

from __future__ import annotations

import numpy as np
import pytest

from core.runs.adapting import adapt, waiting


def test_behind_other_layers_and_on_several_inputs() -> None:
    import keras

    first, second = keras.Input((3,)), keras.Input((2,))
    doubled = keras.layers.Rescaling(2.0)(first)
    both = keras.layers.Concatenate()(
        [keras.layers.Normalization(name="a")(doubled), keras.layers.Normalization(name="b")(second)]
    )
    model = keras.Model([first, second], both)
    generator = np.random.default_rng(0)
    x, y = generator.normal(5, 3, (200, 3)).astype("float32"), generator.normal(-1, 2, (200, 2)).astype("float32")

    messages = adapt(model, [x, y])

    assert [message.level for message in messages] == ["info", "info"]
    outputs = model.predict([x, y], verbose=0)
    np.testing.assert_allclose(outputs.mean(axis=0), 0, atol=1e-4)
    np.testing.assert_allclose(outputs.std(axis=0), 1, atol=1e-4)


def test_layers_that_know_already_or_cannot_learn_yet_are_left() -> None:
    import keras

    inputs = keras.Input((2,))
    given = keras.layers.Normalization(mean=[1.0, 2.0], variance=[1.0, 1.0], name="given")(inputs)
    late = keras.layers.Normalization(name="late")(keras.layers.Dense(2)(given))
    model = keras.Model(inputs, late)

    (message,) = adapt(model, [np.ones((4, 2), np.float32)])

    assert message.level == "warning" and "'late' follows layers that learn" in message.text


def test_a_shared_layer_sees_what_all_its_calls_get() -> None:
    import keras

    shared = keras.layers.Normalization(name="shared")
    a, b = keras.Input((2,)), keras.Input((2,))
    model = keras.Model([a, b], [shared(a), shared(b)])

    adapt(model, [np.full((4, 2), 1, np.float32), np.full((4, 2), 3, np.float32)])

    np.testing.assert_allclose(np.ravel(shared.mean), 2)
    np.testing.assert_allclose(np.ravel(shared.variance), 1)


def test_bins_are_found() -> None:
    import keras

    inputs = keras.Input((1,))
    model = keras.Model(inputs, keras.layers.Discretization(num_bins=4, name="bins")(inputs))
    x = np.arange(100, dtype=np.float32)[:, None]

    adapt(model, [x])

    counts = np.bincount(np.ravel(model.predict(x, verbose=0)).astype(int))
    assert counts.tolist() == pytest.approx([25, 25, 25, 25], abs=2)


def test_inside_a_nested_model_and_not_what_has_its_state() -> None:
    import keras

    image = keras.Input((2,))
    inner = keras.Model(image, keras.layers.Normalization(name="inside")(keras.layers.Rescaling(3.0)(image)))
    inputs = keras.Input((2,))
    known = keras.layers.Normalization(name="known")
    model = keras.Model(inputs, known(inner(keras.layers.Rescaling(2.0)(inputs))))
    x = np.random.default_rng(0).normal(4, 2, (100, 2)).astype(np.float32)

    assert waiting(model) and waiting(model, [known]) and not waiting(model, [known, inner.get_layer("inside")])
    (message,) = adapt(model, [x], known=[known])

    assert message.text == "The layer 'inside' was adapted to the training data."
    seen = np.asarray(inner(2 * x))
    np.testing.assert_allclose(seen.mean(axis=0), 0, atol=1e-4)
    np.testing.assert_allclose(seen.std(axis=0), 1, atol=1e-4)


def test_texts_behind_another_layer() -> None:
    import keras

    inputs = keras.Input((2,), dtype="string")
    second = keras.ops.split(inputs, 2, axis=1)[1]
    model = keras.Model(inputs, keras.layers.StringLookup(name="names")(second))

    adapt(model, [np.array([["a", "b"], ["c", "d"], ["e", "b"]])])

    assert model.get_layer("names").get_vocabulary() == ["[UNK]", "b", "d"]
