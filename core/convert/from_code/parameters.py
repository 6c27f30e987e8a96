"""From what code gives a parameter to a value of the document, in the shortest spelling that means the same.

Does not belong here: old names of parameters (spelling), training settings (training). Invariant: what the code does not
tell is never guessed; it is :class:`Unsaid`, a size in a shape becomes None.
"""

from __future__ import annotations

import ast
from typing import Any

from core.catalog.spec import ParamKind, ParamSpec
from core.convert.from_code.machine import MOST_ITEMS, Machine
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
    Settings,
    Several,
    Tensor,
    Term,
    Unknown,
)
from core.graph.values import (
    Array,
    EllipsisValue,
    Expression,
    FrozenMap,
    KerasObject,
    PythonSource,
    Raw,
    Slice,
    Value,
)
from core.texts import text

_READY = (KerasObject, FrozenMap, PythonSource, Array, Slice, Expression, EllipsisValue, Raw)
_MOST_ARRAY_BYTES = 64 * 2**20
_DTYPES = frozenset(
    "float16 bfloat16 float32 float64 int8 int16 int32 int64 uint8 uint16 uint32 uint64 bool string complex64 "
    "complex128 half float double int long".split()
)
_DTYPE_NAMES = {"half": "float16", "double": "float64", "float": "float32", "int": "int64", "long": "int64"}


class Unsaid(Exception):
    """A value that the code does not tell; the text is the beginning of a sentence."""


def is_plain(value: Any) -> bool:
    """True for numbers, texts, None and tuples or lists of them."""
    if isinstance(value, (list, tuple)):
        return len(value) < 100 and all(is_plain(item) for item in value)
    return value is None or isinstance(value, (bool, int, float, str))


def parameter_value(m: Machine, value: Any, spec: ParamSpec | None, line: int, shorten: bool = True) -> Value:
    """The value of one parameter; Unsaid where it is not known."""
    kind = spec.kind if spec is not None else ParamKind.ANY
    if kind is ParamKind.SHAPE:
        return shape_value(m, value, line)
    if kind is ParamKind.ACTIVATION and isinstance(value, Path):
        return activation_name(m, value)
    made = document_value(m, value, line)
    if spec is None or m.verbatim:
        return made
    if shorten and kind is ParamKind.INT_OR_TUPLE and isinstance(made, tuple) and made and len(set(made)) == 1:
        return made[0] if spec.length == len(made) else made
    if kind is ParamKind.INT and isinstance(made, float) and made.is_integer():
        return int(made)
    if kind is ParamKind.INT and isinstance(made, str) and made.isdecimal() and len(made) < 10:
        return int(made)
    return made


def shape_value(m: Machine, value: Any, line: int) -> Value:
    """A shape: sizes that are not known are None, with a note."""
    if isinstance(value, (int, Term)):
        value = (value,)
    if isinstance(value, Unknown):
        raise Unsaid(value.reason)
    if not isinstance(value, (list, tuple)):
        return document_value(m, value, line)
    sizes: list[Value] = []
    for item in value:
        if isinstance(item, Unknown):
            m.note(text("{reason}; a size of a shape is left open (None).", reason=item.reason), line)
            sizes.append(None)
        elif isinstance(item, float) and item.is_integer():
            sizes.append(int(item))
        else:
            sizes.append(document_value(m, item, line))
    return tuple(sizes)


def is_default(made: Value, spec: ParamSpec) -> bool:
    """True if the value says what Keras takes anyway."""
    default = spec.default
    if spec.required:
        return False
    if made == default and type(made) is type(default):
        return True
    if spec.kind in (ParamKind.INT_OR_TUPLE, ParamKind.BORDERS) and isinstance(default, tuple):
        return isinstance(made, int) and not isinstance(made, bool) and all(item == made for item in default)
    if spec.kind is ParamKind.ACTIVATION:
        return default is None and made == "linear"
    if spec.name == "data_format":
        return made in (None, "channels_last")
    return (
        isinstance(made, (int, float)) and isinstance(default, float) and not isinstance(made, bool) and made == default
    )


