"""How the counts of people of one paper are printed: by who reads it, and by what is public already."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from db.counting.locks import public_papers
from db.counting.unit_counts import counts_by_unit
from db.open_file import OpenFile
from desktop_app.domain.audiences import PUBLIC
from desktop_app.domain.count_tables import ALL, CountedUnits, CountTable, Days, Look, Marks, Paper, Spot
from desktop_app.domain.disclosure import Protection, protect
from desktop_app.domain.expressions import Scope, parse
from desktop_app.domain.locking import PublicPaper
from desktop_app.domain.period import Period, parse_schemes
from desktop_app.domain.plan import Indicator, Statistic
from desktop_app.report.extras import TO_DATE
from desktop_app.report.masking import statistic_key
from desktop_app.session.figure_disclosure import FigurePaper, Out, ProtectedCounts, of_indicators

Looks = Mapping[Statistic, list[Look]]


def marks_of(file: OpenFile, period: Period, unit: str, audience: str, extras: Collection[str] = ()) -> Marks:
    """The marks for the report of a unit: the superior's is held against itself, a public one against all that is
    public of this file's offices. `extras` are what the office wants printed.
    """
    statistics = [s for s in file.plan.statistics if (s.people if audience == PUBLIC else s.supported)]
    indicators = [i for i in file.plan.indicators.values() if _is_guarded(i, audience)]
    public = list(_papers(file)) if audience == PUBLIC else []
    places = CountedUnits(file.units, file.plan.root if public else unit)
    out = _printed(file, public)
    silent = {(paper.unit, days) for paper in public if paper.out is not None for days in _days(file, paper.period)}
    found: dict[str, Protection] = {}
    counted: dict[str, ProtectedCounts] = {}
    looks = _looks(file, period, places, public, statistics)
    for statistic in statistics:
        key, paper = statistic_key(file.plan, statistic), _paper(file, period, unit, statistic, TO_DATE in extras)
        table = CountTable(
            places, looks[statistic], paper, out.get(key, {}), silent, _silent_below(public, key),
            never(file, statistic, places), file.plan.root,
        ).counts()  # fmt: skip
        found[key] = protect(table) if table else Protection()
        if table:
            printed = [spot for spot in table.printed if isinstance(spot, Spot)]
            counted[key] = ProtectedCounts(table.counts, printed, found[key].marks)
    judged = frozenset(
        (paper.unit, table.partition("/")[0]) for paper in public if paper.period.year == period.year
        for table, spot, text in paper.out or () if text and spot.place == paper.unit
    )  # fmt: skip
    figures = FigurePaper(places, period, _start(file, period), unit, judged)
    found |= of_indicators(file, figures, indicators, out, counted)
    return _marks(found)


def _is_guarded(indicator: Indicator, audience: str) -> bool:
    return indicator.people or bool(indicator.people_parts) if audience == PUBLIC else indicator.supported


def _marks(found: Mapping[str, Protection]) -> Marks:
    tables = {
        key: {spot: mark for spot, mark in one.marks.items() if isinstance(spot, Spot)} for key, one in found.items()
    }
    away = ((key, spot) for key, one in found.items() for spot in one.given_away if isinstance(spot, Spot))
    left_out = {key: one.left_out for key, one in found.items() if one.left_out}
    return Marks(tables, left_out, tuple(away), all(one.proven for one in found.values()))


def _papers(file: OpenFile) -> Iterator[PublicPaper]:
    """Of the plan's year and of the one before, to which reports compare."""
    for paper in public_papers(file.connection):
        if paper.unit in file.units and paper.period.year in (file.plan.year, file.plan.year - 1):
            yield paper


def _printed(file: OpenFile, public: Collection[PublicPaper]) -> Out:
    found: dict[str, dict[Spot, list[str]]] = {}
    for paper in public:
        for table, spot, text in _of_amounts(file, paper) if paper.out is None else paper.out:
            found.setdefault(table, {}).setdefault(spot, []).append(text)
    return found


def _of_amounts(file: OpenFile, paper: PublicPaper) -> Iterator[tuple[str, Spot, str]]:
    """What a lock of an older version kept of it: the whole counts of its unit."""
    year = _start(file, paper.period)
    by_label = {(s.area, s.label.vi): s for s in file.plan.statistics if s.people}
    for amount in paper.amounts:
        statistic = by_label.get((amount.area, amount.label))
        for text, first in ((amount.period, paper.period.first_day), (amount.year_to_date, year)):
            if statistic and text:
                spot = Spot(ALL, paper.unit, Days(first, paper.period.last_day))
                yield statistic_key(file.plan, statistic), spot, text.replace(".", "")


def _silent_below(public: Collection[PublicPaper], table: str) -> set[tuple[str, Days]]:
    """Of which units and days public papers have a table of the units below."""
    return {
        (paper.unit, spot.days) for paper in public
        for name, spot, _ in paper.out or () if name == table and spot.place != paper.unit
    }  # fmt: skip


def _paper(file: OpenFile, period: Period, unit: str, statistic: Statistic, to_date: bool) -> Paper:
    before = _year_before(file, period)
    return Paper(
        unit, Days(period.first_day, period.last_day), Days(_start(file, period), period.last_day),
        Days(before.first_day, before.last_day) if before else None, statistic.per_unit != "none", to_date,
    )  # fmt: skip


def _looks(
    file: OpenFile, period: Period, places: CountedUnits, public: Collection[PublicPaper],
    statistics: Collection[Statistic],
) -> Looks:  # fmt: skip
    """Per statistic what is counted in this period and those of what is public, and in each a year earlier."""
    counted = dict.fromkeys([period, *(paper.period for paper in public)])
    periods = dict.fromkeys([*counted, *filter(None, (_year_before(file, one) for one in counted))])
    lowest = {unit: places.lowest(unit) for unit in file.units.descendants(places.top)}
    found: dict[Statistic, list[Look]] = {statistic: [] for statistic in statistics}
    for one in periods if statistics else ():
        start = _start(file, one)
        for statistic, counts in counts_by_unit(file, one, start, lowest, statistics).items():
            found[statistic].append(Look(start, Days(one.first_day, one.last_day), counts))
    return found


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


def _days(file: OpenFile, period: Period) -> Iterator[Days]:
    """The period, and what of its year was over with it."""
    yield Days(period.first_day, period.last_day)
    yield Days(_start(file, period), period.last_day)


def _year_before(file: OpenFile, period: Period) -> Period | None:
    return parse_schemes(file.plan.source)[period.scheme].year_earlier(period)


def _start(file: OpenFile, period: Period) -> date:
    return parse_schemes(file.plan.source)[period.scheme].year_start(period)
