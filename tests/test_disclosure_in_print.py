"""Nobody can work a small count out from all that is public of a file, corrections and other offices' papers too."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import pytest
from msgspec import structs

from desktop_app.domain.audiences import PUBLIC, SUPERIOR
from desktop_app.domain.count_spots import Days, Marks
from desktop_app.domain.locking import Lock
from desktop_app.domain.period import Period
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.report.blocks import Block, Paragraph
from desktop_app.report.contents import build
from desktop_app.report.data import ReportData
from desktop_app.report.disclosed_counts import disclosed_counts
from desktop_app.report.extras import TASKS, TO_DATE, ZEROS
from desktop_app.report.lock_format import read_report
from desktop_app.report.masking import statistic_key
from desktop_app.session import (
    OpenFile,
    editing,
    figures,
    imports,
    records,
    report_data,
    report_disclosure,
    report_extras,
    reports,
)
from desktop_app.session.report_data import collect
from desktop_app.session.report_disclosure import marks_of
from tests.disclosure_solver import FEW, HIDDEN, LEFT_OUT, POSSIBLE, Attack
from tests.new_files import new_file
from tests.printed_pages import EARLIER, NOW, OWN, YEAR, Said, blocks_of, counts_said, figures_said, shares_said

SOURCE = load_plan(plan_folder("lai-chau-2022"))
PROVINCE, DISTRICTS = "12", ("105", "106")
COMMUNES = {"105": ("03386", "03388"), "106": ("03394", "03412")}
CLOCK = datetime(2022, 11, 30, 8, tzinfo=UTC)
MONTHS = [date(2021, 12, 15), date(2022, 1, 15), date(2022, 2, 15), date(2022, 3, 15), date(2022, 6, 15)]
EMPTY = (date(2021, 1, 15), date(2021, 3, 14))  # nothing happened, but a reader can't know it
BEFORE = ((date(2020, 12, 15), date(2021, 1, 14)), EMPTY, (date(2021, 3, 15), date(2021, 6, 14)))  # a year earlier
PIECES = [*((a, b - timedelta(days=1)) for a, b in pairwise(MONTHS)), *BEFORE]
CODES = {PIECES[0]: "01", PIECES[1]: "02", PIECES[2]: "03", PIECES[3]: "Q2", BEFORE[0]: "01", BEFORE[2]: "Q2"}
WINDOWS = {"01": (0, 0), "02": (1, 1), "Q1": (0, 2), "Q2": (3, 3), "H1": (0, 3)}
A_YEAR_BEFORE = {"01": {BEFORE[0]}, "Q1": set(BEFORE[:2]), "Q2": {BEFORE[2]}, "H1": set(BEFORE)}
REACHED = ("workers_total", "workers_new")
FIGURES = {  # the kind and the fields that say how many were reached, and where
    "1.3": ("comm_reach_establishment", REACHED, "establishment", "cs-"),
    "4.2": ("support_population", ("served",), "unit", ""),
    "5.1": ("training_count", ("persons_new",), "unit", ""),
}
THRESHOLDS = {"1.3": 0.6, "4.2": 0.5, "5.1": 0.7}
STATISTICS = {
    ("comm_activity", "people_total"): None, ("comm_activity", "people_female"): None,
    ("comm_activity", "people_ethnic"): None, ("training", "attend_female"): None,
    ("crime_case", "persons"): None, ("admin_handling", "persons"): "behaviour",
    ("support_service_total", "persons"): "service", ("harm_reduction", "people"): "service_type",
    ("support_case", None): None, ("training", "attend_total"): None,
}  # fmt: skip
OF_WHOM = {("comm_activity", "people_female"): "people_total", ("comm_activity", "people_ethnic"): "people_total",
           ("training", "attend_female"): "attend_total"}  # fmt: skip
CHOICES = {"behaviour": ("mua_dam", "ban_dam", "khac"), "service": ("tam_ly", "phap_ly", "viec_lam"),
           "service_type": ("kham_sti", "chuyen_gui")}  # fmt: skip

pytestmark = pytest.mark.no_cover


class World:
    """A file of a few units with invented people, and what is true of them by (label, part, place, piece)."""

    def __init__(self, file: OpenFile, seed: int) -> None:
        self.file, self.random = file, Random(seed)
        self.truth: dict[tuple[str, str, str, Any], int] = {}
        self.changes: dict[Any, int] = {}
        self.services: list[tuple[str, Any, str, str]] = []
        self.attended: list[tuple[str, str, Any, str]] = []
        plan = file.plan
        self.statistics = {(s.kind, s.sum): s for s in plan.statistics if s.people and (s.kind, s.sum) in STATISTICS}
        labels = {key: s.label.vi for key, s in self.statistics.items()}
        self.whole = {labels[key]: labels[key[0], whole] for key, whole in OF_WHOM.items()}
        self.few = self.random.choice((0.25, 0.5, 0.8))
        units = [PROVINCE, *DISTRICTS, *(c for below in COMMUNES.values() for c in below)]
        for kind, field in STATISTICS:
            for piece in PIECES:
                for choice in CHOICES.get(STATISTICS[kind, field] or "", ("",)):
                    for unit in self.units_of(kind):
                        self.add(kind, field, choice, unit, piece, 0)
        lines = [line for unit in units for piece in CODES for line in self.records(unit, piece)]
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
        for kind, whole, *some in (
            ("comm_activity", "people_total", "people_female", "people_ethnic"),
            ("training", "attend_total", "attend_female"),
        ):
            yield self.attendance(kind, unit, piece, day, whole, some)
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
            record = f"dv-{unit}-{day}-{choice}"
            self.services.append((unit, piece, choice, record))
            given = {"date": day, "service_type": choice, "people": people}
            yield {**self.record("harm_reduction", unit, given), "id": record}
            self.add("harm_reduction", "people", choice, unit, piece, people)
        for _ in range(self.number() if unit in (PROVINCE, *DISTRICTS) else 0):
            yield self.record(
                "support_case", unit, {"date": day, "case_code": "ABCD2345", "in_need": True, "eligible": True}
            )
            self.add("support_case", None, "", unit, piece, 1)

    def attendance(self, kind: str, unit: str, piece: Any, day: str, whole: str, some: list[str]) -> dict[str, Any]:
        """Who was there, and how many of them were women or of a minority."""
        total = self.number()
        people = {whole: total, **{field: self.random.randint(0, total) for field in some}}
        for field, count in people.items():
            self.add(kind, field, "", unit, piece, count)
        record = f"{kind}-{unit}-{day}"
        self.attended.append((kind, unit, piece, record))
        fields: dict[str, Any] = {"date": day, "title": "x", **people}
        if kind == "training":
            fields |= {"topics": ["khac"], "organiser_level": "tinh"}
        else:
            fields |= {"form": "hoi_nghi", "audience": ["khac"], "sessions": 1}
        return {**self.record(kind, unit, fields), "id": record}

    def of_indicators(self, unit: str) -> Iterator[dict[str, Any]]:
        """An establishment of every commune with those reached, who is supported in every district, and the staff."""
        yield from self.staff(unit)
        below = self.number() + self.random.choice((0, 0, 1, 5))
        above = self.random.randint(0, below)
        if unit in DISTRICTS:
            people = {"year": 2022, "period_code": "01", "in_need": below, "eligible": below, "served": above}
            yield self.record("support_population", unit, people)
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
            reach = {"activity": f"hd-{unit}", "establishment": named["id"]} | dict.fromkeys(REACHED, above)
            yield {"kind": "comm_reach_establishment", "fields": reach}
            self.figures |= {("1.3", "n", unit): above, ("1.3", "d", unit): below}

    def staff(self, unit: str) -> Iterator[dict[str, Any]]:
        """Those in charge of a unit, and how many of them attended a course, none of them by name."""
        duty = {"position": "x", "duty": "chuyen_trach", "in_denominator": True, "from_date": "2021-01-05"}
        below = self.random.choice((1, 2, 2, 3, 5, 8))
        above = self.random.randint(0, below)
        for _ in range(below):
            yield self.record("staff", unit, duty)
        course = {"date": "2021-12-20", "title": "x", "topics": ["khac"], "organiser_level": "tinh", "attend_total": 0}
        yield {**self.record("training", unit, course), "id": f"lop-{unit}"}
        level = self.file.units.level(unit)
        new = {"training": f"lop-{unit}", "trainee_level": level, "persons_new": above}
        yield self.record("training_count", unit, new)
        self.figures |= {("5.1", "n", unit): above, ("5.1", "d", unit): below}

    def label_of(self, one: Said) -> str:
        """The label of a statistic; of a table of units, whose short labels stand in several areas, by its caption."""
        of_short = [s for s in self.statistics.values() if s.short.vi == one.label]
        areas = self.file.plan.areas
        return next((s.label.vi for s in of_short if areas[s.area].label.vi[1:] in one.caption), one.label)

    def lies(self, place: str, unit: str) -> bool:
        return unit in self.file.units.ancestors(place)

    def record(self, kind: str, unit: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        return {"kind": kind, "fields": {"unit": unit, **fields}}

    def told_of(self, unit: str, public: bool) -> str:
        """A case that is not public is told of in its commune's district."""
        above = {c: d for d, below in COMMUNES.items() for c in below}
        return unit if public else above.get(unit, unit)

    def now(self, atoms: list[Any]) -> list[Any]:
        """The same counts as they are now: what was corrected is another one."""
        return [(atom, self.changes.get(atom, 0)) for atom in atoms]

    def value(self, atoms: list[Any]) -> int:
        return sum(self.truth[atom] for atom in atoms)

    def correct(self) -> None:
        """One of the offices finds that a number was wrong."""
        self.random.choice((self.correct_figure, self.correct_attendance, self.correct_service))()

    def correct_figure(self) -> None:
        """Of those reached or supported."""
        name, _, unit = self.random.choice([key for key in self.figures if key[1] == "n"])
        people = self.random.randint(0, self.figures[name, "d", unit])
        kind, fields, of, one = FIGURES[name]
        (record,) = (row.id for row in records.rows(self.file, kind) if row.values[of] == f"{one}{unit}")
        more = people > self.figures[name, "n", unit]  # no more of them are new than there are
        for field in fields if more else reversed(fields):
            editing.set_value(self.file, record, field, people)
        self.change(self.figures, (name, "n", unit), people)

    def correct_attendance(self) -> None:
        """Who was there: some of them more, or fewer."""
        kind, unit, piece, record = self.random.choice(self.attended)
        whole = next(name for (of, _), name in OF_WHOM.items() if of == kind)
        total = self.number()
        people = {field: self.random.randint(0, total) for (of, field) in OF_WHOM if of == kind}
        now = self.truth[self.name(kind, whole, "", unit, piece)]
        every = {whole: total, **people} if total > now else {**people, whole: total}  # never more of them than all
        for field, count in every.items():
            editing.set_value(self.file, record, field, count)
            self.change(self.truth, self.name(kind, field, "", unit, piece), count)

    def correct_service(self) -> None:
        unit, piece, choice, record = self.random.choice(self.services)
        people = self.number()
        editing.set_value(self.file, record, "people", people)
        self.change(self.truth, self.name("harm_reduction", "people", choice, unit, piece), people)

    def change(self, known: dict[Any, int], key: Any, people: int) -> None:
        self.changes[key] = self.changes.get(key, 0) + (known[key] != people)
        known[key] = people

    def add(self, kind: str, field: str | None, choice: str, unit: str, piece: Any, count: int) -> None:
        key = self.name(kind, field, choice, unit, piece)
        self.truth[key] = self.truth.get(key, 0) + count

    def name(self, kind: str, field: str | None, choice: str, unit: str, piece: Any) -> tuple[str, str, str, Any]:
        by = STATISTICS[kind, field]
        part = (
            str(self.file.plan.choices[self.file.plan.kinds[kind].fields[by].choices or ""][choice].label.vi)
            if by
            else ""
        )
        return self.statistics[kind, field].label.vi, part, self.lowest(unit), piece

    def lowest(self, unit: str) -> str:
        return unit if unit not in (PROVINCE, *DISTRICTS) else f"={unit}"

    def inside(self, unit: str) -> set[str]:
        """The lowest places of a unit, or of what it is without those below it."""
        if unit not in (PROVINCE, *DISTRICTS):
            return {unit}
        return {f"={unit}"}.union(*(self.inside(one) for one in self.file.units.children(unit)))

    def atoms(self, label: str, part: str, unit: str, pieces: set[Any]) -> list[Any]:
        places = self.inside(unit)
        return [k for k in self.truth if k[0] == label and part in ("", k[1]) and k[2] in places and k[3] in pieces]


