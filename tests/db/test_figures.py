"""The figures on worked examples that a person can check by hand."""

from datetime import date
from fractions import Fraction

from msgspec.structs import replace

from db.connection import Connection
from db.counting.indicator_figures import progress
from desktop_app import texts
from desktop_app.catalogue import in_language
from desktop_app.domain.period import Period
from desktop_app.domain.plan import Plan
from desktop_app.texts import in_words
from tests.figure_book import COMMUNE, DISTRICT, PROVINCE, TOWN, WARD, FigureBook, both
from tests.figure_file import memory_file
from tests.sentences import printed, refused, said


def keep_up(book: FigureBook, communes: int) -> None:
    """So many communes keep loudspeakers going all year."""
    lowest = [unit.code for unit in book.units if unit.level == "xa"]
    for code in lowest[:communes]:
        book.add("comm_activity", unit=code, form="loa", title="x", date="2022-03-20", end_date="2022-12-01")


# --- thresholds, rounding, status ---


def test_63_of_106_communes_are_59_4_percent_and_one_short(book: FigureBook) -> None:
    keep_up(book, 63)
    figure = book.figures()["1.1"]
    assert (figure.ratio, figure.value, figure.status, figure.short_by) == ("63/106", "59,4%", "not-met", 1)
    assert "Còn thiếu 1 xã, phường, thị trấn để đạt chỉ tiêu." in said(figure.notes)
    assert len([m for m in figure.missing if m.code == "none"]) == 43


def test_64_of_106_communes_are_60_4_percent_and_enough(book: FigureBook) -> None:
    keep_up(book, 64)
    figure = book.figures()["1.1"]
    assert (figure.ratio, figure.value, figure.status, figure.short_by) == ("64/106", "60,4%", "met", 0)


def test_99_95_percent_shows_100_0_and_is_not_met(book: FigureBook) -> None:
    book.by_hand("1.4", "1999", "2000")
    figure = book.figures()["1.4"]
    assert (figure.value, figure.status, figure.short_by) == ("100,0%", "not-met", 1)


def test_more_than_all_and_a_lowered_equal_target_are_met(book: FigureBook) -> None:
    book.by_hand("1.4", "95", "100")
    book.by_hand("2.1", "9", "8")
    book.add("target", year=2022, indicator="1.4", reading="default", threshold="90")
    figures = book.figures()
    assert (figures["1.4"].value, figures["1.4"].status) == ("95,0%", "met")
    assert (figures["2.1"].value, figures["2.1"].status) == ("112,5%", "met")


def test_a_target_record_changes_threshold_and_reading_of_its_year_only(book: FigureBook) -> None:
    keep_up(book, 63)
    book.add("target", year=2022, indicator="1.1", reading="loose", threshold="59.5")
    book.add("target", year=2021, indicator="1.2", reading="loose", threshold="1")
    book.add("target", year=2022, indicator="3.2", reading="default", threshold="10")
    figures = book.figures()
    changed, plain, raised = figures["1.1"], figures["1.2"], figures["3.2"]
    assert (changed.reading, changed.threshold, changed.status) == ("loose", Fraction("59.5"), "not-met")
    assert changed.short_by == 1
    assert (plain.reading, plain.threshold) == ("default", Fraction(100))
    assert raised.threshold == 10
    assert raised.threshold_max is None  # 5 lies below 10, so it means nothing


# --- periods ---


def test_the_running_quarter_is_judged_only_while_none_is_complete(book: FigureBook) -> None:
    book.add("comm_activity", unit=WARD, form="loa", title="x", date="2022-04-01")
    provisional = book.figures("2022-04")["1.1"]
    assert provisional.provisional
    assert (provisional.ratio, in_words(provisional.notes[0])) == ("1/106", "Tạm tính: chưa có kỳ xét nào kết thúc.")
    complete = book.figures("2022-07")["1.1"]
    assert not complete.provisional
    assert "Xét Quý II/2022." in said(complete.notes)


