"""The state of reading one piece of code: scopes and budgets, what was made so far, and what the user should know.

The reader is an evaluator of our own over syntax trees: nothing of the code is executed or imported. Does not belong
here: the meaning of expressions, statements and calls, which are handed in. Invariants: every loop and call is counted,
so that no code can keep the reader busy; a note is said once.
"""

from __future__ import annotations

import ast
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from core.catalog.catalog import Catalog
from core.convert.from_code.values import (
    Budget,
    Call,
    Function,
    Instance,
    Layer,
    Model,
    Scope,
    Unknown,
    tensors_in,
)
from core.convert.imported import Upgrade
from core.graph.naming import snake_case
from core.texts import text

MOST_STEPS = 2_000_000
MOST_SECONDS = 12.0
MOST_SECONDS_OF_ONE = 4.0
"""For one statement of the module."""
MOST_CALLS = 20_000
"""Layers and calls of layers in one piece of code."""
MOST_LINKS = 200_000
"""Tensors that all calls of layers take together."""
MOST_DEPTH = 40
MOST_ITEMS = 100_000
"""Items of a list, characters of a text."""
MOST_NOTES = 200

Evaluate = Callable[["Machine", ast.expr, Scope], Any]
Run = Callable[["Machine", Sequence[ast.stmt], Scope], None]
Apply = Callable[["Machine", Any, list[Any], dict[str, Any], int], Any]


