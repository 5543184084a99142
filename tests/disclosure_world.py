"""A small province with invented people, whose public papers are attacked, and what is true of it."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.session import OpenFile, editing, records
from tests.filled_files import put
from tests.printed_pages import Said

SOURCE = load_plan(plan_folder("lai-chau-2022"))
PROVINCE, DISTRICTS = "12", ("105", "106")
COMMUNES = {"105": ("03386", "03388"), "106": ("03394", "03412")}
CLOCK = datetime(2022, 11, 30, 8, tzinfo=UTC)
MONTHS = [date(2021, 12, 15), date(2022, 1, 15), date(2022, 2, 15), date(2022, 3, 15), date(2022, 6, 15)]
EMPTY = (date(2021, 1, 15), date(2021, 3, 14))  # nothing happened, but a reader can't know it
BEFORE = ((date(2020, 12, 15), date(2021, 1, 14)), EMPTY, (date(2021, 3, 15), date(2021, 6, 14)))  # a year earlier
PIECES = [*((a, b - timedelta(days=1)) for a, b in pairwise(MONTHS)), *BEFORE]
YEAR_PIECES = PIECES[:4]
CODES = {PIECES[0]: "01", PIECES[1]: "02", PIECES[2]: "03", PIECES[3]: "Q2", BEFORE[0]: "01", BEFORE[2]: "Q2"}
WINDOWS = {"01": (0, 0), "02": (1, 1), "Q1": (0, 2), "Q2": (3, 3), "H1": (0, 3)}
A_YEAR_BEFORE = {"01": {BEFORE[0]}, "Q1": set(BEFORE[:2]), "Q2": {BEFORE[2]}, "H1": set(BEFORE)}
FIGURES = {  # the kind, the fields that say how many were reached, and the first record of each unit
    "1.3": ("comm_reach_establishment", ("workers_total", "workers_new"), "activity", "hd-{}-0"),
    "1.4": ("comm_reach_school", ("students_total", "students_new"), "activity", "hd-{}-0"),
    "4.2": ("support_population", ("served",), "unit", "{}"),
    "5.1": ("training_count", ("persons_new",), "training", "lop-{}-0"),
}
THRESHOLDS = {"1.3": 0.6, "1.4": 1.0, "4.2": 0.5, "5.1": 0.7}
Course = tuple[int, ...]  # a number at the end of each piece of the year
STATISTICS = {
    ("comm_activity", "people_total"): None, ("comm_activity", "people_female"): None,
    ("comm_activity", "people_ethnic"): None, ("training", "attend_female"): None,
    ("crime_case", "persons"): None, ("admin_handling", "persons"): "behaviour",
    ("support_service_total", "persons"): "service", ("harm_reduction", "people"): "service_type",
    ("support_case", None): None, ("training", "attend_total"): None,
    ("training_count", "persons_new"): "trainee_level",
}  # fmt: skip
OF_WHOM = {("comm_activity", "people_female"): "people_total", ("comm_activity", "people_ethnic"): "people_total",
           ("training", "attend_female"): "attend_total"}  # fmt: skip
CHOICES = {"behaviour": ("mua_dam", "ban_dam", "khac"), "service": ("tam_ly", "phap_ly", "viec_lam"),
           "service_type": ("kham_sti", "chuyen_gui"), "trainee_level": ("tinh", "huyen", "xa")}  # fmt: skip


class World:
    """A file of a few units with invented people, and what is true of them by (label, part, place, piece)."""

    def __init__(self, file: OpenFile, seed: int, *, only_figures: bool = False) -> None:
        self.file, self.random = file, Random(seed)
        self.truth: dict[tuple[str, str, str, Any], int] = {}
        self.changes: dict[Any, int] = {}
        self.services: list[tuple[str, Any, str, str]] = []
        self.attended: list[tuple[str, str, Any, str]] = []
        plan = file.plan
        self.statistics = {(s.kind, s.sum): s for s in plan.statistics if s.people and (s.kind, s.sum) in STATISTICS}
        labels = {key: s.label.vi for key, s in self.statistics.items()}
        self.trained = labels["training_count", "persons_new"]  # outside any list, and nobody is in one
        self.whole = {labels[key]: labels[key[0], whole] for key, whole in OF_WHOM.items()}
        self.few = self.random.choice((0.25, 0.5, 0.8))
        units = [PROVINCE, *DISTRICTS, *(c for below in COMMUNES.values() for c in below)]
        for kind, field in STATISTICS:
            for piece in PIECES:
                for choice in CHOICES.get(STATISTICS[kind, field] or "", ("",)):
                    for unit in self.units_of(kind):
                        self.add(kind, field, choice, unit, piece, 0)
        with_records = () if only_figures else CODES
        lines = [line for unit in units for piece in with_records for line in self.records(unit, piece)]
        self.figures: dict[tuple[str, str, str], Course] = {}
        lines += [line for unit in units for line in self.of_indicators(unit)]
        put(file, *lines)

    def units_of(self, kind: str) -> list[str]:
        """The units that may have records of a kind: coded cases lie with districts and the province only."""
        children = self.file.units.children
        communes = [] if kind == "support_case" else [c for d in DISTRICTS for c in children(d)]
        return [PROVINCE, *children(PROVINCE), *communes]

    def number(self) -> int:
        return 0 if self.random.random() > self.few else self.random.choice((1, 2, 3, 4, 4, 5, 6, 9, 20))

    def records(self, unit: str, piece: tuple[date, date]) -> Iterator[dict[str, Any]]:
        day = self.day(piece)
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
        """Establishments and a school of communes, a school of each district, who is supported there, and the staff."""
        for n, piece in enumerate(YEAR_PIECES):
            act = {"date": self.day(piece), "form": "loa", "title": "x", "audience": ["khac"], "sessions": 1}
            yield {**self.record("comm_activity", unit, act), "id": f"hd-{unit}-{n}"}
        yield from self.staff(unit)
        if unit in DISTRICTS:
            yield from self.supported(unit)
        elif unit != PROVINCE:
            yield from self.establishment(unit)
        if unit != PROVINCE and self.random.random() < 0.7:
            yield from self.school(unit)

    def course(self, code: str, unit: str, *, grows: bool = True) -> tuple[Course, Course]:
        """Those reached and all of them, piece after piece: some are reached later, and some come later."""
        below = [self.number() + self.random.choice((0, 0, 1, 5))] * len(YEAR_PIECES)
        if grows and self.random.random() < 0.3:
            below[2:] = [below[0] + self.random.choice((1, 2, 5))] * 2
        above = [self.random.randint(0, below[0])]
        for most in below[1:]:
            more = self.random.choice((0, 0, 0, 1, 2, most)) if grows else 0
            above.append(min(most, above[-1] + more))
        self.figures |= {(code, "n", unit): tuple(above), (code, "d", unit): tuple(below)}
        return tuple(above), tuple(below)

    def reached(self, code: str, unit: str, above: Course, fields: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        """A record for each piece in which some more are reached; the first one is there to be corrected."""
        kind, counts, act, named = FIGURES[code]
        for n, more in enumerate((above[0], *(b - a for a, b in pairwise(above)))):
            if more or not n:
                within = {act: named.format(unit).removesuffix("0") + str(n)}
                yield {"kind": kind, "fields": {**fields, **within, **dict.fromkeys(counts, more)}}

    def supported(self, unit: str) -> Iterator[dict[str, Any]]:
        above, below = self.course("4.2", unit, grows=False)
        people = {"year": 2022, "period_code": "01", "in_need": below[0], "eligible": below[0], "served": above[0]}
        yield self.record("support_population", unit, people)

    def establishment(self, unit: str) -> Iterator[dict[str, Any]]:
        above, below = self.course("1.3", unit)
        named = {"name": "x", "business_type": "khach_san", "first_listed_date": "2021-01-05"}
        yield {**self.record("establishment", unit, named), "id": f"cs-{unit}"}
        for piece, workers in dict(zip(YEAR_PIECES, below, strict=True)).items():
            counted = {"establishment": f"cs-{unit}", "date": str(piece[0]), "workers": workers}
            yield {"kind": "establishment_headcount", "fields": counted}
        yield from self.reached("1.3", unit, above, {"establishment": f"cs-{unit}"})

    def school(self, unit: str) -> Iterator[dict[str, Any]]:
        above, below = self.course("1.4", unit, grows=self.random.random() < 0.5)
        below = (below[-1],) * len(below)  # of one school year there is one number
        self.figures["1.4", "d", unit] = below
        yield {**self.record("school", unit, {"name": "x", "school_type": "thpt"}), "id": f"tr-{unit}"}
        enrolled = {"school": f"tr-{unit}", "school_year": "2021-2022", "date": "2021-12-15", "students": below[0]}
        yield {"kind": "school_enrolment", "fields": enrolled}
        yield from self.reached("1.4", unit, above, {"school": f"tr-{unit}"})

    def staff(self, unit: str) -> Iterator[dict[str, Any]]:
        """Those in charge of a unit, and how many of them attended a course, none of them by name."""
        above, below = self.course("5.1", unit)
        for n, before in enumerate((0, *below[:-1])):
            since = "2021-01-05" if not n else str(YEAR_PIECES[n][0])
            duty = {"position": "x", "duty": "chuyen_trach", "in_denominator": True, "from_date": since}
            yield from (self.record("staff", unit, duty) for _ in range(below[n] - before))
        for n, piece in enumerate(YEAR_PIECES):
            course = {"date": self.day(piece), "title": "x", "topics": ["khac"], "organiser_level": "tinh",
                      "attend_total": 0}  # fmt: skip
            yield {**self.record("training", unit, course), "id": f"lop-{unit}-{n}"}
        level = str(self.file.units.level(unit))
        for piece, more in zip(YEAR_PIECES, (above[0], *(b - a for a, b in pairwise(above))), strict=True):
            self.add("training_count", "persons_new", level, unit, piece, more)
        yield from self.reached("5.1", unit, above, {"unit": unit, "trainee_level": level})

    def day(self, piece: tuple[date, date]) -> str:
        return str(piece[0] + timedelta(days=self.random.randint(0, 20)))

    def side(self, code: str, side: str, unit: str, last: int) -> list[Any]:
        """The numbers of a side at the end of a piece, place by place; one that stands still is the same later."""
        found = []
        for (name, part, place), course in self.figures.items():
            if (name, part) == (code, side) and unit in self.file.units.ancestors(place):
                since = next(n for n in range(last + 1) if len({*course[n : last + 1]}) == 1)
                found.append((name, part, place, since))
        return found

    def amount(self, side: list[Any]) -> int:
        return sum(self.figures[name, part, place][since] for name, part, place, since in side)

    def label_of(self, one: Said) -> str:
        """The label of a statistic; of a table of units, whose short labels stand in several areas, by its caption."""
        of_short = [s for s in self.statistics.values() if s.short.vi == one.label]
        areas = self.file.plan.areas
        return next((s.label.vi for s in of_short if areas[s.area].label.vi[1:] in one.caption), one.label)

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
        some = (self.correct_figure, self.correct_attendance, self.correct_service)
        self.random.choice(some if self.attended else (self.correct_figure,))()

    def correct_figure(self) -> None:
        """Of those reached or supported when the year began: all that was said since is another number."""
        code, _, unit = self.random.choice([key for key in self.figures if key[1] == "n"])
        above, below = (self.figures[code, side, unit] for side in "nd")
        people = self.random.randint(0, min(most - one + above[0] for one, most in zip(above, below, strict=True)))
        kind, fields, name, named = FIGURES[code]
        (record,) = (row.id for row in records.rows(self.file, kind) if row.values[name] == named.format(unit))
        for field in fields if people > above[0] else reversed(fields):  # no more of them are new than there are
            editing.set_value(self.file, record, field, people)
        for atom in {one for n in range(len(above)) for one in self.side(code, "n", unit, n) if one[2] == unit}:
            self.changes[atom] = self.changes.get(atom, 0) + (people != above[0])
        self.figures[code, "n", unit] = tuple(one - above[0] + people for one in above)
        if code == "5.1":
            level = str(self.file.units.level(unit))
            self.change(self.truth, self.name(kind, "persons_new", level, unit, YEAR_PIECES[0]), people)

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
