"""What public papers say of counts of people, and the states of the ledger that they speak of."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date

from msgspec import Struct

from db.counting.locks import public_papers
from db.counting.unit_counts import counts_by_unit
from db.open_file import OpenFile
from db.past_ledger import past_ledger
from db.private_folder import private_folder
from desktop_app.domain.count_cells import ALL, CountCell, CountedUnits, Days
from desktop_app.domain.count_tables import PastCounts
from desktop_app.domain.count_tally import PeriodCounts, PublishedCounts, Tally
from desktop_app.domain.locking import Disclosed, PublicPaper
from desktop_app.domain.period import Period
from desktop_app.domain.plan_indicators import Statistic
from desktop_app.report.masking import statistic_key

Looks = Mapping[Statistic, Sequence[PeriodCounts]]


class ReadPaper(Struct, eq=False):
    """A public paper with what it says, table by table."""

    paper: PublicPaper
    days: Sequence[Days]
    tables: Mapping[str, Mapping[CountCell, list[str]]]
    totals: Collection[str] = ()  # the tables of which a lock kept no more than the totals
    judges: bool = True  # whether it says which targets are met: a unit without any below it does not

    def said(self, table: str) -> PublishedCounts:
        out = self.tables.get(table, {})
        unit = self.paper.unit
        silent = [(unit, days) for days in self.days] if table not in self.totals else []
        return PublishedCounts(out, silent, dict.fromkeys((unit, cell.days) for cell in out if cell.place != unit))


Then = Callable[[ReadPaper], OpenFile]  # the ledger as the office of a paper knew it


class Statements(Struct):
    """What papers say of a statistic as it is now, and as it was before it was corrected."""

    said: Sequence[PublishedCounts]
    past: Sequence[PastCounts]


def read_papers(file: OpenFile) -> list[ReadPaper]:
    """Of the plan's years and of the one before, to which reports compare."""
    found, years = [], range(file.plan.year - 1, file.plan.last_year + 1)
    for paper in public_papers(file):
        if paper.unit in file.units and paper.period.year in years:
            tables: dict[str, dict[CountCell, list[str]]] = {}
            noted = {table for table, _, _ in paper.out or ()}
            totals = [one for one in _of_amounts(file, paper) if one[0] not in noted]
            for table, cell, text in (*(paper.out or ()), *totals):
                tables.setdefault(table, {}).setdefault(cell, []).append(text)
            open_totals = {table for table, _, text in totals if paper.out is None or text != "0"}
            days, judges = list(_days(file, paper.period)), bool(file.units.children(paper.unit))
            found.append(ReadPaper(paper, days, tables, open_totals, judges))
    return found


def counted_periods(file: OpenFile, period: Period, papers: Collection[ReadPaper]) -> list[Period]:
    """This period and those of what is public, and each a year earlier."""
    counted = dict.fromkeys([period, *(one.paper.period for one in papers)])
    return list(dict.fromkeys([*counted, *filter(None, (year_before(file, one) for one in counted))]))


def looks_of(
    file: OpenFile, periods: Collection[Period], places: CountedUnits, statistics: Collection[Statistic]
) -> Looks:
    """Per statistic what is counted in each period."""
    lowest = {unit: places.lowest(unit) for unit in file.units.descendants(places.top)}
    found: dict[Statistic, list[PeriodCounts]] = {statistic: [] for statistic in statistics}
    for one in periods if statistics else ():
        start = year_start(file, one)
        for statistic, counts in counts_by_unit(file, one, start, lowest, statistics).items():
            found[statistic].append(PeriodCounts(start, Days.of(one), counts))
    return found


def statements(
    file: OpenFile, papers: Sequence[ReadPaper], periods: Collection[Period], places: CountedUnits, looks: Looks,
    then: Then,
) -> dict[Statistic, Statements]:  # fmt: skip
    """What papers say of each statistic: of its counts as they are, where all of it is true of them; else of those that
    the ledger held when the paper was made. Where it is not true of these either, its numbers are nobody's any more.
    """
    found = {statistic: Statements([], []) for statistic in looks}
    stale: list[tuple[ReadPaper, list[Statistic]]] = []
    tallies = {statistic: Tally(places, some) for statistic, some in looks.items()}
    for paper in papers:
        said = {one: paper.said(statistic_key(file.plan, one)) for one in looks}
        wrong = [one for one in looks if not said[one].holds(tallies[one])]
        for one in looks.keys() - set(wrong):
            found[one].said = [*found[one].said, said[one]]
        stale += [(paper, wrong)] if wrong else []
    for one, past in _in_the_past(file, stale, periods, places, then):
        if past.said.holds(Tally(places, past.looks)):
            found[one].past = [*found[one].past, past]
        else:
            found[one].said = [*found[one].said, past.said]
    return found


def _in_the_past(
    file: OpenFile, stale: Sequence[tuple[ReadPaper, list[Statistic]]], periods: Collection[Period],
    places: CountedUnits, then: Then,
) -> Iterator[tuple[Statistic, PastCounts]]:  # fmt: skip
    """The latest first: the copy is turned back step by step."""
    for paper, statistics in sorted(stale, key=lambda one: -one[0].paper.act):
        looks = looks_of(then(paper), periods, places, statistics)
        act = paper.paper.act
        yield from ((one, PastCounts(looks[one], paper.said(statistic_key(file.plan, one)), act)) for one in statistics)


@contextmanager
def past_of(file: OpenFile) -> Iterator[Then]:
    """What gives the ledger as the office of a paper knew it; the copy for it is made when it is first asked for."""
    with ExitStack() as stack:
        turns: list[Callable[[int], OpenFile]] = []

        def then(paper: ReadPaper) -> OpenFile:
            if not turns:
                turns.append(stack.enter_context(past_ledger(file, stack.enter_context(private_folder()))))
            return turns[0](paper.paper.act)

        yield then


def is_of_plan(file: OpenFile, period: Period) -> bool:
    """Whether the plan has a period like that, so that it has figures: papers may be anybody's, or of an edition before
    that counted its periods otherwise.
    """
    scheme = file.plan.schemes.get(period.scheme)
    known = scheme is not None and (period.code is None or scheme.period(period.code, period.year) == period)
    return known and period.year in file.plan.years


def year_before(file: OpenFile, period: Period) -> Period | None:
    """None also of a paper whose scheme is another plan's, or an earlier edition's."""
    scheme = file.plan.schemes.get(period.scheme)
    return scheme.year_earlier(period) if scheme else None


def year_start(file: OpenFile, period: Period) -> date:
    scheme = file.plan.schemes.get(period.scheme)
    return scheme.year_start(period) if scheme else period.first_day


def _of_amounts(file: OpenFile, paper: PublicPaper) -> Iterator[Disclosed]:
    """What a lock says of what was not known to count people then: the whole counts of its unit."""
    year = year_start(file, paper.period)
    by_label = {(s.area, s.label.vi): s for s in file.plan.statistics if s.people}
    for amount in paper.amounts:
        statistic = by_label.get((amount.area, amount.label))
        for text, first in ((amount.period, paper.period.first_day), (amount.year_to_date, year)):
            if statistic and text:
                cell = CountCell(ALL, paper.unit, Days(first, paper.period.last_day))
                yield statistic_key(file.plan, statistic), cell, text.replace(".", "")


def _days(file: OpenFile, period: Period) -> Iterator[Days]:
    """The period, and what of its year was over with it."""
    yield Days.of(period)
    yield Days(year_start(file, period), period.last_day)
