"""How a series goes on: numbers and days by equal steps, numbered words by their number, all else again and again."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from desktop_app.domain.day_values import last_day_of
from desktop_app.domain.typed_value import Value

_NUMBERED = re.compile(r"(.*?)([0-9]{1,18})([^0-9]*)", re.DOTALL)
Following = Callable[[int], Value]  # the value so many places behind the last one, from 1


def continued(values: Sequence[Value], count: int, *, days: bool) -> list[Value]:
    """The `count` values that follow these; `days`: they are days."""
    following = (_days(values) if days else _numbers(values) or _words(values)) if values else None
    if following is not None:
        return [following(place) for place in range(1, count + 1)]
    return [values[place % len(values)] for place in range(count)] if values else []


def _step(numbers: Sequence[int]) -> int | None:
    """The one step between numbers, 1 of a number alone; None where there are several."""
    steps = {after - before for before, after in pairwise(numbers)} or {1}
    return steps.pop() if len(steps) == 1 else None


def _numbers(values: Sequence[Value]) -> Following | None:
    numbers = [Decimal(v) for v in values if isinstance(v, int | Decimal) and not isinstance(v, bool)]
    if len(numbers) < len(values):
        return None
    steps = {after - before for before, after in pairwise(numbers)} or {Decimal(1)}
    if len(steps) > 1:
        return None
    last, step, whole = numbers[-1], steps.pop(), all(isinstance(v, int) for v in values)

    def following(place: int) -> Value:
        number = max(last + place * step, Decimal(0))  # no count falls below nought
        return int(number) if whole else number

    return following


def _words(values: Sequence[Value]) -> Following | None:
    """Words that differ in their number alone: `Đợt 1`, `Tổ 02`."""
    found = [_NUMBERED.fullmatch(v) if isinstance(v, str) else None for v in values]
    parts = [match.groups() for match in found if match]
    if len(parts) < len(values) or len({(before, after) for before, _, after in parts}) > 1:
        return None
    before, last, after = parts[-1]
    step = _step([int(number) for _, number, _ in parts])
    if step is None:
        return None
    return lambda place: f"{before}{max(int(last) + place * step, 0):0{len(last)}}{after}"


def _days(values: Sequence[Value]) -> Following | None:
    """Days by equal steps, or the same day of each month."""
    days = [date.fromisoformat(v) for v in values if isinstance(v, str)]
    if len(days) < len(values):
        return None
    months = [12 * day.year + day.month for day in days]
    by_month = _step(months) if len(days) > 1 and len({day.day for day in days}) == 1 else None
    if by_month:
        return lambda place: _month_after(days[-1], place * by_month)
    step = _step([day.toordinal() for day in days])
    return None if step is None else lambda place: (days[-1] + timedelta(days=place * step)).isoformat()


def _month_after(day: date, months: int) -> str:
    """The same day some months later, the last one where a month is shorter."""
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, last_day_of(year, month + 1))).isoformat()
