"""What all made-up records share: the units that take part, the days of the plan's year, and the records so far."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from msgspec import Struct

from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.period import QUARTERS, YEAR, Period, Scheme
from desktop_app.domain.plan import Plan, RecordKind
from desktop_app.domain.validation import Rules
from desktop_app.exchange.demo_hints import Hints
from desktop_app.messages import Label

IDLE = 0.3  # the part of the units that do nothing in one quarter
HARDLY_BEGUN, ONE_YEAR = timedelta(days=30), timedelta(days=364)


class MadeRecord(Struct, frozen=True):
    """A record with the unit it belongs to; `known` are its values and the last numbers of the records inside it."""

    id: str
    known: dict[str, Any]
    unit: str | None


def sources(kind: RecordKind) -> set[str]:
    """The kinds that a kind refers to."""
    return {field.target for field in kind.fields.values() if field.target}


class World:
    """One year of a run: the same plan, units, seed, day and year make the same records."""

    def __init__(
        self, plan: Plan, units: OrgUnits, codes: Sequence[str], hints: Hints, seed: int, today: date, of_year: int
    ) -> None:
        self.plan, self.units, self.hints, self.today, self.of_year = plan, units, hints, today, of_year
        self.seed = f"{seed}" if of_year == plan.year else f"{seed}/{of_year}"
        self.words, self.labels = hints.get("words", {}), hints.get("labels", {})
        self.rules = Rules(plan, units, today.isoformat())
        self.numbers: Counter[str] = Counter()
        self.taken: set[str] = set()  # ids
        self.made: dict[str, dict[str, MadeRecord]] = {n: {} for k in plan.record_kinds.values() for n in sources(k)}
        self.made_at: defaultdict[tuple[str, str | None], list[MadeRecord]] = defaultdict(list)
        self.ranks: defaultdict[str, list[str]] = defaultdict(list)  # the units of a level, the busiest first
        for code in codes:
            self.ranks[units.level(code) or ""].append(code)
        for level, found in self.ranks.items():
            self.chance(level).shuffle(found)
        self._set_days()

    def _set_days(self) -> None:
        """Periods of the year and the one before; `spans` are the quarters begun, in which things happen."""
        year, name = self.of_year, self.plan.period_scheme
        scheme = self.plan.schemes.get(name) or Scheme(name, Label(""))
        self.periods = {(y, p.code): p for y in (year - 1, year) for p in scheme.periods(scheme.offered, y)}
        usual = Period(YEAR, year, name, date(year, 1, 1), date(year, 12, 31))
        self.year = self.periods.get((year, YEAR), usual)
        quarters = scheme.periods(QUARTERS, year) or (self.year,)
        self.spans = [(q.first_day, min(q.last_day, self.today)) for q in quarters if q.first_day <= self.today]
        if self.year.first_day + HARDLY_BEGUN > self.today:
            self.spans = [(self.today - ONE_YEAR, self.today)]

    def chance(self, name: str) -> Random:
        """A source of chance of its own for each purpose, so that more of one thing leaves the others as they were."""
        return Random(f"{self.seed}:{name}")

    def number(self, name: str) -> int:
        """The next running number under a name."""
        self.numbers[name] += 1
        return self.numbers[name]

    def span(self, kind: RecordKind, unit: str | None) -> tuple[date, date]:
        """The next quarter for a record of a unit, one after the other; some units leave out the same one always."""
        ranked = self.ranks.get(self.units.level(unit or "") or "", [])
        rank = ranked.index(unit) if unit in ranked else 0
        idle = rank % len(self.spans) if rank > len(ranked) * (1 - IDLE) and len(self.spans) > 1 else None
        spans = [span for n, span in enumerate(self.spans) if n != idle]
        return spans[(rank + self.number(f"{kind.name} {unit}")) % len(spans)]

    def add(self, kind: RecordKind, record: str, values: Mapping[str, Any]) -> None:
        """Let later records refer to this one."""
        self.taken.add(record)
        if kind.name in self.made:
            made = self.made[kind.name][record] = MadeRecord(record, dict(values), self.unit_of(kind, values))
            self.made_at[kind.name, made.unit].append(made)
        if above := self.referred(kind, kind.parent_field or "", values):
            own = self.plan.kinds[kind.parent or ""].fields
            numbers = [name for name, field in kind.fields.items() if field.type.whole and name not in own]
            above.known.update({name: values[name] for name in numbers if name in values})

    def referred(self, kind: RecordKind, name: str, values: Mapping[str, Any]) -> MadeRecord | None:
        """The record that a field refers to."""
        target = kind.fields[name].target if name in kind.fields else None
        return self.made.get(target or "", {}).get(values.get(name) or "")

    def unit_of(self, kind: RecordKind, values: Mapping[str, Any]) -> str | None:
        """The unit of a record; where its field leads over references, that of the first of them."""
        first, _, rest = kind.unit_field.partition(".")
        if not rest:
            return values.get(first)
        made = self.referred(kind, first, values)
        return made.unit if made else None
