"""Blocks that were copied in Excel, in LibreOffice, or as bare text; and tables without a heading."""

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop_app.errors import AppError
from desktop_app.session import OpenFile, cell_blocks, sheet_import
from desktop_app.session.cell_blocks import Place
from desktop_app.session.sheet_import import Book, Wishes
from desktop_app.sheets.clipboard_reading import read_clipboard
from desktop_app.sheets.clipboard_writing import BlockCell, as_html
from tests.sheets.making import FIELDS, HEADINGS, ROW, changed, converted, district, fields, questions, read, xlsx


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenFile]:
    with district(tmp_path_factory.mktemp("paste")) as opened:
        yield opened


def open_book(source: Path) -> Book:
    return sheet_import.open_book(source, Wishes())


def pasted(file: OpenFile, book: Book, **wishes: Any) -> sheet_import.SheetReading:
    return sheet_import.read(file, book, "comm_activity", Wishes(**wishes))


TEXT = "\t".join(HEADINGS) + "\nXã Giang Ma\t{day}\tLoa truyền thanh cơ sở\tPhòng, chống mại dâm\t2\tNhân dân\t\n"
HTML = (
    "<html><body><table><tr>" + "".join(f"<td>{heading}</td>" for heading in HEADINGS) + "</tr><tr><td>Xã Giang Ma</td>"
    '<td align="right" sdval="44625" sdnum="1033;0;DD/MM/YYYY">05/03/2022</td><td>Loa truyền thanh cơ sở</td>'
    '<td>Phòng, chống mại dâm</td><td sdval="2" sdnum="1033;">2</td><td>Nhân dân</td></tr></table></body></html>'
)
XML = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table><Row>'
    + "".join(f'<Cell><Data ss:Type="String">{heading}</Data></Cell>' for heading in HEADINGS)
    + '</Row><Row><Cell><Data ss:Type="String">Xã Giang Ma</Data></Cell><Cell><Data ss:Type="DateTime">'
    '2022-03-05T00:00:00.000</Data></Cell><Cell><Data ss:Type="String">Loa truyền thanh cơ sở</Data></Cell><Cell>'
    '<Data ss:Type="String">Phòng, chống mại dâm</Data></Cell><Cell><Data ss:Type="Number">2</Data></Cell><Cell>'
    '<Data ss:Type="String">Nhân dân</Data></Cell></Row></Table></Worksheet></Workbook>'
)


@pytest.mark.parametrize(("html", "xml"), [(HTML, b""), ("", XML.encode()), (HTML, XML.encode() + b"\0")])
def test_typed_cells_are_taken_where_the_clipboard_has_them(file: OpenFile, html: str, xml: bytes) -> None:
    reading = pasted(file, read_clipboard(TEXT.format(day="05/03/2022"), html, xml))
    assert (reading.questions, reading.asked) == ([], [])
    assert reading.rows[0].values == FIELDS | {"date": "2022-03-05", "audience": ("nhan_dan",)}


def test_of_bare_text_a_day_that_reads_both_ways_is_asked_about(file: OpenFile) -> None:
    reading = pasted(file, read_clipboard(TEXT.format(day="05/03/2022"), "<table><td>05/03/2022</td></table>", b""))
    assert [question.id for question in reading.questions] == ["dates:B"]
    assert pasted(file, read_clipboard(TEXT.format(day="14/05/2022"), "", b"")).rows[0].values["date"] == "2022-05-14"


def test_broken_xml_falls_back_on_the_text(file: OpenFile) -> None:
    assert pasted(file, read_clipboard(TEXT.format(day="14/05/2022"), "", b"<Workbook><")).rows


def test_quotes_of_a_person_stay_in_a_pasted_cell_and_swallow_no_rows(file: OpenFile) -> None:
    """Spreadsheets put a cell in quotes for a line break in it alone."""
    lines = TEXT.format(day="14/05/2022").splitlines()
    titles = ('"Nói không" với mại dâm', '"Không khép', '"Cả câu"', '"Hai dòng\nvà ""nháy"""', "Cuối")
    text = "\n".join([lines[0], *(lines[1].replace("Phòng, chống mại dâm", title) for title in titles)])
    reading = pasted(file, read_clipboard(text, "", b""))
    assert (reading.questions, reading.asked) == ([], [])
    assert [row.values["title"] for row in reading.rows] == [*titles[:3], 'Hai dòng và "nháy"', "Cuối"]


