"""One call of one layer or op with what it is fed, and the project and the hand-written Keras model that it stands for.

Both are made from the case alone, the model with plain Keras calls, so that neither can lean on the other. Does not
belong here: which cases there are (layer_cases, op_cases), what is proved about them (proof).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.catalog.examples import make
from core.graph import edits
from core.graph.model import Graph, Project, Structure
from core.graph.values import (
    Array,
    EllipsisValue,
    FrozenMap,
    KerasObject,
    PythonSource,
    Slice,
    Source,
    Value,
    frozen,
)
from tests.harness.numbers import Feed

SUBJECT = "subject"


@dataclass(frozen=True)
class Case:
    """``arguments`` hold ``Source(name)`` for the tensor that ``feeds[name]`` describes."""

    id: str
    type: str
    params: Mapping[str, Value] = field(default_factory=dict)
    arguments: Mapping[str, Value] = field(default_factory=dict)
    feeds: Mapping[str, Feed] = field(default_factory=dict)
    variadic: str = ""
    """The argument that is ``*args``."""
    training: bool = False
    """Whether outputs while training are compared as well, from the same seeds."""

    @property
    def is_op(self) -> bool:
        return self.type.startswith("keras.ops.")


def live_model(case: Case) -> Any:
    """The model as a person would write it; all its outputs in a row, the only one bare."""
    import keras

    tensors = {
        name: keras.Input(batch_shape=feed.shape, dtype=feed.dtype, name=name) for name, feed in case.feeds.items()
    }
    params = {name: plain(value, {}) for name, value in case.params.items()}
    given = {name: plain(value, tensors) for name, value in case.arguments.items()}
    made = make_class(case.type)
    if not case.is_op:
        layer = made(**params, name=SUBJECT)
        first, *rest = given
        outputs = layer(given[first], **{name: given[name] for name in rest})
    elif case.variadic:
        items = given.pop(case.variadic)
        before = [params.pop(name) for name in ("subscripts",) if name in params]
        outputs = made(*before, *items, **given, **params)
    else:
        outputs = made(**given, **params)
    flat = [output for output in keras.tree.flatten(outputs) if isinstance(output, keras.KerasTensor)]
    inputs = list(tensors.values())
    return keras.Model(inputs if len(inputs) > 1 else inputs[0], flat if len(flat) > 1 else flat[0])


def project(case: Case, outputs: int) -> Project:
    """The same as a document, drawn with the document's own edits; the subject has so many outputs."""
    graph = Graph(name="model")
    for name, feed in case.feeds.items():
        params: dict[str, Value] = {"batch_shape": feed.shape, "dtype": feed.dtype}
        if feed.shape[:1] == (None,):
            params = {"shape": feed.shape[1:], "dtype": feed.dtype}
        graph = edits.add_node(graph, "keras.layers.InputLayer", name=name, params=params, node_id=name)
    graph = edits.add_node(
        graph, case.type, name=SUBJECT, params=dict(case.params), arguments=dict(case.arguments), node_id=SUBJECT
    )
    sources: Structure = tuple(Source(SUBJECT, number) for number in range(outputs))
    graph = edits.set_outputs(graph, sources if outputs > 1 else Source(SUBJECT))
    return Project(graph=graph)


def make_class(path: str) -> Any:
    import keras

    found: Any = keras
    for part in path.split(".")[1:]:
        found = getattr(found, part)
    return found


def plain(value: Value, tensors: Mapping[str, Any]) -> Any:
    """The value as it is written in Python; lists where tensors or objects stand in a row."""
    import numpy as np

    if isinstance(value, Source):
        return tensors[value.node]
    if isinstance(value, tuple):
        items = [plain(item, tensors) for item in value]
        return items if any(isinstance(item, (Source, KerasObject)) for item in value) else tuple(items)
    if isinstance(value, FrozenMap):
        return {name: plain(item, tensors) for name, item in value.items()}
    if isinstance(value, Slice):
        return slice(value.start, value.stop, value.step)
    if isinstance(value, EllipsisValue):
        return ...
    if isinstance(value, Array):
        return np.frombuffer(value.data, value.dtype).reshape(value.shape)
    if isinstance(value, PythonSource):
        import keras

        return eval(value.text, {"keras": keras, "ops": keras.ops, "np": np})
    if isinstance(value, KerasObject):
        found = make_class(value.type)
        return (
            found(**{name: plain(item, {}) for name, item in value.params.items()})
            if isinstance(found, type)
            else found
        )
    return make(value)


def values(params: Mapping[str, object]) -> dict[str, Value]:
    """Plain Python data as values of the document."""
    return {name: frozen(value) for name, value in params.items()}


def object_(type: str, **params: object) -> KerasObject:
    """``object_("layers.Dense", units=4)``."""
    return KerasObject(f"keras.{type}", FrozenMap(values(params)))
