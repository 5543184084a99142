"""Hidden counts can't be worked out: a solver that shares nothing with the program tries, on every table."""

from collections.abc import Iterator, Mapping
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from desktop_app.domain.disclosure import (
    HIDDEN,
    SHOWN,
    SMALL,
    Cell,
    UnprotectedError,
    cells,
    possible,
    printed,
    protect,
    worked_out,
)


def total(key: str, *parts: Cell) -> Cell:
    return Cell(key, sum(part.count for part in parts), parts)


def leaves(cell: Cell) -> list[Cell]:
    return [c for c in cells(cell) if not c.parts]


def solve(top: Cell, shown: Mapping[str, str]) -> dict[str, set[int]]:
    """Every value that each count can have, found by trying all values of all leaves against what is printed."""

    def fits(text: str, value: int) -> bool:
        if text == "<5":
            return 1 <= value <= 4
        return value == 0 or value >= 5 if text == "…" else value == int(text)

    below = leaves(top)
    choices = [[v for v in range(top.count + 1) if fits(shown[leaf.key], v)] for leaf in below]
    found: dict[str, set[int]] = {cell.key: set() for cell in cells(top)}
    for values in product(*choices):
        if sum(values) != top.count:
            continue
        given_to = {leaf.key: value for leaf, value in zip(below, values, strict=True)}
        sums = {cell.key: sum(given_to[leaf.key] for leaf in leaves(cell)) for cell in cells(top)}
        if all(fits(shown[key], value) for key, value in sums.items()):
            for key, value in sums.items():
                found[key].add(value)
    return found


def bits(values: int) -> set[int]:
    return {n for n in range(values.bit_length()) if values >> n & 1}


@st.composite
def trees(draw: st.DrawFn) -> Cell:
    """A province of up to three districts with up to two communes each and records of its own."""
    counts = st.sampled_from((0, 0, 1, 2, 3, 4, 5, 6, 9))
    districts = [
        total(f"d{d}", *(Cell(f"d{d}x{c}", draw(counts)) for c in range(draw(st.integers(1, 2)))))
        for d in range(draw(st.integers(1, 2)))
    ]
    return total("p", *districts, Cell("own", draw(counts)))


@settings(max_examples=150)
@given(trees())
def test_no_small_count_can_be_worked_out_from_what_is_printed(top: Cell) -> None:
    try:
        marks = protect(top)
    except UnprotectedError:
        assume(False)
    shown = {cell.key: printed(cell, marks) for cell in cells(top)}
    found = solve(top, shown)
    for cell in cells(top):
        assert cell.count in found[cell.key]
        if marks[cell.key] == SMALL:
            assert len(found[cell.key]) >= 2
    assert shown["p"] == str(top.count)


@settings(max_examples=100)
@given(trees(), st.data())
def test_the_possible_values_are_exactly_those_that_trying_all_finds(top: Cell, data: st.DataObject) -> None:
    def mark(cell: Cell) -> str:
        usual = (SMALL,) if 0 < cell.count < 5 else (SHOWN, HIDDEN)
        return SHOWN if cell is top else data.draw(st.sampled_from(usual))

    marks = {cell.key: mark(cell) for cell in cells(top)}
    shown = {cell.key: printed(cell, marks) for cell in cells(top)}
    assert {key: bits(values) for key, values in possible(top, marks).items()} == solve(top, shown)


def shown_of(top: Cell) -> list[str]:
    marks = protect(top)
    return [printed(cell, marks) for cell in cells(top)]


def test_a_table_without_small_counts_is_printed_as_it_is() -> None:
    assert shown_of(total("p", Cell("a", 7), Cell("b", 0), Cell("c", 12))) == ["19", "7", "0", "12"]


def test_the_smallest_other_count_goes_with_a_single_small_one() -> None:
    assert shown_of(total("p", Cell("a", 3), Cell("b", 40), Cell("c", 9), Cell("d", 0))) == [
        "52", "<5", "40", "…", "0",
    ]  # fmt: skip


def test_two_small_counts_hide_each_other_unless_their_sum_tells() -> None:
    assert shown_of(total("p", Cell("a", 2), Cell("b", 3), Cell("c", 9))) == ["14", "<5", "<5", "9"]
    assert shown_of(total("p", Cell("a", 1), Cell("b", 1), Cell("c", 9))) == ["11", "<5", "<5", "…"]
    assert shown_of(total("p", Cell("a", 4), Cell("b", 4), Cell("c", 9))) == ["17", "<5", "<5", "…"]


def test_a_rule_that_everybody_knows_gives_nothing_away() -> None:
    """`…` is never 1–4: beside it a total of 6 would tell that the small one is 1, so a third is hidden."""
    assert shown_of(total("p", Cell("a", 1), Cell("b", 5), Cell("c", 20))) == ["26", "<5", "…", "…"]


def test_the_total_above_goes_too_where_nothing_is_left_beside() -> None:
    district = total("d", Cell("x", 3), Cell("y", 6))
    marks = protect(total("p", district, Cell("e", 30), Cell("f", 8)))
    assert marks["x"] == SMALL
    only = protect(total("p", total("d", Cell("x", 3)), Cell("e", 30), Cell("f", 8)))
    assert (only["d"], only["x"]) == (SMALL, SMALL)
    assert only["f"] == HIDDEN
    lone = protect(total("p", total("d", Cell("x", 1), Cell("y", 5)), Cell("e", 30), Cell("f", 8)))
    assert lone["d"] == HIDDEN


@pytest.mark.parametrize("counts", [(3,), (1, 1), (2, 0, 0)])
def test_a_small_total_at_the_top_can_not_be_printed_by_unit(counts: tuple[int, ...]) -> None:
    with pytest.raises(UnprotectedError):
        protect(total("p", *(Cell(f"u{n}", count) for n, count in enumerate(counts))))


def reports() -> Iterator[tuple[Cell, dict[str, str]]]:
    """A district's own report and the province's, each protected by itself."""
    district = total("d", Cell("x", 3), Cell("y", 6), Cell("z", 20))
    for top in (district, total("p", district, Cell("e", 8))):
        yield top, protect(top)


def test_reports_of_a_unit_and_its_parent_are_held_against_each_other() -> None:
    assert worked_out(list(reports())) == {}
    top = total("d", Cell("x", 3), Cell("y", 6))
    open_one = {"d": SHOWN, "x": SMALL, "y": SHOWN}
    closed = protect(top)
    assert worked_out([(top, closed)]) == {}
    assert worked_out([(top, closed), (top, open_one)]) == {"x": 3}


def test_a_province_of_106_communes_is_protected_at_once() -> None:
    districts = [total(f"d{d}", *(Cell(f"d{d}x{c}", (d * 7 + c * 3) % 23) for c in range(13))) for d in range(8)]
    top = total("p", *districts)
    marks = protect(top)
    assert {marks[c.key] for c in cells(top) if 0 < c.count < 5} == {SMALL}
    assert worked_out([(top, marks)]) == {}
