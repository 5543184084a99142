"""What every editor of a field does, and the one for a line of text or a number."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_app.domain import values
from desktop_app.domain.plan import Field
from desktop_app.domain.values import Problem, Value
from ui.pieces import parts, theme
from ui.pieces.one_line import OneLine
from ui.pieces.text_line import TextLine


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
            self.show_value(read, values.show_itself(self.field, read))
            if read != before or self._misread:
                self._misread = False
                self.edited.emit(read)


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
