"""Models as code makes them: Input, Sequential, Model, nested models, merges, applications, copies.

Does not belong here: methods of models (methods), subclassed models (classes), training (training). Invariant: a Sequential
model knows its tensors as soon as it knows its input.
"""

from __future__ import annotations

from typing import Any

from core.convert.from_code.layers import call_layer, call_unknown, make_layer, placeholder
from core.convert.from_code.machine import Machine
from core.convert.from_code.ops import one
from core.convert.from_code.parameters import Unsaid, parameter_value, shape_value
from core.convert.from_code.shapes import shape_of
from core.convert.from_code.spelling import note_shape
from core.convert.from_code.tracing import calls_between, inputs_of
from core.convert.from_code.values import (
    Class,
    Data,
    Foreign,
    Function,
    Instance,
    Layer,
    Model,
    Path,
    Prefixed,
    Several,
    Tensor,
    Unknown,
    tensors_in,
)
from core.convert.imported import Upgrade
from core.graph.model import INPUT_TYPE
from core.texts import text


def make_input(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int, as_layer: bool = False) -> Any:
    """``Input(shape=(28, 28, 1))``: a tensor, or a layer for ``InputLayer(...)``."""
    given = dict(kwargs)
    for key, value in zip(("input_shape" if as_layer else "shape", "batch_size", "dtype"), args, strict=False):
        given.setdefault(key, value)
    if isinstance(given.get("tensor"), Tensor):
        return given["tensor"]
    name = given.get("name")
    layer = Layer(INPUT_TYPE, "", {}, line, has_name=isinstance(name, (str, Prefixed)) and bool(name))
    layer.name = name if layer.has_name else m.auto_name("InputLayer")
    shape = given.get("shape", given.get("input_shape"))
    batch = given.get("batch_shape", given.get("batch_input_shape"))
    size: Any = given.get("batch_size")
    if isinstance(shape, Data):
        shape = shape.shape
    try:
        sizes = shape_value(m, batch if batch is not None else shape, line)
    except Unsaid as unsaid:
        m.note(text("{unsaid}; set the shape of the input {name!r}.", unsaid=unsaid, name=layer.name), line)
    else:
        if isinstance(sizes, tuple):
            if batch is not None and sizes:
                size, sizes = sizes[0], sizes[1:]
            layer.params["shape"] = sizes
            note_shape(m, sizes, line)
        elif sizes is None and shape is None and batch is None:
            m.shapeless.append(layer)
    if isinstance(size, int):
        layer.params["batch_size"] = size
    for key in ("dtype", "sparse", "ragged", "optional"):
        if (given.get(key) in (None, False) and not m.verbatim) or key not in given:
            continue
        try:
            value = parameter_value(m, given[key], None, line)
        except Unsaid as unsaid:
            m.note(
                text("{unsaid}; {key} of the input {name!r} is not set.", unsaid=unsaid, key=key, name=layer.name), line
            )
            continue
        if m.verbatim or (key, value) != ("dtype", "float32"):
            layer.params[key] = value
    m.add_layer(layer)
    return layer if as_layer else m.add_call(layer, {}, line).tensor(0)


