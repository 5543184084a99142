"""Collects what a report says: figures, records around the report, and what is still open."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from db.book import Book
from db.counting.completeness import completeness
from db.counting.figures import progress
from db.counting.statistics import statistics
from db.counting.trends import leading_to
from db.queries import Filter, conflicts, count
from desktop_app import heading, texts
from desktop_app.confidential import marks_of
from desktop_app.domain.count_tables import Days, Marks
from desktop_app.domain.indicators import Progress
from desktop_app.domain.period import Period, parse_schemes
from desktop_app.report.data import ReportData

if TYPE_CHECKING:
    from desktop_app.report.blocks import ProgressReport

PDF, DOCX, XLSX = FORMS = ("pdf", "docx", "xlsx")


Tell = Callable[[float], None]
_COLLECTED = 0.7  # of the time that a report takes


def silent(_done: float) -> None:
    """Nobody wants to know how far a report is."""


def make_report(data: ReportData, form: str = PDF, tell: Tell = silent) -> bytes:
    """The report as a file of one of FORMS; equal data give equal bytes."""
    from desktop_app.report.contents import build

    return render(build(data), form, tell)


def render(report: "ProgressReport", form: str = PDF, tell: Tell = silent) -> bytes:
    """What a report says as a file of one of FORMS; `tell` hears how much is done and may raise, to stop it."""
    if form == DOCX:
        from desktop_app.report import docx_report

        return docx_report.render(report)
    if form == XLSX:
        from desktop_app.report import xlsx_report

        return xlsx_report.render(report)
    from desktop_app.report import layout

    return layout.render(report, lambda share: tell(_COLLECTED + (1 - _COLLECTED) * share))


def collect(
    book: Book, period: Period, unit: str, own_agency: str | None, today: date, *, home: str, tell: Tell = silent,
    with_units_below: bool = True,
) -> ReportData:  # fmt: skip
    """Everything that one unit's report for one period is made from; its texts are Vietnamese in any language.

    `home` is the unit of the office that makes it.
    """
    below = book.rules.units.children(unit) if with_units_below else []
    figures: dict[str, list[Progress]] = {}
    with texts.speaking("vi"):
        data = _collect(book, period, unit, own_agency, today)
        for number, code in enumerate(below, start=1):
            figures[code] = progress(
                book.connection, book.plan, book.rules.units, period, code, kept=book.kept, public=True
            )
            tell(_COLLECTED * number / len(below))
        trends = leading_to(book, unit, period, data.progress) if with_units_below else []
        plain = unit == book.plan.root and not with_units_below
        marks = Marks() if plain else marks_of(book, period, unit, home)
    return replace(data, below=figures, trends=trends, marks=marks)


def _collect(book: Book, period: Period, unit: str, own_agency: str | None, today: date) -> ReportData:
    plan, units = book.plan, book.rules.units
    scheme = parse_schemes(plan.source)[period.scheme]
    year, earlier = scheme.period("Y", period.year), scheme.year_earlier(period)
    header = heading.report_header(book, period, unit)
    agency = heading.issuer(book, header, unit, own_agency)
    letterhead = heading.letterhead_in_force(book, unit, agency, heading.report_day(header, period, today))
    return ReportData(
        plan=plan,
        units=units,
        unit=unit,
        period=period,
        year_start=year.first_day if year else period.first_day,
        data_date=min(today, period.last_day),
        progress=progress(book.connection, plan, units, period, unit, kept=book.kept, public=True),
        statistics=statistics(book.connection, plan, units, period, unit),
        completeness=completeness(book.connection, plan, units, period, unit, today, book.kept),
        earlier_days=Days(earlier.first_day, earlier.last_day) if earlier else None,
        earlier=statistics(book.connection, plan, units, earlier, unit) if earlier else (),
        letterhead=letterhead.values if letterhead else {},
        header=header,
        agency_name=heading.agency_name(book, letterhead) if letterhead else "",
        narratives=_narratives(book, period, unit),
        section_titles=_section_titles(book),
        open_conflicts=sum(1 for _ in conflicts(book.connection)),
        unfinished=_unfinished(book, unit),
    )


def _narratives(book: Book, period: Period, unit: str) -> dict[str, str]:
    found = book.plan.role("narrative")
    if found is None:
        return {}
    _, names = found
    return {
        str(r.values[names["section"]]): str(r.values[names["body"]])
        for r in heading.records_of_report(book, period, unit, "narrative")
    }


def _section_titles(book: Book) -> dict[str, str]:
    """The plan's names of the report's sections."""
    found = book.plan.role("narrative")
    if found is None:
        return {}
    kind, names = found
    sections = book.plan.choices[kind.fields[names["section"]].choices or ""]
    return {value: choice.label.vi for value, choice in sections.items()}


def _unfinished(book: Book, unit: str) -> int:
    """Unfinished and contradictory records of the unit and all below it."""
    wanted = Filter(units=book.rules.units.descendants(unit), unfinished=True)
    return sum(count(book, kind, wanted) for kind in book.plan.record_kinds.values() if kind.unit_field)
