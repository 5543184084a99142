"""The editor of a field with several lines, with a counter where the plan sets a limit."""

import re

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextOption
from PySide6.QtWidgets import QPlainTextEdit

from desktop_app.domain.plan import Field
from desktop_app.domain.values import Value
from desktop_app.texts import say
from ui.form.field_editors import FieldEditor, FieldInput
from ui.widgets import parts, theme

LONG_WORD = 1_000  # letters; nobody writes one, but things that are pasted hold them


class _Area(QPlainTextEdit):
    left = Signal()
    entered = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if parts.leaves_field(event):
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
    """Enter and Tab go on, Shift+Enter begins a new line."""

    def __init__(self, field: Field) -> None:
        self.area = _Area()
        super().__init__(field, FieldInput([self.area], self._put, self.area.toPlainText, self.area.put, self._leave))
        self.area.setTabChangesFocus(True)
        self.area.setFixedHeight(76)
        self.area.left.connect(self.commit)
        self.area.entered.connect(self.entered)
        self.column.addWidget(self.area)
        self.limit = _limit(field)
        below = parts.row()
        below.setContentsMargins(0, 3, 0, 0)
        self.counter = parts.label("", "small")
        parts.fill(below, parts.label(say("form.new_line"), "small"), 1, self.counter)
        self.column.addLayout(below)
        self.area.textChanged.connect(self._count)
        self._count()

    def _put(self, _: Value, shown: str) -> str:
        if self.area.toPlainText() != shown:
            self.area.put(shown)
        return self.area.toPlainText()  # hard blanks and odd ends of lines look otherwise: that is no edit

    def _leave(self) -> None:
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
