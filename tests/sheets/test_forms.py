"""The same sheet in every form, and files that are none, are broken, or are made to do harm."""

import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font

from desktop_app.errors import AppError
from desktop_app.session import OpenFile, maintenance
from desktop_app.sheets import archive, xlsx_reading
from desktop_app.sheets.book_reading import read_book
from desktop_app.sheets.grid import Area, Cell, CellKind, Worksheet
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

BOOK = "xl/workbook.xml"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenFile]:
    with district(tmp_path_factory.mktemp("forms")) as opened:
        yield opened


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with all that a form may lose: merged, hidden, formatted, decoded, computed."""
    book = openpyxl.Workbook()
    sheet = book.active
    upper = (*HEADINGS[:6], "Số người", None, "Số, ký hiệu văn bản", "Ghi chú")
    lower = (None,) * 6 + ("Tổng số", "Nữ")
    rows: list[Any] = [
        ("BIỂU TỔNG HỢP",), upper, lower,
        (*changed(people_total=30), 12, 25, "ẩn"),
        (*changed(unit=None, title="Tuyªn truyÒn", date=date(2022, 6, 1), people_total="=15+5"), 5, 7, "ẩn"),
        (*changed(title="Dòng ẩn"), None, None, "ẩn"),
        (*changed(title="Ba", unit="Thèn Sin", people_total=True), None, None, "ẩn"),
        ("Cộng", None, None, None, 6, None, 50),
    ]  # fmt: skip
    fill(sheet, rows)
    for area in ("A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:E3", "F2:F3", "G2:H2", "I2:I3", "J2:J3", "A4:A5"):
        sheet.merge_cells(area)
    sheet["D5"].font = Font(name=".VnTime")
    sheet["I4"].number_format = sheet["I5"].number_format = "000"
    sheet.row_dimensions[6].hidden = True
    sheet.column_dimensions["J"].hidden = True
    hidden = book.create_sheet("Ẩn")
    fill(hidden, [HEADINGS, ROW])
    hidden.sheet_state = "hidden"
    path = tmp_path_factory.mktemp("rich") / "bảng.xlsx"
    book.save(path)
    return path


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_every_form_says_the_same(file: OpenFile, rich: Path, ending: str) -> None:
    document = read(file, converted(rich, ending))
    counts = {"people_total": 30, "people_female": 12, "evidence_no": "025"}
    second = FIELDS | {
        "title": "Tuyên truyền", "date": "2022-06-01", "people_total": 20, "people_female": 5, "evidence_no": "007",
    }  # fmt: skip
    assert fields(document) == {4: FIELDS | counts, 5: second}
    assert (questions(document), asked(document)) == (["hidden"], {6: None, 7: "people_total"})
    assert skipped(document) == {8: "total"}
    assert document["source"]["header_rows"] == [2, 3]


def test_rows_are_numbered_as_a_spreadsheet_program_does(file: OpenFile, tmp_path: Path) -> None:
    assert list(fields(read(file, xlsx(tmp_path, HEADINGS, ROW, top=7)))) == [8]
    lines = [
        "",
        "",
        ";".join(HEADINGS),
        "Giang Ma;14/05/2022;loa;" + '"Chủ\nđề";2;Nhân dân;',
        "",
        "Giang Ma;15/05/2022;loa;B;2;Nhân dân;",
    ]
    assert sorted(fields(read(file, csv_file(tmp_path, *lines)))) == [4, 6]


def refused(file: OpenFile, path: Path) -> str:
    """The key of the sentence that refuses a file; nothing is written."""
    before = maintenance.info(file)["changes"]
    with pytest.raises(AppError) as error:
        read(file, path)
    assert maintenance.info(file)["changes"] == before
    return error.value.key


@pytest.mark.parametrize(("content", "key"), [
    (b"", "sheet.empty"), (b"\r\n \r\n", "sheet.empty"), (b"%PDF-1.7 x", "sheet.foreign"),
    (b"<html><table><tr><td>1</td></tr></table></html>", "sheet.web_page"), (b"PK\x03\x04 broken", "sheet.broken"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "sheet.broken"), (bytes(range(256)) * 20, "sheet.foreign"),
    (b"\x09\x08\x10\x00\x00\x06\x05\x00", "sheet.broken"),
])  # fmt: skip
@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods", "csv"])
def test_what_is_no_spreadsheet_is_refused_in_one_sentence(
    file: OpenFile, tmp_path: Path, content: bytes, key: str, ending: str
) -> None:
    path = tmp_path / f"tệp.{ending}"
    path.write_bytes(content)
    assert refused(file, path) == key


def test_the_content_decides_and_not_the_ending(file: OpenFile, tmp_path: Path) -> None:
    assert fields(read(file, xlsx(tmp_path, HEADINGS, ROW, name="bảng.xls"))) == {2: FIELDS}
    line = "Giang Ma\t14/05/2022\tloa\tPhòng, chống mại dâm\t2\tNhân dân\t"
    assert fields(read(file, csv_file(tmp_path, "\t".join(HEADINGS), line, name="b.xlsx"))) == {2: FIELDS}


def repacked(source: Path, part: str, content: bytes) -> Path:
    """The workbook with one part replaced."""
    target = source.with_name("khác.xlsx")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return target


@pytest.mark.parametrize("part", [BOOK, "xl/worksheets/sheet1.xml", "xl/styles.xml"])
@pytest.mark.parametrize("content", [
    b"", b"<a", b"<!DOCTYPE a [<!ENTITY x 'xxxxxxxxxx'>]><a>&x;</a>", b"\xff\xfe\x00",
])  # fmt: skip
def test_a_broken_part_is_one_sentence(file: OpenFile, tmp_path: Path, part: str, content: bytes) -> None:
    assert refused(file, repacked(xlsx(tmp_path, HEADINGS, ROW), part, content)) == "sheet.broken"


def test_a_small_file_that_unpacks_without_end_is_refused(
    file: OpenFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "UNPACKED_LIMIT", 1 << 20)
    bomb = b"<worksheet><sheetData>" + b" " * (2 << 20) + b"</sheetData></worksheet>"
    assert refused(file, repacked(xlsx(tmp_path, HEADINGS, ROW), "xl/worksheets/sheet1.xml", bomb)) == "sheet.too_large"


@pytest.mark.parametrize("size", [40, 200, 1000, 3000, -30])
def test_a_workbook_that_was_cut_off_is_one_sentence(file: OpenFile, tmp_path: Path, size: int) -> None:
    path = xlsx(tmp_path, HEADINGS, ROW)
    path.write_bytes(path.read_bytes()[:size])
    assert refused(file, path) in ("sheet.broken", "sheet.foreign")


SHEET = "xl/worksheets/sheet1.xml"
FIRST = '<row r="1"><c r="A1"><v>1</v></c></row>'
MANY = f"<row>{'<c><v>1</v></c>' * 40}</row>"
LAST = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def with_sheet(folder: Path, content: str) -> Path:
    """A workbook whose sheet says this."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return repacked(xlsx(folder, HEADINGS, ROW), SHEET, f'<worksheet xmlns="{space}">{content}</worksheet>'.encode())