def test_before_the_quarter_of_the_plan_nothing_is_judged(book: FigureBook) -> None:
    figures = book.figures("2022-Q1")
    for code in ("1.1", "1.2"):
        assert figures[code].status == "not-applicable"
        assert "15/03/2022" in in_words(figures[code].text)
    assert "Trước ngày ban hành kế hoạch, để tham khảo." in said(figures["2.1"].notes)
    assert "Trước ngày ban hành kế hoạch, để tham khảo." not in said(book.figures("2022-Q2")["2.1"].notes)


def test_a_commune_short_of_a_quarter_is_told_which(book: FigureBook) -> None:
    for day in ("2022-03-15", "2022-09-15"):
        book.add("comm_activity", unit=WARD, form="loa", title="x", date=day)
    book.add("comm_activity", unit=WARD, form="clb", title="x", date="2022-07-01")
    missing = {m.unit: m for m in book.figures(unit=TOWN)["1.1"].missing}
    assert in_words(missing[WARD].text) == "Còn thiếu: Quý III/2022"


def test_the_days_at_a_periods_edge_belong_to_one_period(book: FigureBook) -> None:
    for day in ("2022-01-14", "2022-01-15", "2022-03-14", "2022-03-15"):
        book.crime(day)

    def cases(period: str) -> Fraction | None:
        return book.figures(period)["3.2"].parts["now_cases"].numerator

    assert [cases(f"2022-{code}") for code in ("01", "02", "03", "04", "Q1", "Q2")] == [1, 1, 1, 1, 3, 1]
    assert cases("duong_lich:2022-Q1") == 4


def test_december_2021_belongs_to_2022(book: FigureBook) -> None:
    place = book.establishment(workers=20)
    book.reach(place, 3, "2021-12-14")
    book.reach(place, 4, "2021-12-15")
    assert book.figures("2022")["1.3"].ratio == "4/20"
    assert book.figures("duong_lich:2022")["1.3"].ratio == "0/20"


def test_a_period_of_another_plan_year_is_refused(book: FigureBook) -> None:
    with refused("chỉ có kế hoạch năm 2022"):
        book.figures("2021-Q4")


# --- growth ---


def base(book: FigureBook, cases: int | None, code: str = "Y", persons: int | None = 5, unit: str = PROVINCE) -> None:
    fields = {"unit": unit, "year": 2021, "period_code": code}
    book.add("crime_baseline", **fields, cases=cases, persons=persons, admin_cases=2)


def test_13_cases_after_12_grow_by_8_3_percent_and_more_than_asked(book: FigureBook) -> None:
    base(book, 12)
    book.crime("2022-05-01", 13)
    figure = book.figures()["3.2"]
    assert (figure.value, figure.ratio, figure.status, figure.exceeded) == ("+8,3%", "1/12", "met", True)
    assert "Vượt 5%." in said(figure.notes)
    assert "Số gốc nhỏ: thêm 1 vụ đã đạt 3%." in said(figure.notes)
    assert {name: part.numerator for name, part in figure.parts.items()} == {
        "now_cases": 13, "base_cases": 12, "now_persons": 13, "base_persons": 5, "hotspot": 13,
    }  # fmt: skip


def test_a_fall_has_its_sign_and_says_how_many_cases_are_lacking(book: FigureBook) -> None:
    base(book, 40)
    book.crime("2022-05-01", 39)
    figure = book.figures()["3.2"]
    assert (figure.value, figure.status, figure.short_by) == ("-2,5%", "not-met", 3)
    assert not [note for note in said(figure.notes) if note.startswith("Số gốc nhỏ")]


def test_a_base_of_zero_prints_the_cases_and_no_percentage(book: FigureBook) -> None:
    base(book, 0)
    book.crime("2022-05-01", 2)
    figure = book.figures()["3.2"]
    assert (figure.value, figure.status, figure.short_by) == (None, "not-applicable", None)
    assert in_words(figure.text) == "Không tính được tỷ lệ vì số cùng kỳ năm trước bằng 0; kỳ này: 2 vụ"


