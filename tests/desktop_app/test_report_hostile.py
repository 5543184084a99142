"""Whatever people type, wherever they type it: in no form of the report does it break, hang, inject or get lost."""

import io
import time
import zipfile
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pikepdf
import pytest
from msgspec.structs import replace

from desktop_app.report import contents, docx_report, layout, xlsx_report
from desktop_app.report.blocks import Annex, Column, Paragraph, ProgressReport, Table
from tests.desktop_app import report_samples as samples
from tests.desktop_app.pdf_pages import pages_of

pytestmark = [
    pytest.mark.filterwarnings("ignore:Unknown extension"),  # what openpyxl says of bars in cells
    pytest.mark.filterwarnings("ignore:Conditional Formatting extension"),
]
FORMS: dict[str, Callable[[ProgressReport], bytes]] = {
    "pdf": layout.render, "docx": docx_report.render, "xlsx": xlsx_report.render
}  # fmt: skip
SECONDS = 30  # for some megabytes in all places together; a quadratic step would take many minutes
LONG = 100_000  # letters: a longer text goes into one section and one cell alone
SECTIONS = ("II", "I", "III.1", "IV.3", "VI")

HOSTILE = {
    "tags": "<b>x</b></para><img src='file:///etc/passwd'/><a href='http://a.vn'>y</a>",
    "entities": "&amp; &#x41; &nope; & ]]> <!-- x --> <?xml?>",
    "markup": "**đậm *nghiêng** [5]{1.1} \\* [a](http://b.vn) ***",
    "formula": '=HYPERLINK("http://a.vn";"x")',
    "format codes": "&C&P {0} %s ${x} {{ }}",
    "word without a blank": "x" * 10_000,
    "emoji": "👍🏽 👨‍👩‍👧 🇻🇳 ☑",
    "right to left": "\u202eabc\u202c \u200fשלום\u200e \u2066x\u2069",
    "controls": "a\x00b\x07c\ud800d\ufffee\x1bf",
    "lines": "một\r\nhai\u2028ba\u2029bốn\vnăm\fsáu",
    "decomposed": "Ủy ban nhân dân xã Mường Than",
    "a quarter of a megabyte": "Câu thứ nhất, rồi câu thứ hai. " * 8_500,
    "a third of a megabyte of one word": "ệ" * 110_000,
}


def everywhere(text: str) -> ProgressReport:
    """The province's report with this text in every place that a person fills."""
    data = samples.province()
    names: dict[str, Any] = dict.fromkeys(
        ("superior_line", "issuer_line", "doc_symbol", "place_name", "addressee", "signer_authority", "signer_title",
         "signer_name", "recipients", "archive_line"), text,
    )  # fmt: skip
    made = contents.build(
        replace(
            data, letterhead=names, header={"doc_no": text, "subject": text}, agency_name=text, below={},
            statistics=(), narratives=dict.fromkeys(SECTIONS[: 1 if len(text) > LONG else None], text), draft=True,
        )
    )  # fmt: skip
    table = Table((Column(text, 1), Column("Số", 1, "right")), ((text, 1), (text[:LONG],), ("cuối", text[:LONG])), text)
    annex = Annex("Phụ lục X", text, text, (table, Paragraph(text, "note")))
    return replace(made, annexes=(*made.annexes, annex))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_made_in_good_time_and_opens_nothing(name: str, form: str) -> None:
    began = time.process_time()
    made = FORMS[form](everywhere(HOSTILE[name]))
    assert time.process_time() - began < SECONDS
    if form == "pdf":
        _check_pdf(made)
    else:
        _check_parts(made)
    if form == "xlsx":
        _check_cells(made)


def _check_pdf(made: bytes) -> None:
    """Text and nothing else, but for the drawing of a draft: no link, no picture, no script."""
    with pikepdf.open(io.BytesIO(made)) as document:
        assert not {"/OpenAction", "/AA", "/AcroForm"} & set(document.Root.keys())
        assert "/JavaScript" not in document.Root.get("/Names", {})
        for page in document.pages:
            assert "/Annots" not in page
            assert set(page.Resources.get("/XObject", {})) <= {"/FormXob.draft"}


def _check_parts(made: bytes) -> None:
    """Every part is XML of ours; nothing leads out of the file."""
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        assert file.testzip() is None
        for part in file.namelist():
            content = file.read(part)
            if part.endswith((".xml", ".rels")):
                ElementTree.fromstring(content)
            assert b'TargetMode="External"' not in content, part
            assert not part.endswith((".bin", ".vml")), part


def _check_cells(made: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert not book.defined_names or all(name.startswith("_xlnm") for name in book.defined_names)


@pytest.mark.parametrize("name", ["tags", "entities", "formula", "format codes", "decomposed"])
def test_what_was_typed_is_read_in_every_form(name: str) -> None:
    typed = HOSTILE[name]
    report = everywhere(typed)
    wanted = "".join(typed.split())
    printed = "".join("".join(page.text for page in pages_of(layout.render(report))).split())
    assert printed.count(wanted) >= 5
    with zipfile.ZipFile(io.BytesIO(docx_report.render(report))) as file:
        document = ElementTree.fromstring(file.read("word/document.xml"))
    assert "".join("".join(document.itertext()).split()).count(wanted) >= 8
    book = openpyxl.load_workbook(io.BytesIO(xlsx_report.render(report)))
    values = [str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value]
    assert values.count(typed) >= 4


def test_a_word_of_ten_thousand_letters_loses_none_of_them_in_the_text() -> None:
    made = everywhere(HOSTILE["word without a blank"])
    printed = "".join(page.text for page in pages_of(layout.render(replace(made, annexes=()))))
    assert printed.count("x") >= len(SECTIONS) * 10_000


def test_signs_that_turn_the_reading_around_are_dropped() -> None:
    printed = "".join(page.text for page in pages_of(layout.render(everywhere(HOSTILE["right to left"]))))
    assert not set(printed) & set("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
