"""Between the window and the disk: every file a person may have, every answer, and what goes wrong with either."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMenu, QPushButton

from core.graph import edits
from core.graph.model import Project
from core.storage import templates
from core.storage.files import open_project, save_project
from core.storage.journal import Journal, pending
from core.storage.places import places
from core.storage.schema import dumps
from gui.settings import Settings
from gui.window import MainWindow
from tests.dialogs import answering, message_of
from tests.windows import OpenWindow, put_away


def edit(window: MainWindow, name: str = "edited") -> Project:
    """Change the document as a person would, and return it."""
    assert window.session.apply(lambda graph: edits.set_model_name(graph, name), "Rename the model")
    return window.session.project


# Open


def test_open_shows_the_file_and_remembers_it(window: MainWindow, saved: Path) -> None:
    with answering(saved):
        assert window.files.open()
    assert window.session.project == open_project(saved)[0]
    assert not window.session.document.is_modified and window.session.document.undo_label is None
    assert window.windowTitle().startswith("iris.netw") and not window.isWindowModified()
    assert set(window.scene.nodes) == set(window.session.graph.nodes)
    assert window.settings.recent == [saved] and window.settings.folder == saved.parent
    assert window.files.folder() == saved.parent


def test_a_cancelled_open_changes_nothing(window: MainWindow) -> None:
    before = window.session.project
    with answering(None):
        assert not window.files.open()
    assert window.session.project is before and window.files.path is None


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _newer(data: bytes) -> bytes:
    made = json.loads(data)
    made["netwright"] = 99
    return json.dumps(made).encode()


BAD_FILES = {
    "truncated": _cut,
    "empty": lambda data: b"",
    "newer": _newer,
    "foreign": lambda data: b'{"class_name": "Sequential", "config": []}',
    "text": lambda data: b"import keras\n",
    "bytes": lambda data: bytes(range(256)) * 8,
    "no object": lambda data: b"[1, 2, 3]",
    "broken wire": lambda data: data.replace(b'"n1"', b'"n999"', 1),
    "doubled key": lambda data: data.replace(b'"description"', b'"description": "", "description"', 1),
}


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_bad_file_is_one_message_and_the_document_stays(window: MainWindow, saved: Path, kind: str) -> None:
    bad = saved.with_name("bad.netw")
    content = BAD_FILES[kind](saved.read_bytes())
    bad.write_bytes(content)
    assert window.files.open(saved)
    before = edit(window)
    text = message_of(lambda: window.files.open(bad))
    assert "bad.netw" in text and text.count("\n") == 0 and text.endswith(".")
    assert window.session.project is before and window.session.document.is_modified
    assert window.files.path == saved and window.settings.recent == [saved]
    assert bad.read_bytes() == content


def test_what_is_no_file_is_one_message(window: MainWindow, work: Path) -> None:
    for path in (work, work / "gone.netw", work / "gone" / "a.netw", Path("a\0b.netw")):
        before = window.session.project
        message_of(lambda path=path: window.files.open(path))
        assert window.session.project is before and window.files.path is None


# Leaving a changed project


def test_leaving_asks_and_every_answer_is_kept(window: MainWindow, saved: Path) -> None:
    window.files.open(saved)
    changed = edit(window)
    with answering("Cancel"):
        window.files.new()
    with answering(None):
        window.files.new("mlp-iris")
    assert window.session.project is changed and window.files.path == saved
    with answering("Save"):
        window.files.new()
    assert open_project(saved)[0] == changed
    assert window.session.project == Project() and window.files.path is None
    edit(window, "other")
    with answering("Don't save"):
        window.files.open(saved)
    assert window.session.project == changed


def test_a_save_that_fails_while_leaving_leaves_nothing(window: MainWindow, saved: Path) -> None:
    window.files.open(saved)
    changed = edit(window)
    shutil.rmtree(saved.parent)
    with answering("Save", "OK"):
        window.files.new()
    assert window.session.project is changed and window.session.document.is_modified


def test_a_file_that_cannot_be_opened_asks_nothing_first(window: MainWindow, work: Path) -> None:
    """Giving up the changes for a file that is not opened then would be for nothing."""
    changed = edit(window)
    message_of(lambda: window.files.open(work / "gone.netw"))
    assert window.session.project is changed


# Save


def test_save_asks_once_for_a_name_and_then_no_more(window: MainWindow, work: Path) -> None:
    window.files.new("mlp-iris")
    first = edit(window)
    with answering(work / "first"):
        assert window.files.save()
    path = work / "first.netw"
    assert open_project(path)[0] == first and not window.session.document.is_modified
    second = edit(window, "second")
    with answering():
        assert window.files.save()
    assert open_project(path)[0] == second
    assert window.windowTitle().startswith("first.netw")


def test_undo_to_the_saved_state_is_unmodified(window: MainWindow, saved: Path) -> None:
    window.files.open(saved)
    edit(window)
    assert window.isWindowModified()
    window.session.undo()
    assert not window.isWindowModified()
    window.close()
    assert not window.isVisible()


def test_save_as_never_overwrites_a_file_that_only_the_suffix_reveals(
    window: MainWindow, work: Path, saved: Path
) -> None:
    kept = saved.read_bytes()
    edit(window)
    with answering(work / "iris", "Cancel"):
        assert not window.files.save_as()
    assert saved.read_bytes() == kept and window.files.path is None
    with answering(work / "iris", "Overwrite"):
        assert window.files.save_as()
    assert open_project(saved)[0] == window.session.project


def test_save_as_over_an_existing_file_asks_once(window: MainWindow, saved: Path) -> None:
    """The file dialog itself asks; a second question would be noise."""
    changed = edit(window)
    with answering(saved, "Yes"):
        assert window.files.save_as()
    assert open_project(saved)[0] == changed


def test_a_cancelled_save_is_no_save(window: MainWindow) -> None:
    edit(window)
    with answering(None):
        assert not window.files.save()
    assert window.session.document.is_modified


def test_a_file_changed_by_someone_else_is_asked_about(window: MainWindow, saved: Path) -> None:
    window.files.open(saved)
    mine = edit(window, "mine")
    save_project(Project(description="theirs"), saved, None, overwrite=True)
    theirs = saved.read_bytes()
    with answering("Cancel") as hand:
        assert not window.files.save()
    assert "iris.netw" in hand.texts[0] and "another program" in hand.texts[0]
    assert saved.read_bytes() == theirs and window.session.document.is_modified
    with answering("Overwrite"):
        assert window.files.save()
    assert open_project(saved)[0] == mine and not window.session.document.is_modified
    edit(window, "more")
    with answering():
        assert window.files.save()


def test_a_folder_that_vanished_is_one_message_and_save_as_helps(
    window: MainWindow, saved: Path, tmp_path: Path
) -> None:
    window.files.open(saved)
    changed = edit(window)
    shutil.rmtree(saved.parent)
    text = message_of(window.files.save)
    assert "does not exist" in text and "iris.netw" in text
    assert window.session.project is changed and window.session.document.is_modified
    with answering(tmp_path / "elsewhere.netw"):
        assert window.files.save_as()
    assert open_project(tmp_path / "elsewhere.netw")[0] == changed


def test_a_file_that_vanished_is_written_again(window: MainWindow, saved: Path) -> None:
    window.files.open(saved)
    changed = edit(window)
    saved.unlink()
    with answering():
        assert window.files.save()
    assert open_project(saved)[0] == changed


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_protected_file_is_one_message(window: MainWindow, saved: Path) -> None:
    window.files.open(saved)
    edit(window)
    saved.chmod(0o444)
    assert "permission" in message_of(window.files.save)
    assert window.session.document.is_modified


# Recent files


def _recent_menu(window: MainWindow) -> QMenu:
    return next(menu for menu in window.menuBar().findChildren(QMenu) if menu.title() == "Open recent")


def test_recent_files_are_offered_newest_first_and_only_while_they_exist(
    open_window: OpenWindow, work: Path, saved: Path
) -> None:
    first = open_window()
    other = work / "other.netw"
    save_project(Project(), other, None)
    first.files.open(saved)
    first.files.open(other)
    assert [action.text() for action in _recent_menu(first).actions()] == [str(other), str(saved)]
    put_away(first)
    second = open_window()
    saved_action = _recent_menu(second).actions()[1]
    saved_action.trigger()
    assert second.files.path == saved
    other.unlink()
    message_of(lambda: next(a for a in _recent_menu(second).actions() if a.text() == str(other)).trigger())
    assert second.files.path == saved
    put_away(second)
    assert Settings().recent == [saved]


# Recovery


def leave_behind(project: Project, path: Path | None) -> None:
    """What a session that crashed leaves: its journal."""
    journal = Journal(places().journal)
    journal.record(project, path)
    journal.close(keep=True)


def _answer(window: MainWindow, label: str) -> None:
    button = next(b for b in window.banner.findChildren(QPushButton) if b.text() == label and b.isVisible())
    button.click()


def _offers(window: MainWindow) -> bool:
    return window.banner.isVisible()


def test_a_crash_is_offered_restored_and_gone_once_it_is_saved(
    keras_imported: None, open_window: OpenWindow, saved: Path
) -> None:
    kept = saved.read_bytes()
    lost = templates.load("two-input-digits")
    leave_behind(lost, saved)
    window = open_window()
    window.start()
    assert _offers(window) and window.session.project == Project()
    _answer(window, "Restore")
    assert not _offers(window)
    assert window.session.project == lost and window.session.document.is_modified
    assert window.files.path == saved and saved.read_bytes() == kept
    # The file was not opened by this session, so saving over it is asked about.
    with answering("Overwrite"):
        assert window.files.save()
    assert open_project(saved)[0] == lost
    put_away(window)
    assert pending(places().journal) == []


def test_a_second_crash_after_restoring_loses_nothing(
    keras_imported: None, open_window: OpenWindow, saved: Path
) -> None:
    lost = templates.load("two-input-digits")
    leave_behind(lost, saved)
    window = open_window()
    window.files.recover(window.files.crashed()[0])
    assert window.session.project == lost
    # As if it ended here: another process would find the entry still held by this one, and whole.
    (entry,) = places().journal.glob("*.journal")
    assert dumps(lost) in entry.read_text()
    changed = edit(window, "after")
    window.files._journal.flush()
    assert dumps(changed) in entry.read_text()


def test_a_discarded_crash_is_offered_no_more(keras_imported: None, open_window: OpenWindow, saved: Path) -> None:
    leave_behind(templates.load("two-input-digits"), saved)
    window = open_window()
    window.start()
    _answer(window, "Discard")
    assert not _offers(window) and window.session.project == Project()
    put_away(window)
    assert pending(places().journal) == []


def test_each_of_several_crashes_is_asked_about_by_its_name(
    keras_imported: None, open_window: OpenWindow, work: Path
) -> None:
    """Discarding one must not throw away another that was never named."""
    leave_behind(templates.load("mlp-iris"), work / "older.netw")
    leave_behind(templates.load("two-input-digits"), work / "newer.netw")
    window = open_window()
    window.start()
    assert "newer.netw" in window.banner.text
    _answer(window, "Discard")
    assert _offers(window) and "older.netw" in window.banner.text
    _answer(window, "Restore")
    assert window.session.project == templates.load("mlp-iris")


def test_an_orderly_end_leaves_nothing_to_recover(open_window: OpenWindow) -> None:
    window = open_window()
    edit(window)
    window.files._journal.flush()
    assert list(places().journal.glob("*.journal"))
    with answering("Don't save"):
        window.close()
    assert list(places().journal.glob("*.journal")) == []


def test_edits_of_an_open_window_are_no_crash(open_window: OpenWindow) -> None:
    first = open_window()
    edit(first)
    first.files._journal.flush()
    assert open_window().files.crashed() == []
