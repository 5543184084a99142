"""Finds the records that head a report: its own header, and the letterhead in force of the agency that issues it."""

from collections.abc import Mapping
from datetime import date

from db.book import Book
from db.log import find_record
from db.queries import Filter, Row, row, rows
from db.titles import title_of
from desktop_app.domain.changes import natural_id
from desktop_app.domain.heading import HeadRecord, HeadRecords
from desktop_app.domain.period import Period
from desktop_app.domain.validation import State
from desktop_app.domain.values import Value


def head_records(book: Book, period: Period, unit: str, own_agency: str | None, today: date) -> HeadRecords | None:
    """The records to edit for the head of a report; None where the plan has no such kinds or the period no code."""
    head, letterhead = book.plan.role("report_header"), book.plan.role("letterhead")
    if head is None or letterhead is None or period.code is None:
        return None
    kind, _ = head
    key: dict[str, Value] = {kind.unit_field: unit, "year": period.year, "period_code": period.code}
    record = natural_id(kind, key)
    there = find_record(book.connection, record) if record else None
    values = report_header(book, period, unit)
    agency = issuer(book, values, unit, own_agency)
    found = letterhead_in_force(book, unit, agency, report_day(values, period, today))
    return HeadRecords(
        HeadRecord(kind.name, record if there and there.live else None, key),
        HeadRecord(letterhead[0].name, found.id if found else None, {letterhead[1]["agency"]: agency}),
    )


def report_day(header: Mapping[str, Value], period: Period, today: date) -> str:
    """The day of a report, on which its letterhead must be in force."""
    return str(header.get("doc_date") or min(today, period.last_day))


def records_of_report(book: Book, period: Period, unit: str, name: str) -> list[Row]:
    """Counting records of a role's kind for exactly this unit and period."""
    found = book.plan.role(name)
    if found is None or period.code is None:
        return []
    kind, _ = found
    wanted = {kind.unit_field: unit, "year": period.year, "period_code": period.code}
    return [
        r
        for r in rows(book, kind, Filter(units=[unit]))
        if r.state is State.COUNTS and all(r.values[field] == value for field, value in wanted.items())
    ]


def report_header(book: Book, period: Period, unit: str) -> Mapping[str, Value]:
    found = records_of_report(book, period, unit, "report_header")
    return found[0].values if found else {}


def issuer(book: Book, header: Mapping[str, Value], unit: str, own_agency: str | None) -> str | None:
    """The agency that signs: named in the header, else this office's where it belongs to the unit reported on."""
    found = book.plan.role("report_header")
    named = header.get(found[1]["agency"]) if found else None
    if named is not None:
        return str(named)
    letterheads = book.plan.role("letterhead")
    if own_agency is None or letterheads is None:
        return None
    kind, names = letterheads
    target = book.plan.kinds[kind.fields[names["agency"]].target or ""]
    agency = row(book, target, own_agency)
    return own_agency if agency and agency.values.get(target.unit_field) == unit else None


def letterhead_in_force(book: Book, unit: str, issuer: str | None, day: str) -> Row | None:
    """The latest letterhead in force on `day` of the issuing agency; of any agency of the unit where that one had
    none yet: another office may have reported at the time.
    """
    found = book.plan.role("letterhead")
    if found is None:
        return None
    kind, names = found
    agency, since = names["agency"], names["date"]
    there = [
        r for r in rows(book, kind, Filter(units=[unit])) if r.state is State.COUNTS and str(r.values[since]) <= day
    ]
    own = [r for r in there if r.values[agency] == issuer] or there
    return max(own, key=lambda r: str(r.values[since]), default=None)


def agency_name(book: Book, letterhead: Row) -> str:
    """Whose letterhead it is."""
    found = book.plan.role("letterhead")
    return title_of(book, str(letterhead.values[found[1]["agency"]])) if found else ""
