"""What an indicator of a plan that is being written counts, in words, and what it comes to on made-up records."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QTextEdit, QWidget

from desktop_app.errors import AppError, StoppedError
from desktop_app.session import plan_practice
from desktop_app.session.plan_practice import PracticeFigures
from desktop_app.texts import in_words, say
from ui.plan.draft_work import DraftWork
from ui.progress.shown_figures import figure_of
from ui.widgets import parts
from ui.widgets.line_table import LineTable
from ui.widgets.lines import Line
from ui.widgets.long_work import LongWork
from ui.widgets.worker import WorkOutcome

OF_SETS, OF_READINGS = "sets", "readings"


class SampleFigure(QWidget):
    def __init__(self, work: DraftWork) -> None:
        super().__init__()
        self._work = work
        self._plan: Mapping[str, Any] | None = None
        self._code = ""
        self._long: LongWork | None = None
        column = parts.column(self, 0, 8)
        self._words = QTextEdit()  # which keys can scroll, and a screen reader reads
        self._words.setReadOnly(True)
        self._words.setTabChangesFocus(True)
        self._words.setAccessibleName(say("planpage.tab_sample"))
        self._words.setObjectName("handbook")
        column.addWidget(self._words, 3)
        self.button = parts.put(column, parts.button(say("planbegin.try_figures"), self.try_figures, icon="refresh-cw"))
        self.state = parts.put(column, parts.label("", "small", wrap=True))
        headings = ((say("planbegin.column_indicator"), 0), (say("planbegin.column_figure"), 110))
        self.table = LineTable(say("planbegin.try_figures"), headings, {1})
        self.table.hide()
        column.addWidget(self.table, 2)

    @property
    def text(self) -> str:
        return self._words.toPlainText()

    def show_row(self, plan: Mapping[str, Any] | None, sheet: str, row: Mapping[str, Any]) -> None:
        """Say what the set, the indicator or the reading of a row counts."""
        self.button.setEnabled(plan is not None and self._long is None)
        if plan is None:
            self._words.setPlainText(say("planpage.sample_later"))
            return
        if plan is not self._plan:
            self._plan = plan
            self.table.hide()
            self.state.setText("")
        if sheet == OF_SETS:
            lines = plan_practice.set_in_words(plan, str(row.get("name", "")))
        else:
            self._code = str(row.get("code", ""))
            name = str(row.get("name", "default")) if sheet == OF_READINGS else "default"
            lines = plan_practice.reading_in_words(plan, self._code, name)
        self._words.setPlainText("\n\n".join(map(in_words, lines)) or say("planbegin.no_words"))
        self._mark()

    def try_figures(self) -> None:
        """Make practice records of the plan and count them."""
        plan = self._plan
        if plan is None:
            return
        work = self._long = LongWork()
        work.progressed.connect(lambda percent, _: self.state.setText(say("planbegin.trying", percent=percent)))
        self.button.setEnabled(False)
        self._work.ask(lambda: plan_practice.practice_figures(plan, work.report_progress), self._show)

    def stop(self) -> None:
        if self._long is not None:
            self._long.cancel()

    def _show(self, outcome: WorkOutcome[PracticeFigures]) -> None:
        self._long = None
        self.button.setEnabled(True)
        if isinstance(outcome.error, StoppedError):
            self.state.setText(say("planbegin.stopped"))
        elif isinstance(outcome.error, AppError):
            self.state.setText(in_words(outcome.error.message))
        elif outcome.error is not None:
            raise outcome.error
        else:
            self._show_figures(outcome.result)

    def _show_figures(self, tried: PracticeFigures) -> None:
        self.state.setText(say("planbegin.tried", n=tried.records))
        lines = []
        for figure in map(figure_of, tried.figures):
            shown = figure.amount or figure.state
            lines.append(
                Line((f"{figure.code} · {figure.title}", shown), record=figure.code, tips=(figure.title, figure.tip))
            )
        self.table.show_lines(lines)
        self.table.show()
        self._mark()

    def _mark(self) -> None:
        """The cursor stands on the indicator in sight."""
        place = next((n for n, line in enumerate(self.table.lines) if line.record == self._code), None)
        if place is not None:
            self.table.setCurrentIndex(self.table.model().index(place, 0))
