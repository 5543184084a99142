"""What the value of a field may be, and why a text or a JSON value is none."""

from decimal import Decimal

from msgspec import Struct

from desktop_app.messages import quoted

Value = str | int | bool | Decimal | tuple[str, ...] | None
Stored = str | int | None
Days = tuple[str, str]  # the first and the last day of a year of work, in which a day without its year is meant


class Unreadable(Struct, frozen=True):
    """Why what was given is no value of a type: the key of a sentence that also names the field, and the text given."""

    key: str
    text: str = ""
    meant: str = ""


def short(text: object) -> str:
    """What somebody wrote, as much of it as a sentence can hold."""
    shown = quoted(text)
    return shown if len(shown) <= 60 else shown[:59] + "…"
