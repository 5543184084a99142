"""Means, rates, ratios, growth, targets of years and watched figures against a second computation, and its mutants."""

import random
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from db.counting.indicator_figures import progress
from desktop_app.domain import indicators, measures, year_targets
from desktop_app.domain.indicators import IndicatorResult
from desktop_app.domain.period import Period
from desktop_app.domain.period_reading import parse_period
from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.plan_files import load_plan
from tests import oracle_measures as oracle
from tests.figure_file import Record, empty_file, memory_file, put
from tests.oracle_measures import Asked, Ledger, Seen

PLANS = Path(__file__).resolve().parent.parent / "data" / "plans"
FIRES, FOREST = (parse_plan(load_plan(PLANS / name)) for name in ("fires", "forest"))
UNITS = ("1", "11", "12")
SETS, MOST = 60, 150


def a_day(chance: random.Random, years: range) -> str:
    first = date(years[0] - 1, 1, 1)
    return str(first + timedelta(days=chance.randrange((date(years[-1], 12, 31) - first).days + 1)))


def some(chance: random.Random, most: int, make: Callable[[int], Record]) -> Iterator[Record]:
    for number in range(chance.randint(0, most)):
        made = make(number)
        made["counts"] = chance.random() > 0.1
        yield made


def of_fires(seed: int) -> list[Record]:
    chance = random.Random(seed)

    def fire(number: int) -> Record:
        return {"kind": "fire", "id": f"fire-{number}", "fields": {
            "unit": chance.choice(UNITS), "day": a_day(chance, range(2023, 2024)),
            "hectares": chance.choice(("0.1", "0.25", "12", "300.75", "0")),
            "hours": chance.choice((None, "0.5", "2.5", "4")), "cause": chance.choice((None, "people", "lightning")),
            "damage": chance.choice((None, 0, 1_000_000)),
        }}  # fmt: skip

    def forest(number: int) -> Record:
        return {"kind": "forest", "id": f"forest-{number}", "fields": {
            "unit": chance.choice(UNITS), "day": a_day(chance, range(2023, 2024)),
            "hectares": chance.choice(("0", "1000", "2500.5", "666.6")), "wardens": chance.choice((None, 0, 3, 8)),
        }}  # fmt: skip

    return [*some(chance, 25, fire), *_one_a_day(some(chance, 5, forest))]


def of_forest(seed: int) -> list[Record]:
    chance = random.Random(seed)

    def planting(number: int) -> Record:
        return {"kind": "planting", "id": f"planting-{number}", "fields": {
            "unit": chance.choice(UNITS), "day": a_day(chance, oracle.YEARS),
            "hectares": chance.choice(("50", "100", "60.5", "125.25", "0")),
            "trees": chance.choice((0, 70_000, 180_000)), "spent": chance.choice((None, 0, 500)),
        }}  # fmt: skip

    def survey(number: int) -> Record:
        return {"kind": "survey", "id": f"survey-{number}", "fields": {
            "unit": chance.choice(UNITS), "day": a_day(chance, oracle.YEARS),
            "forest": chance.choice(("0", "436", "452", "500")), "land": chance.choice(("1000", "900.5")),
        }}  # fmt: skip

    def fire(number: int) -> Record:
        return {"kind": "fire", "id": f"fire-{number}",
                "fields": {"unit": chance.choice(UNITS), "day": a_day(chance, oracle.YEARS)}}  # fmt: skip

    def typed(number: int) -> Record:
        return {"kind": "typed_figure", "id": f"typed-{number}", "fields": {
            "unit": chance.choice(UNITS), "year": chance.choice(oracle.YEARS),
            "period_code": chance.choice(("Y", "5Y", "Q2")), "indicator": chance.choice([*oracle.FOREST_MEASURES]),
            "numerator": chance.choice(("0", "7.5", "900")),
            "denominator": chance.choice((None, "0", "12")),
        }}  # fmt: skip

    def target(number: int) -> Record:
        return {"kind": "own_target", "id": f"target-{number}", "fields": {
            "year": 2021 + number, "indicator": chance.choice([*oracle.FOREST_MEASURES]), "reading": "default",
            "threshold": chance.choice((None, "0", "120", "1500")), "threshold_max": None,
        }}  # fmt: skip

    found = [*some(chance, 40, planting), *_one_a_day(some(chance, 8, survey)), *some(chance, 90, fire)]
    return [*found, *_one_key(some(chance, 3, typed)), *some(chance, 4, target)]


