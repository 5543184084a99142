"""A number, a zero, nothing happened, not reported yet; in time or late (RULES of completeness on small books)."""

from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from db.connection import Connection
from db.counting.unit_completeness import completeness, records_behind
from desktop_app.domain.board import Board, board_of
from desktop_app.domain.completeness import Completeness
from desktop_app.domain.plan import Plan
from desktop_app.texts import in_words
from tests.figure_book import PROVINCE, TOWN, WARD, FigureBook
from tests.figure_comparison import FILES, PLANS, a_period
from tests.figure_data import CODES, UNITS, Maker
from tests.figure_file import put
from tests.oracle_reported import Reported
from tests.sentences import printed

Q2 = "2022-Q2"  # 15/03–14/06/2022; five working days after Tuesday 14/06 is Tuesday 21/06


def state(book: FigureBook, unit: str, area: str, today: str = "2022-06-15") -> Completeness:
    return book.completeness(Q2, TOWN, today)[unit, area]


def declare(book: FigureBook, code: str, area: str = "1", unit: str = WARD) -> None:
    fields = {"unit": unit, "year": 2022, "period_code": code, "plan_area": area, "date": "2022-06-15"}
    book.add("period_declaration", **fields, declared_by="A")


def submit(book: FigureBook, day: str, code: str = "Q2", unit: str = WARD) -> None:
    book.add("period_submission", unit=unit, year=2022, period_code=code, date=day, submitted_by="A")


def test_each_unit_in_scope_has_a_row_for_each_area(book: FigureBook) -> None:
    rows = book.completeness(Q2, TOWN, "2022-06-15")
    assert len(rows) == len(book.units.descendants(TOWN)) * 5
    assert {row.state for row in rows.values()} == {"not_reported"}


def test_a_record_of_the_unit_itself_in_the_period_is_a_number(book: FigureBook) -> None:
    for day, unit in (("2022-03-15", WARD), ("2022-06-14", WARD), ("2022-06-15", TOWN), ("2022-03-14", TOWN)):
        book.add("material", unit=unit, date=day, material_type="to_roi", title="x", qty_distributed=0)
    assert (state(book, WARD, "1").state, state(book, WARD, "1").records) == ("number", 2)
    assert state(book, TOWN, "1").state == "not_reported"
    assert state(book, WARD, "2").state == "not_reported"


def test_an_unfinished_record_and_a_child_are_no_report(book: FigureBook) -> None:
    book.add_unfinished("inspection", unit=WARD, date="2022-05-01")
    place = book.establishment(unit=WARD)
    team = book.add("inspection", unit=TOWN, date="2022-01-01")
    book.add("inspection_visit", inspection=team, establishment=place, date="2022-05-01", result="co_vi_pham")
    assert state(book, WARD, "3").state == "not_reported"


def test_a_total_kept_by_period_reports_when_it_lies_inside_and_may_be_zero(book: FigureBook) -> None:
    handling = {"unit": WARD, "year": 2022, "behaviour": "ban_dam", "source": "x"}
    book.add("admin_handling", **handling, period_code="H1", persons=3)
    assert state(book, WARD, "3").state == "not_reported"
    book.add("admin_handling", **handling, period_code="04", persons=0, cases=0)
    assert state(book, WARD, "3").state == "zero"
    book.add("admin_handling", **{**handling, "behaviour": "mua_dam"}, period_code="Q2", persons=1)
    assert (state(book, WARD, "3").state, state(book, WARD, "3").records) == ("number", 2)


def test_a_declaration_counts_when_its_period_contains_this_one(book: FigureBook) -> None:
    declare(book, "04")
    assert state(book, WARD, "1").state == "not_reported"
    declare(book, "H1")
    assert (state(book, WARD, "1").state, state(book, WARD, "1").reported) == ("nothing", True)
    assert state(book, WARD, "2").state == "not_reported"


