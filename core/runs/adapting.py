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
    messages: list[RunMessage] = []
    for layer in model.layers:
        if not _waits(layer):
            continue
        # A shared layer has one node for each call; it sees what all of them get.
        seen = [_values(model, node.input_tensors[0], inputs) for node in layer._inbound_nodes]
        values = [item for item in seen if item is not None]
        if len(values) < len(seen):
            text = f"The layer {layer.name!r} follows layers that learn and was not adapted to the data."
            messages.append(RunMessage("warning", text))
            continue
        layer.adapt(np.concatenate(values))
        messages.append(RunMessage("info", f"The layer {layer.name!r} was adapted to the training data."))
    return messages


def _values(model: Any, tensor: Any, inputs: list[Array]) -> Array | None:
    """What the training data becomes at ``tensor``; None if that depends on weights that are still to be learned."""
    import keras

    for position, item in enumerate(model.inputs):
        if item is tensor:
            return inputs[position]
    before = keras.Model(model.inputs, tensor)
    if before.trainable_weights:
        return None
    return np.asarray(before.predict(keras.tree.pack_sequence_as(model.input, inputs), verbose=0))


def _waits(layer: Any) -> bool:
    import keras

    if isinstance(layer, keras.layers.Normalization):
        return layer.input_mean is None
    if isinstance(layer, keras.layers.Discretization):
        config: Mapping[str, Any] = layer.get_config()
        return config.get("num_bins") is not None and not config.get("bin_boundaries")
    return False
