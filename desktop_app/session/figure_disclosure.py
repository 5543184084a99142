"""How the figures of indicators that count people are printed: both sides and the named parts of each."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from fractions import Fraction
from functools import lru_cache
from math import ceil

from msgspec import Struct

from db.counting.unit_figures import UnitFigure, unit_figures
from db.open_file import OpenFile
from desktop_app.domain.count_cells import ALL, CountCell, Days
from desktop_app.domain.count_system import SHOWN, SMALL, Key, is_small
from desktop_app.domain.count_tally import is_true
from desktop_app.domain.disclosure import Protection, protect
from desktop_app.domain.indicators import MET, NOT_MET, IndicatorResult
from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.period import Period
from desktop_app.domain.plan import Field, Plan
from desktop_app.domain.plan_check_people import added_up
from desktop_app.domain.plan_indicators import Indicator, Statistic
from desktop_app.domain.subset_tables import of_table
from desktop_app.domain.suppression_attack import Effort
from desktop_app.report.masking import ABOVE, BELOW, part_table, statistic_key
from desktop_app.session.figure_tree import FigurePaper, FigureState, FigureTree
from desktop_app.session.public_papers import ReadPaper, Then, is_of_plan, year_start

Figures = Mapping[str, Mapping[str, UnitFigure]]  # by code and unit
Texts = dict[str, dict[str, list[str]]]  # by side or part, and unit
_YEAR = timedelta(days=365)


class ProtectedCounts(Struct, frozen=True):
    """The counts of a statistic, which of them the paper prints, and how."""

    counts: Mapping[Key, int]
    printed: Collection[CountCell]
    marks: Mapping[Key, str]


def of_indicators(
    file: OpenFile, paper: FigurePaper, indicators: Collection[Indicator], papers: Sequence[ReadPaper], then: Then,
    statistics: Mapping[str, ProtectedCounts], effort: Effort,
) -> dict[str, Protection]:  # fmt: skip
    """The protections of the sides and of the parts that count people."""
    found: dict[str, Protection] = {}
    states = _states(file, paper, indicators, papers, then) if indicators else {}
    for indicator in indicators:
        of_code = states[indicator.code]
        if indicator.people:
            found |= _sides(paper, indicator, of_code, effort)
        for part in indicator.people_parts if not indicator.people else ():
            table = part_table(indicator.code, part)
            numbers = _numbers(of_code[0].figures, part)
            found[table] = _like_a_statistic(file.plan, paper, indicator, numbers, statistics) or _alone(
                paper, table, part, of_code, effort
            )
    return found


# --- what papers of this year said ------------------------------------------------------------------------------


def _states(
    file: OpenFile, paper: FigurePaper, indicators: Collection[Indicator], papers: Sequence[ReadPaper], then: Then
) -> dict[str, list[FigureState]]:
    """Per indicator what it is now and, in other periods or before it was corrected, what it was: a figure that stands
    still is the same in every period of the year. What hides a number is true of many, so a paper speaks of its own
    period alone. What was never so is said of the figure of now.
    """
    start = year_start(file, paper.period)
    of_year = [
        one for one in papers
        if start <= one.paper.period.last_day < start + _YEAR and is_of_plan(file, one.paper.period)
    ]  # fmt: skip
    said = [(one, _said(one, file.units, indicators)) for one in of_year]
    wanted = paper.units(
        {unit for _, some in said for out in some.values() for texts in out.values() for unit in texts}
    )
    days = Days.of(paper.period)
    found = {code: [FigureState(of, days)] for code, of in unit_figures(file, paper.period, wanted, indicators).items()}
    by_period: dict[Period, Figures] = {paper.period: {code: states[0].figures for code, states in found.items()}}
    for one, some in sorted(said, key=lambda one: -one[0].paper.act):
        period = one.paper.period
        if period not in by_period:
            by_period[period] = unit_figures(file, period, wanted, indicators)
        stand = {code: out for code, out in some.items() if _is_judged_alike(one, code, by_period[period])}
        wrong = _matched(found, one, stand, by_period[period]) | {c: out for c, out in some.items() if c not in stand}
        if wrong:
            wrong = _matched(found, one, wrong, unit_figures(then(one), period, wanted, indicators))
        for code, out in wrong.items():
            _add(found[code][0], one, out)
    return found


def _said(one: ReadPaper, units: OrgUnits, indicators: Collection[Indicator]) -> dict[str, Texts]:
    """By code, by side or part, and by unit, where the paper says anything of an indicator; without a text what it was
    then.
    """
    found: dict[str, Texts] = {}
    for indicator in indicators:
        for part in (ABOVE, BELOW, *indicator.people_parts):
            table = part_table(indicator.code, part)
            out = {cell.place: texts for cell, texts in one.tables.get(table, {}).items() if cell.place in units}
            if any(map(any, out.values())):
                found.setdefault(indicator.code, {})[table] = out
        above, below = (part_table(indicator.code, name) for name in (ABOVE, BELOW))
        for unit, texts in found.get(indicator.code, {}).get(below, {}).items() if indicator.people else ():
            if any(texts):  # a numerator of which nothing is noted is 0
                found[indicator.code].setdefault(above, {}).setdefault(unit, ["0"])
    unnoted = {code for code in (one.code for one in indicators if one.people) if code not in found}
    for figure in one.paper.figures:
        if figure.code in unnoted and figure.exact is not None and figure.denominator is not None:
            found[figure.code] = _printed_open(one, units, figure)
    return found


def _printed_open(one: ReadPaper, units: OrgUnits, figure: IndicatorResult) -> Texts:
    """A figure that was not known to count people when it was locked: both sides of the unit, and of those below it
    the shares, whatever they were then.
    """
    below: dict[str, list[str]] = {unit: [] for unit in units.children(one.paper.unit)}
    sides = ((ABOVE, figure.numerator), (BELOW, figure.denominator))
    return {part_table(figure.code, side): {**below, one.paper.unit: [str(number)]} for side, number in sides}


def _is_judged_alike(one: ReadPaper, code: str, figures: Figures) -> bool:
    """Whether a paper's own unit still has the verdict that it printed: `<5` is true of several numbers."""
    now = figures.get(code, {}).get(one.paper.unit)
    said = {figure.status for figure in one.paper.figures if figure.code == code} & {MET, NOT_MET}
    return now is None or said <= {now.status}


