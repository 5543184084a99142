"""The one place where the window says what happened: a bar at the top that can be closed, maybe with one offer."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QPushButton

from desktop_app.texts import say
from ui import parts, theme


class Notice(QFrame):
    """Failures stay until they are closed; so does an offer to take something back."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        line = parts.row(self, theme.MARGIN, 12)
        line.setContentsMargins(theme.MARGIN, 6, 12, 6)
        self._text = parts.label("", wrap=True)
        self._offer: QPushButton | None = None
        self._offers = parts.row()
        close = parts.icon_button("x", say("ui.close_notice"), self.hide)
        line.addWidget(self._text, 1)
        line.addLayout(self._offers)
        line.addWidget(close)
        self.hide()

    @property
    def text(self) -> str:
        """What stands in the bar."""
        return self._text.text()

    def show_failure(self, sentence: str) -> None:
        self._show(sentence, "failure")

    def show_message(self, sentence: str) -> None:
        self._show(sentence, "message")

    def show_offer(self, sentence: str, offer: str, accepted: Callable[[], object]) -> None:
        """Say what happened, with one button that takes it back."""

        def accept() -> None:
            self.hide()
            accepted()

        self._show(sentence, "message")
        self._offers.addWidget(parts.button(offer, accept, icon="undo-2"))

    def _show(self, sentence: str, role: str) -> None:
        parts.clear(self._offers)
        self._text.setText(sentence)
        self.setAccessibleName(sentence)
        theme.set_role(self, role)
        theme.set_role(self._text, role)
        self.show()
