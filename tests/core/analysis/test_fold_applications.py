"""The models of keras.applications fold into blocks, and are the same networks when these are written out."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

import pytest

from core.analysis.analysis import Analyzer
from core.analysis.fold import find, fold, fold_all
from core.catalog.catalog import Catalog, load
from core.convert.applications import application
from core.convert.to_code import generate
from core.convert.to_keras import build
from core.graph.model import Project
from core.graph.queries import check
from core.graph.values import Source
from tests.core.analysis.same_network import assert_same, written_out

pytestmark = pytest.mark.slow

LINES = {
    "ResNet50": 80,
    "ResNet152": 80,
    "ResNet50V2": 90,
    "DenseNet121": 65,
    "NASNetMobile": 520,
    "MobileNetV2": 135,
    "EfficientNetB0": 260,
    "InceptionV3": 200,
    "Xception": 90,
}
"""Most lines of code of the folded model."""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load()


@cache
def flat(name: str) -> Project:
    return application(name)


@pytest.mark.parametrize("name", list(LINES))
def test_a_folded_model_is_the_same_network_in_less_code(name: str, catalog: Catalog) -> None:
    project = flat(name)
    found = find(project, catalog)
    assert found == find(project, catalog)
    folded = fold(project, found)
    for graph in (folded.graph, *(block.graph for block in folded.blocks.values())):
        assert check(graph) == []
    pairs = assert_same(project.graph, written_out(folded), catalog)
    assert len(pairs) == len(project.graph.nodes)
    names = [layer.name for layer in written_out(folded).layers.values()]
    assert len(names) == len(set(names))
    saved = sum(repetition.nodes_saved for repetition in found)
    assert len(folded.graph.nodes) == len(project.graph.nodes) - saved
    code = generate(folded, catalog=catalog)
    assert code.count("\n") <= LINES[name]


@pytest.mark.parametrize("name", ["ResNet50V2", "NASNetMobile", "InceptionV3"])
def test_blocks_of_blocks_are_the_same_network_too(name: str, catalog: Catalog) -> None:
    once = fold(flat(name), find(flat(name), catalog))
    project = fold_all(flat(name), catalog)
    assert_same(flat(name).graph, written_out(project), catalog)
    for block in ("", *project.blocks):
        assert find(project, catalog, block) == ()
    lines = [generate(each, catalog=catalog).count("\n") for each in (once, project)]
    assert lines[1] < lines[0]


@pytest.mark.parametrize("name", ["DenseNet121", "NASNetMobile", "MobileNetV2", "EfficientNetB0"])
def test_parameters_are_counted_alike(name: str, catalog: Catalog) -> None:
    analyzer = Analyzer(catalog)
    project = flat(name)
    one, other = analyzer.analyze(project), analyzer.analyze(fold(project, find(project, catalog)))
    assert [problem for problem in other.problems if problem.severity == "error"] == []
    assert one.totals.parameters == other.totals.parameters
    assert one.totals.trainable == other.totals.trainable


def test_residual_networks_fold_as_a_person_would(catalog: Catalog) -> None:
    project = flat("ResNet152")
    residual, projection = find(project, catalog)
    assert (residual.name, residual.nodes, residual.copies) == ("residual_block", 10, (2, 7, 35, 2))
    assert (projection.name, projection.nodes, projection.copies) == ("projection_block", 12, (1, 1, 1, 1))
    assert residual.summary == "residual_block: 46 times 10 nodes, as 4 calls (2, 7, 35, 2 in a row)"
    folded = fold(project, (residual, projection))
    assert dict(folded.blocks["residual_block"].parameters) == {"filters": 64}
    assert dict(folded.blocks["projection_block"].parameters) == {"filters": 64, "strides": 2}
    code = generate(folded, catalog=catalog)
    assert "layers.Conv2D(4 * filters, 1, " in code
    assert "for i in range(1, 36):\n        x = residual_block(x, filters=256, name=" in code
    assert code.count("\n") < 120


def test_blocks_can_be_analysed_by_themselves(catalog: Catalog) -> None:
    project = flat("ResNet50")
    analyzer = Analyzer(catalog)
    shapes = {
        Source(node_id, number): (spec.shape, spec.dtype)
        for node_id, result in analyzer.analyze(project).nodes.items()
        for number, spec in enumerate(result.outputs or ())
    }
    folded = fold(project, find(project, catalog), shapes=shapes)
    for name, shape in (("residual_block", (56, 56, 256)), ("projection_block", (56, 56, 64))):
        graph = folded.blocks[name].graph
        assert [dict(layer.params) for layer in graph.layers.values() if layer.is_input] == [{"shape": shape}]
        analysis = analyzer.analyze(folded, name)
        assert analysis.problems == ()
        assert analysis.totals.parameters


def test_cells_that_take_the_two_before_them_stand_in_rows(catalog: Catalog) -> None:
    project = fold_all(flat("NASNetMobile"), catalog)
    rows = sorted(layer.repeat for layer in project.graph.layers.values() if layer.repeat != 1)
    assert rows == [3, 3, 3]


def test_the_largest_model_folds_in_time(catalog: Catalog) -> None:
    project = flat("NASNetLarge")
    start = time.process_time()
    found = find(project, catalog)
    seconds = time.process_time() - start
    assert seconds < 1.5
    assert_same(project.graph, written_out(fold(project, found)), catalog)


_CHILD = """
import runpy, sys
import numpy as np
model = runpy.run_path(sys.argv[1])["build_model"]()
given = np.load(sys.argv[2])
for layer in model.layers:
    layer.set_weights([given[f"{layer.name}/{number}"] for number in range(len(layer.weights))])
np.save(sys.argv[3], np.array(model(given["images"], training=False)))
print(model.count_params())
"""


def test_resnet152_from_its_folded_code_computes_the_same(catalog: Catalog, tmp_path: Path) -> None:
    import numpy as np

    project = application("ResNet152", input_shape=(64, 64, 3), include_top=False, pooling="avg")
    folded = fold(project, find(project, catalog))
    code = generate(folded, catalog=catalog)
    assert code.count("\n") < 120
    (tmp_path / "model.py").write_text(code, encoding="utf-8")
    written = written_out(folded)
    names = {
        project.graph.name_of(one): written.name_of(other)
        for one, other in assert_same(project.graph, written, catalog)
    }
    model = build(project).model
    images = np.random.default_rng(5).normal(size=(2, 64, 64, 3)).astype("float32")
    arrays = {
        f"{names[layer.name]}/{number}": value
        for layer in model.layers
        for number, value in enumerate(layer.get_weights())
    }
    np.savez(tmp_path / "given.npz", images=images, **arrays)
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, *(str(tmp_path / name) for name in ("model.py", "given.npz", "made.npy"))],
        capture_output=True,
        text=True,
        env=os.environ,
        timeout=280,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) == model.count_params()
    expected = np.array(model(images, training=False))
    assert np.abs(expected).max() > 0.01
    np.testing.assert_allclose(np.load(tmp_path / "made.npy"), expected, rtol=1e-6, atol=1e-6)
