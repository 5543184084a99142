"""The rules that decide doubts, one cell, column or row at a time: what must result stands beside each."""

import io
import shutil
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Font

from desktop_app.errors import AppError
from desktop_app.session import OpenFile, sheet_export, sheet_import
from desktop_app.session.sheet_import import Wishes
from tests.sheets.making import (
    FIELDS,
    HEADINGS,
    ROW,
    asked,
    changed,
    converted,
    csv_file,
    district,
    fields,
    fill,
    questions,
    read,
    skipped,
    xlsx,
)

ASKED = object()  # the row is held back, and this very field is asked about


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenFile]:
    with district(tmp_path_factory.mktemp("sheets")) as opened:
        yield opened


def outcome(document: dict[str, Any], row: int, field: str) -> Any:
    """The value of a field in a row; ASKED where that is asked about."""
    if row in fields(document):
        assert row not in asked(document) | skipped(document)
        return fields(document)[row].get(field)
    assert asked(document)[row] == field, document
    return ASKED


# --- days ------------------------------------------------------------------------------------------------------------

DAYS = [
    (date(2022, 5, 14), "2022-05-14"), (date(2022, 3, 5), "2022-03-05"), ("5/3/2022", "2022-03-05"),
    ("05-03-2022", "2022-03-05"), ("5.3.2022", "2022-03-05"), (" 5 / 3 / 2022 ", "2022-03-05"),
    ("5/3/22", "2022-03-05"),
    ("2022-03-05", "2022-03-05"), ("5-thg 3-22", "2022-03-05"), ("5-Mar-22", "2022-03-05"),
    ("ngày 5 tháng 3 năm 2022", "2022-03-05"), ("Ngày 05/03/2022", "2022-03-05"),
    ("5/3/2022 12:00:00 AM", "2022-03-05"), ("5/3/2022 12:00 SA", "2022-03-05"), ("5/3/2022 12:00 CH", ASKED),
    ("5/3/2022 00:00:00", "2022-03-05"), (44625, "2022-03-05"), (None, None),
    ("5/3", ASKED), ("3/2022", ASKED), ("Quý II/2022", ASKED), ("2022", ASKED), (2022, ASKED), ("5-7/3/2022", ASKED),
    ("5/3/2022, 7/3/2022", ASKED), ("từ 5/3/2022 đến 7/3/2022", ASKED), ("14/05/2022 08:30", ASKED),
    (datetime.fromisoformat("2022-05-14T08:30"), ASKED), ("31/02/2022", ASKED), ("5/3/222", ASKED),
    ("14/05/2023", ASKED),
    (date(2023, 1, 1), ASKED), (44625.5, ASKED), (20220305, ASKED), (36000, ASKED), ("nt", ASKED), ("?", ASKED),
    (True, ASKED), (time(8, 30), ASKED), ("#N/A", ASKED),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "day"), DAYS)
def test_a_day_is_read_or_asked_about(file: OpenFile, tmp_path: Path, cell: Any, day: Any) -> None:
    assert outcome(read(file, xlsx(tmp_path, HEADINGS, changed(date=cell))), 2, "date") == day


# --- numbers ---------------------------------------------------------------------------------------------------------

NUMBERS = [
    (5, 5), (5.0, 5), ("5", 5), ("1.234", 1234), ("1 234", 1234), ("1.234.567", 1234567), ("1,234,567", 1234567),
    (None, None),
    ("15 người", 15), ("500 tờ", 500), ("15*", 15), ("12,0", 12), (" 7 ", 7), ("007", 7),
    (1.234, ASKED), ("1,234", ASKED), (2.5, ASKED), ("2,5", ASKED), (-5, ASKED), ("-5", ASKED), ("(5)", ASKED),
    ("khoảng 15", ASKED), ("~15", ASKED), ("-", ASKED), ("KPS", ASKED), ("không", ASKED), ("mười", ASKED),
    ("10-15", ASKED),
    ("15/20", ASKED), (date(2022, 5, 3), ASKED), (True, ASKED), ("trên 15", ASKED), ("15 trở lên", ASKED),
    (10**16, ASKED),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "number"), NUMBERS)
def test_a_whole_number_is_read_or_asked_about(file: OpenFile, tmp_path: Path, cell: Any, number: Any) -> None:
    assert outcome(read(file, xlsx(tmp_path, HEADINGS, changed(people_total=cell))), 2, "people_total") == number


