"""Every placeable layer as it is dropped on the canvas, and with every choice, switch and kind of object it takes.

Made from the catalogue, so that a new layer or parameter of Keras comes in by itself. Does not belong here: settings that
need a wiring of their own (call_cases), what is not proved and why (reasons).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from core.catalog.catalog import Catalog
from core.catalog.examples import example_inputs
from core.catalog.spec import LayerSpec, ParamKind, ParamSpec
from core.graph.values import Source, Value
from tests.harness import reasons
from tests.harness.case import Case, object_
from tests.harness.numbers import Feed

# What numbers suit the inputs of a layer, where its dtype does not say it.
KINDS = {
    "Embedding": "below 100",
    "ReversibleEmbedding": "below 100",
    "CategoryEncoding": "below 10",
    "IntegerLookup": "below 6",
    "Hashing": "below 100",
    "HashedCrossing": "below 100",
}
# What else a parameter needs to be possible at all; by class, by class and parameter, or by those and the value.
ALSO: dict[tuple[Value, ...], dict[str, Value]] = {
    ("TextVectorization",): {"vocabulary": ("a", "b", "cat", "dog"), "output_sequence_length": 6},
    ("TextVectorization", "output_mode"): {"output_sequence_length": None},
    ("TextVectorization", "output_mode", "tf_idf"): {"idf_weights": (0.5, 1.0, 1.5, 2.0)},
    ("TextVectorization", "pad_to_max_tokens"): {"output_mode": "multi_hot", "output_sequence_length": None},
    ("TextVectorization", "sparse"): {"output_mode": "multi_hot", "output_sequence_length": None},
    ("TextVectorization", "ragged"): {"output_sequence_length": None},
    ("StringLookup", "output_mode", "tf_idf"): {"idf_weights": (0.5, 1.0, 1.5)},
    ("StringLookup", "pad_to_max_tokens"): {"output_mode": "count", "max_tokens": 9},
    ("StringLookup", "sparse"): {"output_mode": "multi_hot"},
    ("IntegerLookup", "output_mode", "tf_idf"): {"idf_weights": (0.5, 1.0, 1.5)},
    ("IntegerLookup", "pad_to_max_tokens"): {"output_mode": "count", "max_tokens": 9},
    ("IntegerLookup", "sparse"): {"output_mode": "multi_hot"},
    ("Hashing", "sparse"): {"output_mode": "multi_hot"},
    ("Discretization", "sparse"): {"output_mode": "multi_hot"},
}
# What variants are fed where the example inputs would take long.
SMALL = {
    "ConvLSTM1D": Feed((None, 3, 6, 4)),
    "ConvLSTM2D": Feed((None, 3, 6, 6, 4)),
    "ConvLSTM3D": Feed((None, 3, 6, 6, 6, 4)),
}
# What is fed where a value asks for something else than the example inputs.
FEEDS: dict[tuple[str, str, Value], Feed] = {
    ("ReversibleEmbedding", "reverse", True): Feed((None, 16, 64)),
    ("StringLookup", "invert", True): Feed((None, 1), "int64", "below 3"),
}
_OBJECTS = {
    ParamKind.INITIALIZER: object_("initializers.HeNormal", seed=3),
    ParamKind.REGULARIZER: object_("regularizers.L1L2", l1=0.01, l2=0.02),
    ParamKind.CONSTRAINT: object_("constraints.MaxNorm", max_value=2.0),
    ParamKind.ACTIVATION: "tanh",
}


def cases(catalog: Catalog) -> list[Case]:
    """The starter of every layer, then its variants."""
    found: list[Case] = []
    for spec in catalog.layers:
        if spec.placeable and spec.class_name not in reasons.NO_LAYER:
            found.append(starter(spec))
            found.extend(_variants(spec))
    return found


def starter(spec: LayerSpec, **params: Value) -> Case:
    """The layer with its starter parameters (and ``params``) on its example inputs."""
    feeds: dict[str, Feed] = {}
    arguments: dict[str, Value] = {}
    kind = KINDS.get(spec.class_name, "")
    for item in example_inputs(spec):
        if item.dtype == "float32" and item.shapes[0][-1:] == (3,):
            kind = "image"
        names = [f"in_{len(feeds) + number}" for number in range(len(item.shapes))]
        feeds.update({name: Feed(shape, item.dtype, kind) for name, shape in zip(names, item.shapes, strict=True)})
        sources = tuple(Source(name) for name in names)
        arguments[item.port.name] = sources if item.port.kind == "list" else sources[0]
    # Without a seed, layers begin with other random numbers each time they are made.
    trained = spec.param("training") is not None and (spec.param("seed") is None or "seed" in params)
    return Case(spec.class_name, spec.type, {**spec.starter, **params}, arguments, feeds, training=trained)


def _variants(spec: LayerSpec) -> Iterator[Case]:
    for param in (*spec.params, *spec.call_params):
        if param.name != "trainable":  # Conv2D-frozen is one for all
            for value in _values(param):
                yield _variant(spec, param, value)
    objects = {param.name: _OBJECTS[param.kind] for param in spec.params if param.kind in _OBJECTS}
    if objects:
        yield _changed(spec, "objects", objects)
    if spec.param("seed") is not None:
        yield _changed(spec, "seed", {"seed": 5})
    if spec.param("dtype") is not None:
        yield _changed(spec, "mixed_float16", {"dtype": "mixed_float16"})


def _changed(spec: LayerSpec, id: str, params: Mapping[str, Value]) -> Case:
    also = ALSO.get((spec.class_name,), {})
    case = starter(spec, **{**also, **params})
    feeds = {name: SMALL.get(spec.class_name, feed) for name, feed in case.feeds.items()}
    return replace(case, id=f"{spec.class_name}-{id}", feeds=feeds)


def _variant(spec: LayerSpec, param: ParamSpec, value: Value) -> Case:
    name = spec.class_name
    key = (name, param.name, value)
    params = {**ALSO.get(key[:2], {}), **ALSO.get(key, {})}
    if param not in spec.call_params:
        params[param.name] = value
    case = _changed(spec, f"{param.name}={value}", params)
    feeds = {name: FEEDS.get(key, feed) for name, feed in case.feeds.items()}
    if param.name == "stateful":
        feeds = {name: replace(feed, shape=(2, *feed.shape[1:])) for name, feed in feeds.items()}
    if value == "channels_first":
        feeds = {name: channels_first(feed, spec.class_name in SMALL) for name, feed in feeds.items()}
    arguments = {**case.arguments, param.name: value} if param in spec.call_params else case.arguments
    return replace(case, arguments=arguments, feeds=feeds)


def _values(param: ParamSpec) -> list[Value]:
    """Every other value of a switch or a choice."""
    if param.kind is ParamKind.BOOL:
        return [value for value in (True, False) if value is not param.default]
    if param.kind is not ParamKind.CHOICE:
        return []
    found = [value for value in param.choices if value != param.default]
    if param.nullable and param.default is not None and None not in found:
        found.append(None)
    return found


def channels_first(feed: Feed, steps: bool = False) -> Feed:
    """The same data with the last axis behind that of the batch (and of time); what has no batch stays."""
    if feed.shape[0] is not None or len(feed.shape) < 3:
        return feed
    place = 2 if steps else 1
    return replace(feed, shape=(*feed.shape[:place], feed.shape[-1], *feed.shape[place:-1]))
