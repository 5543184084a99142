"""What an entry of a plan is offered to say that is made of the fields of its kind: their names, conditions, checks."""

from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Final

from desktop_app.domain.field_type import FieldType, Lookup
from desktop_app.domain.field_types import FIELD_TYPES
from desktop_app.domain.plan import BY_PERIOD
from desktop_app.domain.plan_check_roles import ANY, ROLE_PARTS, ROLES
from desktop_app.domain.plan_language.vocabulary import UNITS
from desktop_app.messages import Message, Text
from desktop_app.plan_draft_files import Row, Rows
from desktop_app.sheets.plan_book_shape import PLAYS
from desktop_app.sheets.plan_book_shape import ROLES as BOOK_ROLES

Offered = list[tuple[str, Text]]
Fits = Callable[[FieldType], bool]
NUMBERS: Final[Fits] = attrgetter("numeric")
DAYS: Final[Fits] = attrgetter("holds_day")
TRUTHS: Final[Fits] = attrgetter("flag")
MOST_CHOICES = 40  # of a list; more of them nobody looks through


def _any(_: FieldType) -> bool:
    return True


def _is_unit(type_: FieldType) -> bool:
    return type_.lookup is Lookup.UNITS


def _splits(type_: FieldType) -> bool:
    """Whether each record falls under one of a few values."""
    return type_.flag or (type_.lookup is Lookup.CHOICES and not type_.many)


def offered(rows: Rows, sheet: str, column: str, row: Row) -> Offered:
    """What a cell may say; empty where it is for its author alone."""
    offer = _OFFERS.get((sheet, column))
    return offer(rows, row) if offer else []


def type_of(row: Row) -> FieldType | None:
    """The type of a field, None where it has none yet."""
    return FIELD_TYPES.get(str(row.get("type")).partition(":")[0])  # what a reference leads to stands behind


def is_chosen(row: Row) -> bool:
    """Whether a field is chosen from a list."""
    type_ = type_of(row)
    return type_ is not None and type_.lookup is Lookup.CHOICES


def fields_of(rows: Rows, kind: object, fits: Fits = _any) -> Iterator[tuple[Row, FieldType]]:
    """The fields of a kind whose type fits."""
    for row in rows.get("survey", ()):
        type_ = type_of(row)
        if kind and row.get("kind") == kind and type_ is not None and fits(type_):
            yield row, type_


def _label(row: Row) -> str:
    return str(row.get("label") or row.get("name", ""))


def _named(fits: Fits, key: str) -> Callable[[Rows, Row], Offered]:
    """The fields of the kind that a row names in its column `key`."""
    return lambda rows, row: [
        (str(one.get("name", "")), _label(one)) for one, _ in fields_of(rows, row.get(key), fits) if one.get("name")
    ]


def _conditions_of(rows: Rows, kind: object, beside: object = None) -> Offered:
    """What may be asked of a record of a kind, but of one of its fields."""
    found: Offered = []
    for one, type_ in fields_of(rows, kind):
        name = str(one.get("name", ""))
        if not name or name == beside:
            continue
        if type_.flag:
            found.append((name, Message("planoffer.yes", field=_label(one))))
        elif type_.lookup is Lookup.CHOICES:
            found += _choices(rows, one, type_.many)
        else:
            found.append((f"present({name})", Message("planoffer.present", field=_label(one))))
    return found


def _choices(rows: Rows, field: Row, many: bool) -> Offered:
    """That a field has this or that of its choices."""
    name = str(field.get("name", ""))
    values = [row for row in rows.get("choices", ()) if row.get("list_name") == field.get("choices")]
    return [
        (
            f"has({name}, '{row.get('name', '')}')" if many else f"{name} == '{row.get('name', '')}'",
            Message("planoffer.has" if many else "planoffer.is", field=_label(field), choice=_label(row)),
        )
        for row in values[:MOST_CHOICES]
    ]


def _conditions(rows: Rows, row: Row) -> Offered:
    return _conditions_of(rows, row.get("kind"), row.get("name"))


def _kind_of(rows: Rows, of: str) -> str:
    """The kind that a set is of, be it through another set."""
    sets = {str(one.get("name", "")): str(one.get("of", "")) for one in rows.get("sets", ())}
    for _ in sets:
        of = sets.get(of, of)
    return of


def _of_set(rows: Rows, row: Row) -> Offered:
    return _conditions_of(rows, _kind_of(rows, str(row.get("of", ""))))


def _numerators(rows: Rows, row: Row) -> Offered:
    """What a unit or a record that is looked at may show, or add."""
    population = str(row.get("population", ""))
    kind = "" if population.startswith(UNITS) else _kind_of(rows, population)
    found: Offered = [("true", Message("planoffer.each"))] if kind else []
    found += [(name, Message("planoffer.add", field=label)) for name, label in _numbers(rows, kind)]
    return found + _conditions_of(rows, kind) + [
        (f"exists({one.get('name')})", Message("planoffer.exists", set=_label(one)))
        for one in rows.get("sets", ()) if one.get("name") and _answers(rows, one, kind)
    ]  # fmt: skip


