"""One training run from a job to its last event: data, model, fit, best weights, test, files.

The same function serves the window (in a thread), the command line and, later, other processes. It never raises for
what a user's model, data or settings can cause: the last event says it. Invariants: :class:`RunStarted` comes first and
:class:`RunEnded` last, once; the job's project is never changed; the weights kept are those of the best epoch. Does not
belong here: threads (engines), how a step becomes an event (recorder), the sentence at the end (endings).
"""

from __future__ import annotations

import logging
import math
import os
import time
from typing import Any

from core.convert.applications import names_from_start
from core.convert.initial_weights import IMAGENET, initial_weights
from core.convert.to_keras import BuiltModel, build
from core.convert.weights.loading import load_weights
from core.data import match
from core.data.dataset import Array, Part, summarize
from core.data.interface import Interface, Port, assign
from core.data.sources import load
from core.data.splits import Splits, split
from core.errors import NetwrightError, RunError
from core.graph.values import EMPTY
from core.runs import endings, settings, store
from core.runs.adapting import adapt, waiting
from core.runs.callbacks import callback_list, stop_callback
from core.runs.events import (
    DataReady,
    Metrics,
    RunEnded,
    RunMessage,
    RunStarted,
    Status,
)
from core.runs.failures import explain
from core.runs.feeding import arranged
from core.runs.job import StopToken, TrainingJob
from core.runs.recorder import Emit, LossIsNaN, Recorder, StopNow, metrics
from core.runs.scopes import PlainScopes
from core.storage.files import save_project
from core.texts import text

# A crash loses at most the improvements of this many seconds; writing more often would slow down small models.
_KEEP_ON_DISK_EVERY = 30.0


def run(job: TrainingJob, emit: Emit, stop: StopToken | None = None) -> RunEnded:
    """Train as the job says and return the last event, which was emitted too.

    ``emit`` is called in this thread. Files are written to the job's folder.
    """
    began = time.perf_counter()
    started = store.now()
    fit = job.project.training.fit
    emit(RunStarted(job.run, str(job.folder), fit.epochs, fit.batch_size, fit.seed))
    attempt = _Attempt(job, emit, stop if stop is not None else StopToken())
    try:
        _write_summary(job, started, None)
        save_project(job.project, job.folder / store.PROJECT_FILE, None, overwrite=True)
        status, reason = attempt.execute()
        node, details = None, ""
    except Exception as error:
        failure = explain(error, attempt.doing, fit.batch_size, attempt.layer_nodes)
        status, reason, node, details = "failed", failure.reason, failure.node, failure.details
        attempt.rescue()
    ended = attempt.ended(status, reason, time.perf_counter() - began, node, details)
    try:
        _write_summary(job, started, ended)
    except NetwrightError as error:
        emit(RunMessage("warning", error.message))
    emit(ended)
    return ended


