"""Filters are read as officers type them: words, numbers, days, months, and what lies between."""

from decimal import Decimal

import pytest

from desktop_app.domain.column_filter import ColumnFilter, comparable, read_filter
from desktop_app.domain.field_types import FIELD_TYPES
from desktop_app.domain.plan import Field
from desktop_app.domain.values import Problem, Value
from desktop_app.messages import Label

YEAR = ("2021-12-15", "2022-12-14")


def field(kind: str) -> Field:
    return Field("f", FIELD_TYPES[kind], Label("Ô"), Label(""), "P0")


def bounds(kind: str, text: str) -> tuple[tuple[str, Value], ...]:
    read = read_filter(field(kind), text, YEAR)
    assert isinstance(read, ColumnFilter)
    return read.bounds


@pytest.mark.parametrize("kind", ["text", "date", "int"])
@pytest.mark.parametrize("text", ["", "   "])
def test_blank_asks_for_nothing(kind: str, text: str) -> None:
    assert read_filter(field(kind), text, YEAR) is None


@pytest.mark.parametrize("kind", ["text", "longtext", "choice", "multi", "ref", "unit", "bool"])
def test_words_are_folded(kind: str) -> None:
    assert read_filter(field(kind), " Đồng  BÀO ", YEAR) == ColumnFilter("f", words=("dong", "bao"))


@pytest.mark.parametrize("kind", ["text", "date", "money"])
def test_empty_and_filled_fields_can_be_asked_for(kind: str) -> None:
    assert read_filter(field(kind), "=", YEAR) == ColumnFilter("f", empty=True)
    assert read_filter(field(kind), "<>", YEAR) == ColumnFilter("f", empty=False)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("10", ((">=", 10), ("<=", 10))),
        ("=10", ((">=", 10), ("<=", 10))),
        (">=10", ((">=", 10),)),
        ("≥ 1.000", ((">=", 1000),)),
        ("<10", (("<", 10),)),
        ("≤10", (("<=", 10),)),
        ("> 10", ((">", 10),)),
        ("5..20", ((">=", 5), ("<=", 20))),
        ("5…20", ((">=", 5), ("<=", 20))),
        ("5 - 20", ((">=", 5), ("<=", 20))),
        ("5..", ((">=", 5),)),
        ("..20", (("<=", 20),)),
    ],
)
def test_numbers_and_ranges_of_numbers(text: str, wanted: object) -> None:
    assert bounds("int", text) == wanted


def test_decimals_are_read_with_a_comma_and_compared_as_numbers() -> None:
    assert bounds("decimal", ">2,5") == ((">", Decimal("2.5")),)
    assert comparable(Decimal("2.5")) == 2.5
    assert comparable("2022-05-01") == "2022-05-01"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("5/3/22", "2022-03-05", "2022-03-05"),
        ("050322", "2022-03-05", "2022-03-05"),
        ("31/3", "2022-03-31", "2022-03-31"),
        ("5/22", "2022-05-01", "2022-05-31"),
        ("2/2024", "2024-02-01", "2024-02-29"),
        ("2022", "2022-01-01", "2022-12-31"),
        ("1/3/22..31/3/22", "2022-03-01", "2022-03-31"),
        ("1/3..31/3", "2022-03-01", "2022-03-31"),
        ("2/22 - 4/22", "2022-02-01", "2022-04-30"),
    ],
)
def test_days_months_years_and_what_lies_between(text: str, first: str, last: str) -> None:
    assert bounds("date", text) == ((">=", first), ("<=", last))


@pytest.mark.parametrize(
    ("text", "sign", "day"),
    [
        (">=5/22", ">=", "2022-05-01"),
        (">5/22", ">", "2022-05-31"),
        ("<5/22", "<", "2022-05-01"),
        ("<=5/22", "<=", "2022-05-31"),
        ("1/3/22..", ">=", "2022-03-01"),
    ],
)
def test_a_month_counts_as_a_whole(text: str, sign: str, day: str) -> None:
    assert bounds("date", text) == ((sign, day),)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("date", "hôm qua"), ("date", "5/"), ("date", "31/2"), ("date", "0/5"), ("date", "13/22"), ("date", "5/0"),
        ("date", "5/0000"), ("date", "1/3/22..x"), ("date", "x..1/3/22"), ("int", "nhiều"),
        ("int", "1..2..3"), ("decimal", "1,2,3"),
    ],
)  # fmt: skip
def test_what_can_t_be_read_says_so(kind: str, text: str) -> None:
    assert isinstance(read_filter(field(kind), text, YEAR), Problem)


@pytest.mark.parametrize("text", ["..", ">", ">= ", "≤"])
def test_signs_alone_ask_for_nothing_yet(text: str) -> None:
    assert read_filter(field("int"), text, YEAR) is None
