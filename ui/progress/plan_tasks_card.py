"""The tasks and solutions that the plan names: what the period has of each, and how its indicators stand."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop_app.domain.plan import Plan, PlanTask
from desktop_app.domain.values import show_number
from desktop_app.texts import in_words, say
from ui.progress.shown_figures import ShownFigure
from ui.widgets import parts

MET, MISSED = "good-pill", "warning-pill"
RIGHT = Qt.AlignmentFlag.AlignRight


class PlanTasksCard:
    """A card for the overview; hidden while there is nothing to count, and for a plan that names no tasks."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._counts: Mapping[str, int] = {}
        self.not_counting: Mapping[str, int] = {}
        self._figures: Sequence[ShownFigure] = ()
        self._lines: Sequence[tuple[str, str]] = ()
        self.card, self._column = parts.card(16, 6)
        self.card.hide()

    def show_counts(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self._show()

    def show_not_counting(self, counts: Mapping[str, int]) -> None:
        """By kind how many of the records are in no figure; they are no work done yet."""
        self.not_counting = counts
        self._show()

    def show_figures(self, figures: Sequence[ShownFigure]) -> None:
        self._figures = figures
        self._show()

    def _show(self) -> None:
        if not (self._plan.tasks and any(self._counts.values())):
            return
        lines = [self._numbers(task) for task in self._plan.tasks.values()]
        if lines == self._lines:  # as after most of what is written
            return
        self._lines = lines
        parts.clear(self._column)
        self._column.addWidget(parts.label(say("ui.plan_tasks"), "strong"))
        holder = QWidget()  # goes as a whole when the card is filled again
        holder.setObjectName("plain")
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        for column, key in enumerate(("ui.plan_task_records", "ui.plan_task_met"), start=1):
            grid.addWidget(parts.label(say(key), "small"), 0, column, RIGHT)
        for row, (task, numbers) in enumerate(zip(self._plan.tasks.values(), lines, strict=True), start=1):
            name = parts.Elided(in_words(task.short), "small")
            name.setToolTip(in_words(task.label))
            grid.addWidget(name, row, 0)
            for column, number in enumerate(numbers, start=1):
                grid.addWidget(parts.label(number, "small"), row, column, RIGHT)
        self._column.addWidget(holder)
        self.card.show()

    def _numbers(self, task: PlanTask) -> tuple[str, str]:
        """How many records a task has, and how many of its indicators are met."""
        kinds = [kind for kind in task.kinds if self._is_of_the_period(kind)]
        number = sum(max(0, self._counts.get(kind, 0) - self.not_counting.get(kind, 0)) for kind in kinds)
        own = [figure.pill for figure in self._figures if task.area and figure.area == task.area]
        judged = own.count(MET) + own.count(MISSED)
        return show_number(number), f"{own.count(MET)}/{judged}" if judged else ""

    def _is_of_the_period(self, kind: str) -> bool:
        """Registers have no period, and so no part in its results."""
        return self._plan.areas[self._plan.kinds[kind].area].tab
