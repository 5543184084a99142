"""The figures of a report by name, as they are printed now, so that a text can say which of them it shows."""

from collections import Counter
from fractions import Fraction

from desktop_app.domain.count_cells import ALL
from desktop_app.domain.indicators import IndicatorResult, show_gap
from desktop_app.domain.measures import MEASURES, show_fraction
from desktop_app.domain.statistic_results import Number, StatisticResult
from desktop_app.domain.values import show_number
from desktop_app.report.cells import Cell, shown
from desktop_app.report.data import ReportData
from desktop_app.report.figure_tables import earlier_result
from desktop_app.report.masking import FEW_PEOPLE, is_hidden, printed, statistic_key
from desktop_app.report.sentences import has_figure, hides_number, ratio, value, year_before
from desktop_app.report.wording import words


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
        figures |= _of_statistic(data, statistic_key(data.plan, result.statistic), result)
    return {key: text for key, text in figures.items() if text}


def secret_figures(data: ReportData) -> frozenset[str]:
    """The names of the figures that this report does not tell in numbers, whatever the office's own text says."""
    hidden = {one.code for one in data.progress if hides_number(data, one)}
    found = {name for code in hidden for name in (code, f"{code}/ratio", f"{code}/short")}
    for result in (result for some in data.statistics for result in some.results):
        key, place = statistic_key(data.plan, result.statistic), (data, result.statistic, ALL, data.unit)
        year = is_hidden(*place, data.year_days, result.amount.year_to_date)
        now = year if result.amount.period is None else is_hidden(*place, data.days, result.amount.period)
        found |= {name for name, is_secret in ((f"{key}/year", year), (key, now), (f"{key}/change", now)) if is_secret}
    return frozenset(found)


def change(data: ReportData, result: StatisticResult) -> Number | None:
    """How much more than in the same period a year before; None where that is not known or would tell a small count."""
    earlier, now = earlier_result(data, result), result.amount.period
    before = earlier.amount.period if earlier else None
    if before is None or now is None:
        return None
    days = (data.days, now), (data.earlier_days or data.days, before)
    hide = any(is_hidden(data, result.statistic, ALL, data.unit, *one) for one in days)
    return None if hide else now - before


def _of_indicator(data: ReportData, progress: IndicatorResult) -> dict[str, str]:
    code = progress.code
    short = "" if hides_number(data, progress) or not progress.short_by else show_gap(progress.short_by)
    shown_value = value(data, progress) if has_figure(progress) else ""
    growth = _growth(progress) if shown_value and MEASURES[progress.measure].from_baseline else {}
    before = year_before(data, progress)
    growth |= {f"{code}/earlier": before.text} if before else {}
    return {code: shown_value, f"{code}/ratio": ratio(data, progress), f"{code}/short": short, **growth}


def _growth(progress: IndicatorResult) -> dict[str, str]:
    """By how much there is more or less, and what there was before."""
    step, base = abs(progress.numerator or Fraction(0)), progress.denominator or Fraction(0)
    return {f"{progress.code}/step": show_fraction(step), f"{progress.code}/base": show_fraction(base)}


def _of_statistic(data: ReportData, key: str, result: StatisticResult) -> dict[str, str]:
    amount, place = result.amount, (data, result.statistic, ALL, data.unit)
    year = _in_words(printed(*place, data.year_days, amount.year_to_date))
    now = year if amount.period is None else _in_words(printed(*place, data.days, amount.period))
    difference = change(data, result)
    more = "" if difference is None else show_number(difference if difference >= 0 else -difference)
    return {f"{key}/year": year, key: now, f"{key}/change": more}


def _in_words(cell: Cell) -> str:
    """As a sentence says it: the sign of a small count is one of tables."""
    return words("report.few") if cell == FEW_PEOPLE else shown(cell)
