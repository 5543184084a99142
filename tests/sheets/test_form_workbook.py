"""A form as a workbook: what it lets a person choose, and that what was filled in goes in unasked."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop_app.session import OpenFile, sheet_export
from tests.sheets.making import asked, converted, district, fields, questions, read, xlsx

KIND = "comm_activity"


@pytest.fixture
def file(tmp_path: Path) -> Iterator[OpenFile]:
    with district(tmp_path) as opened:
        yield opened


def form(file: OpenFile, folder: Path, kind: str = KIND) -> Path:
    path = folder / "biểu mẫu.xlsx"
    path.write_bytes(sheet_export.form_of(file, kind))
    return path


def heading(sheet: Any) -> dict[tuple[str, str], int]:
    """By both rows of the heading the column."""
    found, above = {}, ""
    for column in range(1, sheet.max_column + 1):
        above = sheet.cell(4, column).value or above
        found[above, sheet.cell(5, column).value or ""] = column
    return found


def filled(path: Path, *rows: dict[tuple[str, str], Any]) -> Path:
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    columns = heading(sheet)
    for number, row in enumerate(rows, start=6):
        for name, value in row.items():
            sheet.cell(number, columns[name]).value = value
    book.save(path)
    return path


ROW: dict[tuple[str, str], Any] = {
    ("STT", ""): 1, ("Đơn vị tổ chức", ""): "Xã Giang Ma", ("Ngày thực hiện", ""): date(2022, 5, 14),
    ("Hình thức", ""): "Hội nghị, nói chuyện chuyên đề", ("Nội dung, chủ đề", ""): "Chủ đề",
    ("Số buổi, lượt phát", ""): 1, ("Đối tượng", "Nhân dân"): "x", ("Ngôn ngữ", "Tiếng Thái"): "x",
    ("Đối tượng", "Cán bộ, công chức, viên chức, lực lượng vũ trang"): "x", ("Số lượt người", ""): 40,
    ("Lồng ghép với nội dung khác", ""): "Có", ("Kinh phí (đồng)", ""): 1500000,
}  # fmt: skip
WANTED = {
    "unit": "03405", "date": "2022-05-14", "form": "hoi_nghi", "title": "Chủ đề", "sessions": 1, "language": ["thai"],
    "audience": ["can_bo", "nhan_dan"], "people_total": 40, "is_combined": True, "cost": 1500000,
}  # fmt: skip


def test_what_was_filled_in_goes_in_unasked(file: OpenFile, tmp_path: Path) -> None:
    document = read(file, filled(form(file, tmp_path), ROW))
    assert (questions(document), asked(document), fields(document)) == ([], {}, {6: WANTED})


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("ending", ["ods", "xls", "xlsx"])
def test_the_form_as_libreoffice_writes_it_says_the_same(file: OpenFile, tmp_path: Path, ending: str) -> None:
    document = read(file, converted(filled(form(file, tmp_path), ROW), ending))
    assert (questions(document), asked(document), fields(document)) == ([], {}, {6: WANTED})


def test_the_form_has_lists_checks_notes_and_protected_headings(file: OpenFile, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(form(file, tmp_path))
    sheet = book.worksheets[0]
    columns = heading(sheet)
    kinds = {
        str(one.sqref).split(":")[0]: one.type for one in sheet.data_validations.dataValidation
    }  # fmt: skip
    first = {name: sheet.cell(6, column).coordinate for name, column in columns.items()}
    assert kinds[first["Hình thức", ""]] == kinds[first["Đơn vị tổ chức", ""]] == "list"
    assert (kinds[first["Ngày thực hiện", ""]], kinds[first["Số buổi, lượt phát", ""]]) == ("date", "whole")
    assert sheet.protection.sheet
    assert sheet["B4"].protection.locked
    assert not sheet["B6"].protection.locked
    assert sheet.cell(4, columns["Ngày thực hiện", ""]).comment is not None
    assert "Huyện Tam Đường" in str(sheet["A3"].value)
    assert book.worksheets[1].sheet_state == "hidden"


def test_every_kind_of_the_plan_has_a_form_whose_heading_is_understood(file: OpenFile, tmp_path: Path) -> None:
    for name, kind in file.plan.record_kinds.items():
        document = read(file, form(file, tmp_path, name), name)
        ticked = {name for name, of in kind.fields.items() if of.type.many}
        assert {column["field"] for column in document["columns"]} - {None} == set(kind.fields) - ticked, name
        assert questions(document) == [], name


def test_a_matrix_of_ticks_in_an_office_s_own_sheet(file: OpenFile, tmp_path: Path) -> None:
    upper = ("Đơn vị", "Ngày", "Hình thức", "Nội dung", "Số buổi", "Đối tượng", None, None)
    lower = (None,) * 5 + ("Nhân dân", "Nhóm nguy cơ", "Đối tượng khác")
    row = ("Giang Ma", "14/05/2022", "Loa", "Chủ đề", 2)
    document = read(file, xlsx(tmp_path, upper, lower, (*row, "x", None, "x"), (*row, "?", None, None)))
    assert fields(document)[3]["audience"] == ["khac", "nhan_dan"]
    assert asked(document) == {4: "audience"}
