"""A project inside a PNG: it comes back, the picture stays one, and no file makes reading costly."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.convert.opening import open_model
from core.errors import FileError
from core.graph import edits
from core.graph.model import Graph, Project
from core.storage.json_text import MAX_BYTES
from core.storage.png_project import KEYWORD, SIGNATURE, project_in, with_project


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body), kind) + body + struct.pack(">I", zlib.crc32(body, zlib.crc32(kind)))


def png() -> bytes:
    """One grey pixel."""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b"")


def project() -> Project:
    graph = edits.add_node(Graph("netz"), "keras.layers.InputLayer", name="图像", params={"shape": (8,)}, node_id="n1")
    return Project(graph=graph, description="for a forum")


def holding(body: bytes) -> bytes:
    """A picture with this chunk of text."""
    plain = png()
    return plain[:-12] + chunk(b"iTXt", body) + plain[-12:]


def test_it_comes_back_and_the_rest_is_untouched() -> None:
    made = with_project(png(), project())
    assert project_in(made) == project()
    assert made.startswith(png()[:-12])
    assert made.endswith(png()[-12:])
    assert with_project(made, project()) == made


def test_another_project_takes_its_place() -> None:
    made = with_project(with_project(png(), project()), Project())
    assert project_in(made) == Project()
    assert made.count(KEYWORD) == 1


def test_a_picture_without_one(tmp_path: Path) -> None:
    assert project_in(png()) is None
    (tmp_path / "holiday.png").write_bytes(png())
    with pytest.raises(FileError, match=r"'holiday.png' is a picture without a project in it"):
        open_model(tmp_path / "holiday.png")


def test_it_opens_whatever_its_name(tmp_path: Path) -> None:
    for name in ("shot.png", "shot.netw", "shot"):
        (tmp_path / name).write_bytes(with_project(png(), project()))
        assert open_model(tmp_path / name).project == project()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (KEYWORD + b"\0\1\0\0\0" + b"no zlib", "cannot be unpacked"),
        (KEYWORD + b"\0\1\0\0\0" + zlib.compress(b"x" * 99)[:-6], "end is missing|cannot be unpacked"),
        (KEYWORD + b"\0\1\0\0\0" + zlib.compress(b"\xff\xfe"), "not text in UTF-8"),
        (KEYWORD + b"\0\1\0\0\0" + zlib.compress(b"{}"), "not a Netwright project"),
        (KEYWORD + b"\0\0\0\0\0" + b"{}", "not known here"),
        (KEYWORD + b"\0", "not known here"),
        (KEYWORD + b"\0\1\0\0\0" + zlib.compress(b" " * (MAX_BYTES + 1), 9), "too large"),
    ],
)
def test_a_damaged_one_is_one_sentence(tmp_path: Path, body: bytes, reason: str) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(holding(body))
    with pytest.raises(FileError, match=reason) as caught:
        open_model(path)
    assert caught.value.message.count(". ") == 0
    assert "'a.png'" in caught.value.message


def test_a_changed_bit_is_noticed() -> None:
    made = bytearray(with_project(png(), project()))
    made[made.index(KEYWORD) + len(KEYWORD) + 30] ^= 4
    with pytest.raises(FileError, match="check sum"):
        project_in(bytes(made))


@given(st.integers(0, 400), st.binary(max_size=40))
def test_no_bytes_do_anything_else(cut: int, tail: bytes) -> None:
    data = with_project(png(), project())[:cut] + tail
    try:
        found = project_in(data)
    except FileError:
        return
    assert found is None or isinstance(found, Project)
