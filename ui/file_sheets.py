"""The sheets above an open file: trash, copies, what stands behind a figure, the board, a merge, open work."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop_app.texts import say
from ui.history.taking_back import MergeAct
from ui.history.trash_sheet import show_trash
from ui.page_reading import PageReading
from ui.progress.to_do import PLANS, SILENT, silent_units
from ui.widgets.bridge import Bridge
from ui.window.frame import WindowFrame


class FileSheets(QObject):
    """`record_wanted(kind, id)`: go to a record; `file_wanted(path)`: open another file; `plan_switched(sentence)`:
    another edition of the plan is in force.

    What a sheet is made of is imported with it: the window stands before the first one is needed.
    """

    record_wanted = Signal(str, str)
    file_wanted = Signal(Path)
    plan_switched = Signal(str)

    def __init__(self, view: WindowFrame, bridge: Bridge, reading: PageReading) -> None:
        super().__init__(view)
        self._view, self._bridge, self._reading = view, bridge, reading
        self._file = view.file

    def show_trash(self) -> None:
        """What was deleted, with the way back."""
        show_trash(self._view.window(), self._bridge, self._reading.refresh)

    def show_backups(self) -> None:
        """The copies of this file, with the ways to make one and to get one back."""
        from ui.exchange.backup_sheet import BackupSheet

        sheet = BackupSheet(self._view.window(), self._bridge, self._file.path)
        sheet.file_wanted.connect(self.file_wanted)

    def show_plans(self) -> None:
        """Editions of the plan that wait for an answer, and the way back from the one in force."""
        from ui.exchange.plan_sheet import PlanSheet

        sheet = PlanSheet(self._view.window(), self._bridge)
        sheet.switched.connect(self.plan_switched)
        sheet.answered.connect(self._reading.read_again)

    def explain(self, code: str) -> None:
        """What stands behind the figure of an indicator."""
        from ui.progress.figure_behind import Asked
        from ui.progress.figure_sheet import FigureSheet

        asked = Asked(code, self._reading.period, self._file.unit)
        sheet = FigureSheet(self._view.window(), self._bridge, self._file.units, asked)
        sheet.record_wanted.connect(self.record_wanted)

    def show_board(self) -> None:
        """Every unit by every area."""
        if self._file.clock_is_doubted:
            self._bridge.day_wanted.emit(self.show_board)
            return
        from ui.progress.board_sheet import BoardSheet

        BoardSheet(self._view.window(), self._bridge, self._file.plan, self._file.unit, self._reading.period)

    def show_merge(self, merge: MergeAct) -> None:
        from ui.exchange.merge_undo_sheet import MergeUndoSheet

        title = say("exchange.act_merge", source=merge.source)
        sheet = MergeUndoSheet(self._view.window(), self._bridge, merge.act, title)
        sheet.records_changed.connect(self._reading.refresh)

    def show_task(self, task: str) -> None:
        """Where a line of what is left to do leads."""
        from ui.progress.to_do_sheets import lead_to_records, show_silent

        work = self._reading.work
        if task == PLANS:
            self.show_plans()
        elif task != SILENT:
            lead_to_records(self._view, self._bridge, task, self.record_wanted.emit)
        elif work is not None:
            units = self._file.units
            show_silent(self._view, units, silent_units(units, work.completeness), work.period)
