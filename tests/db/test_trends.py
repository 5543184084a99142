"""Figures over the periods of a year, against the year before, and unit against unit."""

import json
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.counting.trends import ranking, trend
from desktop_app.domain.audiences import SUPERIOR
from desktop_app.domain.lock_content import lock_content
from desktop_app.domain.lock_kinds import CONTENT, LOCK
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.domain.trend import Ranked, Trend, ranked
from tests.figure_book import COMMUNE, PROVINCE, TOWN, WARD, FigureBook
from tests.figure_comparison import FILES, PLANS
from tests.figure_data import DISTRICTS, Maker
from tests.figure_file import memory_file, put
from tests.oracle_words import TellingOracle
from tests.sentences import printed

YEAR_END = date(2022, 12, 20)


def the_trend(book: FigureBook, code: str, step: str = "quarter", today: date = YEAR_END, **more: Any) -> Trend:
    put(book.connection, book.plan, book.records)
    unit = more.pop("unit", PROVINCE)
    (found,) = trend(memory_file(book.plan, book.connection), unit, step, today, codes=[code], **more)
    return found


def order(book: FigureBook, code: str, **more: Any) -> list[Ranked]:
    put(book.connection, book.plan, book.records)
    unit = more.pop("unit", PROVINCE)
    return ranking(memory_file(book.plan, book.connection), book.period("2022"), unit, code, **more)


# --- over the year ---


@pytest.mark.no_cover
@settings(max_examples=15)
@given(st.integers(0, 2**40))
def test_every_point_of_a_trend_is_what_a_second_computation_finds(seed: int) -> None:
    random = Random(seed)
    plan, records = PLANS[2022], Maker(seed).make()
    put(FILES[2022], plan, records)
    second = TellingOracle(plan.source)
    unit, step = random.choice((PROVINCE, *DISTRICTS)), random.choice(("month", "quarter", "half", "to_date"))
    for one in trend(memory_file(plan, FILES[2022]), unit, step, YEAR_END):
        for point in random.sample(one.points, 2):
            told = second.told(records, [], unit, point.period.text, None)[one.last.code]
            assert (point.figure.status, point.figure.short_by) == (told.status, told.short_by)
            if point.figure.exact is not None:
                assert (point.figure.numerator, point.figure.denominator) == (told.numerator, told.denominator)


def test_a_trend_holds_the_periods_that_have_begun(book: FigureBook) -> None:
    assert [p.period.code for p in the_trend(book, "3.3").points] == ["Q1", "Q2", "Q3", "Q4"]
    assert [p.period.code for p in the_trend(book, "3.3", today=date(2022, 6, 15)).points] == ["Q1", "Q2", "Q3"]
    assert len(the_trend(book, "3.3", "month").points) == 12
    assert [p.period.code for p in the_trend(book, "3.3", "to_date").points] == ["Q1", "H1", "9M", "Y"]
    put(book.connection, book.plan, [])
    assert trend(memory_file(book.plan, book.connection), PROVINCE, "quarter", date(2021, 1, 1)) == []


def test_a_trend_goes_up_as_places_are_inspected(book: FigureBook) -> None:
    places = [book.establishment(unit=WARD) for _ in range(2)]
    for place, day in zip(places, ("2022-04-01", "2022-10-01"), strict=True):
        team = book.add("inspection", unit=TOWN, date=day, covers_prostitution=True)
        book.add("inspection_visit", inspection=team, establishment=place, date=day, result="khong_vi_pham")
    assert [p.figure.value for p in the_trend(book, "3.3").points] == ["0,0%", "50,0%", "50,0%", "100,0%"]


def test_a_trend_follows_another_scheme_and_reading(book: FigureBook) -> None:
    book.crime("2022-03-20")
    own, calendar = the_trend(book, "3.2"), the_trend(book, "3.2", scheme="duong_lich", reading="loose")
    assert [p.figure.parts["now_cases"].numerator for p in own.points] == [0, 1, 0, 0]
    assert [p.figure.parts["now_cases"].numerator for p in calendar.points] == [1, 0, 0, 0]
    assert calendar.last.reading == "loose"


# --- against the year before ---


def test_the_year_before_comes_from_values_typed_in_by_hand(book: FigureBook) -> None:
    book.establishment(unit=WARD)
    old = {"unit": PROVINCE, "year": 2021, "period_code": "Q2", "indicator": "3.3"}
    book.add("manual_value", **old, numerator="30", denominator="40")
    points = the_trend(book, "3.3").points
    assert [p.earlier.value if p.earlier else None for p in points] == [None, "75,0%", None, None]
    assert points[1].change == Fraction(-75)
    assert points[0].change is None
    assert points[1].earlier
    assert points[1].earlier.ratio == "30/40"
    shown = printed(points[1])
    assert shown["earlier"] == {
        "period": "2021-Q2", "source": "manual", "numerator": 30, "denominator": 40, "value": "75,0%",
    }  # fmt: skip
    assert shown["change"] == -75
    assert the_trend(book, "3.3", scheme="duong_lich").points[1].earlier is None


