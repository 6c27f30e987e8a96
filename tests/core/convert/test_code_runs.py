"""Generated code, executed in a fresh process, makes the model that ``to_keras`` makes: same config, same outputs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from core.catalog.catalog import load
from core.convert import to_keras
from core.convert.to_code import generate
from tests.core.convert import fresh, nets

pytestmark = pytest.mark.slow
TOLERANCE = 1e-6


def example(tensor: Any, number: int) -> Any:
    import numpy as np

    random = np.random.default_rng(number)
    shape = [size if size is not None else (2 if place == 0 else 7) for place, size in enumerate(tensor.shape)]
    if tensor.dtype == "bool":
        return random.random(shape) < 0.7
    if "int" in tensor.dtype:
        return random.integers(0, 20, shape).astype(tensor.dtype)
    return random.normal(size=shape).astype(tensor.dtype)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The folder in which a fresh process ran the code of all projects, and the models of ``to_keras``."""
    import keras
    import numpy as np

    folder = tmp_path_factory.mktemp("code")
    catalog = load()
    models = {}
    for make in nets.ALL:
        project = make()
        (folder / f"{make.__name__}.py").write_text(generate(project, catalog=catalog), encoding="utf-8")
        model = to_keras.build(project).model
        rng = np.random.default_rng(1)
        weights = [rng.uniform(0.1, 0.9, weight.shape).astype(weight.dtype) for weight in model.get_weights()]
        model.set_weights(weights)
        inputs = [example(tensor, number) for number, tensor in enumerate(model.inputs)]
        arrays = {f"weight_{i}": value for i, value in enumerate(weights)}
        np.savez(folder / f"{make.__name__}.npz", **arrays, **{f"input_{i}": value for i, value in enumerate(inputs)})
        outputs = keras.tree.flatten(model(fresh.flat_inputs(model, inputs), training=False))
        models[make.__name__] = (model, [np.array(output) for output in outputs])
    root = str(Path(__file__).resolve().parents[3])
    subprocess.run(
        [sys.executable, "-m", "tests.core.convert.fresh", str(folder)],
        check=True,
        cwd=root,
        env=os.environ,
        timeout=280,
    )
    return folder, models


@pytest.mark.parametrize("name", [make.__name__ for make in nets.ALL])
def test_same_config_and_outputs(results: tuple[Path, dict[str, Any]], name: str) -> None:
    import numpy as np

    folder, models = results
    error = folder / f"{name}.error"
    assert not error.exists(), error.read_text() + (folder / f"{name}.py").read_text()
    model, expected = models[name]
    made = comparable((folder / f"{name}.json").read_text())
    assert made == comparable(model.to_json())
    outputs = np.load(folder / f"{name}.out.npz")
    assert len(outputs) == len(expected)
    for number, array in enumerate(expected):
        np.testing.assert_allclose(outputs[f"output_{number}"], array, rtol=0, atol=TOLERANCE)


def comparable(text: str) -> Any:
    """The config without what differs between processes: object ids, and the count of Keras's own masking ops."""
    return without_ids(json.loads(re.sub(r'"not_equal_\d+"', '"not_equal"', text)))


def without_ids(data: Any) -> Any:
    """The config without ``shared_object_id``, which differs between runs."""
    if isinstance(data, dict):
        return {key: without_ids(value) for key, value in data.items() if key != "shared_object_id"}
    return [without_ids(item) for item in data] if isinstance(data, list) else data
