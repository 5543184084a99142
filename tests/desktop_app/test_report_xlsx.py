"""The tables of the report as a workbook: typed cells, heads that stay in sight, text that never becomes a formula."""

import io
import itertools
import re
import subprocess
import sys
import zipfile
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import openpyxl
import pytest
from msgspec.structs import replace
from openpyxl.utils import get_column_letter

from desktop_app.domain.measures import COUNT, GROWTH, PERCENT
from desktop_app.report import contents, xlsx_report
from desktop_app.report.blocks import Annex, Column, Heading, Paragraph, ProgressReport, Table
from desktop_app.report.cells import Figure, Gauge, shown
from desktop_app.report.xlsx_heights import RowOnPaper, page_breaks
from tests.desktop_app import report_samples as samples
from tests.processes import ROOT


@cache
def report() -> ProgressReport:
    return contents.build(samples.province())


def opened(made: ProgressReport) -> Any:
    return openpyxl.load_workbook(io.BytesIO(xlsx_report.render(made)))


def sheet_of(table: Table, *more: Paragraph) -> Any:
    annex = Annex("Phụ lục I", "Một", "(Kèm theo)", (table, *more), landscape=True)
    _, sheet = opened(replace(report(), blocks=(), annexes=(annex,), states=(), foot="")).worksheets
    return sheet


def row_of(sheet: Any, title: str) -> int:
    """The number of the row whose first cell holds a text."""
    return next(int(row[0].row) for row in sheet.iter_rows() if row[0].value == title)


# openpyxl does not know how bars in cells look
pytestmark = [
    pytest.mark.filterwarnings("ignore:Unknown extension"),
    pytest.mark.filterwarnings("ignore:Conditional Formatting extension"),
]

COLUMNS = (Column("Tên", 3), Column("Số", 1, "right"))


def test_the_body_comes_first_and_each_table_of_an_annex_has_its_sheet() -> None:
    names = opened(report()).sheetnames
    assert names[:3] == ["Báo cáo", "Phụ lục I - 1", "Phụ lục I - 2"]
    assert names.index("Phụ lục VI") < names.index("Tình hình báo cáo")
    sheet = opened(report())["Phụ lục III - 1"]
    assert [sheet.cell(n, 1).value for n in (1, 2)] == ["Phụ lục III", "CÔNG TÁC TUYÊN TRUYỀN, PHÒNG NGỪA"]
    assert str(sheet.cell(3, 1).value).startswith("(Kèm theo Báo cáo số 05/BC-SLĐTBXH")
    assert sheet.cell(4, 1).value == "Số liệu công tác tuyên truyền"


def test_the_signs_of_a_table_are_explained_on_its_own_sheet() -> None:
    for sheet in opened(report()).worksheets:
        said = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
        for sign in {"<5", "…", "KPS", "CBC"} & set(said):
            assert any(f"“{sign}”" in text for text in said), sheet.title


def test_wide_tables_of_an_annex_are_on_landscape_sheets() -> None:
    book = opened(report())
    turned = {sheet.title: sheet.page_setup.orientation for sheet in book.worksheets}
    found = [turned[f"Phụ lục II - {number}"] for number in range(1, 5)]
    assert found == ["portrait", "portrait", "landscape", "landscape"]


@pytest.mark.parametrize(
    ("cell", "value", "number_format"),
    [
        (1234567, 1234567, "#,##0"), (Decimal("2.5"), 2.5, "#,##0.0"), (Decimal(2), 2, "#,##0"), ("<5", "<5", "@"),
        (Figure(Fraction(642, 10), PERCENT), 0.642, "0.0%"),
        (Figure(Fraction(45, 10), GROWTH), 0.045, "+0.0%;-0.0%;0.0%"),
        (Figure(Fraction(901, 10), PERCENT, "*"), 0.901, '0.0%"*"'), (Figure(Fraction(3), COUNT), 3, "#,##0"),
        (Figure(Fraction(5, 2), COUNT), 2.5, "#,##0.0"), (Gauge(Fraction(3, 4)), 0.75, "0%"),
        (10**15, "1.000.000.000.000.000", "@"), ("0042", "0042", "@"),
        (Decimal("1234.567891234"), 1234.567891234, "#,##0.000000000"),
        (Figure(Fraction(1, 8), COUNT), 0.125, "#,##0.000"),
        (Figure(Fraction(5, 2), COUNT, "*"), 2.5, '#,##0.0"*"'),
        (Decimal("1234567.123456789"), "1.234.567,123456789", "@"),
        (Figure(Fraction("1234567.123456789"), COUNT, "*"), "1.234.567,123456789*", "@"),
    ],
)  # fmt: skip
def test_numbers_are_numbers_with_their_format(cell: Any, value: Any, number_format: str) -> None:
    sheet = sheet_of(Table(COLUMNS, (("dòng", cell),)))
    found = sheet.cell(row_of(sheet, "dòng"), 2)
    assert found.value == value
    assert found.number_format == number_format


