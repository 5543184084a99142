"""The indicators over the periods of the year beside the year before, as charts."""

from collections.abc import Iterator, Sequence

from desktop_app.domain.period import MONTHS, QUARTERS, NamedPeriod, Period
from desktop_app.domain.period_codes import week_in
from desktop_app.domain.targets import ends
from desktop_app.domain.trend import Trend
from desktop_app.report.blocks import Block, Column, Table, room_for, with_room
from desktop_app.report.cells import NONE, Cell, Figure
from desktop_app.report.charts import Chart, ChartBar
from desktop_app.report.data import ReportData
from desktop_app.report.sentences import target
from desktop_app.report.wording import ROMAN, in_print, words


def trend_blocks(data: ReportData) -> Iterator[Block]:
    """A table that is drawn as charts. The years of several
    stand in a table of their own, each with its target.
    """
    if data.period.several_years:
        return
    trends = [trend for trend in data.trends if _says_something(trend)]
    if not any(map(_rises, trends)):
        trends = []
    if trends:
        yield _charts(data, trends)


def _says_something(trend: Trend) -> bool:
    """Whether there is more than the one figure that stands in the table of the indicators anyway."""
    known = [point for point in trend.points if point.figure.exact is not None]
    return len(known) > 1 or any(point.earlier is not None for point in known)


def _rises(trend: Trend) -> bool:
    """Whether any bar is higher than nothing: a page of charts without one shows a reader less than the table."""
    numbers = (known.exact for point in trend.points for known in (point.figure, point.earlier) if known is not None)
    return any(numbers)


def _charts(data: ReportData, trends: Sequence[Trend]) -> Table:
    charts = [_chart(data, trend) for trend in trends]
    before = any(bar.earlier for chart in charts for bar in chart.bars)
    indicators = data.plan.indicators
    code = room_for((trend.last.code for trend in trends), 11)
    aim = room_for((target(indicators[trend.last.code], trend.last) for trend in trends), 23)
    columns = [Column(words("report.code"), code, "centre"), Column(words("report.indicator"), 68),
               Column(words("report.target"), aim, "centre")]  # fmt: skip
    for bar in charts[0].bars:
        columns.append(Column(bar.label, 18, "right"))
        if before:
            columns.append(Column(words("report.tick_earlier", label=bar.label), 20, "right"))
    rows = [_row(data, trend, chart, before) for trend, chart in zip(trends, charts, strict=True)]
    caption = words("report.trends_compared" if before else "report.trends")
    return Table(with_room(columns, rows), tuple(rows), caption, drawn=tuple(charts))


def _row(data: ReportData, trend: Trend, chart: Chart, before: bool) -> tuple[Cell, ...]:
    indicator = data.plan.indicators[trend.last.code]
    cells: list[Cell] = [indicator.code, in_print(indicator.title), target(indicator, trend.last)]
    for bar in chart.bars:
        cells += [bar.now or NONE, *([bar.earlier or NONE] if before else [])]
    return tuple(cells)


def _chart(data: ReportData, trend: Trend) -> Chart:
    last, indicator = trend.last, data.plan.indicators[trend.last.code]
    bars = []
    for point in trend.points:
        exact, mark = point.figure.exact, "*" if point.figure.manual else ""
        now = None if exact is None else Figure(exact, last.measure, mark)
        before = point.earlier.exact if point.earlier else None
        earlier = None if before is None else Figure(before, last.measure)
        bars.append(ChartBar(_tick(point.period), now, earlier))
    lines = ends(last.threshold, last.threshold_max) if last.judged else []
    return Chart(f"{last.code}. {in_print(indicator.short)}", last.measure, last.target, tuple(lines), tuple(bars))


def _tick(period: Period) -> str:
    if isinstance(period, NamedPeriod):
        return in_print(period.short or period.label)
    if week_in(period.code):
        return words("report.tick_week", n=week_in(period.code))
    if period.code in QUARTERS:
        return words("report.tick_quarter", n=ROMAN[QUARTERS.index(period.code)])
    if period.code in MONTHS:
        return words("report.tick_month", n=period.month.number)
    return words(f"report.tick_{period.code}")
