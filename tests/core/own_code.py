"""Files of layers and functions for tests of the user's own code, good ones and bad ones. Not a test itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core.graph.model import Project
from core.graph.values import PythonSource, Source
from tests.core.analysis.networks import Draw

LAYERS = '''"""Layers of one's own."""

import keras
from keras import ops


class Scale(keras.layers.Layer):
    """Multiplies by a learned factor for each feature.

    Args:
        initial: The value that every factor starts with.
    """

    def __init__(self, initial=1.0, power=1, **kwargs):
        super().__init__(**kwargs)
        self.initial = initial
        self.power = power

    def build(self, input_shape):
        start = keras.initializers.Constant(self.initial)
        self.factor = self.add_weight(shape=(input_shape[-1],), initializer=start)

    def call(self, inputs, training=None, shift=0.0):
        return ops.power(inputs * self.factor, self.power) + shift

    def get_config(self):
        return {**super().get_config(), "initial": self.initial, "power": self.power}


class Swish(keras.layers.Layer):
    """Smooth and cheap."""

    def call(self, inputs):
        return inputs * ops.sigmoid(inputs)


class _Hidden(keras.layers.Layer):
    pass


class NoLayer:
    pass
'''

TWICE = '''def twice(x, k=2.0):
    """Twice as much."""
    # A comment stays.
    return ops.multiply(x, k)
'''


def write(folder: Path, text: str = LAYERS, name: str = "my_layers.py") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def canary(folder: Path) -> tuple[str, Path]:
    """A line that leaves a file behind when it runs, and that file."""
    mark = folder / "it_ran"
    return f"open({str(mark)!r}, 'w').close()\n", mark


def lambda_net(source: str, *shape: int, **params: Any) -> Project:
    """One input, one Lambda named ``own`` with this source, one Dense behind it."""
    draw = Draw()
    x = draw.input("x", *(shape or (4,)))
    own = draw.layer("Lambda", "own", x, params={"function": PythonSource(source), **params})
    draw.layer("Dense", "dense", own, params={"units": 3})
    return draw.project()


def custom_net(path: Path | str, type_name: str = "my_layers>Scale", **params: Any) -> Project:
    """One input, a layer of the user's file named ``own`` called twice, one Dense behind it."""
    draw = Draw()
    x = draw.input("x", 4)
    own = draw._add(type_name, "own", params, {"inputs": x})
    again = draw.again(own, inputs=own)
    draw.layer("Dense", "dense", again, params={"units": 3})
    return draw.project(custom_files=(str(path),))


def node_of(project: Project, name: str) -> str:
    return next(key for key in project.graph.nodes if project.graph.name_of(key) == name)


def source_of(project: Project, name: str) -> Source:
    return Source(node_of(project, name))
