"""The report as a DOCX: the content, order and figures of the PDF, in shapes that an office can edit."""

import io
import re
from fractions import Fraction
from functools import cache
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph
from msgspec.structs import replace

from desktop_app.report import contents, docx_report
from desktop_app.report.blocks import Annex, Column, Heading, Paragraph, ProgressReport, Run, Table
from desktop_app.report.cells import Gauge, shown
from desktop_app.report.characters import NO_BREAK, plain
from tests.desktop_app import report_samples as samples
from tests.desktop_app.report_samples import report

OFFICES = ("commune", "district", "province")
MM = 36_000  # units of Word's files in a millimetre


@cache
def opened(office: str) -> Document:
    return docx.Document(io.BytesIO(docx_report.render(report(office))))


def made(*blocks: Heading | Paragraph | Table, annexes: tuple[Annex, ...] = ()) -> Document:
    changed = replace(report("province"), blocks=blocks, annexes=annexes)
    return docx.Document(io.BytesIO(docx_report.render(changed)))


def texts(document: Document) -> list[str]:
    """Paragraphs and rows of tables in the order in which they stand."""
    found = []
    for item in document.iter_inner_content():
        if isinstance(item, WordParagraph):
            found.append(item.text)
        else:
            found += ["|".join(cell.text for cell in row.cells) for row in item.rows]
    return [plain(text.replace(NO_BREAK, " ")) for text in found if text.strip()]


def expected(made: ProgressReport) -> list[str]:
    """What the blocks say, one entry a paragraph or row."""
    found = []
    for block in (*made.blocks, *(block for annex in made.annexes for block in (*annex.blocks, *annex.wide))):
        if isinstance(block, Table):
            found += [block.caption, "|".join(column.title for column in block.columns)]
            found += [
                "|".join(map(shown, row * (len(block.columns) if block.is_heading(row) else 1))) for row in block.rows
            ]
        elif isinstance(block, Heading):
            found.append(block.text.upper() if block.level == 1 else block.text)
        else:
            found.append(block.text)
    return [plain(text.replace(NO_BREAK, " ")) for text in found if text]


@pytest.mark.parametrize("office", OFFICES)
def test_every_sentence_and_every_row_stands_in_it_in_the_same_order(office: str) -> None:
    found = iter(texts(opened(office)))
    missing = [text for text in expected(report(office)) if text not in found]
    assert missing == []


def test_head_titles_addressees_and_signature_stand_around_the_text() -> None:
    said = texts(opened("province"))
    flat = "\n".join(said)
    for line in ("UBND TỈNH LAI CHÂU", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
                 "Số: 05/BC-SLĐTBXH|Lai Châu, ngày 20 tháng 6 năm 2022", "BÁO CÁO",
                 "Kính gửi:|-|Bộ Lao động - Thương binh và Xã hội;", "|-|Ủy ban nhân dân tỉnh Lai Châu."):  # fmt: skip
        assert line in flat
    (end,) = [text for text in said if "Nơi nhận:" in text]
    left, right = end.split("|")
    copies = "- Như trên; - Cục Phòng, chống tệ nạn xã hội; - Thường trực Tỉnh ủy, HĐND tỉnh (b/c); - Giám đốc Sở;"
    assert left == f"Nơi nhận: {copies} - Lưu: VT, PCTNXH."
    assert right == "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC Lò Thị Mẫu"
    assert "Kính gửi: Ủy ban nhân dân thành phố Lai Châu" in texts(opened("commune"))


def test_an_office_at_the_top_writes_to_nobody() -> None:
    alone = replace(report("province"), addressees=())
    assert "Kính gửi" not in "".join(texts(docx.Document(io.BytesIO(docx_report.render(alone)))))


@pytest.mark.parametrize("office", OFFICES)
def test_the_sheet_is_a4_with_the_margins_of_the_decree(office: str) -> None:
    for section in opened(office).sections:
        margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
        wide = section.orientation == WD_ORIENT.LANDSCAPE
        assert [round((side or 0) / MM) for side in margins] == ([30, 20, 15, 20] if wide else [20, 20, 20, 30])
        size = (round((section.page_width or 0) / MM), round((section.page_height or 0) / MM))
        assert size == ((297, 210) if wide else (210, 297))


def test_pages_are_numbered_from_the_second_on_and_anew_in_each_annex() -> None:
    annex = Annex("Phụ lục I", "Một", "(Kèm theo)", (Paragraph("Lời"),))
    sections = list(made(Paragraph("Hết./."), annexes=(annex, replace(annex, landscape=True), annex)).sections)
    assert len(sections) == 4
    for section in sections:
        assert section.different_first_page_header_footer
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
        assert "PAGE" in section.header._element.xml
        assert "PAGE" not in section.first_page_header._element.xml
    assert [s.orientation for s in sections] == [WD_ORIENT.PORTRAIT] * 2 + [WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]


