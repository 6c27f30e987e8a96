"""Layers that learn from the data before training: Normalization and Discretization see the training part once.

Without it a Normalization layer would silently do nothing. Only the training part is used, so that nothing of the
validation or test data leaks into the model. Does not belong here: layers that need a vocabulary of texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.data.dataset import Array
from core.runs.events import RunMessage


def adapt(model: Any, inputs: list[Array]) -> list[RunMessage]:
    """Adapt every layer of ``model`` that waits for it to ``inputs`` (in the model's order)."""
    import keras

    messages: list[RunMessage] = []
    for layer in model.layers:
        if not _waits(layer):
            continue
        try:
            source = layer.input
        except (AttributeError, ValueError):
            source = None  # called more than once: there is no single input to look at
        if not isinstance(source, keras.KerasTensor):
            messages.append(
                RunMessage(
                    "warning", f"The layer {layer.name!r} is used several times and was not adapted to the data."
                )
            )
            continue
        position = next((index for index, item in enumerate(model.inputs) if item is source), None)
        if position is not None:
            values = inputs[position]
        else:
            before = keras.Model(model.inputs, source)
            if before.trainable_weights:
                messages.append(
                    RunMessage(
                        "warning",
                        f"The layer {layer.name!r} follows layers that learn and was not adapted to the data.",
                    )
                )
                continue
            values = before.predict(inputs if len(inputs) > 1 else inputs[0], verbose=0)
        layer.adapt(np.asarray(values))
        messages.append(RunMessage("info", f"The layer {layer.name!r} was adapted to the training data."))
    return messages


def _waits(layer: Any) -> bool:
    import keras

    if isinstance(layer, keras.layers.Normalization):
        return layer.input_mean is None
    if isinstance(layer, keras.layers.Discretization):
        config: Mapping[str, Any] = layer.get_config()
        return config.get("num_bins") is not None and not config.get("bin_boundaries")
    return False
