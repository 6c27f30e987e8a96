"""Small projects that train in a second, and a run of one with all its events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from core.graph import edits
from core.graph.model import (
    INPUT_TYPE,
    CompileSettings,
    DataSettings,
    FitSettings,
    Graph,
    Project,
    TrainingSettings,
)
from core.graph.values import FrozenMap, KerasObject, Source, Value
from core.runs.events import PhaseChanged, RunEnded, RunEvent
from core.runs.job import StopToken, TrainingJob, new_job
from core.runs.training import run

Event = TypeVar("Event", bound=RunEvent)
Watch = Callable[[RunEvent, StopToken], None]


def chain(*layers: tuple[str, dict[str, Value]], shape: tuple[int, ...]) -> Graph:
    """An input and layers (name of the class, parameters with ``name``), one after the other."""
    graph = edits.add_node(Graph("net"), INPUT_TYPE, name="measures", params={"shape": shape})
    for number, (kind, params) in enumerate(layers, start=1):
        params = dict(params)
        name = str(params.pop("name", ""))
        port = "sequences" if kind in ("LSTM", "GRU") else "inputs"
        graph = edits.add_node(
            graph,
            f"keras.layers.{kind}",
            name=name,
            params=params,
            arguments={port: Source(f"n{number}")},
        )
    return graph


def classifier(*, epochs: int = 3, rate: float = 0.01, data: DataSettings | None = None, **fit: Any) -> Project:
    """Iris flowers, a Normalization and two Dense layers."""
    graph = chain(
        ("Normalization", {"name": "scale"}),
        ("Dense", {"name": "hidden", "units": 16, "activation": "relu"}),
        ("Dense", {"name": "species", "units": 3, "activation": "softmax"}),
        shape=(4,),
    )
    return Project(
        graph=graph,
        training=TrainingSettings(
            data=data or DataSettings(source="sklearn:iris"),
            compile=CompileSettings(
                optimizer=KerasObject("keras.optimizers.Adam", FrozenMap({"learning_rate": rate})),
                loss="sparse_categorical_crossentropy",
                metrics=("accuracy",),
            ),
            fit=replace(FitSettings(epochs=epochs, batch_size=16), **fit),
        ),
    )


def with_settings(project: Project, **changes: Any) -> Project:
    """The project with other training settings (``compile=...``, ``fit=...``, ``data=...``)."""
    return replace(project, training=replace(project.training, **changes))


@dataclass
class Trained:
    """A run that is over."""

    job: TrainingJob
    events: list[RunEvent]
    ended: RunEnded

    def of(self, kind: type[Event]) -> list[Event]:
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def phases(self) -> list[str]:
        """The phases in order, each change once."""
        named = [event.phase for event in self.of(PhaseChanged)]
        return [phase for index, phase in enumerate(named) if index == 0 or named[index - 1] != phase]


def train(project: Project, folder: Path, watch: Watch | None = None, data_folder: Path | None = None) -> Trained:
    """Run the project in this thread; ``watch`` sees each event first, with the token that can stop the run."""
    job = new_job(project, folder, data_folder)
    stop = StopToken()
    events: list[RunEvent] = []

    def emit(event: RunEvent) -> None:
        events.append(event)
        if watch is not None:
            watch(event, stop)

    return Trained(job, events, run(job, emit, stop))
