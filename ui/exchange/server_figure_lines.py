"""The figures of a server as lines: both sides, value, target, verdict, and why a figure is not more or not there."""

from collections import Counter
from typing import TYPE_CHECKING

from desktop_app.domain.indicators import IndicatorResult
from desktop_app.domain.measures import show_fraction
from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.values import show_number
from desktop_app.texts import in_words, say
from ui.progress.figure_lines import NOTHING
from ui.progress.shown_figures import figure_of
from ui.widgets.lines import Line

if TYPE_CHECKING:
    from desktop_app.session.publishing import ServerFigure

LOOKS = {"good-pill": "good", "warning-pill": "warning"}


def figure_line(one: "ServerFigure") -> Line:
    title = f"{one.indicator.code} {in_words(one.indicator.short)}"
    if one.figure is None:
        return Line((title, NOTHING, NOTHING, NOTHING, "", say("there.not_given"), in_words(one.refusal)))
    figure, shown = one.figure, figure_of(one.figure)
    sides = (NOTHING if side is None else show_fraction(side) for side in (figure.numerator, figure.denominator))
    said = [words.rstrip(".") for words in _why(figure, shown.state)]
    cells = (title, *sides, shown.value or NOTHING, shown.target, shown.state, "; ".join(said))
    return Line(cells, looks=("", "", "", "", "", LOOKS.get(shown.pill, ""), ""))


def _why(figure: IndicatorResult, state: str) -> list[str]:
    """What is said of a figure beyond its state in words."""
    said = [words for text in (figure.text, *figure.notes) if (words := in_words(text)) and words != state]
    missing = len(figure.missing)
    return [*said, *([say("there.missing", count=show_number(missing))] if missing else [])]


def reason_lines(units: OrgUnits, one: "ServerFigure") -> list[Line]:
    """What is said of a figure; then each reason once for each unit, with how often it stands there."""
    if one.figure is None:
        return [Line(("", in_words(one.refusal), ""))]
    times = Counter((missing.unit, in_words(missing.text)) for missing in one.figure.missing)
    return [
        *(Line(("", why, "")) for why in _why(one.figure, "")),
        *(
            Line((units.name(unit) if unit and unit in units else unit or "", why, show_number(count)))
            for (unit, why), count in times.items()
        ),
    ]  # fmt: skip
