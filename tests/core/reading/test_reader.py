"""Model files from anywhere: what opens, by content and not by name, and one sentence for all that does not."""

from __future__ import annotations

import gzip
import json
import os
import pickle
import re
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from core.errors import FileError
from core.reading.limits import Limits
from core.reading.process import CancelledReading
from core.reading.reader import ModelFile, read_model_file, read_model_text
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


# --- what opens -------------------------------------------------------------------------------------------------------


def test_archive_of_keras_3(tmp_path: Path) -> None:
    data = keras_archive(json.dumps({**MODEL, "compile_config": {"loss": "mse"}}), {"model.weights.h5": b"weights"})
    found = read_model_file(write(tmp_path / "model.keras", data))
    assert (found.kind, found.keras_version, found.has_weights) == ("keras", "3.15.1", True)
    assert found.config["config"] == MODEL["config"]
    assert found.training == {"loss": "mse"}
    assert not read_model_file(write(tmp_path / "bare.keras", keras_archive())).has_weights


@pytest.mark.parametrize("text", [MODEL_TEXT, np.bytes_(MODEL_TEXT.encode()), np.array([MODEL_TEXT.encode()])])
def test_h5_with_text_of_any_type(tmp_path: Path, text: Any) -> None:
    training = json.dumps({"loss": "mse", "optimizer_config": {"class_name": "Adam", "config": {}}})
    path = h5(tmp_path / "model.h5", files.legacy_weights, model_config=text, training_config=training.encode())
    found = read_model_file(path)
    assert found.kind == "h5" and found.config == MODEL and found.has_weights
    assert (found.keras_version, found.backend) == ("2.9.0", "tensorflow")
    assert found.training == json.loads(training)


def test_h5_keeps_a_config_of_any_length(tmp_path: Path) -> None:
    """More than the 64 KiB of an object header: kept apart (dense), or cut into parts."""
    long = json.dumps(files.sequential(*(files.dense(f"layer_{i}") for i in range(2000))))
    assert len(long) > 200_000
    with h5py.File(tmp_path / "dense.h5", "w", libver="latest") as file:
        file.attrs["model_config"] = np.bytes_(long.encode())
        for index in range(20):
            file.attrs[f"other_{index}"] = index
    parts = {
        f"model_config{i}": np.bytes_(long[at : at + 30_000].encode())
        for i, at in enumerate(range(0, len(long), 30_000))
    }
    h5(tmp_path / "parts.h5", model_config=None, **parts)
    h5(tmp_path / "free.h5", model_config=long)
    for name in ("dense.h5", "parts.h5", "free.h5"):
        assert read_model_file(tmp_path / name).config == json.loads(long), name


def test_weights_of_keras_1_lie_at_the_root(tmp_path: Path) -> None:
    path = h5(tmp_path / "old.h5", lambda file: files.legacy_weights(file, ""))
    assert read_model_file(path).has_weights


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_json_in_any_unicode(tmp_path: Path, encoding: str) -> None:
    config = files.sequential(files.dense("größe→"))
    path = write(tmp_path / "model.json", json.dumps(config, ensure_ascii=False).encode(encoding))
    assert read_model_file(path).config == config


def test_json_as_people_save_it(tmp_path: Path) -> None:
    layers = MODEL["config"]["layers"]
    functional = {"name": "m", "layers": layers, "input_layers": [["input", 0, 0]], "output_layers": [["output", 0, 0]]}
    topology = {
        "keras_version": "2.1.6",
        "backend": "tensorflow",
        "model_config": MODEL,
        "training_config": {"loss": "mse"},
    }
    saved: list[tuple[Any, Any]] = [
        (MODEL_TEXT, MODEL),  # json.dump(model.to_json())
        (json.dumps(MODEL_TEXT), MODEL),
        (topology, MODEL),
        ({"modelTopology": topology, "weightsManifest": []}, MODEL),
        ({"modelTopology": MODEL}, MODEL),
        ({"model_config": MODEL_TEXT}, MODEL),
        ({"architecture": MODEL, "image_data_format": "channels_last"}, MODEL),
        (MODEL["config"], {"class_name": "Sequential", "config": MODEL["config"]}),
        (functional, {"class_name": "Functional", "config": functional}),
        (layers, {"class_name": "Sequential", "config": layers}),
    ]
    saved += [
        ({"player": "policy", "features": ["a"], "network": MODEL_TEXT, "weights": "w.h5"}, MODEL),
        ({"net": MODEL, "rate": {"class_name": "Rate"}}, MODEL),
    ]
    for data, expected in saved:
        text = json.dumps(data, indent=1)
        assert read_model_text(text).config == expected
    found = read_model_file(write(tmp_path / "model.json", json.dumps(saved[3][0])))
    assert (found.keras_version, found.backend, found.training) == ("2.1.6", "tensorflow", {"loss": "mse"})
    assert found.notes
    own = read_model_text(json.dumps(saved[-1][0]))
    assert own.notes == ("The model stands in the entry 'net' of the file.",)


@pytest.mark.parametrize(
    "name", ["model.txt", "model", "model.h5", "model.zip", "model.pkl", "model.npz", "mödel 你好.json"]
)
def test_a_wrong_name_does_no_harm(tmp_path: Path, name: str) -> None:
    assert read_model_file(write(tmp_path / name, keras_archive())).kind == "keras"
    assert read_model_file(write(tmp_path / name, MODEL_TEXT)).kind == "json"
    assert read_model_file(h5(tmp_path / name)).kind == "h5"