def test_a_base_is_put_together_only_where_it_covers_the_period(book: FigureBook) -> None:
    base(book, 5, "Q1")
    base(book, 7, "04")
    base(book, 7, "05")
    base(book, 9, "06")
    base(book, 99, "Y", unit=TOWN)  # never summed from lower units
    assert book.figures("2022-H1")["3.2"].denominator == 28
    assert book.figures("2022-9M")["3.2"].status == "no-data"
    assert [in_words(m.text) for m in book.figures("2022")["3.2"].missing] == ["Chưa có số liệu gốc cùng kỳ năm trước"]


def test_the_strict_reading_takes_the_lower_growth_and_the_loose_one_adds_administrative_cases(
    book: FigureBook,
) -> None:
    base(book, 12, persons=13)
    book.crime("2022-05-01", 13)
    book.add("admin_handling", unit=TOWN, year=2022, period_code="Q2", behaviour="ban_dam", cases=4, persons=4)
    book.add("admin_handling", unit=TOWN, year=2022, period_code="04", behaviour="ban_dam", cases=3, persons=3)
    assert book.figures(reading="strict")["3.2"].value == "0,0%"
    loose = book.figures(reading="loose")["3.2"]
    assert both(loose) == (13 + 4 - 12 - 2, 14)


# --- caps and what is not known ---


def test_an_establishment_of_ten_reached_with_eight_and_five_counts_ten_and_says_so(book: FigureBook) -> None:
    place = book.establishment(workers=10)
    book.reach(place, 8, "2022-02-01")
    book.reach(place, 5, "2022-04-01")
    figure = book.figures()["1.3"]
    assert (figure.ratio, figure.value, figure.status) == ("10/10", "100,0%", "met")
    assert "1 cơ sở có số người lũy kế lớn hơn số lao động, chỉ tính đến bằng số lao động." in said(figure.notes)
    assert [(m.code, m.record, m.unit) for m in figure.missing] == [("capped", place, WARD)]
    assert book.figures(reading="loose")["1.3"].value == "130,0%"


def test_an_establishment_without_a_headcount_is_left_out_and_listed(book: FigureBook) -> None:
    known, unknown = book.establishment(workers=10), book.establishment(workers=None)
    book.reach(known, 6, "2022-02-01")
    book.reach(unknown, 50, "2022-02-01")
    figure = book.figures()["1.3"]
    assert figure.ratio == "6/10"
    assert [(in_words(m.text), m.record) for m in figure.missing] == [("Chưa có số lao động", unknown)]


def test_no_headcount_at_all_is_no_data_and_no_establishment_is_not_applicable(book: FigureBook) -> None:
    assert book.figures()["1.3"].status == "not-applicable"
    book.establishment(workers=None)
    figure = book.figures()["1.3"]
    assert (figure.status, in_words(figure.text)) == (
        "no-data",
        "Chưa có số lao động của cơ sở nào; đề nghị cập nhật số lao động",
    )


def test_an_old_headcount_is_used_and_said(book: FigureBook) -> None:
    book.reach(book.establishment(workers=10, counted="2021-12-13"), 1, "2022-02-01")
    assert "1 cơ sở có số lao động cũ hơn 12 tháng." in said(book.figures()["1.3"].notes)
    assert "1 cơ sở có số lao động cũ hơn 12 tháng." not in said(book.figures("2022-11")["1.3"].notes)


def test_an_establishment_counts_by_its_state_on_the_last_day(book: FigureBook) -> None:
    place = book.establishment(workers=10)
    book.add("establishment_status_change", establishment=place, date="2022-06-14", status="ngung")
    assert book.figures("2022-05")["3.3"].denominator == 1
    assert book.figures("2022-06")["3.3"].status == "not-applicable"


