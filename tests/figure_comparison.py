"""Program and second computation side by side: one random data set, one unit and period, every reading."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from random import Random
from typing import Any, NamedTuple

from db.connection import Connection
from db.counting.indicator_figures import progress
from desktop_app.domain.indicators import IndicatorResult
from desktop_app.domain.measures import COUNT
from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.period_reading import parse_period
from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.texts import in_words
from tests.figure_data import CODES, COMMUNES, DISTRICTS, PROVINCE, UNITS, Maker
from tests.figure_fates import Fates
from tests.figure_file import empty_file, memory_file, shipped_plan, units_of
from tests.figure_writing import Writer
from tests.oracle_words import TellingOracle, Told
from tests.own_days import own_days

READINGS = (None, "default", "strict", "loose")
RANGES = (
    "{y}-03-15..{y}-06-14", "{y}-07-01..{y}-07-31", "{y}-02-01..{y}-02-28", "{b}-11-20..{y}-01-05",
    "{y}-06-14..{y}-06-14", "{y}-06-15..{y}-06-15", "{b}-12-15..{y}-01-14",
)  # fmt: skip
OWN = "tuy_chon"
NO_OTHER: Mapping[str, int] = {}


class Case(NamedTuple):
    """A plan with a file of its own, and where the invented units lie in its unit list."""

    plan: Plan
    tree: OrgUnits
    file: Connection
    places: Mapping[str, str]
    writer: Writer
    aims: Mapping[str, int]  # where they are others than those of 2022

    def codes(self) -> list[str]:
        own = self.plan.scheme
        return [code for code in CODES if own.period(code, self.plan.year)]


def _case(plan: Plan, places: Mapping[str, str] | None = None, aims: Mapping[str, int] = NO_OTHER) -> Case:
    file = empty_file(plan)
    return Case(plan, units_of(plan), file, places or {code: code for code in UNITS}, Writer(file, plan), aims)


def _own_days() -> Case:
    """A plan whose office has set the days of its periods itself."""
    source = shipped_plan(period_scheme=OWN).source
    schemes = source["period_schemes"]
    return _case(parse_plan({**source, "period_schemes": {**schemes, OWN: {**schemes[OWN], "days": own_days(2022)}}}))


def _other_signs() -> Case:
    """A plan that asks for at most, or exactly, where that of 2022 asks for at least."""
    source = shipped_plan().source
    wanted = {
        "1.1": ("<=", 50), "1.3": ("=", 0), "1.4": ("<=", 0), "2.1": ("=", 50), "2.2": ("=", 100), "3.1": ("<=", 60),
        "3.2": ("<=", 3), "3.3": ("<=", 100), "4.1": ("=", 1), "5.1": ("=", 100),
    }  # fmt: skip
    changed = {code: {"op": op, "threshold": threshold} for code, (op, threshold) in wanted.items()}
    indicators = {code: {**raw, **changed.get(code, {})} for code, raw in source["indicators"].items()}
    del indicators["3.2"]["threshold_max"]
    aims = {code: aim for code, (_, aim) in wanted.items()}
    return _case(parse_plan({**source, "indicators": indicators}), aims=aims)


def _new_plan(source: Mapping[str, Any]) -> Case:
    plan = parse_plan(source)
    communes = [row[0] for row in plan.source["units"]["2025"] if row[2] == "xa"]
    return _case(plan, dict(zip((*DISTRICTS, *COMMUNES), communes, strict=False)) | {PROVINCE: PROVINCE}, {"1.1": 70})


CASES = {
    "2022": _case(shipped_plan()),
    "2024": _case(shipped_plan(year=2024, doc_date="2023-11-12")),  # a leap year, and a plan older than its year
    "2025 by the old list": _case(shipped_plan(year=2025, doc_date="2025-08-20")),
    "2022 by the calendar": _case(shipped_plan(period_scheme="duong_lich")),
    "2022 by days of its own": _own_days(),
    "2025": _new_plan(load_plan(plan_folder("lai-chau-2025"))),
    "2022 with other signs": _other_signs(),
}
BY_YEAR = {2022: CASES["2022"], 2024: CASES["2024"], 2025: CASES["2025 by the old list"]}
PLANS = {year: case.plan for year, case in BY_YEAR.items()}
FILES = {year: case.file for year, case in BY_YEAR.items()}
TREE = CASES["2022"].tree
CHANCES = (
    "2022", "2022", "2024", "2025 by the old list", "2022 by the calendar", "2025", "2025", "2022 by days of its own",
    "2022 with other signs",
)  # fmt: skip


def a_period(random: Random, year: int, codes: Sequence[str] = CODES) -> str:
    """A period of the plan year as a person would type it; `codes`: those that the plan's own scheme has."""
    code = random.choice(("Y", "Y", *codes))
    coded = str(year) if code == "Y" else f"{year}-{code}"
    choice = random.random()
    if choice < 0.7:
        return coded
    other = random.choice(("duong_lich", "nd09"))
    return f"{other}:{coded}" if choice < 0.85 else random.choice(RANGES).format(y=year, b=year - 1)


