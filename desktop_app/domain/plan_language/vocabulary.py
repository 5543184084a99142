"""The words of the language: which parameters, functions, windows and calendars there are, and of what type."""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from desktop_app.domain.plan_language.tree import ANY, CHOICES, CONDITION, DAY, LEVEL, NUMBER, TEXT, UNIT, Type

WRITTEN = (1,)  # the numbers that `language` may have in the head of a plan
YEAR_ACTIVITY = "year_activity"  # the records of this year of every kind with an area of activity
UNITS = "unit:"  # what a population of units begins with
POPULATIONS = ("root", "member", "lowest", "self", "all")  # besides the plan's own levels
WINDOWS = (
    "year_to_date", "plan_to_date", "period", "until_end", "year_earlier", "year_earlier_to_date", "each", "ever",
)  # fmt: skip
TOTALLED = (
    WINDOWS[:3] + WINDOWS[4:6]
)  # those with a first and a last day, over which totals kept by period are added up
SCHOOL_YEAR = "school_year"  # the part of a calendar that a field can name
CALENDARS = ("quarter", "month", SCHOOL_YEAR)
LINKS = ("own", "subtree", "above")
SUMS = ("own", "scope")  # whose totals kept by period are added up

PARAMETERS: Final[Mapping[str, Type]] = {
    "period_start": DAY, "period_end": DAY, "year_start": DAY, "plan_start": DAY, "plan_quarter_end": DAY,
    "year_of_plan": NUMBER, "school_year_of_end": TEXT, "reporting_unit": UNIT, "root_unit": UNIT,
}  # fmt: skip
LEVELS: Final = ("root_level", "member_level", "lowest_level")

MANY = Type(CHOICES)
SAME = Type("same")  # of the type of what stands before it


class Function(Struct, frozen=True):
    """What a function takes and gives; `more`: the last argument may be repeated. SAME: what the first one is."""

    takes: tuple[Type, ...]
    gives: Type
    more: bool = False


FUNCTIONS: Final[Mapping[str, Function]] = {
    "present": Function((ANY,), CONDITION),
    "has": Function((MANY, TEXT), CONDITION),
    "has_any": Function((MANY, TEXT), CONDITION, more=True),
    "has_all": Function((MANY, TEXT), CONDITION, more=True),
    "size": Function((MANY,), NUMBER),
    "known": Function((DAY,), DAY),
    "months_before": Function((DAY, NUMBER), DAY),
    "days_after": Function((DAY, NUMBER), DAY),
    "level": Function((UNIT,), LEVEL),
    "member": Function((UNIT,), UNIT),
    "name": Function((UNIT,), TEXT),
    "level_name": Function((LEVEL,), TEXT),
    "small": Function((TEXT,), TEXT),
    "text": Function((NUMBER,), TEXT),
    "coalesce": Function((ANY, SAME), SAME, more=True),
    "min": Function((ANY, SAME), SAME, more=True),
    "max": Function((ANY, SAME), SAME, more=True),
    "if": Function((CONDITION, ANY, SAME), SAME),
    "declared": Function((TEXT,), CONDITION),
}  # fmt: skip
FIRST: Final = {"if": 1}  # the argument whose type SAME means, where it is not the first one
WHOLE_ONLY: Final = ("text", "months_before", "days_after")  # what can't be asked of a number with decimals

# How a set may be asked, what that gives, and whether it needs a field: set.field.
ASKS: Final[Mapping[str, tuple[Type, bool]]] = {
    "exists": (CONDITION, False), "excluded": (CONDITION, False), "count": (NUMBER, False), "sum": (NUMBER, True),
    "distinct": (NUMBER, True), "latest": (SAME, True), "earliest": (SAME, True), "total": (NUMBER, True),
    "in_every": (CONDITION, True), "in_any": (CONDITION, True), "lacking": (TEXT, True), "holds": (CONDITION, False),
}  # fmt: skip
BY_CALENDAR: Final = ("in_every", "in_any", "lacking")
