"""Made-up records that later ones may refer to, found by unit, and taken in turn."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from desktop_app.domain.org_unit import OrgUnits


@dataclass(frozen=True, slots=True)
class Made:
    """A record with the unit it belongs to."""

    id: str
    values: Mapping[str, Any]
    unit: str | None


@dataclass(slots=True)
class Pool:
    """The records of one kind."""

    all: list[Made] = field(default_factory=list)
    by_unit: dict[str | None, list[Made]] = field(default_factory=dict)
    by_id: dict[str, Made] = field(default_factory=dict)

    def add(self, made: Made) -> None:
        self.all.append(made)
        self.by_id[made.id] = made
        self.by_unit.setdefault(made.unit, []).append(made)

    def where(self, fits: Callable[[Made], bool]) -> "Pool":
        """The records that fit, as a pool of their own."""
        found = Pool()
        for made in self.all:
            if fits(made):
                found.add(made)
        return found

    def near(self, unit: str | None, units: OrgUnits, random: Random, *, upwards: bool = False) -> Made | None:
        """One of the unit itself, else of the closest unit above it, else (not `upwards`) of one below."""
        if unit is None:
            return random.choice(self.all) if self.all else None
        for above in units.ancestors(unit):
            if found := self.by_unit.get(above):
                return random.choice(found)
        if upwards:
            return None
        below = [made for code in units.descendants(unit) for made in self.by_unit.get(code, ())]
        return random.choice(below) if below else None


def in_turn(pool: Pool, cover: float, random: Random) -> Iterator[Made]:
    """A share of a pool, shuffled once, over and over; nothing where the pool is empty."""
    chosen = list(pool.all)
    random.shuffle(chosen)
    chosen = chosen[: max(1, round(len(chosen) * cover))]
    while chosen:
        yield from chosen
