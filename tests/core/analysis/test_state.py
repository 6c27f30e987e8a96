"""Which layers of a document have no state yet."""

from __future__ import annotations

import pytest

from core.analysis.state import STATE, needs_adapt
from core.graph.model import Layer
from core.graph.values import FrozenMap


@pytest.mark.parametrize(("kind", "names"), STATE.items())
def test_the_parameters_give_the_state_or_the_data_does(kind: str, names: tuple[str, ...]) -> None:
    assert needs_adapt(Layer("l1", kind, "a"))
    given = FrozenMap(dict.fromkeys(names, (1.0, 2.0)))
    assert not needs_adapt(Layer("l1", kind, "a", given))
    assert needs_adapt(Layer("l1", kind, "a", FrozenMap({names[0]: None})))


def test_every_layer_of_keras_that_adapts_is_known() -> None:
    import keras

    found = {
        f"keras.layers.{name}"
        for name in dir(keras.layers)
        if hasattr(getattr(keras.layers, name), "adapt") and hasattr(getattr(keras.layers, name), "build")
    }
    assert found - {"keras.layers.FeatureSpace"} <= {*STATE, "keras.layers.TFDataLayer"}
