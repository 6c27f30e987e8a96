"""What ``compile`` and ``fit`` were given, as the training settings of the project.

Does not belong here: how such calls are found (methods). Invariant: what cannot be taken over stands in a note.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from core.analysis.custom_functions import read_function
from core.catalog.spec import ObjectKind
from core.convert.from_code.machine import Machine
from core.convert.from_code.measures import is_small
from core.convert.from_code.parameters import Unsaid, described, document_value, path_value, source_of
from core.convert.from_code.settings import find
from core.convert.from_code.values import Function, Instance, Model, Path, Settings, Unknown, tensors_in
from core.convert.imported import Upgrade
from core.errors import ConversionError
from core.graph.model import CompileSettings, FitSettings, TrainingSettings
from core.graph.values import FrozenMap, KerasObject, PythonSource, Value, exact_key
from core.texts import text

_METRICS = {"acc": "accuracy", "Accuracy": "Accuracy"}
_OPTIONS = frozenset({"weighted_metrics", "run_eagerly", "steps_per_execution", "jit_compile", "auto_scale_loss"})
_KEPT = frozenset({"EarlyStopping", "ReduceLROnPlateau", "TerminateOnNaN"})


def training_settings(m: Machine, model: Model | None) -> TrainingSettings:
    """The settings of a model; defaults where it was neither compiled nor fitted."""
    settings = TrainingSettings()
    if model is not None and model.compiled is not None:
        settings = replace(settings, compile=_compile(m, model.compiled, len(tensors_in(model.outputs))))
    if model is not None and model.fitted:
        settings = _fit(m, settings, model.fitted)
    if m.seed is not None and 0 <= m.seed < 2**31:
        settings = replace(settings, fit=replace(settings.fit, seed=m.seed))
    return settings


def _compile(m: Machine, given: Mapping[str, Any], outputs: int) -> CompileSettings:
    line = given.get("", 0)
    given = {key: value for key, value in given.items() if is_small(value, 5000)}
    made = CompileSettings()
    optimizer = _optimizer(m, given.get("optimizer"), line)
    if optimizer is not None:
        made = replace(made, optimizer=optimizer)
    loss = _several(m, "loss", given.get("loss"), line)
    metrics = _several(m, "metric", given.get("metrics"), line)
    if metrics is not None and not isinstance(metrics, (tuple, FrozenMap)):
        metrics = (metrics,)
    made = replace(made, loss=loss, metrics=() if metrics is None else _for_all(m, metrics, outputs))
    weights = given.get("loss_weights")
    if weights is not None:
        try:
            made = replace(made, loss_weights=document_value(m, weights, line))
        except Unsaid as unsaid:
            m.note(text("{unsaid}; the loss weights are not set.", unsaid=unsaid), line)
    options: dict[str, Value] = {}
    for key in given:
        if key in _OPTIONS and given[key] is not None:
            try:
                options[key] = document_value(m, given[key], line)
            except Unsaid:
                continue
    return replace(made, options=FrozenMap(options))


def _for_all(m: Machine, metrics: Value, outputs: int) -> Value:
    """Metrics that generated code gives each output by its name, because each needs its own: for all, as they were."""
    if not m.verbatim or not isinstance(metrics, FrozenMap) or len(metrics) != outputs or outputs < 2:
        return metrics
    values = {exact_key(value): value for value in metrics.values()}
    return next(iter(values.values())) if len(values) == 1 else metrics


def _optimizer(m: Machine, value: Any, line: int) -> Value:
    if value is None:
        return None
    if isinstance(value, str):
        spec = find(m, "optimizer", value)
        if m.verbatim or spec is None:
            if spec is None:
                m.note(text("Keras 3 has no optimizer {value!r}.", value=value), line)
            return value if m.verbatim else None
        return KerasObject(spec.type)
    if isinstance(value, Settings):
        return document_value(m, value, line)
    if isinstance(value, Path):
        spec = find(m, "optimizer", value.last)
        if spec is not None:
            return KerasObject(spec.type)
    m.note(text("{reason}; the optimizer is left as it is.", reason=_why(value)), line)
    return None


def _why(value: Any) -> str:
    return value.reason if isinstance(value, Unknown) else described(value)


def _several(m: Machine, kind: ObjectKind, value: Any, line: int) -> Value:
    """Losses or metrics: one, a row, or by the name of the output."""
    if isinstance(value, (list, tuple)):
        items = [_several(m, kind, item, line) for item in value]
        return tuple(item for item in items if item is not None) if kind == "metric" else tuple(items)
    if isinstance(value, dict):
        pairs = {str(key): _several(m, kind, item, line) for key, item in value.items()}
        return FrozenMap({key: item for key, item in pairs.items() if item is not None})
    return _one(m, kind, value, line)


def _one(m: Machine, kind: ObjectKind, value: Any, line: int) -> Value:
    if value is None:
        return None
    if isinstance(value, str):
        return _named(m, kind, value, line)
    if isinstance(value, Settings):
        return document_value(m, value, line)
    if isinstance(value, Path):
        try:
            found = path_value(m, value)
        except Unsaid:
            found = None
        if found is not None:
            return found
        other = find(m, kind, value.last) or find(m, "loss", value.last)
        if other is not None:
            return _named(m, kind, value.last, line)
    if isinstance(value, Function):
        source = source_of(m, value)
        try:
            read_function(source)
        except ConversionError:
            m.note(
                text(
                    "The {kind} {name!r} is code of its own that cannot be taken over; choose another.",
                    kind=kind,
                    name=value.name,
                ),
                line,
            )
            return None
        return PythonSource(source)
    if isinstance(value, Instance):
        m.note(
            text(
                "The {kind} {name!r} is a class of this code, which is not run; choose another.",
                kind=kind,
                name=value.cls.name,
            ),
            line,
        )
        return None
    m.note(text("{reason}; choose the {kind}.", reason=_why(value), kind=kind), line)
    return None


def _named(m: Machine, kind: ObjectKind, value: str, line: int) -> Value:
    if m.verbatim:
        return value
    new = _METRICS.get(value, value) if kind == "metric" else value
    spec = find(m, kind, new)
    if new == "accuracy" or (spec is not None and new in spec.identifiers):
        if new != value:
            m.upgrades[Upgrade("compile", f"metrics={value!r}", f"metrics={new!r}")] = None
        if spec is None or spec.identifiers[0] == new or kind == "metric":
            return new
        return spec.identifiers[0]
    if spec is not None:
        return KerasObject(spec.type)
    loss = find(m, "loss", new)
    if loss is not None:
        return loss.identifiers[0]
    m.note(text("Keras 3 has no {kind} {value!r}; choose another.", kind=kind, value=value), line)
    return None


def _fit(m: Machine, settings: TrainingSettings, given: Mapping[str, Any]) -> TrainingSettings:
    line = given.get("", 0)
    fit, data = FitSettings(), settings.data
    epochs = given.get("epochs", given.get("nb_epoch"))
    if isinstance(epochs, int) and not isinstance(epochs, bool) and epochs > 0:
        fit = replace(fit, epochs=epochs)
        if "nb_epoch" in given:
            m.upgrades[Upgrade("fit", f"nb_epoch={epochs}", f"epochs={epochs}")] = None
    elif isinstance(epochs, Unknown):
        m.note(text("{reason}; the number of epochs is left as it is.", reason=epochs.reason), line)
    size = given.get("batch_size")
    if isinstance(size, int) and not isinstance(size, bool) and size > 0:
        fit = replace(fit, batch_size=size)
    elif isinstance(size, Unknown):
        m.note(text("{reason}; the batch size is left as it is.", reason=size.reason), line)
    if isinstance(given.get("shuffle"), bool):
        fit = replace(fit, shuffle=given["shuffle"])
    split = given.get("validation_split")
    if isinstance(split, float) and 0 <= split < 1:
        data = replace(data, validation_split=split)
    weights = given.get("class_weight")
    if isinstance(weights, dict):
        try:
            fit = replace(fit, class_weight=document_value(m, weights, line))
        except Unsaid as unsaid:
            m.note(text("{unsaid}; the class weights are not set.", unsaid=unsaid), line)
    return replace(settings, data=data, fit=replace(fit, callbacks=_callbacks(m, given.get("callbacks"), line)))


def _callbacks(m: Machine, value: Any, line: int) -> tuple[Value, ...]:
    made: list[Value] = []
    for item in value if isinstance(value, (list, tuple)) else ():
        if isinstance(item, Settings):
            name = item.type.rpartition(".")[2]
            if name in _KEPT:
                made.append(document_value(m, item, line))
            else:
                m.note(text("The callback {name} is not taken over.", name=name), item.line or line)
        elif isinstance(item, Instance):
            m.note(text("The callback {name} is a class of this code, which is not run.", name=item.cls.name), line)
    return tuple(made)
