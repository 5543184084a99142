"""Raw text, JSON and stored forms <-> typed values: the only place where dates and numbers are read or shown."""

import datetime
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from desktop_app.domain.collation import nfc
from desktop_app.domain.plan import Field, Plan
from desktop_app.texts import say

Value = str | int | bool | Decimal | tuple[str, ...] | None
Stored = str | int | None

ERROR, WARNING = "error", "warning"
LARGEST_INT = 10**15  # more than any count or sum of money here, and thousands of them still add up in SQLite
MAX_TEXT = 2_000_000
# what a paste brings along and nobody sees: marks without width go, hard blanks become blanks
_UNSEEN = str.maketrans(dict.fromkeys("\ufeff\u200b\u2060\u00ad", "") | dict.fromkeys("\u00a0\u202f\u2007", " "))
_NUMBER = r"-?\d{1,18}(\.\d{1,9})?"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field of one record, as a sentence; an `error` keeps a record out of the figures."""

    field: str | None
    message: str
    severity: str = ERROR
    record: str | None = None
    line: int | None = None


def _problem(field: Field, key: str, **values: object) -> Problem:
    return Problem(field.name, say(f"core.{key}", field=str(field.label), **values))


# --- typed by a person -------------------------------------------------------------------------------------------


def parse(field: Field, text: str, year: int | None = None) -> Value | Problem:
    """Read what a person typed into `field`; blank text is None (not yet known), a day without year is in `year`."""
    text = nfc(text).translate(_UNSEEN).strip()
    if not text:
        return None
    if field.type == "money":
        return _parse_int(field, re.sub(r"\s*(đ|₫|đồng|vnđ|vnd)$", "", text, flags=re.IGNORECASE))
    if field.type == "int":
        return _parse_int(field, text)
    if field.type == "decimal":
        return _parse_decimal(field, text)
    if field.type == "date":
        return _parse_date(field, text, year)
    return from_json(field, text)


def _ungrouped(text: str) -> str:
    """A number without what stands between its thousands, where that is at the right places: points or blanks, or the
    commas of an English spreadsheet, `1,234,567` and `1,234.5`, which can't be meant otherwise.
    """
    if re.fullmatch(r"-?[1-9]\d{0,2}([.\s]\d{3})+(,\d+)?", text):
        return re.sub(r"[.\s]", "", text)
    if re.fullmatch(r"-?[1-9]\d{0,2}(,\d{3})+(,\d{3}|\.\d+)", text):
        return text.replace(",", "").replace(".", ",")
    return text


def _parse_int(field: Field, text: str) -> Value | Problem:
    """`1.234,0` is whole; `1,234` is a decimal as we write it and a thousand in English, so that is asked."""
    if re.fullmatch(r"-?[1-9]\d{0,2},\d{3}", text):
        return _problem(field, "comma_of_thousands", text=text, meant=text.replace(",", "."))
    bare = re.sub(r"[.,]0+$", "", _ungrouped(text))
    if not re.fullmatch(r"-?\d+", bare, re.ASCII):
        return _problem(field, "not_whole_number", text=short(text))
    number = int(bare) if len(bare) <= 20 else LARGEST_INT + 1
    return number if abs(number) <= LARGEST_INT else _problem(field, "number_too_large", text=short(text))


def _parse_decimal(field: Field, text: str) -> Value | Problem:
    """`1.234` is a thousand as it is shown; `12.5` and `0.125` can only be meant as decimals."""
    return _to_decimal(field, _ungrouped(text).replace(",", "."), text)


def _to_decimal(field: Field, bare: str, text: str) -> Value | Problem:
    if not re.fullmatch(_NUMBER, bare, re.ASCII):
        return _problem(field, "not_number", text=short(text))
    return _plain(Decimal(bare))


def _plain(number: Decimal) -> Decimal:
    """The one spelling of a number: no trailing zeros, no exponent, no minus zero."""
    number = number.normalize()
    return abs(number.quantize(Decimal(1))) if number == 0 else (
        number.quantize(Decimal(1)) if number == number.to_integral_value() else number
    )  # fmt: skip


def _parse_date(field: Field, text: str, this_year: int | None) -> Value | Problem:
    """A spreadsheet gives the beginning of the day along; any other time would be lost, so it is refused."""
    text = re.sub(r"[T\s]\s*0?0:00(:00(\.0+)?)?$", "", text)
    text = re.sub(r"\s*([/.\-])\s*", r"\1", text)
    parts = re.fullmatch(r"(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4}|\d{2})", text)
    parts = parts or re.fullmatch(r"(\d{2})(\d{2})(\d{4}|\d{2})", text)
    if parts:
        day, month, year = (int(p) for p in parts.groups())
        return _make_date(field, year if year > 99 else 2000 + year, month, day, text)
    yearless = re.fullmatch(r"(\d{1,2})[/.\-](\d{1,2})", text)
    if yearless and this_year is not None:
        return _make_date(field, this_year, int(yearless[2]), int(yearless[1]), text)
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text)
    if iso:
        year, month, day = (int(p) for p in iso.groups())
        return _make_date(field, year, month, day, text)
    return _problem(field, "not_date", text=short(text))


def _make_date(field: Field, year: int, month: int, day: int, text: str) -> Value | Problem:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return _problem(field, "no_such_day", text=short(text))


def short(text: object) -> str:
    """What somebody wrote, as much of it as a sentence can hold."""
    shown = str(text)
    return shown if len(shown) <= 60 else shown[:59] + "…"


# --- from a program ----------------------------------------------------------------------------------------------


def from_json(field: Field, raw: Any) -> Value | Problem:
    """Read a JSON value; the types are strict, so that `"5"` is no number and `1` no truth value."""
    if raw is None:
        return None
    return _READERS[field.type](field, raw)


def _read_text(field: Field, raw: Any) -> Value | Problem:
    if not isinstance(raw, str):
        return _problem(field, "not_text", text=short(raw))
    if "\x00" in raw or any("\ud800" <= c <= "\udfff" for c in raw):
        return _problem(field, "bad_character")
    text = nfc(raw).replace("\r\n", "\n").strip()
    if field.type == "text":
        text = re.sub(r"\s*[\n\r\t\v\f]\s*", " ", text)
    return (text or None) if len(text) <= MAX_TEXT else _problem(field, "text_too_long")


def _read_int(field: Field, raw: Any) -> Value | Problem:
    if isinstance(raw, bool) or not isinstance(raw, int):
        return _problem(field, "not_whole_number", text=short(raw))
    return raw if abs(raw) <= LARGEST_INT else _problem(field, "number_too_large", text=short(raw))


def _read_decimal(field: Field, raw: Any) -> Value | Problem:
    if isinstance(raw, bool) or not isinstance(raw, int | float | str | Decimal):
        return _problem(field, "not_number", text=short(raw))
    bare = raw if isinstance(raw, str) else f"{Decimal(repr(raw) if isinstance(raw, float) else raw):f}"
    return _to_decimal(field, bare, str(raw))


def _read_date(field: Field, raw: Any) -> Value | Problem:
    if not isinstance(raw, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", raw) or not raw.isascii():
        return _problem(field, "not_iso_date", text=short(raw))
    return _make_date(field, int(raw[:4]), int(raw[5:7]), int(raw[8:]), raw)


def _read_bool(field: Field, raw: Any) -> Value | Problem:
    return raw if isinstance(raw, bool) else _problem(field, "not_bool", text=short(raw))


def _read_multi(field: Field, raw: Any) -> Value | Problem:
    if not isinstance(raw, list | tuple) or not all(isinstance(item, str) for item in raw):
        return _problem(field, "not_list", text=short(raw))
    return tuple(sorted(set(raw))) or None


_READERS = {
    "text": _read_text, "longtext": _read_text, "ref": _read_text, "unit": _read_text, "choice": _read_text,
    "int": _read_int, "money": _read_int, "decimal": _read_decimal, "date": _read_date, "bool": _read_bool,
    "multi": _read_multi,
}  # fmt: skip


def to_json(value: Value) -> Any:
    """The JSON form of a value; a decimal is a number where JSON keeps it exactly, else text that `from_json` reads."""
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Decimal):
        if value == value.to_integral_value():
            return int(value)
        return float(value) if Decimal(str(float(value))) == value else f"{value:f}"
    return value


# --- stored ------------------------------------------------------------------------------------------------------


def to_stored(value: Value) -> Stored:
    """The form in the change log and the typed tables."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, tuple):
        return json.dumps(list(value), ensure_ascii=False, separators=(",", ":")) if value else None
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value


