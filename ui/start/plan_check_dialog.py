"""What is wrong with a plan that is being written: each mistake with its place, looked for again when one is mended."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.domain.plan_findings import PlanMistake
from desktop_app.errors import AppError
from desktop_app.session import plan_checks
from desktop_app.texts import in_words, say
from ui.widgets import parts
from ui.widgets.lines import Line
from ui.widgets.long_work import LongWork, stoppable
from ui.widgets.table_dialog import TableDialog
from ui.widgets.worker import Worker, WorkOutcome


class PlanCheckDialog(TableDialog):
    """The check runs on a thread of its own; closing the dialog stops it."""

    _answered = Signal(object, object)

    def __init__(self, over: QWidget, place: Path) -> None:
        super().__init__(over, say("plan.check_title", folder=place.name), "", (
            (say("plan.column_file"), 150), (say("plan.column_line"), 70), (say("plan.column_entry"), 280),
            (say("plan.column_reason"), 0),
        ), size=(1120, 620))  # fmt: skip
        self.table.wrap()
        self._place = place
        self._worker = Worker("plan")
        self.destroyed.connect(self._worker.shutdown)  # with the window, perhaps, which closes no dialog
        self._work: LongWork | None = None
        self._answered.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self.again = parts.button(say("plan.check_again"), self.check, "primary", "refresh-cw")
        self.foot.insertWidget(self.foot.count() - 1, self.again)
        self.finished.connect(lambda _: self._stop())
        self.check()
        self.open()

    @property
    def busy(self) -> bool:
        return self._work is not None

    def check(self) -> None:
        """Look for mistakes from the beginning."""
        work = self._work = LongWork()
        work.progressed.connect(lambda _, sentence: self.set_about(sentence))
        self.again.setEnabled(False)
        self.set_about(say("plan.checking"))
        self._worker.submit(
            lambda: stoppable(lambda: plan_checks.check_plan_at(self._place, work.report_progress)),
            lambda outcome: self._answered.emit(work, outcome),
        )

    def _show(self, work: LongWork, outcome: WorkOutcome[list[PlanMistake] | None]) -> None:
        if work is not self._work:
            return
        self._work = None
        self.again.setEnabled(True)
        if isinstance(outcome.error, AppError):
            self.show_lines([])
            self.set_about(in_words(outcome.error.message))
        elif outcome.error is not None:
            raise outcome.error
        else:
            self._show_mistakes(outcome.result or [])

    def _show_mistakes(self, found: list[PlanMistake]) -> None:
        self.show_lines([_line(mistake) for mistake in found])
        count = {"count": len(found)} if found else {}
        self.set_about(say("plan.checked_bad" if found else "plan.checked_good", folder=self._place.name, **count))

    def _stop(self) -> None:
        if self._work:
            self._work.cancel()
            self._work = None
        self._worker.shutdown()


def _line(mistake: PlanMistake) -> Line:
    reason = in_words(mistake.reason)
    return Line((mistake.place.file, str(mistake.line or ""), mistake.place.key, reason[:1].upper() + reason[1:]))
