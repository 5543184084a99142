"""Values are read as officers type them, kept in one spelling, and shown as they would write them."""

import datetime
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.field_types import FIELD_TYPES
from desktop_app.domain.plan import Choice, Field, Plan
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.domain.typed_value import Days
from desktop_app.domain.values import (
    LARGEST_INT,
    MAX_TEXT,
    Problem,
    Value,
    choice_labels,
    from_json,
    from_stored,
    parse,
    show,
    to_json,
    to_stored,
)
from desktop_app.messages import Label
from desktop_app.texts import in_words
from tests.small_plan import SOURCE

YEAR = ("2021-12-15", "2022-12-14")


def field(kind: str, **more: Any) -> Field:
    return Field("x", FIELD_TYPES[kind], Label("Số người"), Label(""), "P0", choices="form", **more)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return parse_plan({**SOURCE, "choices": {"form": {"loa": {"label": "Loa"}, "to_roi": {"label": "Tờ rơi"}}}})


def complaint(value: Value | Problem) -> str:
    assert isinstance(value, Problem)
    assert (value.field, value.severity) == ("x", "error")
    return in_words(value.message)


INTS = st.integers(-LARGEST_INT, LARGEST_INT)
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=9, min_value=-(10**17), max_value=10**17)
TIMES = st.times().map(lambda time: f"{time:%H:%M}")
DAYS = st.dates(min_value=datetime.date(1000, 1, 1)).map(datetime.date.isoformat)


# --- what is shown can be typed again ------------------------------------------------------------------------------


@given(INTS)
def test_a_whole_number_is_read_back_as_it_is_shown(plan: Plan, number: int) -> None:
    assert parse(field("int"), in_words(show(field("int"), number, plan))) == number
    assert parse(field("money"), in_words(show(field("money"), number, plan))) == number
    assert parse(field("int"), in_words(show(field("int", plain=True), number, plan))) == number


@given(DECIMALS)
def test_a_decimal_is_read_back_as_it_is_shown(plan: Plan, number: Decimal) -> None:
    kept = from_json(field("decimal"), number)
    assert kept == number
    assert isinstance(kept, Decimal)
    assert parse(field("decimal"), in_words(show(field("decimal"), kept, plan))) == kept


@given(DAYS)
def test_a_day_is_read_back_as_it_is_shown(plan: Plan, day: str) -> None:
    assert parse(field("date"), in_words(show(field("date"), day, plan))) == day
    assert parse(field("date"), day) == day


# --- what is stored or exported comes back -------------------------------------------------------------------------

VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": st.text(), "longtext": st.text(), "ref": st.text(), "unit": st.text(), "choice": st.text(), "int": INTS,
    "money": INTS, "decimal": DECIMALS, "date": DAYS, "bool": st.booleans(), "multi": st.lists(st.text()),
    "time": TIMES,
}  # fmt: skip


@pytest.mark.parametrize("kind", FIELD_TYPES)
@given(data=st.data())
def test_a_value_survives_storing_and_exporting(kind: str, data: st.DataObject) -> None:
    value = from_json(field(kind), data.draw(VALUES[kind] | st.none()))
    if isinstance(value, Problem):
        return
    assert from_stored(field(kind), to_stored(value)) == value
    assert from_json(field(kind), json.loads(json.dumps(to_json(value)))) == value


@pytest.mark.parametrize("kind", FIELD_TYPES)
@given(stored=st.none() | st.integers() | st.text() | st.lists(st.text()).map(json.dumps))
def test_whatever_a_foreign_log_holds_can_be_read(plan: Plan, kind: str, stored: str | int | None) -> None:
    value = from_stored(field(kind), stored)
    assert in_words(show(field(kind), value, plan)) is not None
    assert from_stored(field(kind), to_stored(value)) == value


@pytest.mark.parametrize(
    ("kind", "stored"),
    [
        ("int", "5"), ("bool", "true"), ("text", 5), ("decimal", "1e9"), ("decimal", "NaN"), ("date", "2022-02-30"),
        ("date", "20220514"), ("date", "2022-W10-1"), ("multi", "{"), ("multi", '"a"'), ("multi", "[" * 100_000),
        ("multi", "[]"),
    ],
)  # fmt: skip
def test_what_this_program_can_not_have_stored_is_unknown(kind: str, stored: str | int) -> None:
    assert from_stored(field(kind), stored) is None


