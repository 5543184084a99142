"""The value of each measure, and how it is rounded and shown."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.measures import (
    MEASURES,
    numerator_for,
    rounded,
    show_difference,
    show_fraction,
    show_value,
    sides_by_hand,
    value_of,
)

numbers = st.fractions(min_value=0, max_value=10_000, max_denominator=20)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("59.4339", "59,4%"), ("60.45", "60,5%"), ("0.05", "0,1%"), ("99.95", "100,0%"), ("99.949", "99,9%"),
        ("1234.56", "1.234,6%"), ("0", "0,0%"),
    ],
)  # fmt: skip
def test_percentages_are_shown_with_one_decimal_half_away_from_zero(value: str, shown: str) -> None:
    assert show_value("percent", Fraction(value)) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [("8.333", "+8,3%"), ("-2.5", "-2,5%"), ("-0.05", "-0,1%"), ("-0.04", "0,0%"), ("0", "0,0%")]
)
def test_growth_is_shown_with_its_sign(value: str, shown: str) -> None:
    assert show_value("growth", Fraction(value)) == shown


def test_a_count_is_shown_whole_where_it_is_whole() -> None:
    assert show_value("count", Fraction(1234)) == "1.234"
    assert show_value("count", Fraction("2.5")) == "2,5"
    assert show_fraction(Fraction(100)) == "100"


@given(st.fractions(min_value=-1000, max_value=1000, max_denominator=997))
def test_rounding_moves_a_value_by_at_most_half_a_tenth(value: Fraction) -> None:
    assert abs(Fraction(rounded(value, 1)) - value) <= Fraction(1, 20)
    assert rounded(-value, 1) == -rounded(value, 1)
    assert rounded(value, 1) == rounded(value, 1).quantize(Decimal("0.1"))


@pytest.mark.parametrize(
    ("measure", "value", "shown"),
    [
        ("percent", "1.25", "+1,3"), ("growth", "-1.25", "-1,3"), ("growth", "0", "0,0"), ("count", "3", "+3"),
        ("count", "-2.5", "-2,5"), ("count", "0", "0"),
    ],
)  # fmt: skip
def test_a_difference_is_shown_with_its_sign_and_without_a_unit(measure: str, value: str, shown: str) -> None:
    assert show_difference(measure, Fraction(value)) == shown


@pytest.mark.parametrize("measure", MEASURES)
@given(value=numbers, below=numbers.filter(bool))
def test_the_numerator_for_a_value_comes_to_it(measure: str, value: Fraction, below: Fraction) -> None:
    assert value_of(measure, numerator_for(measure, value, below), below) == value


@pytest.mark.parametrize(
    ("measure", "before", "sides"),
    [("growth", 20, (3, 20)), ("growth", None, (23, None)), ("percent", 20, (23, 20)), ("count", 20, (23, None))],
)
def test_of_two_numbers_typed_in_a_growth_is_what_the_first_has_more(
    measure: str, before: int | None, sides: tuple[int, int | None]
) -> None:
    found = sides_by_hand(measure, Fraction(23), None if before is None else Fraction(before))
    assert found == tuple(None if side is None else Fraction(side) for side in sides)