def _one_a_day(records: Iterator[Record]) -> Iterator[Record]:
    return iter({(r["fields"]["unit"], r["fields"]["day"]): r for r in records}.values())


def _one_key(records: Iterator[Record]) -> Iterator[Record]:
    key = ("unit", "year", "period_code", "indicator")
    return iter({tuple(r["fields"][name] for name in key): r for r in records}.values())


def a_period(chance: random.Random, years: range) -> str:
    year = chance.choice(years)
    first, last = sorted(chance.choices(years, k=2))
    days = (
        sorted((a_day(chance, range(years[0] + 1, years[-1] + 1)), str(date(year, 12, 31)))) if len(years) > 1 else []
    )
    of_year = [f"{year}{code}" for code in ("", "-H1", "-9M", "-Q1", "-Q3", "-02", "-11")]
    several = [f"{first}..{last}", f"{years[0]}..{years[-1]}"] if len(years) > 1 else []
    ranges = ["..".join(days)] if days and days[0][:4] == days[1][:4] else []
    return chance.choice([*of_year, *several, *ranges])


def read(plan: Plan, text: str) -> Period:
    return parse_period(text, plan.schemes, plan.period_scheme)


def asked_of(text: str, period: Period) -> Asked:
    """The years by the text alone; the days are checked in tests of periods."""
    ends = [int(part[:4]) for part in text.split("..")]
    years = range(ends[0], ends[-1] + 1) if ".." in text and len(text) == len("2021..2025") else [ends[-1]]
    return Asked(period.first_day, period.last_day, tuple(years))


def seen(figure: IndicatorResult) -> Seen:
    return Seen(figure.numerator, figure.denominator, figure.exact, figure.status, figure.short_by)


