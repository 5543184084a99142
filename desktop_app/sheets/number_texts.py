"""Numbers as people write them: with points or commas, with what is counted, in thousands or millions."""

import re
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from desktop_app.domain.collation import fold
from desktop_app.domain.number_values import TIMES
from desktop_app.sheets.headings import heading_key, list_of
from desktop_app.sheets.number_formats import shows_other_digits, words_beside

_DONG = r"(đồng|đ\b|vnđ|vnd)"
_MEASURES = (
    (re.compile(rf"\b(nghìn|ngàn|nghin|ngan)\b|\b1[.,]?000\s*{_DONG}", re.IGNORECASE), 1000),
    (re.compile(rf"\b(triệu|trieu)\b|\btr[.\s]*{_DONG}", re.IGNORECASE), 10**6),
    (re.compile(rf"\b(tỷ|tỉ|ty)\s*{_DONG}", re.IGNORECASE), 10**9),
)
_MORE = re.compile(r"(?:[(:]\s*|^)(trăm|chục)\b|\b(trăm|chục)\s+(?:nghìn|ngàn|triệu|tỷ|tỉ)\b", re.IGNORECASE)
_MEASURE = re.compile(
    r"((dvt|don vi tinh|don vi|dv tinh) )?"
    r"(((tram|chuc) )?(1 000|1000|nghin|ngan|trieu|tr|ty|ti)( ?(dong|d|vnd|nguoi|luot))?"
    r"|1 000 ?(dong|d|vnd)|gio|phut|dong|vnd)"
)
_HOURS = re.compile(r"\b(giờ|tiếng)\b", re.IGNORECASE)
_OTHER = re.compile(
    r"\b(usd|eur|ndt|cny|rmb|lak|đô la|đô|ơ rô|nhân dân tệ|tệ|kíp|phần trăm|tỷ lệ|tỉ lệ)\b|[$€£¥%]", re.IGNORECASE
)
_GROUPED = r"[1-9]\d{0,2}"


class NumberText(Struct, frozen=True):
    """What a text comes to; `converted`: more was read than digits; `one_group`: `1.234`, which may be a decimal."""

    value: Decimal
    converted: bool = False
    one_group: bool = False
    point: bool = False  # written with a decimal point


def read_number_text(text: str) -> NumberText | str:
    """The number that a text is; else the key of a sentence that says why it is asked about."""
    bare = text.strip()
    marked = bare.rstrip("*").rstrip()
    if re.fullmatch(r"[-–−]\s*\d.*|\(\s*[\d.,]+\s*\)", bare):
        return "sheet.why_negative"
    found = re.fullmatch(r"([\d.,\s]*\d)\s*(\D*)", marked)
    if not found:
        several = re.search(r"\d\s*[-–/÷]\s*\d", bare)
        return "sheet.why_range" if several else "sheet.why_words"
    times = _times(found[2])
    if times is None:
        return "sheet.why_words"
    read = _read_digits(found[1].strip())
    if isinstance(read, str):
        return read
    converted = read.converted or bool(found[2].strip()) or marked != bare
    return NumberText(read.value * times, converted, read.one_group and times == 1, read.point and times == 1)


def _times(word: str) -> int | None:
    """What a word behind a number multiplies it with; None where nobody knows the word."""
    times = 1
    words = re.findall(r"[^\W\d_]+", fold(word))
    if words and words[0] in TIMES:
        times = TIMES[words.pop(0)]
    rest = " ".join(words)
    if rest and rest not in list_of("counted"):
        return None
    return times if not re.search(r"[^\w\s.₫]", word) else None


def _read_digits(text: str) -> NumberText | str:
    digits = re.sub(r"\s", " ", text)
    if digits.isdecimal() and digits.isascii():
        return NumberText(Decimal(digits), len(digits) > 1 and digits.startswith("0"))
    if re.fullmatch(rf"{_GROUPED}([. ]\d{{3}})+(,\d+)?", digits):
        whole = digits.replace(".", "").replace(" ", "").replace(",", ".")
        return NumberText(Decimal(whole), one_group=re.fullmatch(rf"{_GROUPED}\.\d{{3}}", digits) is not None)
    if re.fullmatch(rf"{_GROUPED}(,\d{{3}}){{2,}}|{_GROUPED}(,\d{{3}})+\.\d+", digits):
        return NumberText(Decimal(digits.replace(",", "")))
    if re.fullmatch(rf"{_GROUPED},\d{{3}}", digits):
        return "sheet.why_comma"
    if re.fullmatch(r"\d+,\d+", digits):
        return NumberText(Decimal(digits.replace(",", ".")))
    if re.fullmatch(r"\d+\.\d+", digits):
        return NumberText(Decimal(digits), point=True)
    return "sheet.why_number"


def measure_of(text: str, label: str = "") -> int:
    """What a heading, or a line above a table, says that its numbers are counted in: 1, thousands, millions; hours
    where the field of this label counts minutes.
    """
    times = next((times for pattern, times in _MEASURES if pattern.search(text)), 1)
    more = _MORE.search(text)
    if more:
        times *= 100 if (more[1] or more[2]).lower() == "trăm" else 10
    in_minutes = "phút" in label.lower() and "phút" not in text.lower()
    return times * 60 if in_minutes and _HOURS.search(text) else times


def names_measure(text: str) -> bool:
    """Whether a text says nothing but in what something is counted: người, (nghìn đồng)."""
    key = heading_key(text)
    return key in list_of("counted") or _MEASURE.fullmatch(key) is not None


def is_other_measure(text: str, label: str) -> bool:
    """Whether a heading names money of another country or a share, and the field of this label does not."""
    return _OTHER.search(text) is not None and _OTHER.search(label) is None


@lru_cache(1024)
def is_shown_as_it_is(format_: str) -> bool:
    """Whether a format shows the digits of a number alone, or with what is counted."""
    words = words_beside(format_)
    return _times(words) == 1 and not any(char.isdigit() for char in words) and not shows_other_digits(format_)
