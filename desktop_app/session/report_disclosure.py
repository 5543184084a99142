"""How the counts of people of one paper are printed: by who reads it, and by what is public already."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from db.open_file import OpenFile
from desktop_app.domain.audiences import PUBLIC
from desktop_app.domain.count_cells import CountCell, CountedUnits, Days, Marks, PastCell
from desktop_app.domain.count_system import LEFT_OUT, SHOWN
from desktop_app.domain.count_tables import CountTable, Paper
from desktop_app.domain.disclosure import WHOLE, Protection, protect
from desktop_app.domain.expressions import Scope, parse
from desktop_app.domain.period import Period
from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_indicators import Indicator, Statistic
from desktop_app.domain.subset_tables import joined, of_name, of_table, subset_pairs, together
from desktop_app.domain.suppression_attack import Effort
from desktop_app.report.extras import TO_DATE
from desktop_app.report.masking import statistic_key
from desktop_app.session.figure_disclosure import ProtectedCounts, counted_again, makes_up_a_figure, of_indicators
from desktop_app.session.figure_tree import FigurePaper
from desktop_app.session.public_papers import (
    counted_periods,
    looks_of,
    past_of,
    read_papers,
    statements,
    year_before,
    year_start,
)


def marks_of(file: OpenFile, period: Period, unit: str, audience: str, extras: Collection[str] = ()) -> Marks:
    """The marks for the report of a unit: the superior's is held against itself, a public one against all that is
    public of this file's offices. `extras` are what the office wants printed.
    """
    statistics = [s for s in file.plan.statistics if (s.people if audience == PUBLIC else s.supported)]
    indicators = [i for i in file.plan.indicators.values() if _is_guarded(i, audience)]
    papers = read_papers(file) if audience == PUBLIC else []
    places = CountedUnits(file.units, file.plan.root if papers else unit)
    periods = counted_periods(file, period, papers)
    looks = looks_of(file, periods, places, statistics)
    found: dict[str, Protection] = {}
    counted: dict[str, ProtectedCounts] = {}
    effort = Effort()
    with past_of(file) as then:
        said = statements(file, papers, periods, places, looks, then)
        by_key = {statistic_key(file.plan, one): one for one in said}
        tables = {
            key: CountTable(
                places, looks[one], _paper(file, period, unit, one, TO_DATE in extras), said[one].said, said[one].past,
                never(file, one, places), file.plan.root,
            )
            for key, one in by_key.items()
        }  # fmt: skip
        parts = [key for key, one in by_key.items() if audience == PUBLIC and makes_up_a_figure(file.plan, one)]
        found |= {key: _left_out(tables.pop(key)) for key in parts}
        pairs = subset_pairs(file.plan, {key: by_key[key] for key in tables})
        for names in together(tables, pairs):
            counts = joined({name: tables[name] for name in names}, pairs)
            protection = protect(counts, effort) if counts else Protection()
            for name in names:
                found[name] = of_table(protection, name)
                if counts:
                    printed = [key[1] for key in counts.printed if isinstance(key, tuple) and key[0] == name]
                    counted[name] = ProtectedCounts(of_name(counts.counts, name), printed, found[name].marks)
        found |= of_indicators(file, FigurePaper(places, period, unit), indicators, papers, then, counted, effort)
        twice = _counted_twice(file.plan, {key: by_key[key] for key in tables}, indicators, found)
    return _marks(found | {key: _left_out(tables[key]) for key in twice})


def _counted_twice(
    plan: Plan, statistics: Mapping[str, Statistic], indicators: Sequence[Indicator], found: Mapping[str, Protection]
) -> Iterator[str]:
    """The tables of people whom an indicator counts too, where anything of either is hidden."""
    for key, statistic in statistics.items():
        codes = counted_again(plan, statistic, indicators)
        if codes and any(_hides(one) for name, one in found.items() if _is_of(name, {key}, codes)):
            yield key


def _is_of(name: str, statistics: Collection[str], indicators: Collection[str]) -> bool:
    """Whether a table is that of one of these statistics, or a side of one of these indicators."""
    return name in statistics or name.partition("/")[0] in indicators


def _hides(protection: Protection) -> bool:
    return bool(protection.left_out) or any(mark != SHOWN for mark in protection.marks.values())


def _left_out(table: CountTable) -> Protection:
    """All of a statistic; that there is nothing of it is no secret."""
    counts = table.counts()
    some = any(counts.counts[key] for key in counts.printed)
    return Protection(dict.fromkeys(counts.printed, LEFT_OUT), (WHOLE,)) if some else Protection()


def _is_guarded(indicator: Indicator, audience: str) -> bool:
    return indicator.people or bool(indicator.people_parts) if audience == PUBLIC else indicator.supported


def _marks(found: Mapping[str, Protection]) -> Marks:
    tables = {
        key: {cell: mark for cell, mark in one.marks.items() if isinstance(cell, CountCell)}
        for key, one in found.items()
    }
    away = dict.fromkeys(
        (key, CountCell(*cell[:3])) for key, one in found.items() for cell in one.given_away
        if isinstance(cell, CountCell | PastCell)
    )  # fmt: skip
    left_out = {key: one.left_out for key, one in found.items() if one.left_out}
    return Marks(tables, left_out, tuple(away), all(one.proven for one in found.values()))


def _paper(file: OpenFile, period: Period, unit: str, statistic: Statistic, to_date: bool) -> Paper:
    before = year_before(file, period)
    return Paper(
        unit, Days.of(period), Days(year_start(file, period), period.last_day),
        Days.of(before) if before else None, statistic.per_unit != "none", to_date,
    )  # fmt: skip


def never(file: OpenFile, statistic: Statistic, places: CountedUnits) -> set[str]:
    """The places where the plan's own checks allow no record of a statistic."""
    plan, kind = file.plan, file.plan.kinds[statistic.kind]
    *steps, name = kind.unit_field.split(".")
    for step in steps:
        kind = plan.kinds[kind.fields[step].target or ""]
    checks = [check for check in kind.fields[name].checks if check.severity == "error" and check.judged == "always"]
    rules = [rule for check in checks if set((rule := parse(check.expr)).names) == {name}]
    level = file.units.level
    return {
        place for place in places.below
        if any(rule.evaluate(Scope({name: place.removeprefix("=")}, level=level)) is False for rule in rules)
    }  # fmt: skip
