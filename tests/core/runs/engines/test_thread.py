"""Runs in a thread of their own."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from core.runs.engines.thread import ThreadEngine
from core.runs.events import EpochEnded, RunEnded, RunEvent, StepEnded
from core.runs.job import new_job
from tests.core.runs.projects import classifier
from tests.environment import REPOSITORY

PATIENCE = 120.0


def test_a_run_ends_in_its_thread_and_tells_all(tmp_path: Path) -> None:
    events: list[tuple[str, RunEvent]] = []
    job = new_job(classifier(epochs=2), tmp_path)
    handle = ThreadEngine().start(job, lambda event: events.append((threading.current_thread().name, event)))

    assert handle.join(PATIENCE) and not handle.is_running
    assert {name for name, _ in events} == {f"run {job.run}"}
    assert events[-1][1] is handle.ended and isinstance(handle.ended, RunEnded)
    assert handle.ended.status == "finished"


def test_stop_and_stop_now_from_another_thread(tmp_path: Path) -> None:
    for method, epochs in (("stop", range(1, 10_000)), ("stop_now", range(10_000))):
        begun = threading.Event()
        handle = ThreadEngine().start(
            new_job(classifier(epochs=10_000), tmp_path),
            lambda event, begun=begun: begun.set() if isinstance(event, StepEnded) else None,
        )
        assert begun.wait(PATIENCE) and handle.is_running
        getattr(handle, method)()
        assert handle.join(PATIENCE)
        assert handle.ended is not None and handle.ended.status == "stopped" and handle.ended.epochs in epochs


def test_two_runs_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    alone = ThreadEngine().start(new_job(classifier(epochs=3), tmp_path), lambda event: None)
    assert alone.join(PATIENCE) and alone.ended is not None

    events: list[list[RunEvent]] = [[], []]
    handles = [ThreadEngine().start(new_job(classifier(epochs=3), tmp_path), received.append) for received in events]
    for handle, received in zip(handles, events, strict=True):
        assert handle.join(PATIENCE) and handle.ended is not None
        assert handle.ended.status == "finished", handle.ended.details
        assert [event.epoch for event in received if isinstance(event, EpochEnded)] == [1, 2, 3]
        assert handle.ended.run == handle.job.run


def test_a_broken_installation_still_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "core.runs.training", None)
    events: list[RunEvent] = []
    handle = ThreadEngine().start(new_job(classifier(), tmp_path), events.append)

    assert handle.join(PATIENCE)
    assert handle.ended is not None and handle.ended.status == "failed"
    assert events == [handle.ended] and "Traceback" in handle.ended.details


LEAVING = """
import sys, threading
from pathlib import Path

import pytest
from core.runs.engines.thread import ThreadEngine
from core.runs.events import StepEnded
from core.runs.job import new_job
from tests.core.runs.projects import classifier

begun = threading.Event()
ThreadEngine().start(
    new_job(classifier(epochs=10_000), Path(sys.argv[1])),
    lambda event: begun.set() if isinstance(event, StepEnded) else None,
)
assert begun.wait(120)
print("leaving")
"""


@pytest.mark.slow
def test_leaving_while_a_run_goes_on_ends_the_program_cleanly(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LEAVING, str(tmp_path)], cwd=REPOSITORY, capture_output=True, text=True, timeout=200
    )
    assert done.stdout.strip() == "leaving" and done.returncode == 0, done.stderr[-2000:]
