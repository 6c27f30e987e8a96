"""Classes of the code: objects made of them, models and layers that are subclasses of Keras's.

A subclassed model is traced: its ``call`` is read with a tensor. A layer of the code's own is read likewise where it is made
of layers and ops that are read whole; else it becomes a placeholder. Does not belong here: calls of functions (calling).
"""

from __future__ import annotations

import ast
from contextlib import suppress
from typing import Any

from core.convert.from_code.datasets import inputs_of_data
from core.convert.from_code.layers import call_layer, make_layer, placeholder
from core.convert.from_code.machine import Machine
from core.convert.from_code.methods import compile_arguments, model_method
from core.convert.from_code.models import functional, make_input, make_model
from core.convert.from_code.names import is_keras
from core.convert.from_code.tracing import calls_between, inputs_of
from core.convert.from_code.values import (
    Bound,
    Class,
    Data,
    Function,
    Instance,
    Layer,
    Model,
    Path,
    Raised,
    Refused,
    Scope,
    Tensor,
    Unknown,
    tensors_in,
)
from core.texts import text

_MODELS = ("keras.Model", "keras.Sequential")
_RANDOM = frozenset({"add_weight", "add_variable", "add_loss", "random"})


def make_class(m: Machine, node: ast.ClassDef, scope: Scope) -> Class:
    """A class with its body read."""
    bases = [m.eval(base, scope) for base in node.bases]
    made = Class(node.name, node, bases, Scope(parent=scope, is_class=True))
    for base in bases:
        if isinstance(base, Class) and base.keras:
            made.keras = made.keras or base.keras
        elif isinstance(base, Path) and is_keras(base.path):
            made.keras = made.keras or base.path
        elif isinstance(base, Path) and base.last in ("Layer", "Model") and base.path.startswith("tensorflow"):
            made.keras = made.keras or {"Layer": "keras.layers.Layer", "Model": "keras.Model"}[base.last]
    m.run(node.body, made.scope)
    for value in made.scope.names.values():
        if isinstance(value, Function) and value.node in node.body:
            value.owner = made
    return made


