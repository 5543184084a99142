"""What becomes of a plan that is written: given out as a file, finished as an edition, or dropped."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from desktop_app import paths
from desktop_app.domain.plan_code import plan_code
from desktop_app.errors import AppError, StoppedError
from desktop_app.own_plans import OwnPlan
from desktop_app.plan_bundle import SUFFIX, bundle_text
from desktop_app.session import plan_books, plan_drafts, plan_judging
from desktop_app.session.plan_drafts import PlanDraft
from desktop_app.session.plan_judging import DraftFinding
from desktop_app.texts import in_words, say
from ui.plan.draft_work import DraftWork
from ui.widgets import parts
from ui.widgets.file_saving import save_content
from ui.widgets.long_work import LongWork
from ui.widgets.worker import WorkOutcome

WORKBOOK = ".xlsx"


class Finishing(QObject):
    """`said(sentence, role)`; `found(findings)`: made-up rows showed more faults; `finished(path)`: the edition lies
    there.
    """

    said = Signal(str, str)
    found = Signal(object)
    finished = Signal(Path)

    def __init__(self, over: QWidget, work: DraftWork) -> None:
        super().__init__(over)
        self._over, self._work = over, work
        self._sure = False
        self._long: LongWork | None = None
        self.drop_button = parts.button(say("planpage.drop"), self.drop)
        self.out_button = parts.button(say("planpage.give_out"), self.ask_place, icon="save")
        self.finish_button = parts.button("", self.finish, "primary", "check")
        self.buttons: Sequence[QPushButton] = (self.drop_button, self.out_button, self.finish_button)
        self.follow()

    def follow(self) -> None:
        """What can be done now: only a plan without faults leaves."""
        judged = self._work.judgement
        good = judged is not None and not judged.findings and self._long is None
        self.finish_button.setText(" " + say("planpage.finish", edition=self._work.draft.head("edition")))
        self.finish_button.setEnabled(good)
        self.out_button.setEnabled(good)
        if self._sure:
            self._sure = False
            self.drop_button.setText(say("planpage.drop"))

    def stop(self) -> None:
        if self._long is not None:
            self._long.cancel()

    def drop(self) -> None:
        """Drop the draft, once that was asked for twice."""
        if not self._sure:
            self._sure = True
            self.drop_button.setText(say("planpage.drop_sure"))
            return
        self._work.stop()
        plan_drafts.forget_draft(self._work.draft.name)
        self._over.close()

    # --- given out ----------------------------------------------------------------------------------------------------

    def ask_place(self) -> None:
        draft = self._work.draft
        name = f"{draft.head('id')}-{draft.head('edition')}{WORKBOOK}"
        chosen, _ = QFileDialog.getSaveFileName(
            self._over,
            say("planpage.give_out_title"),
            str(paths.documents_dir() / name),
            say("planpage.give_out_forms"),
        )
        if chosen:
            self.give_out(Path(chosen))

    def give_out(self, path: Path) -> None:
        """Write the plan where its ending says what it becomes: a workbook, a file that travels, a folder."""
        judged = self._work.judgement
        if judged is None or judged.findings:
            return
        try:
            if path.suffix.lower() == WORKBOOK:
                save_content(path, plan_books.plan_as_book(judged.plan))
            elif path.suffix.lower() == SUFFIX:
                save_content(path, bundle_text(judged.plan).encode())
            else:
                plan_drafts.as_folder(judged.plan, path)
        except AppError as error:
            self.said.emit(in_words(error.message), "error")
        else:
            self.said.emit(say("planpage.given_out", file=path.name), "small")

    # --- finished -----------------------------------------------------------------------------------------------------

    def finish(self) -> None:
        """Try the plan on made-up rows; what passes is kept as an edition."""
        draft = self._work.draft
        work = self._long = LongWork()
        work.progressed.connect(lambda percent, _: self.said.emit(say("planpage.finishing", percent=percent), "small"))
        self.follow()

        def finish() -> tuple[OwnPlan | None, list[DraftFinding]]:
            plan, failing = plan_judging.try_on_sample(draft, work.report_progress)
            return (None, failing) if failing else (plan_drafts.finish(plan), [])

        def finished(outcome: WorkOutcome[Any]) -> None:
            self._long = None
            self.follow()
            if isinstance(outcome.error, StoppedError):
                return
            if isinstance(outcome.error, AppError):
                self.said.emit(in_words(outcome.error.message), "error")
            elif outcome.error is not None:
                raise outcome.error
            else:
                self._show(draft, *outcome.result)

        self._work.ask(finish, finished)

    def _show(self, draft: PlanDraft, made: OwnPlan | None, failing: list[DraftFinding]) -> None:
        if made is None:
            self.found.emit(failing)
            self.said.emit(say("planpage.sample_fails", n=len(failing)), "error")
            return
        code = plan_code(made.digest)
        self.said.emit(say("planpage.finished", plan=made.id, edition=made.edition, code=code), "small")
        if self._work.draft is draft:  # else somebody wrote on meanwhile, which stays
            plan_drafts.forget_draft(draft.name)
            self.finished.emit(made.place)
