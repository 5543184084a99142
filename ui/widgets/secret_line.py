"""A field of one line for a passphrase: dots, and a button that shows what they stand for."""

from PySide6.QtWidgets import QLineEdit

from desktop_app.texts import say
from ui.widgets import line_signs
from ui.widgets.one_line import OneLine


class SecretLine(OneLine):
    """Nothing of it is remembered anywhere."""

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._eye = line_signs.sign(self, "eye", say("keys.show"))
        self._eye.triggered.connect(lambda: self.show_typed(shown=self.echoMode() != QLineEdit.EchoMode.Normal))

    def show_typed(self, *, shown: bool) -> None:
        """Show the letters, or dots in their place."""
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
