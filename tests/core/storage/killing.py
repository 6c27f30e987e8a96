"""A program that is killed while it saves: ``python -m tests.core.storage.killing FOLDER TIMES SEED``.

A child saves version after version and reports each finished one; it is killed with SIGKILL at a random moment. The
file must then hold one whole version, at least the last one reported. Children are forked from this small process,
which imports nothing but the storage, so that a round costs milliseconds. Prints what was counted as JSON.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path

from core.graph.model import Graph, Layer, Node, Project
from core.graph.values import FrozenMap
from core.storage.files import open_project, save_project
from core.storage.schema import ProjectWriter

# Seconds a child lives at most after its first save; a save takes about a millisecond.
LONGEST = 0.008


def project_of(version: int) -> Project:
    """The same project, with the version written into it and as large as the version says (16 to 46 layers)."""
    names = [f"l{number}" for number in range(16 + version % 31)]
    layers = {name: Layer(name, "keras.layers.Dense", f"{name}_{version}" * 20) for name in names}
    nodes = {name: Node(name, name) for name in names}
    return Project(graph=Graph(layers=FrozenMap(layers), nodes=FrozenMap(nodes)), description=str(version))


def save_for_ever(path: Path, version: int, report: int) -> None:
    writer = ProjectWriter()
    while True:
        version += 1
        save_project(project_of(version), path, None, overwrite=True, writer=writer)
        os.write(report, b"%d\n" % version)


def round_of(path: Path, version: int, rng: random.Random) -> tuple[int, int]:
    """Let a child save and kill it; returns the last version it reported and the one found in the file."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            save_for_ever(path, version, writing)
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as reports:
        first = reports.readline()
        time.sleep(rng.random() * LONGEST)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if not first or not os.WIFSIGNALED(status):
            raise SystemExit("The child ended by itself.")
        lines = (first + reports.read()).split(b"\n")
    project, _ = open_project(path)
    found = int(project.description)
    if project != replace(project_of(found), extra=project.extra):
        raise SystemExit(f"The file is not the version {found} it says it is.")
    return int(lines[-2]), found


def main(folder: Path, times: int, seed: int) -> None:
    path = folder / "p.netw"
    rng = random.Random(seed)
    version = lost = 0
    for _ in range(times):
        reported, version = round_of(path, version, rng)
        lost += version < reported
    leftovers = sum(1 for entry in folder.iterdir() if entry != path)
    print(json.dumps({"kills": times, "saves": version, "lost": lost, "amid": leftovers}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
