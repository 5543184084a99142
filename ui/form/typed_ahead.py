"""What was typed for a record that then could not be opened: nothing of it is lost, or falls into another record."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop_app.texts import say
from ui.widgets import parts, theme

HIGH, SIDE = 84, 18
BURST = 1500  # milliseconds without a key after which a person has looked up


class TypedAhead(QWidget):
    """`again`: try once more to open the record."""

    again = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = parts.column(self, 0, 8)
        column.setContentsMargins(SIDE, 0, SIDE, 12)
        self._message = parts.label("", "warning", wrap=True)
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(say("form.typed_ahead"))
        self.text.setFixedHeight(theme.scaled(HIGH))
        self._again = parts.button(say("form.open_again"), self.again.emit, icon="refresh-cw")
        self._drop = parts.button(say("form.drop_ahead"), self._give_up, icon="x")
        line = parts.fill(parts.row(), self._again, self._drop, 1)
        parts.fill(column, self._message, self.text, line)
        self._burst = QTimer(self, singleShot=True, interval=BURST)
        self._burst.timeout.connect(self._end_burst)
        self.text.textChanged.connect(self._go_on)
        self.text.setTabChangesFocus(True)
        self.show_beside(refused=False)

    def take_keys(self) -> None:
        """The keys that waited come here, Tab among them."""
        self.show()
        self.text.setTabChangesFocus(False)
        self.text.setFocus()
        self._burst.start()

    def show_beside(self, *, refused: bool) -> None:
        """The record was refused, or one is in sight: then only what was typed before still matters."""
        self._refused = refused
        self._message.setText(say("form.not_opened" if refused else "form.ahead_stays"))
        self._again.setVisible(refused)
        self._drop.setVisible(not refused)
        self.setVisible(refused or bool(self.text.toPlainText()))

    def _go_on(self) -> None:
        """Who still types has not seen yet that the record did not open."""
        if self._burst.isActive():
            self._burst.start()

    def _end_burst(self) -> None:
        self.text.setTabChangesFocus(True)
        self.setVisible(self._refused or bool(self.text.toPlainText()))

    def _give_up(self) -> None:
        self.text.clear()
        self.hide()
