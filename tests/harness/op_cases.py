"""Every op on tensors, with constants in the places where a person writes them, and with each choice and switch.

Made from the catalogue, so that a new op of Keras comes in by itself. Does not belong here: what is not proved and why
(reasons).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import replace

from core.catalog.catalog import Catalog
from core.catalog.examples import example_inputs
from core.catalog.spec import LayerSpec, ParamKind, ParamSpec
from core.graph.values import Array, Source, Value
from tests.harness.case import Case
from tests.harness.layer_cases import channels_first
from tests.harness.numbers import Feed
from tests.harness.reasons import REFUSED, reason

# What numbers suit the inputs of an op, by op and port ("" is any port), where its dtype does not say it.
KINDS: dict[str, dict[str, str]] = {
    "cholesky": {"": "definite"},
    "cholesky_inverse": {"": "definite"},
    "searchsorted": {"sorted_sequence": "sorted"},
    "digitize": {"bins": "sorted"},
    "unravel_index": {"": "below 16"},
    "segment_sum": {"segment_ids": "below 8"},
    "scatter": {"indices": "below 8"},
    "binary_crossentropy": {"": "unit"},
    "categorical_crossentropy": {"": "unit"},
    "sparse_categorical_crossentropy": {"target": "below 16", "output": "unit"},
    "image.rgb_to_hsv": {"": "unit"},
    "image.hsv_to_rgb": {"": "unit"},
    "image.ssim": {"": "unit"},
}
# What else a parameter needs to be possible at all; by op and parameter.
ALSO: dict[tuple[str, str], dict[str, Value]] = {
    (f"segment_{name}", "sorted"): {"num_segments": None} for name in ("sum", "max", "min", "prod")
}
# What is fed where a value asks for something else than the example inputs; by op, parameter and port.
FEEDS: dict[tuple[str, str, str], Feed] = {
    ("argpartition", "axis", "x"): Feed((16, 16)),
    ("squeeze", "axis", "x"): Feed((None, 1, 16)),
    ("take_along_axis", "axis", "indices"): Feed((None, 5, 16), "int32"),
    **{
        (f"segment_{name}", "sorted", "segment_ids"): Feed((16,), "int32", "rising")
        for name in ("sum", "max", "min", "prod")
    },
}


def op_name(spec: LayerSpec) -> str:
    """``add``, ``image.resize``."""
    return spec.type.removeprefix("keras.ops.")


def cases(catalog: Catalog) -> list[Case]:
    """Each op as it is dropped on the canvas, then with constants, then its variants."""
    found: list[Case] = []
    for spec in catalog.ops:
        found.append(starter(spec))
        found.extend(_with_constants(spec))
        found.extend(_variant(spec, param, value) for param in spec.params for value in _values(param))
    return found


def starter(spec: LayerSpec, **params: Value) -> Case:
    """The op with its starter parameters (and ``params``) on its example inputs."""
    name = op_name(spec)
    kinds = KINDS.get(name, {})
    feeds: dict[str, Feed] = {}
    arguments: dict[str, Value] = {}
    for item in example_inputs(spec):
        kind = kinds.get(item.port.name, kinds.get("", ""))
        names = [f"in_{len(feeds) + number}" for number in range(len(item.shapes))]
        feeds.update({name: Feed(shape, item.dtype, kind) for name, shape in zip(names, item.shapes, strict=True)})
        sources = tuple(Source(name) for name in names)
        arguments[item.port.name] = sources if item.port.kind == "list" else sources[0]
    variadic = next((port.name for port in spec.inputs if port.variadic), "")
    return Case(name, spec.type, {**spec.starter, **params}, arguments, feeds, variadic)


def _with_constants(spec: LayerSpec) -> Iterator[Case]:
    """``1 - x`` and ``x - 1``: a number in the place of one of two tensors."""
    case = starter(spec)
    ports = [port for port in spec.inputs if port.required]
    if len(ports) != 2 or any(port.kind == "list" for port in ports) or spec.family not in _WITH_NUMBERS:
        return
    for port in ports:
        [source] = [value for name, value in case.arguments.items() if name == port.name]
        assert isinstance(source, Source)
        feed = case.feeds[source.node]
        number: Value = 2 if "int" in feed.dtype else True if feed.dtype == "bool" else 2.5
        feeds = {name: feed for name, feed in case.feeds.items() if name != source.node}
        made = replace(case, id=f"{case.id}-{port.name}={number}", feeds=feeds)
        yield replace(made, arguments={**case.arguments, port.name: number})
        if reason(REFUSED, made.id):
            # Of one number in a row: Keras writes an array without axes to the file as a bare number.
            array = Array(feed.dtype, (1,), struct.pack("<i" if isinstance(number, int) else "<f", number))
            yield replace(made, id=f"{made.id} as array", arguments={**case.arguments, port.name: array})


_WITH_NUMBERS = frozenset({"arithmetic", "comparison", "elementwise"})


def _variant(spec: LayerSpec, param: ParamSpec, value: Value) -> Case:
    name = op_name(spec)
    case = starter(spec, **{**ALSO.get((name, param.name), {}), param.name: value})
    feeds = dict(case.feeds)
    for port, source in case.arguments.items():
        if isinstance(source, Source):
            feeds[source.node] = FEEDS.get((name, param.name, port), feeds[source.node])
    if value == "channels_first":
        first = "in_0", "in_1" if name == "image.ssim" else ""
        feeds = {key: channels_first(feed) if key in first else feed for key, feed in feeds.items()}
    return replace(case, id=f"{name}-{param.name}={value}", feeds=feeds)


def _values(param: ParamSpec) -> list[Value]:
    """Every other value of a switch or a choice; another axis."""
    if param.kind is ParamKind.BOOL:
        return [value for value in (True, False) if value is not param.default]
    if param.name == "axis" and not param.required:
        return [1]
    if param.kind is not ParamKind.CHOICE:
        return []
    found = [value for value in param.choices if value != param.default]
    if param.nullable and param.default is not None and None not in found:
        found.append(None)
    return found
