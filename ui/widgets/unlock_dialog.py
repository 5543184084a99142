"""The question for the passphrase of a file that is to be opened, or for the code of its recovery page."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.domain.recovery_code import group_count
from desktop_app.errors import AppError
from desktop_app.session import passphrases
from desktop_app.texts import in_words, say
from ui.widgets import parts
from ui.widgets.code_grid import CodeGrid
from ui.widgets.fitted import FittedDialog
from ui.widgets.secret_line import SecretLine

WIDE = 560


class UnlockDialog(FittedDialog):
    """`given(key, by_code)`: what opens the file, and whether it comes of the recovery page."""

    given = Signal(str, bool)

    def __init__(self, over: QWidget, file: Path, why: str = "", title: str = "", *, by_code: bool = False) -> None:
        """`why`: what was wrong the last time."""
        title = title or say("keys.ask_title")
        super().__init__(over, title, WIDE, 4)
        column = self.column
        parts.fill(column, parts.label(title, "form"), parts.Elided(str(file), "muted"))
        self.passphrase, self.code = SecretLine(), CodeGrid(group_count(passphrases.CODE_BYTES))
        self._labels = (
            parts.field_label(say("keys.passphrase"), self.passphrase), parts.field_label(say("keys.code"), self.code),
        )  # fmt: skip
        for label, field in zip(self._labels, (self.passphrase, self.code), strict=True):
            parts.fill(column, label, field)
        self.hint = parts.put(column, parts.MessageLabel("error"))
        column.addSpacing(12)
        self.other = parts.button("", lambda: self.ask_for(by_code=not self._by_code), "link")
        self.open_button = parts.button(say("keys.open"), self._give, "primary")
        line = parts.row(spacing=12)
        parts.fill(line, self.other, 1, parts.button(say("ui.qt_cancel"), self.reject), self.open_button)
        column.addLayout(line)
        self.passphrase.returnPressed.connect(self._give)
        self.code.finished.connect(self._give)
        for changed in (self.passphrase.textChanged, self.code.changed):
            changed.connect(self._follow)
        self.ask_for(by_code=by_code)
        self.hint.show_text(why)
        self.open()

    def ask_for(self, *, by_code: bool) -> None:
        """Ask for the code, or for the passphrase."""
        self._by_code = by_code
        for widgets, shown in (
            ((self._labels[0], self.passphrase), not by_code),
            ((self._labels[1], self.code), by_code),
        ):
            for widget in widgets:
                widget.setVisible(shown)
        self.other.setText(say("keys.use_passphrase") if by_code else say("keys.use_code"))
        self._follow()
        (self.code.lines[0] if by_code else self.passphrase).setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow(self) -> None:
        wrong = ", ".join(map(str, self.code.wrong)) if self._by_code else ""
        self.hint.show_text(say("keys.group_wrong", groups=wrong) if wrong else "")
        self.open_button.setEnabled(self.code.is_full if self._by_code else bool(self.passphrase.text()))

    def _give(self) -> None:
        if not self.open_button.isEnabled():
            return
        try:
            key = passphrases.read_recovery(self.code.text) if self._by_code else self.passphrase.text()
        except AppError as error:
            self.hint.show_text(in_words(error.message))
            return
        self.accept()
        self.given.emit(key, self._by_code)
