"""Random projects in parts: one graph, layer by layer, with the shape of every value at hand. Not a test itself."""

from __future__ import annotations

import random
import struct
from typing import Any

from core.graph.model import Block, Graph, Structure
from core.graph.values import Array, EllipsisValue, FrozenMap, Slice
from tests.core.convert.random_layers import Layers, Shape, Tensor


class Drawing(Layers):
    """Draws one graph."""

    def __init__(self, draw: random.Random, blocks: dict[str, Block], name: str, shapes: dict[str, Shape]) -> None:
        super().__init__(draw, name)
        self.blocks = blocks
        self.shapes = shapes

    # Whole graphs

    def main(self, steps: int) -> Graph:
        draw = self.draw
        pool = [self._first(number) for number in range(draw.choice((1, 1, 1, 2, 2, 3)))]
        for _ in range(steps):
            place = draw.randrange(len(pool))
            x = pool[place]
            if draw.random() < 0.25:
                pool.append(self.grow(x))  # a branch
            else:
                pool[place] = self.grow(x)
            self._join(pool)
        if len(pool) > 1 and draw.random() < 0.7:
            pool = [self.merge("Concatenate", "", tuple(self.flat(x) for x in _distinct(pool)))]
        pool = _distinct([self._end(x) for x in pool])
        return self.net.done(self._outputs(pool))

    def _first(self, number: int) -> Tensor:
        draw = self.draw
        kind = draw.choice(("vector", "vector", "image", "steps", "words"))
        name = draw.choice((f"input_{number}", f"{kind}_{number}"))
        if kind == "words":
            tokens = self.input(name, (draw.choice((None, 5)),), dtype="int32")
            params = {"input_dim": 20, "output_dim": draw.choice((4, 6))} | (
                {"mask_zero": True} if draw.random() < 0.4 else {}
            )
            made = self.add("Embedding", "", params, tokens, (5, params["output_dim"]))
            if "mask_zero" in params:
                return self.add("LSTM", "", {"units": 4}, made, (4,), "sequences")
            return made if self.net.graph.layer_of(name).params["shape"] != (None,) else self.add(
                "GlobalAveragePooling1D", "", {}, made, made.shape[-1:])  # fmt: skip
        shape: Shape = {"vector": (draw.choice((4, 6, 8)),), "image": (8, 8, draw.choice((1, 3))), "steps": (5, 4)}[
            kind
        ]
        return self.input(name, shape)

    def _join(self, pool: list[Tensor]) -> None:
        """Merge two values of one shape, sometimes."""
        draw = self.draw
        for place, other in enumerate(pool[1:], 1):
            if other.shape == pool[0].shape and other.source != pool[0].source and draw.random() < 0.5:
                del pool[place]
                kind = draw.choice(
                    ("Add", "Multiply", "Average", "Concatenate", "Subtract", "add", "multiply", "subtract", "maximum")
                )
                pair = (pool[0], other)
                pool[0] = self.op(kind, *pair) if kind.islower() else self.merge(kind, "", pair)
                return

    def _end(self, x: Tensor) -> Tensor:
        return self.add("Dense", "", {"units": self.draw.choice((1, 3))}, self.flat(x), (1,))

    def _outputs(self, pool: list[Tensor]) -> Structure:
        if len(pool) == 1:
            return None
        if self.draw.random() < 0.3:
            return FrozenMap({f"end_{number}": x.source for number, x in enumerate(pool)})
        return tuple(x.source for x in pool)

    def grow(self, x: Tensor) -> Tensor:
        """One more layer, op or block behind ``x``."""
        draw = self.draw
        for like, shape in self._shared:
            if like.shape == x.shape and draw.random() < 0.2:
                node = f"again_{len(self.net.graph.nodes)}"
                return Tensor(self.net.again(like.source, node, inputs=x.source), shape)
        if draw.random() < 0.15:
            return self._any_op(x)
        if draw.random() < 0.2 and (made := self._block(x)) is not None:
            return made
        choices = {1: self._vector, 2: self._steps, 3: self._image}
        return choices[len(x.shape)](x)

    # Ops and blocks

    def _any_op(self, x: Tensor) -> Tensor:
        draw, last = self.draw, x.shape[-1]
        kind = draw.choice(
            (
                "multiply",
                "add",
                "subtract",
                "power",
                "divide",
                "relu",
                "slice",
                "constant",
                "negative",
                "mean",
                "clip",
                "squeeze",
                "sum",
            )
        )
        name = self._op_name
        if kind in ("multiply", "add", "subtract"):
            return self.op(kind, *draw.choice(((x, 2.0), (0.5, x), (x, x))))
        if kind == "power":
            return self.op(kind, x, 2)
        if kind == "divide":
            return self.op("true_divide", x, 3.0)
        if kind in ("relu", "negative"):
            return Tensor(self.net.add(f"ops.{kind}", name(kind), x=x.source), x.shape)
        if kind == "slice":
            whole = Slice()
            key, shape = draw.choice(
                (
                    ((whole,) * len(x.shape) + (Slice(None, 2),), (*x.shape[:-1], min(2, last))),
                    (
                        (EllipsisValue(), Slice(1, None)) if last > 1 else (EllipsisValue(),),
                        (*x.shape[:-1], max(1, last - 1)),
                    ),
                    ((EllipsisValue(), Slice(None, None, -1)), x.shape),
                )
            )
            return Tensor(self.net.add("ops.get_item", name("get_item"), {"key": key}, x=x.source), shape)
        if kind == "constant":
            numbers = [round(draw.uniform(-1, 1), 2) for _ in range(last)]
            array = Array("float32", (last,), struct.pack(f"<{last}f", *numbers))
            return Tensor(self.net.add("ops.add", name("add"), x1=x.source, x2=array), x.shape)
        if kind == "clip":
            made = self.net.add("ops.clip", name(kind), {"x_min": -1.0, "x_max": 1.0}, x=x.source)
            return Tensor(made, x.shape)
        made = self.net.add(
            f"ops.{'sum' if kind == 'sum' else 'mean'}",
            name("sum" if kind == "sum" else "mean"),
            {"axis": -1, "keepdims": True},
            x=x.source,
        )
        return Tensor(made, (*x.shape[:-1], 1))

    def _block(self, x: Tensor) -> Tensor | None:
        fitting = [block for block in self.blocks.values() if self._entry(block)[1] == x.shape]
        if not fitting:
            return None
        draw, block = self.draw, self.draw.choice(fitting)
        params: dict[str, Any] = {}
        if block.kind == "function":
            if draw.random() < 0.5:
                params["units"] = draw.choice((2, 3))
            if draw.random() < 0.3:
                params["activation"] = "tanh"
        name = self.name(block.name)
        made = self.net.add(f"block:{block.name}", name, params, **{self._entry(block)[0]: x.source})
        if block.kind == "function":
            if draw.random() < 0.4:
                self.net.repeat(name, draw.choice((2, 3)))
            return Tensor(made, x.shape)
        return Tensor(made, self.shapes[block.name])

    def _entry(self, block: Block) -> tuple[str, Shape]:
        layer = next(layer for layer in block.graph.layers.values() if layer.is_input)
        return layer.name, layer.params["shape"]  # type: ignore[return-value]


def _distinct(pool: list[Tensor]) -> list[Tensor]:
    return list({x.source: x for x in pool}.values())
