"""The tasks and solutions that the plan names: what the period has of each, and how its indicators stand."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout

from desktop_app.domain.plan import Plan, PlanTask
from desktop_app.domain.values import show_number
from desktop_app.texts import in_words, say
from ui.progress.shown_figures import ShownFigure
from ui.widgets import parts

MET, MISSED = "good-pill", "warning-pill"


class PlanTasksCard:
    """A card for the overview; hidden while nothing is counted yet, and for a plan that names no tasks."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._counts: Mapping[str, int] = {}
        self._figures: Sequence[ShownFigure] = ()
        self.card, self._column = parts.card(16, 6)
        self.card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.card.hide()

    def show_counts(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self._show()

    def show_figures(self, figures: Sequence[ShownFigure]) -> None:
        self._figures = figures
        self._show()

    def _show(self) -> None:
        if not (self._plan.tasks and self._counts):
            return
        parts.clear(self._column)
        self._column.addWidget(parts.label(say("ui.plan_tasks"), "strong"))
        for task in self._plan.tasks.values():
            self._add_line(self._column, task)
        self.card.show()

    def _add_line(self, column: QVBoxLayout, task: PlanTask) -> None:
        number = sum(self._counts.get(kind, 0) for kind in task.kinds if self._is_of_the_period(kind))
        own = [figure.pill for figure in self._figures if task.area and figure.area == task.area]
        judged = own.count(MET) + own.count(MISSED)
        line = parts.row(spacing=8)
        name = parts.Elided(in_words(task.short), "small")
        name.setToolTip(in_words(task.label))
        line.addWidget(name, 1)
        if judged:
            met = own.count(MET)
            line.addWidget(parts.pill(say("ui.plan_task_met", met=met, count=judged), MET if met == judged else MISSED))
        line.addWidget(parts.pill(say("ui.plan_task_records", count=show_number(number)), "neutral-pill"))
        column.addLayout(line)

    def _is_of_the_period(self, kind: str) -> bool:
        """Registers have no period, and so no part in what it has brought."""
        return self._plan.areas[self._plan.kinds[kind].area].tab
