"""The harness itself: it must be able to say missed, and undecided, and that two works are not the same."""

import itertools
from collections.abc import Iterable

import pytest

from tests.harness.bench.harness import (
    MET,
    MISSED,
    UNDECIDED,
    Case,
    Count,
    Reading,
    UnequalError,
    Work,
    measure,
    timed,
    told,
)


class Clock:
    """A clock that only work moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def work(self, *seconds: float, outcome: object = None) -> Work:
        """Work that takes these seconds in turn, over and over."""
        turn = itertools.cycle(seconds)

        def run() -> object:
            self.now += next(turn)
            return outcome

        return run


def case_of(subject: Iterable[float], limit: Iterable[float], goal: float) -> Case:
    clock = Clock()
    return Case("case", clock.work(*subject), clock.work(*limit), goal, meter=timed(clock, block=0.001))


def test_work_that_costs_as_much_as_the_limit_is_met() -> None:
    result = measure(case_of([0.03], [0.03], goal=1.2))
    assert (result.verdict, result.ratio, result.repeats) == (MET, 1.0, 1)


def test_work_that_costs_three_times_the_limit_is_missed() -> None:
    result = measure(case_of([0.09], [0.03], goal=1.5))
    assert result.verdict == MISSED
    assert result.ratio == pytest.approx(3)


def test_work_that_costs_just_more_than_its_goal_is_missed() -> None:
    assert measure(case_of([0.0304], [0.02], goal=1.5)).verdict == MISSED


def test_work_that_swings_around_its_goal_stays_undecided_after_three_repeats() -> None:
    result = measure(case_of([0.03, 0.03, 0.03, 0.06, 0.06], [0.03], goal=1.4))
    assert (result.verdict, result.repeats) == (UNDECIDED, 3)
    assert result.low <= 1.4 < result.high


def test_a_machine_that_grows_slower_all_the_time_does_not_change_the_ratio() -> None:
    clock = Clock()
    slower = itertools.count(1)

    def drifting(share: float) -> Work:
        def run() -> None:
            clock.now += share * (100 + next(slower))

        return run

    result = measure(Case("drift", drifting(2), drifting(1), 2.1, meter=timed(clock)))
    assert result.ratio == pytest.approx(2, rel=0.01)


def test_works_that_come_to_different_results_are_not_compared() -> None:
    clock = Clock()
    case = Case("sum", clock.work(1, outcome=3), clock.work(1, outcome=4), 1.5, meter=timed(clock))
    with pytest.raises(UnequalError, match="sum: 3 is not 4"):
        measure(case)


def test_a_block_repeats_short_work_and_gives_the_time_of_one_run() -> None:
    clock = Clock()
    assert timed(clock, block=1.0)(clock.work(0.25)).amount == 0.25
    assert clock.now == 1.0


def test_a_process_can_tell_what_it_measured_itself() -> None:
    result = measure(Case("memory", lambda: Reading(90.0), lambda: Reading(60.0), 1.8, meter=told))
    assert (result.verdict, result.ratio) == (MET, 1.5)


def test_a_peer_is_measured_beside_and_takes_no_part_in_the_verdict() -> None:
    clock = Clock()
    case = Case("peer", clock.work(1), clock.work(1), 1.1, meter=timed(clock), peer=("other", clock.work(9)))
    result = measure(case)
    assert (result.verdict, result.peer) == (MET, 9)


def test_a_count_above_its_limit_is_missed() -> None:
    assert (Count("syncs", 6, 6).verdict, Count("syncs", 7, 6).verdict) == (MET, MISSED)
