"""What the rows are that an expression may speak of, and the type of each of their fields."""

from collections.abc import Mapping

from msgspec import Struct

from desktop_app.domain.field_type import Lookup
from desktop_app.domain.field_types import FIELD_TYPES
from desktop_app.domain.plan import BY_PERIOD
from desktop_app.domain.plan_findings import Raw
from desktop_app.domain.plan_language.mistakes import LanguagePlace
from desktop_app.domain.plan_language.tree import (
    ANY,
    CHOICE,
    CHOICES,
    CONDITION,
    DAY,
    DECIMAL,
    LEVEL,
    NOTHING,
    NUMBER,
    REFERENCE,
    TEXT,
    UNIT,
    Constant,
    FieldPath,
    Type,
)
from desktop_app.domain.plan_language.vocabulary import YEAR_ACTIVITY

UNIT_ROW = "unit"  # no kind of record, but the units themselves
LAST_DAY = "p_last"
_UNIT_FIELDS = {"unit": UNIT, "level": LEVEL}
_ACTIVITY_FIELDS = {"area": TEXT, "unit": UNIT}


class NamedRow(Struct, frozen=True):
    """What the names of an expression mean: the fields of a kind, values that have a name, a part of a calendar.

    `beside`: the member to which a record of the row adds; its named values may be used too.
    """

    kind: str
    named: Mapping[str, Type]
    each: str = ""
    beside: "NamedRow | None" = None


def type_of(field: Raw) -> Type:
    """The type of a field as a plan writes it."""
    base, _, target = str(field["type"]).partition(":")
    kind = FIELD_TYPES.get(base)
    if kind is None:  # which is reported where the field stands
        return ANY
    if kind.refers:
        return Type(REFERENCE, target)
    if kind.lookup is Lookup.UNITS:
        return UNIT
    if kind.lookup is Lookup.CHOICES:
        return Type(CHOICES if kind.many else CHOICE, field.get("choices", ""))
    if kind.flag:
        return CONDITION
    if kind.numeric:
        return NUMBER if kind.whole else DECIMAL
    return DAY if kind.holds_day else TEXT


def fields_of(plan: Raw, kind: str) -> dict[str, Type]:
    """The fields of a row by their names."""
    if kind == UNIT_ROW:
        return dict(_UNIT_FIELDS)
    if kind == YEAR_ACTIVITY:
        return dict(_ACTIVITY_FIELDS)
    raw = plan["kinds"].get(kind, {})
    found = {name: type_of(field) for name, field in raw.get("fields", {}).items()}
    return found | {"p_first": DAY, LAST_DAY: DAY} if raw.get("date_field") == BY_PERIOD else found


def find_column(plan: Raw, kind: str, path: tuple[str, ...], place: LanguagePlace) -> FieldPath | Constant:
    """A field of a kind that may lie beyond references."""
    *steps, last = path
    for step in steps:
        fields = fields_of(plan, kind)
        if step not in fields:
            return place.unknown("field_of", step, fields)
        if fields[step].name != REFERENCE:
            return place.wrong("no_reference", name=step)
        kind = fields[step].of
        if kind not in plan["kinds"]:  # which is reported where the reference stands
            return NOTHING
    fields = fields_of(plan, kind)
    if last not in fields:
        return place.unknown("field_of", last, fields)
    return FieldPath(path, fields[last])


def links(plan: Raw, kind: str, target: str) -> list[str]:
    """The fields by which records of a kind name those of another one."""
    if kind in (UNIT_ROW, YEAR_ACTIVITY):
        return []
    wanted = Type(REFERENCE, target)
    return [name for name, type_ in fields_of(plan, kind).items() if type_ == wanted]