# --- typed by a person ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [("41", 41), ("1.234", 1234), ("1 234 567", 1234567), ("-5", -5), ("007", 7), (" 12 ", 12), ("-1.000", -1000)],
)
def test_whole_numbers_as_they_are_typed(text: str, number: int) -> None:
    assert parse(field("int"), text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234,0", 1234), ("1.234,00", 1234), ("12,0", 12), ("12.00", 12), ("1234.000", 1234), ("0,000", 0),
        ("1,000,000", 1000000), ("-1,234,567", -1234567), ("1,234,567.00", 1234567), ("1,234.0", 1234),
    ],
)  # fmt: skip
def test_whole_numbers_as_a_spreadsheet_gives_them(text: str, number: int) -> None:
    assert parse(field("int"), text) == number
    assert parse(field("money"), f"{text} ₫") == number


@pytest.mark.parametrize("text", ["1,000", "12,345", "-1,234"])
def test_a_comma_that_may_stand_between_thousands_is_asked_about(text: str) -> None:
    meant = text.replace(",", ".")
    told = f"Số người: “{text}” có dấu phẩy nên là số lẻ; nếu dấu phẩy ngăn hàng nghìn thì ghi {meant}."
    assert complaint(parse(field("int"), text)) == told
    assert isinstance(parse(field("int"), meant), int)


@pytest.mark.parametrize("text", ["bốn", "1,5", "12.5", "0.125", "1234.567", "1.23", "٣", "1-2", "--1", "1e3"])
def test_what_is_no_whole_number_gets_a_sentence_with_the_text(text: str) -> None:
    assert complaint(parse(field("int"), text)) == f"Số người: “{text}” không phải là số nguyên."


@pytest.mark.parametrize("text", [str(LARGEST_INT + 1), "9" * 5000])
def test_a_number_beyond_all_bounds_is_too_large(text: str) -> None:
    assert "quá lớn" in complaint(parse(field("int"), text))
    assert parse(field("int"), str(-LARGEST_INT)) == -LARGEST_INT


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("1.234,50", "1234.5"),
        ("1.234", "1234"),
        ("0.125", "0.125"),
        ("-0", "0"),
        ("1,234", "1.234"),
        ("1,234.5", "1234.5"),
        ("1,000,000", "1000000"),
        ("1,234,567.25", "1234567.25"),
        ("1.234,0", "1234"),
    ],
)
def test_decimals_as_they_are_typed(text: str, number: str) -> None:
    assert str(parse(field("decimal"), text)) == number


@pytest.mark.parametrize(
    "text", ["1,2,3", "1,23,456", "1.234,5.6", "1.23.456", "x", "1e9", "NaN", "1234567890123456789"]
)
def test_what_is_no_number_gets_a_sentence(text: str) -> None:
    assert complaint(parse(field("decimal"), text)) == f"Số người: “{text}” không phải là số."


@pytest.mark.parametrize(
    "text", ["14/5/2022", "14-05-22", "14.5.2022", "14 05 2022", "140522", "14052022", "2022-5-14", " 14/05/22 "]
)
def test_a_day_in_every_usual_spelling(text: str) -> None:
    assert parse(field("date"), text) == "2022-05-14"


@pytest.mark.parametrize(
    "text",
    ["05/03/2022 00:00:00", "5/3/22 0:00", "2022-03-05 00:00:00", "2022-03-05T00:00:00", "05/03/2022 00:00:00.000"],
)
def test_the_beginning_of_the_day_that_a_spreadsheet_gives_along_goes(text: str) -> None:
    assert parse(field("date"), text) == "2022-03-05"


@pytest.mark.parametrize("text", ["05/03/2022 14:30", "05/03/2022 12:00:00 AM", "3/25/2022 00:00:00"])
def test_a_time_of_the_day_or_a_month_first_is_refused(text: str) -> None:
    assert isinstance(parse(field("date"), text), Problem)


