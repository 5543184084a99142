"""A title that breaks into lines of like length, so that no word of it stands alone."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel

from ui.widgets.list_header import two_lines


class EvenLabel(QLabel):
    """Over two lines at most; longer ones end in … and are shown whole as their tip."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("role", "form")
        self._full_text = ""

    def set_full_text(self, text: str) -> None:
        self._full_text = text
        self.setAccessibleName(text)
        self._fit()

    def _fit(self) -> None:
        text = two_lines(self._full_text, self.fontMetrics(), self.width()) if self.width() else self._full_text
        if text != self.text():
            self.setText(text)
        self.setToolTip(self._full_text if "…" in text else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(80, super().minimumSizeHint().height())
