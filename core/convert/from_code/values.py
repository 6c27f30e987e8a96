"""What names in read code may stand for besides plain Python data: tensors, layers, models, functions, unknowns.

Numbers, texts, lists, dicts and the like are themselves. Nothing here is ever executed or imported: a module is a dotted
path, a function is its syntax tree. Does not belong here: how code is evaluated (machine and what it calls). Invariant:
identity is equality for all of these, so that a shared layer stays one layer.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(eq=False, slots=True)
class Unknown:
    """A value that the code alone does not tell. ``name`` is set where a name stands that the code never defines."""

    reason: str
    line: int = 0
    name: str = ""


@dataclass(eq=False, slots=True, frozen=True)
class Path:
    """A module, class or function outside of the code, by its dotted path in today's spelling (``keras.layers.Dense``)."""

    path: str
    written: str = ""
    """The path as the code has it, where that tells more (``tensorflow.keras.layers.Dense``)."""

    @property
    def last(self) -> str:
        """The last part of the path."""
        return self.path.rpartition(".")[2]


@dataclass(eq=False, slots=True)
class Scope:
    """The names of a module, function, class body or comprehension."""

    names: dict[str, Any] = field(default_factory=dict)
    parent: Scope | None = None
    is_class: bool = False
    outer: dict[str, Scope] = field(default_factory=dict)
    """Names that ``global`` or ``nonlocal`` hand to another scope."""

    def find(self, name: str) -> Scope | None:
        """The scope that holds the name as Python looks it up; bodies of classes count for themselves only."""
        if name in self.outer:
            return self.outer[name]
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names and (scope is self or not scope.is_class):
                return scope
            scope = scope.parent
        return None

    def top(self) -> Scope:
        """The scope of the module."""
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope

    def set(self, name: str, value: Any) -> None:
        """Bind a name here, or where ``global`` and ``nonlocal`` say."""
        self.outer.get(name, self).names[name] = value


@dataclass(eq=False, slots=True)
class Function:
    """A function or lambda of the code, with the scope that it was made in."""

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    scope: Scope
    name: str
    defaults: list[Any]
    keyword_defaults: dict[str, Any]
    owner: Class | None = None
    kind: str = ""
    """``static``, ``class`` or ``property`` for methods so decorated."""
    calls: int = 0


@dataclass(eq=False, slots=True)
class Partial:
    """``functools.partial``."""

    function: Any
    args: list[Any]
    kwargs: dict[str, Any]


@dataclass(eq=False, slots=True)
class Composed:
    """Functions called one after the other."""

    functions: list[Any]


@dataclass(eq=False, slots=True)
class Class:
    """A class of the code. ``keras`` is the public Keras path among its ancestors (``keras.layers.Layer``), or empty."""

    name: str
    node: ast.ClassDef
    bases: list[Any]
    scope: Scope
    keras: str = ""
    instances: int = 0

    def lineage(self) -> Iterator[Class]:
        """The class and its ancestors in the code, depth first."""
        seen: set[int] = set()
        waiting: list[Class] = [self]
        while waiting:
            item = waiting.pop(0)
            if id(item) in seen:
                continue
            seen.add(id(item))
            yield item
            waiting[:0] = [base for base in item.bases if isinstance(base, Class)]

    def find(self, name: str, after: Class | None = None) -> tuple[Any, Class] | None:
        """An attribute of the class or an ancestor (behind ``after``), with the class that has it."""
        skipping = after is not None
        for item in self.lineage():
            if skipping:
                skipping = item is not after
                continue
            if name in item.scope.names:
                return item.scope.names[name], item
        return None


@dataclass(eq=False, slots=True)
class Instance:
    """An object of a class of the code. ``args`` and ``kwargs`` are what it was made with."""

    cls: Class
    names: dict[str, Any] = field(default_factory=dict)
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict)
    line: int = 0
    layer: Layer | None = None
    """What stands for it in the graph, once it was called: a placeholder or a nested model."""
    model: Model | None = None
    built: Any = None


@dataclass(eq=False, slots=True)
class Bound:
    """A method with its object; ``name`` where the object is no :class:`Instance`."""

    owner: Any
    name: str
    function: Function | None = None


@dataclass(eq=False, slots=True)
class Super:
    """``super()`` inside a method."""

    owner: Instance
    after: Class


@dataclass(eq=False, slots=True)
class Foreign:
    """What a call of something outside of the code and of Keras returned: a dataset, a layer of another package..."""

    path: str
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict)
    line: int = 0
    names: dict[str, Any] = field(default_factory=dict)
    layer: Layer | None = None


@dataclass(eq=False, slots=True)
class Data:
    """An array of which only the shape is known, batch included (None: any size)."""

    shape: tuple[int | None, ...]
    dtype: str = "float32"
    classes: int | None = None
    """How many classes the labels of a known data set have: 0, 1..."""


