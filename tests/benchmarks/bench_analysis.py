"""Edit to shapes in NASNetLarge against Keras rebuilding it, the memory of ten billion parameters, growth with size."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from pathlib import Path

from core.analysis.analysis import Analyzer
from core.catalog.catalog import load
from core.convert.from_keras import read_model
from core.graph import edits
from core.graph.model import Project
from core.graph.values import FrozenMap, Source, Value
from tests.benchmarks.bench_code import SIZES, residual_chain
from tests.benchmarks.harness import Row, growth_exponent, percentile, seconds

EDITS = 100
MEMORY_MIB = 150.0


def run() -> list[Row]:
    import keras

    memory = ten_billion_parameters()
    catalog = load()
    model = keras.applications.NASNetLarge(weights=None)
    project = read_model(model, catalog).project
    config = model.get_config()
    rebuild = percentile(seconds(lambda: type(model).from_config(config), repeat=1), 50)
    cold = percentile(seconds(lambda: Analyzer(catalog).analyze(project), repeat=3), 50)
    analyzer = Analyzer(catalog)
    analyzer.analyze(project)
    durations = [edit_to_shapes(analyzer, project, number) for number in range(EDITS)]
    rows = [
        Row(
            "edit to shapes",
            f"{EDITS} edits in NASNetLarge, {word}",
            "Keras rebuilding it",
            budget,
            percentile(durations, percent) / rebuild,
            {"seconds": percentile(durations, percent), "against_seconds": rebuild, "cold_seconds": cold},
        )
        for word, percent, budget in (("median", 50, 1 / 200), ("p95", 95, 1 / 20))
    ]
    return [*rows, memory, growth()]


def edit_to_shapes(analyzer: Analyzer, project: Project, number: int) -> float:
    """Seconds from one random single-parameter edit to all shapes; the network is put back afterwards."""
    dice = random.Random(number)
    changes: dict[str, dict[str, Value]] = {
        "Conv2D": {"kernel_size": dice.choice([1, 3, 5])},
        "SeparableConv2D": {"use_bias": True, "depth_multiplier": dice.choice([1, 2])},
        "BatchNormalization": {"momentum": dice.random()},
        "Activation": {"activation": dice.choice(["relu", "tanh"])},
        "Dense": {"units": dice.randrange(1, 2000)},
    }
    layers = [layer for layer in project.graph.layers.values() if layer.class_name in changes]
    layer = dice.choice(layers)
    edited = replace(project, graph=edits.set_params(project.graph, [layer.id], changes[layer.class_name]))
    start = time.perf_counter()
    analyzer.analyze(edited)
    duration = time.perf_counter() - start
    analyzer.analyze(project)
    return duration


def ten_billion_parameters() -> Row:
    """Resident growth while a network of ten billion parameters is analysed; Keras itself is loaded before."""
    graph = edits.add_node(Project().graph, "keras.layers.InputLayer", params=FrozenMap({"shape": (100_000,)}))
    analyzer = Analyzer(load())
    analyzer.analyze(Project(graph=graph))
    Path("/proc/self/clear_refs").write_text("5")  # Linux: the peak starts anew at what is resident now.
    before = peak_kib()
    graph = edits.add_node(graph, "keras.layers.Dense", params={"units": 100_000}, arguments={"inputs": Source("n1")})
    totals = analyzer.analyze(Project(graph=graph)).totals
    grown = (peak_kib() - before) / 1024
    raw = {"mib": grown, "parameters": totals.parameters}
    return Row(
        "memory", "shapes and costs of ten billion parameters", f"{MEMORY_MIB:.0f} MiB", 1.0, grown / MEMORY_MIB, raw
    )


def peak_kib() -> int:
    """The highest resident memory of this process so far."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1])


def growth() -> Row:
    """How one edit's cost grows with the network: the last layer of a residual chain is changed."""
    durations = []
    for size in SIZES:
        project = residual_chain(size)
        analyzer = Analyzer(load())
        analyzer.analyze(project)
        last = list(project.graph.layers)[-2]
        versions = iter(
            replace(project, graph=edits.set_params(project.graph, [last], {"dilation_rate": rate}))
            for rate in range(1, 20)
        )
        durations.append(percentile(seconds(lambda a=analyzer, v=versions: a.analyze(next(v))), 50))  # type: ignore[misc]
    exponent = growth_exponent(SIZES, durations)
    raw = {"exponent": exponent, **{f"seconds_{size}": time for size, time in zip(SIZES, durations, strict=True)}}
    return Row(
        "edit to shapes", "residual networks of 250, 1,000, 4,000 layers", "growth with size", 1.2, exponent, raw
    )
