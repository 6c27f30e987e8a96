"""Today's public path of what code names: the many homes that Keras's classes have had are one.

``tensorflow.python.keras.layers.core.Dense`` is ``keras.layers.Dense``. Nothing is imported. Does not belong here: what
became of a class that is gone (spelling), what a function means (functions).
"""

from __future__ import annotations

import re

from core.catalog.overlay import APPLICATION_LAYERS

_ROOTS = re.compile(
    r"(?:tensorflow(?:_core)?(?:\.(?:python|contrib|api|_api|compat|v1|v2|_v1|_v2))*\.keras(?:\.python\.keras|\.api\.keras)?|tf_keras|keras_core"
    r"|keras(?:\.(?:src|api|_tf_keras|_v1|_v2|keras))+|tensorflow\.contrib\.keras\.api\.keras|tensorflow\.python\.keras\.api)(?=\.|$)"
)
_TENSORFLOW = re.compile(r"^tensorflow(?:_core)?\.(?:compat\.v[12]|_api\.v[12]|contrib\.eager)(?=\.|$)")

_LAYER_FUNCTIONS = frozenset(
    {"add", "subtract", "multiply", "average", "maximum", "minimum", "concatenate", "dot", "merge"}
)
_MODELS = {
    "Model": "keras.Model",
    "Functional": "keras.Model",
    "Sequential": "keras.Sequential",
    "Input": "keras.Input",
    "InputLayer": "keras.layers.InputLayer",
    "Layer": "keras.layers.Layer",
    "Network": "keras.Model",
    "Container": "keras.Model",
    "merge": "keras.layers.merge",
    "clone_model": "keras.models.clone_model",
    "load_model": "keras.models.load_model",
    "model_from_json": "keras.models.model_from_json",
    "model_from_yaml": "keras.models.model_from_yaml",
}
_HOMES = {
    "initializations": "initializers",
    "objectives": "losses",
}
_FLAT = frozenset(
    {
        "layers",
        "initializers",
        "regularizers",
        "constraints",
        "activations",
        "losses",
        "metrics",
        "callbacks",
        "optimizers",
    }
)
_TOP = {
    "tensorflow.initializers": "keras.initializers",
    "tensorflow_addons.activations": "keras.activations",
    "tensorflow.losses": "keras.losses",
    "tensorflow.metrics": "keras.metrics",
    "tensorflow.optimizers": "keras.optimizers",
    "keras.mixed_precision.experimental": "keras.mixed_precision",
}
_SINGLE = {
    "tensorflow_addons.layers.GroupNormalization": "keras.layers.GroupNormalization",
    "tensorflow_addons.layers.SpectralNormalization": "keras.layers.SpectralNormalization",
    "tensorflow_addons.layers.AdaptiveAveragePooling2D": "keras.layers.AdaptiveAveragePooling2D",
    "tensorflow.random_normal_initializer": "keras.initializers.RandomNormal",
    "tensorflow.random_uniform_initializer": "keras.initializers.RandomUniform",
    "tensorflow.truncated_normal_initializer": "keras.initializers.TruncatedNormal",
    "tensorflow.constant_initializer": "keras.initializers.Constant",
    "tensorflow.zeros_initializer": "keras.initializers.Zeros",
    "tensorflow.ones_initializer": "keras.initializers.Ones",
    "tensorflow.initializers.random_normal": "keras.initializers.RandomNormal",
    "tensorflow.train.AdamOptimizer": "keras.optimizers.Adam",
    "tensorflow.train.RMSPropOptimizer": "keras.optimizers.RMSprop",
    "tensorflow.train.GradientDescentOptimizer": "keras.optimizers.SGD",
    "tensorflow.train.AdagradOptimizer": "keras.optimizers.Adagrad",
    "keras.utils.Sequence": "keras.utils.PyDataset",
    "keras.backend.tensorflow_backend": "keras.backend",
    "keras.set_random_seed": "keras.utils.set_random_seed",
    "keras.backend.set_image_dim_ordering": "keras.backend.set_image_data_format",
}

# What people leave out of a snippet: modules by their usual short names.
_SHORT = {
    "keras": "keras",
    "tf": "tensorflow",
    "tensorflow": "tensorflow",
    "K": "keras.backend",
    "np": "numpy",
    "numpy": "numpy",
    "math": "math",
    "os": "os",
    "layers": "keras.layers",
    "models": "keras.models",
    "optimizers": "keras.optimizers",
    "regularizers": "keras.regularizers",
    "initializers": "keras.initializers",
    "constraints": "keras.constraints",
    "losses": "keras.losses",
    "metrics": "keras.metrics",
    "activations": "keras.activations",
    "applications": "keras.applications",
    "callbacks": "keras.callbacks",
    "ops": "keras.ops",
    "backend": "keras.backend",
    "kl": "keras.layers",
    "KL": "keras.layers",
    "Input": "keras.Input",
    "Model": "keras.Model",
    "Sequential": "keras.Sequential",
}


def canonical(path: str) -> str:
    """The path under which Keras exports it today, as far as it is Keras's; other paths come back as they are."""
    if path in APPLICATION_LAYERS:
        return path
    path = _TENSORFLOW.sub("tensorflow", path)
    path = _ROOTS.sub("keras", path)
    if path in _SINGLE:
        return _SINGLE[path]
    for old, new in _TOP.items():
        if path == old or path.startswith(old + "."):
            path = new + path[len(old) :]
    if path.startswith("tensorflow.layers."):
        last = path.rpartition(".")[2]
        return f"keras.layers.{last}" if last[:1].isupper() else path
    if not path.startswith("keras."):
        return path
    parts = path.split(".")
    last = parts[-1]
    parts[1] = _HOMES.get(parts[1], parts[1])
    if parts[1] == "legacy" and len(parts) > 2:
        parts = [parts[0], *parts[2:]]
        parts[1] = _HOMES.get(parts[1], parts[1])
    if parts[1] in ("engine", "models", "topology", "training") or (
        parts[1] == "layers" and last in ("Input", "merge")
    ):
        if last in _MODELS and len(parts) > 2:
            return _MODELS[last]
        if parts[1] == "engine" and last[:1].isupper():
            return f"keras.layers.{last}"
        return ".".join(parts)
    if len(parts) == 2 and last in ("Sequential", "Model", "Input", "Layer"):
        return _MODELS[last]
    if parts[1] == "applications" and len(parts) > 2:
        return f"keras.applications.{last}" if last[:1].isupper() else ".".join(parts)
    if parts[1] in _FLAT and len(parts) > 3 and (last[:1].isupper() or parts[1] not in ("optimizers",)):
        middle = "schedules." if "schedules" in parts[2:-1] else ""
        return f"keras.{parts[1]}.{middle}{last}"
    return ".".join(parts)


def usual(name: str) -> str | None:
    """The path that a name usually has where code forgot to import it: ``K``, ``np``, ``layers``; None for others."""
    return _SHORT.get(name)


def is_keras(path: str) -> bool:
    """True for a path inside Keras."""
    return path == "keras" or path.startswith("keras.")


def merge_function(path: str) -> str | None:
    """``add`` for the function ``keras.layers.add``: Keras's merge layers also as functions; None for any other path."""
    head, _, last = path.rpartition(".")
    return last if head == "keras.layers" and last in _LAYER_FUNCTIONS else None
