"""Building a Plan from the plain mappings of its files, or of the JSON in a data file."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from desktop_app.domain.comparisons import NOTHING
from desktop_app.domain.field_types import FIELD_TYPES
from desktop_app.domain.former_names import former_names
from desktop_app.domain.plan import RECORD, Check, Choice, DueRule, Field, Plan, PlanArea, PlanTask, RecordKind
from desktop_app.domain.plan_indicators import Baseline, Indicator, PlanAnnex, Reading, Statistic, YearTarget
from desktop_app.domain.plan_language.vocabulary import WRITTEN
from desktop_app.messages import NO_LABEL, Label

WORDS = "report."  # what the keys begin with of sentences that a plan may say otherwise
GROUPED = ("group_by", "adds")  # what makes a group of several rows with numbers


class LaterPlanError(ValueError):
    """A type of field, a format or a language that this program does not know: a later one wrote the plan."""


def label_of(value: Any) -> Label:
    """A text as a plan writes it: in both languages, or one for both."""
    if isinstance(value, str):
        return Label(value)
    return Label(value["vi"], value.get("en", "")) if value else NO_LABEL


def _parse_field(name: str, raw: Mapping[str, Any], lists: Mapping[str, Any]) -> Field:
    base, _, target = str(raw["type"]).partition(":")
    if base not in FIELD_TYPES:
        raise LaterPlanError(base)
    checks = tuple(
        Check(name, c["expr"], c.get("severity", "error"), c.get("judged", "always"), label_of(c))
        for c in raw.get("checks", ())
    )
    required = raw.get("required", "")
    condition = required.removeprefix("when ") if required.startswith("when ") else None
    return Field(
        name, FIELD_TYPES[base], label_of(raw["label"]), label_of(raw.get("help")), raw.get("privacy", "P0"),
        target or None, raw.get("choices"), required, condition, raw.get("default"), checks,
        tuple(raw.get("counts_in", ())), bool(raw.get("keep", False)), bool(raw.get("plain", False)),
        tuple(raw["plausible"]) if "plausible" in raw else None, bool(raw.get("retired", False)), former_names(raw),
        short=label_of(raw.get("short")), short_choices=_short_choices(lists.get(raw.get("choices", ""), {})),
    )  # fmt: skip


def _short_choices(choices: Mapping[str, Any]) -> dict[str, str]:
    """By their labels in both languages, the longest first: one may stand in another."""
    pairs = [(label_of(raw["label"]), label_of(raw["short"])) for raw in choices.values() if "short" in raw]
    words = {label.vi: short.vi for label, short in pairs} | {label.en: short.en or short.vi for label, short in pairs}
    return {label: words[label] for label in sorted(words, key=len, reverse=True) if label}


def _parse_choice(value: str, raw: Mapping[str, Any]) -> Choice:
    days = raw.get("valid_from"), raw.get("valid_to")
    names = bool(raw.get("retired", False)), former_names(raw)
    return Choice(value, label_of(raw["label"]), *days, *names, short=label_of(raw.get("short")))


def _parse_area(code: str, raw: Mapping[str, Any]) -> PlanArea:
    short = label_of(raw.get("short", raw["label"]))
    return PlanArea(code, label_of(raw["label"]), short, bool(raw.get("tab", True)), raw.get("icon", ""))


def _parse_task(code: str, raw: Mapping[str, Any]) -> PlanTask:
    label, short = label_of(raw["label"]), label_of(raw.get("short", raw["label"]))
    return PlanTask(code, label, short, bool(raw.get("solution", False)), tuple(raw["kinds"]), raw.get("area", ""))


def _parse_kind(name: str, raw: Mapping[str, Any], lists: Mapping[str, Any]) -> RecordKind:
    fields = {f: _parse_field(f, r, lists) for f, r in raw.get("fields", {}).items()}
    return RecordKind(
        name, raw["area"], raw.get("storage", RECORD), label_of(raw["label"]),
        label_of(raw.get("list", raw["label"])), label_of(raw.get("purpose")), raw.get("title", ""), fields,
        raw.get("parent"), raw.get("parent_field"), tuple(raw.get("natural_key", ())),
        raw.get("date_field", ""), raw.get("unit_field", ""), tuple(raw.get("entered_at", ())),
        raw.get("activity_area"), tuple(raw.get("columns", ())), raw.get("carried", ""),
        bool(raw.get("retired", False)), former_names(raw),
    )  # fmt: skip


def _parse_reading(name: str, raw: Mapping[str, Any]) -> Reading:
    return Reading(
        name, label_of(raw["wording"]), bool(raw.get("capped")), not raw.keys() & GROUPED, label_of(raw.get("label"))
    )  # fmt: skip


def _parse_indicator(code: str, raw: Mapping[str, Any], coded: Collection[str]) -> Indicator:
    readings = {name: _parse_reading(name, reading) for name, reading in raw["readings"].items()}
    top = raw.get("threshold_max")
    return Indicator(
        code, raw["area"], label_of(raw["title"]), label_of(raw.get("short", raw["title"])), raw["measure"],
        raw["op"],
        Decimal(str(raw.get("threshold", 0))), None if top is None else Decimal(str(top)), label_of(raw["unit"]),
        raw["window"], raw["accountable_level"], raw["min_level"],
        {key: label_of(text) for key, text in raw.get("texts", {}).items()}, readings,
        bool(raw.get("people", False)), tuple(raw.get("people_parts", ())), _is_supported(raw, coded),
        {years: _parse_target(asked) for years, asked in raw.get("targets", {}).items()},
        Baseline(raw["baseline"]["year"], Decimal(str(raw["baseline"]["value"]))) if "baseline" in raw else None,
        raw.get("path", ""),
    )  # fmt: skip


def _parse_target(asked: Any) -> YearTarget:
    """A number, two ends, or `none`."""
    ends = asked if isinstance(asked, list) else [] if asked == NOTHING else [asked]
    low, high = [*(Decimal(str(end)) for end in ends), None, None][:2]
    return YearTarget(low, high)


def _parse_statistic(raw: Mapping[str, Any], coded: Collection[str]) -> Statistic:
    return Statistic(
        raw["area"], raw["kind"], label_of(raw["label"]), raw.get("sum"), raw.get("by"), raw.get("where"),
        bool(raw.get("people", False)), label_of(raw.get("short", raw["label"])), label_of(raw.get("unit")),
        raw.get("annex"), bool(raw.get("lead", False)), raw.get("per_unit", "total"), _is_supported(raw, coded),
    )  # fmt: skip


def _is_supported(raw: Mapping[str, Any], coded: Collection[str]) -> bool:
    """Whether a figure counts people who are given support; of editions that do not say so, what counts people in an
    area where they have codes in place of names.
    """
    return bool(raw.get("supported", raw.get("people", False) and raw["area"] in coded))


def _coded_areas(source: Mapping[str, Any]) -> frozenset[str]:
    """The areas with records of people that go by a random code."""
    return frozenset(
        kind["area"] for kind in source["kinds"].values()
        if any(str(field.get("default", "")).startswith("=random_code") for field in kind.get("fields", {}).values())
    )  # fmt: skip


def refuse_later(head: Mapping[str, Any]) -> None:
    """LaterPlanError where the head of a plan names a way of writing that this program does not know."""
    written = head.get("language", 1)
    if isinstance(written, int) and written > max(WRITTEN):
        raise LaterPlanError(f"language {written}")


# what the head of a plan says and the plan holds under the same name
AS_WRITTEN = (
    "id", "edition", "year", "doc_no", "doc_date", "issuer", "period_scheme", "unit_version", "root", "member_level",
)  # fmt: skip


def parse_plan(source: Mapping[str, Any]) -> Plan:
    """Build a Plan from the mapping of its files (or of the JSON in a data file); it must have passed the validator."""
    head, coded = source["plan"], _coded_areas(source)
    refuse_later(head)
    return Plan(
        **{key: head[key] for key in AS_WRITTEN},
        last_year=head.get("last_year", head["year"]),
        label=label_of(head["label"]),
        levels={code: label_of(label) for code, label in head["levels"].items()},
        settings=head.get("settings", {}),
        areas={code: _parse_area(code, raw) for code, raw in source["areas"].items()},
        kinds={name: _parse_kind(name, raw, source["choices"]) for name, raw in source["kinds"].items()},
        choices={
            name: {value: _parse_choice(value, raw) for value, raw in values.items()}
            for name, values in source["choices"].items()
        },
        indicators={code: _parse_indicator(code, raw, coded) for code, raw in source["indicators"].items()},
        due_rules={
            name: DueRule(raw["from_field"], raw["days"], raw.get("days_setting"))
            for name, raw in source.get("due_rules", {}).items()
        },
        statistics=tuple(_parse_statistic(raw, coded) for raw in source.get("statistics", ())),
        annexes={
            code: PlanAnnex(code, label_of(raw["title"]), bool(raw.get("indicators", False)))
            for code, raw in source.get("annexes", {}).items()
        },
        tasks={code: _parse_task(code, raw) for code, raw in source.get("tasks", {}).items()},
        words={f"{WORDS}{key}": label_of(text) for key, text in source.get("words", {}).items()},
        source=source,
    )


def is_later(source: Mapping[str, Any]) -> bool:
    """Whether a plan from outside is written in a way that only a later program knows."""
    try:
        parse_plan(source)
    except LaterPlanError:
        return True
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return False  # it is no plan at all, which the validator says
    return False
