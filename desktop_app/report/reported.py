"""What each unit reported for each area: a number, 0, nothing happened (and when it said so), or not yet; what is not
public.
"""

from collections.abc import Iterator
from datetime import date

from desktop_app.domain.completeness import LATE, NOTHING, ZERO, Completeness
from desktop_app.domain.plan import PlanArea
from desktop_app.report.blocks import Column, Paragraph, Table
from desktop_app.report.cells import Cell
from desktop_app.report.data import ReportData
from desktop_app.report.wording import counting, in_print, lower_first, short_date, words


def states_table(data: ReportData) -> Iterator[Table | Paragraph]:
    """A row for each unit, for where there is room: a workbook; for everybody only when it sent its report."""
    if not data.completeness:
        return
    areas = () if data.is_public else data.plan.tab_areas
    columns = (
        Column(words("report.row"), 9, "centre"), Column(words("report.unit"), 51),
        *(Column(in_print(area.short), 25, "centre") for area in areas), Column(words("report.sent"), 30, "centre"),
    )  # fmt: skip
    by_unit: dict[str, dict[str, Completeness]] = {}
    for row in data.completeness:
        by_unit.setdefault(row.unit, {})[row.area] = row
    rows: list[tuple[Cell, ...]] = []
    for number, (unit, cells) in enumerate(by_unit.items(), start=1):
        states = (_state(cells[area.code]) if area.code in cells else "" for area in areas)
        rows.append((number, data.units.name(unit), *states, _sent(next(iter(cells.values())))))
    yield Table(columns, tuple(rows))
    if not data.is_public:
        yield Paragraph(words("report.note_states", date=short_date(data.data_date)), "note")


def _state(row: Completeness) -> Cell:
    """One of the four states, never two of them alike; records beside a declaration are said to contradict it."""
    state = "contradiction" if row.contradiction else row.state
    return 0 if state == ZERO else words(f"report.state_{state}", said=_said_on(row))


def _said_on(row: Completeness) -> str:
    """On which day it was declared that nothing happened: ` (15/6/2022)`; the name of who did stays in the ledger."""
    return f" ({short_date(date.fromisoformat(row.declared_on))})" if row.declared_on else ""


def declared(data: ReportData, area: str) -> str:
    """How many units declared that nothing happened in an area."""
    count = sum(row.area == area and row.state == NOTHING for row in data.completeness)
    return words("report.declared_many", n=counting(str(count))) if count else ""


def _sent(row: Completeness) -> str:
    key = "late" if row.timeliness == LATE else "in_time" if row.submitted else "waiting"
    day = short_date(row.submitted) if row.submitted else words("report.not_sent")
    return words(f"report.sent_{key}", day=day)


def not_public(data: ReportData, area: PlanArea) -> str:
    """That records which are not public are in no paper for everybody."""
    rule = data.plan.source.get("roles", {}).get("publication")
    if not data.is_public or not rule or data.plan.kinds[rule["kind"]].area != area.code:
        return ""
    return words("report.note_public_only", label=lower_first(in_print(data.plan.kinds[rule["kind"]].label)))
