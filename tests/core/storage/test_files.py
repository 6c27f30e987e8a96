"""Saving replaces a file whole or leaves it as it was, and says in one sentence why it could not."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import FileChangedError, FileError, NewerFormatError
from core.graph.model import Project
from core.storage.files import is_changed, open_project, read_file, save_project, write_atomic
from core.storage.schema import ProjectWriter, dumps
from tests.core.storage.projects import full_project
from tests.environment import REPOSITORY

ONE = Project(description="one")
TWO = Project(description="two")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "p.netw"


def refused(work: object, kind: type[FileError] = FileError) -> str:
    with pytest.raises(kind) as caught:
        work()  # type: ignore[operator]
    message = caught.value.message
    assert "\n" not in message
    assert message.endswith(".")
    assert type(caught.value) is kind
    return message


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_a_project_comes_back(path: Path) -> None:
    stamp = save_project(full_project(), path, None)
    project, opened = open_project(path)
    assert project == full_project()
    assert opened == stamp
    assert names(path.parent) == ["p.netw"]
    assert path.read_bytes() == dumps(full_project()).encode()


def test_saving_again_needs_the_stamp_of_the_last_save(path: Path) -> None:
    first = save_project(ONE, path, None)
    second = save_project(TWO, path, first, writer=ProjectWriter())
    assert open_project(path) == (TWO, second)


def test_no_file_is_expected_without_a_stamp(path: Path) -> None:
    path.write_text("mine")
    assert "exists already" in refused(lambda: save_project(ONE, path, None), FileChangedError)
    assert path.read_text() == "mine"
    assert names(path.parent) == ["p.netw"]
    save_project(ONE, path, None, overwrite=True)
    assert open_project(path)[0] == ONE


def test_a_file_changed_by_someone_else_is_not_overwritten(path: Path) -> None:
    stamp = save_project(ONE, path, None)
    other = dumps(Project(description="eno")).encode()
    assert len(other) == stamp.size
    path.write_bytes(other)
    os.utime(path, ns=(stamp.mtime_ns, stamp.mtime_ns + 1))
    assert is_changed(path, stamp)
    assert "changed by another program" in refused(lambda: save_project(TWO, path, stamp), FileChangedError)
    assert path.read_bytes() == other
    assert names(path.parent) == ["p.netw"]
    save_project(TWO, path, stamp, overwrite=True)
    assert open_project(path)[0] == TWO


def test_a_replaced_or_touched_file_with_the_same_content_is_the_same(path: Path) -> None:
    stamp = save_project(ONE, path, None)
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content)
    os.utime(path)
    assert not is_changed(path, stamp)
    save_project(TWO, path, stamp)


def test_another_size_is_a_change_without_reading(path: Path) -> None:
    stamp = save_project(ONE, path, None)
    with path.open("ab") as file:
        file.write(b" ")
    assert is_changed(path, stamp)


def test_a_file_that_was_removed_is_written_again(path: Path) -> None:
    stamp = save_project(ONE, path, None)
    path.unlink()
    assert not is_changed(path, stamp)
    save_project(TWO, path, stamp)
    assert open_project(path)[0] == TWO


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755])
def test_the_mode_is_kept(path: Path, mode: int) -> None:
    stamp = save_project(ONE, path, None)
    path.chmod(mode)
    save_project(TWO, path, stamp)
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_new_file_follows_the_umask(path: Path) -> None:
    old = os.umask(0o027)
    try:
        save_project(ONE, path, None)
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to someone else")
def test_the_owner_is_kept(path: Path) -> None:
    stamp = save_project(ONE, path, None)
    os.chown(path, 1234, 4321)
    save_project(TWO, path, stamp)
    assert (path.stat().st_uid, path.stat().st_gid) == (1234, 4321)


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target, link, second = tmp_path / "real" / "p.netw", tmp_path / "link.netw", tmp_path / "second.netw"
    stamp = save_project(ONE, target, None)
    link.symlink_to("real/p.netw")
    second.symlink_to(link)
    save_project(TWO, second, stamp)
    assert link.is_symlink()
    assert second.is_symlink()
    assert open_project(target)[0] == open_project(link)[0] == TWO
    assert names(tmp_path) == ["link.netw", "real", "second.netw"]


def test_a_dangling_link_gets_its_target(tmp_path: Path) -> None:
    link = tmp_path / "link.netw"
    link.symlink_to(tmp_path / "p.netw")
    save_project(ONE, link, None)
    assert link.is_symlink()
    assert open_project(tmp_path / "p.netw")[0] == ONE


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


def test_a_long_name_needs_no_room_for_more(tmp_path: Path) -> None:
    save_project(ONE, tmp_path / ("x" * 255), None)
    assert open_project(tmp_path / ("x" * 255))[0] == ONE


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


def test_a_byte_order_mark_is_no_harm(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + dumps(ONE).encode())
    assert open_project(path)[0] == ONE


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


def test_exports_use_the_same_road(path: Path) -> None:
    write_atomic(path, b"print()\n")
    write_atomic(path, b"")
    assert read_file(path) == b""
    write_atomic(path, b"x" * 3_000_000)
    assert read_file(path) == b"x" * 3_000_000
    assert names(path.parent) == ["p.netw"]


def test_an_interrupted_write_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stamp = save_project(ONE, path, None)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save_project(TWO, path, stamp)
    assert names(path.parent) == ["p.netw"]
    assert open_project(path)[0] == ONE


def test_leftovers_of_a_crash_go_after_an_hour(path: Path) -> None:
    old, young = path.parent / f".netwright-{'0' * 16}.tmp", path.parent / f".netwright-{'1' * 16}.tmp"
    mine = path.parent / ".netwright-mine.tmp"
    for leftover in (old, young, mine):
        leftover.write_text("x")
    for leftover in (old, mine):
        os.utime(leftover, (time.time() - 4000,) * 2)
    save_project(ONE, path, None)
    assert names(path.parent) == sorted([young.name, mine.name, "p.netw"])


def test_two_threads_never_mix_their_files(path: Path) -> None:
    projects = [Project(description=str(number) * 2000) for number in range(4)]

    def save(project: Project) -> None:
        for _ in range(30):
            save_project(project, path, None, overwrite=True)

    threads = [threading.Thread(target=save, args=(project,)) for project in projects]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        if path.exists():
            assert open_project(path)[0] in projects
    for thread in threads:
        thread.join()
    assert names(path.parent) == ["p.netw"]
