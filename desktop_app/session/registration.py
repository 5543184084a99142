"""Records that name one which its register holds only from a later day: what that leaves out, and how it is mended."""

from msgspec import Struct

from db.counting.locks import locks
from db.open_file import OpenFile
from db.queries import row
from db.titles import title_of
from desktop_app.domain.locking import Lock
from desktop_app.domain.period import Period, all_periods
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import Problem
from desktop_app.session import editing
from desktop_app.session.record_copying import Values, day_of


class RegisteredLater(Struct, frozen=True):
    """A `field` names the `record` of a register that holds it, by its field `since_field`, from a day after `day`."""

    field: str
    kind: str
    record: str
    title: str
    since_field: str
    since: str
    day: str


class RegistrationEffect(Struct, frozen=True):
    """What changes once the register holds a record from an earlier day: figures of periods, and of locked reports."""

    periods: tuple[Period, ...]
    locks: tuple[Lock, ...]


def registered_later(file: OpenFile, kind: RecordKind, values: Values) -> list[RegisteredLater]:
    """By the day of a record with these values: which of those that it names were in their register only later."""
    found = []
    for field in kind.fields.values():
        target = file.kind(field.target) if field.target and values.get(field.name) else None
        there = row(file, target, str(values[field.name])) if target and target.since else None
        if there is None or target is None or not target.since:
            continue
        since, day = there.values[target.since], day_of(file, kind, values)
        if day and since and str(since) > str(day):
            title = title_of(file, there.id)
            found.append(RegisteredLater(field.name, target.name, there.id, title, target.since, str(since), str(day)))
    return found


def look(file: OpenFile, later: RegisteredLater) -> RegistrationEffect:
    """What would change if the register held the record from the day on: whatever ends before it does now."""
    kind, plan = file.kind(later.kind), file.plan
    there = row(file, kind, later.record)
    unit = str(there.values[kind.unit_field]) if there else file.unit
    above = set(file.units.ancestors(unit))
    scheme = plan.scheme
    periods = all_periods(scheme, plan.years, scheme.offered)
    return RegistrationEffect(
        tuple(period for period in periods if _moves(period, later)),
        tuple(
            lock for lock in locks(file) if lock.unlocked is None and lock.unit in above and _moves(lock.period, later)
        ),
    )


def register_from_day(file: OpenFile, later: RegisteredLater) -> tuple[bytes | None, list[Problem]]:
    """Let the register hold the record from the day on: the act, or why it can't be."""
    result = editing.set_value(file, later.record, later.since_field, later.day, {later.since_field: later.since})
    return result.act, result.problems


def _moves(period: Period, later: RegisteredLater) -> bool:
    return later.day <= period.last_day.isoformat() < later.since
