"""Draft sentences by fixed rules: how an indicator stands, what was done, how much more than a year before."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from desktop_app.domain.comparisons import COMPARISONS
from desktop_app.domain.figure_texts import short_words
from desktop_app.domain.indicators import MET, UNTOLD, WATCHED, IndicatorResult
from desktop_app.domain.markup import escaped, figure
from desktop_app.domain.measures import MEASURES
from desktop_app.domain.plan_indicators import Indicator
from desktop_app.domain.statistic_results import StatisticResult
from desktop_app.report.current import change
from desktop_app.report.data import ReportData
from desktop_app.report.extras import ZEROS
from desktop_app.report.sentences import (
    comparison,
    has_figure,
    is_none,
    is_unreported,
    target_in_words,
    verdict,
)
from desktop_app.report.wording import counting, in_print, lower_first, official, words


class SentenceData(Struct, frozen=True):
    """What sentences are made from: the data, and the current figures by name."""

    data: ReportData
    figures: Mapping[str, str]

    def number(self, key: str) -> str:
        """A figure in markup that remembers what it shows; empty where there is none. A count below 10 has a zero."""
        return figure(key, counting(self.figures[key])) if key in self.figures else ""


def indicator_sentence(context: SentenceData, progress: IndicatorResult) -> str:
    """One indicator in one sentence: figure, numerator and denominator, how it stands to the target. A unit without any
    below it gives its share and judges nothing, nor is a figure judged that is only watched.
    """
    indicator = context.data.plan.indicators[progress.code]
    title = escaped(in_print(indicator.short) if _is_one(progress) else in_print(indicator.title))
    if not has_figure(progress):
        text = escaped(lower_first(official(in_print(progress.text)) or verdict(progress)))
        return words("report.sentence_none", title=title, text=text)
    value = _value(context, indicator, progress)
    if context.data.lowest or progress.status in (WATCHED, UNTOLD):
        return words("report.sentence_none", title=title, text=value)
    short = _short(context, indicator, progress)
    wanted = escaped(target_in_words(indicator, progress))
    undone = _is_one(progress) and _is_deed(progress) and progress.numerator == 0
    bare = undone or is_unreported(context.data, progress)
    said = f"{value}; " if value and not bare else ""
    return words(_sentence_key(progress, bool(short)), title=title, figure=said, target=wanted, short=short)


def _sentence_key(progress: IndicatorResult, short: bool) -> str:
    """The sentence that says how the figure stands to its target."""
    if progress.status == MET:
        return "report.sentence_exceeded" if progress.exceeded else "report.sentence_met"
    row = comparison(progress)
    return row.short_key if short else row.not_met_key


def _is_one(progress: IndicatorResult) -> bool:
    """Whether the figure is of a single thing, of which a share says no more than that it is counted or not."""
    whole = MEASURES[progress.measure].whole is not None and has_figure(progress)
    return whole and progress.denominator == 1 and progress.numerator in (0, 1)


def _is_deed(progress: IndicatorResult) -> bool:
    """Whether to be counted is what is wanted; else it is only so, and whether it should be the target says."""
    return COMPARISONS[progress.op].better > 0


def _one(progress: IndicatorResult) -> str:
    """What is true of a single thing."""
    if _is_deed(progress):
        return words("report.done" if progress.numerator else "report.not_done")
    return words("report.one_counts" if progress.numerator else "report.one_does_not")


def _value(context: SentenceData, indicator: Indicator, progress: IndicatorResult) -> str:
    shown = context.number(progress.code)
    mark = words("report.by_hand") if progress.manual else words("report.provisional") if progress.provisional else ""
    if MEASURES[progress.measure].from_baseline:
        return _growth(context, indicator, progress, shown) + mark
    if _is_one(progress):
        return _one(progress) + mark
    if is_none(progress):
        return words("report.none") + mark + _year_before(context, progress)
    if progress.unrated:
        return context.number(f"{progress.code}/ratio") + mark
    if not MEASURES[progress.measure].has_denominator:
        return _with_unit(indicator, shown) + mark + _year_before(context, progress)
    said = f"{_with_unit(indicator, shown)} ({context.number(f'{progress.code}/ratio')}){mark}"
    return said + _year_before(context, progress)


def _with_unit(indicator: Indicator, shown: str) -> str:
    """What is counted or measured behind its number, where the number does not say it."""
    unit = "" if MEASURES[indicator.measure].suffix else escaped(in_print(indicator.unit))
    return f"{shown} {unit}".rstrip()


def _year_before(context: SentenceData, progress: IndicatorResult) -> str:
    before = context.number(f"{progress.code}/earlier")
    return words("report.value_earlier", value=before) if before else ""


def _growth(context: SentenceData, indicator: Indicator, progress: IndicatorResult, shown: str) -> str:
    """Tăng 01 vụ so với 22 vụ cùng kỳ năm trước (+4,5%); with what the plan's own words count."""
    text = short_words(indicator, progress.reading, 1) or short_words(indicator, progress.reading, -1)
    thing = (text.vi if text else "").partition("{n} ")[2].partition(" ")[0]
    values = {key: f"{context.number(f'{progress.code}/{key}')} {escaped(thing)}".rstrip() for key in ("step", "base")}
    rise = progress.numerator or Fraction(0)
    kind = "same" if rise == 0 else "more" if rise > 0 else "less"
    return words(f"report.growth_{kind}", **values, value=shown)


