"""A plan as the program sees it: areas, record kinds, fields, choices, indicators; parsed from plain mappings."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from desktop_app.texts import Label

RECORD = "record"
NO_LABEL = Label("")
FIELD_TYPES = ("text", "longtext", "int", "decimal", "money", "date", "bool", "choice", "multi", "ref", "unit")


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a choice list; outside valid_from–valid_to it is not offered but stays readable."""

    value: str
    label: Label
    valid_from: str | None = None
    valid_to: str | None = None
    note: str = ""
    source: str = ""
    certainty: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A rule of a field: broken only when `expr` is false; `entry` rules are judged at entry and import only."""

    field: str
    expr: str
    severity: str
    judged: str
    message: Label


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record kind; `target` is the kind a `ref` points to, `choices` the name of its list.

    `keep`: its last value is offered for the next new record; `plain`: a number shown without thousands points.
    """

    name: str
    type: str
    label: Label
    help: Label
    privacy: str
    target: str | None = None
    choices: str | None = None
    required: str = ""
    default: str | None = None
    checks: tuple[Check, ...] = ()
    counts_in: tuple[str, ...] = ()
    keep: bool = False
    plain: bool = False

    @property
    def required_when(self) -> str | None:
        """The condition under which a value must be given, or None."""
        return self.required.removeprefix("when ") if self.required.startswith("when ") else None


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind of record; date_field and unit_field may lead over references (`activity.date`)."""

    name: str
    area: str
    storage: str
    label: Label
    list_label: Label
    purpose: Label
    title: str
    fields: Mapping[str, Field]
    parent: str | None = None
    parent_field: str | None = None
    natural_key: tuple[str, ...] = ()
    date_field: str = ""
    unit_field: str = ""
    entered_at: tuple[str, ...] = ()
    activity_area: str | None = None
    columns: tuple[str, ...] = ()

    @property
    def by_period(self) -> bool:
        """Whether its records are kept by year and period code instead of by date."""
        return self.date_field == "year+period_code"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand an indicator: its printed wording and the query that lists its members.

    `capped`: no group counts more than its denominator; `alone`: each row with numbers is a group of its own.
    """

    name: str
    wording: Label
    members: str
    capped: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Indicator:
    """One measurable statement of the plan; texts say what is printed where no figure can be given."""

    code: str
    area: str
    title: Label
    short: Label
    measure: str
    op: str
    threshold: Decimal
    threshold_max: Decimal | None
    unit: Label
    window: str
    accountable_level: str
    min_level: str
    breakdown_level: str
    texts: Mapping[str, Label]
    readings: Mapping[str, Reading]
    people: bool = False
    people_parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanArea:
    """An area of the plan (a tab), the registers (R), or what surrounds the report (X)."""

    code: str
    label: Label
    short: Label
    tab: bool
    icon: str = ""


@dataclass(frozen=True, slots=True)
class DueRule:
    """The due date proposed for a tip: `days` after `from_field`; a setting of the plan may replace the days."""

    name: str
    from_field: str
    days: int
    days_setting: str | None
    first_extension: Label
    second_extension: Label
    source: str = ""
    certainty: str = ""


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex of the report: the indicators, or the statistics that name it."""

    code: str
    title: Label
    indicators: bool = False


@dataclass(frozen=True, slots=True)
class Statistic:
    """A figure of the report beside the indicators: records counted, or one field summed, maybe by a choice field.

    `unit` is what is counted, `annex` where its details are printed, `lead` whether the text names it. `per_unit` says
    what the annex shows for each unit below: the `total`, the parts `by` its field too, or `none`.
    """

    area: str
    kind: str
    label: Label
    sum: str | None = None
    by: str | None = None
    where: str | None = None
    people: bool = False
    short: Label = NO_LABEL
    unit: Label = NO_LABEL
    annex: str | None = None
    lead: bool = False
    per_unit: str = "total"

    @property
    def name(self) -> str:
        """Its kind and field."""
        return f"{self.kind}.{self.sum}" if self.sum else self.kind


@dataclass(frozen=True)
class Plan:
    """A whole plan; `source` is the mapping it was parsed from, which a data file carries as JSON."""

    id: str
    edition: int
    year: int
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
    views: Mapping[str, str]
    due_rules: Mapping[str, DueRule]
    statistics: Sequence[Statistic]
    annexes: Mapping[str, Annex]
    seeds: Sequence[Mapping[str, Any]]
    source: Mapping[str, Any] = field(repr=False)

    @cached_property
    def record_kinds(self) -> dict[str, RecordKind]:
        """The kinds whose records are kept in the change log, in the plan's order."""
        return {name: kind for name, kind in self.kinds.items() if kind.storage == RECORD}

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

    def top_kinds(self, area: str) -> tuple[RecordKind, ...]:
        """The kinds of an area that have no parent, in the plan's order."""
        return tuple(k for k in self.record_kinds.values() if k.area == area and k.parent is None)


def canonical_json(source: Mapping[str, Any]) -> str:
    """One text per plan, whatever the order of its keys was when read."""
    return json.dumps(source, ensure_ascii=False, separators=(",", ":"))


