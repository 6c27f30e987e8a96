"""Saving a project the size of NASNetLarge durably, against writing the same bytes with fsync.

Saving encodes the project, checks that nobody else changed the file, writes beside it, syncs file and folder and
replaces. The budget is for what a user does: edit, then save again, with the writer the window keeps. The very first
save, where every line is encoded, is shown too.
"""

from __future__ import annotations

import os
import statistics
import tempfile
from pathlib import Path

from core.graph import edits
from core.graph.model import Graph, Layer, Layout, Node, Project
from core.graph.values import FrozenMap, KerasObject, Source, Value
from core.storage.files import open_project, save_project
from core.storage.schema import ProjectWriter, dumps
from tests.benchmarks.harness import Row, growth_exponent, seconds

LAYERS = 1041  # NASNetLarge
BUDGET = 3.0
REPEAT = 30


def project_of(size: int) -> Project:
    """A project of ``size`` layers with names, parameters and wires like those of NASNetLarge."""
    layers: dict[str, Layer] = {}
    nodes: dict[str, Node] = {}
    for number in range(size):
        params: dict[str, Value] = {"filters": 168, "kernel_size": (5, 5), "padding": "same", "use_bias": False}
        if number % 4 == 0:
            params["kernel_initializer"] = KerasObject("keras.initializers.HeNormal", FrozenMap({"seed": number}))
        name = f"separable_conv_1_normal_left{number % 5}_{number}"
        layers[f"l{number}"] = Layer(f"l{number}", "keras.layers.SeparableConv2D", name, FrozenMap(params))
        source = Source(f"n{number - 1}")
        several: Value = (source, Source(f"n{max(0, number - 7)}")) if number % 5 == 0 else source
        arguments: dict[str, Value] = {"inputs": several} if number else {}
        nodes[f"n{number}"] = Node(f"n{number}", f"l{number}", FrozenMap(arguments))
    positions = FrozenMap({name: (number % 5 * 220.0, number * 90.0) for number, name in enumerate(nodes)})
    return Project(graph=Graph(layers=FrozenMap(layers), nodes=FrozenMap(nodes), layout=Layout(positions)))


class Saving:
    """One document in one folder: edited and saved, again and again."""

    def __init__(self, folder: Path, size: int) -> None:
        self.path = folder / f"{size}.netw"
        self.plain = folder / f"{size}.bytes"
        self.project = project_of(size)
        self.writer = ProjectWriter()
        self.stamp = save_project(self.project, self.path, None, writer=self.writer)
        self.data = dumps(self.project).encode()
        self.edits = 0

    def edit(self) -> None:
        self.edits += 1
        graph = edits.set_params(self.project.graph, [f"l{self.edits * 37 % 200}"], {"filters": self.edits})
        self.project = Project(graph=graph)

    def save(self) -> None:
        self.stamp = save_project(self.project, self.path, self.stamp, writer=self.writer)

    def save_cold(self) -> None:
        self.stamp = save_project(self.project, self.path, self.stamp)

    def write_plainly(self) -> None:
        with self.plain.open("wb") as file:
            file.write(self.data)
            file.flush()
            os.fsync(file.fileno())


def measured(saving: Saving) -> tuple[float, float, float]:
    """Median seconds of saving after an edit, of the first save, and of writing the same bytes; taken in turns."""
    warm: list[float] = []
    cold: list[float] = []
    plain: list[float] = []
    for _ in range(REPEAT):
        saving.edit()
        warm += seconds(saving.save, 1)
        cold += seconds(saving.save_cold, 1)
        plain += seconds(saving.write_plainly, 1)
    return statistics.median(warm), statistics.median(cold), statistics.median(plain)


def run() -> list[Row]:
    # In the working folder: a temporary folder may be a disk in memory, where nothing is ever synced.
    with tempfile.TemporaryDirectory(dir=".", prefix=".saving-") as name:
        folder = Path(name)
        saving = Saving(folder, LAYERS)
        warm, cold, plain = measured(saving)
        if open_project(saving.path)[0] != saving.project:
            raise RuntimeError("The file is not the project that was saved.")
        opening = statistics.median(seconds(lambda: open_project(saving.path), 10))
        sizes = (250, 1000, 4000)
        growth = [measured(Saving(folder, size)) for size in sizes]
        against = "writing the same bytes with fsync"
        raw = {"seconds": warm, "against_seconds": plain, "bytes": len(saving.data), "open_seconds": opening}
        return [
            Row(
                name="saving",
                work=f"edit one of {LAYERS:,} layers and save, durable",
                against=against,
                budget_ratio=BUDGET,
                ratio=warm / plain,
                raw={**raw, "exponent": growth_exponent(sizes, [part[0] for part in growth])},
            ),
            Row(
                name="saving for the first time",
                work=f"save {LAYERS:,} layers, nothing known",
                against=against,
                budget_ratio=None,
                ratio=cold / plain,
                raw={
                    "seconds": cold,
                    "against_seconds": plain,
                    "exponent": growth_exponent(sizes, [part[1] for part in growth]),
                },
            ),
        ]
