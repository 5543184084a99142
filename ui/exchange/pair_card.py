"""Two records side by side: which fields differ, which values will stand, and the three answers of a person."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton

from desktop_app.texts import say
from ui.exchange.duplicate_lines import SideBySide, Suggested
from ui.widgets import parts, theme
from ui.widgets.flow_row import FlowRow
from ui.widgets.line_table import LineTable

JOIN, DIFFERENT, LATER = 1, 2, 3
LOW = 380
APART = 16


class PairCard(QFrame):
    """`answered(number)`: JOIN, DIFFERENT or LATER; `record_wanted(kind, id)`."""

    answered = Signal(int)
    record_wanted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._column = column = parts.column(self, theme.GAP, 8)
        self._title = parts.label("", "form", wrap=True)
        self._kind = parts.label("", "muted")
        self._whose = FlowRow(APART)
        self.table = LineTable(say("duplicates.side_by_side"), (
            (say("exchange.field"), 150), (say("duplicates.stays"), 0), (say("duplicates.goes"), 0),
            (say("duplicates.verdict"), 116),
        ))  # fmt: skip
        self.table.wrap()  # values can only be compared when they stand whole
        self.table.opened.connect(lambda _: self.toggle())
        self._hint = parts.label(say("duplicates.choose_value"), "small", wrap=True)
        self.table.setAccessibleDescription(self._hint.text())
        self._followers = parts.label("", "muted", wrap=True)
        parts.fill(
            column, self._kind, self._title, self._whose, self._answers(), self._followers, (self.table, 1), self._hint
        )
        self.take: set[str] = set()
        self._shown: SideBySide | None = None
        self._openers: list[QPushButton] = []
        self.setEnabled(False)

    def show_title(self, suggested: Suggested | None) -> None:
        """The head of a pair whose fields are on their way; None: nothing is left."""
        self._shown = None
        self.setEnabled(False)
        self._kind.setText(suggested.label if suggested else "")
        self._title.setText(suggested.title if suggested else "")
        self._followers.setText("")
        self.table.show_lines([])
        self._whose.clear()
        self._openers = []
        self._whose.settle()

    def show_pair(self, shown: SideBySide) -> None:
        """Both records; what only the one that goes knows is taken over unless a person chooses otherwise."""
        self._shown, self.take = shown, set(shown.pair.filled) - shown.settled
        self._whose.clear()
        self._openers = []
        names, records = ("duplicates.stays", "duplicates.goes"), (shown.pair.survivor, shown.pair.goes)
        for name, whose, record in zip(names, shown.whose, records, strict=True):
            opener = parts.button(say(name), partial(self.record_wanted.emit, shown.pair.kind, record), "link")
            opener.setToolTip(say("duplicates.open", which=say(name), whose=whose))
            opener.setAccessibleName(opener.toolTip())
            self._whose.add(opener)
            self._openers.append(opener)
        self._name_openers()
        self._followers.setText(shown.followers)
        self.table.show_lines(shown.lines(self.take))
        self.setEnabled(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the card is low, the lines to be compared matter more than what is said around them."""
        super().resizeEvent(event)
        for widget in (self._hint, self._kind, self._followers):
            widget.setVisible(not self._low)
        self._column.setSpacing(4 if self._low else 8)
        self._name_openers()

    @property
    def _low(self) -> bool:
        return self.height() < theme.scaled(LOW)

    def _name_openers(self) -> None:
        """Whose the two records are stands on their buttons where there is room for it."""
        names = ("duplicates.stays", "duplicates.goes")
        for name, opener in zip(names, self._openers, strict=False):
            opener.setText(say(name) if self._low else opener.toolTip())
        self._whose.settle()

    def toggle(self) -> None:
        """Let the other one's value stand in the current field."""
        row = self.table.currentIndex().row()
        if self._shown is None or not 0 <= row < len(self._shown.fields):
            return
        name = self._shown.fields[row][0].field
        if name not in self._shown.settled:
            self.take ^= {name}
            self.table.show_lines(self._shown.lines(self.take))
            self.table.selectRow(row)

    def _answers(self) -> FlowRow:
        line = FlowRow(8)
        line.add(self._answer(JOIN, say("duplicates.join"), "primary"))
        line.add(self._answer(DIFFERENT, say("duplicates.distinct")))
        line.add(self._answer(LATER, say("duplicates.later")))
        return line

    def _answer(self, number: int, words: str, role: str = "") -> QPushButton:
        made = parts.button(say("duplicates.answer", words=words, number=number), None, role)
        made.clicked.connect(lambda: self.answered.emit(number))
        made.setAccessibleName(words)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return made
