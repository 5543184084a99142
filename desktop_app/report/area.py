"""One area of the plan in section III: what was reported, the main figures and the indicators, once each."""

from collections.abc import Iterator

from desktop_app.domain.completeness import NOT_REPORTED, NOTHING, NUMBER, ZERO, AreaStanding
from desktop_app.domain.markup import escaped
from desktop_app.domain.plan import PlanArea
from desktop_app.report.annexes import Annexes
from desktop_app.report.data import ReportData
from desktop_app.report.draft_text import SentenceData, indicator_sentence, lead_sentences, so_far
from desktop_app.report.figure_tables import results
from desktop_app.report.sentences import concerns, has_figure, stands_in_text
from desktop_app.report.wording import counting, in_print, lower_first, period_name, words


def area_draft(context: SentenceData, area: PlanArea, annexes: Annexes) -> Iterator[str]:
    """What the figures say: reported or not, what was done, how each indicator of the area stands."""
    data = context.data
    shown = results(data, area.code)
    own = [p for p in data.progress if p.area == area.code and concerns(p) and stands_in_text(data, p)]
    idle = data.standing(area.code).state not in (NUMBER, ZERO)
    counts = list(lead_sentences(context, shown, idle=idle))
    items = [*counts, *(indicator_sentence(context, p) for p in own)]
    said = _state(data, area, bool(shown), bool(counts) or any(has_figure(p) and p.numerator for p in own))
    if not said and not items and (annex := annexes.of_areas(data, area.code)):
        said = words("report.area_in_annex", period=period_name(data.period), annex=annex)
    if said:
        yield said
    yield from (f"- {item}" for item in items)


def nothing_at_all(context: SentenceData) -> list[str]:
    """One sentence for all areas in place of one each; then what there was since the year began."""
    data = context.data
    areas = data.plan.tab_areas
    names = "; ".join(escaped(lower_first(in_print(area.label))) for area in areas)
    said = words("report.nothing_at_all", period=period_name(data.period), n=counting(str(len(areas))), areas=names)
    known = [item for area in areas for item in so_far(context, results(data, area.code), known=True)]
    return [said, *([words("report.known_so_far", items="; ".join(known))] if known else [])]


def _state(data: ReportData, area: PlanArea, figures: bool, follows: bool) -> str:
    """Nothing happened, zero or not reported yet: said apart, for the unit and all below, but not to
    everybody; figures speak themselves.
    """
    found = data.standing(area.code)
    if data.is_public:
        return ""
    if figures and (found.state in (NUMBER, ZERO) or not found.units):
        return ""
    about, values = escaped(lower_first(in_print(area.label))), {"n": found.nothing, "units": found.units}
    key = _key(found)
    said = words(f"report.area_{key}", period=period_name(data.period), area=about, **values) if key else ""
    if found.state in (NUMBER, ZERO) and found.silent:
        said = f"{said} {words('report.area_some_silent', n=found.silent, units=found.units)}".strip()
    return f"{said} {words('report.area_known')}" if follows and found.state == NOT_REPORTED else said


def _key(found: AreaStanding) -> str:
    """How the area stands; "" where there is something that only indicators tell."""
    if found.state == NUMBER:
        return ""
    if found.state == ZERO or not found.units:
        return "zero"
    if found.state == NOTHING:
        return "nothing"
    if found.nothing:
        return "some_nothing"
    return "own_not_reported" if found.units == 1 else "not_reported"
