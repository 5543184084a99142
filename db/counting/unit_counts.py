"""Counts of people by unit and by part, of every unit at once: what disclosure control looks at."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from db.counting.statistic_groups import Group, Window
from db.counting.statistics import groups_of, selected, values_of
from db.open_file import OpenFile
from desktop_app.domain.count_cells import ALL
from desktop_app.domain.period import Period
from desktop_app.domain.plan_indicators import Statistic
from desktop_app.domain.statistic_results import part_name


def counts_by_unit(
    file: OpenFile, period: Period, start: date, places: Mapping[str, str], people: Collection[Statistic]
) -> dict[Statistic, dict[tuple[str, str], tuple[int, int]]]:
    """Per statistic of `people` what the records of each place add in the period and since `start`: by (part, place).

    The part is the label of a share, ALL for the whole.
    """
    window = Window(file.plan, file.units, places, start, period)
    of_kind = {name: groups_of(file.connection, window, name) for name in dict.fromkeys(s.kind for s in people)}
    return {statistic: _by_place(window, statistic, of_kind[statistic.kind][statistic.sum]) for statistic in people}


def _by_place(window: Window, statistic: Statistic, some: Sequence[Group]) -> dict[tuple[str, str], tuple[int, int]]:
    found = selected(window, statistic, some)
    labels = dict(values_of(found, window, window.plan.kinds[statistic.kind], statistic.by)) if statistic.by else {}
    counts: dict[tuple[str, str], tuple[int, int]] = {}
    for group in found:
        parts = [ALL, part_name(labels[_value(group, statistic.by)])] if statistic.by else [ALL]
        for part in parts if group.place else ():
            period, year = counts.get((part, str(group.place)), (0, 0))
            counts[part, str(group.place)] = (period + int(group.in_period), year + int(group.in_year))
    return counts


def _value(group: Group, by: str) -> str | None:
    value = group.values.get(by)
    return None if value is None else str(value)