@dataclass(eq=False, slots=True)
class Settings:
    """An object of Keras that has settings: an initializer, optimizer, loss, callback, dtype policy..."""

    type: str
    params: dict[str, Any]
    line: int = 0


@dataclass(eq=False, slots=True)
class Term:
    """Arithmetic over the parameters of a block, as a syntax tree."""

    node: ast.expr


@dataclass(eq=False, slots=True)
class CountTo:
    """``range(1, times + 1)`` where ``times`` is a parameter of a block."""

    times: Term


@dataclass(eq=False, slots=True)
class Prefixed:
    """A text that starts with the ``name`` of a block instance."""

    rest: str = ""
    optional: bool = False


@dataclass(eq=False)
class Layer:
    """A Keras layer, op or placeholder of the code; ``type`` as in the document. ``params`` hold read values."""

    type: str
    name: Any
    params: dict[str, Any]
    line: int = 0
    raw: str | None = None
    reason: str = ""
    calls: list[Call] = field(default_factory=list)
    input_shape: tuple[Any, ...] | None = None
    """The batch shape that a first layer was given (``input_shape=``, ``input_dim=``)."""
    input_dtype: str | None = None
    trainable: bool | None = None
    repeat: Any = 1
    block: Any = None
    """The definition of the block that it is an instance of."""
    has_name: bool = False
    """The code gave it its name."""
    held: Any = None
    """The model that it holds (``TimeDistributed(model)``)."""
    function: Any = None
    """What a Lambda layer calls, with its other arguments by name (lambdas)."""
    departed: dict[str, Any] | None = None
    """The settings of a layer that Keras 3 no longer has (departed)."""
    parts: dict[str, Layer] = field(default_factory=dict)
    """The layers that such a layer is made of."""

    @property
    def class_name(self) -> str:
        """The last part of the type."""
        return self.type.replace(">", ".").rpartition(".")[2]

    @property
    def is_op(self) -> bool:
        """True for a function of ``keras.ops``."""
        return self.type.startswith("keras.ops.")


@dataclass(eq=False)
class Call:
    """One call of a layer; ``arguments`` by the names of the document, with tensors inside."""

    layer: Layer
    arguments: dict[str, Any]
    number: int
    line: int = 0
    outputs: int | None = 1
    """How many tensors it returns; None where that is not known."""
    shapes: list[tuple[int | None, ...] | None] | None = None
    dtype: str | None = None
    made: dict[int, Tensor] = field(default_factory=dict)

    def tensor(self, index: int = 0) -> Tensor:
        """The output of that number."""
        if index not in self.made:
            self.made[index] = Tensor(self, index)
        return self.made[index]


@dataclass(eq=False, slots=True)
class Tensor:
    """One output of one call."""

    call: Call
    index: int = 0


@dataclass(eq=False, slots=True)
class Several:
    """What a call returns whose number of outputs is not known: unpacked and indexed as it is used."""

    call: Call


@dataclass(eq=False)
class Model(Layer):
    """A model: a Sequential row of layers, or tensors from inputs to outputs. Calls of it are calls of a nested model."""

    style: str = "functional"
    rows: list[Layer] = field(default_factory=list)
    """The layers of a Sequential model, without its input."""
    tensors: list[Any] = field(default_factory=list)
    """The output after each of ``rows``, while the input is known."""
    inputs: Any = None
    outputs: Any = None
    compiled: dict[str, Any] | None = None
    fitted: dict[str, Any] | None = None
    weights: list[str] = field(default_factory=list)
    """What training starts from, as ``core.convert.initial_weights`` writes it."""
    policy: Any = None
    number: int = 0
    order: int = 0
    """Rises each time the model is compiled or fitted: the last one counts."""
    variable: str = ""
    origin: str = ""
    """``application`` or ``clone`` for models that the code itself does not build."""
    definition: Any = None
    """The block of generated code that it was made by."""
    arguments: dict[str, Any] = field(default_factory=dict)
    adding: bool = False
    names: dict[str, Any] = field(default_factory=dict)
    """The attributes that the code gave it."""

    @property
    def is_known(self) -> bool:
        """True once it is known what goes in."""
        return self.inputs is not None


class Budget(Exception):
    """Reading was stopped: too many steps, too much time."""


class Raised(Exception):
    """The code raised an error of its own; the text is its message."""


class Refused(Exception):
    """A value has no meaning here; the text is the reason, the end of a sentence."""


def tensors_in(value: Any, limit: int = 5000) -> list[Tensor]:
    """The tensors inside lists, tuples and dicts, in order; at most ``limit`` places are looked at."""
    found: list[Tensor] = []
    waiting = [value]
    while waiting and limit > 0:
        limit -= 1
        item = waiting.pop()
        if isinstance(item, Tensor):
            found.append(item)
        elif isinstance(item, Several):
            found.append(item.call.tensor(0))
        elif isinstance(item, (list, tuple)):
            waiting.extend(reversed(item))
        elif isinstance(item, dict):
            waiting.extend(reversed(list(item.values())))
    return found