@pytest.mark.parametrize("text", ["5/3", "05-03", "5.3"])
def test_a_day_without_its_year_is_one_of_the_plan_year(text: str) -> None:
    assert parse(field("date"), text, YEAR) == "2022-03-05"
    assert isinstance(parse(field("date"), text), Problem)


@pytest.mark.parametrize(
    ("text", "days", "day"),
    [
        ("20/12", YEAR, "2021-12-20"),
        ("14/12", YEAR, "2022-12-14"),
        ("15/12", YEAR, "2021-12-15"),
        ("29/2", ("2023-12-15", "2024-12-14"), "2024-02-29"),
    ],
)
def test_the_year_is_the_one_that_puts_the_day_inside_the_plan_year(text: str, days: Days, day: str) -> None:
    assert parse(field("date"), text, days) == day


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("29/2", YEAR),
        ("5/1", ("2022-02-01", "2022-12-31")),
        ("5/1", ("2022-01-01", "2023-01-31")),
    ],
)
def test_the_year_is_asked_where_none_or_two_do(text: str, days: Days) -> None:
    assert "thiếu năm" in complaint(parse(field("date"), text, days))


def test_a_day_that_no_year_has_is_said_to_be_none() -> None:
    assert complaint(parse(field("date"), "31/2", YEAR)) == "Số người: không có ngày “31/2”."


@pytest.mark.parametrize("text", ["14/5", "hôm nay", "1/2/3/4", "14/5/022", "12345"])
def test_what_is_no_day_gets_a_sentence_that_shows_how(text: str) -> None:
    assert "05/03/2022 hoặc 050322" in complaint(parse(field("date"), text))


@pytest.mark.parametrize("text", ["30/2/2022", "29022023", "2022-13-01", "0/1/2022"])
def test_a_day_that_is_in_no_calendar_is_named(text: str) -> None:
    assert complaint(parse(field("date"), text)) == f"Số người: không có ngày “{text}”."


def test_blank_text_is_not_yet_known() -> None:
    for kind in FIELD_TYPES:
        assert parse(field(kind), "  ") is None
        assert from_json(field(kind), None) is None


def test_text_is_composed_trimmed_and_of_one_line() -> None:
    assert parse(field("text"), "  Ma\u0302\u0323n \n  Đào\t") == "Mận Đào"
    assert parse(field("longtext"), " một\r\nhai ") == "một\nhai"


@pytest.mark.parametrize("text", ["a\x00b", "\ud800"])
def test_text_that_no_file_can_hold_is_refused(text: str) -> None:
    assert "ký tự không đọc được" in complaint(parse(field("text"), text))


def test_text_without_end_is_refused_and_a_long_one_is_quoted_short() -> None:
    assert "quá dài" in complaint(parse(field("longtext"), "a" * (MAX_TEXT + 1)))
    assert complaint(parse(field("int"), "a" * 100)) == f"Số người: “{'a' * 59}…” không phải là số nguyên."


# --- from a program ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "raw", "words"),
    [
        ("text", 5, "không phải là chữ"), ("int", "5", "không phải là số nguyên"), ("int", True, "số nguyên"),
        ("int", 5.0, "không phải là số nguyên"), ("int", LARGEST_INT + 1, "quá lớn"), ("decimal", True, "là số"),
        ("decimal", [1], "không phải là số"), ("decimal", float("inf"), "là số"), ("decimal", "1e999999999", "là số"),
        ("date", "14/05/2022", "dạng 2022-03-05"), ("date", 20220514, "dạng 2022-03-05"),
        ("date", "2022-02-30", "không có ngày"), ("bool", 1, "true hoặc false"), ("multi", "loa", "danh sách"),
        ("multi", [1], "không phải là danh sách"),
    ],
)  # fmt: skip
def test_types_are_strict(kind: str, raw: Any, words: str) -> None:
    assert words in complaint(from_json(field(kind), raw))


def test_numbers_of_json_become_exact_decimals() -> None:
    assert from_json(field("decimal"), 0.1) == Decimal("0.1")
    assert from_json(field("decimal"), 12) == Decimal(12)
    assert from_json(field("decimal"), "3.50") == Decimal("3.5")