def test_counts_growth_and_zero_bases_of_the_year_before(book: FigureBook) -> None:
    for code, above, below in (("3.2", "13", "12"), ("4.1", "2", "1"), ("3.3", "0", "0"), ("9.9", "1", "1")):
        old = {"unit": PROVINCE, "year": 2021, "period_code": "Q1", "indicator": code}
        book.add("manual_value", **old, numerator=above, denominator=below)
    growth, count, nothing = (the_trend(book, code).points[0].earlier for code in ("3.2", "4.1", "3.3"))
    assert growth
    assert growth.value == "+8,3%"
    assert count
    assert (count.value, count.ratio) == ("2", "2")
    assert nothing
    assert nothing.value is None
    assert the_trend(book, "4.1").points[0].change == Fraction(-2)
    assert the_trend(book, "3.3").points[0].change is None


def test_the_year_before_comes_from_a_locked_report_where_there_is_one(book: FigureBook) -> None:
    book.establishment(unit=WARD)
    old = {"unit": PROVINCE, "year": 2022, "period_code": "Q2", "indicator": "3.3"}
    book.add("manual_value", **old, numerator="1", denominator="2")
    figures = list(book.figures("2022-Q2").values())
    last_year = book.period("2021-Q2")
    day = date(2021, 7, 1)
    kept = lock_content(PROVINCE, PROVINCE, last_year, 0, "1-0", figures, [], {}, "x", SUPERIOR, day=day)
    run = book.connection.execute
    run("BEGIN")
    run("INSERT INTO kind (no, name) VALUES (90, ?)", (LOCK,))
    run("INSERT INTO field (no, kind, name) VALUES (90, 90, ?)", (CONTENT,))
    run("INSERT INTO record (no, id, kind) VALUES (90, 'khoa', 90)")
    act = "INSERT INTO act (no, id, kind, author, unit, time, made_here) VALUES (90, x'00', 'lock', 'A', ?, ?, 1)"
    run(act, (PROVINCE, "2021-07-01"))
    run("INSERT INTO change_log (record, field, stamp, value, act) VALUES (90, 90, x'00', ?, 90)", (json.dumps(kept),))
    try:
        found = trend(memory_file(book.plan, book.connection), PROVINCE, "quarter", YEAR_END)
    finally:
        run("ROLLBACK")
    points = {one.last.code: one.points for one in found}
    assert points["3.3"][1].earlier
    assert (points["3.3"][1].earlier.source, points["3.3"][1].earlier.value) == ("locked", "50,0%")
    assert points["3.3"][0].earlier is None
    assert points["3.2"][1].earlier is None  # no figure was locked there


def test_nothing_is_known_before_the_years_of_an_offices_own_days(book: FigureBook) -> None:
    days = {"2022": ["2022-01-01", "2022-12-31"], **{f"2022-Q{n}": ["2022-01-01", "2022-03-31"] for n in (1,)}}
    source = dict(book.plan.source)
    source["period_schemes"] = {**source["period_schemes"], "tuy_chon": {"label": {"vi": "x"}, "days": days}}
    book.plan = parse_plan(source)
    (point,) = the_trend(book, "3.3", scheme="tuy_chon").points
    assert point.earlier is None


# --- unit against unit ---


def inspect(book: FigureBook, unit: str, places: int, seen: int) -> None:
    team = book.add("inspection", unit=TOWN, date="2022-05-01", covers_prostitution=True)
    for n in range(places):
        place = book.establishment(unit=unit)
        if n < seen:
            book.add(
                "inspection_visit", inspection=team, establishment=place, date="2022-05-01", result="khong_vi_pham"
            )


def test_units_are_ranked_by_their_own_figure(book: FigureBook) -> None:
    inspect(book, WARD, 4, 1)
    inspect(book, COMMUNE, 2, 1)
    found = order(book, "3.3")
    assert [(r.place, r.name, r.figure.value) for r in found[:2]] == [
        (1, "Huyện Tam Đường", "50,0%"), (2, "Thành phố Lai Châu", "25,0%"),
    ]  # fmt: skip
    assert [r.place for r in found[2:]] == [None] * 6
    assert printed(found[0])["value"] == "50,0%"
    assert len(order(book, "3.3", level="xa")) == 106
    assert order(book, "3.3", unit=TOWN)[0].unit == WARD


def test_equal_values_share_a_place(book: FigureBook) -> None:
    for unit, places, seen in ((WARD, 2, 1), (COMMUNE, 4, 2), ("03433", 3, 1)):
        inspect(book, unit, places, seen)
    assert [r.place for r in order(book, "3.3")][:4] == [1, 1, 3, None]
    assert ranked([]) == []


def test_a_figure_that_grew_less_than_nothing_still_ranks_before_none(book: FigureBook) -> None:
    for unit, cases in ((TOWN, 2), ("106", 4)):
        base = {"unit": unit, "year": 2021, "period_code": "Y", "cases": cases, "persons": 1}
        book.add("crime_baseline", **base)
        book.crime("2022-05-01", 1, unit)
    found = order(book, "3.2")
    assert [(r.place, r.figure.value) for r in found[:3]] == [(1, "-50,0%"), (2, "-75,0%"), (None, None)]
