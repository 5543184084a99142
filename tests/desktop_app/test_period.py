"""Reporting periods and the windows that figures look at (Decree 09/2019/NĐ-CP article 12 and calendar periods)."""

from calendar import monthrange
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app import texts
from desktop_app.domain.day_values import last_day_of
from desktop_app.domain.lock_content import period_from_json, period_to_json
from desktop_app.domain.period import (
    CODES,
    MONTHS,
    QUARTERS,
    Period,
    Scheme,
    current_period,
    parse_schemes,
    require_plan_year,
)
from desktop_app.domain.period_codes import is_own_code
from desktop_app.domain.period_reading import parse_period
from desktop_app.domain.trend import up_to
from desktop_app.domain.windows import SchoolYear, covers, due_day, judged, school_years, tiles
from desktop_app.errors import AppError
from desktop_app.texts import in_words
from tests.sentences import refused

SCHEMES = parse_schemes(
    {
        "period_schemes": {
            "nd09": {"label": {"vi": "Nghị định 09"}, "start_day": 15, "month_shift": -1},
            "duong_lich": {"label": {"vi": "Dương lịch", "en": "Calendar"}, "start_day": 1},
            "tuy_chon": {
                "label": {"vi": "Tự đặt"},
                "days": {"2022": ["2021-12-20", "2022-12-19"], "2022-Q1": ["2021-12-20", "2022-03-19"]},
            },
        }
    }
)
ND09 = SCHEMES["nd09"]
CALENDAR = SCHEMES["duong_lich"]
days = st.dates(date(1960, 1, 1), date(2190, 1, 1))


def read(text: str) -> Period:
    return parse_period(text, SCHEMES, "nd09")


def span(text: str) -> str:
    return read(text).dates


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2022-01", "15/12/2021 – 14/01/2022"),
        ("2022-03", "15/02/2022 – 14/03/2022"),
        ("2022-Q1", "15/12/2021 – 14/03/2022"),
        ("2022-Q2", "15/03/2022 – 14/06/2022"),
        ("2022-q3", "15/06/2022 – 14/09/2022"),
        ("2022-Q4", "15/09/2022 – 14/12/2022"),
        ("2022-H1", "15/12/2021 – 14/06/2022"),
        ("2022-H2", "15/06/2022 – 14/12/2022"),
        ("2022-9M", "15/12/2021 – 14/09/2022"),
        ("2022", "15/12/2021 – 14/12/2022"),
        (" 2022-Y ", "15/12/2021 – 14/12/2022"),
        ("duong_lich:2022-Q3", "01/07/2022 – 30/09/2022"),
        ("duong_lich:2024-02", "01/02/2024 – 29/02/2024"),
        ("2022-07-01..2022-07-31", "01/07/2022 – 31/07/2022"),
        ("tuy_chon:2022-Q1", "20/12/2021 – 19/03/2022"),
    ],
)
def test_a_period_is_read_as_its_days(text: str, dates: str) -> None:
    assert span(text) == dates


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Không đọc được kỳ “”"),
        ("2022-Q5", "Không đọc được kỳ “2022-Q5”"),
        ("2022-7", "Không đọc được kỳ"),
        ("22-Q1", "Không đọc được kỳ"),
        ("２０２２", "Không đọc được kỳ"),
        ("2022-02-30..2022-03-01", "Không đọc được kỳ"),
        ("2022-2-3..2022-03-01", "Không đọc được kỳ"),
        ("2022-03-02..2022-03-01", "ngày cuối 01/03/2022 trước ngày đầu 02/03/2022"),
        ("am_lich:2022", "Không có cách chốt số liệu “am_lich”; kế hoạch có: nd09, duong_lich, tuy_chon."),
        ("tuy_chon:2022-Q2", "chưa ghi ngày của kỳ “2022-Q2”"),
        ("tuy_chon:2023-01-01..2023-01-02", "chưa ghi ngày của kỳ"),
        ("0001", "Năm 1 nằm ngoài khoảng 1950–2199"),
        ("2022-01-01..9999-12-31", "Năm 9999 nằm ngoài khoảng"),
    ],
)
def test_a_bad_period_text_is_refused_in_one_sentence(text: str, words: str) -> None:
    with pytest.raises(AppError) as error:
        read(text)
    assert words in in_words(error.value.message)


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [
        ("2022-Q3", "Quý III/2022", "Quarter III/2022"),
        ("2022-07", "Tháng 7/2022", "Month 7/2022"),
        ("2022", "Năm 2022", "Year 2022"),
        ("2022-H1", "6 tháng đầu năm 2022", "First half of 2022"),
        ("2022-H2", "6 tháng cuối năm 2022", "Second half of 2022"),
        ("2022-9M", "9 tháng năm 2022", "Nine months of 2022"),
        ("2022-07-01..2022-07-31", "Từ 01/07/2022 đến 31/07/2022", "01/07/2022 to 31/07/2022"),
    ],
)
def test_a_period_has_a_name_in_both_languages(text: str, vi: str, en: str) -> None:
    period = read(text)
    assert in_words(period.label) == vi
    texts.set_language("en")
    assert in_words(period.label) == en