def test_a_number_wins_over_a_declaration_with_a_warning(book: FigureBook) -> None:
    declare(book, "Q2")
    book.add("comm_activity", unit=WARD, date="2022-05-01", form="loa", title="x")
    assert (state(book, WARD, "1").state, state(book, WARD, "1").contradiction) == ("number", True)


@pytest.mark.parametrize(
    ("days", "today", "expected"),
    [
        (["2022-06-21"], "2022-12-31", "in_time"),
        (["2022-06-22"], "2022-06-22", "late"),
        (["2022-06-30", "2022-06-20"], "2022-12-31", "in_time"),
        ([], "2022-06-21", "waiting"),
        ([], "2022-06-22", "late"),
    ],
)
def test_a_report_is_in_time_by_the_day_of_submission(
    book: FigureBook, days: list[str], today: str, expected: str
) -> None:
    for day in days:
        submit(book, day)
    submit(book, "2022-06-15", code="H1")
    submit(book, "2022-06-15", unit=TOWN)
    found = state(book, WARD, "1", today)
    assert (found.timeliness, str(found.due)) == (expected, "2022-06-21")


def test_holidays_move_the_due_day(book: FigureBook) -> None:
    found = book.completeness("2022-04-01..2022-04-29", TOWN, "2022-05-01")[WARD, "1"]
    assert str(found.due) == "2022-05-10"  # 30/4 and 1/5 fell on a weekend, so 2/5 and 3/5 were free
    assert (found.submitted, found.timeliness) == (None, "waiting")  # a free range has no submission of its own


def test_a_row_as_json(book: FigureBook) -> None:
    submit(book, "2022-06-20")
    assert printed(state(book, WARD, "1")) == {
        "unit": WARD, "area": "1", "state": "not_reported", "records": 0, "contradiction": False,
        "timeliness": "in_time", "submitted": "2022-06-20", "due": "2022-06-21", "declared_by": None,
        "declared_on": None,
    }  # fmt: skip
    assert printed(state(book, TOWN, "1"))["submitted"] is None


def test_a_total_of_an_unknown_period_is_in_no_window(book: FigureBook) -> None:
    for code in ("??", "Q2"):
        base = {"unit": PROVINCE, "year": 2021, "period_code": code}
        book.add("crime_baseline", **base, cases=7, persons=7, admin_cases=0)
    assert book.figures(Q2)["3.2"].denominator == 7


def test_a_kind_without_unit_and_date_of_its_own_reports_nothing(plan: Plan, connection: Connection) -> None:
    kinds = {**plan.kinds, "tip": replace(plan.kinds["tip"], date_field="")}
    book = FigureBook(replace(plan, kinds=kinds), connection)
    book.add("tip", unit=WARD, date="2022-05-01", due_date="2022-05-21")
    assert state(book, WARD, "3").state == "not_reported"


def test_only_areas_with_a_tab_report(plan: Plan) -> None:
    assert [area.code for area in plan.tab_areas] == ["1", "2", "3", "4", "5"]


def test_a_plan_without_roles_knows_no_declaration_target_or_value_by_hand(plan: Plan, connection: Connection) -> None:
    bare = replace(plan, source={**plan.source, "roles": {}, "holidays": ["2022-06-15"]})
    assert bare.role("target") is None
    book = FigureBook(bare, connection)
    declare(book, "Q2")
    submit(book, "2022-06-20")
    book.by_hand("3.1", "1", "1", "Q2")
    book.add("target", year=2022, indicator="3.1", reading="strict", threshold="1")
    row = book.completeness(Q2, TOWN, "2022-06-15")[WARD, "1"]
    assert (row.state, row.submitted, str(row.due)) == ("not_reported", None, "2022-06-22")
    alone = {**bare.source, "indicators": {"3.1": bare.source["indicators"]["3.1"]}}
    without = replace(bare, source=alone, indicators={"3.1": plan.indicators["3.1"]})
    figure = FigureBook(without, connection).figures(Q2, PROVINCE)["3.1"]
    assert (figure.manual, figure.reading) == (False, "default")


