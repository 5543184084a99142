"""The first page of a file: all indicators of the plan by area, what to do, who has reported."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop_app.domain.completeness import Completeness, silent_areas
from desktop_app.domain.deadlines import Deadline
from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.plan import Plan
from desktop_app.domain.values import show_number
from desktop_app.texts import in_words, say
from ui.progress.figure_bar import FigureBar, TargetBar
from ui.progress.figure_list import FigureList
from ui.progress.plan_tasks_card import PlanTasksCard
from ui.progress.shown_figures import ShownFigure
from ui.progress.situation import OpenWork
from ui.widgets import parts, theme
from ui.widgets.scrolling import Scrolling

if TYPE_CHECKING:
    from ui.progress.to_do import ToDo
    from ui.progress.to_do_line import ToDoLine

WAITING = 3
SIDE, BAR = 260, 12  # the cards at the right, and the bar beside them


class Overview(QWidget):
    """`indicator_wanted(code)`: one of the list; `copy_wanted(codes)`: several of it, for a spreadsheet;
    `to_do_wanted(name)`: a line of what to do; `board_wanted()`; `report_wanted()`; `first_wanted()`: the first record
    of the file; `carry_wanted()`: what goes on of an earlier year; `declare_wanted()`: that nothing happened;
    `day_wanted()`: to say which day it is.
    """

    indicator_wanted = Signal(str)
    copy_wanted = Signal(object)
    to_do_wanted = Signal(str)
    board_wanted = Signal()
    report_wanted = Signal()
    first_wanted = Signal()
    carry_wanted = Signal()
    declare_wanted = Signal()
    day_wanted = Signal()

    def __init__(self, plan: Plan, units: OrgUnits, unit: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAccessibleName(say("ui.overview"))
        self._plan, self._units, self._unit = plan, units, unit
        self.to_do: list[ToDoLine] = []
        column = parts.fill(parts.column(self, theme.MARGIN, theme.GAP), self._head())
        column.addLayout(parts.fill(parts.row(spacing=theme.GAP), (self._figures_card(), 1), self._side()), 1)

    def show_figures(self, figures: Sequence[ShownFigure]) -> None:
        self.list.show_figures(figures)
        self._by_hand.setVisible(any(figure.manual for figure in figures))
        self.plan_tasks.show_figures(figures)
        self._refusal.hide()

    def show_refusal(self, sentence: str, *, undated: bool = False) -> None:
        """Why it can't be read; `undated`: the person has to say first which day it is."""
        if self._reported.isHidden():  # nothing will come in place of the lines that wait
            parts.clear(self._to_do_column)
            self._to_do_column.addWidget(parts.label(say("ui.tasks"), "strong"))
            if undated:
                say_day = parts.button(say("clock.say"), self.day_wanted.emit, "link", "calendar")
                self._to_do_column.addWidget(say_day, 0, Qt.AlignmentFlag.AlignLeft)
        self._refusal.show_text(sentence)

    def show_work(self, work: OpenWork) -> None:
        if work.not_counting != self.plan_tasks.not_counting:
            self.plan_tasks.show_not_counting(work.not_counting)
        first, last = f"{work.since:%d/%m/%Y}", f"{work.period.last_day:%d/%m/%Y}"
        self._about.setText(say("ui.overview_about", unit=self._units.name(self._unit), first=first, last=last))
        self._show_to_do(work.to_do, empty=work.empty)
        self._show_reported(work.completeness)
        self._show_deadline(work.deadline)

    def _head(self) -> QVBoxLayout:
        whole = parts.column()
        line = parts.row()
        words = parts.column(None, 0, 2)
        words.addWidget(parts.label(say("ui.overview_title", count=len(self._plan.indicators)), "title"))
        self._about = parts.put(words, parts.label(" ", "muted"))
        line.addLayout(words, 1)
        if self._units.children(self._unit):
            board = parts.button(say("ui.by_unit"), self.board_wanted.emit)
            line.addWidget(board, 0, Qt.AlignmentFlag.AlignBottom)
        report = parts.button(say("ui.make_report_key"), self.report_wanted.emit, "primary")
        line.addWidget(report, 0, Qt.AlignmentFlag.AlignBottom)
        whole.addLayout(line)
        self._refusal = parts.put(whole, parts.MessageLabel("error"))
        return whole

    def _figures_card(self) -> QFrame:
        card, column = parts.card(0, 0)
        column.setContentsMargins(1, 1, 1, 1)
        self.list = FigureList(self._plan)
        self.list.chosen.connect(self.indicator_wanted)
        self.list.copy_wanted.connect(self.copy_wanted)
        column.addWidget(self.list)
        self._by_hand = parts.label(say("report.note_by_hand"), "small", wrap=True)
        self._by_hand.setContentsMargins(8, 2, 8, 4)
        self._by_hand.hide()
        column.addWidget(self._by_hand)
        return card

    def _side(self) -> QScrollArea:
        """On a low window the cards scroll: they are never pressed together."""
        cards = QWidget()
        cards.setObjectName("plain")
        column = parts.column(cards, 0, theme.GAP)
        self._to_do, self._to_do_column = parts.card(16, 2)
        self._reported, self._reported_column = parts.card(16, 6)
        parts.fill(column, self._to_do, self._reported)
        self.plan_tasks = PlanTasksCard(self._plan)
        parts.fill(column, self.plan_tasks.card, 1)
        self._wait()
        side = Scrolling(cards, say("ui.tasks"))
        side.setFixedWidth(theme.wide(SIDE))
        side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        side.verticalScrollBar().rangeChanged.connect(partial(self._make_room, side))
        return side

    def _make_room(self, side: QScrollArea, _: int, most: int) -> None:
        """Where the cards scroll, the bar stands beside them, and the keyboard can scroll too."""
        side.setFixedWidth(theme.wide(SIDE) + (BAR if most else 0))
        side.setFocusPolicy(Qt.FocusPolicy.TabFocus if most else Qt.FocusPolicy.NoFocus)

    def _wait(self) -> None:
        """Quiet lines in place of what is still being counted; the card of those who reported comes with it."""
        self._reported.hide()
        self._to_do_column.addWidget(parts.label(say("ui.tasks"), "strong"))
        for _ in range(WAITING):
            line = QFrame()
            line.setObjectName("waiting")
            self._to_do_column.addWidget(line)

    def _show_to_do(self, found: "Sequence[ToDo]", *, empty: bool) -> None:
        from ui.progress.to_do_line import ToDoLine  # once there are some

        column = self._to_do_column
        parts.clear(column)
        if empty:
            from ui.widgets.first_record import fill_guide

            fill_guide(column, self.first_wanted.emit, self.carry_wanted.emit)
        if found and empty:
            column.addSpacing(12)
        if found or not empty:
            column.addWidget(parts.label(say("ui.tasks"), "strong"))
        self.to_do = [ToDoLine(one, partial(self.to_do_wanted.emit, one.name)) for one in found]
        parts.fill(column, *self.to_do)
        if not found and not empty:
            column.addWidget(parts.label(say("ui.no_tasks"), "small", wrap=True))

    def _show_reported(self, rows: Sequence[Completeness]) -> None:
        column = self._reported_column
        parts.clear(column)
        self._reported.show()
        everyone = {row.unit for row in rows}
        if len(everyone) <= 1:
            self._show_own_areas(rows)
            return
        column.addWidget(parts.label(say("ui.reported_title"), "strong"))
        done = everyone - silent_areas(rows).keys()
        silent = done - {row.unit for row in rows if row.records}
        line = parts.fill(parts.row(spacing=4), parts.label(in_words(show_number(len(done))), "figure"))
        of = parts.label(say("ui.of_units", count=len(everyone)), "muted")
        of.setContentsMargins(0, 0, 0, theme.descent(28) - theme.descent(14))  # on the line of the large figure
        line.addWidget(of, 1, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(line)
        bar = FigureBar()
        bar.show_bar(TargetBar(len(done) / len(everyone), None, "met"))
        column.addWidget(bar)
        if silent:
            column.addWidget(parts.label(say("ui.silent_units", count=len(silent)), "small", wrap=True))

    def _show_deadline(self, deadline: Deadline) -> None:
        """The days left until figures are cut off, and until the report is due: two days that are apart."""
        for name, day, left in (
            ("cut_off", deadline.cut_off, deadline.days_to_cut_off), ("due", deadline.due, deadline.days_to_due),
        ):  # fmt: skip
            when = "left" if left > 0 else "today" if left == 0 else "over"
            days = say(f"ui.countdown_{when}", count=show_number(abs(left)))
            text = f"{say(f'ui.{name}', day=f'{day:%d/%m/%Y}')} {days}"
            self._reported_column.addWidget(parts.label(text, "small", wrap=True))

    def _show_own_areas(self, rows: Sequence[Completeness]) -> None:
        """For an office without offices below: each area with what it has in this period."""
        column = self._reported_column
        column.addWidget(parts.label(say("ui.own_report_title"), "strong"))
        own = [row for row in rows if row.area in self._plan.areas and row.unit == self._unit]
        for row in own:
            line = parts.row()
            line.addWidget(parts.label(in_words(self._plan.areas[row.area].short), "small", wrap=True), 1)
            role = "good-pill" if row.reported else "neutral-pill"
            line.addWidget(parts.pill(say(f"ui.reported_{row.state}", count=row.records), role))
            column.addLayout(line)
        if self._plan.role("declaration") and not all(row.reported for row in own):
            declare = parts.button(say("ui.declare"), self.declare_wanted.emit, "link")
            column.addWidget(declare, 0, Qt.AlignmentFlag.AlignLeft)
