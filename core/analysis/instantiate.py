"""From values of the document to live Keras objects: layers, initializers, constants, functions by public name.

Types are resolved through an allow-list of public Keras modules and nothing else is ever imported by name: a project
may come from a stranger. Functions kept in a project and classes from the user's own files are made only where the user
trusts their text (custom_functions, custom); other frameworks' modules and files named by a vocabulary are refused with a
sentence. Every function needs keras and imports it itself. Does not belong here: how calls are bound (calls), how graphs
are built (network).
"""

from __future__ import annotations

import inspect
import json
import types
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from core.analysis.custom import find_class
from core.analysis.custom_functions import make_function
from core.catalog.custom import SEPARATOR
from core.catalog.overlay import APPLICATION_LAYERS
from core.errors import ConversionError
from core.graph.inner_models import block_of
from core.graph.model import Layer
from core.graph.naming import snake_case
from core.graph.values import (
    Array,
    EllipsisValue,
    Expression,
    FrozenMap,
    KerasObject,
    PythonSource,
    Raw,
    Slice,
    Source,
    Value,
    walk_sources,
)
from core.texts import text

MODULES = frozenset(
    {
        "layers", "ops", "initializers", "regularizers", "constraints", "activations", "optimizers", "losses", "metrics",
        "dtype_policies", "quantizers",
    }
)  # fmt: skip
RUNS_CODE = frozenset({"TFSMLayer", "TorchModuleWrapper", "JaxLayer", "FlaxLayer"})
_NO_VALUES = frozenset({"get", "serialize", "deserialize"})
MAX_LOOP = 100_000
_LOOPS = frozenset({"num", "indices_or_sections", "ngrams", "num_oov_indices"})
"""Numbers that Keras runs a Python loop over when it makes the layer or its outputs."""
_FILE_PARAMETERS = frozenset({"vocabulary", "filepath"})

FromSource = Callable[[Source], Any]
ModelMaker = Callable[[KerasObject], Any]
_MODELS: ContextVar[ModelMaker | None] = ContextVar("models inside parameters", default=None)


@contextmanager
def making_models(maker: ModelMaker) -> Iterator[None]:
    """Let this thread make the models that stand inside parameters; they are graphs, which only ``network`` can build."""
    token = _MODELS.set(maker)
    try:
        yield
    finally:
        _MODELS.reset(token)


class AutoNames:
    """Names for inner layers that the user left unnamed: ``lstm``, ``lstm_1``... as Keras counts them in a new process.

    Keras's own counters depend on all that was built before; a model must not.
    """

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def next(self, class_name: str) -> str:
        base = snake_case(class_name)
        number = self._counts.get(base, 0)
        self._counts[base] = number + 1
        return f"{base}_{number}" if number else base


def resolve(type_name: str) -> Any:
    """The public Keras class or function of that path; ConversionError if it is none, or not allowed here."""
    import keras

    if SEPARATOR in type_name:
        return find_class(type_name)
    parts = type_name.split(".")
    if type_name not in APPLICATION_LAYERS and (len(parts) < 3 or parts[0] != "keras" or parts[1] not in MODULES):
        raise ConversionError(
            text("{type!r} is not a layer, op or object of Keras that is known here.", type=type_name)
        )
    found: Any = keras
    for part in parts[1:]:
        inside = isinstance(found, types.ModuleType) and found.__name__.partition(".")[0] == "keras"
        if not inside or not part.isidentifier() or part.startswith("_"):
            found = None
            break
        found = getattr(found, part, None)
    known = inspect.isclass(found) or inspect.isfunction(found)
    if not known or found.__module__.partition(".")[0] != "keras" or parts[-1] in _NO_VALUES:
        raise ConversionError(
            text("The installed Keras {version} has no {type!r}.", version=keras.__version__, type=type_name)
        )
    if parts[-1] in RUNS_CODE:
        raise ConversionError(
            text(
                "{kind} runs code that is kept in the project or in a file; such code is shown here, but not run.",
                kind=parts[-1],
            )
        )
    return found


def make_object(value: KerasObject, names: AutoNames | None = None) -> Any:
    """The initializer, regularizer, inner layer, cell, policy... that ``value`` describes."""
    import keras

    block = block_of(value)
    if block is not None:
        maker = _MODELS.get()
        if maker is None:
            raise ConversionError(
                text("A model of the block {block!r} can stand only inside a layer of the network.", block=block)
            )
        return maker(value)
    found = resolve(value.type)
    if not inspect.isclass(found):
        if value.params:
            raise ConversionError(text("{type!r} is a function; it takes no settings of its own.", type=value.type))
        return found
    keywords = _keywords(value.type, value.params, names)
    if issubclass(found, keras.layers.Layer) and "name" not in keywords:
        keywords["name"] = (names or AutoNames()).next(found.__name__)
    return found(**keywords)


def make_layer(layer: Layer, name: str | None = None, names: AutoNames | None = None) -> Any:
    """A new, unbuilt Keras layer under ``name`` (the layer's own name when None); ``names`` count inner layers."""
    found = resolve(layer.type)
    if not inspect.isclass(found):
        raise ConversionError(text("{type!r} is a function, not a layer.", type=layer.type))
    keywords = _keywords(layer.type, layer.params, names)
    return found(**{**keywords, "name": layer.name if name is None else name})


