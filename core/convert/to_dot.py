"""A project as a Graphviz drawing: a card for every call, a wire for every tensor, blocks as cards or opened.

Does not belong here: how it looks (diagram_style), turning the text into a picture (diagram). Invariants: the text
depends on the project, the analysis and the options alone; node ids are ours, so names cannot break the syntax.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from core.analysis.results import Analysis, TensorSpec
from core.analysis.shape_text import sizes, whole_shape
from core.catalog.param_text import show
from core.convert.code_values import Specs
from core.convert.diagram_style import FONT, STYLES, Card, Palette, StyleName, label, legend, palette, plain, quoted
from core.errors import ConversionError
from core.graph.bypass import without_bypassed
from core.graph.expressions import substitute
from core.graph.model import Block, Graph, Layer, Node, Project
from core.graph.queries import input_nodes, node_edges, output_sources, topological_order
from core.graph.values import FrozenMap, Source, Value
from core.texts import text

MOST_DETAILS = 4
DEEPEST = 20


@dataclass(frozen=True, slots=True)
class DotOptions:
    """What is drawn. ``direction`` None takes the canvas's; ``open_blocks`` draws what is inside blocks."""

    style: StyleName = "netwright"
    direction: Literal["TB", "LR"] | None = None
    show_shapes: bool = True
    open_blocks: bool = False


def to_dot(
    project: Project,
    analysis: Analysis | None = None,
    options: DotOptions | None = None,
    *,
    catalog: Specs | None = None,
) -> str:
    """The main graph as DOT text. Shapes are drawn where ``analysis`` (of this project) knows them.

    Any graph can be drawn, broken ones too. Raises ConversionError for an empty graph or an unknown style.
    """
    options = options or DotOptions()
    if options.style not in STYLES:
        raise ConversionError(
            text(
                "There is no diagram style {style!r}; expected one of {styles}.",
                style=options.style,
                styles=", ".join(STYLES),
            )
        )
    project = without_bypassed(project)
    if not project.graph.nodes:
        raise ConversionError(text("There is nothing to draw: the model has no layers yet."))
    if catalog is None:
        from core.catalog.catalog import load

        catalog = load()
    results = analysis.nodes if analysis is not None and not analysis.block else {}
    shapes = {node_id: result.outputs or () for node_id, result in results.items()} if options.show_shapes else {}
    counts = {node_id: result.parameters for node_id, result in results.items()}
    drawing = _Drawing(project.blocks, options, catalog, palette())
    drawing.start(options.direction or project.graph.layout.direction)
    drawing.draw(project.graph, shapes, counts)
    drawing.finish()
    content: str = drawing.dot.to_string()
    return content


Feeds = Mapping[str, "tuple[str, str] | None"]


