"""A plan as the program sees it: areas, record kinds, fields, choices, tasks."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from msgspec import Struct

from desktop_app.domain.brief_words import short_heading
from desktop_app.domain.field_type import FieldType
from desktop_app.domain.org_unit import OrgUnits, unit_list
from desktop_app.domain.period import YEAR, Scheme, parse_schemes, year_at
from desktop_app.domain.plan_indicators import Indicator, PlanAnnex, Statistic
from desktop_app.domain.typed_value import Days
from desktop_app.messages import NO_LABEL, Label

RECORD = "record"
AROUND = "X"  # the area of what surrounds a report
BY_PERIOD = "year+period_code"  # the day of records that are kept by period instead


class Choice(Struct, frozen=True):
    """One value of a choice list; outside valid_from–valid_to, or `retired`, it is not offered but stays readable."""

    value: str
    label: Label
    valid_from: str | None = None
    valid_to: str | None = None
    retired: bool = False
    was: tuple[str, ...] = ()
    formerly: tuple[Label, ...] = ()  # what it was called in editions of before, where somebody asked for them
    short: Label = NO_LABEL  # what a list shows of it, where its label is long


class Check(Struct, frozen=True):
    """A rule of a field: broken only when `expr` is false; `entry` rules are judged at entry and import only."""

    field: str
    expr: str
    severity: str
    judged: str
    message: Label


class Field(Struct, frozen=True):
    """One field of a record kind; `target` is the kind a `ref` points to, `choices` the name of its list.

    `keep`: its last value is offered for the next new record; `plain`: a number shown without thousands points;
    `retired`: what it holds stays readable, nothing is entered any more; `was`: its names before, the first one first.
    """

    name: str
    type: FieldType
    label: Label
    help: Label
    privacy: str
    target: str | None = None
    choices: str | None = None
    required: str = ""
    required_when: str | None = None  # the condition under which a value must be given
    default: str | None = None
    checks: tuple[Check, ...] = ()
    counts_in: tuple[str, ...] = ()
    keep: bool = False
    plain: bool = False
    plausible: tuple[int, int] | None = None  # what lies outside is most likely a mistake; 0 never does
    retired: bool = False
    was: tuple[str, ...] = ()
    formerly: tuple[Label, ...] = ()  # as of a choice
    short: Label = NO_LABEL
    short_choices: Mapping[str, str] = {}  # what a list shows for the labels of its choices

    @property
    def heading(self) -> Label:
        """What stands above a column."""
        return self.short if self.short.vi else Label(short_heading(self.label.vi), self.label.en)

    def brief(self, text: str) -> str:
        """What a cell of a list shows for a value in words."""
        if self.type.many:
            for label, short in self.short_choices.items():
                text = text.replace(label, short)
        return self.type.brief(self.short_choices.get(text, text))

    @property
    def formula(self) -> str | None:
        """The expression that gives a new record its value; None where the default is written out, or there is none."""
        return self.default[1:] if self.default and self.default.startswith("=") else None


class RecordKind(Struct, frozen=True):
    """A kind of record; date_field and unit_field may lead over references (`activity.date`). `retired`, `was`: as of a
    field.
    """

    name: str
    area: str
    storage: str
    label: Label
    list_label: Label
    purpose: Label
    title: str
    fields: Mapping[str, Field]
    parent: str | None
    parent_field: str | None
    natural_key: tuple[str, ...]
    date_field: str
    unit_field: str
    entered_at: tuple[str, ...]
    activity_area: str | None
    columns: tuple[str, ...]
    carried: str  # which records of an earlier year go on in this one: see `carried_records`
    retired: bool
    was: tuple[str, ...]

    @property
    def logged_as(self) -> str:
        """Its name in the log, from which the ids of its records follow: the first that it had."""
        return self.was[0] if self.was else self.name

    @property
    def since(self) -> str | None:
        """Of a register, which has no day of its own: the field with the day from which it holds a record."""
        for field in () if self.date_field else self.fields.values():
            if field.type.holds_day and field.formula == "today":
                return field.name
        return None

    @property
    def around_report(self) -> bool:
        """Whether its records say something of a report, and nothing of the work."""
        return self.area == AROUND

    @property
    def by_period(self) -> bool:
        """Whether its records are kept by year and period code instead of by date."""
        return self.date_field == BY_PERIOD


class PlanArea(Struct, frozen=True):
    """An area of the plan (a tab), the registers (R), or what surrounds the report (X)."""

    code: str
    label: Label
    short: Label
    tab: bool
    icon: str


class PlanTask(Struct, frozen=True):
    """A task of the plan, or a solution that serves all of them, with the record kinds that belong to it; the
    indicators of its area are its own.
    """

    code: str
    label: Label
    short: Label
    solution: bool
    kinds: tuple[str, ...]
    area: str


class DueRule(Struct, frozen=True):
    """The due date proposed for a tip: `days` after `from_field`; a setting of the plan may replace the days."""

    from_field: str
    days: int
    days_setting: str | None


class Plan(Struct, frozen=True, eq=False, dict=True):
    """A whole plan; `source` is the mapping it was parsed from, which a data file carries as JSON."""

    id: str
    edition: int
    year: int  # its first one
    last_year: int
    label: Label
    doc_no: str
    doc_date: str
    issuer: str
    period_scheme: str
    unit_version: str
    root: str
    member_level: str
    levels: Mapping[str, Label]
    settings: Mapping[str, Any]
    areas: Mapping[str, PlanArea]
    kinds: Mapping[str, RecordKind]
    choices: Mapping[str, Mapping[str, Choice]]
    indicators: Mapping[str, Indicator]
    due_rules: Mapping[str, DueRule]
    statistics: Sequence[Statistic]
    annexes: Mapping[str, PlanAnnex]
    tasks: Mapping[str, PlanTask]
    words: Mapping[str, Label]  # sentences of a report that it says otherwise, by their keys
    source: Mapping[str, Any]

    def __repr__(self) -> str:
        return f"Plan({self.id!r}, {self.edition})"  # all of it would fill a screen

    @cached_property
    def years(self) -> range:
        """The years that it goes through; records of all of them lie in one file."""
        return range(self.year, self.last_year + 1)

    @cached_property
    def schemes(self) -> dict[str, Scheme]:
        """The ways to divide its years into periods."""
        return parse_schemes(self.source)

    @cached_property
    def scheme(self) -> Scheme:
        """The one by which it reports."""
        return self.schemes[self.period_scheme]

    def year_of(self, day: date) -> int:
        """Of its years the one that holds a day, or the nearest to it."""
        return self.year if len(self.years) == 1 else year_at(self.scheme, self.years, day)

    @cached_property
    def days(self) -> Days | None:
        """The first and the last day of its years; None where no scheme dates them."""
        known = self.schemes.get(self.period_scheme)
        ends = [known.period(YEAR, year) for year in (self.year, self.last_year)] if known else [None]
        first, last = ends[0], ends[-1]
        return (first.first_day.isoformat(), last.last_day.isoformat()) if first and last else None

    @cached_property
    def record_kinds(self) -> dict[str, RecordKind]:
        """The kinds whose records are kept in the change log, in the plan's order."""
        return {name: kind for name, kind in self.kinds.items() if kind.storage == RECORD}

    @cached_property
    def units(self) -> OrgUnits:
        """The unit list of the version in force."""
        return unit_list(self.source, self.unit_version)

    @cached_property
    def children(self) -> dict[str, tuple[RecordKind, ...]]:
        """Per kind the kinds whose records live inside its own."""
        kinds = self.record_kinds.values()
        return {name: tuple(k for k in kinds if k.parent == name) for name in self.record_kinds}

    @cached_property
    def statistic_keys(self) -> dict[Statistic, str]:
        """What the figures of each statistic go by: its name, with `#2` where an earlier one has the same."""
        names: dict[str, int] = {}
        found = {}
        for one in self.statistics:
            names[one.name] = number = names.get(one.name, 0) + 1
            found[one] = one.name if number == 1 else f"{one.name}#{number}"
        return found

    def role(self, name: str) -> tuple[RecordKind, Mapping[str, str]] | None:
        """The kind that plays a part which the program itself knows, and the names of its fields there; None where no
        kind of the plan does.
        """
        rule: Mapping[str, str] | None = self.source.get("roles", {}).get(name)
        return (self.kinds[rule["kind"]], rule) if rule else None

    @cached_property
    def declaration(self) -> str:
        """The kind by which an office says that nothing happened; empty where the plan has none."""
        found = self.role("declaration")
        return found[0].name if found else ""

    @cached_property
    def tab_areas(self) -> tuple[PlanArea, ...]:
        """The areas that units report on: those with a tab."""
        return tuple(area for area in self.areas.values() if area.tab)

    def top_kinds(self, area: str) -> tuple[RecordKind, ...]:
        """The kinds of an area that have no parent, in the plan's order."""
        return tuple(k for k in self.record_kinds.values() if k.area == area and k.parent is None)


def canonical_json(source: Mapping[str, Any]) -> str:
    """A plan as text, its entries in the order in which its author wrote them: forms and reports keep it."""
    return json.dumps(source, ensure_ascii=False, separators=(",", ":"))


def plan_digest(source: Mapping[str, Any]) -> str:
    """The SHA-256 of a plan's canonical JSON; two files hold the same plan when it is equal."""
    from hashlib import sha256  # it loads OpenSSL, which the start does without

    return sha256(json.dumps(source, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
