"""What a report may print of counts of people: the count, `<5`, or nothing at all."""

from fractions import Fraction

from desktop_app.domain.audiences import PUBLIC
from desktop_app.domain.count_cells import ALL, CountCell, Days
from desktop_app.domain.count_system import HIDDEN, LEFT_OUT, SHOWN, SMALL, is_small
from desktop_app.domain.disclosure import WHOLE
from desktop_app.domain.indicators import IndicatorResult
from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_indicators import DEFAULT, Indicator, Statistic
from desktop_app.domain.statistic_results import Number
from desktop_app.report.cells import Cell
from desktop_app.report.data import ReportData

FEW_PEOPLE = "<5"
SILENT = "…"
ABOVE, BELOW = "above", "below"  # the sides of an indicator


def statistic_key(plan: Plan, statistic: Statistic) -> str:
    """What the figures of a statistic go by."""
    return plan.statistic_keys.get(statistic, statistic.name)


def part_table(code: str, part: str) -> str:
    """The table of a side, or of a named part that counts people, of an indicator."""
    return f"{code}/{part}"


def is_guarded(data: ReportData, figure: Statistic | Indicator) -> bool:
    """Whether small counts of a figure are kept from those who read this report."""
    return figure.people if data.audience == PUBLIC else figure.supported


def is_left_out(data: ReportData, statistic: Statistic, breakdown: str) -> bool:
    """Whether the paper does without a breakdown of a statistic, or without all of it."""
    left_out = data.marks.left_out.get(statistic_key(data.plan, statistic), ()) if data.marks else ()
    return breakdown in left_out or WHOLE in left_out


def has_no_units(data: ReportData, code: str) -> bool:
    """Whether the paper does without the figures of the units below for an indicator."""
    return bool(data.marks and data.marks.left_out.get(part_table(code, ABOVE)))


def mark_of(data: ReportData, table: str, count_cell: CountCell, count: Number | Fraction | None) -> str:
    """How a count of people is printed; without marks at hand every small one below the top is hidden."""
    if data.marks is not None:
        return data.marks.of(table, count_cell)
    return SMALL if is_small(count) and count_cell.place != data.plan.root else SHOWN


def printed(data: ReportData, statistic: Statistic, part: str, place: str, days: Days, count: Number) -> Cell:
    """One count of a statistic as it is printed."""
    if not is_guarded(data, statistic):
        return count
    return counted(count, mark_of(data, statistic_key(data.plan, statistic), CountCell(part, place, days), count))


def is_hidden(data: ReportData, statistic: Statistic, part: str, place: str, days: Days, count: Number) -> bool:
    """Whether a count of a statistic is printed as anything but itself."""
    return isinstance(printed(data, statistic, part, place, days, count), str)


def counted(count: Number, mark: str) -> Cell:
    if mark == LEFT_OUT:
        return ""
    if mark == SHOWN or not count:  # a zero is no secret
        return count
    return FEW_PEOPLE if mark == SMALL and is_small(count) else SILENT


def sides(data: ReportData, unit: str, figure: IndicatorResult) -> tuple[str, str]:
    """How numerator and denominator of a figure are printed: if one of them is hidden both are."""
    indicator = data.plan.indicators[figure.code]
    if not is_guarded(data, indicator):
        of_people = [] if indicator.people else [p for p in figure.parts.values() if p.name in indicator.people_parts]
        count_cell = CountCell(ALL, unit, data.days)
        marks = [mark_of(data, part_table(figure.code, part.name), count_cell, part.numerator) for part in of_people]
        # another reading may be made of the parts that count people
        return (SHOWN, SHOWN) if figure.reading == DEFAULT or set(marks) <= {SHOWN} else (HIDDEN, HIDDEN)
    found = []
    for name, number in ((ABOVE, figure.numerator), (BELOW, figure.denominator)):
        mark = mark_of(data, part_table(figure.code, name), CountCell(ALL, unit, data.days), number)
        found.append(SHOWN if number is None else mark)
    if set(found) == {SHOWN}:
        return SHOWN, SHOWN
    first, second = (SMALL if mark == SMALL else HIDDEN for mark in found)
    return first, second
