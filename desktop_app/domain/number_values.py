"""Whole numbers, sums of money and decimals: read as officers type them, as JSON holds them, and shown."""

import re
from decimal import Decimal
from typing import Any

from desktop_app.domain.collation import fold
from desktop_app.domain.typed_value import Days, Unreadable, Value, short

LARGEST_INT = 10**15  # more than any count or sum of money here, and thousands of them still add up in SQLite
TIMES = {"nghin": 10**3, "ngan": 10**3, "k": 10**3, "trieu": 10**6, "tr": 10**6, "ty": 10**9, "ti": 10**9}  # folded
NUMBER = r"-?\d{1,18}(\.\d{1,9})?"


def _ungrouped(text: str) -> str:
    """A number without what stands between its thousands, where that is at the right places: points or blanks, or the
    commas of an English spreadsheet, `1,234,567` and `1,234.5`, which can't be meant otherwise.
    """
    if re.fullmatch(r"-?[1-9]\d{0,2}([.\s]\d{3})+(,\d+)?", text):
        return re.sub(r"[.\s]", "", text)
    if re.fullmatch(r"-?[1-9]\d{0,2}(,\d{3})+(,\d{3}|\.\d+)", text):
        return text.replace(",", "").replace(".", ",")
    return text


def parse_whole(text: str, _days: Days | None = None) -> Value | Unreadable:
    """`1.234,0` is whole; `1,234` is a decimal as we write it and a thousand in English, so that is asked."""
    if re.fullmatch(r"-?[1-9]\d{0,2},\d{3}", text):
        return Unreadable("comma_of_thousands", text, text.replace(",", "."))
    return whole_literal(re.sub(r"[.,]0+$", "", _ungrouped(text)), text)


def parse_money(text: str, _days: Days | None = None) -> Value | Unreadable:
    """A whole number, maybe with its unit, or in thousands and millions: `1,5 triệu`, `2tr`, `10k`."""
    bare = re.sub(r"\s*(đ|₫|đồng|vnđ|vnd)$", "", text, flags=re.IGNORECASE)
    found = re.fullmatch(r"(-?[\d.,\s]*\d)\s*([^\W\d_]+)", bare)
    times = TIMES.get(fold(found[2])) if found else None
    if found is None or times is None:
        return parse_whole(bare)
    if isinstance(asked := parse_whole(found[1]), Unreadable) and asked.meant:
        return asked
    number = parse_decimal(found[1])
    if not isinstance(number, Decimal) or number * times % 1:
        return Unreadable("not_whole_number", short(text))
    return whole_literal(f"{number * times:.0f}", text)


def parse_decimal(text: str, _days: Days | None = None) -> Value | Unreadable:
    """`1.234` is a thousand as it is shown; `12.5` and `0.125` can only be meant as decimals."""
    return decimal_literal(_ungrouped(text).replace(",", "."), text)


def whole_literal(bare: str, given: str | None = None) -> Value | Unreadable:
    """Digits alone; `given` is what a complaint quotes."""
    text = bare if given is None else given
    if not re.fullmatch(r"-?\d+", bare, re.ASCII):
        return Unreadable("not_whole_number", short(text))
    number = int(bare) if len(bare) <= 20 else LARGEST_INT + 1
    return number if abs(number) <= LARGEST_INT else Unreadable("number_too_large", short(text))


def decimal_literal(bare: str, given: object = None) -> Value | Unreadable:
    """Digits with a point before the decimals, in the one spelling of a number: no trailing zeros, no minus zero."""
    if not re.fullmatch(NUMBER, bare, re.ASCII):
        return Unreadable("not_number", short(bare if given is None else given))
    number = Decimal(bare).normalize()
    if number == 0:
        return abs(number.quantize(Decimal(1)))
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number


def whole_from_json(raw: Any) -> Value | Unreadable:
    if isinstance(raw, bool) or not isinstance(raw, int):
        return Unreadable("not_whole_number", short(raw))
    return raw if abs(raw) <= LARGEST_INT else Unreadable("number_too_large", short(raw))


def decimal_from_json(raw: Any) -> Value | Unreadable:
    if isinstance(raw, bool) or not isinstance(raw, int | float | str | Decimal):
        return Unreadable("not_number", short(raw))
    bare = raw if isinstance(raw, str) else f"{Decimal(repr(raw) if isinstance(raw, float) else raw):f}"
    return decimal_literal(bare, raw)
