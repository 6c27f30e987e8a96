"""The document as a value: frozen classes for layers, calls of them, graphs, blocks and projects.

Invariants (``queries.check`` proves them): every node's layer exists; every source names an existing node; every
layer is called by at least one node. A cycle or a missing input is *not* excluded here: the user may draw one, and
analysis reports it. Does not belong here: how a graph changes (edits), what it means to Keras (analysis, convert).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from core.graph.values import EMPTY, FrozenMap, KerasObject, Path, Source, Value

INPUT_TYPE = "keras.layers.InputLayer"
BLOCK_PREFIX = "block:"

Structure = None | Source | tuple["Structure", ...] | FrozenMap[str, "Structure"]
Direction = Literal["TB", "LR"]


@dataclass(frozen=True, slots=True)
class Layer:
    """What owns weights (a Keras layer), or an op or a block, independent of where it is called.

    ``type`` is a public Keras path (``keras.layers.Conv2D``, ``keras.ops.concatenate``), ``block:NAME``, or the
    ``module>Class`` of a class that is not known here. ``params`` holds only what the user set, never defaults.
    ``repeat`` chains n copies of a function block. ``raw`` is the foreign JSON of a placeholder, else None.
    """

    id: str
    type: str
    name: str
    params: FrozenMap[str, Value] = EMPTY
    repeat: Value = 1
    raw: str | None = None

    @property
    def is_input(self) -> bool:
        return self.type == INPUT_TYPE

    @property
    def is_op(self) -> bool:
        return self.type.startswith("keras.ops.")

    @property
    def block(self) -> str | None:
        """The name of the block this layer is an instance of, or None."""
        return self.type[len(BLOCK_PREFIX) :] if self.type.startswith(BLOCK_PREFIX) else None

    @property
    def class_name(self) -> str:
        """The last part of the type: ``Conv2D``, ``concatenate``, the block's name."""
        block = self.block
        return block if block is not None else self.type.replace(">", ".").rsplit(".", 1)[-1]


@dataclass(frozen=True, slots=True)
class Node:
    """One call of a layer: one item on the canvas.

    ``arguments`` are the call as Keras stores it: the parameter names of ``call`` (or of the op), in call order,
    to sources, constants, or tuples and maps of both. Positional arguments whose name is not known are ``"0"``,
    ``"1"``... Input layers have none. A ``bypassed`` node lets its first input through (:mod:`core.graph.bypass`).
    """

    id: str
    layer: str
    arguments: FrozenMap[str, Value] = EMPTY
    bypassed: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """A titled rectangle that groups nodes visually. Scene units (1 unit = 1 px at 100 %)."""

    id: str
    title: str
    x: float
    y: float
    width: float
    height: float
    color: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Free text on the canvas. Scene units."""

    id: str
    text: str
    x: float
    y: float
    width: float = 220.0
    height: float = 120.0
    color: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things are drawn. A node without a position is placed by the automatic layout.

    ``positions`` are the centres of the node cards, scene units, y downwards. ``reroutes`` holds the points a wire
    passes through, by edge ``(target node, path of the argument)``.
    """

    positions: FrozenMap[str, tuple[float, float]] = EMPTY
    frames: FrozenMap[str, Frame] = EMPTY
    notes: FrozenMap[str, Note] = EMPTY
    reroutes: FrozenMap[tuple[str, Path], tuple[tuple[float, float], ...]] = EMPTY
    collapsed: frozenset[str] = frozenset()
    direction: Direction = "TB"


@dataclass(frozen=True, slots=True)
class Graph:
    """A network: layers, calls of them, and what goes in and comes out.

    ``inputs`` is the input structure over the sources of input nodes, or None: all input nodes in their order.
    ``outputs`` is the output structure, or None: every node output that nothing uses, in node order.
    """

    name: str = "model"
    layers: FrozenMap[str, Layer] = EMPTY
    nodes: FrozenMap[str, Node] = EMPTY
    inputs: Structure = None
    outputs: Structure = None
    layout: Layout = field(default_factory=Layout)

    def layer_of(self, node_id: str) -> Layer:
        """The layer that the node calls; KeyError if there is no such node."""
        return self.layers[self.nodes[node_id].layer]

    def name_of(self, node_id: str) -> str:
        """The name the user sees on the node: its layer's."""
        return self.layer_of(node_id).name


