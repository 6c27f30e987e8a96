"""What cannot be saved or opened is refused in one sentence, and what was there stays: places, disks, permissions, contents."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import NewerFormatError
from core.graph.model import Project
from core.storage.files import open_project, save_project
from core.storage.schema import dumps
from tests.core.storage.conftest import ONE, TWO, names, refused
from tests.core.storage.projects import full_project
from tests.environment import REPOSITORY


def test_a_link_that_leads_to_itself(path: Path) -> None:
    path.symlink_to(path)
    assert "leads to itself" in refused(lambda: save_project(ONE, path, None))
    assert "leads to itself" in refused(lambda: open_project(path))


def test_a_folder_in_the_way(path: Path) -> None:
    path.mkdir()
    assert "expected a file, received a folder" in refused(lambda: save_project(ONE, path, None, overwrite=True))
    assert "expected a file, received a folder" in refused(lambda: open_project(path))
    assert names(path.parent) == ["p.netw"]
    assert "folder" in refused(lambda: open_project("/"))


def test_a_pipe_in_the_way(path: Path) -> None:
    os.mkfifo(path)
    assert "a device, pipe or socket" in refused(lambda: save_project(ONE, path, None, overwrite=True))
    assert "a device, pipe or socket" in refused(lambda: open_project(path))


def test_a_device_in_the_way() -> None:
    assert "a device, pipe or socket" in refused(lambda: save_project(ONE, "/dev/full", None, overwrite=True))
    assert "a device, pipe or socket" in refused(lambda: open_project("/dev/zero"))


def test_a_socket_in_the_way(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("s")
        refused(lambda: open_project("s"))
        assert "a device, pipe or socket" in refused(lambda: save_project(ONE, "s", None, overwrite=True))


def test_a_folder_that_vanished(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    stamp = save_project(ONE, folder / "p.netw", None)
    shutil.rmtree(folder)
    expected = f"the folder {str(folder)!r} does not exist"
    assert expected in refused(lambda: save_project(TWO, folder / "p.netw", stamp))
    assert expected in refused(lambda: open_project(folder / "p.netw"))
    assert not folder.exists()


def test_a_file_instead_of_a_folder(path: Path) -> None:
    path.write_text("x")
    assert "is not a folder" in refused(lambda: save_project(ONE, path / "p.netw", None))
    assert "is not a folder" in refused(lambda: open_project(path / "p.netw"))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a\0b", "not a valid file name"),
        ("\ud83d", "not a valid file name"),
        ("x" * 300, "its name is too long"),
        ("missing", "it does not exist"),
    ],
)
def test_names_that_cannot_be(tmp_path: Path, name: str, expected: str) -> None:
    assert expected in refused(lambda: open_project(os.path.join(tmp_path, name)))
    if name != "missing":
        assert expected in refused(lambda: save_project(ONE, os.path.join(tmp_path, name), None))
    assert names(tmp_path) == []


# Disks and permissions


@contextlib.contextmanager
def file_size_limit(size: int) -> Iterator[None]:
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)


@pytest.mark.parametrize("size", [0, 1, 1000, 5000])
def test_a_disk_without_room_leaves_the_old_file(path: Path, size: int) -> None:
    stamp = save_project(ONE, path, None)
    content = path.read_bytes()
    with file_size_limit(size):
        message = refused(lambda: save_project(full_project(), path, stamp))
    assert message == "The file 'p.netw' cannot be saved: the disk or the size limit for files has no room for it."
    assert path.read_bytes() == content
    assert names(path.parent) == ["p.netw"]
    save_project(TWO, path, stamp)


FULL_DISK = """
import os, sys
from core.errors import FileError
from core.storage.files import open_project, save_project, write_atomic
from core.graph.model import Project
from tests.core.storage.projects import full_project
os.chdir(sys.argv[1])
save_project(full_project(), "p.netw", None)
try:
    write_atomic("p.netw", bytes(300_000))
except FileError as error:
    print(error.message)
