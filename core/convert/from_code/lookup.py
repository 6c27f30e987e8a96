"""What a name of the code stands for, also where the code itself never defines it.

Does not belong here: today's path of what is imported (names), attributes (attributes). Invariant: a class or function that is
taken for Keras's own because nothing defines it is kept in ``Machine.assumed``, so that the user is told.
"""

from __future__ import annotations

from typing import Any

from core.convert.from_code.machine import Machine
from core.convert.from_code.names import canonical, usual
from core.convert.from_code.python_functions import builtin
from core.convert.from_code.spelling import is_layer_class
from core.convert.from_code.values import Path, Scope, Unknown
from core.texts import text


def lookup(m: Machine, name: str, scope: Scope, line: int) -> Any:
    """What a name stands for: the code's own, Python's, imported with a star, or what it usually is called in Keras."""
    found = scope.find(name)
    if found is not None:
        return found.names[name]
    if builtin(name):
        return Path(f"builtins.{name}", name)
    for module in m.stars:
        path = starred(m, module, name)
        if path is not None:
            return path
    if name == "__name__":
        return "__main__"
    if name == "__file__":
        return f"{m.module}.py"
    short = usual(name)
    if short is not None and name not in _KERAS_NAMES:
        return Path(short)
    path = Path(short, name) if short is not None else _keras_name(m, name)
    if path is not None:
        m.assumed[name] = None
        return path
    return Unknown(text("{name!r} is not defined in this code", name=name), line, name)


def _keras_name(m: Machine, name: str) -> Path | None:
    """What a well-known name of Keras means where nothing defines it; None for any other name."""
    if is_layer_class(m, name):
        return Path(f"keras.layers.{name}", name)
    for kind in ("optimizer", "initializer", "regularizer", "constraint", "callback", "loss"):
        known = m.catalog.find_object(kind, name)
        if known is not None and name[:1].isupper():
            return Path(known.type, name)
    if name in _FUNCTIONS:
        return Path(_FUNCTIONS[name], name)
    return Path(f"keras.applications.{name}", name) if name in _APPLICATIONS else None


_KERAS_NAMES = frozenset({"Input", "Model", "Sequential"})
_APPLICATIONS = frozenset(
    "VGG16 VGG19 ResNet50 ResNet101 ResNet152 ResNet50V2 ResNet101V2 ResNet152V2 InceptionV3 InceptionResNetV2 Xception MobileNet "
    "MobileNetV2 MobileNetV3Small MobileNetV3Large DenseNet121 DenseNet169 DenseNet201 NASNetMobile NASNetLarge EfficientNetB0 "
    "EfficientNetB1 EfficientNetB2 EfficientNetB3 EfficientNetB4 EfficientNetB5 EfficientNetB6 EfficientNetB7".split()
)


_APPLICATION_MODULES = frozenset(
    "convnext densenet efficientnet efficientnet_v2 inception_resnet_v2 inception_v3 mobilenet mobilenet_v2 mobilenet_v3 nasnet "
    "resnet resnet50 resnet_v2 vgg16 vgg19 xception".split()
)


def starred(m: Machine, module: str, name: str) -> Path | None:
    """What ``from module import *`` means by a name; None where it is not known to have it."""
    path = canonical(f"{module}.{name}")
    if path.startswith("keras.layers."):
        last = path.rpartition(".")[2]
        return Path(path, name) if is_layer_class(m, last) or last in ("add", "concatenate", "merge", "dot") else None
    if path in ("keras.Model", "keras.Sequential", "keras.Input") or name in _APPLICATIONS:
        return Path(path if name not in _APPLICATIONS else f"keras.applications.{name}", name)
    if path == f"keras.applications.{name}" and name in _APPLICATION_MODULES:
        return Path(path, name)
    if path.startswith(
        ("keras.optimizers.", "keras.regularizers.", "keras.initializers.", "keras.callbacks.", "keras.constraints.")
    ):
        kind = path.split(".")[1][:-1]
        return Path(path, name) if m.catalog.find_object(kind, name) is not None or name in _LOWER else None  # type: ignore[arg-type]
    if module in ("math", "numpy"):
        return Path(path, name)
    return None


_FUNCTIONS = {
    **{name: f"keras.constraints.{name}" for name in "maxnorm max_norm nonneg non_neg unitnorm unit_norm".split()},
    **{name: f"keras.regularizers.{name}" for name in "l1 l2 l1_l2 l1l2".split()},
    **{name: f"keras.initializers.{name}" for name in "he_normal he_uniform glorot_normal glorot_uniform".split()},
    **{name: f"keras.layers.{name}" for name in "add multiply concatenate merge".split()},
    **{name: f"keras.datasets.{name}" for name in "mnist fashion_mnist cifar10 cifar100 imdb reuters".split()},
    **{name: f"keras.models.{name}" for name in "load_model clone_model model_from_json".split()},
    "to_categorical": "keras.utils.to_categorical",
    "pad_sequences": "keras.utils.pad_sequences",
    "np_utils": "keras.utils",
}
_LOWER = frozenset({"l1", "l2", "l1_l2", "maxnorm", "max_norm", "nonneg", "unitnorm", "sgd", "adam", "rmsprop"})
