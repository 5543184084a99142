"""Long work in sight: what is being done, how far it is, and the way to stop it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from desktop_app.texts import say
from ui.widgets import parts
from ui.widgets.help_key import help_key
from ui.widgets.long_work import LongWork

WIDE = 420


class WorkingCard(QFrame):
    """`cancel` runs when a person presses the button."""

    def __init__(self, name: str, cancel: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("card")
        column = parts.column(self, 32, 12)
        self._sentence = parts.label("", "muted", wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._bar = parts.progress_bar(name)
        self._bar.setFixedWidth(WIDE)
        self.stop = parts.button(say("ui.qt_cancel"), cancel)
        parts.fill(column, 1, self._sentence)
        for widget in (self._bar, self.stop):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)

    def show_progress(self, percent: int, sentence: str) -> None:
        self._bar.setValue(percent)
        self._sentence.setText(sentence)


class WorkingPage(QWidget):
    """Fills the window while a work makes the file that is opened then."""

    def __init__(self, title: str, about: str, first: str, progress: LongWork) -> None:
        super().__init__()
        help_key(self)
        self.setObjectName("page")
        self.setAccessibleName(title)
        card = WorkingCard(title, progress.cancel)
        card.show_progress(0, first)
        progress.progressed.connect(card.show_progress)
        self.stop = card.stop
        column = parts.column(self, 32, 12)
        parts.fill(column, parts.label(title, "title"), parts.label(about, "muted", wrap=True), (card, 1))
