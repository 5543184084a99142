"""Section IV in words: how many indicators are met, who has not reported, what is weak and what is to be done."""

from collections.abc import Iterable, Iterator

from desktop_app.domain.completeness import silent_areas
from desktop_app.domain.indicators import MET, NO_DATA, NOT_APPLICABLE, NOT_MET, UNTOLD, WATCHED, IndicatorResult
from desktop_app.domain.markup import escaped
from desktop_app.report.blocks import Paragraph
from desktop_app.report.cells import shown
from desktop_app.report.data import ReportData
from desktop_app.report.draft_text import SentenceData
from desktop_app.report.extras import SILENT_NAMES
from desktop_app.report.wording import counting, in_print, listed, lower_first, short_date, words

FEW = 12  # units that have not reported: named in the text, more in an annex


def results(context: SentenceData, annex: str) -> str:
    """How many indicators are met, not met, watched, not applicable, without data; each stands in `annex`."""
    keys = {MET: "report.count_met", NOT_MET: "report.count_not_met", WATCHED: "report.count_watched",
            UNTOLD: "report.count_untold", NOT_APPLICABLE: "report.count_none",
            NO_DATA: "report.count_no_data"}  # fmt: skip
    numbers = {key: context.number(f"indicators/{status}") for status, key in keys.items()}
    said = [words(key, n=number) for key, number in numbers.items() if number]
    summary = words("report.summary", n=counting(str(len(context.data.progress))), counts=", ".join(said))
    return f"{summary} {words('report.results', annex=annex)}"


def data_basis(data: ReportData) -> str:
    """Which days the figures cover; those to date only where they begin before the period."""
    days = (data.period.first_day, max(data.data_date, data.period.first_day), data.year_start)
    first, last, start = map(short_date, days)
    key = "report.data_of_year" if data.whole_year else "report.data_of_period"
    return words(key, first=first, last=last, start=start)


# --- who has not reported ----------------------------------------------------------------------------------------


def reporting(data: ReportData, annex: str) -> Iterator[Paragraph]:
    """Which units have not reported (many of them: in `annex`), and what the figures do not hold yet; what a unit
    itself has not reported stands with its areas.
    """
    if said := not_reported(data, annex):
        yield Paragraph(said)
    if data.other_editions:
        yield Paragraph(_other_editions(data))
    open_ends = (("report.not_counted", data.unfinished), ("report.in_conflict", data.open_conflicts))
    not_final = [words(key, n=counting(shown(n))) for key, n in open_ends if n]
    if not_final:
        yield Paragraph(" ".join(not_final))


def _other_editions(data: ReportData) -> str:
    """Whose figures were kept under another edition of the plan, and under which they are counted here."""
    said = sorted(set(data.other_editions.values()))
    few = len(data.other_editions) <= FEW
    names = words("report.in_brackets", names=listed(map(data.in_sentence, data.other_editions))) if few else ""
    values = {"n": len(data.other_editions), "names": names, "now": data.plan.edition}
    return words("report.other_editions", editions=listed(map(str, said)), **values)


def not_reported(data: ReportData, annex: str = "") -> str:
    """How many units have not reported all areas, and where the office wants it which; nothing of a single unit."""
    silent, units = silent_areas(data.completeness), {row.unit for row in data.completeness}
    day = short_date(data.data_date)
    if len(units) < 2 or data.is_public:
        return ""
    if not silent:
        key = "report.all_nothing" if data.nothing_happened else "report.all_reported"
        return words(key, n=len(units), date=day)
    few = SILENT_NAMES in data.extras and len(silent) <= FEW
    names = words("report.named", names=listed(map(data.in_sentence, silent))) if few else ""
    where = words("report.see_annex", annex=annex) if annex else names
    return words("report.not_reported", n=len(silent), units=len(units), date=day, where=where)


# --- what the figures say about weaknesses and tasks -------------------------------------------------------------


def unmet(data: ReportData) -> list[IndicatorResult]:
    """The indicators that have a figure below their target."""
    return [progress for progress in data.progress if progress.status == NOT_MET]


def shortcomings(context: SentenceData) -> Iterator[str]:
    """Targets not reached, by their short names, and figures not known; a unit without any below it judges nothing."""
    data = context.data
    below, unknown = unmet(data), [p for p in data.progress if p.status == NO_DATA]
    if data.lowest:
        return
    if below:
        yield words("report.below", n=context.number(f"indicators/{NOT_MET}"), titles=_titles(data, below))
    if unknown:
        yield words("report.unknown", titles=_titles(data, unknown))


def _titles(data: ReportData, figures: Iterable[IndicatorResult]) -> str:
    return escaped("; ".join(lower_first(in_print(data.plan.indicators[p.code].short)) for p in figures))


def tasks(data: ReportData) -> Iterator[str]:
    """What remains to be done, as the figures say."""
    below = not data.lowest and unmet(data)
    met = not data.lowest and any(progress.status == MET for progress in data.progress)
    if below:
        yield words("report.task_unmet" if met else "report.task_unmet_only")
    else:
        yield words("report.task_keep" if met else "report.task_go_on")
    if silent_areas(data.completeness) and len({row.unit for row in data.completeness}) > 1:
        yield words("report.task_remind")
    if data.unfinished or data.open_conflicts:
        yield words("report.task_complete")
