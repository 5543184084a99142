"""The named parts beside a figure as they are printed, and which of them a correction has to give."""

from collections.abc import Iterator
from typing import NamedTuple

from desktop_app.domain.indicators import FigurePart, IndicatorResult
from desktop_app.domain.measures import PERCENT, show_value, value_of
from desktop_app.report.cells import Cell, Figure, shown
from desktop_app.report.sentences import side_cell
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


def printed_parts(progress: IndicatorResult) -> Iterator[PrintedPart]:
    """The parts of a figure as they are printed."""
    for part in progress.parts.values():
        above, below = side_cell(part.numerator), side_cell(part.denominator)
        yield PrintedPart(part.name, f"- {in_print(part.label)}", above, below, _percent(part))


def changed_parts(old: IndicatorResult, new: IndicatorResult) -> Iterator[tuple[str, str, str]]:
    """(label, text then, text now) of each part that is printed differently."""
    before, after = ({p.name: p for p in printed_parts(one)} for one in (old, new))
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