def test_a_closed_door_does_not_count_and_is_said(book: FigureBook) -> None:
    place = book.establishment()
    team = book.add("inspection", unit=TOWN, date="2022-05-01", team_type="cong_an", covers_prostitution=True)
    door = {"inspection": team, "establishment": place, "date": "2022-05-01", "result": "dong_cua_khong_kt_duoc"}
    book.add("inspection_visit", **door)
    figure = book.figures()["3.3"]
    assert (figure.ratio, in_words(figure.missing[0].text)) == ("0/1", "Mới chỉ gặp khi đóng cửa")
    assert "1 lượt gặp cơ sở đóng cửa, không tính." in said(figure.notes)


def test_schools_at_all_of_their_students_are_counted_beside_the_figure(book: FigureBook) -> None:
    schools = [book.add("school", unit=TOWN, name=f"Trường {n}") for n in range(2)]
    for school, year in zip(schools, ("2022-2023", "2020-2021"), strict=True):
        book.add("school_enrolment", school=school, school_year=year, students=100)
    lesson = book.add("comm_activity", unit=TOWN, date="2022-10-01", form="ngoai_khoa", title="x")
    book.add("comm_reach_school", activity=lesson, school=schools[0], students_total=100, students_new=100)
    figure = book.figures()["1.4"]
    assert figure.ratio == "100/200"
    assert both(figure.parts["full"]) == (1, 2)
    assert figure.parts["full"].value == "50,0%"
    assert "Mẫu số theo quy mô năm học 2022-2023." in said(figure.notes)
    assert "1 trường dùng quy mô của năm học khác." in said(figure.notes)
    assert [in_words(m.text) for m in figure.missing] == ["Còn thiếu 100 học sinh, sinh viên"]


def test_a_school_behind_in_two_school_years_is_told_of_both(book: FigureBook) -> None:
    school = book.add("school", unit=TOWN, name="Trường")
    for year, students in (("2021-2022", 40), ("2022-2023", 30)):
        book.add("school_enrolment", school=school, school_year=year, students=students)
    lesson = book.add("comm_activity", unit=TOWN, date="2022-03-01", form="ngoai_khoa", title="x")
    book.add("comm_reach_school", activity=lesson, school=school, students_total=10, students_new=10)
    assert [in_words(m.text) for m in book.figures(reading="strict")["1.4"].missing] == [
        "Còn thiếu 30 (2021-2022) học sinh, sinh viên", "Còn thiếu 30 (2022-2023) học sinh, sinh viên",
    ]  # fmt: skip


def test_staff_are_capped_by_area_and_level_which_the_note_names(book: FigureBook) -> None:
    course = book.add("training", unit=PROVINCE, date="2022-05-01", title="x", topics=["khac"], attend_total=9)
    for _ in range(2):
        book.add("staff", unit=WARD, duty="kiem_nhiem", in_denominator=True, from_date="2021-01-01")
    book.add("staff", unit=COMMUNE, duty="kiem_nhiem", in_denominator=True, from_date="2021-01-01")
    count = {"training": course, "trainee_level": "xa", "persons_new": 3}
    book.add("training_count", **count, unit=WARD)
    book.add("training_count", **count, unit="03433")  # nobody of that district is in the list
    figure = book.figures()["5.1"]
    assert figure.ratio == "2/3"
    assert "Chỉ tính đến bằng số cán bộ ở: thành phố Lai Châu (cấp xã)." in said(figure.notes)
    assert "1 dòng học viên ở nơi chưa có danh sách cán bộ, chưa tính." in said(figure.notes)
    assert both(figure.parts["listed"]) == (0, None)
    assert both(figure.parts["unlisted"]) == (2, None), "with the listed ones they are the numerator"
    capped = next(m for m in figure.missing if m.code == "capped")
    assert (in_words(capped.text), capped.unit, capped.record) == (
        "Số được tập huấn lớn hơn số cán bộ (bị chặn trần): thành phố Lai Châu (cấp xã)", WARD, None,
    )  # fmt: skip
    english = [in_language(note, "en") for note in (*figure.notes, capped.text)]
    assert "Capped at the number of staff: thành phố Lai Châu (commune)." in english
    assert english[-1] == "More trained than staff (capped): thành phố Lai Châu (commune)"


