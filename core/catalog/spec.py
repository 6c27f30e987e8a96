"""What Netwright knows about Keras's classes and functions, as plain frozen data.

A spec describes; it never builds. Does not belong here: how a spec is found (introspect), where it is kept (store),
how it is searched (catalog). Invariants: everything is hashable, nothing refers to keras, defaults are values of
``core.graph.values``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from core.graph.values import EMPTY, FrozenMap, Value


class ParamKind(StrEnum):
    """What a parameter holds, and so which editor it gets."""

    INT = "int"
    FLOAT = "float"
    BOOL = "bool"
    TEXT = "text"
    CHOICE = "choice"
    """One of ``choices``; where ``open`` is set other values are allowed too (a callable, a tuple ...)."""
    INT_OR_TUPLE = "int_or_tuple"
    """One int for all dimensions or a tuple of ``length`` ints (``kernel_size``)."""
    TUPLE = "tuple"
    """Numbers of type ``item``; exactly ``length`` of them unless that is 0."""
    RANGE = "range"
    """One float or a pair (lower, upper), as augmentation factors have."""
    BORDERS = "borders"
    """One int, ``length`` ints, or ``length`` pairs (before, after); with ``length`` 1 an int or one pair."""
    AXES = "axes"
    """One int or a tuple of ints."""
    SHAPE = "shape"
    """A tuple of ints, -1 and None allowed for sizes that are inferred or unknown."""
    LIST = "list"
    """Any number of texts or numbers (a vocabulary, bin boundaries)."""
    ARRAY = "array"
    """A number or nested list of numbers (weights, means)."""
    MAPPING = "mapping"
    """Names to values."""
    INDEX = "index"
    """What stands in the brackets of ``x[...]``."""
    DTYPE = "dtype"
    """A dtype or a dtype policy, by name."""
    ACTIVATION = "activation"
    INITIALIZER = "initializer"
    REGULARIZER = "regularizer"
    CONSTRAINT = "constraint"
    OPTIMIZER = "optimizer"
    LOSS = "loss"
    METRIC = "metric"
    SCHEDULE = "schedule"
    """A float or a learning rate schedule."""
    LAYER = "layer"
    """One layer (or cell) with its own parameters, edited in place."""
    LAYERS = "layers"
    FUNCTION = "function"
    """Python source of a function, or an object that only Python code can make."""
    PATH = "path"
    """A file or folder."""
    ANY = "any"


ParamGroup = Literal["main", "initializers", "regularization", "advanced"]
PortKind = Literal["tensor", "list"]
SpecKind = Literal["layer", "op"]
Masking = Literal["none", "passes", "own"]
"""What a layer does with the mask of its input: forgets it, hands it on, or computes one of its own."""
ObjectKind = Literal[
    "optimizer", "schedule", "loss", "metric", "initializer", "regularizer", "constraint", "activation", "callback"
]


@dataclass(frozen=True, slots=True)
class ParamSpec:
    """One constructor parameter, or one argument of the call that takes no tensor.

    ``nullable`` allows None. ``length`` is 0 where any length is right. ``minimum`` and ``maximum`` are inclusive and
    apply to every number inside. ``help`` comes from the docstring, one paragraph. ``primary`` parameters are shown
    first and on the node card.
    """

    name: str
    kind: ParamKind
    default: Value = None
    required: bool = False
    nullable: bool = False
    choices: tuple[Value, ...] = ()
    open: bool = False
    length: int = 0
    item: Literal["int", "float"] = "int"
    minimum: float | None = None
    maximum: float | None = None
    help: str = ""
    primary: bool = False
    group: ParamGroup = "main"


@dataclass(frozen=True, slots=True)
class PortSpec:
    """One tensor argument of the call.

    A ``list`` port takes ``least`` to ``most`` tensors in order (``most`` 0: no limit). ``variadic`` marks ``*args``:
    the tensors are passed one by one. ``constant`` says a number or array may stand where a tensor would (``1 - x``).
    """

    name: str
    kind: PortKind = "tensor"
    required: bool = True
    least: int = 1
    most: int = 1
    variadic: bool = False
    constant: bool = False
    help: str = ""


@dataclass(frozen=True, slots=True)
class OutputSpec:
    """One tensor that the call returns, in order. ``when`` names the parameter or call argument that adds it."""

    name: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class LayerSpec:
    """A layer class (``keras.layers.Conv2D``) or an op (``keras.ops.add``): what one node on the canvas can call.

    ``params`` go to the constructor (of an op: all arguments that are no tensors); ``call_params`` are the
    arguments of a layer's ``call`` that are no tensors. ``inputs`` are in call order. ``outputs`` is empty where the
    number of tensors follows from the parameters (``ops.split``). ``ranks`` are the tensor ranks, batch included, that
    the first input may have with the starter parameters; empty where it is not restricted or not known.
    ``starter`` holds the parameters set when the layer is dropped: with them it can be built. ``requires`` says in one
    sentence what must be given or installed before it can be built at all. ``adaptable`` layers learn state from data.
    ``operation`` is the class that stands for an op in the JSON of a Keras model (``keras.src.ops.numpy.Add``).
    """

    type: str
    kind: SpecKind
    family: str
    order: int
    params: tuple[ParamSpec, ...] = ()
    inputs: tuple[PortSpec, ...] = ()
    call_params: tuple[ParamSpec, ...] = ()
    outputs: tuple[OutputSpec, ...] = (OutputSpec("output"),)
    summary: str = ""
    title: str = ""
    title_zh: str = ""
    summary_zh: str = ""
    aliases: tuple[str, ...] = ()
    pinyin: tuple[str, ...] = ()
    ranks: tuple[int, ...] = ()
    placeable: bool = True
    adaptable: bool = False
    requires: str = ""
    operation: str = ""
    starter: FrozenMap[str, Value] = field(default=EMPTY)

    @property
    def class_name(self) -> str:
        """The last part of the type: ``Conv2D``, ``add``; of ``my_layers>Scale`` it is ``Scale``."""
        return self.type.replace(">", ".").rsplit(".", 1)[-1]

    @property
    def doc_url(self) -> str:
        """Where Keras documents it (its pages follow no rule, so this is Keras's own search); "" for a user's class."""
        return "" if ">" in self.type else f"https://keras.io/search.html?query={self.class_name}"

    def param(self, name: str) -> ParamSpec | None:
        """The parameter (of the constructor first, then of the call), or None."""
        return next((param for param in (*self.params, *self.call_params) if param.name == name), None)

    def port(self, name: str) -> PortSpec | None:
        """The input port with this name, or None."""
        return next((port for port in self.inputs if port.name == name), None)

    def active_outputs(self, settings: Mapping[str, Value]) -> tuple[OutputSpec, ...]:
        """The outputs that a call with these parameters and call arguments has, as far as the catalogue knows."""
        return tuple(output for output in self.outputs if not output.when or self._setting(output.when, settings))

    def _setting(self, name: str, settings: Mapping[str, Value]) -> Value:
        if name in settings:
            return settings[name]
        param = self.param(name)
        return param.default if param is not None else None


@dataclass(frozen=True, slots=True)
class ObjectSpec:
    """An object that settings hold: an optimizer, a loss, an initializer ...

    ``identifiers`` are the texts by which ``keras.<module>.get`` finds it (``"mse"``), the preferred one first.
    ``usable`` is False for base classes and for what cannot be made from plain values.
    """

    type: str
    kind: ObjectKind
    params: tuple[ParamSpec, ...] = ()
    summary: str = ""
    title_zh: str = ""
    identifiers: tuple[str, ...] = ()
    usable: bool = True

    @property
    def class_name(self) -> str:
        """The last part of the type: ``Adam``."""
        return self.type.rsplit(".", 1)[-1]

    def param(self, name: str) -> ParamSpec | None:
        """The parameter with this name, or None."""
        return next((param for param in self.params if param.name == name), None)


@dataclass(frozen=True, slots=True)
class ArgumentSpec:
    """One parameter of a call as Python has it. ``variable`` is ``*`` or ``**`` where it gathers the rest."""

    name: str
    default: Value = None
    required: bool = False
    variable: Literal["", "*", "**"] = ""


@dataclass(frozen=True, slots=True)
class ConfigSpec:
    """What Keras's JSON says about one class: enough to read a model file without making anything that it names.

    ``parameters`` are those of the constructor that a config holds, in its order. ``values`` are what a config says of
    those that were not set, as Keras's plain JSON; where ``follows`` names another parameter, its value is taken over
    instead. ``spellings`` are the ways in which a value is written down (see ``core.catalog.spellings``). ``call`` are
    the parameters of a layer's ``call``, or of an op's function; an op's class has its own: of the constructor (``made``)
    and of its call (``given``).
    """

    type: str
    parameters: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    values: FrozenMap[str, Value] = field(default=EMPTY)
    follows: FrozenMap[str, Value] = field(default=EMPTY)
    spellings: FrozenMap[str, Value] = field(default=EMPTY)
    call: tuple[ArgumentSpec, ...] = ()
    made: tuple[ArgumentSpec, ...] = ()
    given: tuple[ArgumentSpec, ...] = ()
    masking: Masking = "none"


@dataclass(frozen=True, slots=True)
class FamilySpec:
    """A group of the palette, in display order."""

    id: str
    kind: SpecKind
    title: str
    title_zh: str