@pytest.mark.parametrize(
    "struck",
    [
        '<td style="text-decoration: line-through">{}</td>',
        '<td><span>(</span><span style="text-decoration:line-through">{}</span><span>)</span></td>',
        "<td><s>{}</s></td>",
    ],
)
def test_what_is_struck_out_in_a_table_of_the_web_is_asked_about(file: OpenFile, struck: str) -> None:
    rows = [line.split("\t")[:6] for line in TEXT.format(day="14/05/2022").splitlines()]
    rows.append([*rows[1][:3], "Hai", *rows[1][4:]])
    cells = [[f"<td>{cell}</td>" for cell in row] for row in rows]
    cells[1][3] = struck.format(rows[1][3])
    rows[1][3] = f"({rows[1][3]})" if "(" in struck else rows[1][3]
    html = "<table>" + "".join(f"<tr>{''.join(row)}</tr>" for row in cells) + "</table>"
    reading = pasted(file, read_clipboard("\n".join("\t".join(row) for row in rows), html, b""))
    assert [row.row for row in reading.asked] == [2]
    assert [row.values["title"] for row in reading.rows] == ["Hai"]


def test_a_table_without_a_heading_is_read_once_its_columns_are_named(file: OpenFile, tmp_path: Path) -> None:
    source = xlsx(tmp_path, ROW, ROW[:3])
    assert questions(read(file, source)) == ["heading"]
    names = ["unit", "date", "form", "title", "sessions", "audience"]
    document = read(file, source, columns=dict(zip("ABCDEF", names, strict=True)))
    assert questions(document) == []
    assert fields(document)[1] == FIELDS


def test_a_cell_merged_downwards_fills_what_it_covers(file: OpenFile) -> None:
    cells = ["<td sdval='44695' sdnum='1033;0;DD/MM/YYYY'>14/05/2022</td>", "<td>Loa</td>", "<td>{}</td>", "<td>2</td>"]
    rest = "".join(cells) + "<td>Nhân dân</td>"
    head = "".join(f"<td>{heading}</td>" for heading in HEADINGS[:6])
    first, second = (f"{rest.format(title)}</tr>" for title in ("Một", "Hai"))
    html = f"<table><tr>{head}</tr><tr><td rowspan=2>Giang Ma</td>{first}<tr>{second}</table>"
    reading = pasted(file, read_clipboard("x", html, b""))
    assert (reading.questions, reading.asked) == ([], [])
    assert [(row.values["unit"], row.values["title"]) for row in reading.rows] == [("03405", "Một"), ("03405", "Hai")]


OFFICE = '<html><meta name="generator" content="LibreOffice 25.2"/><table><tr>{}</tr><tr>{}</tr></table></html>'
CELLS = {
    "unit": "Xã Giang Ma", "date": '<td sdval="44695" sdnum="1033;0;DD/MM/YYYY">14/05/2022</td>', "form": "Loa",
    "title": "Phòng, chống mại dâm", "sessions": '<td sdval="2" sdnum="1033;">2</td>', "audience": "Nhân dân",
    "people_total": "",
}  # fmt: skip


def by_libreoffice(**cells: str) -> Book:
    """A row that was copied there, with some of its cells in other words."""
    row = ({**CELLS, **cells}).values()
    headings = "".join(f"<td>{heading}</td>" for heading in HEADINGS)
    return read_clipboard("x", OFFICE.format(headings, "".join(c if "<td" in c else f"<td>{c}</td>" for c in row)), b"")


def test_a_comment_at_a_copied_cell_is_none_of_its_words(file: OpenFile) -> None:
    comment = '<a class="comment-indicator"></a>\n<comment>Lan: 3 buổi?</comment>\n'
    title, sessions = f"{comment}Phòng, chống mại dâm", f'<td sdval="2" sdnum="1033;">{comment}2</td>'
    reading = pasted(file, by_libreoffice(title=title, sessions=sessions))
    assert [row.values for row in reading.rows] == [FIELDS | {"audience": ("nhan_dan",)}]


@pytest.mark.parametrize("error", ["#DIV/0!", "#N/A", "Err:502"])
def test_an_error_that_comes_with_a_0_behind_it_is_none(file: OpenFile, error: str) -> None:
    cell = f'<td sdval="0" sdnum="1033;"><font color="#000000">{error}</font></td>'
    reading = pasted(file, by_libreoffice(people_total=cell))
    assert [(row.doubts[0].field, row.doubts[0].value) for row in reading.asked] == [("people_total", error)]


