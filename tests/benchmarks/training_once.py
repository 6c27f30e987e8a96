"""One training in a fresh process, timed inside it: ``python -m tests.benchmarks.training_once ours|script NAME``.

``ours`` trains in the real window with everything on that shows it, and counts from the command until the last epoch has
ended (and apart, until the run has ended, with evaluation and files). ``script`` runs the exported code with ``fit`` as a
person would write it.
Importing Keras and scikit-learn counts on neither side. Prints one JSON object.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from core.graph import edits
from core.graph.model import INPUT_TYPE, Graph, Project
from core.graph.values import FrozenMap, Source
from core.storage import templates

EPOCHS = 5


def small_mlp() -> Project:
    """Two Dense layers on the digits as rows of 64 pixels; data and settings as the CNN template has them."""
    graph = edits.add_node(Graph("mlp"), INPUT_TYPE, name="pixels", params={"shape": (64,)})
    for number, (units, activation) in enumerate(((64, "relu"), (32, "relu"), (10, "softmax")), start=1):
        graph = edits.add_node(
            graph,
            "keras.layers.Dense",
            name=f"dense_{number}",
            params={"units": units, "activation": activation},
            arguments={"inputs": Source(f"n{number}")},
        )
    project = replace(templates.load("cnn-digits"), graph=graph)
    training = project.training
    flat = replace(training.data, options=FrozenMap({"view": "flat"}))
    return replace(project, training=replace(training, data=flat))


def project_named(name: str) -> Project:
    project = small_mlp() if name == "mlp" else templates.load("cnn-digits")
    training = project.training
    return replace(project, training=replace(training, fit=replace(training.fit, epochs=EPOCHS)))


def ours(project: Project, folder: Path) -> dict[str, float]:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["NETWRIGHT_HOME"] = str(folder)

    from core.runs.events import PhaseChanged, RunEnded, RunEvent
    from gui import collector, preload
    from gui.app import make_application, make_window
    from gui.settings import Settings
    from tests.benchmarks.bench_window import turn_until

    app = make_application(["netwright"])
    window = make_window(app, Settings())
    window.resize(1600, 1000)
    window.show()
    window.session.open_project(project)
    window.start()
    turn_until(app, window.session.is_analysis_current)
    turn_until(app, lambda: not any(thread.name == preload.NAME for thread in threading.enumerate()))
    collector.spare()  # as the program does once Keras is imported
    moments: dict[str, tuple[float, float]] = {}
    ended: list[RunEnded] = []
    received: list[RunEvent] = []

    def on_event(event: RunEvent) -> None:
        received.append(event)
        if isinstance(event, PhaseChanged):
            moments.setdefault(event.phase, (time.perf_counter(), time.process_time()))
        elif isinstance(event, RunEnded):
            ended.append(event)

    window.training.reported.connect(on_event)
    start, start_cpu = time.perf_counter(), time.process_time()
    window.train()
    turn_until(app, lambda: bool(ended))
    end = time.perf_counter()
    assert ended[0].status == "finished", ended[0]
    window.session.document.mark_saved(window.session.project)
    window.close()
    return {
        "seconds": moments["evaluating"][0] - start,
        "cpu_seconds": moments["evaluating"][1] - start_cpu,
        "until_the_end_seconds": end - start,
        "accuracy": ended[0].test["accuracy"],
        "events": len(received),
    }


def script(project: Project, folder: Path) -> dict[str, float]:
    from core.convert.to_code import generate

    path = folder / "exported.py"
    path.write_text(generate(project), encoding="utf-8")
    start, start_cpu = time.perf_counter(), time.process_time()
    spec = importlib.util.spec_from_file_location("exported", path)
    assert spec is not None and spec.loader is not None
    exported: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(exported)
    from sklearn.datasets import load_digits
    from sklearn.model_selection import train_test_split

    digits = load_digits()
    flat = project.training.data.options.get("view") == "flat"
    x = digits.data.astype("float32") if flat else digits.images[..., None].astype("float32")
    rest_x, test_x, rest_y, test_y = train_test_split(x, digits.target, test_size=359, stratify=digits.target)
    train_x, valid_x, train_y, valid_y = train_test_split(rest_x, rest_y, test_size=180, stratify=rest_y)
    model = exported.build_model()
    exported.compile_model(model)
    model.fit(
        train_x,
        train_y,
        batch_size=project.training.fit.batch_size,
        epochs=EPOCHS,
        validation_data=(valid_x, valid_y),
        verbose=0,
    )
    end, end_cpu = time.perf_counter(), time.process_time()
    accuracy = float(model.evaluate(test_x, test_y, verbose=0)[1])
    return {"seconds": end - start, "cpu_seconds": end_cpu - start_cpu, "accuracy": accuracy}


def main() -> None:
    import keras  # noqa: F401
    import sklearn.model_selection  # noqa: F401

    side, name = sys.argv[1:3]
    with tempfile.TemporaryDirectory(prefix="netwright-training-") as folder:
        measured = (ours if side == "ours" else script)(project_named(name), Path(folder))
    print(json.dumps(measured))


if __name__ == "__main__":
    main()
