"""How short a report is as long as its office asks for no more, and what it never leaves out."""

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from msgspec.structs import replace

from desktop_app.domain.completeness import NOT_REPORTED, NOTHING, NUMBER
from desktop_app.domain.indicators import MET, NO_DATA, NOT_MET
from desktop_app.domain.statistic_results import Amount, AreaStatistics
from desktop_app.messages import Message
from desktop_app.report import contents, extras, layout
from desktop_app.report.blocks import Block, Paragraph, ProgressReport, Table
from desktop_app.report.cells import shown
from desktop_app.report.data import ReportData
from tests.desktop_app import report_samples as samples
from tests.desktop_app.pdf_pages import pages_of
from tests.desktop_app.report_samples import figure


def built(data: ReportData, *asked_for: str, **changes: Any) -> ProgressReport:
    return contents.build(replace(data, extras=asked_for, **changes))


def body(report: ProgressReport) -> list[str]:
    return [block.text for block in report.blocks if isinstance(block, Paragraph)]


def in_annexes(report: ProgressReport) -> list[Block]:
    return [block for annex in report.annexes for block in (*annex.blocks, *annex.wide)]


def tables(report: ProgressReport) -> list[Table]:
    return [block for block in in_annexes(report) if isinstance(block, Table)]


def notes(report: ProgressReport) -> str:
    return "\n".join(block.text for block in in_annexes(report) if isinstance(block, Paragraph))


def commune(**changes: Any) -> ReportData:
    """A commune with something in every area."""
    rows = [replace(row, state=NUMBER) for row in samples.completeness(samples.COMMUNE, 0)]
    return replace(samples.commune(), statistics=samples.statistics(), completeness=rows, **changes)


def nothing(**changes: Any) -> ReportData:
    """A commune that declared for every area that nothing happened."""
    rows = [
        replace(row, state=NOTHING, declared_by="Lò Thị Khai", declared_on="2022-06-15")
        for row in samples.completeness(samples.COMMUNE, 0)
    ]
    return replace(samples.commune(), statistics=(), completeness=rows, **changes)


def pages_before_the_annex(report: ProgressReport) -> int:
    pages = pages_of(layout.render(report))
    return next(n for n, page in enumerate(pages, start=1) if "Nơi nhận" in page.text)


# --- pages -------------------------------------------------------------------------------------------------------


def test_a_commune_has_two_pages_and_one_annex() -> None:
    report = built(commune())
    assert pages_before_the_annex(report) <= 2
    assert [annex.heading for annex in report.annexes] == ["Phụ lục"]


def test_where_nothing_happened_the_report_is_one_page() -> None:
    report = built(nothing())
    assert len(pages_of(layout.render(report))) == 1
    assert not report.annexes
    areas = "tuyên truyền; phòng ngừa; thanh tra, kiểm tra, truy tố; can thiệp giảm tác hại; đào tạo, tập huấn"
    assert f"Trong quý II năm 2022 không phát sinh số liệu ở cả 05 lĩnh vực: {areas}." in body(report)


def test_what_there_was_earlier_in_the_year_still_stands_on_that_page() -> None:
    before = [
        AreaStatistics(some.area, tuple(replace(r, amount=Amount(0, 40), shares=()) for r in some.results))
        for some in samples.statistics()
    ]
    report = built(nothing(), statistics=before)
    assert len(pages_of(layout.render(report))) == 1
    assert any(line.startswith("Lũy kế từ đầu năm: hoạt động tuyên truyền 40; ") for line in body(report))


def test_what_is_not_final_is_told_where_nothing_happened_too() -> None:
    assert "Số liệu chưa gồm 03 nội dung đang rà soát, bổ sung." in body(built(nothing(), unfinished=3))


def test_a_figure_that_was_typed_in_by_hand_is_told_where_nothing_else_happened() -> None:
    by_hand = replace(figure("1.3", 30, 40, MET), manual=True)
    report = built(nothing(), progress=[by_hand])
    assert "(số nhập tay)" in "\n".join(body(report))
    assert "(*) Số nhập tay" in notes(report)


def test_the_offices_own_text_about_an_area_is_printed_where_nothing_happened() -> None:
    report = built(nothing(), narratives={"III.2": "Đã rà soát địa bàn."})
    assert "Đã rà soát địa bàn." in body(report)


# --- each figure once --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("office", [commune, samples.district, samples.province])
def test_the_text_has_no_table_and_says_each_indicator_once(office: Any) -> None:
    report = built(office())
    assert not any(isinstance(block, Table) for block in report.blocks)
    ratios = re.findall(r"\(\d+/\d+\)", "\n".join(body(report)))
    assert len(ratios) == len(set(ratios)) > 0


