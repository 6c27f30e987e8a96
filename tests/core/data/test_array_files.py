"""NumPy files, honest and hostile."""

from __future__ import annotations

import io
import pickle
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.data import sources
from core.data.dataset import Dataset
from core.errors import DataError
from core.graph.model import DataSettings
from core.graph.values import FrozenMap, Value
from tests.core.reading.files import central, end, local


def load(path: Path, **options: Value) -> Dataset:
    return sources.load(DataSettings(source=f"npz:{path}", options=FrozenMap(options)))


def refused(path: Path, **options: Value) -> str:
    with pytest.raises(DataError) as caught:
        load(path, **options)
    assert "\n" not in caught.value.message
    return caught.value.message


def npz(path: Path, **arrays: Any) -> Path:
    np.savez(path, **arrays)
    return path


def member(path: Path, name: str, content: bytes, method: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr(name, content)
    return path


def header(shape: str, descr: str = "'<f4'") -> bytes:
    text = f"{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}".encode()
    text += b" " * (63 - (len(text) + 10) % 64) + b"\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text


X = np.arange(48, dtype=np.float64).reshape(12, 4)
Y = np.arange(12) % 3


def test_x_and_y(tmp_path: Path) -> None:
    data = load(npz(tmp_path / "a.npz", x=X, y=Y))
    assert data.samples.inputs["x"].dtype == np.float32
    np.testing.assert_array_equal(data.samples.inputs["x"], X)
    assert data.samples.targets["y"].tolist() == Y.tolist()
    assert data.class_names["y"] == ("0", "1", "2")


def test_fortran_order_big_endian_and_compression(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    np.savez_compressed(path, x=np.asfortranarray(X.astype(">f8")), y=Y.astype(">i2"))
    data = load(path)
    np.testing.assert_array_equal(data.samples.inputs["x"], X)
    assert data.samples.targets["y"].tolist() == Y.tolist()


def test_pixels_stay_bytes(tmp_path: Path) -> None:
    data = load(npz(tmp_path / "a.npz", x=np.zeros((12, 8, 8), np.uint8), y=Y))
    assert data.samples.inputs["x"].dtype == np.uint8


def test_train_and_test_parts_share_class_numbers(tmp_path: Path) -> None:
    path = npz(tmp_path / "a.npz", x_train=X, y_train=np.array([5, 7, 9] * 4), x_test=X[:3], y_test=np.array([9, 9, 5]))
    data = load(path)
    assert data.samples.samples == 12 and data.test is not None
    assert data.class_names["y"] == ("5", "7", "9")
    assert data.test.targets["y"].tolist() == [2, 2, 0]
    assert data.samples.targets["y"][:3].tolist() == [0, 1, 2]


def test_several_inputs_by_key(tmp_path: Path) -> None:
    path = npz(tmp_path / "a.npz", image=np.zeros((12, 2, 2, 1)), numbers=X, label=Y, weight=X[:, 0])
    data = load(path, inputs=("image", "numbers"), targets=("label",))
    assert {key: value.shape for key, value in data.samples.inputs.items()} == {
        "image": (12, 2, 2, 1),
        "numbers": (12, 4),
    }
    assert list(data.samples.targets) == ["label"]
    assert sources.keys(DataSettings(source=f"npz:{path}")) == ("image", "numbers", "label", "weight")
    assert "no array 'nothing'" in refused(path, inputs=("nothing",), targets=("label",))
    assert "no array for the target" in refused(npz(tmp_path / "b.npz", x=X, other=X))
    assert "no array for the input" in refused(npz(tmp_path / "c.npz", other=X, y=Y))


def test_kinds_of_targets(tmp_path: Path) -> None:
    one_hot = load(npz(tmp_path / "a.npz", x=X, y=np.eye(3)[Y]))
    assert one_hot.samples.targets["y"].shape == (12, 3) and len(one_hot.class_names["y"]) == 3
    texts = load(npz(tmp_path / "b.npz", x=X, y=np.array(["no", "yes"] * 6)))
    assert texts.class_names["y"] == ("no", "yes")
    quantity = load(npz(tmp_path / "c.npz", x=X, y=np.linspace(0, 1, 12)))
    assert quantity.samples.targets["y"].shape == (12, 1) and not quantity.class_names


def test_a_table_in_a_npy(tmp_path: Path) -> None:
    path = tmp_path / "table.npy"
    np.save(path, np.column_stack([X, np.linspace(0, 1, 12)]))
    data = load(path)
    assert data.samples.inputs["features"].shape == (12, 4)
    assert data.samples.targets["column 5"].shape == (12, 1)
    np.save(path, np.zeros((3, 4, 5)))
    assert "a table of numbers was expected" in refused(path)


@pytest.mark.parametrize(
    ("arrays", "expected"),
    [
        ({"x": X, "y": Y[:-1]}, "different numbers of samples: 'x' has 12, 'y' has 11"),
        ({"x": np.float64(3), "y": Y}, "samples along its first axis"),
        ({"x": X[:0], "y": Y[:0]}, "samples along its first axis"),
        ({"x": X[:, :0], "y": Y}, "holds no values"),
        ({"x": X * 1j, "y": Y}, "real numbers were expected"),
        ({"x": np.array(["a"] * 12), "y": Y}, "holds text"),
        ({"x": X, "y": np.array([None] * 12)}, "a pickle"),
        ({"x": np.zeros(12, "M8[s]"), "y": Y}, "real numbers were expected"),
        ({"x": np.zeros(12, [("a", "f4")]), "y": Y}, "real numbers were expected"),
    ],
)
def test_arrays_that_do_not_fit(tmp_path: Path, arrays: dict[str, Any], expected: str) -> None:
    assert expected in refused(npz(tmp_path / "a.npz", **arrays))


class Trap:
    """A pickle that would create a file when loaded."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return (open, (str(self.path), "w"))


@pytest.mark.filterwarnings("ignore:unclosed file")
def test_pickles_are_never_loaded(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    assert "a pickle" in refused(npz(tmp_path / "a.npz", x=np.array([Trap(victim)] * 2, dtype=object), y=Y[:2]))
    plain = tmp_path / "b.npz"
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        for value in (Trap(victim), [Trap(victim)], {"x": Trap(victim)}):
            plain.write_bytes(pickle.dumps(value, protocol))
            assert "is a pickle" in refused(plain)
    member(tmp_path / "c.npz", "x.npy", pickle.dumps(Trap(victim)))
    assert refused(tmp_path / "c.npz")
    assert not victim.exists()


@pytest.mark.parametrize(
    "content",
    [
        header("(1000000000, 1000000000)") + b"\0" * 64,
        header("(-4, -4)") + b"\0" * 64,
        header("(4, 4)"),
        header("(4, 4)") + b"\0" * 640,
        header("(" * 3000 + ")" * 3000),
        header("(True, 16)") + b"\0" * 64,
        header("(16,)", "'|O'") + b"\0" * 128,
        header("(16,)", "'nonsense'") + b"\0" * 64,
        b"\x93NUMPY\x01\x00\xff\xff{",
        b"\x93NUMPY\x09\x00",
        b"",
        b"not numpy at all",
    ],
)
def test_hostile_headers(tmp_path: Path, content: bytes) -> None:
    assert refused(member(tmp_path / "a.npz", "x.npy", content))
    with_target = tmp_path / "b.npz"
    with zipfile.ZipFile(with_target, "w") as archive:
        archive.writestr("x.npy", content)
        buffer = io.BytesIO()
        np.save(buffer, Y)
        archive.writestr("y.npy", buffer.getvalue())
    assert refused(with_target)
    table = tmp_path / "t.npy"
    table.write_bytes(content)
    assert refused(table)


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.npz"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("x.npy", "w", force_zip64=True) as file,
    ):
        file.write(header("(161061274,)"))
        for _ in range(154):
            file.write(bytes(2**22))
    assert path.stat().st_size < 2 * 2**20
    assert "when unpacked" in refused(path)


def test_arrays_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    """Thousands of names for one packed array would grow a small file without end."""
    buffer = io.BytesIO()
    np.save(buffer, np.arange(100.0))
    content = buffer.getvalue()
    crc, names = zlib.crc32(content), ["x.npy", "y.npy"]
    body = local("x.npy", content, len(content), crc)
    table = b"".join(central(name, 0, len(content), len(content), crc) for name in names)
    path = tmp_path / "a.npz"
    path.write_bytes(body + table + end(2, len(table), len(body)))
    assert "overlap" in refused(path)


def test_every_truncation_is_one_sentence(tmp_path: Path) -> None:
    whole = npz(tmp_path / "a.npz", x=X, y=Y).read_bytes()
    cut = tmp_path / "cut.npz"
    for length in range(0, len(whole), 7):
        cut.write_bytes(whole[:length])
        assert refused(cut)


def test_byte_flips_never_escape_as_another_error(tmp_path: Path) -> None:
    whole = npz(tmp_path / "a.npz", x=X, y=Y).read_bytes()
    changed = tmp_path / "flip.npz"
    generator = np.random.default_rng(1)
    refusals = 0
    for _ in range(400):
        content = bytearray(whole)
        content[generator.integers(len(whole))] ^= 1 << int(generator.integers(8))
        changed.write_bytes(bytes(content))
        try:
            load(changed)
        except DataError:
            refusals += 1
    assert refusals > 100


def test_other_files(tmp_path: Path) -> None:
    assert "There is no file" in refused(tmp_path / "gone.npz")
    assert "is not a file" in refused(tmp_path)
    empty = tmp_path / "empty.npz"
    with zipfile.ZipFile(empty, "w"):
        pass
    assert "holds no arrays" in refused(empty)