@given(st.sampled_from(CODES), st.integers(2000, 2100), st.sampled_from(["nd09", "duong_lich"]))
def test_the_text_of_a_period_reads_back_as_the_same_period(code: str, year: int, scheme: str) -> None:
    period = SCHEMES[scheme].period(code, year)
    assert period is not None
    assert parse_period(period.text, SCHEMES, scheme) == period


def test_the_text_of_a_free_range_reads_back_as_the_same_period() -> None:
    assert read(read("2022-07-01..2022-07-31").text) == read("2022-07-01..2022-07-31")


@given(days, st.sampled_from(["nd09", "duong_lich"]))
def test_every_day_lies_in_one_month_one_quarter_and_one_year(day: date, scheme: str) -> None:
    rule = SCHEMES[scheme]
    year = rule.year_of(day)
    assert year is not None
    for codes in (MONTHS, QUARTERS, ("H1", "H2"), ("Y",)):
        holding = [p for p in rule.periods(codes, year) if p.first_day <= day <= p.last_day]
        assert holding == [rule.holding(day, codes)]


@given(st.integers(2000, 2100), st.sampled_from(["nd09", "duong_lich"]))
def test_months_and_quarters_follow_each_other_without_a_gap(year: int, scheme: str) -> None:
    for codes in (MONTHS, QUARTERS, ("H1", "H2")):
        parts = SCHEMES[scheme].periods(codes, year)
        following = SCHEMES[scheme].period(codes[0], year + 1)
        assert following
        assert [p.last_day + timedelta(1) for p in parts] == [p.first_day for p in (*parts[1:], following)]


def test_the_plan_year_is_the_one_that_holds_the_last_day() -> None:
    assert read("2021-11-01..2021-12-14").year == 2021
    assert read("2021-11-01..2021-12-15").year == 2022
    assert read("duong_lich:2021-11-01..2021-12-31").year == 2021
    assert read("tuy_chon:2022-01-01..2022-01-02").year == 2022


def test_a_period_of_a_year_without_a_plan_is_refused() -> None:
    require_plan_year(read("2022-Q3"), range(2022, 2023))
    with refused("chỉ có kế hoạch năm 2022"):
        require_plan_year(read("2023-Q1"), range(2022, 2023))


@pytest.mark.parametrize(
    ("text", "earlier"),
    [
        ("2022-Q3", "15/06/2021 – 14/09/2021"),
        ("2024-02-29..2024-03-31", "28/02/2023 – 31/03/2023"),
        ("2023-02-28..2023-03-01", "28/02/2022 – 01/03/2022"),
    ],
)
def test_the_same_period_a_year_earlier(text: str, earlier: str) -> None:
    period = ND09.year_earlier(read(text))
    assert period
    assert period.dates == earlier
    assert period.year == read(text).year - 1


def test_written_out_days_have_no_earlier_year_when_none_is_written() -> None:
    assert SCHEMES["tuy_chon"].year_earlier(read("tuy_chon:2022")) is None


def test_today_lies_in_its_quarter_and_outside_the_plan_year_in_the_whole_year() -> None:
    assert current_period(ND09, range(2022, 2023), date(2022, 3, 15)) == read("2022-Q2")
    assert current_period(ND09, range(2022, 2023), date(2022, 12, 15)) == read("2022")
    assert current_period(SCHEMES["tuy_chon"], range(2022, 2023), date(2022, 11, 1)) == read("tuy_chon:2022")


def codes_judged(
    scheme: Scheme, last_day: date, kinds: tuple[str, ...] = QUARTERS, plan_day: date = date(2022, 3, 15)
) -> str:
    first_day = scheme.periods(("Y",), 2022)[0].first_day
    found = judged(scheme.periods(kinds, 2022), plan_day, first_day, last_day)
    return " ".join(p.code or "" for p in found.parts) + ("?" if found.provisional else "")


