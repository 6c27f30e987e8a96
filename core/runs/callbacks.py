"""Keras's side of a run: a callback that feeds the recorder and a list that spares the loop needless work.

Keras turns the metrics of every step into floats once a callback listens to steps. Our list does so only for the steps
that are reported, unless one of the user's callbacks wants them all. Does not belong here: what follows from a step
(recorder).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.runs.recorder import Recorder
from core.texts import text

_TRACING = text("TensorFlow is compiling the model; a stop waits until that is done.")
_TRACING_VALIDATION = text("TensorFlow is compiling the validation; a stop waits until that is done.")


def callback_list(model: Any, recorder: Recorder, own: Sequence[Any], epochs: int, steps: int | None) -> Any:
    """A ``keras.callbacks.CallbackList`` of the user's callbacks ``own`` followed by the recorder's."""
    import keras

    class Reporter(keras.callbacks.Callback):  # type: ignore[misc]
        """Hands on what happens; re-asserts a stop that ``fit`` forgets when it was asked for too early."""

        traced_training = False
        traced_validation = False

        def on_train_begin(self, logs: Any = None) -> None:
            recorder.phase("tracing", _TRACING, interruptible=False)

        def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
            recorder.epoch_began(epoch + 1, learning_rate(self.model))
            if self.traced_training:
                recorder.phase("training", text("Epoch {epoch} of {epochs}", epoch=epoch + 1, epochs=epochs))

        def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
            if not self.traced_training:
                self.traced_training = True
                recorder.phase("training", text("Epoch {epoch} of {epochs}", epoch=recorder.epoch, epochs=epochs))
            recorder.step_ended(batch + 1, steps, logs or {})
            recorder.check_stop()

        def on_test_begin(self, logs: Any = None) -> None:
            if self.traced_validation:
                recorder.phase("validating", text("Validating epoch {epoch}", epoch=recorder.epoch))
            else:
                recorder.phase("validating", _TRACING_VALIDATION, interruptible=False)

        def on_test_batch_end(self, batch: int, logs: Any = None) -> None:
            if not self.traced_validation:
                self.traced_validation = True
                recorder.phase("validating", text("Validating epoch {epoch}", epoch=recorder.epoch))

        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            recorder.epoch_ended(logs or {})
            recorder.check_stop()
            if recorder.stop_requested:
                self.model.stop_training = True

    class Hooks(keras.callbacks.CallbackList):  # type: ignore[misc]
        def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:
            if steps_matter:
                super().on_train_batch_begin(batch, logs)

        def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
            recorder.step = batch + 1
            if steps_matter or recorder.wants_step(batch + 1, steps):
                super().on_train_batch_end(batch, logs)
            else:
                recorder.check_stop()

        def on_test_batch_end(self, batch: int, logs: Any = None) -> None:
            if steps_matter or not reporter.traced_validation:
                super().on_test_batch_end(batch, logs)
            recorder.check_stop()

    steps_matter = any(_listens_to_steps(callback, keras.callbacks.Callback) for callback in own)
    reporter = Reporter()
    return Hooks([*own, reporter], add_history=True, model=model, epochs=epochs, steps=steps, verbose=0)


def stop_callback(recorder: Recorder) -> Any:
    """A callback that ends ``evaluate`` or ``predict`` at once on request, by raising StopNow."""
    import keras

    class Stopper(keras.callbacks.Callback):  # type: ignore[misc]
        def on_test_batch_end(self, batch: int, logs: Any = None) -> None:
            recorder.check_stop()

        on_predict_batch_end = on_test_batch_end

    return Stopper()


def learning_rate(model: Any) -> float | None:
    """The optimizer's current learning rate; None where it has none."""
    value = getattr(model.optimizer, "learning_rate", None)
    return None if value is None else float(value)


def _listens_to_steps(callback: Any, base: type) -> bool:
    hooks = ("on_batch_begin", "on_batch_end", "on_train_batch_begin", "on_train_batch_end", "on_test_batch_end")
    return any(getattr(type(callback), hook) is not getattr(base, hook) for hook in hooks)
