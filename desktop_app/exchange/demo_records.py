"""Makes the invented records of one kind: who they belong to, which keys they have, and what is surely there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from math import prod
from typing import Any

from desktop_app.domain.expressions import parse
from desktop_app.domain.period import QUARTERS
from desktop_app.domain.plan import Field, RecordKind
from desktop_app.domain.record_ids import natural_id, random_id
from desktop_app.domain.validation import broken_checks, missing_fields
from desktop_app.exchange.demo_days import Values
from desktop_app.exchange.demo_filler import Filler
from desktop_app.exchange.demo_hints import Ensure
from desktop_app.exchange.demo_pools import Made, Pool, in_turn
from desktop_app.exchange.demo_totals import growing_totals
from desktop_app.exchange.demo_world import World

UNFINISHED = 0.02
TRIES = 30


@dataclass(frozen=True, slots=True)
class Record:
    """An invented record."""

    id: str
    kind: str
    values: Mapping[str, Any]


class KindMaker:
    """Makes records of one kind, one after the other; `taken` are ids that exist already."""

    def __init__(self, world: World, kind: RecordKind, taken: set[str]) -> None:
        self.world = world
        self.kind = kind
        self.taken = taken
        self.filler = Filler(world, kind)
        self.hint = self.filler.hint
        self.random = self.filler.random
        unit = kind.fields.get(kind.unit_field)
        self.own_unit = unit if unit and unit.type == "unit" else None
        self.candidates = self._candidates()
        self.driver = self._driver()
        self.turn = in_turn(self._pool(self.driver), self._cover(), self.random) if self.driver else iter(())
        self.parents = self._parents()
        self.met: set[tuple[str, str]] = set()  # who was visited in which inspection: nobody is twice

    # --- what the kind allows -------------------------------------------------------------------------------------

    def _candidates(self) -> dict[str, list[str]]:
        """Per level the units that may have such a record."""
        if self.own_unit is None:
            return {}
        wanted = [level for level in self.hint.levels if self.hint.levels[level]] or self.kind.entered_at
        levels = [level for level in self.world.plan.levels if not wanted or level in wanted]
        codes = {level: self.world.ranks[level] for level in levels if level in self.world.ranks}
        return {level: found for level, found in codes.items() if self._allows(found[0])}

    def _allows(self, unit: str) -> bool:
        """Whether a unit of this level passes the checks that ask for nothing but the unit."""
        assert self.own_unit
        scope = self.world.rules.scope({self.own_unit.name: unit}, self.kind)
        checks = [parse(check.expr) for check in self.own_unit.checks]
        return all(check.evaluate(scope) is not False for check in checks)

    def _pool(self, field: Field | None) -> Pool:
        return self.world.pools.get((field.target if field else "") or "", Pool())

    def _driver(self) -> Field | None:
        return self.kind.fields[self.hint.drive] if self.hint.drive else None

    def _cover(self) -> float:
        cover = self.filler.hint_of(self.driver).cover if self.driver else None
        return 1.0 if cover is None else cover

    def _parents(self) -> Pool:
        """The parents that the hints allow."""
        pool = self._pool(self.kind.fields.get(self.kind.parent_field or ""))
        if not self.hint.parents:
            return pool
        return pool.where(lambda made: all(made.values.get(n) in allowed for n, allowed in self.hint.parents.items()))

    @property
    def possible(self) -> bool:
        """Whether the kind can have any record here: units, a parent and what it must refer to exist."""
        needed = [f for f in self.kind.fields.values() if f.type == "ref" and f.required == "always"]
        if self.own_unit and not self.candidates and self.kind.parent is None:
            return False
        return all(self._pool(field).all for field in needed)

    def _key_options(self) -> dict[str, Sequence[Any]] | None:
        """Per key field the values it may take, None where one of them is a day or a reference."""
        found: dict[str, Sequence[Any]] = {}
        for name in self.kind.natural_key:
            field = self.kind.fields[name]
            if field.type == "unit":
                found[name] = [code for level in self.candidates.values() for code in level]
            elif field.type == "choice":
                found[name] = self._choices(field)
            elif field.type == "int":
                found[name] = list(self.hint.years) or [self.world.plan.year]
            else:
                return None
        return found or None

    def _choices(self, field: Field) -> list[str]:
        known = self.world.plan.choices.get(field.choices or "", {})
        wanted = self.filler.hint_of(field).choices
        if self.kind.by_period and field.name == "period_code":
            wanted = dict.fromkeys(self.hint.periods or QUARTERS, 1.0)
        offered = [value for value in known if value in wanted] or list(known)
        return [v for v in offered if not broken_checks({field.name: v}, self.kind, self.world.rules)]

    # --- making ---------------------------------------------------------------------------------------------------

    def make(self, count: int) -> Iterator[Record]:
        """At most `count` records, the ensured ones first."""
        made = 0
        for values in self._ensured():
            if made < count and (record := self._finish(values)):
                made += 1
                yield record
        yield from self.more(count - made)

    def more(self, count: int) -> Iterator[Record]:
        """At most `count` records by chance; a few of them unfinished."""
        made = 0
        for values in self._starts(count) if count > 0 else ():
            record = self._finish(values, maybe_unfinished=True)
            if record:
                made += 1
                yield record
            if made >= count:
                return

    def _starts(self, count: int) -> Iterator[Values]:
        """Beginnings of records, more than are asked for, since some come to nothing."""
        if self._key_options() is not None:
            yield from growing_totals(self.filler, self._keys(count)) if self.hint.cumulative else self._keys(count)
            return
        for _ in range(count * TRIES):
            values = self._start()
            if values is not None:
                yield values

    def _start(self) -> Values | None:
        values: Values = {}
        driven = None
        if self.driver:
            driven = next(self.turn, None)
            if driven is None:
                return None
            values[self.driver.name] = driven.id
        if self.kind.parent_field and self.kind.parent_field not in values:
            parent = self._parent(driven)
            if parent is None:
                return None
            if driven is not None and (parent.id, driven.id) in self.met:
                return None
            self.met.add((parent.id, driven.id if driven else ""))
            values[self.kind.parent_field] = parent.id
            return values | self._unit_below(parent)
        if self.own_unit:
            values[self.own_unit.name] = self._any_unit()
        return values

    def _parent(self, driven: Made | None) -> Made | None:
        if driven is not None:
            return self.parents.near(driven.unit, self.world.units, self.random, upwards=True)
        return self.random.choice(self.parents.all) if self.parents.all else None

    def _unit_below(self, parent: Made) -> Values:
        if self.own_unit is None or parent.unit is None:
            return {}
        allowed = {code for codes in self.candidates.values() for code in codes}
        below = [code for code in self.world.units.descendants(parent.unit) if code in allowed]
        return {self.own_unit.name: self.random.choice(below or [parent.unit])}

    def _any_unit(self) -> str:
        levels = list(self.candidates)
        weights = [self.hint.levels.get(level, len(self.candidates[level])) for level in levels]
        return self.random.choice(self.candidates[self.random.choices(levels, weights)[0]])

    def _keys(self, count: int) -> Iterator[Values]:
        """Keys that don't repeat: in order with the hint `all`, else at random."""
        options = self._key_options() or {}
        if self.hint.all:
            combinations: Iterator[tuple[Any, ...]] = product(*options.values())
        else:
            size = prod(len(values) for values in options.values())
            picked = self.random.sample(range(size), min(size, count * 3))
            combinations = (_combination(list(options.values()), index) for index in picked)
        for combination in combinations:
            values = dict(zip(options, combination, strict=True))
            if self._has_ended(values):
                yield values

    def _has_ended(self, values: Mapping[str, Any]) -> bool:
        """Whether the period of a record kept by period is over (true for all others)."""
        if not self.kind.by_period:
            return True
        period = self.world.periods.get((values["year"], values["period_code"]))
        return period is not None and period.last_day <= self.world.last_day

    # --- what is surely there -------------------------------------------------------------------------------------

    def _ensured(self) -> Iterator[Values]:
        for wanted in self.hint.ensure:
            ranked = self.world.ranks.get(wanted.level, [])
            if self.own_unit is None or not ranked or not self._allows(ranked[0]):
                continue
            for unit in ranked[: round(len(ranked) * wanted.share)]:
                for span in self._spans(wanted):
                    values = self._given(wanted, span, {self.own_unit.name: unit})
                    if self._has_ended(values):
                        yield values

    def _spans(self, wanted: Ensure) -> list[tuple[date, date] | None]:
        if wanted.every != "quarter":
            return [None]
        return [(q.first_day, min(q.last_day, self.world.last_day)) for q in self.world.quarters]

    def _given(self, wanted: Ensure, span: tuple[date, date] | None, values: Values) -> Values:
        if span and self.kind.date_field in self.kind.fields:
            values[self.kind.date_field] = self.filler.days.between(*span)
        for name, raw in wanted.values.items():
            field = self.kind.fields[name]
            if field.type == "date" and isinstance(raw, list):
                first, last = (min(date.fromisoformat(day), self.world.today) for day in raw)
                values[name] = self.filler.days.between(first, last)
            elif field.type == "choice" and isinstance(raw, list):
                values[name] = self.random.choice(raw)
            elif field.type in ("text", "longtext"):
                values[name] = self.filler.written(field, raw, values)
            else:
                values[name] = self.filler.typed(field, raw)
        return values

    # --- the end --------------------------------------------------------------------------------------------------

    def _finish(self, values: Values, maybe_unfinished: bool = False) -> Record | None:
        """The whole record, None where no valid or no new one came of it."""
        if not self.filler.complete(values):
            return None
        record = natural_id(self.kind, values) if self.kind.natural_key else random_id(self.random.randbytes(16))
        if record is None or record in self.taken:
            return None
        self.taken.add(record)
        if maybe_unfinished and self.random.random() < UNFINISHED:
            self._forget_one(values)
        return Record(record, self.kind.name, values)

    def _forget_one(self, values: Values) -> None:
        """Leave one required field open, as people do, where nothing else depends on the record."""
        keep = {*self.kind.natural_key, self.kind.parent_field, self.kind.unit_field, self.kind.date_field}
        open_to = [f.name for f in self.kind.fields.values() if f.required == "always" and f.name not in keep]
        if open_to and self.kind.name not in self.world.pools:
            name = self.random.choice(open_to)
            value = values.pop(name)
            if (
                broken_checks(values, self.kind, self.world.rules)
                or len(missing_fields(values, self.kind, self.world.rules)) != 1
            ):
                values[name] = value


def _combination(options: list[Sequence[Any]], index: int) -> tuple[Any, ...]:
    """The index-th element of the product of the options."""
    found = []
    for values in reversed(options):
        index, at = divmod(index, len(values))
        found.append(values[at])
    return tuple(reversed(found))
