"""What is wrong with a record: required fields, unknown values and the plan's checks; it never raises."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from enum import IntEnum
from functools import cached_property
from typing import Any

from msgspec import Struct

from desktop_app.domain.expressions import Scope, has_value, parse
from desktop_app.domain.field_type import Lookup
from desktop_app.domain.log_names import LogNames
from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.plan import Check, Field, Plan, RecordKind
from desktop_app.domain.stored_values import from_stored, to_stored
from desktop_app.domain.values import ERROR, WARNING, Problem, Value, from_json, show_itself, to_json
from desktop_app.messages import Message, Text, joined

Record = Mapping[str, Value]


class State(IntEnum):
    """Whether a live record counts in figures, and why not; PARENT is decided where parents are known."""

    COUNTS = 0
    UNFINISHED = 1
    CONTRADICTORY = 2
    PARENT = 3


class Rules(Struct, frozen=True, dict=True):
    """What judging a record needs beside the record: the plan, its units, and `today` (None: entry rules are off).

    Where `today` is `doubted`, what speaks of it warns and stops nothing.
    """

    plan: Plan
    units: OrgUnits
    today: str | None = None
    doubted: bool = False

    @cached_property
    def names(self) -> LogNames:
        """What the plan has renamed."""
        return LogNames.of(self.plan.source)

    def scope(self, record: Record, kind: RecordKind) -> Scope:
        """A record as an expression sees it; a truth value left open counts as false."""
        values: dict[str, Any] = dict(record)
        for name, field in kind.fields.items():
            if field.type.flag and values.get(name) is None:
                values[name] = False
        return Scope(values, self.today, self.units.level, self.proposed_due)

    def proposed_due(self, rule_name: str | None, received: str | None, accepted: str | None) -> str | None:
        """The due date that the plan's rule proposes; None while the day it counts from is unknown."""
        rule = self.plan.due_rules.get(rule_name or "")
        if rule is None:
            return None
        start = {"date": received, "accepted_date": accepted}.get(rule.from_field)
        if start is None:
            return None
        days = self.plan.settings.get(rule.days_setting, rule.days) if rule.days_setting else rule.days
        try:
            return (date.fromisoformat(start) + timedelta(days=int(days))).isoformat()
        except OverflowError:  # beyond the year 9999
            return None


def is_required(field: Field, scope: Scope) -> bool:
    """Whether the field must have a value in this record as it stands."""
    if field.required == "always":
        return True
    condition = field.required_when
    return condition is not None and parse(condition).evaluate(scope) is True


def missing_fields(record: Record, kind: RecordKind, scope: Scope) -> list[Field]:
    """The required fields without a value, in the order of the form."""
    return [f for f in kind.fields.values() if is_required(f, scope) and not has_value(record.get(f.name))]


def broken_checks(kind: RecordKind, rules: Rules, scope: Scope) -> list[Check]:
    """The checks that are false; entry checks only where `rules.today` is given."""
    return [
        check
        for field in kind.fields.values()
        for check in field.checks
        if (rules.today is not None or check.judged == "always") and parse(check.expr).evaluate(scope) is False
    ]


def judging(kind: RecordKind, rules: Rules) -> Callable[[Record], State]:
    """Tells of many records of a kind whether they are fit to count; what the plan says of it is looked up once.

    A record has no None: what is empty is left out of it.
    """
    fields = kind.fields.values()
    always = [f.name for f in fields if f.required == "always"]
    conditions = [(f.name, parse(f.required_when).evaluate) for f in fields if f.required_when is not None]
    unknown = {f.name: False for f in fields if f.type.flag}
    units = [f.name for f in fields if f.type.lookup is Lookup.UNITS]
    stops = [parse(c.expr).evaluate for f in fields for c in f.checks if c.severity == ERROR and c.judged == "always"]

    def judge(record: Record) -> State:
        for name in always:
            if not has_value(record.get(name)):
                return State.UNFINISHED
        scope = Scope({**unknown, **record}, None, rules.units.level, rules.proposed_due)
        for name, needed in conditions:
            if not has_value(record.get(name)) and needed(scope) is True:
                return State.UNFINISHED
        for name in units:
            if name in record and record[name] not in rules.units.by_code:
                return State.UNFINISHED
        for stop in stops:
            if stop(scope) is False:
                return State.CONTRADICTORY
        return State.COUNTS

    return judge


def state(record: Record, kind: RecordKind, rules: Rules) -> State:
    """Whether the record itself is fit to count; the clock plays no part."""
    return judging(kind, rules)({name: value for name, value in record.items() if value is not None})


