"""Counts of some people beside those of all of them: women of those who came, whose difference is the men."""

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from typing import NamedTuple, TypeVar

from desktop_app.domain.count_cells import ALL, BY_PART, BY_PERIOD, BY_UNIT, BY_YEAR_BEFORE, CountCell, PastCell
from desktop_app.domain.count_system import Bound, Counts, Key, is_small
from desktop_app.domain.count_tables import CountTable
from desktop_app.domain.disclosure import WHOLE, Protection
from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_indicators import Statistic

_NO_MORE = re.compile(r"(\w+) <= (\w+)|(\w+) >= (\w+)")
BREAKDOWNS = (BY_YEAR_BEFORE, BY_PART, BY_UNIT, BY_PERIOD)  # the first is missed least
_CHEAPER = 0.9  # to hide a count of some of the people, against one of all of them
TableKey = tuple[str, CountCell | PastCell]
T = TypeVar("T")


class SubsetPair(NamedTuple):
    """Tables of which the one counts some of the people of the other."""

    some: str
    all: str
    by_part: bool  # both are told by the same parts


def subset_pairs(plan: Plan, statistics: Mapping[str, Statistic]) -> list[SubsetPair]:
    """By the plan's own checks: what no record may break is known of every sum."""
    return [
        SubsetPair(some, every, one.by == whole.by)
        for some, one in statistics.items() for every, whole in statistics.items()
        if one.kind == whole.kind and one.where == whole.where and (one.sum, whole.sum) in _checked(plan, one.kind)
    ]  # fmt: skip


def _checked(plan: Plan, kind: str) -> set[tuple[str | None, str | None]]:
    checks = (check for field in plan.kinds[kind].fields.values() for check in field.checks)
    found = (_NO_MORE.fullmatch(one.expr) for one in checks if one.severity == "error" and one.judged == "always")
    return {(one[1] or one[4], one[2] or one[3]) for one in found if one}


def together(tables: Collection[str], pairs: Collection[SubsetPair]) -> list[list[str]]:
    """The tables in groups that tell of each other, in their order."""
    groups = [[table] for table in tables]
    for pair in pairs:
        joint = [group for group in groups if pair.some in group or pair.all in group]
        groups = [*(group for group in groups if group not in joint), [*chain.from_iterable(joint)]]
    order = list(tables)
    return sorted((sorted(group, key=order.index) for group in groups), key=lambda group: order.index(group[0]))


class Remainder(NamedTuple):
    """Those of a count whom another one does not count."""

    all: TableKey
    some: TableKey


def joined(tables: Mapping[str, CountTable], pairs: Collection[SubsetPair]) -> Counts | None:
    """The counts of tables that tell of each other, each called by (table, cell); None where there is no small one.

    Those who are not women, say, nobody prints, but few of them are as much of a secret. Where nothing else protects,
    what counts some of the people is left out whole.
    """
    pairs = [pair for pair in pairs if pair.some in tables]
    if not pairs and not any(table.has_small for table in tables.values()):
        return None
    found = _merged({name: table.counts() for name, table in tables.items()})
    rests = {rest: found.counts[rest.all] - found.counts[rest.some] for rest in _rests(tables, found.counts, pairs)}
    root = next(iter(tables.values())).root
    few = {rest: left for rest, left in rests.items() if is_small(left) and rest.all[1].place != root}
    if not few and not any(table.has_small for table in tables.values()):
        return None
    totals = {total for total, _ in found.sums}
    found.bounds = [
        Bound({rest.all: 1, rest.some: -1}, least=0)
        for rest, left in rests.items() if left >= 0 and rest not in few and not totals.issuperset(rest)
    ]  # fmt: skip
    found.sums = [*found.sums, *((rest.all, (rest.some, rest)) for rest in few)]
    found.counts = dict(chain[tuple[Key, int]](found.counts.items(), few.items()))
    found.unprinted = frozenset(few)
    printed = dict.fromkeys(found.printed)
    some = {pair.some: [(pair.some, cell) for cell in of_name(printed, pair.some)] for pair in pairs}
    cheaper = {key: _CHEAPER * found.weights.get(key, 1) for keys in some.values() for key in keys}
    found.weights = dict(chain(found.weights.items(), cheaper.items()))
    before = {name: keys for name, keys in found.breakdowns.items() if name == BY_YEAR_BEFORE}
    found.breakdowns = {**before, **some, **found.breakdowns}
    return found


def _rests(
    tables: Mapping[str, CountTable], counts: Mapping[Key, int], pairs: Collection[SubsetPair]
) -> Iterator[Remainder]:  # fmt: skip
    """As the ledger is now, and as it was for each paper that speaks of it before something was corrected."""
    for pair in pairs:
        some, every = tables[pair.some], tables[pair.all]
        cells = dict.fromkeys(CountCell(*cell[:3]) for cell in of_name(counts, pair.all) if isinstance(cell, tuple))
        for act in dict.fromkeys((None, *some.acts, *every.acts)):
            for cell in cells:
                rest = Remainder((pair.all, every.key(cell, act)), (pair.some, some.key(cell, act)))
                if (pair.by_part or cell.part == ALL) and rest.all in counts and rest.some in counts:
                    yield rest


def _merged(by_table: Mapping[str, Counts]) -> Counts:
    every = list(by_table.items())
    names = [name for name in BREAKDOWNS if any(name in one.breakdowns for one in by_table.values())]
    return Counts(
        {(table, key): count for table, one in every for key, count in one.counts.items()},
        [((table, whole), tuple((table, part) for part in parts)) for table, one in every for whole, parts in one.sums],
        [(table, key) for table, one in every for key in one.printed],
        {(table, key) for table, one in every for key in one.top},
        {(table, key): mark for table, one in every for key, mark in one.marks.items()},
        {(table, key) for table, one in every for key in one.known},
        breakdowns={
            name: [(table, key) for table, one in every for key in one.breakdowns.get(name, ())] for name in names
        },
        weights={(table, key): weight for table, one in every for key, weight in one.weights.items()},
        columns=[[(table, key) for key in column] for table, one in every for column in one.columns],
    )  # fmt: skip


def of_name(found: Mapping[Key, T], table: str) -> dict[Key, T]:
    """What is said of the counts of one of the tables."""
    return {key[1]: one for key, one in found.items() if isinstance(key, tuple) and key[0] == table}


def of_table(protection: Protection, table: str) -> Protection:
    """What it says of one of the tables; of those whom a table does not count, under its name."""
    marks = of_name(protection.marks, table)
    away = dict.fromkeys(key.some if isinstance(key, Remainder) else key for key in protection.given_away)
    by_part = any(isinstance(cell, CountCell) and cell.part != ALL for cell in marks)
    left_out = tuple(
        name for name in protection.left_out if name in (*BREAKDOWNS, WHOLE) and (name != BY_PART or by_part)
    )
    return Protection(
        marks, (WHOLE,) if table in protection.left_out else left_out,
        tuple(of_name(away, table)), protection.proven,
    )  # fmt: skip
