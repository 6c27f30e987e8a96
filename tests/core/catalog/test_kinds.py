from __future__ import annotations

from typing import Any

import pytest

from core.catalog.kinds import group_of, kind_of
from core.catalog.spec import ParamKind


@pytest.mark.parametrize(
    ("owner", "name", "default", "text", "kind"),
    [
        ("Dense", "units", None, "Positive integer, dimensionality of the output space.", ParamKind.INT),
        ("Dense", "kernel_initializer", "glorot_uniform", "", ParamKind.INITIALIZER),
        ("Dense", "bias_regularizer", None, "", ParamKind.REGULARIZER),
        ("Dense", "bias_constraint", None, "", ParamKind.CONSTRAINT),
        ("LSTM", "recurrent_activation", "sigmoid", "", ParamKind.ACTIVATION),
        ("Conv2D", "kernel_size", None, "int or tuple", ParamKind.INT_OR_TUPLE),
        ("ZeroPadding2D", "padding", ((1, 1), (1, 1)), "", ParamKind.BORDERS),
        ("Conv2D", "padding", "valid", "", ParamKind.TEXT),
        ("Bidirectional", "layer", None, "", ParamKind.LAYER),
        ("Reshape", "target_shape", None, "Tuple of integers.", ParamKind.SHAPE),
        ("Softmax", "axis", -1, "Integer, or list of Integers, axis", ParamKind.AXES),
        ("BatchNormalization", "axis", -1, "Integer, the axis", ParamKind.INT),
        ("X", "center", True, "", ParamKind.BOOL),
        ("X", "epsilon", 0.001, "", ParamKind.FLOAT),
        ("MelSpectrogram", "sampling_rate", 16000, "Integer, sample rate", ParamKind.INT),
        ("RandomZoom", "height_factor", None, "a float, or a tuple of size 2", ParamKind.RANGE),
        ("X", "value_range", (0, 255), "", ParamKind.TUPLE),
        ("X", "some_new_flag", None, "Boolean, whether to do it.", ParamKind.BOOL),
        ("X", "some_new_thing", None, "", ParamKind.ANY),
    ],
)
def test_rules(owner: str, name: str, default: Any, text: str, kind: ParamKind) -> None:
    assert kind_of(owner, name, default, default is None, text).kind is kind


def test_the_dimensions_of_the_class_give_the_length_of_its_tuples() -> None:
    assert [kind_of(f"Conv{n}D", "strides", 1, False, "").length for n in (1, 2, 3)] == [1, 2, 3]
    assert kind_of("Cropping3D", "cropping", 1, False, "").length == 3


def test_bounds() -> None:
    assert kind_of("Dense", "units", None, True, "").minimum == 1
    rate = kind_of("Dropout", "rate", None, True, "Float between 0 and 1.")
    assert (rate.minimum, rate.maximum) == (0.0, 1.0)
    assert kind_of("StringLookup", "num_oov_indices", 1, False, "").minimum == 0
    assert kind_of("X", "alpha", 1.0, False, "slope").minimum is None


def test_groups() -> None:
    assert group_of("kernel_initializer", ParamKind.INITIALIZER) == "initializers"
    assert group_of("kernel_constraint", ParamKind.CONSTRAINT) == "regularization"
    assert group_of("data_format", ParamKind.CHOICE) == "advanced"
    assert group_of("units", ParamKind.INT) == "main"
