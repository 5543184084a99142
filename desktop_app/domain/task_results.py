"""What was done under each task and solution that a plan names: its statistics, and how its indicators stand."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from desktop_app.domain.indicators import MET, NO_DATA, NOT_MET, IndicatorResult
from desktop_app.domain.plan import Plan, PlanTask
from desktop_app.domain.statistic_results import AreaStatistics, StatisticResult


class TaskResults(Struct, frozen=True):
    """One task or solution; `met` of the `applicable` indicators of its area reach their targets."""

    task: PlanTask
    results: tuple[StatisticResult, ...]
    figures: tuple[IndicatorResult, ...]

    @property
    def met(self) -> int:
        return sum(figure.status == MET for figure in self.figures)

    @property
    def applicable(self) -> int:
        return sum(figure.judged and figure.status in (MET, NOT_MET, NO_DATA) for figure in self.figures)


def results_by_task(
    plan: Plan, statistics: Iterable[AreaStatistics], figures: Sequence[IndicatorResult]
) -> list[TaskResults]:
    """The tasks in the plan's order, then its solutions; a statistic belongs where its kind does."""
    found = [result for some in statistics for result in some.results]
    return [
        TaskResults(
            task,
            tuple(result for result in found if result.statistic.kind in task.kinds),
            tuple(figure for figure in figures if figure.area == task.area),
        )
        for task in plan.tasks.values()
    ]