@dataclass(frozen=True, slots=True)
class Block:
    """A sub-graph used by name.

    A ``function`` block is expanded when built; ``parameters`` (name to default) may be used inside through
    :class:`~core.graph.values.Expression`. A ``model`` block is a nested Keras model that owns its weights and may be
    shared like any layer. A layer such as TimeDistributed holds one in a parameter as ``KerasObject("block:NAME")``, which is
    never shared (:mod:`core.graph.inner_models`).
    """

    name: str
    kind: Literal["function", "model"] = "function"
    parameters: FrozenMap[str, Value] = EMPTY
    graph: Graph = field(default_factory=Graph)
    description: str = ""


@dataclass(frozen=True, slots=True)
class DataSettings:
    """Where training data comes from and how it is split.

    ``source`` is ``sklearn:NAME``, ``csv:PATH`` or ``npz:PATH`` (empty: none chosen). ``options`` belong to the kind of
    source (columns, array keys, encoding of the target). The splits are fractions of all samples in [0, 1).
    """

    source: str = ""
    options: FrozenMap[str, Value] = EMPTY
    validation_split: float = 0.2
    test_split: float = 0.2
    shuffle: bool = True
    stratify: bool = True
    seed: int = 0


@dataclass(frozen=True, slots=True)
class CompileSettings:
    """The arguments of ``Model.compile``; a loss or metrics may be one value, a tuple or a map by output name."""

    optimizer: Value = KerasObject("keras.optimizers.Adam")
    loss: Value = None
    metrics: Value = ()
    loss_weights: Value = None
    options: FrozenMap[str, Value] = EMPTY


@dataclass(frozen=True, slots=True)
class FitSettings:
    """The arguments of ``Model.fit``, its callbacks as objects, and the seed of the run."""

    epochs: int = 10
    batch_size: int = 32
    shuffle: bool = True
    class_weight: Value = None
    callbacks: tuple[Value, ...] = ()
    seed: int = 0
    options: FrozenMap[str, Value] = EMPTY


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """Everything a training run needs besides the graph."""

    data: DataSettings = field(default_factory=DataSettings)
    compile: CompileSettings = field(default_factory=CompileSettings)
    fit: FitSettings = field(default_factory=FitSettings)


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """A hyperparameter search: ``space`` maps ``layer.parameter`` to a range or list of choices."""

    trials: int = 20
    objective: str = "val_loss"
    direction: Literal["minimize", "maximize"] = "minimize"
    sampler: str = "tpe"
    pruner: str = "median"
    space: FrozenMap[str, Value] = EMPTY
    options: FrozenMap[str, Value] = EMPTY


@dataclass(frozen=True, slots=True)
class Project:
    """All that one ``.netw`` file holds.

    ``budget`` is what the network may cost at most: ``parameters``, ``flops`` (per sample), ``memory_bytes`` (weights
    and a batch of activations). ``custom_files`` are Python files with layers of the user's own: absolute paths here, and
    in the file relative to it where that is possible. ``extra`` keeps fields of the file that this version does not know.
    """

    graph: Graph = field(default_factory=Graph)
    blocks: FrozenMap[str, Block] = EMPTY
    training: TrainingSettings = field(default_factory=TrainingSettings)
    search: SearchSettings = field(default_factory=SearchSettings)
    dtype_policy: Value = None
    description: str = ""
    budget: FrozenMap[str, Value] = EMPTY
    custom_files: tuple[str, ...] = ()
    extra: FrozenMap[str, Value] = EMPTY