@pytest.mark.parametrize("number", ["0.1", "2.50", "12345.678", "0.000000001", "-7.25", "3"])
def test_a_number_has_as_many_decimals_as_on_paper(number: str) -> None:
    table = Table(COLUMNS, (("dòng", Decimal(number)),))
    found = sheet_of(table).cell(row_of(sheet_of(table), "dòng"), 2)
    decimals = found.number_format.partition(".")[2]
    printed = f"{found.value:,.{len(decimals)}f}".translate({ord(","): ".", ord("."): ","})
    assert printed == shown(Decimal(number))


@pytest.mark.parametrize(
    "typed", ["=1+1", "+84 912", "-2", "@SUM(A1)", "=cmd|' /C calc'!A0", "{=1}", "http://a.vn", "1e5"]
)
def test_text_of_people_never_becomes_a_formula_a_link_or_a_number(typed: str) -> None:
    sheet = sheet_of(Table(COLUMNS, ((typed, typed), (typed,)), typed), Paragraph(typed, "note"))
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.value for cell in cells].count(typed) == 5
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)
    quoted = [cell.quotePrefix for cell in cells if cell.value == typed and cell.row == row_of(sheet, "Tên") + 1]
    assert set(quoted) == {typed[0] in "=+-@"}


def test_the_head_stays_in_sight_and_on_every_printed_page() -> None:
    sheet = sheet_of(Table(COLUMNS, tuple(("a", n) for n in range(60))))
    head = row_of(sheet, "Tên")
    assert sheet.freeze_panes == f"A{head + 1}"
    assert sheet.print_title_rows == f"${head}:${head}"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0), "one page wide, as high as needed"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert [round(side * 25.4) for side in (sheet.page_margins.top, sheet.page_margins.left)] == [30, 20]
    assert {sheet.cell(head, n).font.name for n in (1, 2)} == {"Times New Roman"}


def breaks(sheet: Any) -> list[int]:
    """The rows that begin a page where somebody wants it."""
    return [one.id + 1 for one in sheet.row_breaks.brk]


def test_notes_below_a_table_of_one_page_have_no_head_above_them() -> None:
    sheet = sheet_of(Table(COLUMNS, (("a", 1),) * 10), *(Paragraph("Ghi chú. " * 80, "note"),) * 8)
    assert sheet.print_title_rows is None
    assert min(breaks(sheet)) > row_of(sheet, "Tên") + 10, "only notes go over"


@pytest.mark.parametrize("count", range(20, 60))
def test_a_note_never_stands_alone_below_a_head_that_is_told_again(count: int) -> None:
    """A page that ends where it is told ends nowhere else, though a program may set lines of 13 to 15 points."""
    sheet = sheet_of(Table(COLUMNS, tuple((f"dòng {n}", n) for n in range(count))), Paragraph("Ghi chú. " * 40, "note"))
    head, note = row_of(sheet, "Tên"), row_of(sheet, "Ghi chú. " * 39 + "Ghi chú.")
    assert bool(breaks(sheet)) == (sheet.print_title_rows is not None)
    pages = list(itertools.pairwise([1, *breaks(sheet), note + 3]))
    assert all(15 * (end - first + (2 if first > 1 else 0)) <= 165 / 25.4 * 72 for first, end in pages)
    assert note - max(pages[-1][0], head + 1) >= 3


def test_a_text_in_merged_cells_has_room_for_all_its_lines() -> None:
    """Cells that are merged do not grow by themselves."""
    text = "ỦY BAN NHÂN DÂN THÀNH PHỐ LAI CHÂU VÀ BAN CHỈ ĐẠO PHÒNG, CHỐNG TỘI PHẠM, TỆ NẠN XÃ HỘI " * 2
    table = Table(COLUMNS, ((text,), ("a", 1)), text)
    made = replace(report(), blocks=(Heading(1, "I", text), table), annexes=(), states=())
    made = replace(made, letterhead=replace(made.letterhead, issuer=text), subject=text)
    (sheet,) = opened(made).worksheets
    found = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).endswith("XÃ HỘI")]
    assert len(found) == 5
    assert [sheet.row_dimensions[cell.row].height for cell in found] == [90, 45, 45, 45, 45]


def test_no_heading_and_no_signature_is_parted_from_its_text_by_the_end_of_a_page() -> None:
    rows = [RowOnPaper(15, number % 3 == 0) for number in range(400)]
    begins = page_breaks(rows)
    assert begins
    assert not any(rows[number - 1].leads_on for number in begins)
    for first, end in itertools.pairwise([0, *begins, len(rows)]):
        assert 600 < 15 * (end - first) <= 257 / 25.4 * 72 or end == len(rows)
    sheet = opened(report()).worksheets[0]
    end = row_of(sheet, "Nơi nhận:")
    assert not [row for row in breaks(sheet) if row >= end], "who signs stands on one page"