@pytest.mark.parametrize(("heading", "cell", "money"), [
    ("Kinh phí (đồng)", 1500000, 1500000), ("Kinh phí", "1.500.000 đ", 1500000), ("Kinh phí", "1,5 triệu", 1500000),
    ("Kinh phí (nghìn đồng)", 1500, 1500000), ("Kinh phí (triệu đồng)", 1.5, 1500000),
    ("Kinh phí (tr.đ)", "1,5", 1500000),
    ("Kinh phí (triệu đồng)", 1500000, ASKED), ("Kinh phí (triệu đồng)", "1,5 triệu", ASKED),
    ("Kinh phí", 1500.5, ASKED),
])  # fmt: skip
def test_a_measure_in_the_heading_multiplies(
    file: OpenFile, tmp_path: Path, heading: str, cell: Any, money: Any
) -> None:
    assert outcome(read(file, xlsx(tmp_path, (*HEADINGS, heading), (*ROW, cell))), 2, "cost") == money


def test_a_measure_above_the_table_multiplies_money_and_nothing_else(file: OpenFile, tmp_path: Path) -> None:
    rows = [("BẢNG TỔNG HỢP",), ("Đơn vị tính: Nghìn đồng",), (*HEADINGS, "Kinh phí"), (*changed(people_total=12), 500)]
    document = read(file, xlsx(tmp_path, *rows))
    assert fields(document) == {4: {**FIELDS, "people_total": 12, "cost": 500000}}
    assert {"field": "cost", "from": 500, "to": 500000, "column": "H"} in document["rows"][0]["read"]


# --- headings --------------------------------------------------------------------------------------------------------

PEOPLE = [
    ("Số lượt người / Attendances", "people_total"), ("Số người tham gia\nNumber of participants", "people_total"),
    ("Nữ / Women", "people_female"), ("Số lượt nữ (Female participants)", "people_female"),
    ("Participants / Số người tham gia", "people_total"), ("Số lượt người (nếu có)", "people_total"),
    ("Số lượt người (nữ)", None), ("Số người (nam)", None), ("Số lượt người (kế hoạch)", None),
]  # fmt: skip


@pytest.mark.parametrize(("heading", "name"), PEOPLE)
def test_a_heading_in_two_languages_has_one_reading_and_a_part_of_what_is_counted_another(
    file: OpenFile, tmp_path: Path, heading: str, name: str | None
) -> None:
    document = read(file, xlsx(tmp_path, (*HEADINGS[:6], heading), (*ROW[:6], 30)))
    if name is None:
        assert "people_total" not in fields(document).get(2, {})
    else:
        assert fields(document) == {2: {**FIELDS, name: 30}}


# --- texts, choices, units, truth ------------------------------------------------------------------------------------

TEXTS = [
    ("Chủ đề", "Chủ đề"), (2022, "2022"), ("  Chủ đề ", "Chủ đề"), ("3/2022/KH", "3/2022/KH"), ("-", "-"),
    (date(2022, 5, 3), ASKED), (1.5, ASKED), (123456789012345678, ASKED), ("1,23E+12", ASKED), (True, ASKED),
    ("#REF!", ASKED), ("nt", ASKED), ('"', ASKED), ("Tuyªn truyÒn", ASKED),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "text"), TEXTS)
def test_a_text_is_taken_as_it_stands_or_asked_about(file: OpenFile, tmp_path: Path, cell: Any, text: Any) -> None:
    assert outcome(read(file, xlsx(tmp_path, HEADINGS, changed(title=cell))), 2, "title") == text


@pytest.mark.parametrize(("cell", "choice"), [
    ("Hội nghị, nói chuyện chuyên đề", "hoi_nghi"), ("hoi nghi", "hoi_nghi"), ("HỘI NGHỊ", "hoi_nghi"), ("loa", "loa"),
    ("Hội nghị; Tờ rơi", ASKED), ("Hội nghị, tờ rơi", ASKED), ("Họp dân", ASKED), (1, ASKED), (date(2022, 1, 2), ASKED),
])  # fmt: skip
def test_a_choice_goes_by_label_short_label_or_code(file: OpenFile, tmp_path: Path, cell: Any, choice: Any) -> None:
    row = changed(form=cell, people_total=5)
    assert outcome(read(file, xlsx(tmp_path, HEADINGS, row)), 2, "form") == choice


@pytest.mark.parametrize(("cell", "choices"), [
    ("Nhân dân; Nhóm nguy cơ", ["nguy_co", "nhan_dan"]), ("Nhân dân / Nhóm nguy cơ", ["nguy_co", "nhan_dan"]),
    ("Nhân dân\nNhóm nguy cơ", ["nguy_co", "nhan_dan"]), ("- Nhân dân\n- Nhóm nguy cơ", ["nguy_co", "nhan_dan"]),
    ("Nhân dân + Nhóm nguy cơ", ["nguy_co", "nhan_dan"]), ("Nhân dân, Nhóm nguy cơ", ["nguy_co", "nhan_dan"]),
    ("Cán bộ, công chức, viên chức, lực lượng vũ trang, Nhân dân", ["can_bo", "nhan_dan"]),
    ("Nhân dân, bà con", ASKED), ("Nhân dân và Nhóm nguy cơ", ASKED), ("Chủ quán", ASKED),
])  # fmt: skip
def test_several_choices_split_where_whole_labels_come_out(
    file: OpenFile, tmp_path: Path, cell: str, choices: Any
) -> None:
    assert outcome(read(file, xlsx(tmp_path, HEADINGS, changed(audience=cell))), 2, "audience") == choices


