"""Events of a run are told at a pace that a small network can bear, in their order, and none that matters is lost."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from core.graph.values import EMPTY
from core.runs.events import EpochEnded, PhaseChanged, RunEvent, RunMessage, RunStarted, StepEnded
from gui.panels.telling import Telling


def step(number: int) -> StepEnded:
    return StepEnded(1, number, 100, EMPTY, 0.1)


def epoch(number: int) -> EpochEnded:
    return EpochEnded(number, EMPTY, None, 1.0)


def listened() -> tuple[Telling, list[RunEvent]]:
    telling, told = Telling(), list[RunEvent]()
    telling.told.connect(told.append)
    return telling, told


def test_of_what_comes_often_the_newest_is_told_now_and_then(qtbot: QtBot) -> None:
    telling, told = listened()
    for number in range(1, 51):
        telling.take(step(number))
    telling.take(PhaseChanged("validating"))
    telling.take(epoch(1))
    telling.take(PhaseChanged("training"))
    assert told == []
    qtbot.waitUntil(lambda: bool(told))
    assert told == [step(50), epoch(1), PhaseChanged("training")]
    telling.take(step(51))
    assert len(told) == 3, "the next ones wait again"
    qtbot.waitUntil(lambda: told[3:] == [step(51)])


def test_what_is_rare_is_told_at_once_after_what_waits(qtbot: QtBot) -> None:
    telling, told = listened()
    message = RunMessage("info", "a note")
    telling.take(step(7))
    telling.take(message)
    assert told == [step(7), message]
    tracing = PhaseChanged("tracing", interruptible=False)
    telling.take(tracing)
    assert told[2:] == [tracing]
    assert not telling._timer.isActive(), "nothing waits"


def test_another_run_has_nothing_of_the_last_one(qtbot: QtBot) -> None:
    telling, told = listened()
    begin = RunStarted("run", "folder", 5, 32, 0)
    telling.take(step(7))
    telling.take(begin)
    assert told == [begin]
