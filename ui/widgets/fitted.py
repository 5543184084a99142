"""A dialog as high as its words need, from its first painting on."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ui.widgets import parts, theme


def ask_after_others(over: QWidget, ask: Callable[[], object]) -> None:
    """Ask now, or once the question that stands over the window is answered."""
    standing = next((sheet for sheet in over.findChildren(FittedDialog) if sheet.isVisible()), None)
    if standing is None:
        ask()
    else:  # it is still in sight while it says so
        standing.finished.connect(lambda _: QTimer.singleShot(0, over, lambda: ask_after_others(over, ask)))


class FittedDialog(QDialog):
    """Its width is fixed and at most the window's; its height follows whatever comes, goes or is said in it.

    adjustSize would stop at two thirds of the screen. A widget that is put into a dialog in sight shows a moment later,
    so only Qt's own word, a LayoutRequest, says when to measure.
    """

    def __init__(self, over: QWidget, title: str, wide: int = 520, spacing: int = 10) -> None:
        super().__init__(over)
        self.column: QVBoxLayout = parts.dialog(self, title, spacing)
        self.setFixedWidth(min(theme.scaled(wide), over.window().width()))

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self._fit()
        return done

    def _fit(self) -> None:
        self.column.activate()
        wraps = self.column.hasHeightForWidth()
        self.setFixedHeight(
            self.column.totalHeightForWidth(self.width()) if wraps else self.column.totalSizeHint().height()
        )