@pytest.mark.parametrize(("cell", "unit"), [
    ("Xã Giang Ma", "03405"), ("Giang Ma", "03405"), ("X. Giang Ma", "03405"), ("xã giang ma", "03405"),
    ("giang ma", "03405"),
    ("03405", "03405"), (3405, "03405"), ("Xã Giang Ma, huyện Tam Đường", "03405"), ("TT Tam Đường", "03390"),
    ("TT. Tam Đường", "03390"), ("H. Tam Đường", "106"), ("UBND xã Giang Ma", "03405"), (106, "106"),
    ("Tam Đường", ASKED), ("Mường Tè", ASKED), ("Lai Châu", ASKED), ("Xã Mường Kim", ASKED), ("xã Không Có", ASKED),
    (99999, ASKED), ("03388", ASKED), ("Xã Giang Ma, huyện Than Uyên", ASKED), ("Giang Ma, Thèn Sin", ASKED),
])  # fmt: skip
def test_a_unit_goes_by_code_or_name_within_the_office_s_area(
    file: OpenFile, tmp_path: Path, cell: Any, unit: Any
) -> None:
    assert outcome(read(file, xlsx(tmp_path, HEADINGS, changed(unit=cell))), 2, "unit") == unit


def test_a_code_that_lost_its_zero_is_shown(file: OpenFile, tmp_path: Path) -> None:
    document = read(file, xlsx(tmp_path, HEADINGS, changed(unit=3405)))
    assert document["rows"][0]["read"] == [{"field": "unit", "from": 3405, "to": "03405", "column": "A"}]


@pytest.mark.parametrize(("cell", "truth"), [
    ("x", True), ("X", True), ("✓", True), ("có", True), (1, True), (True, True), ("Đúng", True), ("không", False),
    (0, False), (False, False), (None, None), ("một phần", ASKED), (2, ASKED), ("?", ASKED),
])  # fmt: skip
def test_yes_and_no(file: OpenFile, tmp_path: Path, cell: Any, truth: Any) -> None:
    document = read(file, xlsx(tmp_path, (*HEADINGS, "Lồng ghép với nội dung khác"), (*ROW, cell)))
    assert outcome(document, 2, "is_combined") == truth


# --- texts with columns ----------------------------------------------------------------------------------------------

CSV_HEADINGS = "Đơn vị tổ chức;Ngày thực hiện;Hình thức;Nội dung, chủ đề;Số buổi, lượt phát;Đối tượng;Số lượt người"


def csv_row(day: str = "14/05/2022", people: str = "", number: int = 1) -> str:
    return f"Giang Ma;{day};loa;Chủ đề {number};2;Nhân dân;{people}"


@pytest.mark.parametrize(("titles", "held", "taken"), [
    (('"Không khép', "Hai", "Ba"), [2], []), (("Một", "Hai", '"Không khép'), [4], [2, 3]),
    (('"Không khép', '"Cũng thế', "Ba"), [2], [3]), (('"Nói không" với mại dâm', "Hai", "Ba"), [2], [3, 4]),
    (('"Một; và ""nháy"""', 'Hai "nháy"', "Ba"), [], [2, 3, 4]),
])  # fmt: skip
def test_a_row_of_text_whose_quotes_do_not_close_is_held_back_with_what_it_swallowed(
    file: OpenFile, tmp_path: Path, titles: tuple[str, ...], held: list[int], taken: list[int]
) -> None:
    lines = [f"Giang Ma;14/05/2022;Loa;{title};2;Nhân dân;" for title in titles]
    document = read(file, csv_file(tmp_path, ";".join(HEADINGS), *lines))
    assert (sorted(asked(document)), sorted(fields(document)), skipped(document)) == (held, taken, {})


def test_days_that_read_both_ways_are_asked_once(file: OpenFile, tmp_path: Path) -> None:
    lines = [csv_row("03/05/2022", number=1), csv_row("04/06/2022", number=2), csv_row("05/05/2022", number=3)]
    document = read(file, csv_file(tmp_path, CSV_HEADINGS, *lines))
    assert questions(document) == ["dates:B"]
    assert asked(document) == {2: "date", 3: "date"}
    assert fields(document)[4]["date"] == "2022-05-05"


