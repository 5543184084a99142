"""Fills in one invented record field by field and mends it until the plan's rules hold."""

from collections.abc import Iterator, Sequence
from typing import Any

from desktop_app.domain.expressions import Scope, parse
from desktop_app.domain.field_defaults import default_value
from desktop_app.domain.plan import Field, RecordKind
from desktop_app.domain.validation import (
    broken_checks,
    is_required,
    missing_fields,
    offered_choices,
)
from desktop_app.domain.values import Problem, Value, from_json
from desktop_app.exchange.demo_days import Days, Values
from desktop_app.exchange.demo_hints import FieldHint
from desktop_app.exchange.demo_numbers import Place, lacks_whole, make_number
from desktop_app.exchange.demo_pools import Made, Pool, in_turn
from desktop_app.exchange.demo_texts import fill_pattern, plain_text, slots_of, values_by_slot
from desktop_app.exchange.demo_world import World

USUAL_FILL = {"longtext": 0.03, "date": 0.3, "text": 0.5}
WITH_DEFAULT = 0.9
TRIES = 5
PLAIN_WORDS = ("=own_unit", "=own_agency", "=author", "=today")


class Filler:
    """Makes values for the fields of one kind."""

    def __init__(self, world: World, kind: RecordKind) -> None:
        self.world = world
        self.kind = kind
        self.hint = world.hints.kind(kind.name)
        self.random = world.random(kind.name)
        self.turns: dict[str, Iterator[Made]] = {}
        self.days = Days(world, kind, self.random, self.hint.idle, self.unit_of)
        self.chosen: dict[str, Pool] = {}
        self.met: set[tuple[str, str]] = set()

    # --- a whole record -------------------------------------------------------------------------------------------

    def complete(self, values: Values) -> bool:
        """Fill in what is not given; False when no valid record came of it."""
        given = frozenset(values)
        for field in self.kind.fields.values():
            if field.name not in values and self._is_wanted(field, values):
                self._put(field, values)
        return self.mend(values, given)

    def mend(self, values: Values, given: frozenset[str]) -> bool:
        """Make anew or leave out what breaks a rule, but not what was given."""
        for _ in range(TRIES):
            missing = missing_fields(values, self.kind, self.world.rules)
            broken = broken_checks(values, self.kind, self.world.rules)
            if not missing and not broken:
                return True
            for field in missing:
                self._put(field, values)
            for check in broken:
                field = self.kind.fields[check.field]
                if field.name in given:
                    return False
                values.pop(field.name, None)
                if is_required(field, self.world.rules.scope(values, self.kind)):
                    self._put(field, values)
        return False

    def _is_wanted(self, field: Field, values: Values) -> bool:
        hint = self.hint_of(field)
        if hint.when is not None:
            return parse(hint.when).evaluate(self.world.rules.scope(values, self.kind)) is True
        if field.required == "always":
            return True
        if field.required_when and is_required(field, self.world.rules.scope(values, self.kind)):
            return True
        if lacks_whole(field, values):
            return False
        if hint.fill is not None:
            return self.random.random() < hint.fill
        if field.privacy == "P2" or field.required_when:
            return False
        return self.random.random() < (WITH_DEFAULT if field.default else USUAL_FILL.get(field.type, 0.6))

    def _put(self, field: Field, values: Values) -> None:
        value = self._make(field, values)
        if value is not None and value != ():
            values[field.name] = value

    def hint_of(self, field: Field) -> FieldHint:
        return self.hint.fields.get(field.name, FieldHint())

    def unit_of(self, values: Values) -> str | None:
        """The unit of the record so far, known from the first reference where it leads over some."""
        path = self.kind.unit_field.split(".")
        if len(path) == 1:
            return values.get(path[0])
        target = self.kind.fields[path[0]].target or ""
        made = self.world.pools[target].by_id.get(str(values.get(path[0]))) if target in self.world.pools else None
        return made.unit if made else None

    # --- one field ------------------------------------------------------------------------------------------------

    def _make(self, field: Field, values: Values) -> Any:
        hint = self.hint_of(field)
        if hint.value is not None:
            return self.typed(field, hint.value)
        told = (
            hint.text
            or hint.texts
            or hint.choices
            or hint.choices_at
            or hint.range
            or hint.after
            or hint.between
            or hint.true is not None
        )
        if field.default and not told and field.default not in PLAIN_WORDS:
            value = self._default(field, values)
            if value is not None:
                return value
        match field.type:
            case "choice" | "multi":
                return self._choose(field, hint, values)
            case "bool":
                return self._decide(field, hint, values)
            case "int" | "money" | "decimal":
                return make_number(self._place(hint, values), field, hint, values)
            case "date":
                return self.days.day(field, hint, values)
            case "ref":
                return self._refer(field, hint, values)
            case "unit":
                return self.unit_of(values) or self.random.choice(self.world.codes)
        return self._text(field, hint, values)

    def typed(self, field: Field, raw: Any) -> Value:
        """A value that a hint names; ValueError where the plan can't read it."""
        value = from_json(field, raw)
        if isinstance(value, Problem):
            raise ValueError(value.message)
        return value

    def _place(self, hint: FieldHint, values: Values) -> Place:
        first = True
        if hint.once_per:
            met = (hint.once_per, str(values.get(hint.once_per)))
            first = met not in self.met
            self.met.add(met)
        return Place(self.world, self.random, self.unit_of(values), first)

    def _default(self, field: Field, values: Values) -> Any:
        """The plan's own default; fields that it is worked out from are filled in first where they must be."""
        value = default_value(field, self._scope(values))
        if value is None and field.required == "always" and (field.default or "").startswith("="):
            for name in sorted(parse((field.default or "")[1:]).names):
                if name in self.kind.fields and name not in values:
                    self._put(self.kind.fields[name], values)
            value = default_value(field, self._scope(values))
        return value

    def _scope(self, values: Values) -> Scope:
        words: Values = {"plan_year": self.world.plan.year}
        parent = self.kind.parent
        if parent and self.kind.parent_field:
            made = self.world.pools[parent].by_id.get(str(values.get(self.kind.parent_field)))
            words |= {f"{parent}.{name}": value for name, value in (made.values if made else {}).items()}
        rules = self.world.rules
        return Scope(
            {**words, **values}, rules.today, rules.units.level, rules.proposed_due,
            lambda pattern: self._next_code(pattern, values),
            lambda length: "".join(self.random.choices("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", k=length)),
        )  # fmt: skip

    def _next_code(self, pattern: str, values: Values) -> str:
        year = str(values.get(self.kind.date_field) or self.world.plan.year)[:4]
        before, _, after = pattern.partition("{n:03}")
        before = before.format(unit=self.unit_of(values) or "", year=year)
        return f"{before}{self.world.number(f'{self.kind.name}:{before}'):03}{after}"

    def _choose(self, field: Field, hint: FieldHint, values: Values) -> Any:
        level = self.world.units.level(self.unit_of(values) or "") or ""
        weights = hint.choices_at.get(level) or hint.choices
        offered = offered_choices(field, self.world.plan, values.get(self.kind.date_field))
        fitting = [v for v in self._fitting(field, offered, values) if not weights or weights.get(v)]
        if not fitting:
            return None
        many = self.random.choice((1, 1, 2, 3)) if field.type == "multi" else 1
        found = self.random.choices(fitting, [weights.get(value, 1.0) for value in fitting], k=many)
        return tuple(sorted(set(found))) if field.type == "multi" else found[0]

    def _fitting(self, field: Field, options: Sequence[Any], values: Values) -> list[Any]:
        """The options that break none of the field's own checks in this record."""
        if not field.checks or field.type == "multi":
            return list(options)
        scopes = [(option, self.world.rules.scope({**values, field.name: option}, self.kind)) for option in options]
        checks = [parse(check.expr) for check in field.checks]
        return [option for option, scope in scopes if all(check.evaluate(scope) is not False for check in checks)]

    def _decide(self, field: Field, hint: FieldHint, values: Values) -> bool | None:
        fitting = self._fitting(field, (True, False), values)
        wanted = self.random.random() < (0.5 if hint.true is None else hint.true)
        return wanted if wanted in fitting else (fitting[0] if fitting else None)

    def _refer(self, field: Field, hint: FieldHint, values: Values) -> str | None:
        pool = self._pool(field, hint)
        if hint.cover is not None:
            turn = self.turns.setdefault(field.name, in_turn(pool, hint.cover, self.random))
            made = next(turn, None)
        else:
            made = pool.near(self.unit_of(values), self.world.units, self.random)
        return made.id if made else None

    def _pool(self, field: Field, hint: FieldHint) -> Pool:
        """The records that a reference may point to."""
        pool = self.world.pools.get(field.target or "", Pool())
        if not hint.where:
            return pool
        if field.name not in self.chosen:
            fits = hint.where.items()
            self.chosen[field.name] = pool.where(lambda made: all(made.values.get(n) == v for n, v in fits))
        return self.chosen[field.name]

    def _text(self, field: Field, hint: FieldHint, values: Values) -> str | None:
        words = self.world.hints.words
        if hint.by and hint.by not in values:
            self._put(self.kind.fields[hint.by], values)
        patterns = list(hint.texts.get(str(values.get(hint.by or "")), hint.text))
        if not patterns and field.privacy == "P2":
            patterns = list(words.get("position", ()))
        if not patterns and field.type == "longtext":
            patterns = list(words.get("note", ()))
        if patterns:
            return self.written(field, self.random.choice(patterns), values)
        return plain_text(field, self.kind, self._number(field, values))

    def written(self, field: Field, pattern: str, values: Values) -> str | None:
        """A pattern filled in; the fields that it names are made first."""
        for name in slots_of(pattern):
            other = self.kind.fields.get(name)
            if other and other is not field and name not in values and self._is_wanted(other, values):
                self._put(other, values)
        known = values_by_slot(self.kind, values, self.world, self.unit_of(values))
        return fill_pattern(pattern, self.world.hints, self.random, self._number(field, values), known) or None

    def _number(self, field: Field, values: Values) -> int:
        return self.world.number(f"{self.kind.name}.{field.name}:{self.unit_of(values)}")
