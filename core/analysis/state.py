"""Layers that take their state from data, and whether their parameters give it already.

Such a layer is complete only after ``adapt`` has seen the training data, which a run does before training. Does not belong
here: adapting (runs), code that adapts (convert).
"""

from __future__ import annotations

from core.graph.model import Layer

STATE: dict[str, tuple[str, ...]] = {
    "keras.layers.Normalization": ("mean",),
    "keras.layers.Discretization": ("bin_boundaries",),
    "keras.layers.TextVectorization": ("vocabulary",),
    "keras.layers.StringLookup": ("vocabulary",),
    "keras.layers.IntegerLookup": ("vocabulary",),
}
"""The parameters that give a layer its state, by type."""


def needs_adapt(layer: Layer) -> bool:
    """True for a layer that learns its state from data and whose parameters do not hold it."""
    names = STATE.get(layer.type)
    return names is not None and all(layer.params.get(name) in (None, ()) for name in names)
