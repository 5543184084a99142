"""The program's figures against a second, independent computation on random records full of edges."""

from collections.abc import Sequence
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.figures import progress
from desktop_app.domain.indicators import COUNT
from desktop_app.domain.period import parse_period, parse_schemes
from tests.figure_data import CODES, DISTRICTS, PROVINCE, UNITS, Maker
from tests.figure_file import empty_file, put, shipped_plan, units_of
from tests.oracle import Oracle
from tests.oracle_frame import PARENT, Row

RANGES = ("{y}-03-15..{y}-06-14", "{y}-07-01..{y}-07-31", "{y}-02-01..{y}-02-28", "{b}-11-20..{y}-01-05")
PLANS = {
    2022: shipped_plan(),
    2024: shipped_plan(year=2024, doc_date="2023-11-12"),  # a leap year, and a plan older than its year
    2025: shipped_plan(year=2025, doc_date="2025-08-20"),
}
FILES = {year: empty_file(plan) for year, plan in PLANS.items()}
TREE = units_of(PLANS[2022])
Figures = dict[str, tuple[Any, ...]]


def a_period(random: Random, year: int) -> str:
    """A period of the plan year as a person would type it."""
    code = random.choice(("Y", "Y", *CODES))
    coded = str(year) if code == "Y" else f"{year}-{code}"
    choice = random.random()
    if choice < 0.7:
        return coded
    return f"duong_lich:{coded}" if choice < 0.85 else random.choice(RANGES).format(y=year, b=year - 1)


def program(year: int, unit: str, period: str, reading: str | None) -> Figures:
    plan = PLANS[year]
    wanted = parse_period(period, parse_schemes(plan.source), plan.period_scheme)
    found = progress(FILES[year], plan, TREE, wanted, unit, reading)
    return {p.code: (p.numerator, p.denominator, p.status, p.short_by) for p in found}


def differences(oracle: type[Oracle], seed: int) -> list[tuple[Any, ...]]:
    """Where program and oracle disagree on one data set, for one unit and period, in every reading."""
    random = Random(seed)
    year = random.choice((2022, 2022, 2024, 2025))
    plan, records = PLANS[year], Maker(seed, year).make()
    put(FILES[year], plan, records)
    second = oracle(plan.source["units"]["2022"], year, plan.doc_date)
    found = []
    unit, period = random.choice((*[PROVINCE] * 6, *DISTRICTS, *UNITS)), a_period(random, year)
    for reading in (None, "default", "strict", "loose"):
        ours, theirs = program(year, unit, period, reading), second.figures(records, unit, period, reading)
        found += [
            (seed, unit, period, reading, code, ours[code], theirs[code])
            for code in theirs
            if _plain(code, ours[code]) != _plain(code, theirs[code])
        ]
    return found


def _plain(code: str, figure: Sequence[Any]) -> tuple[Any, ...]:
    """Where there is no figure, only the status says something."""
    numerator, denominator, status, short = figure
    measure = PLANS[2022].indicators[code].measure
    if status in ("no-data", "not-applicable"):
        return (status, denominator if status == "not-applicable" and measure != COUNT else None, short)
    return (numerator, denominator, status, short)


@given(st.integers(0, 2**40))
def test_program_and_oracle_agree_on_random_records(seed: int) -> None:
    assert differences(Oracle, seed) == []


class StartsOnTheSixteenth(Oracle):
    def in_year(self, text: str | None) -> bool:
        return super().in_year(text) and text is not None and text[5:] != "12-15"


class NeverCaps(Oracle):
    def cap(self, reached: int, most: int) -> int:
        return reached


class AddsQuartersToMonths(Oracle):
    def tiles(self, rows: list[Row], first: Any, last: Any) -> tuple[list[Row], bool]:
        return rows, super().tiles(rows, first, last)[1]


class TakesNullForZero(Oracle):
    def sum_known(self, parts: list[Any]) -> int | None:
        return sum(part or 0 for part in parts)


class CountsUnfinishedParents(Oracle):
    def load(self, records: Sequence[dict[str, Any]]) -> None:
        super().load([{**record, "counts": record["counts"] or record["kind"] not in PARENT} for record in records])


class LetsALateExtensionCount(Oracle):
    def due_day(self, tip: Row) -> str:
        return str(tip.get("extension2_due_date") or tip.get("extension1_due_date") or tip["due_date"])


@pytest.mark.parametrize(
    "wrong",
    [
        StartsOnTheSixteenth, NeverCaps, AddsQuartersToMonths, TakesNullForZero, CountsUnfinishedParents,
        LetsALateExtensionCount,
    ],
)  # fmt: skip
def test_a_wrong_computation_is_caught(wrong: type[Oracle]) -> None:
    assert any(differences(wrong, seed) for seed in range(400))
