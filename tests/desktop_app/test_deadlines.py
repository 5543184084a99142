"""Cut-off and due day of a period, under both schemes and an office's own."""

from datetime import date
from typing import Any

import pytest

from desktop_app.domain.deadlines import Deadline, deadlines
from desktop_app.domain.period_reading import parse_period
from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.domain.windows import holidays, working_days
from desktop_app.errors import AppError
from desktop_app.texts import in_words
from tests.figure_file import shipped_plan
from tests.sentences import printed

PLAN = shipped_plan()


def own_days(days: dict[str, Any]) -> Plan:
    """The plan of an office that set its own dates."""
    source = dict(PLAN.source)
    schemes = {**source["period_schemes"], "tuy_chon": {"label": {"vi": "Tự đặt"}, "days": days}}
    return parse_plan({**source, "period_schemes": schemes})


def told(text: str, today: str, plan: Plan = PLAN) -> list[Deadline]:
    period = parse_period(text, plan.schemes, plan.period_scheme)
    return deadlines(plan, period, date.fromisoformat(today))


def test_both_schemes_stand_beside_each_other() -> None:
    ours, calendar = told("2022-Q2", "2022-06-10")
    assert (ours.period.scheme, ours.in_force, str(ours.cut_off), str(ours.due)) == (
        "nd09", True, "2022-06-14", "2022-06-21",
    )  # fmt: skip
    assert (ours.days_to_cut_off, ours.days_to_due, ours.working_days_to_due) == (4, 11, 7)
    assert (calendar.period.scheme, calendar.in_force, str(calendar.cut_off), str(calendar.due)) == (
        "duong_lich", False, "2022-06-30", "2022-07-07",
    )  # fmt: skip


def test_the_countdown_goes_below_zero() -> None:
    ours, _ = told("2022-Q2", "2022-06-23")
    assert (ours.days_to_cut_off, ours.days_to_due, ours.working_days_to_due) == (-9, -2, -2)


def test_holidays_put_the_due_day_off() -> None:
    ours, _ = told("2022-08", "2022-08-14")
    assert str(ours.due) == "2022-08-19"
    calendar = told("duong_lich:2022-08", "2022-08-31")[0]
    assert str(calendar.due) == "2022-09-09"  # 1 and 2 September are holidays
    assert calendar.working_days_to_due == 5


def test_an_offices_own_days_join_the_two_schemes() -> None:
    plan = own_days({"2022": ["2021-12-20", "2022-12-19"], "2022-Q2": ["2022-03-20", "2022-06-19"]})
    assert [d.period.scheme for d in told("2022-Q2", "2022-06-01", plan)] == ["nd09", "duong_lich", "tuy_chon"]
    assert [d.period.scheme for d in told("2022-Q3", "2022-06-01", plan)] == ["nd09", "duong_lich"]
    first = told("tuy_chon:2022-Q2", "2022-06-01", plan)[0]
    assert (str(first.cut_off), in_words(first.scheme_label)) == ("2022-06-19", "Tự đặt")


def test_a_free_range_has_its_own_days_only() -> None:
    (only,) = told("2022-07-01..2022-07-31", "2022-07-01")
    assert str(only.cut_off) == "2022-07-31"
    assert printed(only)["due"] == "2022-08-05"


def test_another_year_is_refused() -> None:
    with pytest.raises(AppError):
        told("2023-Q1", "2022-06-01")


def test_working_days_are_counted_both_ways() -> None:
    friday, monday = date(2022, 8, 26), date(2022, 9, 5)
    free = holidays(PLAN.source)
    assert working_days(friday, monday, free) == 4
    assert working_days(monday, friday, free) == -4
    assert working_days(friday, friday, free) == 0
