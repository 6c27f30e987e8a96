"""Files that Keras saved, weights and all, are read as the models they hold, with how they were compiled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from core.convert.from_keras import read_model
from core.convert.opening import open_model
from core.convert.to_keras import build
from core.graph.model import CompileSettings, Project
from core.graph.values import FrozenMap, KerasObject
from tests.core.convert import block_nets, nets
from tests.core.convert.config.saved import save


@pytest.mark.parametrize(
    "make", [nets.arithmetic, nets.attention, nets.dict_structures, block_nets.model_blocks, nets.wrappers]
)
def test_every_kind_of_file_says_what_the_live_model_says(make: Callable[[], Project], tmp_path: Path) -> None:
    model = build(make()).model
    live = read_model(model)
    for path in save(model, tmp_path, "net"):
        imported = open_model(path)
        assert imported.project == live.project, path.name
        assert (imported.placeholders, imported.upgraded, imported.format) == ((), (), "keras3"), path.name


@pytest.mark.parametrize("suffix", [".keras", ".h5"])
@pytest.mark.expects_log("absl")  # Keras advises against .h5
def test_a_trained_model_is_read_with_its_compile_settings(suffix: str, tmp_path: Path) -> None:
    import keras

    model = build(nets.embedding()).model
    loss = keras.losses.BinaryCrossentropy(label_smoothing=0.1)
    model.compile(keras.optimizers.SGD(0.01, momentum=0.9), loss, metrics=["accuracy", keras.metrics.AUC(name="area")])
    path = tmp_path / f"net{suffix}"
    model.save(path)
    imported = open_model(path)
    assert imported.project.graph == read_model(model).project.graph
    assert imported.weights == "present" and imported.notes == ()
    assert imported.project.training.compile == CompileSettings(
        optimizer=KerasObject("keras.optimizers.SGD", FrozenMap({"momentum": 0.9})),
        loss=KerasObject("keras.losses.BinaryCrossentropy", FrozenMap({"label_smoothing": 0.1})),
        metrics=("accuracy", KerasObject("keras.metrics.AUC", FrozenMap({"name": "area"}))),
    )
