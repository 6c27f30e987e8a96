"""The models that Keras's own tests build: each opens, is saved as it is, and as code computes what Keras computes.

They are gathered anew from the installed Keras, by running some of its test files in a process of their own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from core.catalog.catalog import Catalog, load
from core.convert.config.reader import read_config
from core.convert.imported import Imported
from core.convert.structures import holds_raw
from core.convert.to_code import generate
from core.errors import ConversionError
from core.graph.queries import check
from core.storage import schema

ROOT = Path(__file__).resolve().parents[4]
FILES = (
    "models.functional_test",
    "models.sequential_test",
    "models.cloning_test",
    "models.model_test",
    "ops.function_test",
    "saving.saving_lib_test",
    "saving.serialization_lib_test",
    "layers.core.embedding_test",
    "layers.core.masking_test",
    "layers.merging.merging_test",
    "layers.rnn.rnn_test",
    "layers.rnn.time_distributed_test",
    "layers.layer_test",
    "utils.summary_utils_test",
)
SLOW = "not sharding and not compile_preserved and not quantize_config and not block_size"
"""Tests of Keras that take long and build nothing that others do not."""
TOLERANCE = 1e-6
LEAST_MODELS = 100
"""Far fewer than there are; that none, or hardly any, was gathered must not pass."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The models as ``NAME.json``, with what Keras says of each (see ``references``)."""
    made = tmp_path_factory.mktemp("models")
    empty = made / "pytest.ini"
    empty.write_text("[pytest]\n")
    modules = [f"keras.src.{name}" for name in FILES]
    plugin = "tests.core.convert.config.collector"
    options = ["-q", "-c", str(empty), "--rootdir", str(made), "-p", "no:cacheprovider", "-p", plugin, "-k", SLOW]
    environment = os.environ | {"MODELS_FOLDER": str(made), "PYTHONPATH": str(ROOT)}
    # Some of Keras's tests fail where packages are missing; what they built until then counts.
    subprocess.run(
        [sys.executable, "-m", "pytest", *options, "--pyargs", *modules], cwd=made, env=environment, check=False
    )
    subprocess.run([sys.executable, "-m", "tests.core.convert.config.references", str(made)], cwd=ROOT, check=True)
    return made


def is_built_of_keras_alone(imported: Imported) -> bool:
    """True if nothing in it is a placeholder, or a value that is kept without being understood."""
    project = imported.project
    graphs = [project.graph, *(block.graph for block in project.blocks.values())]
    understood = all(not holds_raw(layer.params) for graph in graphs for layer in graph.layers.values())
    return understood and not imported.placeholders


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_models_of_keras_s_own_tests_open_and_compute_the_same(folder: Path) -> None:
    import numpy

    catalog = load()
    counts: Counter[str] = Counter()
    failed: dict[str, str] = {}
    written: list[str] = []
    for path in sorted(folder.glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        counts["models"] += 1
        reloads = not path.with_suffix(".refused").exists()
        counts["Keras reloads"] += reloads
        imported = opened(data, catalog)
        if isinstance(imported, ConversionError):
            counts["without a graph"] += 1
            # A class of somebody's own may tell no more than what it was made with; Keras imports its code.
            if "layers" in data["config"]:
                failed[path.stem] = imported.message
            continue
        counts["opened"] += 1
        project = imported.project
        if schema.decode(schema.encode(project)) != project or check(project.graph):
            failed[path.stem] = "it is not the same after saving"
        if reloads and is_built_of_keras_alone(imported):
            path.with_suffix(".py").write_text(generate(project, catalog=catalog), encoding="utf-8")
            written.append(path.stem)
        elif reloads:
            counts["holds what cannot be built"] += 1
    names = "".join(f"{name}\n" for name in written)
    subprocess.run(
        [sys.executable, "-m", "tests.harness.fresh", str(folder)], input=names, text=True, cwd=ROOT, check=True
    )
    for name in written:
        error = folder / f"{name}.code.error"
        if error.exists():
            failed[name] = error.read_text()[-600:]
            continue
        one, other = numpy.load(folder / f"{name}.expected.npz"), numpy.load(folder / f"{name}.code.npz")
        wrong = differences(one, other)
        if wrong:
            failed[name] = wrong
        else:
            counts["same outputs"] += 1
    print(dict(counts))
    assert failed == {}
    assert counts["models"] >= LEAST_MODELS
    assert counts["same outputs"] >= 0.6 * counts["models"]
    assert counts["holds what cannot be built"] <= 0.05 * counts["models"]


def opened(data: dict[str, Any], catalog: Catalog) -> Imported | ConversionError:
    try:
        return read_config(data, catalog)
    except ConversionError as refused:
        return refused


def differences(one: Any, other: Any) -> str:
    """What differs between two sets of outputs; "" if nothing does."""
    import numpy

    if list(one.files) != list(other.files):
        return f"outputs {other.files} instead of {one.files}"
    for key in one.files:
        if one[key].shape != other[key].shape:
            return f"{key} has shape {other[key].shape} instead of {one[key].shape}"
        if one[key].dtype.kind in "US":
            same = bool((one[key] == other[key]).all())
        else:
            same = bool(numpy.allclose(one[key], other[key], rtol=TOLERANCE, atol=TOLERANCE, equal_nan=True))
        if not same:
            return f"{key} differs"
    return ""
