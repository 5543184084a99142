"""An indicator's figure in words and in cells: value, ratio, target and verdict."""

from fractions import Fraction

from desktop_app.domain.comparisons import COMPARISONS, Comparison
from desktop_app.domain.completeness import NOT_REPORTED
from desktop_app.domain.indicators import (
    MET,
    NO_DATA,
    NOT_APPLICABLE,
    NOT_MET,
    UNTOLD,
    WATCHED,
    IndicatorResult,
)
from desktop_app.domain.measures import MEASURES, show_fraction
from desktop_app.domain.plan_indicators import Indicator
from desktop_app.domain.targets import ends, needs_sign, target_text
from desktop_app.report.cells import NONE, Cell, Figure
from desktop_app.report.data import ReportData
from desktop_app.report.wording import counting, in_print, words


def has_figure(progress: IndicatorResult) -> bool:
    """Whether there is a number to print; else the indicator's text stands in its place."""
    return progress.status in (MET, NOT_MET, WATCHED, UNTOLD)


def is_none(progress: IndicatorResult) -> bool:
    """Whether things were counted and there is none; a share of 0% keeps its numbers."""
    return has_figure(progress) and not MEASURES[progress.measure].has_denominator and progress.exact == 0


def is_unreported(data: ReportData, progress: IndicatorResult) -> bool:
    """Whether nobody has said that there is none of what is counted."""
    return is_none(progress) and data.standing(progress.area).state == NOT_REPORTED


def concerns(progress: IndicatorResult) -> bool:
    """Whether the indicator says anything about this unit and period: not below its level or before the plan."""
    return progress.status != NOT_APPLICABLE or progress.numerator is not None


def stands_in_text(data: ReportData, progress: IndicatorResult) -> bool:
    """Whether the text speaks of it: a unit without any below it says nothing of what it has nobody for, or has none of
    that it reported, since it judges nothing either.
    """
    silent = progress.status == NOT_APPLICABLE or is_unreported(data, progress)
    return not (silent and data.lowest)


def ratio(progress: IndicatorResult) -> str:
    """`63/106`; empty without a figure."""
    return progress.ratio if has_figure(progress) else ""


def side_cell(number: Fraction | None) -> Cell:
    """Numerator or denominator as it is printed; empty where there is none."""
    return "" if number is None else Figure(number)


def year_before(data: ReportData, progress: IndicatorResult) -> Figure | None:
    """The same figure in the same period a year before; None where it is not known, and of a growth, which is against
    that year anyway.
    """
    point = next((trend.points[-1] for trend in data.trends if trend.last.code == progress.code), None)
    before = point.earlier.exact if point and point.earlier and point.period == data.period else None
    untold = MEASURES[progress.measure].from_baseline or not has_figure(progress)
    return None if before is None or untold else Figure(before, progress.measure)


def value(progress: IndicatorResult) -> str:
    """`62,6%`; empty where there is none."""
    return progress.value or ""


def achieved(progress: IndicatorResult) -> Cell:
    """The value as a number for a table, with a mark where it was typed in by hand."""
    exact = progress.exact
    return "" if exact is None else Figure(exact, progress.measure, "*" if progress.manual else "")


def target(indicator: Indicator, progress: IndicatorResult) -> str:
    """The target in a cell: `≥ 60%`, `100%`, `3–5%`, `≥ 1 địa bàn`; with that of the plan where it is another."""
    if not progress.judged:
        return NONE
    planned = words("report.target_planned", planned=progress.planned_target) if progress.planned else ""
    return (
        target_text(progress.op, progress.measure, progress.threshold, progress.threshold_max, in_print(indicator.unit))
        + planned
    )


def target_in_words(indicator: Indicator, progress: IndicatorResult) -> str:
    """The target inside a sentence: `từ 60% trở lên`, `100%`, `tăng từ 3% đến 5%`; with that of the plan, and why,
    where it is another.
    """
    said, planned = _in_words(indicator, progress, progress.threshold, progress.threshold_max), progress.planned
    if planned is None:
        return said
    own = _in_words(indicator, progress, planned.threshold, planned.threshold_max)
    basis = words("report.target_basis", basis=planned.basis.rstrip(" .;")) if planned.basis else ""
    return words("report.target_changed", target=said, planned=own, basis=basis)


def _in_words(indicator: Indicator, progress: IndicatorResult, low: Fraction, high: Fraction | None) -> str:
    row, exact = MEASURES[progress.measure], [show_fraction(end) for end in ends(low, high)]
    shown: list[str] = [*exact] if row.has_denominator else [counting(end) for end in exact]
    unit = row.suffix or f" {in_print(indicator.unit)}"
    if len(shown) == 2:
        key = "report.target_between" if low < 0 else row.range_key  # no rise of less than nothing
        return words(key, low=shown[0] + row.suffix, high=shown[1] + unit)
    if row.from_baseline and low:
        sign = COMPARISONS[progress.op]
        return words(sign.fall_key if low < 0 else sign.rise_key, amount=show_fraction(abs(low)) + row.suffix)
    amount = shown[0] + unit
    if not needs_sign(progress.op, progress.measure, low, high):
        return amount
    return words(COMPARISONS[progress.op].target_key, amount=amount)


def comparison(progress: IndicatorResult) -> Comparison:
    """How the figure is held against its target; of what shall fall more is wanted, although it is written as most."""
    falls = MEASURES[progress.measure].from_baseline and COMPARISONS[progress.op].better < 0 and progress.threshold < 0
    return COMPARISONS[">=" if falls else progress.op]


def verdict(progress: IndicatorResult) -> str:
    """Đạt, Đạt, vượt, Chưa đạt, Theo dõi; without a figure a word or two (the whole text stands in the notes)."""
    if not has_figure(progress):
        short = words("report.no_figure" if progress.status == NO_DATA else "report.not_applicable")
        text = in_print(progress.text)
        return text if 0 < len(text) <= len(short) + 4 else short
    if progress.status == UNTOLD:
        return words("report.untold")
    if progress.exceeded:
        return words("report.over")
    return words("report.met" if progress.status == MET else comparison(progress).verdict_key)
