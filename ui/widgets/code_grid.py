"""The groups of a recovery code as fields, placed as on the page: a full one leads on, a wrong one is marked."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from desktop_app.domain.recovery_code import DIGITS, is_right
from desktop_app.texts import say
from ui.widgets import parts, theme

COLUMNS = 5


class GroupLine(QLineEdit):
    """One group; `pasted(text)`: more than a group was put in."""

    pasted = Signal(str)

    def __init__(self, place: int) -> None:
        super().__init__()
        self.setMaxLength(DIGITS)
        self.setAccessibleName(say("keys.group", place=place))
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.textChanged.connect(self._mark)

    @property
    def is_right(self) -> bool:
        text = self.text()
        return len(text) == DIGITS and text.isascii() and text.isdigit() and is_right(text)

    @property
    def is_wrong(self) -> bool:
        return len(self.text()) == DIGITS and not self.is_right

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Only digits stand in a code, whatever else the keyboard gives."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(QGuiApplication.clipboard().text())
        elif not event.text().isprintable() or not event.text() or event.text() in "0123456789":
            super().keyPressEvent(event)

    def _mark(self) -> None:
        theme.set_role(self, "wrong" if self.is_wrong else "")


class CodeGrid(QWidget):
    """`changed`: something was typed; `finished`: Enter in a field."""

    changed = Signal()
    finished = Signal()

    def __init__(self, count: int) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(6)
        self.lines = [GroupLine(place) for place in range(1, count + 1)]
        for at, line in enumerate(self.lines):
            row, column = divmod(at, COLUMNS)
            number = parts.label(str(at + 1), "small")
            number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(number, row, 2 * column)
            grid.addWidget(line, row, 2 * column + 1)
            grid.setColumnStretch(2 * column + 1, 1)
            line.textEdited.connect(lambda text, here=at: self._lead_on(here, text))
            line.textChanged.connect(lambda _: self.changed.emit())
            line.pasted.connect(lambda text, here=at: self.put_in(here, text))
            line.returnPressed.connect(self.finished)

    @property
    def text(self) -> str:
        return " ".join(line.text() for line in self.lines)

    @property
    def is_full(self) -> bool:
        return all(len(line.text()) == DIGITS for line in self.lines)

    @property
    def wrong(self) -> list[int]:
        """The places, from 1, of the groups that can't be right."""
        return [place for place, line in enumerate(self.lines, 1) if line.is_wrong]

    def put_in(self, first: int, text: str) -> None:
        """Spread digits that were copied over this field and the next ones."""
        digits = "".join(c for c in text if c.isascii() and c.isdigit())
        groups = [digits[at : at + DIGITS] for at in range(0, len(digits), DIGITS)]
        filled = self.lines[first : first + len(groups)]
        for line, group in zip(filled, groups, strict=False):
            line.setText(group)
        if filled:
            filled[-1].setFocus()

    def _lead_on(self, here: int, text: str) -> None:
        if len(text) == DIGITS and self.lines[here].is_right and here + 1 < len(self.lines):
            self.lines[here + 1].setFocus(Qt.FocusReason.TabFocusReason)
