"""The units directly below in the order of how many indicators each of them meets."""

from collections.abc import Sequence
from typing import NamedTuple

from desktop_app.domain.collation import sort_key
from desktop_app.domain.indicators import MET, NO_DATA, NOT_MET, IndicatorResult
from desktop_app.report.data import ReportData
from desktop_app.report.masking import DEFAULT


class RankedUnit(NamedTuple):
    """A unit, its place, and how many of the indicators that it is judged by it meets."""

    unit: str
    number: int
    met: int
    judged: int


def may_show(data: ReportData, figures: Sequence[IndicatorResult]) -> bool:
    """Whether an indicator counts no people, nor any of these figures of it.

    What a period or a unit hides of a count of people, those beside it could tell: it is neither drawn nor ranked.
    """
    indicator = data.plan.indicators[figures[0].code]
    return not indicator.people and (not indicator.people_parts or {f.reading for f in figures} == {DEFAULT})


def places(data: ReportData) -> list[RankedUnit]:
    """The unit that meets most first; equal ones share a place and stand by name. A single unit has no place."""
    found = []
    for unit, figures in data.below.items():
        judged = [f for f in figures if f.status in (MET, NOT_MET, NO_DATA) and may_show(data, [f])]
        if judged:
            found.append((sum(f.status == MET for f in judged), len(judged), unit))
    found.sort(key=lambda one: (-one[0], sort_key(data.units.name(one[2]))))
    met = [one[0] for one in found]
    return [RankedUnit(unit, 1 + met.index(own), own, judged) for own, judged, unit in found] if len(found) > 1 else []
