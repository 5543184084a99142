"""One area of the plan in section III: the office's text or sentences by rule, and the area's figures as a table."""

from collections import Counter
from collections.abc import Iterator, Sequence

from desktop_app.domain.completeness import NOTHING, NUMBER, ZERO
from desktop_app.domain.plan import PlanArea
from desktop_app.report.annexes import Annexes, shares_in_annex
from desktop_app.report.blocks import Block, Paragraph
from desktop_app.report.data import ReportData
from desktop_app.report.figure_tables import figures_table, results
from desktop_app.report.sentences import concerns, sentence
from desktop_app.report.wording import lower_first, period_name, words


def area_blocks(data: ReportData, area: PlanArea, own_text: Sequence[Block], annexes: Annexes) -> Iterator[Block]:
    """What is printed below the area's heading; the office's own text takes the place of the sentences."""
    shown = results(data, area.code)
    detailed = not any(result.statistic.annex for result in shown) and not shares_in_annex(data)
    caption = words("report.area_table", area=lower_first(area.label.vi))
    table = figures_table(data, shown, caption, detailed=detailed)
    yield from own_text or [_state(data, area, table is not None, annexes)]
    if table:
        yield table
    if not own_text:
        own = (p for p in data.progress if p.area == area.code and concerns(p))
        yield from (Paragraph("- " + sentence(data, p), "item") for p in own)


def _state(data: ReportData, area: PlanArea, figures: bool, annexes: Annexes) -> Paragraph:
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
    values = {"period": period_name(data.period), "area": lower_first(area.label.vi), "n": nothing, "units": units}
    said = words(f"report.area_{key}", **values, details=details)
    follows = figures and not key.endswith("figures")
    return Paragraph(f"{said} {words('report.area_this_year', details=details)}" if follows else said)
