"""The question for the password of a server; it is kept nowhere."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.texts import say
from ui.widgets import parts
from ui.widgets.fitted import FittedDialog
from ui.widgets.secret_line import SecretLine


class PasswordDialog(FittedDialog):
    """`given(password)`: what opens the server."""

    given = Signal(str)

    def __init__(self, over: QWidget, address: str) -> None:
        super().__init__(over, say("publish.password_title"), spacing=4)
        parts.fill(self.column, parts.label(say("publish.password_title"), "form"), parts.Elided(address, "muted"))
        self.password = SecretLine()
        parts.add_field(self.column, say("publish.password"), self.password)
        self.column.addWidget(parts.label(say("publish.password_about"), "small", wrap=True))
        self.column.addSpacing(12)
        self.go = parts.button(say("publish.password_go"), self._give, "primary")
        self.go.setEnabled(False)
        parts.button_row(self.column, parts.button(say("ui.qt_cancel"), self.reject), self.go, spacing=12)
        self.password.textChanged.connect(lambda text: self.go.setEnabled(bool(text)))
        self.password.returnPressed.connect(self._give)
        self.open()
        self.password.setFocus()

    def _give(self) -> None:
        if self.go.isEnabled():
            self.accept()
            self.given.emit(self.password.text())