# --- the board ---


def board(book: FigureBook, today: str = "2022-06-15", unit: str = TOWN) -> Board:
    return board_of(book.period(Q2), book.completeness(Q2, unit, today).values(), book.units)


def test_who_declared_that_nothing_happened_is_named_with_the_day(book: FigureBook) -> None:
    declare(book, "Q2", "1")
    cell = state(book, WARD, "1")
    assert (cell.state, cell.declared_by, cell.declared_on) == ("nothing", "A", "2022-06-15")
    assert state(book, WARD, "2").declared_by is None


def test_the_board_keeps_the_four_states_apart(book: FigureBook) -> None:
    book.add("material", unit=WARD, date="2022-04-01", material_type="to_roi", title="x", qty_distributed=0)
    declare(book, "Q2", "1", TOWN)
    handling = {"year": 2022, "period_code": "Q2", "behaviour": "ban_dam", "source": "x"}
    book.add("admin_handling", **handling, unit=WARD, persons=0)
    whole = board(book)
    assert whole.areas == ("1", "2", "3", "4", "5")
    assert len(whole.rows) == len(book.units.descendants(TOWN))
    assert whole.counts()["1"] == {"number": 1, "nothing": 1, "not_reported": len(whole.rows) - 2}
    assert whole.counts()["3"] == {"zero": 1, "not_reported": len(whole.rows) - 1}
    assert whole.timeliness() == {"waiting": len(whole.rows)}


def test_the_whole_province_stands_on_one_board(book: FigureBook) -> None:
    rows = board(book, unit=PROVINCE).rows
    assert len([row for row in rows if row.level == "xa"]) == 106


def test_the_board_is_filtered_by_level_area_state_and_timeliness(book: FigureBook) -> None:
    declare(book, "Q2", "1")
    submit(book, "2022-06-30")
    late = board(book, "2022-07-01")
    assert [row.unit for row in late.only(level="huyen").rows] == [TOWN]
    assert [row.unit for row in late.only(states=["nothing"]).rows] == [WARD]
    assert late.only(area="2", states=["nothing"]).rows == ()
    assert late.only(area="2").areas == ("2",)
    assert [row.unit for row in board(book, "2022-06-15").only(timeliness=["late"]).rows] == [WARD]
    assert len(late.only(timeliness=["late"]).rows) == len(late.rows)


def test_whoever_owes_something_is_reminded_late_ones_first(book: FigureBook) -> None:
    for area in "12345":
        declare(book, "Q2", area)
        declare(book, "Q2", area, TOWN)
    submit(book, "2022-06-14", unit=WARD)
    declare(book, "Q2", "3", "03388")
    submit(book, "2022-06-30", unit="03388")
    reminders = board(book).remind()
    assert WARD not in [r.unit for r in reminders]
    assert (reminders[0].unit, reminders[0].late, reminders[0].silent) == ("03388", True, ("1", "2", "4", "5"))
    assert in_words(reminders[0].text) == (
        "Phường Quyết Tiến: chưa báo cáo lĩnh vực 1, 2, 4, 5 của kỳ Quý II/2022; hạn gửi 21/06/2022."
    )
    assert in_words(reminders[-1].text) == (
        "Thành phố Lai Châu: chưa xác nhận hoàn thành số liệu của kỳ Quý II/2022; hạn gửi 21/06/2022."
    )
    assert printed(board(book))["remind"][0]["unit"] == "03388"


def test_a_board_of_nothing_is_empty(book: FigureBook) -> None:
    assert printed(board_of(book.period(Q2), [], book.units))["rows"] == []


def test_a_plan_may_leave_out_who_declares(book: FigureBook) -> None:
    declare(book, "Q2", "1")
    roles = {**book.plan.source["roles"], "declaration": {"kind": "period_declaration", "area": "plan_area"}}
    book.plan = replace(book.plan, source={**book.plan.source, "roles": roles})
    cell = state(book, WARD, "1")
    assert (cell.state, cell.declared_by) == ("nothing", None)


