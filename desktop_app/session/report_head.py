"""Finds the records that head a report: its own header, and the letterhead in force of the agency that issues it."""

from collections.abc import Mapping
from typing import TypeVar

from msgspec import Struct

from db.defaults import own_agency
from db.open_file import OpenFile
from db.queries import Filter, Row, row, rows
from db.titles import title_of
from desktop_app.domain.head_parts import PARTS
from desktop_app.domain.period import Period
from desktop_app.domain.validation import State
from desktop_app.domain.values import Value
from desktop_app.messages import Label
from desktop_app.session.entry import live_by_key

T = TypeVar("T")
_SIGNED = ("doc_no", "doc_date", "place_name", "signer_name")  # what a paper that is signed must have


class HeadRecord(Struct, frozen=True):
    """A record of a kind; one that is not there yet (`record` None) begins with what is `given`."""

    kind: str
    record: str | None
    given: Mapping[str, Value]


class HeadRecords(Struct, frozen=True):
    """What is typed for one report, and what the issuing office prints on all of them."""

    report: HeadRecord
    letterhead: HeadRecord


def head_records(file: OpenFile, period: Period, unit: str | None = None) -> HeadRecords | None:
    """The records to edit for the head of a report; None where the plan has no such kinds or the period no code.

    `unit` None is the office's own.
    """
    unit = unit or file.unit
    head, letterheads = file.plan.role("report_header"), file.plan.role("letterhead")
    if head is None or letterheads is None or period.code is None:
        return None
    kind, _ = head
    key: dict[str, Value] = {kind.unit_field: unit, "year": period.year, "period_code": period.code}
    there = live_by_key(file, kind, key)
    _, agency, letterhead = head_of(file, period, unit)
    return HeadRecords(
        HeadRecord(kind.name, there.id if there else None, key),
        HeadRecord(letterheads[0].name, letterhead.id if letterhead else None, {letterheads[1]["agency"]: agency}),
    )


def head_of(file: OpenFile, period: Period, unit: str) -> tuple[Mapping[str, Value], str | None, Row | None]:
    """What is typed for a report, the agency that issues it, and the letterhead in force on the day of the report."""
    headers = records_of_report(file, period, unit, "report_header")
    header = headers[0].values if headers else {}
    agency = _issuer(file, header, unit)
    day = str(_parts(file, "report_header", header).get("doc_date") or min(file.today(), period.last_day))
    return header, agency, _letterhead_in_force(file, unit, agency, day)


def printed_head(
    file: OpenFile, header: Mapping[str, Value], letterhead: Row | None
) -> tuple[dict[str, Value], dict[str, Value]]:
    """What is typed for a report and what its letterhead says, by the parts of the head, whatever the plan's fields
    are called.
    """
    return _parts(file, "report_header", header), _parts(file, "letterhead", letterhead.values if letterhead else {})


def _parts(file: OpenFile, role: str, values: Mapping[str, T]) -> dict[str, T]:
    """What stands by the names of fields, by the parts of a role: the field that the plan names, else the one that is,
    or was, called as its part.
    """
    found = file.plan.role(role)
    if found is None:
        return {}
    kind, rule = found
    fields = {part: rule.get(part) or file.names.plan_field(kind.name, part) for part in PARTS[role]}
    return {part: values[field] for part, field in fields.items() if field in values}


def extras_of(file: OpenFile, letterhead: Row | None) -> tuple[str, ...]:
    """What the office wants printed beside what every report says; nothing under plans that do not ask it."""
    found = file.plan.role("letterhead")
    field = found[1].get("extras") if found else None
    values = letterhead.values.get(field) if field and letterhead else None
    return tuple(values) if isinstance(values, tuple) else ()


def lacking(file: OpenFile, period: Period, unit: str | None = None) -> list[Label]:
    """What a report to be signed still lacks, of number, day, place and signer, by what the plan calls it."""
    header, _, letterhead = head_of(file, period, unit or file.unit)
    fields = {
        part: field.label
        for role in ("report_header", "letterhead") if (found := file.plan.role(role))
        for part, field in _parts(file, role, found[0].fields).items()
    }  # fmt: skip
    typed, printed = printed_head(file, header, letterhead)
    known = {**printed, **{part: value for part, value in typed.items() if value}}
    return [fields[part] for part in _SIGNED if part in fields and not known.get(part)]


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


def _issuer(file: OpenFile, header: Mapping[str, Value], unit: str) -> str | None:
    """The agency that signs: named in the header, else this office's where it belongs to the unit reported on."""
    found = file.plan.role("report_header")
    named = header.get(found[1]["agency"]) if found else None
    if named is not None:
        return str(named)
    own, letterheads = own_agency(file), file.plan.role("letterhead")
    if own is None or letterheads is None:
        return None
    kind, names = letterheads
    target = file.plan.kinds[kind.fields[names["agency"]].target or ""]
    agency = row(file, target, own)
    return own if agency and agency.values.get(target.unit_field) == unit else None


def _letterhead_in_force(file: OpenFile, unit: str, issuer: str | None, day: str) -> Row | None:
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
    found = file.plan.role("letterhead")
    return title_of(file, str(letterhead.values[found[1]["agency"]])) if found else ""
