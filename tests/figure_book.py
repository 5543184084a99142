"""A small book of records for tests of figures: add records, ask for figures."""

from datetime import date
from typing import Any

from db.connection import Connection
from db.counting.indicator_figures import members, progress
from db.counting.unit_completeness import completeness
from db.open_file import OpenFile
from desktop_app.domain.completeness import Completeness
from desktop_app.domain.indicators import FigurePart, IndicatorResult, Member
from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.period import Period
from desktop_app.domain.period_reading import parse_period
from desktop_app.domain.plan import Plan
from tests.figure_file import Record, memory_file, put

PROVINCE = "12"
TOWN = "105"  # thành phố Lai Châu
DISTRICT = "106"
WARD, COMMUNE = "03386", "03390"  # one in the town, one in the district


def both(figure: IndicatorResult | FigurePart) -> tuple[Any, Any]:
    """Numerator and denominator, to be compared with plain numbers."""
    return figure.numerator, figure.denominator


class FigureBook:
    """Records of one plan in memory."""

    def __init__(self, plan: Plan, connection: Connection) -> None:
        self.plan, self.connection = plan, connection
        self.records: list[Record] = []
        self.conflicts: list[tuple[str, str]] = []

    def add(self, kind: str, **fields: Any) -> str:
        """One more record that counts."""
        name = f"{kind}-{len(self.records)}"
        self.records.append({"kind": kind, "id": name, "fields": fields, "counts": True})
        return name

    def add_unfinished(self, kind: str, **fields: Any) -> None:
        """One more record that is not finished and so counts nowhere."""
        self.add(kind, **fields)
        self.records[-1]["counts"] = False

    @property
    def file(self) -> OpenFile:
        return memory_file(self.plan, self.connection)

    @property
    def units(self) -> OrgUnits:
        return self.file.units

    def period(self, text: str) -> Period:
        return parse_period(text, self.plan.schemes, self.plan.period_scheme)

    def figures(
        self, period: str = "2022", unit: str = PROVINCE, reading: str | None = None
    ) -> dict[str, IndicatorResult]:
        put(self.connection, self.plan, self.records, self.conflicts)
        found = progress(self.file, self.period(period), unit, reading)
        return {figure.code: figure for figure in found}

    def members(self, code: str, period: str = "2022", unit: str = PROVINCE, reading: str = "default") -> list[Member]:
        put(self.connection, self.plan, self.records)
        return members(self.file, self.period(period), unit, code, reading)

    def completeness(self, period: str, unit: str, today: str) -> dict[tuple[str, str], Completeness]:
        put(self.connection, self.plan, self.records)
        found = completeness(self.file, self.period(period), unit, date.fromisoformat(today))
        return {(row.unit, row.area): row for row in found}

    # --- records that many tests need

    def establishment(self, workers: int | None = 10, unit: str = WARD, counted: str = "2022-01-10") -> str:
        one = self.add("establishment", unit=unit, name="Sao Mai", first_listed_date="2021-01-01")
        if workers is not None:
            self.add("establishment_headcount", establishment=one, date=counted, workers=workers)
        return one

    def reach(self, establishment: str, new: int, day: str) -> str:
        activity = self.add("comm_activity", unit=WARD, date=day, form="tai_co_so", title="x")
        people = {"workers_total": new, "workers_new": new}
        return self.add("comm_reach_establishment", activity=activity, establishment=establishment, **people)

    def crime(self, day: str, times: int = 1, unit: str = TOWN) -> None:
        for _ in range(times):
            self.add("crime_case", unit=unit, date=day, articles=["327"], persons=1, in_hotspot=True)

    def tip(self, received: str, due: str, closed: str | None = None, kind: str = "tin_bao", code: str = "T") -> str:
        fields = {"unit": TOWN, "code": code, "tip_kind": kind, "date": received, "due_date": due}
        return self.add("tip", **fields, closed_date=closed)

    def declare(self, area: str, *periods: str, unit: str = WARD) -> None:
        for code in periods:
            said = {"unit": unit, "year": 2022, "period_code": code, "plan_area": area}
            self.add("period_declaration", **said, declared_by="A", date="2022-12-20")

    def by_hand(self, code: str, numerator: str, denominator: str | None, period_code: str = "Y") -> None:
        fields = {"unit": PROVINCE, "year": 2022, "period_code": period_code, "indicator": code}
        self.add("manual_value", **fields, numerator=numerator, denominator=denominator)
