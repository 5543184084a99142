"""The words of the report: Vietnamese, as the plan says them, whatever the language of the window."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

from desktop_app.catalogue import in_language
from desktop_app.domain.period import MONTHS, QUARTERS, NamedPeriod, Period
from desktop_app.domain.period_codes import week_in
from desktop_app.domain.plan import Plan
from desktop_app.messages import Label, Message, Text

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
_OF_PLAN: ContextVar[Mapping[str, Label]] = ContextVar("words of the plan")
_NONE: Mapping[str, Label] = {}
LANGUAGE = "vi"
BLANK = "\u00a0" * 8  # room for what is written in by hand


def words(key: str, **values: object) -> str:
    """The sentence of `key` in Vietnamese, its {names} filled in; the plan's own where it has one."""
    return in_print(Message(_OF_PLAN.get(_NONE).get(key) or key, **values))


@contextmanager
def in_words_of(plan: Plan) -> Iterator[None]:
    """Inside, a report says in the plan's own words what these replace."""
    with _saying(plan.words):
        yield


@contextmanager
def in_signed_words(own: Mapping[str, str]) -> Iterator[None]:
    """Inside, a report says what was signed in the plan's own words of then, whatever plan is in force now."""
    with _saying({key: Label(text) for key, text in own.items()}):
        yield


def words_to_keep(plan: Plan) -> dict[str, str]:
    """The plan's own words as a report says them."""
    return {key: in_print(label) for key, label in plan.words.items()}


@contextmanager
def _saying(own: Mapping[str, Label]) -> Iterator[None]:
    token = _OF_PLAN.set(own)
    try:
        yield
    finally:
        _OF_PLAN.reset(token)


def in_print(text: Text) -> str:
    """A text of the core, or of the plan, in Vietnamese, whatever the window speaks."""
    return in_language(text, LANGUAGE)


def short_date(day: date) -> str:
    """05/3/2022: a day below 10 and the months 1 and 2 with a zero, as officials write dates."""
    return f"{_day(day)}/{_month(day)}/{day.year}"


def long_date(day: date) -> str:
    """ngày 05 tháng 3 năm 2022."""
    return words("report.long_date", day=_day(day), month=_month(day), year=day.year)


def unknown_date(year: int) -> str:
    """The same with room for day and month."""
    return words("report.long_date", day=BLANK, month=BLANK, year=year)


def _day(day: date) -> str:
    return counting(str(day.day))


def _month(day: date) -> str:
    return counting(str(day.month)) if day.month < 3 else str(day.month)


def period_name(period: Period) -> str:
    """quý II năm 2022, 6 tháng đầu năm 2022, năm 2022 …"""
    if period.code is None:
        return words("report.period_range", first=short_date(period.first_day), last=short_date(period.last_day))
    if isinstance(period, NamedPeriod):
        return lower_first(in_print(period.label))
    if period.several_years:
        return words("report.period_years", first=str(period.first_year), last=str(period.year))
    if week_in(period.code):
        return words("report.period_week", n=week_in(period.code), year=period.year)
    if period.code in QUARTERS:
        return words("report.period_quarter", n=ROMAN[QUARTERS.index(period.code)], year=period.year)
    if period.code in MONTHS:
        return words("report.period_month", n=period.month.number, year=period.month.year)
    return words(f"report.period_{period.code}", year=period.year)


def listed(names: Iterable[str]) -> str:
    """a, b và c."""
    *most, last = [*names] or [""]
    return words("report.and", first=", ".join(most), last=last) if most else last


def counting(number: str) -> str:
    """A count inside a sentence: below 10 with a zero, as officials write it."""
    return f"0{number}" if len(number) == 1 and number in "123456789" else number


def official(text: str) -> str:
    """What a plan says in place of a figure, without the advice to the officer behind it."""
    return text.partition(words("report.advice"))[0]


def as_items(lines: Sequence[str]) -> list[str]:
    """The lines of one list: a semicolon behind each, a full stop behind the last."""
    bare = [line.rstrip(" ;.,") for line in lines]
    return [*(f"{line};" for line in bare[:-1]), *(f"{line}." for line in bare[-1:])]


def lower_first(text: str) -> str:
    """A label inside a sentence: its first letter small, unless it begins with an abbreviation or a name."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text
