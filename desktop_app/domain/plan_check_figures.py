"""Validator of plans: indicators, the queries of their readings, and statistics."""

from collections.abc import Sequence
from operator import attrgetter

from desktop_app.domain.comparisons import COMPARISONS
from desktop_app.domain.field_types import FIELD_TYPES
from desktop_app.domain.measures import MEASURES
from desktop_app.domain.plan_check_expressions import check_expression
from desktop_app.domain.plan_check_kinds import check_record_kind, field_at, has_known_type
from desktop_app.domain.plan_check_money import check_money_counted, check_money_summed
from desktop_app.domain.plan_check_people import check_people
from desktop_app.domain.plan_check_targets import check_target
from desktop_app.domain.plan_check_texts import check_texts
from desktop_app.domain.plan_check_windows import check_windows
from desktop_app.domain.plan_findings import Findings, Raw, check_known
from desktop_app.domain.plan_indicators import DEFAULT, MEMBER, NAMED_READINGS
from desktop_app.domain.plan_language.language import read_language

WINDOWS = ("year_to_date", "plan_to_date", "plan_quarters", "at_end", "period")
PER_UNIT = ("total", "by", "none")


def check_figures(found: Findings, plan: Raw) -> None:
    """Indicators and statistics."""
    for code, indicator in plan["indicators"].items():
        _check_indicator(found, f"indicators.{code}", indicator, plan)
    if "language" in plan["plan"]:
        language = read_language(plan, found)
        check_money_counted(found, plan, language)
        check_people(found, plan, language)
        check_windows(found, plan, language)
    elif plan.get("sets"):
        found.add("plan", "missing_key", missing="language")
    _check_same(found, plan.get("statistics", ()))
    for number, statistic in enumerate(plan.get("statistics", ()), start=1):
        _check_statistic(found, f"statistics[{number}]", statistic, plan)
    for code in [code for code, annex in plan.get("annexes", {}).items() if annex.get("indicators")][1:]:
        found.add(f"annexes.{code}.indicators", "second_of_indicators")


def _check_same(found: Findings, statistics: Sequence[Raw]) -> None:
    """A statistic that stands there twice would be printed twice."""
    for number, statistic in enumerate(statistics, start=1):
        if statistic in statistics[: number - 1]:
            found.add(f"statistics[{number}]", "twice", value=statistic["label"]["vi"])


def _check_indicator(found: Findings, key: str, indicator: Raw, plan: Raw) -> None:
    levels = [*plan["plan"]["levels"], MEMBER]
    for name, known in (
        ("measure", MEASURES), ("op", COMPARISONS), ("window", WINDOWS),
        ("accountable_level", levels), ("min_level", levels), ("breakdown_level", levels),
    ):  # fmt: skip
        check_known(found, f"{key}.{name}", indicator[name], known)
    _check_area(found, key, indicator["area"], plan)
    check_target(found, key, indicator, plan)
    check_texts(found, key, indicator, plan)
    if DEFAULT not in indicator["readings"]:
        found.add(f"{key}.readings", "missing_key", missing=DEFAULT)
    for name, reading in indicator["readings"].items():
        if name not in NAMED_READINGS and "label" not in reading:
            found.add(f"{key}.readings.{name}", "missing_key", missing="label")
        check_known(found, f"{key}.readings.{name}.judged", reading.get("judged", "quarter"), ("quarter", "month"))


def _check_area(found: Findings, key: str, area: str, plan: Raw) -> None:
    """A figure of an area without a tab has no place in the text of a report."""
    if check_known(found, f"{key}.area", area, plan["areas"]) and plan["areas"][area].get("tab") is False:
        found.add(f"{key}.area", "area_without_tab", area=area)


def _check_statistic(found: Findings, key: str, statistic: Raw, plan: Raw) -> None:
    kind = statistic["kind"]
    _check_area(found, key, statistic["area"], plan)
    if not check_record_kind(found, f"{key}.kind", kind, plan):
        return
    numbers, choices = (
        [known.name for known in FIELD_TYPES.values() if fits(known)]
        for fits in (attrgetter("numeric"), attrgetter("one_choice"))
    )
    for part, types in (("sum", numbers), ("by", choices)):
        field = field_at(plan, kind, statistic[part]) if part in statistic else None
        if part in statistic and (field is None or (has_known_type(field) and field["type"] not in types)):
            found.add(f"{key}.{part}", "no_field_of_type", name=statistic[part], types=", ".join(types))
    check_money_summed(found, key, statistic, plan)
    if "where" in statistic:
        check_expression(found, f"{key}.where", statistic["where"], plan, plan["kinds"][kind])
    if "annex" in statistic:
        check_known(found, f"{key}.annex", statistic["annex"], plan.get("annexes", {}))
    per_unit = statistic.get("per_unit", PER_UNIT[0])
    if check_known(found, f"{key}.per_unit", per_unit, PER_UNIT) and per_unit == "by":
        if "by" not in statistic:
            found.add(f"{key}.per_unit", "by_nothing")
        elif statistic.get("people"):
            found.add(f"{key}.per_unit", "people_by_unit")
