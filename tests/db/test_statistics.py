"""Statistics are counted over records that count, in scope, in the period and since the plan year began."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from db.connection import Connection, connect
from db.counting.statistics import statistics
from db.schema import ensure_kind_tables, quoted
from desktop_app.domain.org_unit import OrgUnits, build_units
from desktop_app.domain.period import Period
from desktop_app.domain.period_reading import parse_period
from desktop_app.domain.plan import Plan
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.domain.statistic_results import Amount, AreaStatistics, StatisticResult, UnitAmount, ValueShare
from desktop_app.domain.values import to_stored
from desktop_app.messages import Label
from tests.figure_file import memory_file

SCHEMES = {
    "calendar": {"label": {"vi": "Dương lịch"}, "start_day": 1},
    "own": {"label": {"vi": "Tự đặt"}, "days": {"2022-Q1": ["2022-01-10", "2022-03-20"]}},
}
VILLAGE = {"type": "unit", "label": "Đơn vị"}
SITE = {"type": "ref:site", "label": "Cơ sở"}
KINDS: dict[str, dict[str, Any]] = {
    "site": {
        "area": "R", "label": "Cơ sở", "unit_field": "unit",
        "fields": {"unit": VILLAGE, "size": {"type": "choice", "label": "Cỡ", "choices": "size"}},
    },
    "meeting": {
        "area": "1", "label": "Buổi họp", "unit_field": "unit", "date_field": "date",
        "fields": {
            "unit": VILLAGE, "date": {"type": "date", "label": "Ngày"},
            "form": {"type": "choice", "label": "Hình thức", "choices": "form"},
            "topics": {"type": "multi", "label": "Nội dung", "choices": "form"},
            "people": {"type": "int", "label": "Người"}, "cost": {"type": "money", "label": "Kinh phí"},
            "hours": {"type": "decimal", "label": "Giờ"},
        },
    },
    "visit": {
        "area": "1", "label": "Lượt", "parent": "meeting", "parent_field": "meeting",
        "unit_field": "site.unit", "date_field": "meeting.date",
        "fields": {"meeting": {"type": "ref:meeting", "label": "Buổi họp"}, "site": SITE},
    },
    "total": {
        "area": "2", "label": "Số tổng", "unit_field": "unit", "date_field": "year+period_code",
        "natural_key": ["unit", "year", "period_code", "form"],
        "fields": {
            "unit": VILLAGE, "year": {"type": "int", "label": "Năm"}, "period_code": {"type": "text", "label": "Kỳ"},
            "form": {"type": "choice", "label": "Hình thức", "choices": "form"},
            "persons": {"type": "int", "label": "Người"},
        },
    },
    "rule": {"area": "X", "label": "Luật", "date_field": "year", "fields": {"year": {"type": "int", "label": "Năm"}}},
}  # fmt: skip

Insert = Any


def plan_with(*wanted: dict[str, Any]) -> Plan:
    head = {
        "id": "p", "edition": 1, "year": 2022, "label": "P", "doc_no": "1", "doc_date": "2022-01-01", "issuer": "I",
        "period_scheme": "calendar", "unit_version": "v", "root": "t", "member_level": "xa", "levels": {"t": "Tỉnh"},
    }  # fmt: skip
    choices = {
        "form": {"talk": {"label": "Nói chuyện"}, "radio": {"label": "Loa"}, "film": {"label": "Phim"}},
        "size": {"small": {"label": "Nhỏ"}, "large": {"label": "Lớn"}},
    }
    return parse_plan({
        "plan": head, "areas": {a: {"label": a} for a in "12RX"}, "kinds": KINDS, "choices": choices, "indicators": {},
        "period_schemes": SCHEMES, "statistics": [{"area": "1", "label": "S", **w} for w in wanted],
    })  # fmt: skip


@pytest.fixture
def units() -> OrgUnits:
    return build_units(
        "v", [("t", None, "tinh", "Tỉnh", "Tỉnh T"), ("a", "t", "xa", "Xã", "Xã A"), ("b", "t", "xa", "Xã", "Xã B")]
    )


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    opened = connect(tmp_path / "kinds.db")
    ensure_kind_tables(opened, plan_with())
    yield opened
    opened.close()


@pytest.fixture
def insert(connection: Connection) -> Insert:
    def write(kind: str, id: str, state: int = 0, **values: Any) -> None:
        stored = {"id": id, "_state": state, **{name: to_stored(value) for name, value in values.items()}}
        names, marks = ", ".join(map(quoted, stored)), ", ".join("?" * len(stored))
        connection.execute(f"INSERT INTO {quoted(kind)} ({names}) VALUES ({marks})", list(stored.values()))

    return write


@pytest.fixture
def count(connection: Connection, units: OrgUnits) -> Any:
    def one(wanted: dict[str, Any], period: str = "2022-Q2", unit: str = "t") -> StatisticResult:
        plan = plan_with(wanted)
        (area,) = statistics(memory_file(plan, connection, units), period_of(plan, period), unit)
        (result,) = area.results
        return result

    return one


def period_of(plan: Plan, text: str) -> Period:
    return parse_period(text, plan.schemes, plan.period_scheme)


def meetings(insert: Insert) -> None:
    """Two in the first quarter, three in the second, one later, one before the year; one of them does not count."""
    insert("meeting", "m1", unit="a", date="2022-01-01", form="talk", people=10, cost=2**62, hours=Decimal("1.5"))
    insert("meeting", "m2", unit="a", date="2022-03-31", form="radio", people=None, topics=("radio", "talk"))
    insert("meeting", "m3", unit="a", date="2022-04-01", form="talk", people=20, cost=2**62, hours=Decimal("0.25"))
    insert("meeting", "m4", unit="b", date="2022-06-30", form="talk", people=30, cost=2**62, topics=("talk",))
    insert("meeting", "m5", unit="b", date="2022-05-01", form="film", people=40, state=1)
    insert("meeting", "m6", unit="b", date="2022-07-01", form="film", people=50)
    insert("meeting", "m7", unit="t", date="2021-12-31", form="film", people=60)


def test_counting_records_of_the_period_and_of_the_year_so_far_are_counted(insert: Insert, count: Any) -> None:
    meetings(insert)
    assert count({"kind": "meeting"}).amount == Amount(2, 4)
    assert count({"kind": "meeting"}, unit="b").amount == Amount(1, 1)
    assert count({"kind": "meeting"}, period="2022").amount == Amount(5, 5)
    assert count({"kind": "meeting"}, period="2022-04-02..2022-07-01").amount == Amount(2, 5)


def test_a_sum_adds_what_is_known_without_overflow_or_rounding(insert: Insert, count: Any) -> None:
    meetings(insert)
    assert count({"kind": "meeting", "sum": "people"}).amount == Amount(50, 60)
    assert count({"kind": "meeting", "sum": "cost"}).amount == Amount(2 * 2**62, 3 * 2**62)
    assert count({"kind": "meeting", "sum": "hours"}).amount == Amount(Decimal("0.25"), Decimal("1.75"))


def test_shares_come_in_the_order_of_the_list_and_only_those_that_occur(insert: Insert, count: Any) -> None:
    meetings(insert)
    insert("meeting", "m8", unit="a", date="2022-04-09", form="dance", people=7)
    insert("meeting", "m9", unit="a", date="2022-04-09", people=1)
    assert count({"kind": "meeting", "sum": "people", "by": "form"}).shares == (
        ValueShare(Label("Nói chuyện"), Amount(50, 60)),
        ValueShare(Label("Loa"), Amount(0, 0)),
        ValueShare(Label("dance"), Amount(7, 7)),
        ValueShare(None, Amount(1, 1)),
    )


def test_a_record_with_several_values_has_a_share_of_each(insert: Insert, count: Any) -> None:
    meetings(insert)
    shares = count({"kind": "meeting", "by": "topics"}, unit="a").shares
    assert [(s.label.vi if s.label else None, s.amount) for s in shares] == [
        ("Nói chuyện", Amount(0, 1)), ("Loa", Amount(0, 1)), (None, Amount(1, 2)),
    ]  # fmt: skip


def test_shares_by_unit_carry_its_name(insert: Insert, count: Any) -> None:
    meetings(insert)
    shares = count({"kind": "meeting", "by": "unit"}).shares
    assert [s.label.vi for s in shares] == ["Xã A", "Xã B"]


def test_only_records_for_which_the_condition_is_true_count(insert: Insert, count: Any) -> None:
    meetings(insert)
    assert count({"kind": "meeting", "where": "people >= 20"}).amount == Amount(2, 2)
    assert count({"kind": "meeting", "where": "level(unit) == 'tinh' or form == 'radio'"}).amount == Amount(0, 1)
    assert count({"kind": "meeting", "where": "date <= today"}).amount == Amount(0, 0), "no day is today here"


def test_date_and_unit_are_found_over_references_that_count(insert: Insert, count: Any) -> None:
    meetings(insert)
    insert("site", "s1", unit="a", size="large")
    insert("site", "s2", unit="b", size="small")
    insert("site", "s3", unit="b", size="small", state=2)
    insert("visit", "v1", meeting="m3", site="s1")
    insert("visit", "v2", meeting="m4", site="s2")
    insert("visit", "v3", meeting="m1", site="s2")
    insert("visit", "v4", meeting="m4", site="s3")
    insert("visit", "v5", meeting="m5", site="s1")
    assert count({"kind": "visit"}).amount == Amount(2, 3)
    assert count({"kind": "visit"}, unit="b").amount == Amount(1, 2)
    assert count({"kind": "visit", "by": "site.size"}).shares == (
        ValueShare(Label("Nhỏ"), Amount(1, 2)), ValueShare(Label("Lớn"), Amount(1, 1)),
    )  # fmt: skip


def test_a_register_has_a_number_and_no_period(insert: Insert, count: Any) -> None:
    insert("site", "s1", unit="a", size="large")
    insert("site", "s2", unit="b", size="small")
    result = count({"kind": "site", "by": "size"}, unit="b")
    assert result.amount == Amount(None, 1)
    assert result.shares == (ValueShare(Label("Nhỏ"), Amount(None, 1)),)


def test_a_kind_without_unit_and_day_is_counted_whole(insert: Insert, count: Any) -> None:
    insert("rule", "r1", year=2022)
    assert count({"kind": "rule"}, unit="b").amount == Amount(None, 1)


def test_sums_kept_by_period_are_tiled_so_that_nothing_counts_twice(insert: Insert, count: Any) -> None:
    """Per key the longest period inside the window wins, unless it lacks the number; no period reaches beyond it."""
    for number, (code, persons) in enumerate({"Q2": 30, "04": 10, "05": 99, "01": 4, "H1": None}.items()):
        insert("total", f"a{number}", unit="a", year=2022, period_code=code, form="talk", persons=persons)
    insert("total", "a9", unit="a", year=2022, period_code="04", form="radio", persons=7)
    insert("total", "b0", unit="b", year=2022, period_code="05", form="talk", persons=100)
    insert("total", "b1", unit="b", year=2022, period_code="??", form="talk", persons=1000)
    insert("total", "b2", unit="b", year=2022, period_code="Y", form="talk", persons=1000)
    wanted = {"kind": "total", "sum": "persons", "by": "form"}
    assert count(wanted, period="2022-05").amount == Amount(99 + 100, 4 + 10 + 99 + 7 + 100)
    assert count(wanted).amount == Amount(30 + 7 + 100, 4 + 30 + 7 + 100)
    assert count(wanted).shares == (
        ValueShare(Label("Nói chuyện"), Amount(130, 134)),
        ValueShare(Label("Loa"), Amount(7, 7)),
    )
    assert count({"kind": "total"}).amount == Amount(3, 3)


def test_results_keep_the_plans_order_and_the_plan_says_what_counts_people(
    connection: Connection, units: OrgUnits
) -> None:
    plan = plan_with(
        {"area": "2", "kind": "total", "people": True}, {"area": "1", "kind": "meeting"}, {"area": "2", "kind": "site"}
    )
    period = period_of(plan, "2022")
    first, second, third = plan.statistics
    assert first.people
    assert not third.people
    assert statistics(memory_file(plan, connection, units), period, "t") == [
        AreaStatistics("2", (StatisticResult(first, Amount(0, 0)), StatisticResult(third, Amount(None, 0)))),
        AreaStatistics("1", (StatisticResult(second, Amount(0, 0)),)),
    ]


def test_where_the_year_has_no_days_the_period_stands_for_it(
    connection: Connection, units: OrgUnits, insert: Insert
) -> None:
    insert("meeting", "m1", unit="a", date="2022-01-09")
    insert("meeting", "m2", unit="a", date="2022-01-10")
    plan = plan_with({"kind": "meeting"})
    period = Period("Q1", 2022, "own", date(2022, 1, 10), date(2022, 3, 20))
    (area,) = statistics(memory_file(plan, connection, units), period, "t")
    assert area.results[0].amount == Amount(1, 1)


# --- the units below ---------------------------------------------------------------------------------------------


def test_what_each_unit_below_adds_is_told_and_what_the_unit_itself_adds(insert: Insert, count: Any) -> None:
    meetings(insert)
    insert("meeting", "m8", unit="t", date="2022-04-09", form="film", people=70)
    assert count({"kind": "meeting", "sum": "people", "by": "form"}).places == (
        UnitAmount("t", Amount(70, 70), (Amount(0, 0), Amount(0, 0), Amount(70, 70))),
        UnitAmount("a", Amount(20, 30), (Amount(20, 30), Amount(0, 0), Amount(0, 0))),
        UnitAmount("b", Amount(30, 30), (Amount(30, 30), Amount(0, 0), Amount(0, 0))),
    )
    assert count({"kind": "meeting"}, unit="a").places == (UnitAmount("a", Amount(1, 3)),)


def test_units_below_add_up_for_kept_sums_decimals_and_registers_too(insert: Insert, count: Any) -> None:
    meetings(insert)
    insert("total", "a1", unit="a", year=2022, period_code="Q2", form="talk", persons=30)
    insert("total", "a2", unit="a", year=2022, period_code="04", form="talk", persons=10)
    insert("total", "b1", unit="b", year=2022, period_code="05", form="talk", persons=5)
    insert("site", "s1", unit="b", size="large")
    assert count({"kind": "total", "sum": "persons"}).places == (
        UnitAmount("a", Amount(30, 30)), UnitAmount("b", Amount(5, 5)),
    )  # fmt: skip
    half = Decimal("0.25")
    assert count({"kind": "meeting", "sum": "hours", "where": "hours < 1"}).places == (
        UnitAmount("a", Amount(half, half)),
    )
    assert count({"kind": "site"}).places == (UnitAmount("b", Amount(None, 1)),)
    assert count({"kind": "rule"}).places == ()


def test_a_sum_of_decimals_has_no_noughts_at_its_end(insert: Insert, count: Any) -> None:
    for name, hours in (("m1", "0.25"), ("m2", "0.75"), ("m3", "9")):
        insert("meeting", name, unit="a", date="2022-04-01", form="talk", people=1, hours=Decimal(hours))
    found = count({"kind": "meeting", "sum": "hours"}).amount.period
    assert (found, str(found)) == (10, "10")


def test_a_unit_below_stands_for_all_units_below_it(connection: Connection, insert: Insert) -> None:
    units = build_units("v", [("t", None, "tinh", "Tỉnh", "Tỉnh T"), ("h", "t", "huyen", "Huyện", "Huyện H"),
                              ("a", "h", "xa", "Xã", "Xã A"), ("b", "h", "xa", "Xã", "Xã B")])  # fmt: skip
    meetings(insert)
    plan = plan_with({"kind": "meeting"})
    (area,) = statistics(memory_file(plan, connection, units), period_of(plan, "2022-Q2"), "t")
    assert area.results[0].places == (UnitAmount("h", Amount(2, 4)),)


def test_one_walk_over_a_kind_gives_all_its_statistics(connection: Connection, units: OrgUnits, insert: Insert) -> None:
    meetings(insert)
    plan = plan_with({"kind": "meeting"}, {"kind": "meeting", "sum": "cost", "by": "form"},
                     {"kind": "meeting", "sum": "people", "where": "form == 'talk'"},
                     {"kind": "meeting", "sum": "hours"})  # fmt: skip
    (area,) = statistics(memory_file(plan, connection, units), period_of(plan, "2022-Q2"), "t")
    assert [result.amount.year_to_date for result in area.results] == [4, 3 * 2**62, 60, Decimal("1.75")]
