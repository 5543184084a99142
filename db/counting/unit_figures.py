"""The figures of people of every unit at once: the two sides, the verdict, and the named parts."""

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction

from msgspec import Struct

from db.cache import Cache
from db.connection import Connection
from db.counting.figure_scope import FigureScope, fill, refill, snapshot
from db.counting.indicator_figures import FigureContext
from db.counting.members import Readings
from db.counting.plan_roles import Target, manual_values, targets
from db.open_file import OpenFile
from desktop_app.domain.figure_texts import main_members, parts_of
from desktop_app.domain.indicators import NOT_APPLICABLE, Criterion, Member, status_of, total
from desktop_app.domain.measures import value_of
from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.period import Period
from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_indicators import MEMBER, Indicator


class UnitFigure(Struct, frozen=True):
    """An indicator of one unit as numbers; `parts` are the named ones."""

    criterion: Criterion
    numerator: Fraction | None
    denominator: Fraction | None
    parts: Mapping[str, Fraction | None]

    @property
    def status(self) -> str:
        return status_of(self.criterion, self.numerator, self.denominator)

    @property
    def has_value(self) -> bool:
        return value_of(self.criterion.measure, self.numerator, self.denominator) is not None


def unit_figures(
    file: OpenFile, period: Period, wanted: Collection[str], counting: Collection[Indicator]
) -> dict[str, dict[str, UnitFigure]]:
    """Per indicator its figure of each of these units; one of them lies above all others."""
    connection, plan, units = file.connection, file.plan, file.units
    own = [i for i in counting if i.min_level == MEMBER]  # a member's own records may replace those of units below it
    top = next(unit for unit in wanted if all(unit in units.ancestors(one) for one in wanted))
    codes = [top, *(unit for unit in units.descendants(top) if unit in wanted and unit != top)]
    found: dict[str, dict[str, UnitFigure]] = {indicator.code: {} for indicator in counting}
    with snapshot(connection), file.cache.ignoring_writes():
        fill(connection, FigureScope(plan, units, top, period))
        for indicator in counting:
            if indicator not in own:
                figures = _shared_out(connection, plan, units, period, indicator, codes)
                found[indicator.code] = {unit: figure for unit, figure in figures if figure}
        for code in codes if own else ():
            if units.ancestor_at(code, plan.member_level) in (None, code):  # no member lies above it
                context = _context_of(connection, FigureScope(plan, units, code, period, public=True))
                for indicator in own:
                    members = context.readings.members(indicator, context.reading_of(indicator))
                    if figure := _figure(context, indicator, members):
                        found[indicator.code][code] = figure
    return found


def _context_of(connection: Connection, scope: FigureScope) -> FigureContext:
    refill(connection, scope)
    by_hand = manual_values(connection, scope)
    return FigureContext(
        scope, None, Cache(connection), Readings(connection, scope), targets(connection, scope), by_hand, {}, {}, {}
    )


def _shared_out(
    connection: Connection, plan: Plan, units: OrgUnits, period: Period, indicator: Indicator, codes: list[str]
) -> Iterable[tuple[str, UnitFigure | None]]:
    """Of an indicator whose members belong to units: those of the first unit, shared out over the others."""
    context = _context_of(connection, FigureScope(plan, units, codes[0], period))
    members: dict[str, list[Member]] = {code: [] for code in codes}
    for member in context.readings.members(indicator, context.reading_of(indicator)):
        for code in units.ancestors(member.unit or codes[0]):
            members.get(code, []).append(member)
    for code in codes:
        own = FigureScope(plan, units, code, period)
        bound = targets(connection, own)
        if _reading(bound, indicator) != _reading(
            context.targets, indicator
        ):  # the office reads the indicator otherwise
            other = _context_of(connection, own)
            yield code, _figure(other, indicator, other.readings.members(indicator, other.reading_of(indicator)))
            continue
        context.manual, context.targets = manual_values(connection, own), bound
        yield code, _figure(context, indicator, members[code])


def _reading(bound: Mapping[str, Target], indicator: Indicator) -> str | None:
    return bound[indicator.code].reading if indicator.code in bound else None


def _figure(context: FigureContext, indicator: Indicator, members: list[Member]) -> UnitFigure | None:
    reading = context.reading_of(indicator)
    if by_hand := context.by_hand(indicator):
        return UnitFigure(context.criterion(indicator), by_hand.numerator, by_hand.denominator, {})
    both = total(main_members(members), indicator.measure, reading.capped)
    parts = {name: part.numerator for name, part in parts_of(indicator, reading, members).items()}
    figure = UnitFigure(context.criterion(indicator), both.numerator, both.denominator, parts)
    return figure if figure.status != NOT_APPLICABLE or parts else None
