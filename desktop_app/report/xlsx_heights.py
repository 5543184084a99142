"""How high the rows of a sheet are, measured as the pages are: a merged cell does not grow with its text by itself."""

from collections.abc import Sequence
from typing import NamedTuple

from desktop_app.report import styles
from desktop_app.report.cells import Cell, shown
from desktop_app.report.characters import plain
from desktop_app.report.text_lines import wrap

LINE = 15  # points
_CHARACTER = 5.25  # points: the columns of a sheet are measured in digits of the standard font
_BESIDE = 5  # points that a cell keeps free beside its text
_SIZE = 11
_UPRIGHT, _WIDE = 257 * styles.MM, 165 * styles.MM  # of a sheet of A4 within its margins
_UNSURE = 3 * LINE  # less than a page, so that the pages of no program end before ours


def height_of(text: str, characters: float, *, bold: bool = False) -> float:
    """The height that a text takes in a cell of that width."""
    measure = styles.measure(styles.BOLD if bold else styles.REGULAR, _SIZE)
    return LINE * max(1, len(wrap(styles.printable(plain(text)), characters * _CHARACTER - _BESIDE, measure)))


def height_of_row(cells: Sequence[Cell], widths: Sequence[float], *, bold: bool = False) -> float:
    return max(height_of(shown(cell), width, bold=bold) for cell, width in zip(cells, widths, strict=True))


class RowOnPaper(NamedTuple):
    """How high a row is, and whether it must not stand last on a page."""

    height: float
    leads_on: bool


def page_breaks(rows: Sequence[RowOnPaper], *, landscape: bool = False, again: float = 0) -> list[int]:
    """Which rows begin a page, so that none that leads on stands last on one; `again` is told again above them."""
    room = (_WIDE if landscape else _UPRIGHT) - _UNSURE
    found, used, first, group = list[int](), 0.0, 0, 0.0
    for number, row in enumerate(rows, start=1):
        group += row.height
        if row.leads_on and number < len(rows):
            continue
        if used and used + group > room:
            found.append(first)
            used = again
        used, first, group = min(used + group, room), number, 0
    return found
