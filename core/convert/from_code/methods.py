"""Methods of what is no object of the code: models, layers, tensors, data, texts, lists, dicts, things from outside.

Does not belong here: attributes (attributes), training settings (training). Invariant: only methods of plain values that
are named here are called.
"""

from __future__ import annotations

import re
from typing import Any

from core.convert.from_code import arrays
from core.convert.from_code.attributes import layers_of
from core.convert.from_code.datasets import followed, inputs_of_data
from core.convert.from_code.iteration import iterate
from core.convert.from_code.layers import call_layer
from core.convert.from_code.machine import MOST_ITEMS, Machine
from core.convert.from_code.measures import check_small
from core.convert.from_code.models import add, build, pop
from core.convert.from_code.ops import record_op
from core.convert.from_code.searched import suggested
from core.convert.from_code.shapes import shape_of
from core.convert.from_code.values import (
    Bound,
    Class,
    Data,
    Foreign,
    Instance,
    Layer,
    Model,
    Path,
    Refused,
    Settings,
    Super,
    Tensor,
    Unknown,
)
from core.graph.model import INPUT_TYPE
from core.texts import text

_STRING = frozenset(
    "lower upper strip lstrip rstrip split rsplit startswith endswith replace join format title capitalize isdigit zfill "
    "count find index partition rpartition splitlines encode isalpha islower isupper removeprefix removesuffix".split()
)
_LIST = frozenset("append extend insert pop remove reverse sort copy index count clear".split())
_DICT = frozenset("get items keys values pop update setdefault copy clear".split())
_SET = frozenset("add update remove discard union intersection difference copy pop clear".split())
_OF_KERAS = frozenset("__init__ compile fit fit_generator build summary add pop get_layer load_weights save".split())
"""Methods that an override may hand on to Keras. Not ``call``: what the object itself does there has been read."""
_SCALERS = ("Scaler", "Normalizer", "Imputer", "PowerTransformer")
"""Ends of the names of sklearn's classes that change the numbers of a table, and not their count."""
_AUTOMATIC_INPUT = re.compile(r"input_(\d{1,3})")
_WIDE = re.compile(r"\d{4,}|[{:][^}]*[{]")