def printed(world: World, blocks: Sequence[Block], unit: str, code: str) -> Iterator[tuple[list[Any], str]]:
    """(atoms, text) of every count that the blocks of a report say, and of what they say by silence."""
    names = {world.file.units.name(one): one for one in world.units_of("")}
    first, last = WINDOWS[code]
    when = {
        NOW: set(PIECES[first : last + 1]),
        YEAR: set(PIECES[: last + 1]),
        EARLIER: A_YEAR_BEFORE.get(code, set()),
    }
    labels = {s.label.vi for s in world.statistics.values()}
    shorts = {s.short.vi for s in world.statistics.values()}
    own_name = world.file.units.name(unit)
    said = [one._replace(label=world.label_of(one)) for one in counts_said(blocks, own_name, labels, shorts)]
    unsaid = " ".join(b.text.lower() for b in blocks if isinstance(b, Paragraph) and "Không nêu" in b.text)
    for one in said:
        place = f"={unit}" if one.unit == OWN else names.get(one.unit)
        known = one.when != EARLIER or (when[EARLIER] and not (one.text == "0" and one.label.lower() in unsaid))
        if place is not None and known:
            yield world.atoms(one.label, one.part, place, when[one.when]), one.text
    rows: dict[tuple[str, str], set[str | None]] = {}
    for one in said:
        if one.unit != own_name:
            rows.setdefault((one.label, one.when), set()).add(f"={unit}" if one.unit == OWN else names.get(one.unit))
    for (label, time), named in rows.items():  # units that a table of units does not name have nothing
        for place in {*world.file.units.children(unit), f"={unit}"} - named:
            yield world.atoms(label, "", place, when[time]), "0"
    there = {(one.label, one.part) for one in said if one.unit == own_name}
    for label, part in {(k[0], p) for k in world.truth for p in ("", k[1])} - there:
        if label.lower() not in unsaid:  # what is not said is nothing
            yield world.atoms(label, part, unit, when[YEAR]), "0"


