"""What the figures of a plan are called in DHIS2: data of the plan, and the period codes that DHIS2 documents."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from desktop_app.domain.period import MONTHS, QUARTERS, YEAR, Period, Scheme
from desktop_app.domain.plan import Plan
from desktop_app.messages import NO_LABEL, Message

CODE, UID = ID_SCHEMES = ("code", "uid")
_HALVES = {"H1": "S1", "H2": "S2"}
_CALENDAR = Scheme("", NO_LABEL)


class IndicatorElements(Struct, frozen=True):
    """The data elements of the sides of an indicator; an empty one is not sent."""

    numerator: str = ""
    denominator: str = ""


class StatisticElements(Struct, frozen=True):
    """The data elements of a statistic: of the whole, and of its parts, each under its category option combo."""

    data_element: str = ""
    parts: str = ""


class Dhis2Mapping(Struct, frozen=True):
    """How a plan is sent: `org_unit` and `category_option_combo` are patterns for what is not named by itself.

    The periods are those of `period_scheme` by their names. Their days may be others than those of the calendar; a code
    always means one and the same days.
    """

    id_scheme: str
    period_scheme: str
    org_unit: str
    data_set: str
    category_option_combo: str
    org_units: Mapping[str, str]
    category_option_combos: Mapping[str, Mapping[str, str]]
    indicators: Mapping[str, IndicatorElements]
    statistics: Mapping[str, StatisticElements]

    def unit_id(self, version: str, code: str) -> str:
        """Empty where the plan names none."""
        return self.org_units.get(code) or self.org_unit.format(version=version, code=code)

    def combo_id(self, choices: str, value: str) -> str:
        named = self.category_option_combos.get(choices, {}).get(value)
        return named or self.category_option_combo.format(list=choices, value=value)


def dhis2_mapping(plan: Plan) -> Dhis2Mapping | None:
    """None where the plan says nothing of DHIS2."""
    raw: Mapping[str, Any] | None = plan.source.get("dhis2")
    if raw is None:
        return None
    return Dhis2Mapping(
        raw["id_scheme"], raw["period_scheme"], raw.get("org_unit", ""), raw.get("data_set", ""),
        raw.get("category_option_combo", ""),
        raw.get("org_units", {}), raw.get("category_option_combos", {}),
        {code: IndicatorElements(**of) for code, of in raw.get("indicators", {}).items()},
        {name: StatisticElements(**of) for name, of in raw.get("statistics", {}).items()},
    )  # fmt: skip


def period_code(period: Period) -> str | None:
    """`202204`, `2022Q2`, `2022S1`, `2022`; None where DHIS2 has no period of that kind."""
    if period.code == YEAR:
        return str(period.year)
    if period.code in MONTHS or period.code in QUARTERS:
        return f"{period.year}{period.code}"
    half = _HALVES.get(period.code or "")
    return f"{period.year}{half}" if half else None


def said_days(period: Period) -> Message:
    """Of which days a period code speaks; they need not be those of the calendar."""
    calendar = _CALENDAR.period(period.code or YEAR, period.year)
    same = calendar and (calendar.first_day, calendar.last_day) == (period.first_day, period.last_day)
    key = "dhis2.days_calendar" if same else "dhis2.days"
    return Message(key, code=period_code(period), period=period.label, days=period.dates)
