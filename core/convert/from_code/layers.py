"""Layers as code makes and calls them: parameters bound to names, arguments of calls, placeholders for the unknown.

Does not belong here: old spellings (spelling), models (models). Invariant: a layer that cannot be understood becomes a
placeholder that keeps its arguments, with the line and the reason.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from core.catalog.spec import LayerSpec, ParamKind
from core.convert.from_code.held_models import hold, start_held
from core.convert.from_code.lambdas import LAMBDA, is_method, remember_function, written_out
from core.convert.from_code.machine import Machine
from core.convert.from_code.ops import MISSING, argument, result
from core.convert.from_code.parameters import Unsaid, described, is_default, parameter_value, shape_value
from core.convert.from_code.spelling import Spelled, spell
from core.convert.from_code.values import (
    Bound,
    Call,
    Data,
    Foreign,
    Function,
    Instance,
    Layer,
    Model,
    Path,
    Settings,
    Several,
    Tensor,
    Unknown,
    tensors_in,
)
from core.convert.imported import Upgrade
from core.graph.model import INPUT_TYPE
from core.texts import text

LAYERS = "keras.layers."
# Layers whose number of outputs the catalogue leaves open: how many states a cell has.
_STATES = {"LSTM": 2, "GRU": 1, "SimpleRNN": 1, "ConvLSTM1D": 2, "ConvLSTM2D": 2, "ConvLSTM3D": 2}
_CELLS = {"LSTMCell": 2, "GRUCell": 1, "SimpleRNNCell": 1}
_RECURRENT = frozenset({"LSTM", "GRU", "SimpleRNN", "RNN", "Conv1D", "Bidirectional"})


def make_layer(m: Machine, class_name: str, args: list[Any], kwargs: dict[str, Any], line: int, home: str) -> Layer:
    """``Dense(10, activation="relu")``; ``home`` is the path as the code has it."""
    spelled = spell(m, class_name, args, kwargs, home)
    spec = m.catalog.get(LAYERS + spelled.class_name)
    if spec is None:
        unknown = placeholder(m, LAYERS.rstrip("."), class_name, args, kwargs, line, spelled.reason)
        _take_input_shape(m, unknown, dict(kwargs), line)
        return unknown
    given = dict(spelled.params)
    name = given.pop("name", None)
    layer = Layer(spec.type, "", {}, line, has_name=isinstance(name, str) and bool(name))
    # Only what the code names, and what Keras counts, has a name that an old file would know it by.
    layer.name = name if layer.has_name or _is_prefixed(name) else m.auto_name(spec.class_name)
    layer.has_name = layer.has_name or _is_prefixed(name)
    _note_changes(m, layer, spelled)
    _take_input_shape(m, layer, given, line)
    trainable = given.pop("trainable", None)
    if trainable is not None and not isinstance(trainable, Unknown):
        layer.params["trainable"] = parameter_value(m, trainable, None, line)
    _set_params(m, layer, spec, given, line)
    remember_function(layer, given.get("function", given.get("activation")), given.get("arguments"))
    return m.add_layer(layer)


def plain_layer(m: Machine, type_name: str, args: list[Any], kwargs: dict[str, Any], line: int) -> Layer:
    """A layer of the catalogue by its type, in today's words."""
    spec = m.catalog.get(type_name)
    names = [param.name for param in spec.params] if spec is not None else []
    given = {**dict(zip(names, args, strict=False)), **kwargs}
    name = given.pop("name", None)
    layer = Layer(type_name, name or m.auto_name(type_name.rpartition(".")[2]), {}, line, has_name=name is not None)
    if given.pop("trainable", None) is False:
        layer.params["trainable"] = False
    if spec is not None:
        _set_params(m, layer, spec, given, line)
    return m.add_layer(layer)


def _is_prefixed(name: Any) -> bool:
    from core.convert.from_code.values import Prefixed

    return isinstance(name, Prefixed)


def _note_changes(m: Machine, layer: Layer, spelled: Spelled) -> None:
    for old, new in spelled.changes:
        m.upgrades[Upgrade(str(layer.name), old, new)] = None
    for note in spelled.notes:
        m.note(text("{name!r}: {note}", name=layer.name, note=note), layer.line)


