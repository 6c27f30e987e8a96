"""The state of a run in progress: what was reported, the history, which epoch is best, whether to stop.

Knows nothing of Keras: the callbacks feed it, so its rules can be tested alone. Invariants: one value per complete epoch
and metric in the history; steps are reported at most 20 times a second; phases are reported when they change.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping

from core.graph.values import FrozenMap
from core.runs.events import (
    BestImproved,
    EpochEnded,
    History,
    Metrics,
    Phase,
    PhaseChanged,
    RunEvent,
    RunMessage,
    StepEnded,
)
from core.runs.job import StopToken
from core.texts import text

STEP_INTERVAL = 0.05

Emit = Callable[[RunEvent], None]


class StopNow(Exception):
    """Leaves Keras's loop at once, on the user's request."""


class LossIsNaN(Exception):
    """Leaves Keras's loop: nothing can be learned any more."""


class Recorder:
    """Turns what Keras's loop reports into events.

    ``keep_best`` is called at the end of an epoch that is the best so far, before :class:`BestImproved` is emitted.
    ``monitor`` is the metric whose lowest value marks the best epoch, ``metric_name`` what the user calls a metric.
    """

    def __init__(self, emit: Emit, stop: StopToken, keep_best: Callable[[], None]) -> None:
        self._emit = emit
        self._stop = stop
        self._keep_best = keep_best
        self.monitor = "val_loss"
        self.metric_name: Callable[[str], str] = str
        self._history: dict[str, list[float]] = {}
        self._phase: PhaseChanged | None = None
        self._said_stopping = False
        self._epoch = 0
        self._epoch_began = 0.0
        self._next_step_at = 0.0
        self._learning_rate: float | None = None
        self.epochs = 0
        self.step = 0
        self.best_epoch: int | None = None
        self._best_value = math.inf

    @property
    def epoch(self) -> int:
        """The epoch in progress, or the last one, from 1; 0 before the first."""
        return self._epoch

    @property
    def history(self) -> History:
        return FrozenMap({name: tuple(values) for name, values in self._history.items()})

    def metrics_of(self, epoch: int | None) -> Metrics:
        """The metrics of a complete epoch (from 1); empty for None."""
        if epoch is None:
            return FrozenMap()
        return FrozenMap({name: values[epoch - 1] for name, values in self._history.items()})

    def message(self, message: RunMessage) -> None:
        self._emit(message)

    def phase(self, phase: Phase, text: str = "", interruptible: bool = True) -> None:
        """Report the phase if it differs from the last one; a stop asked for stays visible as ``stopping``."""
        if self._said_stopping and phase in ("tracing", "training", "validating"):
            return
        changed = PhaseChanged(phase, text, interruptible)
        if changed != self._phase:
            self._phase = changed
            self._emit(changed)

    def check_stop(self) -> None:
        """Report that a stop was asked for, once; raise StopNow if it is to be at once."""
        if self._stop.requested and not self._said_stopping:
            if self._stop.at_once:
                self.phase("stopping", text("Stopping; the best weights are kept."))
            else:
                self.phase("stopping", text("Stopping after this epoch; the best weights are kept."))
            self._said_stopping = True
        if self._stop.at_once:
            raise StopNow

    @property
    def stop_requested(self) -> bool:
        return self._stop.requested

    def epoch_began(self, epoch: int, learning_rate: float | None) -> None:
        self._epoch = epoch
        self.step = 0
        self._epoch_began = time.perf_counter()
        self._learning_rate = learning_rate

    def wants_step(self, step: int, steps: int | None) -> bool:
        """True if this step is to be reported; asking costs well under a microsecond."""
        return step == steps or time.perf_counter() >= self._next_step_at

    def step_ended(self, step: int, steps: int | None, logs: Mapping[str, float]) -> None:
        """Report a step.

        Raises:
            LossIsNaN: the loss is no number.
        """
        now = time.perf_counter()
        self._next_step_at = now + STEP_INTERVAL
        self.step = step
        self._emit(
            StepEnded(self._epoch, step, steps or step, metrics(logs, self.metric_name), now - self._epoch_began)
        )
        if math.isnan(logs.get("loss", 0.0)):
            raise LossIsNaN

    def epoch_ended(self, logs: Mapping[str, float]) -> None:
        """Report an epoch and keep its weights if it is the best.

        Raises:
            LossIsNaN: the training loss is no number; the epoch does not count.
        """
        found = metrics(logs, self.metric_name)
        if math.isnan(found.get("loss", 0.0)):
            raise LossIsNaN
        self.epochs += 1
        for name in {**self._history, **found}:
            # With validation only every n-th epoch some values are missing; NaN keeps the columns equally long.
            missing = [math.nan] * (self.epochs - 1 - len(self._history.get(name, ())))
            self._history.setdefault(name, []).extend([*missing, found.get(name, math.nan)])
        seconds = time.perf_counter() - self._epoch_began
        value = found.get(self.monitor, math.nan)
        improved = value < self._best_value or (self.best_epoch is None and self.monitor not in found)
        if improved:
            self._best_value = value if not math.isnan(value) else math.inf
            self.best_epoch = self.epochs
            self._keep_best()
        self._emit(EpochEnded(self._epoch, found, self._learning_rate, seconds))
        if improved:
            self._emit(BestImproved(self._epoch, self.monitor, value))


def metrics(logs: Mapping[str, float], called: Callable[[str], str] = str) -> Metrics:
    """The logs as plain floats, training before validation and the loss first; Keras sorts by name."""
    order = sorted(logs, key=lambda name: (name.startswith("val_"), not name.endswith("loss")))
    # Some callbacks put more than floats into the logs, such as the learning rate as an array of no dimensions.
    return FrozenMap({called(name): float(logs[name]) for name in order})
