"""Random graphs in parts: one more layer behind a value, of those that its shape allows. Not a test itself."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from core.graph.naming import snake_case
from core.graph.values import Source
from tests.core.convert.net_builder import Net, object_

Shape = tuple[int, ...]
ACTIVATIONS = ("relu", "tanh", "sigmoid", "gelu", "swish", "elu")
WORDS = ("stem", "left", "right", "mix", "head", "gate", "skip", "body", "tail", "core", "up", "down", "near", "far")


@dataclass(frozen=True, slots=True)
class Tensor:
    """A value of the network in the making, and its shape without the batch."""

    source: Source
    shape: Shape


class Layers:
    """Draws the layers of one graph, each under a new name."""

    def __init__(self, draw: random.Random, name: str) -> None:
        self.draw = draw
        self.net = Net(name)
        self.ends: list[Tensor] = []
        self._used: dict[str, int] = {}
        self._shared: list[tuple[Tensor, Shape]] = []

    # Parts

    def name(self, base: str) -> str:
        """A new name: as Keras numbers them, or a word."""
        if self.draw.random() < 0.3:
            base = self.draw.choice(WORDS)
        count = self._used.get(base, 0)
        self._used[base] = count + 1
        return f"{base}_{count}" if count else base

    def input(self, name: str, shape: tuple[int | None, ...], **params: Any) -> Tensor:
        self._used[name] = 1
        return Tensor(self.net.input(name, *shape, **params), tuple(size or 5 for size in shape))

    def add(
        self, kind: str, name: str, params: dict[str, Any], x: Tensor, shape: Shape, port: str = "inputs"
    ) -> Tensor:
        made = Tensor(self.net.add(kind, name or self.name(snake_case(kind)), params, **{port: x.source}), shape)
        return made

    def merge(self, kind: str, name: str, tensors: tuple[Tensor, ...]) -> Tensor:
        shape = tensors[0].shape
        if kind == "Concatenate":
            shape = (*shape[:-1], sum(tensor.shape[-1] for tensor in tensors))
        made = self.net.add(
            kind, name or self.name(snake_case(kind)), inputs=tuple(tensor.source for tensor in tensors)
        )
        return Tensor(made, shape)

    def op(self, kind: str, x: Any, y: Any) -> Tensor:
        """An operation of two tensors, or of one and a number."""
        sides = [side.source if isinstance(side, Tensor) else side for side in (x, y)]
        shape = x.shape if isinstance(x, Tensor) else y.shape
        return Tensor(self.net.add(f"ops.{kind}", self._op_name(kind), x1=sides[0], x2=sides[1]), shape)

    def _op_name(self, kind: str) -> str:
        """Mostly as Keras counts them, sometimes one's own."""
        count = self._used.get(kind, 0)
        self._used[kind] = count + 1
        name = f"{kind}_{count}" if count else kind
        return name if self.draw.random() < 0.9 else self.name("my_op")

    def flat(self, x: Tensor) -> Tensor:
        """The value as one row of numbers a sample."""
        if len(x.shape) == 1:
            return x
        size = 1
        for length in x.shape:
            size *= length
        return self.add("Flatten", "", {}, x, (size,))

    # Layers by the number of dimensions

    def _vector(self, x: Tensor) -> Tensor:
        draw, (size,) = self.draw, x.shape
        kind = draw.choice(
            ("Dense",) * 4
            + (
                "Dropout",
                "BatchNormalization",
                "LayerNormalization",
                "Activation",
                "ReLU",
                "LeakyReLU",
                "Rescaling",
                "GaussianNoise",
                "RepeatVector",
                "Reshape",
                "UnitNormalization",
            )
        )
        if kind == "Dense":
            return self._dense(x)
        if kind == "RepeatVector":
            return self.add(kind, "", {"n": 3}, x, (3, size))
        if kind == "Reshape":
            return self.add(kind, "", {"target_shape": (size, 1)}, x, (size, 1)) if size < 20 else self._dense(x)
        params: dict[str, Any] = {
            "Dropout": {"rate": 0.25},
            "BatchNormalization": draw.choice(({}, {"momentum": 0.9}, {"center": False})),
            "LayerNormalization": draw.choice(({}, {"epsilon": 1e-6})),
            "Activation": {"activation": draw.choice(ACTIVATIONS)},
            "LeakyReLU": draw.choice(({}, {"negative_slope": 0.1})),
            "Rescaling": draw.choice(({"scale": 0.5}, {"scale": 2.0, "offset": -1.0})),
            "GaussianNoise": {"stddev": 0.1},
        }.get(kind, {})
        return self.add(kind, "", params, x, x.shape)

    def _dense(self, x: Tensor) -> Tensor:
        draw = self.draw
        units = draw.choice((4, 6, 8, 16))
        params: dict[str, Any] = {"units": units}
        if draw.random() < 0.5:
            params["activation"] = draw.choice(ACTIVATIONS)
        if draw.random() < 0.15:
            params["use_bias"] = False
        if draw.random() < 0.15:
            params["kernel_initializer"] = draw.choice(("he_normal", object_("initializers.RandomNormal", stddev=0.02)))
        if draw.random() < 0.15:
            params["kernel_regularizer"] = object_("regularizers.L2", l2=1e-4)
        if draw.random() < 0.1:
            params["kernel_constraint"] = object_("constraints.MaxNorm", max_value=3)
        if draw.random() < 0.05:
            params["trainable"] = False
        made = self.add("Dense", "", params, x, (*x.shape[:-1], units))
        if draw.random() < 0.3:
            self._shared.append((Tensor(made.source, x.shape), made.shape))
        return made

    def _steps(self, x: Tensor) -> Tensor:
        draw, (steps, size) = self.draw, x.shape
        kind = draw.choice(
            (
                "LSTM",
                "GRU",
                "SimpleRNN",
                "Conv1D",
                "Bidirectional",
                "TimeDistributed",
                "GlobalAveragePooling1D",
                "LayerNormalization",
                "Dense",
                "MultiHeadAttention",
                "states",
                "RNN",
                "Permute",
                "Flatten",
                "MaxPooling1D",
            )
        )
        if kind in ("LSTM", "GRU", "SimpleRNN"):
            units, whole = draw.choice((4, 6)), draw.random() < 0.5
            params: dict[str, Any] = {"units": units} | ({"return_sequences": True} if whole else {})
            if draw.random() < 0.2:
                params |= {"dropout": 0.1}
            return self.add(kind, "", params, x, (steps, units) if whole else (units,), "sequences")
        if kind == "states":
            name = self.name("lstm")
            made = self.net.add("LSTM", name, {"units": 4, "return_state": True}, sequences=x.source)
            second = self.net.add(
                "GRU", self.name("gru"), {"units": 4}, sequences=x.source, initial_state=Source(made.node, 1)
            )
            return self.merge("Concatenate", "", (Tensor(made, (4,)), Tensor(second, (4,))))
        if kind == "Bidirectional":
            inner = object_(f"layers.{draw.choice(('LSTM', 'GRU'))}", units=3, name=self.name("inner"))
            merge = draw.choice(("concat", "sum"))
            settings = {"layer": inner} | ({} if merge == "concat" else {"merge_mode": merge})
            return self.add(kind, "", settings, x, (6 if merge == "concat" else 3,), "sequences")
        if kind == "TimeDistributed":
            return self.add(
                kind, "", {"layer": object_("layers.Dense", units=5, name=self.name("inner"))}, x, (steps, 5)
            )
        if kind == "RNN":
            cell = object_("layers.GRUCell", units=3, name=self.name("cell"))
            return self.add(kind, "", {"cell": cell}, x, (3,), "sequences")
        if kind == "MultiHeadAttention":
            made = self.net.add(
                kind, self.name("attention"), {"num_heads": 2, "key_dim": 3}, query=x.source, value=x.source
            )
            return Tensor(made, x.shape)
        if kind == "Conv1D" and steps > 2:
            return self.add(kind, "", {"filters": 6, "kernel_size": 3, "padding": "same"}, x, (steps, 6))
        if kind == "MaxPooling1D" and steps > 2:
            return self.add(kind, "", {}, x, (steps // 2, size))
        if kind == "Permute":
            return self.add(kind, "", {"dims": (2, 1)}, x, (size, steps))
        if kind == "LayerNormalization":
            return self.add(kind, "", {}, x, x.shape)
        if kind == "Dense":
            return self._dense(x)
        if kind == "GlobalAveragePooling1D":
            return self.add(kind, "", {}, x, (size,))
        return self.flat(x)

    def _image(self, x: Tensor) -> Tensor:
        draw, (high, wide, depth) = self.draw, x.shape
        kind = draw.choice(
            ("Conv2D",) * 4
            + (
                "SeparableConv2D",
                "DepthwiseConv2D",
                "MaxPooling2D",
                "AveragePooling2D",
                "BatchNormalization",
                "UpSampling2D",
                "ZeroPadding2D",
                "SpatialDropout2D",
                "GlobalAveragePooling2D",
                "GlobalMaxPooling2D",
                "Conv2DTranspose",
                "Cropping2D",
            )
        )
        if high < 3 or high > 16:
            kind = "GlobalAveragePooling2D"
        if kind in ("Conv2D", "SeparableConv2D"):
            filters = draw.choice((4, 8))
            params: dict[str, Any] = {"filters": filters, "kernel_size": draw.choice((1, 3, (3, 1)))}
            params |= {"padding": "same"}
            if draw.random() < 0.3:
                params |= {"strides": 2}
                high, wide = (high + 1) // 2, (wide + 1) // 2
            if draw.random() < 0.5:
                params |= {"activation": draw.choice(ACTIVATIONS)}
            return self.add(kind, "", params, x, (high, wide, filters))
        plain: dict[str, tuple[dict[str, Any], Shape]] = {
            "DepthwiseConv2D": ({"kernel_size": 3, "padding": "same"}, x.shape),
            "MaxPooling2D": ({}, (high // 2, wide // 2, depth)),
            "AveragePooling2D": ({"pool_size": 3, "strides": 1, "padding": "same"}, x.shape),
            "BatchNormalization": ({}, x.shape),
            "UpSampling2D": ({}, (high * 2, wide * 2, depth)),
            "ZeroPadding2D": ({"padding": ((0, 1), (0, 1))}, (high + 1, wide + 1, depth)),
            "SpatialDropout2D": ({"rate": 0.2}, x.shape),
            "GlobalAveragePooling2D": ({}, (depth,)),
            "GlobalMaxPooling2D": ({"keepdims": True}, (1, 1, depth)),
            "Conv2DTranspose": ({"filters": 4, "kernel_size": 2, "strides": 2}, (high * 2, wide * 2, 4)),
            "Cropping2D": ({"cropping": 1}, (high - 2, wide - 2, depth)),
        }
        params, shape = plain[kind]
        return self.add(kind, "", params, x, shape)
