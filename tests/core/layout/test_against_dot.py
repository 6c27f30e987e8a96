"""Real networks: as few crossings as Graphviz finds, and nothing in the way of a wire."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from core.layout.layered import arrange
from tests.core.layout import quality
from tests.core.layout.networks import as_items, dot_source, from_keras

MODELS = ["ResNet50", "DenseNet121", "InceptionV3", "NASNetMobile", "NASNetLarge", "MobileNetV2"]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
@pytest.mark.parametrize("name", MODELS)
def test_keras_models_are_drawn_as_well_as_dot_draws_them(name: str) -> None:
    network = from_keras(name)
    nodes, edges = as_items(network)
    result = arrange(nodes, edges)
    rects = quality.boxes(nodes, result)
    lines = quality.wires(nodes, edges, result, "TB")
    assert quality.overlapping_nodes(rects) == 0
    assert quality.wires_through_nodes(lines, rects) == 0
    assert quality.stacked_wires(edges, lines) == 0
    done = subprocess.run(["dot", "-Tplain"], input=dot_source(network), capture_output=True, text=True, timeout=60)
    theirs = quality.crossings(quality.dot_lines(done.stdout))
    assert quality.crossings(lines) <= 1.2 * theirs


@pytest.mark.slow
def test_the_main_path_of_nasnet_is_one_straight_line() -> None:
    network = from_keras("NASNetMobile")
    nodes, edges = as_items(network)
    result = arrange(nodes, edges)
    straight: dict[float, int] = {}
    for x, _ in result.positions.values():
        straight[x] = straight.get(x, 0) + 1
    ranks = len({y for _, y in result.positions.values()})
    assert max(straight.values()) >= 0.95 * ranks
