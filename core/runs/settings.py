"""From the training settings of a project to what ``compile`` and ``fit`` take.

Only classes of Keras that compute are made; a project may come from a stranger, so callbacks that write files or run
code are refused (the run keeps its own files). Does not belong here: when things happen (training).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from core.analysis.instantiate import thaw
from core.convert.initial_weights import OPTION
from core.data.dataset import Array, class_numbers
from core.errors import ConversionError, RunError
from core.graph.model import CompileSettings, FitSettings
from core.graph.values import FrozenMap, KerasObject, Value
from core.texts import joined, text

CALLBACKS = ("EarlyStopping", "ReduceLROnPlateau", "TerminateOnNaN", "SwapEMAWeights")
FIT_OPTIONS = frozenset({"steps_per_epoch", "validation_steps", "validation_batch_size", "validation_freq"})
_LARGEST_SEED = 2**32


def compile_arguments(settings: CompileSettings, outputs: Sequence[str]) -> dict[str, Any]:
    """The arguments of ``Model.compile``. Metrics given for all outputs together are made anew for each output.

    Raises:
        RunError: an optimizer, loss or metric that Keras cannot make.
    """
    arguments = {
        "optimizer": _made(text("optimizer"), settings.optimizer),
        "loss": _per_output(text("loss"), settings.loss),
        "metrics": _metrics(settings.metrics, outputs),
    }
    if settings.loss_weights is not None:
        arguments["loss_weights"] = _per_output(text("loss weight"), settings.loss_weights)
    for name, value in settings.options.items():
        arguments[name] = _made(text("compile option {name}", name=name), value)
    return arguments


def scaled(optimizer: Any, model: Any) -> Any:
    """The optimizer with the loss scaling that half precision needs, where Keras would add it by itself.

    Keras forgets such an addition when it saves the model: loaded again, the optimizer would have lost its state and
    its scaling. Said here, it is part of the model.
    """
    import keras

    if model.dtype_policy.name != "mixed_float16":
        return optimizer
    made = keras.optimizers.get(optimizer)
    return made if isinstance(made, keras.optimizers.LossScaleOptimizer) else keras.optimizers.LossScaleOptimizer(made)


def callbacks(settings: FitSettings) -> list[Any]:
    """The user's callbacks.

    Raises:
        RunError: one that is not in :data:`CALLBACKS`, or that Keras cannot make.
    """
    import keras

    made = []
    for value in settings.callbacks:
        name = value.type.removeprefix("keras.callbacks.") if isinstance(value, KerasObject) else ""
        if not isinstance(value, KerasObject) or name not in CALLBACKS:
            shown = name or repr(value)
            raise RunError(
                text(
                    "The callback {shown} is not run from a project; {known} are.",
                    shown=shown,
                    known=", ".join(CALLBACKS),
                )
            )
        try:
            made.append(getattr(keras.callbacks, name)(**{key: thaw(item) for key, item in value.params.items()}))
        except (ConversionError, TypeError, ValueError) as error:
            raise RunError(
                text("The callback {name} cannot be made: {error}", name=name, error=error), details=repr(error)
            ) from error
    return made


def fit_options(settings: FitSettings) -> dict[str, Any]:
    """Further arguments of ``fit``; RunError for one that a run does not take. The initial weights are none of them."""
    given = {name: value for name, value in settings.options.items() if name != OPTION}
    for name in given:
        if name not in FIT_OPTIONS:
            raise RunError(
                text(
                    "A run takes no fit option {name!r}; it takes {known}.",
                    name=name,
                    known=", ".join(sorted(FIT_OPTIONS)),
                )
            )
    return {name: thaw(value) for name, value in given.items()}


def class_weights(value: Value, targets: Mapping[str, Array], names: Mapping[str, tuple[str, ...]]) -> dict[int, float]:
    """Weights by class number, from numbers or names to weights, or from ``balanced``; empty for None.

    ``balanced`` gives each class samples / (classes * samples of the class), so that all count alike.

    Raises:
        RunError: the target is no single class, or a class does not exist.
    """
    if value is None or value == FrozenMap():
        return {}
    numbers = class_numbers(next(iter(targets.values()))) if len(targets) == 1 else None
    if numbers is None:
        raise RunError(text("Class weights need a single target that is classes."))
    known = next(iter(names.values()), ())
    if value == "balanced":
        counts = np.bincount(numbers.astype(np.int64))
        present = np.flatnonzero(counts)
        return {int(index): float(len(numbers) / (len(present) * counts[index])) for index in present}
    if not isinstance(value, FrozenMap):
        raise RunError(
            text("Class weights are 'balanced' or a weight for each class. Received: {value!r}", value=value)
        )
    weights: dict[int, float] = {}
    for key, weight in value.items():
        index = known.index(key) if key in known else int(key) if key.isdecimal() else -1
        if index < 0 or (known and index >= len(known)):
            raise RunError(
                text(
                    "There is no class {key!r} to weigh; the classes are {known}.", key=key, known=", ".join(known[:12])
                )
            )
        if isinstance(weight, bool) or not isinstance(weight, (int, float)):
            raise RunError(
                text("The weight of the class {key!r} should be a number. Received: {weight!r}", key=key, weight=weight)
            )
        weights[index] = float(weight)
    return weights


def seed(value: int) -> int:
    """The seed in the range that Keras takes."""
    return value % _LARGEST_SEED


def _made(what: str, value: Value) -> Any:
    try:
        return thaw(value)
    except (ConversionError, TypeError, ValueError) as error:
        name = joined((what, value.type.rpartition(".")[2])) if isinstance(value, KerasObject) else what
        raise RunError(
            text("The {what} cannot be made: {error}", what=name, error=error), details=repr(error)
        ) from error


def _per_output(what: str, value: Value) -> Any:
    if isinstance(value, tuple):
        return [_made(what, item) for item in value]
    if isinstance(value, FrozenMap):
        return {name: _made(what, item) for name, item in value.items()}
    return _made(what, value)


def _metrics(value: Value, outputs: Sequence[str]) -> Any:
    if isinstance(value, FrozenMap):
        return {name: _list_of(text("metric"), item) for name, item in value.items()}
    if len(outputs) <= 1:
        return _list_of(text("metric"), value)
    return {name: _list_of(text("metric"), value) for name in outputs}


def _list_of(what: str, value: Value) -> list[Any]:
    if value is None:
        return []
    return [_made(what, item) for item in (value if isinstance(value, tuple) else (value,))]