@pytest.mark.parametrize(("groups", "questions"), [("<colgroup></colgroup>", ["struck"]), ("", [])])
def test_a_block_without_a_number_is_typed_where_calc_copied_it(
    file: OpenFile, groups: str, questions: list[str]
) -> None:
    words = ("Giang Ma", "14/05/2022", "Loa", "Một", "2", "Nhân dân", "")
    rows = "".join(f"<tr>{''.join(f'<td><s>{cell}</s></td>' for cell in row)}</tr>" for row in (HEADINGS, words))
    html = f'<meta name="generator" content="LibreOffice 25.2"/><table>{groups}{rows}</table>'
    text = TEXT.format(day="14/05/2022")
    assert [one.id for one in pasted(file, read_clipboard(text, html, b"")).questions] == questions
    empty = '<meta name="generator" content="LibreOffice 25.2"/><table><colgroup></colgroup></table>'
    assert pasted(file, read_clipboard(text, empty, b"")).rows


def test_what_is_struck_out_or_in_an_old_font_stays_so_when_it_is_copied(file: OpenFile) -> None:
    struck = by_libreoffice(title="<s><font>Phòng, chống mại dâm</font></s>")
    assert [question.id for question in pasted(file, struck).questions] == ["struck"]
    columns = list(FIELDS)
    block = cell_blocks.read_block(file, "comm_activity", struck, Place(columns, [], columns, offered=True))
    assert [entry.field for entry in block.entries if entry.why is not None] == ["title"]
    old = by_libreoffice(title='<font face=".VnTime"><font color="#000000">Phßng, chèng m¹i d©m</font></font>')
    assert pasted(file, old).rows[0].values["title"] == FIELDS["title"]


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_cells_that_are_copied_here_are_numbers_days_and_words_to_libreoffice(tmp_path: Path) -> None:
    line = [
        BlockCell("05/03/2022", "2022-03-05", day=True), BlockCell("1.234", 1234), BlockCell("=1+1"), BlockCell("007"),
        BlockCell("a\nb"), BlockCell(""), BlockCell("12,125", Decimal("12.125")), BlockCell("0,5", Decimal("0.5")),
    ]  # fmt: skip
    place = tmp_path / "khối.xls"  # by its contents LibreOffice opens it as a sheet
    place.write_text(as_html([line]), encoding="utf-8")
    book = openpyxl.load_workbook(converted(place, "xlsx"))
    cells = [cell.value for cell in book.active[1]]
    assert cells[0] == datetime(2022, 3, 5)  # noqa: DTZ001  # a day of a sheet has no zone
    assert cells[1:5] == [1234, "=1+1", "007", "a b"]
    assert cells[6:8] == [12.125, 0.5], "read as 12.125 it would be twelve thousand"
    assert book.active.cell(1, 3).data_type == "s", "words, not a formula"


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_block_as_libreoffice_writes_it_in_html_says_the_same_as_the_sheet(file: OpenFile, tmp_path: Path) -> None:
    rows = [changed(date=date(2022, 3, 5), title="Một", people_total=1234), changed(title="Hai", unit="Thèn Sin")]
    source = xlsx(tmp_path, HEADINGS, *rows)
    html = converted(source, "html").read_text(encoding="utf-8")
    reading = pasted(file, read_clipboard("x", html, b""))
    assert (reading.questions, reading.asked) == ([], [])
    assert [row.values for row in reading.rows] == [row.values for row in pasted(file, open_book(source)).rows]


@pytest.mark.parametrize("cell", ["<td sdval='x' sdnum=';0'>1</td>", "<td sdval='1' colspan='x'>1</td>"])
def test_a_block_whose_numbers_are_none_is_read_as_its_text(file: OpenFile, cell: str) -> None:
    book = read_clipboard(TEXT.format(day="14/05/2022"), f"<table><tr>{cell}</tr></table>", b"")
    assert pasted(file, book).rows[0].values["date"] == "2022-05-14"


def test_a_block_that_fills_the_memory_is_refused(file: OpenFile) -> None:
    cell = "<td sdval='1' colspan='9999' rowspan='9999'>1</td>"
    with pytest.raises(AppError) as error:
        read_clipboard("x", f"<table><tr>{cell}</tr></table>", b"")
    assert error.value.key == "sheet.too_large"