def test_a_quarter_that_is_missing_is_named_in_the_language_of_who_reads_it(book: FigureBook) -> None:
    lacking = next(m for m in book.figures("2022-Q2")["1.2"].missing if m.unit == TOWN)
    assert [in_language(lacking.text, language) for language in ("vi", "en")] == [
        "Chưa có tin, bài: Quý II/2022", "No item: Quarter II/2022",
    ]  # fmt: skip


def test_coded_cases_and_the_summary_make_the_larger_of_the_two(book: FigureBook) -> None:
    summary = {"unit": TOWN, "year": 2022, "in_need": 5}
    book.add("support_population", **summary, period_code="Q1", eligible=4, served=1)
    book.add("support_population", **summary, period_code="H1", eligible=5, served=2)
    for unit in (TOWN, TOWN, TOWN, DISTRICT):
        case = book.add("support_case", unit=unit, date="2022-02-01", in_need=True, eligible=True)
        book.add("support_service_use", support_case=case, date="2022-03-01", service="tam_ly")
    figure = book.figures()["4.2"]
    assert figure.ratio == "3/5"
    assert "Có hồ sơ ở nơi chưa có số người đủ điều kiện, chưa tính: Huyện Tam Đường." in said(figure.notes)
    assert book.figures("2022-Q1")["4.2"].ratio == "3/4"
    assert sum(m.code == "no_population" for m in figure.missing) == 7


def test_a_tip_not_yet_due_is_left_out_and_said(book: FigureBook) -> None:
    book.tip("2022-08-01", "2022-08-21", "2022-08-21")
    late = book.tip("2022-08-01", "2022-08-21", "2022-08-22")
    overdue = book.tip("2022-08-01", "2022-09-14")
    soon = book.tip("2022-09-01", "2022-09-21")
    figure = book.figures("2022-Q3")["3.1"]
    assert (figure.ratio, figure.parts["period"].value) == ("1/3", "33,3%")
    assert [(m.code, m.record) for m in figure.missing] == [("overdue", overdue), ("late", late), ("soon_due", soon)]
    assert "1 tin chưa đến hạn, chưa tính." in said(figure.notes)


def test_a_range_from_before_the_year_has_its_own_tips_beside_those_of_the_year(book: FigureBook) -> None:
    for closed in ("2021-12-01", "2021-12-20"):
        book.tip("2021-11-25", "2021-12-30", closed)
    figure = book.figures("2021-11-20..2022-01-05")["3.1"]
    assert (figure.ratio, both(figure.parts["period"])) == ("1/1", (2, 2))


def state_of_tips(book: FigureBook, period: str = "2022-Q2", unit: str = WARD) -> tuple[str, str]:
    figure = book.figures(period, unit)["3.1"]
    assert (figure.value, figure.ratio) == (None, "0/0")
    return figure.status, in_words(figure.text)


def test_without_tips_nothing_happened_only_where_that_was_declared(book: FigureBook) -> None:
    assert state_of_tips(book) == ("no-data", "Chưa có số liệu")
    book.declare("3", "Q2")
    assert state_of_tips(book) == ("not-applicable", "Không phát sinh")
    assert state_of_tips(book, unit=TOWN) == ("no-data", "Chưa có số liệu")  # other units of the town said nothing
    book.add("inspection", unit=WARD, date="2022-05-01", team_type="cong_an")
    assert state_of_tips(book) == ("no-data", "Chưa có số liệu")  # a record wins over the declaration


def test_without_tips_to_judge_those_that_are_running_are_told(book: FigureBook) -> None:
    for unit in book.units.descendants(TOWN):
        book.declare("3", "Q2", unit=unit)
    assert state_of_tips(book, unit=TOWN) == ("not-applicable", "Không phát sinh")
    book.tip("2022-03-01", "2022-07-20")
    assert state_of_tips(book, unit=TOWN) == ("not-applicable", "Chưa có tin đến hạn")
    assert book.figures("2022-Q3", TOWN)["3.1"].status == "not-met"


