"""Whether a copy for another office has a passphrase of its own, and which."""

from PySide6.QtWidgets import QButtonGroup, QWidget

from desktop_app.errors import AppError
from desktop_app.session import passphrases
from desktop_app.texts import in_words, say
from ui.widgets import parts, theme
from ui.widgets.secret_line import SecretLine


class CopySecrecy(QWidget):
    """Two ways; of an encrypted file neither is chosen beforehand."""

    def __init__(self, encrypted: bool) -> None:
        super().__init__()
        column = parts.column(self, 0, 6)
        self.plain = parts.choice(say("send.without"), self._follow, "segment")
        self.own = parts.choice(say("send.with_own"), self._follow, "segment")
        self.line = SecretLine()
        self.line.show_typed(shown=True)  # it is passed on to somebody else anyway
        self.line.setPlaceholderText(say("send.own"))
        self.line.setAccessibleName(say("send.own"))
        self.line.setFixedWidth(theme.scaled(300))
        row, group = parts.row(spacing=6), QButtonGroup(self)
        for button in (self.plain, self.own):
            button.setFixedHeight(theme.FIELD_HEIGHT)
            group.addButton(button)
            row.addWidget(button)
        parts.fill(row, self.line, 1)
        column.addLayout(row)
        self._about = parts.put(column, parts.label("", "warning", wrap=True))
        self.plain.setChecked(not encrypted)
        self._follow()

    @property
    def passphrase(self) -> str | None:
        """The copy's own; None: it has none."""
        return self.line.text() if self.own.isChecked() else None

    def missing(self) -> str:
        """What still stands in the way, in words."""
        if not (self.plain.isChecked() or self.own.isChecked()):
            return say("send.choose")
        try:
            if self.own.isChecked():
                passphrases.refuse_unfit(self.line.text())
        except AppError as error:
            return in_words(error.message)
        return ""

    def _follow(self) -> None:
        own, plain = self.own.isChecked(), self.plain.isChecked()
        self.line.setVisible(own)
        theme.set_role(self._about, "warning" if plain else "small")
        self._about.setText(
            say("exchange.send_plain") if plain else say("send.own_about") if own else say("send.choose")
        )
        if own:
            self.line.setFocus()
