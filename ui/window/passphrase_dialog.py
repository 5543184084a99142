"""The dialog about the passphrase of the open file: set it, change it, take it off, print its recovery page."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.errors import AppError
from desktop_app.session import passphrases
from desktop_app.settings import LOCK_AFTER
from desktop_app.texts import in_words, say
from ui.widgets import parts, theme
from ui.widgets.bridge import Bridge
from ui.widgets.fitted import FittedDialog
from ui.widgets.secret_line import SecretLine

WIDE = 600
SET, CHANGE, REMOVE, PAGE, LOCK = "set", "change", "remove", "page", "lock"
WAYS = {CHANGE: "keys.change", REMOVE: "keys.remove", PAGE: "keys.page", LOCK: "keys.lock"}
ABOUT = {
    SET: "", CHANGE: "keys.change_about", REMOVE: "keys.remove_about", PAGE: "keys.page_about",
    LOCK: "keys.lock_after",
}  # fmt: skip
LOCK_WORDS = ("keys.lock_never", "keys.lock_5", "keys.lock_15", "keys.lock_30")
DOES = {SET: "keys.set", CHANGE: "keys.change", REMOVE: "keys.remove", PAGE: "keys.page_make"}


class PassphraseDialog(FittedDialog):
    """`wanted(way, new)`: what is to be done, with the new passphrase or ""; `lock_chosen(lock_after)`: as in the
    settings, in force at once.
    """

    wanted = Signal(str, str)
    lock_chosen = Signal(str)

    def __init__(self, over: QWidget, bridge: Bridge, lock_after: str, *, encrypted: bool, by_code: bool) -> None:
        """`by_code`: the file was opened with its recovery page; nobody may know the passphrase in use."""
        super().__init__(over, say("keys.title"), WIDE, 4)
        self._bridge, self._asks_current = bridge, encrypted and not by_code
        self.column.addWidget(parts.label(say("keys.title"), "form"))
        about = "keys.about_by_code" if by_code else "keys.about_set" if encrypted else "keys.about_none"
        self.column.addWidget(parts.label(say(about), "muted", wrap=True))
        self.buttons: dict[str, QPushButton] = {}
        if encrypted:
            self._add_ways()
        self._about = parts.label("", wrap=True)
        self.column.addSpacing(8)
        self.column.addWidget(self._about)
        waits = dict(zip(LOCK_AFTER, map(say, LOCK_WORDS), strict=True))
        self._lock = parts.put(self.column, self._segments(waits, lock_after, self._choose_lock))
        self.current, self.new, self.again = SecretLine(), SecretLine(), SecretLine()
        self._labels = [
            self._add_line(say(words), line)
            for words, line in (("keys.current", self.current), ("keys.new", self.new), ("keys.again", self.again))
        ]
        self._advice = parts.label(say("keys.advice", shortest=passphrases.SHORTEST), "small", wrap=True)
        self.column.addWidget(self._advice)
        self.hint = parts.put(self.column, parts.MessageLabel("error"))
        self.column.addSpacing(12)
        self.do = parts.button("", self._do, "primary")
        self._leave = parts.button("", self.reject)
        parts.button_row(self.column, self._leave, self.do, spacing=12)
        self.choose(CHANGE if encrypted else SET)
        if by_code:
            self.new.setFocus(Qt.FocusReason.OtherFocusReason)
        self.open()

    def _add_ways(self) -> None:
        self.column.addSpacing(8)
        self.column.addWidget(self._segments({way: say(words) for way, words in WAYS.items()}, CHANGE, self.choose))

    def _segments(self, words: Mapping[str, str], chosen: str, choose: Callable[[str], None]) -> QWidget:
        frame, made = QWidget(), parts.one_of(self, words, chosen, choose)
        self.buttons |= made
        for button in made.values():
            button.setFixedHeight(theme.FIELD_HEIGHT)
        parts.fill(parts.row(frame, spacing=6), *((button, 1) for button in made.values()))
        return frame

    def _choose_lock(self, lock_after: str) -> None:
        parts.lead_to_chosen(self.buttons[name] for name in LOCK_AFTER)
        self.lock_chosen.emit(lock_after)

    def _add_line(self, words: str, line: SecretLine) -> QWidget:
        label = parts.field_label(words, line)
        parts.fill(self.column, label, line)
        line.textChanged.connect(lambda _: self.hint.show_text(""))
        line.returnPressed.connect(self._do)
        return label

    def choose(self, way: str) -> None:
        """Show what one of the ways asks for."""
        self._way = way
        parts.lead_to_chosen(self.buttons[name] for name in WAYS if name in self.buttons)
        takes_new = way in (SET, CHANGE)
        shown = (self._asks_current and way != LOCK, takes_new, takes_new)
        for label, line, there in zip(self._labels, (self.current, self.new, self.again), shown, strict=True):
            label.setVisible(there)
            line.setVisible(there)
        self._advice.setVisible(takes_new)
        self._lock.setVisible(way == LOCK)
        self._about.setText(say(ABOUT[way]) if ABOUT[way] else "")
        self._about.setVisible(bool(ABOUT[way]))
        self.do.setVisible(way != LOCK)
        self.do.setText(say(DOES[way]) if way != LOCK else "")
        theme.set_role(self.do, "danger" if way == REMOVE else "primary")
        self._leave.setText(say("ui.close") if way == LOCK else say("ui.qt_cancel"))
        self.hint.show_text("")
        first = self.current if self._asks_current else self.new
        if way == SET:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _do(self) -> None:
        """Look at what was typed, then at the passphrase in use, and go."""
        new = self.new.text() if self._way in (SET, CHANGE) else ""
        if new != (self.again.text() if new else ""):
            self.hint.show_text(say("keys.differ"))
            return
        try:
            if self._way in (SET, CHANGE):
                passphrases.refuse_unfit(new)
        except AppError as error:
            self.hint.show_text(in_words(error.message))
            return
        self._confirm(lambda: self._go(new))

    def _confirm(self, go: Callable[[], None]) -> None:
        if not self._asks_current:
            go()
            return
        typed = self.current.text()
        self._bridge.ask(lambda file: passphrases.refuse_wrong(file, typed), lambda _: go(), self, self.hint.show_text)

    def _go(self, new: str) -> None:
        self.accept()
        self.wanted.emit(self._way, new)
