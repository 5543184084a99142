"""A locked report: what an office signed for a unit and a period, kept as it was."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from msgspec import Struct

from desktop_app.domain.audiences import PUBLIC, SUPERIOR
from desktop_app.domain.indicators import IndicatorResult
from desktop_app.domain.period import Period


class Unlock(Struct, frozen=True):
    """The act that took a lock back."""

    by: str
    time: str
    reason: str


class LockedAmount(Struct, frozen=True):
    """One statistic of the report as it was printed: in the period (None: without dates) and since the year began."""

    area: str
    label: str
    period: str | None
    year_to_date: str


class Lock(Struct, frozen=True):
    """One locked report; `arrival` is the number of its act in this file, for what came after it.

    `log` is the digest of the change log that it rests on, `report` what the page says in the `format` of its content,
    `sha256` that of the PDF, `audience` who it was locked for. `day`: on which it was locked, whatever the clock of
    that PC said, None where that was not kept; `follows`: the locks of the same report that its office knew then.
    `language`: that of the report, `words`: what the plan said in its own words, by key; None where that was not kept.
    """

    id: str
    arrival: int
    office: str
    unit: str
    period: Period
    by: str
    time: str
    conflicts: int
    log: str
    figures: tuple[IndicatorResult, ...]
    amounts: tuple[LockedAmount, ...]
    report: Mapping[str, Any]
    sha256: str
    unlocked: Unlock | None = None
    format: int = 1
    audience: str = SUPERIOR
    day: date | None = None
    follows: tuple[str, ...] = ()
    language: str = ""
    words: Mapping[str, str] | None = None

    @property
    def locked_on(self) -> date:
        return self.day or datetime.fromisoformat(self.time).date()

    @property
    def is_public(self) -> bool:
        return self.audience == PUBLIC

    def governs(self, office: str, unit: str, period: Period, audience: str) -> bool:
        """Whether this office prints this unit's report for this period and these readers as locked here."""
        return self.unlocked is None and (self.office, self.unit, self.period, self.audience) == (
            office, unit, period, audience,
        )  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id, "office": self.office, "unit": self.unit, "period": self.period.text,
            "scheme": self.period.scheme, "by": self.by, "time": self.time, "conflicts": self.conflicts,
            "log_digest": self.log, "sha256": self.sha256, "unlocked": self.unlocked, "audience": self.audience,
            "public": self.is_public,
        }  # fmt: skip


def in_order(locks: Iterable[Lock]) -> list[Lock]:
    """Locks of one report, the latest last: each behind those that its office knew, else by their stamps, as given.

    A clock that was wrong so decides between two only where neither office knew of the other's.
    """
    left, ordered = list(locks), list[Lock]()
    while left:
        known = {name for one in left for name in one.follows}
        last = next((one for one in reversed(left) if one.id not in known), left[-1])  # forged ones go in a circle
        left.remove(last)
        ordered.insert(0, last)
    return ordered
