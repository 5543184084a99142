"""A report as a data value set of DHIS2: the figures that a report prints for the same readers, and no others."""

from msgspec import Struct

from db.open_file import OpenFile
from desktop_app.domain.audiences import SUPERIOR
from desktop_app.domain.dhis2_mapping import dhis2_mapping, period_code, said_days
from desktop_app.domain.period import Period
from desktop_app.domain.plan_examples import is_example
from desktop_app.errors import AppError
from desktop_app.messages import Message
from desktop_app.report.dhis2_values import DataValueSet, as_csv, as_json, data_values
from desktop_app.session import report_data, reports
from desktop_app.session.report_data import ReportShare, ignore_share

JSON, CSV = FORMS = ("json", "csv")


class MadeValues(Struct, frozen=True):
    """A data value set, which days its period means, and whether a locked report says otherwise now."""

    made: DataValueSet
    days: Message
    differs_from_lock: bool

    def text(self, form: str) -> str:
        """As a file of one of FORMS."""
        return as_json(self.made) if form == JSON else as_csv(self.made)


def make(
    file: OpenFile, period: Period, unit: str | None = None, audience: str = SUPERIOR,
    report_progress: ReportShare = ignore_share,
) -> MadeValues:  # fmt: skip
    """The figures of a unit and all below it; AppError: the plan says nothing of DHIS2, or DHIS2 has no such period."""
    mapping, unit, plan = dhis2_mapping(file.plan), unit or file.unit, file.plan
    if mapping is None:
        raise AppError("dhis2.no_mapping", plan=plan.label, edition=plan.edition)
    if is_example(plan.id):  # its file has no place for a mark
        raise AppError("dhis2.example")
    if period.scheme != mapping.period_scheme:
        raise AppError("dhis2.other_scheme", scheme=plan.schemes[mapping.period_scheme].label)
    code, place = period_code(period), mapping.unit_id(plan.unit_version, unit)
    if code is None:
        raise AppError("dhis2.no_period", period=period.label)
    if not place:
        raise AppError("dhis2.no_unit", unit=file.units.name(unit))
    data = report_data.collect(file, period, unit, audience, report_progress=report_progress, with_units_below=False)
    values = tuple(data_values(data, mapping))
    locked = reports.lock_of(file, period, unit, audience) is not None
    return MadeValues(
        DataValueSet(mapping.id_scheme, mapping.data_set, code, place, values),
        said_days(period),
        locked and reports.correction(file, period, unit, audience) is not None,
    )
