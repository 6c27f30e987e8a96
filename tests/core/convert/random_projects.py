"""Whole projects at random, the same for the same seed: valid networks of all that a document can say.

Branches, merges, shared layers, ops with operators and slices, blocks with parameters and repeats, nested models, constants,
wrappers, states, masks, several inputs and outputs, dtype policies, compile settings. Written as users write: parameters
that differ from the default only, in the shortest spelling. Not a test itself.
"""

from __future__ import annotations

import random
from dataclasses import replace

from core.graph.model import Block, CompileSettings, Graph, Project, TrainingSettings
from core.graph.values import Expression, FrozenMap, KerasObject, Source, Value
from tests.core.convert.net_builder import object_
from tests.core.convert.random_graphs import Drawing
from tests.core.convert.random_layers import Shape, Tensor


def random_project(seed: int, steps: int = 8) -> Project:
    """A project; ``steps`` is about the number of layers of its main graph."""
    return Maker(random.Random(seed), steps).project()


class Maker:
    """Draws one project."""

    def __init__(self, draw: random.Random, steps: int) -> None:
        self.draw = draw
        self.steps = steps
        self.blocks: dict[str, Block] = {}
        self.shapes: dict[str, Shape] = {}

    def project(self) -> Project:
        draw = self.draw
        if draw.random() < 0.4:
            self._function_block()
        if draw.random() < 0.3:
            self._model_block()
        graph = Drawing(draw, self.blocks, draw.choice(("net", "model_1", "my_network")), self.shapes).main(self.steps)
        used = _used(graph, self.blocks)
        return Project(
            graph=graph,
            blocks=FrozenMap({name: block for name, block in self.blocks.items() if name in used}),
            training=TrainingSettings(compile=self._compile(graph)),
            dtype_policy=draw.choice((None,) * 8 + ("mixed_float16", "float32")),
        )

    def _function_block(self) -> None:
        draw = self.draw
        size = draw.choice((4, 6, 8))
        drawing = Drawing(draw, {}, "unit", {})
        x = drawing.input("x", (size,))
        rate = Expression("rate")
        x = drawing.add(
            "Dense", "wide", {"units": Expression("units * 2"), "activation": Expression("activation")}, x, (1,)
        )
        if draw.random() < 0.5:
            x = drawing.add("Dropout", "drop", {"rate": rate}, x, (1,))
        x = drawing.add("Dense", "narrow", {"units": size}, x, (size,))
        entry = Tensor(Source("x"), (size,))
        joined = drawing.merge("Add", "sum", (x, entry)) if draw.random() < 0.7 else drawing.op("add", x, entry)
        parameters: dict[str, Value] = {"units": 4, "activation": "relu", "rate": 0.1}
        name = draw.choice(("unit", "residual", "dense_unit"))
        self.blocks[name] = Block(
            name, "function", FrozenMap(parameters), replace(drawing.net.done(joined.source), name=name)
        )

    def _model_block(self) -> None:
        draw = self.draw
        drawing = Drawing(draw, dict(self.blocks), "tower", {})
        x = drawing.input("tower_input", (draw.choice((4, 6, 8)),))
        for _ in range(draw.randint(1, 3)):
            x = drawing.grow(x)
        x = drawing.flat(x)
        name = draw.choice(("tower", "encoder"))
        self.shapes[name] = x.shape
        self.blocks[name] = Block(name, "model", FrozenMap(), replace(drawing.net.done(x.source), name=name))

    def _compile(self, graph: Graph) -> CompileSettings:
        draw = self.draw
        if draw.random() < 0.3:
            return CompileSettings()
        optimizer = draw.choice(
            (
                KerasObject("keras.optimizers.Adam"),
                object_("optimizers.SGD", learning_rate=0.05, momentum=0.9),
                object_("optimizers.AdamW", weight_decay=1e-4),
                "rmsprop",
                object_(
                    "optimizers.Adam",
                    learning_rate=object_(
                        "optimizers.schedules.CosineDecay", initial_learning_rate=0.1, decay_steps=100
                    ),
                ),
            )
        )
        loss = draw.choice(("mse", "mean_absolute_error", object_("losses.Huber", delta=2.0)))
        if isinstance(graph.outputs, FrozenMap):
            return CompileSettings(
                optimizer,
                FrozenMap(dict.fromkeys(graph.outputs, loss)),
                FrozenMap({next(iter(graph.outputs)): ("mae",)}),
                FrozenMap(dict.fromkeys(graph.outputs, 0.5)) if draw.random() < 0.5 else None,
            )
        if isinstance(graph.outputs, tuple):
            return CompileSettings(optimizer, (loss,) * len(graph.outputs))
        metrics: tuple[Value, ...] = draw.choice(((), ("mae",), ("mae", object_("metrics.RootMeanSquaredError"))))
        return CompileSettings(optimizer, loss, metrics)


def _used(graph: Graph, blocks: dict[str, Block]) -> set[str]:
    found: set[str] = set()
    pending = [graph]
    while pending:
        for layer in pending.pop().layers.values():
            if layer.block is not None and layer.block not in found:
                found.add(layer.block)
                pending.append(blocks[layer.block].graph)
    return found
