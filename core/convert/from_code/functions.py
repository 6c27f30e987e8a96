"""Calls of functions and classes outside of the code: Keras, TensorFlow, NumPy and Python, by their path.

Does not belong here: what belongs to the code itself (calling). Invariants: nothing of it is executed; what is not known
here gives something foreign, or a placeholder where a tensor goes in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.catalog.overlay import APPLICATION_LAYERS
from core.convert.from_code import arrays, python_functions
from core.convert.from_code.borrowing import application, model_function
from core.convert.from_code.composed import composed, preprocessed
from core.convert.from_code.datasets import is_dataset_of_rows, sliced
from core.convert.from_code.departed import is_departed, remember_settings
from core.convert.from_code.function_table import bound, table
from core.convert.from_code.layers import call_layer, call_unknown, make_layer, plain_layer
from core.convert.from_code.machine import Machine
from core.convert.from_code.merging import merge
from core.convert.from_code.models import make_input, make_model
from core.convert.from_code.names import merge_function
from core.convert.from_code.ops import order_of, record_op
from core.convert.from_code.settings import make_settings, optimizer_alias
from core.convert.from_code.shapes import shape_of
from core.convert.from_code.spelling import is_layer_class
from core.convert.from_code.values import (
    Composed,
    Data,
    Foreign,
    Function,
    Layer,
    Partial,
    Path,
    Refused,
    Several,
    Tensor,
    Unknown,
    tensors_in,
)
from core.texts import text

_SETTINGS = (
    "optimizers",
    "regularizers",
    "initializers",
    "constraints",
    "losses",
    "metrics",
    "callbacks",
    "dtype_policies",
)


_CALLABLE = (Function, Path, Layer, Partial, Composed)


def call_path(m: Machine, path: Path, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    """Call what stands outside of the code."""
    name = path.path
    home, _, last = name.rpartition(".")
    python = python_functions.BUILTINS.get(last) if home == "builtins" else python_functions.MODULES.get(name)
    if python is not None:
        try:
            return python(m, args, kwargs, line)
        except (TypeError, ValueError, AttributeError, ArithmeticError):
            unknown = next((value for value in [*args, *kwargs.values()] if isinstance(value, Unknown)), None)
            if unknown is None:
                raise
            return unknown
    if last in ("_obtain_input_shape", "obtain_input_shape"):
        return _obtained_shape(m, args, kwargs)
    if home.startswith("keras") or name == "keras":
        return _keras(m, path, args, kwargs, line)
    if name.startswith("numpy."):
        return arrays.numpy_function(m, name.partition(".")[2], args, kwargs, line)
    if name.startswith("tensorflow."):
        return _tensorflow(m, path, args, kwargs, line)
    if name == "tensorflow_addons.layers.InstanceNormalization":
        # The package made it of a group normalization whose groups are single channels.
        return make_layer(m, "GroupNormalization", [], {"groups": -1, **kwargs}, line, "")
    if name == "base64.b64decode":
        return arrays.decoded(args)
    if last == "compose" and args and all(isinstance(value, _CALLABLE) for value in args):
        return Composed(list(args))  # many projects have this function in a file of their own
    if name == "argparse.ArgumentParser":
        return Foreign(name, tuple(args), kwargs, line)
    return foreign(m, path, args, kwargs, line)


def _obtained_shape(m: Machine, args: list[Any], kwargs: Mapping[str, Any]) -> Any:
    """The input shape that Keras's applications took: the given one, else what they were trained on, else any size."""
    given = args[0] if args else kwargs.get("input_shape")
    size = kwargs.get("default_size", args[1] if len(args) > 1 else None)
    whole = kwargs.get("require_flatten", kwargs.get("include_top"))
    if isinstance(given, (tuple, list)):
        return tuple(given)
    sizes = (size, size) if isinstance(size, int) and whole in (True, None) else (None, None)
    return (3, *sizes) if m.channels_first else (*sizes, 3)


