"""The line of help below a field: what it asks for, or what just became of it."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop_app.texts import in_words
from ui.form.field_places import ROWS, PlacedField
from ui.form.keep_in_sight import bring, in_sight, scrolled_in, show_together
from ui.widgets import parts


class FieldHelp:
    """One line for all fields of a form."""

    def __init__(self, grid: QWidget, layout: QGridLayout, fields: Mapping[str, PlacedField]) -> None:
        self._grid, self._layout, self._fields = grid, layout, fields
        self.line = parts.label("", "help", wrap=True)
        self.line.hide()
        self._of = ""  # the field that it is about

    @property
    def text(self) -> str:
        """What is said below a field just now, "" for nothing."""
        return "" if self.line.isHidden() else self.line.text()

    def explain(self, name: str) -> bool:
        """Explain a field, or stop doing so; False where there is nothing to say."""
        text = in_words(self._fields[name].editor.field.help)
        if not text:
            return False
        if self.text == text:
            self.line.hide()
        else:
            self.say(name, text)
        return True

    def say(self, name: str, text: str) -> None:
        """Say something below a field until another one is entered."""
        field, around, self._of = self._fields[name], scrolled_in(self._grid), name
        lines = [one.line for one in self._fields.values()]
        seen = [line for line in lines if around is not None and in_sight(around, line)]
        row = field.place.row + ROWS - 1  # what is wrong stays beside its field
        self._layout.addWidget(self.line, row, 0, 1, 2)
        self.line.setText(text)
        self.line.show()
        field.editor.describe(text)
        QAccessible.updateAccessibility(QAccessibleEvent(self.line, QAccessible.Event.Alert))
        QTimer.singleShot(0, self._grid, lambda: self._bring(field, seen))  # once it has its place

    def follow(self, now: QWidget) -> None:
        """What was said about a field goes when another one is entered."""
        about = self._fields.get(self._of)
        if self._grid.isAncestorOf(now) and not (about and now is about.editor.inner()):
            self.line.hide()  # the same field is entered again when another window gives the cursor back

    def _bring(self, field: PlacedField, seen: Sequence[QWidget]) -> None:
        """What is said stands below its field; what is wrong nearby and was in sight stays so where all of it fits."""
        around = scrolled_in(self._grid)
        said = (*seen, field.editor, self.line)
        if around is not None and not show_together(around, (field.label, *said), said, (field.editor, self.line)):
            bring(self.line, field.editor, beside=0)
