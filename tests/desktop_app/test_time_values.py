"""Times of the day are read as officers type them, compared, sorted, found, and refused where there are none."""

import copy
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.domain.column_filter import ColumnFilter, read_filter
from desktop_app.domain.duplicates import Verdict, verdict_of
from desktop_app.domain.field_types import FIELD_TYPES
from desktop_app.domain.plan import Field
from desktop_app.domain.plan_check import check_plan
from desktop_app.domain.values import Problem, Value, from_json, parse
from desktop_app.messages import Label
from desktop_app.session import OpenFile, editing, entry, opening, records
from desktop_app.texts import in_words, set_language
from tests.sentences import said
from tests.time_plan import NO_TIME, SOURCE, new_file, now

TIME = Field("time", FIELD_TYPES["time"], Label("Giờ"), Label(""), "P0")


@pytest.fixture
def file(tmp_path: Path) -> Iterator[OpenFile]:
    with opening.open_file(new_file(tmp_path / "xanh.db"), now=now) as opened:
        yield opened


def plant(file: OpenFile, start: str | None, finish: str | None = None) -> str:
    values: dict[str, Value] = {"day": "2023-05-02", "start": start, "finish": finish}
    made = editing.new_record(file, "planting", entry.defaults(file, "planting", values))
    assert made.saved, made.problems
    return made.record


# --- read ----------------------------------------------------------------------------------------------------------


def problem_of(typed: str) -> tuple[str | None, str]:
    problem = parse(TIME, typed)
    assert isinstance(problem, Problem)
    return problem.field, in_words(problem.message)


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("7h30", "07:30"), ("7:30", "07:30"), ("0730", "07:30"), ("07:30", "07:30"), ("7 giờ 30", "07:30"),
        ("7 giờ 30 phút", "07:30"), ("7H05", "07:05"), ("7g30", "07:30"), ("7h", "07:00"), ("07:30:00", "07:30"),
        ("0:00", "00:00"), ("23h59", "23:59"), (" 7h\u00a030 ", "07:30"), ("", None),
    ],
)  # fmt: skip
def test_a_time_is_read_as_it_is_typed(typed: str, time: str | None) -> None:
    assert parse(TIME, typed) == time


@pytest.mark.parametrize("typed", ["25:99", "7h60", "24:00", "2400", "7:99"])
@pytest.mark.parametrize(("language", "sentence"), [
    ("vi", "Giờ: không có giờ “{}”; giờ đi từ 00:00 đến 23:59."),
    ("en", "Giờ: there is no time “{}”; a day goes from 00:00 to 23:59."),
])  # fmt: skip
def test_there_is_no_such_time(typed: str, language: str, sentence: str) -> None:
    set_language(language)
    assert problem_of(typed) == ("time", sentence.format(typed))


@pytest.mark.parametrize("typed", ["sáng", "7", "730", "7:3", "7:", "-1:30", "٠٧:٣٠", "07:30:15"])
def test_what_is_no_time_is_told_how_to_write_one(typed: str) -> None:
    assert problem_of(typed) == ("time", f"Giờ: “{typed}” không phải là giờ; ghi như 07:30, 7h30 hoặc 0730.")


@pytest.mark.parametrize("raw", ["7:30", "7h30", "0730", 730, True, ["07:30"]])
def test_a_program_writes_a_time_in_one_way(raw: object) -> None:
    assert isinstance(from_json(TIME, raw), Problem)


@pytest.mark.parametrize(
    ("typed", "bounds"),
    [
        ("7h30", ((">=", "07:30"), ("<=", "07:30"))), (">=0730", ((">=", "07:30"),)),
        ("7h", ((">=", "07:00"), ("<=", "07:59"))),
        ("7h30..11h", ((">=", "07:30"), ("<=", "11:59"))), ("> 11 giờ", ((">", "11:59"),)), ("..9", (("<=", "09:59"),)),
    ],
)  # fmt: skip
def test_a_list_is_narrowed_to_times(typed: str, bounds: tuple[tuple[str, Value], ...]) -> None:
    assert read_filter(TIME, typed, None) == ColumnFilter("time", bounds=bounds)


def test_times_of_a_few_minutes_apart_may_be_the_same() -> None:
    assert verdict_of(TIME, "07:30", "07:45") is Verdict.NEAR
    assert verdict_of(TIME, "07:30", "07:46") is Verdict.DIFFERENT


# --- a plan with times ---------------------------------------------------------------------------------------------


def test_a_plan_may_have_times() -> None:
    assert check_plan(SOURCE) == []


def test_a_plan_s_default_must_be_a_time() -> None:
    wrong = copy.deepcopy(SOURCE)
    wrong["kinds"]["planting"]["fields"]["start"]["default"] = "7h30"
    assert [finding for finding in said(check_plan(wrong)) if "start" in finding]


def test_what_is_no_time_is_not_saved(file: OpenFile) -> None:
    record = plant(file, "07:30")
    refused = editing.set_value(file, record, "finish", "25:99")
    assert (refused.saved, [in_words(p.message) for p in refused.problems]) == (False, [NO_TIME])
    assert [row.values["finish"] for row in records.rows(file, "planting")] == [None]


def test_two_times_are_compared_and_times_sorted_and_found(file: OpenFile) -> None:
    made = [plant(file, start) for start in ("13:00", "07:30", "09:15")]
    assert "Giờ kết thúc phải sau giờ bắt đầu." in str(editing.set_value(file, made[1], "finish", "07:00").problems)
    assert editing.set_value(file, made[1], "finish", "11:00").problems == []
    assert [r.values["start"] for r in records.rows(file, "planting", order="start")] == ["07:30", "09:15", "13:00"]
    assert records.rows(file, "planting", order="start", descending=True)[0].values["start"] == "13:00"
    morning = read_filter(file.kind("planting").fields["start"], "<12h", None)
    assert records.count(file, "planting", columns=[morning]) == 2
    assert [row.id for row in records.search(file, "09:15")] == [made[2]]
    assert entry.defaults(file, "planting")["start"] == "07:30"
    assert entry.carried_over(file, "planting", {})["start"] == "09:15"
