"""Collects what a report says: figures, records around the report, and what is still open."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from db.completeness import completeness
from db.derive import Book
from db.figures import progress
from db.plan_roles import role
from db.queries import Filter, Row, conflicts, count, row, rows
from db.statistics import statistics
from db.titles import title_of
from desktop_app import texts
from desktop_app.domain.indicators import Progress
from desktop_app.domain.period import Period, parse_schemes
from desktop_app.domain.validation import State
from desktop_app.domain.values import Value
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
    book: Book, period: Period, unit: str, own_agency: str | None, today: date, *, tell: Tell = silent,
    with_units_below: bool = True,
) -> ReportData:  # fmt: skip
    """Everything that one unit's report for one period is made from; its texts are Vietnamese in any language."""
    below = book.rules.units.children(unit) if with_units_below else []
    figures: dict[str, list[Progress]] = {}
    with texts.speaking("vi"):
        data = _collect(book, period, unit, own_agency, today)
        for number, code in enumerate(below, start=1):
            figures[code] = progress(book.connection, book.plan, book.rules.units, period, code)
            tell(_COLLECTED * number / len(below))
    return replace(data, below=figures)


def _collect(book: Book, period: Period, unit: str, own_agency: str | None, today: date) -> ReportData:
    plan, units = book.plan, book.rules.units
    scheme = parse_schemes(plan.source)[period.scheme]
    year, earlier = scheme.period("Y", period.year), scheme.year_earlier(period)
    header = _header(book, period, unit)
    data_date = min(today, period.last_day)
    day = str(header.get("doc_date") or data_date)
    letterhead, agency_name = _letterhead(book, unit, _issuer(book, header, unit, own_agency), day)
    return ReportData(
        plan=plan,
        units=units,
        unit=unit,
        period=period,
        year_start=year.first_day if year else period.first_day,
        data_date=data_date,
        progress=progress(book.connection, plan, units, period, unit),
        statistics=statistics(book.connection, plan, units, period, unit),
        completeness=completeness(book.connection, plan, units, period, unit, today),
        earlier=statistics(book.connection, plan, units, earlier, unit) if earlier else (),
        letterhead=letterhead,
        header=header,
        agency_name=agency_name,
        narratives=_narratives(book, period, unit),
        section_titles=_section_titles(book),
        open_conflicts=sum(1 for _ in conflicts(book.connection)),
        unfinished=_unfinished(book, unit),
    )


def _of_report(book: Book, period: Period, unit: str, name: str) -> list[Row]:
    """Counting records of a role's kind for exactly this unit and period."""
    found = role(book.plan, name)
    if found is None or period.code is None:
        return []
    kind, _ = found
    wanted = {kind.unit_field: unit, "year": period.year, "period_code": period.code}
    return [
        r
        for r in rows(book, kind, Filter(units=[unit]))
        if r.state is State.COUNTS and all(r.values[field] == value for field, value in wanted.items())
    ]


def _header(book: Book, period: Period, unit: str) -> Mapping[str, Value]:
    found = _of_report(book, period, unit, "report_header")
    return found[0].values if found else {}


def _narratives(book: Book, period: Period, unit: str) -> dict[str, str]:
    found = role(book.plan, "narrative")
    if found is None:
        return {}
    _, names = found
    return {
        str(r.values[names["section"]]): str(r.values[names["body"]])
        for r in _of_report(book, period, unit, "narrative")
    }


def _section_titles(book: Book) -> dict[str, str]:
    """The plan's names of the report's sections."""
    found = role(book.plan, "narrative")
    if found is None:
        return {}
    kind, names = found
    sections = book.plan.choices[kind.fields[names["section"]].choices or ""]
    return {value: choice.label.vi for value, choice in sections.items()}


def _issuer(book: Book, header: Mapping[str, Value], unit: str, own_agency: str | None) -> str | None:
    """The agency that signs: named in the header, else this office's where it belongs to the unit reported on."""
    found = role(book.plan, "report_header")
    named = header.get(found[1]["agency"]) if found else None
    if named is not None:
        return str(named)
    letterheads = role(book.plan, "letterhead")
    if own_agency is None or letterheads is None:
        return None
    kind, names = letterheads
    target = book.plan.kinds[kind.fields[names["agency"]].target or ""]
    agency = row(book, target, own_agency)
    return own_agency if agency and agency.values.get(target.unit_field) == unit else None


def _letterhead(book: Book, unit: str, issuer: str | None, day: str) -> tuple[Mapping[str, Value], str]:
    """The latest letterhead in force on `day` of the issuing agency, and its name; of any agency of the unit where
    that one had none yet: another office may have reported at the time.
    """
    found = role(book.plan, "letterhead")
    if found is None:
        return {}, ""
    kind, names = found
    agency, since = names["agency"], names["date"]
    there = [
        r for r in rows(book, kind, Filter(units=[unit])) if r.state is State.COUNTS and str(r.values[since]) <= day
    ]
    own = [r for r in there if r.values[agency] == issuer] or there
    latest = max(own, key=lambda r: str(r.values[since]), default=None)
    return (latest.values, title_of(book, str(latest.values[agency]))) if latest else ({}, "")


def _unfinished(book: Book, unit: str) -> int:
    """Unfinished and contradictory records of the unit and all below it."""
    wanted = Filter(units=book.rules.units.descendants(unit), unfinished=True)
    return sum(count(book, kind, wanted) for kind in book.plan.record_kinds.values() if kind.unit_field)
