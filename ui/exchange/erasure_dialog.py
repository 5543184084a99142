"""Before values are erased as another office wants: what goes, how many, and that nothing brings them back."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.domain.values import show_number
from desktop_app.texts import say
from ui.exchange.erasure_lines import ErasureChoice
from ui.widgets import parts
from ui.widgets.fitted import FittedDialog

WIDE, SHOWN = 620, 6


class ErasureDialog(FittedDialog):
    """The button erases only once it has been seen: the second half of a double click finds it disabled."""

    def __init__(self, over: QWidget, chosen: Sequence[ErasureChoice], go: Callable[[], object]) -> None:
        title = say("erasures.ask", count=show_number(len(chosen)))
        super().__init__(over, title, WIDE, 10)
        column = self.column
        column.addWidget(parts.label(title, "form", wrap=True))
        for one in chosen[:SHOWN]:
            column.addWidget(parts.Elided(one.sentence, "strong"))
        if len(chosen) > SHOWN:
            column.addWidget(parts.label(say("ui.erase_others", count=show_number(len(chosen) - SHOWN)), "strong"))
        for key in ("erasures.means", "ui.erase_spreads", "ui.erase_no_way_back"):
            column.addWidget(parts.label(say(key), wrap=True))
        cancel = parts.button(say("ui.qt_cancel"), self.reject)
        self.go = parts.button(say("ui.erase_go"), self.accept, "danger", "trash-2")
        self.go.setEnabled(False)
        parts.button_row(column, cancel, self.go)
        self.accepted.connect(go)
        QTimer.singleShot(QApplication.doubleClickInterval(), self.go, lambda: self.go.setEnabled(True))
        self.open()
        cancel.setFocus()
