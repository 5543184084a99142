"""What was corrected between two looks at the ledger, and what papers said that is no longer true."""

from datetime import date

from desktop_app.domain.count_cells import ALL, CountCell, CountedUnits, Days
from desktop_app.domain.count_tally import PeriodCounts, PublishedCounts, Tally, corrected, rest_of
from desktop_app.domain.org_unit import build_units

UNITS = build_units("x", [["p", None, "tinh", "", "Tỉnh"], ["a", "p", "xa", "", "A"], ["b", "p", "xa", "", "B"]])
PLACES = CountedUnits(UNITS, "p")
START = date(2022, 1, 1)
JANUARY, MARCH = Days(START, date(2022, 1, 31)), Days(date(2022, 2, 1), date(2022, 3, 31))


def tally(january: int, march: int) -> Tally:
    """So many in A in January and in February and March, and always three in B."""
    return Tally(
        PLACES,
        [
            PeriodCounts(START, JANUARY, {(ALL, "a"): (january, january), (ALL, "b"): (3, 3)}),
            PeriodCounts(START, MARCH, {(ALL, "a"): (march, january + march), (ALL, "b"): (0, 3)}),
        ],
    )


def test_a_corrected_count_is_another_one_in_all_that_holds_it() -> None:
    cells = [CountCell(ALL, "a", JANUARY), CountCell(ALL, "p", JANUARY)]
    found = corrected(tally(2, 7), tally(6, 7), [JANUARY], {})
    assert found == dict.fromkeys(cells, ((CountCell(ALL, "a", JANUARY), 2),))


def test_where_nothing_was_corrected_nothing_is_another() -> None:
    assert corrected(tally(2, 7), tally(2, 7), [JANUARY, MARCH], {}) == {}


def test_what_lies_in_no_unit_of_a_table_is_the_rest_of_the_unit_above() -> None:
    found = corrected(tally(2, 7), tally(6, 7), [JANUARY], {ALL: ["p"]})
    assert CountCell(ALL, rest_of("p"), JANUARY) in found


def test_a_paper_holds_while_what_it_says_and_what_it_is_silent_of_are_true() -> None:
    here = CountCell(ALL, "a", JANUARY)
    assert PublishedCounts({here: ("2", "<5")}).holds(tally(2, 7))
    assert not PublishedCounts({here: ("2",)}).holds(tally(6, 7))
    assert not PublishedCounts({here: ("<5",)}).holds(tally(6, 7))
    assert PublishedCounts({here: ("…",)}).holds(tally(6, 7))
    assert not PublishedCounts(silent=[("b", JANUARY)]).holds(tally(2, 7))
    assert PublishedCounts(silent=[("b", MARCH)]).holds(tally(2, 7))
    assert not PublishedCounts(silent_below=[("p", MARCH)]).holds(tally(2, 7))
