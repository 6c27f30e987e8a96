"""The sentences at the end of a run, without Keras."""

from __future__ import annotations

from core.runs import endings
from core.runs.job import StopToken
from core.runs.recorder import Recorder


class EarlyStopping:
    """What ends training early, by the name that Keras gives it."""


def recorder(*losses: float, begun: bool = False) -> Recorder:
    """A recorder after epochs with these losses, with one more epoch ``begun``."""
    made = Recorder(lambda event: None, StopToken(), lambda: None)
    for epoch, loss in enumerate(losses, 1):
        made.epoch_began(epoch, None)
        made.epoch_ended({"loss": loss, "val_loss": loss})
    if begun:
        made.epoch_began(len(losses) + 1, None)
    return made


def test_all_epochs_are_done() -> None:
    assert endings.finished(recorder(0.5), 1, []) == "The epoch is done."
    assert endings.finished(recorder(0.5, 0.2, 0.3), 3, []) == "All 3 epochs are done; epoch 2 was the best."
    assert endings.finished(recorder(float("inf"), float("inf")), 2, []) == "All 2 epochs are done."


def test_a_callback_ended_it() -> None:
    early = [EarlyStopping()]
    assert endings.finished(recorder(0.5), 9, early) == "EarlyStopping ended training after 1 of 9 epochs."
    said = endings.finished(recorder(0.2, 0.5), 9, early)
    assert said == "EarlyStopping ended training after 2 of 9 epochs; epoch 1 was the best."


def test_the_user_stopped_it() -> None:
    assert endings.stopped(recorder(begun=True)).startswith("Stopped on request before an epoch was complete")
    assert endings.stopped(recorder(0.5)) == "Stopped on request after epoch 1."
    assert endings.stopped(recorder(0.5, 0.2)) == "Stopped on request after epoch 2; epoch 2 was the best."
    assert endings.stopped(recorder(0.5, begun=True)) == "Stopped on request during epoch 2."
    assert endings.stopped(recorder(0.2, 0.5, begun=True)) == "Stopped on request during epoch 3; epoch 1 was the best."


def test_the_loss_is_no_number() -> None:
    assert endings.lost_to_nan(recorder(begun=True)).startswith(
        "The loss became NaN in epoch 1, step 0: check the data"
    )
    assert endings.lost_to_nan(recorder(0.5, begun=True)).endswith("The weights of epoch 1 are kept.")
