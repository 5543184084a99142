"""What SQLite adds up by itself is what the members of the same reading come to, one by one."""

from collections import Counter
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from db.counting.figure_scope import FigureScope, fill
from db.counting.guard import QueryError
from db.counting.members import Readings
from desktop_app.domain.figure_texts import silent_codes
from desktop_app.domain.indicators import EVIDENCE, Member, Total
from desktop_app.domain.measures import COUNT, PERCENT
from desktop_app.domain.period_reading import parse_period
from desktop_app.domain.plan_indicators import Indicator, Reading
from desktop_app.errors import AppError
from desktop_app.messages import Label
from desktop_app.texts import in_words
from tests.figure_data import DISTRICTS, PROVINCE, UNITS, Maker
from tests.figure_file import empty_file, put, shipped_plan, units_of
from tests.sentences import refused

PLAN = shipped_plan()
TREE = units_of(PLAN)
READINGS = ("default", "strict", "loose")
FILE = empty_file(PLAN)


def scope_of(unit: str, period: str) -> FigureScope:
    scope = FigureScope(PLAN, TREE, unit, parse_period(period, PLAN.schemes, PLAN.period_scheme))
    fill(FILE, scope)
    return scope


SCOPE = scope_of(PROVINCE, "2022")


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


CELLS = st.tuples(
    st.sampled_from(["NULL", "''", "'a'", "'beside:b'"]),
    st.sampled_from(["NULL", "''", "'g'", "'h'", "7"]),
    st.sampled_from(["NULL", "0", "1", "5", "1.5"]),
    st.sampled_from(["NULL", "0", "2", "3"]),
    st.sampled_from(["NULL", "''", "'evidence'", "'late'", "'late soon '", "' '"]),
)


@given(st.lists(CELLS, min_size=1, max_size=5), st.sampled_from([PERCENT, COUNT]), st.booleans())
def test_rows_of_any_kind_add_up_to_the_same(rows: list[tuple[str, ...]], measure: str, capped: bool) -> None:
    adds_up(rows, measure, Reading("any", Label("x"), "", capped))


@given(st.lists(CELLS, min_size=1, max_size=5), st.sampled_from([PERCENT, COUNT]))
def test_rows_that_are_capped_one_by_one_add_up_to_the_same(rows: list[tuple[str, ...]], measure: str) -> None:
    rows = [(part, f"'{n}'", *rest) for n, (part, _, *rest) in enumerate(rows)]
    adds_up(rows, measure, Reading("any", Label("x"), "", capped=True, alone=True))


def adds_up(rows: list[tuple[str, ...]], measure: str, reading: Reading) -> None:
    listed = ", ".join(f"({', '.join(row)})" for row in rows)
    query = (
        "SELECT column1 AS part, column2 AS grp, column3 AS numerator, column4 AS denominator, column5 AS note"
        f" FROM (VALUES {listed})"
    )
    indicator, reading = PLAN.indicators["4.1" if measure == COUNT else "1.1"], replace(reading, members=query)
    readings = Readings(FILE, SCOPE)
    assert readings.summed(indicator, reading) == readings.found(indicator, reading).summed(
        measure, reading.capped, silent_codes(indicator)
    )


BEHIND = st.tuples(
    st.sampled_from(["NULL", "'g'", "7"]),
    st.sampled_from(["NULL", "'03457'", "'03643'"]),
    st.sampled_from(["NULL", "'a'", "'b'", "5"]),
    st.sampled_from(["NULL", "NULL", "1", "1.5"]),
    st.sampled_from(["NULL", "''", "'evidence'", "'evidence'", "'evidence late '", "'late evidences'"]),
)


@settings(max_examples=40)
@given(st.lists(BEHIND, max_size=8))
def test_what_only_proves_a_figure_is_parted_from_what_counts_with_nothing_lost(rows: list[tuple[str, ...]]) -> None:
    listed = ", ".join(f"({', '.join(row)})" for row in [*rows, ("'g'", "NULL", "NULL", "1", "NULL")])
    query = (
        "SELECT column1 AS grp, column2 AS unit, column3 AS record, column4 AS numerator, column5 AS note"
        f" FROM (VALUES {listed})"
    )
    readings, indicator, reading = Readings(FILE, SCOPE), PLAN.indicators["4.1"], Reading("any", Label("x"), query)
    found, evidence = readings.explained(indicator, reading)
    everything = readings.found(indicator, reading, detail=True).members()
    assert [m for m in everything if not proves(m)] == found.members()
    assert Counter(m for m in everything if proves(m)) == Counter(evidence)
    assert [evidence[n] for n in range(len(evidence))] == list(evidence) == evidence[:]
    along = evidence.along({"03643": 0, "03457": 1})
    assert [m.unit for m in along] == sorted((m.unit for m in evidence), key=["03643", "03457", None].index)


