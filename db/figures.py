"""The figures of the plan's indicators for one unit and period: members added up, compared and explained."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from db.completeness import not_reported
from db.connection import Connection
from db.figure_scope import FigureScope, fill, snapshot
from db.members import Readings
from db.plan_roles import Target, judged_by, manual_values, targets
from db.unsettled import in_conflict, unfinished
from desktop_app.domain.figure_texts import (
    Circumstances,
    by_code,
    general_notes,
    main_members,
    missing_of,
    no_figure_text,
    parts_of,
    remarks,
)
from desktop_app.domain.indicators import (
    COUNT,
    GROWTH,
    NOT_APPLICABLE,
    Bar,
    Member,
    Progress,
    Total,
    exceeds,
    short_by,
    show_fraction,
    status_of,
    total,
    value_of,
)
from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.period import Period, show_day
from desktop_app.domain.plan import Indicator, Plan, Reading
from desktop_app.domain.windows import Judged
from desktop_app.errors import AppError
from desktop_app.texts import say

DEFAULT = "default"
MEMBER = "member"
JUDGED_WINDOW = "plan_quarters"


def progress(
    connection: Connection, plan: Plan, units: OrgUnits, period: Period, unit: str, reading: str | None = None
) -> list[Progress]:
    """Every indicator's figure, in the plan's order; `reading` None is the one in force."""
    with open_desk(connection, plan, units, period, unit, reading) as desk:
        return [desk.progress(indicator) for indicator in plan.indicators.values()]


def members(
    connection: Connection, plan: Plan, units: OrgUnits, period: Period, unit: str, code: str,
    reading: str | None = None,
) -> list[Member]:  # fmt: skip
    """The members behind one indicator, with the records that made them count (note `evidence`)."""
    indicator = indicator_of(plan, code)
    with open_desk(connection, plan, units, period, unit, reading) as desk:
        return desk.readings.members(indicator, desk.reading_of(indicator), detail=True)


def indicator_of(plan: Plan, code: str) -> Indicator:
    """The indicator of a code; AppError names those that the plan has."""
    if code not in plan.indicators:
        raise AppError("figure.no_indicator", code=code, known=", ".join(plan.indicators))
    return plan.indicators[code]


@contextmanager
def open_desk(
    connection: Connection, plan: Plan, units: OrgUnits, period: Period, unit: str, reading: str | None = None
) -> Iterator["Desk"]:
    """One unit and period, all of whose figures are read from one state of the file."""
    scope = FigureScope(plan, units, unit, period)
    with snapshot(connection):
        fill(connection, scope)
        yield Desk(
            scope, reading, Readings(connection, scope), targets(connection, scope),
            manual_values(connection, scope), unfinished(connection, scope), in_conflict(connection, scope),
            not_reported(connection, scope),
        )  # fmt: skip


@dataclass
class Desk:
    """One unit and period with all that every indicator needs to know."""

    scope: FigureScope
    wanted: str | None
    readings: Readings
    targets: Mapping[str, Target]
    manual: Mapping[str, tuple[Fraction, Fraction | None]]
    unfinished: Mapping[str, int]
    conflicts: Mapping[str, int]
    not_reported: Mapping[str, list[str]]
    values: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        last_day = show_day(self.scope.period.last_day)
        self.values = {"school_year": self.scope.school_year, "last_day": last_day, "year": self.scope.period.year}

    def reading_of(self, indicator: Indicator) -> Reading:
        """The reading asked for, else the one in force."""
        target = self.targets.get(indicator.code)
        name = self.wanted or (target.reading if target else DEFAULT)
        if name not in indicator.readings:
            raise AppError("figure.no_reading", reading=name, known=", ".join(indicator.readings))
        return indicator.readings[name]

    def bar(self, indicator: Indicator) -> Bar:
        """The threshold in force; an upper threshold below it has lost its meaning."""
        target = self.targets.get(indicator.code)
        threshold = target.threshold if target and target.threshold is not None else indicator.threshold
        top = target.threshold_max if target and target.threshold_max is not None else indicator.threshold_max
        low = Fraction(threshold)
        return Bar(indicator.measure, low, None if top is None or top < threshold else Fraction(top))

    def progress(self, indicator: Indicator) -> Progress:
        """One indicator's figure."""
        return self.explained(indicator)[0]

    def explained(self, indicator: Indicator, detail: bool = False) -> tuple[Progress, list[Member] | None]:
        """One indicator, in this order: typed in by hand, not applicable, then what the reading finds.

        The members stand beside it; None where the figure does not come from any.
        """
        reading = self.reading_of(indicator)
        if indicator.code in self.manual:
            numerator, denominator = self.manual[indicator.code]
            if indicator.measure == GROWTH and denominator is not None:
                numerator -= denominator
            denominator = None if indicator.measure == COUNT else denominator
            return self._build(indicator, reading, Total(numerator, denominator)), None
        reason = self._not_applicable(indicator, reading)
        if reason:
            return self._build(indicator, reading, Total(None, None), reason=reason), None
        found = self.readings.members(indicator, reading, detail)
        both = total(main_members(found), indicator.measure, reading.capped)
        return self._build(indicator, reading, both, found), found

    def _not_applicable(self, indicator: Indicator, reading: Reading) -> str:
        plan, units = self.scope.plan, self.scope.units
        level = plan.member_level if indicator.min_level == MEMBER else indicator.min_level
        if any(units.level(code) == level for code in units.ancestors(self.scope.unit)[1:]):
            return say("figure.below_level", level=plan.levels.get(level, level))
        if indicator.window == JUDGED_WINDOW and not self._judged(indicator, reading).parts:
            return say("figure.before_judged", day=show_day(self.scope.plan_day))
        return ""

    def _judged(self, indicator: Indicator, reading: Reading) -> Judged:
        if indicator.window != JUDGED_WINDOW:
            return Judged()
        return self.scope.judged(judged_by(self.scope.plan, indicator.code, reading.name))

    def _build(
        self, indicator: Indicator, reading: Reading, both: Total, found: list[Member] | None = None, reason: str = ""
    ) -> Progress:
        bar, manual = self.bar(indicator), found is None and not reason
        status = NOT_APPLICABLE if reason else status_of(bar, both.numerator, both.denominator)
        parts = parts_of(indicator, reading, found or [])
        values = self.values | {n: show_fraction(p.numerator) for n, p in parts.items() if p.numerator is not None}
        around = self._circumstances(indicator, reading, bar, both, manual)
        coded = by_code(found or [], both)
        notes = general_notes(indicator, around)
        if found is not None:
            notes += remarks(indicator, coded, values, self.scope.units.name)
        return Progress(
            indicator.code, indicator.area, str(indicator.title), str(indicator.short), str(indicator.unit),
            indicator.measure, reading.name, str(reading.wording), bar.threshold, bar.top, status,
            both.numerator, both.denominator, reason or no_figure_text(indicator, status, values),
            exceeds(bar, value_of(bar.measure, both.numerator, both.denominator)),
            found is not None and around.judged.provisional, manual, around.short_by, tuple(notes), parts,
            tuple(missing_of(indicator, coded, values)),
        )  # fmt: skip

    def _circumstances(
        self, indicator: Indicator, reading: Reading, bar: Bar, both: Total, manual: bool
    ) -> Circumstances:
        scope = self.scope
        return Circumstances(
            bar=bar,
            total=both,
            short_by=short_by(bar, both.numerator, both.denominator),
            judged=Judged() if manual else self._judged(indicator, reading),
            manual=manual,
            accountable=scope.units.level(scope.unit) == indicator.accountable_level,
            before_plan=scope.period.last_day < scope.plan_day,
            unfinished=self.unfinished[indicator.code],
            conflicts=self.conflicts[indicator.code],
            not_reported=len(self.not_reported.get(indicator.area, ())),
            units=len(scope.below),
        )
