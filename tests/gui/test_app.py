"""The composition root: how the program starts, what it does with its arguments, and what happens to a bug."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.graph import edits
from core.storage import templates
from core.storage.files import save_project
from core.storage.places import places
from gui import app as composition
from gui import theme
from gui.settings import Settings
from gui.shell import Shell
from gui.window import MainWindow
from tests.dialogs import answering
from tests.environment import REPOSITORY

STARTED = """
import sys
from PySide6.QtCore import QTimer
from gui import app
from gui.window import MainWindow

made = []
build = app.make_shell
def noted(*given):
    made.append(build(*given))
    return made[0]
app.make_shell = noted

def look():
    window = made[0].current
    print("nodes", len(window.session.graph.nodes))
    print("title", window.windowTitle())
    print("status", window.statusBar().currentMessage())
    print("keras" in sys.modules or "tensorflow" in sys.modules, flush=True)
    window.session.document.mark_saved(window.session.project)
    window.close()

MainWindow.start = lambda self, **_: QTimer.singleShot(0, look)
from main import main
sys.exit(main(sys.argv[1:]))
"""


def start(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Start the program with these arguments; it says what its window shows and is closed."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [sys.executable, "-c", STARTED, *arguments],
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


# Starting


def test_without_arguments_it_opens_an_empty_window(work: Path) -> None:
    done = start()
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "nodes 0" and lines[1].startswith("title untitled")
    assert lines[3] == "False", "Keras was imported before the window was painted"


def test_with_a_file_it_opens_that_file(work: Path) -> None:
    path = work / "iris.netw"
    save_project(templates.load("mlp-iris"), path, None)
    done = start("open", str(path))
    assert done.returncode == 0, done.stderr
    assert f"nodes {len(templates.load('mlp-iris').graph.nodes)}" in done.stdout and "title iris.netw" in done.stdout


def test_with_a_file_that_is_none_it_still_opens(work: Path) -> None:
    """The message is a dialog; once it is answered the window is there, empty."""
    path = work / "broken.netw"
    path.write_text("{")
    code = STARTED.replace(
        "    return made[0]",
        "    QTimer.singleShot(50, answer)\n"
        "    return made[0]\n"
        "def answer():\n"
        "    from PySide6.QtWidgets import QApplication, QMessageBox\n"
        "    box = QApplication.activeModalWidget()\n"
        "    if isinstance(box, QMessageBox):\n"
        "        print('message', box.text())\n"
        "        box.accept()\n"
        "        QTimer.singleShot(50, look)\n"
        "    else:\n"
        "        QTimer.singleShot(50, answer)\n",
    ).replace("lambda self, **_: QTimer.singleShot(0, look)", "lambda self: None")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", code, "open", str(path)], cwd=REPOSITORY, env=environment, capture_output=True, text=True,
        timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "message" in done.stdout and "broken.netw" in done.stdout and "nodes 0" in done.stdout


def test_ctrl_c_in_the_terminal_ends_it(work: Path) -> None:
    """Python sees the signal only when it gets a turn, which the event loop must give it."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    code = STARTED.replace("QTimer.singleShot(0, look)", "print('up', flush=True)")
    child = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=REPOSITORY,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert child.stdout is not None
    with child.stdout:
        assert child.stdout.readline() == "up\n"
        time.sleep(0.3)
        child.send_signal(signal.SIGINT)
        child.wait(20)
    assert child.returncode == 0


def test_the_first_picture_comes_before_the_work(qtbot: QtBot) -> None:
    done: list[bool] = []
    painted: list[bool] = []

    class Canvas(QWidget):
        def paintEvent(self, event: object) -> None:
            painted.append(True)

    widget = Canvas()
    qtbot.addWidget(widget)
    composition.after_first_paint(widget, lambda: done.append(bool(painted)))
    qtbot.wait(50)
    assert done == []
    widget.show()
    qtbot.waitUntil(lambda: done == [True])
    widget.repaint()
    qtbot.wait(50)
    assert done == [True]


def test_a_window_that_is_never_painted_works_all_the_same(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composition, "LONGEST_WAIT_MS", 30)
    done: list[None] = []
    widget = QWidget()
    qtbot.addWidget(widget)
    composition.after_first_paint(widget, lambda: done.append(None))
    qtbot.waitUntil(lambda: done == [None])


def test_the_theme_is_the_chosen_one_or_the_system_s(work: Path) -> None:
    settings = Settings()
    for name in ("light", "dark"):
        settings.theme = name
        assert composition.chosen_theme(settings) is theme.THEMES[name]
    settings.theme = "system"
    assert composition.chosen_theme(settings) in theme.THEMES.values()


def test_there_is_one_application(qtbot: QtBot) -> None:
    assert composition.make_application(["a"]) is composition.make_application(["b"]) is QApplication.instance()


# Bugs


@pytest.fixture
def hooked(shell: Shell) -> Iterator[MainWindow]:
    before = sys.excepthook
    composition.install_exception_hook(shell)
    yield shell.current
    sys.excepthook = before


def raise_in_the_hook(error: BaseException) -> None:
    try:
        raise error
    except BaseException:
        kind, value, trace = sys.exc_info()
        assert kind is not None and value is not None
        sys.excepthook(kind, value, trace)


def test_a_bug_is_reported_logged_and_the_work_is_kept(hooked: MainWindow, caplog: pytest.LogCaptureFixture) -> None:
    hooked.session.apply(lambda graph: edits.set_model_name(graph, "precious"), "Rename")
    with caplog.at_level(logging.ERROR), answering("Copy report") as hand:
        raise_in_the_hook(ZeroDivisionError("in a slot"))
    assert "ZeroDivisionError" in hand.texts[0] and "recovery copy" in hand.texts[0]
    report = QApplication.clipboard().text()
    assert "Traceback" in report and "in a slot" in report
    assert "in a slot" in caplog.text
    (entry,) = places().journal.glob("*.journal")
    assert "precious" in entry.read_text()
    assert hooked.isVisible() and hooked.session.graph.name == "precious"


def test_a_bug_while_a_bug_is_reported_opens_no_second_dialog(
    hooked: MainWindow, caplog: pytest.LogCaptureFixture
) -> None:
    """A bug in a timer or in painting comes again and again; one dialog is enough."""
    timer = QTimer()
    timer.timeout.connect(lambda: raise_in_the_hook(KeyError("again")))
    timer.start(5)
    QTimer.singleShot(5, lambda: None)
    try:
        with answering("Close") as hand:
            raise_in_the_hook(ValueError("first"))
            timer.stop()
    finally:
        timer.stop()
    assert len(hand.texts) == 1
    assert "again" in caplog.text or "first" in caplog.text


def test_ctrl_c_reaches_the_hook_as_a_wish_to_close(hooked: MainWindow) -> None:
    raise_in_the_hook(KeyboardInterrupt())
    assert not hooked.isVisible()


def test_options_of_the_command_line_reach_the_window() -> None:
    from core.cli.parser import parse

    options = parse([])
    assert isinstance(options, argparse.Namespace) and options.verb == "window"