print(open_project("p.netw")[0] == full_project(), os.listdir("."))
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")
def test_a_really_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    inner = f"mount -t tmpfs -o size=128k tmpfs '{tmp_path}' || exit 77; exec '{sys.executable}' -c \"$1\" '{tmp_path}'"
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", inner, "sh", FULL_DISK], cwd=REPOSITORY, capture_output=True, text=True
    )
    if done.returncode == 77 or "unshare failed" in done.stderr:
        pytest.skip(f"no small disk can be mounted here: {done.stderr.strip()}")
    assert done.stderr == ""
    assert done.stdout == "The file 'p.netw' cannot be saved: the disk is full.\nTrue ['p.netw']\n"


@pytest.fixture
def as_nobody() -> Iterator[Path]:
    """A folder, in a process without root's rights: root may write where the mode forbids it."""
    folder = Path(tempfile.mkdtemp(prefix="netwright-"))
    folder.chmod(0o777)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield folder
    finally:
        if root:
            os.seteuid(0)
        for inner in folder.rglob("*"):
            inner.chmod(0o700)
        shutil.rmtree(folder)


def test_a_read_only_folder(as_nobody: Path) -> None:
    folder = as_nobody / "closed"
    folder.mkdir()
    stamp = save_project(ONE, folder / "p.netw", None)
    folder.chmod(0o555)
    expected = "you have no permission for the file or its folder"
    assert expected in refused(lambda: save_project(TWO, folder / "p.netw", stamp))
    assert expected in refused(lambda: save_project(TWO, folder / "new.netw", None))
    assert open_project(folder / "p.netw")[0] == ONE
    assert names(folder) == ["p.netw"]


def test_a_read_only_file_is_respected(as_nobody: Path) -> None:
    path = as_nobody / "p.netw"
    stamp = save_project(ONE, path, None)
    path.chmod(0o444)
    assert "you have no permission" in refused(lambda: save_project(TWO, path, stamp))
    assert open_project(path)[0] == ONE


def test_an_unreadable_file(as_nobody: Path) -> None:
    path = as_nobody / "p.netw"
    save_project(ONE, path, None)
    path.chmod(0)
    assert "you have no permission" in refused(lambda: open_project(path))


# What is in the file


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "cannot be opened: this is not a Netwright project: it is empty"),
        (b"\xff\xfe{\x00", "cannot be opened: it is not text in UTF-8"),
        (dumps(ONE).encode("utf-16"), "cannot be opened: it is not text in UTF-8"),
        (b'{"class_name": "Sequential"}', "cannot be opened: this is not a Netwright project"),
        (dumps(ONE).encode()[:-9], "cannot be opened: this is not valid JSON"),
        (b"PK\x03\x04" + bytes(50), "cannot be opened: this is not valid JSON"),
        (
            dumps(ONE).replace('"model"', "3").encode(),
            "the project is damaged at graph.name: expected text, received 3",
        ),
    ],
)
def test_broken_files_are_one_sentence(path: Path, content: bytes, expected: str) -> None:
    path.write_bytes(content)
    message = refused(lambda: open_project(path))
    assert message.startswith("The file 'p.netw' ")
    assert expected in message
    assert path.read_bytes() == content


def test_a_newer_file_is_refused_politely(path: Path) -> None:
    path.write_text(dumps(ONE).replace('"netwright": 1', '"netwright": 7'))
    message = refused(lambda: open_project(path), NewerFormatError)
    assert message.startswith("The file 'p.netw' cannot be opened: the project was made by a newer Netwright")


def test_a_huge_file_is_refused_without_reading_it(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 40)
    assert "expected at most 64 MiB, received 1048576.0" in refused(lambda: open_project(path))


def test_a_project_that_could_not_be_opened_again_is_not_saved(path: Path) -> None:
    project = Project(dtype_policy=10**5000)
    assert "cannot be saved: a project holds integers" in refused(lambda: save_project(project, path, None))
    assert names(path.parent) == []
