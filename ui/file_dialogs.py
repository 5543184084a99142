"""The dialogs above an open file: trash, copies, what stands behind a figure, the board, a merge, open work."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.session import OpenFile
from desktop_app.texts import say
from ui.page_reading import PageReading
from ui.widgets.bridge import Bridge
from ui.widgets.notice import Offer
from ui.window.frame import WindowFrame

if TYPE_CHECKING:
    from ui.history.window_acts import MergeAct
    from ui.progress.board_dialog import BoardDialog
    from ui.progress.figure_lines import FigureQuery


class FileDialogs(QObject):
    """`record_wanted(kind, id, reopen)`: go to a record; `reopen` opens again what led there, on the way back;
    `file_wanted(path)`: open another file; `plan_switched(sentence)`: another edition of the plan is in force;
    `erasures_wanted`: what other offices want erased; `declaration_wanted`: as a record like any other.

    What a dialog is made of is imported with it: the window stands before the first one is needed.
    """

    record_wanted = Signal(str, str, object)
    file_wanted = Signal(Path)
    plan_switched = Signal(str)
    erasures_wanted = Signal()
    declaration_wanted = Signal()

    def __init__(self, view: WindowFrame, bridge: Bridge, reading: PageReading) -> None:
        super().__init__(view)
        self._view, self._bridge, self._reading = view, bridge, reading
        self._file = view.file
        bridge.day_wanted.connect(self.know_day)
        bridge.undated.connect(self._offer_day)

    def know_day(self, go: Callable[[], object] = lambda: None) -> None:
        """Ask which day it is, since this computer's clock can't be right; then `go` on with what waited for it."""
        from ui.window.day_dialog import DayDialog

        def said() -> None:
            self._reading.refresh()
            self._view.show_period(self._reading.period)
            go()

        DayDialog(self._view.window(), self._bridge, self._file).said.connect(said)

    def _offer_day(self, sentence: str) -> None:
        self._bridge.offered.emit(Offer(sentence, say("clock.say"), self.know_day, "calendar"))

    def show_trash(self) -> None:
        """What was deleted, with the way back."""
        from ui.history.trash_dialog import show_trash

        show_trash(self._view.window(), self._bridge, self._reading.refresh)

    def show_backups(self) -> None:
        """The copies of this file, with the ways to make one and to get one back."""
        from ui.exchange.backup_dialog import BackupDialog

        dialog = BackupDialog(self._view.window(), self._bridge, self._file.path)
        dialog.file_wanted.connect(self.file_wanted)

    def show_publishing(self) -> None:
        """What would leave for a server, with the way there."""
        from ui.exchange.publish_dialog import PublishDialog

        PublishDialog(self._view.window(), self._bridge, self._file, self._reading.period)

    def show_plans(self) -> None:
        """Editions of the plan that wait for an answer, and the way back from the one in force."""
        from ui.exchange.plan_dialog import PlanDialog

        dialog = PlanDialog(self._view.window(), self._bridge)
        dialog.switched.connect(self.plan_switched)
        dialog.answered.connect(self._reading.read_again)

    def show_plan(self) -> None:
        """What the plan in force says, and the way out as a workbook that becomes the next edition."""
        from ui.plan.plan_page import PlanPage

        PlanPage(self._view.window(), self._bridge)

    def carry_year(self) -> None:
        """What goes on of the ledger of an earlier year, once it was chosen."""
        from ui.exchange.carry_dialog import ask_ledger

        ask_ledger(self._view.window(), self._bridge, self._file)

    def declare(self) -> None:
        """Nothing happened in this period: several areas in one form; without a code it has none."""
        from ui.report.declare_dialog import DeclareDialog

        dialog = DeclareDialog(self._view.window(), self._bridge, self._file, self._reading.period)
        dialog.acted.connect(self._bridge.acted)
        dialog.none.connect(self.declaration_wanted)

    def explain(self, code: str) -> None:
        """What stands behind the figure of an indicator."""
        from ui.progress.figure_lines import FigureQuery

        self._explain(FigureQuery(code, self._reading.period, self._file.unit))

    def copy_figures(self, codes: Sequence[str]) -> None:
        """Put some indicators on the clipboard as cells of a spreadsheet."""
        from desktop_app.session import copied_tables
        from ui.cells import clipboard

        period = self._reading.period

        def put(made: copied_tables.CopiedTables) -> None:
            clipboard.put(made.text, made.html)
            self._bridge.notified.emit(say("figure.copied", count=len(codes)))

        if codes:
            self._bridge.ask(lambda file: copied_tables.of_indicators(file, period, codes), put, self)

    def _explain(self, asked: "FigureQuery", tab: int = 0, record: str = "") -> None:
        from ui.progress.figure_dialog import FigureDialog

        dialog = FigureDialog(self._view.window(), self._bridge, self._file.units, asked, (tab, record))
        dialog.record_wanted.connect(
            lambda now, at_tab, behind: self._lead_to(behind, lambda: self._explain(now, at_tab, behind))
        )

    def _lead_to(self, record: str, reopen: Callable[[], object]) -> None:
        from desktop_app.session import records

        def go(kind: str) -> None:
            if kind:
                self.record_wanted.emit(kind, record, reopen)

        def kind_of(file: OpenFile) -> str:
            """Return "" where another window has erased the record meanwhile."""
            row = records.find(file, record)
            return row.kind if row is not None else ""

        self._bridge.ask(kind_of, go, self)

    def show_board(self, unit: str = "") -> "BoardDialog | None":
        """Every unit by every area, with the cursor on one."""
        if self._file.clock_is_doubted:
            self._bridge.day_wanted.emit(self.show_board)
            return None
        from ui.progress.board_dialog import BoardDialog

        file = self._file
        board = BoardDialog(self._view.window(), self._bridge, file.plan, file.units, file.unit, self._reading.period)
        board.marked = unit
        board.unit_wanted.connect(lambda unit, area: self._show_unit(board, unit, area))
        return board

    def _show_unit(self, board: "BoardDialog", unit: str, area: str, record: str = "") -> None:
        """The records of a unit, over the board; one of them leads away from both, and back leads to both."""
        from ui.progress.unit_records_dialog import UnitRecordsDialog

        named = (unit, self._file.units.name(unit))
        dialog = UnitRecordsDialog(board, self._bridge, self._file.plan, named, area, self._reading.period, record)

        def lead(chosen: str) -> None:
            def reopen() -> None:
                again = self.show_board(unit)
                if again is not None:
                    self._show_unit(again, unit, area, chosen)

            board.close()
            self._lead_to(chosen, reopen)

        dialog.record_wanted.connect(lead)

    def show_merge(self, merge: "MergeAct") -> None:
        from ui.exchange.merge_undo_dialog import MergeUndoDialog

        title = say("exchange.act_merge", source=merge.source)
        dialog = MergeUndoDialog(self._view.window(), self._bridge, merge.act, title)
        dialog.records_changed.connect(self._reading.refresh)

    def show_to_do(self, name: str) -> None:
        """Where a line of what is left to do leads."""
        from ui.progress.to_do import ERASURES, PLANS, SILENT, silent_units
        from ui.progress.to_do_dialogs import lead_to_records, show_silent

        work = self._reading.work
        if name == PLANS:
            self.show_plans()
        elif name == ERASURES:
            self.erasures_wanted.emit()
        elif name != SILENT:
            lead_to_records(
                self._view, self._bridge, name, lambda kind, record: self.record_wanted.emit(kind, record, None)
            )
        elif work is not None:
            units = self._file.units
            show_silent(self._view, units, silent_units(units, work.completeness), work.period)
