"""Which numbers of a cross-table are hidden where it leaves the window: small counts of people, and what tells them."""

from collections.abc import Collection, Iterator
from itertools import product

from msgspec import Struct

from db.open_file import OpenFile
from desktop_app.domain.audiences import PUBLIC, SUPERIOR
from desktop_app.domain.count_system import LEFT_OUT, SHOWN, SMALL, Bound, Counts, Key, Sum, is_small
from desktop_app.domain.crosstab import CrossAxis, CrossTable, field_at
from desktop_app.domain.disclosure import protect
from desktop_app.domain.field_type import Lookup
from desktop_app.domain.hidden_figures import FEW, FOR_OTHERS, WITHOUT, HiddenCount
from desktop_app.domain.plan import Plan, RecordKind
from desktop_app.messages import Text

CELLS, COLUMN_TOTALS, ROW_TOTALS = "cells", "column_totals", "row_totals"  # what a table can do without
_DEARER = 1.25  # the total of all, against any other count


class CrossMarks(Struct, frozen=True):
    """How the numbers of a table are printed, by row and column; what is not named is shown."""

    marks: dict[Key, str]
    left_out: tuple[str, ...] = ()

    def of(self, row: int, column: int) -> str:
        return self.marks.get((row, column), SHOWN)

    def hidden(self, what: Text) -> list[HiddenCount]:
        """What is hidden, in a line each."""
        shown = [mark for mark in self.marks.values() if mark != LEFT_OUT]
        few = shown.count(SMALL)
        found = [HiddenCount(what, FEW, few)] if few else []
        found += [HiddenCount(what, FOR_OTHERS, len(shown) - few)] if len(shown) > few else []
        return [*found, *(HiddenCount(what, WITHOUT, 1, breakdown) for breakdown in self.left_out)]


NOTHING_HIDDEN = CrossMarks({})


def counts_people(plan: Plan, kind: RecordKind, summed: str | None, audience: str) -> bool:
    """Whether a number counts people whose small counts are kept from an audience: where a statistic of the plan says
    so; of a number that no statistic adds up, where its kind stands behind any figure of such people.
    """
    public = audience == PUBLIC
    of_kind = [one for one in plan.statistics if one.kind == kind.name]
    people = [one.people if public else one.supported for one in of_kind]
    said = [guarded for one, guarded in zip(of_kind, people, strict=True) if one.sum == summed]
    if said or summed is None:
        return any(said)
    codes = {code for code, one in plan.indicators.items() if (one.people if public else one.supported)}
    behind = any(people) or any(codes & {*field.counts_in} for field in kind.fields.values())
    return behind and kind.fields[summed].type.whole


def counts_nobody(plan: Plan, kind: RecordKind, summed: str | None) -> bool:
    """Whether a statistic of the plan says of a number that it counts no people, or it is no whole number."""
    said = [one.people for one in plan.statistics if one.kind == kind.name and one.sum == summed]
    return not any(said) if said else summed is not None and not kind.fields[summed].type.whole


def marks_for(file: OpenFile, table: CrossTable) -> CrossMarks:
    """The marks of a table that goes to the superior office: held against itself, as such reports are."""
    if not counts_people(file.plan, file.kind(table.query.kind), table.query.sum, SUPERIOR):
        return NOTHING_HIDDEN
    return marks_of_table(table, _of_the_top(file, table))


def marks_of_table(table: CrossTable, top: Collection[tuple[int, int]]) -> CrossMarks:
    """How counts of people are printed; those of the `top`, by row and column, are no secret."""
    counts: dict[Key, int] = {
        (r, c): int(number) for r, row in enumerate(table.numbers) for c, number in enumerate(row)
    }
    if not any(is_small(number) and key not in top for key, number in counts.items()):
        return NOTHING_HIDDEN
    high, wide = len(table.numbers) - 1, len(table.numbers[0]) - 1
    gone: dict[Key, str] = {}
    if table.rows.overlap and table.columns is not None and table.columns.overlap:
        # how many lie in several of both follows from the cells in more ways than sums and bounds say
        gone = dict.fromkeys(product(range(high), range(wide)), LEFT_OUT)
    found = protect(_counts(table, {key: number for key, number in counts.items() if key not in gone}, top))
    return CrossMarks({**gone, **found.marks}, tuple(dict.fromkeys((*([CELLS] if gone else []), *found.left_out))))


def _of_the_top(file: OpenFile, table: CrossTable) -> set[tuple[int, int]]:
    """The counts of the top unit, which are no secret: those that no unit below it stands beside."""
    if table.unit != file.plan.root:
        return set()
    kind = file.kind(table.query.kind)

    def places(axis: CrossAxis | None) -> range:
        field = field_at(file.plan, kind, axis.axis.path) if axis else None
        by_unit = field is not None and field.type.lookup is Lookup.UNITS
        return range(len(axis.categories) if axis and by_unit else 0)

    rows, columns = places(table.rows), places(table.columns)
    every = product(range(len(table.numbers)), range(len(table.numbers[0])))
    return {(r, c) for r, c in every if r not in rows and c not in columns}


def _counts(table: CrossTable, counts: dict[Key, int], top: Collection[Key]) -> Counts:
    high, wide = len(table.numbers) - 1, len(table.numbers[0]) - 1
    lines = [((high, c), [(r, c) for r in range(high)], table.rows.overlap) for c in range(wide + 1)]
    if table.columns is not None:
        overlap = table.columns.overlap
        lines += [((r, wide), [(r, c) for c in range(wide)], overlap) for r in range(high + 1)]
    lines = [line for line in lines if line[1] and counts.keys() >= {line[0], *line[1]}]
    sums: list[Sum] = [(total, tuple(parts)) for total, parts, overlap in lines if not overlap]
    bounds = [bound for total, parts, overlap in lines if overlap for bound in _beside(total, parts)]
    breakdowns: dict[str, list[Key]] = {
        CELLS: [key for key in product(range(high), range(wide)) if key in counts],
        COLUMN_TOTALS: [(high, c) for c in range(wide)], ROW_TOTALS: [(r, wide) for r in range(high)],
    }  # fmt: skip
    return Counts(
        counts, sums, list(counts), top, bounds=bounds, weights={(high, wide): _DEARER},
        breakdowns={name: keys for name, keys in breakdowns.items() if keys},
    )  # fmt: skip


def _beside(total: Key, parts: list[tuple[int, int]]) -> Iterator[Bound]:
    """Of categories that overlap none has more than all, and together they have no less."""
    yield from (Bound({total: 1, part: -1}, least=0) for part in parts)
    yield Bound({total: -1, **dict.fromkeys(parts, 1)}, least=0)
