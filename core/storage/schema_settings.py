"""Format 1 of training and search settings, field by field.

Every field is written, defaults too: a file keeps its meaning when a later version starts with other defaults. Does
not belong here: what the settings mean (runs). Invariant: decoding what was encoded gives equal settings.
"""

from __future__ import annotations

from typing import Any

from core.graph.model import CompileSettings, DataSettings, FitSettings, SearchSettings, TrainingSettings
from core.storage.json_text import Shape
from core.storage.record import Record
from core.storage.schema_values import decode_value, encode_map, encode_number, encode_text, encode_value

_FIELDS: Shape = {}
TRAINING_SHAPE: Shape = {"data": _FIELDS, "compile": _FIELDS, "fit": _FIELDS}
SEARCH_SHAPE: Shape = {"space": _FIELDS}


def encode_training(training: TrainingSettings) -> dict[str, Any]:
    """JSON for the settings of a training run."""
    data, compiled, fit = training.data, training.compile, training.fit
    return {
        "data": {
            "source": encode_text(data.source),
            "options": encode_map(data.options, ordered=False),
            "validation_split": encode_number(data.validation_split),
            "test_split": encode_number(data.test_split),
            "shuffle": data.shuffle,
            "stratify": data.stratify,
            "seed": encode_number(data.seed),
        },
        "compile": {
            "optimizer": encode_value(compiled.optimizer),
            "loss": encode_value(compiled.loss),
            "metrics": encode_value(compiled.metrics),
            "loss_weights": encode_value(compiled.loss_weights),
            "options": encode_map(compiled.options, ordered=False),
        },
        "fit": {
            "epochs": encode_number(fit.epochs),
            "batch_size": encode_number(fit.batch_size),
            "shuffle": fit.shuffle,
            "class_weight": encode_value(fit.class_weight),
            "callbacks": [encode_value(callback) for callback in fit.callbacks],
            "seed": encode_number(fit.seed),
            "options": encode_map(fit.options, ordered=False),
        },
    }


def decode_training(record: Record) -> TrainingSettings:
    """The settings of a training run."""
    training = TrainingSettings(
        data=_decode_data(record.record("data")),
        compile=_decode_compile(record.record("compile")),
        fit=_decode_fit(record.record("fit")),
    )
    record.end()
    return training


def _decode_data(record: Record) -> DataSettings:
    data = DataSettings(
        source=record.text("source"),
        options=record.mapping("options"),
        validation_split=record.number("validation_split"),
        test_split=record.number("test_split"),
        shuffle=record.flag("shuffle"),
        stratify=record.flag("stratify"),
        seed=record.integer("seed"),
    )
    record.end()
    return data


def _decode_compile(record: Record) -> CompileSettings:
    compiled = CompileSettings(
        optimizer=record.value("optimizer"),
        loss=record.value("loss"),
        metrics=record.value("metrics"),
        loss_weights=record.value("loss_weights"),
        options=record.mapping("options"),
    )
    record.end()
    return compiled


def _decode_fit(record: Record) -> FitSettings:
    callbacks = enumerate(record.items("callbacks"))
    fit = FitSettings(
        epochs=record.integer("epochs"),
        batch_size=record.integer("batch_size"),
        shuffle=record.flag("shuffle"),
        class_weight=record.value("class_weight"),
        callbacks=tuple(decode_value(item, f"{record.place('callbacks')}[{number}]") for number, item in callbacks),
        seed=record.integer("seed"),
        options=record.mapping("options"),
    )
    record.end()
    return fit


def encode_search(search: SearchSettings) -> dict[str, Any]:
    """JSON for the settings of a hyperparameter search."""
    return {
        "trials": encode_number(search.trials),
        "objective": encode_text(search.objective),
        "direction": search.direction,
        "sampler": encode_text(search.sampler),
        "pruner": encode_text(search.pruner),
        "space": encode_map(search.space),
        "options": encode_map(search.options, ordered=False),
    }


def decode_search(record: Record) -> SearchSettings:
    """The settings of a hyperparameter search."""
    direction = record.choice("direction", "minimize", "maximize")
    search = SearchSettings(
        trials=record.integer("trials"),
        objective=record.text("objective"),
        direction="maximize" if direction == "maximize" else "minimize",
        sampler=record.text("sampler"),
        pruner=record.text("pruner"),
        space=record.mapping("space"),
        options=record.mapping("options"),
    )
    record.end()
    return search
