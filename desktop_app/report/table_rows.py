"""Measured tables on paper: cut into pages in linear time, heads repeated, painted line by line."""

from bisect import bisect_right
from itertools import accumulate

from reportlab.lib import colors
from reportlab.pdfgen.textobject import PDFTextObject
from reportlab.platypus import Flowable

from desktop_app.report import blocks, styles
from desktop_app.report.cells import Gauge
from desktop_app.report.tables import Measured, TableRow

_TOGETHER = 3  # rows that stay with the head, and rows that are not left alone on the last page
_ONE_PAGE = 400  # points that any page has for a table
_WASTE = 0.5  # of a page: more than that is not left empty to keep a table whole
_LOOK_BACK = 4  # rows in which a better place to divide a table is looked for
_RULE = 0.5
_GAUGE_HEIGHT = 6
_GAUGE_GREY = 0.45


class Rows(Flowable):
    """The rows `first` to `last` of a measured table under its head; only the first part has the caption.

    `below` is the height of what must not be parted from the last rows.
    """

    def __init__(self, table: Measured, first: int = 0, last: int | None = None, below: float = 0) -> None:
        super().__init__()
        self.table, self.first, self.below = table, first, below
        self.last = len(table.rows) if last is None else last
        self.spaceBefore = self.spaceAfter = styles.PARAGRAPH_GAP
        self._carried = table.carried[first] if 0 < first < len(table.rows) else []
        again = sum(row.height for row in self._carried)
        self._above = table.head.height + again + (0 if first else len(table.caption) * styles.CAPTION_LEADING)

    def _upto(self, end: int) -> float:
        """The height when `end` is the first row that is left out."""
        return self._above + self.table.ends[end] - self.table.ends[self.first]

    def least_height(self) -> float:
        """What must fit on a page for the table to begin there."""
        if self._is_whole() or self.last - self.first < 2 * _TOGETHER:  # too few to be divided
            return self._upto(self.last) + self.below
        end = self.first + _TOGETHER
        while end < self.last and self.table.leads_on(end - 1):
            end += 1
        return self._upto(end)

    def _end(self, most: int) -> int:
        """Where the rows of this page end, `most` at the furthest: none that leads on stands last, and a few rows
        earlier if that leaves none of a group alone.
        """
        before = range(most, self.first, -1)
        allowed = next((end for end in before if not self.table.leads_on(end - 1)), self.first)
        near = range(allowed, max(allowed - _LOOK_BACK, self.first + _TOGETHER - 1), -1)
        return next((end for end in near if self.table.divides_well(end)), allowed)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width, self.height = self.table.room, self._upto(self.last)
        few = self._is_whole() or self.last - self.first <= 2 * _TOGETHER
        if self.height <= available_height < self.height + self.below and not (few and self._at_top()):
            return self.width, available_height + 1  # so that the last rows go over to the next page with the note
        return self.width, self.height

    def _is_whole(self) -> bool:
        """Whether these rows must not be divided."""
        return self.table.together and self._upto(self.last) <= _ONE_PAGE

    def _stays_whole(self, available_height: float) -> bool:
        """Whether these rows go over to the next page rather than be divided."""
        page = getattr(getattr(self, "_frame", None), "_height", 0)
        fits = self._upto(self.last) <= available_height  # only the note below does not
        return self._is_whole() and (fits or available_height < _WASTE * page or not page)

    def _at_top(self) -> bool:
        return bool(getattr(getattr(self, "_frame", None), "_atTop", False))

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """The rows that fit and the rest; nothing when too few fit below other text."""
        room = available_height - self._above + self.table.ends[self.first]
        fitting = bisect_right(self.table.ends, room + 0.01) - 1
        end = self._end(min(fitting, self.last - _TOGETHER))
        if self._stays_whole(available_height) or end < min(self.first + _TOGETHER, self.last):
            if not self._at_top():
                return []
            end = max(fitting, self.first + 1)
        return [Rows(self.table, self.first, end), Rows(self.table, end, self.last, self.below)]

    # --- painting -------------------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Paint the caption, the ruled lines, the bars, and all text of these rows at once."""
        table = self.table
        rows = [table.head, *self._carried, *table.rows[self.first : self.last]]
        top = self.height - (0 if self.first else len(table.caption) * styles.CAPTION_LEADING)
        tops = [top, *(top - down for down in accumulate(row.height for row in rows))]
        self._draw_rules(rows, tops)
        self._draw_gauges(rows, tops)
        text = self.canv.beginText()
        if not self.first:
            self._write_caption(text)
        font = ""
        for row, row_top in zip(rows, tops, strict=False):
            font = self._write_row(text, row, row_top, font)
        self.canv.drawText(text)

    def _draw_rules(self, rows: list[TableRow], tops: list[float]) -> None:
        table, line = self.table, self.canv.line
        self.canv.setLineWidth(_RULE)
        self.canv.setStrokeColor(colors.black)
        for y in tops:
            line(0, y, table.room, y)
        edges = [0.0, *accumulate(table.widths)]
        start = 0
        for number, row in enumerate(rows):
            if table.is_heading(row):
                self._draw_uprights(edges[1:-1], tops[start], tops[number])
                start = number + 1
        self._draw_uprights(edges[1:-1], tops[start], tops[-1])
        self._draw_uprights([edges[0], edges[-1]], tops[0], tops[-1])

    def _draw_uprights(self, edges: list[float], top: float, bottom: float) -> None:
        for x in edges if top > bottom else ():
            self.canv.line(x, top, x, bottom)

    def _draw_gauges(self, rows: list[TableRow], tops: list[float]) -> None:
        table, pad = self.table, styles.CELL_PADDING
        lefts = [0.0, *accumulate(table.widths)]
        for number, row in enumerate(rows):
            for column, cell in enumerate(row.cells):
                if isinstance(cell, Gauge) and cell.share > 0:
                    length = (table.widths[column] - 2 * pad) * min(float(cell.share), 1)
                    y = (tops[number] + tops[number + 1] - _GAUGE_HEIGHT) / 2
                    self.canv.setFillGray(_GAUGE_GREY)
                    self.canv.rect(lefts[column] + pad, y, length, _GAUGE_HEIGHT, stroke=0, fill=1)
        self.canv.setFillColor(colors.black)

    def _write_caption(self, text: PDFTextObject) -> None:
        text.setFont(styles.BOLD, styles.CAPTION_SIZE, styles.CAPTION_LEADING)
        for number, (line, width, _) in enumerate(self.table.caption):
            y = self.height - number * styles.CAPTION_LEADING - styles.CAPTION_SIZE
            text.setTextOrigin((self.table.room - width) / 2, y)
            text.textLine(line)

    def _write_row(self, text: PDFTextObject, row: TableRow, top: float, font: str) -> str:
        """Write a row's cells, each in the middle of the row's height; gives the font that is set now."""
        heading, head, height = self.table.is_heading(row), row is self.table.head, row.height
        left = 0.0
        for lines, column, width, bold in zip(row.lines, self.table.columns, self.table.widths, row.bold, strict=False):
            align: blocks.Align = "left" if heading else "centre" if head else column.align
            if lines and (styles.BOLD if bold else styles.REGULAR) != font:
                font = styles.BOLD if bold else styles.REGULAR
                text.setFont(font, styles.TABLE_SIZE, styles.TABLE_LEADING)
            y = top - (height - len(lines) * styles.TABLE_LEADING - 1) / 2 - styles.TABLE_SIZE
            for line, taken, indent in lines:
                text.setTextOrigin(left + indent + _indent(align, width, taken), y)
                text.textLine(line)
                y -= styles.TABLE_LEADING
            left += width
        return font


def _indent(align: blocks.Align, width: float, taken: float) -> float:
    """How far into a cell a line begins."""
    if align == "left":
        return styles.CELL_PADDING
    return (width - taken) / 2 if align == "centre" else width - styles.CELL_PADDING - taken