def second_of(oracle: type[TellingOracle], case: Case) -> TellingOracle:
    """The oracle for a plan; a variant made for 2022 keeps what it does otherwise."""
    levels = ("tinh", "xa") if case.plan.unit_version == "2025" else oracle.levels
    oracle = type(oracle.__name__, (oracle,), {"levels": levels, "aims": {**oracle.aims, **case.aims}})
    return oracle(case.plan.source, case.plan.period_scheme)


def program(case: Case, unit: str, period: str, reading: str | None) -> dict[str, Told]:
    """What the program says of every indicator."""
    wanted = parse_period(period, case.plan.schemes, case.plan.period_scheme)
    return {p.code: told_of(p) for p in progress(memory_file(case.plan, case.file), wanted, unit, reading)}


def told_of(p: IndicatorResult) -> Told:
    parts = {name: (part.numerator, part.denominator, part.value) for name, part in p.parts.items()}
    missing = sorted(((m.code, in_words(m.text), m.unit, m.record) for m in p.missing), key=str)
    return Told(
        p.numerator, p.denominator, p.status, p.short_by, p.value, in_words(p.text), p.exceeded, p.provisional,
        p.manual, sorted(map(in_words, p.notes)), parts, missing,
    )  # fmt: skip


class DataSet(NamedTuple):
    """One random data set with the unit and period that are asked for, and what the program says in each reading."""

    case: Case
    records: list[dict[str, Any]]
    conflicts: list[tuple[str, str]]
    unit: str
    period: str
    ours: Mapping[str | None, dict[str, Told]]


@lru_cache(maxsize=400)
def data_set(seed: int) -> DataSet:
    """The data set of a seed."""
    made = written(seed)
    return made._replace(ours={reading: program(made.case, made.unit, made.period, reading) for reading in READINGS})


def written(seed: int, of: str = "") -> DataSet:
    """The same before the program is asked, or one of a named case; its plan's file holds it until the next."""
    random = Random(seed)
    chosen = random.choice(CHANCES)
    case = CASES[of or chosen]
    maker = Maker(seed, case.plan.year)
    records = maker.make()
    operations = Fates(seed, records).choose()
    conflicts = maker.conflicts()
    for record in records:
        if "unit" in record["fields"]:
            record["fields"]["unit"] = case.places[record["fields"]["unit"]]
        if "hotspot_cases" not in case.plan.kinds[record["kind"]].fields:
            record["fields"].pop("hotspot_cases", None)
    case.writer.write(records, operations, conflicts)
    unit = case.places[random.choice((*[PROVINCE] * 6, *DISTRICTS, *UNITS))]
    period = a_period(random, case.plan.year, case.codes())
    return DataSet(case, records, conflicts, unit, period, {})


def differences(oracle: type[TellingOracle], seed: int) -> list[tuple[Any, ...]]:
    """Where program and oracle disagree on one data set, in every reading."""
    made = data_set(seed)
    second, found = second_of(oracle, made.case), []
    for reading in READINGS:
        theirs = second.told(made.records, made.conflicts, made.unit, made.period, reading)
        for code in theirs:
            where = (seed, made.case.plan.id, made.unit, made.period, reading, code)
            found += [(*where, *pair) for pair in _apart(made.case.plan, code, made.ours[reading][code], theirs[code])]
    return found


def _apart(plan: Plan, code: str, ours: Told, theirs: Told) -> list[tuple[str, Any, Any]]:
    """The things in which the two differ; where there is no figure, its sides say nothing."""
    here, there = (_plain(plan.indicators[code].measure, told)._asdict() for told in (ours, theirs))
    return [(name, here[name], there[name]) for name in here if here[name] != there[name]]


def _plain(measure: str, told: Told) -> Told:
    notes = sorted(names_sorted(note) for note in told.notes)
    if told.status in ("no-data", "not-applicable"):
        below = told.denominator if told.status == "not-applicable" and measure != COUNT else None
        told = told._replace(numerator=None, denominator=below)
    return told._replace(notes=notes)


def in_any_order(told: Told) -> Told:
    """Of places in a note a query promises no order, nor which five are named of many."""
    notes = (re.sub(r": [^:]*, …\.$", ": …", note) for note in told.notes)
    return told._replace(notes=sorted(map(names_sorted, notes)))


def names_sorted(note: str) -> str:
    """A note with its names in one order: the oracle parts them with a bar, the program names five at most."""
    head, colon, names = note.rstrip(".").partition(": ")
    if "cấp" not in names and "|" not in names and ", " not in names:
        return note.rstrip(".")
    many = sorted(names.split("|")) if "|" in names else [names]
    return head + colon + ", ".join(sorted(", ".join(many).split(", ")))


def agree(seeds: Sequence[int]) -> int:
    """How many figures were compared over these data sets; AssertionError with the first difference."""
    for seed in seeds:
        apart = differences(TellingOracle, seed)
        assert apart == [], apart[:3]
    return len(seeds) * len(READINGS) * 12