class Readers:
    """Who collects what is printed, label by label; `hidden` are the counts that were not told."""

    def __init__(self, world: World, *, audience: str = PUBLIC) -> None:
        self.world, self.audience = world, audience
        self.attacks: dict[str, Attack] = {}  # of some people together with that of all of them
        self.hidden: dict[str, dict[Any, list[Any]]] = {}
        self.sides: set[tuple[Any, Any]] = set()
        self.rests: dict[tuple[Any, ...], tuple[list[Any], list[Any]]] = {}
        self.shown: set[frozenset[Any]] = set()
        self.open: dict[str, Attack] = {}  # what follows from the numbers of figures that are printed as they are
        self.away: set[frozenset[Any]] = set()

    def read(self, blocks: Sequence[Block], unit: str, code: str) -> None:
        world = self.world
        for atoms, text in printed(world, blocks, unit, code):
            count = world.value(atoms)
            assert text in (FEW, HIDDEN, LEFT_OUT) or int(text) == count, (unit, code, atoms[:1], text, count)
            self._take(atoms[0][0] if atoms else "", (unit, code), world.now(atoms), text, count)
            self._take_rest(atoms, (unit, code))
        self.sides |= {
            tuple(world.now([(name, "n", place), (name, "d", place)])) for name, side, place in world.figures
        }
        for name, above, below, value, verdict in figures_said(blocks, set(THRESHOLDS)):
            sides = [self._side(name, side, unit) for side in "nd"]
            for side, text in zip(sides, (above, below), strict=True):
                if text:
                    self._take(name, (unit, code), side, text, sum(world.figures[key] for key, _ in side))
            assert (above.isdecimal() and below.isdecimal()) or value in ("", "0,0%")
            if verdict.startswith(("Đạt", "Chưa đạt")):
                met = verdict.startswith("Đạt")
                least, most = (THRESHOLDS[name], 1) if met else (0, THRESHOLDS[name] - 1e-3)
                self._attack(name).holds(sides[0], sides[1], least, most)
        self._take_shares(blocks)

    def takes_as_told(self, marks: Marks) -> None:
        """The small counts that papers of before give away, as the program names them."""
        world = self.world
        labels = {statistic_key(world.file.plan, s): s.label.vi for s in world.statistics.values()}
        for table, spot in marks.given_away:
            code, _, side = table.partition("/")
            if code in THRESHOLDS and spot.place in world.file.units:
                self.away.add(frozenset(self._side(code, {"above": "n", "below": "d"}[side], spot.place)))
            elif table in labels and not spot.place.startswith("rest of "):
                pieces = {piece for piece in PIECES if spot.days.holds(Days(*piece))}
                self.away.add(frozenset(world.now(world.atoms(labels[table], spot.part, spot.place, pieces))))

    def _take_rest(self, atoms: list[Any], paper: tuple[str, str]) -> None:
        """Those who are not women, say: few of them below the province are as secret as few women."""
        world = self.world
        whole = world.whole.get(atoms[0][0]) if atoms else None
        if whole is None or {f"={one}" for one in (PROVINCE, *DISTRICTS)} <= {key[2] for key in atoms}:
            return
        every = [(whole, *key[1:]) for key in atoms]
        self.sides |= {tuple(world.now([of, all_of])) for of, all_of in zip(atoms, every, strict=True)}
        if self.audience == PUBLIC and 0 < world.value(every) - world.value(atoms) <= POSSIBLE:
            now = world.now(every), world.now(atoms)
            self.rests[atoms[0][0], *paper, len(self.rests)] = now

    def _side(self, name: str, side: str, unit: str) -> list[Any]:
        world = self.world
        return world.now([key for key in world.figures if key[:2] == (name, side) and world.lies(key[2], unit)])

    def _take_shares(self, blocks: Sequence[Block]) -> None:
        """What the values of units say of both sides: a percentage has one decimal, `<5` no more than four above."""
        names = {self.world.file.units.name(one): one for one in self.world.units_of("")}
        for name, place, text in shares_said(blocks, set(THRESHOLDS)):
            if place not in names or not text or text[0] not in "<0123456789":
                continue
            above, below = (self._side(name, side, names[place]) for side in "nd")
            attack = self._attack(name)
            if text == FEW:
                attack.most(above, POSSIBLE)
            else:
                share = float(text.rstrip("*%").replace(",", "."))
                attack.holds(above, below, (share - 0.05) / 100, (share + 0.05) / 100)

    def _take(self, label: str, paper: tuple[str, str], named: list[Any], text: str, count: int) -> None:
        assert text not in (FEW, HIDDEN) or count, "a zero is never hidden"
        attack = self._attack(label)
        attack.reads(named, text)
        if text.isdecimal():
            self.shown.add(frozenset(named))
            if label in THRESHOLDS:
                self.open.setdefault(label, Attack()).reads(named, text)
        if text in (FEW, HIDDEN):
            of_label = self.hidden.setdefault(label, {})
            of_label[(*paper, len(of_label))] = named

    def _attack(self, label: str) -> Attack:
        return self.attacks.setdefault(self.world.whole.get(label, label), Attack())

    def _follows(self, label: str, named: list[Any]) -> bool:
        ends = self.open[label].reach(named) if label in self.open else (0, 1)
        return ends[0] == ends[1]

    def told(self) -> dict[Any, Any]:
        """The hidden counts with fewer than four possible values, but for those named as given away. Of those that are
        no small ones none that other papers have printed, which are hidden beside what may not be: as both sides of a
        figure are where one of them is small.
        """
        for above, below in self.sides:
            if (name := below[0][0]) in self.attacks:
                self.attacks[name].holds([above], [below], 0, 1)
        found = {
            (label, *key): ends for label, counts in self.hidden.items()
            for key, ends in self._attack(label).told(counts).items()
            if frozenset(counts[key]) not in (self.shown if ends[0] > POSSIBLE else self.away)
            and not (ends[0] > POSSIBLE and self._follows(label, counts[key]))
        }  # fmt: skip
        for (label, *key), (every, some) in self.rests.items():
            least, most = self._attack(label).reach(every, less=some)
            if most - least < POSSIBLE - 1 and frozenset(some) not in self.away:
                found["not", label, *key] = least, most
        return found