@dataclass(slots=True)
class _Drawing:
    """The drawing in the making; ``canvas`` is the graph or the cluster that nodes go into."""

    blocks: Mapping[str, Block]
    options: DotOptions
    specs: Specs
    colors: Palette
    canvas: Any = None
    dot: Any = None
    used: dict[str, None] = field(default_factory=dict)
    _nodes: int = 0
    _clusters: int = 0

    def __post_init__(self) -> None:
        import pydot

        self.dot = self.canvas = pydot.Dot(graph_name="model", graph_type="digraph")

    def start(self, direction: str) -> None:
        """Set the defaults; in DOT they hold for what comes after them."""
        self.dot.set_graph_defaults(
            rankdir=direction,
            bgcolor=f'"{self.colors.paper}"',
            fontname=f'"{FONT}"',
            nodesep="0.35",
            ranksep="0.35",
            pad="0.25",
        )
        self.dot.set_node_defaults(
            shape="plain", fontname=f'"{FONT}"', fontsize="11", fontcolor=f'"{self.colors.text}"'
        )
        self.dot.set_edge_defaults(
            fontname=f'"{FONT}"',
            fontsize="9",
            fontcolor=f'"{self.colors.muted}"',
            color=f'"{self.colors.wire}"',
            arrowsize="0.6",
        )

    def finish(self) -> None:
        """Add what needs to know the whole drawing."""
        import pydot

        if self.options.style == "publication":
            titles = {family: family.capitalize() for family in self.colors.families if family in self.used}
            if "op" in titles:
                titles["op"] = "Operation"
            self.dot.add_node(pydot.Node("legend", label=legend(titles, self.colors)))

    def draw(
        self,
        graph: Graph,
        shapes: Mapping[str, tuple[TensorSpec, ...]],
        counts: Mapping[str, int | None],
        feeds: Feeds | None = None,
        stack: tuple[str, ...] = (),
    ) -> dict[Source, tuple[str, str] | None]:
        """Draw a graph; returns for the values asked of it the dot node they come from and their shape as text."""
        feeds = feeds or {}
        inputs = set(input_nodes(graph)) if stack else set()
        made: dict[str, str] = {}
        opened: dict[str, dict[int, tuple[str, str] | None]] = {}
        for node_id in _drawing_order(graph):
            node, layer = graph.nodes[node_id], graph.layer_of(node_id)
            if node_id in inputs:
                continue
            block = self._opened(layer, stack)
            if block is None:
                made[node_id] = self._card(graph, node, layer, shapes, counts)

        def start(source: Source) -> tuple[str, str] | None:
            if source.node in inputs:
                return feeds.get(source.node)
            if source.node in opened:
                return opened[source.node].get(source.output)
            specs = shapes.get(source.node, ())
            shape = sample_shape(specs[source.output].shape) if source.output < len(specs) else ""
            return (made[source.node], shape) if source.node in made else None

        for node_id in _drawing_order(graph):
            layer = graph.layer_of(node_id)
            block = self._opened(layer, stack) if node_id not in inputs else None
            if block is not None:
                opened[node_id] = self._open(graph.nodes[node_id], layer, block, start, stack)
        for node_id, dot_id in made.items():
            for edge in node_edges(graph, node_id):
                self._wire(start(edge.source), dot_id)
        return {source: start(source) for source in output_sources(graph)}

    def _opened(self, layer: Layer, stack: tuple[str, ...]) -> Block | None:
        name = layer.block
        if not self.options.open_blocks or name is None or name not in self.blocks or name in stack:
            return None
        return self.blocks[name] if len(stack) < DEEPEST else None

    def _open(
        self, node: Node, layer: Layer, block: Block, start: Any, stack: tuple[str, ...]
    ) -> dict[int, tuple[str, str] | None]:
        """Draw a block instance as a cluster with one copy of what is inside."""
        import pydot

        self._clusters += 1
        block_color = self.colors.family("block")
        times = "" if layer.repeat == 1 else f" × {show(None, layer.repeat)}"
        title = plain(layer.name) if layer.name == block.name else f"{plain(layer.name)} ({plain(block.name)})"
        cluster = pydot.Cluster(
            f"b{self._clusters}",
            label=quoted(title + times),
            fontname=f'"{FONT}"',
            fontsize="10",
            fontcolor=f'"{block_color}"',
            color=f'"{block_color}"',
            bgcolor=f'"{self.colors.cluster}"',
            style='"dashed,rounded"',
            labeljust="l",
        )
        outer, self.canvas = self.canvas, cluster
        feeds = {}
        for number, inner_id in enumerate(input_nodes(block.graph)):
            value = node.arguments.get(block.graph.name_of(inner_id), node.arguments.get(str(number)))
            feeds[inner_id] = start(value) if isinstance(value, Source) else None
        results = self.draw(_settled(block, layer), {}, {}, feeds, (*stack, block.name))
        self.canvas = outer
        outer.add_subgraph(cluster)
        return dict(enumerate(results[source] for source in output_sources(block.graph)))

    def _card(
        self,
        graph: Graph,
        node: Node,
        layer: Layer,
        shapes: Mapping[str, tuple[TensorSpec, ...]],
        counts: Mapping[str, int | None],
    ) -> str:
        import pydot

        spec = self.specs.get(layer.type) if layer.raw is None else None
        family = "block" if layer.block is not None else "op" if layer.is_op or spec is None else spec.family
        self.used[family if family in self.colors.families else "op"] = None
        count = counts.get(node.id)
        kind = self._kind(layer)
        shape = sample_shape if self.options.style == "publication" else whole_shape
        arriving = [
            shapes[edge.source.node][edge.source.output]
            for edge in node_edges(graph, node.id)
            if edge.source.output < len(shapes.get(edge.source.node, ()))
        ]
        card = Card(
            title=layer.name,
            kind=kind if layer.repeat == 1 else f"{kind} × {show(None, layer.repeat)}",
            details=self._details(layer),
            count=f"{count:,}" if count else "",
            family=family,
            inputs=tuple(whole_shape(item.shape) for item in arriving),
            outputs=tuple(shape(item.shape) for item in shapes.get(node.id, ())),
        )
        self._nodes += 1
        name = f"n{self._nodes}"
        self.canvas.add_node(pydot.Node(name, label=label(card, self.options.style, self.colors)))
        return name

    def _kind(self, layer: Layer) -> str:
        """What stands beside the name: the class; for a block its name, where that says more."""
        if layer.is_input:
            return "Input"
        block = self.blocks.get(layer.block) if layer.block is not None else None
        if block is not None and block.kind == "model" and self.options.style == "keras":
            return "Functional"
        return "Block" if block is not None and block.name == layer.name else layer.class_name

    def _details(self, layer: Layer) -> str:
        """What was set, the primary parameters first: ``32 · 3 × 3 · same``."""
        spec = self.specs.get(layer.type)
        if layer.is_input:
            shape = layer.params.get("shape")
            items = shape if isinstance(shape, tuple) else ()
            return sizes([size if size is None or isinstance(size, int) else show(None, size) for size in items])
        shown: list[str] = []
        primary = [param for param in spec.params if param.primary] if spec is not None else []
        for name in [param.name for param in primary] if primary else list(layer.params):
            if name in layer.params:
                param = spec.param(name) if spec is not None else None
                shown.append(_short(name, show(param, layer.params[name]), layer.params[name]))
        return " · ".join(shown[:MOST_DETAILS])

    def _wire(self, begin: tuple[str, str] | None, end: str) -> None:
        import pydot

        if begin is None:
            return
        source, shape = begin
        written = shape and self.options.style == "netwright"
        self.dot.add_edge(pydot.Edge(source, end, **({"label": quoted(f" {shape} ")} if written else {})))


def _drawing_order(graph: Graph) -> list[str]:
    """Nodes in topological order, those on a cycle last: an opened block must know where its wires come from."""
    order, cyclic = topological_order(graph)
    return [*order, *(node_id for node_id in graph.nodes if node_id in cyclic)]


def _settled(block: Block, layer: Layer) -> Graph:
    """The block's graph with the parameters of this instance in the place of expressions, where they have a value."""
    values = {**block.parameters, **layer.params}
    layers = {}
    for key, inner in block.graph.layers.items():
        try:
            params, repeat = substitute(inner.params, values), substitute(inner.repeat, values)
        except ConversionError:
            params, repeat = inner.params, inner.repeat
        layers[key] = replace(inner, params=params if isinstance(params, FrozenMap) else inner.params, repeat=repeat)
    return replace(block.graph, layers=FrozenMap(layers))


def _short(name: str, text: str, value: Value) -> str:
    """A parameter on a card: bare where the value speaks for itself."""
    return f"{name} {text}" if isinstance(value, (bool, float)) else plain(text, 24)


def sample_shape(shape: Sequence[int | None]) -> str:
    """The shape of one sample: ``8 × 8 × 32``."""
    return sizes(shape[1:]) or "1"
