"""How a saved model was compiled, as the compile settings of a project: from the JSON alone, nothing is made.

Both forms are read: Keras 3's ``compile_config`` and the ``training_config`` of older .h5 files. Losses, metrics and
optimizers that are not Keras's own are left out and said. Does not belong here: the graph (reader), making the objects
(runs.settings), the state of the optimizer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from core.catalog.catalog import Catalog, load
from core.catalog.spec import ObjectKind, ObjectSpec
from core.catalog.spellings import shorter_values
from core.convert.config.params import Params
from core.convert.config.types import Types, is_foreign
from core.convert.config.values import is_object, plain
from core.graph.model import CompileSettings, Project
from core.graph.queries import output_sources
from core.graph.values import EMPTY, FrozenMap, KerasObject, Value
from core.texts import text

_BY_COMPILE = frozenset({"accuracy", "acc", "crossentropy", "ce"})
"""Metrics that ``compile`` itself chooses by the loss."""
_OLDER_NAMES: Mapping[str, str] = {"lr": "learning_rate"}
_INNER: Mapping[str, ObjectKind] = {"learning_rate": "schedule", "inner_optimizer": "optimizer"}
"""What an optimizer holds besides numbers."""
_WRAPPERS = frozenset({"MeanMetricWrapper", "LossFunctionWrapper", "SumOverBatchSizeMetricWrapper"})
_HOMES: Mapping[ObjectKind, str] = {
    "optimizer": "optimizer",
    "loss": "loss",
    "metric": "metric",
    "schedule": "learning rate schedule",
}


def read_training(
    training: Mapping[str, Any], project: Project, catalog: Catalog | None = None
) -> tuple[CompileSettings | None, tuple[str, ...]]:
    """The compile settings that a file tells, None if it tells none, and notes on what was left out."""
    reader = _Training(catalog or load())
    optimizer = training.get("optimizer", training.get("optimizer_config"))
    loss = training.get("loss")
    if not optimizer and not loss:
        return None, ()
    outputs = [project.graph.name_of(source.node) for source in output_sources(project.graph)]
    metrics = reader.metrics(training.get("metrics"), outputs)
    weighted = reader.metrics(training.get("weighted_metrics"), outputs)
    options: dict[str, Value] = {}
    if weighted:
        options["weighted_metrics"] = weighted
    if training.get("run_eagerly") is True:
        options["run_eagerly"] = True
    steps = training.get("steps_per_execution")
    if type(steps) is int and steps > 1:
        options["steps_per_execution"] = steps
    made = reader.optimizer(optimizer)
    settings = CompileSettings(
        optimizer=CompileSettings().optimizer if made is None else made,
        loss=reader.each(loss, reader.loss),
        metrics=metrics,
        loss_weights=plain(training.get("loss_weights")),
        options=FrozenMap(options),
    )
    return settings, tuple(dict.fromkeys(reader.notes))


class _Training:
    """Reads objects by kind; keeps a sentence for each that had to be left out."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._params = Params(Types(catalog), "float32")
        self.notes: list[str] = []

    def optimizer(self, data: Any) -> Value:
        """The optimizer; None where there is none that is known."""
        if isinstance(data, str):
            known = self._catalog.find_object("optimizer", data)
            return KerasObject(known.type) if known is not None else self._unknown("optimizer", data)
        return None if not data else self._object("optimizer", data)

    def loss(self, data: Any) -> Value:
        """One loss: its name where it is a name, else the object."""
        return self._named("loss", data, ("loss",), frozenset())

    def metric(self, data: Any) -> Value:
        """One metric; a loss may be one too."""
        return self._named("metric", data, ("metric", "loss"), _BY_COMPILE)

    def each(self, data: Any, read: Callable[[Any], Value]) -> Value:
        """What may be one thing, a list of things, or things by the names of outputs."""
        if isinstance(data, (list, tuple)):
            return tuple(self.each(item, read) for item in data)
        if isinstance(data, Mapping) and not isinstance(data.get("class_name"), str):
            return FrozenMap({str(key): self.each(item, read) for key, item in data.items()})
        return None if data is None else read(data)

    def metrics(self, data: Any, outputs: list[str]) -> Value:
        """The metrics as a tuple, or by output where the file tells them apart. Those that are not known are left out."""
        found = _without_none(self.each(data, self.metric))
        if found is None or found == EMPTY:
            return ()
        if isinstance(found, tuple) and any(isinstance(item, tuple) for item in found):
            lists = [item if isinstance(item, tuple) else (item,) for item in found]
            if len(lists) == 1 or len(outputs) != len(lists):
                return tuple(metric for each in lists for metric in each)
            return FrozenMap({name: each for name, each in zip(outputs, lists, strict=True) if each})
        return found if isinstance(found, (tuple, FrozenMap)) else (found,)

    def _named(self, what: ObjectKind, data: Any, kinds: tuple[ObjectKind, ...], others: Iterable[str]) -> Value:
        name = _function_name(data)
        if name is None:
            return self._object(what, data)
        if name in others or any(self._catalog.find_object(kind, name) is not None for kind in kinds):
            return name
        return self._unknown(what, name)

    def _object(self, kind: ObjectKind, data: Any) -> Value:
        """A serialized object of one kind; without a module it is looked for among Keras's own."""
        if not is_object(data) or not isinstance(data["config"], Mapping) or is_foreign(data):
            return self._unknown(kind, data)
        module, class_name = data.get("module"), data["class_name"]
        own = module is None or (isinstance(module, str) and module.partition(".")[0] == "keras")
        known = self._spec(kind, class_name) if own and ("module" not in data or module is not None) else None
        spec = None if known is None else self._catalog.config(known.type)
        if known is None or spec is None:
            return self._unknown(kind, data)
        config = {_OLDER_NAMES.get(name, name): value for name, value in data["config"].items()}
        if config.get("decay"):
            self.notes.append(
                text(
                    "The {kind} {class_name} lowers its learning rate by the old setting decay, which is gone.",
                    kind=kind,
                    class_name=class_name,
                )
            )
        if config.get("reduction") == "auto":
            del config["reduction"]
        held: dict[str, Value] = {}
        for name, inner in _INNER.items():
            if is_object(config.get(name)):
                held[name] = self._object(inner, config.pop(name))
        # Older versions kept all numbers of an optimizer in 32 bits, so the defaults too look as if they had been set.
        found = {name: _short(value) for name, value in self._params.of_config(spec, config).items()}
        params = FrozenMap({name: value for name, value in found.items() if not _is_default(value, spec.values, name)})
        params = params.update({name: value for name, value in held.items() if value is not None})
        named = config.get("name")
        if kind == "metric" and isinstance(named, str) and named != _default_name(known):
            params = params.set("name", named)
        return KerasObject(known.type, params)

    def _spec(self, kind: ObjectKind, name: str) -> ObjectSpec | None:
        found = self._catalog.find_object(kind, name)
        return found if found is not None and found.usable else None

    def _unknown(self, what: ObjectKind, data: Any) -> Value:
        name = data.get("class_name") if isinstance(data, Mapping) else data
        self.notes.append(
            text(
                "The {kind} {name!r} is not one of Keras's own; choose another one.",
                kind=_HOMES[what],
                name=str(name)[:80],
            )
        )
        return None