@pytest.mark.parametrize("content", [
    # two cells, and one merged area of all that lies between them
    f'<sheetData>{FIRST}{LAST}</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    # what is no row is not forgotten while the rest is read
    f"<sheetData>{'<b/>' * 1_100_000}</sheetData>",
    # elements that only begin
    "<a>" * 1_100_000,
    # one row that is not forgotten before it ends
    f"<sheetData><row>{'<c/>' * 1_100_000}</row></sheetData>",
    # more cells than a file of this size can have from people
    f"<sheetData>{MANY * 27_000}</sheetData>",
])  # fmt: skip
def test_a_small_file_that_fills_the_memory_is_refused(file: OpenFile, tmp_path: Path, content: str) -> None:
    assert refused(file, with_sheet(tmp_path, content)) == "sheet.too_large"


def test_twenty_thousand_rows_of_forty_columns_are_read(tmp_path: Path) -> None:
    """Be they all alike, so that the file is small."""
    (sheet,) = read_book(with_sheet(tmp_path, f"<sheetData>{MANY * 20_000}</sheetData>")).sheets
    assert sum(map(len, sheet.rows.values())) == 800_000


def test_what_sheets_merge_is_counted_together() -> None:
    sheet = Worksheet("x")
    for row, column in ((1, 1), (1000, 1000)):
        sheet.put(row, column, Cell(CellKind.NUMBER, 1))
    sheet.merges = [Area(1, 1, 999, 1000)]
    left = sheet.fill_merged("x")
    assert left == 1000
    with pytest.raises(AppError, match=r"sheet\.too_large"):
        sheet.fill_merged("x", left)


