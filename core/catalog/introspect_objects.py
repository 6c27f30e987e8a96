"""From Keras's optimizers, losses, metrics, initializers ... to specs, so that forms exist for every one of them.

The same rules as for layers give the kinds of their parameters. keras is imported inside functions.
"""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, get_args

from core.catalog import docstrings
from core.catalog.introspect import param_spec
from core.catalog.overlay import Overlay
from core.catalog.spec import ObjectKind, ObjectSpec, ParamSpec

# Where each kind is exported, and the class that its members derive from ("" for functions).
_HOMES: Mapping[ObjectKind, tuple[str, str]] = {
    "optimizer": ("optimizers", "Optimizer"),
    "schedule": ("optimizers.schedules", "LearningRateSchedule"),
    "loss": ("losses", "Loss"),
    "metric": ("metrics", "Metric"),
    "initializer": ("initializers", "Initializer"),
    "regularizer": ("regularizers", "Regularizer"),
    "constraint": ("constraints", "Constraint"),
    "activation": ("activations", ""),
    "callback": ("callbacks", "Callback"),
}
# Bases, and what takes other objects or Python functions that plain values cannot express.
_UNUSABLE = frozenset(
    {
        "Optimizer", "LearningRateSchedule", "Loss", "Metric", "Initializer", "Regularizer", "Constraint", "Callback",
        "CallbackList", "MultiOptimizer", "OptimizerMap", "MeanMetricWrapper", "LambdaCallback", "ProgbarLogger",
        "History", "RemoteMonitor", "OrbaxCheckpoint", "LearningRateScheduler",
    }
)  # fmt: skip
_NOT_FUNCTIONS = frozenset({"get", "serialize", "deserialize"})


def object_specs(words: Overlay) -> tuple[ObjectSpec, ...]:
    """A spec for every exported object of every kind, by kind and then by name."""
    return tuple(spec for kind in get_args(ObjectKind) for spec in _of_kind(kind, words))


def _of_kind(kind: ObjectKind, words: Overlay) -> list[ObjectSpec]:
    import keras

    path, base_name = _HOMES[kind]
    home = _resolve(keras, path)
    base = getattr(home, base_name) if base_name else None
    titles = words.objects.get(kind, {})
    specs: list[ObjectSpec] = []
    seen: list[Any] = []
    # A class name first, so that of several names for one object (Identity, IdentityInitializer) its own one wins.
    names = sorted(dir(home), key=lambda name: (getattr(getattr(home, name), "__name__", "") != name, name))
    for name in names:
        value = getattr(home, name)
        fits = inspect.isclass(value) and issubclass(value, base) if base else _is_function(name, value)
        if not fits or value in seen:
            continue
        seen.append(value)
        specs.append(
            ObjectSpec(
                type=f"keras.{path}.{name}",
                kind=kind,
                params=_params(kind, name, value),
                summary=docstrings.summary(value.__doc__),
                title_zh=titles.get(name, ""),
                identifiers=_identifiers(path, home, name, value),
                usable=name not in _UNUSABLE,
            )
        )
    return sorted(specs, key=lambda spec: spec.class_name)


def _params(kind: ObjectKind, name: str, value: Any) -> tuple[ParamSpec, ...]:
    helps = docstrings.arguments(value.__doc__)
    parameters = inspect.signature(value.__init__ if inspect.isclass(value) else value).parameters
    found = []
    for argument, parameter in list(parameters.items())[1:]:
        variable = parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
        if variable or (argument == "name" and kind != "metric"):
            continue
        spec = param_spec(name, argument, parameter.default, helps.get(argument, ""), {})
        if argument in _OPTIMIZER_EXTRAS and kind == "optimizer":
            spec = replace(spec, group="advanced")
        found.append(spec)
    return tuple(found)


_OPTIMIZER_EXTRAS = frozenset(
    {
        "clipnorm", "clipvalue", "global_clipnorm", "use_ema", "ema_momentum", "ema_overwrite_frequency",
        "loss_scale_factor", "gradient_accumulation_steps",
    }
)  # fmt: skip


def _identifiers(path: str, home: Any, name: str, value: Any) -> tuple[str, ...]:
    """The texts that ``get`` turns into this object, its snake-case name first."""
    if not inspect.isclass(value):
        others = [other for other in dir(home) if getattr(home, other) is value and other != name]
        return (name, *sorted(others))
    if not hasattr(home, "get"):
        return ()
    known: Mapping[str, Any] = getattr(importlib.import_module(f"keras.src.{path}"), "ALL_OBJECTS_DICT", {})
    snake = snake_case(name)
    found = [
        key for key, target in known.items() if target is value or getattr(target, "__name__", "") in (snake, value)
    ]
    working = [key for key in dict.fromkeys(found) if _is_accepted(home, key)]
    return tuple(sorted(working, key=lambda key: (key != snake, key)))


def _is_accepted(home: Any, identifier: str) -> bool:
    """Whether ``get`` really makes something of it: ``initializers.get("constant")`` lists the name and then fails."""
    try:
        return home.get(identifier) is not None
    except Exception:  # Keras raises whatever the constructor raised.
        return False


def snake_case(name: str) -> str:
    """``MeanSquaredError`` to ``mean_squared_error``, as Keras names the functions beside its classes."""
    split = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", name)
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", split).lower()


def _is_function(name: str, value: Any) -> bool:
    return inspect.isfunction(value) and name not in _NOT_FUNCTIONS and not name.startswith("_")


def _resolve(root: Any, path: str) -> Any:
    for part in path.split("."):
        root = getattr(root, part)
    return root
