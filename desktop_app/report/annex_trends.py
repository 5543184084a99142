"""The indicators over the periods of the year beside the year before, and the units below side by side."""

from collections.abc import Iterator, Sequence

from desktop_app.domain.collation import sort_key
from desktop_app.domain.indicators import COUNT, MET, NO_DATA, NOT_MET, Progress, show_fraction
from desktop_app.domain.period import MONTHS, QUARTERS, Period
from desktop_app.domain.trend import Trend
from desktop_app.report.blocks import Block, Column, Paragraph, Table
from desktop_app.report.cells import Cell, Figure
from desktop_app.report.charts import Bar, Chart
from desktop_app.report.data import ReportData
from desktop_app.report.masking import DEFAULT
from desktop_app.report.sentences import concerns, target
from desktop_app.report.wording import ROMAN, words

_NONE = "–"
_MANY = 30  # units that are listed one by one


def trend_blocks(data: ReportData) -> Iterator[Block]:
    """The units in order, a table that is drawn as charts, and what is left out of both.

    Counts of people stand in neither: what a period or a unit hides, those beside it could tell.
    """
    trends = [trend for trend in data.trends if _may_show(data, trend.figures) and _says_something(trend)]
    places = _places(data)
    if places:
        yield _ranking(data, places)
        yield Paragraph(words("report.note_ranking"), "note")
    if trends:
        yield _charts(data, trends)
    codes = [p.code for p in data.progress if concerns(p) and not _may_show(data, [p])]
    if codes and (places or trends):
        yield Paragraph(words("report.note_people_left_out", codes=", ".join(codes)), "note")


def _may_show(data: ReportData, figures: Sequence[Progress]) -> bool:
    """Whether an indicator counts no people, nor any of these figures of it."""
    indicator = data.plan.indicators[figures[0].code]
    return not indicator.people and (not indicator.people_parts or {f.reading for f in figures} == {DEFAULT})


# --- charts ------------------------------------------------------------------------------------------------------


def _says_something(trend: Trend) -> bool:
    """Whether there is more than the one figure that stands in the table of the indicators anyway."""
    known = [point for point in trend.points if point.figure.exact is not None]
    return len(known) > 1 or any(point.earlier is not None for point in known)


def _charts(data: ReportData, trends: Sequence[Trend]) -> Table:
    charts = [_chart(data, trend) for trend in trends]
    before = any(bar.earlier for chart in charts for bar in chart.bars)
    columns = [Column(words("report.code"), 11, "centre"), Column(words("report.indicator"), 68),
               Column(words("report.target"), 23, "centre")]  # fmt: skip
    for bar in charts[0].bars:
        columns.append(Column(bar.label, 18, "right"))
        if before:
            columns.append(Column(words("report.tick_earlier", label=bar.label), 20, "right"))
    rows = [_row(data, trend, chart, before) for trend, chart in zip(trends, charts, strict=True)]
    return Table(
        tuple(columns), tuple(rows), words("report.trends_compared" if before else "report.trends"), drawn=tuple(charts)
    )


def _row(data: ReportData, trend: Trend, chart: Chart, before: bool) -> tuple[Cell, ...]:
    indicator = data.plan.indicators[trend.last.code]
    cells: list[Cell] = [indicator.code, indicator.title.vi, target(indicator, trend.last)]
    for bar in chart.bars:
        cells += [bar.now or _NONE, *([bar.earlier or _NONE] if before else [])]
    return tuple(cells)


def _chart(data: ReportData, trend: Trend) -> Chart:
    last, indicator = trend.last, data.plan.indicators[trend.last.code]
    bars = []
    for point in trend.points:
        earlier = None if indicator.people_parts or point.earlier is None else point.earlier.exact
        now, mark = point.figure.exact, "*" if point.figure.manual else ""
        bars.append(
            Bar(
                _tick(point.period),
                None if now is None else Figure(now, last.measure, mark),
                None if earlier is None else Figure(earlier, last.measure),
            )
        )
    said = f"≥ {show_fraction(last.threshold)}" if last.measure == COUNT else target(indicator, last)
    lines = (last.threshold,) if last.threshold_max is None else (last.threshold, last.threshold_max)
    return Chart(f"{last.code}. {indicator.short.vi}", last.measure, said, lines, tuple(bars))


def _tick(period: Period) -> str:
    if period.code in QUARTERS:
        return words("report.tick_quarter", n=ROMAN[QUARTERS.index(period.code)])
    if period.code in MONTHS:
        return words("report.tick_month", n=int(period.code))
    return words(f"report.tick_{period.code}")


# --- the units below ---------------------------------------------------------------------------------------------


def _places(data: ReportData) -> list[tuple[str, list[Progress]]]:
    """The units directly below with what they are judged by, the one that meets most first; equal ones by name."""
    found = []
    for unit, figures in data.below.items():
        judged = [f for f in figures if f.status in (MET, NOT_MET, NO_DATA) and _may_show(data, [f])]
        if judged:
            found.append((unit, judged))
    return sorted(found, key=lambda one: (-_met(one[1]), sort_key(data.units.name(one[0])))) if len(found) > 1 else []


def _met(figures: Sequence[Progress]) -> int:
    return sum(figure.status == MET for figure in figures)


def _ranking(data: ReportData, places: Sequence[tuple[str, list[Progress]]]) -> Table:
    """A row for each unit; of very many units a row for each place: the table above tells what each one misses."""
    return _grouped(data, places) if len(places) > _MANY else _one_by_one(data, places)


def _grouped(data: ReportData, places: Sequence[tuple[str, list[Progress]]]) -> Table:
    columns = (
        Column(words("report.place"), 14, "centre"), Column(words("report.met_of"), 20, "centre"),
        Column(words("report.judged"), 24, "centre"), Column(words("report.how_many_units"), 20, "centre"),
        Column(words("report.units"), 179),
    )  # fmt: skip
    met = [_met(figures) for _, figures in places]
    names: dict[tuple[int, int], list[str]] = {}
    for unit, figures in sorted(places, key=lambda one: (-_met(one[1]), len(one[1]))):
        names.setdefault((_met(figures), len(figures)), []).append(data.units.name(unit))
    rows = [(1 + met.index(own), own, judged, len(some), ", ".join(some)) for (own, judged), some in names.items()]
    return Table(columns, tuple(rows), words("report.ranking"))


def _one_by_one(data: ReportData, places: Sequence[tuple[str, list[Progress]]]) -> Table:
    unknown = any(_codes(figures, NO_DATA) for _, figures in places)
    met = [_met(figures) for _, figures in places]
    columns = [
        Column(words("report.place"), 14, "centre"), Column(words("report.unit"), 70),
        Column(words("report.met_of"), 20, "centre"), Column(words("report.judged"), 24, "centre"),
        Column(words("report.codes_not_met"), 70),
    ]  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for own, (unit, figures) in zip(met, places, strict=True):
        rows.append((1 + met.index(own), data.units.name(unit), own, len(figures), _codes(figures, NOT_MET)))
    if unknown:
        columns.append(Column(words("report.codes_no_data"), 59))
        rows = [(*row, _codes(figures, NO_DATA)) for row, (_, figures) in zip(rows, places, strict=True)]
    return Table(tuple(columns), tuple(rows), words("report.ranking"), together=True)


def _codes(figures: Sequence[Progress], status: str) -> str:
    return ", ".join(figure.code for figure in figures if figure.status == status)
