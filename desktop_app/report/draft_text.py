"""Draft sentences by fixed rules: how an indicator stands, what was done, how much more than a year before."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from desktop_app.domain.figure_texts import short_words
from desktop_app.domain.indicators import MET, IndicatorResult
from desktop_app.domain.markup import escaped, figure
from desktop_app.domain.measures import MEASURES
from desktop_app.domain.plan import Indicator
from desktop_app.domain.statistic_results import StatisticResult
from desktop_app.report.current import change
from desktop_app.report.data import ReportData
from desktop_app.report.masking import SILENT, statistic_key
from desktop_app.report.sentences import has_figure, hides_number, ratio, target_in_words, verdict
from desktop_app.report.wording import lower_first, vietnamese, words


class SentenceData(Struct, frozen=True):
    """What sentences are made from: the data, and the current figures by name."""

    data: ReportData
    figures: Mapping[str, str]

    def number(self, key: str) -> str:
        """A figure in markup that remembers what it shows; empty where there is none."""
        return figure(key, self.figures[key]) if key in self.figures else ""


def indicator_sentence(context: SentenceData, progress: IndicatorResult) -> str:
    """One indicator in one sentence: figure, numerator and denominator, how it stands to the target."""
    indicator = context.data.plan.indicators[progress.code]
    title = escaped(indicator.title.vi)
    if not has_figure(progress):
        text = escaped(lower_first(vietnamese(progress.text) or verdict(progress)))
        return words("report.sentence_none", title=title, text=text)
    hidden = hides_number(context.data, progress)
    value = "" if hidden else _value(context, progress)
    short = "" if hidden else _short(context, indicator, progress)
    result = "exceeded" if progress.exceeded else "met" if progress.status == MET else "short" if short else "not_met"
    wanted = escaped(target_in_words(indicator, progress))
    said = f"{value}; " if value else ""
    return words(f"report.sentence_{result}", title=title, figure=said, target=wanted, short=short)


def _value(context: SentenceData, progress: IndicatorResult) -> str:
    shown = context.number(progress.code)
    mark = words("report.by_hand") if progress.manual else words("report.provisional") if progress.provisional else ""
    if not MEASURES[progress.measure].has_denominator or not ratio(context.data, progress):
        return shown + mark
    return f"{shown} ({context.number(f'{progress.code}/ratio')}){mark}"


def _short(context: SentenceData, indicator: Indicator, progress: IndicatorResult) -> str:
    """What is still needed or too much, in the plan's words where it has some."""
    if not progress.short_by:
        return ""
    text = short_words(indicator, progress.reading, progress.short_by)
    said = text.vi if text and "{n}" in text.vi else words("report.short" if progress.short_by > 0 else "report.excess")
    before, _, after = lower_first(said).rstrip(". ").partition("{n}")
    return escaped(before) + context.number(f"{progress.code}/short") + escaped(after)


def lead_sentences(context: SentenceData, results: list[StatisticResult]) -> Iterator[str]:
    """The statistics that the plan wants in the text: how many in the period, against the year before, this year; what
    must not be told is left out.
    """
    for result in results:
        if result.statistic.lead and (said := _count_sentence(context, result)):
            yield f"{escaped(result.statistic.label.vi)}: {said}."


def _count_sentence(context: SentenceData, result: StatisticResult) -> str:
    key = statistic_key(context.data.plan, result.statistic)
    year = _year(context, result)
    if context.figures[key] == SILENT:
        return year
    so_far = words("report.and_so_far", year=year) if year else ""
    return _counted(context, result, key) + _change(context, result) + so_far


def _counted(context: SentenceData, result: StatisticResult, key: str) -> str:
    return f"{context.number(key)} {escaped(result.statistic.unit.vi)}".rstrip()


def _change(context: SentenceData, result: StatisticResult) -> str:
    """Tăng 12 buổi so với cùng kỳ năm trước; nothing where the year before is not known."""
    difference = change(context.data, result)
    if difference is None:
        return ""
    amount = _counted(context, result, f"{statistic_key(context.data.plan, result.statistic)}/change")
    kind = "same" if difference == 0 else "more" if difference > 0 else "less"
    return words(f"report.change_{kind}", amount=amount)


def _year(context: SentenceData, result: StatisticResult) -> str:
    """Lũy kế từ đầu năm là 342; nothing where that is the number of the period, or must not be told."""
    key = f"{statistic_key(context.data.plan, result.statistic)}/year"
    if context.data.whole_year or result.amount.period is None or context.figures[key] == SILENT:
        return ""
    return words("report.so_far", amount=context.number(key))
