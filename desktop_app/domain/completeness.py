"""A number, a zero, nothing happened, not reported yet: four things that are kept apart; and in time or late."""

from collections import Counter
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


class AreaStanding(Struct, frozen=True):
    """What is known of one area in a period, of all units together: one decision for every sentence about it.

    `state` is a number where any unit has one or anything of the period is counted, a zero where some report only that,
    nothing happened where all declared it, else not reported. The others count units, `late` those past the due day.
    """

    state: str
    units: int
    nothing: int
    silent: int
    late: int


def standing(rows: Iterable[Completeness], area: str, counted: bool) -> AreaStanding:
    """How an area stands; `counted`: whether any figure of the period is more than zero, wherever it comes from."""
    own = [row for row in rows if row.area == area]
    states = Counter(row.state for row in own)
    if states[NUMBER] or counted:
        state = NUMBER
    elif states[ZERO]:
        state = ZERO
    else:
        state = NOTHING if own and states[NOTHING] == len(own) else NOT_REPORTED
    late = sum(row.timeliness == LATE for row in own)
    return AreaStanding(state, len(own), states[NOTHING], states[NOT_REPORTED], late)


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
