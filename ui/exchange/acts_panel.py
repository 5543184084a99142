"""What was done in this file, the latest first: edits, imports, merges; each can be taken back and done again."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.domain.act_names import act_name
from desktop_app.domain.erasing import ERASE
from desktop_app.domain.merging import MERGE
from desktop_app.domain.reversal import UndoResult
from desktop_app.domain.values import show_number
from desktop_app.session import OpenFile, erasures, records, undo
from desktop_app.texts import in_words, say
from ui.exchange.merge_undo_dialog import MergeUndoDialog
from ui.widgets import parts
from ui.widgets.bridge import Bridge
from ui.widgets.line_table import LineTable
from ui.widgets.lines import Line, when

MOST = 1000


class ActLine(Struct, frozen=True):
    """One act as a line; `can_undo`, `can_redo`: what may be done with it here; of a merge all of it is shown first."""

    act: bytes
    cells: Sequence[str]
    is_merge: bool
    can_undo: bool
    can_redo: bool


def read_acts(file: OpenFile) -> list[ActLine]:
    """Undoes are left out: they show as the state of what they took back."""
    found = [act for act in undo.acts(file, MOST) if act.kind != "undo"]
    written: dict[str, set[str]] = {}
    for act in found:
        if act.record and act.record_kind:
            written.setdefault(act.record_kind, set()).add(act.record)
    titles, undecided = records.titles_by_id(file, written), erasures.open_acts(file)
    return [
        ActLine(
            act.act,
            (
                when(act.time), act.author or say("ui.nobody"),
                _what(act.kind, act.source, titles.get(act.record or "")), show_number(act.changes),
                _state(act, undecided),
            ),
            act.kind == MERGE, act.made_here and not act.undone and act.kind != ERASE,
            act.undone,
        )
        for act in found
    ]  # fmt: skip


def _state(act: undo.ActRow, undecided: Mapping[bytes, bool]) -> str:
    """What became of an act; another office's erasure changes nothing here until it is decided."""
    if act.undone:
        return say("exchange.taken_back")
    if act.made_here or act.act not in undecided:
        return ""
    return say("erasures.stands" if undecided[act.act] else "erasures.waits")


def _what(kind: str, source: str | None, title: str | None) -> str:
    """What was done, and to which record where it was one that still stands."""
    done = act_name(kind, source)
    return say("exchange.act_of", what=done, title=title) if title else in_words(done)


class ActsPanel(QWidget):
    """`notified(sentence)`; `records_changed`: records may stand otherwise now."""

    notified = Signal(str)
    records_changed = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self.setObjectName("page")
        self._bridge = bridge
        self._acts: Sequence[ActLine] = ()
        self.table = LineTable(say("exchange.acts"), (
            (say("exchange.act_time"), 140), (say("exchange.act_author"), 180), (say("exchange.act_what"), 0),
            (say("exchange.act_changes"), 90), (say("exchange.act_state"), 150),
        ), right=(3,))  # fmt: skip
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._allow())
        self.table.opened.connect(lambda _: self._look())
        column = parts.column(self, 0, 10)
        parts.fill(column, parts.label(say("exchange.acts_about"), "muted", wrap=True), (self.table, 1))
        self.look = parts.button(say("revert.look"), self._look, icon="eye")
        self.undo = parts.button(say("exchange.undo_act"), self._undo, icon="undo-2")
        self.redo = parts.button(say("exchange.redo_act"), self._redo, icon="redo-2")
        parts.button_row(column, self.look, self.undo, self.redo)
        self.table.nothing = say("exchange.acts_none")
        self._allow()

    def read(self) -> None:
        self._bridge.ask(read_acts, self._show, self)

    @property
    def current(self) -> ActLine | None:
        return self.table.current_of(self._acts)

    def _show(self, found: Sequence[ActLine]) -> None:
        row = max(self.table.currentIndex().row(), 0)
        self._acts = found
        self.table.show_lines([Line(done.cells) for done in found])
        if found:
            self.table.selectRow(min(row, len(found) - 1))
        self._allow()

    def _allow(self) -> None:
        current = self.current
        self.look.setEnabled(current is not None and current.is_merge)
        self.undo.setEnabled(current is not None and current.can_undo)
        self.redo.setEnabled(current is not None and current.can_redo)

    def _look(self) -> None:
        """A merge is shown record by record; taking it back, or doing it again, begins there."""
        if self.current is not None and self.current.is_merge:
            dialog = MergeUndoDialog(self, self._bridge, self.current.act, self.current.cells[2])
            dialog.records_changed.connect(self.records_changed)
            dialog.records_changed.connect(self.read)

    def _undo(self) -> None:
        if self.current is not None and self.current.is_merge:
            self._look()
        elif self.current is not None:
            act = self.current.act
            self._bridge.write(lambda file: undo.undo(file, act), self._show_outcome, self)

    def _redo(self) -> None:
        if self.current is not None and self.current.is_merge:
            self._look()
        elif self.current is not None:
            act = self.current.act
            self._bridge.write(lambda file: undo.redo(file, act), self._show_outcome, self)

    def _show_outcome(self, result: UndoResult) -> None:
        if result.act is None:
            self.notified.emit(say("exchange.later_work"))
        self.records_changed.emit()
        self.read()
