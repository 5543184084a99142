"""What SQLite adds up by itself is what the members of the same reading come to, one by one."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from db.counting.figure_scope import FigureScope, fill
from db.counting.members import Readings
from desktop_app.domain.figure_texts import silent_codes
from desktop_app.domain.period_reading import parse_period
from desktop_app.domain.plan_indicators import Indicator, Reading
from tests.figure_data import DISTRICTS, PROVINCE, UNITS, Maker
from tests.figure_file import empty_file, put, shipped_plan, units_of

PLAN = shipped_plan()
TREE = units_of(PLAN)
READINGS = ("default", "strict", "loose")
FILE = empty_file(PLAN)


def scope_of(unit: str, period: str) -> FigureScope:
    scope = FigureScope(PLAN, TREE, unit, parse_period(period, PLAN.schemes, PLAN.period_scheme))
    fill(FILE, scope)
    return scope


@settings(max_examples=30)
@given(st.integers(0, 2**40))
def test_sums_and_what_is_said_are_those_of_the_members(seed: int) -> None:
    random = Random(seed)
    put(FILE, PLAN, Maker(seed, PLAN.year).make())
    unit = random.choice((*[PROVINCE] * 4, *DISTRICTS, *UNITS))
    readings = Readings(FILE, scope_of(unit, random.choice(("2022", "2022-Q2", "2022-05"))))
    for indicator in PLAN.indicators.values():
        for reading in indicator.readings.values():
            counted = readings.found(indicator, reading).summed(
                indicator.measure, reading.capped, silent_codes(indicator)
            )
            assert readings.summed(indicator, reading) == counted, (indicator.code, reading.name)


def test_every_reading_without_a_common_cap_is_added_up_by_sqlite() -> None:
    put(FILE, PLAN, Maker(3, PLAN.year).make())
    readings = Readings(FILE, scope_of(PROVINCE, "2022"))
    every = [(i, r) for i in PLAN.indicators.values() for r in i.readings.values()]
    found = {(i.code, r.name) for i, r in every if (r.alone or not r.capped) and folds(readings, i, r)}
    others = {*((code, name) for code in ("4.2", "5.1") for name in READINGS)}
    assert {(i.code, r.name) for i, r in every} - found == others


def folds(readings: Readings, indicator: Indicator, reading: Reading) -> bool:
    return readings.folded(indicator, reading) is not None
