"""A line of text that ends in … where its room ends, as long as nobody writes in it."""

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QFocusEvent, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QStyle, QStyleOptionFrame, QToolButton, QToolTip

from ui.widgets import parts
from ui.widgets.one_line import OneLine

INSET = 2  # what Qt leaves free on both sides of the words
CURSOR = 8  # what it leaves free for the cursor: of words that need that room too it would cut the last letter


class TextLine(OneLine):
    """The whole text is its tip while it does not fit."""

    @property
    def in_sight(self) -> str:
        """What can be read of the text."""
        if self.hasFocus():
            return self.text()
        line = self.text().replace("\n", " ")  # Qt would draw two lines of a pasted text on one
        return self.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, self._room().width())

    def _room(self) -> QRect:
        """Where the words stand, left of the pictures in the field."""
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        signs = (sign.x() for sign in self.findChildren(QToolButton) if sign.isVisible())
        room.setRight(min(room.right(), *(x - INSET for x in signs), room.right()))
        return room.adjusted(INSET, 0, -INSET, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        shown, wide = self.in_sight, self.fontMetrics().horizontalAdvance(self.text())
        if self.hasFocus() or wide + CURSOR <= self._room().width():
            super().paintEvent(event)
            return
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option, painter, self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self._room(), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt would leave a text that just has room moved by the breadth of the cursor, its first letter cut."""
        super().focusOutEvent(event)
        if parts.leaves_field(event):
            self.setCursorPosition(0)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self.in_sight != self.text():
            QToolTip.showText(event.globalPos(), self.text(), self)
            return True
        return super().event(event)
