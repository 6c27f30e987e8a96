"""FLOPs of recurrent cells and layers: the cost of one step times the number of steps.

Convention as in cost_formulas. Sources: Hochreiter & Schmidhuber 1997 and Cho et al. 2014 as Keras implements them
(one product with the input and one with the state per gate). Does not belong here: wrappers (cost).
"""

from __future__ import annotations

import math
from typing import Any

from core.analysis.cost_formulas import Shapes, activation_cost, product
from core.analysis.results import Shape

_GATES = {"SimpleRNNCell": 1, "LSTMCell": 4, "GRUCell": 3}
# Products and sums that combine gates and state, per unit: c = f*c + i*g, h = o*tanh(c); h = z*h + (1-z)*hh, r*(...).
_COMBINE = {"SimpleRNNCell": 0, "LSTMCell": 4, "GRUCell": 5}


def recurrent(layer: Any, inputs: Shapes, outputs: Shapes) -> int | None:
    """Steps x one step of the cell."""
    steps = inputs[0][1]
    each = cell_step(layer.cell, inputs[0][-1])
    return None if steps is None or each is None else steps * each


def cell_step(cell: Any, features: int | None) -> int | None:
    """One step of a cell for one sample; None for a cell that is not known."""
    name = type(cell).__name__
    if name == "StackedRNNCells":
        total = 0
        for inner in cell.cells:
            step = cell_step(inner, features)
            if step is None:
                return None
            total += step
            features = getattr(inner, "units", None)
        return total
    if name not in _GATES or features is None:
        return None
    units: int = cell.units
    gates = _GATES[name]
    biases = (2 if getattr(cell, "reset_after", False) else 1) if cell.use_bias else 0
    products = 2 * gates * units * (features + units)
    sums = gates * units * (1 + biases)
    return products + sums + units * (_COMBINE[name] + _activations(cell, name))


def _activations(cell: Any, name: str) -> int:
    if name == "SimpleRNNCell":
        return activation_cost(cell.activation)
    gates, states = (3, 2) if name == "LSTMCell" else (2, 1)
    return gates * activation_cost(cell.recurrent_activation) + states * activation_cost(cell.activation)


def conv_lstm(layer: Any, inputs: Shapes, outputs: Shapes) -> int | None:
    """Per step four gates, each a convolution of the input and one of the state."""
    cell = layer.cell
    first = cell.data_format == "channels_first"
    steps, channels = inputs[0][1], inputs[0][2] if first else inputs[0][-1]
    places = product(_spatial(outputs[0], layer.rank if hasattr(layer, "rank") else cell.rank, first))
    if steps is None or channels is None or places is None:
        return None
    window = int(math.prod(cell.kernel_size))
    filters: int = cell.filters
    convolutions = 2 * window * (channels + filters) * 4 * filters * places
    sums = (4 * (1 + int(cell.use_bias)) + 4) * filters * places
    activations = _activations(cell, "LSTMCell") * filters * places
    return steps * (convolutions + sums + activations)


def _spatial(shape: Shape, rank: int, channels_first: bool) -> Shape:
    return shape[-rank:] if channels_first else shape[-rank - 1 : -1]
