"""The records of an area as lists: record kinds as chips with counts, one table per kind, quick search below."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QFrame, QLineEdit, QPushButton, QStackedWidget, QWidget

from desktop_app.domain.period import Period
from desktop_app.domain.plan import RecordKind
from desktop_app.session import Session
from desktop_app.texts import say
from ui import parts, theme
from ui.bridge import Bridge
from ui.flow_row import FlowRow
from ui.form_content import list_columns
from ui.record_rows import Wanted
from ui.record_table import RecordTable

SEARCH_PAUSE = 200


class RecordList(QWidget):
    """`chosen(kind, id)`: another row; `entered()`: Enter on it; `add_wanted()`; `kind_chosen(kind)`: another list;
    `read_anew`: its rows were read again.

    `head` holds chips and button; whoever owns the list gives it a place. `by_period`: only records of the period are
    listed, unless the person asks for all.
    """

    chosen = Signal(str, str)
    entered = Signal()
    add_wanted = Signal()
    kind_chosen = Signal(str)
    read_anew = Signal()

    def __init__(self, bridge: Bridge, session: Session, kinds: Sequence[RecordKind], *, by_period: bool) -> None:
        super().__init__()
        self.setObjectName("plain")
        self.setMinimumWidth(400)
        self._bridge, self._session, self._by_period = bridge, session, by_period
        self.kinds = {kind.name: kind for kind in kinds}
        self.kind = kinds[0]
        self._period: Period | None = None
        self._tables: dict[str, RecordTable] = {}
        self.chips: dict[str, QPushButton] = {}
        self.head = self._make_head()
        self._column = parts.column(self, 0, 12)
        self._column.addWidget(self._card())
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_PAUSE)
        self._pause.timeout.connect(self.read)
        self.search.textChanged.connect(self._pause.start)
        self.choose_kind(self.kind.name)

    @property
    def table(self) -> RecordTable:
        """The table in sight."""
        return self._tables[self.kind.name]

    @property
    def empty_title(self) -> str:
        """What stands in place of the table, "" while there are rows."""
        return self._empty_title.text() if self._stack.currentWidget() is self._empty else ""

    def take_head(self) -> None:
        """Place chips and button above the table."""
        self._column.insertWidget(0, self.head)

    def choose_kind(self, name: str) -> None:
        """Show the list of another kind."""
        self.kind = self.kinds[name]
        self.chips[name].setChecked(True)
        table = self._tables.get(name) or self._make_table(self.kind)
        self._stack.setCurrentWidget(table)
        table.show_record(None)
        self.search.clear()
        self.add.setAccessibleName(say("ui.add_kind", kind=str(self.kind.label)))
        self.read()
        self.kind_chosen.emit(name)

    def set_period(self, period: Period) -> None:
        """List the records of another period."""
        self._period = period
        self.read()

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """The numbers on the chips."""
        for name, kind in self.kinds.items():
            text = say("ui.chip", name=str(kind.list_label), count=counts.get(name, 0))
            self.chips[name].setText(text)
            wide = QFontMetrics(theme.font(12, semibold=True)).horizontalAdvance(text)
            self.chips[name].setMinimumWidth(wide + 24)
        self._chip_row.settle()

    def read(self) -> None:
        """Read the list in sight again."""
        order = self.table.rows.wanted
        first, last = self._days()
        self.table.rows.read(Wanted(first, last, self.search.text().strip() or None, order.order, order.descending))

    def _days(self) -> tuple[str | None, str | None]:
        if self._period is None or not self._by_period or self.show_all.isChecked():
            return None, None
        return self._period.first_day.isoformat(), self._period.last_day.isoformat()

    def _make_head(self) -> QWidget:
        head = QWidget()
        head.setObjectName("plain")
        line = parts.row(head, 0, 12)
        self._chip_row = FlowRow()
        self._group = QButtonGroup(self)
        for name, kind in self.kinds.items():
            chip = parts.button(str(kind.list_label), partial(self.choose_kind, name), "chip")
            chip.setCheckable(True)
            chip.setToolTip(str(kind.purpose))
            self._group.addButton(chip)
            self._chip_row.add(chip)
            self.chips[name] = chip
        line.addWidget(self._chip_row, 1, Qt.AlignmentFlag.AlignTop)
        self.add = parts.button(say("ui.add"), self.add_wanted.emit, "primary")
        line.addWidget(self.add, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _card(self) -> QFrame:
        card, column = parts.card(0, 0)
        column.setContentsMargins(1, 1, 1, 1)
        self._stack = QStackedWidget()
        self._empty, inside = QWidget(), parts.column(None, 32, 6)
        self._empty.setLayout(inside)
        self._empty_title = parts.label("", "strong", wrap=True)
        self._empty_text = parts.label("", "small", wrap=True)
        inside.addStretch(2)
        for made in (self._empty_title, self._empty_text):
            made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            inside.addWidget(made)
        self._empty_add = parts.button(say("ui.add"), self.add_wanted.emit)
        inside.addSpacing(6)
        inside.addWidget(self._empty_add, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addStretch(3)
        self._stack.addWidget(self._empty)
        column.addWidget(self._stack, 1)
        rule = QFrame()
        rule.setObjectName("rule")
        column.addWidget(rule)
        column.addWidget(self._foot())
        return card

    def _foot(self) -> QWidget:
        foot = QWidget()
        line = parts.row(foot, 0, 8)
        line.setContentsMargins(10, 6, 10, 6)
        self.search = QLineEdit()
        self.search.setPlaceholderText(say("ui.search_list"))
        self.search.setAccessibleName(say("ui.search_list"))
        self.search.setMaximumWidth(240)
        self.search.setClearButtonEnabled(True)
        self._told = parts.label("", "small")
        self.show_all = parts.button(say("ui.all_periods"), self.read, "segment")
        self.show_all.setCheckable(True)
        if not self._by_period:
            self.show_all.hide()
        line.addWidget(self.search, 1)
        line.addStretch(1)
        line.addWidget(self._told)
        line.addWidget(self.show_all)
        return foot

    def _make_table(self, kind: RecordKind) -> RecordTable:
        columns = list_columns(self._session.plan, kind)
        if not self._session.units.children(self._session.unit) and len(columns) > 2:
            columns = [name for name in columns if name != kind.unit_field]
        table = RecordTable(self._bridge, kind, columns)
        table.chosen.connect(lambda record: self.chosen.emit(kind.name, record))
        table.entered.connect(lambda _: self.entered.emit())
        table.rows.loaded.connect(lambda count: self._tell(kind, count))
        self._tables[kind.name] = table
        self._stack.addWidget(table)
        return table

    def _tell(self, kind: RecordKind, count: int) -> None:
        if kind is not self.kind:
            return
        searched = bool(self.search.text().strip())
        self._told.setText(say("ui.rows", count=f"{count:,}".replace(",", ".")) if count else say("ui.no_rows"))
        self._stack.setCurrentWidget(self.table if count else self._empty)
        limited = self._days() != (None, None)
        title = "ui.no_rows_found" if searched else "ui.empty_period" if limited else "ui.empty_list"
        self._empty_title.setText(say(title))
        self._empty_text.setText("" if searched else str(kind.purpose))
        self._empty_add.setVisible(not searched)
        self.read_anew.emit()
