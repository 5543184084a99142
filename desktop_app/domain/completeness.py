"""A number, a zero, nothing happened, not reported yet: four things that are kept apart; and in time or late."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

NUMBER, ZERO, NOTHING, NOT_REPORTED = "number", "zero", "nothing", "not_reported"
IN_TIME, LATE, WAITING = "in_time", "late", "waiting"
STATES = (NUMBER, ZERO, NOTHING, NOT_REPORTED)
TIMELINESS = (IN_TIME, LATE, WAITING)


class Completeness(Struct, frozen=True):
    """What one unit reported for one area; `contradiction`: it has records although it declared that nothing happened.

    `declared_by` and `declared_on` say who declared it and on which day, `YYYY-MM-DD`.
    `late` is also a unit that has not submitted after the due day; `waiting` one whose due day is not over.
    """

    unit: str
    area: str
    state: str
    records: int
    contradiction: bool
    timeliness: str
    submitted: date | None
    due: date
    declared_by: str | None = None
    declared_on: str | None = None

    @property
    def reported(self) -> bool:
        return self.state != NOT_REPORTED


def silent_areas(rows: Iterable[Completeness]) -> dict[str, set[str]]:
    """Per unit that has not reported, in the order given, the areas of which nothing is known yet.

    A unit has reported once each area has a number, a zero or a declaration.
    """
    found: dict[str, set[str]] = {}
    for row in rows:
        if not row.reported:
            found.setdefault(row.unit, set()).add(row.area)
    return found


def state_of(records: int, shown: int, declared: bool) -> str:
    """The state from the number of records, what they sum to, and a declaration; records win over a declaration."""
    if records:
        return NUMBER if shown else ZERO
    return NOTHING if declared else NOT_REPORTED


def timeliness_of(submitted: date | None, due: date, today: date) -> str:
    """In time, late, or still waiting; judged by the day of submission, never by the clock of a change."""
    if submitted is not None:
        return IN_TIME if submitted <= due else LATE
    return LATE if today > due else WAITING