EXCEL = """<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:html="http://www.w3.org/TR/REC-html40"><Styles>
 <Style ss:ID="Default" ss:Name="Normal"><Font ss:FontName="Calibri" x:Family="Swiss" ss:Size="11"/></Style>
 <Style ss:ID="day"><NumberFormat ss:Format="Short Date"/></Style>
 <Style ss:ID="share"><NumberFormat ss:Format="Percent"/></Style>
 <Style ss:ID="old"><Font ss:FontName=".VnTime" ss:Size="12"/></Style>
 <Style ss:ID="out"><Font ss:FontName="Calibri" ss:StrikeThrough="1"/></Style></Styles>
 <Worksheet ss:Name="Sheet1"><Table>{}</Table></Worksheet></Workbook>"""


def excel_cell(value: Any, more: str = "") -> str:
    if isinstance(value, date):
        return f'<Cell ss:StyleID="day"{more}><Data ss:Type="DateTime">{value.isoformat()}T00:00:00.000</Data></Cell>'
    type_ = "Number" if isinstance(value, int | float) else "String"
    return f'<Cell{more}><Data ss:Type="{type_}">{value}</Data></Cell>'


def excel_row(*cells: Any, more: str = "") -> str:
    """Cells as values, or as they are written."""
    written = (c if str(c).startswith("<Cell") else excel_cell(c) for c in cells if c is not None)
    return f"<Row{more}>{''.join(written)}</Row>"


def by_excel(*rows: str, above: str = "") -> Book:
    return read_clipboard("x", "", EXCEL.format(above + excel_row(*HEADINGS) + "".join(rows)).encode())


def test_what_excel_merges_hides_strikes_out_and_writes_in_an_old_font_is_seen(file: OpenFile) -> None:
    day, rest = date(2022, 5, 14), (2, "Nhân dân")
    merged = excel_cell("Xã Giang Ma", ' ss:MergeDown="1"')
    first_below = excel_cell(day, ' ss:Index="2"')
    old = excel_cell("Phßng, chèng m¹i d©m", ' ss:StyleID="old"')
    struck = excel_cell("Bỏ", ' ss:StyleID="out"')
    book = by_excel(
        excel_row(merged, day, "Loa", "Một", *rest),
        excel_row(first_below, "Loa", "Hai", *rest),
        excel_row("Xã Giang Ma", day, "Loa", "Ẩn", *rest, more=' ss:Hidden="1"'),
        excel_row("Xã Giang Ma", day, "Loa", old, *rest),
        excel_row("Xã Giang Ma", day, "Loa", struck, *rest),
    )
    reading = pasted(file, book)
    assert [row.values["title"] for row in reading.rows] == ["Một", "Hai", FIELDS["title"]]
    assert {row.values["unit"] for row in reading.rows} == {"03405"}
    assert sorted(question.id for question in reading.questions) == ["hidden", "struck"]


def test_rows_that_excel_left_out_above_others_count(file: OpenFile) -> None:
    row = excel_row("Xã Giang Ma", date(2022, 5, 14), "Loa", "Một", 2, "Nhân dân")
    blank = '<Row ss:Span="2"/>'
    assert [one.row for one in pasted(file, by_excel(blank, row)).rows] == [5]


def test_a_column_that_excel_hides_is_not_matched_by_itself(file: OpenFile) -> None:
    row = excel_row("Xã Giang Ma", date(2022, 5, 14), "Loa", "Một", 2, "Nhân dân", 30)
    book = by_excel(row, above='<Column/><Column ss:Index="7" ss:Hidden="1"/>')
    assert pasted(file, book).rows[0].values == FIELDS | {"title": "Một", "audience": ("nhan_dan",)}
    block = in_cells(file, book)
    assert block.unmatched == ["Số lượt người"]
    assert "people_total" not in {entry.field for entry in block.entries}


def test_a_share_that_excel_calls_percent_is_no_number_of_people(file: OpenFile) -> None:
    share = excel_cell(1, ' ss:StyleID="share"')
    row = excel_row("Xã Giang Ma", date(2022, 5, 14), "Loa", "Một", 2, "Nhân dân", share)
    assert [one.doubts[0].field for one in pasted(file, by_excel(row)).asked] == ["people_total"]