def _set_params(m: Machine, layer: Layer, spec: LayerSpec, given: Mapping[str, Any], line: int) -> None:
    params = {param.name: param for param in spec.params}
    for key, value in given.items():
        param = params.get(key)
        if param is None:
            m.note(
                text(
                    "{class_name} has no parameter {key!r}; {name!r} is without it.",
                    class_name=spec.class_name,
                    key=key,
                    name=layer.name,
                ),
                line,
            )
            continue
        if isinstance(value, Layer) and param.kind in (ParamKind.LAYER, ParamKind.LAYERS, ParamKind.ANY):
            _forget(m, value)
        elif isinstance(value, (list, tuple)):
            for item in value:
                if isinstance(item, Layer):
                    _forget(m, item)
        if isinstance(value, Layer) and param.kind is ParamKind.ACTIVATION:
            _forget(m, value)
        if isinstance(value, Model) and param.kind is ParamKind.LAYER:
            layer.held = value
            layer.params[key] = hold(m, value)
            continue
        if layer.type == LAMBDA and is_method(value):
            continue  # known when the layer is called
        try:
            made = parameter_value(m, value, param, line)
        except Unsaid as unsaid:
            m.note(text("{unsaid}; set {key} of {name!r}.", unsaid=unsaid, key=key, name=layer.name), line)
            continue
        if not m.verbatim and is_default(made, param):
            continue
        layer.params[key] = made
    ordered = {name: layer.params[name] for name in params if name in layer.params}
    layer.params.clear()
    layer.params.update(ordered)


def _forget(m: Machine, inner: Layer) -> None:
    """A layer inside another is no layer of the graph."""
    if inner in m.layers:
        m.layers.remove(inner)


def _take_input_shape(m: Machine, layer: Layer, given: dict[str, Any], line: int) -> None:
    """Take what a first layer says about the input out of the parameters."""
    class_name = layer.class_name
    batch = given.pop("batch_input_shape", None)
    shape = given.pop("input_shape", None)
    length = given.pop("input_length", None)
    size = given.pop("batch_size", None)
    layer.input_dtype = given.pop("input_dtype", None)
    own = given.get("input_dim") if class_name == "Embedding" else given.pop("input_dim", None)
    if class_name == "Embedding":
        own = None
    if batch is not None:
        layer.input_shape = _sizes(m, batch, line)
    elif shape is not None:
        sizes = _sizes(m, shape, line)
        layer.input_shape = None if sizes is None else (size if isinstance(size, int) else None, *sizes)
    elif own is not None or length is not None:
        several = length is not None or class_name in _RECURRENT
        sizes = _sizes(m, ([length] if several else []) + ([own] if class_name != "Embedding" else []), line)
        layer.input_shape = (None, *(sizes or ()))
    elif class_name == "Embedding" and not m.verbatim:
        layer.input_shape = (None, None)  # as Keras 1 and 2 had it: any number of words


def _sizes(m: Machine, value: Any, line: int) -> tuple[Any, ...] | None:
    try:
        made = shape_value(m, value, line)
    except Unsaid as unsaid:
        m.note(text("{unsaid}; the shape of the input is not known.", unsaid=unsaid), line)
        return None
    return made if isinstance(made, tuple) else (made,)


def placeholder(
    m: Machine, module: str, class_name: str, args: list[Any], kwargs: Mapping[str, Any], line: int, reason: str
) -> Layer:
    """A layer that is not known: its arguments are kept as JSON."""
    name = kwargs.get("name")
    has_name = isinstance(name, str) and bool(name) and "/" not in str(name)
    label = str(name) if has_name else m.auto_name(class_name)
    config: dict[str, Any] = {"name": label}
    config.update({str(place): _json(m, value) for place, value in enumerate(args) if not tensors_in(value)})
    config.update({key: _json(m, value) for key, value in kwargs.items() if key != "name" and not tensors_in(value)})
    raw = json.dumps({"module": module, "class_name": class_name, "config": config}, default=repr)[:200_000]
    where = m.place(line)
    sentence = text("{reason} ({place}).", reason=reason, place=where) if where else text("{reason}.", reason=reason)
    layer = Layer(f"{module}>{class_name}", label, {}, line, raw=raw, reason=sentence, has_name=has_name)
    if {"input_shape", "batch_input_shape"} & set(kwargs):
        # Every layer of Keras takes these, those of others as well; the first of a Sequential model says what goes in.
        sizes = {key: kwargs[key] for key in ("input_shape", "batch_input_shape", "batch_size") if key in kwargs}
        _take_input_shape(m, layer, sizes, line)
    return m.add_layer(layer)


