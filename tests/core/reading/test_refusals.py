"""Files of other kinds, files without a model, archives that Keras does not write: one sentence that names what it is."""

from __future__ import annotations

import gzip
import json
import os
import pickle
import re
import socket
import struct
import time
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from core.errors import FileError
from core.reading.reader import read_model_file, read_model_text
from tests.core.reading import files
from tests.core.reading.files import METADATA, MODEL, MODEL_TEXT, archive_of, h5, keras_archive, write


def refusal(path: Path) -> str:
    """The sentence for a file that does not open."""
    started = time.monotonic()
    with pytest.raises(FileError) as refused:
        read_model_file(path)
    assert time.monotonic() - started < 20
    message = refused.value.message
    assert re.match(rf"'{re.escape(path.name)}' (cannot|is|begins) ", message), message
    assert message.endswith(".") and "\n" not in message and len(message) < 400
    return message


class Marker:
    """Creates a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return (open, (str(self.path), "w"))


def test_files_of_other_kinds_are_named(tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    tensors = json.dumps({"w": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}).encode()
    kinds: list[tuple[bytes, str]] = [
        (b"", "is empty"),
        (b"\x1c\x00\x00\x00TFL3" + bytes(100), "LiteRT"),
        (b"\x08\x07\x12\x07pytorch\x1a\x051.9.0:\x9c\x01", "ONNX"),
        (b"\x08\x08\x12\x06tf2onnx:" + bytes(64), "ONNX"),
        (b"\x08\x01\x12\xa8\x98\x02\n\xfb\x02\n\x15\n\x08Identity\x12\x05input" + bytes(64), "SavedModel"),
        (b"\nE\n\x06inputs\x12\x0bPlaceholder*\x0b\n\x05dtype\x12\x020\x01" + bytes(64), "frozen TensorFlow graph"),
        (pickle.dumps(Marker(marker)), "pickle"),
        (pickle.dumps(Marker(marker), protocol=0), "pickle"),
        (pickle.dumps({"a": Marker(marker)}, protocol=2), "pickle"),
        (gzip.compress(MODEL_TEXT.encode()), "gzip"),
        (files.npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1,)}", bytes(8)), "NumPy"),
        (struct.pack("<Q", len(tensors)) + tensors + bytes(4), "safetensors"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "PNG"),
        (bytes(5000), "zeros"),
        (bytes(range(256)) * 8, "no file of a known kind"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d\nsize 12345\n", "Git LFS"),
        (b"\n<!DOCTYPE html>\n<html><body>404</body></html>", "web page"),
        (b"backend: tensorflow\nclass_name: Sequential\nconfig:\n- class_name: Dense\n", "YAML"),
        (b"import keras\nmodel = keras.Sequential()\n", "Python code"),
        ("Just a text, \u00fcber alles.".encode(), "not JSON"),
        (b"caf\xe9 au lait", "UTF-8"),
        (bytes(512) + b"\x89HDF\r\n\x1a\n" + bytes(100), "HDF5"),
        (b"MATLAB 7.3 MAT-file" + bytes(493) + b"\x89HDF\r\n\x1a\n" + bytes(100), "MATLAB"),
    ]
    for content, words in kinds:
        message = refusal(write(tmp_path / "model.keras", content))
        assert words in message, (content[:20], message)
    assert not marker.exists()


def test_archives_without_a_model_are_named(tmp_path: Path) -> None:
    archives: list[tuple[list[str], str]] = [
        (["saved_model/saved_model.pb", "saved_model/variables/variables.index"], "SavedModel"),
        (["archive/data.pkl", "archive/version"], "PyTorch"),
        (["x.npy", "y.npy"], "NumPy"),
        (["[Content_Types].xml", "word/document.xml"], "office"),
        (["readme.txt", "best.h5"], "'best.h5'"),
        (["readme.txt"], "without config.json"),
        (["a/config.json", "b/config.json"], "without config.json"),
        ([], "without config.json"),
    ]
    for names, words in archives:
        message = refusal(write(tmp_path / "model.keras", archive_of([(name, b"data") for name in names])))
        assert words in message, (names, message)


def test_json_without_a_model_is_named(tmp_path: Path) -> None:
    texts: list[tuple[Any, str]] = [
        ({}, "no fields"),
        ({"a": 1, "b": 2}, "'a', 'b'"),
        ([1, 2], "a list"),
        (3, "not JSON"),
        ("plain", "a text"),
        ({"class_name": "Model"}, "class_name and config"),
        ({"class_name": 3, "config": {}}, "class_name and config"),
        ({"class_name": "Model", "config": 3}, "class_name and config"),
        (json.loads(METADATA), "metadata.json"),
        ({"cells": [], "metadata": {}, "nbformat": 4}, "notebook"),
        ({"format": "graph-model", "modelTopology": {"node": []}}, "TensorFlow.js graph"),
        ({"modelTopology": 3}, "class_name and config"),
        ({"layers": []}, "class_name and config"),
        ({"layers": [1]}, "class_name and config"),
        ({"one": MODEL, "two": MODEL}, "received 'one', 'two'."),
        ({"one": '{"class_name": damaged'}, "received 'one'."),
        ({f"a rather long entry {n}": 1 for n in range(9)}, "'a rather long entry ', 'a rather long entry '."),
    ]
    for data, words in texts:
        message = refusal(write(tmp_path / "model.json", json.dumps(data)))
        assert words in message, (data, message)


def test_h5_without_a_model_is_named(tmp_path: Path) -> None:
    def groups(*names: str) -> Any:
        return lambda file: [file.create_group(name) for name in names]

    hostile: list[tuple[Any, dict[str, Any], str]] = [
        (lambda file: files.legacy_weights(file, ""), {"model_config": None}, "weights only"),
        (groups("layers", "vars"), {"model_config": None}, "weights only"),
        (groups("_layer_checkpoint_dependencies"), {"model_config": None}, "weights only"),
        (groups("layer_0"), {"model_config": None, "nb_layers": 1}, "weights only"),
        (groups("model_weights"), {"model_config": None}, "no model_config"),
        (groups("pictures"), {"model_config": None}, "no model of Keras"),
        (None, {"model_config": 3}, "no text"),
        (None, {"model_config": np.zeros(5)}, "no text"),
        (None, {"model_config": np.array([], "S1")}, "cut off"),
        (None, {"model_config": h5py.Empty("f")}, "cut off"),
        (None, {"model_config": "[]"}, "a list"),
        (None, {"model_config": b"caf\xe9"}, "UTF-8"),
        (None, {"model_config": np.void(b"raw")}, "no text"),
        (None, {"model_config": '{"class_name": "Model", "config": {"name": "\\udc80"}}'}, "surrogate"),
    ]
    for index, (fill, attributes, words) in enumerate(hostile):
        message = refusal(h5(tmp_path / f"{index}.h5", fill, **attributes))
        assert words in message, (index, message)


def test_archives_that_keras_does_not_write(tmp_path: Path) -> None:
    config = ("config.json", MODEL_TEXT.encode())
    many = [(f"assets/{index}", b"") for index in range(65_000)]
    good = keras_archive()
    hostile: list[tuple[bytes, str]] = [
        (archive_of([config, ("../../etc/passwd", b"x")]), "leads out"),
        (archive_of([config, ("/etc/passwd", b"x")]), "leads out"),
        (archive_of([config, ("..\\windows", b"x")]), "leads out"),
        (archive_of([config, ("C:windows", b"x")]), "leads out"),
        (archive_of([config, config]), "twice"),
        (archive_of([config, *many]), "65,001 entries"),
        (archive_of([config], flags=1), "encrypted"),
        (archive_of([config], method=99), "method 99"),
        (archive_of([config], crc=1), "checksum"),
        (archive_of([config], size=5), "two sizes"),
        (archive_of([("config.json", b"x" * 10)], packed=9, size=9), "checksum"),
        (archive_of([config], packed=10_000_000, size=10_000_000), "outside"),
        (files.overlapping(), "overlap"),
        (files.bomb(65), "64 MiB"),
        (files.bomb(40), "200 times"),
        (files.bomb(200, claimed=100_000), "more than the 100,000 bytes"),
        (b"#!/bin/sh\n" + good, "no file of a known kind|not JSON"),
        (b"PK\x03\x04" + good, "before"),
        (good + b"more", "after"),
        (good[:-30], "missing"),
        (b"PK\x03\x04" + bytes(100), "missing"),
        (good[:60] + good[70:], "before or inside"),
    ]
    for content, words in hostile:
        message = refusal(write(tmp_path / "model.keras", content))
        assert any(word in message for word in words.split("|")), (words, message)
    assert not (tmp_path.parent / "etc").exists()


def test_polyglots_are_what_they_begin_with_or_nothing(tmp_path: Path) -> None:
    """An HDF5 file with an archive behind it, an archive with JSON before it."""
    path = h5(tmp_path / "model.h5")
    write(path, path.read_bytes() + keras_archive(json.dumps(files.sequential(files.dense("other")))))
    assert read_model_file(path).config == MODEL
    assert "no text" in refusal(write(tmp_path / "model.json", MODEL_TEXT.encode() + keras_archive()))


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    saved, unpacked, folder = tmp_path / "saved", tmp_path / "unpacked.keras", tmp_path / "folder"
    for made, names in ((saved, ["saved_model.pb"]), (unpacked, ["config.json", "metadata.json"]), (folder, [])):
        made.mkdir()
        for name in names:
            write(made / name, b"x")
    os.mkfifo(tmp_path / "pipe.keras")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert "SavedModel" in refusal(saved)
    assert "unpacked" in refusal(unpacked)
    assert "is a folder" in refusal(folder)
    assert "is a pipe" in refusal(tmp_path / "pipe.keras")
    assert "no such file" in refusal(tmp_path / "nothing.keras")
    assert "cannot be opened" in refusal(tmp_path / "loop")
    assert "cannot be opened" in refusal(tmp_path / ("n" * 300))
    with pytest.raises(FileError, match="is a device"):
        read_model_file(Path("/dev/zero"))
    with pytest.raises(FileError, match="cannot be opened"):
        read_model_file(Path("nul\0byte"))
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s"))
        assert "cannot be opened" in refusal(tmp_path / "s")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = write(tmp_path / "secret.keras", keras_archive())
    path.chmod(0)
    assert "Permission denied" in refusal(path)


def test_pasted_text_is_held_to_the_same_limits() -> None:
    for text, words in (("[" * 5000, "200 deep"), ("{", "cut off"), ("hello", "JSON"), ('{"a": 1}', "class_name")):
        with pytest.raises(FileError, match=words):
            read_model_text(text)
