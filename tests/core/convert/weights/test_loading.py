"""Weights from files and from ImageNet: by name, exact in shape, and from files that may be hostile."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from core.convert import applications
from core.convert.initial_weights import initial_weights, with_initial_weights
from core.convert.to_keras import build
from core.convert.weights.loading import load_initial_weights, load_weights
from core.errors import ConversionError, FileError
from core.graph.model import FitSettings, Project, TrainingSettings
from core.graph.values import FrozenMap
from core.reading.weights_child import DEEPEST


def network(units: int = 3, head: str = "head") -> Any:
    """A nested model with batch normalization, a bidirectional LSTM, attention and a head."""
    import keras

    image = keras.Input((8, 8, 3))
    inner = keras.layers.Conv2D(2, 3, name="conv")(image)
    inner = keras.layers.BatchNormalization(name="bn")(inner)
    base = keras.Model(image, keras.layers.Dropout(0.1)(inner), name="base")
    inputs = keras.Input((8, 8, 3))
    x = keras.layers.Reshape((12, 6))(base(inputs))
    x = keras.layers.Bidirectional(keras.layers.LSTM(3, return_sequences=True, name="lstm"), name="both")(x)
    x = keras.layers.MultiHeadAttention(2, 2, name="attention")(x, x)
    x = keras.layers.Normalization(name="scale")(keras.layers.Flatten()(x))
    model = keras.Model(inputs, keras.layers.Dense(units, name=head)(x))
    random = np.random.default_rng(0)
    model.set_weights([random.uniform(0.1, 1, weight.shape) for weight in model.get_weights()])
    model.get_layer("scale").finalize_state()
    return model


def save(model: Any, path: Path) -> Path:
    if path.name.endswith(".weights.h5"):
        model.save_weights(path)
    else:
        model.save(path)
    return path


@pytest.mark.filterwarnings("ignore:You are saving your model as an HDF5 file")
@pytest.mark.expects_log("absl")
@pytest.mark.parametrize("name", ["a.weights.h5", "a.keras", "a.h5"])
def test_every_kind_of_file_gives_its_weights_by_name(name: str, tmp_path: Path) -> None:
    saved = network()
    path = save(saved, tmp_path / name)
    fresh = network()
    fresh.set_weights([np.zeros_like(value) for value in fresh.get_weights()])
    found = load_weights(fresh, name, path.parent)
    assert set(found.loaded) == {"conv", "bn", "both", "attention", "scale", "head"}
    assert found.absent == found.different == ()
    assert found.sentence() == f"6 layers start with weights from {name}."
    for one, other in zip(fresh.get_weights(), saved.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
    image = np.ones((2, 8, 8, 3), np.float32)
    np.testing.assert_allclose(fresh(image), saved(image), rtol=1e-6)


def test_what_does_not_fit_keeps_its_weights_and_is_told(tmp_path: Path) -> None:
    path = save(network(), tmp_path / "a.weights.h5")
    other = network(units=5)
    before = other.get_layer("head").get_weights()
    found = load_weights(other, str(path))
    assert found.different == ("head",) and "head" not in found.loaded
    assert "of other shapes there: 'head'; the rest starts from new weights" in found.sentence()
    for one, value in zip(other.get_layer("head").get_weights(), before, strict=True):
        np.testing.assert_array_equal(one, value)
    renamed = load_weights(network(head="answer"), str(path))
    assert renamed.absent == ("answer",)


def test_nested_or_flat_does_not_matter_where_the_name_is_the_only_one(tmp_path: Path) -> None:
    import keras

    image = keras.Input((8, 8, 3))
    flat = keras.Model(image, keras.layers.Conv2D(2, 3, name="conv")(image))
    path = save(network(), tmp_path / "a.weights.h5")
    assert load_weights(flat, str(path)).loaded == ("conv",)
    np.testing.assert_array_equal(flat.get_weights()[0], network().get_layer("base").get_layer("conv").get_weights()[0])


def test_nothing_that_fits_is_an_error(tmp_path: Path) -> None:
    import keras

    path = save(network(), tmp_path / "a.weights.h5")
    image = keras.Input((4,))
    other = keras.Model(image, keras.layers.Dense(2, name="alone")(image))
    with pytest.raises(ConversionError, match=r"None of the weights in a\.weights\.h5 fit this network: 'alone'"):
        load_weights(other, str(path))


def small() -> Any:
    import keras

    inputs = keras.Input((3,))
    return keras.Model(inputs, keras.layers.Dense(2, name="dense")(inputs))


def test_links_and_data_elsewhere_are_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.h5"
    with h5py.File(secret, "w") as file:
        file["0"] = np.ones((3, 2), np.float32)
    kinds = {
        "external": h5py.ExternalLink("secret.h5", "/0"),
        "soft": h5py.SoftLink("/layers/dense/vars/1"),
    }
    for kind, link in kinds.items():
        path = save(small(), tmp_path / f"{kind}.weights.h5")
        with h5py.File(path, "a") as file:
            del file["layers/dense/vars/0"]
            file["layers/dense/vars"]["0"] = link
        with pytest.raises(FileError, match="layers/dense/vars/0' is a link"):
            load_weights(small(), str(path))
    path = save(small(), tmp_path / "outside.weights.h5")
    (tmp_path / "raw").write_bytes(bytes(24))
    with h5py.File(path, "a") as file:
        del file["layers/dense/vars/0"]
        file["layers/dense/vars"].create_dataset("0", (3, 2), "f4", external=[(str(tmp_path / "raw"), 0, 24)])
    with pytest.raises(FileError, match="kept in another file"):
        load_weights(small(), str(path))
    path = save(small(), tmp_path / "virtual.weights.h5")
    layout = h5py.VirtualLayout((3, 2), "f4")
    layout[:] = h5py.VirtualSource(str(secret), "0", (3, 2))
    with h5py.File(path, "a") as file:
        del file["layers/dense/vars/0"]
        file["layers/dense/vars"].create_virtual_dataset("0", layout)
    with pytest.raises(FileError, match="kept in another file"):
        load_weights(small(), str(path))


def test_a_bomb_is_never_unpacked(tmp_path: Path) -> None:
    path = save(small(), tmp_path / "shape.weights.h5")
    with h5py.File(path, "a") as file:
        del file["layers/dense/vars/0"]
        file["layers/dense/vars"].create_dataset("0", (1_000_000, 1_000_000), "f4", chunks=(1000, 1000))
    with pytest.raises(ConversionError, match="None of the weights"):
        load_weights(small(), str(path))
    bomb = tmp_path / "bomb.keras"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("model.weights.h5", "w", force_zip64=True) as file:
            for _ in range(250):
                file.write(bytes(2**20))
    with pytest.raises(FileError, match=r"would grow from 0\.24 to 250\.0 MiB"):
        load_weights(small(), str(bomb))


def test_deep_or_many_groups_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep.weights.h5"
    with h5py.File(path, "w") as file:
        file.create_group("/".join(["a"] * (DEEPEST + 5)))
    with pytest.raises(FileError, match="lies more than 60 deep"):
        load_weights(small(), str(path))
    loop = tmp_path / "loop.weights.h5"
    with h5py.File(loop, "w") as file:
        layers = file.create_group("layers")
        layers["again"] = layers
    with pytest.raises(FileError, match="lies more than 60 deep"):
        load_weights(small(), str(loop))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("no.weights.h5", None, "no such file"),
        ("a.pkl", b"x", "expected a file ending in"),
        ("a.weights.h5", b"not HDF5", "is a text and holds no weights"),
        ("a.keras", b"not a zip", "is a text and holds no weights"),
        ("a.h5", b"", "is empty"),
    ],
)
def test_what_is_no_file_of_weights_gets_one_sentence(
    name: str, content: bytes | None, words: str, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(FileError, match=words) as refused:
        load_weights(small(), name, tmp_path)
    assert "\n" not in refused.value.message


@pytest.mark.parametrize("name", ["net.model", "weights.hd5", "best"])
def test_files_under_any_name_are_told_by_their_content(name: str, tmp_path: Path) -> None:
    save(small(), tmp_path / "a.weights.h5").rename(tmp_path / name)
    assert load_weights(small(), name, tmp_path).loaded


def test_cut_files_end_in_a_sentence(tmp_path: Path) -> None:
    whole = save(small(), tmp_path / "a.weights.h5").read_bytes()
    path = tmp_path / "cut.weights.h5"
    for percent in range(0, 100, 7):
        path.write_bytes(whole[: len(whole) * percent // 100])
        with pytest.raises((FileError, ConversionError)):
            load_weights(small(), str(path))


def test_the_option_is_one_text_or_several() -> None:
    assert initial_weights(Project()) == ()
    project = with_initial_weights(Project(), ["imagenet:VGG16"])
    assert project.training.fit.options["initial_weights"] == "imagenet:VGG16"
    both = with_initial_weights(project, [*initial_weights(project), "head.weights.h5"])
    assert initial_weights(both) == ("imagenet:VGG16", "head.weights.h5")
    assert with_initial_weights(both, ()) == Project()
    odd = Project(training=TrainingSettings(fit=FitSettings(options=FrozenMap({"initial_weights": 3}))))
    with pytest.raises(ConversionError, match="Received: 3"):
        initial_weights(odd)


def test_without_a_network_imagenet_says_which_file_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    from keras.src.utils import file_utils

    def refuse(*arguments: object, **options: object) -> None:
        raise file_utils.urllib.error.URLError("no route")

    monkeypatch.setattr(file_utils, "urlretrieve", refuse)
    project = applications.application("MobileNet", weights="imagenet", input_shape=(32, 32, 3), include_top=False)
    with pytest.raises(ConversionError) as refused:
        load_initial_weights(build(project).model, project)
    text = refused.value.message
    assert "MobileNet cannot be downloaded (no route)" in text and "mobilenet_1_0_224_tf_no_top.h5 into" in text
    assert ".keras/models" in text.replace("\\", "/") and "\n" not in text


@pytest.mark.filterwarnings("ignore:You are saving your model as an HDF5 file")
@pytest.mark.expects_log("absl")
def test_imagenet_reaches_a_nested_model_and_leaves_the_own_head(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The download is replaced by a file of the very form that Keras offers; everything else is real."""
    import keras
    from keras.src.applications import mobilenet

    with applications.names_from_start():
        source = keras.applications.MobileNet(weights=None, include_top=False)
    random = np.random.default_rng(3)
    source.set_weights([random.uniform(0.1, 1, weight.shape) for weight in source.get_weights()])
    path = tmp_path / "weights.h5"
    source.save(path)
    monkeypatch.setattr(mobilenet.file_utils, "get_file", lambda *arguments, **options: str(path))
    project = applications.application(
        "MobileNet", weights="imagenet", input_shape=(32, 32, 3), include_top=False, as_block=True
    )
    model = build(project).model
    (found,) = load_initial_weights(model, project)
    assert len(found.loaded) == 54 and found.absent == found.different == ()
    assert found.sentence() == "54 layers start with weights from ImageNet (MobileNet)."
    for one, other in zip(model.get_layer("mobile_net").get_weights(), source.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
