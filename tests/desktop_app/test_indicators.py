"""Adding up, capping and comparing, in exact fractions."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.indicators import (
    Criterion,
    Member,
    Total,
    exceeds,
    short_by,
    show_gap,
    status_of,
    total,
)
from desktop_app.domain.measures import value_of
from desktop_app.messages import Label, Message
from desktop_app.texts import in_words

numbers = st.fractions(min_value=0, max_value=10_000, max_denominator=20)


def m(group: str, numerator: int | None, denominator: int | None) -> Member:
    return Member(group=group, numerator=numerator, denominator=denominator)


def test_groups_are_capped_one_by_one() -> None:
    found = [m("a", 0, 10), m("a", 8, None), m("a", 5, None), m("b", 2, 10)]
    assert total(found, "percent", capped=True) == Total(Fraction(12), Fraction(20), ("a",))
    assert total(found, "percent").numerator == 15


def test_a_group_of_unknown_size_is_left_out_of_both_sides() -> None:
    assert total([m("a", 3, None), m("b", 1, 2)], "percent") == Total(Fraction(1), Fraction(2))


def test_where_every_group_is_unknown_so_is_the_figure() -> None:
    assert total([m("a", 3, None), m("b", None, None)], "percent") == Total(None, None)


def test_nobody_to_count_is_zero_of_zero() -> None:
    assert total([], "percent") == Total(Fraction(0), Fraction(0))
    assert total([m("", None, None)], "percent") == Total(Fraction(0), Fraction(0))


def test_a_count_has_no_denominator() -> None:
    assert total([m("a", 1, None), m("b", 0, None), m("c", 1, 7)], "count") == Total(Fraction(2), None)


@pytest.mark.parametrize(
    ("measure", "numerator", "denominator", "status", "short"),
    [
        ("percent", 1999, 2000, "not-met", 1),
        ("percent", 2000, 2000, "met", 0),
        ("percent", 0, 0, "not-applicable", None),
        ("percent", None, None, "no-data", None),
        ("percent", 3, None, "no-data", None),
        ("count", 99, None, "not-met", 1),
        ("count", 101, None, "met", 0),
        ("growth", 5, 4, "met", 0),
    ],
)
def test_status_compares_the_unrounded_value(
    measure: str, numerator: int | None, denominator: int | None, status: str, short: int | None
) -> None:
    above, below = (None if n is None else Fraction(n) for n in (numerator, denominator))
    criterion = Criterion(measure, ">=", Fraction(100))
    assert (status_of(criterion, above, below), short_by(criterion, above, below)) == (status, short)


@given(above=numbers, below=numbers.filter(bool), aim=st.fractions(min_value=0, max_value=200, max_denominator=10))
def test_short_by_is_the_least_number_that_meets_the_threshold(above: Fraction, below: Fraction, aim: Fraction) -> None:
    criterion = Criterion("percent", ">=", aim)
    short = short_by(criterion, above, below)
    assert short is not None
    assert status_of(criterion, above + short, below) == "met"
    assert short == 0 or status_of(criterion, above + short - 1, below) == "not-met"


@pytest.mark.parametrize(
    ("op", "measure", "aim", "numerator", "denominator", "status", "short"),
    [
        ("<=", "percent", 5, 8, 106, "not-met", -3),  # 5 of 106 are 4.7 %
        ("<=", "percent", 5, 5, 106, "met", 0),
        ("<=", "percent", 0, 1, 9, "not-met", -1),
        ("<=", "percent", 0, 0, 9, "met", 0),
        ("<=", "growth", 3, 2, 22, "not-met", -2),  # 24 cases against 22: one more would be 4.5 %
        ("<=", "growth", 3, -5, 22, "met", 0),
        ("<=", "growth", 0, 0, 22, "met", 0),
        ("<=", "count", 2, 4, None, "not-met", -2),
        ("=", "percent", 50, 4, 8, "met", 0),
        ("=", "percent", 50, 6, 8, "not-met", -2),
        ("=", "percent", 50, 1, 8, "not-met", 3),
        ("=", "percent", 50, 1, 9, "not-met", None),  # no whole number is half of nine
        ("=", "percent", 0, 2, 9, "not-met", -2),
        ("=", "percent", 100, 0, 0, "not-applicable", None),
        ("=", "growth", 0, 3, 22, "not-met", -3),
        ("=", "growth", 0, -3, 22, "not-met", 3),
        ("=", "count", 3, 1, None, "not-met", 2),
        (">=", "percent", 0, 0, 9, "met", 0),
    ],
)
def test_each_sign_says_what_meets_it_and_what_must_be_added_or_taken_away(
    op: str, measure: str, aim: int, numerator: int, denominator: int | None, status: str, short: int | None
) -> None:
    criterion = Criterion(measure, op, Fraction(aim))
    both = Fraction(numerator), None if denominator is None else Fraction(denominator)
    assert (status_of(criterion, *both), short_by(criterion, *both)) == (status, short)


def test_of_what_is_counted_whole_whole_ones_are_lacking_also_where_a_half_was_typed_by_hand() -> None:
    assert short_by(Criterion("percent", ">=", Fraction(100)), Fraction("12.5"), Fraction(1234)) == 1222


@pytest.mark.parametrize(
    ("op", "measure", "aim", "numerator", "denominator", "gap", "shown"),
    [
        (">=", "count", "12.75", "5.675", None, "7.075", "7,075"),  # kilometres: eight would be more than is lacking
        (">=", "count", "12.75", "0", None, "12.75", "12,75"),
        (">=", "count", "3450", "1.999998", None, "3448.000002", "3.448,000002"),
        ("<=", "mean", "85", "1356.530499", "10", "-506.530499", "506,530499"),
        ("=", "count", "2.5", "2.25", None, "0.25", "0,25"),
        ("between", "count", "4.5", "7.25", None, "-1.25", "1,25"),
        (">=", "percent", "95.5", "1", "2.5", "1.3875", "1,3875"),
    ],
)
def test_what_is_not_counted_whole_lacks_just_what_it_lacks(
    op: str, measure: str, aim: str, numerator: str, denominator: str | None, gap: str, shown: str
) -> None:
    criterion = Criterion(measure, op, Fraction(aim), Fraction(6) if op == "between" else None)
    both = Fraction(numerator), None if denominator is None else Fraction(denominator)
    found = short_by(criterion, *both, decimals=True)
    assert found == Fraction(gap)
    assert found is not None
    assert show_gap(found) == shown
    assert status_of(criterion, both[0] + found, both[1]) == "met"


def test_only_a_value_above_the_upper_threshold_exceeds_it() -> None:
    criterion = Criterion("growth", ">=", Fraction(3), Fraction(5))
    assert exceeds(criterion, value_of("growth", Fraction(6), Fraction(100)))
    assert not exceeds(criterion, Fraction(5))
    assert not exceeds(criterion, None)
    assert not exceeds(Criterion("growth", ">=", Fraction(3)), Fraction(50))


def test_a_text_of_a_plan_fills_in_names_and_nothing_else() -> None:
    assert in_words(Message(Label("{n} cơ sở, {n.__class__}, {other}"), n=3)) == "3 cơ sở, {n.__class__}, {other}"