def test_wide_pages_of_an_annex_go_on_with_its_numbers() -> None:
    annex = Annex("Phụ lục I", "Một", "(Kèm theo)", (Paragraph("Lời"),), wide=(Paragraph("Rộng"),))
    *_, upright, wide = sections = list(made(Paragraph("Hết./."), annexes=(annex,)).sections)
    heads = [[one.get(qn("r:id")) for one in s._sectPr.findall(qn("w:headerReference"))] for s in sections]
    assert len(set(heads[0])) == 2
    assert heads == [heads[0]] * 3, "LibreOffice takes none over from a section that uses it not"
    assert (upright.orientation, wide.orientation) == (WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE)
    assert wide._sectPr.find(qn("w:pgNumType")) is None
    assert not wide.different_first_page_header_footer


def test_everything_is_in_times_new_roman_and_vietnamese() -> None:
    archive = ZipFile(io.BytesIO(docx_report.render(report("province"))))
    sheet = archive.read("word/styles.xml").decode()
    used = set(re.findall(r'w:pStyle w:val="(\w+)"', archive.read("word/document.xml").decode()))
    styles = {style.style_id: style for style in opened("province").styles}
    assert used <= styles.keys()
    assert {styles[name].font.name for name in used} == {"Times New Roman"}
    assert 'w:val="vi-VN"' in sheet
    assert "asciiTheme" not in sheet.split("</w:docDefaults>")[0]


def test_headings_give_the_outline_and_stay_with_what_follows() -> None:
    headings = [p for p in opened("province").paragraphs if p.style and str(p.style.name).startswith("Heading")]
    assert headings[0].text == "I. KẾT QUẢ THỰC HIỆN"
    for heading in headings:
        assert heading.style is not None
        assert heading.style.paragraph_format.keep_with_next
        assert heading.style.element.pPr.find(qn("w:outlineLvl")).get(qn("w:val")) in "012"


def test_a_table_repeats_its_head_and_cuts_no_row_in_two() -> None:
    tables = [t for t in opened("province").tables if t.style is not None and t.style.name == "Table Grid"]
    assert tables
    for table in tables:
        assert isinstance(table, WordTable)
        heads = [
            row for row in table.rows if row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None
        ]
        assert [row._index for row in heads] == [0]
        assert all(row._tr.trPr is not None and row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_parts_stay_on_the_page_of_what_they_are_parts_of() -> None:
    """Word tells no name again."""
    columns = (Column("Nội dung", 3), Column("Số", 1, "right"))
    rows = (("Số lượt", 3), ("- Loa", 1), ("- Xe", 2), ("Số buổi", 3), ("Số hộ", 1), ("Số xã", 1))
    changed = replace(report("province"), blocks=(Table(columns, rows),), annexes=())
    table = next(t for t in docx.Document(io.BytesIO(docx_report.render(changed))).tables if len(t.rows) == 7)
    stays = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows[1:]]
    assert [number for number, stay in enumerate(stays[:-1]) if not stay] == [2, 3]


def test_bold_and_italic_text_keeps_its_faces() -> None:
    runs = (Run("một "), Run("hai", bold=True), Run(" ba", italic=True))
    (paragraph,) = [p for p in made(Paragraph("một hai ba", "body", runs)).paragraphs if p.text == "một hai ba"]
    assert [(run.text, bool(run.bold), bool(run.italic)) for run in paragraph.runs] == [
        ("một ", False, False), ("hai", True, False), (" ba", False, True),
    ]  # fmt: skip


def test_a_bar_in_a_cell_is_as_long_as_its_share() -> None:
    bars = [Gauge(Fraction(1, 4)), Gauge(Fraction(2)), Gauge(Fraction(-1))]
    document = made(Table((Column("A", 1), Column("B", 1)), tuple(("x", bar) for bar in bars)))
    table = next(table for table in document.tables if table.style and table.style.name == "Table Grid")
    rooms = [cell.paragraphs[0].paragraph_format.right_indent for cell in table.columns[1].cells[1:]]
    full = rooms[2]
    assert full is not None
    assert [round((room or 0) / full, 2) for room in rooms] == [0.75, 0, 1]


def test_text_of_people_is_text_and_nothing_else() -> None:
    typed = "<w:t> & </w:p> <b>đậm</b> \x07\ufffe\ud800 [tệp](file:///etc/passwd) 👍"
    said = texts(made(Paragraph(typed), Heading(2, "1", typed), Table((Column(typed, 1),), ((typed,),), typed)))
    assert [text for text in said if "<w:t> & </w:p> <b>đậm</b> □□ [tệp](file:///etc/passwd) 👍" in text][3:]


def test_a_draft_has_a_watermark_and_a_locked_report_none() -> None:
    for office, shown_there in (("commune", True), ("province", False)):
        heads = [section.first_page_header._element.xml for section in opened(office).sections]
        assert all(("DỰ THẢO" in head) is shown_there for head in heads)


def test_the_file_tells_title_and_office_and_no_person() -> None:
    told = opened("province").core_properties
    assert told.title == "Báo cáo kết quả thực hiện công tác phòng, chống mại dâm quý II năm 2022"
    assert told.author == "Sở Lao động - Thương binh và Xã hội tỉnh Lai Châu"
    assert told.language == "vi-VN"
    assert "python" not in f"{told.comments}{told.last_modified_by}".lower()


def test_equal_reports_give_equal_bytes() -> None:
    assert docx_report.render(report("district")) == docx_report.render(contents.build(samples.district()))
