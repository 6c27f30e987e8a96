"""Networks that are made for data: they fit by the rules of match, whatever the data look like."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.analysis.analysis import Analyzer
from core.catalog import catalog as catalogs
from core.data import match, sources
from core.data.beginning import begin, kind_of
from core.data.dataset import DataSummary, FeatureInfo, TargetInfo
from core.data.interface import interface
from core.graph.model import DataSettings, Project
from core.graph.values import FrozenMap


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer(catalogs.load())


def summary(inputs: list[FeatureInfo], targets: list[TargetInfo]) -> DataSummary:
    return DataSummary("data", 100, 0, tuple(inputs), tuple(targets))


def feature(name: str, *shape: int, dtype: str = "float32", most: float = 1.0) -> FeatureInfo:
    return FeatureInfo(name, shape, dtype, 0.0, most)


def classes(count: int, *shape: int) -> TargetInfo:
    return TargetInfo("kind", "classes", shape, "int64", 0.0, count - 1.0, count)


def quantity(*shape: int) -> TargetInfo:
    return TargetInfo("price in €/m²", "regression", shape, "float32", -3.0, 3.0)


ONE_HOT = TargetInfo("kind", "one-hot", (4,), "float32", 0.0, 1.0, 4)


def check(analyzer: Analyzer, project: Project, data: DataSummary) -> None:
    analysis = analyzer.analyze(project)
    assert [problem.message for problem in analysis.problems if problem.severity == "error"] == []
    assert interface(analysis) is not None
    assert match.problems(project, data, analysis) == ()


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize(
    ("inputs", "targets"),
    [
        ([feature("measures", 7)], [classes(3)]),
        ([feature("a/b", 1)], [quantity()]),
        ([feature("one number")], [ONE_HOT]),
        ([feature("image", 64, 48, 3, most=255.0)], [classes(10)]),
        ([feature("tiny", 1, 1, 1)], [classes(2)]),
        ([feature("series", 24, 5)], [quantity(12, 2)]),
        ([feature("scan", 8, 8, 8, 1)], [quantity(3)]),
        ([feature("array", 2, 3, 2, 2, 2)], [classes(2)]),
        ([feature("review", dtype="string")], [classes(2)]),
        ([feature("image", 16, 16, 1), feature("x", 4)], [classes(5), quantity()]),
        ([feature("tags", 9)], [classes(6, 9)]),
    ],
)
def test_what_is_made_fits(
    analyzer: Analyzer, inputs: list[FeatureInfo], targets: list[TargetInfo], whole: bool
) -> None:
    data = summary(inputs, targets)
    made = begin(Project(), DataSettings(source="npz:x.npz"), data, whole=whole)
    assert made.training.data.source == "npz:x.npz"
    check(analyzer, made, data)


@pytest.mark.parametrize("info", sources.bundled(), ids=lambda info: str(info.source))
def test_the_bundled_data_get_a_network_in_every_view(analyzer: Analyzer, info: sources.BundledInfo) -> None:
    for view in info.views or ("",):
        settings = DataSettings(source=info.source, options=FrozenMap({"view": view} if view else {}))
        data = sources.inspect(settings)
        check(analyzer, begin(Project(), settings, data, whole=True), data)


def test_a_file_of_arrays_gets_one(analyzer: Analyzer, tmp_path: Path) -> None:
    path = tmp_path / "pixels.npz"
    np.savez(path, x=np.zeros((6, 32, 32, 3), "uint8") + 200, y=np.arange(6) % 3)
    settings = DataSettings(source=sources.source_of(path))
    data = sources.inspect(settings)
    made = begin(Project(), settings, data, whole=True)
    layers = [layer.class_name for layer in made.graph.layers.values()]
    assert kind_of(data.inputs[0]) == "pictures" and layers[:3] == ["InputLayer", "Rescaling", "Conv2D"]
    check(analyzer, made, data)


def test_without_layers_between_there_are_only_input_and_output(analyzer: Analyzer) -> None:
    data = summary([feature("measures", 7)], [classes(3)])
    made = begin(Project(), DataSettings(), data, whole=False)
    assert [layer.class_name for layer in made.graph.layers.values()] == ["InputLayer", "Dense"]
    assert [layer.name for layer in made.graph.layers.values()] == ["measures", "kind"]
