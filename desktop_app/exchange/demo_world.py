"""What all makers of invented records share: the plan, its days and units, and what was made so far."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from random import Random

from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.period import CODES, QUARTERS, Period, parse_schemes
from desktop_app.domain.plan import Plan
from desktop_app.domain.validation import Rules
from desktop_app.exchange.demo_hints import Hints
from desktop_app.exchange.demo_pools import Pool


@dataclass
class World:
    """One run: the same seed, plan, units and day make the same records. `codes` are the units that take part."""

    plan: Plan
    units: OrgUnits
    codes: Sequence[str]
    hints: Hints
    seed: int
    today: date
    pools: dict[str, Pool] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=dict)
    latest: dict[tuple[str, str], int] = field(default_factory=dict)

    def random(self, name: str) -> Random:
        """A source of chance of its own for each purpose, so that a new kind leaves the others as they were."""
        return Random(f"{self.seed}:{name}")

    def number(self, name: str) -> int:
        """The next running number under a name."""
        self.counters[name] = self.counters.get(name, 0) + 1
        return self.counters[name]

    @cached_property
    def rules(self) -> Rules:
        return Rules(self.plan, self.units, self.today.isoformat())

    @cached_property
    def periods(self) -> dict[tuple[int, str], Period]:
        """The periods of the plan year and the one before it, by year and code."""
        scheme = parse_schemes(self.plan.source)[self.plan.period_scheme]
        years = (self.plan.year - 1, self.plan.year)
        return {(year, code): p for year in years for code in CODES if (p := scheme.period(code, year))}

    @cached_property
    def first_day(self) -> date:
        """The first day of the plan year, or a year before today where the plan year has hardly begun."""
        year = self.periods.get((self.plan.year, "Y"))
        first = year.first_day if year else date(self.plan.year, 1, 1)
        return first if first + timedelta(days=30) <= self.today else self.today - timedelta(days=364)

    @cached_property
    def last_day(self) -> date:
        """The last day of the plan year, today at the latest."""
        year = self.periods.get((self.plan.year, "Y"))
        return min(year.last_day if year else date(self.plan.year, 12, 31), self.today)

    @cached_property
    def quarters(self) -> list[Period]:
        """The quarters of the plan year that began before the last day, from the one that holds the plan's date."""
        found = [self.periods[key] for code in QUARTERS if (key := (self.plan.year, code)) in self.periods]
        begun = [q for q in found if q.first_day <= self.last_day]
        return [q for q in begun if q.last_day.isoformat() >= self.plan.doc_date] or begun

    @cached_property
    def ranks(self) -> dict[str, list[str]]:
        """Per level the units that take part, the most diligent ones first."""
        found: dict[str, list[str]] = {}
        for code in self.codes:
            found.setdefault(self.units.level(code) or "", []).append(code)
        for level, codes in found.items():
            self.random(f"ranks:{level}").shuffle(codes)
        return found

    def idle_quarter(self, unit: str | None, share: float) -> Period | None:
        """The quarter in which one of the least diligent `share` of its level's units does nothing."""
        level = self.units.level(unit) if unit else None
        if unit is None or level is None or not share or not self.quarters:
            return None
        ranked = self.ranks[level]
        if self._rank[unit] < round(len(ranked) * (1 - share)):
            return None
        return self.random(f"idle:{unit}").choice(self.quarters)

    @cached_property
    def _rank(self) -> dict[str, int]:
        return {code: rank for codes in self.ranks.values() for rank, code in enumerate(codes)}
