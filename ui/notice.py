"""The one place where the window says what happened: a bar at the top that can be closed, maybe with one offer."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame

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
        self._accepted: Callable[[], object] | None = None
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

    @property
    def failing(self) -> bool:
        """Whether a failure stands in the bar."""
        return not self.isHidden() and self.property("role") == "failure"

    def show_failure(self, sentence: str) -> None:
        self._show(sentence, "failure")

    def show_message(self, sentence: str) -> None:
        self._show(sentence, "message")

    def show_offer(self, sentence: str, offer: str, accepted: Callable[[], object]) -> None:
        """Say what happened, with one button that takes it back."""

        self._show(sentence, "message")
        self._accepted = accepted
        self._offers.addWidget(parts.button(offer, self.accept_offer, icon="undo-2"))

    def accept_offer(self) -> None:
        """Take the offer that stands in the bar."""
        accepted, self._accepted = self._accepted, None
        self.hide()
        if accepted:
            accepted()

    def _show(self, sentence: str, role: str) -> None:
        parts.clear(self._offers)
        self._text.setText(sentence)
        self.setAccessibleName(sentence)
        theme.set_role(self, role)
        theme.set_role(self._text, role)
        self.show()