@dataclass(eq=False)
class Machine:
    """Reads one module. ``places`` says for each line of the syntax tree where it stands in the user's text."""

    catalog: Catalog
    evaluator: Evaluate
    runner: Run
    applier: Apply
    places: Sequence[str]
    source: str = ""
    module: str = "__main__"
    verbatim: bool = False
    """The code is in the dialect that Netwright writes: values are taken as they stand there."""
    keras1: bool = False
    """The code uses spellings of Keras 1 somewhere."""
    scope: Scope = field(default_factory=Scope)
    stars: list[str] = field(default_factory=list)
    notes: dict[str, None] = field(default_factory=dict)
    upgrades: dict[Upgrade, None] = field(default_factory=dict)
    models: list[Model] = field(default_factory=list)
    layers: list[Layer] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    functions: list[Function] = field(default_factory=list)
    held: list[Model] = field(default_factory=list)
    """The models that layers hold, by the number of their reference (held_models)."""
    weights: list[str] = field(default_factory=list)
    policy: Any = None
    seed: int | None = None
    channels_first: bool = False
    channels_said: bool = False
    """The code sets the order of axes itself."""
    channels_told: bool = False
    """A shape of the code told the order of axes, and the user was told."""
    channels_late: bool = False
    """That happened after layers were made for which it counts, too."""
    adopt: Callable[..., Any] = lambda *_: None
    """Takes what is called on a name that the code never defines; None where nothing can be made of it."""
    depth: int = 0
    steps: int = 0
    stopped: str = ""
    merges: dict[int, Any] = field(default_factory=dict)
    """What a Merge layer of Keras 1 joins, by the identity of the layer that took its place."""
    attributes: dict[tuple[str, str], Any] = field(default_factory=dict)
    """What the code sets on things outside of it, by their path (``wandb.config``) and the name."""
    layer_of: Callable[..., Any] = lambda *_: None
    """The layer that stands for an object of a class of the code."""
    model_of: Callable[..., Any] = lambda *_: None
    """The model that an object of a subclass of Model makes."""
    inherited: Callable[..., Any] = lambda *_: None
    """Calls a method that an object of the code inherits from Keras."""
    repeat: Callable[..., Any] = lambda *_: None
    """Reads a loop whose number of rounds is a parameter of a block."""
    block_call: Callable[..., Any] = lambda *_: None
    """Reads the call of a function that is a block; None where it is none."""
    strict: int = 0
    """Above 0 while nothing may be guessed: an unknown condition or a statement without meaning is an error."""
    replace: Callable[..., Any] = lambda *_: None
    """Makes a layer that Keras 3 no longer has of others; None where that cannot be done."""
    written_out: dict[Layer, Call] = field(default_factory=dict)
    """The Lambda layers that stand in the graph as operations, with the last call of each."""
    avoid_files: bool = False
    """A known condition that leads to a model in a file is passed by, where the other branch makes one."""
    assumed: dict[str, None] = field(default_factory=dict)
    """Names that nothing defines and that were taken for Keras's own."""
    freeze: Callable[..., bool] = lambda *_: False
    """Reads a condition on a parameter of a block that freezes a nested model."""
    shapeless: list[Layer] = field(default_factory=list)
    """Inputs that were made without a shape; what calls a model may tell it later."""
    saved: dict[str, Model] = field(default_factory=dict)
    """The models that the code saves, by the names of their files."""
    instances: list[Instance] = field(default_factory=list)
    symbolic: int = 0
    """Above 0 while the body of a block is read with its parameters as they are named."""
    definitions: dict[Function, Any] = field(default_factory=dict)
    loops: list[tuple[int, int]] = field(default_factory=list)
    """The loops that are being run: a number for each run of a loop, and the round."""
    loop_count: int = 0
    block_calls: dict[Call, tuple[int, int] | None] = field(default_factory=dict)
    events: int = 0
    """Rises with compile and fit."""
    line: int = 0
    implied: dict[str, Any] = field(default_factory=dict)
    """Inputs that stand for names which the code never defines."""
    _names: dict[str, int] = field(default_factory=dict)
    _links: int = 0
    _deadline: float = 0.0
    _pause: float = float("inf")

    # Budgets. What counts is this thread's share of the processor: a busy machine takes nothing from the code.

    def start(self) -> None:
        """Begin to count time."""
        self._deadline = time.thread_time() + MOST_SECONDS

    @contextmanager
    def uncounted(self) -> Iterator[None]:
        """What happens inside is no fault of the code: loading Keras takes as long as some code may take in all."""
        began = time.thread_time()
        try:
            yield
        finally:
            took = time.thread_time() - began
            self._deadline += took
            self._pause += took

    def go_on(self) -> bool:
        """Begin a new part, which has steps and seconds of its own; False when there is no time left at all."""
        now = time.thread_time()
        self._pause = now + MOST_SECONDS_OF_ONE
        self.steps = 0
        return now < self._deadline

    def tick(self) -> None:
        """Count a step; Budget when there were too many or it took too long."""
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise Budget(text("it takes more steps than are counted here"))
        if self.steps % 64 == 0:
            self.check_time()

    def check_time(self) -> None:
        """Budget when reading took too long; for what is much longer than a step."""
        if self._deadline and time.thread_time() > min(self._deadline, self._pause):
            raise Budget(text("it takes too long"))

    # What the user should know

    def place(self, line: int) -> str:
        """``line 7`` or ``cell 3, line 5``."""
        return self.places[line - 1] if 0 < line <= len(self.places) else ""

    def note(self, sentence: str, line: int = 0) -> None:
        """One sentence for the report, with its line where there is one."""
        place = self.place(line)
        if len(self.notes) < MOST_NOTES:
            self.notes[text("{place}: {sentence}", place=place, sentence=sentence) if place else sentence] = None

    def unknown(self, reason: str, node: ast.AST | int = 0, name: str = "") -> Unknown:
        """A value that is not known, because of ``reason`` at a line."""
        line = node if isinstance(node, int) else getattr(node, "lineno", 0)
        return Unknown(reason, line or self.line, name)

    # Evaluation

    def eval(self, node: ast.expr, scope: Scope) -> Any:
        """The value of an expression."""
        return self.evaluator(self, node, scope)

    def run(self, body: Sequence[ast.stmt], scope: Scope) -> None:
        """Run statements."""
        self.runner(self, body, scope)

    def apply(self, function: Any, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
        """Call anything with values."""
        return self.applier(self, function, args, kwargs, line)

    # What is made

    def auto_name(self, class_name: str) -> str:
        """The name that Keras gives an unnamed object in a new process: ``dense``, ``dense_1``..."""
        base = snake_case(class_name) or "layer"
        number = self._names.get(base, 0)
        self._names[base] = number + 1
        return f"{base}_{number}" if number else base

    def add_layer(self, layer: Layer) -> Layer:
        """Keep a layer that the code made."""
        if len(self.layers) >= MOST_CALLS:
            raise Budget(text("it makes more than {most:,} layers", most=MOST_CALLS))
        self.layers.append(layer)
        return layer

    def add_call(self, layer: Layer, arguments: dict[str, Any], line: int, outputs: int | None = 1) -> Call:
        """Keep a call of a layer."""
        if len(self.calls) >= MOST_CALLS:
            raise Budget(text("it calls layers more than {most:,} times", most=MOST_CALLS))
        self._links += len(tensors_in(list(arguments.values())))
        if self._links > MOST_LINKS:
            raise Budget(text("its layers take more than {most:,} tensors", most=MOST_LINKS))
        call = Call(layer, arguments, len(self.calls), line, outputs)
        layer.calls.append(call)
        self.calls.append(call)
        return call

    def add_model(self, model: Model) -> Model:
        """Keep a model that the code made."""
        model.number = len(self.models)
        model.policy = self.policy
        self.models.append(model)
        return model

    def event(self) -> int:
        """A number that rises with each compile and fit."""
        self.events += 1
        return self.events

    # Trying

    def mark(self) -> Mark:
        """Where reading stands, to come back to."""
        return Mark(
            len(self.notes), len(self.layers), len(self.calls), len(self.models), dict(self._names), len(self.upgrades)
        )

    def back_to(self, mark: Mark) -> None:
        """Forget the layers, calls and notes that were made since."""
        for call in self.calls[mark.calls :]:
            call.layer.calls = [item for item in call.layer.calls if item is not call]
        del self.layers[mark.layers :], self.calls[mark.calls :], self.models[mark.models :]
        self.implied = {name: tensor for name, tensor in self.implied.items() if tensor.call.number < mark.calls}
        self.notes = dict(list(self.notes.items())[: mark.notes])
        self.upgrades = dict(list(self.upgrades.items())[: mark.upgrades])
        self._names = dict(mark.names)


@dataclass(frozen=True, slots=True)
class Mark:
    """How much was made up to a moment."""

    notes: int
    layers: int
    calls: int
    models: int
    names: dict[str, int]
    upgrades: int
