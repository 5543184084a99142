"""The sheet about the passphrase of the open file: set it, change it, take it off, print its recovery page."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QDialog, QPushButton, QWidget

from desktop_app.errors import AppError
from desktop_app.session import passphrases
from desktop_app.texts import in_words, say
from ui.widgets import parts, theme
from ui.widgets.bridge import Bridge
from ui.widgets.secret_line import SecretLine

WIDE = 560
SET, CHANGE, REMOVE, PAGE = "set", "change", "remove", "page"
WAYS = {CHANGE: "keys.change", REMOVE: "keys.remove", PAGE: "keys.page"}
ABOUT = {SET: "", CHANGE: "keys.change_about", REMOVE: "keys.remove_about", PAGE: "keys.page_about"}
DOES = {SET: "keys.set", CHANGE: "keys.change", REMOVE: "keys.remove", PAGE: "keys.page_make"}


class PassphraseSheet(QDialog):
    """`wanted(way, new)`: what is to be done, with the new passphrase or ""."""

    wanted = Signal(str, str)

    def __init__(self, over: QWidget, bridge: Bridge, *, encrypted: bool, by_code: bool) -> None:
        """`by_code`: the file was opened with its recovery page; nobody may know the passphrase in use."""
        super().__init__(over)
        self._bridge, self._asks_current = bridge, encrypted and not by_code
        self._column = parts.dialog(self, say("keys.title"), 4)
        self.setFixedWidth(min(theme.scaled(WIDE), over.window().width()))
        self._column.addWidget(parts.label(say("keys.title"), "form"))
        self._column.addWidget(
            parts.label(say("keys.about_set") if encrypted else say("keys.about_none"), "muted", wrap=True)
        )
        self.buttons: dict[str, QPushButton] = {}
        if encrypted:
            self._add_ways()
        self._about = parts.label("", wrap=True)
        self._column.addSpacing(8)
        self._column.addWidget(self._about)
        self.current, self.new, self.again = SecretLine(), SecretLine(), SecretLine()
        self._labels = [
            self._add_line(say(words), line)
            for words, line in (("keys.current", self.current), ("keys.new", self.new), ("keys.again", self.again))
        ]
        self._advice = parts.label(say("keys.advice", shortest=passphrases.SHORTEST), "small", wrap=True)
        self._column.addWidget(self._advice)
        self.hint = parts.label("", "error", wrap=True)
        self._column.addWidget(self.hint)
        self._column.addSpacing(12)
        self.do = parts.button("", self._do, "primary")
        line = parts.row(spacing=12)
        line.addStretch(1)
        line.addWidget(parts.button(say("ui.qt_cancel"), self.reject))
        line.addWidget(self.do)
        self._column.addLayout(line)
        self.choose(CHANGE if encrypted else SET)
        self.open()

    def _add_ways(self) -> None:
        self._column.addSpacing(8)
        line, group = parts.row(spacing=6), QButtonGroup(self)
        for way, words in WAYS.items():
            made = parts.choice(say(words), partial(self.choose, way), "segment")
            made.setFixedHeight(theme.FIELD_HEIGHT)
            group.addButton(made)
            line.addWidget(made, 1)
            self.buttons[way] = made
        self.buttons[CHANGE].setChecked(True)
        parts.lead_to_chosen(group.buttons())
        self._column.addLayout(line)

    def _add_line(self, words: str, line: SecretLine) -> QWidget:
        label = parts.field_label(words, line)
        self._column.addWidget(label)
        self._column.addWidget(line)
        line.textChanged.connect(lambda _: self._say(""))
        line.returnPressed.connect(self._do)
        return label

    def choose(self, way: str) -> None:
        """Show what one of the ways asks for."""
        self._way = way
        parts.lead_to_chosen(self.buttons.values())
        takes_new = way in (SET, CHANGE)
        shown = (self._asks_current, takes_new, takes_new)
        for label, line, there in zip(self._labels, (self.current, self.new, self.again), shown, strict=True):
            label.setVisible(there)
            line.setVisible(there)
        self._advice.setVisible(takes_new)
        self._about.setText(say(ABOUT[way]) if ABOUT[way] else "")
        self._about.setVisible(bool(ABOUT[way]))
        self.do.setText(say(DOES[way]))
        self._say("")
        first = self.current if self._asks_current else self.new
        if way == SET:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, why: str) -> None:
        self.hint.setText(why)
        self.hint.setVisible(bool(why))
        self.adjustSize()

    def _do(self) -> None:
        """Look at what was typed, then at the passphrase in use, and go."""
        new = self.new.text() if self._way in (SET, CHANGE) else ""
        if new != (self.again.text() if new else ""):
            self._say(say("keys.differ"))
            return
        try:
            if self._way in (SET, CHANGE):
                passphrases.refuse_unfit(new)
        except AppError as error:
            self._say(in_words(error.message))
            return
        self._confirm(lambda: self._go(new))

    def _confirm(self, go: Callable[[], None]) -> None:
        if not self._asks_current:
            go()
            return
        typed = self.current.text()
        self._bridge.ask(lambda file: passphrases.refuse_wrong(file, typed), lambda _: go(), self, self._say)

    def _go(self, new: str) -> None:
        self.accept()
        self.wanted.emit(self._way, new)
