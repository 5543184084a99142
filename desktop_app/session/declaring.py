"""An office's word that nothing happened, for several areas at once: what speaks against each, and one act for all."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from db.open_file import OpenFile
from desktop_app.domain.completeness import NOTHING, Completeness
from desktop_app.domain.period import Period
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import Value
from desktop_app.errors import AppError
from desktop_app.messages import Text
from desktop_app.session import entry, figures, several_records
from desktop_app.session.several_records import MadeRecords


class Declaration(Struct, frozen=True):
    """What an office may declare in a period: the kind of the record, what it starts with, the areas as they stand."""

    kind: RecordKind
    area_field: str
    values: Mapping[str, Value]
    areas: Sequence[Completeness]

    def is_declared(self, area: Completeness) -> bool:
        return area.state == NOTHING or area.contradiction


def declaration(file: OpenFile, period: Period) -> Declaration | None:
    """The declaration of this office in a period; None where the plan knows none, or has no code for the period."""
    found = file.plan.role("declaration")
    if found is None or period.code is None:
        return None
    kind, rule = found
    given: dict[str, Value] = {"period_code": period.code, "year": period.year, kind.unit_field: file.unit}
    areas = [row for row in figures.completeness(file, period) if row.unit == file.unit]
    return Declaration(kind, rule["area"], entry.defaults(file, kind.name, given), areas)


def declare(file: OpenFile, found: Declaration, areas: Sequence[str], values: Mapping[str, Value]) -> MadeRecords:
    """Declare it for these areas as one act; AppError says why nothing could be declared."""
    wanted = [{**found.values, **values, found.area_field: area} for area in areas]
    made = several_records.make(file, found.kind.name, wanted)
    if made.act is None and made.refused:
        why: Text = next(iter(made.refused.values())).message
        raise AppError("declare.refused", why=why)
    return made
