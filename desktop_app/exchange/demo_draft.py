"""A made-up record in the making: what is known of it, and which records it may refer to."""

import re
from collections.abc import Container, Iterable, Iterator
from functools import cache
from random import Random
from typing import Any

from msgspec import Struct

from desktop_app.domain.period import Period
from desktop_app.domain.plan import Field, RecordKind
from desktop_app.exchange.demo_hints import FieldHint
from desktop_app.exchange.demo_world import MadeRecord, World

LIMIT = re.compile(r"(\w+) (<=|>=|>) (\w+)")


class MadeUpRecord(Struct, frozen=True):
    """A record in the making; `chance` is that of its kind."""

    world: World
    kind: RecordKind
    hints: dict[str, FieldHint]
    chance: Random
    values: dict[str, Any]

    @property
    def unit(self) -> str | None:
        return self.world.unit_of(self.kind, self.values)

    @property
    def period(self) -> Period | None:
        return self.world.periods.get((self.values.get("year") or 0, self.values.get("period_code")))

    def hint(self, field: Field) -> FieldHint:
        return self.hints.get(field.name, {})

    def known(self, name: str) -> Any:
        """What a field says or, in `reference.field`, the record referred to or the last record inside it."""
        first, _, rest = name.partition(".")
        made = self.world.referred(self.kind, first, self.values)
        return made.known.get(rest) if made else self.values.get(name)

    def limits(self, field: Field, *signs: str) -> list[str]:
        """The fields that this one must not exceed (`<=`) or must follow (`>=`, `>`), as checks of the plan say."""
        found = [limit for check in field.checks if (limit := _limit(check.expr)) and limit[0] == field.name]
        return [other for _, sign, other in found if sign in signs and other in self.kind.fields]

    def fitting(self, field: Field, made: Iterable[MadeRecord]) -> list[MadeRecord]:
        """Those of the records to which a field may refer."""
        where = self.hint(field).get("where", {}).items()
        return [one for one in made if all(one.known.get(name) in wanted for name, wanted in where)]

    def near(self, field: Field, but: Container[str] = ()) -> MadeRecord | None:
        """A record to refer to: of the unit itself, else of the closest unit above it, else of one below."""
        for made in self._groups(field.target or ""):
            if found := [one for one in self.fitting(field, made) if one.id not in but]:
                return self.chance.choice(found)
        return None

    def _groups(self, target: str) -> Iterator[Iterable[MadeRecord]]:
        if self.unit is None:
            yield self.world.made[target].values()
            return
        units, made_at = self.world.units, self.world.made_at
        yield from (made_at[target, code] for code in units.ancestors(self.unit))
        yield [made for code in units.descendants(self.unit) for made in made_at[target, code]]


@cache
def _limit(check: str) -> tuple[str, ...]:
    match = LIMIT.fullmatch(check)
    return match.groups() if match else ()