def from_stored(field: Field, stored: Stored) -> Value:
    """The value that `to_stored` wrote for this field; None where another program wrote something else."""
    return None if stored is None else reading(field)(stored)


def reading(field: Field) -> Callable[[str | int], Value]:
    """What `from_stored` does with the values of one field, for many of them."""
    return _STORED.get(field.type, _stored_text)


def _stored_text(stored: str | int) -> Value:
    return stored if isinstance(stored, str) else None


def _stored_int(stored: str | int) -> Value:
    return stored if isinstance(stored, int) and abs(stored) <= LARGEST_INT else None


def _stored_bool(stored: str | int) -> Value:
    return bool(stored) if isinstance(stored, int) else None


def _stored_decimal(stored: str | int) -> Value:
    return Decimal(stored) if isinstance(stored, str) and re.fullmatch(_NUMBER, stored, re.ASCII) else None


def _stored_date(stored: str | int) -> Value:
    return stored if isinstance(stored, str) and _is_day(stored) else None


def _stored_items(stored: str | int) -> Value:
    return _items(stored) if isinstance(stored, str) else None


_STORED: dict[str, Callable[[str | int], Value]] = {
    "int": _stored_int, "money": _stored_int, "bool": _stored_bool, "decimal": _stored_decimal, "date": _stored_date,
    "multi": _stored_items,
}  # fmt: skip


@lru_cache(4096)
def _is_day(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


@lru_cache(4096)
def _items(text: str) -> Value:
    try:
        items = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return tuple(str(item) for item in items) or None if isinstance(items, list) else None


# --- shown -------------------------------------------------------------------------------------------------------


def show_date(iso: str) -> str:
    """dd/MM/yyyy."""
    return f"{iso[8:10]}/{iso[5:7]}/{iso[:4]}"


def show_number(number: int | Decimal) -> str:
    """1.234.567,5: a point between thousands, a comma before the decimals."""
    return f"{number:,f}".translate({ord(","): ".", ord("."): ","}) if isinstance(number, Decimal) else (
        f"{number:,}".replace(",", ".")
    )  # fmt: skip


def show(field: Field, value: Value, plan: Plan) -> str:
    """A value as people read it; references and units stay ids and codes here (their names need a lookup)."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return say("core.yes") if value else say("core.no")
    if field.type == "date":
        return show_date(str(value))
    if field.plain:
        return str(value)
    if isinstance(value, int | Decimal):
        return show_number(value)
    if field.type in ("choice", "multi"):
        return ", ".join(choice_labels(field, value if isinstance(value, tuple) else (str(value),), plan))
    return str(value)


def choice_labels(field: Field, values: Iterable[str], plan: Plan) -> list[str]:
    """Labels in the list's own order; a value that the list does not know is shown as it is."""
    known = plan.choices.get(field.choices or "", {})
    wanted = list(values)
    return [str(c.label) for v, c in known.items() if v in wanted] + [v for v in wanted if v not in known]
