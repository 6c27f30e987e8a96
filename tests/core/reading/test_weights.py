"""Arrays from files of weights: listed with their groups, loaded by exact shape, and nothing that leads elsewhere."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from core.errors import FileError
from core.reading.process import CancelledReading
from core.reading.weights import WeightsListing, list_weights, load_arrays
from tests.core.reading import files
from tests.core.reading.files import h5, keras_archive, write

HIDDEN = "model_weights/hidden/hidden/kernel:0"


def made(path: Path, fill: Callable[[h5py.File], Any]) -> Path:
    """An .h5 file with what ``fill`` puts there."""
    with h5py.File(path, "w") as file:
        fill(file)
    return path


def current(file: h5py.File) -> None:
    """Weights as Keras 3 writes them."""
    for number, name in enumerate(("dense", "dense_1")):
        group = file.create_group(f"layers/{name}/vars")
        group.attrs["name"] = f"layer {number}"
        group["0"] = np.arange(12, dtype="float32").reshape(4, 3) + number
        group["1"] = np.zeros(3, "float32")
    file.create_group("vars")


def everything(path: Path) -> dict[str, Any]:
    """All arrays of a file, by path."""
    return load_arrays(path, {name: array.shape for name, array in list_weights(path).arrays().items()})


def refusal(path: Path, call: Callable[[Path], Any] = list_weights) -> str:
    with pytest.raises(FileError) as refused:
        call(path)
    message = refused.value.message
    assert re.match(rf"'{re.escape(path.name)}' (cannot|is|begins) ", message), message
    assert message.endswith(".") and len(message) < 400
    return message


# --- what is there ----------------------------------------------------------------------------------------------------


def test_older_files_are_listed_with_their_names(tmp_path: Path) -> None:
    for root in ("model_weights", ""):
        listing = list_weights(h5(tmp_path / f"{root}.h5", lambda file, at=root: files.legacy_weights(file, at)))  # type: ignore[misc]
        group, layer = listing.group(root), listing.group(f"{root}/hidden".lstrip("/"))
        assert group is not None and layer is not None
        assert (group.layer_names, group.backend, group.keras_version) == (("hidden", "output"), "tensorflow", "2.9.0")
        assert layer.weight_names == ("hidden/kernel:0", "hidden/bias:0")
        assert listing.arrays()[f"{root}/hidden/hidden/kernel:0".lstrip("/")].shape == (4, 3)
    assert isinstance(listing, WeightsListing) and listing.format == "h5" and listing.group("nothing") is None


def test_names_cut_into_parts_are_one_list(tmp_path: Path) -> None:
    def fill(file: h5py.File) -> None:
        file.attrs["layer_names0"] = [b"a", b"b"]
        file.attrs["layer_names1"] = [b"c"]
        file.attrs["weight_names"] = np.array([])  # as Keras writes an empty list

    root = list_weights(made(tmp_path / "parts.h5", fill)).groups[0]
    assert root.layer_names == ("a", "b", "c") and root.weight_names == ()


def test_weights_of_keras_3_tell_the_names_of_layers(tmp_path: Path) -> None:
    path = made(tmp_path / "model.weights.h5", current)
    names = {group.path: group.name for group in list_weights(path).groups}
    assert names["layers/dense/vars"] == "layer 0" and names["layers/dense_1/vars"] == "layer 1" and "vars" in names
    np.testing.assert_array_equal(
        everything(path)["layers/dense_1/vars/0"], np.arange(12, dtype="float32").reshape(4, 3) + 1
    )


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_weights_in_an_archive(tmp_path: Path, method: int) -> None:
    data = made(tmp_path / "inner.h5", current).read_bytes()
    stream = io.BytesIO(keras_archive())
    with zipfile.ZipFile(stream, "a", method) as archive:
        archive.writestr("model.weights.h5", data)
    path = write(tmp_path / "model.keras", stream.getvalue())
    assert list_weights(path).format == "keras"
    assert everything(path)["layers/dense/vars/0"].tolist() == np.arange(12.0).reshape(4, 3).tolist()


# --- numbers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", ["float32", "float64", "float16", ">f4", "int8", "int64", "uint16", "bool"])
def test_types_of_numbers(tmp_path: Path, dtype: str) -> None:
    values = np.array([[0, 1], [1, 0], [2, 3]]).astype(dtype)
    loaded = everything(made(tmp_path / "a.h5", lambda file: file.create_dataset("x", data=values)))["x"]
    np.testing.assert_array_equal(loaded, values)
    assert loaded.dtype == values.dtype.newbyteorder("=")


def test_bfloat16_comes_as_float32(tmp_path: Path) -> None:
    values = np.array([1.0, -2.5, 3.140625, 0.0], "float32")

    def fill(file: h5py.File) -> None:
        item = file.create_dataset("x", data=(values.view("uint32") >> 16).astype("<u2").view("V2"))
        item.attrs["dtype"] = "bfloat16"
        file["y"] = np.ones(2, "float32")

    loaded = everything(made(tmp_path / "a.h5", fill))
    assert loaded["x"].dtype == np.float32 and loaded["x"].tolist() == values.tolist()
    assert loaded["y"].tolist() == [1, 1]


def test_large_arrays_come_in_pieces_and_whole(tmp_path: Path) -> None:
    """More than one piece along the first axis, along the second, with and without chunks, empty and without axes."""
    rng = np.random.default_rng(0)
    arrays = {
        "rows": rng.standard_normal((3000, 1001)).astype("float32"),
        "long": rng.standard_normal((2, 2_500_000)).astype("float32"),
        "deep": rng.standard_normal((2, 2, 3, 700_001)).astype("float32"),
        "none": np.zeros((0, 5), "float32"),
        "one": np.float32(2.5),
    }

    def fill(file: h5py.File) -> None:
        for name, array in arrays.items():
            file.create_dataset(name, data=array)
        file.create_dataset("packed", data=arrays["rows"], chunks=(100, 1001), compression="gzip", shuffle=True)

    fractions: list[float] = []
    path = made(tmp_path / "a.h5", fill)
    wanted = {name: array.shape for name, array in list_weights(path).arrays().items()}
    loaded = load_arrays(path, wanted, progress=fractions.append)
    for name, array in {**arrays, "packed": arrays["rows"]}.items():
        np.testing.assert_array_equal(loaded[name], array)
    assert len(fractions) > 5 and fractions == sorted(fractions) and fractions[-1] == 1.0
    loaded["rows"][0, 0] = 1.0  # the arrays belong to the caller


def test_thousands_of_arrays_are_asked_for_at_once(tmp_path: Path) -> None:
    def fill(file: h5py.File) -> None:
        for index in range(3000):
            file[f"a_layer_with_a_rather_long_name_{index}/kernel:0"] = np.float32(index)

    loaded = everything(made(tmp_path / "a.h5", fill))
    assert [float(value) for value in list(loaded.values())[:3]] == [0.0, 1.0, 10.0] and len(loaded) == 3000


# --- what is refused --------------------------------------------------------------------------------------------------


def test_links_and_data_elsewhere_are_refused_and_not_opened(tmp_path: Path) -> None:
    other = made(tmp_path / "other.h5", lambda file: file.create_dataset("x", data=np.ones((4, 3), "float32")))
    raw = write(tmp_path / "raw.bin", bytes(48))
    layout = h5py.VirtualLayout((4, 3), "float32")
    layout[:] = h5py.VirtualSource(str(other), "x", (4, 3))
    before = {path: os.stat(path).st_atime_ns for path in (other, raw)}

    def external(file: h5py.File) -> None:
        file.create_dataset("x", (4, 3), "float32", external=[(str(raw), 0, 48)])

    def cycle(file: h5py.File) -> None:
        file.create_group("a/b")
        file["a/b/c"] = file["a"]

    def bomb(file: h5py.File) -> None:
        group = file.create_group("g0")
        for level in range(40):
            inner = file.create_group(f"g{level + 1}")
            group["l"], group["r"] = inner, inner
            group = inner

    tricks: list[tuple[Callable[[h5py.File], Any], str]] = [
        (lambda file: file.__setitem__("x", h5py.ExternalLink(str(other), "x")), "is a link"),
        (lambda file: file.__setitem__("x", h5py.SoftLink("/y")), "is a link"),
        (lambda file: file.__setitem__("g/x", h5py.SoftLink("/g")), "is a link"),
        (external, "another file"),
        (lambda file: file.create_virtual_dataset("x", layout), "another file"),
        (lambda file: file.__setitem__("x", np.dtype("float32")), "neither a group nor an array"),
        (cycle, "twice"),
        (bomb, "twice"),
        (lambda file: file.create_group("/".join("abcdefghij" * 7)), "60 deep"),
    ]
    for index, (fill, words) in enumerate(tricks):
        path = made(tmp_path / f"{index}.h5", fill)
        assert words in refusal(path), index
        refusal(path, lambda at: load_arrays(at, {"x": (4, 3)}))
    assert {path: os.stat(path).st_atime_ns for path in (other, raw)} == before


def test_arrays_of_objects_and_texts_are_listed_but_not_loaded(tmp_path: Path) -> None:
    def fill(file: h5py.File) -> None:
        file.create_dataset("text", data=["a", "b"], dtype=h5py.string_dtype())
        file.create_dataset("bytes", data=np.array([b"a", b"b"]))
        file.create_dataset("rows", data=np.zeros(2, [("a", "f4"), ("b", "i4")]))
        file.create_dataset("ref", data=np.array([file.ref, file.ref], dtype=h5py.ref_dtype))
        file.create_dataset("raw", data=np.zeros(2, "V16"))
        file.create_dataset("complex", data=np.zeros(2, "complex64"))
        file.create_dataset("nothing", data=h5py.Empty("f4"))

    path = made(tmp_path / "a.h5", fill)
    for name in list_weights(path).arrays():
        assert repr(name) in refusal(path, lambda at, name=name: load_arrays(at, {name: (2,)}))  # type: ignore[misc]


def test_only_the_exact_shape_is_loaded(tmp_path: Path) -> None:
    def fill(file: h5py.File) -> None:
        file["x"] = np.zeros((4, 3), "float32")
        file.create_dataset("bomb", (1 << 20, 1 << 20), "float64", chunks=(1024, 1024), compression="gzip")
        file.create_dataset("chunk", (4, 3), "float32", chunks=(1 << 14, 1 << 13), maxshape=(None, None))
        file.create_dataset("group/y", data=1.0)

    path = made(tmp_path / "a.h5", fill)
    assert list_weights(path).arrays()["bomb"].shape == (1 << 20, 1 << 20)
    refused: list[tuple[str, tuple[int, ...], str]] = [
        ("bomb", (4, 3), "(1048576, 1048576)"),
        ("x", (3, 4), "(4, 3)"),
        ("x", (12,), "(4, 3)"),
        ("chunk", (4, 3), "chunks of 512 MiB"),
        ("group", (1,), "a group"),
        ("x/y", (1,), "no array"),
        ("none", (1,), "no array"),
        ("../a", (1,), "no array"),
        ("/x", (4, 3), "no array"),
        ("", (1,), "no array"),
    ]
    for name, shape, words in refused:
        assert words in refusal(path, lambda at, name=name, shape=shape: load_arrays(at, {name: shape})), name  # type: ignore[misc]


def test_filters_that_hdf5_would_look_for_are_refused(tmp_path: Path) -> None:
    """The number of a filter in the file decides which library HDF5 would load."""
    path = made(
        tmp_path / "a.h5",
        lambda file: file.create_dataset("x", data=np.zeros((64, 64), "float32"), chunks=(8, 8), compression="lzf"),
    )
    data = path.read_bytes()
    assert data.count(b"\x00\x7d") == 1  # lzf is filter 32000
    write(path, data.replace(b"\x00\x7d", b"\x01\x7d"))
    assert "packed in a way" in refusal(path)


def test_files_without_weights(tmp_path: Path) -> None:
    assert "no weights" in refusal(write(tmp_path / "a.json", files.MODEL_TEXT))
    assert "no weights" in refusal(write(tmp_path / "a.keras", keras_archive()))
    assert "no such file" in refusal(tmp_path / "nothing.h5")
    bomb = files.bomb(64, "model.weights.h5")
    assert "200 times" in refusal(write(tmp_path / "b.keras", bomb))


def test_loading_can_be_cancelled(tmp_path: Path) -> None:
    path = made(tmp_path / "a.h5", lambda file: file.create_dataset("x", data=np.zeros((3000, 3000), "float64")))
    asked: list[bool] = []

    def cancelled() -> bool:
        asked.append(True)
        return len(asked) > 3

    with pytest.raises(CancelledReading):
        load_arrays(path, {"x": (3000, 3000)}, cancelled=cancelled)
