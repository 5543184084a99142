"""The units directly below in the order of how many indicators each of them meets."""

from fractions import Fraction
from typing import NamedTuple

from desktop_app.domain.collation import sort_key
from desktop_app.domain.indicators import MET, NO_DATA, NOT_MET
from desktop_app.report.data import ReportData


class RankedUnit(NamedTuple):
    """A unit, its place (0: none), and how many it meets of the indicators for which it has a figure."""

    unit: str
    number: int
    met: int
    judged: int


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
    known = [f.status for f in data.below[unit] if f.judged]
    judged = known.count(MET) + known.count(NOT_MET)
    applicable = judged + known.count(NO_DATA)
    return RankedUnit(unit, applicable, known.count(MET), judged) if applicable else None


def _share(one: RankedUnit) -> Fraction | None:
    """What it meets of what it is judged by; None where too little is known for a place."""
    return Fraction(one.met, one.judged) if one.judged and 2 * one.judged >= one.number else None
