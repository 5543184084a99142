"""A cross-table on the screen: names of the rows that stay in sight, numbers or shares, totals that stand out."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QTableView, QWidget

from desktop_app.domain.brief_words import short_words
from desktop_app.domain.crosstab import CrossTable
from desktop_app.domain.values import show_number
from desktop_app.session import crosstabs
from desktop_app.texts import in_words, say
from ui.widgets import theme
from ui.widgets.line_rows import NOWHERE, RIGHT, Index
from ui.widgets.list_header import HEIGHT, SIDE, ListHeader, fit_rows, heading_font, width_for
from ui.widgets.painting import fill

LEAST, MOST, ROOMY = 64, 150, 112  # of a column: at least, at most for its heading, where there is room to spare
NAMES = 280  # the names of the rows take no more
Role = Qt.ItemDataRole


class CrossCells(QAbstractTableModel):
    """The numbers of a table, or their shares of a row, a column or all."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.table: CrossTable | None = None
        self.share = ""
        self.rows: list[str] = []
        self.columns: list[str] = []

    def show(self, table: CrossTable, share: str) -> None:
        self.beginResetModel()
        self.table, self.share = table, share
        self.rows, self.columns = [*map(in_words, table.row_labels)], [*map(in_words, table.column_labels)]
        self.endResetModel()

    def text(self, row: int, column: int) -> str:
        assert self.table is not None
        if self.share:
            return in_words(crosstabs.show_share(self.table, row, column, self.share))
        return in_words(show_number(self.table.numbers[row][column]))

    def is_total(self, row: int, column: int) -> bool:
        return row == len(self.rows) - 1 or 0 < column == len(self.columns) - 1

    def place(self, row: int, column: int) -> str:
        """Where a cell stands, in words."""
        return say("crosstab.cell", row=self.rows[row], column=self.columns[column])

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        if role == Role.DisplayRole:
            return self.text(row, column)
        if role == Role.TextAlignmentRole:
            return RIGHT
        if role == Role.FontRole and self.is_total(row, column):
            return theme.font(semibold=True)
        if role == Role.ForegroundRole and self.table is not None and not self.table.numbers[row][column]:
            return theme.colour("muted")
        if role == Role.AccessibleTextRole:
            return f"{self.place(row, column)}: {self.text(row, column)}"
        return self.place(row, column) if role == Role.ToolTipRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        across = orientation is Qt.Orientation.Horizontal
        if role == Role.TextAlignmentRole and across:
            return RIGHT
        if role in (Role.DisplayRole, Role.ToolTipRole, Role.AccessibleTextRole):
            name = (self.columns if across else self.rows)[section]
            return short_words(name) if across and role == Role.DisplayRole else name
        return None


class RowNames(QHeaderView):
    """The names of the rows, the last one that of the totals; each ends in … where its room ends."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultSectionSize(theme.ROW_HEIGHT)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803  # Qt's name
        total = logicalIndex == self.count() - 1
        painter.save()
        fill(painter, rect, theme.colour("paper"))
        painter.setPen(QPen(theme.colour("line")))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.setFont(theme.font(semibold=total))
        painter.setPen(QPen(theme.colour("text")))
        room = rect.adjusted(SIDE, 0, -SIDE, -1)
        name = str(self.model().headerData(logicalIndex, Qt.Orientation.Vertical) or "")
        text = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.restore()

    def sizeHint(self) -> QSize:
        return QSize(self.width(), super().sizeHint().height())


class CrossGrid(QTableView):
    """`opened(row, column)`: a click on a cell, or Enter; `copy_wanted`: Ctrl+C."""

    opened = Signal(int, int)
    copy_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("inner")
        self.cells = CrossCells(self)
        self.setHorizontalHeader(ListHeader(self))
        self.setVerticalHeader(RowNames(self))
        self.setModel(self.cells)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._corner = QLabel(self)
        self._corner.setTextFormat(Qt.TextFormat.PlainText)
        theme.set_role(self._corner, "corner")
        self.clicked.connect(lambda index: self.opened.emit(index.row(), index.column()))

    def show_table(self, table: CrossTable, share: str) -> None:
        """The cell that was current stays so where only the shares change."""
        current = self.currentIndex()
        same = self.cells.table is table
        self.cells.show(table, share)
        self.setAccessibleName(say("crosstab.grid", rows=table.rows.label, columns=self._across(table)))
        self._corner.setText(in_words(table.rows.label))
        self._share_width()
        row, column = (current.row(), current.column()) if same and current.isValid() else (0, 0)
        self.setCurrentIndex(self.cells.index(row, column))

    @staticmethod
    def _across(table: CrossTable) -> str:
        return in_words(table.columns.label if table.columns else table.column_labels[0])

    def _share_width(self) -> None:
        """Each column as wide as its numbers and its heading on two lines; what is left over is shared out."""
        if self.cells.table is None:
            return
        names, bold = QFontMetrics(theme.font()), QFontMetrics(theme.font(semibold=True))
        longest = max([*map(names.horizontalAdvance, self.cells.rows), bold.horizontalAdvance(self.cells.rows[-1])])
        head = QFontMetrics(heading_font())
        longest = max(longest, head.horizontalAdvance(self._corner.text()))
        wide = min(longest + 2 * SIDE + 2, theme.wide(NAMES), max(LEAST, self.width() * 2 // 5))
        self.verticalHeader().setFixedWidth(wide)
        widths = [self._width(column, bold, head) for column in range(len(self.cells.columns))]
        room = self.viewport().width() - sum(widths)
        for column, width in enumerate(widths):
            spare = max(0, min(theme.wide(ROOMY) - width, room // len(widths))) if room > 0 else 0
            self.setColumnWidth(column, width + spare)
        self._place_corner()

    def _width(self, column: int, bold: QFontMetrics, head: QFontMetrics) -> int:
        heading = min(width_for(short_words(self.cells.columns[column]), head), theme.wide(MOST))
        longest = max((self.cells.text(row, column) for row in range(len(self.cells.rows))), key=len)
        return max(theme.wide(LEAST), heading, bold.horizontalAdvance(longest) + 2 * SIDE)

    def _place_corner(self) -> None:
        side = self.verticalHeader()
        self._corner.setGeometry(side.x(), self.horizontalHeader().y(), side.width(), HEIGHT)
        self._corner.setContentsMargins(SIDE - 3, 0, SIDE, 0)
        self._corner.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()
        fit_rows(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        here = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and here.isValid():
            self.opened.emit(here.row(), here.column())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        else:
            super().keyPressEvent(event)