def call_method(m: Machine, bound: Bound, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    """Call a method."""
    owner, name = bound.owner, bound.name
    if isinstance(owner, Model):
        return model_method(m, owner, name, args, kwargs, line)
    if isinstance(owner, Layer):
        return _layer_method(m, owner, name, args, kwargs, line)
    if isinstance(owner, Tensor):
        return _tensor_method(m, owner, name, args, kwargs, line)
    if isinstance(owner, Data):
        return arrays.data_method(m, owner, name, args, kwargs, line)
    if isinstance(owner, Instance):
        return m.inherited(m, bound, args, kwargs, line)
    if isinstance(owner, Super):
        return _super_method(m, owner, name, args, kwargs, line)
    if isinstance(owner, Class):
        return m.unknown(text("{name} of the class {owner} is not known", name=name, owner=owner.name), line)
    if isinstance(owner, Foreign):
        return _foreign_method(m, owner, name, args, kwargs, line)
    if isinstance(owner, Settings):
        return m.unknown(text("What {name} returns is not known", name=name), line)
    return _plain_method(m, owner, name, args, kwargs, line)


def _super_method(m: Machine, owner: Super, name: str, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    """``super().__init__(inputs, outputs)`` where no class of the code has the method: it is Keras's own."""
    if name not in _OF_KERAS or not owner.owner.cls.keras:
        raise Refused(text("the method {name!r} is not read here", name=name))
    return m.inherited(m, Bound(owner.owner, name), args, kwargs, line)


def _plain_method(m: Machine, owner: Any, name: str, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    import numpy

    if isinstance(owner, str):
        return _text_method(m, owner, name, args, kwargs)
    if isinstance(owner, list) and name in _LIST:
        return _list_method(m, owner, name, args, kwargs, line)
    if isinstance(owner, dict) and name in (*_DICT, "iteritems", "has_key", "move_to_end"):
        return _dict_method(m, owner, name, args, kwargs)
    if isinstance(owner, tuple) and name in ("as_list", "index", "count", "concatenate", "num_elements"):
        return list(owner) if name == "as_list" else getattr(owner, name)(*args)
    if isinstance(owner, list) and name == "as_list":
        return list(owner)
    if isinstance(owner, set) and name in _SET:
        check_small(args)
        return getattr(owner, name)(*args)
    if isinstance(owner, (int, float)) and name in ("is_integer", "bit_length", "numpy", "item"):
        return owner if name in ("numpy", "item") else getattr(owner, name)()
    if isinstance(owner, (numpy.ndarray, numpy.generic)):
        return _array_method(owner, name, args, kwargs)
    raise Refused(text("the method {name!r} is not read here", name=name))


def _array_method(owner: Any, name: str, args: list[Any], kwargs: dict[str, Any]) -> Any:
    if name in ("tolist", "item") and owner.size <= MOST_ITEMS:
        return getattr(owner, name)()
    if name == "astype" and args:
        dtype = args[0].last if isinstance(args[0], Path) else args[0]
        return owner.astype(dtype if isinstance(dtype, str) else "float32")
    if name in (
        "reshape",
        "transpose",
        "flatten",
        "ravel",
        "copy",
        "squeeze",
        "sum",
        "mean",
        "max",
        "min",
        "prod",
        "numpy",
    ):
        return owner if name == "numpy" else getattr(owner, name)(*args, **kwargs)
    raise Refused(text("the method {name!r} is not read here", name=name))


def _text_method(m: Machine, owner: str, name: str, args: list[Any], kwargs: dict[str, Any]) -> Any:
    if name not in _STRING:
        raise Refused(text("the method {name!r} is not read here", name=name))
    for value in (*args, *kwargs.values()):
        if isinstance(value, Unknown):
            return value
    if name == "join":
        args = [list(iterate(m, args[0]))]
        if unknown := next((item for item in args[0] if isinstance(item, Unknown)), None):
            return unknown
        args = [[item if isinstance(item, str) else str(item) for item in args[0]]]
    check_small(args, kwargs, limit=5000)
    if name == "format":
        plain = (str, int, float, list, tuple, type(None))
        if _WIDE.search(owner) or (
            "." in re.sub(r":[^}]*", "", owner.partition("{")[2]) and re.search(r"\{\w*[.\[]", owner)
        ):
            raise Refused(text("its format is not read"))
        if not all(isinstance(value, plain) for value in (*args, *kwargs.values())):
            raise Refused(text("a text holds something that is not known"))
    if name == "zfill" and (not args or not isinstance(args[0], int) or args[0] > 1000):
        raise Refused(text("the text is too long"))
    if name == "replace" and len(args) >= 2 and owner.count(args[0]) * len(args[1]) > MOST_ITEMS:
        raise Refused(text("the text is too long"))
    if name == "join" and sum(len(item) + len(owner) for item in args[0]) > MOST_ITEMS:
        raise Refused(text("the text is too long"))
    return getattr(owner, name)(*args, **kwargs)


def _list_method(m: Machine, owner: list[Any], name: str, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    if len(owner) > MOST_ITEMS:
        raise Refused(text("the list is too long"))
    if name == "extend":
        items = list(iterate(m, args[0]))
        if len(owner) + len(items) > MOST_ITEMS:
            raise Refused(text("the list is too long"))
        owner.extend(items)
        return None
    if name == "sort":
        check_small(owner)
        key = kwargs.get("key")
        owner.sort(
            key=None if key is None else lambda item: m.apply(key, [item], {}, line),
            reverse=bool(kwargs.get("reverse", False)),
        )
        return None
    if name in ("index", "count", "remove"):
        check_small(owner)
    return getattr(owner, name)(*args)


def _dict_method(m: Machine, owner: dict[Any, Any], name: str, args: list[Any], kwargs: dict[str, Any]) -> Any:
    if name in ("items", "iteritems"):
        return list(owner.items())
    if name in ("keys", "values"):
        return list(owner.keys() if name == "keys" else owner.values())
    check_small(args[:1], limit=1000)
    if name == "has_key":
        return args[0] in owner
    if name in ("get", "pop", "setdefault") and args and isinstance(args[0], Unknown):
        return args[0]
    if name == "update":
        other = args[0] if args else {}
        owner.update(other if isinstance(other, dict) else {}, **kwargs)
        return None
    return getattr(owner, name)(*args) if name in _DICT else None


def _tensor_method(m: Machine, owner: Tensor, name: str, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    if name in ("get_shape", "as_list"):
        shape = shape_of(owner)
        if shape is None:
            raise Refused(text("the shape of the tensor is not known"))
        return tuple(shape)
    if name == "set_shape":
        if args and isinstance(args[0], (tuple, list)):
            owner.call.shapes = [tuple(size if isinstance(size, int) else None for size in args[0])]
        return None
    if name == "astype" and args:
        return record_op(m, "cast", {"x": owner, "dtype": args[0]}, line)
    raise Refused(text("the method {name!r} of a tensor is not read here", name=name))


def _layer_method(m: Machine, owner: Layer, name: str, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    if name in ("__call__", "call"):
        return call_layer(m, owner, args, kwargs, line)
    if name == "get_output_at" and args and isinstance(args[0], int):
        return owner.calls[args[0]].tensor(0)
    if name == "get_input_at" and args and isinstance(args[0], int):
        return next(iter(owner.calls[args[0]].arguments.values()))
    if name == "get_config":
        return dict(owner.params)
    if name == "adapt":
        return None
    return m.unknown(text("What {name} of a layer returns is not known", name=name), line)


def model_method(m: Machine, owner: Model, name: str, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    """A method of a model: it is built, compiled, trained."""
    if name == "add":
        for item in (*args, *kwargs.values()):
            add(m, owner, item, line)
        return None
    if name == "pop":
        pop(owner)
        return None
    if name == "compile":
        owner.compiled = compile_arguments(m, args, kwargs, line)
        owner.order = m.event()
        return None
    if name in ("fit", "fit_generator", "train_on_batch", "fit_on_batch"):
        _fit(m, owner, name, args, kwargs, line)
        return Foreign("keras.callbacks.History", line=line)
    if name == "build":
        shape = args[0] if args else kwargs.get("input_shape")
        build(m, owner, shape, line)
        return None
    if name in ("__call__", "call"):
        return m.apply(owner, args, kwargs, line)
    if name == "get_layer":
        return _get_layer(m, owner, args, kwargs, line)
    if name == "load_weights":
        where = args[0] if args else kwargs.get("filepath")
        if isinstance(where, str) and len(where) < 200:
            m.note(text("The weights of the file {file!r} are not loaded from here.", file=where), line)
        else:
            m.note(text("The weights of the file are not loaded from here."), line)
        return None
    if name == "save" and args and isinstance(args[0], str):
        m.saved[args[0]] = owner
    if name in ("summary", "save", "save_weights", "set_weights", "reset_states", "export", "to_json", "evaluate"):
        return m.unknown(text("What {name} returns is not known", name=name), line)
    if name in ("predict", "predict_on_batch", "predict_classes", "predict_generator"):
        shape = shape_of(owner.outputs) if isinstance(owner.outputs, Tensor) else None
        return Data((None, *(shape or (None,))[1:]))
    if name == "add_node" or name == "add_input":
        m.note(text("The Graph model of Keras 0 is not read."), line)
        return None
    return m.unknown(text("What {name} of a model returns is not known", name=name), line)


def _get_layer(m: Machine, owner: Model, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    wanted = args[0] if args else kwargs.get("name", kwargs.get("index"))
    if wanted is None and len(args) > 1:
        wanted = args[1]
    rows = layers_of(owner)
    if isinstance(wanted, int) and -len(rows) <= wanted < len(rows):
        return rows[wanted]
    found = next((row for row in rows if row.name == wanted), None)
    if found is None and isinstance(wanted, str) and (number := _AUTOMATIC_INPUT.fullmatch(wanted)):
        # The name that an unnamed input had: it counts all inputs of a session, of which the model may have one.
        inputs = [row for row in rows if row.type == INPUT_TYPE and not row.has_name]
        place = int(number[1]) - 1
        found = inputs[0] if len(inputs) == 1 else inputs[place] if 0 <= place < len(inputs) else None
    if found is None:
        return m.unknown(text("{name!r} has no layer {wanted!r}", name=owner.name, wanted=wanted), line)
    return found


def compile_arguments(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> dict[str, Any]:
    """The arguments of ``compile`` by name, with the line under ``""``."""
    given = dict(zip(("optimizer", "loss", "metrics", "loss_weights"), args, strict=False))
    return {**given, **kwargs, "": line}


def _fit(m: Machine, owner: Model, name: str, args: list[Any], kwargs: dict[str, Any], line: int) -> None:
    given = dict(kwargs)
    names: tuple[str, ...] = (
        "x",
        "y",
        "batch_size",
        "epochs",
        "verbose",
        "callbacks",
        "validation_split",
        "validation_data",
        "shuffle",
    )
    if name == "fit_generator":
        names = ("x", "steps_per_epoch", "epochs", "verbose", "callbacks")
    for key, value in zip(names, args, strict=False):
        given.setdefault(key, value)
    data = inputs_of_data(given.get("x"))
    if isinstance(data, Data) and len(data.shape) > 1:
        build(m, owner, (None, *data.shape[1:]), line)
    callbacks = given.get("callbacks")
    for item in callbacks if isinstance(callbacks, (list, tuple)) else ():
        if isinstance(item, Settings) and item.type == "keras.callbacks.ModelCheckpoint":
            m.saved[str(item.params.get("filepath"))] = owner
    first = owner.fitted is None
    if name in ("train_on_batch", "fit_on_batch"):
        if first:
            owner.fitted = {}
    else:
        owner.fitted = {**given, "": line}
    if first or name not in ("train_on_batch", "fit_on_batch"):
        owner.order = m.event()


def _foreign_method(m: Machine, owner: Foreign, name: str, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    if owner.path == "argparse.ArgumentParser":
        return _parser_method(m, owner, name, args, kwargs, line)
    if (found := suggested(m, name, args, kwargs, line)) is not None:
        return found
    if name in ("fit_transform", "transform") and owner.path.endswith(_SCALERS) and args and isinstance(args[0], Data):
        return Data(args[0].shape)
    same = followed(owner, name, line)
    if same is not None:
        return same
    return Foreign(f"{owner.path}.{name}", tuple(args), kwargs, line)


def _parser_method(m: Machine, owner: Foreign, name: str, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    """``argparse``: the defaults of the options stand for what would be given."""
    if name == "add_argument" and args and isinstance(args[-1], str):
        flag = next((arg for arg in args if isinstance(arg, str) and arg.startswith("--")), args[0])
        key = kwargs.get("dest", str(flag).lstrip("-").replace("-", "_"))
        default: Any = kwargs.get("default")
        if kwargs.get("action") in ("store_true", "store_false"):
            default = kwargs["action"] == "store_false"
        owner.names[str(key)] = default
        return None
    if name in ("parse_args", "parse_known_args"):
        made = Foreign("argparse.Namespace", names=dict(owner.names))
        return made if name == "parse_args" else (made, [])
    if name in ("add_argument_group", "add_mutually_exclusive_group"):
        return owner
    return None