class Case:
    """One plan with the tables of a file for it."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.file = plan, empty_file(plan)

    def figures(self, text: str, unit: str, plan: Plan | None = None) -> dict[str, Seen]:
        of = plan or self.plan
        return {one.code: seen(one) for one in progress(memory_file(of, self.file), read(of, text), unit)}


def told_of_fires(records: list[Record], text: str, unit: str) -> dict[str, Seen | None]:
    return {**oracle.fires(Ledger(records), asked_of(text, read(FIRES, text)), unit)}


def told_of_forest(records: list[Record], text: str, unit: str) -> dict[str, Seen | None]:
    period = read(FOREST, text)
    return oracle.forest(Ledger(records), asked_of(text, period), unit, period.code)


MAKERS = {"fires": (FIRES, of_fires, told_of_fires, range(2023, 2024)),
          "forest": (FOREST, of_forest, told_of_forest, oracle.YEARS)}  # fmt: skip


def asked(seed: int, years: range) -> tuple[str, str]:
    chance = random.Random(f"asked {seed}")
    return a_period(chance, years), chance.choice(UNITS)


def differences(name: str, seed: int, case: Case, plan: Plan | None = None) -> list[tuple[str, Any, Any]]:
    """(code, what the program says, what the oracle says) where they are not one."""
    _, make, told, years = MAKERS[name]
    records, (text, unit) = make(seed), asked(seed, years)
    put(case.file, case.plan, records)
    ours, theirs = case.figures(text, unit, plan), told(records, text, unit)
    found = []
    for code, wanted in theirs.items():
        one = ours[code]
        no_value = wanted is not None and wanted.status in ("no-data", "not-applicable")
        if wanted is None:
            same = one.status == "not-applicable" and one.value is None
        elif no_value:
            same = (one.status, one.value, one.short_by) == (wanted.status, None, None)
        else:
            same = one == wanted
        if not same:
            found.append((code, one, wanted))
    return found


@pytest.mark.parametrize("name", MAKERS)
def test_every_figure_equals_that_of_a_second_computation(name: str) -> None:
    case = Case(MAKERS[name][0])
    for seed in range(SETS):
        assert differences(name, seed, case) == [], (seed, asked(seed, MAKERS[name][3]))


MUTANTS: dict[str, tuple[str, str, Any]] = {
    "another start": ("forest", "sets/plantings_of_plan/during", "year_to_date"),
    "no start": ("forest", "sets/plantings_of_plan/during", "until_end"),
    "the period alone": ("forest", "sets/plantings/during", "period"),
    "this year's fires": ("forest", "sets/fires_before/during", "period"),
    "all fires before": ("forest", "sets/fires_before/during", "until_end"),
    "fires to date": ("forest", "sets/fires/during", "year_to_date"),
    "one end": ("forest", "indicators/F4/op", ">="),
    "judged after all": ("forest", "indicators/P2", {"op": ">=", "threshold": 0}),
    "watched after all": ("forest", "indicators/F1/op", "none"),
    "no way": ("forest", "indicators/F3/path", ""),
    "another base": ("forest", "indicators/F3/baseline", {"year": 2019, "value": 42}),
    "a year's target": ("forest", "indicators/F1/targets/2023", 201),
    "no target of all": ("forest", "indicators/F1/targets", {"2022": 150, "2023": 200, "2024": 250, "2025": 300}),
    "never a year without": ("forest", "indicators/F4/targets/2025", [1600, 2000]),
    "a mean of units": ("forest", "indicators/F4/measure", "percent"),
    "it adds up": ("forest", "indicators/F2/window", "year_to_date"),
    "per ten thousand": ("fires", "indicators/F.2/measure", "per_100000"),
    "per one": ("fires", "indicators/F.3/measure", "per_1000"),
    "a share": ("fires", "indicators/F.4/measure", "percent"),
    "a lower end": ("fires", "indicators/F.4/threshold", 1),
    "a higher end": ("fires", "indicators/F.4/threshold_max", 5),
    "exactly as at most": ("fires", "indicators/F.5/threshold", 50),
    "a tenth": ("fires", "indicators/F.2/threshold", 15),
    "every fire is timed": ("fires", "sets/timed_fires/where", "true"),
    "every forest": ("fires", "sets/forests/during", "ever"),
}  # fmt: skip


def mutant(name: str, path: str, value: Any) -> Plan:
    source: Any = deepcopy(dict(MAKERS[name][0].source))
    *steps, last = path.split("/")
    part = source
    for step in steps:
        part = part[step]
    part[last] = part[last] | value if isinstance(value, dict) and last != "targets" and last in part else value
    return parse_plan(source)


@pytest.mark.no_cover
def test_every_mutant_of_the_plans_is_caught() -> None:
    plans = {name: (where, mutant(where, path, value)) for name, (where, path, value) in MUTANTS.items()}
    cases = {where: Case(MAKERS[where][0]) for where in MAKERS}
    for seed in range(MOST):
        for name, (where, plan) in list(plans.items()):
            if differences(where, seed, cases[where], plan):
                del plans[name]
        if not plans:
            return
    assert list(plans) == []


BROKEN: dict[str, tuple[object, str, object]] = {
    "a sum is held against one year": (year_targets, "_stands", lambda _: True),
    "no several years are judged": (year_targets, "_stands", lambda _: False),
    "a mean by a hundred": (
        measures, "MEASURES", {**measures.MEASURES, "mean": measures.MEASURES["percent"]},
    ),
    "more than the upper end is met": (
        indicators, "reached", lambda op, value, low, high: value >= low if op != "<=" else value <= low,
    ),
}  # fmt: skip


@pytest.mark.no_cover
@pytest.mark.parametrize("name", BROKEN)
def test_what_is_wrong_in_the_program_is_caught_too(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module, attribute, wrong = BROKEN[name]
    monkeypatch.setattr(module, attribute, wrong)
    cases = {where: Case(MAKERS[where][0]) for where in MAKERS}
    assert any(differences(where, seed, case) for seed in range(SETS) for where, case in cases.items())


def test_the_smallest_whole_step_is_found_by_trying() -> None:
    aim = oracle.exactly("between", 2, 4)
    assert [oracle.judged("ratio", aim, Fraction(n), Fraction(3)).short_by for n in (0, 5, 6, 13)] == [6, 1, 0, -1]
    narrow = oracle.exactly("between", "2.1", "2.2")
    assert oracle.judged("count", narrow, Fraction(1), None).short_by is None