def _matched(
    found: Mapping[str, list[FigureState]], one: ReadPaper, said: Mapping[str, Texts], figures: Figures
) -> dict[str, Texts]:
    """Put what is true of these figures beside them; the rest is given back."""
    wrong: dict[str, Texts] = {}
    for code, out in said.items():
        if not _holds(figures.get(code, {}), out):
            wrong[code] = out
            continue
        states = found[code]
        if figures[code] not in [state.figures for state in states]:
            states.append(FigureState(figures[code], one.days[0]))
        _add(next(state for state in states if state.figures == figures[code]), one, out)
    return wrong


def _add(state: FigureState, one: ReadPaper, out: Texts) -> None:
    for table, of_units in out.items():
        numbers = _numbers(state.figures, table.partition("/")[2])
        for unit, texts in of_units.items():
            said, number = state.out if unit == one.paper.unit else state.shares, numbers.get(unit)
            then = [str(ceil(number))] if number is not None else []
            said.setdefault(table, {}).setdefault(unit, []).extend(texts or then)
            if unit == one.paper.unit and any(texts) and one.judges:
                state.judged.add(unit)


def _holds(figures: Mapping[str, UnitFigure], out: Texts) -> bool:

    for table, of_units in out.items():
        numbers = _numbers(figures, table.partition("/")[2])
        for unit, texts in of_units.items():
            number = numbers.get(unit)
            if not all(is_true(text, 0 if number is None else ceil(number)) for text in texts):
                return False
    return True


