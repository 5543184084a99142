"""Made-up rows of every kind of a plan, to try its rules and queries on: every value is one of its field's type."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from desktop_app.domain.field_type import Lookup
from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.plan import Field, Plan, RecordKind
from desktop_app.domain.typed_value import Stored

ROWS = 24
LONG = "a" * 2000 + "!"  # what a rule takes longest for
_NUMBERS = (0, 1, 3, 40, 5000)
_OTHERS: tuple[str | int, ...] = ("08:30", "2.5", 1, '["x"]', "Chữ")


def sample_rows(plan: Plan, units: OrgUnits, kind: RecordKind) -> Iterator[tuple[str, dict[str, Stored]]]:
    """The id and the stored values of each row; each refers to the row of the same number of another kind."""
    codes = [unit.code for unit in units]
    periods = plan.scheme.offered
    for number in range(ROWS):
        values = {name: _value(plan, codes, field, number) for name, field in kind.fields.items()}
        if kind.by_period:
            values |= {"year": plan.year, "period_code": periods[number % len(periods)]}
        yield f"{kind.name}-{number}", values


def _value(plan: Plan, codes: list[str], field: Field, number: int) -> Stored:
    kind = field.type
    if kind.refers:
        return f"{field.target}-{number}"
    if kind.lookup is Lookup.UNITS:
        return codes[number % len(codes)]
    if kind.lookup is Lookup.CHOICES:
        return _choices(list(plan.choices.get(field.choices or "", {})), number, many=kind.many)
    if kind.holds_day:
        return (date(plan.year, 1, 1) + timedelta(days=number * 15)).isoformat()
    if kind.flag:
        return number % 2
    if kind.free_text:
        return LONG if number % 5 == 4 else f"Chữ {number}"
    if kind.whole:
        return _NUMBERS[number % len(_NUMBERS)]
    return next(one for one in _OTHERS if kind.from_stored(one) is not None)


def _choices(known: list[str], number: int, *, many: bool) -> Stored:
    if not known:
        return None
    one = known[number % len(known)]
    return json.dumps([one]) if many else one


def read_values(kind: RecordKind, stored: Mapping[str, Stored]) -> Mapping[str, object]:
    """The same as rules see it."""
    return {
        name: kind.fields[name].type.from_stored(value)
        for name, value in stored.items()
        if value is not None and name in kind.fields
    }