def test_declared_months_that_cover_a_quarter_make_the_quarter(book: FigureBook) -> None:
    book.declare("3", "04", "06")
    assert state_of_tips(book) == ("no-data", "Chưa có số liệu")
    book.declare("3", "05")
    assert state_of_tips(book) == ("not-applicable", "Không phát sinh")
    assert state_of_tips(book, "2022-H1") == ("no-data", "Chưa có số liệu")
    book.declare("3", "Q1")  # with the months of the second quarter it is the half year
    assert state_of_tips(book, "2022-H1") == ("not-applicable", "Không phát sinh")
    assert book.completeness("2022-H1", WARD, "2022-07-01")[WARD, "3"].state == "nothing"


def test_remarks_count_among_tips_in_the_loose_reading_only_and_are_told_beside_the_others(book: FigureBook) -> None:
    book.tip("2022-05-01", "2022-05-21", "2022-05-20")
    book.tip("2022-05-01", "2022-05-21", kind="phan_anh")
    found = {reading: book.figures("2022-Q2", TOWN, reading)["3.1"] for reading in ("default", "strict", "loose")}
    assert {name: figure.ratio for name, figure in found.items()} == {"default": "1/1", "strict": "1/1", "loose": "1/2"}
    assert found["default"].parts["remarks"].numerator == found["strict"].parts["remarks"].numerator == 1
    assert "remarks" not in found["loose"].parts


def test_what_a_lowered_target_of_tips_lacks_is_not_how_many_were_late(book: FigureBook) -> None:
    for n in range(10):
        book.tip("2022-05-01", "2022-05-21", "2022-05-20" if n < 6 else "2022-05-30")
    book.add("target", year=2022, indicator="3.1", reading="default", threshold="80")
    figure = book.figures("2022-Q2", TOWN)["3.1"]
    assert (figure.ratio, figure.status, figure.short_by) == ("6/10", "not-met", 2)
    assert "Còn thiếu 2 tin xử lý kịp thời để đạt chỉ tiêu." in said(figure.notes)
    assert "4 tin giải quyết muộn hạn." in said(figure.notes)


def test_cases_in_hotspots_a_year_before_are_told_where_they_are_known(book: FigureBook) -> None:
    base = {"unit": PROVINCE, "year": 2021, "period_code": "Y", "cases": 5}
    book.add("crime_baseline", **base)
    assert "base_hotspot" not in book.figures()["3.2"].parts
    book.records[-1]["fields"]["hotspot_cases"] = 2
    assert book.figures()["3.2"].parts["base_hotspot"].numerator == 2


# --- units ---


def test_below_the_member_level_some_indicators_do_not_apply(book: FigureBook) -> None:
    figures = book.figures(unit=WARD)
    assert [code for code, f in figures.items() if in_words(f.text).startswith("Không áp dụng cho đơn vị dưới")] == [
        "1.2", "2.1", "2.2", "3.2", "4.1", "4.2",
    ]  # fmt: skip


def test_an_indicator_that_does_not_apply_judges_no_quarter(book: FigureBook) -> None:
    figure = book.figures("2022-04", unit=WARD)["1.2"]
    assert (figure.status, figure.provisional) == ("not-applicable", False)
    assert not [note for note in said(figure.notes) if note.startswith(("Xét", "Tạm tính"))]


def test_media_are_printed_for_the_province_and_for_each_district(book: FigureBook) -> None:
    paper = book.add("media_outlet", name="Báo Lai Châu", unit=PROVINCE, counts=True)
    book.add("media_item", unit=COMMUNE, date="2022-05-01", outlet=paper, title="x")
    figure = book.figures("2022-Q2")["1.2"]
    parts = {name: (*both(part), part.value) for name, part in figure.parts.items()}
    assert parts == {"1.2a": (1, 1, "100,0%"), "1.2b": (1, 8, "12,5%")}
    assert figure.ratio == "2/9"
    assert list(book.figures("2022-Q2", DISTRICT)["1.2"].parts) == ["1.2b"]