@pytest.mark.parametrize(
    ("last_day", "quarters", "months"),
    [
        (date(2022, 3, 14), "", ""),
        (date(2022, 3, 15), "Q2?", "04?"),
        (date(2022, 4, 13), "Q2?", "04?"),
        (date(2022, 4, 14), "Q2?", "04"),
        (date(2022, 6, 13), "Q2?", "04 05"),
        (date(2022, 6, 14), "Q2", "04 05 06"),
        (date(2022, 9, 13), "Q2", "04 05 06 07 08"),
        (date(2022, 12, 14), "Q2 Q3 Q4", "04 05 06 07 08 09 10 11 12"),
    ],
)
def test_complete_quarters_and_months_from_the_plans_date_on_are_judged(
    last_day: date, quarters: str, months: str
) -> None:
    assert codes_judged(ND09, last_day) == quarters
    assert codes_judged(ND09, last_day, MONTHS) == months


def test_by_the_calendar_the_plans_date_lies_in_the_first_quarter() -> None:
    assert codes_judged(CALENDAR, date(2022, 12, 31)) == "Q1 Q2 Q3 Q4"
    assert codes_judged(CALENDAR, date(2022, 3, 30), MONTHS) == "03?"


def test_a_plan_older_than_its_year_is_judged_from_the_first_quarter() -> None:
    assert codes_judged(ND09, date(2022, 6, 14), plan_day=date(2021, 11, 12)) == "Q1 Q2"


def test_a_plan_younger_than_its_year_has_nothing_to_judge() -> None:
    assert codes_judged(ND09, date(2022, 12, 14), plan_day=date(2022, 12, 20)) == ""


def test_a_provisional_quarter_is_cut_at_the_last_day() -> None:
    found = judged(ND09.periods(QUARTERS, 2022), date(2022, 3, 15), date(2021, 12, 15), date(2022, 5, 31))
    assert [p.dates for p in found.parts] == ["15/03/2022 – 31/05/2022"]


def test_school_years_run_from_september_to_august() -> None:
    assert school_years(date(2021, 12, 15), date(2022, 8, 31), 9) == (
        SchoolYear("2021-2022", date(2021, 9, 1), date(2022, 8, 31)),
    )
    assert [y.name for y in school_years(date(2021, 12, 15), date(2022, 9, 1), 9)] == ["2021-2022", "2022-2023"]


def picked(codes: str, first: str, last: str) -> tuple[str, bool]:
    periods = [read(f"2022-{code}") for code in codes.split()]
    window = date.fromisoformat(first), date.fromisoformat(last)
    taken = tiles(periods, *window)
    return " ".join(p.code or "" for p in taken), covers(taken, *window)


def test_a_quarter_beside_its_months_is_counted_once() -> None:
    assert picked("04 05 06 Q2", "2022-03-15", "2022-06-14") == ("Q2", True)


def test_tiles_are_taken_longest_first_then_earliest_and_never_overlap() -> None:
    assert picked("Q1 9M H2 Q4 10", "2021-12-15", "2022-12-14") == ("9M Q4", True)
    assert picked("Q1 Q3 07", "2021-12-15", "2022-12-14") == ("Q3 Q1", False)  # 92 days before 90
    assert picked("06 Q2 H1", "2022-03-15", "2022-06-14") == ("Q2", True)


def test_a_report_is_due_after_working_days_without_holidays() -> None:
    friday = date(2022, 4, 29)
    assert due_day(friday, 5, ()) == date(2022, 5, 6)
    assert due_day(friday, 5, {date(2022, 5, 2), date(2022, 5, 3)}) == date(2022, 5, 10)
    assert due_day(friday, 0, ()) == friday


