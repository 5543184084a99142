"""The tree of units with a search field above it: accents and đ are folded, branches above a match stay."""

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTreeView, QWidget

from desktop_app.domain.collation import fold
from desktop_app.domain.org_unit import OrgUnits
from desktop_app.texts import say
from ui.widgets import line_signs, parts
from ui.widgets.one_line import OneLine

CODE = Qt.ItemDataRole.UserRole


class UnitTree(QWidget):
    """`chosen(code)`: another unit is marked, "" when none is; `settled`: Enter takes the marked one."""

    chosen = Signal(str)
    settled = Signal()

    def __init__(self, units: OrgUnits) -> None:
        super().__init__()
        column = parts.column(self, 0, 8)
        self.search = OneLine()
        self.search.setPlaceholderText(say("ui.search_unit"))
        self.search.setAccessibleName(say("ui.search_unit"))
        line_signs.clearable(self.search)
        column.addWidget(self.search)
        frame = QFrame()
        frame.setObjectName("card")
        inside = parts.column(frame, 1)
        self.view = QTreeView()
        self.view.setHeaderHidden(True)
        self.view.setUniformRowHeights(True)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setAccessibleName(say("ui.unit_tree"))
        inside.addWidget(self.view)
        column.addWidget(frame, 1)
        self._model = QStandardItemModel(self)
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSourceModel(self._model)
        self._proxy.setRecursiveFilteringEnabled(True)
        self._proxy.setAutoAcceptChildRows(True)
        self._proxy.setFilterRole(CODE + 1)
        self._proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.view.setModel(self._proxy)
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(lambda: self.settled.emit() if self.code else self.view.setFocus())
        self.view.activated.connect(self.settled)
        self.view.selectionModel().currentChanged.connect(lambda now, _: self.chosen.emit(self._code(now)))
        self.show_units(units)

    def show_units(self, units: OrgUnits) -> None:
        self._units = units
        self._model.clear()
        for code in units.children(None):
            self._add(self._model.invisibleRootItem(), code)
        self.view.expandToDepth(0)

    @property
    def code(self) -> str:
        """The marked unit, "" when there is none."""
        return self._code(self.view.currentIndex())

    def choose(self, code: str) -> None:
        found = self._model.match(self._model.index(0, 0), CODE, code, 1, Qt.MatchFlag.MatchRecursive)
        if found:
            self.view.setCurrentIndex(self._proxy.mapFromSource(found[0]))

    def _add(self, above: QStandardItem, code: str) -> None:
        unit = self._units.by_code[code]
        item = QStandardItem(unit.name)
        item.setData(code, CODE)
        item.setData(fold(" ".join((unit.name, *unit.aliases, code))), CODE + 1)
        above.appendRow(item)
        for below in self._units.children(code):
            self._add(item, below)

    def _filter(self, text: str) -> None:
        self._proxy.setFilterFixedString(fold(text))
        if text.strip():
            self.view.expandAll()
            self._mark_first(fold(text))
        else:
            self.view.collapseAll()
            self.view.expandToDepth(0)

    def _mark_first(self, folded: str) -> None:
        """Mark the first unit that matches itself, so that Enter takes it."""
        index = self._proxy.index(0, 0)
        while index.isValid():
            if folded in str(index.data(CODE + 1)):
                self.view.setCurrentIndex(index)
                return
            index = self.view.indexBelow(index)

    def _code(self, index: QModelIndex) -> str:
        return str(index.data(CODE)) if index.isValid() else ""
