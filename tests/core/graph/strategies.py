"""Hypothesis strategies for every class of the document; what they make keeps its invariants."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from core.graph.model import (
    Block,
    CompileSettings,
    DataSettings,
    FitSettings,
    Frame,
    Graph,
    Layer,
    Layout,
    Node,
    Note,
    Project,
    SearchSettings,
    TrainingSettings,
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
    Source,
    Value,
)

# Any text at all: control characters, lone surrogates, and two of them that are neighbours but no pair.
TEXTS = st.text(st.characters(codec=None, exclude_categories=()), max_size=8) | st.sampled_from(
    [
        "",
        "$",
        "$map",
        "$source",
        "a/b",
        "卷积",
        "\ud83d",
        "\ud83d\ude00",
        "\0",
        "'\"\\\n\r",
        "__proto__",
    ]
)
KEYS = TEXTS
FLOATS = st.floats() | st.sampled_from([0.0, -0.0, 1e-320, 1e308])
INTEGERS = st.integers() | st.sampled_from([2**63, -(2**64), 10**300])
NUMBERS = INTEGERS | FLOATS
SCALARS = st.none() | st.booleans() | INTEGERS | FLOATS | TEXTS
PARAMETER_NAMES = st.sampled_from(["units", "filters", "activation", "kernel_size", "axis"]) | KEYS

TYPES = (
    st.sampled_from(
        ["keras.layers.Dense", "keras.layers.Conv2D", "keras.layers.InputLayer", "keras.ops.concatenate", "block:part"]
    )
    | TEXTS
)


@st.composite
def arrays(draw: st.DrawFn) -> Array:
    dtype, size = draw(st.sampled_from([("float32", 4), ("int64", 8), ("bool", 1), ("float8_e4m3fn", 1)]))
    shape = tuple(draw(st.lists(st.integers(0, 3), max_size=3)))
    count = 1
    for length in shape:
        count *= length
    return Array(dtype, shape, draw(st.binary(min_size=count * size, max_size=count * size)))


def maps(keys: st.SearchStrategy[Any], values: st.SearchStrategy[Any], size: int = 3) -> st.SearchStrategy[Any]:
    return st.lists(st.tuples(keys, values), max_size=size).map(FrozenMap)


def sources(nodes: st.SearchStrategy[str] = TEXTS) -> st.SearchStrategy[Source]:
    return st.builds(Source, nodes, st.integers(0, 3) | st.integers())


def _containers(inner: st.SearchStrategy[Value]) -> st.SearchStrategy[Value]:
    return (
        st.lists(inner, max_size=3).map(tuple)
        | maps(KEYS, inner)
        | st.builds(KerasObject, TYPES, maps(PARAMETER_NAMES, inner))
        | st.builds(Slice, inner, inner, inner)
    )


LEAVES = (
    SCALARS
    | arrays()
    | st.just(EllipsisValue())
    | st.builds(Expression, TEXTS)
    | st.builds(PythonSource, TEXTS)
    | st.builds(Raw, TEXTS)
)
CONSTANTS: st.SearchStrategy[Value] = st.recursive(LEAVES, _containers, max_leaves=5)
VALUES: st.SearchStrategy[Value] = st.recursive(LEAVES | sources(), _containers, max_leaves=6)
PARAMS = maps(PARAMETER_NAMES, CONSTANTS)


def arguments(nodes: list[str]) -> st.SearchStrategy[FrozenMap[str, Value]]:
    """Arguments whose sources name only ``nodes``; wires stand in tuples and maps, as edits leave them."""
    if not nodes:
        return maps(KEYS, CONSTANTS)
    wires = st.one_of(sources(st.sampled_from(nodes)), LEAVES)
    nested = st.recursive(wires, lambda inner: st.lists(inner, max_size=3).map(tuple) | maps(KEYS, inner), max_leaves=4)
    return maps(st.sampled_from(["inputs", "query", "0", "x1"]) | KEYS, nested)


def structures(nodes: list[str]) -> st.SearchStrategy[Any]:
    if not nodes:
        return st.none()
    leaf = sources(st.sampled_from(nodes))
    return st.none() | st.recursive(
        leaf, lambda inner: st.lists(inner, max_size=3).map(tuple) | maps(KEYS, inner), max_leaves=4
    )


POINTS = st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=3).map(tuple)
PATHS = st.lists(KEYS | st.integers(0, 5), min_size=1, max_size=3).map(tuple)


def by_id(items: list[Any]) -> FrozenMap[str, Any]:
    return FrozenMap({item.id: item for item in items})


@st.composite
def graphs(draw: st.DrawFn, ids: st.SearchStrategy[str] = TEXTS) -> Graph:
    layer_ids = draw(st.lists(ids, max_size=4, unique=True))
    node_ids = (
        draw(st.lists(ids, min_size=len(layer_ids), max_size=len(layer_ids) + 2, unique=True)) if layer_ids else []
    )
    called = layer_ids + [draw(st.sampled_from(layer_ids)) for _ in node_ids[len(layer_ids) :]]
    layers = [
        Layer(key, draw(TYPES), draw(TEXTS), draw(PARAMS), draw(st.just(1) | CONSTANTS), draw(st.none() | TEXTS))
        for key in layer_ids
    ]
    nodes = [Node(key, layer, draw(arguments(node_ids))) for key, layer in zip(node_ids, called, strict=True)]
    some = st.sampled_from(node_ids) if node_ids else st.nothing()
    frames = st.builds(Frame, TEXTS, TEXTS, NUMBERS, NUMBERS, NUMBERS, NUMBERS, TEXTS)
    notes = st.builds(Note, TEXTS, TEXTS, NUMBERS, NUMBERS, NUMBERS, NUMBERS, TEXTS)
    layout = Layout(
        positions=draw(maps(some, st.tuples(NUMBERS, NUMBERS))) if node_ids else FrozenMap(),
        frames=by_id(draw(st.lists(frames, max_size=2))),
        notes=by_id(draw(st.lists(notes, max_size=2))),
        reroutes=draw(maps(st.tuples(TEXTS, PATHS), POINTS)),
        collapsed=draw(st.frozensets(TEXTS, max_size=2)),
        direction=draw(st.sampled_from(["TB", "LR"])),
    )
    return Graph(
        name=draw(TEXTS),
        layers=by_id(layers),
        nodes=by_id(nodes),
        inputs=draw(structures(node_ids)),
        outputs=draw(structures(node_ids)),
        layout=layout,
    )


BLOCKS = st.builds(Block, TEXTS, st.sampled_from(["function", "model"]), PARAMS, graphs(), TEXTS)
TRAINING = st.builds(
    TrainingSettings,
    st.builds(DataSettings, TEXTS, PARAMS, NUMBERS, NUMBERS, st.booleans(), st.booleans(), INTEGERS),
    st.builds(CompileSettings, CONSTANTS, CONSTANTS, CONSTANTS, CONSTANTS, PARAMS),
    st.builds(
        FitSettings,
        INTEGERS,
        INTEGERS,
        st.booleans(),
        CONSTANTS,
        st.lists(CONSTANTS, max_size=2).map(tuple),
        INTEGERS,
        PARAMS,
    ),
)
SEARCH = st.builds(
    SearchSettings, INTEGERS, TEXTS, st.sampled_from(["minimize", "maximize"]), TEXTS, TEXTS, PARAMS, PARAMS
)

# What JSON itself can hold: a neighbouring pair of lone surrogates cannot come from a file.
PLAIN_TEXTS = st.text(max_size=6)
PLAIN: st.SearchStrategy[Value] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | PLAIN_TEXTS,
    lambda inner: st.lists(inner, max_size=3).map(tuple) | maps(PLAIN_TEXTS | st.just("$source"), inner),
    max_leaves=4,
)
KNOWN_FIELDS = {"netwright", "description", "dtype_policy", "graph", "blocks", "training", "search"}


def by_name(blocks: list[Block]) -> FrozenMap[str, Block]:
    return FrozenMap({block.name: block for block in blocks})


PROJECTS = st.builds(
    Project,
    graph=graphs(),
    blocks=st.lists(BLOCKS, max_size=2).map(by_name),
    training=TRAINING,
    search=SEARCH,
    dtype_policy=CONSTANTS,
    description=TEXTS,
    extra=maps(PLAIN_TEXTS.filter(lambda name: name not in KNOWN_FIELDS), PLAIN, 2),
)
