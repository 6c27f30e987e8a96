"""The numbers of one run as they come in, ready to be drawn. No Qt and no Matplotlib.

The x axis counts epochs: a step lies between them, the end of epoch n at n.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.runs.events import BestImproved, EpochEnded, RunEnded, RunEvent, RunStarted, StepEnded

if TYPE_CHECKING:
    import numpy as np


@dataclass
class RunSeries:
    """Collects events. ``best_metric`` is the watched key, such as ``val_loss``."""

    planned_epochs: int = 1
    best_epoch: int | None = None
    best_metric: str = "val_loss"
    _steps: dict[str, tuple[list[float], list[float]]] = field(default_factory=dict)
    _epochs: dict[str, tuple[list[float], list[float]]] = field(default_factory=dict)

    def add(self, event: RunEvent) -> None:
        """Take in one event; those without numbers are passed over."""
        match event:
            case RunStarted():
                self.planned_epochs = event.epochs
            case StepEnded():
                place = event.epoch - 1 + event.step / max(1, event.steps)
                for key, value in event.logs.items():
                    _append(self._steps, key, place, value)
            case EpochEnded():
                for key, value in event.logs.items():
                    _append(self._epochs, key, float(event.epoch), value)
            case BestImproved():
                self.best_epoch, self.best_metric = event.epoch, event.metric
            case RunEnded():
                self.best_epoch = event.best_epoch
            case _:
                pass

    def charts(self) -> list[str]:
        """The metrics that have a chart, the loss first; a key and its ``val_`` twin share one."""
        keys = dict.fromkeys(key.removeprefix("val_") for key in (*self._steps, *self._epochs))
        keys.pop("learning_rate", None)
        return ["loss", *(key for key in keys if key != "loss")] if keys else []

    def steps(self, key: str) -> tuple[np.ndarray, np.ndarray]:
        """Places and values of the steps of a metric."""
        return _arrays(self._steps, key)

    def epochs(self, key: str) -> tuple[np.ndarray, np.ndarray]:
        """Epoch numbers and values of a metric."""
        return _arrays(self._epochs, key)

    def value_at(self, epoch: int, key: str) -> float | None:
        """A metric's value at an epoch, or None."""
        x, y = self._epochs.get(key, ([], []))
        return next((value for place, value in zip(x, y, strict=True) if place == epoch), None)

    def latest(self, key: str) -> float | None:
        """The newest epoch value of a metric, or None."""
        _, y = self._epochs.get(key, ([], []))
        return y[-1] if y else None


def _arrays(table: dict[str, tuple[list[float], list[float]]], key: str) -> tuple[np.ndarray, np.ndarray]:
    # Here, not above: a window makes a series at its start, and NumPy is needed only when there is something to draw.
    import numpy as np

    x, y = table.get(key, ((), ()))
    return np.asarray(x, float), np.asarray(y, float)


def _append(table: dict[str, tuple[list[float], list[float]]], key: str, x: float, y: float) -> None:
    xs, ys = table.setdefault(key, ([], []))
    xs.append(x)
    ys.append(float(y))
