"""Weights of Keras 1 and 2: what the project computes with them is what the old layers computed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from core.convert.imported import Imported
from core.convert.opening import open_model
from core.convert.weights.attach import attach_weights
from core.errors import ConversionError
from tests.core.convert.weights import old_files as old
from tests.core.convert.weights.old_files import Old, random, write

pytestmark = pytest.mark.filterwarnings("ignore:.*np.object.*")


def attached(path: Path) -> Imported:
    return attach_weights(old.opened(path), path, path.with_name("project.netw"))


def check(path: Path, x: Any, wanted: Any, weights: str = "loaded") -> Imported:
    imported = attached(path)
    assert imported.weights == weights, imported.notes
    np.testing.assert_allclose(old.outputs(imported, path.parent, x), wanted, rtol=2e-4, atol=2e-5)
    return imported


@pytest.mark.parametrize("ordering", ["th", "tf"])
@pytest.mark.parametrize("theano", [True, False])
def test_convolutions_of_keras_1(ordering: str, theano: bool, tmp_path: Path) -> None:
    """Either backend with either order of axes; only the end of a name tells who wrote the file."""
    kernel, bias = random(4, 2, 3, 2), random(4)
    end = "" if theano else ":0"
    first = ordering == "th"
    layers = [
        Old("conv", "Convolution2D", {"nb_filter": 4, "nb_row": 3, "nb_col": 2, "dim_ordering": ordering,
            "border_mode": "valid", "subsample": [1, 1], "activation": "relu", "bias": True,
            "batch_input_shape": [None, 2, 6, 5] if first else [None, 6, 5, 2]},
            [("conv_W" + end, kernel if first else kernel.transpose(2, 3, 1, 0)), ("conv_b" + end, bias)]),
    ]  # fmt: skip
    x = random(3, 2, 6, 5)
    wanted = np.maximum(old.convolve(x, kernel, theano) + bias[:, None, None], 0)
    if not first:
        x, wanted = x.transpose(0, 2, 3, 1), wanted.transpose(0, 2, 3, 1)
    imported = check(write(tmp_path / "cnn.h5", layers, "1.2.2"), x, wanted)
    assert any("Theano" in note for note in imported.notes) == theano


@pytest.mark.parametrize("early", [True, False])
def test_one_dimensional_convolutions_changed_their_order_in_1_1(early: bool, tmp_path: Path) -> None:
    kernel, bias = random(5, 3, 4, 1), random(5)
    stored = kernel if early else kernel.transpose(2, 3, 1, 0)
    layers = [
        Old("conv", "Convolution1D", {"nb_filter": 5, "filter_length": 4, "batch_input_shape": [None, 9, 3],
            "border_mode": "valid", "activation": "linear"}, [("conv_W", stored), ("conv_b", bias)]),
    ]  # fmt: skip
    x = random(2, 9, 3)
    rows = old.convolve(x.transpose(0, 2, 1)[..., None], kernel, theano=True)[..., 0].transpose(0, 2, 1) + bias
    check(write(tmp_path / "a.h5", layers, "1.0.8" if early else "1.1.1"), x, rows)


@pytest.mark.parametrize("ordering", ["th", "tf"])
@pytest.mark.parametrize("theano", [True, False])
def test_deconvolution(ordering: str, theano: bool, tmp_path: Path) -> None:
    kernel, bias = random(2, 3, 3, 2), random(2)
    end, first = ("" if theano else ":0"), ordering == "th"
    layers = [
        Old("up", "Deconvolution2D", {"nb_filter": 2, "nb_row": 3, "nb_col": 2, "dim_ordering": ordering,
            "output_shape": [None, 2, 9, 8] if first else [None, 9, 8, 2], "subsample": [2, 2], "border_mode": "valid",
            "activation": "linear", "batch_input_shape": [None, 3, 4, 4] if first else [None, 4, 4, 3]},
            [("up_W" + end, kernel if first else kernel.transpose(2, 3, 1, 0)), ("up_b" + end, bias)]),
    ]  # fmt: skip
    x = random(2, 3, 4, 4)
    wanted = old.spread(x, kernel, theano, 2) + bias[:, None, None]
    if not first:
        x, wanted = x.transpose(0, 2, 3, 1), wanted.transpose(0, 2, 3, 1)
    check(write(tmp_path / "a.h5", layers, "1.2.0"), x, wanted)


@pytest.mark.parametrize("ordering", ["th", "tf"])
def test_separable_convolution(ordering: str, tmp_path: Path) -> None:
    depth, point, bias = random(2, 3, 3, 3), random(5, 6, 1, 1), random(5)
    first = ordering == "th"

    def order(kernel: Any) -> Any:
        return kernel if first else kernel.transpose(2, 3, 1, 0)

    layers = [
        Old("sep", "SeparableConvolution2D", {"nb_filter": 5, "nb_row": 3, "nb_col": 3, "depth_multiplier": 2,
            "dim_ordering": ordering, "border_mode": "valid", "subsample": [1, 1], "activation": "linear",
            "batch_input_shape": [None, 3, 5, 5] if first else [None, 5, 5, 3]},
            [("sep_depthwise_kernel:0", order(depth)), ("sep_pointwise_kernel:0", order(point)), ("sep_b:0", bias)]),
    ]  # fmt: skip
    x = random(2, 3, 5, 5)
    # TensorFlow numbers the intermediate channels by input channel, then by multiplier.
    middle = np.concatenate(
        [old.convolve(x[:, c : c + 1], depth[:, c : c + 1], theano=False) for c in range(3)], axis=1
    )
    wanted = old.convolve(middle, point, theano=False) + bias[:, None, None]
    if not first:
        x, wanted = x.transpose(0, 2, 3, 1), wanted.transpose(0, 2, 3, 1)
    check(write(tmp_path / "a.h5", layers, "1.2.2"), x, wanted)


GATES = {"LSTM": "icfo", "GRU": "zrh"}


def gates(kind: str, size: int, units: int, seed: int = 0) -> dict[str, tuple[Any, Any, Any]]:
    return {
        gate: (
            random(size, units, seed=seed + n),
            random(units, units, seed=seed + 10 + n),
            random(units, seed=seed + n),
        )
        for n, gate in enumerate(GATES[kind])
    }


def named(made: dict[str, tuple[Any, Any, Any]], layer: str) -> list[tuple[str, Any]]:
    return [(f"{layer}_{k}_{gate}", array) for gate, part in made.items() for k, array in zip("WUb", part, strict=True)]


@pytest.mark.parametrize("kind", ["LSTM", "GRU"])
@pytest.mark.parametrize("mode", ["cpu", "gpu"])
def test_gates_of_keras_1(kind: str, mode: str, tmp_path: Path) -> None:
    made = gates(kind, 3, 4)
    if mode == "gpu":  # side by side, in the order of Keras 2
        order = "ifco" if kind == "LSTM" else "zrh"
        weights = [(f"rnn_{key}", np.concatenate([made[g][n] for g in order], axis=-1)) for n, key in enumerate("WUb")]
    else:
        weights = named(made, "rnn")
    layers = [
        Old("rnn", kind, {"output_dim": 4, "consume_less": mode, "inner_activation": "hard_sigmoid", "activation": "tanh",
            "return_sequences": False, "batch_input_shape": [None, 5, 3], "input_dim": 3}, weights),
    ]  # fmt: skip
    x = random(2, 5, 3)
    check(write(tmp_path / "a.h5", layers, "1.2.2"), x, (old.lstm1 if kind == "LSTM" else old.gru1)(x, made))


def test_wrappers_of_keras_1(tmp_path: Path) -> None:
    forward, backward = gates("LSTM", 3, 2), gates("LSTM", 3, 2, seed=50)
    kernel, bias = random(4, 3), random(3)
    inner = {"name": "lstm_1", "output_dim": 2, "inner_activation": "hard_sigmoid", "activation": "tanh", "return_sequences": True,
             "consume_less": "cpu", "input_dim": 3}  # fmt: skip
    layers = [
        Old("both", "Bidirectional", {"layer": {"class_name": "LSTM", "config": inner}, "merge_mode": "concat",
            "batch_input_shape": [None, 5, 3]}, named(forward, "forward_lstm_1") + named(backward, "backward_lstm_1")),
        Old("each", "TimeDistributed", {"layer": {"class_name": "Dense", "config": {"name": "dense_9", "output_dim": 3,
            "activation": "linear"}}}, [("dense_9_W", kernel), ("dense_9_b", bias)]),
    ]  # fmt: skip
    x = random(2, 5, 3)
    steps = np.stack(
        [
            np.concatenate([old.lstm1(x[:, : t + 1], forward), old.lstm1(x[:, t:][:, ::-1], backward)], axis=-1)
            for t in range(5)
        ],
        axis=1,
    )
    check(write(tmp_path / "a.h5", layers, "1.1.0"), x, steps @ kernel + bias)


@pytest.mark.parametrize("ordering", ["th", "tf"])
def test_convolutional_lstm_of_keras_1(ordering: str, tmp_path: Path) -> None:
    """The gates are put side by side along the filters, wherever the kernel has them. Theano turned both kernels round."""
    first = ordering == "th"
    parts = {
        g: (random(2, 3, 3, 3, seed=n), random(2, 2, 3, 3, seed=9 + n), random(2, seed=n)) for n, g in enumerate("icfo")
    }
    stored = (
        parts if first else {g: (w.transpose(2, 3, 1, 0), u.transpose(2, 3, 1, 0), b) for g, (w, u, b) in parts.items()}
    )
    layers = [
        Old("rnn", "ConvLSTM2D", {"nb_filter": 2, "nb_row": 3, "nb_col": 3, "dim_ordering": ordering, "border_mode": "same",
            "inner_activation": "hard_sigmoid", "activation": "tanh", "subsample": [1, 1], "return_sequences": False,
            "batch_input_shape": [None, 3, 3, 5, 5] if first else [None, 3, 5, 5, 3]}, named(stored, "rnn")),
    ]  # fmt: skip
    x = random(2, 3, 3, 5, 5)
    state = cell = np.zeros((2, 2, 5, 5), "float32")
    for step in range(3):
        z = {
            g: old.convolve(x[:, step], w, True, same=True) + b[:, None, None] + old.convolve(state, u, True, same=True)
            for g, (w, u, b) in parts.items()
        }
        cell = old.hard_sigmoid(z["f"]) * cell + old.hard_sigmoid(z["i"]) * np.tanh(z["c"])
        state = old.hard_sigmoid(z["o"]) * np.tanh(cell)
    x = x if first else x.transpose(0, 1, 3, 4, 2)
    check(write(tmp_path / "a.h5", layers, "1.2.2"), x, state if first else state.transpose(0, 2, 3, 1))


@pytest.mark.parametrize(
    ("version", "end"), [("1.0.5", ":0"), ("1.0.6", ""), ("1.0.6", ":0"), ("1.2.2", ""), ("1.2.2", ":0")]
)
def test_batch_normalization_kept_a_deviation_before_1_0_7(version: str, end: str, tmp_path: Path) -> None:
    gamma, beta, mean, spread = random(4) + 1, random(4), random(4, seed=3), np.abs(random(4, seed=8)) + 0.1
    named = zip(("gamma", "beta", "running_mean", "running_std"), (gamma, beta, mean, spread), strict=True)
    layers = [
        Old("bn", "BatchNormalization", {"epsilon": 1e-2, "mode": 0, "axis": -1, "momentum": 0.9,
            "batch_input_shape": [None, 4]}, [(f"bn_{n}{end}", a) for n, a in named]),
    ]  # fmt: skip
    x = random(5, 4)
    deviation = version == "1.0.5" or (version == "1.0.6" and not end)
    divisor = spread + 1e-2 if deviation else np.sqrt(spread + 1e-2)
    check(write(tmp_path / "a.h5", layers, version), x, gamma * (x - mean) / divisor + beta)


def test_maxout(tmp_path: Path) -> None:
    kernel, bias = random(3, 4, 2), random(3, 2)
    layers = [Old("max", "MaxoutDense", {"output_dim": 2, "nb_feature": 3, "batch_input_shape": [None, 4], "input_dim": 4},
                  [("max_W", kernel), ("max_b", bias)])]  # fmt: skip
    x = random(5, 4)
    check(write(tmp_path / "a.h5", layers, "1.2.2"), x, np.max(np.einsum("ni,fio->nfo", x, kernel) + bias, axis=1))


@pytest.mark.parametrize("kind", ["CuDNNLSTM", "CuDNNGRU"])
def test_layers_of_cudnn(kind: str, tmp_path: Path) -> None:
    count = 4 if kind == "CuDNNLSTM" else 3
    kernel, recurrent, bias = random(3, 5 * count), random(5, 5 * count), random(10 * count)
    layers = [
        Old("rnn", kind, {"units": 5, "return_sequences": False, "batch_input_shape": [None, 6, 3]},
            [("rnn/kernel:0", kernel), ("rnn/recurrent_kernel:0", recurrent), ("rnn/bias:0", bias)]),
    ]  # fmt: skip
    x = random(2, 6, 3)
    compute = old.cudnn_lstm if kind == "CuDNNLSTM" else old.cudnn_gru
    check(write(tmp_path / "a.h5", layers, "2.2.4", "tensorflow"), x, compute(x, kernel, recurrent, bias))


def test_theano_of_keras_2_turned_kernels_round_too(tmp_path: Path) -> None:
    kernel, bias = random(4, 2, 3, 3), random(4)
    layers = [
        Old("conv", "Conv2D", {"filters": 4, "kernel_size": [3, 3], "padding": "valid", "strides": [1, 1],
            "data_format": "channels_last", "batch_input_shape": [None, 6, 5, 2]},
            [("conv/kernel", kernel.transpose(2, 3, 1, 0)), ("conv/bias", bias)]),
    ]  # fmt: skip
    x = random(2, 2, 6, 5)
    wanted = old.convolve(x, kernel, theano=True) + bias[:, None, None]
    path = write(tmp_path / "a.h5", layers, "2.0.4", "theano")
    check(path, x.transpose(0, 2, 3, 1), wanted.transpose(0, 2, 3, 1))


def dense(name: str, units: int, **more: Any) -> dict[str, Any]:
    return {"class_name": "Dense", "config": {"name": name, "units": units, "activation": "linear", **more}}


@pytest.mark.parametrize("tell", [True, False], ids=["names", "order"])
def test_nested_models_keep_what_is_trained_first(tell: bool, tmp_path: Path) -> None:
    """The flat row of a nested model: all trained arrays, then the averages; names tell where they can."""
    k1, b1, k2, b2 = random(3, 4), random(4), random(4, 4, seed=2), random(4, seed=3)
    gamma, beta, mean, variance = (
        random(4, seed=4) + 1,
        random(4, seed=5),
        random(4, seed=6),
        np.abs(random(4, seed=7)) + 0.1,
    )
    inner = [
        {"class_name": "Dense", "config": {**dense("one", 4)["config"], "batch_input_shape": [None, 3]}},
        {"class_name": "BatchNormalization", "config": {"name": "norm", "axis": -1, "epsilon": 1e-3, "momentum": 0.9}},
        dense("two", 4),
    ]
    names = ("one/kernel:0", "one/bias:0", "norm/gamma:0", "norm/beta:0", "two/kernel:0", "two/bias:0",
             "norm/moving_mean:0", "norm/moving_variance:0")  # fmt: skip
    row = (k1, b1, gamma, beta, k2, b2, mean, variance)
    nested = Old(
        "body",
        "Sequential",
        {},
        [(n if tell else f"w_{i}:0", a) for i, (n, a) in enumerate(zip(names, row, strict=True))],
    )
    head, offset = random(4, 2), random(2)
    last = Old("head", "Dense", {"units": 2}, [("head/kernel:0", head), ("head/bias:0", offset)])
    config = {
        "class_name": "Sequential",
        "config": {"name": "outer", "layers": [{"class_name": "Sequential", "config": {"name": "body", "layers": inner}},
                                               dense("head", 2)]},
    }  # fmt: skip
    path = write(tmp_path / "a.h5", [nested, last], "2.3.1", "tensorflow", config)
    x = random(5, 3)
    y = (gamma * ((x @ k1 + b1) - mean) / np.sqrt(variance + 1e-3) + beta) @ k2 + b2
    check(path, x, y @ head + offset)


def test_weights_alone_and_the_layout_before_keras_1(tmp_path: Path) -> None:
    kernel, bias = random(3, 2), random(2)
    layers = [
        Old(
            "dense_1",
            "Dense",
            {"output_dim": 2, "batch_input_shape": [None, 3]},
            [("dense_1_W", kernel), ("dense_1_b", bias)],
        )
    ]
    whole = write(tmp_path / "whole.h5", layers, "1.2.2")
    x = random(4, 3)
    alone = write(tmp_path / "alone.h5", layers, None, whole=False)
    numbered = tmp_path / "numbered.h5"
    with h5py.File(numbered, "w") as file:
        file.attrs["nb_layers"] = 2
        file.create_group("layer_0").attrs["nb_params"] = 0
        file["layer_1/param_0"], file["layer_1/param_1"] = kernel, bias
    for path in (alone, numbered):
        imported = attach_weights(old.opened(whole), path, tmp_path / "project.netw")
        assert imported.weights == "loaded"
        np.testing.assert_allclose(old.outputs(imported, tmp_path, x), x @ kernel + bias, rtol=1e-5, atol=1e-6)


def linear(name: str, rows: int, columns: int, seed: int) -> Old:
    arrays = [(f"{name}/kernel:0", random(rows, columns, seed=seed)), (f"{name}/bias:0", random(columns, seed=seed))]
    first = {"batch_input_shape": [None, rows]} if seed == 0 else {}
    return Old(name, "Dense", {"units": columns, "activation": "linear", **first}, arrays)


def test_layers_that_another_session_numbered_otherwise(tmp_path: Path) -> None:
    """Names that both know mean other layers then; only the order tells."""
    here = write(tmp_path / "here.h5", [linear(f"dense_{n}", 3, 3, n - 1) for n in (1, 2, 3)], "2.2.4", "tensorflow")
    there = [replace(linear(f"dense_{n}", 3, 3, n), config={}) for n in (2, 3, 4)]
    weights = write(tmp_path / "there.h5", there, "2.2.4", "tensorflow", whole=False)
    made = attach_weights(old.opened(here), weights, tmp_path / "project.netw")
    assert made.weights == "loaded" and any("taken in their order" in note for note in made.notes)
    x = random(4, 3)
    wanted = x
    for layer in there:
        wanted = wanted @ layer.weights[0][1] + layer.weights[1][1]
    np.testing.assert_allclose(old.outputs(made, tmp_path, x), wanted, rtol=1e-5, atol=1e-6)


def test_a_changed_network_keeps_to_the_names(tmp_path: Path) -> None:
    changed = [linear("dense_1", 3, 3, 0), linear("dense_9", 3, 3, 1), linear("dense_2", 3, 3, 2)]
    here = write(tmp_path / "here.h5", changed, "2.2.4", "tensorflow")
    there = [linear(f"dense_{n}", 3, 3, n) for n in (1, 2, 3)]
    weights = write(tmp_path / "there.h5", there, "2.2.4", "tensorflow", whole=False)
    made = attach_weights(old.opened(here), weights, tmp_path / "project.netw")
    assert made.weights == "partial" and any(note.startswith("No weight for 'dense_9'") for note in made.notes)


@pytest.mark.parametrize("numbered", [True, False])
def test_by_order_all_layers_fit_or_none(numbered: bool, tmp_path: Path) -> None:
    """Weights of another network with as many layers: taking those that happen to fit would be worse than none."""
    here = write(tmp_path / "here.h5", [linear("a", 3, 2, 0), linear("b", 2, 2, 1)], "2.2.4", "tensorflow")
    there = [linear("c", 3, 2, 0), linear("d", 2, 4, 1)]
    weights = write(tmp_path / "there.h5", there, "2.2.4", "tensorflow", whole=False)
    if numbered:
        with h5py.File(weights, "w") as file:
            file.attrs["nb_layers"] = 2
            for number, layer in enumerate(there):
                file[f"layer_{number}/param_0"], file[f"layer_{number}/param_1"] = (item[1] for item in layer.weights)
    with pytest.raises(ConversionError, match=r"None of the weights in 'there\.h5' fit this network") as refused:
        attach_weights(old.opened(here), weights, tmp_path / "project.netw")
    assert ("another of them does not fit" in refused.value.message) == numbered
    assert sorted(path.name for path in tmp_path.iterdir()) == ["here.h5", "there.h5"]


@pytest.mark.parametrize("flat", [True, False], ids=["1D", "2D"])
def test_kernels_for_each_place(flat: bool, tmp_path: Path) -> None:
    """LocallyConnected kept a row of kernels; the layer that stands for it has them in rows and columns."""
    x = random(2, 5, 3) if flat else random(2, 4, 5, 3)
    sizes, places = ((2,), (4,)) if flat else ((2, 3), (3, 3))
    kernel = random(int(np.prod(places)), int(np.prod(sizes)) * 3, 2, seed=3)
    bias = random(*places, 2, seed=4)
    config = {"filters": 2, "kernel_size": list(sizes), "strides": [1] * len(sizes), "padding": "valid"}
    layer = Old("local", f"LocallyConnected{len(sizes)}D", {**config, "batch_input_shape": [None, *x.shape[1:]]},
        [("local/kernel:0", kernel), ("local/bias:0", bias)])  # fmt: skip
    path = write(tmp_path / "a.h5", [layer], "2.2.4", "tensorflow")
    made = attach_weights(open_model(path), path, tmp_path / "project.netw")
    assert made.weights == "loaded", made.notes
    wanted = np.empty((2, *places, 2), "float32")
    for number, place in enumerate(np.ndindex(*places)):
        window = tuple(slice(start, start + size) for start, size in zip(place, sizes, strict=True))
        wanted[(slice(None), *place)] = x[(slice(None), *window)].reshape(2, -1) @ kernel[number] + bias[place]
    np.testing.assert_allclose(old.outputs(made, tmp_path, x), wanted, rtol=1e-5, atol=1e-6)


def test_a_network_without_weights_takes_none(tmp_path: Path) -> None:
    path = write(tmp_path / "a.h5", [Old("flat", "Flatten", {"batch_input_shape": [None, 2, 3]})], "2.2.4", "tensorflow")
    made = attach_weights(old.opened(path), path, tmp_path / "project.netw")
    assert made.weights == "absent" and made.notes[-1].startswith("The network has no weights, so there was nothing")
    assert [file.name for file in tmp_path.iterdir()] == ["a.h5"]