def document_value(m: Machine, value: Any, line: int = 0, depth: int = 0) -> Value:
    """Any read value as one of the document; Unsaid for what it cannot hold."""
    import numpy

    if depth > 50:
        raise Unsaid(text("A value is nested too deeply"))
    if value is None or isinstance(value, (bool, int, float, str, *_READY)):
        return value
    if isinstance(value, (list, tuple, set, frozenset, range)):
        if len(value) > MOST_ITEMS:
            raise Unsaid(text("A list is too long"))
        _count(m, len(value))
        return tuple(document_value(m, item, line, depth + 1) for item in value)
    if isinstance(value, dict):
        _count(m, len(value))
        return FrozenMap({str(key): document_value(m, item, line, depth + 1) for key, item in value.items()})
    if isinstance(value, Unknown):
        raise Unsaid(value.reason)
    if isinstance(value, Term):
        return Expression(ast.unparse(value.node))
    if isinstance(value, Settings):
        params = {key: document_value(m, item, value.line, depth + 1) for key, item in value.params.items()}
        return KerasObject(value.type, FrozenMap(params))
    if isinstance(value, Model):
        raise Unsaid(text("The model {name!r} stands where a layer was expected", name=value.name))
    if isinstance(value, Layer):
        return layer_object(m, value)
    if isinstance(value, Function):
        return PythonSource(source_of(m, value))
    if isinstance(value, Path):
        return path_value(m, value)
    if isinstance(value, numpy.generic):
        return document_value(m, value.item(), line, depth + 1)
    if isinstance(value, numpy.ndarray):
        return array_value(value)
    if isinstance(value, slice):
        parts = (document_value(m, part, line, depth + 1) for part in (value.start, value.stop, value.step))
        return Slice(*parts)
    if value is Ellipsis:
        return EllipsisValue()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    raise Unsaid(described(value))


def described(value: Any) -> str:
    """The beginning of a sentence about a value that cannot be held."""
    if isinstance(value, Foreign):
        return text("{path} is not read here", path=value.path)
    if isinstance(value, Data):
        return text("Data is not held in a project")
    if isinstance(value, (Tensor, Several)):
        return text("The output of a layer stands where a plain value was expected")
    if isinstance(value, (Class, Instance)):
        name = value.name if isinstance(value, Class) else value.cls.name
        return text("The class {name!r} of this code is not run", name=name)
    if isinstance(value, Prefixed):
        return text("The name of a block stands where a value was expected")
    return text("A {name} is not read here", name=type(value).__name__)


def layer_object(m: Machine, layer: Layer) -> Value:
    """A layer inside a parameter (of Bidirectional, say)."""
    if layer.raw is not None:
        raise Unsaid(text("The layer {class_name!r} is not one of Keras's own", class_name=layer.class_name))
    params = dict(layer.params)
    if layer.trainable is False:
        params["trainable"] = False
    if layer.has_name and isinstance(layer.name, str):
        params["name"] = layer.name
    return KerasObject(layer.type, FrozenMap(params))


def activation_name(m: Machine, path: Path) -> Value:
    """``relu`` for any function that is this activation; Unsaid for one that is none."""
    name = {"swish": "silu", "crelu": "crelu"}.get(path.last, path.last)
    known = m.catalog.find_object("activation", name)
    if known is not None:
        return known.class_name
    if m.catalog.get(f"keras.layers.{path.last}") is not None and path.path.startswith("keras.layers."):
        return KerasObject(path.path)
    raise Unsaid(text("{written} is no activation of Keras", written=path.written or path.path))


def path_value(m: Machine, path: Path) -> Value:
    """A function or class as a parameter: a dtype, an activation, an initializer without its brackets."""
    if path.last in _DTYPES and path.path.partition(".")[0] in ("tensorflow", "numpy", "jax", "torch", "builtins"):
        return _DTYPE_NAMES.get(path.last, path.last)
    if path.path.startswith(("keras.activations.", "tensorflow.nn.", "keras.ops.", "keras.backend.", "tensorflow.")):
        return activation_name(m, path)
    for kind in ("initializer", "regularizer", "constraint", "loss", "metric", "optimizer"):
        found = m.catalog.find_object(kind, path.last)
        if found is not None and path.path.startswith(found.type.rpartition(".")[0]):
            return (
                found.identifiers[0]
                if path.last in found.identifiers and path.last.islower()
                else KerasObject(found.type)
            )
    if m.catalog.get(path.path) is not None:
        return KerasObject(path.path)
    raise Unsaid(text("{written} is not read here", written=path.written or path.path))


def array_value(data: Any) -> Array:
    """A NumPy array of numbers."""
    import numpy

    array = numpy.asarray(data)
    if array.dtype.kind not in "biufc" or array.nbytes > _MOST_ARRAY_BYTES:
        raise Unsaid(text("An array of {dtype} is not held in a project", dtype=array.dtype))
    ordered = numpy.ascontiguousarray(array).astype(array.dtype.newbyteorder("<"), copy=False)
    return Array(array.dtype.name, tuple(int(size) for size in array.shape), ordered.tobytes())


def source_of(m: Machine, function: Function) -> str:
    """The text of a function as it stands in the code."""
    text = ast.get_source_segment(m.source, function.node)
    if not text:
        return ast.unparse(function.node)
    lines = text.splitlines()
    if len(lines) > 1 and not isinstance(function.node, ast.Lambda):
        text = "\n".join([lines[0], *_shifted(lines[1:], function.node.col_offset)])
        text = text if _parses(text) else ast.unparse(function.node)
    return text


def _shifted(lines: list[str], offset: int) -> list[str]:
    return [line[offset:] if line[:offset].isspace() or not line[:offset] else line for line in lines]


def _parses(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _count(m: Machine, items: int) -> None:
    m.steps += items
    m.tick()
