"""The harness itself: it must be able to say missed, and undecided, and that two works are not the same."""

import itertools
import os
import struct
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.harness.bench import built
from tests.harness.bench.harness import (
    MET,
    MISSED,
    SUSPECT,
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

    def work(self, *seconds: float, outcome: object = "done") -> Work:
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
        def run() -> object:
            clock.now += share * (100 + next(slower))
            return "done"

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
    result = measure(
        Case("memory", lambda: Reading(90.0, "picture"), lambda: Reading(60.0, "picture"), 1.8, meter=told)
    )
    assert (result.verdict, result.ratio) == (MET, 1.5)


def test_a_count_above_its_limit_is_missed() -> None:
    assert (Count("syncs", 6, 6).verdict, Count("syncs", 7, 6).verdict) == (MET, MISSED)


def test_a_count_of_nothing_and_a_ratio_too_good_to_be_true_are_suspect() -> None:
    assert Count("syncs of one save", 0, 6).verdict == SUSPECT
    assert measure(case_of([0.002], [0.213], goal=1.5)).verdict == SUSPECT


def test_a_reading_that_brings_no_outcome_is_refused_and_so_is_one_that_comes_to_another_later() -> None:
    clock = Clock()
    nothing = Case("idle", clock.work(1, outcome=None), clock.work(1, outcome=None), 1.5, meter=timed(clock))
    with pytest.raises(UnequalError):
        measure(nothing)
    turn = iter(range(9))
    later = Case("later", lambda: Reading(1, next(turn) < 3), lambda: Reading(1, True), 1.5, meter=told)
    with pytest.raises(UnequalError, match="later: False is not True"):
        measure(later)


def test_a_command_that_shows_nothing_never_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = tmp_path / "Xvfb_screen0"  # as the server of the screen writes it: a header, and all of it black
    picture.write_bytes(struct.pack(">25I", 100, *[0] * 11, 4 * 1366, *[0] * 12) + bytes(4 * 1366 * 768))
    monkeypatch.setattr(built, "PATIENCE", 0.2)
    with pytest.raises(SystemExit, match="never showed"):
        built.Watched(picture, ["sleep", "60"], dict(os.environ)).start()
