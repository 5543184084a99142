"""The table of the board: one cell is current, rows are low so that many units stand in sight."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView

from ui.widgets import theme
from ui.widgets.line_table import LineTable

HIGH = 26


class BoardTable(LineTable):
    """`cell_opened(line, column)`: Enter or a double click on a cell."""

    cell_opened = Signal(object, int)

    def __init__(self, name: str, columns: list[tuple[str, int]]) -> None:
        super().__init__(name, columns, right=range(1, len(columns) - 1))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.doubleClicked.disconnect()
        self.doubleClicked.connect(self._open)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.cell_opened.emit(self.lines[index.row()], index.column())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.verticalHeader().setDefaultSectionSize(theme.scaled(HIGH))
