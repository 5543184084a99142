"""Times of the day, 00:00 to 23:59: read as officers type them, as JSON and storage hold them, and shown."""

import re
from typing import Any

from desktop_app.domain.likeness import ALMOST
from desktop_app.domain.typed_value import Days, Unreadable, Value, short

NEAR_MINUTES = 15
_TYPED = (  # 7:30, 07:30, with the seconds of a spreadsheet; 0730; 7h30, 7 giờ 30 phút, 7h
    r"(\d{1,2})\s*:\s*(\d{2})(?::00(?:\.0+)?)?",
    r"(\d{2})(\d{2})",
    r"(\d{1,2})\s*(?:h|g|giờ)\s*(?:(\d{1,2})\s*(?:phút|ph|p)?)?",
)
_HOUR = r"(\d{1,2})\s*(?:h|g|giờ)?"
_STORED = r"([01]\d|2[0-3]):[0-5]\d"


def parse_time(text: str, _days: Days | None = None) -> Value | Unreadable:
    for pattern in _TYPED:
        parts = re.fullmatch(pattern, text, re.ASCII | re.IGNORECASE)
        if parts:
            return _make_time(int(parts[1]), int(parts[2] or 0), text)
    return Unreadable("not_time", short(text))


def _make_time(hour: int, minute: int, text: str) -> Value | Unreadable:
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else Unreadable("no_such_time", short(text))


def time_from_json(raw: Any) -> Value | Unreadable:
    if not isinstance(raw, str) or not re.fullmatch(r"\d{2}:\d{2}", raw, re.ASCII):
        return Unreadable("not_iso_time", short(raw))
    return _make_time(int(raw[:2]), int(raw[3:]), raw)


def time_from_stored(stored: str | int) -> Value:
    return stored if isinstance(stored, str) and re.fullmatch(_STORED, stored, re.ASCII) else None


def hour_meant(text: str, _days: Days | None) -> tuple[str, str] | None:
    """The first and the last minute of `7h` or `7`; None where a text is no hour."""
    parts = re.fullmatch(_HOUR, text, re.ASCII | re.IGNORECASE)
    return (f"{int(parts[1]):02}:00", f"{int(parts[1]):02}:59") if parts and int(parts[1]) < 24 else None


def alike_times(a: str, b: str) -> float:
    """Near where few minutes lie between them."""
    first, second = (int(time[:2]) * 60 + int(time[3:]) for time in (a, b))
    return ALMOST if abs(first - second) <= NEAR_MINUTES else 0.0
