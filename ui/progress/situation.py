"""How an office stands in a period, read on the worker thread: figures, counts, what is left to do.

Figures come first, and are painted before what only the rest needs is imported.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from desktop_app.domain.completeness import Completeness
from desktop_app.domain.deadlines import Deadline
from desktop_app.domain.period import Period
from desktop_app.session import OpenFile, figures
from ui.progress.shown_figures import ShownFigure, figure_of

if TYPE_CHECKING:
    from ui.progress.to_do import ToDo


class OpenWork(Struct, frozen=True):
    """What is left to do in a period; figures run from `since` on; `empty`: no record of any area is in the file.

    `not_counting`: by kind how many records of the period are unfinished or contradictory.
    """

    period: Period
    since: date
    to_do: "Sequence[ToDo]"
    completeness: Sequence[Completeness]
    empty: bool
    deadline: Deadline
    not_counting: Mapping[str, int]


def read_figures(file: OpenFile, period: Period) -> list[ShownFigure]:
    return [figure_of(progress) for progress in figures.progress(file, period)]


def read_counts(file: OpenFile, period: Period) -> dict[str, int]:
    """How many records of each outermost kind: those of the period in the plan's areas, all in the registers."""
    from desktop_app.session import records

    plan = file.plan
    days = {"first_day": period.first_day.isoformat(), "last_day": period.last_day.isoformat()}
    return {
        kind.name: records.count(file, kind.name, **(days if plan.areas[kind.area].tab else {}))
        for kind in plan.record_kinds.values()
        if kind.parent is None
    }


def read_work(file: OpenFile, period: Period) -> OpenWork:
    from desktop_app.session import records
    from ui.progress.to_do import read_to_do

    of_year = period.code is not None and not (len(file.plan.years) > 1 and period.several_years)
    since = figures.read_period(file, str(period.year)).first_day if of_year else period.first_day
    completeness = figures.completeness(file, period)
    plan = file.plan
    kinds = [kind.name for area in plan.tab_areas for kind in plan.top_kinds(area.code)]
    empty = not any(records.count(file, kind) for kind in kinds)
    unsettled = records.not_counting(file)
    to_do = read_to_do(file, completeness, [state for _, _, state in unsettled])
    first, last = period.first_day.isoformat(), period.last_day.isoformat()
    not_counting: dict[str, int] = {}
    for kind, _, _ in unsettled:
        if kind in kinds and kind not in not_counting:
            not_counting[kind] = records.count(file, kind, unfinished=True, first_day=first, last_day=last)
    return OpenWork(period, since, to_do, completeness, empty, figures.deadlines(file, period)[0], not_counting)
