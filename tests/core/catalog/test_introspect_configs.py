"""What the catalogue knows of Keras's JSON: defaults as configs write them, followers, spellings, calls."""

from __future__ import annotations

from typing import Any

import pytest

from core.catalog.catalog import Catalog
from core.catalog.spec import ConfigSpec
from core.catalog.spellings import shorter_values, written_as
from core.graph.values import Value


def known(shipped: Catalog, type: str) -> ConfigSpec:
    found = shipped.config(type)
    assert found is not None
    return found


def test_every_layer_op_and_object_that_a_file_may_name_is_known(shipped: Catalog) -> None:
    kinds = ("optimizer", "schedule", "loss", "metric", "initializer", "regularizer", "constraint")
    objects = [spec for kind in kinds for spec in shipped.objects(kind)]  # type: ignore[arg-type]
    operations = [spec for spec in shipped.ops if spec.operation]
    for spec in (*shipped.layers, *operations, *objects):
        assert shipped.config(spec.type) is not None, spec.type
    assert shipped.config("keras.layers.NoSuchLayer") is None


def test_values_are_what_a_config_says_of_what_was_not_set(shipped: Catalog) -> None:
    conv = known(shipped, "keras.layers.Conv2D")
    assert conv.required == ("filters", "kernel_size")
    assert conv.values["strides"] == (1, 1) and conv.values["activation"] == "linear"
    initializer: Any = conv.values["kernel_initializer"]
    assert initializer["class_name"] == "GlorotUniform"
    assert "dtype" not in conv.values, "it follows the policy of the project"
    assert "seed" not in known(shipped, "keras.layers.RandomCrop").values, "drawn anew for every layer"


def test_a_parameter_may_follow_another_one(shipped: Catalog) -> None:
    assert dict(known(shipped, "keras.layers.MaxPooling2D").follows) == {"strides": "pool_size"}
    assert dict(known(shipped, "keras.layers.MultiHeadAttention").follows) == {"value_dim": "key_dim"}
    assert dict(known(shipped, "keras.layers.LSTM").follows) == {}


@pytest.mark.parametrize(
    ("type", "name", "spellings"),
    [
        ("keras.layers.Conv3D", "kernel_size", ("times3",)),
        ("keras.layers.Conv1D", "strides", ("times1",)),
        ("keras.layers.ZeroPadding2D", "padding", ("borders2", "each")),
        ("keras.layers.RandomRotation", "factor", ("around",)),
        ("keras.layers.RandomPosterization", "factor", ("from_one",)),
        ("keras.optimizers.Adam", "learning_rate", ("float32",)),
    ],
)
def test_spellings_are_found_by_trying(shipped: Catalog, type: str, name: str, spellings: tuple[str, ...]) -> None:
    assert known(shipped, type).spellings[name] == spellings


def test_calls_are_those_of_python(shipped: Catalog) -> None:
    lstm = known(shipped, "keras.layers.LSTM")
    assert [item.name for item in lstm.call] == ["sequences", "initial_state", "mask", "training"]
    assert [item.required for item in lstm.call] == [True, False, False, False]
    mean = known(shipped, "keras.ops.mean")
    assert [item.name for item in mean.made] == ["axis", "keepdims"] and [item.name for item in mean.given] == ["x"]
    einsum = known(shipped, "keras.ops.einsum")
    assert [item.name for item in einsum.call if item.variable == "*"] == ["operands"]


def test_what_layers_do_with_masks(shipped: Catalog) -> None:
    assert known(shipped, "keras.layers.Embedding").masking == "own"
    assert known(shipped, "keras.layers.Dropout").masking == "passes"
    assert known(shipped, "keras.layers.Conv2D").masking == "none"


@pytest.mark.parametrize(
    ("short", "spelling", "written"),
    [
        (3, "times2", (3, 3)),
        (3, "borders2", ((3, 3), (3, 3))),
        ((1, 2), "each", ((1, 1), (2, 2))),
        (0.1, "around", (-0.1, 0.1)),
        (0.1, "from_zero", (0, 0.1)),
        (4, "from_one", (1, 4)),
        (0.01, "float32", 0.009999999776482582),
    ],
)
def test_a_short_value_and_what_it_is_written_as_belong_together(short: Value, spelling: str, written: Value) -> None:
    assert written_as(short)[spelling] == written
    assert short in list(shorter_values(written))


@pytest.mark.parametrize("value", ["same", True, None, (1, 2, 3), 0.1, 3, (), (None, None)])
def test_what_is_short_already_has_no_shorter_value(value: Value) -> None:
    assert list(shorter_values(value)) == []