def test_a_multi_choice_holds_each_value_once_in_a_fixed_order() -> None:
    assert from_json(field("multi"), ["b", "a", "b"]) == ("a", "b")
    assert from_json(field("multi"), []) is None


def test_a_decimal_is_exported_as_a_number_where_that_is_exact() -> None:
    assert to_json(Decimal(5)) == 5
    assert to_json(Decimal("0.1")) == 0.1
    assert to_json(Decimal("123456789012345678.123456789")) == "123456789012345678.123456789"


def test_the_stored_forms() -> None:
    assert (to_stored(True), to_stored(("a", "b")), to_stored(()), to_stored(None)) == (1, '["a","b"]', None, None)
    assert to_stored(Decimal("1E-7")) == "0.0000001"


# --- shown ---------------------------------------------------------------------------------------------------------


def test_values_as_people_read_them(plan: Plan) -> None:
    assert in_words(show(field("int"), None, plan)) == ""
    assert in_words(show(field("int"), 1234567, plan)) == "1.234.567"
    assert in_words(show(field("int", plain=True), 2022, plan)) == "2022"
    assert in_words(show(field("decimal"), Decimal("-1234.5"), plan)) == "-1.234,5"
    assert in_words(show(field("date"), "2022-05-04", plan)) == "04/05/2022"
    assert (in_words(show(field("bool"), True, plan)), in_words(show(field("bool"), False, plan))) == ("Có", "Không")
    assert in_words(show(field("choice"), "loa", plan)) == "Loa"
    assert in_words(show(field("text"), "Đào", plan)) == "Đào"


def test_several_choices_stand_in_the_order_of_their_list_and_unknown_ones_last(plan: Plan) -> None:
    assert in_words(show(field("multi"), ("cu", "loa", "to_roi"), plan)) == "Loa, Tờ rơi, cu"
    assert choice_labels(field("multi"), [], plan) == []
    assert isinstance(plan.choices["form"]["loa"], Choice)


# as a spreadsheet, a web page or a text program gives them to the clipboard
@pytest.mark.parametrize(
    ("kind", "pasted", "value"),
    [
        ("text", "\ufeffPhát\tthanh\u00a0xã\r\n", "Phát thanh xã"),
        ("text", "bản\u200b Nà\u00ad Khương", "bản Nà Khương"),
        ("int", "\ufeff1\u00a0234\n", 1234),
        ("int", "1\u202f234", 1234),
        ("money", "1.500.000 đ", 1500000),
        ("money", "1.500.000đồng", 1500000),
        ("money", "1 500 000 VNĐ", 1500000),
        ("date", "05 / 03 / 2022", "2022-03-05"),
        ("date", "\u00a05/3/22\t", "2022-03-05"),
        ("decimal", "\u200b12,5", Decimal("12.5")),
    ],
)
def test_what_is_pasted_loses_what_nobody_sees(kind: str, pasted: str, value: Value) -> None:
    assert parse(field(kind), pasted, YEAR) == value


def test_half_a_letter_in_a_stored_list_is_nothing_that_can_be_shown() -> None:
    assert from_stored(field("multi"), '["\\ud800"]') is None
    assert from_stored(field("multi"), '["\\ud83d\\ude00"]') == ("\U0001f600",)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1,5 triệu", 1_500_000), ("2tr", 2_000_000), ("10k", 10_000), ("2 TRIỆU đồng", 2_000_000),
        ("1.5tr", 1_500_000),
        ("1,2 tỷ", 1_200_000_000), ("1.500 nghìn đ", 1_500_000), ("0,5 trieu", 500_000), ("12 ngàn", 12_000),
    ],
)  # fmt: skip
def test_amounts_are_read_in_thousands_and_millions(text: str, amount: int) -> None:
    assert parse(field("money"), text) == amount


@pytest.mark.parametrize("text", ["1,500 triệu", "1,2345 nghìn", "2 con", "triệu", "2tr5", "9999999 tỷ"])
def test_an_amount_that_may_be_read_in_two_ways_or_in_none_is_asked(text: str) -> None:
    assert isinstance(parse(field("money"), text), Problem)
