"""A read-only table of lines of text, however many: the body of every dialog that lists something."""

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ui.pieces import theme
from ui.pieces.lines import Line
from ui.pieces.list_header import ListHeader

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
AIR = 12
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class _Lines(QAbstractTableModel):
    """Cells are made when they come into sight; the tip of a cell is its whole text."""

    def __init__(self, headings: Sequence[str], right: Collection[int]) -> None:
        super().__init__()
        self.headings, self.right = headings, right
        self.lines: Sequence[Line] = ()

    def show(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.lines[index.row()].cells[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if index.column() in self.right else LEFT
        look = self._look(index)
        if look and role == Qt.ItemDataRole.ForegroundRole:
            return theme.colour({"warning": "warning_text"}.get(look, look))
        return None

    def _look(self, index: Index) -> str:
        looks = self.lines[index.row()].looks
        return looks[index.column()] if looks else ""

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # fmt: skip
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.headings[section]
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if section in self.right else LEFT
        return None


class LineTable(QTableView):
    """`opened(line)`: Enter or a double click."""

    opened = Signal(object)

    def __init__(self, name: str, columns: Sequence[tuple[str, int]], right: Collection[int] = ()) -> None:
        """`columns`: heading and width; the ones of width 0 share what is left. `right`: columns of numbers."""
        super().__init__()
        self.nothing = ""  # what stands in place of the lines while there are none
        self.setObjectName("inner")
        self.setAccessibleName(name)
        self._lines = _Lines([heading for heading, _ in columns], right)
        self.setHorizontalHeader(ListHeader(self))
        self.setModel(self._lines)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for number, (_, width) in enumerate(columns):
            mode = QHeaderView.ResizeMode.Fixed if width else QHeaderView.ResizeMode.Stretch
            self.horizontalHeader().setSectionResizeMode(number, mode)
            if width:
                self.setColumnWidth(number, theme.wide(width))
        self.doubleClicked.connect(lambda index: self.opened.emit(self._lines.lines[index.row()]))

    def wrap(self) -> None:
        """Let long cells go on in further lines; for tables of a few hundred lines."""
        self.setWordWrap(True)
        self.verticalHeader().setMinimumSectionSize(theme.ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    def sizeHintForRow(self, row: int) -> int:
        """Qt reckons without the air beside the words and would leave out their last line."""
        if not self.wordWrap():
            return super().sizeHintForRow(row)
        rooms = [QRect(0, 0, self.columnWidth(n) - 2 * AIR, 1000) for n in range(len(self._lines.headings))]
        cells = zip(rooms, self.lines[row].cells, strict=True)
        wrapped = Qt.TextFlag.TextWordWrap
        high = max(self.fontMetrics().boundingRect(room, wrapped, text).height() for room, text in cells)
        return max(theme.ROW_HEIGHT, high + AIR)

    @property
    def lines(self) -> Sequence[Line]:
        return self._lines.lines

    @property
    def current(self) -> Line | None:
        """The line with the cursor."""
        row = self.currentIndex().row()
        return self._lines.lines[row] if 0 <= row < len(self._lines.lines) else None

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines, the cursor on the first."""
        self._lines.show(lines)
        if lines:
            self.setCurrentIndex(self._lines.index(0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        high = theme.row_height(self.height())
        if high != self.verticalHeader().defaultSectionSize():
            self.verticalHeader().setDefaultSectionSize(high)

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
