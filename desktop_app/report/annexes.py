"""The annexes: detailed figures that would crowd the text, and the units that have not reported."""

from collections.abc import Iterator

from desktop_app.report.area import area_table, has_details
from desktop_app.report.assessment import FEW, silent_units
from desktop_app.report.blocks import Annex, Block, Column, Heading, Paragraph, Table
from desktop_app.report.cells import Cell
from desktop_app.report.data import ReportData
from desktop_app.report.office import annex_heading, annex_reference
from desktop_app.report.wording import short_date, words


def annexes(data: ReportData) -> Iterator[Annex]:
    """Those that this report needs, numbered in order."""
    reference = annex_reference(data)
    made = [(words("report.annex_details"), list(_details(data))), (words("report.annex_silent"), list(_silent(data)))]
    for number, (title, blocks) in enumerate((title, blocks) for title, blocks in made if blocks):
        yield Annex(annex_heading(number), title, reference, tuple(blocks))


def details_annex_heading() -> str:
    """The annex of detailed figures, always the first where there is one."""
    return annex_heading(0)


def silent_annex_heading(data: ReportData) -> str:
    """Which annex names the units that have not reported."""
    return annex_heading(1 if has_details(data) else 0)


def _details(data: ReportData) -> Iterator[Block]:
    if not has_details(data):
        return
    areas = [area for area in data.plan.areas.values() if area.tab]
    for number, area in enumerate(areas, start=1):
        table = area_table(data, area, detailed=True)
        if table:
            yield Heading(2, str(number), area.label.vi)
            yield Table(table.columns, table.rows)


def _silent(data: ReportData) -> Iterator[Block]:
    silent = silent_units(data)
    if len(silent) <= FEW:
        return
    areas = [area for area in data.plan.areas.values() if area.tab]
    columns = (
        Column(words("report.row"), 10, "centre"), Column(words("report.unit"), 52),
        *(Column(area.short.vi, 20, "centre") for area in areas),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    above = ""
    for count, (code, missing) in enumerate(silent.items(), start=1):
        group = _group(data, code)
        if group != above:
            rows.append((data.units.name(group),))
        above = group
        marks = ("x" if area.code in missing else "" for area in areas)
        rows.append((count, data.units.name(code), *marks))
    yield Table(columns, tuple(rows))
    yield Paragraph(words("report.annex_note", date=short_date(data.data_date)), "note")


def _group(data: ReportData, code: str) -> str:
    """The unit under whose name a unit is listed: itself with those below it, else the one above."""
    unit = data.units.find(code)
    return code if data.units.children(code) or not unit or not unit.parent else unit.parent