@pytest.mark.parametrize(
    ("scheme", "first", "name"),
    [
        ("nd09", date(2022, 2, 15), "Tháng 3/2022"), ("nd09", date(2021, 12, 15), "Tháng 1/2022"),
        ("duong_lich", date(2022, 3, 1), "Tháng 3/2022"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("days", [1, 10, 28])
def test_a_month_is_called_the_same_wherever_it_is_cut_off(scheme: str, first: date, name: str, days: int) -> None:
    code = name[6:].partition("/")[0].zfill(2)
    cut = Period(code, 2022, scheme, first, first + timedelta(days=days - 1))
    assert in_words(cut.label) == name


def test_months_end_as_the_calendar_says() -> None:
    months = [(year, month) for year in (1, 1900, 2000, 2022, 2024, 2100, 9999) for month in range(1, 13)]
    assert [last_day_of(*month) for month in months] == [monthrange(*month)[1] for month in months]


OWN = parse_schemes(
    {
        "period_schemes": {
            "school": {
                "label": {"vi": "Năm học"}, "start_day": 1, "month_shift": -4, "week_starts": "friday",
                "codes": {
                    "Y": {"label": {"vi": "Năm học {before}–{year}", "en": "School year {before}–{year}"}},
                    "HK1": {"months": [1, 5], "label": {"vi": "Học kỳ I ({before}–{year})"}, "short": {"vi": "HK I"}},
                    "HK2": {"months": [6, 9], "label": {"vi": "Học kỳ II ({before}–{year})"}},
                },
            },
            "days": {
                "label": {"vi": "Ngày riêng"},
                "days": {"2022": ["2022-01-03", "2022-12-30"], "2022-D1": ["2022-01-03", "2022-04-10"]},
                "codes": {"D1": {"label": {"vi": "Đợt 1 năm {year}"}}},
            },
        }
    }
)  # fmt: skip
SCHOOL = OWN["school"]


def of_school(text: str) -> Period:
    return parse_period(text, OWN, "school")


def test_a_plan_names_its_own_periods_and_dates_them() -> None:
    assert SCHOOL.offered[:3] == ("Y", "HK1", "HK2")
    assert [(p.text, p.dates, in_words(p.label)) for p in map(of_school, ("2022", "2022-HK1", "2022-hk2"))] == [
        ("2022", "01/09/2021 – 31/08/2022", "Năm học 2021–2022"),
        ("2022-HK1", "01/09/2021 – 31/01/2022", "Học kỳ I (2021–2022)"),
        ("2022-HK2", "01/02/2022 – 31/05/2022", "Học kỳ II (2021–2022)"),
    ]
    assert in_words(parse_period("2022-D1", OWN, "days").label) == "Đợt 1 năm 2022"
    with refused("Không đọc được kỳ"):
        read("2022-HK1")


def test_the_words_of_a_period_make_no_other_period_of_it() -> None:
    period = of_school("2022-HK1")
    bare = Period("HK1", 2022, "school", period.first_day, period.last_day)
    assert (bare == period, hash(bare) == hash(period)) == (True, True)
    again = period_from_json(period_to_json(period))
    assert (again, again.label) == (period, period.label)


def test_each_week_belongs_to_the_year_of_its_last_day() -> None:
    weeks = [p for p in SCHOOL.periods(SCHOOL.offered, 2022) if (p.code or "").startswith("W")]
    assert {p.first_day.weekday() for p in weeks} == {4}
    assert {p.days for p in weeks} == {7}
    assert weeks[0].dates == "27/08/2021 – 02/09/2021"
    assert all(after.first_day - before.last_day == timedelta(days=1) for before, after in pairwise(weeks))
    following = of_school("2023-W01")
    assert following.first_day - weeks[-1].last_day == timedelta(days=1)
    assert in_words(of_school("2022-W07").label) == "Tuần 7/2022"


def test_today_lies_in_the_shortest_period_that_the_plan_names() -> None:
    assert current_period(SCHOOL, range(2022, 2024), date(2022, 3, 1)) == of_school("2022-HK2")
    assert current_period(SCHOOL, range(2022, 2024), date(2022, 7, 1)) == of_school("2022")
    assert current_period(SCHOOL, range(2022, 2024), date(2022, 9, 1)) == of_school("2023-HK1")


def test_a_trend_takes_periods_that_are_equally_long() -> None:
    assert [p.code for p in up_to(SCHOOL, of_school("2022-W03"))] == ["W01", "W02", "W03"]
    assert [p.code for p in up_to(SCHOOL, of_school("2022-HK1"))] == ["HK1"]
    assert [p.text for p in up_to(ND09, read("2021..2023"))] == ["2021", "2022", "2023"]


@pytest.mark.parametrize(
    ("code", "is_own"), [("HK1", True), ("Q1", True), ("5Y", False), ("W07", False), ("hk1", False)]
)
def test_a_code_of_the_plans_own_is_none_that_means_something_else(code: str, is_own: bool) -> None:
    assert is_own_code(code) == is_own
