"""The lists of an area that are edited as sheets: which one is in sight in the place of its table."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import show_number
from desktop_app.session import OpenFile, entry
from desktop_app.session.open_record import OpenRecord
from desktop_app.settings import ListLook
from desktop_app.texts import say
from ui.records.list_foot import ListFoot
from ui.records.record_rows import ListQuery
from ui.records.record_table import RecordTable
from ui.widgets.bridge import Bridge

if TYPE_CHECKING:
    from ui.cells.cell_page import CellPage


class ListCells(QObject):
    """`toggled(on)`: a sheet takes the place of a list, or the list comes back; `written(act, Written)`,
    `notified(sentence)`: what was done there; `moved(kind, id)`: the cursor is in another record;
    `returned(kind, id)`: the list is back, with this record as the current one;
    `children_wanted(kind, id)`: the records inside one as a sheet.

    `table` is that of the list in sight, whose rows `read` reads again and `take_focus` goes to. `begin(kind)` begins
    the record below the last one as the form beside would.
    """

    toggled = Signal(bool)
    written = Signal(bytes, object)
    notified = Signal(str)
    moved = Signal(str, str)
    returned = Signal(str, str)
    children_wanted = Signal(str, str)

    def __init__(
        self, bridge: Bridge, file: OpenFile, stack: QStackedWidget, foot: ListFoot,
        table: Callable[[], RecordTable], read: Callable[[], None], take_focus: Callable[[], None],
        look_of: Callable[[RecordKind], ListLook],
    ) -> None:  # fmt: skip
        super().__init__(stack)
        self._bridge, self._file, self._stack, self._foot = bridge, file, stack, foot
        self._table, self._read, self._take_focus, self._look_of = table, read, take_focus, look_of
        self._pages: dict[str, CellPage] = {}
        self.page: CellPage | None = None  # the sheet in sight, None while a list is
        self._around: tuple[QWidget, str] | None = None  # what stood here before the records inside one, and that one
        self.begin: Callable[[str], OpenRecord] = OpenRecord
        foot.cells_wanted.connect(self.toggle)

    @property
    def marked(self) -> tuple[RecordKind, list[str]] | None:
        """The records in whose rows cells are marked; None while a list is in sight."""
        page = self.page
        if page is None:
            return None
        page.commit()
        block = page.table.block
        return page.kind, page.rows.ids[max(block.top(), 0) : block.bottom() + 1]

    def read(self, wanted: ListQuery) -> None:
        """Read the sheet in sight."""
        if self.page is not None:
            inside = {"parent": self._around[1], "text": wanted.text} if self._around is not None else {}
            self.page.read(inside or wanted.in_order())

    def toggle(self) -> None:
        """F2 and Esc: a sheet in the place of the table, or back what stood there; the cursor stays on its record."""
        page, table = self.page, self._table()
        if page is None:
            self._show(table.kind).wish = table.current
        else:
            back = self._around[0] if self._around is not None else table
            self.hide()
            self._stack.setCurrentWidget(back)
            self.page = next((one for one in self._pages.values() if one is back), None)
            if self.page is None and page.kind is table.kind and page.record:
                table.show_record(page.record)
                self.returned.emit(page.kind.name, page.record)
        if self.page is not None:
            self.toggled.emit(True)
        self._foot.cells.setChecked(self.page is not None)
        self._read()
        self._take_focus()

    def show_children(self, kind: RecordKind, parent: str, title: str) -> None:
        """The records of a kind inside one, in the place of whatever stands here."""
        here = self._stack.currentWidget()
        assert here is not None
        page = self._show(kind)
        self._around = (here, parent)
        page.be_inside(title)
        self._foot.cells.setChecked(True)
        self.toggled.emit(True)
        page.read({"parent": parent})
        page.setFocus()

    def hide(self) -> None:
        """Something else takes the place of the sheet."""
        if self.page is not None:
            self.page.commit()
            self.page = self._around = None
            self._foot.cells.setChecked(False)
            self.toggled.emit(False)

    def _show(self, kind: RecordKind) -> "CellPage":
        self.page = page = self._page_of(kind)
        self._stack.setCurrentWidget(page)
        return page

    def _sort(self, name: str, down: bool) -> None:  # as the signal gives it
        """The order that was asked for in a sheet is that of the list too."""
        table = self._table()
        table.look.order, table.look.descending = name, down
        table.show_order()
        self._read()

    def _begin(self, kind: RecordKind) -> OpenRecord:
        if kind.parent_field and self._around is not None:
            return OpenRecord(kind.name, None, {kind.parent_field: self._around[1]})
        return self.begin(kind.name)

    def _page_of(self, kind: RecordKind) -> "CellPage":
        from ui.cells.cell_page import CellPage

        if kind.name in self._pages:
            return self._pages[kind.name]
        fields = [name for name in kind.fields if name != kind.parent_field]
        if not self._file.units.children(self._file.unit) and len(fields) > 2:
            fields = [name for name in fields if name != kind.unit_field]  # it writes of itself alone
        begin = (lambda: self._begin(kind)) if entry.offers(self._file, kind) else None
        page = self._pages[kind.name] = CellPage(self._bridge, self._file, kind, fields, begin)
        page.table.keep_widths(self._look_of(kind).cell_widths)
        page.written.connect(self.written)
        page.notified.connect(self.notified)
        page.escaped.connect(self.toggle)
        page.moved.connect(lambda record: self.moved.emit(kind.name, record))
        page.rows.loaded.connect(lambda count: self._foot.show_message(say("ui.rows", count=show_number(count))))
        page.sort_wanted.connect(self._sort)
        page.children_wanted.connect(self.children_wanted)
        self._stack.addWidget(page)
        return page
