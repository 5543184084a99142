"""What the value of a field may be, and why a text or a JSON value is none."""

from dataclasses import dataclass
from decimal import Decimal

from desktop_app.domain.collation import nfc

Value = str | int | bool | Decimal | tuple[str, ...] | None
Stored = str | int | None

# what a paste brings along and nobody sees: marks without width go, hard blanks become blanks
_UNSEEN = str.maketrans(dict.fromkeys("\ufeff\u200b\u2060\u00ad", "") | dict.fromkeys("\u00a0\u202f\u2007", " "))


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why what was given is no value of a type: the key of a sentence that also names the field, and the text given."""

    key: str
    text: str = ""
    meant: str = ""


def clean(text: str) -> str:
    """What somebody typed or pasted, without what can't be seen."""
    return nfc(text).translate(_UNSEEN).strip()


def short(text: object) -> str:
    """What somebody wrote, as much of it as a sentence can hold."""
    shown = str(text)
    return shown if len(shown) <= 60 else shown[:59] + "…"