# --- a second computation ---


@settings(max_examples=40)
@given(st.integers(0, 2**40))
def test_the_four_states_are_those_of_a_second_computation(seed: int) -> None:
    plan, connection, random = PLANS[2022], FILES[2022], Random(seed)
    records = Maker(seed).make()
    for record in records:
        if record["kind"] == "admin_handling" and random.random() < 0.6:
            record["fields"] |= {"persons": 0, "cases": random.choice((0, None))}
    keys = {(random.choice(UNITS), random.choice(CODES), random.choice("12345")) for _ in range(12)}
    for number, (unit, code, area) in enumerate(sorted(keys)):
        fields = {"unit": unit, "year": 2022, "period_code": code, "plan_area": area, "date": "2022-12-01"}
        declared = {"kind": "period_declaration", "id": f"said-{number}", "fields": fields | {"declared_by": "A"}}
        records.append(declared | {"counts": random.random() < 0.9})
    put(connection, plan, records)
    book = FigureBook(plan, connection)
    period = book.period(a_period(random, 2022))
    second = Reported(plan.source, records, period.first_day, period.last_day)
    for cell in completeness(book.file, period, PROVINCE, date(2022, 12, 20)):
        if cell.unit in UNITS:
            assert cell.state == second.state(cell.unit, cell.area), (cell.unit, cell.area)


@pytest.mark.parametrize("seed", [9, 47, 51, 80, 86])
def test_two_equal_numbers_of_one_record_are_numbers_all_the_same(seed: int) -> None:
    """Data sets in which a record holds as many cases as people, which once read as zero."""
    test_the_four_states_are_those_of_a_second_computation.hypothesis.inner_test(seed)  # type: ignore[attr-defined]  # Hypothesis adds it


def test_units_stand_below_the_one_above_them_and_what_lacks_most_on_top(book: FigureBook) -> None:
    for area in "12345":
        declare(book, "Q2", area)
    declare(book, "Q2", "1", TOWN)
    groups = board(book, unit=PROVINCE).groups(book.units)
    assert {group.unit for group in groups} == {PROVINCE, *book.units.children(PROVINCE)}
    lacking = [group.lacking for group in groups]
    assert lacking == sorted(lacking, reverse=True)
    (town,) = [group for group in groups if group.unit == TOWN]
    assert {row.unit for row in town.rows} == {TOWN, *book.units.children(TOWN)}
    assert [len(row.silent) for row in town.rows] == [*[5] * (len(town.rows) - 2), 4, 0]
    assert (town.rows[-1].unit, town.reported("1"), town.reported("2")) == (WARD, 2, 1)


def test_a_group_stays_under_its_unit_where_a_filter_leaves_that_out(book: FigureBook) -> None:
    groups = board(book, unit=PROVINCE).only(level="xa").groups(book.units)
    assert {group.unit for group in groups} == set(book.units.children(PROVINCE))


def test_the_records_behind_a_cell_are_those_that_it_counts(book: FigureBook) -> None:
    for day in ("2022-06-14", "2022-03-15", "2022-06-15"):  # the last one lies behind the period
        book.add("material", unit=WARD, date=day, material_type="to_roi", title=day, qty_distributed=0)
    book.add("material", unit=TOWN, date="2022-04-01", material_type="to_roi", title="x", qty_distributed=0)
    book.add_unfinished("inspection", unit=WARD, date="2022-05-01")
    handling = {"year": 2022, "period_code": "Q2", "behaviour": "ban_dam", "source": "x"}
    book.add("admin_handling", **handling, unit=WARD, persons=0)
    put(book.connection, book.plan, book.records)
    found = records_behind(book.file, book.period(Q2), WARD)
    assert [(one.area, one.kind, one.counts) for one in found] == [
        ("1", "material", True), ("1", "material", True), ("3", "inspection", False), ("3", "admin_handling", True),
    ]  # fmt: skip
