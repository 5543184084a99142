"""An office's word that nothing happened, for several areas at once: what speaks against each, and one act for all."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from db import acts, store
from db.open_file import OpenFile
from desktop_app.domain.changes import Edit
from desktop_app.domain.completeness import NOTHING, Completeness
from desktop_app.domain.period import Period
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import Problem, Value
from desktop_app.errors import AppError
from desktop_app.messages import Text
from desktop_app.session import editing, entry, figures


class Declaration(Struct, frozen=True):
    """What an office may declare in a period: the kind of the record, what it starts with, the areas as they stand."""

    kind: RecordKind
    area_field: str
    values: Mapping[str, Value]
    areas: Sequence[Completeness]

    def is_declared(self, area: Completeness) -> bool:
        return area.state == NOTHING or area.contradiction


class MadeRecords(Struct, frozen=True):
    """`records` came to be in one act; `refused`: what spoke against each of the others, by area."""

    act: bytes | None
    records: Sequence[str]
    refused: Mapping[str, Problem]


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
    made: dict[str, list[Edit]] = {}
    refused: dict[str, Problem] = {}
    with store.writing(file):
        for area in areas:
            declared = {**found.values, **values, found.area_field: area}
            record, problems = editing.may_make(file, found.kind, declared)
            if problems or record is None:
                refused[area] = problems[0]
            else:
                made[record] = acts.creating(file, record, found.kind, declared)
        act = store.apply(file, [edit for edits in made.values() for edit in edits], "edit").act
    if act is None and refused:
        why: Text = next(iter(refused.values())).message
        raise AppError("declare.refused", why=why)
    return MadeRecords(act, list(made), refused)
