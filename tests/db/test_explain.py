"""What stands behind a figure: named, with reasons, and shared out over the units below without anything lost."""

from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.counting.explain import breakdown, explain
from db.counting.indicator_figures import progress
from db.counting.unsettled import not_counting
from desktop_app.domain.breakdown import FigureBreakdown, UnitShare
from desktop_app.domain.explanation import Explanation, reasons
from desktop_app.domain.indicators import EVIDENCE, NO_DATA, IndicatorResult, Member
from desktop_app.domain.measures import GROWTH
from desktop_app.domain.plan import Plan
from desktop_app.domain.validation import State
from desktop_app.texts import in_words
from tests.figure_book import COMMUNE, DISTRICT, PROVINCE, TOWN, WARD, FigureBook
from tests.figure_comparison import FILES, PLANS, a_period
from tests.figure_data import DISTRICTS, UNITS, Maker
from tests.figure_file import memory_file, put
from tests.oracle import Oracle
from tests.sentences import printed, refused, said

ZERO = Fraction(0)


def told(book: FigureBook, code: str, period: str = "2022", unit: str = PROVINCE) -> Explanation:
    put(book.connection, book.plan, book.records)
    return explain(memory_file(book.plan, book.connection), book.period(period), unit, code)


def broken(book: FigureBook, code: str, unit: str = PROVINCE, by: str | None = None) -> dict[str, UnitShare]:
    put(book.connection, book.plan, book.records)
    (found,) = breakdown(memory_file(book.plan, book.connection), book.period("2022"), unit, by=by, codes=[code])
    return {in_words(share.name): share for share in found.shares}


def plain(share: UnitShare) -> tuple[Any, Any]:
    """Both sides of a share, to be compared with plain numbers."""
    return share.numerator, share.denominator


# --- who counts, and how much of it ---


def test_what_is_left_out_for_want_of_a_headcount_does_not_stand_among_what_counts(book: FigureBook) -> None:
    known, unknown = book.establishment(workers=10), book.establishment(workers=None)
    book.reach(known, 6, "2022-02-01")
    book.reach(unknown, 50, "2022-02-01")
    found = told(book, "1.3")
    judged = {b.member.record: (b.counts, tuple(said(b.why))) for b in found.behind if EVIDENCE not in b.member.notes}
    assert judged == {known: (True, ()), unknown: (False, ("Chưa có số lao động",))}
    assert found.ids("numerator") == [known]


def test_cases_count_while_nobody_knows_those_of_a_year_ago(book: FigureBook) -> None:
    book.crime("2022-03-01", times=2)
    found = told(book, "3.2")
    assert found.figure.status == NO_DATA
    assert [b.counts for b in found.behind if b.member.record] == [True, True]


def test_what_was_cut_down_says_so_where_it_stands(book: FigureBook) -> None:
    place = book.establishment(workers=10)
    book.reach(place, 8, "2022-02-01")
    book.reach(place, 5, "2022-04-01")
    (shown,) = (b for b in told(book, "1.3").behind if b.member.record == place)
    assert (shown.counts, tuple(said(shown.why))) == (True, ("Số người lũy kế lớn hơn số lao động (bị chặn trần)",))


# --- shares add up ---


def sums(shares: list[UnitShare]) -> tuple[Fraction, Fraction | None]:
    below = [share.denominator for share in shares if share.denominator is not None]
    return sum((share.numerator for share in shares), ZERO), sum(below, ZERO) if below else None


def check_sums(figure: IndicatorResult, shares: list[UnitShare]) -> None:
    if shares and figure.status != NO_DATA:
        numerator, denominator = sums(shares)
        assert (numerator, denominator or ZERO) == (figure.numerator, figure.denominator or ZERO), figure.code
    places = [share.place for share in shares]
    assert len(set(places)) == len(places)


