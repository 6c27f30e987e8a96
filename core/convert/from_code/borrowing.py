"""Models that the code itself does not build: applications, copies, models from files.

Does not belong here: the making of applications (core.convert.applications).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.convert.from_code.graph_reading import graph_tensors
from core.convert.from_code.machine import Machine
from core.convert.from_code.ops import one, result
from core.convert.from_code.shapes import shape_of
from core.convert.from_code.tracing import calls_between
from core.convert.from_code.values import (
    Data,
    Layer,
    Model,
    Refused,
    Several,
    Tensor,
    Unknown,
)
from core.convert.start import start_keras_quietly
from core.errors import ConversionError
from core.texts import clause, text


def application(m: Machine, name: str, args: list[Any], kwargs: Mapping[str, Any], line: int) -> Any:
    """``VGG16(weights="imagenet", include_top=False)``: made by Keras's own function, without weights."""
    from core.convert.applications import read_application

    m.check_time()
    given = {
        **dict(
            zip(("include_top", "weights", "input_tensor", "input_shape", "pooling", "classes"), args, strict=False)
        ),
        **kwargs,
    }
    tensor = one(given.pop("input_tensor", None))
    weights = given.pop("weights", "imagenet")
    if weights is not None and (not isinstance(weights, str) or weights != "imagenet"):
        m.note(text("The weights of {name} are not read; they begin anew.", name=name), line)
        weights = None
    options = {
        key: value for key, value in given.items() if not isinstance(value, (Unknown, Data)) and value is not None
    }
    shape = options.pop("input_shape", None)
    if isinstance(tensor, Tensor):
        known = shape_of(tensor)
        shape = known[1:] if known is not None else shape
    options = {key: value for key, value in options.items() if isinstance(value, (bool, int, float, str))}
    with m.uncounted():
        start_keras_quietly()
    has_name = isinstance(options.get("name"), str)
    if isinstance(shape, (list, tuple)):
        shape = tuple(size if isinstance(size, int) else None for size in shape)
    else:
        shape = None
    options = {key: value for key, value in options.items() if key not in ("layers", "backend", "models", "utils")}
    try:
        imported = read_application(name, weights=weights, input_shape=shape, **options)
    except ConversionError as error:
        m.note(text("{reason}.", reason=clause(error.message)), line)
        try:
            imported = read_application(name, weights=weights, **options)
        except ConversionError:
            return m.unknown(text("The model {name} is not known", name=name), line)
        m.note(text("{name} is taken for images of the size that it is made for.", name=name), line)
        tensor = None
    model = Model("model", imported.project.graph.name, {}, line, has_name=has_name)
    fed = {0: tensor} if isinstance(tensor, Tensor) else {}
    model.inputs, model.outputs = graph_tensors(m, imported.project, fed, line)
    model.origin = "application"
    entries = imported.project.training.fit.options.get("initial_weights", ())
    model.weights = (
        [entries] if isinstance(entries, str) else [str(item) for item in entries] if isinstance(entries, tuple) else []
    )
    m.add_model(model)
    return model


def model_function(m: Machine, name: str, args: list[Any], kwargs: Mapping[str, Any], line: int) -> Any:
    """Functions of ``keras.models``: copies, and models from files, which are not opened."""
    if name == "clone_model" and args and isinstance(args[0], Model):
        return copy_model(m, args[0], line)
    if name == "save_model" and len(args) > 1 and isinstance(args[0], Model) and isinstance(args[1], str):
        m.saved[args[1]] = args[0]
        return None
    if name == "load_model":
        path = args[0] if args else kwargs.get("filepath")
        if isinstance(path, str) and path in m.saved:
            which = repr(path)
            m.note(text("The model of the file {which} is the one that this code saves there.", which=which), line)
            return m.saved[path]
    if name in ("load_model", "model_from_json", "model_from_yaml", "model_from_config"):
        target = args[0] if args else None
        which = repr(target) if isinstance(target, str) and len(target) < 200 and name == "load_model" else ""
        if not which:
            m.note(text("The model of the file is not opened from here; open it by itself."), line)
            return Unknown(text("The model comes from a file"), line, "load_model")
        m.note(text("The model of the file {which} is not opened from here; open it by itself.", which=which), line)
        return Unknown(text("The model {which} comes from a file", which=which), line, "load_model")
    raise Refused(text("keras.models.{name} is not read here", name=name))


def copy_model(m: Machine, model: Model, line: int) -> Model:
    """A model of new layers with the same settings."""
    made = Model("model", model.name, {}, line, style=model.style, has_name=model.has_name, origin="clone")
    copies: dict[int, Layer] = {}

    def copied(layer: Layer) -> Layer:
        if id(layer) not in copies:
            if isinstance(layer, Model):
                copies[id(layer)] = copy_model(m, layer, line)
            else:
                new = Layer(layer.type, layer.name, dict(layer.params), layer.line, layer.raw, layer.reason)
                new.has_name, new.trainable, new.input_shape = layer.has_name, layer.trainable, layer.input_shape
                copies[id(layer)] = m.add_layer(new)
        return copies[id(layer)]

    done: dict[int, Any] = {}
    for call in calls_between(model):
        arguments = {key: _moved(value, done) for key, value in call.arguments.items()}
        done[id(call)] = m.add_call(copied(call.layer), arguments, line, call.outputs)
    made.inputs, made.outputs = _moved(model.inputs, done), _moved(model.outputs, done)
    made.rows = [copied(row) for row in model.rows]
    made.tensors = [_moved(tensor, done) for tensor in model.tensors]
    return m.add_model(made)


def _moved(value: Any, done: Mapping[int, Any]) -> Any:
    if isinstance(value, Tensor):
        call = done.get(id(value.call))
        return call.tensor(value.index) if call is not None else value
    if isinstance(value, Several):
        call = done.get(id(value.call))
        return result(call) if call is not None else value
    if isinstance(value, (list, tuple)):
        return [_moved(item, done) for item in value]
    if isinstance(value, dict):
        return {key: _moved(item, done) for key, item in value.items()}
    return value
