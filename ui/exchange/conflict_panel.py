"""Values that people left different: side by side, settled with one key each."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QWidget

from desktop_app.session import OpenFile, editing
from desktop_app.texts import say
from ui.exchange.conflict_lines import ConflictOption, OpenConflict, read_conflicts
from ui.widgets import parts, theme
from ui.widgets.bridge import Bridge
from ui.widgets.line_table import LineTable
from ui.widgets.lines import Line
from ui.widgets.scrolling import Scrolling

MOST_KEYS = 9


class ConflictPanel(QWidget):
    """`counted(n)`: how many are open; `record_wanted(kind, id)`: the record of the current one."""

    counted = Signal(int)
    record_wanted = Signal(str, str)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self.setObjectName("page")
        self._bridge = bridge
        self._open: Sequence[OpenConflict] = ()
        self._wanted = ""  # the record to go to once the conflicts are read
        self._about = parts.label(say("exchange.conflicts_about"), "muted", wrap=True)
        self.table = LineTable(say("exchange.conflicts"), (
            (say("exchange.record"), 0), (say("exchange.field"), 180),
        ))  # fmt: skip
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_current())
        self.table.nothing = say("exchange.conflicts_none")
        self.table.opened.connect(lambda _: self._to_record())
        card, inside = parts.card(1, 0)
        content = QWidget()
        content.setObjectName("plain")
        whole = parts.column(content, theme.GAP, 8)
        self._values = parts.column(None, 0, 8)
        parts.fill(whole, self._values, 1)
        room = Scrolling(content, say("exchange.conflicts"))
        room.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab goes to the values in it and brings them into sight
        inside.addWidget(room)
        card.setMinimumWidth(theme.wide(340))
        self._card = card
        split = parts.beside(self.table, card, (600, theme.FORM))
        parts.fill(parts.column(self, 0, 10), self._about, (split, 1))
        for number in range(MOST_KEYS):
            key = QShortcut(QKeySequence(str(number + 1)), self)
            key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            key.activated.connect(partial(self.settle, number))

    def read(self) -> None:
        self._bridge.ask(read_conflicts, self._show, self)

    def go_to(self, record: str) -> None:
        """Put the cursor on the first conflict of a record, if it has any."""
        self._wanted = record
        self.read()

    @property
    def current(self) -> OpenConflict | None:
        return self.table.current_of(self._open)

    def settle(self, number: int) -> None:
        """Choose a value of the current conflict by its number, from 0."""
        conflict = self.current
        if conflict is None or number >= len(conflict.choices):
            return
        choice = conflict.choices[number]
        self.table.setFocus()  # the button that was pressed goes with its conflict

        def write(file: OpenFile) -> bytes | None:
            return editing.settle(file, conflict.record, conflict.field, choice.value)

        self._bridge.write(write, lambda _: self.read(), self, kind=conflict.kind)

    def _show(self, found: Sequence[OpenConflict]) -> None:
        row = max(self.table.currentIndex().row(), 0)
        row = next((at for at, one in enumerate(found) if one.record == self._wanted), row)
        self._open, self._wanted = found, ""
        self.table.show_lines([Line((c.title, c.label), c.record) for c in found])
        if found:
            self.table.selectRow(min(row, len(found) - 1))
        self._about.setText(say("exchange.conflicts_about" if found else "exchange.no_conflicts"))
        self._card.setVisible(bool(found))
        self._show_current()
        self.counted.emit(len(found))

    def _show_current(self) -> None:
        parts.clear(self._values)
        conflict = self.current
        if conflict is None:
            return
        parts.fill(self._values, *parts.heading(conflict.label, conflict.title))
        self._values.addWidget(parts.label(say("exchange.before", value=conflict.before), "small", wrap=True))
        for number, choice in enumerate(conflict.choices):
            self._values.addWidget(self._choice(number, choice))
        self._values.addWidget(parts.button(say("exchange.open_record"), self._to_record, "link"))

    def _choice(self, number: int, choice: ConflictOption) -> QFrame:
        """The value as a card of its own with its key."""
        frame, column = parts.card(12, 4)
        column.addWidget(parts.label(choice.words, "strong", wrap=True))
        shown = say("exchange.shows_now", whose=choice.whose) if number == 0 else choice.whose
        column.addWidget(parts.label(shown, "small", wrap=True))
        take = parts.button(say("exchange.choose_this", number=number + 1), partial(self.settle, number))
        take.setAccessibleName(say("exchange.choose_value", value=choice.words, whose=choice.whose))
        column.addWidget(take)
        return frame

    def _to_record(self) -> None:
        if self.current is not None:
            self.record_wanted.emit(self.current.kind, self.current.record)
