"""Initializers, regularizers, constraints, activations and dtypes of Keras 1 and 2 as Keras 3 writes them.

Sources: ``initializations.py``, ``regularizers.py``, ``constraints.py`` and ``activations.py`` of Keras 1.2.2, 2.0 to
2.15. Where a default or a formula differed, the old meaning is written out. Does not belong here: which setting of which
layer holds what (settings).
"""

from __future__ import annotations

import re
from typing import Any

from core.convert.legacy.dialect import keras_object, policy

INITIALIZERS = "keras.initializers"
REGULARIZERS = "keras.regularizers"
CONSTRAINTS = "keras.constraints"

_SCALED = {
    (1.0, "fan_avg", "uniform"): "GlorotUniform",
    (1.0, "fan_avg", "truncated_normal"): "GlorotNormal",
    (1.0, "fan_in", "uniform"): "LecunUniform",
    (1.0, "fan_in", "truncated_normal"): "LecunNormal",
    (2.0, "fan_in", "uniform"): "HeUniform",
    (2.0, "fan_in", "truncated_normal"): "HeNormal",
}
_KEYS: dict[str, tuple[str, ...]] = {
    "Zeros": (),
    "Ones": (),
    "Constant": ("value",),
    "RandomUniform": ("minval", "maxval", "seed"),
    "RandomNormal": ("mean", "stddev", "seed"),
    "TruncatedNormal": ("mean", "stddev", "seed"),
    "Identity": ("gain",),
    "Orthogonal": ("gain", "seed"),
    "VarianceScaling": ("scale", "mode", "distribution", "seed"),
    **dict.fromkeys(_SCALED.values(), ("seed",)),
}
_PLAIN = {re.sub(r"[^a-z]", "", name.lower()): name for name in _KEYS} | {
    "zero": "Zeros",
    "one": "Ones",
    "uniform": "RandomUniform",
    "normal": "RandomNormal",
    "eye": "Identity",
    "identitymatrix": "Identity",
}
_DEFAULTS: dict[str, dict[str, Any]] = {
    "Constant": {"value": 0.0},
    "RandomUniform": {"minval": -0.05, "maxval": 0.05, "seed": None},
    "RandomNormal": {"mean": 0.0, "stddev": 0.05, "seed": None},
    "TruncatedNormal": {"mean": 0.0, "stddev": 0.05, "seed": None},
    "Identity": {"gain": 1.0},
    "Orthogonal": {"gain": 1.0, "seed": None},
    "VarianceScaling": {"scale": 1.0, "mode": "fan_in", "distribution": "truncated_normal", "seed": None},
    **{name: {"seed": None} for name in _SCALED.values()},
}
_KERAS1_NORMAL = {"GlorotNormal": (1.0, "fan_avg"), "HeNormal": (2.0, "fan_in"), "LecunNormal": (1.0, "fan_in")}
_KERAS1_ORTHOGONAL = 1.1
"""The default scale of ``orthogonal`` in Keras 1."""


def initializer(value: Any, keras1: bool) -> dict[str, Any] | None:
    """The initializer, written out with its defaults; None where the name is not Keras's own."""
    if isinstance(value, str):
        class_name = _class_of(value)
        if class_name is None:
            return None
        config = dict(_DEFAULTS.get(class_name, {}))
        if keras1:
            class_name, config = _keras1_initializer(class_name, config)
        return keras_object(INITIALIZERS, class_name, config)
    if not isinstance(value, dict):
        return None
    name = value.get("class_name")
    class_name = _class_of(name) if isinstance(name, str) else None
    if class_name is None:
        return None
    given = value.get("config")
    config = {**_DEFAULTS.get(class_name, {}), **(given if isinstance(given, dict) else {})}
    config = {key: config[key] for key in _KEYS[class_name] if key in config}
    if class_name == "VarianceScaling":
        class_name, config = _scaled(config)
    return keras_object(INITIALIZERS, class_name, config)


def _name_and_config(value: Any) -> tuple[str, dict[str, Any]]:
    """The class and its arguments. ValueError for what is neither a name nor a config."""
    if isinstance(value, str):
        return value, {}
    if not isinstance(value, dict):
        raise ValueError(str(value))
    # Keras 1 wrote {"name": "WeightRegularizer", "l1": 0.0, "l2": 0.01}.
    inner = value.get("config", value)
    return str(value.get("class_name", value.get("name", ""))), inner if isinstance(inner, dict) else {}


def regularizer(value: Any) -> dict[str, Any] | None:
    """The regularizer; None where it has no effect. ValueError for one that Keras 3 does not have."""
    name, config = _name_and_config(value)
    plain = re.sub(r"[^a-z0-9]", "", name.lower())
    default = 0.01 if isinstance(value, str) else 0.0
    rates = {key: _rate(config, key, default) for key in ("l1", "l2")}
    if plain in ("l1", "l1regularizer", "activityl1"):
        return keras_object(REGULARIZERS, "L1", {"l1": _rate(config, "l1", 0.01)})
    if plain in ("l2", "l2regularizer", "activityl2"):
        return keras_object(REGULARIZERS, "L2", {"l2": _rate(config, "l2", 0.01)})
    if plain in ("l1l2", "weightregularizer", "activityregularizer", "l1l2regularizer", "activityl1l2"):
        return keras_object(REGULARIZERS, "L1L2", rates) if any(rates.values()) else None
    if plain in ("orthogonalregularizer",):
        factor, mode = _rate(config, "factor", 0.01), str(config.get("mode", "rows"))
        return keras_object(REGULARIZERS, "OrthogonalRegularizer", {"factor": factor, "mode": mode})
    raise ValueError(name)


