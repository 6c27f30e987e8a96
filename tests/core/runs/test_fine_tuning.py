"""Fine-tuning as in the well-known example: VGG16 without its classifier as a block, frozen, with a head of one's own.

The weights come from a file with random numbers, since there is no network in tests; everything else is real.
"""

from __future__ import annotations

import runpy
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.analysis.analysis import Analyzer
from core.catalog.catalog import load
from core.convert.applications import application
from core.convert.initial_weights import initial_weights, with_initial_weights
from core.convert.to_code import generate
from core.convert.to_keras import build
from core.convert.weights.loading import load_weights
from core.graph import edits, freezing
from core.graph.model import INPUT_TYPE, CompileSettings, DataSettings, FitSettings, Graph, Project, TrainingSettings
from core.graph.nesting import insert_model
from core.graph.values import FrozenMap, KerasObject, Source, Value
from core.runs import store
from core.runs.events import RunMessage
from tests.core.runs.projects import train

pytestmark = [pytest.mark.slow, pytest.mark.timeout(280)]
BASE = 14_714_688
HEAD = 512 * 10 + 10
WEIGHTS = "vgg16.weights.h5"


def project(rate: float) -> Project:
    """Small images of digits, made larger and coloured, through VGG16 and a head of ten classes."""
    graph = edits.add_node(Graph("tuned"), INPUT_TYPE, name="image", params={"shape": (8, 8, 1)})
    size: dict[str, Value] = {"height": 32, "width": 32}
    graph = edits.add_node(
        graph, "keras.layers.Resizing", name="larger", params=size, arguments={"inputs": Source("n1")}
    )
    three = (Source("n2"), Source("n2"), Source("n2"))
    graph = edits.add_node(graph, "keras.layers.Concatenate", name="colours", arguments={"inputs": three})
    base = application("VGG16", include_top=False, input_shape=(32, 32, 3), as_block=True)
    made, node_id = insert_model(Project(graph=graph), base.blocks["vgg16"], after=Source("n3"))
    graph = edits.add_node(
        made.graph, "keras.layers.GlobalAveragePooling2D", name="pool", arguments={"inputs": Source(node_id)}
    )
    last: dict[str, Value] = {"units": 10, "activation": "softmax"}
    graph = edits.add_node(graph, "keras.layers.Dense", name="digit", params=last, arguments={"inputs": Source("n5")})
    training = TrainingSettings(
        data=DataSettings("npz:digits.npz", test_split=0.0),
        compile=CompileSettings(
            optimizer=KerasObject("keras.optimizers.Adam", FrozenMap({"learning_rate": rate})),
            loss="sparse_categorical_crossentropy",
            metrics=("accuracy",),
        ),
        fit=FitSettings(epochs=2, batch_size=16),
    )
    return with_initial_weights(replace(made, graph=graph, training=training), [WEIGHTS])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Digits, and a file of weights for VGG16."""
    import keras
    from sklearn.datasets import load_digits

    folder = tmp_path_factory.mktemp("tuning")
    digits = load_digits()
    np.savez(folder / "digits.npz", x=digits.images[:60, :, :, None].astype(np.float32), y=digits.target[:60])
    model = keras.applications.VGG16(weights=None, include_top=False, input_shape=(32, 32, 3))
    random = np.random.default_rng(1)
    spread = [(2 / np.prod(weight.shape[:-1])) ** 0.5 if weight.ndim > 1 else 0.01 for weight in model.get_weights()]
    found = zip(model.get_weights(), spread, strict=True)
    model.set_weights([random.normal(0, size, weight.shape).astype(np.float32) for weight, size in found])
    model.save_weights(folder / WEIGHTS)
    return folder


def started(project: Project, folder: Path) -> Any:
    """The model as training begins with it."""
    model = build(project).model
    load_weights(model, initial_weights(project)[0], folder)
    return model


def base_of(model: Any) -> Any:
    return model.get_layer("vgg16")


def values(layer: Any) -> dict[str, Any]:
    return {weight.path: np.asarray(weight) for weight in layer.weights}


def instance(project: Project) -> str:
    return next(layer.id for layer in project.graph.layers.values() if layer.name == "vgg16")


def test_a_frozen_base_stays_as_it_was_and_the_head_learns(folder: Path, tmp_path: Path) -> None:
    import keras

    frozen = freezing.train_last(project(5e-4), "", instance(project(5e-4)), 0)
    totals = Analyzer(load()).analyze(frozen).totals
    assert (totals.parameters, totals.trainable) == (BASE + HEAD, HEAD)
    before = values(base_of(started(frozen, folder)))

    trained = train(frozen, tmp_path, data_folder=folder)

    assert trained.ended.status == "finished", trained.ended.reason
    said = [event.text for event in trained.of(RunMessage)]
    assert (
        "13 layers start with weights from vgg16.weights.h5; not in it: 'digit'; the rest starts from new weights."
        in said
    )
    model = keras.models.load_model(trained.job.folder / store.MODEL_FILE)
    after = values(base_of(model))
    assert before.keys() == after.keys() and all(np.array_equal(before[key], after[key]) for key in before)
    assert len(model.trainable_weights) == 2
    assert trained.ended.history["loss"][1] < trained.ended.history["loss"][0]


def test_only_the_last_layers_of_the_base_are_tuned(folder: Path, tmp_path: Path) -> None:
    import keras

    tuned = freezing.train_last(project(1e-4), "", instance(project(1e-4)), 4)
    before = values(base_of(started(tuned, folder)))
    trained = train(with_epochs(tuned, 1), tmp_path, data_folder=folder)
    assert trained.ended.status == "finished", trained.ended.reason
    model = keras.models.load_model(trained.job.folder / store.MODEL_FILE)
    after = values(base_of(model))
    changed = {key for key in before if not np.array_equal(before[key], after[key])}
    assert {key.partition("/")[0] for key in changed} == {"block5_conv1", "block5_conv2", "block5_conv3"}
    totals = Analyzer(load()).analyze(tuned).totals
    assert totals.trainable == sum(int(np.prod(weight.shape)) for weight in model.trainable_weights)


def with_epochs(project: Project, epochs: int) -> Project:
    training = project.training
    return replace(project, training=replace(training, fit=replace(training.fit, epochs=epochs)))


@pytest.mark.parametrize("count", [0, 4])
def test_the_code_freezes_the_same_weights_and_computes_the_same(count: int, folder: Path, tmp_path: Path) -> None:
    wanted = freezing.train_last(project(5e-4), "", instance(project(5e-4)), count)
    code = generate(wanted)
    assert ("vgg16_model.trainable = False" in code) == (count == 0)
    assert code.count("trainable=False") == (0 if count == 0 else 14)
    (tmp_path / "model.py").write_text(code, encoding="ascii")
    made = runpy.run_path(str(tmp_path / "model.py"), run_name="generated")["build_model"]()
    model = started(wanted, folder)
    assert [weight.path for weight in made.trainable_weights] == [weight.path for weight in model.trainable_weights]
    by_path = values(model)
    for weight in made.weights:
        weight.assign(by_path[weight.path])
    image = np.random.default_rng(0).uniform(0, 16, (2, 8, 8, 1)).astype(np.float32)
    np.testing.assert_allclose(made(image), model(image), rtol=1e-5, atol=1e-6)