def input_keywords(layer: Layer) -> dict[str, Any]:
    """The arguments of ``keras.Input`` for an input layer."""
    return {**_keywords(layer.type, layer.params), "name": layer.name}


def thaw(value: Value, from_source: FromSource | None = None, names: AutoNames | None = None) -> Any:
    """The Python value Keras takes: lists where tensors or objects stand in a row, tuples elsewhere."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, Source):
        if from_source is None:
            raise ConversionError(text("A parameter of a layer cannot hold the output of another layer."))
        return from_source(value)
    if isinstance(value, tuple):
        items = [thaw(item, from_source, names) for item in value]
        as_list = any(isinstance(item, KerasObject) for item in value) or any(True for _ in walk_sources(value))
        return items if as_list else tuple(items)
    if isinstance(value, FrozenMap):
        if "class_name" in value and ("config" in value or "module" in value):
            raise ConversionError(
                text("A serialized object stands where a plain value was expected; it is not loaded.")
            )
        return {key: thaw(item, from_source, names) for key, item in value.items()}
    if isinstance(value, KerasObject):
        return make_object(value, names)
    if isinstance(value, Array):
        return make_array(value)
    if isinstance(value, Slice):
        return slice(*(thaw(part, from_source, names) for part in (value.start, value.stop, value.step)))
    if isinstance(value, EllipsisValue):
        return Ellipsis
    if isinstance(value, Expression):
        raise ConversionError(
            text(
                "The expression {expression!r} stands outside of a block; only a block has parameters to compute with.",
                expression=value.text,
            )
        )
    if isinstance(value, PythonSource):
        return make_function(value.text)
    if isinstance(value, Raw):
        raise ConversionError(text("A parameter holds something from a file that is not understood here."))
    raise TypeError(f"Not a value of the document: {value!r}")


def make_array(value: Array) -> Any:
    """The constant as a numpy array (a read-only view of its bytes)."""
    import numpy

    dtype = numpy.dtype(value.dtype)
    if dtype.hasobject:
        raise ConversionError(text("A constant array must hold numbers. Received: dtype {dtype!r}", dtype=value.dtype))
    try:
        return numpy.frombuffer(value.data, dtype=dtype.newbyteorder("<")).reshape(value.shape)
    except ValueError as error:
        raise ConversionError(
            text(
                "A constant array of shape {shape} and dtype {dtype} does not fit its {count} bytes.",
                shape=value.shape,
                dtype=value.dtype,
                count=len(value.data),
            )
        ) from error


def _keywords(type_name: str, params: FrozenMap[str, Value], names: AutoNames | None = None) -> dict[str, Any]:
    for name in _FILE_PARAMETERS.intersection(params):
        if isinstance(params[name], str):
            raise ConversionError(
                text(
                    "The parameter {name!r} of {kind} names a file, which is not read here; give the "
                    "entries themselves as a list.",
                    name=name,
                    kind=type_name.rpartition(".")[2],
                )
            )
    check_loops(type_name, params)
    for name, value in params.items():
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Raw):
                raise ConversionError(text("The parameter {name!r} holds {what}.", name=name, what=_foreign(item)))
    return {name: thaw(value, None, names) for name, value in params.items()}


def _foreign(value: Raw) -> str:
    """What the JSON of a file that was not understood stands for, as far as it says so."""
    try:
        data = json.loads(value.json)
    except (ValueError, RecursionError):
        data = None
    found = data if isinstance(data, dict) else {}
    kind, module, config = found.get("class_name"), found.get("module"), found.get("config")
    if kind == "function" and isinstance(config, str):
        kind = config
    elif kind == "__lambda__" or (kind == "Lambda" and module in (None, "keras.layers")):
        return text("Python code from a file, which is not run")
    if not isinstance(kind, str):
        return text("something from a file that is not understood here")
    if not isinstance(module, str):
        return text("{kind!r} from a file, which is not known here and is not run", kind=kind[:60])
    return text(
        "{kind!r} of {module!r} from a file, which is not known here and is not run", kind=kind[:60], module=module[:60]
    )


def check_loops(type_name: str, params: Mapping[str, Value]) -> None:
    """ConversionError for a number so large that Keras would be busy with it for minutes."""
    for name in _LOOPS.intersection(params):
        value = params[name]
        if isinstance(value, int) and value > MAX_LOOP:
            raise ConversionError(
                text(
                    "The parameter {name!r} of {kind} is {value:,}; at most {most:,} is supported.",
                    name=name,
                    kind=type_name.rpartition(".")[2],
                    value=value,
                    most=MAX_LOOP,
                )
            )


@contextmanager
def dtype_policy(value: Value) -> Iterator[None]:
    """Make ``value`` this thread's global dtype policy for a while; None keeps the one that holds."""
    import keras

    if value is None:
        yield
        return
    before = keras.config.dtype_policy()
    try:
        keras.config.set_dtype_policy(thaw(value))
    except (ValueError, TypeError) as error:
        raise ConversionError(
            text("The dtype policy of the project is none that Keras knows. Received: {value!r}", value=value)
        ) from error
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)
