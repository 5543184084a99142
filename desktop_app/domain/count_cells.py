"""Where and when people are counted: parts, places and days, and how a paper prints each count."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct, field

from desktop_app.domain.count_system import SHOWN
from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.period import Period

ALL = ""  # the part that is the whole
BY_YEAR_BEFORE, BY_PART, BY_UNIT, BY_PERIOD = "earlier", "parts", "units", "period"  # what a total is broken down by


class Days(NamedTuple):
    first: date
    last: date

    @staticmethod
    def of(period: Period) -> "Days":
        return Days(period.first_day, period.last_day)

    def holds(self, other: "Days") -> bool:
        return self.first <= other.first and other.last <= self.last


class CountCell(NamedTuple):
    """One count: of which part, where, when."""

    part: str
    place: str
    days: Days


Corrected = tuple[tuple[CountCell, int], ...]  # the lowest counts that were others before, as they were


class PastCell(NamedTuple):
    """A count as it was before something in it was corrected."""

    part: str
    place: str
    days: Days
    before: Corrected


class Marks(Struct, frozen=True):
    """How counts are printed, by table (a statistic, a side of an indicator) and cell; what is not named is shown.

    `left_out`: by table the breakdowns that the paper does without. `given_away`: counts to hide that papers give away
    which are public already. `proven`: no fewer counts could be hidden.
    """

    tables: Mapping[str, Mapping[CountCell, str]] = field(default_factory=dict)
    left_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    given_away: tuple[tuple[str, CountCell], ...] = ()
    proven: bool = True

    def of(self, table: str, cell: CountCell) -> str:
        return self.tables.get(table, {}).get(cell, SHOWN)


def own(unit: str) -> str:
    """The place that a unit is without those below it."""
    return f"={unit}"


class CountedUnits(Struct, frozen=True, dict=True):
    """The units below `top` as places: each with the units directly below it and its own part."""

    units: OrgUnits
    top: str

    @cached_property
    def below(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for unit in self.units.descendants(self.top):
            children = self.units.children(unit)
            found[unit] = [*children, own(unit)] if children else []
            if children:
                found[own(unit)] = []
        return found

    @cached_property
    def above(self) -> dict[str, list[str]]:
        """Each place with all that it lies in, itself first."""
        found: dict[str, list[str]] = {self.top: [self.top]}
        for place, below in self.below.items():
            found |= {one: [one, *found[place]] for one in below}
        return found

    def lowest(self, unit: str) -> str:
        """The place that a record of a unit belongs to."""
        return own(unit) if self.units.children(unit) else unit