def test_what_had_nothing_in_the_period_stands_in_one_line() -> None:
    results = {r.statistic.name: r for some in samples.statistics() for r in some.results}
    idle = [replace(results[name], amount=Amount(0, n)) for name, n in (("plan_document", 3), ("integration", 14))]
    data = commune(progress=[])
    report = built(data, statistics=[AreaStatistics("2", tuple(idle))])
    line = "- Trong kỳ chưa ghi nhận thêm: kế hoạch, văn bản chỉ đạo (lũy kế 03); lần lồng ghép nhiệm vụ (lũy kế 14)."
    assert line in body(report)
    whole = body(built(data, extras.ZEROS, statistics=[AreaStatistics("2", tuple(idle))]))
    assert "- Kế hoạch, văn bản chỉ đạo: 0 văn bản; lũy kế từ đầu năm là 03." in whole


def test_units_without_any_number_share_a_row() -> None:
    districts = samples.units().children(samples.PROVINCE)
    rows = [replace(row, state=NUMBER) for row in samples.completeness(samples.PROVINCE, 0)]
    data = replace(samples.province(), statistics=samples.statistics([*districts[:2], "01"]), completeness=rows)
    by_unit = [table for table in tables(built(data)) if table.total]
    assert [shown(row[1]) for row in by_unit[0].rows[2:]] == ["6 đơn vị còn lại", "Cộng"]
    one_each = [table for table in tables(built(data, extras.ZEROS)) if table.total]
    assert len(one_each[0].rows) == len(districts) + 1


# --- what an office can ask for ----------------------------------------------------------------------------------


def test_explanations_ranks_charts_and_names_are_printed_where_they_are_asked_for() -> None:
    data = samples.province(silent=5)
    brief, whole = built(data), built(data, *extras.EXTRAS)
    reading = samples.plan().indicators["2.1"].readings["default"].wording.vi.rstrip(".")[1:]
    told: dict[str, Callable[[ProgressReport], bool]] = {
        extras.READINGS: lambda report: reading in notes(report),
        extras.RANKING: lambda report: any(t.columns[0].title == "Thứ hạng" for t in tables(report)),
        extras.TO_DATE: lambda report: any(
            t.caption.endswith("chia theo đơn vị, lũy kế từ đầu năm") and t.total and t.caption.startswith("Số liệu")
            for t in tables(report)
        ),
        extras.CHARTS: lambda report: any(table.drawn for table in tables(report)),
        extras.SILENT_NAMES: lambda report: (
            "chưa báo cáo đủ số liệu của kỳ ở các lĩnh vực: " in "\n".join(body(report))
        ),
    }
    for name, is_told in told.items():
        assert not is_told(brief), name
        assert is_told(built(data, name)), name
        assert is_told(whole), name


def test_another_reading_and_a_number_typed_in_by_hand_are_always_told() -> None:
    strict = samples.plan().indicators["3.3"].readings["strict"].wording.vi.rstrip(".")[1:]
    own = [figure("3.3", 9, 10, MET, reading="strict"), replace(figure("1.3", 3, 4, MET), manual=True)]
    for unit in (commune(), samples.district(), samples.province()):
        report = built(unit, progress=own)
        assert strict in notes(report)
        assert "(*) Số nhập tay" in notes(report)


def test_how_many_units_have_not_reported_is_always_told() -> None:
    report = built(samples.province())
    assert "còn 40/115 đơn vị chưa báo cáo" in "\n".join(body(report))
    assert notes(report).count("còn 40/115 đơn vị chưa báo cáo đủ số liệu") == 1


# --- words -------------------------------------------------------------------------------------------------------


def test_a_commune_gives_its_share_and_judges_no_target() -> None:
    text = "\n".join(body(built(commune())))
    assert "được tuyên truyền: 62,9% (412/655)." in text
    assert "đạt chỉ tiêu" not in text
    assert "Tập trung thực hiện các chỉ tiêu" not in text
    heads = {column.title for table in tables(built(commune())) for column in table.columns}
    assert "Đánh giá" not in heads
    assert {"Tử số", "Mẫu số", "Kết quả", "Mức đề ra"} <= heads


def test_a_share_of_one_is_done_or_not_met() -> None:
    for above, said in ((1, "đã thực hiện"), (0, "chưa đạt")):
        own = figure("1.1", above, 1, MET if above else NOT_MET)
        text = "\n".join(body(built(commune(progress=[own]))))
        assert f"- Xã, phường, thị trấn duy trì tuyên truyền: {said}." in text
        assert "/1)" not in text


