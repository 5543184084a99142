"""The named parts beside a figure as they are printed, and which of them a correction has to give."""

from collections.abc import Iterator
from typing import NamedTuple

from desktop_app.domain.count_cells import ALL, CountCell
from desktop_app.domain.count_system import SHOWN, SMALL, is_small
from desktop_app.domain.indicators import FigurePart, IndicatorResult
from desktop_app.domain.measures import PERCENT, show_value, value_of
from desktop_app.report.cells import Cell, Figure, shown
from desktop_app.report.data import ReportData
from desktop_app.report.masking import is_guarded, mark_of, part_table
from desktop_app.report.sentences import hides_number, side_cell
from desktop_app.report.wording import in_print


class PrintedPart(NamedTuple):
    """A part with both its sides and its value; `name`: what the plan's reading calls it."""

    name: str
    label: str
    above: Cell
    below: Cell
    value: Cell

    @property
    def text(self) -> str:
        """`2/9; 22,2%`."""
        sides = "/".join(text for cell in (self.above, self.below) if (text := shown(cell)))
        return "; ".join(text for text in (sides, shown(self.value)) if text)


def printed_parts(data: ReportData, progress: IndicatorResult) -> Iterator[PrintedPart]:
    """The parts of a figure, small counts of people hidden. Parts that add up to the people of the figure itself stand
    in no public paper: what they say of a unit is what statistics hide of it, or what other units' papers leave of it.
    Others, such as schools, are hidden with a side; of who is supported all are people.
    """
    parts = list(progress.parts.values())
    indicator = data.plan.indicators[progress.code]
    of_people = [part for part in parts if indicator.supported or part.name in indicator.people_parts]
    numbers = (number for part in of_people for number in (part.numerator, part.denominator))
    few = data.unit != data.plan.root and any(map(is_small, numbers))
    hide = is_guarded(data, indicator) and (few or hides_number(data, progress))
    for part in parts:
        mark = SMALL if hide else SHOWN
        if part.name in indicator.people_parts and indicator.people and is_guarded(data, indicator):
            continue
        if part.name in indicator.people_parts and not indicator.people:
            table, count_cell = part_table(progress.code, part.name), CountCell(ALL, data.unit, data.days)
            mark = mark_of(data, table, count_cell, part.numerator)
        above, below = side_cell(part.numerator, mark), side_cell(part.denominator, mark)
        yield PrintedPart(part.name, f"- {in_print(part.label)}", above, below, _percent(part) if mark == SHOWN else "")


def changed_parts(
    then: ReportData, old: IndicatorResult, now: ReportData, new: IndicatorResult
) -> Iterator[tuple[str, str, str]]:
    """(label, text then, text now) of each part that is printed differently."""
    before, after = ({p.name: p for p in printed_parts(*one)} for one in ((then, old), (now, new)))
    for name, part in {**before, **after}.items():
        was, now_is = (of[name].text if name in of else "" for of in (before, after))
        if was != now_is:
            yield part.label, was, now_is


def _percent(part: FigurePart) -> Cell:
    """The value of a part that has one of its own; a plain count stands before it already."""
    if part.denominator is None or part.value is None:
        return ""
    exact = value_of(PERCENT, part.numerator, part.denominator)
    return Figure(exact, PERCENT) if exact is not None and show_value(PERCENT, exact) == part.value else part.value
