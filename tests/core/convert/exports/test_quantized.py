"""An int8 file decides as the float model does: on digits, within 2 % of its accuracy."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.convert.exports.options import ExportOptions
from core.convert.exports.runtimes import run_litert
from core.convert.model_files import export
from core.convert.to_keras import build
from core.data.sources import load
from core.data.splits import split
from core.errors import DataError
from core.graph.model import DataSettings, Project
from core.runs.export_samples import SAMPLES, export_samples
from core.runs.job import new_job
from core.runs.training import run
from core.storage import templates

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Path]:
    project = templates.load("cnn-digits")
    training = replace(project.training, fit=replace(project.training.fit, epochs=4))
    project = replace(project, training=training)
    ended = run(new_job(project, tmp_path_factory.mktemp("runs")), lambda event: None)
    assert ended.status == "finished", ended.reason
    return project, Path(ended.weights)


@pytest.mark.parametrize(("quantize", "most"), [("int8", 0.4), ("dynamic", 0.5)])
def test_accuracy_is_kept_and_the_file_is_smaller(
    trained: tuple[Project, Path], tmp_path: Path, quantize: str, most: float
) -> None:
    project, weights = trained
    whole = export(project, tmp_path / "float.tflite", weights=weights)
    assert whole.notes == () and whole.is_faithful and whole.difference is not None and whole.difference <= 1e-5
    options = ExportOptions(quantize=quantize, samples=export_samples(project))  # type: ignore[arg-type]
    small = export(project, tmp_path / "small.tflite", weights=weights, options=options)
    assert small.quantized and small.is_faithful and small.difference is not None and small.difference > 1e-5
    assert "of the samples" in small.notes[-1], "how much was kept is told"
    assert small.path.stat().st_size < most * whole.path.stat().st_size
    model = build(project).model
    model.load_weights(weights)
    test = split(load(project.training.data), project.training.data).test
    assert test is not None
    (x,), (y,) = test.inputs.values(), test.targets.values()
    expected = np.asarray(model.predict(x, verbose=0)).argmax(axis=1)
    (made,) = run_litert(small.path, model, [x.astype("float32")])
    accuracy, before = np.mean(made.argmax(axis=1) == y), np.mean(expected == y)
    assert before > 0.85 and accuracy >= before - 0.02, (accuracy, before)


def test_samples_are_the_first_of_the_training_part_by_the_inputs_names() -> None:
    samples = export_samples(templates.load("two-input-digits"))
    assert len(samples) == 2 and {len(array) for array in samples.values()} == {SAMPLES}


def test_projects_without_fitting_data_are_one_sentence() -> None:
    project = templates.load("mlp-iris")
    bare = replace(project, training=replace(project.training, data=DataSettings()))
    with pytest.raises(DataError, match="choose data first"):
        export_samples(bare)
    other = replace(project, training=replace(project.training, data=DataSettings(source="sklearn:digits")))
    with pytest.raises(DataError, match=r"\(8, 8, 1\)"):
        export_samples(other)
