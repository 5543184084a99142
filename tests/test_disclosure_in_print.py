"""Nobody can work a small count out from all reports of a file together, earlier locked ones too: a solver tries."""

import dataclasses
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
from msgspec.structs import replace

from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.report.contents import build
from desktop_app.report.data import ReportData
from desktop_app.report.lock_format import read_report
from desktop_app.session import OpenFile, figures, imports, opening, reports
from desktop_app.session.report_data import collect
from desktop_app.session.report_disclosure import marks_of
from tests.disclosure_solver import Attack
from tests.printed_pages import EARLIER, NOW, OWN, YEAR, counts_said, figures_said

SOURCE = load_plan(plan_folder("lai-chau-2022"))
PROVINCE, DISTRICTS = "12", ("105", "106")
COMMUNES = {"105": ("03386", "03388"), "106": ("03394", "03412")}
CLOCK = datetime(2022, 11, 30, 8, tzinfo=UTC)
MONTHS = [date(2021, 12, 15), date(2022, 1, 15), date(2022, 2, 15), date(2022, 3, 15), date(2022, 6, 15)]
BEFORE = (date(2021, 3, 15), date(2021, 6, 14))  # the second quarter a year earlier
PIECES = [*((a, b - timedelta(days=1)) for a, b in pairwise(MONTHS)), BEFORE]
CODES = {PIECES[0]: "01", PIECES[1]: "02", PIECES[2]: "03", PIECES[3]: "Q2", BEFORE: "Q2"}
WINDOWS = {"01": (0, 0), "02": (1, 1), "Q1": (0, 2), "Q2": (3, 3), "H1": (0, 3)}
THRESHOLDS = {"1.3": 0.6, "4.2": 0.5}
STATISTICS = {
    ("comm_activity", "people_total"): None, ("comm_activity", "people_female"): None,
    ("crime_case", "persons"): None, ("admin_handling", "persons"): "behaviour",
    ("support_service_total", "persons"): "service", ("harm_reduction", "people"): "service_type",
    ("support_case", None): None,
}  # fmt: skip
CHOICES = {"behaviour": ("mua_dam", "ban_dam", "khac"), "service": ("tam_ly", "phap_ly", "viec_lam"),
           "service_type": ("kham_sti", "chuyen_gui")}  # fmt: skip

pytestmark = pytest.mark.no_cover
Weaken = Callable[[ReportData], ReportData]


