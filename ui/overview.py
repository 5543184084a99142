"""The first page of a file: all indicators of the plan by area, what to do, who has reported."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout

from desktop_app.domain.completeness import NOTHING, Completeness
from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.plan import Plan
from desktop_app.texts import say
from ui import parts, theme
from ui.figure_bar import Bar, FigureBar
from ui.figure_list import FigureList
from ui.figures import Figure
from ui.page import Page
from ui.situation import Task, Work

MOST_TASKS = 6


class Overview(Page):
    """`area_wanted(code)`: an indicator leads to its area; `record_wanted(kind, id)`; `report_wanted()`."""

    area_wanted = Signal(str)
    record_wanted = Signal(str, str)
    report_wanted = Signal()

    def __init__(self, plan: Plan, units: OrgUnits, unit: str) -> None:
        super().__init__(say("ui.overview"))
        self._plan, self._units, self._unit = plan, units, unit
        column = parts.column(self, theme.MARGIN, theme.GAP)
        column.addLayout(self._head())
        body = parts.row(spacing=theme.GAP)
        body.addWidget(self._figures_card(), 1)
        body.addLayout(self._side())
        column.addLayout(body, 1)

    def show_figures(self, figures: Sequence[Figure]) -> None:
        self.list.show_figures(figures)

    def show_work(self, work: Work) -> None:
        first, last = f"{work.since:%d/%m/%Y}", f"{work.period.last_day:%d/%m/%Y}"
        self._about.setText(say("ui.overview_about", unit=self._units.name(self._unit), first=first, last=last))
        self._show_tasks(work.tasks)
        self._show_reported(work.completeness)

    def _head(self) -> QVBoxLayout:
        whole = parts.column()
        line = parts.row(spacing=8)
        words = parts.column(None, 0, 2)
        words.addWidget(parts.label(say("ui.overview_title", count=len(self._plan.indicators)), "title"))
        self._about = parts.label(" ", "muted")
        words.addWidget(self._about)
        line.addLayout(words, 1)
        report = parts.button(say("ui.make_report_key"), self.report_wanted.emit, "primary")
        line.addWidget(report, 0, Qt.AlignmentFlag.AlignBottom)
        whole.addLayout(line)
        return whole

    def _figures_card(self) -> QFrame:
        card, column = parts.card(0, 0)
        column.setContentsMargins(1, 1, 1, 1)
        self.list = FigureList(self._plan)
        self.list.chosen.connect(self.area_wanted)
        column.addWidget(self.list)
        return card

    def _side(self) -> QVBoxLayout:
        column = parts.column(None, 0, theme.GAP)
        self._tasks, self._tasks_column = parts.card(16, 4)
        self._reported, self._reported_column = parts.card(16, 6)
        for card in (self._tasks, self._reported):
            card.setFixedWidth(250)
            card.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)
            column.addWidget(card)
        column.addStretch(1)
        return column

    def _show_tasks(self, tasks: Sequence[Task]) -> None:
        column = self._tasks_column
        parts.clear(column)
        column.addWidget(parts.label(say("ui.tasks"), "strong"))
        if tasks:
            column.addWidget(parts.label(say("ui.tasks_unfinished"), "small", wrap=True))
        else:
            column.addWidget(parts.label(say("ui.no_tasks"), "small", wrap=True))
        for task in tasks[:MOST_TASKS]:
            kind = self._plan.kinds[task.kind]
            text = str(kind.list_label)
            line = parts.row(spacing=8)
            line.addWidget(parts.pill(str(task.count), "warning-pill"))
            lead = parts.button("", partial(self.record_wanted.emit, task.kind, task.record), "line")
            lead.setText(lead.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, 200))
            lead.setToolTip(text)
            lead.setAccessibleName(say("ui.task_unfinished", count=task.count, kind=str(kind.label)))
            line.addWidget(lead, 1)
            column.addLayout(line)
        if len(tasks) > MOST_TASKS:
            column.addWidget(parts.label(say("ui.more_tasks", count=len(tasks) - MOST_TASKS), "small"))

    def _show_reported(self, rows: Sequence[Completeness]) -> None:
        column = self._reported_column
        parts.clear(column)
        leaves = {row.unit for row in rows if not self._units.children(row.unit)}
        if len(leaves) <= 1:
            self._show_own_areas(rows)
            return
        column.addWidget(parts.label(say("ui.reported_title"), "strong"))
        done = {row.unit for row in rows if row.unit in leaves and row.reported}
        silent = {row.unit for row in rows if row.unit in done and row.state == NOTHING} - {
            row.unit for row in rows if row.records
        }
        line = parts.row(spacing=4)
        line.addWidget(parts.label(str(len(done)), "figure"))
        level = self._units.level(next(iter(leaves))) or ""
        word = str(self._plan.levels[level]) if level in self._plan.levels else ""
        of = parts.label(say("ui.of_units", count=len(leaves), level=word.lower()), "muted")
        line.addWidget(of, 1, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(line)
        bar = FigureBar()
        bar.show_bar(Bar(len(done) / len(leaves), None, "met"))
        column.addWidget(bar)
        if silent:
            column.addWidget(parts.label(say("ui.silent_units", count=len(silent)), "small", wrap=True))

    def _show_own_areas(self, rows: Sequence[Completeness]) -> None:
        """For an office without offices below: each area with what it has in this period."""
        column = self._reported_column
        column.addWidget(parts.label(say("ui.own_report_title"), "strong"))
        for row in rows:
            if row.area not in self._plan.areas or row.unit != self._unit:
                continue
            line = parts.row(spacing=8)
            line.addWidget(parts.Elided(str(self._plan.areas[row.area].short), "small"), 1)
            role = "good-pill" if row.reported else "neutral-pill"
            line.addWidget(parts.pill(say(f"ui.reported_{row.state}", count=row.records), role))
            column.addLayout(line)