def test_many_rows_with_their_texts_marked_as_such_are_read(file: OpenFile, tmp_path: Path) -> None:
    """What is forgotten does not count, nor what is no element."""
    cell = '<c t="inlineStr"><is><t><![CDATA[a]]></t></is></c>'
    rows = f"<row>{cell * 20}</row>" * 15_000
    with archive.opened(with_sheet(tmp_path, f"<sheetData>{rows}</sheetData>")) as opened:
        assert sum(1 for _ in archive.elements(opened, SHEET, ("row",), rows=("row",))) == 15_000


@pytest.mark.parametrize("rows", [5000, 30_000])
def test_cells_that_are_only_said_to_be_repeated_are_bounded(file: OpenFile, tmp_path: Path, rows: int) -> None:
    """A sheet of a few hundred bytes would fill the memory with a million cells."""
    space = "urn:oasis:names:tc:opendocument:xmlns"
    cells = '<t:table-cell o:value-type="float" o:value="1"/>' * 30
    table = f'<t:table t:name="a"><t:table-row t:number-rows-repeated="{rows}">{cells}</t:table-row></t:table>'
    head = f'<o:document-content xmlns:o="{space}:office:1.0" xmlns:t="{space}:table:1.0">'
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", f"{head}{table}</o:document-content>")
    if rows == 5000:
        assert len(read_book(path).sheets[0].rows) == rows
    else:
        assert refused(file, path) == "sheet.too_large"


def test_columns_hidden_over_and_over_are_one_sentence(file: OpenFile, tmp_path: Path) -> None:
    columns = '<col min="1" max="16383" hidden="1"/>' * 1000
    assert refused(file, with_sheet(tmp_path, f"<cols>{columns}</cols><sheetData/>")) == "sheet.broken"


@pytest.mark.parametrize(("sheets", "most", "why"), [(2, 1000, "broken"), (1, 0, "too_large")])
def test_all_sheets_together_are_bounded(
    file: OpenFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sheets: int, most: int, why: str
) -> None:
    """A thousand sheets may be one part, which is small."""
    monkeypatch.setattr(xlsx_reading, "SHEET_LIMIT", most)
    one = b'<sheet xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" name="a" r:id="rId1"/>'
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    book = b'<workbook xmlns="' + space + b'"><sheets>' + one * sheets + b"</sheets></workbook>"
    assert refused(file, repacked(xlsx(tmp_path, HEADINGS, ROW), BOOK, book)) == f"sheet.{why}"


@pytest.mark.parametrize("number", ["1e999", "-1e999", "nan", "9" * 5000])
def test_a_number_that_is_none_is_asked_about(file: OpenFile, tmp_path: Path, number: str) -> None:
    cells = "".join(f'<c t="str"><v>{heading}</v></c>' for heading in HEADINGS)
    row = "".join(f'<c t="str"><v>{text}</v></c>' for text in ("Giang Ma", "14/05/2022", "loa", "A"))
    content = f"<sheetData><row>{cells}</row><row>{row}<c><v>{number}</v></c></row></sheetData>"
    assert asked(read(file, with_sheet(tmp_path, content))) == {2: "sessions"}


def test_what_was_packed_in_a_rare_way_and_is_spoilt_is_one_sentence(file: OpenFile, tmp_path: Path) -> None:
    whole, path = xlsx(tmp_path, HEADINGS, ROW), tmp_path / "lạ.xlsx"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        place = new.getinfo(BOOK).header_offset + 30 + len(BOOK)
    raw = bytearray(path.read_bytes())
    raw[place + 12 : place + 40] = bytes(28)
    path.write_bytes(raw)
    assert refused(file, path) == "sheet.broken"
