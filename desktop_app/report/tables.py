"""Tables of any length, measured: cells broken into lines once, rows with their heights."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from desktop_app.report import blocks, styles
from desktop_app.report.cells import Cell, Figure, Gauge, shown
from desktop_app.report.text_lines import at_most, balanced, cut, wrap
from desktop_app.report.wording import words

_MOST_LINES = 15  # in one row: a longer cell goes on in the next row, so that a row always fits on a page
_MOST_OF_CARRIED = 2  # lines of a heading that is told again on the next page
# of two rows before the end of a page and two after it: one row alone with its heading, or one part alone
_DIVIDES_BADLY = re.compile("H[rp][rp].|.[rp][rp][H ]|[rH]pp.|.pp[r]")
_LONGEST_DASH = 8  # characters
_DASH = re.compile("[\u00a0 ]*- ")
_LETTER = re.compile(r"[^\W\d_]")
_MOST_OF_HEAD, _MOST_OF_CAPTION = 8, 4  # lines; a head is repeated on every page, so it must leave room for rows


class CellLine(NamedTuple):
    """A line of a cell, its width, and how far it is set in below a dash."""

    text: str
    width: float
    indent: float = 0


class TableRow(NamedTuple):
    """A row's cells as their lines, what it was made of (nothing where it goes on), which are bold; as high as the
    highest of them.
    """

    lines: list[list[CellLine]]
    cells: Sequence[Cell]
    bold: list[bool]
    height: float


class Measured:
    """A table whose cells are broken into lines for a given width; `ends` are the heights up to each row's end.

    A page that begins with a part of a row tells that row's name again.
    """

    def __init__(self, table: blocks.Table, room: float) -> None:
        shares = [column.share for column in table.columns]
        self.room, self.columns, self.together = room, table.columns, table.together
        self.widths = [room * share / sum(shares) for share in shares]
        self.caption = _lines(cut(table.caption), room, styles.BOLD, styles.CAPTION_SIZE)[:_MOST_OF_CAPTION]
        titles = [self._title(column.title, width) for column, width in zip(table.columns, self.widths, strict=True)]
        self.head = _row(titles, (), [True] * len(shares))
        self.rows: list[TableRow] = []
        for number, cells in enumerate(table.rows, start=1):
            self.rows += self._rows(cells, table.total and number == len(table.rows))
        self.ends = [0.0, *accumulate(row.height for row in self.rows)]
        self.carried = self._carried()
        self._parts = [is_part(row.cells) for row in self.rows] + [False]

    def _title(self, text: str, width: float) -> list[CellLine]:
        measure, room = styles.measure(styles.BOLD, styles.TABLE_SIZE), width - 2 * styles.CELL_PADDING
        lines = at_most(balanced(styles.printable(text), room, measure), _MOST_OF_HEAD)
        return [CellLine(line, measure(line)) for line in lines] or [CellLine("", 0)]

    def _rows(self, cells: Sequence[Cell], total: bool) -> list[TableRow]:
        """One row, or several where a cell is very long."""
        heading = len(cells) == 1 < len(self.widths)
        bold = [total or heading or (isinstance(cell, Figure) and cell.strong) for cell in cells]
        widths = [self.room] if heading else self.widths
        lines = [
            _cell(cell, width - 2 * styles.CELL_PADDING, styles.BOLD if strong else styles.REGULAR)
            for cell, width, strong in zip(cells, widths, bold, strict=True)
        ]
        longest = max(map(len, lines))
        if longest <= _MOST_LINES:
            return [_row(lines, cells, bold)]
        starts = range(0, longest, _MOST_LINES)
        return [_row([cell[n : n + _MOST_LINES] for cell in lines], () if n else cells, bold) for n in starts]

    def _carried(self) -> list[list[TableRow]]:
        """For each row what is told again above it where a page begins with it: its heading, of a part its whole."""
        found: list[list[TableRow]] = []
        heading, whole = list[TableRow](), list[TableRow]()
        for row in self.rows:
            if self.is_heading(row):
                heading, whole = self._again(row.cells, styles.BOLD), []
                found.append([])
                continue
            part = is_part(row.cells) or not row.cells
            found.append([*heading, *whole] if part else heading)
            if not part:
                whole = self._again([one for one in row.cells if is_name(one)], styles.REGULAR)
        return found

    def _again(self, cells: Sequence[Cell], font: str) -> list[TableRow]:
        text = words("report.continued", heading=shown(cells[0])) if cells else ""
        lines = _lines(text, self.room - 2 * styles.CELL_PADDING, font, styles.TABLE_SIZE) if text else []
        return [_row([lines], (text,), [font == styles.BOLD])] if 0 < len(lines) <= _MOST_OF_CARRIED else []

    def is_heading(self, row: TableRow) -> bool:
        """Whether a row is one cell across all columns."""
        return len(row.lines) == 1 < len(self.widths)

    def leads_on(self, number: int) -> bool:
        """Whether a row must not stand last on a page: a heading, or one whose parts stand below it."""
        return self.is_heading(self.rows[number]) or (self._parts[number + 1] and not self._parts[number])

    def divides_well(self, end: int) -> bool:
        """Whether neither the row before `end` nor the one that follows would be the only one of its group there."""
        if end >= len(self.rows):
            return True
        kinds = "".join(self._kind(number) for number in range(end - 2, end + 2))
        return not self.leads_on(end - 1) and not _DIVIDES_BADLY.fullmatch(kinds)

    def _kind(self, number: int) -> str:
        """H for a heading, p for a part, else r; a blank beyond the table's ends."""
        if not 0 <= number < len(self.rows):
            return " "
        return "H" if self.is_heading(self.rows[number]) else "p" if self._parts[number] else "r"