def foreign(m: Machine, path: Path, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    """Something that is not known here is called: a placeholder where a tensor goes in."""
    if tensors_in([*args, *kwargs.values()]):
        return call_unknown(m, path, args, kwargs, line)
    if path.last == "train_test_split" and any(isinstance(value, Data) for value in args):
        return arrays.split_apart(m, args, line)
    if path.last.startswith("DEFINE_") and len(args) > 1 and isinstance(args[0], str):
        m.attributes["FLAGS", args[0]] = args[1]
    if path.path == "wandb.init" and isinstance(kwargs.get("config"), dict):
        m.attributes.update({("wandb.config", str(key)): value for key, value in kwargs["config"].items()})
    return Foreign(path.path, tuple(args), kwargs, line)


def _keras(m: Machine, path: Path, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    name = path.path
    home, _, last = name.rpartition(".")
    if name in ("keras.Input", "keras.layers.InputLayer", "keras.layers.Input"):
        return make_input(m, args, kwargs, line, as_layer=last == "InputLayer")
    if name in ("keras.Model", "keras.Sequential"):
        return make_model(m, last, args, kwargs, line)
    if name in APPLICATION_LAYERS:
        return plain_layer(m, name, args, kwargs, line)
    function = merge_function(name)
    if function is not None:
        return merge(m, function, args, kwargs, line)
    if home == "keras.layers":
        if last == "Merge":
            return merge(m, "Merge", args, kwargs, line)
        if is_layer_class(m, last) or last[:1].isupper():
            layer = make_layer(m, last, args, kwargs, line, path.written)
            if layer.raw is not None and is_departed(last):
                remember_settings(layer, last, args, kwargs)
            return layer
    if last == "preprocess_input" and home.startswith("keras.applications"):
        made = preprocessed(m, name, args, kwargs, line)
        return made if made is not None else foreign(m, path, args, kwargs, line)
    if home == "keras.applications":
        return application(m, last, args, kwargs, line)
    if name.startswith("keras.ops."):
        return _op(m, name.removeprefix("keras.ops."), args, kwargs, line)
    if home == "keras.activations":
        return activation(m, last, args, kwargs, line)
    if home == "keras.backend":
        return _backend(m, path, args, kwargs, line)
    if name.startswith("keras.models."):
        return model_function(m, last, args, kwargs, line)
    if name.startswith("keras.datasets.") and last == "load_data":
        return arrays.load_data(home.rpartition(".")[2])
    if name.split(".")[1] in ("losses", "metrics") and tensors_in(args):
        return m.unknown(text("What {name} computes is no part of the model", name=last), line)
    if name.split(".")[1] in _SETTINGS:
        made = make_settings(m, name, args, kwargs, line)
        return made if made is not None else foreign(m, path, args, kwargs, line)
    if name.startswith(("keras.mixed_precision.", "keras.config.")):
        return _configuration(m, last, args, kwargs)
    if last == "to_categorical":
        return _categorical(args, kwargs)
    if last in ("pad_sequences",) and args:
        length = kwargs.get("maxlen", args[1] if len(args) > 1 else None)
        rows = args[0].shape[0] if isinstance(args[0], Data) and args[0].shape else None
        return Data((rows, length if isinstance(length, int) else None), "int32")
    if last == "set_random_seed" and args and isinstance(args[0], int):
        m.seed = args[0]
        return None
    if name == "keras.tree.flatten":
        return args[0] if isinstance(args[0], Several) else tensors_in(args[0])
    if last in ("get_custom_objects", "CustomObjectScope", "custom_object_scope", "normalize", "plot_model"):
        return {} if last == "get_custom_objects" else None
    if home == "keras.utils" and last in ("register_keras_serializable",):
        return Path("netwright.same")
    if last == "register_keras_serializable":
        return Path("netwright.same")
    if optimizer_alias(m, last) and home == "keras":
        return make_settings(m, f"keras.optimizers.{last}", args, kwargs, line)
    return foreign(m, path, args, kwargs, line)


def _op(m: Machine, name: str, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    """A function of ``keras.ops``."""
    values = [*args, *kwargs.values()]
    if name == "shape":
        return _shape(m, args[0] if args else kwargs.get("x"), line)
    if not tensors_in(values):
        return _without_tensor(m, name, args, kwargs, line)
    spec = m.catalog.get(f"keras.ops.{name}") or m.catalog.get(f"keras.ops.{name.rpartition('.')[2]}")
    if spec is None:
        return call_unknown(m, Path(f"keras.ops.{name}"), args, kwargs, line)
    order = order_of(spec)
    if any(port.variadic for port in spec.inputs):
        before = len(order) if spec.class_name == "einsum" else 0
        given = dict(zip(order, args[:before], strict=False))
        port = next(port for port in spec.inputs if port.variadic)
        given[port.name] = list(args[before:])
    else:
        given = dict(zip(order, args, strict=False))
    given.update({key: value for key, value in kwargs.items() if key != "name"})
    return record_op(m, spec.type.removeprefix("keras.ops."), given, line)


def _without_tensor(m: Machine, name: str, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    unknown = next((value for value in [*args, *kwargs.values()] if isinstance(value, Unknown)), None)
    if unknown is not None:
        return unknown
    names = {
        "convert_to_tensor": "asarray",
        "convert_to_numpy": "asarray",
        "constant": "asarray",
        "reduce_prod": "prod",
    }
    if name == "cast" and args and isinstance(args[0], (bool, int, float)):
        return args[0]
    return arrays.numpy_function(m, names.get(name, name), args, {k: v for k, v in kwargs.items() if k != "name"}, line)


def activation(m: Machine, name: str, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    """``keras.activations.relu(x)``: the op of that name."""
    if name == "get" and args:
        return args[0] if not isinstance(args[0], str) else Path(f"keras.activations.{args[0]}")
    if name in ("serialize", "deserialize"):
        return args[0] if args else None
    if name == "linear" and args:
        return args[0]
    if not tensors_in([*args, *kwargs.values()]):
        raise Refused(text("it is called on something that is not known"))
    op = {"swish": "silu", "hard_swish": "hard_silu"}.get(name, name)
    spec = m.catalog.get(f"keras.ops.{op}")
    if spec is None or (name == "relu" and (len(args) > 1 or set(kwargs) - {"x"})):
        if name == "relu":
            params = dict(zip(("negative_slope", "max_value", "threshold"), args[1:], strict=False))
            params.update(
                {{"alpha": "negative_slope"}.get(key, key): value for key, value in kwargs.items() if key != "x"}
            )
            made = make_layer(m, "ReLU", [], params, line, "")
            return call_layer(m, made, args[:1] or [kwargs.get("x")], {}, line)
        made = make_layer(m, "Activation", [op], {}, line, "")
        return call_layer(m, made, args[:1], {}, line)
    return _op(m, op, args, kwargs, line)


def _shape(m: Machine, value: Any, line: int) -> Any:
    """The sizes of a tensor; those that are open are unknown."""
    shape = shape_of(value)
    if shape is None:
        raise Refused(text("the shape of the tensor is not known"))
    return tuple(m.unknown(text("A size of a tensor is not known"), line) if size is None else size for size in shape)


def _backend(m: Machine, path: Path, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    last = path.last
    if last in ("int_shape", "get_variable_shape"):
        return (
            shape_of(args[0])
            if shape_of(args[0]) is not None
            else m.unknown(text("The shape of a tensor is not known"), line)
        )
    if last == "shape":
        return _shape(m, args[0], line)
    if last == "ndim":
        shape = shape_of(args[0])
        return len(shape) if shape is not None else m.unknown(text("The shape of a tensor is not known"), line)
    if last in ("image_data_format", "image_dim_ordering"):
        old = last == "image_dim_ordering"
        return ("th" if old else "channels_first") if m.channels_first else ("tf" if old else "channels_last")
    if last == "set_image_data_format" and args:
        m.channels_first, m.channels_said = args[0] in ("channels_first", "th"), True
        return None
    if last in ("floatx", "backend", "epsilon"):
        return {"floatx": "float32", "backend": "tensorflow", "epsilon": 1e-7}[last]
    if last == "set_floatx" and args:
        m.policy = args[0] if args[0] != "float32" and isinstance(args[0], str) else None
        return None
    if last == "is_keras_tensor":
        return isinstance(args[0], Tensor)
    if last == "flatten" or last == "batch_flatten":
        return (
            record_op(m, "reshape", {"x": args[0], "newshape": (-1,)}, line)
            if last == "flatten"
            else call_layer(m, make_layer(m, "Flatten", [], {}, line, ""), args[:1], {}, line)
        )
    if last == "relu" and (len(args) > 1 or set(kwargs) - {"x"}):
        return activation(m, last, args, kwargs, line)
    return _table(m, path, args, kwargs, line)


def _tensorflow(m: Machine, path: Path, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    name, last = path.path, path.last
    if name in ("tensorflow.shape",):
        return _shape(m, args[0] if args else kwargs.get("input"), line)
    if name in ("tensorflow.constant", "tensorflow.convert_to_tensor"):
        if tensors_in(args):
            return args[0]
        return _without_tensor(m, "asarray", args[:1], {}, line)
    if name in ("tensorflow.function", "tensorflow.autograph.experimental.do_not_convert"):
        return args[0] if args and isinstance(args[0], Function) else Path("netwright.same")
    if name == "tensorflow.random.set_seed" and args and isinstance(args[0], int):
        m.seed = args[0]
        return None
    if name in ("tensorflow.zeros", "tensorflow.ones"):
        return arrays.numpy_function(m, last, args[:1], {}, line)
    if name.startswith("tensorflow.random."):
        size = args[0] if args else kwargs.get("shape")
        return arrays.numpy_function(m, "random.normal", [], {"size": size}, line)
    if is_dataset_of_rows(name) and args:
        return sliced(name, args, line)
    if name == "tensorflow.TensorShape":
        return args[0]
    if name == "tensorflow.Variable" or name.endswith("GradientTape"):
        return Foreign(name, tuple(args), kwargs, line)
    if name == "tensorflow.einsum":
        return _op(m, "einsum", args, kwargs, line)
    return _table(m, path, args, kwargs, line)


def _table(m: Machine, path: Path, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    """A function that has an exact equivalent among the ops."""
    made = composed(m, path, args, kwargs, line)
    if made is not None:
        return made
    equivalent = table().get(path.path)
    if equivalent is None or not tensors_in([*args, *kwargs.values()]):
        if equivalent is not None and args and not tensors_in(args):
            return _without_tensor(m, path.last, args, kwargs, line)
        return foreign(m, path, args, kwargs, line)
    given, left = bound(equivalent, args, kwargs)
    if left or (equivalent.op == "normalize" and not isinstance(given.get("axis"), (int, list, tuple))):
        return call_unknown(m, path, args, kwargs, line)
    if equivalent.op == "reshape":
        given["newshape"] = _newshape(m, given.get("x"), given.get("newshape"))
    if equivalent.op == "split" and isinstance(given.get("indices_or_sections"), (list, tuple)):
        given["indices_or_sections"] = _offsets(list(given["indices_or_sections"]))
    return record_op(m, equivalent.op, given, line)


def _newshape(m: Machine, x: Any, sizes: Any) -> Any:
    """A shape in which at most one size is left to the op: the batch, where it was read from the tensor."""
    if not isinstance(sizes, (list, tuple)):
        return sizes
    made = list(sizes)
    places = [place for place, size in enumerate(made) if isinstance(size, Unknown) or size is None]
    if not places:
        return tuple(made)
    known = shape_of(x)
    if -1 in made and known is not None and None not in known[1:]:
        whole = 1
        for size in known[1:]:
            whole *= size or 1
        for size in made:
            whole //= size if isinstance(size, int) and size > 0 else 1
        made[made.index(-1)] = whole
    if len(places) == 1 and -1 not in made:
        made[places[0]] = -1
    return tuple(made)


def _offsets(sizes: list[Any]) -> Any:
    """Sizes of parts as the places between them; Keras's split wants those."""
    total, places = 0, []
    for size in sizes[:-1]:
        if not isinstance(size, int) or size < 0:
            return Unknown(text("The sizes of the parts are not known"))
        total += size
        places.append(total)
    return tuple(places)


def _configuration(m: Machine, last: str, args: list[Any], kwargs: Mapping[str, Any]) -> Any:
    if last in ("set_dtype_policy", "set_global_policy", "set_policy") and (args or kwargs):
        value = args[0] if args else next(iter(kwargs.values()))
        value = value.args[0] if isinstance(value, Foreign) and value.args else value
        m.policy = None if value == "float32" and not m.verbatim else value
        return None
    if last in ("dtype_policy", "global_policy"):
        return m.policy
    if last in ("Policy", "DTypePolicy"):
        return args[0] if args else kwargs.get("name")
    if last == "image_data_format":
        return "channels_first" if m.channels_first else "channels_last"
    if last == "set_image_data_format" and args:
        m.channels_first, m.channels_said = args[0] == "channels_first", True
        return None
    if last == "floatx":
        return "float32"
    return None


def _categorical(args: list[Any], kwargs: Mapping[str, Any]) -> Any:
    labels = args[0] if args else kwargs.get("y", kwargs.get("x"))
    count = kwargs.get("num_classes", kwargs.get("nb_classes", args[1] if len(args) > 1 else None))
    rows = labels.shape[0] if isinstance(labels, Data) and labels.shape else None
    if count is None and isinstance(labels, Data):
        count = labels.classes
    return Data((rows, count if isinstance(count, int) else None))