def lock_public(office: OpenFile, period: Period) -> tuple[Lock, Marks]:
    """A locked public report with how its counts are printed."""
    seen: list[Marks] = []

    def marks_seen(*asked: Any) -> Marks:
        seen.append(marks_of(*asked))
        return seen[-1]

    with patch.object(report_data, "marks_of", marks_seen):
        lock = reports.lock(office, period, office.unit, PUBLIC)
    return lock, seen[-1]


def lock_some(world: World, seed: int, *, wanted: tuple[str, ...] = (), correcting: bool = False) -> Readers:
    """Some offices lock public reports on their own units, one after the other; a reader takes them all."""
    readers, choice = Readers(world), Random(seed)
    for code in choice.sample(list(WINDOWS), 3):
        for unit in choice.sample((PROVINCE, *DISTRICTS, "03386"), 2):
            office = replace(world.file, unit=unit)
            report_extras.set_wanted(office, figures.read_period(office, f"2022-{code}"), wanted, unit)
            lock, marks = lock_public(office, figures.read_period(office, f"2022-{code}"))
            readers.takes_as_told(marks)
            readers.read(blocks_of(read_report(lock.report, lock.format)), unit, code)
            if correcting:
                world.correct()
    return readers


@pytest.fixture
def world(tmp_path: Path, seed: int) -> Iterator[World]:
    with new_file(tmp_path / "a.db", SOURCE, PROVINCE, "Lan", now=lambda: CLOCK) as file:
        yield World(file, seed)


