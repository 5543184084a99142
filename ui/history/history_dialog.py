"""Who changed what and when in a record; values typed by mistake are chosen here to be erased for good."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QWidget

from desktop_app.session import records
from desktop_app.texts import say
from ui.history.erase_dialog import EraseDialog
from ui.history.history_lines import PastValue, read_history
from ui.widgets import parts
from ui.widgets.bridge import Bridge
from ui.widgets.table_dialog import TableDialog


class HistoryDialog(TableDialog):
    """`erased`: values of the record are gone, so that it reads otherwise now."""

    erased = Signal()

    def __init__(self, over: QWidget, bridge: Bridge, record: str, title: str) -> None:
        super().__init__(over, say("ui.history_of", title=title), "", (
            (say("ui.history_time"), 140), (say("ui.history_author"), 150), (say("ui.history_field"), 170),
            (say("ui.history_old"), 0), (say("ui.history_new"), 0),
        ))  # fmt: skip
        self._bridge, self._record = bridge, record
        self._past: Sequence[PastValue] = ()
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.note = self.add(parts.label("", "muted", wrap=True))
        self.erase = parts.button(say("ui.erase"), self._erase, icon="trash-2")
        self.foot.insertWidget(0, self.erase)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._follow())
        self._read()
        self.open()

    @property
    def chosen(self) -> list[PastValue]:
        """The values that are selected and can be erased."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self._past[row] for row in rows if row < len(self._past) and self._past[row].erasable]

    def _read(self) -> None:
        self._bridge.ask(lambda file: read_history(file, self._record), self._show, self)

    def _show(self, past: Sequence[PastValue]) -> None:
        self._past = past
        self.show_lines([one.line for one in past])
        self._follow()

    def _follow(self) -> None:
        current = self.table.current_of(self._past)
        self.note.setText((current.note if current is not None else "") or say("ui.erase_choose"))
        self.erase.setEnabled(bool(self.chosen))

    def _erase(self) -> None:
        if self.chosen:
            dialog = EraseDialog(self, self._bridge, self.chosen)
            dialog.erased.connect(self._erased)

    def _erased(self) -> None:
        self.set_title(say("ui.history"))  # the old one may hold what is erased
        self._bridge.ask(lambda file: records.title_of(file, self._record), self._name, self)
        self._read()
        self.erased.emit()

    def _name(self, title: str) -> None:
        if title:
            self.set_title(say("ui.history_of", title=title))
