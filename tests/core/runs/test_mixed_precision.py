"""Half precision: the policy of the project and of single layers, from analysis to the saved model."""

from __future__ import annotations

import runpy
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.analysis.analysis import Analyzer
from core.catalog.catalog import load
from core.convert.from_keras import from_keras
from core.convert.model_files import export
from core.convert.to_code import generate
from core.convert.to_keras import build
from core.graph import edits
from core.graph.model import Project
from core.runs import store
from tests.core.runs.projects import classifier, train

COMPUTE = {"mixed_float16": "float16", "mixed_bfloat16": "bfloat16"}


def mixed(policy: str, epochs: int = 12) -> Project:
    """The iris classifier in half precision; its answer stays in single precision, as Keras advises."""
    project = replace(classifier(epochs=epochs), dtype_policy=policy)
    layer = next(layer for layer in project.graph.layers.values() if layer.name == "species")
    return replace(project, graph=edits.set_params(project.graph, (layer.id,), {"dtype": "float32"}))


@pytest.mark.parametrize("policy", COMPUTE)
def test_a_run_in_half_precision_learns_and_its_model_keeps_the_policy(policy: str, tmp_path: Path) -> None:
    import keras

    before = keras.config.dtype_policy().name
    trained = train(mixed(policy), tmp_path)

    assert trained.ended.status == "finished", trained.ended.reason
    assert keras.config.dtype_policy().name == before
    assert all(np.isfinite(trained.ended.history["loss"]))
    assert trained.ended.history["loss"][-1] < 0.7 * trained.ended.history["loss"][0]
    model = keras.models.load_model(trained.job.folder / store.MODEL_FILE)
    assert {layer.name: layer.dtype_policy.name for layer in model.layers[1:]} == {
        "scale": policy, "hidden": policy, "species": "float32",
    }  # fmt: skip
    assert {weight.dtype for weight in model.trainable_weights} == {"float32"}
    assert all(np.isfinite(value).all() for value in model.get_weights())
    # Small gradients vanish in float16 unless the loss is scaled; bfloat16 has the range of float32.
    scaled = isinstance(model.optimizer, keras.optimizers.LossScaleOptimizer)
    assert scaled == (policy == "mixed_float16")
    if scaled:
        assert float(model.optimizer.dynamic_scale) > 1
        assert int(model.optimizer.inner_optimizer.iterations) > 0, "the optimizer's state is in the file too"


@pytest.mark.parametrize("policy", COMPUTE)
def test_analysis_code_and_files_say_the_same(policy: str, tmp_path: Path) -> None:
    import keras

    project = mixed(policy)
    analysis = Analyzer(load()).analyze(project)
    names = {project.graph.name_of(node_id): result for node_id, result in analysis.nodes.items()}
    model = build(project).model
    for layer in model.layers[1:]:
        outputs = names[layer.name].outputs
        assert outputs is not None and outputs[0].dtype == layer.compute_dtype
    assert names["hidden"].outputs is not None and names["hidden"].outputs[0].dtype == COMPUTE[policy]
    (tmp_path / "model.py").write_text(generate(project), encoding="ascii")
    made = runpy.run_path(str(tmp_path / "model.py"), run_name="generated")["build_model"]()
    assert keras.config.dtype_policy().name == "float32", "the code puts the policy back"
    policies = [layer.dtype_policy.name for layer in model.layers[1:]]
    assert [layer.dtype_policy.name for layer in made.layers[1:]] == policies
    export(project, tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    assert [layer.dtype_policy.name for layer in loaded.layers[1:]] == policies
    again = from_keras(loaded)
    assert again.dtype_policy == policy
    dtypes = {layer.name: layer.params.get("dtype") for layer in again.graph.layers.values()}
    assert (dtypes["hidden"], dtypes["species"]) == (None, "float32")


def test_gradients_in_float16_are_finite_where_they_would_vanish() -> None:
    """A tiny loss: without the scale its gradients are below what float16 can hold."""
    import keras

    project = mixed("mixed_float16")
    model = build(project).model
    x = np.random.default_rng(0).normal(size=(16, 4)).astype("float32")
    y = np.zeros(16, "int32")
    model.compile(optimizer=keras.optimizers.SGD(1e-2), loss="sparse_categorical_crossentropy", loss_weights=1e-7)
    before = [np.array(value) for value in model.get_layer("hidden").get_weights()]
    model.fit(x, y, epochs=2, verbose=0)
    after = model.get_layer("hidden").get_weights()
    assert all(np.isfinite(value).all() for value in after)
    assert isinstance(model.optimizer, keras.optimizers.LossScaleOptimizer)
    assert any((one != other).any() for one, other in zip(before, after, strict=True))
