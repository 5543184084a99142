"""The indicators of a plan of several years: the target and the result of each year beside each other."""

from collections.abc import Iterator

from desktop_app.domain.trend import Point, Trend
from desktop_app.report.blocks import Block, Column, Table
from desktop_app.report.cells import NONE, Cell, Figure
from desktop_app.report.data import ReportData
from desktop_app.report.sentences import target, verdict
from desktop_app.report.wording import in_print, words


def figures_by_year(data: ReportData) -> Iterator[Block]:
    """A row per indicator, and below it what each year came to; nothing in a report of one year or less."""
    if not data.period.several_years:
        return
    trends = data.trends
    if not trends:
        return
    years = [Column(str(point.period.year), 26, "right") for point in trends[0].points]
    rows: list[tuple[Cell, ...]] = []
    for trend in trends:
        rows += _rows(data, trend)
    yield Table(
        (Column(words("report.code"), 10, "centre"), Column(words("report.indicator"), 60), *years),
        tuple(rows), words("report.indicators_by_year"), together=True,
    )  # fmt: skip


def _rows(data: ReportData, trend: Trend) -> Iterator[tuple[Cell, ...]]:
    indicator = data.plan.indicators[trend.last.code]
    yield (indicator.code, in_print(indicator.title), *(_result(data, point) for point in trend.points))
    if any(figure.judged for figure in trend.figures):
        yield ("", words("report.target"), *(target(indicator, figure) for figure in trend.figures))
        verdicts = (verdict(point.figure) if _has_begun(data, point) else NONE for point in trend.points)
        yield ("", words("report.verdict"), *verdicts)


def _has_begun(data: ReportData, point: Point) -> bool:
    """Whether there can be anything to count yet: of a year that is still to come nothing is judged."""
    return point.period.first_day <= data.data_date


def _result(data: ReportData, point: Point) -> Cell:
    figure, exact = point.figure, point.figure.exact
    if exact is None or not _has_begun(data, point):
        return NONE
    return Figure(exact, figure.measure, "*" if figure.manual else "")
