"""What was edited a second ago survives every end of the program, and nothing else is ever offered."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.errors import FileError
from core.graph.model import Project
from core.storage import journal as module
from core.storage.journal import Journal, pending
from core.storage.schema import dumps
from tests.core.storage.projects import full_project
from tests.environment import REPOSITORY

ONE = Project(description="one")
TWO = Project(description="two")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state" / "journal"


@contextmanager
def session(folder: Path, *steps: str) -> Iterator[subprocess.Popen[str]]:
    """Another window, which has done its steps; it is killed at the end."""
    command = [sys.executable, "-m", "tests.core.storage.crashing", str(folder), *steps]
    process = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def crash(folder: Path, project: Project, path: Path | None = None) -> None:
    """Leave what a crash leaves."""
    journal = Journal(folder)
    journal.record(project, path)
    journal.close(keep=True)


def files(folder: Path) -> list[str]:
    return sorted(entry.suffix for entry in folder.iterdir())


def test_an_edit_survives_a_kill_a_second_later(folder: Path) -> None:
    with session(folder, "record=a", "record=b"):
        time.sleep(1.0)
        assert pending(folder) == []  # a window that lives is not offered
    [recovery] = pending(folder)
    assert recovery.load().description == "b"
    assert recovery.path == folder / "p.netw"
    assert abs(recovery.time - time.time()) < 30
    assert files(folder) == [".journal"]


def test_a_second_crash_loses_nothing(folder: Path) -> None:
    crash(folder, ONE)
    with session(folder, "adopt"):
        assert pending(folder) == []  # the other window recovers it
    assert [recovery.load() for recovery in pending(folder)] == [ONE]
    with session(folder, "adopt", "record=three"):
        time.sleep(1.0)
    assert [recovery.load().description for recovery in pending(folder)] == ["three"]
    with session(folder, "adopt", "close"):
        pass
    assert pending(folder) == []
    assert files(folder) == []


def test_a_clean_end_leaves_nothing(folder: Path) -> None:
    with journal_in(folder) as journal:
        journal.record(ONE, None)
        journal.flush()
        assert files(folder) == [".journal", ".lock"]
    assert files(folder) == []


@contextmanager
def journal_in(folder: Path) -> Iterator[Journal]:
    journal = Journal(folder)
    try:
        yield journal
    finally:
        journal.close()


def test_nothing_is_written_before_the_first_edit(folder: Path) -> None:
    with journal_in(folder):
        assert not folder.exists()
        assert pending(folder) == []


def test_recording_is_cheap_and_the_thread_ends(folder: Path) -> None:
    with journal_in(folder) as journal:
        project = full_project()
        journal.record(project, None)
        start = time.thread_time()
        for _ in range(1000):
            journal.record(project, None)
        assert (time.thread_time() - start) / 1000 < 0.001
        assert any(thread.name == "journal" for thread in threading.enumerate())
    assert not any(thread.name == "journal" for thread in threading.enumerate())
    journal.record(ONE, None)
    assert not any(thread.name == "journal" for thread in threading.enumerate())


def test_edits_of_a_moment_are_written_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[bytes] = []
    write = module.write_atomic

    def count(path: Path, data: bytes) -> None:
        written.append(data)
        write(path, data)

    monkeypatch.setattr(module, "write_atomic", count)
    with journal_in(folder) as journal:
        for number in range(50):
            journal.record(Project(description=str(number)), None)
        end = time.monotonic() + 5
        while not written and time.monotonic() < end:
            time.sleep(0.01)
        time.sleep(0.1)
        assert len(written) == 1
        assert dumps(Project(description="49")).encode() in written[0]


def test_saving_clears_and_the_next_edit_starts_anew(folder: Path) -> None:
    with journal_in(folder) as journal:
        journal.record(ONE, None)
        journal.flush()
        journal.clear()
        assert files(folder) == []
        journal.record(TWO, None)
        journal.clear()
        time.sleep(0.5)
        assert files(folder) == []
        journal.record(TWO, None)
        journal.flush()
        assert files(folder) == [".journal", ".lock"]


def test_several_crashes_are_offered_newest_first(folder: Path) -> None:
    for project in (ONE, TWO):
        crash(folder, project, Path("relative.netw"))
        time.sleep(0.01)
    found = pending(folder)
    assert [recovery.load() for recovery in found] == [TWO, ONE]
    assert found[0].path == Path("relative.netw").absolute()
    found[0].discard()
    assert [recovery.load() for recovery in pending(folder)] == [ONE]
    assert files(folder) == [".journal"]


def test_recovering_goes_on_with_the_same_entry(folder: Path) -> None:
    crash(folder, ONE)
    [recovery] = pending(folder)
    with journal_in(folder) as journal:
        journal.record(TWO, None)
        journal.flush()
        journal.adopt(recovery)
        assert files(folder) == [".journal", ".lock"]
        assert recovery.entry.exists()
        with pytest.raises(FileError, match="no longer free"):
            recovery.discard()
        with journal_in(folder) as other, pytest.raises(FileError, match="no longer free"):
            other.adopt(recovery)
        journal.record(TWO, None)
        journal.flush()
        assert dumps(TWO) in recovery.entry.read_text("utf-8")
        journal.clear()
    assert files(folder) == []
    with journal_in(folder) as journal, pytest.raises(FileError, match="no longer free"):
        journal.adopt(recovery)
    assert files(folder) == []


def damage(entry: Path, kind: str) -> None:
    head, _, body = entry.read_text("utf-8").partition("\n")
    header = json.loads(head)
    match kind:
        case "truncated":
            entry.write_text(head + "\n" + body[:-50])
        case "empty":
            entry.write_bytes(b"")
        case "binary":
            entry.write_bytes(bytes(range(256)))
        case "foreign":
            entry.write_text(body)
        case "no path":
            entry.write_text(json.dumps({**header, "path": 3}) + "\n" + body)
        case "nul":
            entry.write_bytes(bytes(len(body)))


@pytest.mark.parametrize("kind", ["truncated", "empty", "binary", "foreign", "no path", "nul"])
def test_a_damaged_entry_is_put_aside_with_the_reason(
    folder: Path, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    crash(folder, ONE)
    crash(folder, TWO)
    damage(pending(folder)[1].entry, kind)
    assert [recovery.load() for recovery in pending(folder)] == [TWO]
    assert "is damaged and was put aside as" in caplog.text
    assert files(folder) == [".damaged", ".journal"]
    caplog.clear()
    assert len(pending(folder)) == 1
    assert caplog.text == ""


def test_an_entry_that_is_a_folder_is_no_crash(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    (folder / "x.journal").mkdir(parents=True)
    assert pending(folder) == []
    assert "put aside" in caplog.text


def test_an_entry_of_a_newer_version_is_left_to_it(folder: Path) -> None:
    crash(folder, ONE)
    [recovery] = pending(folder)
    recovery.entry.write_text(recovery.entry.read_text().replace('"netwright": 1', '"netwright": 2'))
    assert pending(folder) == []
    assert files(folder) == [".journal"]


def test_a_lock_without_an_entry_is_tidied_up(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "a.lock").touch()
    assert pending(folder) == []
    assert files(folder) == []


def test_a_journal_that_cannot_be_written_says_so_and_goes_on(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("in the way")
    with journal_in(tmp_path / "state" / "journal") as journal:
        journal.record(ONE, None)
        journal.flush()
        assert journal.fault is not None
        assert "recovery copy cannot be written" in journal.fault.message
        (tmp_path / "state").unlink()
        journal.record(TWO, None)
        journal.flush()
        assert journal.fault is None
        assert len(files(tmp_path / "state" / "journal")) == 2


def test_a_folder_that_somebody_tidied_up_is_made_again(folder: Path) -> None:
    with journal_in(folder) as journal:
        journal.record(ONE, None)
        journal.flush()
        for entry in folder.iterdir():
            entry.unlink()
        folder.rmdir()
        journal.record(TWO, None)
        journal.flush()
        assert journal.fault is None
        assert files(folder) == [".journal", ".lock"]


def test_only_the_user_may_read_the_folder(folder: Path) -> None:
    with journal_in(folder) as journal:
        journal.record(ONE, None)
        journal.flush()
        assert folder.stat().st_mode & 0o077 == 0


def test_paths_that_are_no_text_are_kept(folder: Path) -> None:
    crash(folder, ONE, Path(os.fsdecode(b"/data/\xff.netw")))
    assert pending(folder)[0].path == Path(os.fsdecode(b"/data/\xff.netw"))


def test_the_users_file_is_never_touched(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "p.netw"
    path.write_text("as it was")
    with journal_in(folder) as journal:
        journal.record(ONE, path)
        journal.flush()
    assert path.read_text() == "as it was"