def test_heading_rows_reach_across_and_notes_stand_below() -> None:
    sheet = sheet_of(Table(COLUMNS, (("Nhóm",), ("a", 1))), Paragraph("Ghi chú.", "note"), Paragraph("Lời.", "body"))
    head = row_of(sheet, "Tên")
    assert [sheet.cell(head + n, 1).value for n in (1, 2, 3)] == ["Nhóm", "a", "Ghi chú."]
    assert sheet.cell(head + 4, 1).value == "Lời."
    assert f"A{head + 1}:B{head + 1}" in {str(cells) for cells in sheet.merged_cells.ranges}


def test_bars_are_drawn_over_their_shares() -> None:
    sheet = sheet_of(Table(COLUMNS, (("a", Gauge(Fraction(1, 2))), ("b", Gauge(Fraction(1))))))
    head = row_of(sheet, "Tên")
    assert [str(cells.sqref) for cells in sheet.conditional_formatting] == [f"B{head + 1}:B{head + 2}"]


def test_the_first_workbook_of_a_process_has_the_bytes_of_the_second() -> None:
    """The library may write into what it is given."""
    source = "from tests.desktop_app.test_report_xlsx import report, xlsx_report"
    made = f"{source}\nmade = lambda: xlsx_report.render(report())"
    subprocess.run([sys.executable, "-c", f"{made}\nraise SystemExit(made() != made())"], cwd=ROOT, check=True)


def test_a_report_without_tables_is_still_a_workbook() -> None:
    (sheet,) = opened(
        replace(report(), blocks=(Heading(1, "I", "A"), Paragraph("Lời.")), annexes=(), states=())
    ).worksheets
    said = [cell.value for row in sheet.iter_rows() for cell in row]
    assert sheet.title == "Báo cáo"
    assert said.index("BÁO CÁO") < said.index("I. A") < said.index("Lời.")


def test_a_text_longer_than_a_cell_is_cut_where_it_can_be_seen() -> None:
    sheet = sheet_of(Table(COLUMNS, (("x" * 40_000, 1),)))
    text = sheet.cell(row_of(sheet, "Tên") + 1, 1).value
    assert (len(text), text[-1]) == (32_767, "…")


def test_equal_reports_give_equal_bytes_and_name_no_person() -> None:
    made = xlsx_report.render(report())
    assert made == xlsx_report.render(contents.build(samples.province()))
    told = opened(report()).properties
    assert (told.title, told.creator) == (report().name, report().issuer_name)


def test_a_draft_is_marked_on_every_sheet_and_page_and_a_signed_report_on_none() -> None:
    signed, draft = (zipfile.ZipFile(io.BytesIO(xlsx_report.render(replace(report(), draft=d)))) for d in (False, True))
    sheets = [name for name in draft.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) > 3
    for name in sheets:
        assert "DỰ THẢO" in draft.read(name).decode(), "at the foot of each page"
        assert "DỰ THẢO" not in signed.read(name).decode()
    boxes = [name for name in draft.namelist() if name.startswith("xl/drawings/drawing")]
    assert len(boxes) == len(sheets)
    assert all("DỰ THẢO" in draft.read(name).decode() for name in boxes)
    for number, sheet in enumerate(opened(replace(report(), draft=True)).worksheets, start=1):
        begins = re.search(r"<xdr:from><xdr:col>(\d+)", draft.read(f"xl/drawings/drawing{number}.xml").decode())
        assert begins is not None
        assert int(begins[1]) >= sheet.max_column, "it lies beside what the sheet says"
        assert f"${get_column_letter(sheet.max_column)}$" in sheet.print_area, "and leaves the pages their width"
    cells = (cell.value for sheet in opened(replace(report(), draft=True)) for row in sheet.iter_rows() for cell in row)
    assert "DỰ THẢO" not in cells


def test_a_table_of_the_body_shares_the_sheet_as_it_shares_the_page() -> None:
    """Pairs of numbers need more than an eighth of the page."""
    columns = (Column("Nội dung", 74), Column("Đã báo cáo", 43, "right"), Column("Điều chỉnh thành", 43, "right"))
    table = Table(columns, (("Lượt người", "2.825 / 6.412", "2.864 / 6.451"),))
    (sheet,) = opened(replace(report(), blocks=(table, Paragraph("Hết.")), annexes=(), states=())).worksheets
    row = row_of(sheet, "Lượt người")
    merged = sorted(str(cells) for cells in sheet.merged_cells.ranges if cells.min_row == row)
    assert merged == [f"A{row}:D{row}", f"E{row}:F{row}", f"G{row}:H{row}"]
