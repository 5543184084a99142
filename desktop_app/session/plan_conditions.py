"""What an entry of a plan is offered to say that is made of the fields of its kind: their names, conditions, checks."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from desktop_app.messages import Message, Text
from desktop_app.plan_draft_files import Row, Rows

Offered = list[tuple[str, Text]]
NUMBERS: Final = ("int", "decimal", "money")
DAYS, UNITS, CHOICES = ("date",), ("unit",), ("choice", "bool")
MOST_CHOICES = 40  # of a list; more of them nobody looks through


def offered(rows: Rows, sheet: str, column: str, row: Row) -> Offered:
    """What a cell may say; empty where it is for its author alone."""
    offer = _OFFERS.get((sheet, column))
    return offer(rows, row) if offer else []


def _fields(rows: Rows, kind: object, types: Sequence[str] = ()) -> Iterator[Row]:
    """The fields of a kind, of some types where they are named."""
    for row in rows.get("survey", ()):
        if kind and row.get("kind") == kind and row.get("type") and (not types or row["type"] in types):
            yield row


def _label(row: Row) -> str:
    return str(row.get("label") or row.get("name", ""))


def _named(types: Sequence[str], key: str) -> Callable[[Rows, Row], Offered]:
    """The fields of the kind that a row names in its column `key`."""
    return lambda rows, row: [
        (str(one.get("name", "")), _label(one)) for one in _fields(rows, row.get(key), types) if one.get("name")
    ]


def _conditions_of(rows: Rows, kind: object, beside: object = None) -> Offered:
    """What may be asked of a record of a kind, but of one of its fields."""
    found: Offered = []
    for one in _fields(rows, kind):
        name = str(one.get("name", ""))
        if not name or name == beside:
            continue
        if one["type"] == "bool":
            found.append((name, Message("planoffer.yes", field=_label(one))))
        elif one["type"] in ("choice", "multi"):
            found += _choices(rows, one)
        else:
            found.append((f"present({name})", Message("planoffer.present", field=_label(one))))
    return found


def _choices(rows: Rows, field: Row) -> Offered:
    """That a field has this or that of its choices."""
    name, many = str(field.get("name", "")), field["type"] == "multi"
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


def _of_set(rows: Rows, row: Row) -> Offered:
    """The conditions of the kind that a set is of, be it through another set."""
    of, sets = (
        str(row.get("of", "")),
        {str(one.get("name", "")): str(one.get("of", "")) for one in rows.get("sets", ())},
    )
    for _ in sets:
        of = sets.get(of, of)
    return _conditions_of(rows, of)


def _checks(rows: Rows, row: Row) -> Offered:
    """What must be true of a number or a day."""
    name, type_ = str(row.get("name", "")), row.get("type")
    if not name or type_ not in (*NUMBERS, *DAYS):
        return []
    like = NUMBERS if type_ in NUMBERS else DAYS
    others = [one for one in _fields(rows, row.get("kind"), like) if one.get("name") not in (None, "", name)]
    if type_ in NUMBERS:
        found: Offered = [
            (f"{name} >= 0", Message("planoffer.not_negative")), (f"{name} > 0", Message("planoffer.positive")),
        ]  # fmt: skip
        return found + [(f"{name} <= {one['name']}", Message("planoffer.at_most", field=_label(one))) for one in others]
    found = [(f"{name} <= today", Message("planoffer.not_later"))]
    return found + [(f"{name} >= {one['name']}", Message("planoffer.not_before", field=_label(one))) for one in others]


def _defaults(rows: Rows, row: Row) -> Offered:
    """What stands in a new record."""
    type_ = row.get("type")
    if type_ == "date":
        return [("=today", Message("planoffer.today"))]
    if type_ == "unit":
        return [("=own_unit", Message("planoffer.own_unit"))]
    if type_ == "choice":
        values = [one for one in rows.get("choices", ()) if one.get("list_name") == row.get("choices")]
        return [(str(one.get("name", "")), _label(one)) for one in values]
    return []


_OFFERS: Final[dict[tuple[str, str], Callable[[Rows, Row], Offered]]] = {
    ("kinds", "date_field"): _named(DAYS, "name"), ("kinds", "unit_field"): _named(UNITS, "name"),
    ("kinds", "columns"): _named((), "name"), ("kinds", "natural_key"): _named((), "name"),
    ("statistics", "sum"): _named(NUMBERS, "kind"), ("statistics", "by"): _named(CHOICES, "kind"),
    ("statistics", "where"): lambda rows, row: _conditions_of(rows, row.get("kind")),
    ("survey", "relevant"): _conditions, ("survey", "constraint"): _checks, ("survey", "default"): _defaults,
    ("sets", "where"): _of_set,
}  # fmt: skip