@pytest.mark.parametrize("seed", [0])
@pytest.mark.parametrize("wanted", [(), (ZEROS, TASKS, TO_DATE)])
@pytest.mark.parametrize("unit", [PROVINCE, "105", "03386"])
def test_what_is_kept_as_public_is_what_the_page_says(world: World, unit: str, wanted: tuple[str, ...]) -> None:
    file = world.file
    report_extras.set_wanted(file, figures.read_period(file, "2022-Q1"), wanted, unit)
    names = {file.units.name(one): one for one in file.units.descendants(PROVINCE)} | {OWN: f"={unit}"}
    tables = {statistic_key(file.plan, s): s.label.vi for s in world.statistics.values()}
    shorts = {s.short.vi for s in world.statistics.values()}
    for code in WINDOWS:
        data = collect(file, figures.read_period(file, f"2022-{code}"), unit, PUBLIC)
        assert data.extras == wanted
        days = {NOW: data.days, YEAR: data.year_days, EARLIER: data.earlier_days}
        said = {
            (world.label_of(one), one.part, names[one.unit], days[one.when], one.text)
            for one in counts_said(blocks_of(build(data)), file.units.name(unit), set(tables.values()), shorts)
            if one.unit in names and one.text and (one.text != "0" or one.when == EARLIER)
        }
        kept = {(tables[name], *spot, text) for name, spot, text in disclosed_counts(data) if name in tables and text}
        assert said == kept


