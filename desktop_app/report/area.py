"""One area of the plan in section III: what was reported, the main figures and the indicators, once each."""

from collections import Counter
from collections.abc import Iterator

from desktop_app.domain.completeness import NOT_REPORTED, NOTHING, NUMBER, ZERO
from desktop_app.domain.markup import escaped
from desktop_app.domain.plan import PlanArea
from desktop_app.report.annexes import Annexes
from desktop_app.report.data import ReportData
from desktop_app.report.draft_text import SentenceData, indicator_sentence, lead_sentences, so_far
from desktop_app.report.figure_tables import results
from desktop_app.report.sentences import concerns, stands_in_text
from desktop_app.report.wording import counting, lower_first, period_name, words


def area_draft(context: SentenceData, area: PlanArea, annexes: Annexes) -> Iterator[str]:
    """What the figures say: reported or not, what was done, how each indicator of the area stands."""
    data = context.data
    shown = results(data, area.code)
    own = (p for p in data.progress if p.area == area.code and concerns(p) and stands_in_text(data, p))
    said = _state(data, area, bool(shown))
    items = [*lead_sentences(context, shown, idle=bool(said)), *(indicator_sentence(context, p) for p in own)]
    if not said and not items and (annex := annexes.of_areas(data, area.code)):
        said = words("report.area_in_annex", period=period_name(data.period), annex=annex)
    if said:
        yield said
    yield from (f"- {item}" for item in items)


def nothing_at_all(context: SentenceData) -> list[str]:
    """One sentence for all areas in place of one each; then what there was since the year began."""
    data = context.data
    areas = [area for area in data.plan.areas.values() if area.tab]
    names = "; ".join(escaped(lower_first(area.label.vi)) for area in areas)
    said = words("report.nothing_at_all", period=period_name(data.period), n=counting(str(len(areas))), areas=names)
    known = [item for area in areas for item in so_far(context, results(data, area.code), known=True)]
    return [said, *([words("report.known_so_far", items="; ".join(known))] if known else [])]


def _state(data: ReportData, area: PlanArea, figures: bool) -> str:
    """Nothing happened, zero or not reported yet: said apart, for the unit and all below; figures speak themselves."""
    states = Counter(row.state for row in data.completeness if row.area == area.code)
    units, nothing = states.total(), states[NOTHING]
    if not units or states[NUMBER] or states[ZERO]:
        if figures:
            return ""
        key = "zero"
    elif nothing == units:
        key = "nothing"
    elif nothing:
        key = "some_nothing"
    else:
        key = "own_not_reported" if units == 1 else "not_reported"
    about = escaped(lower_first(area.label.vi))
    said = words(f"report.area_{key}", period=period_name(data.period), area=about, n=nothing, units=units)
    if key == "zero" and (silent := states[NOT_REPORTED]):
        said = f"{said} {words('report.area_some_silent', n=silent, units=units)}"
    return said