@pytest.mark.no_cover
@settings(max_examples=40)
@given(st.integers(0, 2**40))
def test_shares_add_up_to_the_figure_under_both_unit_lists(seed: int) -> None:
    random = Random(seed)
    year = random.choice((2022, 2024))
    plan, connection = PLANS[year], FILES[year]
    put(connection, plan, Maker(seed, year).make())
    unit = random.choice((PROVINCE, PROVINCE, *DISTRICTS, *UNITS))
    book = FigureBook(plan, connection)
    period = book.period(a_period(random, year))
    reading = random.choice((None, "default", "strict", "loose"))
    figures = progress(memory_file(plan, connection), period, unit, reading)
    for by in (None, "2025"):
        found = breakdown(memory_file(plan, connection), period, unit, reading, by)
        assert [b.figure for b in found] == figures
        for figure, shares in found:
            check_sums(figure, shares)


@pytest.mark.no_cover
@settings(max_examples=40)
@given(st.integers(0, 2**40))
def test_a_share_of_a_unit_below_is_its_own_figure(seed: int) -> None:
    """Where a figure is made of what lies in a unit, not of numbers kept for the whole of one."""
    random = Random(seed)
    plan, connection = PLANS[2022], FILES[2022]
    records = [r for r in Maker(seed).make() if r["kind"] not in ("manual_value", "target")]
    put(connection, plan, records)
    book = FigureBook(plan, connection)
    period = book.period(a_period(random, 2022))
    reading, district = random.choice(("default", "strict", "loose")), random.choice(DISTRICTS)
    own = {f.code: f for f in progress(memory_file(plan, connection), period, district, reading)}
    for figure, shares in breakdown(memory_file(plan, connection), period, PROVINCE, reading):
        whole_only = figure.measure == GROWTH or figure.code == "4.2" or (figure.code, reading) == ("1.2", "loose")
        mine = own[figure.code]
        if not whole_only and mine.status not in (NO_DATA, "not-applicable"):
            (share,) = (share for share in shares if share.place == ("2022", district))
            assert (share.numerator, share.denominator) == (mine.numerator, mine.denominator), figure.code


class Communes(Oracle):
    """The second computation over any set of communes in place of a unit and all below it."""

    group: tuple[str, ...] = ()

    def judge(self, code: str, reading: str | None) -> tuple[Any, ...]:
        self.scope = list(self.group)
        return super().judge(code, reading)


@pytest.mark.no_cover
@settings(max_examples=20)
@given(st.integers(0, 2**40))
def test_a_share_of_a_commune_of_2025_is_what_its_old_communes_had(seed: int) -> None:
    plan, connection = PLANS[2022], FILES[2022]
    records = [r for r in Maker(seed).make() if r["kind"] not in ("manual_value", "target")]
    put(connection, plan, records)
    second = Communes(plan.source["units"]["2022"])
    book = FigureBook(plan, connection)
    found = breakdown(memory_file(plan, connection), book.period("2022"), PROVINCE, by="2025")
    shares = {(b.figure.code, share.place): share for b in found for share in b.shares}
    for new in {new for _, new in plan.source["lineage"]}:
        second.group = tuple(old.partition(":")[2] for old, into in plan.source["lineage"] if into == new)
        theirs = second.figures(records, PROVINCE, "2022", "default")
        version, _, code = new.partition(":")
        for indicator in ("1.1", "1.3", "1.4", "3.1", "3.3"):
            above, below = plain(shares[indicator, (version, code)])
            if theirs[indicator][2] != "no-data":
                assert (above, below or 0) == (theirs[indicator][0], theirs[indicator][1]), (indicator, new)


def test_a_district_with_nothing_has_a_share_of_nothing(book: FigureBook) -> None:
    book.establishment(unit=WARD)
    shares = broken(book, "3.3")
    assert len(shares) == 8
    assert plain(shares["Thành phố Lai Châu"]) == (0, 1)
    assert plain(shares["Huyện Tam Đường"]) == (0, None)


