"""Weights of files that this Keras wrote, of those that late Keras 2 wrote, and of files that are not what they should be."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from core.convert.from_keras import read_model
from core.convert.imported import Imported
from core.convert.initial_weights import initial_weights
from core.convert.to_keras import build
from core.convert.weights.attach import attach_weights, bring_beside
from core.convert.weights.loading import load_initial_weights
from core.errors import ConversionError, FileError, NetwrightError
from core.reading.process import CancelledReading
from core.storage.places import places
from tests.core.convert.weights import old_files as old
from tests.core.convert.weights.old_files import Old, random, write

pytestmark = [
    pytest.mark.filterwarnings("ignore:You are saving your model as an HDF5 file"),
    pytest.mark.expects_log("absl"),
]


def network() -> Any:
    """Two nested models, one of them used twice, and layers with layers inside."""
    import keras

    image = keras.Input((8, 8, 2))
    inner = keras.layers.Conv2D(3, 3, name="conv")(image)
    inner = keras.layers.BatchNormalization(name="bn")(inner)
    inner = keras.layers.SeparableConv2D(4, 3, name="conv2")(inner)
    body = keras.Model(image, keras.layers.PReLU(shared_axes=[1, 2], name="prelu")(inner), name="body")
    body.get_layer("conv").trainable = False
    head = keras.Sequential(
        [keras.Input((6,)), keras.layers.Dense(5), keras.layers.Dense(6, name="conv2")], name="head"
    )
    one, two = keras.Input((8, 8, 2)), keras.Input((7,), dtype="int32")
    x = keras.layers.Reshape((16, 4))(body(one))
    x = keras.layers.Bidirectional(keras.layers.GRU(3, return_sequences=True, dropout=0.1))(x)
    x = keras.layers.MultiHeadAttention(2, 2, name="attention")(x, x)
    words = keras.layers.Embedding(11, 6)(two)
    words = keras.layers.TimeDistributed(keras.layers.Dense(6))(words)
    x = keras.layers.Concatenate(axis=1)([x, words])
    x = head(head(keras.layers.GlobalAveragePooling1D()(x)))
    model = keras.Model([one, two], keras.layers.Dense(2)(keras.layers.Dropout(0.5, seed=3)(x)))
    filled(model)
    return model


def filled(model: Any) -> None:
    numbers = np.random.default_rng(1)
    model.set_weights([numbers.uniform(0.1, 0.5, weight.shape) for weight in model.get_weights()])


def inputs() -> list[Any]:
    numbers = np.random.default_rng(2)
    return [numbers.uniform(size=(2, 8, 8, 2)).astype("float32"), numbers.integers(0, 11, (2, 7)).astype("int32")]


def computed(imported: Imported, folder: Path) -> Any:
    model = build(imported.project).model
    load_initial_weights(model, imported.project, folder)
    return np.asarray(model(inputs(), training=False))


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The model, what it computes, and the folder with its files."""
    folder = tmp_path_factory.mktemp("saved")
    model = network()
    model.save(folder / "m.keras")
    model.save(folder / "m.h5")
    model.save_weights(folder / "m.weights.h5")
    return model, np.asarray(model(inputs(), training=False)), folder


