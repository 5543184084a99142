"""A read-only table of lines of text, however many: the body of every dialog that lists something."""

from collections.abc import Collection, Sequence
from typing import TypeVar

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView

from ui.widgets import theme
from ui.widgets.column_widths import ColumnShare, share_all, share_for
from ui.widgets.line_rows import LineRows
from ui.widgets.lines import Line
from ui.widgets.list_header import SIDE, ListHeader, fit_rows, good_width, heading_font, show_plain_rows, width_for

T = TypeVar("T")
AIR = 12
SAMPLE = 120  # lines that show how much room the columns need; all units of a province are fewer


class LineTable(QTableView):
    """`opened(line)`: Enter or a double click."""

    opened = Signal(object)

    def __init__(self, name: str, columns: Sequence[tuple[str, int]], right: Collection[int] = ()) -> None:
        """`columns`: heading and width while there are no lines; the ones of width 0 take what is left.
        `right`: columns of numbers.
        """
        super().__init__()
        self._usual = [width for _, width in columns]
        self.nothing = ""  # what stands in place of the lines while there are none
        self.setObjectName("inner")
        self.setAccessibleName(name)
        self._lines = LineRows([heading for heading, _ in columns], right)
        self.setHorizontalHeader(ListHeader(self))
        self.setModel(self._lines)
        show_plain_rows(self)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.lines[index.row()]))

    def wrap(self) -> None:
        """Let long cells go on in further lines; for tables of a few hundred lines."""
        self.setWordWrap(True)
        self.verticalHeader().setMinimumSectionSize(theme.ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    def sizeHintForRow(self, row: int) -> int:
        """Qt reckons without the air beside the words and would leave out their last line."""
        if not self.wordWrap():
            return super().sizeHintForRow(row)
        rooms = [QRect(0, 0, self.columnWidth(n) - 2 * SIDE, 1000) for n in range(len(self._lines.headings))]
        cells = zip(rooms, self.lines[row].cells, strict=True)
        wrapped = Qt.TextFlag.TextWordWrap
        high = max(self.fontMetrics().boundingRect(room, wrapped, text).height() for room, text in cells)
        return max(theme.ROW_HEIGHT, high + AIR)

    @property
    def lines(self) -> Sequence[Line]:
        return self._lines.lines

    @property
    def current(self) -> Line | None:
        return self.current_of(self.lines)

    def current_of(self, items: Sequence[T]) -> T | None:
        """The one of these, in the order of the lines, that the line with the cursor stands for."""
        row = self.currentIndex().row()
        return items[row] if 0 <= row < len(items) else None

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines, the cursor on the first."""
        self._lines.show(lines)
        self._share_width()
        if lines:
            self.setCurrentIndex(self._lines.index(0, 0))

    def _share_width(self) -> None:
        """Each column takes what its heading and its cells need; where that is too much, the widest give way."""
        lines = self.lines[:SAMPLE]
        seen = [number for number in range(len(self._usual)) if not self.isColumnHidden(number)]
        shares = [self._share(number, [line.cells[number] for line in lines]) for number in seen]
        for number, width in zip(seen, share_all(shares, self.viewport().width()), strict=True):
            self.setColumnWidth(number, width)
        if self.wordWrap():
            self.resizeRowsToContents()

    def _share(self, number: int, cells: Sequence[str]) -> ColumnShare:
        text, metrics = self._lines.headings[number], QFontMetrics(heading_font())
        usual, words = theme.wide(self._usual[number]), number not in self._lines.right
        share = share_for(cells, self.fontMetrics(), width_for(text, metrics), usual, words=words)
        alone = self._usual.count(0) == 1  # of two alike columns neither is the name of the line
        return replace(share, grows=not usual, names=alone and not usual, good=good_width(text, metrics))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._share_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()
        fit_rows(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.nothing and not self.lines:
            painter = QPainter(self.viewport())
            painter.setPen(QPen(theme.colour("muted")))
            room = self.viewport().rect().adjusted(24, 0, -24, -24)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.nothing)
            painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.opened.emit(self.current)
            return
        super().keyPressEvent(event)
