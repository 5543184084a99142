"""What a report keeps secret of people, in a line for each figure: said before it is printed, saved or locked."""

from collections.abc import Iterable, Iterator

from desktop_app.domain.count_system import LEFT_OUT, SMALL
from desktop_app.domain.disclosure import WHOLE
from desktop_app.domain.hidden_figures import FEW, FOR_OTHERS, GIVEN_AWAY, WITHOUT, HiddenCount
from desktop_app.domain.plan_indicators import Statistic
from desktop_app.messages import Text
from desktop_app.report.data import ReportData
from desktop_app.report.masking import ABOVE, BELOW, part_table, statistic_key
from desktop_app.report.wording import in_print, listed, lower_first, words


def hidden_counts(data: ReportData) -> list[HiddenCount]:
    """Of those that this paper would print otherwise; tables of one name make one line."""
    found: dict[tuple[Text, str, str], int] = {}
    for figure, what, breakdown, many in _hidden(data):
        found[figure, what, breakdown] = found.get((figure, what, breakdown), 0) + many
    return [HiddenCount(figure, what, many, breakdown) for (figure, what, breakdown), many in found.items()]


def _hidden(data: ReportData) -> Iterator[tuple[Text, str, str, int]]:
    marks = data.marks
    for table, figure in _figures(data).items() if marks else ():
        assert marks is not None
        of_table = marks.tables.get(table, {})
        shown = [mark for mark in of_table.values() if mark != LEFT_OUT]
        left_out = marks.left_out.get(table, ())
        for what, many in (
            (FEW, shown.count(SMALL)), (FOR_OTHERS, len(shown) - shown.count(SMALL)),
            (GIVEN_AWAY, sum(1 for name, _ in marks.given_away if name == table)),
        ):  # fmt: skip
            if many:
                yield figure, what, "", many
        for breakdown in (WHOLE,) if WHOLE in left_out else left_out:
            yield figure, WITHOUT, breakdown, 1


def without(data: ReportData, statistics: Iterable[Statistic]) -> str:
    """The line that says which breakdowns are left out, and why; empty where none is."""
    by: dict[str, list[str]] = {}
    for statistic in statistics:
        left_out = data.marks.left_out.get(statistic_key(data.plan, statistic), ()) if data.marks else ()
        for breakdown in (WHOLE,) if WHOLE in left_out else left_out:
            by.setdefault(breakdown, []).append(lower_first(in_print(statistic.label)))
    said = [words(f"report.without_{breakdown}", figures=listed(names)) for breakdown, names in by.items()]
    return " ".join([*said, words("report.without_why")]) if said else ""


def _figures(data: ReportData) -> dict[str, Text]:
    """What each table of the marks is called."""
    found: dict[str, Text] = {statistic_key(data.plan, s): s.label for s in data.plan.statistics}
    for code, indicator in data.plan.indicators.items():
        for part in (ABOVE, BELOW, *indicator.people_parts):
            text = indicator.texts.get(f"part.{part}")
            found[part_table(code, part)] = text or indicator.short
    return found
