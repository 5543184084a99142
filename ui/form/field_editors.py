"""One editor per type of field for what is typed: text, numbers, long text, yes or no; dates have their own module."""

import re
from decimal import Decimal

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextOption
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QWidget

from desktop_app.domain import values
from desktop_app.domain.plan import Field
from desktop_app.domain.values import Problem, Value
from desktop_app.texts import say
from ui.pieces import parts, theme
from ui.pieces.one_line import OneLine
from ui.pieces.text_line import TextLine

LONG_WORD = 1_000  # letters; nobody writes one, but things that are pasted hold them
HALF_WIDTH = {"date", "int", "decimal", "money", "bool"}


class FieldEditor(QWidget):
    """Holds the value of one field. `edited(value)`: left with another value; `misread(problem, raw)`: unreadable.

    Nothing is judged or rewritten while a person types; `commit` says what leaving the field would say.
    """

    edited = Signal(object)
    misread = Signal(object, str)
    entered = Signal()
    typed = Signal()  # a letter more or less; `raw` is what stands there

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self.value: Value = None
        self.today = ""  # ISO, as the record's file has it
        self.column = parts.column(self)
        self._shown = ""
        self._misread = False

    def show_value(self, value: Value, shown: str) -> None:
        """Take over a saved value; `shown` is how people read it."""
        raise NotImplementedError

    def take(self, value: Value, shown: str) -> None:
        """Put in a value as if it had been typed and the field been left."""
        changed = value != self.value or self._misread
        self._misread = False
        self.show_value(value, shown)
        if changed:
            self.edited.emit(value)

    def show_raw(self, raw: str) -> None:
        """Offer half-typed text again."""

    @property
    def raw(self) -> str:
        """What stands in the field, letter by letter."""
        return ""

    @property
    def half_typed(self) -> bool:
        """Whether something stands in the field that is not its value."""
        return self.raw != self._shown

    def commit(self) -> None:
        """What leaving the field does."""

    def inner(self) -> QWidget:
        """The widget that takes the focus and carries the name."""
        raise NotImplementedError

    def name(self, name: str) -> None:
        """What the field is called where it can't be seen."""
        inner = self.inner()
        inner.setAccessibleName(name)
        if isinstance(inner, QLineEdit):
            parts.name_signs(inner, name)

    def describe(self, text: str) -> None:
        """What is said of the field after its name: what is wrong there."""
        self.inner().setAccessibleDescription(text)

    def mark(self, severity: str | None) -> None:
        """Draw the frame of a field with or without a problem."""
        theme.set_role(self.inner(), "wrong" if severity == values.ERROR else "")

    def _read(self, raw: str) -> None:
        """Take what was typed: unreadable text stays as it is, with its problem."""
        if raw == self._shown:
            return
        read = values.parse(self.field, raw, int(self.today[:4]) if self.today else None)
        if isinstance(read, Problem):
            self._shown, self._misread = raw, True
            self.misread.emit(read, raw)
        else:
            before, self.value = self.value, read
            self.show_value(read, self._as_shown(read))
            if read != before or self._misread:
                self._misread = False
                self.edited.emit(read)

    def _as_shown(self, value: Value) -> str:
        if value is None:
            return ""
        if self.field.type == "date":
            return values.show_date(str(value))
        if not self.field.plain and isinstance(value, int | Decimal):
            return values.show_number(value)
        return str(value)


class LineEditor(FieldEditor):
    """Text and numbers in one line."""

    def __init__(self, field: Field, line: OneLine | None = None) -> None:
        super().__init__(field)
        self.line = line or TextLine()
        self.line.editingFinished.connect(self.commit)
        self.line.returnPressed.connect(self.entered)
        self.line.textEdited.connect(lambda _: self.typed.emit())
        self.column.addWidget(self.line)

    def inner(self) -> QLineEdit:
        return self.line

    def show_value(self, value: Value, shown: str) -> None:
        self.value, self._shown = value, shown
        if self.line.text() != shown:
            self.line.setText(shown)
            if not self.line.hasFocus():
                self.line.setCursorPosition(0)
        self._shown = self.line.text()  # the line may show hard blanks otherwise: that is no edit

    def show_raw(self, raw: str) -> None:
        self.line.setText(raw)

    @property
    def raw(self) -> str:
        return self.line.text()

    def commit(self) -> None:
        self._read(self.line.text())
        if self.line.isUndoAvailable():  # what was left is undone in the file, not letter by letter
            here = self.line.cursorPosition()
            self.line.setText(self.line.text())
            self.line.setCursorPosition(here)


class _Area(QPlainTextEdit):
    left = Signal()
    entered = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.entered.emit()
        elif enter:
            self.insertPlainText("\n")
            self.ensureCursorVisible()
        else:
            super().keyPressEvent(event)

    def put(self, text: str) -> None:
        """Show another text."""
        self._wrap(text)
        self.setPlainText(text)

    def insertFromMimeData(self, source: QMimeData) -> None:
        self._wrap(source.text())
        super().insertFromMimeData(source)

    def _wrap(self, text: str) -> None:
        """Looking for the end of a word without end would stop the window for minutes: break it anywhere."""
        if any(len(word) > LONG_WORD for word in text.split()):
            self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        else:
            self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)


class LongTextEditor(FieldEditor):
    """Several lines; a counter where the plan sets a limit. Enter and Tab go on, Shift+Enter begins a new line."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.area = _Area()
        self.area.setTabChangesFocus(True)
        self.area.setFixedHeight(76)
        self.area.left.connect(self.commit)
        self.area.entered.connect(self.entered)
        self.column.addWidget(self.area)
        self.limit = _limit(field)
        below = parts.row()
        below.setContentsMargins(0, 3, 0, 0)
        self.counter = parts.label("", "small")
        below.addWidget(parts.label(say("form.new_line"), "small"))
        below.addStretch(1)
        below.addWidget(self.counter)
        self.column.addLayout(below)
        self.area.textChanged.connect(self._count)
        self._count()

    def inner(self) -> QPlainTextEdit:
        return self.area

    def show_value(self, value: Value, shown: str) -> None:
        self.value, self._shown = value, shown
        if self.area.toPlainText() != shown:
            self.area.put(shown)
        self._shown = self.area.toPlainText()  # hard blanks and odd ends of lines look otherwise: that is no edit

    def show_raw(self, raw: str) -> None:
        self.area.put(raw)

    @property
    def raw(self) -> str:
        return self.area.toPlainText()

    def commit(self) -> None:
        self._read(self.area.toPlainText())
        self.area.document().clearUndoRedoStacks()

    def _count(self) -> None:
        self.counter.setVisible(self.limit is not None)
        if self.limit is not None:
            used = len(self.area.toPlainText())
            self.counter.setText(say("ui.counter", used=used, limit=self.limit))
            theme.set_role(self.counter, "error" if used > self.limit else "small")
        if self.area.hasFocus():
            self.typed.emit()


def _limit(field: Field) -> int | None:
    """The longest text that the field's own check allows."""
    found = (re.fullmatch(rf"length\({field.name}\) <= (\d+)", check.expr) for check in field.checks)
    return next((int(match[1]) for match in found if match), None)


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
