"""The units directly below in the order of how many indicators each of them meets."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from msgspec.structs import replace

from desktop_app.domain.audiences import PUBLIC
from desktop_app.domain.collation import sort_key
from desktop_app.domain.count_system import SHOWN
from desktop_app.domain.indicators import MET, NO_DATA, NOT_MET, IndicatorResult
from desktop_app.domain.plan_indicators import DEFAULT
from desktop_app.report.data import ReportData
from desktop_app.report.masking import has_no_units, is_guarded, sides
from desktop_app.report.sentences import concerns


class RankedUnit(NamedTuple):
    """A unit, its place (0: none), and how many it meets of the indicators for which it has a figure."""

    unit: str
    number: int
    met: int
    judged: int


def may_draw(data: ReportData, figures: Sequence[IndicatorResult]) -> bool:
    """Whether these figures of an indicator of the unit, the last of them that of this period, hide nobody."""
    *before, now = figures
    without_marks = replace(data, marks=None)
    return may_show(data, data.unit, now) and all(may_show(without_marks, data.unit, one) for one in before)


def may_show(data: ReportData, unit: str, figure: IndicatorResult) -> bool:
    """Whether a unit's figure hides no people from who reads this report, so that it may be drawn and ranked."""
    indicator = data.plan.indicators[figure.code]
    if is_never_shown(data, figure) or (unit != data.unit and has_no_units(data, figure.code)):
        return False
    return not is_guarded(data, indicator) or sides(data, unit, figure) == (SHOWN, SHOWN)


def is_never_shown(data: ReportData, figure: IndicatorResult) -> bool:
    """Of people who are supported, and of what is made of parts that count people, one period or unit could tell what
    another hides: such figures are neither drawn nor ranked.
    """
    indicator = data.plan.indicators[figure.code]
    of_parts = bool(indicator.people_parts) and data.audience == PUBLIC and figure.reading != DEFAULT
    return of_parts or (indicator.supported and is_guarded(data, indicator))


def never_shown(data: ReportData) -> list[str]:
    """The codes of the unit's figures that are neither drawn nor ranked, whatever they are."""
    return [one.code for one in data.progress if concerns(one) and is_never_shown(data, one)]


def partly_shown(data: ReportData) -> list[str]:
    """The codes of those of which a trend or a unit's place would tell more of few people than this paper does."""
    drawn = {trend.last.code for trend in data.trends if may_draw(data, trend.figures)}
    hidden = {f.code for unit, row in data.below.items() for f in row if not may_show(data, unit, f)}
    hidden |= {f.code for f in data.progress if f.exact is not None and f.code not in drawn}
    guarded = {one.code for one in data.progress if is_guarded(data, data.plan.indicators[one.code])}
    wanted = hidden & guarded - {*never_shown(data)}
    return [one.code for one in data.progress if one.code in wanted and concerns(one)]


def places(data: ReportData) -> list[RankedUnit]:
    """The unit that meets the largest share of those it has a figure for first; equal ones share a place and stand by
    name. A unit without a figure for half of what applies to it has no place and stands last; nor has a single one.
    """
    found = [(_share(one), one) for one in (_counted(data, unit) for unit in data.below) if one]
    found.sort(key=lambda one: (one[0] is None, -(one[0] or 0), sort_key(data.units.name(one[1].unit))))
    shares = [share for share, _ in found if share is not None]
    if len(shares) < 2:
        return []
    return [one._replace(number=0 if share is None else 1 + shares.index(share)) for share, one in found]


def _counted(data: ReportData, unit: str) -> RankedUnit | None:
    """A unit without a place yet; its number is how many indicators apply to it."""
    known = [f.status for f in data.below[unit] if f.judged and may_show(data, unit, f)]
    judged = known.count(MET) + known.count(NOT_MET)
    applicable = judged + known.count(NO_DATA)
    return RankedUnit(unit, applicable, known.count(MET), judged) if applicable else None


def _share(one: RankedUnit) -> Fraction | None:
    """What it meets of what it is judged by; None where too little is known for a place."""
    return Fraction(one.met, one.judged) if one.judged and 2 * one.judged >= one.number else None