class World:
    """A file of a few units with invented people, and what is true of them by (label, part, place, piece)."""

    def __init__(self, file: OpenFile, seed: int) -> None:
        self.file, self.random = file, Random(seed)
        self.truth: dict[tuple[str, str, str, Any], int] = {}
        plan = file.plan
        self.statistics = {(s.kind, s.sum): s for s in plan.statistics if s.people and (s.kind, s.sum) in STATISTICS}
        self.few = self.random.choice((0.25, 0.5, 0.8))
        units = [PROVINCE, *DISTRICTS, *(c for below in COMMUNES.values() for c in below)]
        for kind, field in STATISTICS:
            for piece in PIECES:
                for choice in CHOICES.get(STATISTICS[kind, field] or "", ("",)):
                    for unit in self.units_of(kind):
                        self.add(kind, field, choice, unit, piece, 0)
        lines = [line for unit in units for piece in PIECES for line in self.records(unit, piece)]
        self.figures: dict[tuple[str, str, str], int] = {}
        lines += [line for unit in units for line in self.of_indicators(unit)]
        done = imports.import_lines(file, (json.dumps(line) for line in lines))
        assert not done.problems, done.problems

    def units_of(self, kind: str) -> list[str]:
        """The units that may have records of a kind: coded cases lie with districts and the province only."""
        children = self.file.units.children
        communes = [] if kind == "support_case" else [c for d in DISTRICTS for c in children(d)]
        return [PROVINCE, *children(PROVINCE), *communes]

    def number(self) -> int:
        return 0 if self.random.random() > self.few else self.random.choice((1, 2, 3, 4, 4, 5, 6, 9, 20))

    def records(self, unit: str, piece: tuple[date, date]) -> Iterator[dict[str, Any]]:
        day = str(piece[0] + timedelta(days=self.random.randint(0, 20)))
        total = self.number()
        female = self.random.randint(0, total)
        yield self.record("comm_activity", unit, {"date": day, "form": "hoi_nghi", "title": "x", "audience": ["khac"],
                          "sessions": 1, "people_total": total, "people_female": female})  # fmt: skip
        self.add("comm_activity", "people_total", "", unit, piece, total)
        self.add("comm_activity", "people_female", "", unit, piece, female)
        for public in (True, False):
            persons = self.number()
            yield self.record("crime_case", unit, {"date": day, "articles": ["327"], "stage": "khoi_to",
                              "persons": persons, "published": public})  # fmt: skip
            self.add("crime_case", "persons", "", self.told_of(unit, public), piece, persons)
        for kind, field in (("admin_handling", "behaviour"), ("support_service_total", "service")):
            for choice in CHOICES[field]:
                persons = self.number()
                year = piece[1].year
                yield self.record(kind, unit, {"year": year, "period_code": CODES[piece], field: choice,
                                  "persons": persons, "source": "x"})  # fmt: skip
                self.add(kind, "persons", choice, unit, piece, persons)
        for choice in CHOICES["service_type"]:
            people = self.number()
            yield self.record("harm_reduction", unit, {"date": day, "service_type": choice, "people": people})
            self.add("harm_reduction", "people", choice, unit, piece, people)
        for _ in range(self.number() if unit in (PROVINCE, *DISTRICTS) else 0):
            yield self.record(
                "support_case", unit, {"date": day, "case_code": "ABCD2345", "in_need": True, "eligible": True}
            )
            self.add("support_case", None, "", unit, piece, 1)

    def of_indicators(self, unit: str) -> Iterator[dict[str, Any]]:
        """An establishment of every commune with those reached, and who is supported in every district."""
        below = self.number() + self.random.choice((0, 0, 1, 5))
        above = self.random.randint(0, below)
        if unit in DISTRICTS:
            yield self.record("support_population", unit, {"year": 2022, "period_code": "01", "in_need": below,
                              "eligible": below, "served": above})  # fmt: skip
            self.figures |= {("4.2", "n", unit): above, ("4.2", "d", unit): below}
        elif unit != PROVINCE:
            named = {"id": f"cs-{unit}", "name": "x", "business_type": "khach_san", "first_listed_date": "2021-01-05"}
            yield {
                **self.record("establishment", unit, {k: v for k, v in named.items() if k != "id"}),
                "id": named["id"],
            }
            workers = {"establishment": named["id"], "date": "2021-12-20", "workers": below}
            yield {"kind": "establishment_headcount", "fields": workers}
            act = {"date": "2021-12-20", "form": "loa", "title": "x", "audience": ["khac"], "sessions": 1}
            yield {**self.record("comm_activity", unit, act), "id": f"hd-{unit}"}
            reach = {
                "activity": f"hd-{unit}",
                "establishment": named["id"],
                "workers_total": above,
                "workers_new": above,
            }
            yield {"kind": "comm_reach_establishment", "fields": reach}
            self.figures |= {("1.3", "n", unit): above, ("1.3", "d", unit): below}

    def lies(self, place: str, unit: str) -> bool:
        return unit in self.file.units.ancestors(place)

    def record(self, kind: str, unit: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        return {"kind": kind, "fields": {"unit": unit, **fields}}

    def told_of(self, unit: str, public: bool) -> str:
        """A case that is not public is told of in its commune's district."""
        above = {c: d for d, below in COMMUNES.items() for c in below}
        return unit if public else above.get(unit, unit)

    def add(self, kind: str, field: str | None, choice: str, unit: str, piece: Any, count: int) -> None:
        by = STATISTICS[kind, field]
        part = (
            str(self.file.plan.choices[self.file.plan.kinds[kind].fields[by].choices or ""][choice].label.vi)
            if by
            else ""
        )
        key = self.statistics[kind, field].label.vi, part, self.lowest(unit), piece
        self.truth[key] = self.truth.get(key, 0) + count

    def lowest(self, unit: str) -> str:
        return unit if unit not in (PROVINCE, *DISTRICTS) else f"={unit}"

    def inside(self, unit: str) -> set[str]:
        """The lowest places of a unit."""
        if unit not in (PROVINCE, *DISTRICTS):
            return {unit}
        return {f"={unit}"}.union(*(self.inside(one) for one in self.file.units.children(unit)))

    def atoms(self, label: str, part: str, unit: str, pieces: set[Any]) -> list[Any]:
        places = self.inside(unit)
        return [k for k in self.truth if k[0] == label and part in ("", k[1]) and k[2] in places and k[3] in pieces]


def printed(world: World, report: Any, unit: str, code: str) -> Iterator[tuple[list[Any], tuple[Any, ...], str]]:
    """(atoms, name, text) of every count that a report says."""
    names = {world.file.units.name(one): one for one in world.units_of("")}
    first, last = WINDOWS[code]
    when = {
        NOW: set(PIECES[first : last + 1]),
        YEAR: set(PIECES[: last + 1]),
        EARLIER: {BEFORE} if code == "Q2" else set(),
    }
    labels = {s.label.vi for s in world.statistics.values()}
    shorts = {s.short.vi: s.label.vi for s in world.statistics.values()}
    own_name = world.file.units.name(unit)
    said = list(counts_said(report, own_name, labels, set(shorts)))
    for one in said:
        place = f"={unit}" if one.unit == OWN else names.get(one.unit)
        if place is not None and not (one.when == EARLIER and not when[EARLIER]):
            label = shorts.get(one.label, one.label)
            yield (
                world.atoms(label, one.part, place, when[one.when]),
                (label, one.part, place, one.when, code),
                one.text,
            )
    there = {(one.label, one.part) for one in said if one.unit == own_name}
    for label, part in {(k[0], p) for k in world.truth for p in ("", k[1])} - there:  # what is not said is nothing
        yield world.atoms(label, part, unit, when[YEAR]), (label, part, unit, YEAR, code), "0"


def pages_of(world: World, locked: list[tuple[str, str]], code: str, weaken: Weaken) -> list[tuple[Any, str, str]]:
    """(report, unit, period) of what is locked and then of every unit's report on a period."""
    file = world.file
    for early, unit in locked:
        reports.lock(file, figures.read_period(file, f"2022-{early}"), unit)
    pages = [(read_report(lock.report, lock.format), lock.unit, str(lock.period.code)) for lock in reports.locks(file)]
    for unit in (PROVINCE, *DISTRICTS, *COMMUNES["105"], *COMMUNES["106"]):
        data = collect(file, figures.read_period(file, f"2022-{code}"), unit)
        pages.append((build(weaken(data)), unit, code))
    return pages


def statistics_told(world: World, pages: list[tuple[Any, str, str]]) -> dict[Any, int]:
    """The small counts that a reader of all pages can work out."""
    attacks: dict[str, Attack] = {}
    small: dict[str, dict[Any, list[Any]]] = {}
    for report, unit, period in pages:
        for atoms, name, text in printed(world, report, unit, period):
            label, _, place, *_ = name
            attacks.setdefault(label, Attack()).reads(atoms, text)
            count = sum(world.truth[atom] for atom in atoms)
            assert text in ("<5", "…") or int(text) == count, (name, text, count)
            assert text != "<5" or 0 < count < 5
            if 0 < count < 5 and place != PROVINCE:
                small.setdefault(label, {})[name] = atoms
    found = [attacks[label].recovered(counts, world.truth) for label, counts in small.items()]
    return {name: count for some in found for name, count in some.items()}


def figures_told(world: World, pages: list[tuple[Any, str, str]]) -> dict[Any, int]:
    """The same of the indicators: numerators, denominators and what is said of them, in the reports on one period."""
    attack = Attack()
    small: dict[Any, list[Any]] = {}
    for report, unit, _ in pages:
        for code, above, below, value, verdict in figures_said(report, {"1.3", "4.2"}):
            sides = [
                [key for key in world.figures if key[:2] == (code, side) and world.lies(key[2], unit)] for side in "nd"
            ]
            counts = [sum(world.figures[key] for key in side) for side in sides]
            for side, count, text in zip(sides, counts, (above, below), strict=True):
                if text:
                    attack.reads(side, text)
                if 0 < count < 5 and unit != PROVINCE:
                    small[code, unit, len(small)] = side
            if not (above.isdecimal() and below.isdecimal()):
                assert not value
            if counts[1] and verdict.startswith(("Đạt", "Chưa đạt")):
                met = verdict.startswith("Đạt")
                least, most = (THRESHOLDS[code], 1) if met else (0, THRESHOLDS[code] - 1e-3)
                attack.holds(sides[0], sides[1], least, most)
    for key in world.figures:
        if key[1] == "n":
            attack.holds([key], [(key[0], "d", key[2])], 0, 1)
    return attack.recovered(small, world.figures)


@pytest.fixture
def world(tmp_path: Path, seed: int) -> Iterator[World]:
    with opening.create_file(tmp_path / "a.db", SOURCE, PROVINCE, "Lan", now=lambda: CLOCK) as file:
        yield World(file, seed)


@pytest.mark.parametrize("seed", range(5))
def test_no_small_count_can_be_worked_out_from_all_reports_of_a_file(world: World, seed: int) -> None:
    choice = Random(seed)
    offices = (PROVINCE, *DISTRICTS, "03386")
    early = [(code, choice.choice(offices)) for code in choice.sample(("01", "02", "Q1"), 2)] if seed % 3 else []
    pages = pages_of(world, early, choice.choice(("Q2", "H1")), lambda data: data)
    assert statistics_told(world, pages) == {}
    assert figures_told(world, pages[len(early) :]) == {}


@pytest.mark.parametrize("seed", [1])
def test_the_solver_finds_small_counts_where_only_they_are_hidden(world: World) -> None:
    pages = pages_of(world, [], "Q2", lambda data: replace(data, marks=None))
    assert statistics_told(world, pages)


@pytest.mark.parametrize("seed", [2])
def test_the_solver_finds_small_figures_where_only_they_are_hidden(world: World) -> None:
    assert figures_told(world, pages_of(world, [], "Q2", lambda data: replace(data, marks=None)))


@pytest.mark.parametrize("seed", [2])
def test_the_solver_finds_small_counts_where_reports_are_not_held_against_each_other(world: World) -> None:
    def alone(data: ReportData) -> ReportData:
        return replace(data, marks=marks_of(dataclasses.replace(world.file, unit=data.unit), data.period, data.unit))

    assert statistics_told(world, pages_of(world, [], "Q2", alone))


def test_the_few_accused_of_an_indicator_hide_nobody_who_was_only_sanctioned(tmp_path: Path) -> None:
    with opening.create_file(tmp_path / "a.db", SOURCE, PROVINCE, "Lan", now=lambda: CLOCK) as file:
        for unit, accused in (("105", 20), ("106", 3)):
            case = {"unit": unit, "date": "2022-04-20", "articles": ["327"], "stage": "khoi_to", "published": True}
            sanctioned = {"unit": unit, "year": 2022, "period_code": "Q2", "behaviour": "khac", "source": "x"}
            lines = [
                {"kind": "crime_case", "fields": {**case, "persons": accused}},
                {"kind": "admin_handling", "fields": {**sanctioned, "cases": 9, "persons": 57}},
            ]
            assert not imports.import_lines(file, (json.dumps(line) for line in lines)).problems
        for unit, accused_as_printed in (("105", "…"), ("106", "<5")):
            data = collect(file, figures.read_period(file, "2022-Q2"), unit)
            labels = {"Bị can", "Người bị xử phạt vi phạm hành chính"}
            said = counts_said(build(data), file.units.name(unit), labels, set())
            assert {(one.label, one.text) for one in said if one.when == NOW and not one.part} == {
                ("Bị can", accused_as_printed), ("Người bị xử phạt vi phạm hành chính", "57"),
            }  # fmt: skip
