"""What one live layer or op is called in the document, its parameters, and the arguments of its calls.

Does not belong here: the graph and nested models (from_keras).
"""

from __future__ import annotations

import inspect
import json
import textwrap
from collections.abc import Callable
from typing import Any

from core.catalog.catalog import Catalog
from core.catalog.spec import LayerSpec
from core.convert.from_keras_calls import layer_arguments, model_arguments, op_arguments
from core.convert.from_keras_params import Params
from core.convert.from_keras_types import TypeNames, foreign_type
from core.convert.from_keras_values import Unreadable
from core.graph.model import INPUT_TYPE
from core.graph.values import EMPTY, FrozenMap, KerasObject, PythonSource, Value
from core.texts import text

_STATE = {"Normalization": ("mean", "variance"), "Discretization": ("bin_boundaries",)}
"""Parameters that give an adaptable layer its state; ``vocabulary`` for the others."""

_LAYER = "layer"
Held = Callable[[Any], KerasObject | None]

_ONE_AXIS = frozenset({"LayerNormalization", "RMSNormalization"})


class Layers:
    """Describes live layers and ops; keeps what it learned about their classes."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._types = TypeNames()
        self._params = Params(self._types)
        self._refused: dict[int, str] = {}

    def describe(self, live: Any, held: Held | None = None) -> tuple[str | None, FrozenMap[str, Value]]:
        """The type and the parameters; no type for a foreign class. Unreadable for what the document cannot hold.

        An op's settings belong to its call (:meth:`call`), so here it has none. ``held`` tells what the model inside a
        wrapper is in the document.
        """
        import keras

        if not isinstance(live, keras.layers.Layer):
            if id(live) in self._refused:
                raise Unreadable(self._refused[id(live)])
            spec = self._op(live)
            return (None if spec is None else spec.type), EMPTY
        if type(live) is keras.layers.Lambda:
            return self._lambda(live)
        type_name = self._types.of_layer(type(live))
        if type_name is None:
            return None, EMPTY
        if type_name == INPUT_TYPE:
            return type_name, _input_params(live)
        around = _wrappers(live)
        model = held(around[-1].layer) if held is not None and around else None
        if model is None:
            return type_name, self._params.of_config(type_name, type(live), _config(live))
        # A model's config says nothing of the wrapper's parameters: a layer without settings stands for it while they are found.
        config = _config(live)
        inner = config
        for _ in around[1:]:
            inner = inner[_LAYER]["config"]
        inner[_LAYER] = keras.saving.serialize_keras_object(keras.layers.Identity())
        return type_name, _holding(self._params.of_config(type_name, type(live), config), model, len(around))

    def call(self, live: Any, functional: Any | None, arguments: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The settings (of an op) and the arguments of a call, as live values."""
        import keras

        if functional is not None:
            return {}, model_arguments(live, functional, arguments)
        if isinstance(live, keras.layers.Layer):
            return {}, layer_arguments(live, arguments)
        spec = self._op(live)
        if spec is not None:
            try:
                return op_arguments(live, spec, arguments)
            except Unreadable as unknown:
                self._refused[id(live)] = str(unknown)
        return {}, layer_arguments(live, arguments)

    def first_argument(self, live: Any) -> str:
        """The name of the first argument of a layer's call."""
        return next(iter(inspect.signature(live.call).parameters), "0")

    def serialized(self, live: Any) -> tuple[str, str]:
        """The type and the JSON of a placeholder."""
        import keras

        try:
            data = keras.saving.serialize_keras_object(live)
        except Exception:  # a class without get_config, or whose get_config fails: nothing more is known
            data = {"module": type(live).__module__, "class_name": type(live).__name__, "config": {"name": live.name}}
        return foreign_type(type(live)), json.dumps(data, default=repr)

    def needs_adapt(self, live: Any) -> bool:
        """True for a layer that learns its state from data and whose parameters do not hold it."""
        if not hasattr(live, "adapt"):
            return False
        config = live.get_config()
        return not any(config.get(name) is not None for name in _STATE.get(type(live).__name__, ("vocabulary",)))

    def _op(self, live: Any) -> LayerSpec | None:
        return self._catalog.by_operation(type(live).__module__, type(live).__name__)

    def _lambda(self, live: Any) -> tuple[str | None, FrozenMap[str, Value]]:
        """The source of the function, to be shown; a placeholder where Python does not know it."""
        try:
            source = textwrap.dedent(inspect.getsource(live.function)).strip()
        except (OSError, TypeError):
            raise Unreadable(text("Python code whose source is not known")) from None
        params: dict[str, Value] = {"function": PythonSource(source)}
        if isinstance(live._output_shape, (list, tuple)):
            params["output_shape"] = self._params.value(live._output_shape)
        if live.arguments:
            params["arguments"] = self._params.value(live.arguments)
        return "keras.layers.Lambda", FrozenMap(params)


def _wrappers(live: Any) -> list[Any]:
    """The wrapper and the wrappers inside of it, outermost first; none for a layer that is no wrapper."""
    import keras

    found: list[Any] = []
    while isinstance(live, keras.layers.Wrapper):
        found.append(live)
        live = live.layer
    return found


def _holding(params: FrozenMap[str, Value], model: KerasObject, depth: int) -> FrozenMap[str, Value]:
    """The parameters of a wrapper, ``depth`` wrappers deep around the model."""
    inner = params[_LAYER]
    if depth == 1 or not isinstance(inner, KerasObject):
        return params.set(_LAYER, model)
    return params.set(_LAYER, KerasObject(inner.type, _holding(inner.params, model, depth - 1)))


def _config(live: Any) -> dict[str, Any]:
    try:
        config = live.get_config()
    except Exception as error:  # get_config is anybody's code
        raise Unreadable(text("settings that it does not tell ({name})", name=type(error).__name__)) from error
    config = dict(config)
    # Building replaces these by what they came to mean for the input; the user had set nothing.
    if type(live).__name__ in _ONE_AXIS and isinstance(config.get("axis"), (list, tuple)) and len(config["axis"]) == 1:
        config["axis"] = config["axis"][0]
    if type(live).__name__ == "Discretization" and config.get("bin_boundaries") is not None:
        config["num_bins"] = None  # It was adapted: Keras writes both, and takes only one of them.
    if "attention_axes" in config and live._inbound_nodes:
        rank = len(live._inbound_nodes[0].input_tensors[0].shape)
        if tuple(config["attention_axes"] or ()) == tuple(range(1, rank - 1)):
            config["attention_axes"] = None
    return config


def _input_params(live: Any) -> FrozenMap[str, Value]:
    import keras

    batch, *shape = live.batch_shape
    params: dict[str, Value] = {"shape": tuple(shape)}
    if batch is not None:
        params["batch_size"] = batch
    if live.dtype != keras.config.floatx():
        params["dtype"] = str(live.dtype)
    for name in ("sparse", "ragged", "optional"):
        if getattr(live, name, False):
            params[name] = True
    return FrozenMap(params)
