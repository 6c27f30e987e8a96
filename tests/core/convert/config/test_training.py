"""How a model was compiled, read from both forms; what is not Keras's own is left out and said."""

from __future__ import annotations

from typing import Any

import pytest

from core.catalog.catalog import Catalog, load
from core.convert.config.reader import read_config
from core.convert.config.training import read_training
from core.graph.model import CompileSettings, Project
from core.graph.values import FrozenMap, KerasObject, Value
from tests.core.convert.config.written import functional, given, layer, tensor


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load()


@pytest.fixture(scope="module")
def project(catalog: Catalog) -> Project:
    heads = [layer("Dense", name, tensor("x"), units=1) for name in ("a", "b")]
    return read_config(functional([given("x"), *heads], ["x", 0, 0], [["a", 0, 0], ["b", 0, 0]]), catalog).project


def own(kind: str, class_name: str, **config: Any) -> dict[str, Any]:
    """An object of Keras as Keras 3 writes it."""
    return {"module": f"keras.{kind}", "class_name": class_name, "config": config, "registered_name": None}


def obj(type: str, **params: Value) -> KerasObject:
    return KerasObject(f"keras.{type}", FrozenMap(params))


def test_nothing_told_is_nothing(project: Project, catalog: Catalog) -> None:
    assert read_training({}, project, catalog) == (None, ())


def test_keras_3_schedules_and_inner_optimizers(project: Project, catalog: Catalog) -> None:
    schedule = own(
        "optimizers.schedules", "ExponentialDecay", initial_learning_rate=0.1, decay_steps=10, decay_rate=0.9
    )
    inner = own("optimizers", "Adam", name="adam", learning_rate=schedule, beta_1=0.8)
    training = {"optimizer": own("optimizers", "LossScaleOptimizer", inner_optimizer=inner), "loss": "mse"}
    settings, notes = read_training(training, project, catalog)
    rate = obj("optimizers.schedules.ExponentialDecay", initial_learning_rate=0.1, decay_steps=10, decay_rate=0.9)
    adam = obj("optimizers.Adam", beta_1=0.8, learning_rate=rate)
    assert notes == ()
    assert settings == CompileSettings(obj("optimizers.LossScaleOptimizer", inner_optimizer=adam), "mse")


def test_keras_2_names_and_numbers_of_32_bits(project: Project, catalog: Catalog) -> None:
    config = {"name": "Adam", "lr": 0.0020000000949949026, "decay": 0.0, "beta_1": 0.8999999761581421, "amsgrad": False}
    training = {
        "optimizer_config": {"class_name": "Adam", "config": config},
        "loss": {"class_name": "BinaryCrossentropy", "config": {"reduction": "auto", "from_logits": True}},
        "metrics": [{"class_name": "MeanMetricWrapper", "config": {"name": "accuracy", "fn": "binary_accuracy"}}],
        "sample_weight_mode": None,
    }
    settings, notes = read_training(training, project, catalog)
    assert notes == ()
    assert settings == CompileSettings(
        obj("optimizers.Adam", learning_rate=0.002),
        obj("losses.BinaryCrossentropy", from_logits=True),
        ("binary_accuracy",),
    )


def test_losses_and_metrics_by_output(project: Project, catalog: Catalog) -> None:
    training = {
        "optimizer": "sgd",
        "loss": ["mse", None],
        "metrics": [["mae"], []],
        "loss_weights": [1.0, 0.5],
        "weighted_metrics": {"a": ["mse"]},
        "run_eagerly": True,
        "steps_per_execution": 4,
        "jit_compile": False,
    }
    settings, notes = read_training(training, project, catalog)
    assert notes == ()
    options = {"weighted_metrics": FrozenMap({"a": ("mse",)}), "run_eagerly": True, "steps_per_execution": 4}
    assert settings == CompileSettings(
        obj("optimizers.SGD"), ("mse", None), FrozenMap({"a": ("mae",)}), (1.0, 0.5), FrozenMap(options)
    )


@pytest.mark.parametrize(
    ("training", "name"),
    [
        ({"optimizer": {"class_name": "Addons>AdamW", "config": {}}, "loss": "mse"}, "Addons>AdamW"),
        ({"optimizer": {"module": "mine", "class_name": "Adam", "config": {}}, "loss": "mse"}, "Adam"),
        ({"optimizer": "sgd", "loss": {"class_name": "__lambda__", "config": {"code": "4wE="}}}, "__lambda__"),
        ({"optimizer": "sgd", "loss": {"module": "os", "class_name": "function", "config": "system"}}, "os.system"),
        ({"optimizer": "sgd", "loss": "mine", "metrics": []}, "mine"),
        ({"optimizer": "sgd", "loss": "mse", "metrics": ["acc", "mine"]}, "mine"),
        ({"optimizer": "sgd", "loss": "mse", "metrics": {"a": [{"class_name": "F1", "config": None}]}}, "F1"),
    ],
)
def test_what_is_not_keras_s_own_is_left_out_and_said(
    training: dict[str, Any], name: str, project: Project, catalog: Catalog
) -> None:
    settings, notes = read_training(training, project, catalog)
    assert settings is not None
    assert len(notes) == 1 and repr(name) in notes[0]
    assert name not in repr(settings) or name == "Adam"


@pytest.mark.parametrize("junk", [3, True, [[[]]], {"class_name": 3}, {"class_name": "Adam", "config": []}, "\x00"])
@pytest.mark.parametrize("key", ["optimizer", "loss", "metrics", "loss_weights", "steps_per_execution"])
def test_junk_is_read_or_said(key: str, junk: Any, project: Project, catalog: Catalog) -> None:
    settings, _ = read_training({"optimizer": "adam", "loss": "mse"} | {key: junk}, project, catalog)
    assert settings is not None
