"""The settings of one layer of Keras 1 or 2 as those of the layer of Keras 3.

Names change by the tables of ``names``; values by what they hold (shapes, data formats, initializers, activations).
Settings that Keras 3 does not take are dropped and listed. Does not belong here: layers that became other layers
(layers), the graph (functional). Invariant: whatever changed or was dropped stands in the record.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.catalog.catalog import Catalog
from core.convert.legacy import names, objects
from core.convert.legacy.record import Record, spelled
from core.errors import ConversionError
from core.texts import text

_ACTIVATIONS = ("activation", "recurrent_activation")
_IMAGE_LAYERS = frozenset({"Conv2D", "Conv3D", "Conv2DTranspose", "Conv3DTranspose", "SeparableConv2D"})
_PADDINGS = ("valid", "same", "causal")
_DEEPEST = 100


@dataclass(slots=True)
class Context:
    """What the rules need to know about the file: its version, the backend that it was saved with, and the record."""

    record: Record
    keras1: bool
    catalog: Catalog
    backend: str | None = None
    version: tuple[int, ...] = ()


def plain(value: Any, depth: int = 0) -> Any:
    """A value without the wrappers that old versions put around tuples, shapes and arrays. ConversionError if too deep."""
    if depth > _DEEPEST:
        raise ConversionError(
            text("The settings of a layer are nested more than {deepest} deep: no layer needs that.", deepest=_DEEPEST)
        )
    if isinstance(value, (list, tuple)):
        return [plain(item, depth + 1) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get("class_name") in ("__tuple__", "TensorShape") and isinstance(value.get("items"), list):
        return [plain(item, depth + 1) for item in value["items"]]
    if set(value) == {"type", "value"}:  # a NumPy number
        return plain(value["value"], depth + 1)
    if value.get("class_name") == "function" and isinstance(value.get("config"), str):
        return value["config"]
    return {str(key): plain(item, depth + 1) for key, item in value.items() if key != "shared_object_id"}


def upgrade_settings(
    class_name: str, new_class: str, config: dict[str, Any], name: str, context: Context
) -> dict[str, Any]:
    """The settings of ``new_class`` from those of the old class; only what the file said and what must be said."""
    record = context.record
    if class_name != new_class:
        record.changed(name, class_name, new_class)
    keras1 = context.keras1 or any(key in config for key in ("W_regularizer", "border_mode", "nb_filter"))
    made: dict[str, Any] = {"name": name}
    if "trainable" in config:
        made["trainable"] = bool(config["trainable"])
    if new_class != "InputLayer":
        dtype = objects.layer_dtype(config.get("dtype"))
        if dtype is not None:
            made["dtype"] = dtype
    own = names.BY_CLASS.get(new_class, {})
    joined = _kernel_size(config, name, record)
    if joined is not None:
        made["kernel_size"] = joined
    for key, value in config.items():
        if key in ("name", "trainable") or any(key in group for group in names.KERNEL_SIZE):
            continue
        if key in names.SPEED_ONLY:
            if key != "fused" or value is not None:
                record.removed(name, key, value, names.SPEED_ONLY[key])
            continue
        new = own.get(key, names.COMMON.get(key, key))
        if new == "dtype" and new_class != "InputLayer":
            continue
        if new == "data_format" and value == "default":
            value = None
        new_value = _value(new, value, name, context, keras1)
        if new != key or (new in _ACTIVATIONS and new_value != value and value not in (None, "")):
            record.renamed(name, key, new, value, new_value)
        elif key.endswith("_initializer") and isinstance(value, str) and new_value != value:
            record.renamed(name, key, new, value, new_value)
        if new not in made or new_value is not None:
            made[new] = new_value
    return made


def accepted(new_class: str, made: dict[str, Any], name: str, context: Context) -> dict[str, Any]:
    """``made`` without what the layer of Keras 3 does not take; what is dropped is listed."""
    spec = context.catalog.get(f"keras.layers.{new_class}")
    if spec is None:
        return made
    allowed = (
        {param.name for param in spec.params} | {"name", "trainable", "dtype"} | _ALWAYS.get(new_class, frozenset())
    )
    kept: dict[str, Any] = {}
    for key, value in made.items():
        if key in allowed:
            kept[key] = value
        elif key not in names.SILENT and value not in (None, False, [], {}):
            context.record.removed(
                name, key, value, text("{new_class} has no such setting in Keras 3", new_class=new_class)
            )
    return kept


_ALWAYS = {"InputLayer": frozenset({"batch_shape", "sparse", "ragged", "optional"})}


def _value(key: str, value: Any, name: str, context: Context, keras1: bool) -> Any:
    if key == "data_format" and isinstance(value, str):
        return names.DATA_FORMATS.get(value, value)
    if value is None:
        return "linear" if key in _ACTIVATIONS else None
    if key in _ACTIVATIONS or key.endswith("_activation"):
        return activation(value, name, context)
    if key.endswith("_initializer"):
        return _initializer(key, value, name, context, keras1)
    if key.endswith("_regularizer"):
        return _regularizer(key, value, name, context)
    if key.endswith("_constraint"):
        return _constraint(key, value, name, context)
    if key == "padding" and isinstance(value, str) and value not in _PADDINGS:
        context.record.note(
            text("The layer {name!r} has padding={value!r}, which Keras 3 does not know.", name=name, value=value)
        )
    return value


def activation(value: Any, name: str, context: Context) -> Any:
    """An activation: a name, the layers that are one, or the name of a function that the file does not hold."""
    if isinstance(value, str):
        if value == "hard_sigmoid":
            context.record.note(
                text(
                    "hard_sigmoid was clip(0.2 * x + 0.5, 0, 1) in Keras 1 and 2 and is relu6(x + 3) / 6 in Keras 3, "
                    "so it became Rescaling and ReLU, which compute the old one exactly."
                )
            )
            return objects.hard_sigmoid()
        return objects.activation_name(value)
    if isinstance(value, dict):
        class_name = value.get("class_name")
        config = value.get("config")
        if isinstance(class_name, str) and isinstance(config, dict):
            new_class = names.CLASSES.get(class_name, class_name)
            if context.catalog.get(f"keras.layers.{new_class}") is not None:
                inner = str(config.get("name", new_class.lower()))
                made = upgrade_settings(class_name, new_class, config, inner, context)
                made = accepted(new_class, made, name, context)
                return {"module": "keras.layers", "class_name": new_class, "config": made, "registered_name": None}
            return activation(class_name.lower(), name, context) if not config else value
        for key in ("registered_name", "name"):
            if isinstance(value.get(key), str):
                return activation(value[key], name, context)
    return value


def _initializer(key: str, value: Any, name: str, context: Context, keras1: bool) -> Any:
    made = objects.initializer(value, keras1)
    if made is None:
        context.record.note(
            text(
                "The layer {name!r} started from {key}={value}, which is not Keras's own; it starts from the "
                "default instead. Stored weights are not affected.",
                name=name,
                key=key,
                value=spelled(value),
            )
        )
    return made


def _left_out(key: str, unknown: ValueError, name: str, context: Context) -> None:
    """Note what Keras 3 has nothing for."""
    context.record.note(
        text(
            "The layer {name!r} had {key}={unknown!r}, which Keras 3 does not have; it was left out.",
            name=name,
            key=key,
            unknown=str(unknown),
        )
    )


def _regularizer(key: str, value: Any, name: str, context: Context) -> Any:
    try:
        made = objects.regularizer(value)
    except ValueError as unknown:
        _left_out(key, unknown, name, context)
        return None
    if made is not None and key == "activity_regularizer" and (context.keras1 or context.backend != "tensorflow"):
        context.record.note(
            text(
                "The activity regularizer of {name!r} was summed over the batch; Keras 3 divides by the batch size.",
                name=name,
            )
        )
    return made


def _constraint(key: str, value: Any, name: str, context: Context) -> Any:
    try:
        return objects.constraint(value)
    except ValueError as unknown:
        _left_out(key, unknown, name, context)
        return None


def _kernel_size(config: dict[str, Any], name: str, record: Record) -> list[Any] | None:
    for group in names.KERNEL_SIZE:
        if all(key in config for key in group):
            sizes = [config[key] for key in group]
            record.changed(name, ", ".join(f"{key}={config[key]!r}" for key in group), f"kernel_size={spelled(sizes)}")
            return sizes
    return None
