"""What a dot means: attributes of modules, tensors, layers, models, objects of the code and plain values.

Does not belong here: calling methods (methods). Invariant: a method is a :class:`Bound`; nothing of Python itself is
reached through a dot.
"""

from __future__ import annotations

from typing import Any

from core.catalog.overlay import APPLICATION_LAYERS
from core.convert.from_code.constants import CONSTANTS
from core.convert.from_code.machine import Machine
from core.convert.from_code.names import canonical
from core.convert.from_code.ops import one
from core.convert.from_code.shapes import shape_of
from core.convert.from_code.tracing import calls_between
from core.convert.from_code.values import (
    Bound,
    Class,
    Data,
    Foreign,
    Function,
    Instance,
    Layer,
    Model,
    Path,
    Prefixed,
    Settings,
    Several,
    Super,
    Tensor,
    Term,
    Unknown,
    tensors_in,
)
from core.graph.model import INPUT_TYPE
from core.texts import text

_OF_MODELS = frozenset("name _name layers input inputs output outputs built optimizer loss metrics".split())
"""What a model has of its own: code that sets it does not make an attribute."""
_OF_TRACED = frozenset("layers input output inputs outputs name trainable".split())
_PLAIN = (str, list, dict, tuple, set, int, float, bytes)


def attribute(m: Machine, owner: Any, name: str, line: int) -> Any:
    """``owner.name``."""
    if isinstance(owner, Path):
        if (_home(owner), name) in m.attributes:
            return m.attributes[_home(owner), name]
        if name in ("__name__", "__qualname__"):
            return owner.last
        written = f"{owner.written or owner.path}.{name}"
        path = written if written in APPLICATION_LAYERS else canonical(f"{owner.path}.{name}")
        return CONSTANTS.get(path, Path(path, f"{owner.written or owner.path}.{name}"))
    if isinstance(owner, (Tensor, Several)):
        return _of_tensor(m, owner, name, line)
    if isinstance(owner, Model):
        return _of_model(m, owner, name, line)
    if isinstance(owner, Layer):
        return _of_layer(m, owner, name, line)
    if isinstance(owner, Instance):
        return of_instance(m, owner, name, line)
    if isinstance(owner, Super):
        found = owner.owner.cls.find(name, owner.after)
        if found is not None and isinstance(found[0], Function):
            return Bound(owner.owner, name, found[0])
        return Bound(owner, name)
    if isinstance(owner, Class):
        found = owner.find(name)
        if found is not None:
            value = found[0]
            return Bound(owner, name, value) if isinstance(value, Function) and value.kind == "class" else value
        return Bound(owner, name)
    if isinstance(owner, Settings):
        key = {"lr": "learning_rate"}.get(name, name)
        return owner.params.get(key, m.unknown(text("{name} is not known", name=name), line))
    if isinstance(owner, Foreign):
        return owner.names.get(name, Bound(owner, name))
    if isinstance(owner, Data):
        return _of_data(m, owner, name, line)
    if isinstance(owner, Unknown):
        return Unknown(owner.reason, line, f"{owner.name}.{name}" if owner.name else "")
    if isinstance(owner, Function):
        return (
            owner.name
            if name in ("__name__", "__qualname__")
            else m.unknown(text("{name} of a function is not known", name=name), line)
        )
    if isinstance(owner, (Term, Prefixed)):
        return m.unknown(text("It depends on a parameter of the block"), line)
    return _of_plain(m, owner, name, line)


def _home(owner: Path) -> str:
    """Where the attributes of something outside are kept; ``FLAGS`` is one object, whoever hands it out."""
    return "FLAGS" if owner.last == "FLAGS" else owner.path


def _of_plain(m: Machine, owner: Any, name: str, line: int) -> Any:
    import numpy

    if isinstance(owner, (numpy.ndarray, numpy.generic)):
        if name in ("shape", "ndim", "size", "T"):
            return getattr(owner, name)
        return Bound(owner, name)
    if isinstance(owner, slice) and name in ("start", "stop", "step"):
        return getattr(owner, name)
    if name == "value" and (owner is None or isinstance(owner, int)):
        return owner  # a size of a shape was an object with a value in TensorFlow 1
    if isinstance(owner, _PLAIN) and not name.startswith("_"):
        return Bound(owner, name)
    return m.unknown(text("The attribute {name!r} is not known", name=name), line)


def sizes(m: Machine, shape: Any, line: int, batch: bool = True) -> Any:
    """A shape as code sees it."""
    if shape is None:
        return m.unknown(text("The shape of a tensor is not known"), line)
    return tuple(shape)


