"""Section IV in words: how many indicators are met, who has not reported, what is weak and what is to be done."""

from collections.abc import Iterator

from desktop_app.domain.completeness import silent_areas
from desktop_app.domain.indicators import MET, NO_DATA, NOT_APPLICABLE, NOT_MET, IndicatorResult
from desktop_app.domain.markup import escaped
from desktop_app.report.blocks import Paragraph
from desktop_app.report.cells import shown
from desktop_app.report.data import ReportData
from desktop_app.report.draft_text import SentenceData
from desktop_app.report.sentences import target_in_words
from desktop_app.report.wording import listed, lower_first, short_date, words

FEW = 12  # units that have not reported: named in the text, more in an annex


def results(context: SentenceData, annex: str) -> str:
    """How many indicators are met, not met, not applicable, without data; each of them stands in `annex`."""
    keys = {MET: "report.count_met", NOT_MET: "report.count_not_met", NOT_APPLICABLE: "report.count_none",
            NO_DATA: "report.count_no_data"}  # fmt: skip
    numbers = {key: context.number(f"indicators/{status}") for status, key in keys.items()}
    said = [words(key, n=number) for key, number in numbers.items() if number]
    summary = words("report.summary", n=len(context.data.progress), counts=", ".join(said))
    return f"{summary} {words('report.results', annex=annex)}"


def data_basis(data: ReportData) -> str:
    """Which days the figures cover; those to date only where they begin before the period."""
    days = (data.period.first_day, max(data.data_date, data.period.first_day), data.year_start)
    first, last, start = map(short_date, days)
    key = "report.data_of_year" if data.whole_year else "report.data_of_period"
    return words(key, first=first, last=last, start=start)


# --- who has not reported ----------------------------------------------------------------------------------------


def reporting(data: ReportData, annex: str) -> Iterator[Paragraph]:
    """Which units have not reported (many of them: in `annex`), and what lies in the file without counting yet."""
    silent, units = silent_areas(data.completeness), {row.unit for row in data.completeness}
    day = short_date(data.data_date)
    if not silent and len(units) == 1:
        yield Paragraph(words("report.own_all_reported", date=day))
    elif not silent and units:
        yield Paragraph(words("report.all_reported", n=len(units), date=day))
    elif silent and len(units) == 1:
        (missing,) = silent.values()
        areas = "; ".join(lower_first(data.plan.areas[code].label.vi) for code in sorted(missing))
        yield Paragraph(words("report.own_not_reported", areas=areas, date=day))
    elif silent:
        names = listed(data.in_sentence(code) for code in silent)
        where = words("report.named", names=names) if len(silent) <= FEW else words("report.see_annex", annex=annex)
        yield Paragraph(words("report.not_reported", n=len(silent), units=len(units), date=day, where=where))
    open_ends = (("report.unfinished", data.unfinished), ("report.conflicts", data.open_conflicts))
    said = [words(key, n=shown(n)) for key, n in open_ends if n]
    if said:
        yield Paragraph(" ".join(said))


# --- what the figures say about weaknesses and tasks -------------------------------------------------------------


def unmet(data: ReportData) -> list[IndicatorResult]:
    """The indicators that have a figure below their target."""
    return [progress for progress in data.progress if progress.status == NOT_MET]


def shortcomings(context: SentenceData) -> Iterator[str]:
    """Targets not reached, one line each, and figures not known."""
    data = context.data
    below, unknown = unmet(data), [p for p in data.progress if p.status == NO_DATA]
    if below:
        yield words("report.below", n=context.number(f"indicators/{NOT_MET}"))
    for count, progress in enumerate(below, start=1):
        indicator = data.plan.indicators[progress.code]
        reached = context.number(progress.code)
        title = escaped(lower_first(indicator.title.vi))
        wanted = escaped(target_in_words(indicator, progress))
        value = f"{reached}, " if reached else ""
        text = words("report.below_item", title=title, value=value, target=wanted)
        yield text + ("." if count == len(below) else ";")
    if unknown:
        titles = "; ".join(lower_first(data.plan.indicators[p.code].title.vi) for p in unknown)
        yield words("report.unknown", titles=escaped(titles))


def tasks(data: ReportData) -> Iterator[str]:
    """What remains to be done, as the figures say."""
    below = unmet(data)
    codes = listed(progress.code for progress in below)
    met = any(progress.status == MET for progress in data.progress)
    if below:
        yield words("report.task_unmet" if met else "report.task_unmet_only", codes=codes)
    else:
        yield words("report.task_keep" if met else "report.task_go_on")
    if silent_areas(data.completeness) and len({row.unit for row in data.completeness}) > 1:
        yield words("report.task_remind")
    if data.unfinished or data.open_conflicts:
        yield words("report.task_complete")