def test_another_value_of_the_column_proves_the_order(file: OpenFile, tmp_path: Path) -> None:
    document = read(file, csv_file(tmp_path, CSV_HEADINGS, csv_row("03/05/2022"), csv_row("25/06/2022", number=2)))
    assert (questions(document), asked(document)) == ([], {})
    assert fields(document)[2]["date"] == "2022-05-03"


def test_where_a_text_has_the_month_first_all_that_read_both_ways_are_asked(file: OpenFile, tmp_path: Path) -> None:
    rows = [changed(date=text, title=text) for text in ("03/25/2022", "03/05/2022", "25/04/2022")]
    document = read(file, xlsx(tmp_path, HEADINGS, *rows))
    assert asked(document) == {2: "date", 3: "date"}
    assert fields(document)[4]["date"] == "2022-04-25"


def test_an_answer_holds_for_the_column(file: OpenFile, tmp_path: Path) -> None:
    source = csv_file(tmp_path, CSV_HEADINGS, csv_row("03/05/2022"), csv_row("04/25/2022", number=2))
    document = read(file, source, answers={"dates:B": "mdy"})
    assert questions(document) == []
    assert {row: one["date"] for row, one in fields(document).items()} == {2: "2022-03-05", 3: "2022-04-25"}


def test_a_number_alone_is_no_day_in_a_text(file: OpenFile, tmp_path: Path) -> None:
    assert asked(read(file, csv_file(tmp_path, CSV_HEADINGS, csv_row("44625")))) == {2: "date"}


def test_thousands_that_read_both_ways_are_asked_once(file: OpenFile, tmp_path: Path) -> None:
    lines = [csv_row(people="1.234"), csv_row(people="15", number=2), csv_row(people="2.500", number=3)]
    document = read(file, csv_file(tmp_path, CSV_HEADINGS, *lines))
    assert questions(document) == ["numbers:G"]
    assert asked(document) == {2: "people_total", 4: "people_total"}
    answered = read(file, tmp_path / "bảng.csv", answers={"numbers:G": "thousands"})
    assert fields(answered)[4]["people_total"] == 2500


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_by_its_mark_or_as_utf_8(file: OpenFile, tmp_path: Path, encoding: str) -> None:
    document = read(file, csv_file(tmp_path, CSV_HEADINGS, csv_row(), encoding=encoding))
    assert fields(document)[2]["title"] == "Chủ đề 1"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found(file: OpenFile, tmp_path: Path, separator: str) -> None:
    lines = [separator.join(f'"{part}"' for part in line.split(";")) for line in (CSV_HEADINGS, csv_row())]
    assert fields(read(file, csv_file(tmp_path, *lines)))[2]["date"] == "2022-05-14"


# --- fonts, merged and hidden cells, formulas ------------------------------------------------------------------------


