"""The losses of a model's outputs: their names, and setting one of several.

What is said where target and loss do not agree is tested with all that may not fit (test_match).
"""

from __future__ import annotations

from core.data.targets import loss_name, use_loss
from core.graph.model import CompileSettings, Project, TrainingSettings
from core.graph.values import KerasObject


def test_the_loss_of_one_output_changes_alone() -> None:
    start = Project(training=TrainingSettings(compile=CompileSettings(loss="mse")))
    assert use_loss("mae", 1, "b", 2)(start).training.compile.loss == ("mse", "mae")


def test_names_of_losses() -> None:
    assert loss_name("SparseCategoricalCrossentropy") == "sparse_categorical_crossentropy"
    assert loss_name(KerasObject("keras.losses.BinaryCrossentropy")) == "binary_crossentropy"
    assert loss_name("keras.losses.mean_squared_error") == "mean_squared_error"
    assert loss_name(None) == ""
