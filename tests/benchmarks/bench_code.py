"""Python source of NASNetLarge (1,041 layers) against Keras's own ``model.to_json()``, and how the cost grows."""

from __future__ import annotations

from core.catalog.catalog import load
from core.convert.applications import application
from core.convert.to_code import generate
from core.graph.model import Graph, Layer, Node, Project
from core.graph.values import FrozenMap, Source, Value
from tests.benchmarks.harness import Row, compare, growth_exponent, percentile, seconds

BUDGET = 2.0
SIZES = (250, 1_000, 4_000)


def run() -> list[Row]:
    import keras

    catalog = load()
    catalog.ops  # noqa: B018 - parsed on first use, once per process
    model = keras.applications.NASNetLarge(weights=None)
    project = application("NASNetLarge")
    row = compare(
        "code",
        ("NASNetLarge to Python source", lambda: generate(project, catalog=catalog)),
        ("model.to_json()", model.to_json),
        budget_ratio=BUDGET,
    )
    durations = []
    for size in SIZES:
        chain = residual_chain(size)
        durations.append(percentile(seconds(lambda chain=chain: generate(chain, catalog=catalog)), 50))  # type: ignore[misc]
    exponent = growth_exponent(SIZES, durations)
    raw = {"exponent": exponent, **{f"seconds_{size}": time for size, time in zip(SIZES, durations, strict=True)}}
    grown = Row("code", "residual networks of 250, 1,000, 4,000 layers", "growth with size", 1.2, exponent, raw)
    return [row, grown]


def residual_chain(size: int) -> Project:
    """A network of about ``size`` layers: pairs of convolutions with shortcuts."""
    layers: dict[str, Layer] = {}
    nodes: dict[str, Node] = {}

    def add(kind: str, name: str, params: dict[str, Value], arguments: dict[str, Value]) -> Source:
        layers[name] = Layer(name, f"keras.layers.{kind}", name, FrozenMap(params))
        nodes[name] = Node(name, name, FrozenMap(arguments))
        return Source(name)

    x = add("InputLayer", "image", {"shape": (32, 32, 16)}, {})
    for number in range((size - 1) // 3):
        params: dict[str, Value] = {"filters": 16, "kernel_size": 3, "padding": "same"}
        a = add("Conv2D", f"a{number}", params, {"inputs": x})
        b = add("Conv2D", f"b{number}", params, {"inputs": a})
        x = add("Add", f"add{number}", {}, {"inputs": (b, x)})
    return Project(graph=Graph("chain", FrozenMap(layers), FrozenMap(nodes)))
