"""Compares our work with a limit measured in the same run: interleaved blocks, a ratio for each, and how sure it is."""

import gc
import operator
import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

MET, MISSED, UNDECIDED, SUSPECT = "met", "missed", "undecided", "suspect"
REPEATS = 3
TOO_GOOD = 0.2  # so far below its limit is only what does something else

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Reading:
    """How much one run cost, and what came of it, by which is known that the work was done at all."""

    amount: float
    outcome: object


Meter = Callable[[Work], Reading]


class UnequalError(Exception):
    """Subject and limit did not do the same, so their times say nothing."""


def timed(clock: Callable[[], float] = time.perf_counter, block: float = 0.02) -> Meter:
    """A meter of seconds per run; it repeats the work until `block` seconds have passed."""

    def meter(work: Work) -> Reading:
        runs = 0
        began = clock()
        while True:
            outcome = work()
            runs += 1
            spent = clock() - began
            if spent >= block:
                return Reading(spent / runs, outcome)

    return meter


def processor(work: Work, block: float = 0.02) -> Reading:
    """A meter of the processor's time, with garbage collected between, as the window does."""
    gc.collect()
    gc.disable()
    try:
        return timed(time.process_time, block)(work)
    finally:
        gc.enable()


def told(work: Work) -> Reading:
    """The meter of work that measures itself, such as a process that says when its window is painted."""
    reading = work()
    assert isinstance(reading, Reading)
    return reading


@dataclass(frozen=True)
class Case:
    """`subject` may cost at most `goal` times what `limit` costs, and both must come to the same."""

    name: str
    subject: Work
    limit: Work
    goal: float
    meter: Meter = field(default_factory=timed)
    same: Callable[[object, object], bool] = operator.eq
    blocks: int = 10
    unit: str = "s"


@dataclass(frozen=True, slots=True)
class Count:
    """A number without a limit measured beside it, such as syncs; less than `at_least` is no work that was done."""

    name: str
    found: int
    at_most: int
    at_least: int = 1

    @property
    def verdict(self) -> str:
        if self.found < self.at_least:
            return SUSPECT
        return MET if self.found <= self.at_most else MISSED


@dataclass(frozen=True, slots=True)
class Result:
    """What measuring a case came to; the true ratio lies between `low` and `high` with 95 % confidence."""

    case: Case
    verdict: str
    ratio: float
    low: float
    high: float
    subject: float
    limit: float
    repeats: int


def measure(case: Case) -> Result:
    """Run the case until its verdict is clear, at most `REPEATS` times; undecided then is not met.

    Raises:
        UnequalError: a reading brought no outcome, or subject and limit came to different ones.
    """
    _pair(case, case.subject, case.limit)  # what is loaded once is loaded now
    subject: list[float] = []
    limit: list[float] = []
    for _ in range(REPEATS):
        for _ in range(case.blocks):
            _block(case, subject, limit)
        ratios = [ours / bare for ours, bare in zip(subject, limit, strict=True)]
        low, high = interval(ratios)
        verdict = judge(low, high, case.goal)
        if verdict != UNDECIDED:
            break
    middle, repeats = statistics.median, len(ratios) // case.blocks
    return Result(case, verdict, middle(ratios), low, high, middle(subject), middle(limit), repeats)


def _block(case: Case, subject: list[float], limit: list[float]) -> None:
    """One ABBA block: a drift of the machine within it weighs on both alike."""
    first, second = _pair(case, case.subject, case.limit)
    third, fourth = _pair(case, case.limit, case.subject)
    subject.append((first + fourth) / 2)
    limit.append((second + third) / 2)


def _pair(case: Case, first: Work, second: Work) -> tuple[float, float]:
    """Run both, one after the other, and compare what came of them."""
    one, other = case.meter(first), case.meter(second)
    ours, bare = (one, other) if first is case.subject else (other, one)
    if ours.outcome is None or bare.outcome is None or not case.same(ours.outcome, bare.outcome):
        raise UnequalError(f"{case.name}: {ours.outcome!r} is not {bare.outcome!r}")
    return one.amount, other.amount


def judge(low: float, high: float, goal: float) -> str:
    if low < TOO_GOOD:
        return SUSPECT
    if high <= goal:
        return MET
    return MISSED if low > goal else UNDECIDED


def interval(ratios: Sequence[float], resamples: int = 1000) -> tuple[float, float]:
    """The 95 % bootstrap interval of the median; the same for the same ratios."""
    chance = random.Random(0)
    medians = sorted(statistics.median(chance.choices(ratios, k=len(ratios))) for _ in range(resamples))
    return medians[int(resamples * 0.025)], medians[int(resamples * 0.975) - 1]
