"""When a period's figures are cut off and when its report is due, under every scheme that has the period."""

from datetime import date
from typing import Any

from msgspec import Struct

from desktop_app.domain.period import Period, require_plan_year
from desktop_app.domain.plan import Plan
from desktop_app.domain.windows import due_day, holidays, working_days
from desktop_app.messages import Label


class Deadline(Struct, frozen=True):
    """Two days that are apart: the last day whose records belong to the period, and the day its report is due.

    The numbers of days count down to both and are negative once the day is over; 0 is today.
    """

    period: Period
    scheme_label: Label
    in_force: bool
    cut_off: date
    due: date
    days_to_cut_off: int
    days_to_due: int
    working_days_to_due: int

    def to_json(self) -> dict[str, Any]:
        return {
            "scheme": self.period.scheme, "scheme_label": self.scheme_label, "in_force": self.in_force,
            "period": self.period.text, "label": self.period.label, "first_day": self.period.first_day,
            "cut_off": self.cut_off, "due": self.due, "days_to_cut_off": self.days_to_cut_off,
            "days_to_due": self.days_to_due, "working_days_to_due": self.working_days_to_due,
        }  # fmt: skip


def deadlines(plan: Plan, period: Period, today: date) -> list[Deadline]:
    """The scheme asked for first, then the same period under the others; a free range has its own days only."""
    require_plan_year(period, plan.years)
    schemes = plan.schemes
    found = [period]
    if period.code is not None:
        others = (s.period(period.code, period.year) for name, s in schemes.items() if name != period.scheme)
        found += [p for p in others if p]
    return [_deadline(plan, p, schemes[p.scheme].label, today) for p in found]


def _deadline(plan: Plan, period: Period, label: Label, today: date) -> Deadline:
    free = holidays(plan.source)
    due = due_day(period.last_day, int(plan.settings.get("due_working_days", 0)), free)
    return Deadline(
        period, label, period.scheme == plan.period_scheme, period.last_day, due,
        (period.last_day - today).days, (due - today).days, working_days(today, due, free),
    )  # fmt: skip