def _short(context: SentenceData, indicator: Indicator, progress: IndicatorResult) -> str:
    """What is still needed or too much, in the plan's words where it has some."""
    if not progress.short_by:
        return ""
    text = short_words(indicator, progress.reading, progress.short_by)
    own = in_print(text) if text else ""
    said = own if "{n}" in own else words("report.short" if progress.short_by > 0 else "report.excess")
    before, _, after = lower_first(said).rstrip(". ").partition("{n}")
    number = context.number(f"{progress.code}/short")
    if "{n}" not in own and not MEASURES[progress.measure].has_denominator:
        number = _with_unit(indicator, number)
    return escaped(before) + number + escaped(after)


def lead_sentences(context: SentenceData, results: Sequence[StatisticResult], *, idle: bool) -> Iterator[str]:
    """The statistics that the plan wants in the text: how many in the period, against the year before, this year; what
    must not be told is left out. `idle`: that there was nothing in the period is said already.
    """
    lead = [result for result in results if result.statistic.lead]
    still = [result for result in lead if _nothing_new(context, result, idle)]
    for result in lead:
        if result not in still and (said := _count_sentence(context, result)):
            yield f"{escaped(in_print(result.statistic.label))}: {said}."
    still = [result for result in still if result.amount.year_to_date or not idle]
    if still:
        key = "report.known_so_far" if idle else "report.nothing_new"
        yield words(key, items="; ".join(so_far(context, still, known=idle)))


def _nothing_new(context: SentenceData, result: StatisticResult, idle: bool) -> bool:
    """Whether there was nothing in the period, nor a year before, of what the year has had: told together; and a zero
    that nobody reported is none.
    """
    data, key = context.data, context.data.key_of(result.statistic)
    if idle:
        return not result.amount.period and context.figures.get(key) == "0"
    alone = ZEROS in data.extras or data.whole_year
    return not alone and result.amount.period == 0 and context.figures.get(key) == "0" and not change(data, result)


def so_far(context: SentenceData, results: Sequence[StatisticResult], *, known: bool) -> list[str]:
    """`hội nghị (lũy kế 03)`, or `hội nghị 03` where it is `known` what is told."""
    said, pattern = [], "report.just_year" if known else "report.with_year"
    for result in results:
        if not result.statistic.lead:
            continue
        name = escaped(lower_first(in_print(result.statistic.label)))
        key = context.data.key_of(result.statistic)
        said.append(words(pattern, name=name, year=context.number(f"{key}/year")))
    return said


def _count_sentence(context: SentenceData, result: StatisticResult) -> str:
    key = context.data.key_of(result.statistic)
    year = _year(context, result)
    so_far = words("report.and_so_far", year=year) if year else ""
    return _counted(context, result, key) + _change(context, result) + so_far


def _counted(context: SentenceData, result: StatisticResult, key: str) -> str:
    return f"{context.number(key)} {escaped(in_print(result.statistic.unit))}".rstrip()


def _change(context: SentenceData, result: StatisticResult) -> str:
    """Tăng 12 buổi so với cùng kỳ năm trước; nothing where the year before is not known."""
    difference = change(context.data, result)
    if difference is None:
        return ""
    amount = _counted(context, result, f"{context.data.key_of(result.statistic)}/change")
    kind = "same" if difference == 0 else "more" if difference > 0 else "less"
    return words(f"report.change_{kind}", amount=amount)


def _year(context: SentenceData, result: StatisticResult) -> str:
    """Lũy kế từ đầu năm là 342; nothing where that is the number of the period."""
    if context.data.whole_year or result.amount.period is None:
        return ""
    return words("report.so_far", amount=context.number(f"{context.data.key_of(result.statistic)}/year"))
