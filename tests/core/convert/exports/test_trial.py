"""What counts as equal, and that a model is found numbers that it takes."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.convert.exports.trial import difference, trial
from core.errors import ConversionError


def test_difference_is_in_units_of_the_largest_output_or_one() -> None:
    assert difference([np.array([1000.0, 0.0])], [np.array([1001.0, 0.0])]) == pytest.approx(1 / 1001)
    assert difference([np.array([0.001])], [np.array([0.002])]) == pytest.approx(0.001)
    assert difference([np.array([1, 2])], [np.array([1, 2])]) == 0.0


def test_nan_and_infinity_equal_themselves_only() -> None:
    same = np.array([math.nan, math.inf, 1.0])
    assert difference([same], [same]) == 0.0
    assert difference([np.array([0.0])], [np.array([math.nan])]) == math.inf
    assert difference([np.array([math.inf])], [np.array([1.0])]) == math.inf


def test_other_shapes_and_numbers_of_outputs_are_infinitely_far() -> None:
    assert difference([np.zeros((2, 3))], [np.zeros((3, 2))]) == math.inf
    assert difference([], [np.zeros(1)]) == math.inf
    assert difference([np.array(["a"])], [np.array(["b"])]) == math.inf
    assert difference([np.array([b"a"], object)], [np.array([b"a"], object)]) == 0.0


def test_numbers_are_found_for_an_embedding_behind_float_inputs() -> None:
    import keras

    tokens = keras.Input((5,))
    model = keras.Model(tokens, keras.layers.Embedding(8, 3)(tokens))
    made = trial(model)
    assert made.outputs[0].shape == (2, 5, 3)
    assert np.unique(made.outputs[0].reshape(-1, 3), axis=0).shape[0] > 1, "several rows are looked up"
    assert np.array_equal(made.inputs[0], trial(model).inputs[0]), "the same numbers each time"


def test_free_sizes_are_found_that_the_layers_can_take() -> None:
    import keras

    image = keras.Input((None, None, 3))
    deep = image
    for _ in range(4):
        deep = keras.layers.MaxPooling2D()(keras.layers.Conv2D(2, 3, padding="same")(deep))
    made = trial(keras.Model(image, deep))
    assert made.outputs[0].size > 0


def test_a_model_that_takes_nothing_is_one_sentence() -> None:
    import keras

    class Fussy(keras.layers.Layer):
        def call(self, x: object) -> object:
            raise ValueError("never")

        def compute_output_shape(self, shape: object) -> object:
            return shape

    given = keras.Input((3,))
    with pytest.raises(ConversionError, match="none of the inputs"):
        trial(keras.Model(given, Fussy()(given)))
