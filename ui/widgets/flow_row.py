"""A row that goes on in the next line where the width ends: for chips and tags."""

from PySide6.QtCore import QEvent, QPoint, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class FlowRow(QWidget):
    """Its children stand from left to right at their own size; it is exactly as high as they need at its width.

    What stands in the corner stays at the right end of the first line; the others go around it.
    """

    def __init__(self, spacing: int = 6) -> None:
        super().__init__()
        self.gap = spacing
        self._corner: QWidget | None = None
        self._items: list[QWidget] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def add(self, widget: QWidget) -> None:
        widget.setParent(self)
        self._items.append(widget)
        widget.show()

    def take_corner(self, widget: QWidget) -> None:
        """Put a widget into the upper right corner, after the others for Tab."""
        widget.setParent(self)
        self._corner = widget
        widget.show()

    def clear(self) -> None:
        for widget in self._items:
            widget.hide()
            widget.deleteLater()
        self._items = []

    def settle(self) -> None:
        """Arrange the widgets and take the height that they need now."""
        x, y, tall, room = 0, 0, 0, self.width()
        if self._corner is not None:
            size = self._corner.sizeHint()
            self._corner.setGeometry(self.width() - size.width(), 0, size.width(), size.height())
            tall, room = size.height(), room - size.width() - 2 * self.gap
        for widget in self._items:
            size = widget.sizeHint().expandedTo(widget.minimumSize())
            wide = min(size.width(), max(room, 1))
            if x > 0 and x + wide > room:
                x, y, tall, room = 0, y + tall + self.gap, 0, self.width()
            widget.resize(wide, size.height())
            widget.move(QPoint(x, y))
            x += wide + self.gap
            tall = max(tall, size.height())
        if self.height() != y + tall:
            self.setFixedHeight(y + tall)

    def sizeHint(self) -> QSize:
        return QSize(100, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.settle()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.settle()