def in_cells(file: OpenFile, book: Book, columns: list[str] | None = None, **answers: str) -> cell_blocks.BlockReading:
    """The block below the last row of the list as a sheet."""
    columns = columns or list(file.kind("comm_activity").fields)
    return cell_blocks.read_block(file, "comm_activity", book, Place(columns, [], columns, offered=True), answers)


def values_in(reading: cell_blocks.BlockReading, name: str) -> list[Any]:
    return [entry.value for entry in reading.entries if entry.field == name]


def test_rows_that_are_hidden_in_a_block_go_into_cells_only_where_a_person_says_so(file: OpenFile) -> None:
    day, rest = date(2022, 5, 14), (2, "Nhân dân")
    seen = excel_row("Xã Giang Ma", day, "Loa", "Một", *rest)
    hidden = excel_row("Xã Giang Ma", day, "Loa", "Ẩn", *rest, more=' ss:Hidden="1"')
    book = by_excel(seen, hidden)
    assert [question.id for question in in_cells(file, book).questions] == ["hidden"]
    left, taken = in_cells(file, book, hidden="leave"), in_cells(file, book, hidden="take")
    assert (left.questions, values_in(left, "title"), left.no_records) == ([], ["Một"], 1)
    assert values_in(taken, "title") == ["Một", "Ẩn"]


@pytest.mark.parametrize(("alone", "asked"), [((4, 60), []), ((5, 60), ["numbers"])])
def test_a_row_of_numbers_alone_becomes_no_record_unasked(
    file: OpenFile, alone: tuple[int, int], asked: list[str]
) -> None:
    heads = "\t".join((*HEADINGS[:4], "Số buổi", "Số lượt người"))
    rows = [f"Giang Ma\t14/05/2022\tLoa\t{title}\t2\t30" for title in ("Một", "Hai")]
    book = read_clipboard("\n".join([heads, *rows, "\t\t\t\t{}\t{}".format(*alone)]), "", b"")
    reading = in_cells(file, book)
    assert [question.id for question in reading.questions] == asked
    assert values_in(reading, "title") == ["Một", "Hai"]
    assert reading.no_records == 1, "a total, until a person says that it is none"
    taken = in_cells(file, book, numbers="take")
    assert values_in(taken, "sessions") == [2, 2, *(alone[:1] if asked else ())], "a sum is one whatever is said"


def test_numbers_under_headings_of_numbers_are_no_total(file: OpenFile) -> None:
    book = read_clipboard("Số buổi\tSố lượt người\n2\t30\n3\t40", "", b"")
    reading = in_cells(file, book)
    assert (reading.questions, values_in(reading, "sessions")) == ([], [2, 3])


def test_names_of_people_go_into_no_cell_also_without_a_heading(file: OpenFile) -> None:
    book = read_clipboard("Chủ đề 1\tLò Văn Páo\n\nChủ đề 2\tVàng Thị Dợ\n", "", b"")
    reading = in_cells(file, book, ["title", "note", "sessions"])
    assert [entry.value for entry in reading.entries if entry.field == "note"] == []
    assert (values_in(reading, "title"), reading.people) == (["Chủ đề 1", None, "Chủ đề 2"], ["Cột B"])


@pytest.mark.parametrize("decimal", [",", "."])
def test_a_number_with_a_comma_behind_it_leaves_the_block_typed(file: OpenFile, decimal: str) -> None:
    """LibreOffice writes the number behind a cell in the language of the sheet."""
    share = f'<td sdval="0{decimal}125" sdnum="1066;0;0{decimal}0%">12,5%</td>'
    reading = pasted(file, by_libreoffice(people_total=share))
    assert [(row.doubts[0].field, row.doubts[0].value) for row in reading.asked] == [("people_total", 0.125)]


def test_a_decimal_that_is_copied_here_is_the_same_when_it_comes_back() -> None:
    book = read_clipboard("", as_html([[BlockCell("12,125", Decimal("12.125")), BlockCell("1.234", 1234)]]), b"")
    assert [cell.value for cell in book.sheets[0].rows[1].values()] == [12.125, 1234]


