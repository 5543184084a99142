"""The one place where the window says what happened: a bar over the status bar, maybe with one offer."""

from collections.abc import Callable
from functools import partial

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget
from shiboken6 import isValid

from desktop_app.texts import say
from ui.widgets import parts, theme
from ui.widgets.bridge import Bridge

WIDEST, BESIDE = 900, 300  # beside it the words of the status bar have room, or it covers them all
LASTS = 15_000


class Offer(Struct, frozen=True):
    """What happened, and one button that takes it back."""

    sentence: str
    label: str
    accepted: Callable[[], object]
    icon: str = "undo-2"


class Notice(QFrame):
    """A failure stays until it is closed or mended; all else goes with Esc, with the page, or after a while, since
    Ctrl+Z takes back what the offer would.
    """

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("notice")
        over.installEventFilter(self)
        line = parts.row(self, theme.GAP, 12)
        line.setContentsMargins(theme.GAP, 3, 8, 3)  # two lines stay over the status bar and the margin
        self._text = parts.label("", wrap=True)
        self._accepted: Callable[[], object] | None = None
        self._lasting = False
        self._came_from: QWidget | None = None
        parts.application().focusChanged.connect(self._follow)
        self._timer = QTimer(self, singleShot=True, interval=LASTS)
        self._timer.timeout.connect(self._go)
        self._offers = parts.row()
        close = parts.icon_button("x", say("ui.close_notice"), self.hide)
        parts.fill(line, (self._text, 1), self._offers, close)
        self.hide()

    def follow(self, bridge: Bridge) -> None:
        """Say what the open file has to say."""
        bridge.saved.connect(self.resolve)
        bridge.unsaved.all_settled.connect(self.resolve)
        bridge.failed.connect(self.show_failure)
        bridge.notified.connect(self.show_message)
        bridge.offered.connect(self.show_offer)

    @property
    def text(self) -> str:
        return self._text.text()

    @property
    def failing(self) -> bool:
        """Whether a failure stands in the bar."""
        return not self.isHidden() and self.property("role") == "failure"

    def show_failure(
        self, sentence: str, *, lasting: bool = False, offer: Offer | None = None, other: Offer | None = None
    ) -> None:  # fmt: skip
        """Say what went wrong, maybe with a way out or two; `lasting`: what works afterwards does not mend it."""
        self._show(sentence, "failure", *filter(None, (offer, other)))
        self._lasting = lasting

    def resolve(self) -> None:
        """Something was saved: a failure before it is mended."""
        if self.failing and not self._lasting:
            self.hide()

    def pass_by(self) -> None:
        """The person turned to another page: only a failure still matters."""
        if not self.failing:
            self.hide()

    def show_message(self, sentence: str) -> None:
        self._show(sentence, "message")

    def show_offer(self, offer: Offer) -> None:
        self._show(offer.sentence, "message", offer)

    def accept_offer(self) -> None:
        """Take the first offer, if there is one."""
        if self._accepted:
            self._take(self._accepted)

    def _take(self, accepted: Callable[[], object]) -> None:
        self._accepted = None
        self.hide()
        accepted()

    def _show(self, sentence: str, role: str, *offers: Offer) -> None:
        parts.clear(self._offers)
        self._accepted = offers[0].accepted if offers else None
        for offer in offers:
            take = partial(self._take, offer.accepted)
            made = parts.put(self._offers, parts.button(offer.label, take, icon=offer.icon))
            made.show()  # a layout leaves out what is not shown yet, and would take the words for shorter
        self._text.setText(sentence)
        self.setAccessibleName(sentence)
        theme.set_role(self, role)
        theme.set_role(self._text, role)
        self._settle()
        self.show()
        self.raise_()
        self._timer.stop() if self.failing else self._timer.start()

    def _go(self) -> None:
        """Time is up, unless somebody is just about to press the button."""
        focus = QApplication.focusWidget()
        if self.underMouse() or (focus is not None and self.isAncestorOf(focus)):
            self._timer.start()
        else:
            self.pass_by()

    def _settle(self) -> None:
        """Stand in the middle over the status bar and the margin above it, where nothing is to be pressed."""
        over = self.parentWidget()
        assert over is not None
        self.setFixedWidth(WIDEST if over.width() >= WIDEST + 2 * BESIDE else over.width() - theme.MARGIN)
        height = self.heightForWidth(self.width())  # its hint takes words of one line for two
        self.resize(self.width(), height)
        self.move((over.width() - self.width()) // 2, over.height() - height - 1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.Resize and watched is self.parentWidget() and not self.isHidden():
            self._settle()
        keys = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        if self.isHidden() or kind not in keys or not isinstance(event, QKeyEvent):
            return False
        if event.key() != Qt.Key.Key_Escape or QApplication.activePopupWidget() or QApplication.activeModalWidget():
            return False
        event.accept()  # whatever else Esc does can wait until the notice is gone
        if kind == QEvent.Type.KeyPress:
            self.hide()
        return True

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.isAncestorOf(now) and before is not None and not self.isAncestorOf(before):
            self._came_from = before

    def setVisible(self, visible: bool) -> None:
        """Who pressed a button in it goes on where the cursor was: Qt would lead to what is first in the window."""
        focus, back = QApplication.focusWidget(), self._came_from
        inside = focus is not None and self.isAncestorOf(focus)
        if not visible and inside and back is not None and isValid(back) and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        super().setVisible(visible)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        parts.application().installEventFilter(self)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        parts.application().removeEventFilter(self)