def _denominators(rows: Rows, row: Row) -> Offered:
    kind = _kind_of(rows, str(row.get("population", "")))
    return [(name, Message("planoffer.add", field=label)) for name, label in _numbers(rows, kind)]


def _numbers(rows: Rows, kind: str) -> Iterator[tuple[str, str]]:
    return ((str(one["name"]), _label(one)) for one, _ in fields_of(rows, kind, NUMBERS) if one.get("name"))


def _answers(rows: Rows, counted: Row, kind: str) -> bool:
    """Whether a set may be asked: by units where it says of which, by records of a kind where its own name them."""
    if not kind:
        return bool(counted.get("units"))
    of = _kind_of(rows, str(counted.get("of", "")))
    return any(one.get("kind") == of and one.get("type") == f"ref:{kind}" for one in rows.get("survey", ()))


def _checks(rows: Rows, row: Row) -> Offered:
    """What must be true of a number or a day."""
    name, type_ = str(row.get("name", "")), type_of(row)
    if not name or type_ is None or not (type_.numeric or type_.holds_day):
        return []
    like = NUMBERS if type_.numeric else DAYS
    others = [one for one, _ in fields_of(rows, row.get("kind"), like) if one.get("name") not in (None, "", name)]
    if type_.numeric:
        found: Offered = [
            (f"{name} >= 0", Message("planoffer.not_negative")), (f"{name} > 0", Message("planoffer.positive")),
        ]  # fmt: skip
        return found + [(f"{name} <= {one['name']}", Message("planoffer.at_most", field=_label(one))) for one in others]
    found = [(f"{name} <= today", Message("planoffer.not_later"))]
    return found + [(f"{name} >= {one['name']}", Message("planoffer.not_before", field=_label(one))) for one in others]


def _defaults(rows: Rows, row: Row) -> Offered:
    """What stands in a new record."""
    type_ = type_of(row)
    if type_ is None:
        return []
    if type_.holds_day:
        return [("=today", Message("planoffer.today"))]
    if _is_unit(type_):
        return [("=own_unit", Message("planoffer.own_unit"))]
    if type_.lookup is Lookup.CHOICES and not type_.many:
        values = [one for one in rows.get("choices", ()) if one.get("list_name") == row.get("choices")]
        return [(str(one.get("name", "")), _label(one)) for one in values]
    return []


def _days(rows: Rows, row: Row) -> Offered:
    """A day, or the period of a record that has one."""
    names = {str(one.get("name", "")) for one, _ in fields_of(rows, row.get("name"))}
    by_period: Offered = [(BY_PERIOD, Message("planoffer.by_period"))] if {*BY_PERIOD.split("+")} <= names else []
    return _named(DAYS, "name")(rows, row) + by_period


def _playing_kinds(rows: Rows, row: Row) -> Offered:
    """The kinds that can play a role; none where all can."""
    role = ROLES.get(str(row.get("role", "")))
    kinds = [one for one in rows.get("kinds", ()) if one.get("date_field") == BY_PERIOD]
    return [(str(one.get("name", "")), _label(one)) for one in kinds] if role and role.by_period else []


def _playing_fields(part: str) -> Callable[[Rows, Row], Offered]:
    """The fields of a kind that can be a part of its role; all of them where none can, and the check says why."""

    def found(rows: Rows, row: Row) -> Offered:
        role = ROLES.get(str(row.get("role", "")))
        _, fits = ({**role.must, **role.may} if role else {}).get(part, ANY)
        return _named(fits, "kind")(rows, row) or _named(_any, "kind")(rows, row)

    return found


_OFFERS: Final[dict[tuple[str, str], Callable[[Rows, Row], Offered]]] = {
    ("kinds", "date_field"): _days, ("kinds", "unit_field"): _named(_is_unit, "name"),
    ("kinds", "columns"): _named(_any, "name"), ("kinds", "natural_key"): _named(_any, "name"),
    ("statistics", "sum"): _named(NUMBERS, "kind"), ("statistics", "by"): _named(_splits, "kind"),
    ("statistics", "where"): lambda rows, row: _conditions_of(rows, row.get("kind")),
    ("survey", "relevant"): _conditions, ("survey", "constraint"): _checks, ("survey", "default"): _defaults,
    (BOOK_ROLES, "kind"): _playing_kinds,
    **{(BOOK_ROLES, f"{PLAYS}{part}"): _playing_fields(part) for part in ROLE_PARTS},
    ("sets", "where"): _of_set, ("readings", "numerator"): _numerators, ("readings", "denominator"): _denominators,
}  # fmt: skip
