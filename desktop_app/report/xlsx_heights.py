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
_UNSURE = 2 * LINE  # a spreadsheet's own rows are a little higher or lower
_FEW, _WITH_NOTE = 8, 3  # rows before a note on its page: of so few none may be there, so many go over with it


def height_of(text: str, characters: float, *, bold: bool = False) -> float:
    """The height that a text takes in a cell of that width."""
    measure = styles.measure(styles.BOLD if bold else styles.REGULAR, _SIZE)
    return LINE * max(1, len(wrap(styles.printable(plain(text)), characters * _CHARACTER - _BESIDE, measure)))


def height_of_row(cells: Sequence[Cell], widths: Sequence[float], *, bold: bool = False) -> float:
    """The height of the highest cell of a row."""
    return max(height_of(shown(cell), width, bold=bold) for cell, width in zip(cells, widths, strict=True))


class RowOnPaper(NamedTuple):
    """How high a row is, and whether it must not stand last on a page."""

    height: float
    leads_on: bool


def page_breaks(rows: Sequence[RowOnPaper]) -> list[int]:
    """Which rows of an upright sheet begin a page, so that none that leads on stands last on one."""
    found, used, first, group = list[int](), 0.0, 0, 0.0
    for number, row in enumerate(rows, start=1):
        group += row.height
        if row.leads_on and number < len(rows):
            continue
        if used and used + group > _UPRIGHT - _UNSURE:
            found.append(first)
            used = 0
        used, first, group = (used + group) % (_UPRIGHT - _UNSURE), number, 0
    return found


class SheetHeights:
    """Where a table stands on the printed pages of its sheet; `above` is what stands before its rows."""

    def __init__(self, above: float, head: float, rows: Sequence[float], *, landscape: bool) -> None:
        self._page, self._head = _WIDE if landscape else _UPRIGHT, head
        self._above, self._rows = above, rows

    @property
    def one_page(self) -> bool:
        """Whether all rows stand on the first page, so that their head need not be told again above the notes."""
        return self._above + sum(self._rows) <= self._page

    def rows_with(self, note: float) -> int:
        """How many of the last rows must begin a page, so that a note below them does not stand alone under a head."""
        at, on_page = self._above, 0
        for height in self._rows:
            over = at + height > self._page
            at, on_page = (self._head + height, 1) if over else (at + height, on_page + 1)
        parted = on_page < _FEW or at + note + _UNSURE > self._page
        return min(_WITH_NOTE, len(self._rows)) if parted and not self.one_page else 0