def plan_digest(source: Mapping[str, Any]) -> str:
    """The SHA-256 of a plan's canonical JSON; two files hold the same plan when it is equal."""
    return hashlib.sha256(json.dumps(source, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _label(value: Any) -> Label:
    if isinstance(value, str):
        return Label(value)
    return Label(value["vi"], value.get("en", "")) if value else NO_LABEL


def _parse_field(name: str, raw: Mapping[str, Any]) -> Field:
    base, _, target = str(raw["type"]).partition(":")
    checks = tuple(
        Check(name, c["expr"], c.get("severity", "error"), c.get("judged", "always"), _label(c))
        for c in raw.get("checks", ())
    )
    return Field(
        name, base, _label(raw["label"]), _label(raw.get("help")), raw.get("privacy", "P0"),
        target or None, raw.get("choices"), raw.get("required", ""), raw.get("default"), checks,
        tuple(raw.get("counts_in", ())), bool(raw.get("keep", False)), bool(raw.get("plain", False)),
    )  # fmt: skip


def _parse_area(code: str, raw: Mapping[str, Any]) -> PlanArea:
    short = _label(raw.get("short", raw["label"]))
    return PlanArea(code, _label(raw["label"]), short, bool(raw.get("tab", True)), raw.get("icon", ""))


def _parse_kind(name: str, raw: Mapping[str, Any]) -> RecordKind:
    fields = {f: _parse_field(f, r) for f, r in raw.get("fields", {}).items()}
    return RecordKind(
        name, raw["area"], raw.get("storage", RECORD), _label(raw["label"]),
        _label(raw.get("list", raw["label"])), _label(raw.get("purpose")), raw.get("title", ""), fields,
        raw.get("parent"), raw.get("parent_field"), tuple(raw.get("natural_key", ())),
        raw.get("date_field", ""), raw.get("unit_field", ""), tuple(raw.get("entered_at", ())),
        raw.get("activity_area"), tuple(raw.get("columns", ())),
    )  # fmt: skip


def _parse_indicator(code: str, raw: Mapping[str, Any]) -> Indicator:
    readings = {
        name: Reading(name, _label(r["wording"]), r["members"], bool(r.get("capped")), bool(r.get("alone")))
        for name, r in raw["readings"].items()
    }
    top = raw.get("threshold_max")
    return Indicator(
        code, raw["area"], _label(raw["title"]), _label(raw.get("short", raw["title"])), raw["measure"], raw["op"],
        Decimal(str(raw["threshold"])), None if top is None else Decimal(str(top)), _label(raw["unit"]),
        raw["window"], raw["accountable_level"], raw["min_level"], raw["breakdown_level"],
        {key: _label(text) for key, text in raw.get("texts", {}).items()}, readings,
        bool(raw.get("people", False)), tuple(raw.get("people_parts", ())),
    )  # fmt: skip


def _parse_choice(value: str, raw: Mapping[str, Any]) -> Choice:
    return Choice(
        value, _label(raw["label"]), raw.get("valid_from"), raw.get("valid_to"), raw.get("note", ""),
        raw.get("source", ""), raw.get("certainty", ""),
    )  # fmt: skip


def _parse_due_rule(name: str, raw: Mapping[str, Any]) -> DueRule:
    return DueRule(
        name, raw["from_field"], raw["days"], raw.get("days_setting"), _label(raw.get("first_extension")),
        _label(raw.get("second_extension")), raw.get("source", ""), raw.get("certainty", ""),
    )  # fmt: skip


def _parse_statistic(raw: Mapping[str, Any]) -> Statistic:
    return Statistic(
        raw["area"], raw["kind"], _label(raw["label"]), raw.get("sum"), raw.get("by"), raw.get("where"),
        bool(raw.get("people", False)), _label(raw.get("short", raw["label"])), _label(raw.get("unit")),
        raw.get("annex"), bool(raw.get("lead", False)), raw.get("per_unit", "total"),
    )  # fmt: skip


def _parse_annex(code: str, raw: Mapping[str, Any]) -> Annex:
    return Annex(code, _label(raw["title"]), bool(raw.get("indicators", False)))


def parse_plan(source: Mapping[str, Any]) -> Plan:
    """Build a Plan from the mapping of its files (or of the JSON in a data file); it must have passed the validator."""
    head = source["plan"]
    return Plan(
        id=head["id"],
        edition=head["edition"],
        year=head["year"],
        label=_label(head["label"]),
        doc_no=head["doc_no"],
        doc_date=head["doc_date"],
        issuer=head["issuer"],
        period_scheme=head["period_scheme"],
        unit_version=head["unit_version"],
        root=head["root"],
        member_level=head["member_level"],
        levels={code: _label(label) for code, label in head["levels"].items()},
        settings=head.get("settings", {}),
        areas={code: _parse_area(code, raw) for code, raw in source["areas"].items()},
        kinds={name: _parse_kind(name, raw) for name, raw in source["kinds"].items()},
        choices={
            name: {value: _parse_choice(value, raw) for value, raw in values.items()}
            for name, values in source["choices"].items()
        },
        indicators={code: _parse_indicator(code, raw) for code, raw in source["indicators"].items()},
        views=dict(source.get("views", {})),
        due_rules={name: _parse_due_rule(name, raw) for name, raw in source.get("due_rules", {}).items()},
        statistics=tuple(_parse_statistic(raw) for raw in source.get("statistics", ())),
        annexes={code: _parse_annex(code, raw) for code, raw in source.get("annexes", {}).items()},
        seeds=tuple(source.get("seeds", ())),
        source=source,
    )
