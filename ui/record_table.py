"""The list of records of one kind as a table: one current row, sorted by its headings, never wider than its place."""

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop_app.domain.plan import RecordKind
from ui import theme
from ui.bridge import Bridge
from ui.list_header import ListHeader
from ui.record_rows import PAGE, RecordTableModel

NARROW = {"date": 98, "int": 88, "decimal": 88, "money": 116, "bool": 80}
WORDS, UNIT, MARK = 112, 124, 36
NOWHERE = QModelIndex()


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
