"""What each unit reported for each area: a number, 0, nothing happened (who says so, and when), or not yet."""

from collections.abc import Iterator
from datetime import date

from desktop_app.domain.completeness import LATE, NOTHING, ZERO, Completeness
from desktop_app.report.assessment import FEW
from desktop_app.report.blocks import Column, Paragraph, Table
from desktop_app.report.cells import Cell
from desktop_app.report.data import ReportData
from desktop_app.report.wording import short_date, words


def states_table(data: ReportData) -> Iterator[Table | Paragraph]:
    """A row for each unit, for where there is room: a workbook."""
    if not data.completeness:
        return
    areas = [area for area in data.plan.areas.values() if area.tab]
    columns = (
        Column(words("report.row"), 9, "centre"), Column(words("report.unit"), 51),
        *(Column(area.short.vi, 25, "centre") for area in areas), Column(words("report.sent"), 30, "centre"),
    )  # fmt: skip
    by_unit: dict[str, dict[str, Completeness]] = {}
    for row in data.completeness:
        by_unit.setdefault(row.unit, {})[row.area] = row
    rows: list[tuple[Cell, ...]] = []
    for number, (unit, cells) in enumerate(by_unit.items(), start=1):
        states = (_state(cells[area.code]) if area.code in cells else "" for area in areas)
        rows.append((number, data.units.name(unit), *states, _sent(next(iter(cells.values())))))
    yield Table(columns, tuple(rows))
    yield Paragraph(words("report.note_states", date=short_date(data.data_date)), "note")


def _state(row: Completeness) -> Cell:
    """One of the four states, never two of them alike; records beside a declaration are said to contradict it."""
    state = "contradiction" if row.contradiction else row.state
    return 0 if state == ZERO else words(f"report.state_{state}", said=_said_by(row))


def _said_by(row: Completeness) -> str:
    """Who declared that nothing happened, and when: ` (A, 15/6/2022)`."""
    parts = [row.declared_by or "", short_date(date.fromisoformat(row.declared_on)) if row.declared_on else ""]
    return f" ({', '.join(filter(None, parts))})" if any(parts) else ""


def declared(data: ReportData, area: str) -> str:
    """The sentence that names who declared that nothing happened in an area; of many units only how many."""
    rows = [row for row in data.completeness if row.area == area and row.state == NOTHING]
    if not any(row.declared_by for row in rows):
        return ""
    if len(rows) > FEW:
        return words("report.declared_many", n=len(rows))
    alone = {row.unit for row in data.completeness} == {data.unit}
    names = [_said_by(row).strip(" ()") if alone else data.in_sentence(row.unit) + _said_by(row) for row in rows]
    return words("report.declared", names="; ".join(names))


def _sent(row: Completeness) -> str:
    key = "late" if row.timeliness == LATE else "in_time" if row.submitted else "waiting"
    day = short_date(row.submitted) if row.submitted else words("report.not_sent")
    return words(f"report.sent_{key}", day=day)