@pytest.mark.parametrize("op", ["<=", "=", "between"])
def test_of_a_single_thing_of_which_more_is_not_better_it_is_said_whether_it_counts(op: str) -> None:
    for above, said in ((1, "có"), (0, "không")):
        limit = {"op": op, "threshold": Fraction(10), "threshold_max": Fraction(40) if op == "between" else None}
        own = replace(figure("1.1", above, 1, NOT_MET), **limit)
        for unit in (commune(), samples.district()):
            text = "\n".join(body(built(replace(unit, progress=[own]))))
            assert f"- Xã, phường, thị trấn duy trì tuyên truyền: {said}" in text
            assert "/1)" not in text
            assert "thực hiện;" not in text


def test_of_what_there_is_none_no_zero_is_counted() -> None:
    for above, said in ((0, "không có"), (2, "02 địa bàn")):
        text = "\n".join(body(built(commune(progress=[figure("4.1", above, None, MET if above else NOT_MET)]))))
        assert f"mô hình thí điểm đang triển khai: {said}." in text


def test_a_figure_without_a_result_says_why_in_its_place_and_once_below() -> None:
    reason = "Chưa có số người đủ điều kiện"
    none = figure("4.2", None, None, NO_DATA, text=reason, notes=(f"1 huyện, thành phố {reason.lower()}.", "Lời khác."))
    report = built(commune(progress=[none]))
    assert [shown(row[-1]) for row in tables(report)[0].rows[1:]] == ["Chưa có số liệu"]
    assert "Chỉ tiêu 4.2: chưa có số người đủ điều kiện. Lời khác." in notes(report)
    assert notes(report).lower().count(reason.lower()) == 1


@pytest.mark.parametrize(
    ("step", "base", "said"),
    [(1, 22, "tăng 01 vụ so với 22 vụ cùng kỳ năm trước (+4,5%)"), (-3, 12, "giảm 03 vụ so với 12 vụ"),
     (0, 8, "bằng cùng kỳ năm trước (08 vụ)")],
)  # fmt: skip
def test_growth_is_said_in_cases(step: int, base: int, said: str) -> None:
    own = replace(figure("3.2", 0, base, MET if step > 0 else NOT_MET), numerator=Fraction(step))
    assert said in "\n".join(body(built(samples.province(), progress=[own])))


def test_no_name_of_who_declared_is_printed() -> None:
    rows = [replace(r, declared_by="Lò Thị Khai", declared_on="2022-06-15") for r in samples.completeness("106", 0)]
    for data in (nothing(), replace(samples.district(), completeness=rows)):
        report = built(data, *extras.EXTRAS)
        states = [
            shown(cell) for block in report.states if isinstance(block, Table) for row in block.rows for cell in row
        ]
        assert "Lò Thị Khai" not in "\n".join([*body(report), notes(report), *states])
        assert any("15/6/2022" in state for state in states)


def test_items_of_a_draft_begin_with_a_capital_letter() -> None:
    for data in (commune(), samples.district(), samples.province()):
        items = [line[2:] for line in body(built(data, narratives={})) if line.startswith("- ")]
        assert len(items) > 5
        assert all(item[0].isupper() for item in items)


@pytest.mark.parametrize(("state", "is_said"), [(NOT_REPORTED, False), (NUMBER, True)])
def test_who_has_not_reported_does_not_say_that_there_is_none(state: str, is_said: bool) -> None:
    rows = [replace(row, state=state) for row in samples.completeness(samples.COMMUNE, 0)]
    none = figure("2.1", 0, None, NOT_MET, measure="count")
    text = body(contents.build(replace(samples.commune(), progress=[none], completeness=rows, statistics=())))
    assert any(line.endswith(": không có.") for line in text) == is_said
    rows = [replace(row, state=state) for row in samples.completeness(samples.DISTRICT, 0)]
    text = body(contents.build(replace(samples.district(), progress=[none], completeness=rows, statistics=())))
    (judged,) = (line for line in text if "chưa đạt chỉ tiêu (" in line)
    assert (": không có" in judged) == is_said


@pytest.mark.parametrize("key", ["figure.note_excess", "figure.note_short"])
def test_what_is_too_much_or_lacking_stands_in_its_column_alone(key: str) -> None:
    """A commune has no such column, for it judges nothing."""
    some = figure("1.2", 4, 4, NOT_MET, op="<=", notes=(Message(key, n=4),))
    for data in (samples.commune(), samples.province()):
        assert "4 để đạt chỉ tiêu" not in notes(built(replace(data, progress=[some])))
        assert "4 để đạt chỉ tiêu" in notes(built(replace(data, progress=[some]), extras.READINGS))
