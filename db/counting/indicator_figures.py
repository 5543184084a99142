"""The figures of the plan's indicators for one unit and period: members added up, compared and explained."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from functools import partial
from typing import Any

from msgspec import Struct

from db.cache import Cache
from db.counting.figure_scope import FigureScope, fill, snapshot
from db.counting.found import Evidence
from db.counting.members import Readings
from db.counting.plan_roles import Target, judged_by, manual_values, targets
from db.counting.unit_completeness import AreaReports, area_reports
from db.counting.unsettled import in_conflict, unfinished
from db.open_file import OpenFile
from desktop_app.domain.comparisons import COMPARISONS
from desktop_app.domain.deferred import Deferred
from desktop_app.domain.figure_texts import (
    Circumstances,
    CountedReading,
    by_code,
    general_notes,
    missing_of,
    no_figure,
    parts_of,
    remarks,
    silent_codes,
)
from desktop_app.domain.indicators import (
    NOT_APPLICABLE,
    Criterion,
    Gap,
    IndicatorResult,
    Member,
    Total,
    exceeds,
    short_by,
    status_of,
)
from desktop_app.domain.measures import show_fraction, sides_by_hand, value_of
from desktop_app.domain.period import Period, show_day
from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_indicators import DEFAULT, MEMBER, Indicator, Reading
from desktop_app.domain.targets import PlannedTarget
from desktop_app.domain.windows import JudgedPeriods
from desktop_app.domain.year_targets import planned_criterion
from desktop_app.errors import AppError
from desktop_app.messages import Message, Text

JUDGED_WINDOW = "plan_quarters"


def progress(
    file: OpenFile, period: Period, unit: str, reading: str | None = None, *, public: bool = False
) -> list[IndicatorResult]:
    """Every indicator's figure, in the plan's order; `reading` None is the one in force."""
    with figure_context(file, period, unit, reading, public=public) as context:
        return [context.progress(indicator) for indicator in file.plan.indicators.values()]


def members(file: OpenFile, period: Period, unit: str, code: str, reading: str | None = None) -> list[Member]:
    """The members behind one indicator, with the records that made them count (note `evidence`)."""
    indicator = indicator_of(file.plan, code)
    with figure_context(file, period, unit, reading) as context:
        return context.readings.members(indicator, context.reading_of(indicator), detail=True)


def indicator_of(plan: Plan, code: str) -> Indicator:
    """The indicator of a code; AppError names those that the plan has."""
    if code not in plan.indicators:
        raise AppError("figure.no_indicator", code=code, known=", ".join(plan.indicators))
    return plan.indicators[code]


@contextmanager
def figure_context(
    file: OpenFile, period: Period, unit: str, reading: str | None = None, *, public: bool = False
) -> Iterator["FigureContext"]:
    """One unit and period, all of whose figures are read from one state of the file. `public`: without records
    that are not.
    """
    connection, scope = file.connection, FigureScope(file.plan, file.units, unit, period, public)
    cache = Cache(connection) if scope.public else file.cache
    with snapshot(connection):
        with file.cache.ignoring_writes():
            fill(connection, scope)
        yield FigureContext(
            scope, reading, cache, Readings(connection, scope, cache=file.cache), targets(connection, scope),
            manual_values(connection, scope), unfinished(connection, scope, cache), in_conflict(connection, scope),
            area_reports(connection, scope, cache),
        )  # fmt: skip


class FigureContext(Struct):
    """One unit and period with all that every indicator needs to know."""

    scope: FigureScope
    wanted: str | None
    cache: Cache
    readings: Readings
    targets: Mapping[str, Target]
    manual: Mapping[str, tuple[Fraction, Fraction | None]]
    unfinished: Mapping[str, int]
    conflicts: Mapping[str, int]
    reports: Mapping[str, AreaReports]
    values: dict[str, Any] = {}

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

    def criterion(self, indicator: Indicator) -> Criterion:
        """The threshold in force; an upper one has no meaning below it, nor where the sign knows no range."""
        plan, period, target = self.scope.plan, self.scope.period, self.targets.get(indicator.code)
        if len(plan.years) > 1:
            own = planned_criterion(plan, indicator, period)
            target = None if period.several_years and period.text in indicator.targets else target
        else:
            high = None if indicator.threshold_max is None else Fraction(indicator.threshold_max)
            own = Criterion(indicator.measure, indicator.op, Fraction(indicator.threshold), high)
        if target is None or not COMPARISONS[own.op].judges:
            return own
        threshold = own.threshold if target.threshold is None else Fraction(target.threshold)
        top = own.top if target.threshold_max is None else Fraction(target.threshold_max)
        wanted = top is not None and top >= threshold and COMPARISONS[own.op].has_range
        return Criterion(own.measure, own.op, threshold, top if wanted else None)

    def planned(self, indicator: Indicator) -> PlannedTarget | None:
        """What the plan asks for, where an office has set something else."""
        target, in_force = self.targets.get(indicator.code), self.criterion(indicator)
        if target is None:
            return None
        own = planned_criterion(self.scope.plan, indicator, self.scope.period)
        if (in_force.threshold, in_force.top) == (own.threshold, own.top):
            return None
        return PlannedTarget(own.threshold, own.top, target.basis)

    def progress(self, indicator: Indicator) -> IndicatorResult:
        """One indicator's figure, in this order: typed in by hand, not applicable, then what the reading finds."""
        reading = self.reading_of(indicator)
        return self._without_members(indicator, reading) or self._build(
            indicator, reading, self._counted(indicator, reading)
        )

    def explained(
        self, indicator: Indicator, detail: bool = False
    ) -> tuple[IndicatorResult, list[Member] | None, Evidence]:
        """One indicator's figure with its members, None where it comes from none; `detail`: with what proves it."""
        reading = self.reading_of(indicator)
        figure = self._without_members(indicator, reading)
        if figure:
            return figure, None, Evidence()
        if detail:
            found, evidence = self.readings.explained(indicator, reading)
        else:
            found, evidence = self.readings.found(indicator, reading), Evidence()
        counted = _count(indicator, reading, *found.summed(indicator.measure, reading.capped, silent_codes(indicator)))
        return self._build(indicator, reading, counted), found.members(), evidence

    def by_hand(self, indicator: Indicator) -> Total | None:
        """The two sides that were typed in; a growth is what the period has more than its base."""
        if indicator.code not in self.manual:
            return None
        return Total(*sides_by_hand(indicator.measure, *self.manual[indicator.code]))

    def _counted(self, indicator: Indicator, reading: Reading) -> CountedReading:
        key = (self.scope.unit, self.scope.period, indicator.code, reading.name)
        return self.cache.get(
            key,
            lambda: self.readings.kinds(indicator, reading),
            lambda: _count(indicator, reading, *self.readings.summed(indicator, reading)),
        )

    def _without_members(self, indicator: Indicator, reading: Reading) -> IndicatorResult | None:
        by_hand = self.by_hand(indicator)
        if by_hand:
            return self._build(indicator, reading, CountedReading(by_hand), manual=True)
        reason = self._not_applicable(indicator, reading)
        nothing = CountedReading(Total(None, None))
        return self._build(indicator, reading, nothing, reason) if reason else None

    def _not_applicable(self, indicator: Indicator, reading: Reading) -> Text:
        plan, unit = self.scope.plan, self.scope.unit
        level = plan.member_level if indicator.min_level == MEMBER else indicator.min_level
        if self.scope.units.ancestor_at(unit, level) not in (None, unit):
            return Message("figure.below_level", level=plan.levels.get(level, level))
        if len(plan.years) > 1 and self.scope.period.several_years and self.readings.looks_back(indicator, reading):
            return Message("figure.no_year_earlier")
        if indicator.window == JUDGED_WINDOW and not self._judged(indicator, reading).parts:
            return Message("figure.before_judged", day=show_day(self.scope.plan_day))
        return ""

    def _judged(self, indicator: Indicator, reading: Reading) -> JudgedPeriods:
        if indicator.window != JUDGED_WINDOW:
            return JudgedPeriods()
        return self.scope.judged(judged_by(self.scope.plan, indicator.code, reading.name))

    def _build(
        self, indicator: Indicator, reading: Reading, counted: CountedReading, reason: Text = "", manual: bool = False
    ) -> IndicatorResult:
        criterion, both, parts = self.criterion(indicator), counted.total, counted.parts
        values = self.values | {n: show_fraction(p.numerator) for n, p in parts.items() if p.numerator is not None}
        status, text = NOT_APPLICABLE, reason
        if not reason:
            found, reports = status_of(criterion, both.numerator, both.denominator), self.reports.get(indicator.area)
            status, text = no_figure(indicator, found, counted.coded, bool(reports and reports.nothing), values)
        from_members = not (manual or reason)
        judged = self._judged(indicator, reading) if from_members else JudgedPeriods()
        decimals = self.readings.has_decimals(indicator, reading)
        short = short_by(criterion, both.numerator, both.denominator, decimals=decimals)
        around = self._circumstances(indicator, criterion, both, short, judged, manual)
        notes = general_notes(indicator, reading.name, around)
        if from_members:
            notes += remarks(indicator, counted.coded, values, self.scope.units.name)
        return IndicatorResult(
            indicator.code, indicator.area, indicator.title, indicator.short, indicator.unit,
            indicator.measure, reading.name, reading.wording, criterion.threshold, criterion.top, status,
            both.numerator, both.denominator, text,
            exceeds(criterion, value_of(criterion.measure, both.numerator, both.denominator)),
            judged.provisional, manual, around.short_by, tuple(notes), parts, criterion.op, around.planned,
            Deferred(partial(missing_of, indicator, counted, values)),
        )  # fmt: skip

    def _circumstances(
        self, indicator: Indicator, criterion: Criterion, both: Total, short: Gap | None,
        judged: JudgedPeriods, manual: bool,
    ) -> Circumstances:  # fmt: skip
        scope = self.scope
        return Circumstances(
            criterion=criterion,
            planned=self.planned(indicator),
            total=both,
            short_by=short,
            judged=judged,
            manual=manual,
            accountable=scope.units.level(scope.unit) == indicator.accountable_level,
            before_plan=scope.period.last_day < scope.plan_day,
            unfinished=self.unfinished[indicator.code],
            conflicts=self.conflicts[indicator.code],
            not_reported=len(self.reports[indicator.area].silent) if indicator.area in self.reports else 0,
            units=len(scope.below),
        )


def _count(
    indicator: Indicator, reading: Reading, both: Total, remarked: Sequence[Member], lacking: Sequence[Member]
) -> CountedReading:
    return CountedReading(both, parts_of(indicator, reading, remarked), by_code(remarked, both), lacking)
