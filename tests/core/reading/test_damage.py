"""Files cut off at every hundredth, and ten thousand with changed bytes: a model or a sentence, never anything else.

What the limited child does with them runs here in few processes of the same limits; a sample goes the whole way.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import h5py
import pytest

from core.errors import FileError
from core.reading.reader import read_model_file
from tests.core.reading import damage_child, files
from tests.core.reading.files import MODEL, MODEL_TEXT, h5, keras_archive, write
from tests.environment import REPOSITORY

MOST_MEMORY = 300  # MiB
MOST_SECONDS = 5.0


def good(folder: Path, kind: str) -> Path:
    """A small file of each kind, so that most bytes matter."""
    if kind == "keras":
        return write(folder / "model.keras", keras_archive(more={"model.weights.h5": b"weights"}))
    if kind == "json":
        return write(folder / "model.json", MODEL_TEXT)
    if kind == "h5":
        return h5(folder / "model.h5", files.legacy_weights)
    with h5py.File(folder / "latest.h5", "w", libver="latest") as file:
        file.attrs["model_config"] = MODEL_TEXT.encode()
        for index in range(12):  # so many that they are kept apart
            file.attrs[f"attribute_{index}"] = "x" * 50
        file.create_group("model_weights")
    return folder / "latest.h5"


def run(path: Path, first: int, last: int, how: str, seed: int = 0) -> dict[str, int]:
    """How many copies were opened, refused, or ended their process."""
    counts: dict[str, int] = {}
    while first < last:
        command = [
            sys.executable,
            "-m",
            "tests.core.reading.damage_child",
            str(path),
            *map(str, (seed, first, last)),
            how,
        ]
        done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=600, check=False)
        lines = [line.split(" ", 1) for line in done.stdout.splitlines()]
        for index, rest in lines:
            if index == "peak":
                assert int(rest) < MOST_MEMORY
            elif rest != "begins":
                result, seconds = rest.rsplit(" ", 1)
                assert result in ("opened", "refused", "memory"), (path.name, how, index, result)
                assert float(seconds) < MOST_SECONDS
                counts[result] = counts.get(result, 0) + 1
                first = int(index) + 1
        if first < last:
            # The copy ended its process, as it would end the child: by a limit or by a crash inside of HDF5.
            assert lines and lines[-1] == [str(first), "begins"] and done.returncode < 0, (
                path.name,
                how,
                first,
                done.stderr,
            )
            counts["ended"] = counts.get("ended", 0) + 1
            first += 1
    return counts


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["keras", "json", "h5", "latest"])
def test_files_cut_off_at_every_hundredth(tmp_path: Path, kind: str) -> None:
    counts = run(good(tmp_path, kind), 0, 100, "cut")
    assert counts["refused"] >= 90 and sum(counts.values()) == 100


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "how"), [(kind, how) for kind in ("keras", "json", "h5", "latest") for how in ("flip", "bits")]
)
def test_ten_thousand_files_with_changed_bytes(tmp_path: Path, kind: str, how: str) -> None:
    counts = run(good(tmp_path, kind), 0, 1250, how)
    assert sum(counts.values()) == 1250
    assert counts["refused"] > 50 and counts["opened"] > 50, counts
    assert counts.get("ended", 0) < 25, counts


@pytest.mark.slow
def test_a_sample_of_them_through_the_whole_reader(tmp_path: Path) -> None:
    rng = random.Random(7)
    for kind in ("keras", "json", "h5", "latest"):
        path = good(tmp_path, kind)
        data = path.read_bytes()
        for index in range(12):
            how = ("cut", "flip", "bits")[index % 3]
            write(path, damage_child.damaged(data, rng, rng.randrange(100), how))
            started = time.monotonic()
            try:
                assert read_model_file(path).config.keys() >= {"class_name", "config"}
            except FileError as error:
                assert path.name in error.message
            assert time.monotonic() - started < 4 * MOST_SECONDS
        write(path, data)
        assert read_model_file(path).config == MODEL
