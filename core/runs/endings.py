"""How a run ended, in one sentence: all epochs done, ended by a callback, stopped on request, lost to NaN.

Functions from the state of a run to text; knows nothing of Keras. Does not belong here: errors of Keras, models and data
(failures), deciding when a run ends (training, callbacks).
"""

from __future__ import annotations

from collections.abc import Sequence

from core.runs.recorder import Recorder
from core.texts import joined, text

_NAN_ADVICE = text(
    "check the data for extreme values, lower the learning rate, or clip gradients (clipnorm of the optimizer)"
)


def finished(recorder: Recorder, planned: int, callbacks: Sequence[object]) -> str:
    """Training came to its end: after the ``planned`` epochs, or earlier because of one of the ``callbacks``."""
    epochs, best = recorder.epochs, _best_of_several(recorder)
    if epochs < planned:
        names = ", ".join(type(callback).__name__ for callback in callbacks)
        if best is None:
            return text(
                "{names} ended training after {epochs} of {planned} epochs.",
                names=names,
                epochs=epochs,
                planned=planned,
            )
        return text(
            "{names} ended training after {epochs} of {planned} epochs; epoch {best} was the best.",
            names=names,
            epochs=epochs,
            planned=planned,
            best=best,
        )
    if planned == 1:
        return text("The epoch is done.")
    if best is None:
        return text("All {planned} epochs are done.", planned=planned)
    return text("All {planned} epochs are done; epoch {best} was the best.", planned=planned, best=best)


def stopped(recorder: Recorder) -> str:
    """The user asked to stop while the model was training."""
    best = _best_of_several(recorder)
    epoch = recorder.epoch
    if recorder.epochs == 0:
        return text("Stopped on request before an epoch was complete; the weights of that moment are kept.")
    if recorder.epochs == epoch:
        if best is None:
            return text("Stopped on request after epoch {epoch}.", epoch=epoch)
        return text("Stopped on request after epoch {epoch}; epoch {best} was the best.", epoch=epoch, best=best)
    if best is None:
        return text("Stopped on request during epoch {epoch}.", epoch=epoch)
    return text("Stopped on request during epoch {epoch}; epoch {best} was the best.", epoch=epoch, best=best)


def lost_to_nan(recorder: Recorder) -> str:
    """The loss is no number any more."""
    said = text(
        "The loss became NaN in epoch {epoch}, step {step}: {advice}.",
        epoch=recorder.epoch,
        step=recorder.step,
        advice=_NAN_ADVICE,
    )
    if recorder.best_epoch is None:
        return said
    return joined((said, text("The weights of epoch {best} are kept.", best=recorder.best_epoch)))


def _best_of_several(recorder: Recorder) -> int | None:
    """The best epoch, where there were others."""
    return recorder.best_epoch if recorder.epochs > 1 else None
