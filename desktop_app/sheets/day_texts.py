"""Days as people write them: in which orders a text is one, and why it is none."""

import re
from datetime import date

from msgspec import Struct

DAY_FIRST, MONTH_FIRST = "dmy", "mdy"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MIDNIGHT = re.compile(r"[T\s]\s*(0?0:00(:00(\.0+)?)?Z?|12:00(:00)? ?(AM|SA))$")  # SA: Vietnamese for AM
_SPOKEN = re.compile(r"(?:ng[àa]y\s+)?(\d{1,2})\s+th[áa]ng\s+(\d{1,2})(?:\s+n[ăa]m\s+|,\s*)([1-9]\d{3})", re.IGNORECASE)
_WRITTEN = re.compile(r"(\d{1,2})\s*([/.\-])\s*(\d{1,2})\s*\2\s*([1-9]\d{3}|\d{2})")
_ISO = re.compile(r"([1-9]\d{3})([-/.])(\d{1,2})\2(\d{1,2})")
_SHORT = re.compile(r"(\d{1,2})[- ]thg\.? ?(\d{1,2})[- ,]+([1-9]\d{3}|\d{2})", re.IGNORECASE)
_ENGLISH = re.compile(r"(\d{1,2})[- ]([A-Za-z]{3})[a-z]*[- ]([1-9]\d{3}|\d{2})")
_WEEKDAY = re.compile(
    r"(?:thứ\s+(hai|ba|tư|năm|sáu|bảy|[2-7])|t([2-7])|(?:chủ\s+nhật|cn))(?:\s*[,;.:]?\s+|\s*(\()\s*)(?=\d|ngày)",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"^(.*\d)\s*[,(]?\s*((?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|t[2-7]|chủ\s+nhật|cn))\s*\)?$", re.IGNORECASE
)
_WEEKDAYS = {"hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5}
_WHY = (
    (r".*\d{1,2}:\d{2}.*|.*\d\s*(giờ|h)\b.*", "sheet.why_time"),
    (r"(ngày\s+)?\d{1,2}\s*[/.\-]\s*\d{1,2}", "sheet.why_no_year"),
    (r"\d{1,2}[/.\-]\d{1,2}[/.\-]0*\d{3}", "sheet.why_year"),
    (r"(tháng|thg|t)\s*\d.*|.*quý.*|q\s*[1-4IV].*|\d{1,2}[/.\-]\d{4}|\d{4}|.*năm.*", "sheet.why_no_day"),
    (r".*\d.*(đến|tới|–|-|;|,|và|&|\n|→).*\d.*", "sheet.why_several_days"),
)


class DayReadings(Struct, frozen=True):
    """The day that a text is, day first and month first; `short`: its year has two digits, or more stands there."""

    day_first: str | None
    month_first: str | None
    short: bool = False

    @property
    def both_ways(self) -> bool:
        return None not in (self.day_first, self.month_first) and self.day_first != self.month_first

    def day(self, order: str) -> str | None:
        return self.day_first if order == DAY_FIRST else self.month_first


def read_day_text(text: str) -> DayReadings | str:
    """The days that a text may mean; else the key of a sentence that says why it is none."""
    named = _BEHIND.sub(r"\2, \1", text.strip())
    weekday = _WEEKDAY.match(named)
    if weekday:
        day = named[weekday.end() :]
        return _on_weekday(read_day_text(day.removesuffix(")") if weekday[3] else day), weekday)
    bare = _MIDNIGHT.sub("", text.strip()).rstrip(" .;,")
    bare = re.sub(r"^ngày\s+(?=\d)", "", bare, flags=re.IGNORECASE)
    written = _WRITTEN.fullmatch(bare)
    if written:
        first, second, year = int(written[1]), int(written[3]), _year(written[4])
        found = DayReadings(_day(year, second, first), _day(year, first, second), len(written[4]) == 2)
        return found if found.day_first or found.month_first else "sheet.why_no_such_day"
    spoken, iso, english = _SPOKEN.fullmatch(bare), _ISO.fullmatch(bare), _ENGLISH.fullmatch(bare)
    short = _SHORT.fullmatch(bare)
    sure = None
    if short:
        sure = _day(_year(short[3]), int(short[2]), int(short[1]))
    elif spoken:
        sure = _day(int(spoken[3]), int(spoken[2]), int(spoken[1]))
    elif iso:
        sure = _day(int(iso[1]), int(iso[3]), int(iso[4]))
    elif english and english[2].lower() in _MONTHS:
        sure = _day(_year(english[3]), _MONTHS.index(english[2].lower()) + 1, int(english[1]))
    if short or spoken or iso or (english and english[2].lower() in _MONTHS):
        return DayReadings(sure, sure, (english or short) is not None) if sure else "sheet.why_no_such_day"
    for pattern, why in _WHY:
        if re.fullmatch(pattern, text.strip(), re.IGNORECASE | re.DOTALL):
            return why
    return "sheet.why_no_date"


def _on_weekday(read: DayReadings | str, named: re.Match[str]) -> DayReadings | str:
    """What of these days is the day of the week that stands before them; those named by a figure count from Sunday."""
    if isinstance(read, str):
        return read
    word = named[1] or named[2]
    wanted = 6 if word is None else int(word) - 2 if word.isdecimal() else _WEEKDAYS[word.lower()]
    first, second = (
        day if day and date.fromisoformat(day).weekday() == wanted else None
        for day in (read.day_first, read.month_first)
    )  # fmt: skip
    return DayReadings(first, second, short=True) if first or second else "sheet.why_weekday"


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
