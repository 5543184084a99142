"""The rows of a list: read page by page through the bridge, in the order and with the filter that were asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.domain.plan import RecordKind
from desktop_app.domain.validation import State
from desktop_app.session import Session
from desktop_app.texts import say
from ui import icons, theme
from ui.bridge import Bridge
from ui.form_content import ListRow, list_row

PAGE = 100
NUMBERS = {"int", "decimal", "money"}
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