def test_the_provinces_own_records_are_a_share_of_its_own(book: FigureBook) -> None:
    for unit in (PROVINCE, TOWN):
        book.add("staff", unit=unit, full_name="A", duty="kiem_nhiem", in_denominator=True, from_date="2021-01-01")
    assert broken(book, "5.1")["Tỉnh Lai Châu"].denominator == 1


def test_a_cap_over_several_communes_stands_on_its_own(book: FigureBook) -> None:
    for unit in (WARD, "03388"):
        book.add("staff", unit=unit, full_name="A", duty="kiem_nhiem", in_denominator=True, from_date="2021-01-01")
    course = book.add("training", unit=TOWN, date="2022-04-01", topics=["khac"])
    counted = {"trainee_level": "xa", "persons_new": 5}
    book.add("training_count", training=course, unit=TOWN, **counted)
    shares = broken(book, "5.1", unit=TOWN)
    assert shares["Thành phố Lai Châu"].numerator == 5
    assert shares["Phần vượt trần, không tính"].numerator == -3
    assert sums(list(shares.values())) == (Fraction(2), Fraction(2))


def test_a_figure_typed_in_by_hand_has_no_shares(book: FigureBook) -> None:
    book.by_hand("3.3", "7", "10")
    assert broken(book, "3.3") == {}


def test_what_is_left_out_is_marked_at_its_place(book: FigureBook) -> None:
    case = {"case_code": "ABCD2345", "date": "2022-02-01", "in_need": True, "eligible": True}
    one = book.add("support_case", unit=TOWN, **case)
    book.add("support_service_use", support_case=one, date="2022-03-01", service="tam_ly")
    shares = broken(book, "4.2")
    assert shares["Thành phố Lai Châu"].unknown
    assert shares["Thành phố Lai Châu"].numerator == 0


# --- by the units of 2025 ---


def test_a_re_used_code_never_mixes_two_communes(book: FigureBook) -> None:
    """03388 was phường Quyết Tiến in 2022 and is phường Đoàn Kết in 2025; 03405 was Giang Ma, now Tả Lèng."""
    for unit in ("03386", "03388", "03391", "03405"):
        book.establishment(unit=unit)
    shares = broken(book, "3.3", by="2025")
    assert shares["Phường Đoàn Kết"].place == ("2025", "03388")
    assert shares["Phường Đoàn Kết"].denominator == 3
    assert shares["Xã Tả Lèng"].denominator == 1
    assert sum(share.denominator or 0 for share in shares.values()) == 4


def test_a_commune_of_2025_that_reaches_into_another_district_is_partial_there(book: FigureBook) -> None:
    for unit in ("03386", "03391"):  # both went into phường Đoàn Kết; 03391 lay in huyện Phong Thổ
        book.establishment(unit=unit)
    here = broken(book, "3.3", unit=TOWN, by="2025")["Phường Đoàn Kết"]
    assert here.partial
    assert here.denominator == 1
    assert not broken(book, "3.3", by="2025")["Phường Đoàn Kết"].partial


def test_a_districts_own_records_stay_with_the_district(book: FigureBook) -> None:
    book.add("staff", unit=TOWN, full_name="A", duty="kiem_nhiem", in_denominator=True, from_date="2021-01-01")
    shares = broken(book, "5.1", by="2025")
    assert shares["Thành phố Lai Châu"].place == ("2022", TOWN)
    assert shares["Thành phố Lai Châu"].denominator == 1


def test_units_of_2025_can_not_be_shown_by_those_of_2022(book: FigureBook) -> None:
    with refused("2025"):
        broken(book, "3.3", by="2022")


# --- named and with reasons ---


