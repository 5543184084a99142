"""The editor of a field that is answered by yes or no."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.domain.plan import Field
from desktop_app.domain.values import Value
from desktop_app.texts import say
from ui.form.field_editors import FieldEditor
from ui.pieces import parts, theme


class Segment(QPushButton):
    """`turned(direction)`, `entered`, `typed(letter)`: keys that mean the pair of buttons or the form around it."""

    turned = Signal(int)
    entered = Signal()
    typed = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.turned.emit(1 if event.key() == Qt.Key.Key_Right else -1)
        elif event.text().isalpha():
            self.typed.emit(event.text().casefold())
        else:
            super().keyPressEvent(event)


class BoolEditor(FieldEditor):
    """Yes, no, or neither: two buttons, so that “not answered” can be seen; to the Tab key they are one field."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.yes, self.no = (self._segment(say(key)) for key in ("core.yes", "core.no"))
        line = parts.row(spacing=6)
        for made, value in ((self.yes, True), (self.no, False)):
            made.clicked.connect(lambda checked, v=value: self._press(v if checked else None))
            line.addWidget(made, 1)
        self.column.addLayout(line)
        self._let_tab_in()

    def inner(self) -> QWidget:
        return self.no if self.value is False else self.yes

    def name(self, name: str) -> None:
        for button in (self.yes, self.no):
            button.setAccessibleName(f"{name}: {button.text()}")

    def describe(self, text: str) -> None:
        for button in (self.yes, self.no):
            button.setAccessibleDescription(text)

    def show_value(self, value: Value, shown: str) -> None:
        self.value = value
        self.yes.setChecked(value is True)
        self.no.setChecked(value is False)
        self._let_tab_in()

    def mark(self, severity: str | None) -> None:
        """The problem below says it in words."""

    def _segment(self, text: str) -> Segment:
        made = Segment(text)
        made.setProperty("role", "segment")
        made.setAutoDefault(False)
        made.setCheckable(True)
        made.setFixedHeight(theme.FIELD_HEIGHT)
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        made.entered.connect(self.entered)
        made.turned.connect(lambda way: (self.no if way > 0 else self.yes).setFocus(Qt.FocusReason.TabFocusReason))
        made.typed.connect(self._letter)
        return made

    def _letter(self, letter: str) -> None:
        """The first letter of a word, or the blank that means the button in focus."""
        for button, value in ((self.yes, True), (self.no, False)):
            if button.text().casefold().startswith(letter):
                button.setFocus(Qt.FocusReason.TabFocusReason)
                self._press(value)

    def _let_tab_in(self) -> None:
        here = self.inner()
        for button in (self.yes, self.no):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if button is here else Qt.FocusPolicy.ClickFocus)

    def _press(self, value: bool | None) -> None:
        changed = value != self.value
        self.show_value(value, "")
        if changed:
            self.edited.emit(value)