def _json(m: Machine, value: Any, depth: int = 0) -> Any:
    """What JSON can say of a value; texts stand for the rest."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if depth > 8:
        return "..."
    if isinstance(value, (list, tuple)):
        return [_json(m, item, depth + 1) for item in value[:1000]]
    if isinstance(value, dict):
        return {str(key): _json(m, item, depth + 1) for key, item in list(value.items())[:1000]}
    if isinstance(value, Settings):
        inner = {key: _json(m, item, depth + 1) for key, item in value.params.items()}
        return {"class_name": value.type.rpartition(".")[2], "config": inner}
    if isinstance(value, Path):
        return value.last
    if isinstance(value, Layer):
        return {"class_name": value.class_name, "config": {"name": str(value.name)}}
    if isinstance(value, Function):
        return value.name
    return described(value)


# Calls


def call_layer(m: Machine, layer: Layer, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    """Call a layer with tensors; returns its tensor, or several."""
    if (
        layer.function is not None
        and (traced := written_out(m, layer, args or list(kwargs.values()), line)) is not None
    ):
        return traced
    if layer.type == INPUT_TYPE and layer.calls and len(args) == 1 and isinstance(args[0], Tensor):
        return args[0]  # ``for layer in model.layers: x = layer(x)`` meets it, too; Keras 2 let the tensor pass
    spec = None if layer.raw is not None else m.catalog.get(layer.type)
    if layer.departed is not None and (made := m.replace(m, layer, args or list(kwargs.values()), line)) is not None:
        return made
    if layer.function is not None and is_method(layer.function[0]):
        reason = text("The method {name!r} of this code is not run", name=layer.function[0].name)
        m.note(text("{unsaid}; set {key} of {name!r}.", unsaid=reason, key="function", name=layer.name), line)
    given = bind(spec, args, kwargs)
    arguments: dict[str, Any] = {}
    for key, value in given.items():
        if value is None:
            continue
        value = _from_outside(value, line)
        if isinstance(value, (Unknown, Data)) and key not in ("training", "mask") and not arguments:
            value = implied_input(m, value, line)
        if isinstance(value, Unknown) and key in ("training", "mask"):
            continue
        if spec is not None and (param := next((p for p in spec.call_params if p.name == key), None)):
            if not isinstance(value, (Tensor, Several)) and value == param.default:
                continue
        made = argument(m, layer, key, _listed(m, value, spec, key, line), line)
        if made is not MISSING:
            arguments[key] = made
    start_held(m, layer, arguments, line)
    call = m.add_call(layer, arguments, line, outputs_of(layer, spec, arguments))
    return result(call)


def _from_outside(value: Any, line: int) -> Any:
    """What another package's object holds (``backbone.output``) as something that is not known, the same at each use."""
    owner = value.owner if isinstance(value, Bound) else value
    if not isinstance(owner, Foreign):
        return value
    what = f"{owner.path}.{value.name}" if isinstance(value, Bound) else owner.path
    return Unknown(text("{path} is not read here", path=what), line, f"{what}()#{id(owner)}")


def _listed(m: Machine, value: Any, spec: LayerSpec | None, key: str, line: int) -> Any:
    """A bare tensor where a list is expected is a list of one; unknown items become inputs."""
    port = spec.port(key) if spec is not None else None
    if isinstance(value, (list, tuple)):
        return [implied_input(m, item, line) if isinstance(item, (Unknown, Data)) else item for item in value]
    if port is not None and port.kind == "list" and isinstance(value, Several):
        return [value.call.tensor(0)]
    return value


