"""What the value of a field may be, and why a text or a JSON value is none."""

from dataclasses import dataclass
from decimal import Decimal

Value = str | int | bool | Decimal | tuple[str, ...] | None
Stored = str | int | None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why what was given is no value of a type: the key of a sentence that also names the field, and the text given."""

    key: str
    text: str = ""
    meant: str = ""


def short(text: object) -> str:
    """What somebody wrote, as much of it as a sentence can hold."""
    shown = str(text)
    return shown if len(shown) <= 60 else shown[:59] + "…"
