"""The parts of a plan and, of the one in sight, its entries: found, added, copied, moved and taken out by key."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop_app.domain.collation import fold
from desktop_app.session.plan_sections import DraftEntry, section_about, section_title
from desktop_app.texts import in_words, say
from ui.widgets import line_signs, parts, theme
from ui.widgets.line_table import LineTable
from ui.widgets.lines import Line
from ui.widgets.text_line import TextLine

LOW = 26  # of a row


class _LowTable(LineTable):
    """So many parts have room on a low screen."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.verticalHeader().setDefaultSectionSize(theme.scaled(LOW))


class PlanParts(QWidget):
    """`chosen(sheet)`: another part is to be seen."""

    chosen = Signal(str)

    def __init__(self, sheets: Sequence[str]) -> None:
        super().__init__()
        self._sheets = list(sheets)
        self._filling = False
        column = parts.column(self)
        self.table = _LowTable(
            say("planpage.sections"), ((say("planpage.section"), 0), (say("planpage.faults"), 44)), {1}
        )
        column.addWidget(self.table)
        self.show_counts({})
        self.table.selectionModel().currentRowChanged.connect(lambda now, _: self._choose(now.row()))

    @property
    def sheet(self) -> str:
        return self._sheets[max(0, self.table.currentIndex().row())]

    def show_counts(self, wrong: dict[str, int]) -> None:
        """How many faults each part has."""
        here = self.table.currentIndex().row()
        counts = {one: str(wrong.get(one) or "") for one in self._sheets}
        self._filling = True
        self.table.show_lines([
            Line(
                (in_words(section_title(one)), count), record=one, looks=("", "error"),
                tips=(in_words(section_about(one)), count),
            )
            for one, count in counts.items()
        ])  # fmt: skip
        _go(self.table, max(0, here))
        self._filling = False

    def show_sheet(self, sheet: str) -> None:
        _go(self.table, self._sheets.index(sheet))

    def _choose(self, row: int) -> None:
        if row >= 0 and not self._filling:
            self.chosen.emit(self._sheets[row])


class EntryList(QWidget):
    """`chosen(row)`: another entry is to be seen; the others: what is to be done with the one in sight."""

    chosen = Signal(int)
    add_wanted = Signal()
    copy_wanted = Signal()
    move_wanted = Signal(int)
    remove_wanted = Signal()
    pasted = Signal(str)
    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._entries: Sequence[DraftEntry] = ()
        self._wrong: dict[int, int] = {}
        self._filling = False
        column = parts.column(self, 0, 8)
        self.about = parts.put(column, parts.label("", "small", wrap=True))
        self.search = TextLine()
        self.search.setPlaceholderText(say("planpage.find"))
        self.search.setAccessibleName(say("planpage.find"))
        line_signs.clearable(self.search)
        self.search.textChanged.connect(lambda text: self._fill(-1 if text else self.row))
        column.addWidget(self.search)
        self.table = LineTable(say("planpage.entries"), ((say("planpage.entry"), 0),))
        self.table.nothing = say("planpage.no_entries")
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._choose())
        self.table.opened.connect(lambda _: self.opened.emit())
        paste = QShortcut(QKeySequence.StandardKey.Paste, self.table, context=Qt.ShortcutContext.WidgetShortcut)
        paste.activated.connect(lambda: self.pasted.emit(QGuiApplication.clipboard().text()))
        parts.fill(column, (self.table, 1), self._buttons())

    def _buttons(self) -> QHBoxLayout:
        row = parts.row(spacing=4)
        self.buttons: list[QPushButton] = []
        for icon, name, wanted in (
            ("plus", "add", self.add_wanted.emit), ("copy", "copy", self.copy_wanted.emit),
            ("chevron-up", "up", lambda: self.move_wanted.emit(-1)),
            ("chevron-down", "down", lambda: self.move_wanted.emit(1)), ("trash-2", "remove", self.remove_wanted.emit),
        ):  # fmt: skip
            made = parts.icon_button(icon, say(f"planpage.{name}"), wanted)
            self.buttons.append(made)
            row.addWidget(made)
        row.addStretch(1)
        return row

    @property
    def row(self) -> int:
        """The number of the entry in sight, -1 without one."""
        line = self.table.current
        return int(line.record) if line is not None and line.record else -1

    def show_entries(self, entries: Sequence[DraftEntry], row: int) -> None:
        """Show the entries of a part, the cursor on one of them."""
        self._entries = entries
        self._fill(row)

    def show_counts(self, wrong: dict[int, int]) -> None:
        """Which entries have faults."""
        if wrong != self._wrong:
            self._wrong = wrong
            self._fill(self.row)

    def _fill(self, row: int) -> None:
        words = fold(self.search.text()).split()
        found = [
            one for one in self._entries
            if one.row == row or all(word in fold(f"{one.group} {in_words(one.title)} {one.code}") for word in words)
        ]  # fmt: skip  # the one that is being written stays, whatever becomes of its words
        lines: list[Line] = []
        group = ""
        for one in found:
            if one.group != group and one.group:
                lines.append(Line((one.group,), heads=True))
            group = one.group
            look = "error" if self._wrong.get(one.row) else "muted" if one.retired else ""
            lines.append(Line((_words(one),), record=str(one.row), looks=(look,)))
        before = self.row
        self._filling = True
        self.table.show_lines(lines)
        place = next((n for n, line in enumerate(lines) if line.record == str(row)), None)
        if place is None:
            place = next((n for n, line in enumerate(lines) if line.record), None)
        if place is not None:
            _go(self.table, place)
        self._filling = False
        if self.row != before or self.row != row:
            self.chosen.emit(self.row)

    def _choose(self) -> None:
        if self.row >= 0 and not self._filling:
            self.chosen.emit(self.row)

    def focus(self) -> None:
        self.table.setFocus(Qt.FocusReason.TabFocusReason)


def _words(one: DraftEntry) -> str:
    if one.inner:
        return f"↳ {in_words(one.title) or '…'}"
    return in_words(one.title) or one.code or say("planpage.untitled")


def _go(table: LineTable, row: int) -> None:
    """Put the cursor on a row, also of a table that is not laid out yet."""
    table.setCurrentIndex(table.model().index(row, 0))
