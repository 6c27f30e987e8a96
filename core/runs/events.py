"""What a training run says while it goes: frozen plain data that can cross threads, processes and files.

Epochs and steps are counted from 1. Times are seconds. Metric values are plain floats and may be NaN or infinite.
A run begins with :class:`RunStarted` and ends with exactly one :class:`RunEnded`, which holds everything that has to be
known about it later. Does not belong here: how events are made (recorder), shown or stored.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from core.graph.values import EMPTY, FrozenMap

Phase = Literal[
    "preparing", "building", "adapting", "tracing", "training", "validating", "evaluating", "saving", "stopping"
]
Level = Literal["info", "warning", "error"]
Status = Literal["finished", "stopped", "failed"]
Metrics = FrozenMap[str, float]
History = FrozenMap[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class RunStarted:
    """First event. ``epochs`` are planned; ``folder`` is where the run keeps its files."""

    run: str
    folder: str
    epochs: int
    batch_size: int
    seed: int


@dataclass(frozen=True, slots=True)
class DataReady:
    """The data is loaded and split: samples in each part, and steps (batches) in one epoch."""

    training: int
    validation: int
    test: int
    steps: int


@dataclass(frozen=True, slots=True)
class PhaseChanged:
    """What the run does from now on. ``text`` says it in words; a stop waits while ``interruptible`` is False."""

    phase: Phase
    text: str = ""
    interruptible: bool = True


@dataclass(frozen=True, slots=True)
class StepEnded:
    """A training step ended. Sent at most 20 times a second, and always for an epoch's last step.

    ``logs`` are the loss and metrics averaged over the epoch so far, as Keras reports them. ``seconds`` counts from the
    start of the epoch.
    """

    epoch: int
    step: int
    steps: int
    logs: Metrics
    seconds: float


@dataclass(frozen=True, slots=True)
class EpochEnded:
    """An epoch ended, validation included (``val_`` keys). ``learning_rate`` is the one the epoch began with."""

    epoch: int
    logs: Metrics
    learning_rate: float | None
    seconds: float


@dataclass(frozen=True, slots=True)
class BestImproved:
    """The epoch just ended is the best so far; its weights are kept."""

    epoch: int
    metric: str
    value: float


@dataclass(frozen=True, slots=True)
class RunMessage:
    """Something the user should know; one sentence. ``code`` is the rule behind it (``RT01``), if there is one."""

    level: Level
    text: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class RunEnded:
    """Last event. ``reason`` is one sentence: why it ended, or what went wrong.

    ``epochs`` counts the complete ones; ``history`` has one value per complete epoch and metric. ``best_epoch`` is None
    when no epoch was completed. ``best`` are that epoch's metrics and ``test`` those of the best weights on the test
    part (keys without a prefix). ``weights`` is the path of the kept weights, "" when there are none. ``node`` is the
    id of the node at fault and ``details`` what an expert may want to read, where the run failed.
    """

    run: str
    folder: str
    status: Status
    reason: str
    epochs: int = 0
    best_epoch: int | None = None
    best: Metrics = EMPTY
    test: Metrics = EMPTY
    history: History = EMPTY
    seconds: float = 0.0
    weights: str = ""
    node: str | None = None
    details: str = field(default="", repr=False)


RunEvent = RunStarted | DataReady | PhaseChanged | StepEnded | EpochEnded | BestImproved | RunMessage | RunEnded