@pytest.mark.parametrize("name", ["m.keras", "m.h5", "m.weights.h5"])
def test_files_of_this_keras(name: str, saved: Any, tmp_path: Path) -> None:
    model, wanted, folder = saved
    imported = read_model(model) if name.endswith(".weights.h5") else old.opened(folder / name)
    done: list[float] = []
    made = attach_weights(imported, folder / name, tmp_path / "p.netw", progress=done.append)
    assert made.weights == "loaded" and made.notes == imported.notes
    assert initial_weights(made.project) == ("p.weights.h5",) and done == sorted(done) and done[-1] == pytest.approx(1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["p.weights.h5"]
    np.testing.assert_allclose(computed(made, tmp_path), wanted, rtol=1e-6, atol=1e-7)
    again = build(made.project).model
    again.load_weights(tmp_path / "p.weights.h5")  # Keras itself reads the file, and misses nothing in it.
    np.testing.assert_allclose(np.asarray(again(inputs(), training=False)), wanted, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("tree", ["layers", "_layer_checkpoint_dependencies"])
def test_files_that_do_not_tell_the_names_of_layers(tree: str, saved: Any, tmp_path: Path) -> None:
    """Keras 2.12 up, and 3 before 3.2: which group is whose follows from the classes and the order in the config."""
    model, wanted, folder = saved
    path = shutil.copy(folder / "m.weights.h5", tmp_path / "old.weights.h5")
    with h5py.File(path, "a") as file:
        groups: list[Any] = []
        file.visititems(lambda _, item: groups.append(item) if isinstance(item, h5py.Group) else None)
        for group in groups:
            if "name" in group.attrs:
                del group.attrs["name"]
        for place in [item.name for item in groups if item.name.endswith("/layers")][::-1] if tree != "layers" else ():
            file.move(place, place.removesuffix("layers") + tree)
    alone = attach_weights(read_model(model), Path(path), tmp_path / "alone.netw")
    assert alone.weights == "partial" and any("'body/conv', 'body/bn'" in note for note in alone.notes), alone.notes
    assert not any("'attention'" in note for note in alone.notes)  # only which nested model is which cannot be told
    config = json.loads(model.to_json())
    archive = tmp_path / "old.keras"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("config.json", json.dumps(config))
        file.writestr("metadata.json", json.dumps({"keras_version": "3.1.0"}))
        file.write(path, "model.weights.h5")
    made = attach_weights(old.opened(archive), archive, tmp_path / "p.netw")
    assert made.weights == "loaded", made.notes
    np.testing.assert_allclose(computed(made, tmp_path), wanted, rtol=1e-6, atol=1e-7)


def test_keras_2_12_counted_layers_with_weights_twice(tmp_path: Path) -> None:
    """Its groups are ``dense``, ``dense_2``, ``dense_4``: taken by their numbers, the third layer would get the second's."""
    layers = [
        {"class_name": "Dense", "config": {"name": name, "units": 3, "activation": "tanh"}, "module": "keras.layers"}
        for name in ("one", "two", "three")
    ]
    layers[0]["config"]["batch_input_shape"] = [None, 3]  # type: ignore[index]
    flat = {"class_name": "Flatten", "config": {"name": "flat"}, "module": "keras.layers"}
    model = {"module": "keras", "class_name": "Sequential", "config": {"name": "m", "layers": [*layers, flat]}}
    with h5py.File(tmp_path / "model.weights.h5", "w") as file:
        tree = file.create_group("_layer_checkpoint_dependencies")
        tree.create_group("flatten/vars")
        for number, group in enumerate(("dense", "dense_2", "dense_4")):
            tree[f"{group}/vars/0"], tree[f"{group}/vars/1"] = random(3, 3) + number, random(3) + number
    archive = tmp_path / "m.keras"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("config.json", json.dumps(model))
        file.writestr("metadata.json", json.dumps({"keras_version": "2.12.0"}))
        file.write(tmp_path / "model.weights.h5", "model.weights.h5")
    made = attach_weights(old.opened(archive), archive, tmp_path / "p.netw")
    assert made.weights == "loaded", made.notes
    live = build(made.project).model
    load_initial_weights(live, made.project, tmp_path)
    for number, name in enumerate(("one", "two", "three")):
        np.testing.assert_array_equal(live.get_layer(name).get_weights()[0], random(3, 3) + number)


def dense_file(path: Path, **arrays: Any) -> Path:
    weights = [
        (f"dense/{name}:0", array) for name, array in (arrays or {"kernel": random(3, 2), "bias": random(2)}).items()
    ]
    config = {"units": 2, "activation": "linear", "batch_input_shape": [None, 3]}
    return write(path, [Old("dense", "Dense", config, weights)], "2.3.1", "tensorflow")


def test_bad_arrays_get_a_sentence_and_leave_everything_as_it_was(tmp_path: Path) -> None:
    good = old.opened(dense_file(tmp_path / "good.h5"))
    target = tmp_path / "new" / "p.netw"
    target.parent.mkdir()
    cases = {
        r"'dense': it needs the shapes \(3, 2\), \(2,\); the file has \(3, 4\), \(4,\)": {
            "kernel": random(3, 4),
            "bias": random(4),
        },
        "'dense': it needs the shapes": {"kernel": random(3, 2)},
        "'dense': the file has no weights of that name": {"none": random(0, 1)},
    }
    for words, arrays in cases.items():
        path = dense_file(tmp_path / "bad.h5", **arrays)
        if "none" in arrays:
            with h5py.File(path, "a") as file:
                file["model_weights/dense"].attrs["weight_names"] = np.array([], dtype="S1")
        with pytest.raises(ConversionError, match=words):
            attach_weights(good, path, target)
    path = dense_file(tmp_path / "gone.h5")
    with h5py.File(path, "a") as file:
        del file["model_weights/dense/dense/bias:0"]
    with pytest.raises(FileError, match="should have an array 'dense/bias:0'"):
        attach_weights(good, path, target)
    with h5py.File(path, "a") as file:
        file["model_weights/dense/dense/bias:0"] = h5py.ExternalLink("other.h5", "/x")
    with pytest.raises(FileError, match="link"):
        attach_weights(good, path, target)
    path = dense_file(tmp_path / "bomb.h5")
    with h5py.File(path, "a") as file:
        del file["model_weights/dense/dense/kernel:0"]
        file.create_dataset("model_weights/dense/dense/kernel:0", (10**6, 10**6), "f4", chunks=(1000, 1000))
    with pytest.raises(ConversionError, match="the file has \\(1000000, 1000000\\)"):
        attach_weights(good, path, target)
    with pytest.raises(CancelledReading):
        attach_weights(good, dense_file(tmp_path / "good.h5"), target, cancelled=lambda: True)
    assert list(target.parent.iterdir()) == []


def test_cut_files_end_in_a_sentence(tmp_path: Path) -> None:
    path = dense_file(tmp_path / "good.h5")
    good, whole = old.opened(path), path.read_bytes()
    for percent in (5, 40, 80, 99):
        path.write_bytes(whole[: len(whole) * percent // 100])
        with pytest.raises(NetwrightError) as refused:
            attach_weights(good, path, tmp_path / "p.netw")
        assert "\n" not in refused.value.message
    assert not (tmp_path / "p.weights.h5").exists()


def test_what_cannot_be_given_is_named_and_the_rest_is(tmp_path: Path) -> None:
    """A layer that is no longer there hides the shapes behind it; the arrays themselves still tell which layer they fit."""
    import keras

    layers = [
        Old("first", "Dense", {"units": 4, "activation": "linear", "batch_input_shape": [None, 5, 3]},
            [("first/kernel:0", random(3, 4)), ("first/bias:0", random(4))]),
        Old("local", "LocallyConnected1D", {"filters": 2, "kernel_size": [3], "strides": [1], "padding": "valid"},
            [("local/kernel:0", random(3, 12, 2)), ("local/bias:0", random(3, 2))]),
        Old("rnn", "LSTM", {"units": 3}, [("rnn/kernel:0", random(2, 12)), ("rnn/recurrent_kernel:0", random(3, 12)),
            ("rnn/bias:0", random(12))]),
        Old("last", "Dense", {"units": 2, "activation": "linear"}, [("last/kernel:0", random(3, 2)), ("last/bias:0", random(2))]),
    ]  # fmt: skip
    path = write(tmp_path / "a.h5", layers, "2.2.4", "tensorflow")
    imported = old.opened(path, placeholders=True)
    made = attach_weights(imported, path, tmp_path / "p.netw")
    assert made.weights == "partial"
    assert any("weights for 'local'; they were left out" in note for note in made.notes), made.notes
    inner = keras.Input((3, 2))
    rest = keras.layers.Dense(2, name="last")(keras.layers.LSTM(3, name="rnn")(inner))
    model = keras.Model(inner, rest)
    (found,) = load_initial_weights(model, made.project, tmp_path)
    assert found.loaded == ("rnn", "last")
    np.testing.assert_array_equal(model.get_layer("rnn").get_weights()[0], random(2, 12))


def test_weights_of_a_row_without_an_input(tmp_path: Path) -> None:
    """Nothing tells the lengths: a dilated or wide kernel does not fit into a short axis, PReLU needs each of them."""
    layers = [
        Old("dilated", "Conv1D", {"filters": 2, "kernel_size": [2], "strides": [1], "padding": "valid",
            "dilation_rate": [16]}, [("dilated/kernel:0", random(2, 1, 2)), ("dilated/bias:0", random(2))]),
        Old("prelu", "PReLU", {}, [("prelu/alpha:0", random(20, 2))]),
        Old("odd", "Dense", {"units": 5, "activation": "linear"}, [("odd/kernel:0", random(3, 4)), ("odd/bias:0", random(4))]),
    ]  # fmt: skip
    path = write(tmp_path / "a.h5", layers, "2.2.4", "tensorflow")
    imported = old.opened(path)
    made = attach_weights(imported, path, tmp_path / "p.netw")
    assert made.weights == "partial"
    (note,) = [note for note in made.notes if note not in imported.notes]
    assert note == (
        "The file also has weights for 'odd'; they were left out, because Keras cannot build what stands under these names."
    )
    with h5py.File(tmp_path / "p.weights.h5") as file:
        assert file["layers/conv1d/vars/0"].shape == (2, 1, 2) and file["layers/p_re_lu/vars/0"].shape == (20, 2)


def test_no_file_that_an_import_did_not_make_is_replaced(tmp_path: Path) -> None:
    source = dense_file(tmp_path / "p.weights.h5")  # the very name that the weights of p.netw would have
    before = source.read_bytes()
    imported = attach_weights(old.opened(source), source, tmp_path / "p.netw")
    assert initial_weights(imported.project) == ("p-2.weights.h5",) and source.read_bytes() == before
    again = attach_weights(old.opened(source), source, tmp_path / "p.netw")
    assert initial_weights(again.project) == ("p-2.weights.h5",)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["p-2.weights.h5", "p.weights.h5"]


def test_a_project_without_a_file_finds_its_weights_until_it_is_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NETWRIGHT_HOME", str(tmp_path / "home"))
    source = dense_file(tmp_path / "a.h5")
    imported = attach_weights(old.opened(source), source, None)
    again = attach_weights(old.opened(source), source, None)
    (entry,) = initial_weights(imported.project)
    assert Path(entry).parent == places().cache / "weights" and initial_weights(again.project) == (entry,)
    x = random(4, 3)
    wanted = x @ random(3, 2) + random(2)
    np.testing.assert_allclose(old.outputs(imported, tmp_path, x), wanted, rtol=1e-5)
    saved = tmp_path / "saved"
    saved.mkdir()
    project = bring_beside(imported.project, saved / "p.netw")
    assert initial_weights(project) == ("p.weights.h5",) and bring_beside(project, saved / "p.netw") is project
    shutil.rmtree(tmp_path / "home")
    model = build(project).model
    load_initial_weights(model, project, saved)
    np.testing.assert_allclose(np.asarray(model(x)), wanted, rtol=1e-5)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    source = dense_file(tmp_path / "a.h5")
    with pytest.raises(FileError, match=r"cannot be written to 'p\.weights\.h5'"):
        attach_weights(old.opened(source), source, tmp_path / "missing" / "p.netw")


@pytest.mark.parametrize("suffix", [".keras", ".h5"])
@pytest.mark.parametrize("kind", ["wrapped", "quantized", "adapted", "lora"])
def test_layers_that_keep_more_than_plain_weights(kind: str, suffix: str, tmp_path: Path) -> None:
    """A variable that two objects save, scales of int8, what was learned from data, matrices beside a kernel."""
    import keras

    given = keras.Input((4,))
    dense = keras.layers.Dense(3, name="dense")
    if kind == "adapted":
        normalization = keras.layers.Normalization(name="scale")
        normalization.adapt(random(20, 4))
        model = keras.Model(given, dense(normalization(given)))
    else:
        model = keras.Model(given, (keras.layers.SpectralNormalization(dense) if kind == "wrapped" else dense)(given))
    if kind == "quantized":
        dense.quantize("int8")
    if kind == "lora":
        dense.enable_lora(2)
        dense.lora_kernel_b.assign(random(2, 3))
    path = tmp_path / f"m{suffix}"
    model.save(path)
    if (kind, suffix) == ("lora", ".h5"):
        with pytest.raises(ConversionError, match="'dense': it has LoRA matrices"):
            attach_weights(old.opened(path), path, tmp_path / "p.netw")
        return
    made = attach_weights(old.opened(path), path, tmp_path / "p.netw")
    assert made.weights == "loaded" and not any("adapt it again" in note for note in made.notes)
    x = random(5, 4)
    np.testing.assert_allclose(
        old.outputs(made, tmp_path, x), np.asarray(model(x, training=False)), rtol=1e-5, atol=1e-6
    )
