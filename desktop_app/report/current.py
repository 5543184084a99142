"""The figures of a report by name, as they are printed now, so that a text can say which of them it shows."""

from collections import Counter
from fractions import Fraction

from desktop_app.domain.indicators import IndicatorResult, show_gap
from desktop_app.domain.measures import MEASURES, show_fraction
from desktop_app.domain.statistic_results import Number, StatisticResult
from desktop_app.domain.values import show_number
from desktop_app.report.cells import shown
from desktop_app.report.data import ReportData
from desktop_app.report.figure_tables import earlier_result
from desktop_app.report.sentences import has_figure, ratio, value, year_before


def current_figures(data: ReportData) -> dict[str, str]:
    """Per name the number in print: `A.1` (value), `A.1/ratio`, `A.1/short`, `A.1/earlier` (a year before), of a growth
    `A.2/step` and `A.2/base`;
    `indicators/met` (how many of them);
    `fire.hectares` (in the period), with `/year` (since the year began), `/change` (against a year before).
    """
    figures: dict[str, str] = {}
    for progress in data.progress:
        figures |= _of_indicator(data, progress)
    for status, count in Counter(progress.status for progress in data.progress).items():
        figures[f"indicators/{status}"] = str(count)
    for result in (result for some in data.statistics for result in some.results):
        figures |= _of_statistic(data, data.key_of(result.statistic), result)
    return {key: text for key, text in figures.items() if text}


def change(data: ReportData, result: StatisticResult) -> Number | None:
    """How much more than in the same period a year before; None where that is not known."""
    earlier, now = earlier_result(data, result), result.amount.period
    before = earlier.amount.period if earlier else None
    return None if before is None or now is None else now - before


def _of_indicator(data: ReportData, progress: IndicatorResult) -> dict[str, str]:
    code = progress.code
    short = show_gap(progress.short_by) if progress.short_by else ""
    shown_value = value(progress) if has_figure(progress) else ""
    growth = _growth(progress) if shown_value and MEASURES[progress.measure].from_baseline else {}
    before = year_before(data, progress)
    growth |= {f"{code}/earlier": before.text} if before else {}
    return {code: shown_value, f"{code}/ratio": ratio(progress), f"{code}/short": short, **growth}


def _growth(progress: IndicatorResult) -> dict[str, str]:
    """By how much there is more or less, and what there was before."""
    step, base = abs(progress.numerator or Fraction(0)), progress.denominator or Fraction(0)
    return {f"{progress.code}/step": show_fraction(step), f"{progress.code}/base": show_fraction(base)}


def _of_statistic(data: ReportData, key: str, result: StatisticResult) -> dict[str, str]:
    amount = result.amount
    year = shown(amount.year_to_date)
    now = year if amount.period is None else shown(amount.period)
    difference = change(data, result)
    more = "" if difference is None else show_number(difference if difference >= 0 else -difference)
    return {f"{key}/year": year, key: now, f"{key}/change": more}
