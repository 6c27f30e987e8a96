"""Model files as Keras 1 and 2 wrote them, made with h5py, and what their layers computed, in plain numpy.

The formulas follow the sources of those versions (``keras/layers`` and ``keras/backend`` of Keras 1.0.5, 1.2.2, 2.2.4).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from core.convert.config.reader import read_config
from core.convert.imported import Imported
from core.convert.legacy.upgrade import upgrade
from core.convert.to_keras import build
from core.convert.weights.loading import load_initial_weights
from core.graph.model import Project
from core.graph.values import FrozenMap
from core.reading.reader import read_model_file

Array = Any
Named = Sequence[tuple[str, Array]]


@dataclass(frozen=True)
class Old:
    """One layer: class, config, and its arrays under the names that the file gives them."""

    name: str
    class_name: str
    config: dict[str, Any] = field(default_factory=dict)
    weights: Named = ()

    @property
    def entry(self) -> dict[str, Any]:
        return {"class_name": self.class_name, "config": {"name": self.name, **self.config}}


def sequential(layers: Sequence[Old], version: str) -> dict[str, Any]:
    """The JSON of a Sequential model, a list in Keras 1 and early 2."""
    return {"class_name": "Sequential", "config": [layer.entry for layer in layers], "keras_version": version}


def write(
    path: Path,
    layers: Sequence[Old],
    version: str | None,
    backend: str | None = None,
    config: Any = None,
    whole: bool = True,
) -> Path:
    """A file of a whole model, or of weights alone (``whole`` False)."""
    with h5py.File(path, "w") as file:
        root: Any = file
        if whole:
            file.attrs["model_config"] = json.dumps(config or sequential(layers, version or "1.2.2")).encode()
            root = file.create_group("model_weights")
            if version is not None:
                file.attrs["keras_version"] = version.encode()
            if backend is not None:
                file.attrs["backend"] = backend.encode()
        elif version is not None and not version.startswith("1"):
            root.attrs["keras_version"] = version.encode()
            root.attrs["backend"] = (backend or "tensorflow").encode()
        root.attrs["layer_names"] = np.array([layer.name.encode() for layer in layers])
        for layer in layers:
            group = root.create_group(layer.name)
            group.attrs["weight_names"] = np.array([name.encode() for name, _ in layer.weights])
            for name, array in layer.weights:
                group[name] = array
    return path


def opened(path: Path, placeholders: bool = False) -> Imported:
    """The file as the program opens it, without its weights."""
    file = read_model_file(path)
    upgraded = upgrade(file.config, file.keras_version, file.backend)
    imported = read_config(upgraded.config)
    assert bool(imported.placeholders) == placeholders, imported.placeholders
    return imported


def outputs(imported: Imported, folder: Path, x: Array) -> Array:
    """What the project computes with the weights that it starts from, in inference.

    A convolution with channels first needs a processor or libraries that not every machine has; its kernel is the same with
    channels last, so that is what runs, with the axes moved before and after.
    """
    project = imported.project
    first = any(layer.params.get("data_format") == "channels_first" for layer in project.graph.layers.values())
    model = build(_channels_last(project) if first else project).model
    load_initial_weights(model, project, folder)
    made = np.asarray(model(np.moveaxis(x, -3, -1) if first else x, training=False))
    return np.moveaxis(made, -1, -3) if first else made


def _channels_last(project: Project) -> Project:
    layers = {}
    for key, layer in project.graph.layers.items():
        params = layer.params.remove(("data_format",))
        if layer.is_input:
            shape = params["shape"]
            params = params.set("shape", (*shape[:-3], *shape[-2:], shape[-3]))
        layers[key] = replace(layer, params=params)
    return replace(project, graph=replace(project.graph, layers=FrozenMap(layers)))


def random(*shape: int, seed: int = 0) -> Array:
    return np.random.default_rng(seed + sum(shape)).normal(0, 0.5, shape).astype("float32")


# What the layers computed


def hard_sigmoid(x: Array) -> Array:
    return np.clip(0.2 * x + 0.5, 0, 1)


def sigmoid(x: Array) -> Array:
    return 1 / (1 + np.exp(-x))


def convolve(x: Array, kernel: Array, theano: bool, stride: int = 1, same: bool = False) -> Array:
    """Channels first: x (n, in, h, w), kernel (out, in, h, w). Theano convolves, TensorFlow correlates."""
    if theano:
        kernel = kernel[:, :, ::-1, ::-1]
    rows, columns = kernel.shape[2:]
    if same:
        high, wide = rows - 1, columns - 1
        x = np.pad(x, ((0, 0), (0, 0), (high // 2, high - high // 2), (wide // 2, wide - wide // 2)))
    height = (x.shape[2] - rows) // stride + 1
    width = (x.shape[3] - columns) // stride + 1
    made = np.zeros((x.shape[0], kernel.shape[0], height, width), "float32")
    for row in range(height):
        for column in range(width):
            window = x[:, :, row * stride : row * stride + rows, column * stride : column * stride + columns]
            made[:, :, row, column] = np.einsum("nchw,ochw->no", window, kernel)
    return made


def spread(x: Array, kernel: Array, theano: bool, stride: int) -> Array:
    """Deconvolution: the gradient of ``convolve`` to its input, for x (n, in, h, w) and a kernel (out, in, h, w)."""
    if theano:
        kernel = kernel[:, :, ::-1, ::-1]
    count, _, height, width = x.shape
    filters, _, rows, columns = kernel.shape
    made = np.zeros((count, filters, (height - 1) * stride + rows, (width - 1) * stride + columns), "float32")
    for row in range(height):
        for column in range(width):
            part = np.einsum("nc,ochw->nohw", x[:, :, row, column], kernel)
            made[:, :, row * stride : row * stride + rows, column * stride : column * stride + columns] += part
    return made


def lstm1(x: Array, gates: dict[str, tuple[Array, Array, Array]]) -> Array:
    """``LSTM.step`` of Keras 1 with inner activation hard_sigmoid: the last state. ``gates``: (W, U, b) by letter."""
    state = cell = np.zeros((len(x), gates["i"][2].shape[0]), "float32")
    for step in range(x.shape[1]):
        z = {gate: x[:, step] @ w + b + state @ u for gate, (w, u, b) in gates.items()}
        cell = hard_sigmoid(z["f"]) * cell + hard_sigmoid(z["i"]) * np.tanh(z["c"])
        state = hard_sigmoid(z["o"]) * np.tanh(cell)
    return state


def gru1(x: Array, gates: dict[str, tuple[Array, Array, Array]]) -> Array:
    """``GRU.step`` of Keras 1: the last state."""
    state = np.zeros((len(x), gates["z"][2].shape[0]), "float32")
    for step in range(x.shape[1]):
        given = {gate: x[:, step] @ w + b for gate, (w, _, b) in gates.items()}
        update = hard_sigmoid(given["z"] + state @ gates["z"][1])
        reset = hard_sigmoid(given["r"] + state @ gates["r"][1])
        candidate = np.tanh(given["h"] + (reset * state) @ gates["h"][1])
        state = update * state + (1 - update) * candidate
    return state


def cudnn_matrix(kernel: Array) -> Array:
    """CuDNN took the stored numbers as they lie in memory for a matrix (units, in)."""
    return kernel.ravel().reshape(kernel.shape[1], kernel.shape[0])


def cudnn_lstm(x: Array, kernel: Array, recurrent: Array, bias: Array) -> Array:
    """cuDNN's LSTM on the arrays that CuDNNLSTM stored, gates i, f, c, o: the last state."""
    units = recurrent.shape[0]
    w = [cudnn_matrix(part) for part in np.split(kernel, 4, axis=1)]
    r = [cudnn_matrix(part) for part in np.split(recurrent, 4, axis=1)]
    b = np.split(bias[: 4 * units] + bias[4 * units :], 4)
    state = cell = np.zeros((len(x), units), "float32")
    for step in range(x.shape[1]):
        i, f, c, o = (x[:, step] @ w[k].T + state @ r[k].T + b[k] for k in range(4))
        cell = sigmoid(f) * cell + sigmoid(i) * np.tanh(c)
        state = sigmoid(o) * np.tanh(cell)
    return state


def cudnn_gru(x: Array, kernel: Array, recurrent: Array, bias: Array) -> Array:
    """cuDNN's GRU on the arrays that CuDNNGRU stored, gates z, r, h: the last state."""
    units = recurrent.shape[0]
    w = [cudnn_matrix(part) for part in np.split(kernel, 3, axis=1)]
    r = [cudnn_matrix(part) for part in np.split(recurrent, 3, axis=1)]
    bw, br = np.split(bias[: 3 * units], 3), np.split(bias[3 * units :], 3)
    state = np.zeros((len(x), units), "float32")
    for step in range(x.shape[1]):
        update = sigmoid(x[:, step] @ w[0].T + bw[0] + state @ r[0].T + br[0])
        reset = sigmoid(x[:, step] @ w[1].T + bw[1] + state @ r[1].T + br[1])
        candidate = np.tanh(x[:, step] @ w[2].T + bw[2] + reset * (state @ r[2].T + br[2]))
        state = update * state + (1 - update) * candidate
    return state
