"""Model files from anywhere: what opens, by content and not by name, and the limits of the process that reads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
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
from tests.core.reading.test_refusals import refusal

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


@pytest.mark.parametrize("name", ["model.json", "model.keras", "model.h5"])
def test_nothing_of_keras_is_loaded_in_the_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The child is small because it imports nothing but the reader: what it loads is asked of itself."""
    path = tmp_path / name
    if name.endswith("h5"):
        h5(path, model_config=MODEL_TEXT)
    else:
        write(path, MODEL_TEXT if name.endswith("json") else keras_archive())
    modules = "core.reading.child, h5py" if name.endswith("h5") else "core.reading.child"
    start = (
        f"import sys, json; sys.path.insert(0, sys.argv[1]); import {modules}; "
        "from core.reading import frames; own = ('core.reading', 'core.errors', 'core.texts'); "
        "bad = [name for name in sys.modules if name.split('.')[0] in ('keras', 'tensorflow', 'PySide6')]; "
        "mine = [name for name in sys.modules if name.startswith('core.') and not name.startswith(own)]; "
        "frames.send(sys.stdout.buffer, frames.REFUSED, json.dumps(bad + mine).encode())"
    )
    monkeypatch.setattr("core.reading.process._START", start)
    with pytest.raises(FileError, match=r"cannot be read: \[\]\.$"):
        read_model_file(path)


def _children() -> int:
    listing = Path(f"/proc/self/task/{os.getpid()}/children")
    return len(listing.read_text().split()) if listing.exists() else 0