def test_members_are_named_and_those_that_do_not_count_say_why(book: FigureBook) -> None:
    seen, closed, unseen = (book.establishment(unit=unit) for unit in (WARD, WARD, COMMUNE))
    team = book.add("inspection", unit=TOWN, date="2022-05-01", covers_prostitution=True)
    visit = book.add("inspection_visit", inspection=team, establishment=seen, date="2022-05-01", result="co_vi_pham")
    shut = {"date": "2022-05-01", "result": "dong_cua_khong_kt_duoc"}
    book.add("inspection_visit", inspection=team, establishment=closed, **shut)
    found = told(book, "3.3")
    behind = {b.member.record: b for b in found.behind}
    assert (behind[seen].counts, tuple(said(behind[seen].why))) == (True, ())
    assert (behind[closed].counts, tuple(said(behind[closed].why))) == (False, ("Mới chỉ gặp khi đóng cửa",))
    assert (behind[unseen].name, behind[unseen].unit_name) == ("Sao Mai", "Thị trấn Tam Đường")
    assert tuple(said(behind[unseen].why)) == ("Chưa được kiểm tra",)
    assert EVIDENCE in behind[visit].member.notes
    assert behind[visit].counts
    assert "Sao Mai" in behind[visit].name
    assert (found.ids("numerator"), set(found.ids("denominator"))) == ([seen], {seen, closed, unseen})
    assert sum(share.denominator or 0 for share in found.breakdown) == 3


def test_what_stands_behind_a_figure_is_in_the_order_of_the_units_and_in_a_unit_by_name(book: FigureBook) -> None:
    places = {}
    for name, unit in (("Mận", COMMUNE), ("Đào", WARD), ("Ổi", COMMUNE), ("Chanh", WARD), ("Dứa", WARD)):
        listed = {"name": name, "business_type": "khach_san", "first_listed_date": "2021-01-01"}
        places[name] = book.add("establishment", unit=unit, **listed)
        book.add("establishment_headcount", establishment=places[name], date="2022-01-10", workers=10)
    reached = {name: book.reach(places[name], 4, "2022-02-01") for name in ("Ổi", "Chanh", "Mận", "Đào")}
    found = told(book, "1.3")
    assert [m.record for m in found.members] == [places[name] for name in ("Mận", "Ổi", "Chanh", "Dứa", "Đào")]
    assert [m.unit for m in found.evidence] == [COMMUNE, COMMUNE, WARD, WARD]
    assert {m.record for m in found.evidence} == set(reached.values())
    assert [found.evidence[n] for n in range(4)] == list(found.evidence) == found.evidence[:]


def test_what_the_target_needs_is_said_with_who_could_bring_it(book: FigureBook) -> None:
    lowest = [unit.code for unit in book.units if unit.level == "xa"]
    for code in lowest[:57]:
        book.add("comm_activity", unit=code, form="loa", title="x", date="2022-03-20", end_date="2022-12-01")
    book.add("comm_activity", unit=lowest[57], form="loa", title="x", date="2022-03-20", end_date="2022-09-01")
    assert in_words(told(book, "1.1").needed).startswith(
        f"Còn thiếu 7 xã, phường, thị trấn để đạt chỉ tiêu, trong số 49: {book.units.name(lowest[57])} (Quý IV/2022), "
    )
    assert in_words(told(book, "1.1").needed).endswith(" và 39 nữa.")
    assert in_words(told(book, "2.1", unit=DISTRICT).needed) == (
        "Còn thiếu 1 huyện, thành phố để đạt chỉ tiêu: Huyện Tam Đường."
    )


def test_two_of_one_name_are_two_that_could_bring_what_the_target_needs(book: FigureBook) -> None:
    for unit in (WARD, TOWN, COMMUNE):
        book.establishment(unit=unit)
    (name,) = {b.name for b in told(book, "3.3").behind}
    assert in_words(told(book, "3.3").needed) == f"Còn thiếu 3 cơ sở để đạt chỉ tiêu: {name}, {name}, {name}."


