"""The annexes: what stands in which, units below, the year before."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from msgspec.structs import replace

from desktop_app.domain.completeness import NOT_REPORTED, NOTHING, NUMBER, ZERO
from desktop_app.domain.indicators import MET, NO_DATA, NOT_APPLICABLE
from desktop_app.domain.period import Period
from desktop_app.domain.plan_indicators import Statistic
from desktop_app.domain.statistic_results import Amount, AreaStatistics, StatisticResult, UnitAmount, ValueShare
from desktop_app.messages import Label
from desktop_app.report import contents, styles
from desktop_app.report.blocks import Annex, Heading, Paragraph, Table
from desktop_app.report.cells import Figure, shown
from desktop_app.report.data import ReportData
from desktop_app.report.extras import EXTRAS
from desktop_app.report.tables import Measured
from tests.desktop_app import report_samples as samples
from tests.desktop_app.report_samples import figure

DISTRICTS = samples.units().children(samples.PROVINCE)


def annexes(data: ReportData, **changes: Any) -> dict[str, Annex]:
    return {annex.heading: annex for annex in contents.build(replace(data, **changes)).annexes}


def tables(annex: Annex) -> dict[str, Table]:
    """The tables of an annex by caption, their cells as printed."""
    return {
        block.caption: replace(block, rows=tuple(tuple(map(shown, row)) for row in block.rows))
        for block in (*annex.blocks, *annex.wide)
        if isinstance(block, Table)
    }


def notes(annex: Annex) -> str:
    return "\n".join(block.text for block in (*annex.blocks, *annex.wide) if isinstance(block, Paragraph))


def counted(numbers: Sequence[int], *, people: bool = False, name: str = "Số a", **more: Any) -> StatisticResult:
    """A statistic of area 1 with a number for each district, twice as much since the year began."""
    statistic = Statistic("1", "x", Label(name), people=people, short=Label(name), annex="III", **more)
    places = tuple(UnitAmount(unit, Amount(n, 2 * n)) for unit, n in zip(DISTRICTS, numbers, strict=False) if n)
    return StatisticResult(statistic, Amount(sum(numbers), 2 * sum(numbers)), (), places)


def by_unit(*results: StatisticResult, when: str = "trong kỳ", **changes: Any) -> Table:
    data = samples.province()
    found = annexes(data, statistics=[AreaStatistics("1", results)], **changes)
    annex = next(annex for annex in found.values() if annex.title == "Công tác tuyên truyền, phòng ngừa")
    return tables(annex)[f"Số liệu công tác tuyên truyền chia theo đơn vị, {when}"]


# --- which annexes -----------------------------------------------------------------------------------------------


def test_the_annexes_come_in_the_plans_order_under_its_titles() -> None:
    found = annexes(samples.province())
    assert [(heading, annex.title) for heading, annex in found.items()] == [
        ("Phụ lục I", "Kết quả thực hiện các chỉ tiêu của kế hoạch"),
        ("Phụ lục II", "Cơ sở kinh doanh dịch vụ và công tác kiểm tra, xử lý"),
        ("Phụ lục III", "Công tác tuyên truyền, phòng ngừa"),
        ("Phụ lục IV", "Can thiệp giảm tác hại và hỗ trợ"),
        ("Phụ lục V", "Đào tạo, tập huấn"),
        ("Phụ lục VI", "Đơn vị chưa báo cáo đủ số liệu của kỳ"),
        ("Phụ lục VII", "Kết quả theo nhiệm vụ, giải pháp của kế hoạch"),
    ]
    (reference,) = {annex.reference for annex in found.values()}
    assert reference.startswith("(Kèm theo Báo cáo số 05/BC-SLĐTBXH ngày 20 tháng 6 năm 2022 của Sở Lao động")


def test_an_annex_without_anything_is_left_out_and_a_single_one_has_no_number() -> None:
    two = annexes(samples.district(), statistics=samples.statistics()[:1])
    assert [annex.title for annex in two.values()] == [
        "Kết quả thực hiện các chỉ tiêu của kế hoạch", "Công tác tuyên truyền, phòng ngừa",
        "Kết quả theo nhiệm vụ, giải pháp của kế hoạch",
    ]  # fmt: skip
    assert list(two) == ["Phụ lục I", "Phụ lục II", "Phụ lục III"]
    assert list(annexes(samples.district(), statistics=[])) == ["Phụ lục"]


def test_an_annex_of_two_areas_names_them() -> None:
    annex = annexes(samples.province())["Phụ lục III"]
    headings = [block for block in annex.blocks if isinstance(block, Heading)]
    assert headings == [Heading(2, "1", "Tuyên truyền"), Heading(2, "2", "Phòng ngừa")]
    assert not any(isinstance(block, Heading) for block in annexes(samples.province())["Phụ lục II"].blocks)


def test_details_stand_upright_and_tables_that_need_the_room_on_wide_pages() -> None:
    found = annexes(samples.province())
    assert [(annex.landscape, bool(annex.wide)) for annex in found.values()] == [
        (True, False), (False, True), (False, True), (False, False), (False, False), (False, False), (False, False),
    ]  # fmt: skip


# --- the same period a year before -------------------------------------------------------------------------------


def test_the_year_before_stands_beside_where_it_is_known() -> None:
    found = annexes(samples.province())
    table = tables(found["Phụ lục III"])["Số liệu công tác tuyên truyền"]
    assert [column.title for column in table.columns] == [
        "Nội dung", "Trong kỳ", "Cùng kỳ năm trước", "Lũy kế từ đầu năm",
    ]  # fmt: skip
    assert table.rows[0][1:] == ("13", "12", "40")
    assert len(tables(found["Phụ lục V"])["Số liệu công tác đào tạo, tập huấn"].columns) == 3


def test_a_statistic_of_which_the_year_before_is_not_known_has_a_dash_there() -> None:
    one, other = counted([5], name="Một"), counted([7], name="Hai")
    before = replace(one, amount=Amount(3, 3), places=())
    found = annexes(samples.province(), statistics=[AreaStatistics("1", (one, other))],
                    earlier=[AreaStatistics("1", (before, replace(other, amount=Amount(0, 0))))])  # fmt: skip
    rows = tables(found["Phụ lục II"])["Số liệu công tác tuyên truyền"].rows
    assert rows == (("Một", "5", "3", "10"), ("Hai", "7", "–", "14"))


def test_shares_have_their_own_year_before() -> None:
    shares = (ValueShare(Label("Loa"), Amount(4, 4)), ValueShare(Label("Phim"), Amount(1, 1)))
    now = replace(counted([5], by="form"), shares=shares)
    before = replace(now, amount=Amount(3, 3), shares=(ValueShare(Label("Loa"), Amount(3, 3)),))
    found = annexes(samples.province(samples.YEAR), statistics=[AreaStatistics("1", (now,))],
                    earlier=[AreaStatistics("1", (before,))])  # fmt: skip
    table = tables(found["Phụ lục II"])["Số liệu công tác tuyên truyền"]
    assert [column.title for column in table.columns][1:] == ["Kết quả", "Cùng kỳ năm trước"]
    assert [row[1:] for row in table.rows] == [("10", "3"), ("4", "3"), ("1", "0")]


# --- the units below ---------------------------------------------------------------------------------------------


def test_units_below_add_up_to_the_whole_the_unit_itself_among_them() -> None:
    own = UnitAmount(samples.PROVINCE, Amount(4, 4))
    result = counted([10, 20])
    result = replace(result, amount=Amount(34, 64), places=(own, *result.places))
    table = by_unit(result, completeness=[])
    assert [row[:3] for row in table.rows] == [
        *((str(n + 1), samples.units().name(unit), ("10", "20", *"000000")[n]) for n, unit in enumerate(DISTRICTS)),
        ("9", "Cấp tỉnh", "4"), ("", "Cộng", "34"),
    ]  # fmt: skip
    assert table.total
    assert table.together


def test_period_and_year_have_their_own_table() -> None:
    result = counted([10, 20])
    assert by_unit(result).rows[0][2] == "10"
    assert by_unit(result, when="lũy kế từ đầu năm").rows[0][2] == "20"
    year = annexes(samples.province(samples.YEAR), statistics=[AreaStatistics("1", (result,))])["Phụ lục II"]
    assert "Số liệu công tác tuyên truyền chia theo đơn vị, năm 2022" in tables(year)


@pytest.mark.parametrize(
    ("code", "month", "name"), [("Q1", 3, "quý I"), ("H1", 6, "6 tháng đầu"), ("9M", 9, "9 tháng đầu")]
)
def test_a_period_that_begins_with_the_year_is_not_called_the_year(code: str, month: int, name: str) -> None:
    period = Period(code, 2022, "nd09", samples.YEAR.first_day, date(2022, month, 14))
    part = annexes(samples.province(period), statistics=[AreaStatistics("1", (counted([10, 20]),))])["Phụ lục II"]
    assert f"Số liệu công tác tuyên truyền chia theo đơn vị, {name} năm 2022" in tables(part)


def test_a_unit_without_any_number_has_nothing_has_not_reported_or_has_zero() -> None:
    states = {DISTRICTS[0]: NOTHING, DISTRICTS[1]: NOT_REPORTED, DISTRICTS[2]: ZERO, DISTRICTS[3]: NUMBER}
    rows = [replace(samples.completeness(unit, 0)[0], unit=unit, area="1", state=s) for unit, s in states.items()]
    table = by_unit(counted([0, 0, 0, 0, 9]), completeness=rows)
    assert [row[2] for row in table.rows[:6]] == ["KPS", "CBC", "0", "0", "9", "0"]
    found = annexes(
        samples.province(), statistics=[AreaStatistics("1", (counted([0, 0, 0, 0, 9]),))], completeness=rows
    )
    assert "“KPS”: không phát sinh; “CBC”: chưa báo cáo." in notes(found["Phụ lục II"])


def test_a_unit_that_has_not_reported_has_no_zero_beside_numbers_of_other_offices() -> None:
    states = (NOT_REPORTED, NOTHING, ZERO, NOT_REPORTED)
    rows = [
        replace(samples.completeness(u, 0)[0], unit=u, area="1", state=s)
        for u, s in zip(DISTRICTS, states, strict=False)
    ]
    people, others = counted([7, 7, 7, 0, 7], name="Người"), counted([0, 0, 0, 9, 9], name="Việc")
    women = replace(people, statistic=replace(people.statistic, sum="women", short=Label("Nữ")), places=())
    other = replace(others, statistic=replace(others.statistic, kind="y"))
    part = UnitAmount(DISTRICTS[4], Amount(1, 1))
    table = by_unit(people, replace(women, places=(part,)), other, completeness=rows)
    assert [row[2:] for row in table.rows[:4]] == [
        ("7", "0", "CBC"), ("7", "0", "0"), ("7", "0", "0"), ("CBC", "CBC", "9"),
    ]  # fmt: skip
    to_date = by_unit(people, other, completeness=rows, when="lũy kế từ đầu năm")
    assert [row[2:] for row in to_date.rows[:2]] == [("14", "0"), ("14", "0")], "earlier reports may have said it"


def test_a_class_without_anything_is_zero_where_other_offices_tell_of_another_class() -> None:
    rows = [replace(samples.completeness(DISTRICTS[0], 0)[0], unit=DISTRICTS[0], area="1", state=NOT_REPORTED)]
    classes = (ValueShare(Label("Loa"), Amount(4, 4)), ValueShare(Label("Phim"), Amount(1, 1)))
    place = UnitAmount(DISTRICTS[0], Amount(4, 4), (Amount(4, 4), Amount(0, 0)))
    of_form = replace(counted([5], by="form", per_unit="by"), shares=classes, places=(place,))
    other = UnitAmount(DISTRICTS[1], Amount(1, 1), (Amount(0, 0), Amount(1, 1)))
    result = replace(of_form, places=(place, other))
    year = samples.province(samples.YEAR)
    found = tables(annexes(year, statistics=[AreaStatistics("1", (result,))], completeness=rows)["Phụ lục II"])
    assert found["Số a chia theo đơn vị, năm 2022"].rows[0][2:] == ("4", "0")


def test_more_columns_than_a_page_holds_go_to_a_second_table() -> None:
    many = [counted([10, 20], name=f"Số {n}") for n in range(20)]
    found = annexes(samples.province(), statistics=[AreaStatistics("1", tuple(many))])
    blocks = [b for b in found["Phụ lục II"].wide if isinstance(b, Table) and "trong kỳ" in b.caption]
    assert [block.caption.removeprefix(blocks[0].caption) for block in blocks] == ["", " (tiếp theo)"]
    assert [len(block.columns) - 2 for block in blocks] == [10, 10]


def test_parts_by_unit_are_printed_for_statistics_that_ask_for_it() -> None:
    found = tables(annexes(samples.province())["Phụ lục II"])
    table = found["Cơ sở trong danh sách theo dõi chia theo đơn vị, lũy kế từ đầu năm"]
    assert [column.title for column in table.columns] == [
        "TT",
        "Đơn vị",
        "Khách sạn",
        "Nhà khách",
        "Nhà nghỉ",
        "Chưa ghi rõ",
    ]
    assert "Cuộc kiểm tra theo hình thức" not in {c.title for table in found.values() for c in table.columns}


def test_a_commune_has_no_units_below() -> None:
    found = annexes(samples.commune())
    assert not any("chia theo đơn vị" in caption for annex in found.values() for caption in tables(annex))


def test_each_annex_says_its_days_and_who_has_not_reported() -> None:
    annex = annexes(samples.province())["Phụ lục V"]
    days = "Ghi chú: số liệu từ ngày 15/3/2022 đến ngày 14/6/2022, lũy kế từ ngày 15/12/2021."
    assert days in notes(annex)
    assert "còn 40/115 đơn vị chưa báo cáo số liệu của kỳ về lĩnh vực này." in notes(annex)
    few = notes(annexes(samples.district())["Phụ lục V"])
    assert "còn 5/14 đơn vị chưa báo cáo số liệu của kỳ về lĩnh vực này: xã Nà Tăm," in few
    assert "14/14 đơn vị đã báo cáo về lĩnh vực này." in notes(annexes(samples.district())["Phụ lục III"])


def test_a_column_that_holds_much_money_is_wider() -> None:
    table = by_unit(counted([10]), counted([20_000_000], name="Tiền"))
    narrow, wide = (column.share for column in table.columns[2:])
    assert wide - narrow == 25 - 16
    assert sum(column.share for column in table.columns) == pytest.approx(160)


def test_a_column_is_so_wide_that_its_title_takes_two_lines() -> None:
    def width(title: str) -> float:
        named = replace(counted([10]), statistic=replace(counted([10]).statistic, short=Label(title)))
        return by_unit(*[named] * 6).columns[2].share

    assert width("Một") < width("Lượt người dân tộc thiểu số") < 40


def test_a_table_that_goes_on_stands_where_it_began_however_narrow_its_rest_is() -> None:
    wide = [counted([10], name=f"Số lượt người được tuyên truyền trực tiếp tại cơ sở kinh doanh {n}") for n in range(4)]
    narrow = [counted([10], name=f"Số {n}") for n in range(4)]
    annex = annexes(samples.province(), statistics=[AreaStatistics("1", (*wide, *narrow))])["Phụ lục II"]
    captions = [b.caption.rpartition(", ")[2] for b in annex.wide if isinstance(b, Table)]
    assert captions[:2] == ["trong kỳ", "trong kỳ (tiếp theo)"]
    assert not any("chia theo đơn vị" in block.caption for block in annex.blocks if isinstance(block, Table))


def test_narrow_tables_of_units_stand_upright_below_their_area_and_wide_ones_on_wide_pages() -> None:
    annex = annexes(samples.province())["Phụ lục II"]
    captions = [[b.caption for b in blocks if isinstance(b, Table)] for blocks in (annex.blocks, annex.wide)]
    assert captions[0][1] == "Cơ sở trong danh sách theo dõi chia theo đơn vị, lũy kế từ đầu năm"
    assert [caption.rpartition(", ")[2] for caption in captions[1]] == ["trong kỳ", "lũy kế từ đầu năm"]


# --- small counts of people --------------------------------------------------------------------------------------


# --- indicators of the units below -------------------------------------------------------------------------------


def matrix(data: ReportData, **changes: Any) -> Table:
    table = [b for b in annexes(data, **changes)["Phụ lục I"].blocks if isinstance(b, Table)][1]
    assert isinstance(table, Table)
    return table


def test_each_unit_below_has_its_own_values_and_those_below_target_stand_out() -> None:
    table = matrix(samples.province())
    titles = ["Thứ hạng", "Đơn vị", *samples.plan().indicators, "Đạt", "Được xét"]
    assert [column.title for column in table.columns] == titles
    assert {row[1] for row in table.rows[:-1]} == set(map(samples.units().name, DISTRICTS))
    found = {row[1]: row[2] for row in table.rows}
    assert found[samples.units().name(DISTRICTS[0])] == Figure(Fraction(200, 3), "percent")
    assert found[samples.units().name(DISTRICTS[3])] == Figure(Fraction(200, 6), "percent", strong=True)
    assert shown(found["Toàn tỉnh"]) == "65,1%"
    assert table.rows[-1][5] == Figure(Fraction(821400, 9120), "percent", "*", strong=True), "typed in by hand"


def test_indicators_that_no_unit_below_is_judged_by_have_no_column() -> None:
    table = matrix(samples.district())
    assert [column.title for column in table.columns[2:]] == ["1.1", "1.3", "3.3", "5.1", "Đạt", "Được xét"]


def test_no_figure_no_matter_and_no_data_are_told_apart() -> None:
    below = {
        DISTRICTS[0]: [figure("3.1", 0, 0, NOT_APPLICABLE)], DISTRICTS[1]: [figure("3.1", None, None, NO_DATA)],
        DISTRICTS[2]: [figure("3.1", None, None, NOT_APPLICABLE)], DISTRICTS[3]: [figure("3.1", 3, 3, MET)],
    }  # fmt: skip
    table = matrix(samples.province(), below=below, progress=[figure("3.1", 3, 3, MET)])
    found = {row[1]: shown(row[2]) for row in table.rows}
    assert [found[samples.units().name(unit)] for unit in DISTRICTS[:4]] == ["KĐT", "CSL", "–", "100,0%"]


def test_no_code_of_an_indicator_is_parted_and_no_number_of_a_target() -> None:
    data = samples.province()
    first = replace(data.plan.indicators["1.1"], unit=Label("đồng/100.000 ha"))
    known = {"BIEN.12": first, **data.plan.indicators}
    far = {"code": "BIEN.12", "measure": "mean", "threshold": Fraction(1400), "threshold_max": Fraction(2000)}
    progress = tuple(replace(one, **far) if one.code == "1.1" else one for one in data.progress)
    changed = annexes(data, progress=progress, plan=replace(data.plan, indicators=known), extras=())
    table = next(one for one in changed["Phụ lục I"].blocks if isinstance(one, Table))
    row = next(row for row in Measured(table, 160 * styles.MM).rows if len(row.lines) > 1)
    code, _, target, *_ = (" ".join(line.text for line in lines) for lines in row.lines)
    assert (code, target) == ("BIEN.12", "1.400–2.000 đồng/100.000 ha")


def test_a_report_without_indicators_has_no_annex_of_them() -> None:
    assert "Phụ lục I" not in annexes(samples.province(), progress=[], below={}, statistics=[], completeness=[])


def test_a_day_before_the_period_does_not_turn_the_days_round() -> None:
    found = annexes(samples.district(), data_date=date(2022, 1, 1))
    assert "từ ngày 15/3/2022 đến ngày 15/3/2022" in notes(found["Phụ lục V"])


@pytest.mark.parametrize("some", range(1, 7))
def test_a_table_of_units_that_an_upright_page_holds_stands_on_one(some: int) -> None:
    """Its columns share what room they leave, and their sum is that of the page but for the last digit."""
    names = ("Lớp", "Lượt học viên", "Lượt nữ", "Kinh phí (đồng)", "Số", "Vụ")
    several = [counted([1177 * 10**6 if "đồng" in name else 114], name=name) for name in names[:some]]
    data = replace(samples.province(), statistics=[AreaStatistics("1", tuple(several))])
    annex = next(annex for annex in contents.build(data).annexes if annex.title.startswith("Công tác tuyên truyền"))
    assert not annex.wide


@pytest.mark.parametrize("extras", [(), EXTRAS])
def test_more_indicators_than_a_page_is_wide_go_on_in_another_table(
    monkeypatch: pytest.MonkeyPatch, extras: Any
) -> None:
    data = samples.province()
    whole = next(table for name, table in tables(annexes(data, extras=extras)["Phụ lục I"]).items() if "đơn vị" in name)
    monkeypatch.setattr("desktop_app.report.indicators_by_unit._MOST_BESIDE", 7)
    parts = [table for name, table in tables(annexes(data, extras=extras)["Phụ lục I"]).items() if "đơn vị" in name]
    count = len([column for column in whole.columns if column.title[0].isdigit()])
    assert len(parts) == 2
    assert [part.caption for part in parts[1:]] == [f"{whole.caption} (tiếp theo)"] * (len(parts) - 1)
    for part in parts:
        assert [row[:2] for row in part.rows] == [row[:2] for row in whole.rows]
    cells = [sum((part.rows[n][2:] for part in parts), ()) for n in range(len(whole.rows))]
    assert cells == [row[2:] for row in whole.rows]
    titles = [column.title for part in parts for column in part.columns[2:]]
    assert titles[:count] == [column.title for column in whole.columns[2 : count + 2]]
