"""What drawing may take: a share of the time since the beginning."""

from __future__ import annotations

from gui.plots.allowance import Allowance


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_who_has_spent_waits_until_it_is_a_share_of_the_time() -> None:
    clock, work = Clock(), Clock()
    allowance = Allowance(0.02, clock, work)
    assert allowance.wait == 0.0
    with allowance.spending():
        work.now += 0.1
        with allowance.spending():
            work.now += 0.1
    assert abs(allowance.wait - 10.0) < 1e-9
    clock.now = 4.0
    assert abs(allowance.wait - 6.0) < 1e-9
    clock.now = 11.0
    assert allowance.wait == 0.0


def test_work_outside_is_not_counted_and_a_new_beginning_forgets() -> None:
    clock, work = Clock(), Clock()
    allowance = Allowance(0.5, clock, work)
    work.now = 9.0
    assert allowance.wait == 0.0
    with allowance.spending():
        work.now += 1.0
    allowance.begin()
    assert allowance.wait == 0.0


def test_time_that_has_gone_by_counts() -> None:
    work = Clock()
    allowance = Allowance(0.1, Clock(), work)
    allowance.begin(gone=3.0)
    with allowance.spending():
        work.now += 0.4
    assert abs(allowance.wait - 1.0) < 1e-9