class _Attempt:
    """The steps of one run and what they leave for the next."""

    def __init__(self, job: TrainingJob, emit: Emit, stop: StopToken) -> None:
        self._job = job
        self._training = job.project.training
        self._emit = emit
        self._stop = stop
        self._model: Any = None
        self._known_layers: list[Any] = []
        self._best: list[Array] | None = None
        self._kept_at = time.monotonic()
        self._weights = ""
        self._test: Metrics = EMPTY
        self.doing = text("preparing the run")
        self.layer_nodes: dict[str, str] = {}
        self._recorder = Recorder(emit, stop, self._keep_best)

    def execute(self) -> tuple[Status, str]:
        """Do it all; how it ended and why, in one sentence."""
        try:
            splits = self._prepare()
            built = self._build()
            self._check_match(built)
            inputs, targets = self._arrays(splits.training)
            self._compile(inputs)
        except StopNow:
            return "stopped", text("Stopped on request before training began.")
        status, reason = self._fit(splits, inputs, targets)
        self._restore_best()
        if splits.test is not None and not self._stop.at_once:
            self._evaluate(splits.test)
        self._save()
        return status, reason

    # Before training

    def _prepare(self) -> Splits:
        self.doing = text("loading the data")
        self._recorder.phase("preparing", text("Loading Keras and the data"), interruptible=False)
        if self._training.fit.epochs < 1:
            raise RunError(
                text("At least one epoch is needed. Received: epochs={epochs}", epochs=self._training.fit.epochs)
            )
        if self._training.fit.batch_size < 1:
            raise RunError(
                text(
                    "A batch holds at least one sample. Received: batch_size={batch_size}",
                    batch_size=self._training.fit.batch_size,
                )
            )
        import keras  # noqa: F401  # the phase that says so lasts as long as this import

        logging.getLogger("tensorflow").addFilter(_is_worth_saying)
        self._data = load(self._training.data, self._job.data_folder)
        splits = split(self._data, self._training.data)
        self._recorder.monitor = "val_loss" if splits.validation is not None else "loss"
        for note in (*self._data.notes, *splits.notes):
            self._emit(RunMessage("info", note))
        self._steps = math.ceil(splits.training.samples / self._training.fit.batch_size)
        self._fit_options = settings.fit_options(self._training.fit)
        steps = self._fit_options.get("steps_per_epoch")
        if isinstance(steps, int) and steps > 0:
            self._steps = steps
        self._emit(DataReady(splits.training.samples, _samples(splits.validation), _samples(splits.test), self._steps))
        self._check_stop()
        return splits

    def _build(self) -> BuiltModel:
        self.doing = text("building the model")
        self._recorder.phase("building", text("Building the model"), interruptible=False)
        import keras

        from core.analysis.analysis import Analyzer
        from core.catalog.catalog import load as load_catalog

        # The analysis draws random numbers, more or fewer by what it knows already; the seed holds from here on. Seeds of
        # Keras are per thread, those of Python and NumPy per process.
        analysis = Analyzer(load_catalog()).analyze(self._job.project)
        keras.utils.set_random_seed(settings.seed(self._training.fit.seed))
        built = build(self._job.project, analysis)
        self._model = built.model
        self._scopes = PlainScopes(built.model)
        self._recorder.metric_name = self._scopes.metric
        plain = {plain: own for plain, own in self._scopes.own.items() if own in built.layer_nodes}
        self.layer_nodes = {**built.layer_nodes, **{name: built.layer_nodes[own] for name, own in plain.items()}}
        self._start_from_weights()
        self._check_stop()
        return built

    def _start_from_weights(self) -> None:
        """Give the model the weights that the project starts from."""
        for entry in initial_weights(self._job.project):
            self.doing = text("loading the initial weights")
            name = entry.removeprefix(IMAGENET) if entry.startswith(IMAGENET) else os.path.basename(entry)
            self._recorder.phase(
                "building", text("Loading the initial weights ({name})", name=name), interruptible=False
            )
            found = load_weights(self._model, entry, self._job.data_folder)
            self._known_layers.extend(found.layers)
            self._emit(RunMessage("info", found.sentence()))
            self._check_stop()

    def _check_match(self, built: BuiltModel) -> None:
        self.doing = text("matching the data with the model")
        model = built.model
        self._input_names = [str(tensor.name) for tensor in model.inputs]
        self._output_names = [str(name) for name in model.output_names]
        interface = Interface(
            tuple(self._port(*item) for item in zip(self._input_names, model.inputs, strict=True)),
            tuple(self._port(*item) for item in zip(self._output_names, model.outputs, strict=True)),
        )
        for problem in match.check(self._job.project, summarize(self._data), interface):
            if problem.severity == "error":
                raise RunError(problem.message, node=problem.node)
            self._emit(RunMessage("warning", problem.message, problem.code))

    def _port(self, name: str, tensor: Any) -> Port:
        return Port(name, tuple(tensor.shape)[1:], self.layer_nodes.get(name), str(tensor.dtype))

    def _arrays(self, part: Part) -> tuple[list[Array], list[Array]]:
        inputs = assign(self._input_names, part.inputs)
        targets = assign(self._output_names, part.targets)
        assert inputs is not None and targets is not None, "the match was checked"
        return inputs, targets

    def _compile(self, inputs: list[Array]) -> None:
        self.doing = text("compiling the model")
        # Keras numbers unnamed metrics as they are made in a process: the second run would have an "auc_1".
        with self._scopes.taken(), names_from_start():
            training = self._scopes.settings(self._training)
            arguments = settings.compile_arguments(training.compile, [str(name) for name in self._model.output_names])
            arguments["optimizer"] = settings.scaled(arguments["optimizer"], self._model)
            self._model.compile(**arguments)
        self._callbacks = settings.callbacks(training.fit)
        self.doing = text("adapting the model to the data")
        if waiting(self._model, self._known_layers):
            self._recorder.phase("adapting", text("Adapting layers to the training data"), interruptible=False)
        for message in adapt(self._model, inputs, self._known_layers, self._scopes):
            self._emit(message)
        self._check_stop()

    def _check_stop(self) -> None:
        # Nothing is trained yet, so "after this epoch" means now.
        if self._recorder.stop_requested:
            raise StopNow

    # Training

    def _fit(self, splits: Splits, inputs: list[Array], targets: list[Array]) -> tuple[Status, str]:
        self.doing = text("training")
        fit = self._training.fit
        weights = settings.class_weights(fit.class_weight, splits.training.targets, self._data.class_names)
        validation = None
        if splits.validation is not None:
            validation = self._feed(*self._arrays(splits.validation))
        x, y = self._feed(inputs, targets)
        try:
            with self._scopes.taken():
                self._model.fit(
                    x,
                    y,
                    batch_size=fit.batch_size,
                    epochs=fit.epochs,
                    shuffle=fit.shuffle,
                    validation_data=validation,
                    class_weight=weights or None,
                    verbose=0,
                    callbacks=callback_list(self._model, self._recorder, self._callbacks, fit.epochs, self._steps),
                    **self._fit_options,
                )
        except StopNow:
            return "stopped", endings.stopped(self._recorder)
        except LossIsNaN:
            raise RunError(endings.lost_to_nan(self._recorder)) from None
        if self._recorder.stop_requested and self._recorder.epochs < fit.epochs:
            return "stopped", endings.stopped(self._recorder)
        return "finished", endings.finished(self._recorder, fit.epochs, self._callbacks)

    def _feed(self, inputs: list[Array], targets: list[Array]) -> tuple[Any, Any]:
        """Arrays in the structure (one, list, dict) that the model was made with."""
        return arranged(self._model.input, inputs), arranged(self._model.output, targets)

    def _keep_best(self) -> None:
        self._best = self._model.get_weights()
        if time.monotonic() - self._kept_at > _KEEP_ON_DISK_EVERY:
            self._write_weights()

    def _write_weights(self) -> None:
        target = self._job.folder / store.WEIGHTS_FILE
        # Keras insists on the ending.
        temporary = target.with_name("part-" + target.name)
        with self._scopes.lifted():
            self._model.save_weights(temporary)
        os.replace(temporary, target)
        self._kept_at = time.monotonic()
        self._weights = str(target)

    def _restore_best(self) -> None:
        if self._best is not None:
            self._model.set_weights(self._best)

    # After training

    def _evaluate(self, part: Part) -> None:
        self.doing = text("evaluating")
        self._recorder.phase(
            "evaluating", text("Evaluating the best weights on {samples} test samples", samples=part.samples)
        )
        x, y = self._feed(*self._arrays(part))
        try:
            with self._scopes.taken():
                found = self._model.evaluate(
                    x,
                    y,
                    batch_size=self._training.fit.batch_size,
                    verbose=0,
                    return_dict=True,
                    callbacks=[stop_callback(self._recorder)],
                )
        except StopNow:
            self._emit(RunMessage("info", text("The evaluation on the test part was stopped.")))
            return
        self._test = metrics(found, self._scopes.metric)

    def _save(self) -> None:
        self.doing = text("saving the weights")
        self._recorder.phase("saving", text("Saving the best weights and the model"), interruptible=False)
        self._write_weights()
        try:
            self._model.save(self._job.folder / store.MODEL_FILE)
        except (ValueError, TypeError, NotImplementedError, OSError) as error:
            reason = explain(error, "saving", 0, {}).reason
            self._emit(
                RunMessage("warning", text("The weights are kept, but not the whole model. {reason}", reason=reason))
            )
        store.write_json(self._job.folder / store.HISTORY_FILE, self._recorder.history)

    def rescue(self) -> None:
        """After a failure: keep the best weights so far, if there are any."""
        if self._best is None or self._model is None:
            return
        try:
            self._restore_best()
            self._write_weights()
            store.write_json(self._job.folder / store.HISTORY_FILE, self._recorder.history)
        except Exception as error:  # the first failure is the one to tell
            self._emit(RunMessage("warning", explain(error, text("saving the weights"), 0, {}).reason))

    def ended(self, status: Status, reason: str, seconds: float, node: str | None, details: str) -> RunEnded:
        recorder = self._recorder
        return RunEnded(
            run=self._job.run,
            folder=str(self._job.folder),
            status=status,
            reason=reason,
            epochs=recorder.epochs,
            best_epoch=recorder.best_epoch,
            best=recorder.metrics_of(recorder.best_epoch),
            test=self._test,
            history=recorder.history,
            seconds=seconds,
            weights=self._weights,
            node=node,
            details=details,
        )


def _is_worth_saying(record: logging.LogRecord) -> bool:
    # Every run has a new model, so TensorFlow compiles anew each time and thinks that is a mistake.
    return "triggered tf.function retracing" not in record.getMessage()


def _samples(part: Part | None) -> int:
    return 0 if part is None else part.samples


def _write_summary(job: TrainingJob, started: str, ended: RunEnded | None) -> None:
    """Write run.json: the run as it is while it goes (``ended`` None) or as it ended."""
    training = job.project.training
    store.write_json(
        job.folder / store.RUN_FILE,
        {
            "run": job.run,
            "name": job.project.graph.name,
            "status": "running" if ended is None else ended.status,
            "reason": "" if ended is None else ended.reason,
            "started": started,
            "seconds": 0.0 if ended is None else ended.seconds,
            "epochs": 0 if ended is None else ended.epochs,
            "best_epoch": None if ended is None else ended.best_epoch,
            "best": {} if ended is None else ended.best,
            "test": {} if ended is None else ended.test,
            "source": training.data.source,
            "seed": training.fit.seed,
        },
    )