def bind(spec: LayerSpec | None, args: list[Any], kwargs: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of a layer's call by the names of its parameters, in call order; "0", "1"... where unknown."""
    if spec is None:
        return {**{str(place): value for place, value in enumerate(args)}, **kwargs}
    names = [port.name for port in spec.inputs] + [param.name for param in spec.call_params]
    given = dict(zip(names, args, strict=False))
    given.update({str(place): value for place, value in enumerate(args) if place >= len(names)})
    for key, value in kwargs.items():
        # Subclasses call their first argument as they like (inputs, x); Keras 2 said inputs everywhere.
        if key in ("inputs", "x", "input_tensor") and key not in names and names and names[0] not in given:
            key = names[0]
        given[key] = value
    return {key: given[key] for key in (*names, *(key for key in given if key not in names)) if key in given}


def outputs_of(layer: Layer, spec: LayerSpec | None, arguments: Mapping[str, Any]) -> int | None:
    """How many tensors a call of the layer returns; None where that is not known."""
    if layer.raw is not None:
        return None
    settings = {**layer.params, **{key: value for key, value in arguments.items() if not isinstance(value, Tensor)}}
    if spec is not None and spec.outputs:
        return max(1, len(spec.active_outputs(settings)))
    class_name = layer.class_name
    inner: Any = settings.get("layer")
    inner_params = getattr(inner, "params", {})
    if class_name == "TimeDistributed":
        return 1
    if class_name == "Bidirectional":
        count = 2 if "merge_mode" in settings and settings["merge_mode"] is None else 1
        if inner_params.get("return_state"):
            states = _STATES.get(str(getattr(inner, "type", "")).rpartition(".")[2])
            return None if states is None else count + 2 * states
        return count
    if class_name == "RNN":
        if not settings.get("return_state"):
            return 1
        states = _CELLS.get(str(getattr(settings.get("cell"), "type", "")).rpartition(".")[2])
        return None if states is None else 1 + states
    if settings.get("return_state") or settings.get("return_attention_scores"):
        return None
    return 1


def implied_input(m: Machine, value: Any, line: int) -> Tensor:
    """An input that the code does not make itself: a layer is called on something not known, or on data."""
    if isinstance(value, Unknown) and value.name and value.name in m.implied:
        known: Tensor = m.implied[value.name]
        return known
    name = value.name if isinstance(value, Unknown) else ""
    plain = name if name.isidentifier() else ""
    layer = Layer(INPUT_TYPE, plain or m.auto_name("InputLayer"), {}, line, has_name=bool(plain))
    if isinstance(value, Data) and value.shape:
        layer.params["shape"] = tuple(value.shape[1:])
        if value.dtype not in ("float32", "float64"):
            layer.params["dtype"] = value.dtype
    else:
        m.note(
            text(
                "{reason}; an input of unknown shape stands for it.",
                reason=getattr(value, "reason", text("What the layer is called on is not known")),
            ),
            line,
        )
    m.add_layer(layer)
    tensor = m.add_call(layer, {}, line).tensor(0)
    if name:
        m.implied[name] = tensor
    return tensor


def call_unknown(m: Machine, target: Any, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    """Something that is not read here is called with tensors: a placeholder takes its place."""
    if isinstance(target, Foreign):
        if target.layer is None:
            module, _, class_name = target.path.rpartition(".")
            reason = text("{path} is not part of Keras, and its code is not read", path=target.path)
            target.layer = placeholder(
                m, module or m.module, class_name, list(target.args), target.kwargs, target.line, reason
            )
        return call_layer(m, target.layer, args, kwargs, line)
    if isinstance(target, Path):
        module, _, class_name = target.path.rpartition(".")
        reason = text(
            "{written} is not a layer or op of Keras that is read here", written=target.written or target.path
        )
    elif isinstance(target, Instance):
        module, class_name = m.module, target.cls.name
        reason = text("The class {class_name} has code of its own, which is not run", class_name=class_name)
    else:
        name = getattr(target, "name", "")
        module, class_name = m.module, name.rpartition(".")[2] if name else "function"
        reason = getattr(target, "reason", text("It is not known what is called")) or text(
            "It is not known what is called"
        )
    settings = {key: value for key, value in kwargs.items() if not tensors_in(value)}
    constants = [value for value in args if not tensors_in(value)]
    layer = placeholder(m, module or m.module, class_name or "function", constants, settings, line, reason)
    tensors = [value for value in args if tensors_in(value)]
    named = {key: value for key, value in kwargs.items() if tensors_in(value)}
    return call_layer(m, layer, tensors, named, line)


def first_call(layer: Layer) -> Call | None:
    """The first call of the layer; None while it was not called."""
    return layer.calls[0] if layer.calls else None


def is_model(value: Any) -> bool:
    """True for a model of the code."""
    return isinstance(value, Model)
