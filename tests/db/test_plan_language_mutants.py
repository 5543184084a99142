"""The comparison with the SQL by hand catches what is wrong in a plan: each mutant of the language is told apart."""

from copy import deepcopy
from typing import Any

import pytest

from db.counting.indicator_figures import figure_context
from desktop_app.domain.period_reading import parse_period
from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_parsing import parse_plan
from tests.figure_comparison import CASES, DataSet, written
from tests.figure_file import memory_file
from tests.harness.language.comparison import all_members, by_hand

MOST = 120  # data sets until every mutant must be caught
SOONER = (4, 6, 10, 20, 2, 8, 18)  # those of them that catch some, tried first
PLAN = CASES["2022"].plan

# what is wrong: where in the plan, what stands there instead, and the indicator and reading that it changes
MUTANTS: dict[str, tuple[str, Any, str, str]] = {
    "a day late": (
        "sets/active_schools/where", "not present(closed_date) or closed_date >= period_end", "1.4", "loose",
    ),
    "whenever": ("sets/visits/during", "ever", "3.3", "default"),
    "a condition less": ("sets/own_media/where", "true", "1.2", "strict"),
    "the earliest": ("sets/active_establishments/values/workers", "earliest(headcounts.workers)", "1.3", "default"),
    "no exclusion": ("sets/visits/exclusions", {}, "3.3", "loose"),
    "units below": ("sets/year_plans/units", "subtree", "2.1", "loose"),
    "the unit alone": ("sets/cases_in_need/units", "own", "4.2", "loose"),
    "any for every": (
        "indicators/1.1/readings/default/numerator", "in_any(quarter, communication.form)", "1.1",
        "default",
    ),
    "or for and": (
        "indicators/2.1/readings/default/numerator", "exists(year_plans) or exists(activities)", "2.1",
        "default",
    ),
    "less for at most": ("indicators/3.1/readings/default/numerator", "closed < due", "3.1", "default"),
    "another reason": ("indicators/3.3/readings/default/why", {"only_closed": "true"}, "3.3", "default"),
    "a value less": ("indicators/2.2/readings/strict/lacks/values", ["ktxh", "an_sinh", "ma_tuy"], "2.2", "strict"),
    "no records added": ("indicators/4.2/readings/loose/adds", None, "4.2", "loose"),
    "another group": ("indicators/5.1/readings/default/group_by", ["place", "place"], "5.1", "default"),
    "the sum for the greater": ("indicators/4.2/readings/strict/numerator", "coalesce(served_two, 0)", "4.2", "strict"),
    "part of the year": ("sets/uses/during", "period", "4.2", "default"),
    "not topmost": ("sets/populations/topmost", False, "4.2", "default"),
    "this period's base": ("sets/baseline/during", "period", "3.2", "default"),
    "holes in the base": ("sets/baseline/whole", False, "3.2", "default"),
    "a remark less": ("indicators/4.1/readings/default/remarks", [], "4.1", "default"),
    "a silent detail": ("indicators/1.4/readings/strict/detail", "each", "1.4", "strict"),
    "no end": ("sets/hotspots/state", ["date", "date"], "3.2", "default"),
}  # fmt: skip


def mutant(path: str, value: Any) -> Plan:
    source = deepcopy(dict(PLAN.source))
    *steps, last = path.split("/")
    part: Any = source
    for step in steps:
        part = part[step]
    if value is None:
        del part[last]
    else:
        part[last] = value
    return parse_plan(source)


def says(made: DataSet, plan: Plan, code: str, reading: str) -> Any:
    """The figure with all that is said of it, and its members."""
    period = parse_period(made.period, plan.schemes, plan.period_scheme)
    with figure_context(memory_file(plan, made.case.file), period, made.unit, reading) as context:
        told = context.progress(plan.indicators[code]).to_json()
    return str(told), all_members(made.case._replace(plan=plan), made.unit, made.period, reading, [code])[code]


@pytest.mark.no_cover
def test_every_mutant_of_the_language_is_caught() -> None:
    hand, plans = by_hand(PLAN), {name: mutant(*found[:2]) for name, found in MUTANTS.items()}
    for seed in (*SOONER, *range(MOST)):
        made = written(seed, "2022")
        for name, plan in list(plans.items()):
            code, reading = MUTANTS[name][2:]
            if says(made, plan, code, reading) != says(made, hand, code, reading):
                del plans[name]
        if not plans:
            return
    assert list(plans) == []
