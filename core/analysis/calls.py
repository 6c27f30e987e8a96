"""Calling a live layer or op with the arguments of a node, the way a person would write the call.

The first tensor of a layer is passed by position and the rest by name, so that Keras records the same call as for
hand-written code. Does not belong here: making the objects (instantiate), walking a graph (network, shapes).
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from functools import partial
from typing import Any

from core.analysis.instantiate import FromSource, check_loops, resolve, thaw
from core.errors import ConversionError
from core.graph.model import Block, Layer, Structure
from core.graph.queries import input_nodes
from core.graph.values import FrozenMap, Source, Value
from core.texts import text

GETITEM = "keras.ops.getitem"
_POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


def call_layer(layer: Any, arguments: FrozenMap[str, Value], from_source: FromSource) -> list[Any]:
    """Call a live layer; returns its output tensors, flattened."""
    _describe_states(layer)
    values = {name: thaw(value, from_source) for name, value in arguments.items()}
    positional, keywords = bind(inspect.signature(layer.call), values)
    return flat(layer(*positional, **keywords))


def _describe_states(layer: Any) -> None:
    """Let stateful RNNs describe their states in a stateless scope, as all other variables are described there.

    Keras makes these variables from tensors of zeros, which such a scope forbids.
    """
    import keras
    from keras.src.backend.common.stateless_scope import in_stateless_scope
    from keras.src.utils.tracking import DotNotTrackScope

    if layer.built or not in_stateless_scope():
        return

    def describe(rnn: Any, batch_size: int) -> None:
        def state(zeros: Any) -> Any:
            return keras.Variable("zeros", zeros.shape, rnn.variable_dtype, trainable=False, name="rnn_state")

        with DotNotTrackScope():  # Keras does not count them as weights either
            rnn.states = keras.tree.map_structure(state, rnn.get_initial_state(batch_size))

    for inner in layer._flatten_layers():
        if isinstance(inner, keras.layers.RNN) and inner.stateful:
            inner._create_state_variables = partial(describe, inner)


def call_op(layer: Layer, arguments: FrozenMap[str, Value], from_source: FromSource) -> list[Any]:
    """Call the op that ``layer`` names; its parameters stand beside the arguments of the call."""
    function = resolve("keras.ops.get_item" if layer.type == GETITEM else layer.type)
    if not inspect.isfunction(function):
        raise ConversionError(text("{type!r} is not an op that can be called.", type=layer.type))
    check_loops(layer.type, layer.params)
    check_loops(layer.type, arguments)
    values = {name: thaw(value, from_source) for name, value in (*layer.params.items(), *arguments.items())}
    positional, keywords = bind(inspect.signature(function), values)
    outputs = flat(function(*positional, **keywords))
    if not outputs or not any(_is_symbolic(output) for output in outputs):
        raise ConversionError(text("The op {kind!r} yields no tensor that depends on an input.", kind=layer.class_name))
    return outputs


def call_model(
    model: Any, layer: Layer, block: Block, arguments: FrozenMap[str, Value], from_source: FromSource
) -> list[Any]:
    """Call a nested model; arguments are keyed by the names of its input layers (or ``inputs`` for the only one)."""
    graph = block.graph
    names = [graph.name_of(node_id) for node_id in input_nodes(graph)]
    keywords = {key: thaw(arguments[key]) for key in ("training", "mask") if key in arguments and key not in names}
    spare = [key for key in arguments if key not in names and key not in keywords]
    places = {name: name if name in arguments else None for name in names}
    for name, key in zip([name for name in names if places[name] is None], spare, strict=False):
        places[name] = key
    missing = [name for name, key in places.items() if key is None]
    if missing:
        raise ConversionError(
            text(
                "The model block {block!r} needs a tensor for its input {input!r}.",
                block=layer.class_name,
                input=missing[0],
            )
        )
    tensors = {
        node_id: thaw(arguments[str(places[name])], from_source)
        for node_id, name in zip(input_nodes(graph), names, strict=True)
    }
    return flat(model(arrange(interface(graph.inputs, input_nodes(graph)), lambda s: tensors[s.node]), **keywords))


def interface(declared: Structure, nodes: list[str]) -> Structure:
    """The structure of a model's inputs: as declared, else the only one bare, else a list."""
    if declared is not None:
        return declared
    return Source(nodes[0]) if len(nodes) == 1 else tuple(Source(node_id) for node_id in nodes)


def arrange(structure: Structure, from_source: FromSource) -> Any:
    """The structure with tensors in the places of sources: a bare tensor, lists and dicts."""
    if isinstance(structure, Source):
        return from_source(structure)
    if isinstance(structure, FrozenMap):
        return {key: arrange(item, from_source) for key, item in structure.items()}
    return [arrange(item, from_source) for item in structure or ()]


def bind(signature: inspect.Signature, values: Mapping[str, Any]) -> tuple[list[Any], dict[str, Any]]:
    """Split named values into positional and keyword arguments.

    ``"0"``, ``"1"``... are positional. The first parameter goes by position, so do all before a ``*args`` that is
    given. A single name that the signature lacks is taken for its first parameter, where that is free.
    """
    parameters = list(signature.parameters.values())
    named = dict(values)
    positional = [named.pop(str(place)) for place in range(len(values)) if str(place) in named]
    variadic = next((p.name for p in parameters if p.kind is inspect.Parameter.VAR_POSITIONAL), None)
    places = [p.name for p in parameters if p.kind in _POSITIONAL]
    if positional:
        return positional, named
    if variadic is not None and variadic in named:
        rest = named.pop(variadic)
        before = [named.pop(name) for name in places if name in named]
        return [*before, *(rest if isinstance(rest, (list, tuple)) else [rest])], named
    if not places:
        return list(named.values()), {}
    first = places[0]
    if first not in named:
        unknown = [name for name in named if name not in signature.parameters]
        takes_any = any(p.kind is inspect.Parameter.VAR_KEYWORD for p in parameters)
        if len(unknown) != 1 or (takes_any and unknown[0] != "inputs"):
            return [], named
        named[first] = named.pop(unknown[0])
    return [named.pop(first)], named


def flat(outputs: Any) -> list[Any]:
    """The tensors of a call's result in Keras's order; places holding None are left out."""
    import keras

    return [tensor for tensor in keras.tree.flatten(outputs) if tensor is not None]


def _is_symbolic(tensor: Any) -> bool:
    import keras

    return isinstance(tensor, keras.KerasTensor)
