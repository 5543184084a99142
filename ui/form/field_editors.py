"""What every editor of a field does, and the one for a line of text or a number."""

from collections.abc import Callable, Sequence

from msgspec import Struct
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from desktop_app.domain import values
from desktop_app.domain.plan import Field
from desktop_app.domain.typed_value import Days
from desktop_app.domain.values import Problem, Value
from desktop_app.texts import in_words
from ui.widgets import line_signs, parts, theme
from ui.widgets.one_line import OneLine
from ui.widgets.text_line import TextLine


def _nothing(_: str = "") -> None:
    """A field without text has none to offer again or to leave."""


class FieldInput(Struct, frozen=True):
    """What one sort of editor consists of: the widgets that can have the cursor, and how they show and give a value.

    `show` answers with the text that stands there then; `here`: which of several widgets the cursor goes to.
    """

    widgets: Sequence[QWidget]
    show: Callable[[Value, str], str]
    raw: Callable[[], str] = str
    show_raw: Callable[[str], None] = _nothing
    leave: Callable[[], None] = _nothing
    here: Callable[[], QWidget] | None = None


class FieldEditor(QWidget):
    """Holds the value of one field. `edited(value)`: left with another value; `misread(problem, raw)`: unreadable.

    Nothing is judged or rewritten while a person types; `commit` says what leaving the field would say.
    """

    edited = Signal(object)
    misread = Signal(object, str)
    entered = Signal()
    typed = Signal()  # a letter more or less; `raw` is what stands there

    def __init__(self, field: Field, input_: FieldInput) -> None:
        super().__init__()
        self.field, self._input = field, input_
        self.value: Value = None
        self.today = ""  # ISO, as the record's file has it
        self.year: Days | None = None  # among which days one without its year is
        self.column = parts.column(self)
        self._shown = ""
        self._misread = False

    def show_value(self, value: Value, shown: str) -> None:
        """Take over a saved value; `shown` is how people read it."""
        self.value = value
        self._shown = self._input.show(value, shown)

    def take(self, value: Value, shown: str) -> None:
        """Put in a value as if it had been typed and the field been left."""
        changed = value != self.value or self._misread
        self._misread = False
        self.show_value(value, shown)
        if changed:
            self.edited.emit(value)

    def show_raw(self, raw: str) -> None:
        self._input.show_raw(raw)

    @property
    def raw(self) -> str:
        """What stands in the field, letter by letter."""
        return self._input.raw()

    @property
    def half_typed(self) -> bool:
        """Whether something stands in the field that is not its value."""
        return self.raw != self._shown

    def restore(self, value: Value, shown: str) -> None:
        """What was typed and not taken gives way to the saved value."""
        self._misread = False
        self.show_value(value, shown)

    def commit(self) -> None:
        """What leaving the field does."""
        self._input.leave()

    def inner(self) -> QWidget:
        """The widget that takes the focus."""
        return self._input.here() if self._input.here else self._input.widgets[0]

    def name(self, name: str) -> None:
        """What the field is called where it can't be seen; a button adds its own word."""
        for widget in self._input.widgets:
            words = f"{name}: {widget.text()}" if isinstance(widget, QAbstractButton) else name
            widget.setAccessibleName(words)
            if isinstance(widget, QLineEdit):
                line_signs.name_signs(widget, name)

    def describe(self, text: str) -> None:
        """What is said of the field after its name: what is wrong there."""
        for widget in self._input.widgets:
            widget.setAccessibleDescription(text)

    def mark(self, severity: str | None) -> None:
        """Draw the frame of a field with or without a problem; of buttons the problem below says it in words."""
        for widget in self._input.widgets:
            if not isinstance(widget, QAbstractButton):
                theme.set_role(widget, "wrong" if severity == values.ERROR else "")

    def _read(self, raw: str) -> None:
        """Take what was typed: unreadable text stays as it is, with its problem."""
        if raw == self._shown:
            return
        read = values.parse(self.field, raw, self.year)
        if isinstance(read, Problem):
            self._shown, self._misread = raw, True
            self.misread.emit(read, raw)
        else:
            self.take(read, in_words(values.show_itself(self.field, read)))


class LineEditor(FieldEditor):
    def __init__(self, field: Field, line: OneLine | None = None) -> None:
        self.line = line or TextLine()
        super().__init__(field, FieldInput([self.line], self._put, self.line.text, self.line.setText, self._leave))
        self.line.editingFinished.connect(self.commit)
        self.line.returnPressed.connect(self.entered)
        self.line.textEdited.connect(lambda _: self.typed.emit())
        self.column.addWidget(self.line)

    def _put(self, _: Value, shown: str) -> str:
        if self.line.text() != shown:
            self.line.setText(shown)
            if not self.line.hasFocus():
                self.line.setCursorPosition(0)
        return self.line.text()  # the line may show hard blanks otherwise: that is no edit

    def _leave(self) -> None:
        self._read(self.line.text())
        if self.line.isUndoAvailable():  # what was left is undone in the file, not letter by letter
            here = self.line.cursorPosition()
            self.line.setText(self.line.text())
            self.line.setCursorPosition(here)
