"""What holds for every test: its environment, and what fails it besides its own assertions.

- Every process gets a home of its own, so no test reads or writes the user's settings.
- A log record of WARNING or above, a thread, a Qt thread or a QTimer left running fails the test that caused it.
  (Warnings are errors and Qt messages fail a test as well: see pyproject.toml.) A test that means it says so:
  ``caplog`` or ``@pytest.mark.expects_log``, ``@pytest.mark.leaves_threads``.

Nothing here imports PySide6, keras or TensorFlow, and no fixture of one part of the program stands here: those belong
to the conftest.py of their own folder.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import shutil
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.environment import isolated
from tests.quick import spare_what_stays

# Modules that stay with one worker, since their tests share work that is done once and takes long.
TOGETHER = (
    "tests/harness/",
    "tests/core/catalog/test_custom_check.py",
    "tests/core/convert/test_code_runs.py",
    "tests/core/reading/test_zoo.py",
)

# How long a thread that was told to stop may take to do so, in seconds.
GRACE = 5.0

_HOME = pytest.StashKey[Path]()


# --- environment ------------------------------------------------------------------------------------------------------


def _wants_display(config: pytest.Config) -> bool:
    """Whether this session is the one of the ``xvfb`` tests (pytest -m xvfb)."""
    return "xvfb" in str(config.option.markexpr).replace("not xvfb", "")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    home = Path(tempfile.mkdtemp(prefix="netwright-tests-"))
    config.stash[_HOME] = home
    os.environ.update(isolated(home))
    if _wants_display(config):
        if shutil.which("Xvfb") is None:
            raise pytest.UsageError("The tests of a real window need Xvfb (on Debian: sudo apt-get install xvfb).")
        os.environ["QT_QPA_PLATFORM"] = "xcb"
        os.environ.pop("WAYLAND_DISPLAY", None)
    else:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # The machine's load decides how long an example takes, so time fails no test here.
    settings.register_profile("netwright", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("netwright")
    logging.getLogger().addHandler(_RECORDS)


def pytest_unconfigure(config: pytest.Config) -> None:
    logging.getLogger().removeHandler(_RECORDS)
    shutil.rmtree(config.stash[_HOME], ignore_errors=True)


@pytest.hookimpl(optionalhook=True)
def pytest_xvfb_disable(config: pytest.Config) -> bool:
    return not _wants_display(config)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep each module of ``TOGETHER`` with one worker.

    The mark xdist_group says the same, but has no effect under pytest 9.2, which keeps the ids of tests elsewhere.
    """
    if config.getvalue("dist") != "loadgroup":
        return None
    from xdist.scheduler import LoadGroupScheduling

    class Scheduling(LoadGroupScheduling):
        def _split_scope(self, nodeid: str) -> str:
            module = nodeid.partition("::")[0]
            return module if module.startswith(TOGETHER) else nodeid

    return Scheduling(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    spare_what_stays()


# --- log records ------------------------------------------------------------------------------------------------------


class _Records(logging.Handler):
    """Keeps the records of WARNING and above since the last ``clear``; any thread may log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        # Matplotlib says the first once, when a fresh machine has no list of its fonts yet; TensorFlow the second when
        # tests make several models, depending on which tests ran before.
        harmless = (("matplotlib.font_manager", "building the font cache"), ("tensorflow", "tf.function retracing"))
        if not any(record.name == name and words in record.getMessage() for name, words in harmless):
            self.records.append(record)


_RECORDS = _Records()


@pytest.fixture(autouse=True)
def no_unexpected_log_records(request: pytest.FixtureRequest) -> Iterator[None]:
    _RECORDS.records.clear()
    yield
    records = list(_RECORDS.records)
    if not records or "caplog" in request.fixturenames:
        return
    for marker in request.node.iter_markers("expects_log"):
        if not marker.args:
            return
        records = [record for record in records if not record.name.startswith(marker.args)]
    if records:
        lines = [f"{record.levelname} {record.name}: {record.getMessage()}" for record in records]
        pytest.fail("unexpected log records:\n" + "\n".join(lines), pytrace=False)


# --- threads and timers -----------------------------------------------------------------------------------------------


class _Started:
    """The QThreads and QTimers that Python started and that are still alive, once PySide6 is loaded."""

    def __init__(self) -> None:
        self.timers: weakref.WeakSet[Any] = weakref.WeakSet()
        self.threads: weakref.WeakSet[Any] = weakref.WeakSet()
        self.watching = False

    def watch(self) -> None:
        """Note every later start of a QThread or QTimer; does nothing until some test has loaded PySide6."""
        core = sys.modules.get("PySide6.QtCore")
        if self.watching or core is None:
            return
        self.watching = True
        for kind, started in ((core.QTimer, self.timers), (core.QThread, self.threads)):
            self._note_starts(kind, started)

    @staticmethod
    def _note_starts(kind: Any, started: weakref.WeakSet[Any]) -> None:
        original = kind.start

        def start(self: Any, *arguments: Any) -> None:
            started.add(self)
            original(self, *arguments)

        kind.start = start

    def running(self) -> set[Any]:
        if not self.watching:
            return set()
        from shiboken6 import isValid

        return {timer for timer in self.timers if isValid(timer) and timer.isActive()} | {
            thread for thread in self.threads if isValid(thread) and thread.isRunning()
        }


_STARTED = _Started()


def _python_threads() -> set[threading.Thread]:
    """Python's own threads. Foreign ones that only call into Python (TensorFlow's pools, Qt's) show as dummies."""
    return {thread for thread in threading.enumerate() if not isinstance(thread, threading._DummyThread)}


def _left_running(threads_before: set[threading.Thread], qt_before: set[Any]) -> list[str]:
    threads = _python_threads() - threads_before
    if threads:
        end = time.monotonic() + GRACE
        for thread in threads:
            thread.join(max(0.0, end - time.monotonic()))
    left = [f"thread {thread.name}" for thread in threads if thread.is_alive()]
    if _STARTED.watching:
        left += [f"{type(item).__name__} {item.objectName()!r}" for item in _qt_left_running(qt_before)]
    return left


def _qt_left_running(before: set[Any]) -> set[Any]:
    core = sys.modules["PySide6.QtCore"]
    if core.QCoreApplication.instance() is not None:
        # What pytest-qt closed is only marked for deletion until now.
        core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete.value)
    if not (_STARTED.running() - before):
        return set()
    gc.collect()  # objects in a cycle that nobody holds any more
    for item in _STARTED.running() - before:
        if isinstance(item, core.QThread):
            item.wait(int(GRACE * 1000))
    return _STARTED.running() - before


@pytest.fixture(autouse=True)
def nothing_left_running(request: pytest.FixtureRequest) -> Iterator[None]:
    _STARTED.watch()
    threads_before, qt_before = _python_threads(), _STARTED.running()
    yield
    if request.node.get_closest_marker("leaves_threads") is not None:
        return
    left = _left_running(threads_before, qt_before)
    if left:
        with contextlib.suppress(RuntimeError):
            for item in _STARTED.running() - qt_before:
                if hasattr(item, "isActive"):
                    item.stop()  # so that the next test does not pay for this one
        pytest.fail("left running: " + ", ".join(sorted(left)), pytrace=False)
