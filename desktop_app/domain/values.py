"""The values of fields: typed text, JSON and stored forms <-> typed values, each as its type of field says."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from msgspec import Struct

from desktop_app.domain.collation import nfc
from desktop_app.domain.day_values import show_date
from desktop_app.domain.field_type import Lookup
from desktop_app.domain.number_values import LARGEST_INT
from desktop_app.domain.plan import Field, Plan
from desktop_app.domain.stored_values import from_stored, to_stored
from desktop_app.domain.text_values import MAX_TEXT
from desktop_app.domain.typed_value import Days, Stored, Unreadable, Value, short
from desktop_app.messages import Message, Text, joined, show_number, write_number

__all__ = [
    "ERROR", "LARGEST_INT", "MAX_TEXT", "WARNING", "Problem", "Stored", "Value", "choice_labels", "from_json",
    "from_stored", "parse", "short", "show", "show_date", "show_itself", "show_number", "to_json", "to_stored",
    "write_number",
]  # fmt: skip

ERROR, WARNING = "error", "warning"
# what a paste brings along and nobody sees: marks without width go, hard blanks become blanks
_UNSEEN = str.maketrans(dict.fromkeys("\ufeff\u200b\u2060\u00ad", "") | dict.fromkeys("\u00a0\u202f\u2007", " "))


class Problem(Struct, frozen=True):
    """What is wrong with one field of one record; an `error` keeps a record out of the figures.

    `refuses`: the value can't be saved. `missing`: there is none where one must be.
    """

    field: str | None
    message: Text
    severity: str = ERROR
    record: str | None = None
    line: int | None = None
    refuses: bool = False
    missing: bool = False


def _read(field: Field, read: Value | Unreadable) -> Value | Problem:
    """What a type made of something; what it could not read is reported at the field."""
    if not isinstance(read, Unreadable):
        return read
    return Problem(field.name, Message(f"core.{read.key}", field=field.label, text=read.text, meant=read.meant))


def parse(field: Field, text: str, days: Days | None = None) -> Value | Problem:
    """Read what a person typed into `field`; blank text is None (not yet known), a day without year is among `days`."""
    typed = nfc(text).translate(_UNSEEN).strip()
    return _read(field, field.type.parse(typed, days)) if typed else None


def from_json(field: Field, raw: Any) -> Value | Problem:
    """Read a JSON value; the types are strict, so that `"5"` is no number and `1` no truth value."""
    return None if raw is None else _read(field, field.type.from_json(raw))


def to_json(value: Value) -> Any:
    """The JSON form of a value; a decimal is a number where JSON keeps it exactly, else text that `from_json` reads."""
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Decimal):
        if value == value.to_integral_value():
            return int(value)
        return float(value) if Decimal(str(float(value))) == value else f"{value:f}"
    return value


def show_itself(field: Field, value: Value) -> Text:
    """A value as people read it, whose words stand nowhere else."""
    if value is None:
        return ""
    return str(value) if field.plain else field.type.show(value)


def show(field: Field, value: Value, plan: Plan) -> Text:
    """A value as people read it; references and units stay ids and codes here (their names need a lookup)."""
    if value is None or field.type.lookup is not Lookup.CHOICES:
        return show_itself(field, value)
    return joined(choice_labels(field, value if isinstance(value, tuple) else (str(value),), plan))


def choice_labels(field: Field, values: Iterable[str], plan: Plan) -> list[Text]:
    """Labels in the list's own order; a value that the list does not know is shown as it is."""
    known = plan.choices.get(field.choices or "", {})
    wanted = list(values)
    return [*(c.label for v, c in known.items() if v in wanted), *(v for v in wanted if v not in known)]
