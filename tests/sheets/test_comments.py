"""Comments beside cells: whatever form they come in, they are told, and their words stay where they are."""

import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from desktop_app.session import OpenFile, sheet_import
from desktop_app.session.sheet_import import Wishes
from desktop_app.sheets.clipboard_reading import read_clipboard
from desktop_app.texts import in_words
from tests.sheets.making import HEADINGS, ROW, asked, changed, converted, fields, read, skipped, xlsx
from tests.sheets.test_paste import HTML, TEXT, XML

SECRET = "Lò Văn Páo nói: 30 người"


def commented(folder: Path, *cells: str) -> Path:
    """A sheet with a record, a row that is asked about, a total and a blank row."""
    path = xlsx(folder, HEADINGS, ROW, changed(date="5/3"), ("Cộng", None, None, None, 2))
    book = openpyxl.load_workbook(path)
    for cell in cells:
        book.active[cell].comment = Comment(SECRET, "Lan")
    book.save(path)
    return path


def told(document: dict[str, Any]) -> dict[int, str]:
    """By row what is said of cells with comments."""
    said = {row["row"]: " ".join(row["warnings"]) for row in document["rows"]}
    said |= {row["row"]: " ".join(one["why"] for one in row.get("also", ())) for row in document["asked"]}
    return said | {row["row"]: row["why"] for row in document["skipped"]}


@pytest.mark.parametrize("ending", [
    "", *(pytest.param(one, marks=[pytest.mark.libreoffice, pytest.mark.skipif(
        shutil.which("soffice") is None, reason="LibreOffice is not installed")]) for one in ("xls", "ods", "xlsx")),
])  # fmt: skip
def test_a_comment_is_told_with_the_row_that_it_stands_in(file: OpenFile, tmp_path: Path, ending: str) -> None:
    source = commented(tmp_path, "A1", "G2", "E2", "G3", "B4", "C6")
    document = read(file, converted(source, ending) if ending else source)
    assert (list(fields(document)), list(asked(document))) == ([2], [3])
    assert skipped(document) == {4: "total", 6: "comment"}
    for row, cells in {2: "E2, G2", 3: "G3", 4: "B4", 6: "C6"}.items():
        assert f"Ô {cells} có chú thích" in told(document)[row]
    assert SECRET.split()[0] not in str(document)


def test_a_comment_that_was_copied_along_is_told(file: OpenFile) -> None:
    text = TEXT.format(day="05/03/2022")
    html = HTML.replace("<td>Nhân dân</td>", "<td>Nhân dân</td><td><comment>Lò Văn Páo</comment></td>")
    note = '<Cell><Comment ss:Author="Lan"><ss:Data>30 người</ss:Data></Comment></Cell>'
    xml = XML.replace("Nhân dân</Data></Cell>", f"Nhân dân</Data></Cell>{note}")
    for book in (read_clipboard(text, html, b""), read_clipboard(text, "", xml.encode())):
        reading = sheet_import.read(file, book, "comm_activity", Wishes())
        (row,) = reading.rows
        assert [in_words(one) for one in row.remarks] == ["Ô G2 có chú thích kèm theo; chú thích không được nhập."]


def test_the_command_line_tells_comments_and_what_checks_warn_of(run: Any, file_of_ward: Path, tmp_path: Path) -> None:
    path = commented(tmp_path, "G2")
    book = openpyxl.load_workbook(path)
    book.active["A2"] = book.active["A3"] = "Quyết Tiến"
    book.active["D2"] = "Gặp ông Páo"
    book.save(path)
    _, _, said = run("import", file_of_ward, path, "--kind", "comm_activity", "--dry-run")
    assert "Dòng 2: Ô G2 có chú thích" in said
    assert "Dòng 2: Nội dung, chủ đề: không ghi họ tên" in said
