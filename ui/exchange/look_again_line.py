"""The line above a preview that no longer holds: why nothing was taken in, and the way to look again."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from desktop_app.texts import say
from ui.widgets import parts

MOST = 6


class LookAgainLine(QFrame):
    """Hidden while what is shown is what would come in."""

    def __init__(self, look_again: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("stale")
        line = parts.row(self, 12, 12)
        line.setContentsMargins(12, 8, 12, 8)
        self.words = parts.label("", "stale", wrap=True)
        self.button = parts.button(say("exchange.look_again"), look_again, icon="refresh-cw")
        line.addWidget(self.words, 1)
        line.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_changed(self, names: Sequence[str]) -> None:
        """These files have changed: only another look leads on."""
        self.words.setText(
            say("exchange.source_changed", files=", ".join([*names[:MOST], *(["…"] if len(names) > MOST else [])]))
        )
        self.button.show()
        self.show()
        self.button.setFocus()

    def show_recounted(self) -> None:
        """Our own file has changed, and the preview below is counted anew."""
        self.words.setText(say("exchange.recounted"))
        self.button.hide()
        self.show()
