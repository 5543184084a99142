"""The frame of the second computation: units, days, records that count, and from figure to status."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from tests.oracle_days import Days, Span, Written, day

Pair = tuple[Any, Any]

PARENT = {
    "establishment_status_change": "establishment", "establishment_headcount": "establishment",
    "school_enrolment": "school", "comm_reach_establishment": "activity", "comm_reach_school": "activity",
    "inspection_visit": "inspection", "violation": "visit", "support_service_use": "support_case",
    "training_attendance": "training", "training_count": "training", "letterhead": "agency",
}  # fmt: skip
AIMS = {
    "1.1": 60, "1.2": 100, "1.3": 60, "1.4": 100, "2.1": 100, "2.2": 50, "3.1": 100, "3.2": 3, "3.3": 70, "4.1": 1,
    "4.2": 50, "5.1": 70,
}  # fmt: skip
NONE_WRITTEN: Written = {}
MEMBER_LEVEL_ONLY = ("1.2", "2.1", "2.2", "3.2", "4.1", "4.2")


class Row(dict[str, Any]):
    """A record's fields; one that is not there is not known."""

    def __missing__(self, field: str) -> None:
        return None


class Frame:
    """One unit list and plan; `figures` gives code -> (numerator, denominator, status, short_by).

    `own` is the plan's own scheme: totals kept by period lie in its periods, and values by hand are for them only.
    """

    aims = AIMS
    signs: Mapping[str, str] = {}  # by indicator, where another than "at least"

    def __init__(
        self, units: Iterable[Sequence[Any]], year: int = 2022, plan_day: str = "2022-03-15", own: str = "nd09",
        written: Written = NONE_WRITTEN,
    ) -> None:  # fmt: skip
        self.own = own
        self.days = Days(written)
        self.parent = {row[0]: row[1] or None for row in units}
        self.year = year
        self.plan_day = day(plan_day)

    # --- units: the province has no parent, a district the province, a commune a district

    def chain(self, unit: str | None) -> list[str]:
        found = []
        while unit:
            found.append(unit)
            unit = self.parent.get(unit)
        return found

    def depth(self, unit: str) -> int:
        return len(self.chain(unit)) - 1

    def inside(self, unit: str | None, top: str) -> bool:
        return top in self.chain(unit)

    def place(self, unit: str) -> str:
        """The district that holds a unit; the province for the province."""
        chain = self.chain(unit)
        return chain[-2] if len(chain) > 1 else chain[-1]

    # --- the one way in

    def figures(
        self, records: Sequence[dict[str, Any]], unit: str, period: str, reading: str | None
    ) -> dict[str, tuple[Any, ...]]:
        self.load(records)
        self.unit = unit
        self.scheme, _, text = period.rpartition(":")
        self.scheme = self.scheme or self.own
        self.code: str | None = None
        if ".." in text:
            self.start, self.end = (day(part) for part in text.split(".."))
        else:
            self.code = text[5:] or "Y"
            self.start, self.end = self.period(int(text[:4]), self.code)
        self.year_start = self.period(self.year, "Y")[0]
        self.scope = [code for code in self.parent if self.inside(code, unit)]
        self.districts = [code for code in self.scope if self.depth(code) == 1]
        return {code: self.judge(code, reading) for code in AIMS}

    def load(self, records: Sequence[dict[str, Any]]) -> None:
        self.rows: dict[str, list[Row]] = {}
        known: dict[str, Row] = {}
        for record in records:
            row = Row(record["fields"], id=record["id"])
            above = PARENT.get(record["kind"])
            if record.get("counts", True) and (above is None or row[above] in known):
                known[record["id"]] = row
                self.rows.setdefault(record["kind"], []).append(row)
        self.known = known

    def all(self, kind: str) -> list[Row]:
        return self.rows.get(kind, [])

    def judge(self, code: str, reading: str | None) -> tuple[Any, ...]:
        aim: Fraction = Fraction(self.aims[code])
        in_force = "default"
        for target in self.all("target"):
            if target["year"] == self.year and target["indicator"] == code:
                in_force = target["reading"]
                aim = aim if target["threshold"] is None else Fraction(target["threshold"])
        way = reading or in_force
        by_hand = self.by_hand(code)
        if by_hand:
            above, below = by_hand
        elif (code in MEMBER_LEVEL_ONLY and self.depth(self.unit) > 1) or (
            code in ("1.1", "1.2") and not self.quarters(code, way)
        ):
            return None, None, "not-applicable", None
        else:
            above, below = getattr(self, "figure_" + code.replace(".", "_"))(way)
        return self.compare(code, aim, above, below)

    def compare(self, code: str, aim: Fraction, above: Any, below: Any) -> tuple[Any, ...]:
        if code == "4.1":
            return above, None, *self.verdict(code, Fraction(above), aim, aim - above)
        if below is None or above is None:
            return None, None, "no-data", None
        if below == 0:
            return above, below, "not-applicable", None
        value = Fraction(100) * above / below
        return above, below, *self.verdict(code, value, aim, aim * below / 100 - above)

    def verdict(self, code: str, value: Fraction, aim: Fraction, lacking: Fraction) -> tuple[str, int | None]:
        """Met or not, and the whole number that the upper side lacks (below 0: that it has too much)."""
        sign = self.signs.get(code, ">=")
        if value == aim or (value > aim and sign == ">=") or (value < aim and sign == "<="):
            return "met", 0
        if sign == "=":
            return "not-met", int(lacking) if lacking == int(lacking) else None
        return "not-met", lacking // 1 if sign == "<=" else -((-lacking) // 1)

    def by_hand(self, code: str) -> Pair | None:
        for row in self.all("manual_value"):
            same = row["unit"] == self.unit and row["year"] == self.year and row["period_code"] == self.code
            if same and row["indicator"] == code and self.scheme == self.own:
                above = Fraction(row["numerator"])
                below = None if row["denominator"] is None else Fraction(row["denominator"])
                return (above - below, below) if code == "3.2" and below is not None else (above, below)
        return None

    # --- time

    def period(self, year: int, code: str) -> Span:
        """A period that the scheme asked for must have."""
        found = self.days.span(self.scheme, year, code)
        assert found, (self.scheme, year, code)
        return found

    def in_year(self, text: str | None) -> bool:
        return text is not None and self.year_start <= day(text) <= self.end

    def by_now(self, text: str | None) -> bool:
        return text is not None and day(text) <= self.end

    def quarters(self, code: str, way: str) -> list[tuple[date, date]]:
        monthly = code == "1.1" and way == "strict"
        names = [f"{m:02d}" for m in range(1, 13)] if monthly else ["Q1", "Q2", "Q3", "Q4"]
        spans = self.days.spans(self.scheme, self.year, names)
        wanted = [s for s in spans if s[1] >= max(self.plan_day, self.year_start)]
        complete = [s for s in wanted if s[1] <= self.end]
        if complete or not wanted or self.end < wanted[0][0]:
            return complete
        return [(wanted[0][0], self.end)]

    def school_year_of(self, when: date) -> str:
        first = when.year - (when.month < 9)
        return f"{first}-{first + 1}"
