"""Whether Keras may be given a model file to load: only what names nothing but Keras's own classes and no other file.

Keras's own checks are not enough (a function named in a file may be any of Keras's, a vocabulary any file). This is an
allow-list over the file's JSON, decided without Keras. Does not belong here: loading (compare_child). Invariant: what is
not known is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from core.catalog.catalog import Catalog, load
from core.catalog.spec import ObjectKind
from core.texts import text

_RUNS_CODE = frozenset({"Lambda", "TFSMLayer", "TorchModuleWrapper", "JaxLayer", "FlaxLayer"})
_PLAIN = frozenset(
    {"__keras_tensor__", "__numpy__", "__tensor__", "__slice__", "__ellipsis__", "__tuple__", "__bytes__"}
)
_MODELS = frozenset({"Functional", "Sequential", "Model"})
_MODULES = (
    "keras.layers",
    "keras.initializers",
    "keras.regularizers",
    "keras.constraints",
    "keras.dtype_policies",
    "keras.quantizers",
)
_MODEL_MODULES = frozenset(
    {None, "keras", "keras.models", "keras.src.models.functional", "keras.src.models.sequential"}
)
_FUNCTIONS: Mapping[str, ObjectKind] = {"keras.activations": "activation"}
_FILES = frozenset({"vocabulary", "idf_weights", "filepath", "file"})
_DEEPEST = 220

Kind = Literal["class", "function"]


def refusal(config: Any, catalog: Catalog | None = None) -> str:
    """What forbids to load the model, as a clause (``'code' is a Lambda, ...``); empty if nothing does.

    It must be loaded with ``compile=False``: then Keras does not look at how the model itself was compiled, and so what
    stands there forbids nothing.
    """
    if isinstance(config, Mapping):
        config = {key: value for key, value in config.items() if key != "compile_config"}
    return _refusal(config, catalog or load(), "", 0)


def _refusal(value: Any, catalog: Catalog, where: str, depth: int) -> str:
    if depth > _DEEPEST:
        return text("its configuration is nested too deeply")
    if isinstance(value, list):
        return next((found for item in value if (found := _refusal(item, catalog, where, depth + 1))), "")
    if not isinstance(value, Mapping):
        return ""
    inner = value.get("config")
    name = inner.get("name") if isinstance(inner, Mapping) else value.get("name")
    where = name if isinstance(name, str) else where
    if "class_name" in value:
        found = _class_refusal(value, catalog, where)
        if found:
            return found
    for key, item in value.items():
        if key in _FILES and isinstance(item, str):
            return text("{where!r} names the file {item!r}", where=where, item=item[:80])
        found = _refusal(item, catalog, where, depth + 1)
        if found:
            return found
    return ""


def _class_refusal(value: Mapping[str, Any], catalog: Catalog, where: str) -> str:
    class_name, module = value.get("class_name"), value.get("module")
    if not isinstance(class_name, str) or not (module is None or isinstance(module, str)):
        return text("{where!r} has a class that is no text", where=where)
    if class_name in _RUNS_CODE:
        return text("{where!r} is a {class_name}, which runs code of the file", where=where, class_name=class_name)
    if class_name == "function":
        return (
            ""
            if _is_function(value, catalog)
            else text("{where!r} names the function {function!r}", where=where, function=str(value.get("config"))[:80])
        )
    if class_name in _PLAIN or (class_name in _MODELS and module in _MODEL_MODULES):
        return ""
    if _is_keras_class(class_name, module, catalog):
        return ""
    return text(
        "{where!r} is of the class {class_name!r}, which is not one of Keras's own",
        where=where,
        class_name=class_name[:80],
    )


def _is_keras_class(class_name: str, module: str | None, catalog: Catalog) -> bool:
    if module is None:
        return any(catalog.config(f"{home}.{class_name}") is not None for home in _MODULES)
    if module in _MODULES:
        return catalog.config(f"{module}.{class_name}") is not None
    if module == "keras":
        return catalog.config(f"keras.dtype_policies.{class_name}") is not None
    return catalog.by_operation(module, class_name) is not None


def _is_function(value: Mapping[str, Any], catalog: Catalog) -> bool:
    """True for one of Keras's activation functions, by its name."""
    name, module = value.get("config"), value.get("module")
    if not isinstance(name, str) or module not in ("builtins", *_FUNCTIONS):
        return False
    registered = value.get("registered_name", name)
    return registered in (name, "function") and catalog.find_object("activation", name) is not None