def _of_tensor(m: Machine, owner: Tensor | Several, name: str, line: int) -> Any:
    if name in ("shape", "_keras_shape", "_shape_tuple"):
        return sizes(m, shape_of(owner), line)
    if name in ("ndim", "rank"):
        shape = shape_of(owner)
        return len(shape) if shape is not None else m.unknown(text("The shape of a tensor is not known"), line)
    tensor = one(owner)
    if name == "name":
        return str(tensor.call.layer.name)
    if name == "dtype":
        return tensor.call.layer.params.get("dtype", "float32")
    if name in ("_keras_history", "node"):
        return Foreign("keras.history", names={"operation": tensor.call.layer, "layer": tensor.call.layer})
    return Bound(tensor, name)


def _of_layer(m: Machine, owner: Layer, name: str, line: int) -> Any:
    call = owner.calls[-1] if owner.calls else None
    if name == "name":
        return owner.name
    if name == "trainable":
        return owner.trainable is not False and owner.params.get("trainable") is not False
    if name in ("output", "outputs") and call is not None:
        made = [call.tensor(place) for place in range(call.outputs or 1)]
        return made[0] if len(made) == 1 and name == "output" else made
    if name == "input" and call is not None:
        tensors = tensors_in(list(call.arguments.values())) or [call.tensor(0)]
        return tensors[0] if len(tensors) == 1 else tensors
    if name == "output_shape" and call is not None:
        return sizes(m, shape_of(call.tensor(0)), line)
    if name == "input_shape" and call is not None:
        tensors = tensors_in(list(call.arguments.values())) or [call.tensor(0)]
        return sizes(m, shape_of(tensors[0]), line)
    if name in ("weights", "trainable_weights", "non_trainable_weights", "variables", "losses"):
        return m.unknown(text("{name} of a layer are not known before it runs", name=name), line)
    if name in ("__class__",):
        return Path(owner.type)
    if name == "layer" and isinstance(inner := owner.params.get("layer"), object) and inner is not None:
        return m.unknown(text("A layer inside of another"), line)
    if name in owner.params:
        return owner.params[name]
    spec = m.catalog.get(owner.type)
    param = spec.param(name) if spec is not None else None
    if param is not None and not param.required:
        return param.default
    return Bound(owner, name)


def layers_of(model: Model) -> list[Layer]:
    """The layers of a model as ``model.layers`` lists them."""
    if model.style == "sequential":
        return list(model.rows)
    found: dict[int, Layer] = {}
    for call in calls_between(model):
        found.setdefault(id(call.layer), call.layer)
    return list(found.values())


def _of_model(m: Machine, owner: Model, name: str, line: int) -> Any:
    if name == "name":
        return owner.name
    if name in owner.names:
        return owner.names[name]
    if name == "layers":
        return layers_of(owner)
    if name in ("input", "inputs"):
        tensors = tensors_in(owner.inputs)
        if not tensors:
            return m.unknown(text("The input of {name!r} is not known", name=owner.name), line)
        return (
            (owner.inputs if isinstance(owner.inputs, dict) else tensors)
            if name == "inputs" or len(tensors) > 1
            else tensors[0]
        )
    if name in ("output", "outputs"):
        tensors = tensors_in(owner.outputs)
        if not tensors:
            return m.unknown(text("The output of {name!r} is not known", name=owner.name), line)
        return (
            (owner.outputs if isinstance(owner.outputs, dict) else tensors)
            if name == "outputs" or len(tensors) > 1
            else tensors[0]
        )
    if name in ("output_shape", "input_shape"):
        tensors = tensors_in(owner.outputs if name == "output_shape" else owner.inputs)
        return sizes(m, shape_of(tensors[0]) if tensors else None, line)
    if name == "trainable":
        return owner.trainable is not False
    if name in ("weights", "trainable_weights", "non_trainable_weights", "variables", "losses", "trainable_variables"):
        return m.unknown(text("{name} of a model are not known before it runs", name=name), line)
    if name in ("input_names", "output_names"):
        tensors = tensors_in(owner.inputs if name == "input_names" else owner.outputs)
        return [str(tensor.call.layer.name) for tensor in tensors]
    if name == "optimizer" and owner.compiled is not None:
        return owner.compiled.get("optimizer")
    if name in ("model", "_model") and owner.style == "sequential":
        return owner
    return Bound(owner, name)


