"""One area of the plan in section III: sentences by rule, and the area's figures as a table."""

from collections import Counter
from collections.abc import Iterator

from desktop_app.domain.completeness import NOT_REPORTED, NOTHING, NUMBER, ZERO
from desktop_app.domain.markup import escaped
from desktop_app.domain.plan import PlanArea
from desktop_app.report.annexes import Annexes, shares_in_annex
from desktop_app.report.blocks import Table
from desktop_app.report.data import ReportData
from desktop_app.report.draft_text import SentenceData, indicator_sentence, lead_sentences
from desktop_app.report.figure_tables import figures_table, results
from desktop_app.report.reported import declared
from desktop_app.report.sentences import concerns
from desktop_app.report.wording import lower_first, period_name, words


def area_table(data: ReportData, area: PlanArea) -> Table | None:
    """The figures of the area, their parts too where no annex has them; None when there is nothing to show."""
    shown = results(data, area.code)
    detailed = not any(result.statistic.annex for result in shown) and not shares_in_annex(data)
    return figures_table(data, area, shown, detailed=detailed) if shown else None


def area_draft(context: SentenceData, area: PlanArea, annexes: Annexes) -> Iterator[str]:
    """What the figures say: reported or not, what was done, how each indicator of the area stands."""
    shown = results(context.data, area.code)
    yield _state(context.data, area, bool(shown), annexes)
    yield from (f"- {said}" for said in lead_sentences(context, shown))
    own = (p for p in context.data.progress if p.area == area.code and concerns(p))
    yield from (f"- {indicator_sentence(context, p)}" for p in own)


def _state(data: ReportData, area: PlanArea, figures: bool, annexes: Annexes) -> str:
    """A number, nothing happened or not reported yet: said apart, for the unit and all below."""
    states = Counter(row.state for row in data.completeness if row.area == area.code)
    units, nothing = states.total(), states[NOTHING]
    if not units or states[NUMBER] or states[ZERO]:
        key = ("year_figures" if data.whole_year else "figures") if figures else "zero"
    elif nothing == units:
        key = "nothing"
    elif nothing:
        key = "some_nothing"
    else:
        key = "own_not_reported" if units == 1 else "not_reported"
    where = annexes.of_area(data, area.code)
    details = words("report.details_in", annex=where) if where else ""
    about = escaped(lower_first(area.label.vi))
    values = {"period": period_name(data.period), "area": about, "n": nothing, "units": units}
    said = words(f"report.area_{key}", **values, details=details)
    by = declared(data, area.code) if key.endswith("nothing") else ""
    if by:
        said = f"{said} {escaped(by)}"
    if key == "zero" and (silent := states[NOT_REPORTED]):
        said = f"{said} {words('report.area_some_silent', n=silent, units=units)}"
    follows = figures and not key.endswith("figures")
    known = "report.area_known" if data.whole_year else "report.area_this_year"
    return f"{said} {words(known, details=details)}" if follows else said
