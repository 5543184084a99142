"""What units and records of an earlier ledger are here, and what becomes of its values with that."""

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from db.carrying.old_ledger import OldLedger
from db.open_file import OpenFile, Ref
from desktop_app.domain.carried_names import CarriedNames
from desktop_app.domain.carried_records import NO_RECORD, NO_UNIT, UNREADABLE
from desktop_app.domain.field_type import Lookup
from desktop_app.domain.org_unit import OrgUnits, unit_list
from desktop_app.domain.plan import Field
from desktop_app.domain.plan_seeds import seed_heirs
from desktop_app.domain.unit_heirs import heirs_by_unit, unit_heirs
from desktop_app.domain.values import Problem, Stored, Value, from_json, from_stored, to_json
from desktop_app.errors import AppError
from desktop_app.messages import joined


class Heirs(Struct):
    """What units and records of the earlier ledger are here; `known`: those of its units that its office may speak of,
    `own`: ours; `split`: by unit all that it became.
    """

    units: Mapping[str, str]
    known: frozenset[str]
    own: frozenset[str]
    choices: Mapping[str, Mapping[str, object]]
    names: CarriedNames
    split: Mapping[str, Sequence[str]]
    records: dict[Ref, str]
    joined: dict[Ref, str] = field(default_factory=dict)

    def value(self, of: Field, stored: Stored) -> tuple[Value, str]:
        """A value as it is here, and why there is none."""
        value = from_stored(of, stored)
        if stored is None:
            return None, ""
        if value is None or isinstance(from_json(of, to_json(value)), Problem):
            return None, UNREADABLE
        if of.type.lookup is Lookup.UNITS:
            unit = self.units.get(str(value))
            return unit, "" if unit else NO_UNIT
        if of.type.refers:
            record = self._record(of.target or "", str(value))
            return record, "" if record else NO_RECORD
        if of.type.lookup is Lookup.CHOICES:
            values = value if isinstance(value, tuple) else (value,)
            return (value, "") if all(one in self.choices[of.choices or ""] for one in values) else (None, UNREADABLE)
        return value, ""

    def _record(self, kind: str, record: str) -> str | None:
        """The record that stands for one there, through those that were joined into others."""
        for _ in range(len(self.joined) + 1):
            if (kind, record) not in self.joined:
                break
            record = self.joined[kind, record]
        return self.records.get((kind, record))


def heirs_of(file: OpenFile, old: OldLedger, answers: Mapping[str, str]) -> Heirs:
    """AppError: nothing is known of the earlier units, or an answer is about none of them that is asked about."""
    source, before, now = file.plan.source, old.plan.unit_version, file.plan.unit_version
    units = unit_heirs(source, before, now)
    if not units:
        raise AppError("carry.no_lineage", old=before, new=now)
    there, split = old_units(file, old), heirs_by_unit(source, before, now)
    for unit, heir in answers.items():
        if unit not in there or heir not in file.units:
            raise AppError("core.no_unit", unit=unit if unit not in there else heir)
        if unit in units:
            raise AppError("carry.not_asked", unit=there.name(unit), heir=file.units.name(units[unit]))
        if unit in split and heir not in split[unit]:
            heirs_there = joined([file.units.name(one) for one in split[unit]])
            raise AppError("carry.not_an_heir", unit=there.name(unit), heirs=heirs_there)
    heirs = {**units, **{unit: file.units.now(heir) for unit, heir in answers.items()}}
    own = frozenset(file.units.descendants(file.unit))
    known = frozenset(there.descendants(old.unit)) if old.unit in there else frozenset[str]()
    names = CarriedNames.of(old.plan.source, source)
    records = dict(seed_heirs(old.plan.source, source, heirs, names.kind))
    return Heirs(heirs, known, own, file.plan.choices, names, split, records)


def old_units(file: OpenFile, old: OldLedger) -> OrgUnits:
    """The units of the earlier ledger, by what our own plan says of them."""
    return unit_list(file.plan.source, old.plan.unit_version)