def test_a_tip_that_is_due_soon_does_not_stand_among_those_not_in_time(book: FigureBook) -> None:
    late = book.tip("2022-08-01", "2022-08-21", "2022-08-22", code="TB-1")
    soon = book.tip("2022-09-01", "2022-09-21", code="TB-2")
    found = told(book, "3.1", "2022-Q3")
    assert [m.record for m in found.figure.missing] == [late, soon]
    assert in_words(found.needed).startswith("Còn thiếu 1 tin xử lý kịp thời để đạt chỉ tiêu: TB-1 ")
    assert "TB-2" not in in_words(found.needed)


def test_nothing_is_needed_where_the_target_is_met_or_nobody_can_be_named(book: FigureBook) -> None:
    book.by_hand("3.3", "7", "10")
    book.by_hand("1.3", "5", "10")
    assert told(book, "3.3").needed == ""
    assert in_words(told(book, "1.3").needed) == "Còn thiếu 1 người lao động để đạt chỉ tiêu."
    assert list(told(book, "1.3").behind) == []


def test_unfinished_records_are_told_with_what_they_lack(book: FigureBook) -> None:
    book.add_unfinished("inspection", unit=TOWN, date="2022-05-01", team_type="cong_an")
    (outside,) = told(book, "3.3").outside
    assert printed(outside)["kind"] == "inspection"
    assert outside.title
    assert "Hình thức" in in_words(outside.why)


def test_open_conflicts_are_told_with_their_field(book: FigureBook) -> None:
    place = book.establishment()
    put(book.connection, book.plan, book.records)
    run = book.connection.execute
    run("BEGIN")
    run("INSERT INTO kind (no, name) VALUES (1, 'establishment')")
    run("INSERT INTO record (no, id, kind) VALUES (1, ?, 1)", (place,))
    run("INSERT INTO _conflict VALUES (1, 'unit'), (1, 'deleted')")
    try:
        found = explain(memory_file(book.plan, book.connection), book.period("2022"), PROVINCE, "3.3").conflicts
    finally:
        run("ROLLBACK")
    assert [(c.record, in_words(c.why)) for c in found] == [
        (place, "Giá trị khác nhau chờ chọn: xóa hay giữ"),
        (place, f"Giá trị khác nhau chờ chọn: {in_words(book.plan.kinds['establishment'].fields['unit'].label)}"),
    ]


def test_a_reason_for_which_the_plan_has_no_words_says_nothing(plan: Plan) -> None:
    nobody = Member(unit=WARD, numerator=0, denominator=1, notes=("unheard_of", "only_closed"))
    assert said(reasons(plan.indicators["3.3"], {}, nobody.notes, nobody.detail)) == ["Mới chỉ gặp khi đóng cửa"]


def test_an_unknown_indicator_is_refused(book: FigureBook) -> None:
    with refused("9\\.9"):
        told(book, "9.9")


def test_the_json_form_holds_everything(book: FigureBook) -> None:
    book.establishment(unit=WARD)
    found = printed(told(book, "3.3"))
    assert found["figure"]["code"] == "3.3"
    assert found["members"][0]["why"] == ["Chưa được kiểm tra"]
    assert (found["outside"], found["conflicts"]) == ([], [])
    assert found["breakdown"][0] == {
        "version": "2022", "unit": "107", "name": "Huyện Mường Tè", "numerator": 0, "denominator": None,
        "unknown": False, "partial": False,
    }  # fmt: skip
    assert FigureBreakdown(told(book, "3.3").figure, []).figure.code == "3.3"
    assert printed(UnitShare(None, "x", ZERO, None))["unit"] is None


def test_what_is_unfinished_stands_out_and_what_only_waits_for_its_parent_does_not(book: FigureBook) -> None:
    book.add("tip", unit=WARD, date="2022-05-01")
    book.add_unfinished("comm_activity", unit=WARD)
    book.add("comm_reach_establishment", activity=book.records[-1]["id"])
    put(book.connection, book.plan, book.records)
    assert not_counting(book.file) == [("comm_activity", "comm_activity-1", State.UNFINISHED)]