OF_EXCEL = (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table>{columns}<tr>'
    + "".join(f"<td>{heading}</td>" for heading in HEADINGS)
    + "</tr><tr><td rowspan=2>Giang Ma</td><td>14/05/2022</td><td>Loa</td><td>Một</td><td>2</td><td>Nhân dân</td>"
    "<td>30</td></tr><tr><td>15/05/2022</td><td>Loa</td><td>Hai<br>\n dòng</td><td>2</td><td>Nhân&nbsp;dân</td>"
    "<td></td></tr><tr style='height:0;display:none'><td>Giang Ma</td><td>16/05/2022</td><td>Loa</td><td>Ẩn</td>"
    "<td>2</td><td>Nhân dân</td><td></td></tr></table></html>"
)
OF_EXCEL_TEXT = (
    "\t".join(HEADINGS) + "\r\nGiang Ma\t14/05/2022\tLoa\tMột\t2\tNhân dân\t30\r\n"
    '\t15/05/2022\tLoa\t"Hai\n dòng"\t2\tNhân\u00a0dân\t\r\nGiang Ma\t16/05/2022\tLoa\tẨn\t2\tNhân dân\t\r\n'
)


def test_where_only_text_came_the_table_beside_it_says_what_is_merged_and_hidden(file: OpenFile) -> None:
    book = read_clipboard(OF_EXCEL_TEXT, OF_EXCEL.format(columns=""), b"")
    reading = pasted(file, book)
    assert [question.id for question in reading.questions] == ["hidden"]
    assert [(row.values["unit"], row.values["title"]) for row in reading.rows] == [
        ("03405", "Một"),
        ("03405", "Hai dòng"),
    ]
    assert book.bare


def test_a_column_that_the_table_beside_the_text_hides_is_not_matched(file: OpenFile) -> None:
    columns = "<col><col span=5><col style='display: none'>"
    reading = pasted(file, read_clipboard(OF_EXCEL_TEXT, OF_EXCEL.format(columns=columns), b""))
    assert "people_total" not in reading.rows[0].values


def test_a_table_of_other_cells_says_nothing_of_the_text(file: OpenFile) -> None:
    book = read_clipboard(TEXT.format(day="14/05/2022"), OF_EXCEL.format(columns=""), b"")
    assert (book.sheets[0].merges, book.sheets[0].hidden_rows) == ([], set())
    assert len(pasted(file, book).rows) == 1


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"><body>
<table class=MsoTableGrid><tr><td><p class=MsoNormal>Đơn vị<o:p></o:p></p></td><td><p>Ngày thực
  hiện</p></td><td><p>Hình thức</p></td><td><p>Nội dung</p></td><td><p>Số buổi</p></td><td><p>Đối tượng</p></td></tr>
<tr><td rowspan=2><p>Giang Ma</p></td><td><p>14/05/2022</p></td><td><p>Loa</p></td><td><p>Phòng, chống</p>
  <p>mại dâm</p></td><td><p>2</p></td><td><p>Nhân dân<![if !supportEmptyParas]>&nbsp;<![endif]><o:p></o:p></p></td></tr>
<tr><td><p>15/05/2022</p></td><td><p>Loa</p></td><td><p>Hai</p></td><td><p>3</p></td><td><p>Nhân dân</p></td></tr>
</table></body></html>"""
BY_WORD = (
    "Đơn vị\tNgày thực hiện\tHình thức\tNội dung\tSố buổi\tĐối tượng\r\n"
    "Giang Ma\t14/05/2022\tLoa\tPhòng, chống\r\nmại dâm\t2\tNhân dân\r\n"
    "\t15/05/2022\tLoa\tHai\t3\tNhân dân\r\n"
)
BY_WRITER = "\n".join(BY_WORD.split("\t"))  # a line for each cell


@pytest.mark.parametrize("text", [BY_WORD, BY_WRITER])
def test_a_table_of_a_document_keeps_its_cells_where_they_have_lines(file: OpenFile, text: str) -> None:
    reading = pasted(file, read_clipboard(text, WORD, b""))
    first, second = (row.values for row in reading.rows)
    assert (first["title"], first["sessions"], first["unit"]) == ("Phòng, chống mại dâm", 2, "03405")
    assert (second["title"], second["sessions"], second["unit"]) == ("Hai", 3, "03405")
    assert (reading.asked, reading.skipped) == ([], [])


@pytest.mark.parametrize("more", ["Bảng 1\n", "Ghi chú"])
def test_words_beside_a_table_of_a_document_are_not_lost(file: OpenFile, more: str) -> None:
    book = read_clipboard(more + BY_WORD, WORD, b"")
    assert more.strip() in str([cell.value for row in book.sheets[0].rows.values() for cell in row.values()])
