"""One area of the plan: its indicators as cards, its record kinds as chips, table left and form right."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QWidget,
)  # fmt: skip

from desktop_app.domain.period import Period
from desktop_app.domain.plan import RecordKind
from desktop_app.session import Session
from desktop_app.texts import say
from ui import parts, theme
from ui.bridge import Bridge
from ui.figure_bar import FigureBar
from ui.figures import Figure
from ui.flow_row import FlowRow
from ui.form_content import list_columns
from ui.record_form import RecordForm
from ui.record_table import RecordTable, Wanted

SEARCH_PAUSE = 200


class AreaTab(QWidget):
    """Used for every area and for the registers. `by_period`: only records of the period are listed, unless asked."""

    deleted = Signal(bytes, str)
    split = Signal(list)

    def __init__(
        self, bridge: Bridge, session: Session, name: str, kinds: Sequence[RecordKind], *, by_period: bool
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAccessibleName(name)
        self._bridge, self._session = bridge, session
        self.kinds = list(kinds)
        self._by_period = by_period
        self._period: Period | None = None
        self._counts: Mapping[str, int] = {}
        self._tables: dict[str, RecordTable] = {}
        self._chips: dict[str, QPushButton] = {}
        self._kind = self.kinds[0]
        column = parts.column(self, theme.MARGIN, theme.GAP)
        self._cards = QWidget()
        self._cards_grid = QGridLayout(self._cards)
        self._cards_grid.setContentsMargins(0, 0, 0, 0)
        self._cards_grid.setHorizontalSpacing(12)
        self._cards.hide()
        column.addWidget(self._cards)
        self.form = RecordForm(bridge, session.plan, session.units)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(theme.GAP)
        self._splitter.addWidget(self._left())
        self._splitter.addWidget(self.form)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setStretchFactor(1, 0)
        self._splitter.setSizes([700, theme.FORM])
        self._splitter.splitterMoved.connect(lambda *_: self.split.emit(self._splitter.sizes()))
        self.form.setMinimumWidth(320)
        column.addWidget(self._splitter, 1)
        self.form.made.connect(self._made)
        self.form.deleted.connect(self.deleted)
        self._connect_keys()
        self.choose_kind(self._kind.name)

    # --- what others ask ------------------------------------------------------------------------------------------

    def set_period(self, period: Period) -> None:
        """List the records of another period."""
        self._period = period
        self._read()

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """The numbers on the chips."""
        self._counts = counts
        for kind in self.kinds:
            text = say("ui.chip", name=str(kind.list_label), count=counts.get(kind.name, 0))
            chip = self._chips[kind.name]
            chip.setText(text)
            chip.setMinimumWidth(QFontMetrics(theme.font(12, semibold=True)).horizontalAdvance(text) + 26)
        self._chip_row.settle()

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """The area's indicators as cards."""
        while (item := self._cards_grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, figure in enumerate(figures):
            self._cards_grid.addWidget(_card(figure), 0, number)
            self._cards_grid.setColumnStretch(number, 1)
        self._cards.setVisible(bool(figures))

    def set_split(self, sizes: list[int]) -> None:
        self._splitter.setSizes(sizes)

    def choose_kind(self, name: str) -> None:
        """Show the list of another kind."""
        self.form.commit()
        self._kind = next(k for k in self.kinds if k.name == name)
        self._chips[name].setChecked(True)
        self._stack.setCurrentWidget(self._table(self._kind))
        self.form.close_record()
        self.form.empty_text.setText(say("ui.form_empty", kind=str(self._kind.label)))
        self._search.clear()
        self.add.setAccessibleName(say("ui.add_kind", kind=str(self._kind.label)))
        self._read()

    def show_record(self, kind: str, record: str) -> None:
        """Go to a record: its list, its row, its form."""
        self.choose_kind(kind)
        self._table(self._kind).show_record(record)
        self.form.show_record(kind, record)

    def start_record(self) -> None:
        """A new record of the kind in sight."""
        self.form.commit()
        self.table.show_record(None)
        self.form.start_record(self._kind.name)

    def changed(self, kind: str) -> None:
        """Records of a kind were written somewhere."""
        family = {self._kind.name, *(c.name for c in self._session.plan.children.get(self._kind.name, ()))}
        if not kind or kind in family:
            self._read()

    @property
    def table(self) -> RecordTable:
        """The list in sight."""
        return self._tables[self._kind.name]

    # --- inside ---------------------------------------------------------------------------------------------------

    def _made(self, record: str) -> None:
        self.table.show_record(record)

    def _read(self) -> None:
        wanted = self.table.rows.wanted
        first, last = self._days()
        text = self._search.text().strip() or None
        self.table.rows.read(Wanted(first, last, text, wanted.order, wanted.descending))

    def _days(self) -> tuple[str | None, str | None]:
        if self._period is None or not self._by_period or self._all.isChecked():
            return None, None
        return _iso(self._period.first_day), _iso(self._period.last_day)

    @property
    def days(self) -> tuple[str | None, str | None]:
        """The first and last day of what is listed and counted; None: no limit."""
        return self._days()

    def _connect_keys(self) -> None:
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_PAUSE)
        self._pause.timeout.connect(self._read)
        self._search.textChanged.connect(self._pause.start)
        back = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.form)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self.form.back)

    def _left(self) -> QWidget:
        left = QWidget()
        left.setObjectName("plain")
        left.setMinimumWidth(420)
        column = parts.column(left, 0, 12)
        head = parts.row(spacing=12)
        self._chip_row = FlowRow()
        self._group = QButtonGroup(self)
        for kind in self.kinds:
            chip = parts.button(str(kind.list_label), partial(self.choose_kind, kind.name), "chip")
            chip.setCheckable(True)
            chip.setToolTip(str(kind.purpose))
            self._group.addButton(chip)
            self._chip_row.add(chip)
            self._chips[kind.name] = chip
        head.addWidget(self._chip_row, 1)
        self.add = parts.button(say("ui.add"), self.start_record, "primary")
        self.add.setToolTip("Ctrl+N")
        head.addWidget(self.add, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(self._list_card(), 1)
        return left

    def _list_card(self) -> QFrame:
        card, column = parts.card(0, 0)
        column.setContentsMargins(1, 1, 1, 1)
        self._stack = QStackedWidget()
        column.addWidget(self._stack, 1)
        line = QFrame()
        line.setObjectName("rule")
        column.addWidget(line)
        foot = parts.row(spacing=8)
        foot.setContentsMargins(10, 6, 10, 6)
        self._search = QLineEdit()
        self._search.setPlaceholderText(say("ui.search_list"))
        self._search.setAccessibleName(say("ui.search_list"))
        self._search.setMaximumWidth(240)
        self._search.setClearButtonEnabled(True)
        self._told = parts.label("", "small")
        self._all = parts.button(say("ui.all_periods"), self._read, "segment")
        self._all.setCheckable(True)
        self._all.setVisible(self._by_period)
        foot.addWidget(self._search, 1)
        foot.addStretch(1)
        foot.addWidget(self._told)
        foot.addWidget(self._all)
        column.addLayout(foot)
        return card

    def _table(self, kind: RecordKind) -> RecordTable:
        if kind.name not in self._tables:
            units = self._session.units
            columns = list_columns(self._session.plan, kind)
            if not units.children(self._session.unit) and len(columns) > 2:
                columns = [name for name in columns if name != kind.unit_field]
            table = RecordTable(self._bridge, kind, columns)
            table.chosen.connect(lambda record: self.form.show_record(kind.name, record))
            table.entered.connect(lambda _: self.form.focus_fields())
            table.rows.loaded.connect(self._tell)
            self._tables[kind.name] = table
            self._stack.addWidget(table)
        return self._tables[kind.name]

    def _tell(self, count: int) -> None:
        if count:
            self._told.setText(say("ui.rows", count=f"{count:,}".replace(",", ".")))
        else:
            self._told.setText(say("ui.no_rows_found") if self._search.text().strip() else say("ui.no_rows"))


def _iso(day: date) -> str:
    return day.isoformat()


def _card(figure: Figure) -> QFrame:
    """A small card: code and name, figure, bar with its mark."""
    frame, column = parts.card(0, 6)
    column.setContentsMargins(14, 8, 14, 8)
    line = parts.row(spacing=8)
    name = parts.Elided(f"{figure.code} {figure.title}", "small")
    line.addWidget(name, 1)
    told = " · ".join(t for t in (figure.ratio, figure.value) if t)
    line.addWidget(parts.label(told, "strong") if figure.value else parts.label(figure.state, "small"))
    column.addLayout(line)
    bar = FigureBar()
    bar.show_bar(figure.bar)
    column.addWidget(bar)
    words = ", ".join(t for t in (figure.code, figure.title, figure.ratio, figure.value, figure.state) if t)
    frame.setAccessibleName(words)
    frame.setToolTip(f"{figure.state}\n{figure.tip}")
    return frame