def constraint(value: Any) -> dict[str, Any]:
    """The constraint. ValueError for one that Keras 3 does not have."""
    name, config = _name_and_config(value)
    plain = re.sub(r"[^a-z]", "", name.lower())
    axis = config.get("axis", 0)
    if plain == "maxnorm":
        return keras_object(
            CONSTRAINTS, "MaxNorm", {"max_value": config.get("max_value", config.get("m", 2)), "axis": axis}
        )
    if plain in ("nonneg", "nonnegative"):
        return keras_object(CONSTRAINTS, "NonNeg", {})
    if plain == "unitnorm":
        return keras_object(CONSTRAINTS, "UnitNorm", {"axis": axis})
    if plain == "minmaxnorm":
        made = {
            "min_value": config.get("min_value", config.get("low", 0.0)),
            "max_value": config.get("max_value", config.get("high", 1.0)),
            "rate": config.get("rate", 1.0),
            "axis": axis,
        }
        return keras_object(CONSTRAINTS, "MinMaxNorm", made)
    raise ValueError(name)


_ACTIVATIONS = {"softmax_v2": "softmax", "relu_v2": "relu", "swish": "silu", "hard_swish": "hard_silu"}


def activation_name(value: str) -> str:
    """The name that Keras 3 has for a built-in activation; ``hard_sigmoid`` is not the same function (settings)."""
    return _ACTIVATIONS.get(value, value)


def hard_sigmoid() -> dict[str, Any]:
    """``clip(0.2 * x + 0.5, 0, 1)``, which Keras 1 and 2 called hard_sigmoid; that of Keras 3 is ``relu6(x + 3) / 6``.

    Exact as layers that take one another's output: ``Rescaling(0.2, 0.5)`` and ``ReLU(max_value=1)``.
    """
    scaling = {"name": "rescaling", "scale": 0.2, "offset": 0.5}
    clipping = {"name": "re_lu", "max_value": 1.0}
    layers = [
        {"module": "keras.layers", "class_name": "Rescaling", "config": scaling, "registered_name": None},
        {"module": "keras.layers", "class_name": "ReLU", "config": clipping, "registered_name": None},
    ]
    return {
        "module": "keras.layers",
        "class_name": "Pipeline",
        "config": {"name": "hard_sigmoid", "layers": layers},
        "registered_name": None,
    }


def dtype_of(value: Any) -> str | None:
    """The name of a dtype or policy; None where none is set. Old policies are dicts, some with a loss scale."""
    if isinstance(value, dict):
        config = value.get("config")
        inner = config.get("name") if isinstance(config, dict) else None
        value = inner if inner is not None else value.get("name")
    if not isinstance(value, str) or value in ("infer", "_infer", ""):
        return None
    return value.removeprefix("<dtype: '").removesuffix("'>").removesuffix("_ref")


def layer_dtype(value: Any) -> dict[str, Any] | None:
    """The policy of a layer; None for the default. Keras 1 and 2 wrote the dtype of the *input* of layers here too.

    Only floating policies mean something for a layer's own weights and computation.
    """
    name = dtype_of(value)
    if name is None or "float" not in name:
        return None
    return policy(name)


def _class_of(name: str) -> str | None:
    plain = re.sub(r"(v1|v2|initializer)$", "", re.sub(r"[^a-z0-9]", "", name.lower()))
    return _PLAIN.get(plain)


def _keras1_initializer(class_name: str, config: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    if class_name in _KERAS1_NORMAL:  # Keras 1 drew from the whole normal distribution
        scale, mode = _KERAS1_NORMAL[class_name]
        distribution = "untruncated_normal"
        return "VarianceScaling", {"scale": scale, "mode": mode, "distribution": distribution, "seed": None}
    if class_name == "Orthogonal":
        return class_name, {"gain": _KERAS1_ORTHOGONAL, "seed": None}
    return class_name, config


def _scaled(config: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    if config.get("distribution") == "normal":
        config = {**config, "distribution": "truncated_normal"}
    key = (config.get("scale"), config.get("mode"), config.get("distribution"))
    name = _SCALED.get(key) if all(isinstance(item, (int, float, str)) for item in key) else None  # type: ignore[arg-type]
    return ("VarianceScaling", config) if name is None else (name, {"seed": config.get("seed")})


def _rate(config: dict[str, Any], key: str, default: float) -> float:
    value = config.get(key, default)
    return float(value) if isinstance(value, (int, float)) else default
