"""Invented days: within the plan year and the plan's limits, rarely at weekends, none while a unit does nothing."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from desktop_app.domain.plan import Field, RecordKind
from desktop_app.exchange.demo_bounds import Bounds, bounds_of
from desktop_app.exchange.demo_hints import FieldHint
from desktop_app.exchange.demo_world import World

MOST_DAYS = 20
TRIES = 10
Values = dict[str, Any]


def step_day(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


class Days:
    """Makes days for the records of one kind. `unit_of` tells the unit of a record so far; `idle_share` of the units
    do nothing of this kind in one quarter.
    """

    def __init__(
        self, world: World, kind: RecordKind, random: Random, idle_share: float, unit_of: Callable[[Values], str | None]
    ) -> None:
        self.world = world
        self.kind = kind
        self.random = random
        self.idle_share = idle_share
        self.unit_of = unit_of

    def day(self, field: Field, hint: FieldHint, values: Values) -> str | None:
        """A day for a field of a record as far as it is known; None where no day fits or its base is unknown."""
        bounds = bounds_of(field, {**values, "today": self.world.today.isoformat()}, step_day)
        day = self._some_day(field, hint, values, bounds)
        if day is None:
            return None
        highest = bounds.highest
        if highest is not None and day > highest:
            day = highest
        if bounds.lowest is not None and day < bounds.lowest:
            day = bounds.lowest
        return None if highest is not None and day > highest else self._before_idle(field, values, day)

    def _some_day(self, field: Field, hint: FieldHint, values: Values, bounds: Bounds) -> str | None:
        if hint.between:
            return self.between(date.fromisoformat(hint.between[0]), date.fromisoformat(hint.between[1]))
        if hint.after:
            start = self._period_end(values) if hint.after == "period" else values.get(hint.after)
            if start is None:
                return None
            days = self.random.randint(*(hint.days or (0, MOST_DAYS)))
            late = self.random.randint(10, 30) if self.random.random() < hint.late else 0
            return step_day(start, days + late)
        if bounds.lowest is not None and field.name != self.kind.date_field:
            return step_day(bounds.lowest, self.random.randint(0, MOST_DAYS))
        return self.between(self.world.first_day, self.world.last_day, self._idle(values))

    def _period_end(self, values: Values) -> str | None:
        period = self.world.periods.get((int(values.get("year") or 0), str(values.get("period_code"))))
        return period.last_day.isoformat() if period else None

    def _idle(self, values: Values) -> tuple[str, str] | None:
        """The days on which the unit of this record does nothing of this kind."""
        quarter = self.world.idle_quarter(self.unit_of(values), self.idle_share)
        return (quarter.first_day.isoformat(), quarter.last_day.isoformat()) if quarter else None

    def _before_idle(self, field: Field, values: Values, day: str) -> str:
        """Something begun before the idle days does not last into them."""
        begun = values.get(self.kind.date_field)
        idle = self._idle(values) if begun and field.name != self.kind.date_field else None
        return step_day(idle[0], -1) if idle and str(begun) < idle[0] <= day else day

    def between(self, first: date, last: date, but: tuple[str, str] | None = None) -> str:
        """A day of the span, rarely at a weekend, not within `but`."""
        day = first
        for _ in range(TRIES):
            day = first + timedelta(days=self.random.randrange((last - first).days + 1 if last >= first else 1))
            if day.weekday() >= 5 and day - timedelta(days=2) >= first and self.random.random() < 0.8:
                day -= timedelta(days=2)
            if but is None or not but[0] <= day.isoformat() <= but[1]:
                break
        return day.isoformat()
