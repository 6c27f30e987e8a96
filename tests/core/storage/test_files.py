"""Saving replaces a file whole or leaves it as it was, and never overwrites what somebody else wrote."""

from __future__ import annotations

import os
import stat
import threading
import time
from pathlib import Path

import pytest

from core.errors import FileChangedError
from core.graph.model import Project
from core.storage.files import is_changed, open_project, read_file, save_project, write_atomic
from core.storage.schema import ProjectWriter, dumps
from tests.core.storage.conftest import ONE, TWO, names, refused
from tests.core.storage.projects import full_project


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


def test_a_long_name_needs_no_room_for_more(tmp_path: Path) -> None:
    save_project(ONE, tmp_path / ("x" * 255), None)
    assert open_project(tmp_path / ("x" * 255))[0] == ONE


def test_a_byte_order_mark_is_no_harm(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + dumps(ONE).encode())
    assert open_project(path)[0] == ONE


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
