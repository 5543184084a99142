"""No small count can be worked out of a cross-table that left the window: a solver of its own tries at random."""

from fractions import Fraction
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.domain.crosstab import SHARES, Axis, Category, CrossAxis, CrossQuery, CrossTable
from desktop_app.domain.period_reading import parse_period
from desktop_app.domain.plan import Plan
from desktop_app.report.cells import Figure, shown
from desktop_app.session.crosstab_disclosure import CELLS, CrossMarks, marks_of_table
from desktop_app.session.crosstabs import printed_numbers, printed_shares
from tests.disclosure_solver import FEW, HIDDEN, LEFT_OUT, Attack
from tests.figure_file import shipped_plan

Record = tuple[tuple[int, ...], tuple[int, ...]]  # the rows and the columns that it lies in
PLAN: Plan = shipped_plan()
PERIOD = parse_period("2022", PLAN.schemes, PLAN.period_scheme)


def axis(name: str, size: int, *, overlap: bool) -> CrossAxis:
    return CrossAxis(Axis(name), name, tuple(Category(str(n), f"{name}{n}") for n in range(size)), overlap)


def made_up(seed: int) -> tuple[CrossTable, dict[Record, int], set[tuple[int, int]]]:
    """A table of people, how many lie in each set of rows and columns, and what of it is no secret."""
    random = Random(seed)
    high, wide = random.randint(1, 4), random.randint(1, 4)
    several_rows, several_columns = random.random() < 0.3, random.random() < 0.3

    def places(size: int, several: bool) -> tuple[int, ...]:
        return tuple(sorted(random.sample(range(size), random.randint(1, min(2, size) if several else 1))))

    people: dict[Record, int] = {}
    for _ in range(random.choice((4, 10, 60))):
        at = places(high, several_rows), places(wide, several_columns)
        people[at] = people.get(at, 0) + random.randint(1, 3)
    numbers = [[0] * (wide + 1) for _ in range(high + 1)]
    for (rows, columns), many in people.items():
        for r in (*rows, high):
            for c in (*columns, wide):
                numbers[r][c] += many
    top = {(high, wide)} | ({(high, c) for c in range(wide)} if random.random() < 0.5 else set())
    table = CrossTable(
        CrossQuery("k", Axis("row"), Axis("column")), PERIOD, "12", axis("row", high, overlap=several_rows),
        axis("column", wide, overlap=several_columns), tuple(map(tuple, numbers)),
    )  # fmt: skip
    return table, people, top


def lies(record: Record, r: int, c: int, table: CrossTable) -> bool:
    high, wide = len(table.numbers) - 1, len(table.numbers[0]) - 1
    return (r == high or r in record[0]) and (c == wide or c in record[1])


def sets_of(size: int, *, overlap: bool) -> list[tuple[int, ...]]:
    """The rows (or columns) that one person may lie in, as everybody knows."""
    return [some for many in range(1, size + 1 if overlap else 2) for some in combinations(range(size), many)]


def narrowed(
    table: CrossTable, marks: CrossMarks, signs: tuple[str, ...] = (FEW, HIDDEN)
) -> dict[tuple[int, int], tuple[int, int]]:
    """The counts printed as these that a reader of numbers and shares can narrow to fewer than four values."""
    rows = sets_of(len(table.numbers) - 1, overlap=table.rows.overlap)
    columns = sets_of(len(table.numbers[0]) - 1, overlap=table.columns is not None and table.columns.overlap)
    possible = [(r, c) for r in rows for c in columns]
    attack, hidden = Attack(), {}
    for r, row in enumerate(printed_numbers(table, marks)):
        for c, cell in enumerate(row):
            atoms = [record for record in possible if lies(record, r, c, table)]
            attack.reads(atoms, shown(cell).replace(".", ""))
            if shown(cell) in signs:
                hidden[r, c] = atoms
    return attack.told(hidden)


@settings(max_examples=50)
@given(st.integers(0, 2**40))
def test_no_hidden_count_has_fewer_than_four_values_for_who_reads_the_table(seed: int) -> None:
    table, _, top = made_up(seed)
    assert narrowed(table, marks_of_table(table, top)) == {}


@pytest.mark.parametrize("seed", [16, 80, 186])
def test_nor_has_a_small_count_that_a_sparse_table_leaves_out(seed: int) -> None:
    table, _, top = made_up(seed)
    marks = marks_of_table(table, top)
    assert CELLS in marks.left_out
    found = narrowed(table, marks, (LEFT_OUT,))
    assert [at for at in found if 0 < table.numbers[at[0]][at[1]] < 5] == []


@settings(max_examples=50)
@given(st.integers(0, 2**40))
def test_every_small_count_is_hidden_and_every_zero_is_shown(seed: int) -> None:
    table, _, top = made_up(seed)
    marks = marks_of_table(table, top)
    for r, row in enumerate(printed_numbers(table, marks)):
        for c, cell in enumerate(row):
            number = table.numbers[r][c]
            text = shown(cell)
            assert text in (FEW, HIDDEN, "", str(number))
            assert number or text in ("0", "")
            if 0 < number < 5 and (r, c) not in top:
                assert text in (FEW, "")


@settings(max_examples=50)
@given(st.integers(0, 2**40), st.sampled_from(SHARES))
def test_a_share_is_printed_only_where_both_of_its_numbers_are(seed: int, of: str) -> None:
    table, _, top = made_up(seed)
    marks = marks_of_table(table, top)
    numbers = printed_numbers(table, marks)
    for r, row in enumerate(printed_shares(table, marks, of)):
        for c, cell in enumerate(row):
            above, beside = table.whole(r, c, of)
            if isinstance(cell, Figure):
                assert not {shown(numbers[r][c]), shown(numbers[above][beside])} & {FEW, HIDDEN, ""}
                assert cell.value == 100 * Fraction(table.numbers[r][c]) / Fraction(table.numbers[above][beside])


def test_the_solver_breaks_a_table_that_hides_small_counts_alone() -> None:
    def weak(table: CrossTable, top: set[tuple[int, int]]) -> CrossMarks:
        few = {(r, c) for r, row in enumerate(table.numbers) for c, number in enumerate(row) if 0 < number < 5}
        return CrossMarks(dict.fromkeys(few - top, "small"))

    found = (made_up(seed) for seed in range(60))
    assert any(narrowed(table, weak(table, top)) for table, _, top in found)
