"""The one place where the window says what happened: a sheet over its lower edge, maybe with one offer."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFrame, QWidget

from desktop_app.texts import say
from ui import parts, theme

WIDEST = 760


@dataclass(frozen=True, slots=True)
class Offer:
    """What happened, and one button that takes it back."""

    sentence: str
    label: str
    accepted: Callable[[], object]
    icon: str = "undo-2"


class Notice(QFrame):
    """Failures stay until they are closed; so does an offer to take something back."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("notice")
        over.installEventFilter(self)
        line = parts.row(self, theme.GAP, 12)
        line.setContentsMargins(theme.GAP, 8, 8, 8)
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

    def show_offer(self, offer: Offer) -> None:
        """Say what happened, with one button that takes it back."""
        self._show(offer.sentence, "message", offer)

    def accept_offer(self) -> None:
        """Take the offer that stands in the bar."""
        accepted, self._accepted = self._accepted, None
        self.hide()
        if accepted:
            accepted()

    def _show(self, sentence: str, role: str, offer: Offer | None = None) -> None:
        parts.clear(self._offers)
        self._accepted = offer.accepted if offer else None
        if offer:
            self._offers.addWidget(parts.button(offer.label, self.accept_offer, icon=offer.icon))
        self._text.setText(sentence)
        self.setAccessibleName(sentence)
        theme.set_role(self, role)
        theme.set_role(self._text, role)
        self._settle()
        self.show()
        self.raise_()

    def _settle(self) -> None:
        """Stand in the middle above the status bar, as wide as the words need."""
        over = self.parentWidget()
        assert over is not None
        self.setFixedWidth(min(WIDEST, over.width() - 2 * theme.MARGIN))
        self.adjustSize()
        height = max(self.sizeHint().height(), self.heightForWidth(self.width()))
        self.resize(self.width(), height)
        self.move((over.width() - self.width()) // 2, over.height() - theme.STATUS_BAR - theme.GAP - height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._settle()
        return super().eventFilter(watched, event)