@pytest.mark.parametrize(("seed", "wanted"), [(0, ()), (1, (TO_DATE,)), (2, ())])
def test_no_hidden_count_has_fewer_than_four_values_for_who_reads_all_that_is_public(
    world: World, seed: int, wanted: tuple[str, ...]
) -> None:
    readers = lock_some(world, seed, wanted=wanted)
    assert readers.hidden
    assert readers.told() == {}


@pytest.mark.parametrize("seed", [3, 4])
def test_nor_does_it_where_numbers_are_corrected_between(world: World, seed: int) -> None:
    assert lock_some(world, seed, correcting=True).told() == {}


@pytest.mark.parametrize("seed", [7, 8])
def test_a_report_for_the_superior_hides_supported_people_alone_and_within_itself(world: World) -> None:
    plan, period = world.file.plan, figures.read_period(world.file, "2022-Q2")
    supported = {s.label.vi for s in plan.statistics if s.supported} | {"4.2"}
    for unit in (PROVINCE, "105"):
        readers = Readers(world, audience=SUPERIOR)
        readers.read(blocks_of(build(collect(world.file, period, unit))), unit, "Q2")
        assert readers.told() == {}
        assert readers.hidden.keys() <= supported
        assert readers.hidden


@pytest.mark.parametrize("seed", [0])
def test_few_men_are_told_where_women_are_hidden_without_looking_at_all_of_them(
    world: World, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_disclosure, "of_whom", lambda *_: [])
    assert any(key[0] == "not" for key in lock_some(world, seed).told())


WEAK: dict[str, Callable[[ReportData], ReportData]] = {
    "hides small counts only": lambda data: structs.replace(data, marks=None),
    "forgets what is public": lambda data: data,
}


@pytest.mark.parametrize("seed", [2])
@pytest.mark.parametrize("weak", WEAK)
def test_the_solver_breaks_a_weaker_rule(world: World, weak: str) -> None:
    readers = Readers(world)
    for code in ("Q1", "Q2", "H1"):
        for unit in (PROVINCE, "105"):
            period = figures.read_period(world.file, f"2022-{code}")
            readers.read(blocks_of(build(WEAK[weak](collect(world.file, period, unit, PUBLIC)))), unit, code)
    assert readers.told()
