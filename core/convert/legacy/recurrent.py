"""Recurrent layers of Keras 1 and 2 with the defaults that they had then, and the layers that ran only on a GPU.

Does not belong here: how their calls were written (functional). Invariant: a default that differs in Keras 3 is written
out, so that the numbers stay the same.
"""

from __future__ import annotations

from typing import Any

from core.convert.legacy import objects
from core.convert.legacy.settings import Context
from core.texts import text

LAYERS = frozenset({"SimpleRNN", "LSTM", "GRU", "RNN", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"})
CELLS = frozenset({"SimpleRNNCell", "LSTMCell", "GRUCell", "StackedRNNCells"})
STATEFUL_CALLS = LAYERS | {"Bidirectional"}
"""Layers whose call takes ``initial_state``."""
_GATED = frozenset({"LSTM", "GRU", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D", "LSTMCell", "GRUCell"})
_LSTM = frozenset({"LSTM", "LSTMCell", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"})


def adjust(class_name: str, new_class: str, config: dict[str, Any], made: dict[str, Any], context: Context) -> None:
    """Change ``made`` in place: what the old layer meant without saying it."""
    name, record = made["name"], context.record
    if class_name.startswith("CuDNN"):
        made["activation"], made["recurrent_activation"] = "tanh", "sigmoid"
        if new_class == "GRU":
            made["reset_after"] = True
        record.weight(name, "cudnn")
    elif new_class in ("GRU", "GRUCell") and "reset_after" not in made:
        made["reset_after"] = False
        record.changed(name, "reset gate applied before the product", "reset_after=False")
    if new_class in _GATED and "recurrent_activation" not in made and _hard_by_default(class_name, context):
        made["recurrent_activation"] = objects.hard_sigmoid()
        record.changed(
            name, "recurrent_activation='hard_sigmoid' by default", "recurrent_activation=clip(0.2 * x + 0.5)"
        )
    if "forget_bias_init" in config and new_class in _LSTM:
        _forget_bias(made, config["forget_bias_init"], name, context)
    made.pop("forget_bias_init", None)
    if config.get("time_major"):
        record.note(
            text(
                "The layer {name!r} took its input with time first (time_major=True); Keras 3 takes the batch "
                "first, so put a Permute or keras.ops.swapaxes before and after it.",
                name=name,
            )
        )
    if context.keras1:
        record.weight(name, "keras1")


def _hard_by_default(class_name: str, context: Context) -> bool:
    """Keras 1 and 2 used hard_sigmoid unless told otherwise; tf.keras from 2.0 only in ConvLSTM."""
    if context.keras1 or class_name.startswith("ConvLSTM") or class_name.endswith("V1"):
        return True
    return bool(context.version) and context.version < (2, 3)


def _forget_bias(made: dict[str, Any], init: Any, name: str, context: Context) -> None:
    made["unit_forget_bias"] = init in ("one", "ones")
    context.record.renamed(name, "forget_bias_init", "unit_forget_bias", init, made["unit_forget_bias"])
    if init not in ("one", "ones", "zero", "zeros"):
        context.record.note(
            text(
                "The forget gate of {name!r} started from forget_bias_init={init!r}; Keras 3 starts it from "
                "zeros or ones, here zeros. Stored weights are not affected.",
                name=name,
                init=init,
            )
        )
