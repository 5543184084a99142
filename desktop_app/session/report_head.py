"""Finds the records that head a report: its own header, and the letterhead in force of the agency that issues it."""

from collections.abc import Mapping
from datetime import date

from db.defaults import own_agency
from db.log import find_record
from db.open_file import OpenFile
from db.queries import Filter, Row, row, rows
from db.titles import title_of
from desktop_app.domain.heading import HeadRecord, HeadRecords
from desktop_app.domain.period import Period
from desktop_app.domain.record_ids import natural_id
from desktop_app.domain.validation import State
from desktop_app.domain.values import Value


def head_records(file: OpenFile, period: Period, unit: str | None = None) -> HeadRecords | None:
    """The records to edit for the head of a report; None where the plan has no such kinds or the period no code.

    `unit` None is the office's own.
    """
    unit = unit or file.unit
    head, letterhead = file.plan.role("report_header"), file.plan.role("letterhead")
    if head is None or letterhead is None or period.code is None:
        return None
    kind, _ = head
    key: dict[str, Value] = {kind.unit_field: unit, "year": period.year, "period_code": period.code}
    record = natural_id(kind, key)
    there = find_record(file.connection, record) if record else None
    values = report_header(file, period, unit)
    agency = issuer(file, values, unit, own_agency(file))
    found = letterhead_in_force(file, unit, agency, report_day(values, period, file.today()))
    return HeadRecords(
        HeadRecord(kind.name, record if there and there.live else None, key),
        HeadRecord(letterhead[0].name, found.id if found else None, {letterhead[1]["agency"]: agency}),
    )


def report_day(header: Mapping[str, Value], period: Period, today: date) -> str:
    """The day of a report, on which its letterhead must be in force."""
    return str(header.get("doc_date") or min(today, period.last_day))


def records_of_report(file: OpenFile, period: Period, unit: str, name: str) -> list[Row]:
    """Counting records of a role's kind for exactly this unit and period."""
    found = file.plan.role(name)
    if found is None or period.code is None:
        return []
    kind, _ = found
    wanted = {kind.unit_field: unit, "year": period.year, "period_code": period.code}
    return [
        r
        for r in rows(file, kind, Filter(units=[unit]))
        if r.state is State.COUNTS and all(r.values[field] == value for field, value in wanted.items())
    ]


def report_header(file: OpenFile, period: Period, unit: str) -> Mapping[str, Value]:
    found = records_of_report(file, period, unit, "report_header")
    return found[0].values if found else {}


def issuer(file: OpenFile, header: Mapping[str, Value], unit: str, own: str | None) -> str | None:
    """The agency that signs: named in the header, else this office's where it belongs to the unit reported on."""
    found = file.plan.role("report_header")
    named = header.get(found[1]["agency"]) if found else None
    if named is not None:
        return str(named)
    letterheads = file.plan.role("letterhead")
    if own is None or letterheads is None:
        return None
    kind, names = letterheads
    target = file.plan.kinds[kind.fields[names["agency"]].target or ""]
    agency = row(file, target, own)
    return own if agency and agency.values.get(target.unit_field) == unit else None


def letterhead_in_force(file: OpenFile, unit: str, issuer: str | None, day: str) -> Row | None:
    """The latest letterhead in force on `day` of the issuing agency; of any agency of the unit where that one had
    none yet: another office may have reported at the time.
    """
    found = file.plan.role("letterhead")
    if found is None:
        return None
    kind, names = found
    agency, since = names["agency"], names["date"]
    there = [
        r for r in rows(file, kind, Filter(units=[unit])) if r.state is State.COUNTS and str(r.values[since]) <= day
    ]
    own = [r for r in there if r.values[agency] == issuer] or there
    return max(own, key=lambda r: str(r.values[since]), default=None)


def agency_name(file: OpenFile, letterhead: Row) -> str:
    """Whose letterhead it is."""
    found = file.plan.role("letterhead")
    return title_of(file, str(letterhead.values[found[1]["agency"]])) if found else ""
