"""A button that opens a menu, and says so by an arrow: drawn, since few fonts have one, and another is slow to load."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent

from ui.widgets import icons, parts, theme

ARROW, SIDE = 16, 8  # the arrow, and how far it stands from the right edge of what has one


class MenuButton(parts.Button):
    """The style sheet keeps room for the arrow once a menu is set."""

    def __init__(self, text: str = "", role: str = "") -> None:
        super().__init__(text)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.set_role(self, role)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        is_link, inks = self.property("role") == "link", theme.colours()
        arrow = icons.pixmap("chevron-down", inks.accent if is_link else inks.muted, ARROW)
        painter = QPainter(self)
        painter.drawPixmap(self.width() - ARROW - (0 if is_link else SIDE), (self.height() - ARROW) // 2, arrow)
        painter.end()
