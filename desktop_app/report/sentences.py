"""An indicator's figure in words and in cells: value, ratio, target, verdict, and what may not be printed."""

from fractions import Fraction
from math import ceil

from desktop_app.domain.comparisons import COMPARISONS
from desktop_app.domain.disclosure import SHOWN
from desktop_app.domain.indicators import MET, NO_DATA, NOT_APPLICABLE, NOT_MET, IndicatorResult
from desktop_app.domain.measures import MEASURES, show_fraction
from desktop_app.domain.plan import Indicator
from desktop_app.report.cells import Cell, Figure, shown
from desktop_app.report.data import ReportData
from desktop_app.report.masking import counted, sides
from desktop_app.report.wording import vietnamese, words


def has_figure(progress: IndicatorResult) -> bool:
    """Whether there is a number to print; else the indicator's text stands in its place."""
    return progress.status in (MET, NOT_MET)


def hides_number(data: ReportData, progress: IndicatorResult) -> bool:
    """Whether numerator or denominator would give a small count of people away, so that no number may be printed."""
    return sides(data, data.unit, progress) != (SHOWN, SHOWN)


def concerns(progress: IndicatorResult) -> bool:
    """Whether the indicator says anything about this unit and period: not below its level or before the plan."""
    return progress.status != NOT_APPLICABLE or progress.numerator is not None


def stands_in_text(data: ReportData, progress: IndicatorResult) -> bool:
    """Whether the text speaks of it: a unit without any below it says nothing of what it has nobody for, or may not
    tell, since it judges nothing either.
    """
    silent = progress.status == NOT_APPLICABLE or (has_figure(progress) and hides_number(data, progress))
    return not (silent and data.lowest)


def ratio(data: ReportData, progress: IndicatorResult) -> str:
    """`63/106`, or `<5/…` where a count is hidden; empty without a figure."""
    if not has_figure(progress):
        return ""
    if not hides_number(data, progress):
        return progress.ratio
    return "/".join(shown(cell) for cell in side_cells(data, progress) if cell != "")


def side_cells(data: ReportData, progress: IndicatorResult) -> list[Cell]:
    """Numerator and denominator as they are printed; empty where there is none."""
    above, below = sides(data, data.unit, progress)
    return [side_cell(progress.numerator, above), side_cell(progress.denominator, below)]


def side_cell(number: Fraction | None, mark: str) -> Cell:
    """One of the two as its mark lets it be printed."""
    if number is None:
        return ""
    return Figure(number) if mark == SHOWN else counted(ceil(number), mark)


def value(data: ReportData, progress: IndicatorResult) -> str:
    """`62,6%`; empty where there is none or where it would give a small count away."""
    return "" if hides_number(data, progress) else progress.value or ""


def achieved(data: ReportData, progress: IndicatorResult) -> Cell:
    """The value as a number for a table, with a mark where it was typed in by hand."""
    exact = None if hides_number(data, progress) else progress.exact
    return "" if exact is None else Figure(exact, progress.measure, "*" if progress.manual else "")


def target(indicator: Indicator, progress: IndicatorResult) -> str:
    """The target in a cell: `≥ 60%`, `100%`, `3–5%`, `≥ 1 địa bàn`."""
    return _target(indicator, progress, _unit(indicator, progress))


def short_target(indicator: Indicator, progress: IndicatorResult) -> str:
    """The same beside a chart, where there is no room for the plan's unit: `≥ 60%`, `≥ 1`."""
    return _target(indicator, progress, MEASURES[progress.measure].suffix)


def _unit(indicator: Indicator, progress: IndicatorResult) -> str:
    """What stands right behind the number of a target."""
    return MEASURES[progress.measure].suffix or f" {indicator.unit.vi}"


def _target(indicator: Indicator, progress: IndicatorResult, unit: str) -> str:
    low, high = _ends(progress)
    amount = f"{low}–{high}{unit}" if high else f"{low}{unit}"
    return COMPARISONS[indicator.op].sign + amount if _more_is_possible(progress) else amount


def target_in_words(indicator: Indicator, progress: IndicatorResult) -> str:
    """The target inside a sentence: `từ 60% trở lên`, `100%`, `tăng từ 3% đến 5%`."""
    low, high = _ends(progress)
    row, unit = MEASURES[progress.measure], _unit(indicator, progress)
    if high:
        return words(row.range_key, low=low + row.suffix, high=high + unit)
    amount = low + unit
    return words(COMPARISONS[indicator.op].target_key, amount=amount) if _more_is_possible(progress) else amount


def _ends(progress: IndicatorResult) -> tuple[str, str]:
    """The threshold, and the upper one where there is another."""
    low, high = progress.threshold, progress.threshold_max
    return show_fraction(low), "" if high is None or high == low else show_fraction(high)


def _more_is_possible(progress: IndicatorResult) -> bool:
    """Whether a value may lie beyond the target: nothing is more than all, and two ends say it themselves."""
    whole = MEASURES[progress.measure].whole
    of_all = whole is not None and progress.threshold >= whole
    return not of_all and not _ends(progress)[1]


def verdict(progress: IndicatorResult) -> str:
    """Đạt, Đạt, vượt, Chưa đạt; without a figure a word or two (the whole text stands in the notes)."""
    if not has_figure(progress):
        short = words("report.no_figure" if progress.status == NO_DATA else "report.not_applicable")
        text = vietnamese(progress.text)
        return text if 0 < len(text) <= len(short) + 4 else short
    if progress.exceeded:
        return words("report.over")
    return words("report.met" if progress.status == MET else "report.not_met")