def instantiate(m: Machine, cls: Class, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    """``MyModel(10)``."""
    made = Instance(cls, args=tuple(args), kwargs=dict(kwargs), line=line)
    cls.instances += 1
    m.instances.append(made)
    init = cls.find("__init__")
    if init is not None and isinstance(init[0], Function):
        m.apply(Bound(made, "__init__", init[0]), list(args), dict(kwargs), line)
    elif cls.keras:
        _inherited_init(m, made, list(args), dict(kwargs), line)
    else:
        for name, value in kwargs.items():
            made.names.setdefault(name, value)  # a dataclass, most likely
    return made


def inherited(m: Machine, bound: Bound, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    """A method that an object of the code has from Keras."""
    owner, name = bound.owner, bound.name
    assert isinstance(owner, Instance), "other owners have methods of their own"
    if name == "__init__":
        _inherited_init(m, owner, args, kwargs, line)
        return None
    if owner.cls.keras in _MODELS:
        if owner.model is None:
            _remember(m, owner, name, args, kwargs, line)
            if name in (
                "compile",
                "fit",
                "fit_generator",
                "build",
                "train_on_batch",
                "summary",
                "load_weights",
                "save",
            ):
                return None
            if name in ("__call__", "call"):
                return call_instance(m, owner, args, kwargs, line)
            model = model_of(m, owner, line)
        else:
            model = owner.model
        if isinstance(model, Model):
            return model_method(m, model, name, args, kwargs, line)
    if owner.layer is not None and name in ("__call__", "call"):
        return call_layer(m, owner.layer, args, kwargs, line)
    if name == "call" and tensors_in(args):
        return args[0]
    return m.unknown(text("What {name} of {cls} returns is not known", name=name, cls=owner.cls.name), line)


def _remember(m: Machine, owner: Instance, name: str, args: list[Any], kwargs: dict[str, Any], line: int) -> None:
    """Keep how a model is built, compiled and trained until it is traced."""
    kept: dict[str, Any] = owner.built if isinstance(owner.built, dict) else {}
    owner.built = kept
    if name == "compile":
        kept["compile"] = compile_arguments(m, args, kwargs, line)
        kept["order"] = m.event()
    elif name in ("fit", "fit_generator", "train_on_batch"):
        names = ("x", "y", "batch_size", "epochs")
        kept["fit"] = {**dict(zip(names, args, strict=False)), **kwargs, "": line}
        kept["order"] = m.event()
        data = inputs_of_data(kept["fit"].get("x"))
        if isinstance(data, Data) and len(data.shape) > 1:
            kept.setdefault("shape", (None, *data.shape[1:]))
    elif name == "build":
        shape = args[0] if args else kwargs.get("input_shape")
        if isinstance(shape, (tuple, list)):
            kept["shape"] = tuple(shape)


def _inherited_init(m: Machine, owner: Instance, args: list[Any], kwargs: dict[str, Any], line: int) -> None:
    keras = owner.cls.keras
    name = kwargs.get("name")
    if isinstance(name, str):
        owner.kwargs["name"] = name
    if keras == "keras.Sequential" or (
        keras == "keras.Model" and ({"inputs", "outputs", "input"} & set(kwargs) or len(args) > 1)
    ):
        made = make_model(m, keras.rpartition(".")[2], args, kwargs, line)
        owner.model = made if isinstance(made, Model) else None
    elif _is_placeable(m, keras) and owner.cls.find("call") is None and not _has_own(args, kwargs):
        owner.layer = make_layer(m, keras.rpartition(".")[2], args, kwargs, line, keras)


def _is_placeable(m: Machine, path: str) -> bool:
    """True for a layer of Keras that does something by itself."""
    return m.catalog.get(path) is not None and path not in ("keras.layers.Layer", "keras.layers.Wrapper")


def _has_own(args: list[Any], kwargs: dict[str, Any]) -> bool:
    """True where Keras is given an object of the code, a cell of its own say: the layer is more than Keras's."""
    return any(isinstance(value, (Instance, Class)) for value in (*args, *kwargs.values()))


def model_of(m: Machine, owner: Instance, line: int) -> Any:
    """The model of a subclass of Model, traced with an input; None where it cannot be read."""
    if owner.model is not None:
        return owner.model
    if "__traced__" in owner.names:
        return None  # it asks for itself while it is traced
    owner.names["__traced__"] = True
    try:
        return _traced_model(m, owner, line)
    finally:
        del owner.names["__traced__"]


def _traced_model(m: Machine, owner: Instance, line: int) -> Any:
    found = owner.cls.find("call") or owner.cls.find("__call__")
    if found is None or not isinstance(found[0], Function):
        return _of_training(m, owner, line)
    tensor = _own_input(m, owner, line)
    outputs = m.apply(Bound(owner, "call", found[0]), [tensor], {}, owner.line or line)
    _take_shape(m, tensor)
    if not tensors_in(outputs):
        m.note(
            text("The class {name} is not read: its call gives no output that is known.", name=owner.cls.name),
            owner.cls.node.lineno,
        )
        return None
    return finish(m, owner, tensor, outputs)


def _own_input(m: Machine, owner: Instance, line: int) -> Tensor:
    """The input that an object is traced with: of the shape that it was built or trained with, where that is known."""
    kept: dict[str, Any] = owner.built if isinstance(owner.built, dict) else {}
    shape = kept.get("shape")
    kwargs: dict[str, Any] = {"batch_shape": tuple(shape)} if isinstance(shape, tuple) else {}
    made: Tensor = make_input(m, [], kwargs, owner.line or line)
    return made


def _take_shape(m: Machine, tensor: Tensor) -> None:
    """Give an input without a shape that of the model which it goes into first."""
    layer = tensor.call.layer
    if "shape" in layer.params:
        return
    for call in m.calls[tensor.call.number + 1 :]:
        if isinstance(call.layer, Model) and tensor in call.arguments.values():
            inner = [item for item in tensors_in(call.layer.inputs) if call.arguments.get(item.call.layer.name) is tensor]
            shape = inner[0].call.layer.params.get("shape") if inner else None
            if shape is not None:
                layer.params["shape"] = shape
                return


def _of_training(m: Machine, owner: Instance, line: int) -> Any:
    """The model of an object without ``call`` that is trained by a ``train_step`` of its own, as autoencoders often are.

    What stands there on the way of the data through the models that the object holds is the model; None where fewer than
    two of them follow one another, as in a GAN, whose generator sees no data.
    """
    step = owner.cls.find("train_step")
    own = [value for value in owner.names.values() if isinstance(value, Model)]
    if step is None or not isinstance(step[0], Function) or len(own) < 2:
        return None
    mark, notes = m.mark(), dict(m.notes)
    tensor = _own_input(m, owner, line)
    with suppress(Raised, Refused):  # what came before it counts
        m.apply(Bound(owner, "train_step", step[0]), [tensor], {}, owner.line or line)
    m.notes = notes
    for call in reversed(m.calls[mark.calls :]):
        if call.layer not in own or inputs_of(call.tensor(0)) != [tensor]:
            continue
        outputs = call.tensor(0) if call.outputs == 1 else [call.tensor(place) for place in range(call.outputs or 1)]
        passed = calls_between(Model("model", "", {}, inputs=tensor, outputs=outputs))
        if len({id(item.layer) for item in passed if item.layer in own}) < 2 or any(item.layer.raw for item in passed):
            continue
        _take_shape(m, tensor)
        m.note(
            text("{name} has no call; what its train_step does with the data was read.", name=owner.cls.name),
            owner.cls.node.lineno,
        )
        return finish(m, owner, tensor, outputs)
    m.back_to(mark)
    return None


def finish(m: Machine, owner: Instance, inputs: Any, outputs: Any) -> Any:
    """Make the model of a traced object, with what was remembered of it."""
    name = owner.kwargs.get("name")
    model = Model("model", "", {}, owner.line, style="functional", has_name=isinstance(name, str))
    model.name = name if isinstance(name, str) else m.auto_name(owner.cls.name)
    made = functional(m, model, inputs, outputs, owner.line)
    if not isinstance(made, Model):
        return None
    kept: dict[str, Any] = owner.built if isinstance(owner.built, dict) else {}
    made.compiled, made.fitted, made.order = kept.get("compile"), kept.get("fit"), kept.get("order", 0)
    owner.model = made
    return made


def call_instance(m: Machine, owner: Instance, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    """An object of the code is called."""
    own = owner.cls.find("__call__")
    on_data = owner.cls.keras in _MODELS and bool(args) and isinstance(args[0], Data)
    if own is not None and isinstance(own[0], Function) and not on_data:
        return m.apply(Bound(owner, "__call__", own[0]), args, kwargs, line)
    if owner.model is not None:
        return m.apply(owner.model, args, kwargs, line)
    if owner.layer is not None:
        return call_layer(m, owner.layer, args, kwargs, line)
    tensors = tensors_in([*args, *kwargs.values()])
    found = owner.cls.find("call") or (own if on_data else None)
    if owner.cls.keras in _MODELS and found is not None and isinstance(found[0], Function):
        if not tensors:
            if args and isinstance(args[0], Data):
                kept = owner.built if isinstance(owner.built, dict) else {}
                kept.setdefault("shape", (None, *args[0].shape[1:]))
                owner.built = kept
            return m.unknown(text("The model is called on data"), line)
        made = m.apply(Bound(owner, "call", found[0]), args, kwargs, line)
        if tensors_in(made):
            return made
    elif tensors and found is not None and isinstance(found[0], Function):
        traced = _traced(m, owner, found[0], args, kwargs, line)
        if traced is not None:
            return traced
    if not tensors and not any(isinstance(value, Unknown) for value in args):
        return m.unknown(text("The class {name} is called without a tensor", name=owner.cls.name), line)
    return call_layer(m, layer_of(m, owner, line), args, kwargs, line)


def layer_of(m: Machine, owner: Instance, line: int) -> Layer:
    """The layer that stands for an object: a model, a layer of Keras, or a placeholder."""
    if owner.cls.keras in _MODELS:
        model = model_of(m, owner, line)
        if isinstance(model, Model):
            return model
    if owner.layer is None:
        reason = text("The layer {name} is defined in this code, which is not run", name=owner.cls.name)
        place = m.place(owner.cls.node.lineno)
        if place:
            reason = text("{reason}; see {place}", reason=reason, place=place)
        owner.layer = placeholder(
            m, m.module, owner.cls.name, list(owner.args), owner.kwargs, owner.line or line, reason
        )
    return owner.layer


def _traced(m: Machine, owner: Instance, function: Function, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    """What the ``call`` of a layer gives, where all of it can be read; None where not, and nothing happened."""
    if m.depth > 20 or not _is_plain(owner.cls):
        return None
    build = owner.cls.find("build")
    mark = m.mark()
    try:
        if build is not None and isinstance(build[0], Function) and not owner.names.get("__built__"):
            owner.names["__built__"] = True
            m.apply(Bound(owner, "build", build[0]), [_shape_given(args)], {}, line)
        made = m.apply(Bound(owner, "call", function), args, kwargs, line)
    except (Raised, Refused):
        made = None
    clean = len(m.notes) == mark.notes and all(layer.raw is None for layer in m.layers[mark.layers :])
    if clean and made is not None and tensors_in(made):
        m.note(
            text(
                "The layer {name} of this code is written out: what its call does stands in the graph.",
                name=owner.cls.name,
            ),
            owner.cls.node.lineno,
        )
        return made
    m.back_to(mark)
    return None


def _shape_given(args: list[Any]) -> Any:
    from core.convert.from_code.shapes import shape_of

    shape = shape_of(args[0]) if args and isinstance(args[0], Tensor) else None
    return tuple(shape) if shape is not None else Unknown(text("The shape of the input is not known"))


def _is_plain(cls: Class) -> bool:
    """True for a layer without weights of its own, whose call does not depend on the phase of training."""
    for item in cls.lineage():
        for node in ast.walk(item.node):
            if isinstance(node, ast.Attribute) and node.attr in _RANDOM:
                return False
            if isinstance(node, ast.If) and any(
                isinstance(part, ast.Name) and part.id == "training" for part in ast.walk(node.test)
            ):
                return False
    return True
