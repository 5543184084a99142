"""The results of a report once more by the tasks and solutions that the plan names."""

from msgspec.structs import replace

from desktop_app.domain.task_results import TaskResults, results_by_task
from desktop_app.messages import Label
from desktop_app.report.blocks import Table
from desktop_app.report.data import ReportData
from desktop_app.report.figure_tables import figures_table, results
from desktop_app.report.wording import in_print, words


def task_table(data: ReportData) -> Table | None:
    """The main figures of each task below its name, and how many of its indicators are met; None without any."""
    known = [result for area in data.plan.areas for result in results(data, area)]
    found = []
    for one in results_by_task(data.plan, data.statistics, data.progress):
        own = [replace(result, shares=()) for result in one.results if result.statistic.lead and result in known]
        if own:
            found.append((replace(one.task, label=Label(_named(data, one))), own))
    if not found:
        return None
    return replace(figures_table(data, found), caption=words("report.by_task"))


def _named(data: ReportData, one: TaskResults) -> str:
    """The task, and how many of its indicators are met; a unit without any below it judges nothing."""
    if data.lowest or not one.applicable:
        return in_print(one.task.label)
    return words("report.task_met", task=in_print(one.task.label), met=one.met, n=one.applicable)
