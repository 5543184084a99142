"""Tables of any length: cells broken into lines once, cut into pages in linear time, heads repeated."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from reportlab.lib import colors
from reportlab.platypus import Flowable
from reportlab.platypus import Table as Grid

from desktop_app.report import blocks, styles
from desktop_app.report.cells import Cell, Figure, Gauge, shown
from desktop_app.report.lines import balanced, wrap

Row = list[list[str]]  # a row's cells, each as its lines

_MOST_LINES = 15  # in one row: a longer cell goes on in the next row, so that a row always fits on a page
_TOGETHER = 2  # rows that stay with the head, and rows that are not left alone on the last page
_ONE_PAGE = 400  # points that any page has for a table
_ALIGN = {"left": "LEFT", "centre": "CENTER", "right": "RIGHT"}
_GAUGE_HEIGHT = 6
_GAUGE_GREY = colors.Color(0.45, 0.45, 0.45)


class Measured:
    """A table whose cells are broken into lines for a given width; `ends` are the heights up to each row's end."""

    def __init__(self, table: blocks.Table, room: float) -> None:
        shares = [column.share for column in table.columns]
        self.room, self.columns = room, table.columns
        self.widths = [room * share / sum(shares) for share in shares]
        self.caption = _lines(table.caption, room, styles.BOLD, styles.CAPTION_SIZE)
        self.head = [self._title(c.title, width) for c, width in zip(table.columns, self.widths, strict=True)]
        self.total, self.together = table.total, table.together
        self.rows: list[Row] = []
        self.cells: list[tuple[Cell, ...]] = []  # what each printed row was made of; nothing for a row that goes on
        for number, cells in enumerate(table.rows, start=1):
            rows = self._rows(cells, bold=table.total and number == len(table.rows))
            self.rows += rows
            self.cells += [cells, *[()] * (len(rows) - 1)]
        self.ends = [0.0, *accumulate(_height(row) for row in self.rows)]

    def _title(self, text: str, width: float) -> list[str]:
        room = width - 2 * styles.CELL_PADDING
        return balanced(styles.printable(text), room, lambda part: styles.width(part, styles.BOLD, styles.TABLE_SIZE))

    def _lines_of(self, cells: Sequence[Cell], bold: bool) -> Row:
        heading = self.is_heading(cells)
        return [
            _lines(shown(cell), room - 2 * styles.CELL_PADDING, _font(cell, bold or heading), styles.TABLE_SIZE)
            for cell, room in zip(cells, [self.room] if heading else self.widths, strict=True)
        ]

    def _rows(self, cells: Sequence[Cell], bold: bool) -> list[Row]:
        row = self._lines_of(cells, bold)
        longest = max(len(lines) for lines in row)
        return [[lines[n : n + _MOST_LINES] for lines in row] for n in range(0, max(longest, 1), _MOST_LINES)]

    def is_heading(self, row: Sequence[object]) -> bool:
        """Whether a row is one cell across all columns."""
        return len(row) == 1 < len(self.widths)