def proves(member: Member) -> bool:
    return EVIDENCE in member.notes and member.numerator is None


def test_a_query_that_can_be_no_part_of_another_one_is_explained_all_the_same() -> None:
    query = "SELECT 'g' AS grp, 1 AS numerator, 'evidence' AS note;"
    found, evidence = Readings(FILE, SCOPE).explained(PLAN.indicators["4.1"], Reading("any", Label("x"), query))
    assert ([m.numerator for m in found.members()], len(evidence)) == ([1], 0)


def test_every_reading_without_a_common_cap_is_added_up_by_sqlite() -> None:
    put(FILE, PLAN, Maker(3, PLAN.year).make())
    readings = Readings(FILE, SCOPE)
    every = [(i, r) for i in PLAN.indicators.values() for r in i.readings.values()]
    found = {(i.code, r.name) for i, r in every if (r.alone or not r.capped) and folds(readings, i, r)}
    others = {*((code, name) for code in ("4.2", "5.1") for name in READINGS)}
    assert {(i.code, r.name) for i, r in every} - found == others


def folds(readings: Readings, indicator: Indicator, reading: Reading) -> bool:
    try:
        readings.folded(indicator, reading)
    except QueryError:
        return False
    return True


@pytest.mark.parametrize(
    "query",
    [
        "SELECT 1 AS strange, 1 AS numerator, 2 AS denominator, 'g' AS grp",
        "SELECT 1 AS numerator, 2 AS denominator, 'g' AS grp, 3 AS numerator",
        "SELECT '7' AS numerator, 2 AS denominator, 'g' AS grp",
        "SELECT 7 AS numerator, '2' AS denominator, 'g' AS grp UNION ALL SELECT 1, 2, 'g'",
        "SELECT x'37' AS numerator, 2 AS denominator, 'g' AS grp",
        "SELECT 9e999 AS numerator, 2 AS denominator, 'g' AS grp",
        "SELECT 7 AS numerator, '2' AS denominator, 'g' AS grp, 'beside:x' AS part",
    ],
)
def test_a_query_that_its_explanation_refuses_is_refused_in_the_overview_too(query: str) -> None:
    indicator, reading = PLAN.indicators["1.1"], Reading("any", Label("x"), query)
    readings = Readings(FILE, SCOPE)
    with pytest.raises(AppError) as explained:
        readings.found(indicator, reading)
    with pytest.raises(AppError) as shown:
        readings.summed(indicator, reading)
    assert in_words(shown.value.message) == in_words(explained.value.message)


def test_too_many_rows_are_refused_in_the_overview_too(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("guard", "folding"):
        monkeypatch.setattr(f"db.counting.{module}.MOST_ROWS", 3)
    row = "SELECT 1 AS numerator, 1 AS denominator, 'g' AS grp"
    readings, indicator = Readings(FILE, SCOPE), PLAN.indicators["1.1"]
    two, three = (Reading("any", Label("x"), " UNION ALL ".join([row] * many)) for many in (2, 3))
    assert readings.summed(indicator, two)[0] == Total(Fraction(2), Fraction(2))
    for ask in (readings.found, readings.summed):
        with refused("3 rows"):
            ask(indicator, three)


def test_sums_beyond_sqlites_integers_are_added_up_one_by_one() -> None:
    most = 2**63 - 1
    query = f"SELECT {most} AS numerator, {most} AS denominator, 'g' AS grp UNION ALL SELECT {most}, {most}, 'h'"
    total, *_ = Readings(FILE, SCOPE).summed(PLAN.indicators["1.1"], Reading("any", Label("x"), query))
    assert total == Total(Fraction(2 * most), Fraction(2 * most))