def test_archive_packed_with_its_folder(tmp_path: Path) -> None:
    entries = [
        ("my model/config.json", MODEL_TEXT.encode()),
        ("my model/metadata.json", METADATA.encode()),
        ("my model/model.weights.h5", b"weights"),
        ("__MACOSX/config.json", b"{}"),
    ]
    found = read_model_file(write(tmp_path / "model.keras", archive_of(entries)))
    assert found.config == MODEL and found.has_weights and "'my model'" in found.notes[0]


def test_a_link_to_a_file_is_that_file(tmp_path: Path) -> None:
    write(tmp_path / "model.json", MODEL_TEXT)
    (tmp_path / "link.json").symlink_to(tmp_path / "model.json")
    assert read_model_file(tmp_path / "link.json").config == MODEL


def test_settings_of_training_that_cannot_be_read_do_not_stop_the_model(tmp_path: Path) -> None:
    found = read_model_file(h5(tmp_path / "model.h5", training_config=b'{"loss": NaN}'))
    assert found.config == MODEL and found.training is None and "training" in found.notes[0]


def test_progress_and_result_are_plain_values(tmp_path: Path) -> None:
    fractions: list[float] = []
    found = read_model_file(write(tmp_path / "model.json", MODEL_TEXT), progress=fractions.append)
    assert fractions == sorted(fractions) and fractions[-1] == 1.0 and len(fractions) > 2
    assert isinstance(found, ModelFile) and type(found.config) is dict


# --- what does not open -----------------------------------------------------------------------------------------------


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


# --- limits -----------------------------------------------------------------------------------------------------------


def test_cancelling_ends_the_process(tmp_path: Path) -> None:
    path = write(tmp_path / "model.json", MODEL_TEXT)
    before = _children()
    with pytest.raises(CancelledReading, match="cancelled"):
        read_model_file(path, cancelled=lambda: True)
    assert _children() == before


def test_time_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.reading.process._START", "import time; time.sleep(60)")
    with pytest.raises(FileError, match=r"within 0\.3 seconds"):
        read_model_file(write(tmp_path / "model.json", MODEL_TEXT), limits=Limits(wall_seconds=0.3))


def test_memory_is_limited(tmp_path: Path) -> None:
    """A text of one wide character takes four bytes for each of its characters."""
    text = json.dumps(files.sequential(files.dense("😀" + "x" * (40 << 20))), ensure_ascii=False)
    assert "memory" in refusal(write(tmp_path / "model.json", text))


SPIN = """
import sys; sys.path.insert(0, {root!r})
from core.reading import limits
limits.apply(limits.Limits(cpu_seconds=1, cpu_most=2, memory_bytes=64 << 20))
{code}
"""


@pytest.mark.parametrize(
    "code",
    [
        "while True: pass",
        "bytearray(200 << 20)",
        "import os; os.write(os.open('/dev/shm/netwright-test', os.O_CREAT | os.O_WRONLY), b'x')",
        "limits.no_more_files(); open('/dev/null')",
    ],
)
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of Linux")
def test_limits_hold(code: str) -> None:
    root = str(Path(__file__).resolve().parents[3])
    done = subprocess.run(
        [sys.executable, "-I", "-c", SPIN.format(root=root, code=code)], capture_output=True, timeout=60, check=False
    )
    Path("/dev/shm/netwright-test").unlink(missing_ok=True)
    assert done.returncode != 0


def test_a_child_that_dies_gives_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for start, words in (
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", "processor time"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "makes its reader fail"),
        ("import os; os.write(1, b'R' + bytes(7) + b'\\xff' + b'x' * 100)", "makes its reader fail"),
        ("import os; os.write(1, b'R' + (2).to_bytes(8, 'little') + b'{}')", "confuses its reader"),
        ("import os; os.write(1, b'R' + (10).to_bytes(8, 'little') + b'{}')", "makes its reader fail"),
        ("import os; os.write(1, b'?' + bytes(8))", "makes its reader fail"),
    ):
        monkeypatch.setattr("core.reading.process._START", start)
        with pytest.raises(FileError, match=words):
            read_model_file(write(tmp_path / "model.json", MODEL_TEXT))


def test_nothing_of_keras_is_loaded_in_the_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The child is small because it imports nothing but the reader: what it loads is asked of itself."""
    start = (
        "import sys, json; sys.path.insert(0, sys.argv[1]); import core.reading.child, h5py; "
        "from core.reading import frames; own = ('core.reading', 'core.errors', 'core.texts'); "
        "bad = [name for name in sys.modules if name.split('.')[0] in ('keras', 'tensorflow', 'PySide6')]; "
        "mine = [name for name in sys.modules if name.startswith('core.') and not name.startswith(own)]; "
        "frames.send(sys.stdout.buffer, frames.REFUSED, json.dumps(bad + mine).encode())"
    )
    monkeypatch.setattr("core.reading.process._START", start)
    with pytest.raises(FileError, match=r"cannot be read: \[\]\.$"):
        read_model_file(write(tmp_path / "model.json", MODEL_TEXT))


def _children() -> int:
    listing = Path(f"/proc/self/task/{os.getpid()}/children")
    return len(listing.read_text().split()) if listing.exists() else 0
