"""The guards of conftest.py themselves: each must fail the test that misbehaves, and let go the one that says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.environment import REPOSITORY

MISBEHAVING = '''
import logging, os, threading, warnings
from pathlib import Path
import pytest

def test_warning(): warnings.warn("careful")
def test_record(): logging.getLogger("part").warning("look here")
def test_record_in_caplog(caplog): logging.getLogger("part").warning("meant")
@pytest.mark.expects_log("part")
def test_record_expected(): logging.getLogger("part.inner").error("meant")
@pytest.mark.expects_log("other")
def test_record_of_another_logger(): logging.getLogger("part").error("not meant")

STOP = threading.Event()
def test_thread(): threading.Thread(target=STOP.wait, name="lost", daemon=True).start()
def test_thread_that_ends(): threading.Thread(target=lambda: None).start()
@pytest.mark.leaves_threads("shown here")
def test_thread_meant(): threading.Thread(target=STOP.wait, daemon=True).start()

def test_timer(qtbot):
    from PySide6.QtCore import QTimer
    global timer
    timer = QTimer(); timer.start(1000)
def test_timer_stopped(qtbot):
    from PySide6.QtCore import QTimer
    global stopped
    stopped = QTimer(); stopped.start(1000); stopped.stop()
def test_timer_of_a_closed_widget(qtbot):
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QWidget
    widget = QWidget(); qtbot.addWidget(widget)
    widget.timer = QTimer(widget); widget.timer.start(1000)
def test_qt_thread(qtbot):
    from PySide6.QtCore import QThread
    global thread
    thread = QThread(); thread.start()
def test_qt_message(qtbot):
    from PySide6.QtCore import qWarning
    qWarning("from Qt")
def test_exception_in_a_handler(qtbot):
    from PySide6.QtCore import QTimer
    QTimer.singleShot(0, lambda: 1 / 0)
    qtbot.wait(20)
def test_environment():
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"
    assert "netwright-tests-" in str(Path.home()) and Path.home().is_dir()

@pytest.fixture(scope="session", autouse=True)
def end():
    yield
    STOP.set()
    if "thread" in globals():
        thread.quit(); thread.wait()
'''
GOOD = {
    "test_record_in_caplog",
    "test_record_expected",
    "test_thread_that_ends",
    "test_thread_meant",
    "test_timer_stopped",
    "test_timer_of_a_closed_widget",
    "test_environment",
}


@pytest.mark.slow
def test_each_guard_fails_the_test_at_fault_and_no_other(pytester: pytest.Pytester) -> None:
    (pytester.path / "pyproject.toml").write_text((REPOSITORY / "pyproject.toml").read_text())
    tests = pytester.path / "tests"
    tests.mkdir()
    for name in ("conftest.py", "environment.py", "quick.py"):
        (tests / name).write_text((REPOSITORY / "tests" / name).read_text())
    Path(tests / "test_misbehaving.py").write_text(MISBEHAVING)

    result = pytester.runpytest_subprocess("tests", "-v", "-p", "no:cacheprovider", timeout=120)

    bad: set[str] = set()
    seen: set[str] = set()
    for line in result.outlines:
        name, _, outcome = line.removeprefix("tests/test_misbehaving.py::").partition(" ")
        if line.startswith("tests/test_misbehaving.py::"):
            seen.add(name)
            if outcome.startswith(("FAILED", "ERROR")):
                bad.add(name)
    assert len(seen) == MISBEHAVING.count("def test_")
    assert seen - bad == GOOD