def test_an_old_font_is_decoded_and_shown(file: OpenFile, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    fill(book.active, [HEADINGS, changed(title="Tuyªn truyÒn phßng, chèng m¹i d©m, t\u00adt\u00adëng")])
    book.active["D2"].font = Font(name=".VnTime")
    book.save(tmp_path / "b.xlsx")
    document = read(file, tmp_path / "b.xlsx")
    assert fields(document)[2]["title"] == "Tuyên truyền phòng, chống mại dâm, tưtưởng"
    assert [one["field"] for one in document["rows"][0]["read"]] == ["title"]


def test_vni_is_decoded_and_shown(file: OpenFile, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    fill(book.active, [HEADINGS, changed(title="Tuyeân truyeàn phoøng, choáng maïi daâm ôû xaõ Ñoaøn Keát, löu ñoäng")])
    book.active["D2"].font = Font(name="VNI-Times")
    book.save(tmp_path / "b.xlsx")
    assert fields(read(file, tmp_path / "b.xlsx"))[2]["title"] == (
        "Tuyên truyền phòng, chống mại dâm ở xã Đoàn Kết, lưu động"
    )


def test_a_merged_cell_fills_what_it_covers_and_an_empty_one_takes_nothing(file: OpenFile, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    fill(book.active, [HEADINGS, ROW, changed(unit=None, title="Hai"), changed(unit=None, title="Ba")])
    book.active.merge_cells("A2:A3")
    book.save(tmp_path / "b.xlsx")
    document = read(file, tmp_path / "b.xlsx")
    assert {row: one.get("unit") for row, one in fields(document).items()} == {2: "03405", 3: "03405", 4: None}
    assert [row["status"] for row in document["rows"]] == ["record", "record", "unfinished"]


def test_a_number_of_a_cell_is_quoted_as_its_spreadsheet_shows_it(file: OpenFile, tmp_path: Path) -> None:
    (row,) = read(file, xlsx(tmp_path, HEADINGS, changed(sessions=7.5)))["asked"]
    assert "“7,5” có phần lẻ" in row["why"]


def test_hidden_rows_are_asked_about_once_and_hidden_columns_left_out(file: OpenFile, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    fill(book.active, [(*HEADINGS, "Ghi chú"), (*ROW, "a"), (*changed(title="Hai"), "b")])
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["H"].hidden = True
    book.save(tmp_path / "b.xlsx")
    document = read(file, tmp_path / "b.xlsx")
    assert (questions(document), sorted(fields(document))) == (["hidden"], [2])
    assert "note" not in fields(document)[2]
    answered = read(file, tmp_path / "b.xlsx", answers={"hidden": "take"})
    assert sorted(fields(answered)) == [2, 3]


def test_a_formula_without_its_result_is_asked_about(file: OpenFile, tmp_path: Path) -> None:
    assert asked(read(file, xlsx(tmp_path, HEADINGS, changed(people_total="=1+1")))) == {2: "people_total"}


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_a_formula_that_comes_to_an_empty_text_is_a_blank_cell(file: OpenFile, tmp_path: Path, ending: str) -> None:
    """Below a form whose cells are filled in by formulas, rows show nothing."""
    rows = [changed(title="Một", people_total='=IF(1=1,"",5)'), changed(title="Hai", sessions='=IF(1=1,3,"")')]
    below = [(f'=IF(B{row}="","",B{row})', *(None,) * 5, f'=IF(A{row}="","",5)') for row in range(4, 9)]
    document = read(file, converted(xlsx(tmp_path, HEADINGS, *rows, *below), ending))
    assert fields(document) == {2: {**FIELDS, "title": "Một"}, 3: {**FIELDS, "title": "Hai", "sessions": 3}}
    assert (asked(document), skipped(document)) == ({}, {})


def test_sheets_that_are_not_read_are_named(file: OpenFile, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(xlsx(tmp_path, HEADINGS, ROW))
    for name, state in (("Quý II", "visible"), ("Danh mục", "hidden"), ("Trống", "visible")):
        sheet = book.create_sheet(name)
        sheet.sheet_state = state
        fill(sheet, [ROW] if name != "Trống" else [])
    book.save(tmp_path / "b.xlsx")
    document = read(file, tmp_path / "b.xlsx")
    assert (sorted(fields(document)), document["source"]["other_sheets"]) == ([2], ["Quý II"])
    assert "other_sheets" not in read(file, tmp_path / "b.xlsx", sheet="Sheet")["source"]


def test_a_sheet_counted_from_1904_has_its_own_days(file: OpenFile, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    fill(book.active, [HEADINGS, ROW, changed(date=44625 - 1462, title="Hai")])
    book.save(tmp_path / "b.xlsx")
    document = read(file, tmp_path / "b.xlsx")
    assert document["source"]["dates"] == "1904"
    assert [one["date"] for one in fields(document).values()] == ["2022-05-14", "2022-03-05"]


# --- rows that are no records ----------------------------------------------------------------------------------------


def test_what_is_no_record_is_named(file: OpenFile, tmp_path: Path) -> None:
    rows: list[Any] = [
        ("UBND HUYỆN",), (), ("STT", *HEADINGS), [f"({n})" for n in range(1, 9)], ("I", "Quý II"), (1, *ROW),
        (None, "Cộng trang", None, None, None, 2), ("STT", *HEADINGS), (2, *changed(title="Hai")), (3,),
        (None, "Tổng cộng:", None, None, None, 4), ("Ghi chú: số liệu đến 14/6",), (),
        (None, None, None, None, None, "Giang Ma, ngày 14 tháng 6 năm 2022"),
        (None, "Người lập biểu", None, None, None, "CHỦ TỊCH"), (None, None, None, None, None, "Nguyễn Văn An"),
    ]  # fmt: skip
    document = read(file, xlsx(tmp_path, *rows))
    assert sorted(fields(document)) == [6, 9]
    assert skipped(document) == {
        4: "numbers", 5: "group", 7: "total", 8: "heading", 10: "number_alone", 11: "total", 12: "note",
        14: "signature", 15: "signature", 16: "signature",
    }  # fmt: skip
    assert (questions(document), asked(document)) == ([], {})


def test_a_record_whose_subject_begins_like_a_total_is_one(file: OpenFile, tmp_path: Path) -> None:
    document = read(
        file, xlsx(tmp_path, HEADINGS, changed(title="Tổng kết công tác năm"), changed(title="Cộng tác viên"))
    )
    assert sorted(fields(document)) == [2, 3]


def test_numbers_alone_that_add_up_are_a_total_and_others_are_asked_about(file: OpenFile, tmp_path: Path) -> None:
    rows = [changed(people_total=10), changed(title="Hai", people_total=5)]
    total, other = (None, None, None, None, 4, None, 15), (None, None, None, None, 3, None, 15)
    assert skipped(read(file, xlsx(tmp_path, HEADINGS, *rows, total))) == {4: "total"}
    assert asked(read(file, xlsx(tmp_path, HEADINGS, *rows, other))) == {4: None}


def test_a_second_table_is_asked_about_once(file: OpenFile, tmp_path: Path) -> None:
    second = [
        ("Tên cơ sở", "Loại hình kinh doanh", "Địa chỉ", "Số đăng ký kinh doanh"),
        ("Sao Mai", "Karaoke", "Bản 1", "12"),
    ]
    document = read(file, xlsx(tmp_path, HEADINGS, ROW, (), *second))
    assert (questions(document), sorted(fields(document)), sorted(asked(document))) == (["table"], [2], [4, 5])


# --- headings --------------------------------------------------------------------------------------------------------


def test_headings_over_two_rows(file: OpenFile, tmp_path: Path) -> None:
    upper = (
        "STT",
        "Đơn vị",
        "Thời gian",
        "Hình thức tuyên truyền",
        "Nội dung",
        "Số buổi",
        "Đối tượng",
        "Số người tham gia",
        None,
        None,
    )
    lower = (None, None, None, None, None, None, None, "Tổng số", "Nữ", "DTTS")
    row = (1, "Giang Ma", "14/05/2022", "Hội nghị", "Phòng, chống mại dâm", 2, "Nhân dân", 30, 12, 20)
    document = read(file, xlsx(tmp_path, upper, lower, row))
    assert document["source"]["header_rows"] == [1, 2]
    counts = {"people_total": 30, "people_female": 12, "people_ethnic": 20}
    assert (questions(document), fields(document)) == ([], {3: {**FIELDS, "form": "hoi_nghi", **counts}})


def test_two_columns_for_one_field_are_asked_about(file: OpenFile, tmp_path: Path) -> None:
    document = read(file, xlsx(tmp_path, (*HEADINGS, "Ngày tổ chức"), (*ROW, "15/05/2022")))
    assert questions(document) == ["field:date"]
    answered = read(file, tmp_path / "bảng.xlsx", answers={"field:date": "H"})
    assert (questions(answered), fields(answered)[2]["date"]) == ([], "2022-05-15")


def test_a_heading_of_two_fields_is_asked_about(file: OpenFile, tmp_path: Path) -> None:
    heading = [*HEADINGS[:4], "Số lượng", HEADINGS[5]]
    document = read(file, xlsx(tmp_path, heading, ROW[:6]))
    (question,) = (one for one in document["questions"] if one["id"] == "column:E")
    assert {"sessions", "people_total"} <= set(question["choices"])
    mapped = read(file, tmp_path / "bảng.xlsx", columns={"E": "sessions"})
    assert (questions(mapped), fields(mapped)) == ([], {2: FIELDS})


def test_a_column_without_a_heading_is_asked_about(file: OpenFile, tmp_path: Path) -> None:
    document = read(file, xlsx(tmp_path, HEADINGS, (*ROW, "gì đó")))
    assert questions(document) == ["column:H"]


def test_a_required_field_without_column_or_value_is_asked_once(file: OpenFile, tmp_path: Path) -> None:
    source = xlsx(tmp_path, HEADINGS[1:], ROW[1:], changed(title="Hai")[1:])
    assert questions(read(file, source)) == ["value:unit"]
    given = read(file, source, values={"unit": "Giang Ma"})
    assert (questions(given), [one["unit"] for one in fields(given).values()]) == ([], ["03405", "03405"])


def test_no_heading_a_turned_table_and_several_sheets_are_asked_about(file: OpenFile, tmp_path: Path) -> None:
    assert questions(read(file, xlsx(tmp_path, ROW, ROW))) == ["heading"]
    turned = list(zip(HEADINGS, ROW, changed(title="Hai"), strict=True))
    document = read(file, xlsx(tmp_path, *turned))
    assert [one["about"] for one in document["questions"]] == ["transposed"]
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("Quý III")):
        fill(sheet, [HEADINGS, ROW])
    book.save(tmp_path / "b.xlsx")
    assert questions(read(file, tmp_path / "b.xlsx")) == ["sheet"]
    assert sorted(fields(read(file, tmp_path / "b.xlsx", sheet="Quý III"))) == [2]


def test_columns_of_people_are_never_taken(file: OpenFile, tmp_path: Path) -> None:
    heading = (*HEADINGS, "Họ và tên", "SĐT", "Ghi chú")
    rows = [(*changed(title=str(n)), "Lò Văn Páo", "0912345678", f"09123456{n}") for n in range(10, 14)]
    document = read(file, xlsx(tmp_path, heading, *rows))
    assert questions(document) == ["people:J"]
    assert "Páo" not in str(document)
    assert "0912345678" not in str(document)
    assert not any({"note", "partner"} & one.keys() for one in fields(document).values())


# --- what the ledger says --------------------------------------------------------------------------------------------


def test_what_a_check_refuses_is_asked_with_its_sentence(file: OpenFile, tmp_path: Path) -> None:
    document = read(file, xlsx(tmp_path, (*HEADINGS, "Số lượt nữ"), (*changed(people_total=10), 20)))
    assert list(asked(document)) == [2]
    assert "nữ" in document["asked"][0]["why"]


def test_equal_rows_are_asked_about_once(file: OpenFile, tmp_path: Path) -> None:
    source = xlsx(tmp_path, HEADINGS, ROW, ROW, ROW)
    document = read(file, source)
    assert (questions(document), sorted(fields(document)), sorted(asked(document))) == (["repeated"], [2], [3, 4])
    assert sorted(fields(read(file, source, answers={"repeated": "take"}))) == [2, 3, 4]


def test_of_one_key_two_rows_that_differ_are_both_asked_about(file: OpenFile, tmp_path: Path) -> None:
    heading = ("Đơn vị xử lý", "Năm", "Kỳ", "Hành vi", "Số người bị xử phạt", "Nguồn số liệu")
    row = ("Giang Ma", 2022, "Quý II", "Mua dâm", 2, "Công an xã")
    document = read(file, xlsx(tmp_path, heading, row, (*row[:4], 3, row[5]), ("Thèn Sin", *row[1:])), "admin_handling")
    assert (sorted(fields(document)), sorted(asked(document))) == ([4], [2, 3])


def test_every_row_is_in_one_list_and_every_time_delta_is_told(file: OpenFile, tmp_path: Path) -> None:
    cells = [cell for cell, _ in DAYS if not isinstance(cell, timedelta)]
    document = read(file, xlsx(tmp_path, HEADINGS, *(changed(date=cell, title=f"{n}") for n, cell in enumerate(cells))))
    lists = [set(fields(document)), set(asked(document)), set(skipped(document))]
    assert sum(map(len, lists)) == len(set().union(*lists)) == len(cells)


# --- found by trying -------------------------------------------------------------------------------------------------


def test_a_person_s_map_must_name_what_is_there_and_each_field_once(file: OpenFile, tmp_path: Path) -> None:
    source = xlsx(tmp_path, HEADINGS, ROW)
    for columns, key in (({"ZZ": "title"}, "sheet.no_column"), ({"A": "khongco"}, "sheet.no_field")):
        with pytest.raises(AppError) as error:
            read(file, source, columns=columns)
        assert error.value.key == key
    assert "field:title" in questions(read(file, source, columns={"C": "title", "D": "title"}))


@pytest.mark.parametrize("answers", [{}, {"groups:unit": "by_group"}])
def test_rows_below_groups_go_out_with_the_unit_that_stands_above_them(
    file: OpenFile, tmp_path: Path, answers: dict[str, str]
) -> None:
    heading = ("TT", *HEADINGS[1:], "Nữ")
    first, wrong = (1, *changed(title="A", people_total=5)[1:], 3), (1, *changed(title="B", people_total=5)[1:], 9)
    unread = (1, *changed(title="C", date="5/3", people_total=5)[1:], 3)
    rows = [heading, ("I", "Xã Giang Ma"), first, ("II.", "Xã Thèn Sin"), wrong, unread]
    book = sheet_import.open_book(xlsx(tmp_path, *rows), Wishes())
    reading = sheet_import.read(file, book, "comm_activity", Wishes(answers=answers))
    (tmp_path / "hỏi.xlsx").write_bytes(sheet_export.asked_as_xlsx(book, reading))
    again = read(file, tmp_path / "hỏi.xlsx")
    said = openpyxl.load_workbook(tmp_path / "hỏi.xlsx").active
    names = [row[0].value for row in said.iter_rows() if str(row[0].value).startswith("Xã ")]
    assert names == ["Xã Giang Ma"] * (not answers) + ["Xã Thèn Sin"] * 2
    assert [one["field"] for one in again["asked"]] == ["people_female", "date"]
    units = [row["records"][0]["fields"]["unit"] for row in again["rows"]]
    assert units == ["03405"] * (not answers)


def test_names_below_a_heading_that_nobody_knows_leave_with_no_row_that_is_asked_about(
    file: OpenFile, tmp_path: Path
) -> None:
    people = ("Lò Văn Páo", "Vàng A Dế", "Nguyễn Thị Mai")
    rows = [[*changed(date="5/3", title=f"{n}"), name, "Hết"] for n, name in enumerate(people)]
    source = xlsx(tmp_path, (*HEADINGS, "Phụ trách chung", "Tình hình"), *rows)
    book = sheet_import.open_book(source, Wishes())
    reading = sheet_import.read(file, book, "comm_activity", Wishes())
    assert [column.people for column in reading.columns][-2:] == [True, False]
    out = openpyxl.load_workbook(io.BytesIO(sheet_export.asked_as_xlsx(book, reading))).active
    said = {str(cell.value) for row in out.iter_rows() for cell in row}
    assert not said & {*people, "Phụ trách chung"}
    assert "Hết" in said
    unread = xlsx(tmp_path, *rows, name="không tiêu đề.xlsx")
    book = sheet_import.open_book(unread, Wishes())
    reading = sheet_import.read(file, book, "comm_activity", Wishes())
    assert [question.id for question in reading.questions] == ["heading"]
    out = openpyxl.load_workbook(io.BytesIO(sheet_export.asked_as_xlsx(book, reading))).active
    assert not {str(cell.value) for row in out.iter_rows() for cell in row} & set(people)


def test_a_column_of_names_is_not_stored_by_a_person_s_word_either(file: OpenFile, tmp_path: Path) -> None:
    document = read(file, xlsx(tmp_path, (*HEADINGS, "Họ tên"), (*ROW, "Lò Văn Páo")), columns={"H": "note"})
    assert (questions(document), fields(document)) == (["people:H"], {2: FIELDS})


def test_the_sheet_of_another_kind_is_asked_about(file: OpenFile, tmp_path: Path) -> None:
    heading = (
        "TT",
        "Tên cơ sở",
        "Loại hình kinh doanh",
        "Xã",
        "Địa chỉ",
        "Số đăng ký kinh doanh",
        "Ngày đưa vào danh sách",
    )
    row = (1, "Sao Mai", "Karaoke", "Giang Ma", "Bản 1", "123", "01/02/2022")
    document = read(file, xlsx(tmp_path, heading, row))
    assert (questions(document), sorted(asked(document)), fields(document)) == (["kind"], [2], {})


def test_a_measure_of_its_own_in_a_row_is_asked_about(file: OpenFile, tmp_path: Path) -> None:
    rows = [(*ROW, "triệu đồng", 5), (*changed(title="Hai"), "đồng", 5)]
    document = read(file, xlsx(tmp_path, (*HEADINGS, "ĐVT", "Kinh phí"), *rows))
    assert (sorted(asked(document)), fields(document)[3]["cost"]) == ([2], 5)


def test_a_heading_without_rows_asks_nothing(file: OpenFile, tmp_path: Path) -> None:
    document = read(file, xlsx(tmp_path, HEADINGS))
    assert (questions(document), document["rows"], document["asked"]) == ([], [], [])


def test_a_formula_that_is_computed_anew_on_opening_says_nothing_by_its_zero(file: OpenFile, tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "b.xlsx")
    sheet = book.add_worksheet()
    for column, (heading, cell) in enumerate(zip(HEADINGS, changed(date="14/05/2022"), strict=True)):
        sheet.write(0, column, heading)
        sheet.write(1, column, cell)
    sheet.write_formula(1, 4, "=1+1", None, 2)
    sheet.write_formula(1, 6, "=1+1")
    book.close()
    assert asked(read(file, tmp_path / "b.xlsx")) == {2: "people_total"}


def test_the_name_of_a_group_is_no_record_though_a_unit_reads_there(file: OpenFile, tmp_path: Path) -> None:
    rows = [
        ("I", "Xã Giang Ma"),
        (1, *ROW),
        ("II", "Xã Thèn Sin", None, None, None, 4, None, 9),
        (2, *changed(title="Hai")),
    ]
    document = read(file, xlsx(tmp_path, ("STT", *HEADINGS), *rows))
    assert (sorted(fields(document)), skipped(document)) == ([3, 5], {2: "group", 4: "group"})


def test_there_are_never_more_than_five_questions_and_none_is_lost(file: OpenFile, tmp_path: Path) -> None:
    heading = ("Ngày thực hiện", "Số buổi", *[None] * 6)
    document = read(file, xlsx(tmp_path, heading, (date(2022, 5, 14), 2, *"abcdef")))
    assert len(document["questions"]) <= 5
    told = " ".join(question["id"] + " ".join(question["choices"]) for question in document["questions"])
    assert all(one in told for one in ("column:C", "column:H"))


@pytest.mark.parametrize(
    ("text", "why"), [("Thứ 2 (14/7)", "thiếu năm"), ("CN (14/5/2022)", "thứ và ngày không khớp nhau")]
)
def test_a_day_in_brackets_says_what_it_lacks(file: OpenFile, tmp_path: Path, text: str, why: str) -> None:
    document = read(file, xlsx(tmp_path, HEADINGS, changed(date=text)))
    assert why in str(document["asked"][0]["why"])