def _function_name(data: Any) -> str | None:
    """The name by which a loss or metric was given: itself, or that of a serialized function of Keras."""
    if isinstance(data, str):
        return data
    if not isinstance(data, Mapping):
        return None
    config = data.get("config")
    if data.get("class_name") == "function" and isinstance(config, str):
        module = data.get("module")
        own = module is None or (isinstance(module, str) and module.partition(".")[0] in ("keras", "builtins"))
        return config if own else f"{module}.{config}"
    if data.get("class_name") in _WRAPPERS and isinstance(config, Mapping):
        return _function_name(config.get("fn"))
    return None


def _short(value: Value) -> Value:
    return next(shorter_values(value), value) if isinstance(value, float) else value


def _is_default(value: Value, defaults: Mapping[str, Value], name: str) -> bool:
    return isinstance(value, float) and name in defaults and _short(defaults[name]) == value


def _default_name(spec: ObjectSpec) -> Value:
    name = spec.param("name")
    return None if name is None else name.default


def _without_none(value: Value) -> Value:
    """Lists and mappings without the places of what was left out."""
    if isinstance(value, tuple):
        kept = (_without_none(item) for item in value)
        return tuple(item for item in kept if item is not None)
    if isinstance(value, FrozenMap):
        made = {key: _without_none(item) for key, item in value.items()}
        return FrozenMap({key: item for key, item in made.items() if item is not None and item != ()})
    return value
