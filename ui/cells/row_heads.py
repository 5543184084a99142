"""What stands at the left of each row and stays there: its number and what its record is called."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QWidget

from ui.widgets import theme
from ui.widgets.painting import fill

WIDE, SIDE = 168, 8


class RowHeads(QHeaderView):
    """A click marks the whole row."""

    def __init__(self, parent: QWidget, high: int) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultSectionSize(high)
        self.setMinimumSectionSize(high)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setFixedWidth(theme.wide(WIDE))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803  # Qt's name
        painter.save()
        marked = self.selectionModel() is not None and self.selectionModel().currentIndex().row() == logicalIndex
        fill(painter, rect, theme.colour("accent_tint" if marked else "ground"))
        painter.setPen(QPen(theme.colour("line")))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.setFont(theme.font(12))
        painter.setPen(QPen(theme.colour("text" if marked else "muted")))
        room = rect.adjusted(SIDE, 0, -SIDE, 0)
        words = str(self.model().headerData(logicalIndex, Qt.Orientation.Vertical) or "")
        text = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()
