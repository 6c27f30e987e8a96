"""Objects that settings hold - optimizers, initializers, regularizers, losses, metrics, callbacks - as code makes them.

Does not belong here: what compile and fit do with them (training). Invariant: an object that Keras 3 does not have is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.catalog.spec import ObjectKind, ObjectSpec
from core.convert.from_code.machine import Machine
from core.convert.from_code.parameters import Unsaid, is_default, parameter_value
from core.convert.from_code.values import Settings, Unknown
from core.convert.imported import Upgrade
from core.graph.values import FrozenMap, KerasObject
from core.texts import text

_KINDS: Mapping[str, ObjectKind] = {
    "optimizers": "optimizer",
    "regularizers": "regularizer",
    "initializers": "initializer",
    "constraints": "constraint",
    "losses": "loss",
    "metrics": "metric",
    "callbacks": "callback",
}
_ALIASES: Mapping[str, str] = {
    "l1l2": "L1L2",
    "l1_l2": "L1L2",
    "activity_l1": "L1",
    "activity_l2": "L2",
    "activity_l1l2": "L1L2",
    "WeightRegularizer": "L1L2",
    "maxnorm": "MaxNorm",
    "max_norm": "MaxNorm",
    "nonneg": "NonNeg",
    "non_neg": "NonNeg",
    "unitnorm": "UnitNorm",
    "unit_norm": "UnitNorm",
    "min_max_norm": "MinMaxNorm",
    "EarlyStop": "EarlyStopping",
    "zero": "Zeros",
    "one": "Ones",
    "normal": "RandomNormal",
    "uniform": "RandomUniform",
    "random_normal_initializer": "RandomNormal",
    "constant": "Constant",
    "AdamOptimizer": "Adam",
    "orthogonal": "Orthogonal",
    "NAdam": "Nadam",
    "RMSProp": "RMSprop",
    "Huber_loss": "Huber",
    "CosineLoss": "CosineSimilarity",
    "adam": "Adam",
}
_RENAMES: Mapping[str, str] = {
    "lr": "learning_rate",
    "m": "max_value",
    "l": "l2",
    "beta1": "beta_1",
    "beta2": "beta_2",
    "scale": "stddev",
    "low": "min_value",
    "high": "max_value",
    "epsilon_": "epsilon",
    "filename": "filepath",
    "min_delta_": "min_delta",
}
_GONE = frozenset(
    {"schedule_decay", "epsilon", "period", "write_grads", "batch_size", "embeddings_layer_names", "amsgrad"}
)


def optimizer_alias(m: Machine, name: str) -> bool:
    """True for the name of an optimizer."""
    return m.catalog.find_object("optimizer", name) is not None


def find(m: Machine, kind: ObjectKind, name: str) -> ObjectSpec | None:
    """The object of Keras 3 that a name of any version means."""
    found = m.catalog.find_object(kind, name) or m.catalog.find_object(kind, _ALIASES.get(name, name))
    return found if found is not None and found.usable else None


def make_settings(m: Machine, path: str, args: list[Any], kwargs: Mapping[str, Any], line: int) -> Any:
    """``keras.optimizers.Adam(0.001)``; None where Keras 3 has no such object."""
    parts = path.split(".")
    last = parts[-1]
    if last == "get" and args:
        return args[0]
    if last in ("serialize", "deserialize"):
        return None
    kind: ObjectKind | None = "schedule" if "schedules" in parts else _KINDS.get(parts[1])
    if parts[1] == "dtype_policies":
        if m.verbatim:
            return Settings(path, {**dict(zip(("name",), args, strict=False)), **kwargs}, line)
        return args[0] if args else kwargs.get("name")
    if kind is None:
        return None
    spec = find(m, kind, last) or (find(m, "schedule", last) if kind == "optimizer" else None)
    if spec is None:
        return None
    names = [param.name for param in spec.params if param.name not in ("name", "trainable", "dtype")]
    given = {**dict(zip(names, args, strict=False)), **kwargs}
    return _made(m, spec, given, line)


def _made(m: Machine, spec: ObjectSpec, given: dict[str, Any], line: int) -> Settings:
    params = {param.name: param for param in spec.params}
    settings = Settings(spec.type, {}, line)
    decay = given.pop("decay", None) if "decay" not in params else None
    if spec.kind == "optimizer" and given.get("epsilon", 0) is None:
        del given["epsilon"]
    name = spec.class_name
    for key, value in given.items():
        new = key if key in params else _RENAMES.get(key, key)
        if name == "L1" and key == "l":
            new = "l1"
        if new not in params:
            if key in _GONE:
                m.upgrades[
                    Upgrade(
                        name,
                        f"{key}={value!r}" if not isinstance(value, Unknown) else key,
                        text("removed: {why}", why=text("Keras 3 has none")),
                    )
                ] = None
            elif key != "name":
                m.note(text("{name} has no parameter {key!r}; it is left out.", name=name, key=key), line)
            continue
        if new != key:
            shown = value if isinstance(value, (int, float, str)) else "..."
            m.upgrades[Upgrade(name, f"{key}={shown!r}", f"{new}={shown!r}")] = None
        if new == "name" and not m.verbatim:
            continue
        try:
            made = parameter_value(m, value, params[new], line)
        except Unsaid as unsaid:
            m.note(
                text("{unsaid}; {new} of {name} is left as it is by default.", unsaid=unsaid, new=new, name=name), line
            )
            continue
        if m.verbatim or not is_default(made, params[new]):
            settings.params[new] = made
    if decay is not None and isinstance(decay, (int, float)):
        _decaying(m, settings, params["learning_rate"].default, float(decay), name)
    return settings


def _decaying(m: Machine, settings: Settings, default: Any, decay: float, name: str) -> None:
    """``decay`` of Keras 1 and 2 was ``lr / (1 + decay * iterations)``: the schedule InverseTimeDecay, exactly."""
    if not decay:
        return
    rate = settings.params.get("learning_rate", default)
    schedule = {"initial_learning_rate": rate, "decay_steps": 1, "decay_rate": decay}
    if isinstance(rate, (int, float)):
        settings.params["learning_rate"] = KerasObject(
            "keras.optimizers.schedules.InverseTimeDecay", FrozenMap(schedule)
        )
        m.upgrades[Upgrade(name, f"decay={decay!r}", f"learning_rate=InverseTimeDecay({rate!r}, 1, {decay!r})")] = None
