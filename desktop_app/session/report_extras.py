"""What an office has printed beside what every report says: read and set on its letterhead."""

from collections.abc import Sequence

from db.open_file import OpenFile
from desktop_app.domain.period import Period
from desktop_app.errors import AppError
from desktop_app.messages import Label
from desktop_app.session.editing import SaveResult, set_value
from desktop_app.session.report_head import extras_of, head_of


def offered(file: OpenFile) -> dict[str, Label]:
    """What can be asked for, with what it is called; AppError where the plan's edition in force has none of it."""
    found = file.plan.role("letterhead")
    field = found[0].fields.get(found[1].get("extras", "")) if found else None
    if field is None or field.choices is None:
        raise AppError("report.no_extras")
    return {value: choice.label for value, choice in file.plan.choices[field.choices].items()}


def wanted(file: OpenFile, period: Period, unit: str | None = None) -> tuple[str, ...]:
    """What the office that reports on a unit (None: its own) wants printed."""
    offered(file)
    return extras_of(file, head_of(file, period, unit or file.unit)[2])


def set_wanted(file: OpenFile, period: Period, extras: Sequence[str], unit: str | None = None) -> SaveResult:
    """Set it on the letterhead in force on the day of that report."""
    known = offered(file)
    unknown = [value for value in extras if value not in known]
    if unknown:
        raise AppError("report.no_extra", extra=", ".join(unknown), known=", ".join(known))
    found, letterhead = file.plan.role("letterhead"), head_of(file, period, unit or file.unit)[2]
    if found is None or letterhead is None:
        raise AppError("report.no_letterhead")
    return set_value(file, letterhead.id, found[1]["extras"], tuple(value for value in known if value in extras))
