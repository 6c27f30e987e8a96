"""Earlier versions of a file: kept when it is saved over, twenty of them, and never in the way of saving."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.graph.model import Project
from core.storage import versions
from core.storage.files import save_project
from core.storage.versions import MOST, keep


def write(path: Path, description: str, when: int) -> None:
    save_project(Project(description=description), path, None, overwrite=True)
    os.utime(path, (when, when))


def kept(folder: Path, path: Path) -> list[str]:
    return [version.load().description for version in versions.versions(folder, path)]


def test_the_last_twenty_are_kept_newest_first(tmp_path: Path) -> None:
    folder, path = tmp_path / "state" / "versions", tmp_path / "a.netw"
    keep(folder, path)
    assert kept(folder, path) == [] and not folder.exists()
    for number in range(MOST + 5):
        write(path, f"v{number}", 1_700_000_000 + number)
        keep(folder, path)
    assert kept(folder, path) == [f"v{number}" for number in reversed(range(5, MOST + 5))]
    newest = versions.versions(folder, path)[0]
    assert newest.saved == datetime.fromtimestamp(1_700_000_000 + MOST + 4, UTC)
    assert kept(folder, tmp_path / "b.netw") == []


def test_the_same_content_is_kept_once(tmp_path: Path) -> None:
    path = tmp_path / "a.netw"
    for number in range(4):
        write(path, "same", 1_700_000_000 + number)
        keep(tmp_path / "v", path)
    assert kept(tmp_path / "v", path) == ["same"]


@pytest.mark.skipif(os.name != "posix", reason="other systems keep a user's folders apart by themselves")
def test_nobody_else_can_read_what_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.netw"
    write(path, "private", 1_700_000_000)
    path.chmod(0o600)
    keep(tmp_path / "v", path)
    (version,) = versions.versions(tmp_path / "v", path)
    assert version.path.parent.stat().st_mode & 0o077 == 0


def test_a_link_and_its_target_have_the_same_versions(tmp_path: Path) -> None:
    path, link = tmp_path / "a.netw", tmp_path / "link.netw"
    write(path, "first", 1_700_000_000)
    link.symlink_to(path)
    keep(tmp_path / "v", link)
    assert kept(tmp_path / "v", path) == ["first"]


def test_paths_stay_relative_to_where_the_file_stood(tmp_path: Path) -> None:
    home = tmp_path / "project"
    home.mkdir()
    path, layers = home / "a.netw", str(home / "layers.py")
    project = Project(custom_files=(layers,))
    save_project(project, path, None)
    keep(tmp_path / "v", path)
    assert versions.versions(tmp_path / "v", path)[0].load().custom_files == (layers,)


@pytest.mark.parametrize("what", ["folder", "fifo", "nothing", "no room"])
def test_what_cannot_be_kept_is_left(tmp_path: Path, what: str) -> None:
    path, folder = tmp_path / "a.netw", tmp_path / "v"
    if what == "folder":
        path.mkdir()
    elif what == "fifo":
        os.mkfifo(path)
    elif what == "no room":
        write(path, "first", 1_700_000_000)
        folder.write_text("a file where the folder should be")
    keep(folder, path)
    assert versions.versions(folder, path) == []


def test_strange_files_among_the_versions_are_no_versions(tmp_path: Path) -> None:
    path = tmp_path / "a.netw"
    write(path, "first", 1_700_000_000)
    keep(tmp_path / "v", path)
    own = versions.versions(tmp_path / "v", path)[0].path.parent
    for name in ("notes.txt", "x.netw", "12.tmp", "²³.netw"):
        (own / name).write_text("?")
    assert kept(tmp_path / "v", path) == ["first"]
