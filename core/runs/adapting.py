"""Layers that take their state from the data: they see the training part once, before training.

Normalization and Discretization learn numbers, TextVectorization, StringLookup and IntegerLookup a vocabulary; without it
they would do nothing, or fail. Only the training part is used, so that nothing of the validation or test data leaks into
the model. Layers inside nested models are adapted too. Does not belong here: which layers of a document have no state yet
(analysis.state).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import numpy as np

from core.convert.from_keras import functional_of
from core.data.dataset import Array
from core.runs.events import RunMessage
from core.runs.feeding import arranged
from core.runs.scopes import PlainScopes
from core.texts import text


def waiting(model: Any, known: Collection[Any] = ()) -> bool:
    """True if a layer of ``model``, or of a model inside it, has no state yet. ``known`` are layers that have theirs."""
    return any(True for layer in model.layers if _waits(layer, known) or _waits_inside(layer, known))


def adapt(
    model: Any, inputs: list[Array], known: Collection[Any] = (), scopes: PlainScopes | None = None
) -> list[RunMessage]:
    """Adapt every layer of ``model`` that waits for it to ``inputs`` (in the model's order).

    ``scopes`` are those of the whole model, where it is a part of one.
    """
    return list(_adapted(model, inputs, known, scopes if scopes is not None else PlainScopes(model)))


def _adapted(model: Any, inputs: list[Array], known: Collection[Any], scopes: PlainScopes) -> Iterator[RunMessage]:
    for layer in model.layers:
        inside = _waits_inside(layer, known)
        if not inside and not _waits(layer, known):
            continue
        with scopes.taken():
            seen = [_arriving(model, node.input_tensors, inputs) for node in _calls(model, layer)]
        arrived = [item for item in seen if item is not None]
        if len(arrived) < len(seen) or not seen:
            message = text(
                "The layer {name!r} follows layers that learn and was not adapted to the data.", name=layer.name
            )
            yield RunMessage("warning", message)
            continue
        # A shared layer has one node for each call; it sees what all of them get.
        values = [np.concatenate(items) for items in zip(*arrived, strict=True)]
        if inside:
            yield from _adapted(functional_of(layer), values, known, scopes)
        else:
            with scopes.taken():
                layer.adapt(values[0])
            yield RunMessage("info", text("The layer {name!r} was adapted to the training data.", name=layer.name))


def _calls(model: Any, layer: Any) -> list[Any]:
    """The calls of the layer in this very model; the first of a nested model belongs to itself."""
    nodes = {id(node) for depth in model._nodes_by_depth.values() for node in depth}
    return [node for node in layer._inbound_nodes if id(node) in nodes]


def _arriving(model: Any, tensors: list[Any], inputs: list[Array]) -> list[Array] | None:
    """What the training data becomes at ``tensors``; None if that depends on weights that are still to be learned."""
    values = [_values(model, tensor, inputs) for tensor in tensors]
    return None if any(value is None for value in values) else [value for value in values if value is not None]


def _values(model: Any, tensor: Any, inputs: list[Array]) -> Array | None:
    import keras

    for position, item in enumerate(model.inputs):
        if item is tensor:
            # As the model itself does it: data of numbers comes as float32, whatever an input takes.
            given = inputs[position]
            return given if tensor.dtype == "string" else given.astype(tensor.dtype)
    before = keras.Model(model.inputs, tensor)
    if before.trainable_weights:
        return None
    return np.asarray(before.predict(arranged(model.input, inputs), verbose=0))


def _waits_inside(layer: Any, known: Collection[Any]) -> bool:
    inner = functional_of(layer)
    return inner is not None and waiting(inner, known)


def _waits(layer: Any, known: Collection[Any]) -> bool:
    import keras

    if any(layer is item for item in known) or not hasattr(layer, "adapt"):
        return False
    if isinstance(layer, keras.layers.Normalization):
        return layer.input_mean is None
    config: Mapping[str, Any] = layer.get_config()
    if isinstance(layer, keras.layers.Discretization):
        return config.get("num_bins") is not None and not config.get("bin_boundaries")
    return config.get("vocabulary", ()) is None
