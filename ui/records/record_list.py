"""The records of an area as lists: one table for each record kind, with what narrows it and what stands below it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QFrame, QMenu, QStackedWidget, QWidget

from desktop_app.domain.list_order import list_columns
from desktop_app.domain.period import Period
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import show_number
from desktop_app.session import OpenFile, entry
from desktop_app.settings import ListLook
from desktop_app.texts import in_words, say
from ui.records.column_choice import ColumnChoice
from ui.records.empty_list import EmptyList
from ui.records.kind_chips import KindChips
from ui.records.list_cells import ListCells
from ui.records.list_foot import ListFoot
from ui.records.list_menus import column_menu, row_menu
from ui.records.list_sheets import ListSheets
from ui.records.record_rows import ListQuery
from ui.records.record_table import RecordTable
from ui.records.several_rows import SeveralRows
from ui.widgets import parts
from ui.widgets.bridge import Bridge


class RecordList(QWidget):
    """`chosen(kind, id)`: another row; `entered()`: Enter on it; `add_wanted()`; `kind_chosen(kind)`: another list;
    `read_anew`: its rows were read again.

    `none_left()`: the last record in the list went to the trash; `deleted(act, words)`: what went to the trash.
    `notified(sentence)`: what was taken in.
    `head` holds the kinds and the button; whoever owns the list gives it a place. `by_period`: only records of the
    period are listed, unless the person asks for all. `looks` remembers how each list was left.
    """

    chosen = Signal(str, str)
    entered = Signal()
    add_wanted = Signal()
    kind_chosen = Signal(str)
    read_anew = Signal()
    none_left = Signal()
    deleted = Signal(bytes, str)
    notified = Signal(str)

    def __init__(
        self, bridge: Bridge, file: OpenFile, kinds: Sequence[RecordKind], looks: dict[str, ListLook], *,
        by_period: bool,
    ) -> None:  # fmt: skip
        super().__init__()
        self.setObjectName("plain")
        self.setMinimumWidth(400)
        self._bridge, self._file, self._by_period, self._looks = bridge, file, by_period, looks
        self.kinds = {kind.name: kind for kind in kinds}
        self.kind = kinds[0]
        self._period: Period | None = None
        self._only: tuple[str, tuple[str, ...]] = ("", ())
        self._tables: dict[str, RecordTable] = {}
        self._counts: dict[str, int] = {}
        self.head = KindChips(kinds)
        self.head.chosen.connect(self.choose_kind)
        self.head.add_wanted.connect(self.add_wanted)
        self.foot = ListFoot(by_period=by_period)
        self.search, self.show_all = self.foot.search, self.foot.all
        self.foot.searched.connect(self.read)
        self.foot.left.connect(lambda: self.table.come_in())
        self.foot.filter_wanted.connect(self.toggle_filters)
        self.foot.columns_wanted.connect(self.choose_columns)
        self.foot.clear_wanted.connect(self.clear_filters)
        self.sheets = ListSheets(self, bridge, file, looks, lambda: self.table)
        self.several = SeveralRows(self, bridge, file, lambda: self.table, lambda: self.cells.marked)
        self.several.said.connect(self.foot.show_message)
        self.several.refused.connect(partial(self.foot.show_message, wrong=True))
        self.several.deleted.connect(self.deleted)
        self.several.followed.connect(self._follow_deleted)
        self.sheets.notified.connect(self.notified)
        self.foot.import_wanted.connect(self.sheets.ask)
        self.foot.export_wanted.connect(self.sheets.export)
        self._column = parts.fill(parts.column(self, 0, 12), self._card())
        cells = (self._stack, self.foot, lambda: self.table, self.read, self.take_focus, self._look_of)
        self.cells = ListCells(bridge, file, *cells)
        QShortcut("Ctrl+Shift+F", self, self.toggle_filters)
        QShortcut("Ctrl+Shift+C", self, self.choose_columns)
        self.choose_kind(self.kind.name)

    @property
    def table(self) -> RecordTable:
        return self._tables[self.kind.name]

    @property
    def first(self) -> QWidget:
        """What Tab leads to first."""
        return next(iter(self.head.chips.values()))

    @property
    def offered(self) -> bool:
        """Whether this office is offered new records of the kind in sight."""
        return entry.offers(self._file, self.kind)

    @property
    def made_elsewhere(self) -> str:
        """Who makes the records of the kind in sight, where this office does not."""
        return in_words(entry.refusal(self._file, self.kind).message)

    @property
    def empty_title(self) -> str:
        """What stands in place of the rows, "" while there are some."""
        return "" if self._empty.isHidden() else self._empty.title.text()

    def column_menu(self, column: int) -> QMenu:
        return column_menu(self, self.table, column, self.open_filters, self.choose_columns)

    def row_menu(self) -> QMenu:
        return row_menu(self, self.table, self.entered.emit, self.several)

    def take_focus(self) -> None:
        """Put the focus on the rows, or on what stands in their place."""
        button = self._empty.button
        here = button if self._empty.isVisible() and button.isVisible() else self.cells.page or self.table
        here.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_head(self) -> None:
        """Place the kinds and the button above the table."""
        self._column.insertWidget(0, self.head)

    def choose_kind(self, name: str) -> None:
        self.cells.hide()
        self.kind = self.kinds[name]
        self._only = "", ()
        table = self._tables.get(name) or self._make_table(self.kind)
        self._stack.setCurrentWidget(table)
        table.show_record(None)
        self.foot.forget()
        self.foot.filter.setChecked(table.look.filters)
        self.head.show_chosen(self.kind, offered=self.offered)
        self.read()
        self.kind_chosen.emit(name)

    def step_kind(self, step: int) -> None:
        """Ctrl+PgUp, Ctrl+PgDn: the list of the kind before or behind."""
        names = list(self.kinds)
        self.choose_kind(names[(names.index(self.kind.name) + step) % len(names)])
        self.take_focus()

    def set_period(self, period: Period) -> None:
        self._period = period
        self.read()

    def read(self) -> None:
        table = self.table
        order, descending = table.order
        first, last = self._days()
        filters = table.filters.filters if table.look.filters else ()
        query = ListQuery(first, last, self.foot.words, filters, order, descending, self._only[1])
        (table.rows if self.cells.page is None else self.cells).read(query)

    def show_only(self, kind: str, ids: Sequence[str], place: str) -> None:
        """Of a kind these records alone, whatever their days, until what narrows the list is taken away."""
        self.choose_kind(kind)
        self._only = place, tuple(ids)
        self.read()
        self.take_focus()

    # --- filters and columns --------------------------------------------------------------------------------------

    def open_filters(self, name: str | None = None) -> None:
        """The filters of the list, with the cursor in the one of a column, else in the first."""
        if self.cells.page is not None:
            self.cells.toggle()
        self._show_filters(shown=True)
        self.table.filters.open(name)

    def toggle_filters(self) -> None:
        """Show the filters, or put them away; then they hold nothing back either."""
        if self.table.look.filters:
            self._show_filters(shown=False)
            self.table.setFocus()
        else:
            self.open_filters()

    def clear_filters(self) -> None:
        self._only = "", ()
        self.table.filters.clear()

    def choose_columns(self) -> None:
        popup = ColumnChoice(self.kind, self.table.rows.columns, self)
        popup.chosen.connect(self.table.choose_columns)
        popup.open_at(self.foot.columns.mapToGlobal(QPoint(0, 0)))

    def _show_filters(self, *, shown: bool) -> None:
        self.table.look.filters = shown
        self.table.header.show_filters(shown=shown)
        self.foot.filter.setChecked(shown)
        if self.table.filters.filled:
            self.read()
        self._show_row_count(self.kind, self._counts.get(self.kind.name, 0))

    def _escape(self) -> None:
        """Esc takes back what narrows the list: filters, then the search, then the row of filters itself."""
        table = self.table
        if self._only[1] or (table.look.filters and table.filters.filled):
            self.clear_filters()
        elif self.search.text():
            self.search.clear()
        elif table.filters.isAncestorOf(self.focusWidget() or self):
            self.toggle_filters()

    # --- several rows ---------------------------------------------------------------------------------------------

    def _follow_deleted(self, kind: str, following: str | None) -> None:
        """The row behind those that went to the trash is the current one."""
        self.table.show_record(following)
        if following is None:
            self.none_left.emit()
        else:
            self.chosen.emit(kind, following)

    def _marked(self, kind: RecordKind) -> None:
        count = self._tables[kind.name].marked_count
        if count > 1:
            self.foot.show_message(say("list.marked", count=show_number(count)))
        elif kind.name in self._counts:
            self._show_row_count(kind, self._counts[kind.name])

    # --- what is in sight -----------------------------------------------------------------------------------------

    def _days(self) -> tuple[str | None, str | None]:
        if self._period is None or not self._by_period or self.show_all.isChecked() or self._only[1]:
            return None, None
        return self._period.first_day.isoformat(), self._period.last_day.isoformat()

    def _card(self) -> QFrame:
        card, column = parts.card(0, 0)
        column.setContentsMargins(1, 1, 1, 1)
        self._stack = QStackedWidget()
        self._empty = EmptyList()
        parts.fill(column, (self._stack, 1), parts.rule(), self.foot)
        return card

    def _look_of(self, kind: RecordKind) -> ListLook:
        return self._looks.setdefault(kind.name, ListLook())

    def _make_table(self, kind: RecordKind) -> RecordTable:
        columns = list_columns(kind)
        if not self._file.units.children(self._file.unit) and len(columns) > 2:
            columns = [name for name in columns if name != kind.unit_field]
        look = self._look_of(kind)
        table = RecordTable(self._bridge, kind, columns, look, self._file.plan.days)
        table.header.show_filters(shown=look.filters)
        table.chosen.connect(lambda record: self.chosen.emit(kind.name, record))
        table.entered.connect(self.entered)
        table.delete_wanted.connect(self.several.delete)
        table.copy_wanted.connect(self.several.copy)
        table.paste_wanted.connect(self.sheets.paste)
        table.cells_wanted.connect(self.cells.toggle)
        table.escaped.connect(self._escape)
        table.filters.escaped.connect(self._escape)
        table.filters.changed.connect(self.read)
        table.rows.loaded.connect(lambda count: self._show_row_count(kind, count))
        table.room_changed.connect(lambda: self._marked(kind))
        table.selectionModel().selectionChanged.connect(lambda *_: self._marked(kind))
        table.header.menu_wanted.connect(lambda column, at: self.column_menu(column).exec(at))
        table.menu_wanted.connect(lambda at: self.row_menu().exec(at))
        self._tables[kind.name] = table
        self._stack.addWidget(table)
        return table

    def _show_row_count(self, kind: RecordKind, count: int) -> None:
        self._counts[kind.name] = count
        if kind is not self.kind:
            return
        self.read_anew.emit()
        table = self.table
        narrowed = table.look.filters and table.filters.filled
        self.foot.clear.setVisible(narrowed or bool(self._only[1]))
        problem = table.filters.problem if narrowed else ""
        rows = table.count_in_words(count, searched=narrowed or self.foot.words is not None)
        rows = say("list.only", place=self._only[0], rows=rows) if self._only[1] else rows
        self.foot.show_message(problem or rows, wrong=bool(problem))
        if table.rows.ids:
            self._empty.hide()
        else:
            self._say_empty(kind, narrowed=narrowed, wrong=bool(problem))

    def _say_empty(self, kind: RecordKind, *, narrowed: bool, wrong: bool) -> None:
        table = self.table
        if narrowed and table.filters.filters:  # one that can't be read holds nothing back
            fields = [in_words(kind.fields[found.field].label) for found in table.filters.filters]
            self._empty.say_filtered(fields, self.clear_filters)
        elif self.foot.words:
            self._empty.say_searched(self.search.clear)
        else:
            text, label = (in_words(kind.purpose), say("ui.add")) if self.offered else (self.made_elsewhere, "")
            text = "" if wrong else text  # the foot takes its room
            self._empty.say_none(text, label, self.add_wanted.emit, always=self._days() == (None, None))
        self._empty.show_over(table.viewport())
