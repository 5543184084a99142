"""The list of records of one kind: read page by page through the bridge, sorted by the file, shown as rows of text."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop_app.domain.plan import RecordKind
from desktop_app.domain.validation import State
from desktop_app.session import Session
from desktop_app.texts import say
from ui import icons, theme
from ui.bridge import Bridge
from ui.form_content import ListRow, list_row
from ui.list_header import ListHeader

PAGE = 100
NUMBERS = {"int", "decimal", "money"}
NARROW = {"date": 98, "int": 88, "decimal": 88, "money": 116, "bool": 80}
WORDS, UNIT, MARK = 112, 124, 36
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records a list shows and in which order."""

    first_day: str | None = None
    last_day: str | None = None
    text: str | None = None
    order: str | None = None
    descending: bool = False

    def filters(self) -> dict[str, str]:
        named = {"first_day": self.first_day, "last_day": self.last_day, "text": self.text}
        return {name: value for name, value in named.items() if value is not None}


class RecordTableModel(QAbstractTableModel):
    """`loaded(count)` follows every reading; rows that were not yet read are blank until their page is there."""

    loaded = Signal(int)

    def __init__(self, bridge: Bridge, kind: RecordKind, columns: list[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.kind, self.columns = kind, columns
        self.wanted = Wanted()
        self._count = 0
        self._pages: dict[int, list[ListRow]] = {}
        self._asked: set[int] = set()
        self._reading = 0
        self.in_sight: Callable[[], set[int]] = set  # the pages that must be there at once when all is read again

    def read(self, wanted: Wanted | None = None) -> None:
        """Read again from the file; what was in sight stays until the answer is there."""
        same = wanted is None or wanted == self.wanted
        self.wanted = wanted or self.wanted
        self._reading += 1
        number, what, page = self._reading, self.wanted, self._page_reader(self.wanted)
        pages = {0} | (self.in_sight() if same else set())

        def first(session: Session) -> tuple[int, dict[int, list[ListRow]]]:
            return session.count(self.kind.name, **what.filters()), {n: page(session, n) for n in sorted(pages)}

        self._bridge.ask(first, lambda answer: self._begin(number, *answer), self)

    def row_at(self, row: int) -> ListRow | None:
        """The record of a row, None while its page is on the way."""
        page = self._pages.get(row // PAGE)
        return page[row % PAGE] if page and row % PAGE < len(page) else None

    def find_row(self, record: str) -> int | None:
        """The row of a record among those that were read."""
        for number, page in self._pages.items():
            for offset, row in enumerate(page):
                if row.id == record:
                    return number * PAGE + offset
        return None

    def _page_reader(self, what: Wanted) -> Callable[[Session, int], list[ListRow]]:
        kind, columns = self.kind, list(self.columns)

        def read(session: Session, number: int) -> list[ListRow]:
            rows = session.rows(
                kind.name, order=what.order, descending=what.descending, limit=PAGE, offset=number * PAGE,
                **what.filters(),
            )  # fmt: skip
            return [list_row(session, kind, row.id, row.values, row.state, columns) for row in rows]

        return read

    def _begin(self, number: int, count: int, pages: dict[int, list[ListRow]]) -> None:
        if number != self._reading:
            return
        self.beginResetModel()
        self._count, self._pages, self._asked = count, pages, set(pages)
        self.endResetModel()
        self.loaded.emit(count)

    def _need(self, number: int) -> None:
        if number in self._asked:
            return
        self._asked.add(number)
        reading, page = self._reading, self._page_reader(self.wanted)

        def arrived(rows: list[ListRow]) -> None:
            if reading == self._reading:
                self._pages[number] = rows
                first = number * PAGE
                last = self.index(first + len(rows) - 1, self.columnCount() - 1)
                self.dataChanged.emit(self.index(first, 0), last)

        self._bridge.ask(lambda session: page(session, number), arrived, self)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row_at(index.row())
        if row is None:
            self._need(index.row() // PAGE)
            return None
        if index.column() == len(self.columns):
            return _mark(row.state, role)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return row.cells[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(index.column())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if section == len(self.columns):
            return say("ui.state_column") if role == Qt.ItemDataRole.ToolTipRole else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return str(self.kind.fields[self.columns[section]].label)
        return self._side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _side(self, column: int) -> Qt.AlignmentFlag:
        right = self.kind.fields[self.columns[column]].type in NUMBERS
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if 0 <= column < len(self.columns):
            wanted = self.wanted
            down = order is Qt.SortOrder.DescendingOrder
            self.read(Wanted(wanted.first_day, wanted.last_day, wanted.text, self.columns[column], down))


def _mark(state: State, role: int) -> Any:
    """The last column: a sign with its words where a record does not count."""
    if state is State.COUNTS:
        return None
    if role == Qt.ItemDataRole.DecorationRole:
        p = theme.colours()
        contradictory = state is State.CONTRADICTORY
        name = "circle-alert" if contradictory else "triangle-alert"
        return icons.pixmap(name, p.error if contradictory else p.warning_text, 16)
    if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
        return say(f"ui.state_{int(state)}")
    return None


class RecordTable(QTableView):
    """`chosen(id)`: another row became the current one; `entered(id)`: Enter or a double click on it."""

    chosen = Signal(str)
    entered = Signal(str)

    def __init__(self, bridge: Bridge, kind: RecordKind, columns: list[str]) -> None:
        super().__init__()
        self.rows = RecordTableModel(bridge, kind, columns, self)
        self.setModel(self.rows)
        self.rows.in_sight = self._pages_in_sight
        self.rows.modelAboutToBeReset.connect(self._note_place)
        self._wish: str | None = None
        self._quiet = False
        self._seek = False
        self._shown = self.rows.wanted
        self._place = (self._shown, 0)
        self.setAccessibleName(str(kind.list_label))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._set_up_header()
        self.doubleClicked.connect(lambda index: self._enter(index.row()))
        self.selectionModel().currentRowChanged.connect(lambda now, _: self._choose(now.row()))
        self.rows.loaded.connect(lambda _: self._restore())

    def show_record(self, record: str | None) -> None:
        """Make a record the current row, now or once it is read; None: no row."""
        self._wish = record
        self._mark_wish()
        self._seek = record is not None
        self._seek_wish()

    @property
    def current(self) -> str | None:
        """The id of the current row."""
        row = self.rows.row_at(self.currentIndex().row()) if self.currentIndex().isValid() else None
        return row.id if row else None

    def _set_up_header(self) -> None:
        header = ListHeader(self)
        self.setHorizontalHeader(header)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.sectionClicked.connect(self._sort)

    def _sort(self, column: int) -> None:
        if column >= len(self.rows.columns):
            return
        now = self.rows.wanted
        down = now.order == self.rows.columns[column] and not now.descending
        order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicatorShown(True)
        self.horizontalHeader().setSortIndicator(column, order)
        self.rows.sort(column, order)

    def _choose(self, row: int) -> None:
        found = self.rows.row_at(row)
        if found and not self._quiet:
            self._wish = found.id
            self.chosen.emit(found.id)

    def _enter(self, row: int) -> None:
        found = self.rows.row_at(row)
        if found:
            self.entered.emit(found.id)

    def _pages_in_sight(self) -> set[int]:
        rows = [self.rowAt(0), self.rowAt(self.viewport().height() - 1), self.currentIndex().row()]
        return {row // PAGE for row in rows if row >= 0}

    def _note_place(self) -> None:
        self._place = (self._shown, self.verticalScrollBar().value())

    def _restore(self) -> None:
        """After a reading the same rows are in sight and the same record is current, without opening it anew."""
        shown, place = self._place
        self._shown = self.rows.wanted
        self._mark_wish()
        if shown == self._shown:
            self.verticalScrollBar().setValue(place)
        self._seek_wish()

    def _seek_wish(self) -> None:
        """Bring the row of a record that somebody asked for into sight, once it is there."""
        if self._seek and self.currentIndex().isValid():
            self._seek = False
            self.scrollTo(self.currentIndex())

    def _mark_wish(self) -> None:
        row = self.rows.find_row(self._wish) if self._wish else None
        self._quiet = True
        self.setAutoScroll(False)
        if row is None:
            self.clearSelection()
            self.setCurrentIndex(NOWHERE)
        else:
            self.setCurrentIndex(self.rows.index(row, 0))
        self.setAutoScroll(True)
        self._quiet = False

    def _share_width(self) -> None:
        """Show as many columns as can be read side by side; dates and numbers take what they need, words the rest."""
        fields = [self.rows.kind.fields[name] for name in self.rows.columns]
        least = [NARROW.get(f.type) or (UNIT if f.type == "unit" else WORDS) for f in fields]
        room = self.viewport().width() - MARK
        shown = len(fields)
        while shown > 2 and sum(least[:shown]) > room:
            shown -= 1
        wide = sum(f.type not in NARROW for f in fields[:shown]) or 1
        spare = max(0, room - sum(least[:shown])) // wide
        for column, field in enumerate(fields):
            self.setColumnHidden(column, column >= shown)
            self.setColumnWidth(column, least[column] + (0 if field.type in NARROW else spare))
        self.setColumnWidth(len(fields), self.viewport().width() - sum(self.columnWidth(c) for c in range(shown)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._enter(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._share_width()

    def sizeHint(self) -> QSize:
        return QSize(400, 300)