def worst_of(state: State, record: Record, kind: RecordKind, rules: Rules) -> State:
    """The state as people read it: of a record that lacks something and contradicts itself, the worse."""
    broken = broken_checks(kind, rules, rules.scope(record, kind)) if state is State.UNFINISHED else []
    return State.CONTRADICTORY if any(c.severity == ERROR and c.judged == "always" for c in broken) else state


def check(record: Record, kind: RecordKind, rules: Rules) -> list[Problem]:
    """Every problem of a record as it stands: broken checks, unknown values, named people, what is missing."""
    scope = rules.scope(record, kind)
    problems = [_sentence(broken, record, kind, rules) for broken in broken_checks(kind, rules, scope)]
    for field in kind.fields.values():
        value = record.get(field.name)
        if value is not None:
            problems += _value_problems(field, value, rules)
    missing = missing_fields(record, kind, scope)
    return problems + [Problem(f.name, Message("core.required", field=f.label), WARNING, missing=True) for f in missing]


def _value_problems(field: Field, value: Value, rules: Rules) -> list[Problem]:
    problems = []
    if field.plausible and value != 0 and not field.plausible[0] <= value <= field.plausible[1]:  # type: ignore[operator]  # a number
        least, most = (show_itself(field, bound) for bound in field.plausible)
        message = Message("core.implausible", field=field.label, text=show_itself(field, value), least=least, most=most)
        problems.append(Problem(field.name, message, WARNING))
    codes = rules.units.by_code  # of today, as nearly all are: they need no second look
    if field.type.lookup is Lookup.UNITS and value not in codes and value not in rules.units:
        message = Message("core.unknown_unit", field=field.label, text=value)
        problems.append(Problem(field.name, message, refuses=True))
    if field.type.lookup is Lookup.CHOICES:
        known = rules.plan.choices.get(field.choices or "", {})
        unknown = [item for item in (value if isinstance(value, tuple) else (value,)) if item not in known]
        messages = [Message("core.unknown_choice", field=field.label, text=item) for item in unknown]
        problems += [Problem(field.name, message, refuses=True) for message in messages]
    if field.type.free_text and field.privacy != "P2" and mentions_person(str(value)):
        problems.append(Problem(field.name, Message("core.person", field=field.label), WARNING))
    return problems


def misfits(record: Record, kind: RecordKind) -> list[Problem]:
    """The values that are not read as they are stored: they are none of their type, and no rule can judge them."""
    given = {name: value for name, value in record.items() if value not in (None, ())}
    wrong = [name for name, value in given.items() if from_stored(kind.fields[name], to_stored(value)) != value]
    read = (from_json(kind.fields[name], to_json(given[name])) for name in wrong)
    return [problem for problem in read if isinstance(problem, Problem)]


def _sentence(broken: Check, record: Record, kind: RecordKind, rules: Rules) -> Problem:
    """The plan's sentence, followed by the numbers it speaks of with the names of their fields."""
    numbers = [
        joined((kind.fields[name].label, show_itself(kind.fields[name], record[name])), ": ")
        for name in sorted(parse(broken.expr).names, key=lambda n: n != broken.field)
        if name in kind.fields and kind.fields[name].type.whole and record.get(name) is not None
    ]
    message: Text = broken.message
    if len(numbers) > 1:
        message = Message("core.with_numbers", sentence=broken.message, numbers=joined(numbers, "; "))
    of_today = broken.judged != "always"
    severity = WARNING if of_today and rules.doubted else broken.severity
    return Problem(broken.field, message, severity, refuses=of_today and severity == ERROR)


_NUMBER_OF_A_PERSON = re.compile(
    r"(?<!\d)(?:\d{9}|\d{12})(?!\d)"
    r"|(?<![\w\-/])(?:\+84|0)(?:[ .\-]?\d){8,10}(?!\d)"
)  # fmt: skip
_ADDRESSED = re.compile(r"(?<!\w)(?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị)\s+(\w)")


def mentions_person(text: str) -> bool:
    """Whether free text holds 9 or 12 digits, a telephone number, or a form of address before a name."""
    if _NUMBER_OF_A_PERSON.search(text):
        return True
    return any(match[1].isupper() for match in _ADDRESSED.finditer(text))


def offered_choices(field: Field, plan: Plan, day: str | None) -> list[str]:
    """The values offered for a record of that day; all that are not retired when the day is unknown."""
    choices = plan.choices.get(field.choices or "", {}).values()
    offered = [choice for choice in choices if not choice.retired]
    if day is None:
        return [choice.value for choice in offered]
    return [c.value for c in offered if (c.valid_from or day) <= day <= (c.valid_to or day)]
