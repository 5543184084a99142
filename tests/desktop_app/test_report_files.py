"""The files that leave the program: dated, with properties of their own, signs that are seen, the same words."""

import io
import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime
from zipfile import ZipFile

import openpyxl
import pikepdf
import pytest
from msgspec.structs import replace

from desktop_app.report import contents, docx_report, layout, xlsx_report
from desktop_app.report.blocks import Column, Paragraph, ProgressReport, Table
from desktop_app.report.cells import shown
from desktop_app.report.missing_signs import missing_signs
from tests.desktop_app import report_samples as samples
from tests.processes import pdf_text

DAY, NEXT = date(2022, 7, 5), date(2022, 7, 6)
SIGNS = "☐ ☑ ✓ ✗ → ≥ ● ▲ ½"
# openpyxl does not know how bars in cells look
pytestmark = [
    pytest.mark.filterwarnings("ignore:Unknown extension"),
    pytest.mark.filterwarnings("ignore:Conditional Formatting extension"),
]
FORMS: dict[str, Callable[[ProgressReport, date], bytes]] = {
    "pdf": lambda report, day: layout.render(report, made=day), "docx": docx_report.render, "xlsx": xlsx_report.render,
}  # fmt: skip


def report(text: str = "Không.") -> ProgressReport:
    return contents.build(replace(samples.district(), narratives={"II": text, "VI": f"**{text}** và *{text}*"}))


def text_of_pdf(content: bytes) -> str:
    return " ".join(unicodedata.normalize("NFC", pdf_text(content)).split())


def core_of(content: bytes) -> str:
    return ZipFile(io.BytesIO(content)).read("docProps/core.xml").decode()


# --- days and properties ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_a_file_is_dated_with_its_day_and_the_same_on_that_day_alone(form: str) -> None:
    made = FORMS[form](report(), DAY)
    assert made == FORMS[form](report(), DAY)
    assert made != FORMS[form](report(), NEXT)
    if form == "pdf":
        with pikepdf.open(io.BytesIO(made)) as opened:
            dates = {str(opened.docinfo[name]) for name in ("/CreationDate", "/ModDate")}
        assert dates == {"D:20220705000000+00'00'"}
    else:
        assert re.findall(r">(\d{4}-[^<]+)<", core_of(made)) == ["2022-07-05T00:00:00Z"] * 2


def test_a_word_file_says_of_itself_only_what_is_true() -> None:
    made = docx_report.render(report(), DAY)
    names = ZipFile(io.BytesIO(made)).namelist()
    for part in ("thumbnail", "app.xml", "customXml", "stylesWithEffects"):
        assert not any(part in name for name in names), "of the document that the library's template was made from"
    core = core_of(made)
    assert f"<dc:title>{report().name}</dc:title>" in core
    assert f"<dc:creator>{report().issuer_name}</dc:creator>" in core
    everything = b"".join(ZipFile(io.BytesIO(made)).read(name) for name in names)
    assert b"python-docx" not in everything
    assert b"Macintosh" not in everything
    types = ZipFile(io.BytesIO(made)).read("[Content_Types].xml").decode()
    assert {name.lstrip("/") for name in re.findall(r'PartName="([^"]+)"', types)} <= set(names)


def test_the_library_makes_no_tagged_pdf() -> None:
    """Told in docs/DECISIONS.md; once it can, so should we."""
    with pikepdf.open(io.BytesIO(layout.render(report()))) as opened:
        assert "/StructTreeRoot" not in opened.Root


# --- signs -----------------------------------------------------------------------------------------------------------


def test_signs_that_the_face_lacks_are_drawn_in_another_font_in_every_face() -> None:
    made = layout.render(report(SIGNS), made=DAY)
    assert text_of_pdf(made).replace(" ", "").count(SIGNS.replace(" ", "")) == 3
    assert missing_signs(report(SIGNS)) == ""
    with pikepdf.open(io.BytesIO(made)) as opened:
        fonts = {str(f.BaseFont).partition("+")[2] for page in opened.pages for f in page.Resources.Font.values()}
    assert {"DejaVuSans", "LiberationSerif", "LiberationSerif-Bold"} <= fonts


def test_a_sign_in_a_cell_takes_the_room_that_it_is_drawn_in() -> None:
    table = samples_table("☑" * 40)
    made = layout.render(replace(report(), blocks=(table, Paragraph("Hết."))), made=DAY)
    assert text_of_pdf(made).count("☑") == 40


def samples_table(text: str) -> Table:
    return Table((Column("a", 20), Column("b", 140)), ((text, "x"),))


def test_signs_that_no_font_has_are_named_once_in_their_order() -> None:
    assert missing_signs(report("Có 你 và 好, 你; □ là ô trống.")) == "你好"
    assert "□" in text_of_pdf(layout.render(report("你")))


# --- the workbook ----------------------------------------------------------------------------------------------------


def test_a_workbook_begins_with_the_body_and_goes_on_with_the_annexes_in_order() -> None:
    made = report("Đã họp 3 lần.")
    book = openpyxl.load_workbook(io.BytesIO(xlsx_report.render(made, DAY)))
    assert book.sheetnames[0] == "Báo cáo"
    headings = [name.partition(" - ")[0] for name in book.sheetnames[1:] if name.startswith("Phụ lục")]
    assert list(dict.fromkeys(headings)) == [annex.heading for annex in made.annexes]
    said = [str(cell.value) for row in book["Báo cáo"].iter_rows() for cell in row if cell.value is not None]
    body = [block.text for block in made.blocks if isinstance(block, Paragraph)]
    assert [text for text in said if text in body] == body, "the words in their order"
    assert made.signature.title in said


def test_every_word_and_number_of_an_annex_stands_in_the_workbook() -> None:
    made = report()
    book = openpyxl.load_workbook(io.BytesIO(xlsx_report.render(made, DAY)))
    said = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    texts = {str(value) for value in said}
    for annex in made.annexes:
        for block in (*annex.blocks, *annex.wide):
            if isinstance(block, Paragraph):
                assert " ".join(block.text.split()) in texts
            elif isinstance(block, Table):
                cells = [cell for row in block.rows for cell in row if isinstance(cell, str) and shown(cell).strip()]
                assert {" ".join(cell.split()) for cell in cells} <= {" ".join(text.split()) for text in texts}


def test_a_number_in_the_body_of_a_workbook_is_a_number() -> None:
    made = samples.correction()
    table = next(block for block in made.blocks if isinstance(block, Table))
    number = replace(table, rows=(("1", "x", 12, 1234, "z"),))
    only = replace(made, blocks=(number, Paragraph("Hết.")))
    book = openpyxl.load_workbook(io.BytesIO(xlsx_report.render(only, DAY)))
    values = [cell.value for row in book["Báo cáo"].iter_rows() for cell in row]
    assert {12, 1234} <= {value for value in values if isinstance(value, int)}
    assert book.properties.created == datetime(2022, 7, 5, tzinfo=UTC).replace(tzinfo=None)