def test_below_the_province_the_comparison_is_for_reference(book: FigureBook) -> None:
    note = "Chỉ tiêu giao cho cấp khác; so sánh ở đơn vị này để tham khảo."
    assert note in said(book.figures(unit=TOWN)["1.1"].notes)
    assert note not in said(book.figures()["1.1"].notes)


def test_an_unknown_unit_indicator_or_reading_is_refused(book: FigureBook) -> None:
    with refused("Không có đơn vị “99”"):
        book.figures(unit="99")
    with refused(r"Không có chỉ tiêu “9\.9”"):
        book.members("9.9")
    with refused("Không có cách tính “wild”"):
        book.figures(reading="wild")


# --- by hand, unfinished, not reported ---


def test_a_value_by_hand_is_used_for_exactly_its_unit_and_period_in_every_reading(book: FigureBook) -> None:
    keep_up(book, 1)
    book.by_hand("1.1", "80", "106")
    book.by_hand("3.2", "13", "12")
    book.by_hand("4.1", "2.5", None)
    for reading in ("default", "strict"):
        figures = book.figures(reading=reading)
        assert (figures["1.1"].value, figures["1.1"].manual, in_words(figures["1.1"].notes[0])) == (
            "75,5%",
            True,
            "Số nhập tay.",
        )
        assert (figures["3.2"].value, figures["3.2"].ratio) == ("+8,3%", "1/12")
        assert (figures["4.1"].value, figures["4.1"].status, figures["4.1"].denominator) == ("2,5", "met", None)
    for elsewhere in (book.figures("2022-Q4"), book.figures(unit=TOWN), book.figures("duong_lich:2022")):
        assert not any(figure.manual for figure in elsewhere.values())


def test_unfinished_records_count_nowhere_and_are_said(book: FigureBook) -> None:
    keep_up(book, 1)
    book.add_unfinished("comm_activity", unit=WARD, form="loa", date="2022-05-01")
    book.add_unfinished("comm_activity", unit=COMMUNE, form="loa", date="2022-05-01")
    note = "phiếu liên quan chưa hoàn chỉnh hoặc mâu thuẫn, chưa được tính."
    assert f"2 {note}" in said(book.figures()["1.1"].notes)
    assert f"1 {note}" in said(book.figures(unit=TOWN)["1.1"].notes)
    assert not [text for text in said(book.figures(unit="107")["1.1"].notes) if note in text]


def test_open_conflicts_in_fields_that_count_are_said(book: FigureBook) -> None:
    keep_up(book, 1)
    book.add("comm_activity", unit=WARD, form="loa", title="x", date="2022-05-01")
    book.add("target", year=2022, indicator="1.1", reading="default", threshold="60")
    activity, target = "comm_activity-1", "target-2"
    book.conflicts = [("comm_activity-0", "form"), ("comm_activity-0", "title"), (activity, "deleted")]
    book.conflicts += [(target, "threshold"), ("x", "form")]
    note = "giá trị khác nhau chờ chọn ở số liệu liên quan; tạm tính theo giá trị ghi sau cùng."
    assert f"3 {note}" in said(book.figures()["1.1"].notes)
    assert f"2 {note}" in said(book.figures()["1.3"].notes)  # a deleted activity and the target, but not its form
    assert f"1 {note}" in said(book.figures(unit="107")["1.1"].notes)  # a target holds for everybody
    book.conflicts.clear()
    assert not [text for text in said(book.figures()["1.1"].notes) if note in text]


