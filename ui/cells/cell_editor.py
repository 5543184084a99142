"""The editor over one cell: the very editor that the form has for the field, until the cell is left."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QPlainTextEdit, QWidget

from desktop_app.domain.field_type import FieldType
from desktop_app.domain.values import Problem, Value
from ui.form.field_editors import FieldEditor, LineEditor
from ui.form.half_typed import PAUSE
from ui.widgets import parts, theme

KEYS = {Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1), Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0)}
NARROWEST = 96


class CellEditor(QFrame):
    """`left(columns, rows)`: a key leads on by so many; `cancelled`: what was typed is given up.

    `edited(value)`, `misread(problem, raw)` as its field says, also when it was left before that was known;
    `typed(raw)` now and then while a person types. `at_once`: the first letter took the place of what stood there, and
    arrows lead on.
    """

    left = Signal(int, int)
    cancelled = Signal()
    edited = Signal(object)
    misread = Signal(object, str)
    typed = Signal(str)

    def __init__(self, editor: FieldEditor, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setObjectName("cell")
        self.editor = editor
        self.at_once = False
        self.settled = False  # whether what stood there last was said
        self.was_typed = False  # whether some of it lies among the drafts
        parts.column(self).addWidget(editor)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._say_typed)
        inner = editor.inner()
        if isinstance(inner, QLineEdit):
            theme.set_role(inner, "cell")
        for widget in (inner, *inner.findChildren(QWidget)):
            widget.installEventFilter(self)
        editor.typed.connect(self._note_typing)
        editor.edited.connect(self._take)
        editor.misread.connect(self._refuse)
        editor.entered.connect(lambda: self.left.emit(0, -1 if _shift() else 1))

    def place(self, cell: QRect) -> None:
        """Lie over a cell, as wide as the field needs it, inside what is in sight."""
        around = self._over.rect()
        wide = max(cell.width(), theme.wide(_least(self.editor.field.type)))
        high = max(cell.height(), self.sizeHint().height())
        left = max(0, min(cell.left(), around.width() - wide))
        top = cell.top() if cell.top() + high <= around.height() else max(0, cell.bottom() + 1 - high)
        self.setGeometry(left, top, min(wide, around.width()), high)

    def begin(self, key: QKeyEvent | QInputMethodEvent | None = None) -> None:
        """Take the cursor; `key`: the letter that takes the place of what stands there."""
        self.show()
        self.raise_()
        inner = self.editor.inner()
        inner.setFocus(Qt.FocusReason.OtherFocusReason)
        if key is not None:
            self.at_once = True
            if isinstance(inner, QLineEdit | QPlainTextEdit):
                inner.selectAll()
            QApplication.sendEvent(inner, key)
        elif isinstance(inner, QLineEdit):
            inner.end(False)

    def finish(self) -> None:
        """What leaving the field does, whatever is said of it and when."""
        self._pause.stop()
        self.editor.commit()

    def _take(self, value: Value) -> None:
        self.settled = True
        self._pause.stop()
        self.edited.emit(value)

    def _refuse(self, problem: Problem, raw: str) -> None:
        self.settled = True
        self._pause.stop()
        self.misread.emit(problem, raw)

    def _note_typing(self) -> None:
        self.settled = False
        if not self._pause.isActive():
            self._pause.start()

    def _say_typed(self) -> None:
        if self.editor.half_typed:
            self.was_typed = True
            self.typed.emit(self.editor.raw)

    def focusNextPrevChild(self, following: bool) -> bool:
        """Tab and Shift+Tab lead to the cell beside."""
        self.left.emit(1 if following else -1, 0)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            event.accept()  # no key of a field is one of the table

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """An arrow leads on where the first letter took the place of what stood there, as in a spreadsheet."""
        if not self.at_once or event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        way, with_others = KEYS.get(Qt.Key(event.key())), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if way is None or with_others or not isinstance(self.editor, LineEditor):
            return False
        self.left.emit(*way)
        return True


def _shift() -> bool:
    return bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)


def _least(type_: FieldType) -> int:
    """How wide a field must be to be written in."""
    if type_.multiline:
        return 340
    if type_.many or type_.lookup is not None:
        return 270
    return 200 if type_.free_text else 150 if type_.flag or type_.holds_day else NARROWEST