def _numbers(figures: Mapping[str, UnitFigure], part: str) -> dict[str, Fraction | None]:
    """The numbers of a side or a part by unit."""
    if part not in (ABOVE, BELOW):
        return {unit: figure.parts[part] for unit, figure in figures.items() if part in figure.parts}
    known = {unit: figure for unit, figure in figures.items() if figure.has_value}
    return {unit: one.numerator if part == ABOVE else one.denominator for unit, one in known.items()}


# --- what is hidden of it ----------------------------------------------------------------------------------------


def _sides(
    paper: FigurePaper, indicator: Indicator, states: Sequence[FigureState], effort: Effort
) -> dict[str, Protection]:
    """Numerator and denominator: where one is hidden both are, and what is printed of both narrows them."""
    above, below = (part_table(indicator.code, name) for name in (ABOVE, BELOW))
    tree = FigureTree(paper, [unit for state in states for unit in _numbers(state.figures, BELOW)])
    for state in states:
        keys = [
            tree.add(
                table, state.days, _numbers(state.figures, name), state.out.get(table, {}), state.shares.get(table, {})
            )
            for table, name in ((above, ABOVE), (below, BELOW))
        ]
        tree.bind(state, *keys, past=state is not states[0])
    protection = protect(tree.counts(), effort) if tree.has_small else Protection()
    return {table: of_table(protection, table) for table in (above, below)}


def _alone(paper: FigurePaper, table: str, part: str, states: Sequence[FigureState], effort: Effort) -> Protection:
    """A part that no statistic says too."""
    tree = FigureTree(paper, [unit for state in states for unit in _numbers(state.figures, part)])
    for state in states:
        tree.add(table, state.days, _numbers(state.figures, part), state.out.get(table, {}))
    return of_table(protect(tree.counts(), effort), table) if tree.has_small else Protection()


def _like_a_statistic(
    plan: Plan, paper: FigurePaper, indicator: Indicator, numbers: Mapping[str, Fraction | None],
    statistics: Mapping[str, ProtectedCounts],
) -> Protection | None:  # fmt: skip
    """The same counts as those of a statistic, of this period or of that a year before, are printed as these are; None
    where no statistic has them.
    """
    alike = [s for s in plan.statistics if s.people and any(indicator.code in f.counts_in for f in _counted(plan, s))]
    own = numbers.get(paper.unit)
    for found in (statistics[key] for s in alike if (key := statistic_key(plan, s)) in statistics):
        for days in dict.fromkeys(cell.days for cell in found.printed if cell.place == paper.unit):
            if own and found.counts.get(CountCell(ALL, paper.unit, days)) == own:
                alone = {unit: SMALL if is_small(number) else SHOWN for unit, number in numbers.items()}
                marks = {unit: found.marks.get(CountCell(ALL, unit, days), mark) for unit, mark in alone.items()}
                return Protection({CountCell(ALL, unit, Days.of(paper.period)): mark for unit, mark in marks.items()})
    return None


def makes_up_a_figure(plan: Plan, statistic: Statistic) -> bool:
    """Whether a statistic counts people who are parts of an indicator: its own number would tell what is hidden of it,
    and the other way round.
    """
    codes = {code for field in _counted(plan, statistic) for code in field.counts_in}
    return any(one.people and one.people_parts and one.code in codes for one in plan.indicators.values())


def counted_again(plan: Plan, statistic: Statistic, indicators: Collection[Indicator]) -> list[str]:
    """The indicators that add up the very field of a statistic: each alone hides other counts than both together."""
    field, sums = (statistic.kind, statistic.sum or ""), _added_up(plan)
    return [one.code for one in indicators if field in sums.get(one.code, ())]


@lru_cache(8)
def _added_up(plan: Plan) -> Mapping[str, set[tuple[str, str]]]:
    return added_up(plan.source)


def _counted(plan: Plan, statistic: Statistic) -> Iterable[Field]:
    """The field that a statistic adds up; of one that counts records all fields."""
    fields = plan.kinds[statistic.kind].fields
    return [fields[statistic.sum]] if statistic.sum else fields.values()