class Rows(Flowable):
    """The rows `first` to `last` of a measured table under its head; only the first part has the caption.

    `below` is the height of what must not be parted from the last rows.
    """

    def __init__(self, table: Measured, first: int = 0, last: int | None = None, below: float = 0) -> None:
        super().__init__()
        self.table, self.first, self.below = table, first, below
        self.last = len(table.rows) if last is None else last
        self.spaceBefore = self.spaceAfter = styles.PARAGRAPH_GAP
        self._above = _height(table.head) + (0 if first else len(table.caption) * styles.CAPTION_LEADING)

    def _upto(self, end: int) -> float:
        """The height when `end` is the first row that is left out."""
        return self._above + self.table.ends[end] - self.table.ends[self.first]

    def least_height(self) -> float:
        """What must fit on a page for the table to begin there."""
        if self._is_whole():
            return self._upto(self.last) + self.below
        return self._upto(self._beside_heading(min(self.first + _TOGETHER, self.last), 1))

    def _beside_heading(self, end: int, step: int) -> int:
        """`end` moved by steps until no heading row stands last."""
        while self.first < end < self.last and self.table.is_heading(self.table.rows[end - 1]):
            end += step
        return end

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width, self.height = self.table.room, self._upto(self.last)
        few = self._is_whole() or self.last - self.first <= 2 * _TOGETHER
        if self.height <= available_height < self.height + self.below and not (few and self._at_top()):
            return self.width, available_height + 1  # so that the last rows go over to the next page with the note
        return self.width, self.height

    def _is_whole(self) -> bool:
        """Whether these rows must not be divided."""
        return self.table.together and self._upto(self.last) <= _ONE_PAGE

    def _at_top(self) -> bool:
        return bool(getattr(getattr(self, "_frame", None), "_atTop", False))

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """The rows that fit and the rest; nothing when too few fit below other text."""
        room = available_height - self._above + self.table.ends[self.first]
        fitting = bisect_right(self.table.ends, room + 0.01) - 1
        end = self._beside_heading(min(fitting, self.last - _TOGETHER), -1)
        if self._is_whole() or end < min(self.first + _TOGETHER, self.last):
            if not self._at_top():
                return []
            end = max(fitting, self.first + 1)
        return [Rows(self.table, self.first, end), Rows(self.table, end, self.last, self.below)]

    def draw(self) -> None:
        """Paint the caption and one grid of exactly these rows."""
        table = self.table
        self.canv.setFont(styles.BOLD, styles.CAPTION_SIZE)
        for number, line in enumerate([] if self.first else table.caption):
            y = self.height - number * styles.CAPTION_LEADING - styles.CAPTION_SIZE
            self.canv.drawCentredString(table.room / 2, y, line)
        rows = [table.head, *table.rows[self.first : self.last]]
        texts = [["\n".join(lines) for lines in row] + [""] * (len(table.widths) - len(row)) for row in rows]
        grid = Grid(texts, table.widths, [_height(row) for row in rows], style=self._style(rows))
        grid.wrapOn(self.canv, table.room, self.height)
        grid.drawOn(self.canv, 0, 0)
        self._draw_gauges()

    def _draw_gauges(self) -> None:
        table, pad = self.table, styles.CELL_PADDING
        lefts = [0.0, *accumulate(table.widths)]
        self.canv.setFillColor(_GAUGE_GREY)
        for number in range(self.first, self.last):
            middle = table.ends[self.last] - (table.ends[number] + table.ends[number + 1]) / 2
            for column, cell in enumerate(table.cells[number]):
                if isinstance(cell, Gauge) and cell.share > 0:
                    length = (table.widths[column] - 2 * pad) * min(float(cell.share), 1)
                    y = middle - _GAUGE_HEIGHT / 2
                    self.canv.rect(lefts[column] + pad, y, length, _GAUGE_HEIGHT, stroke=0, fill=1)
        self.canv.setFillColor(colors.black)

    def _strong(self) -> list[tuple[Any, ...]]:
        return [
            ("FONTNAME", (column, number), (column, number), styles.BOLD)
            for number, cells in enumerate(self.table.cells[self.first : self.last], start=1)
            for column, cell in enumerate(cells)
            if isinstance(cell, Figure) and cell.strong
        ]

    def _style(self, rows: list[Row]) -> list[tuple[Any, ...]]:
        size, leading, pad = styles.TABLE_SIZE, styles.TABLE_LEADING, styles.CELL_PADDING
        return [
            ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
            ("FONT", (0, 0), (-1, -1), styles.REGULAR, size, leading),
            ("TOPPADDING", (0, 0), (-1, -1), styles.ROW_PADDING - 1),
            ("BOTTOMPADDING", (0, 0), (-1, -1), styles.ROW_PADDING),
            ("LEFTPADDING", (0, 0), (-1, -1), pad),
            ("RIGHTPADDING", (0, 0), (-1, -1), pad),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            *(("ALIGN", (i, 1), (i, -1), _ALIGN[c.align]) for i, c in enumerate(self.table.columns)),
            ("ALIGN", (0, 0), (-1, 0), "CENTER"),
            ("FONTNAME", (0, 0), (-1, 0), styles.BOLD),
            *self._strong(),
            *(
                [("FONTNAME", (0, -1), (-1, -1), styles.BOLD)]
                if self.table.total and self.last == len(self.table.rows)
                else []
            ),
            *(
                command
                for i, row in enumerate(rows)
                if self.table.is_heading(row)
                for command in (
                    ("SPAN", (0, i), (-1, i)),
                    ("ALIGN", (0, i), (-1, i), "LEFT"),
                    ("FONTNAME", (0, i), (-1, i), styles.BOLD),
                )
            ),
        ]


def _font(cell: Cell, bold: bool) -> str:
    return styles.BOLD if bold or (isinstance(cell, Figure) and cell.strong) else styles.REGULAR


def _lines(text: str, room: float, font: str, size: float) -> list[str]:
    return wrap(styles.printable(text), room, lambda part: styles.width(part, font, size)) if text else []


def _height(row: Row) -> float:
    lines = max((len(cell) for cell in row), default=1)
    return max(lines, 1) * styles.TABLE_LEADING + 2 * styles.ROW_PADDING