def make_model(m: Machine, kind: str, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    """``Sequential([...])`` or ``Model(inputs, outputs)``, in the words of any version."""
    given = dict(kwargs)
    name = given.pop("name", None)
    model = Model("model", "", {}, line, has_name=isinstance(name, (str, Prefixed)) and bool(name))
    model.name = name if model.has_name else m.auto_name("Sequential" if kind == "Sequential" else "Functional")
    if given.get("trainable") is False:
        model.trainable = False
    if kind == "Sequential":
        model.style = "sequential"
        m.add_model(model)
        rows = given.get("layers", args[0] if args else None)
        if len(args) > 1 and isinstance(args[1], str):
            model.name, model.has_name = args[1], True
        if isinstance(rows, (list, tuple)):
            for item in rows:
                add(m, model, item, line)
        elif rows is not None:
            m.note(text("The layers of a Sequential model are not known."), line)
        return model
    inputs = next((given[key] for key in ("inputs", "input") if key in given), args[0] if args else None)
    outputs = next((given[key] for key in ("outputs", "output") if key in given), args[1] if len(args) > 1 else None)
    for old, new in (("input", "inputs"), ("output", "outputs")):
        if old in given:
            m.upgrades[Upgrade(str(model.name), f"{old}=...", f"{new}=...")] = None
    if not model.has_name and len(args) > 2 and isinstance(args[2], str):
        model.name, model.has_name = args[2], True
    return functional(m, model, inputs, outputs, line)


def functional(m: Machine, model: Model, inputs: Any, outputs: Any, line: int) -> Any:
    """Give a model its tensors."""
    outputs = _tensors(outputs)
    inputs = _tensors(inputs)
    if not tensors_in(outputs):
        reason = next(
            (item.reason for item in _flat(outputs) if isinstance(item, Unknown)), text("its outputs are not known")
        )
        m.note(text("A model is not read: {reason}.", reason=reason), line)
        return m.unknown(text("The model is not known"), line)
    model.inputs, model.outputs = inputs, outputs
    m.add_model(model)
    return model


def _flat(value: Any) -> list[Any]:
    if isinstance(value, dict):
        value = list(value.values())
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _tensors(value: Any) -> Any:
    """The structure of inputs or outputs with plain tensors; what is none is left out."""
    if isinstance(value, Several):
        return value.call.tensor(0)
    if isinstance(value, (list, tuple)):
        items = [_tensors(item) for item in value]
        return [item for item in items if tensors_in(item)]
    if isinstance(value, dict):
        return {str(key): made for key, item in value.items() if tensors_in(made := _tensors(item))}
    if isinstance(value, Layer) and value.type == INPUT_TYPE and value.calls:
        return value.calls[0].tensor(0)
    return value


# Sequential


def add(m: Machine, model: Model, item: Any, line: int) -> None:
    """Add a layer to a Sequential model."""
    if isinstance(item, Tensor) and item.call.layer.type == INPUT_TYPE:
        start(model, item)
        return
    if isinstance(item, Foreign):
        if item.layer is None:
            module, _, class_name = item.path.rpartition(".")
            reason = text("{path} is not part of Keras, and its code is not read", path=item.path)
            item.layer = placeholder(m, module or m.module, class_name, list(item.args), item.kwargs, item.line, reason)
        item = item.layer
    if isinstance(item, Instance):
        item = m.layer_of(m, item, line)
    if isinstance(item, Path) and item.path.startswith("keras.layers."):
        item = make_layer(m, item.last, [], {}, line, item.written)  # the brackets were forgotten
    if isinstance(item, (Unknown, Path, Function, Class)):
        name = getattr(item, "name", "") or getattr(item, "last", "layer")
        reason = getattr(item, "reason", text("{name} is not a layer that is read here", name=name))
        class_name = "".join(sign for sign in name if sign.isalnum() or sign == "_") or "layer"
        item = placeholder(m, m.module, class_name, [], {}, line, reason)
    if isinstance(item, (list, tuple)):
        for part in item:
            add(m, model, part, line)
        return
    if not isinstance(item, Layer):
        m.note(text("What is added to {name!r} is no layer; it is left out.", name=model.name), line)
        return
    if item.type == INPUT_TYPE:
        start(model, item.calls[0].tensor(0) if item.calls else m.add_call(item, {}, line).tensor(0))
        return
    merged = m.merges.get(id(item)) if not isinstance(item, Model) else None
    if merged is not None and not model.rows:
        _branches(m, model, item, merged, line)
        return
    if not model.rows and not model.is_known:
        _start_from_layer(m, model, item, line)
    model.rows.append(item)
    if model.is_known:
        source = model.tensors[-1] if model.tensors else model.inputs
        model.tensors.append(_call(m, item, source, line))
        model.outputs = model.tensors[-1]


def start(model: Model, tensor: Tensor) -> None:
    """Let a Sequential model begin with an input."""
    if not model.is_known:
        model.inputs = tensor
        model.outputs = tensor


def _start_from_layer(m: Machine, model: Model, item: Layer, line: int) -> None:
    """A first layer that says what goes in, or a model that knows it, starts a Sequential model."""
    if isinstance(item, Model):
        if item.is_known and isinstance(item.inputs, Tensor) and shape_of(item.inputs) is not None:
            start(model, _input_like(m, item.inputs, line))
        return
    shape = item.input_shape
    if shape is not None:
        start(model, input_tensor(m, shape, item.input_dtype, line))


def input_tensor(m: Machine, shape: tuple[Any, ...], dtype: Any, line: int) -> Tensor:
    """A new input of a batch shape."""
    kwargs: dict[str, Any] = {"shape": tuple(shape[1:])}
    if shape and isinstance(shape[0], int):
        kwargs["batch_size"] = shape[0]
    if isinstance(dtype, str) and dtype != "float32":
        kwargs["dtype"] = dtype
    made: Tensor = make_input(m, [], kwargs, line)
    return made


def _input_like(m: Machine, tensor: Tensor, line: int) -> Tensor:
    shape = shape_of(tensor)
    if shape is not None:
        return input_tensor(m, shape, tensor.call.layer.params.get("dtype"), line)
    layer = m.add_layer(Layer(INPUT_TYPE, m.auto_name("InputLayer"), {}, line))
    return m.add_call(layer, {}, line).tensor(0)


def build(m: Machine, model: Model, shape: Any, line: int) -> None:
    """Let a Sequential model that does not know its input have one of this batch shape."""
    if model.is_known or model.style != "sequential" or not isinstance(shape, (list, tuple)):
        return
    sizes = tuple(size if isinstance(size, int) else None for size in shape)
    model.inputs = model.outputs = input_tensor(m, sizes, None, line)
    run_rows(m, model, line)


def run_rows(m: Machine, model: Model, line: int) -> None:
    """Call the layers of a Sequential model one after the other, from its input on."""
    model.tensors = []
    value: Any = model.inputs
    for row in model.rows:
        value = _call(m, row, value, row.line or line)
        model.tensors.append(value)
    model.outputs = value


def _call(m: Machine, layer: Layer, value: Any, line: int) -> Any:
    if isinstance(layer, Model):
        return call_model(m, layer, [value], {}, line)
    made = call_layer(m, layer, [value], {}, layer.line or line)
    return list(made) if isinstance(made, tuple) else made


def pop(model: Model) -> None:
    """Take the last layer of a Sequential model away."""
    if model.rows:
        model.rows.pop()
        if model.is_known:
            model.tensors = model.tensors[: len(model.rows)]
            model.outputs = model.tensors[-1] if model.tensors else model.inputs


def _branches(m: Machine, model: Model, item: Layer, branches: Any, line: int) -> None:
    """A Sequential model that begins with Merge: the branches' inputs are its inputs."""
    tensors: list[Any] = []
    inputs: list[Any] = []
    for branch in branches if isinstance(branches, (list, tuple)) else ():
        if isinstance(branch, Model) and branch.is_known:
            tensors.append(one(branch.outputs))
            inputs.extend(tensors_in(branch.inputs))
        elif isinstance(branch, Layer) and branch.input_shape is not None:
            source = input_tensor(m, branch.input_shape, branch.input_dtype, line)
            tensors.append(one(call_layer(m, branch, [source], {}, line)))
            inputs.append(source)
        elif isinstance(branch, Layer) and branch.calls:
            tensors.append(branch.calls[-1].tensor(0))
            inputs.extend([tensor for tensor in inputs_of(branch.calls[-1].tensor(0)) if tensor not in inputs])
    if not tensors:
        m.note(text("What Merge joins is not known."), line)
        return
    model.inputs = inputs
    model.rows.append(item)
    model.tensors.append(call_layer(m, item, [tensors], {}, line))
    model.outputs = model.tensors[-1]


# Nested models


def call_model(m: Machine, model: Model, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    """Call a model with tensors: one node of a nested model."""
    given = args[0] if args else next((kwargs[key] for key in ("inputs", "x") if key in kwargs), None)
    tensors = tensors_in(given)
    if not tensors:
        if isinstance(given, Data):
            build(m, model, given.shape, line)
            return Data((given.shape[0] if given.shape else None,))
        if isinstance(given, Unknown):
            return m.unknown(text("The model is called on something that is not known"), line)
        return m.unknown(text("The model is called without a tensor"), line)
    if model.style == "sequential" and not model.is_known:
        model.inputs = model.outputs = _input_like(m, tensors[0], line)
        run_rows(m, model, line)
    if not tensors_in(model.outputs):
        return call_unknown(
            m, m.unknown(text("The model {name!r} has no output", name=model.name), line), args, kwargs, line
        )
    _tell_shapes(model, tensors)
    names = [tensor.call.layer.name for tensor in tensors_in(model.inputs)]
    if isinstance(given, dict) and not isinstance(model.inputs, dict):
        arguments = {str(name): given[name] for name in names if name in given}
    elif isinstance(given, dict) and isinstance(model.inputs, dict):
        keys = [key for key in model.inputs if key in given]
        arguments = {_name(model.inputs[key]): given[key] for key in keys}
    else:
        arguments = dict(zip(map(str, names), tensors, strict=False))
    for key in ("training", "mask"):
        if isinstance(kwargs.get(key), (bool, Tensor)) and key not in arguments:
            arguments[key] = kwargs[key]
    outputs = tensors_in(model.outputs)
    call = m.add_call(model, {key: one(value) for key, value in arguments.items()}, line, len(outputs))
    return _arranged(model.outputs, iter(range(len(outputs))), call)


def _tell_shapes(model: Model, given: list[Tensor]) -> None:
    """A model that does not say what it takes, as traced subclasses do not, takes what it is called on first."""
    inner = tensors_in(model.inputs)
    if len(inner) != len(given) or any("shape" in item.call.layer.params for item in inner):
        return
    shapes = [shape_of(item) for item in given]
    if any(shape is None for shape in shapes):
        return
    for item, shape in zip(inner, shapes, strict=True):
        item.call.layer.params["shape"] = tuple(shape or ())[1:]
    for call in calls_between(model):
        call.shapes = None  # they follow from the input


def _name(value: Any) -> str:
    return str(tensors_in(value)[0].call.layer.name)


def _arranged(structure: Any, numbers: Any, call: Any) -> Any:
    """The outputs of a call in the structure that the model gives; dicts are counted by sorted keys, as Keras does."""
    if isinstance(structure, dict):
        made = {key: _arranged(structure[key], numbers, call) for key in sorted(structure)}
        return {key: made[key] for key in structure}
    if isinstance(structure, (list, tuple)):
        return [_arranged(item, numbers, call) for item in structure]
    return call.tensor(next(numbers))