def test_units_without_a_report_are_said_with_each_figure(book: FigureBook) -> None:
    keep_up(book, 1)
    first = next(unit.code for unit in book.units if unit.level == "xa")
    book.add("period_declaration", unit=TOWN, year=2022, period_code="Y", plan_area="1", date="2022-12-20")
    assert "113/115 đơn vị chưa báo cáo lĩnh vực này." in said(book.figures()["1.1"].notes)
    assert not [text for text in said(book.figures(unit=first)["1.1"].notes) if "chưa báo cáo" in text]


# --- other schemes, transactions ---


def test_days_written_out_in_the_plan_are_followed(plan: Plan, connection: Connection) -> None:
    days = {"2022": ["2021-12-20", "2022-12-19"], "2022-Q1": ["2021-12-20", "2022-03-19"]}
    schemes = {**plan.source["period_schemes"], "tuy_chon": {"label": {"vi": "x"}, "days": days}}
    own = replace(plan, period_scheme="tuy_chon", source={**plan.source, "period_schemes": schemes})
    book = FigureBook(own, connection)
    book.crime("2021-12-19")
    book.crime("2021-12-20")
    base(book, 5)
    figure = book.figures("2022-Q1")["3.2"]
    assert figure.parts["now_cases"].numerator == 1
    assert figure.status == "no-data"  # the days of the year before are not written
    assert "Xét Quý I/2022." in said(book.figures("2022-Q1")["1.1"].notes)  # it holds the day of the plan


def test_days_without_their_whole_year_can_not_place_a_figure(plan: Plan, connection: Connection) -> None:
    period = Period("Q1", 2022, "tuy_chon", date(2022, 1, 1), date(2022, 3, 31))
    with refused("chưa ghi ngày"):
        progress(memory_file(plan, connection), period, PROVINCE)


def test_figures_can_be_read_inside_a_transaction(book: FigureBook) -> None:
    before = book.figures()
    book.connection.execute("BEGIN")
    inside = progress(book.file, book.period("2022"), PROVINCE)
    assert book.connection.in_transaction
    book.connection.execute("ROLLBACK")
    assert inside == list(before.values())


# --- members and languages ---


def test_the_records_behind_a_figure_can_be_named(book: FigureBook) -> None:
    place = book.establishment(workers=10)
    reach = book.reach(place, 8, "2022-02-01")
    behind = {(m.kind, m.record): m for m in book.members("1.3")}
    assert behind["establishment", place].denominator == 10
    assert behind["comm_reach_establishment", reach].notes == ("evidence",)
    assert all(m.group == place for m in behind.values())


def test_every_reading_also_names_its_evidence(book: FigureBook) -> None:
    keep_up(book, 1)
    assert [m.record for m in book.members("1.1", reading="loose") if m.notes == ("evidence",)] == ["comm_activity-0"]


def test_notes_and_texts_come_in_the_language_in_force(book: FigureBook) -> None:
    texts.set_language("en")
    figures = book.figures()
    assert "64 more communes needed to reach the target." in said(figures["1.1"].notes)
    assert in_words(figures["3.1"].text) == "No data yet"


def test_a_figure_as_json_holds_what_the_command_line_promises(book: FigureBook) -> None:
    book.reach(book.establishment(workers=10), 5, "2022-02-01")
    book.by_hand("1.4", "12.5", "20")
    figures = book.figures()
    json = printed(figures["1.3"])
    assert json | {
        "code": "1.3", "reading": "default", "numerator": 5, "denominator": 10, "value": "50,0%", "target": 60,
        "status": "not-met", "short_by": 1, "text": "", "manual": False, "parts": {}, "missing": [],
    } == json  # fmt: skip
    assert printed(figures["1.4"])["numerator"] == 12.5
    assert figures["1.4"].ratio == "12,5/20"
    assert printed(figures["1.2"])["parts"]["1.2a"] == {
        "label": "1.2a Cấp tỉnh", "numerator": 0, "denominator": 3, "value": "0,0%",
    }  # fmt: skip
    assert printed(figures["3.2"])["missing"][0]["code"] == "no_base"
    assert printed(figures["3.2"])["numerator"] is None