def of_instance(m: Machine, owner: Instance, name: str, line: int) -> Any:
    """An attribute of an object of the code; what it inherits from Keras is reached through its methods."""
    if name in owner.names:
        return owner.names[name]
    found = owner.cls.find(name)
    if found is not None:
        value = found[0]
        if isinstance(value, Function):
            if value.kind == "static":
                return value
            if value.kind == "property":
                return m.apply(Bound(owner, name, value), [], {}, line)
            return Bound(owner.cls if value.kind == "class" else owner, name, value)
        return value
    if name == "__class__":
        return owner.cls
    if owner.cls.keras in ("keras.Model", "keras.Sequential") and name in _OF_TRACED:
        # Only now: what build and fit tell of the input would come too late.
        model = m.model_of(m, owner, line)
        if isinstance(model, Model):
            return _of_model(m, model, name, line)
    if name == "name" and owner.cls.keras:
        return owner.kwargs.get("name", owner.cls.name.lower())
    if owner.cls.keras:
        return Bound(owner, name)
    return m.unknown(text("{cls} has no attribute {name!r}", cls=owner.cls.name, name=name), line, f"self.{name}")


def _of_data(m: Machine, owner: Data, name: str, line: int) -> Any:
    if name == "shape":
        return tuple(
            m.unknown(text("The size of the data is not known"), line) if size is None else size for size in owner.shape
        )
    if name == "ndim":
        return len(owner.shape)
    if name == "dtype":
        return owner.dtype
    if name == "T":
        return Data(tuple(reversed(owner.shape)), owner.dtype)
    if name == "size":
        total = 1
        for size in owner.shape:
            if size is None:
                return m.unknown(text("The size of the data is not known"), line)
            total *= size
        return total
    if name == "values":
        return owner
    return Bound(owner, name)


def set_attribute(m: Machine, owner: Any, name: str, value: Any, line: int) -> None:
    """``owner.name = value``."""
    if isinstance(owner, Instance):
        owner.names[name] = value
    elif isinstance(owner, Foreign):
        owner.names[name] = value
        layer = owner.names.get("operation")
        if isinstance(layer, Layer) and name == "name":
            _rename(layer, value)
    elif isinstance(owner, Path):
        m.attributes[_home(owner), name] = value
    elif isinstance(owner, Model) and name == "trainable":
        set_trainable(m, owner, value, line)
    elif isinstance(owner, Model) and name not in _OF_MODELS:
        owner.names[name] = value
    elif isinstance(owner, Layer):
        if name == "trainable":
            set_trainable(m, owner, value, line)
        elif name in ("name", "_name"):
            _rename(owner, value)
        elif name in owner.params or (m.catalog.get(owner.type) is not None and _has_param(m, owner, name)):
            _set_param(m, owner, name, value, line)
    elif isinstance(owner, Settings) and isinstance(value, (int, float)):
        owner.params[{"lr": "learning_rate"}.get(name, name)] = value
    elif isinstance(owner, Class):
        owner.scope.names[name] = value


def _has_param(m: Machine, layer: Layer, name: str) -> bool:
    spec = m.catalog.get(layer.type)
    return spec is not None and spec.param(name) is not None


def _set_param(m: Machine, layer: Layer, name: str, value: Any, line: int) -> None:
    from core.convert.from_code.parameters import Unsaid, parameter_value

    spec = m.catalog.get(layer.type)
    try:
        layer.params[name] = parameter_value(m, value, spec.param(name) if spec is not None else None, line)
    except Unsaid as unsaid:
        m.note(text("{unsaid}; {name} of {layer!r} stays as it was.", unsaid=unsaid, name=name, layer=layer.name), line)


def _rename(layer: Layer, value: Any) -> None:
    if isinstance(value, (str, Prefixed)) and value:
        layer.name, layer.has_name = value, True


def set_trainable(m: Machine, layer: Layer, value: Any, line: int) -> None:
    """Freeze or thaw a layer, and all that a model holds, as Keras does."""
    if isinstance(value, Unknown) or not isinstance(value, (bool, int)):
        m.note(text("Whether {name!r} is trainable is not known.", name=layer.name), line)
        return
    waiting: list[Layer] = [layer]
    seen: set[int] = set()
    while waiting:
        item = waiting.pop()
        if id(item) in seen:
            continue
        seen.add(id(item))
        item.trainable = bool(value)
        item.params.pop("trainable", None)
        if isinstance(item, Model) and item.definition is None:
            waiting.extend(inner for inner in layers_of(item) if inner.type != INPUT_TYPE)
