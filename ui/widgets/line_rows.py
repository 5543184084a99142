"""The lines of a table as its model: however many, a cell is made when it comes into sight."""

from collections.abc import Collection, Iterable, MutableMapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop_app.domain import field_types
from desktop_app.texts import in_words
from ui.widgets import theme
from ui.widgets.lines import Line

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
WHOLE = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
PAGE = 100  # rows that are read at once, where they are read as one comes to them
NEAR = 20  # pages that stay on both sides of the one read last
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
SIDES = {field_types.LEFT: None, field_types.RIGHT: RIGHT}  # of what stands in a cell, by its type


def forget_far_pages(pages: MutableMapping[int, Any], asked: set[int], number: int, in_sight: Iterable[int]) -> None:
    """Of a long list only the pages around the one read last stay, and those in sight."""
    near = {0, *range(number - NEAR, number + NEAR + 1), *in_sight}
    for far in pages.keys() - near:
        del pages[far]
        asked.discard(far)


class LineRows(QAbstractTableModel):
    """The tip of a cell is its whole text, or what a mark stands for."""

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
        line = self.lines[index.row()]
        if role in WHOLE and line.tips:
            return line.tips[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return in_words(line.cells[index.column()])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if index.column() in self.right else LEFT
        if line.heads and role == Qt.ItemDataRole.FontRole:
            return theme.font(13, semibold=True)
        if line.heads and role == Qt.ItemDataRole.BackgroundRole:
            return theme.colour("ground")
        look = line.looks[index.column()] if line.looks else ""
        if look and role == Qt.ItemDataRole.ForegroundRole:
            return theme.colour({"warning": "warning_text"}.get(look, look))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # fmt: skip
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if section in self.right else LEFT
        return self.headings[section] if role == Qt.ItemDataRole.DisplayRole else None
