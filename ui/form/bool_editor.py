"""The editor of a field that is answered by yes or no."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton

from desktop_app.domain.plan import Field
from desktop_app.domain.values import Value
from desktop_app.texts import say
from ui.form.field_editors import FieldEditor, FieldInput
from ui.widgets import parts, theme

BY_TAB = Qt.FocusReason.TabFocusReason


class Segment(QPushButton):
    """`arrow_pressed(direction)`, `entered`, `typed(letter)`: keys that mean the pair of buttons or the form."""

    arrow_pressed = Signal(int)
    entered = Signal()
    typed = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.arrow_pressed.emit(1 if event.key() == Qt.Key.Key_Right else -1)
        elif event.text().isalpha():
            self.typed.emit(event.text().casefold())
        else:
            super().keyPressEvent(event)


class BoolEditor(FieldEditor):
    """Yes, no, or neither: two buttons, so that “not answered” can be seen; to the Tab key they are one field."""

    def __init__(self, field: Field) -> None:
        self.yes, self.no = (_segment(say(key)) for key in ("core.yes", "core.no"))
        super().__init__(field, FieldInput([self.yes, self.no], self._put, here=self._answer))
        line = parts.row(spacing=6)
        for button, value in ((self.yes, True), (self.no, False)):
            button.clicked.connect(lambda checked, v=value: self.take(v if checked else None, ""))
            button.entered.connect(self.entered)
            button.arrow_pressed.connect(lambda way: (self.no if way > 0 else self.yes).setFocus(BY_TAB))
            button.typed.connect(self._letter)
            line.addWidget(button, 1)
        self.column.addLayout(line)
        self._let_tab_in()

    def _answer(self) -> QPushButton:
        return self.no if self.value is False else self.yes

    def _put(self, value: Value, _: str) -> str:
        self.yes.setChecked(value is True)
        self.no.setChecked(value is False)
        self._let_tab_in()
        return ""

    def _letter(self, letter: str) -> None:
        """The first letter of a word, or the blank that means the button in focus."""
        for button, value in ((self.yes, True), (self.no, False)):
            if button.text().casefold().startswith(letter):
                button.setFocus(BY_TAB)
                self.take(value, "")

    def _let_tab_in(self) -> None:
        here = self._answer()
        for button in (self.yes, self.no):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if button is here else Qt.FocusPolicy.ClickFocus)


def _segment(text: str) -> Segment:
    made = Segment(text)
    made.setProperty("role", "segment")
    made.setAutoDefault(False)
    made.setCheckable(True)
    made.setFixedHeight(theme.FIELD_HEIGHT)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made
