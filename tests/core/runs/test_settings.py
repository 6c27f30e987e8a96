"""From settings to what Keras takes."""

from __future__ import annotations

import numpy as np
import pytest

from core.errors import RunError
from core.graph.model import CompileSettings
from core.graph.values import FrozenMap, KerasObject
from core.runs import settings

LABELS = {"y": np.array([0, 0, 0, 1])}
NAMES = {"y": ("cat", "dog")}


def test_class_weights_by_name_number_or_balance() -> None:
    assert settings.class_weights(None, LABELS, NAMES) == {}
    assert settings.class_weights(FrozenMap({"cat": 1, "1": 2.5}), LABELS, NAMES) == {0: 1.0, 1: 2.5}
    balanced = settings.class_weights("balanced", LABELS, NAMES)
    assert balanced == pytest.approx({0: 4 / (2 * 3), 1: 4 / (2 * 1)})
    assert settings.class_weights("balanced", {"y": np.eye(2)[LABELS["y"]]}, NAMES) == pytest.approx(balanced)


@pytest.mark.parametrize(
    ("value", "targets"),
    [
        ("balanced", {"y": np.zeros((4, 1), np.float32)}),
        ("balanced", {**LABELS, "z": LABELS["y"]}),
        (FrozenMap({"2": 1.0}), LABELS),
        (FrozenMap({"cow": 1.0}), LABELS),
        (FrozenMap({"cat": True}), LABELS),
        (3, LABELS),
    ],
)
def test_class_weights_that_cannot_be(value: object, targets: dict[str, np.ndarray]) -> None:
    with pytest.raises(RunError, match=r"^[^\n]+$"):
        settings.class_weights(value, targets, NAMES)  # type: ignore[arg-type]


def test_objects_with_schedules_are_made() -> None:
    import keras

    schedule = KerasObject(
        "keras.optimizers.schedules.ExponentialDecay",
        FrozenMap({"initial_learning_rate": 0.1, "decay_steps": 10, "decay_rate": 0.5}),
    )
    arguments = settings.compile_arguments(
        CompileSettings(
            optimizer=KerasObject("keras.optimizers.SGD", FrozenMap({"learning_rate": schedule, "momentum": 0.9})),
            loss=KerasObject("keras.losses.Huber", FrozenMap({"delta": 2.0})),
            metrics=("mae", KerasObject("keras.metrics.R2Score")),
            options=FrozenMap({"steps_per_execution": 2}),
        ),
        ["y"],
    )
    assert isinstance(arguments["optimizer"], keras.optimizers.SGD)
    assert isinstance(arguments["loss"], keras.losses.Huber)
    assert arguments["metrics"][0] == "mae" and isinstance(arguments["metrics"][1], keras.metrics.R2Score)
    assert arguments["steps_per_execution"] == 2


def test_metrics_for_all_outputs_are_made_anew_for_each() -> None:
    metrics = settings.compile_arguments(
        CompileSettings(loss="mse", metrics=(KerasObject("keras.metrics.MeanAbsoluteError"),)), ["a", "b"]
    )["metrics"]
    assert list(metrics) == ["a", "b"] and metrics["a"][0] is not metrics["b"][0]


def test_seeds_fit_keras() -> None:
    assert settings.seed(-1) == 2**32 - 1 and settings.seed(5) == 5 and settings.seed(2**70) == 0
