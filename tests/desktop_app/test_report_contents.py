"""What the report says, as plain blocks: order, sentences by rule, who has not reported."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from msgspec.structs import replace

from desktop_app import texts
from desktop_app.domain.completeness import NOT_REPORTED, NOTHING, NUMBER, ZERO
from desktop_app.domain.indicators import MET, NO_DATA, NOT_APPLICABLE, NOT_MET, Missing
from desktop_app.domain.period import Period
from desktop_app.domain.plan_indicators import Statistic
from desktop_app.domain.statistic_results import Amount, AreaStatistics, StatisticResult, ValueShare
from desktop_app.messages import Label
from desktop_app.report import contents
from desktop_app.report.blocks import Heading, Paragraph, ProgressReport, Table
from desktop_app.report.cells import Gauge, shown
from desktop_app.report.data import ReportData
from desktop_app.report.wording import BLANK, long_date, lower_first, period_name, short_date
from tests.desktop_app import report_samples as samples
from tests.desktop_app.report_samples import figure


def built(data: ReportData, **changes: Any) -> ProgressReport:
    return contents.build(replace(data, **changes))


def headings(report: ProgressReport, level: int = 1) -> list[str]:
    return [block.text for block in report.blocks if isinstance(block, Heading) and block.level == level]


def said(report: ProgressReport) -> str:
    return "\n".join(block.text for block in report.blocks if isinstance(block, Paragraph))


def noted(report: ProgressReport) -> str:
    """What stands below the tables of the annexes."""
    blocks = (block for annex in report.annexes for block in (*annex.blocks, *annex.wide))
    return "\n".join(block.text for block in blocks if isinstance(block, Paragraph))


def printed(table: Table) -> Table:
    """The table with its numbers as they are printed."""
    return replace(table, rows=tuple(tuple(map(shown, row)) for row in table.rows))


def tables(report: ProgressReport) -> dict[str, Table]:
    """Those of the annexes, which have all tables."""
    assert not any(isinstance(block, Table) for block in report.blocks)
    blocks = (block for annex in report.annexes for block in (*annex.blocks, *annex.wide))
    return {block.caption: printed(block) for block in blocks if isinstance(block, Table)}


def indicator_table(report: ProgressReport) -> Table:
    """The first table of the first annex."""
    table = report.annexes[0].blocks[0]
    assert isinstance(table, Table)
    return printed(table)


def indicator_rows(report: ProgressReport) -> dict[str, tuple[Any, ...]]:
    rows = indicator_table(report).rows
    return {str(row[0]): row for row in rows if len(row) > 1 and row[0]}


# --- order and sections ------------------------------------------------------------------------------------------


def test_sections_come_in_the_usual_order_and_empty_ones_are_left_out_with_new_numbers() -> None:
    assert headings(built(samples.district())) == [
        "I. Công tác lãnh đạo, chỉ đạo", "II. Kết quả thực hiện", "III. Đánh giá", "IV. Phương hướng, nhiệm vụ",
        "V. Kiến nghị, đề xuất",
    ]  # fmt: skip
    assert headings(built(samples.province())) == [
        "I. Kết quả thực hiện", "II. Đánh giá", "III. Phương hướng, nhiệm vụ",
    ]  # fmt: skip


def test_every_area_of_the_plan_has_its_subsection() -> None:
    assert headings(built(samples.province()), 2)[:5] == [
        "1. Tuyên truyền", "2. Phòng ngừa", "3. Thanh tra, kiểm tra, truy tố", "4. Can thiệp giảm tác hại",
        "5. Đào tạo, tập huấn",
    ]  # fmt: skip


def test_the_plans_own_names_of_sections_are_used_without_their_numbers() -> None:
    titles = {"I": "I. Đặc điểm tình hình", "III.1": "III.1. Công tác tuyên truyền"}
    report = built(samples.province(), section_titles=titles, narratives={"I": "Ổn định."})
    assert headings(report)[0] == "I. Đặc điểm tình hình"
    assert headings(report, 2)[0] == "1. Công tác tuyên truyền"


def test_a_single_subsection_needs_no_heading_of_its_own() -> None:
    report = built(samples.province(), progress=[figure("2.1", 8, 8, MET)], completeness=[])
    after = report.blocks[report.blocks.index(Heading(1, "II", "Đánh giá")) + 1]
    assert after == Paragraph("Trong 01 chỉ tiêu của kế hoạch có 01 chỉ tiêu đạt. Kết quả từng chỉ tiêu tại Phụ lục I.")


def test_the_offices_own_text_takes_the_place_of_the_sentences() -> None:
    own = {
        "I": "Tình hình ổn định.\n\n  Không có điểm nóng.",
        "III.1": "Đã tuyên truyền rộng rãi:\n- Ở chợ;\n- Ở trường.",
    }
    report = built(samples.province(), narratives=own)
    assert report.blocks[2:4] == (Paragraph("Tình hình ổn định."), Paragraph("Không có điểm nóng."))
    place = report.blocks.index(Paragraph("Đã tuyên truyền rộng rãi:"))
    assert report.blocks[place + 1 : place + 3] == (Paragraph("- Ở chợ;", "item"), Paragraph("- Ở trường.", "item"))
    assert report.blocks[place + 3] == Heading(2, "2", "Phòng ngừa")
    assert "duy trì thường xuyên ít nhất một hình thức tuyên truyền: 65,1%" not in said(report)


@pytest.mark.parametrize("office", [samples.commune, samples.district, samples.province])
def test_the_text_ends_as_official_text_does(office: Any) -> None:
    last = contents.build(office()).blocks[-1]
    assert isinstance(last, Paragraph)
    assert last.text.startswith("Trên đây là báo cáo kết quả thực hiện")
    assert last.text.endswith("./.")


def test_a_closing_sentence_that_the_office_wrote_is_not_doubled() -> None:
    report = built(samples.province(), narratives={"VI": "Không có.\nTrên đây là báo cáo của Sở."})
    assert said(report).count("Trên đây là") == 1
    assert said(report).endswith("Trên đây là báo cáo của Sở./.")


def test_equal_data_give_an_equal_report() -> None:
    assert contents.build(samples.province()) == contents.build(samples.province())


def test_the_report_is_vietnamese_in_any_language_of_the_window() -> None:
    vietnamese = contents.build(samples.province())
    texts.set_language("en")
    assert contents.build(samples.province()) == vietnamese


# --- around the text ---------------------------------------------------------------------------------------------


def test_the_opening_names_plan_date_issuer_office_and_period() -> None:
    assert said(built(samples.province())).splitlines()[0] == (
        "Thực hiện Kế hoạch số 768/KH-UBND ngày 15 tháng 3 năm 2022 của Ủy ban nhân dân tỉnh Lai Châu về phòng, chống"
        " mại dâm năm 2022, Sở Lao động - Thương binh và Xã hội tỉnh Lai Châu báo cáo kết quả thực hiện quý II năm 2022"
        " (số liệu từ ngày 15/3/2022 đến ngày 14/6/2022, lũy kế từ ngày 15/12/2021) như sau:"
    )


def test_a_plan_that_does_not_say_what_it_is_about_is_named_by_its_number() -> None:
    plan = replace(samples.plan(), settings={})
    report = built(samples.province(), plan=plan)
    assert report.subject == "Kết quả thực hiện Kế hoạch số 768/KH-UBND quý II năm 2022"
    assert "Lai Châu, Sở Lao động" in said(report).splitlines()[0]


def test_number_and_date_are_padded_as_the_decree_asks_and_left_open_until_issued() -> None:
    head = built(samples.province()).letterhead
    assert (head.number, head.place_and_date) == ("Số: 05/BC-SLĐTBXH", "Lai Châu, ngày 20 tháng 6 năm 2022")
    for typed, printed in (("7", "07/BC-SLĐTBXH"), ("112/BC", "112/BC"), ("Mật 3", "Mật 3/BC-SLĐTBXH")):
        assert built(samples.province(), header={"doc_no": typed}).letterhead.number == f"Số: {printed}"
    still_open = built(samples.district()).letterhead
    assert still_open.number == f"Số: {BLANK}/BC-PLĐTBXH"
    assert still_open.place_and_date == f"Tam Đường, ngày {BLANK} tháng {BLANK} năm 2022"


def test_an_office_without_letterhead_is_a_peoples_committee_that_reports_to_the_one_above() -> None:
    report = built(samples.commune())
    assert report.letterhead.issuer == "ỦY BAN NHÂN DÂN\nPHƯỜNG QUYẾT TIẾN"
    assert report.letterhead.superior == ""
    assert report.letterhead.number.endswith("/BC-UBND")
    assert report.letterhead.place_and_date.startswith("Quyết Tiến, ")
    assert report.addressees == ("Ủy ban nhân dân thành phố Lai Châu",)
    assert report.signature.authority == ("TM. ỦY BAN NHÂN DÂN",)
    assert report.signature.title == "CHỦ TỊCH"
    assert report.signature.recipients == ("Như trên;", "Lưu: VT.")


def test_a_head_of_office_signs_without_on_behalf_of() -> None:
    signature = built(samples.district()).signature
    assert (signature.authority, signature.title) == ((), "TRƯỞNG PHÒNG")


def test_recipients_begin_with_the_addressee_and_end_with_the_archive() -> None:
    assert built(samples.province()).signature.recipients == (
        "Như trên;", "Cục Phòng, chống tệ nạn xã hội;", "Thường trực Tỉnh ủy, HĐND tỉnh (b/c);", "Giám đốc Sở;",
        "Lưu: VT, PCTNXH.",
    )  # fmt: skip
    unaddressed = built(samples.province(), letterhead={"issuer_line": "SỞ", "recipients": "- Phòng A;\n\n+ Phòng B,"})
    assert unaddressed.addressees == ()
    assert unaddressed.signature.recipients == ("Phòng A;", "Phòng B;", "Lưu: VT.")


def test_what_is_typed_for_one_report_beats_the_letterhead() -> None:
    typed = {"subject": "Sơ kết quý II", "addressee": "Cục A\nCục B", "signer_name": "Hoàng Mẫu", "doc_no": None}
    report = built(samples.province(), header=typed)
    assert report.subject == "Sơ kết quý II"
    assert report.addressees == ("Cục A", "Cục B")
    assert report.signature.name == "Hoàng Mẫu"
    assert report.signature.title == "PHÓ GIÁM ĐỐC"


@pytest.mark.parametrize(
    ("code", "name"),
    [("Y", "năm 2022"), ("H1", "6 tháng đầu năm 2022"), ("H2", "6 tháng cuối năm 2022"), ("9M", "9 tháng đầu năm 2022"),
     ("Q4", "quý IV năm 2022"), ("07", "tháng 7 năm 2022"), (None, "thời gian từ ngày 01/02/2022 đến ngày 05/3/2022")],
)  # fmt: skip
def test_periods_are_named_as_officials_name_them(code: str | None, name: str) -> None:
    days = (date(2022, 6, 15), date(2022, 7, 14)) if code == "07" else (date(2022, 2, 1), date(2022, 3, 5))
    assert period_name(Period(code, 2022, "nd09", *days)) == name


def test_days_below_ten_and_the_first_two_months_have_a_zero() -> None:
    assert long_date(date(2022, 3, 5)) == "ngày 05 tháng 3 năm 2022"
    assert long_date(date(2022, 2, 15)) == "ngày 15 tháng 02 năm 2022"
    assert short_date(date(2022, 10, 1)) == "01/10/2022"


def test_a_label_inside_a_sentence_begins_small_unless_it_is_an_abbreviation() -> None:
    assert [lower_first(text) for text in ("Tỷ lệ", "UBND xã", "HIV", "Ý kiến", "")] == [
        "tỷ lệ", "UBND xã", "HIV", "ý kiến", "",
    ]  # fmt: skip


# --- figures -----------------------------------------------------------------------------------------------------


def test_the_indicator_table_shows_target_ratio_value_and_verdict() -> None:
    rows = indicator_rows(built(samples.province()))
    assert len(rows) == 12
    assert rows["1.1"][2:6] == ("≥ 60%", "69", "106", "65,1%")
    assert rows["1.1"][8:] == ("", "Theo kế hoạch", "Đạt")
    assert rows["1.4"][2:] == ("100%", "8.214", "9.120", "90,1%*", "–", "", "906", "Theo kế hoạch", "Chưa đạt")
    assert rows["3.1"][2:] == ("100%", "0", "0", "", "–", "", "", "Theo kế hoạch", "Không phát sinh")
    assert rows["3.2"][2:6] == ("3–5%", "2", "12", "+16,7%")
    assert rows["3.2"][10] == "Đạt, vượt"
    assert rows["4.1"][2:6] == ("≥ 1 địa bàn", "1", "", "1")
    assert rows["4.2"][2:] == ("≥ 50%", "", "", "", "–", "", "", "Theo kế hoạch", "Chưa có số liệu")
    assert "(*) Số nhập tay" in noted(built(samples.province()))


def test_a_bar_shows_how_near_the_target_is() -> None:
    table = built(samples.province()).annexes[0].blocks[0]
    assert isinstance(table, Table)
    bars = {str(row[0]): row[7] for row in table.rows if len(row) > 1 and row[0]}
    assert bars["1.1"] == Gauge(Fraction(1)), "a bar is full once the target is met"
    assert bars["3.3"] == Gauge(Fraction(8800, 131) / 70)
    assert bars["4.1"] == Gauge(Fraction(1))
    assert bars["4.2"] == ""
    growth = built(samples.province(), progress=[figure("3.2", -2, 12, NOT_MET)]).annexes[0].blocks[0]
    assert isinstance(growth, Table)
    assert growth.rows[-1][6] == Gauge(Fraction(0)), "a bar never points backwards"


def test_named_parts_stand_below_their_indicator_and_areas_above_theirs() -> None:
    rows = indicator_table(built(samples.province())).rows
    assert rows[0] == ("1. Tuyên truyền",)
    assert [row[1:6] for row in rows[3:5]] == [
        ("- Cấp tỉnh", "", "1", "1", "100,0%"), ("- Huyện, thành phố", "", "6", "8", "75,0%"),
    ]  # fmt: skip


def test_each_indicator_is_one_sentence_in_its_area() -> None:
    text = said(built(samples.province()))
    for sentence in (
        "hình thức tuyên truyền: 65,1% (69/106); đạt chỉ tiêu (từ 60% trở lên).",
        "học sinh, sinh viên được tuyên truyền: 90,1% (8.214/9.120) (số nhập tay); chưa đạt chỉ tiêu (100%), còn thiếu",
        "so với cùng kỳ: tăng 02 vụ so với 12 vụ cùng kỳ năm trước (+16,7%); vượt chỉ tiêu (tăng từ 3% đến 5%).",
        "đang triển khai: 01 địa bàn; đạt chỉ tiêu (từ 01 địa bàn trở lên).",
        "xử lý kịp thời: không phát sinh.",
        "được kiểm tra: 67,2% (88/131) (tạm tính), cùng kỳ năm trước 47,3%; chưa đạt chỉ tiêu",
    ):
        assert sentence in text


def test_what_is_still_needed_is_said_without_the_plans_words_too() -> None:
    plan = samples.plan()
    bare = replace(plan.indicators["2.2"], texts={})
    data = replace(samples.province(), plan=replace(plan, indicators={**plan.indicators, "2.2": bare}))
    assert "chưa đạt chỉ tiêu (từ 50% trở lên), cần thêm 01 để đạt." in said(contents.build(data)).replace("60%", "50%")


def test_what_is_counted_stands_behind_its_number_without_the_plans_words_too() -> None:
    plan = samples.plan()
    bare = replace(plan.indicators["4.1"], texts={})
    data = samples.province()
    none = [replace(p, numerator=Fraction(0), status=NOT_MET, short_by=1) for p in data.progress if p.code == "4.1"]
    text = said(
        contents.build(replace(data, plan=replace(plan, indicators={**plan.indicators, "4.1": bare}), progress=none))
    )
    assert "chưa đạt chỉ tiêu (từ 01 địa bàn trở lên), cần thêm 01 địa bàn để đạt." in text


def test_an_indicator_that_does_not_concern_the_unit_is_named_once_below_the_table() -> None:
    text = noted(built(samples.commune()))
    assert "Chỉ tiêu 1.2, 1.4, 2.1, 2.2, 3.1, 3.2, 4.1, 4.2: không áp dụng cho đơn vị dưới cấp huyện." in text
    assert "huyện, thành phố xây dựng kế hoạch và tổ chức thực hiện: " not in said(built(samples.commune()))
    assert list(indicator_rows(built(samples.commune()))) == ["1.1", "1.3", "3.3", "5.1"]


def test_a_note_that_ends_in_an_ellipsis_has_no_full_stop_behind_it() -> None:
    note = "Chỉ tính đến bằng số cán bộ ở: huyện Sìn Hồ, …."
    own = [replace(p, notes=(note,)) if p.code == "5.1" else p for p in samples.figures()]
    assert "huyện Sìn Hồ, …\n" in noted(built(samples.province(), progress=own))


def test_readings_notes_and_what_is_missing_stand_below_the_table() -> None:
    missing = (
        *(Missing("not_inspected", "Chưa được kiểm tra", record=str(n)) for n in range(1200)),
        Missing("closed_door", "Đóng cửa", record="x"), Missing("other", "Lý do khác.", record="y"),
    )  # fmt: skip
    own = figure("3.3", 1, 1300, NOT_MET, notes=("Ghi chú riêng.",), missing=missing, short_by=909)
    text = noted(built(samples.province(), progress=[own]))
    reading = lower_first(samples.plan().indicators["3.3"].readings["default"].wording.vi.rstrip("."))
    things = "1.200 trường hợp chưa được kiểm tra; 1 trường hợp lý do khác."
    assert f"- Chỉ tiêu 3.3: {reading}. Ghi chú riêng. Cụ thể: {things}" in text


def test_a_note_that_many_indicators_share_is_printed_once() -> None:
    text = noted(built(samples.province()))
    assert text.count("chỉ tiêu giao cho cấp khác") == 1
    assert "- Chỉ tiêu 1.1, 1.2, 1.3, 1.4, 2.1, 2.2, 3.1, 3.2, 3.3, 4.1, 5.1: chỉ tiêu giao cho cấp khác" in text


def test_an_unknown_reading_is_printed_as_the_figure_words_it() -> None:
    own = figure("3.3", 1, 2, NOT_MET, reading="own", wording="Đếm theo cách riêng.")
    assert "- Chỉ tiêu 3.3: đếm theo cách riêng." in noted(built(samples.province(), progress=[own]))


def test_the_summary_counts_the_indicators_by_status() -> None:
    assert (
        "Trong 12 chỉ tiêu của kế hoạch có 06 chỉ tiêu đạt, 04 chỉ tiêu chưa đạt,"
        " 01 chỉ tiêu không xét, 01 chỉ tiêu chưa có số liệu." in said(built(samples.province()))
    )


def test_weaknesses_and_tasks_follow_from_the_figures() -> None:
    text = said(built(samples.province()))
    short = ("Tin, bài báo chí mỗi quý", "Học sinh, sinh viên", "Huyện, thành phố lồng ghép", "Cơ sở dịch vụ được")
    (weak,) = (line for line in text.splitlines() if line.startswith("Còn 04 chỉ tiêu chưa đạt: "))
    assert all(lower_first(name) in weak for name in short)
    assert text.count("67,2%") == 1, "the figure itself stands with its area"
    assert "Chưa có số liệu để đánh giá: người đủ điều kiện được hỗ trợ." in text
    assert "Tập trung thực hiện các chỉ tiêu chưa đạt; duy trì" in text
    assert "Đôn đốc các đơn vị chưa báo cáo" in text
    assert "Rà soát, bổ sung số liệu còn thiếu" in text


@pytest.mark.parametrize(
    ("status", "task"),
    [
        (NOT_MET, "Tập trung thực hiện các chỉ tiêu chưa đạt."),
        (NO_DATA, "Tiếp tục thực hiện các nhiệm vụ của kế hoạch."),
    ],
)
def test_where_nothing_is_met_nothing_is_to_be_kept_up(status: str, task: str) -> None:
    text = said(built(samples.province(), progress=[figure("2.1", 0, 8, status)]))
    assert task in text
    assert "chỉ tiêu đã đạt" not in text


def test_with_everything_met_the_tasks_are_to_go_on() -> None:
    report = built(
        samples.province(), progress=[figure("2.1", 8, 8, MET)], completeness=[], unfinished=0, open_conflicts=0
    )
    assert "Tồn tại" not in " ".join(headings(report, 2))
    assert "Duy trì kết quả các chỉ tiêu đã đạt" in said(report)


def test_a_plan_without_indicators_still_gives_a_report() -> None:
    report = built(samples.province(), progress=[], statistics=[], completeness=[])
    assert headings(report) == ["I. Kết quả thực hiện", "II. Đánh giá", "III. Phương hướng, nhiệm vụ"]


# --- statistics --------------------------------------------------------------------------------------------------


def statistic(kind: str, *, people: bool = False, area: str = "1", **amounts: Any) -> StatisticResult:
    shares = tuple(ValueShare(Label(f"Loại {n}"), amount) for n, amount in enumerate(amounts.get("shares", ())))
    of = Statistic(area, kind, Label(f"Số {kind}"), people=people)
    return StatisticResult(of, amounts["amount"], shares)


def area_table(data: ReportData, *results: StatisticResult) -> Table:
    return tables(built(data, statistics=[AreaStatistics("1", results)]))["Số liệu công tác tuyên truyền"]


def test_period_and_year_so_far_stand_side_by_side() -> None:
    table = area_table(
        replace(samples.province(), extras=()),
        statistic("a", amount=Amount(1234567, 2345678), shares=(Amount(1, 2), Amount(0, 3))),
        statistic("b", amount=Amount(None, 7)),
        statistic("nothing", amount=Amount(0, 0)),
    )
    assert [column.title for column in table.columns] == ["Nội dung", "Trong kỳ", "Lũy kế từ đầu năm"]
    assert table.rows == (
        ("Số a", "1.234.567", "2.345.678"), ("\u00a0\u00a0- Loại 0", "1", "2"), ("\u00a0\u00a0- Loại 1", "0", "3"),
        ("Số b", "–", "7"),
    )  # fmt: skip


def test_where_the_period_is_the_year_so_far_one_column_is_enough() -> None:
    table = area_table(samples.province(samples.YEAR), statistic("a", amount=Amount(3, 3)))
    assert [column.title for column in table.columns] == ["Nội dung", "Kết quả"]
    assert table.rows == (("Số a", "3"),)
    assert "số liệu lũy kế" not in said(built(samples.province(samples.YEAR)))


def test_shares_stand_in_the_annex_that_the_plan_names_and_the_text_says_so() -> None:
    report = built(samples.province())
    assert any("- " in shown(row[0]) for row in tables(report)["Số liệu công tác tuyên truyền"].rows)
    assert "Số liệu chi tiết tại các phụ lục kèm theo." in said(report)
    one = built(samples.province(), statistics=samples.statistics()[:1])
    assert "Số liệu chi tiết tại Phụ lục II kèm theo." in said(one)
    assert "(danh sách tại Phụ lục VI)" in said(report)


def test_the_figures_of_a_plan_without_annexes_go_to_one_of_their_own() -> None:
    plan = samples.plan()
    bare = [
        replace(some, results=tuple(replace(r, statistic=replace(r.statistic, annex=None)) for r in some.results))
        for some in samples.statistics()
    ]
    report = built(samples.province(), plan=replace(plan, annexes={}), statistics=bare)
    assert [annex.title for annex in report.annexes] == [
        "Kết quả thực hiện các chỉ tiêu của kế hoạch", "Số liệu chi tiết theo lĩnh vực",
        "Đơn vị chưa báo cáo đủ số liệu của kỳ", "Kết quả theo nhiệm vụ, giải pháp của kế hoạch",
    ]  # fmt: skip
    assert report.annexes[1].blocks[0] == Heading(2, "1", "Tuyên truyền")
    assert "Số liệu chi tiết tại Phụ lục II kèm theo." in said(report)


def test_a_value_nobody_filled_in_is_called_so() -> None:
    unknown = StatisticResult(Statistic("1", "a", Label("Số a")), Amount(2, 2), (ValueShare(None, Amount(2, 2)),))
    assert shown(area_table(samples.province(), unknown).rows[1][0]).endswith("- Chưa ghi rõ")


# --- number, zero, nothing, not reported -------------------------------------------------------------------------


def sentence_of_area(states: list[str], *results: StatisticResult) -> str:
    row = samples.completeness(samples.DISTRICT, 0)[0]
    rows = [replace(row, unit=str(n), state=state) for n, state in enumerate(states)]
    rows.append(replace(row, area="2", state=NUMBER))
    data = replace(samples.province(), progress=[], statistics=[AreaStatistics("1", results)], completeness=rows)
    blocks = contents.build(data).blocks
    first = blocks[blocks.index(Heading(2, "1", "Tuyên truyền")) + 1]
    assert isinstance(first, Paragraph)
    return first.text


def test_a_number_a_zero_nothing_and_not_reported_are_said_apart() -> None:
    some = statistic("a", amount=Amount(1, 2))
    figures = "Kết quả quý II năm 2022 tại Phụ lục."
    assert sentence_of_area([NUMBER, NOT_REPORTED], some) == figures
    assert sentence_of_area([ZERO]) == "Trong quý II năm 2022, số liệu về công tác tuyên truyền bằng 0."
    assert (
        sentence_of_area([NOTHING, NOTHING])
        == "Trong quý II năm 2022 không phát sinh số liệu về công tác tuyên truyền."
    )
    assert "1/2 đơn vị khai báo không phát sinh" in sentence_of_area([NOTHING, NOT_REPORTED])
    assert sentence_of_area([NOT_REPORTED] * 2).startswith("Chưa có đơn vị nào báo cáo")
    assert sentence_of_area([NOT_REPORTED]) == "Chưa báo cáo số liệu quý II năm 2022 về công tác tuyên truyền."
    assert sentence_of_area([], some) == figures


def test_units_that_have_not_reported_are_named_or_listed_in_an_annex() -> None:
    few = built(samples.district())
    assert "còn 5/14 đơn vị chưa báo cáo đủ số liệu của kỳ ở các lĩnh vực: xã Nà Tăm, xã Nùng Nàng," in said(few)
    assert "Đơn vị chưa báo cáo đủ số liệu của kỳ" not in [annex.title for annex in few.annexes]
    annexes = built(samples.province()).annexes
    many = next(annex.blocks for annex in annexes if annex.title == "Đơn vị chưa báo cáo đủ số liệu của kỳ")
    assert isinstance(many[0], Table)
    assert many[0].rows[:2] == (("Huyện Tam Đường",), (1, "Xã Giang Ma", "", "", "x", "x", "x"))
    assert [row for row in many[0].rows if row == ("Huyện Tân Uyên",)] == [("Huyện Tân Uyên",)]


def test_a_unit_alone_is_told_which_of_its_areas_are_missing() -> None:
    text = said(built(samples.commune()))
    for area in ("thanh tra, kiểm tra, truy tố", "đào tạo, tập huấn"):
        assert f"Chưa báo cáo số liệu quý II năm 2022 về công tác {area}." in text


def test_when_all_have_reported_the_report_says_so() -> None:
    text = said(built(samples.province(), completeness=samples.completeness(samples.PROVINCE, 0)))
    assert (
        "Đến ngày 14/6/2022, 115/115 đơn vị đã báo cáo đủ các lĩnh vực (có số liệu hoặc khai báo không phát sinh)."
        in text
    )


def test_what_does_not_count_yet_is_counted_and_what_counts_for_the_time_being_too() -> None:
    text = said(built(samples.province()))
    assert "Số liệu chưa gồm 14 nội dung đang rà soát, bổ sung." in text
    assert "Có 02 nội dung đang được đối chiếu, số liệu tạm tính." in text
    assert "đang rà soát" not in said(built(samples.province(), unfinished=0, open_conflicts=0))


# --- small counts of people --------------------------------------------------------------------------------------


def test_statuses_without_a_figure_are_short_in_the_table_and_whole_in_the_notes() -> None:
    own = [
        figure("4.2", None, None, NO_DATA, text="Chưa có số người đủ điều kiện; đề nghị nhập"),
        figure("1.3", None, None, NO_DATA), figure("3.1", 0, 0, NOT_APPLICABLE, text="Không có tin nào để xử lý cả"),
    ]  # fmt: skip
    report = built(samples.province(), progress=own)
    assert [indicator_rows(report)[code][9] for code in ("4.2", "1.3", "3.1")] == [
        "Chưa có số liệu", "Chưa có số liệu", "Không áp dụng",
    ]  # fmt: skip
    assert "- Chỉ tiêu 4.2: chưa có số người đủ điều kiện." in noted(report), "what the officer is advised stays inside"
    assert "được tuyên truyền: chưa có số liệu." in said(report)