def is_part(cells: Sequence[Cell]) -> bool:
    """Whether a row tells of a part of the row above it: its first words stand behind a dash, or say “trong đó”."""
    first = next((cell for cell in cells if cell != ""), "")
    return isinstance(first, str) and (bool(hanging(first)) or first.startswith(words("report.of_which")))


def is_name(cell: Cell) -> bool:
    """Whether a cell says what its row is about: words, neither a number nor a code."""
    return isinstance(cell, str) and len(_LETTER.findall(cell)) > 1


def _row(lines: list[list[CellLine]], cells: Sequence[Cell], bold: list[bool]) -> TableRow:
    most = max(1, *map(len, lines)) if lines else 1
    return TableRow(lines, cells, bold, most * styles.TABLE_LEADING + 2 * styles.ROW_PADDING)


def _cell(cell: Cell, room: float, font: str) -> list[CellLine]:
    return [] if isinstance(cell, Gauge) or cell == "" else _lines(shown(cell), room, font, styles.TABLE_SIZE)


def _lines(text: str, room: float, font: str, size: float) -> list[CellLine]:
    whole = _whole(text, font, size)
    if whole.width <= room:
        return [whole] if whole.text else []
    printed, measure = whole.text, styles.measure(font, size)
    dash = hanging(printed)
    indent = measure(dash)
    first, *others = wrap(printed.removeprefix(dash), room - indent, measure) or [""]
    return [CellLine(dash + first, measure(dash + first)), *(CellLine(line, measure(line), indent) for line in others)]


@lru_cache(8192)
def _whole(text: str, font: str, size: float) -> CellLine:
    """A text on one line: numbers and names come again and again (a tenth of the time of a province's report)."""
    printed = styles.printable(text)
    return CellLine(printed, styles.width(printed, font, size))


def hanging(text: str) -> str:
    """The dash, with the blanks around it, that later lines of a cell are set in below."""
    found = _DASH.match(text)
    return found.group() if found and found.end() < min(len(text), _LONGEST_DASH) else ""
