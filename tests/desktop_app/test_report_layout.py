"""The printed page, measured from the PDF: Decree 30/2020/NĐ-CP to the half millimetre."""

import io
import json
import os
import subprocess
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from msgspec.structs import replace

from desktop_app import paths
from desktop_app.domain.measures import PERCENT
from desktop_app.plan_files import available_plans, load_plan, plan_folder
from desktop_app.report import contents, layout, styles
from desktop_app.report.blocks import Annex, Column, Heading, Paragraph, ProgressReport, Run, Table
from desktop_app.report.cells import Figure, Gauge
from desktop_app.report.characters import with_numbers
from desktop_app.report.text_lines import balanced
from tests.desktop_app import report_samples as samples
from tests.desktop_app.pdf_pages import Page, pages_of
from tests.desktop_app.report_samples import report
from tests.printed_pages import is_across_pages
from tests.processes import pdf_text

ROOT = Path(__file__).resolve().parents[2]
LETTERS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
CLOSE = 0.5

OFFICES = ("commune", "district", "province")


@cache
def pdf(office: str) -> bytes:
    return layout.render(report(office))


@cache
def pages(office: str) -> list[Page]:
    return pages_of(pdf(office))


def with_blocks(*blocks: Heading | Paragraph | Table) -> ProgressReport:
    return replace(report("province"), blocks=blocks, annexes=())


def shown(*blocks: Heading | Paragraph | Table) -> list[Page]:
    return pages_of(layout.render(with_blocks(*blocks)))


def near(value: float) -> object:
    return pytest.approx(value, abs=CLOSE)


# --- the sheet ---------------------------------------------------------------------------------------------------


def keeps_margins(page: Page, *, draft: bool) -> bool:
    """Whether all ink but the page number and the watermark across the page lies within the decree's margins."""
    wide = page.width > page.height
    left, right, top, bottom = (20, 277, 30, 195) if wide else (30, 190, 20, 277)
    for ink in page.ink():
        number = ink.bottom < top - 4
        letter_across = draft and (ink.width > 9 or ink.bottom - ink.top > 9)
        inside = ink.left >= left - CLOSE and ink.right <= right + CLOSE and ink.bottom <= bottom + CLOSE
        if not (number or letter_across or (inside and ink.top >= top - CLOSE)):
            return False
    return True


@pytest.mark.parametrize("office", OFFICES)
def test_every_page_is_a4_and_keeps_the_margins(office: str) -> None:
    for number, page in enumerate(pages(office), start=1):
        assert sorted((page.width, page.height)) == [near(210), near(297)]
        assert keeps_margins(page, draft=report(office).draft), number


@pytest.mark.parametrize("office", OFFICES)
def test_pages_are_numbered_in_the_top_margin_from_the_second_on(office: str) -> None:
    numbers = [page.number for page in pages(office)]
    parts = "".join("|" if number == "" else "." for number in numbers).split("|")[1:]
    assert numbers == [str(n + 1) if n else "" for part in parts for n in range(len(part) + 1)]
    second = pages(office)[1]
    digit = next(ink for ink in second.ink() if ink.top < 19)
    assert digit.centre == near(110)
    assert 8 < digit.top < 16
    assert second.font("2") == ("Regular", 13)


def test_each_annex_begins_its_own_page_numbers() -> None:
    rows = tuple(("x",) for _ in range(115))
    annex = Annex("Phụ lục I", "Một", "(Kèm theo)", (Table((Column("Cột", 1),), rows),))
    wide = replace(annex, heading="Phụ lục II", landscape=True)
    made = pages_of(layout.render(replace(with_blocks(Paragraph("Hết./.")), annexes=(annex, wide))))
    assert [page.number for page in made] == ["", "", "2", "3", "", "2", "3", "4", "5"]
    upright, sideways = made[2], made[-1]
    assert (upright.width, upright.height) == (near(210), near(297))
    assert (sideways.width, sideways.height) == (near(297), near(210))
    top = sideways.rules()[0]
    assert (top.left, top.right, top.top) == (near(20), near(277), near(30)), "a wide page is bound at its top edge"


def test_wide_pages_of_an_annex_go_on_with_its_numbers() -> None:
    table = Table((Column("Cột", 1),), tuple(("x",) for _ in range(60)))
    annex = Annex("Phụ lục I", "Một", "(Kèm theo)", (table,), wide=(table,))
    made = pages_of(layout.render(replace(with_blocks(Paragraph("Hết./.")), annexes=(annex, annex))))
    assert [(page.number, page.width > 250) for page in made] == [
        ("", False), *[("", False), ("2", False), ("3", True), ("4", True), ("5", True)] * 2,
    ]  # fmt: skip


# --- the head ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("office", OFFICES)
def test_the_head_stands_in_columns_of_66_and_94_millimetres(office: str) -> None:
    page = pages(office)[0]
    left, right = 30 + 66 / 2, 30 + 66 + 94 / 2
    last_of_issuer = {"commune": "PHƯỜNG QUYẾT TIẾN"}.get(office, "THƯƠNG BINH VÀ XÃ HỘI")
    for text, centre in (("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", right), ("Độc lập - Tự do - Hạnh phúc", right),
                         (last_of_issuer, left)):  # fmt: skip
        assert page.box(text).centre == near(centre)
    assert page.box("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM").width == near(88.3)
    assert page.box("CỘNG HÒA").top == near(20)
    assert min(ink.top for ink in page.ink()) == near(20)


@pytest.mark.parametrize("office", OFFICES)
def test_the_rules_have_the_lengths_of_the_decree(office: str) -> None:
    page = pages(office)[0]
    under_issuer, under_motto, under_subject = sorted(page.rules()[:3], key=lambda rule: (rule.top > 60, rule.left))
    motto = page.box("Độc lập - Tự do - Hạnh phúc")
    assert (under_motto.left, under_motto.right) == (near(motto.left), near(motto.right))
    assert 0 < under_motto.top - motto.bottom < 2
    issuer = page.box({"commune": "PHƯỜNG QUYẾT TIẾN"}.get(office, "THƯƠNG BINH VÀ XÃ HỘI"))
    assert 1 / 3 <= under_issuer.width / issuer.width <= 1 / 2
    assert under_issuer.centre == near(63)
    subject = page.box("Kết quả thực hiện công tác phòng, chống mại dâm")
    assert 1 / 3 <= under_subject.width / subject.width <= 1 / 2
    assert under_subject.centre == near(110)


def test_number_and_date_stand_on_one_line_below_their_columns() -> None:
    page = pages("province")[0]
    number, day = page.box("Số: 05/BC-SLĐTBXH"), page.box("Lai Châu, ngày 20 tháng 6 năm 2022")
    assert number.centre == near(63)
    assert day.centre == near(143)
    assert page.box("Số").bottom == near(page.box("Lai Châu, ").bottom - 0.6)


@pytest.mark.parametrize(
    ("text", "face", "size"),
    [
        ("UBND TỈNH LAI CHÂU", "Regular", 12), ("THƯƠNG BINH VÀ XÃ HỘI", "Bold", 12), ("CỘNG HÒA", "Bold", 12),
        ("Độc lập", "Bold", 13), ("Số: 05", "Regular", 13), ("ngày 20 tháng 6", "Italic", 13), ("BÁO CÁO", "Bold", 14),
        ("Kết quả thực hiện công tác", "Bold", 14), ("Kính gửi", "Regular", 14), ("Thực hiện Kế hoạch", "Regular", 13),
        ("I. KẾT QUẢ THỰC HIỆN", "Bold", 13), ("1. Tuyên truyền", "Bold", 13),
    ],
)  # fmt: skip
def test_sizes_and_faces_follow_the_decree(text: str, face: str, size: float) -> None:
    assert pages("province")[0].font(text) == (face, size)


def test_the_end_of_the_report_follows_the_decree() -> None:
    body = [page for page in pages("province") if "Nơi nhận" in page.text]
    (page,) = body
    assert page.font("Nơi nhận:") == ("BoldItalic", 12)
    assert page.font("- Như trên;") == ("Regular", 11)
    assert page.font("KT. GIÁM ĐỐC") == page.font("Lò Thị Mẫu") == ("Bold", 14)
    assert page.box("Nơi nhận:").left == near(30)
    for line in ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Lò Thị Mẫu"):
        assert page.box(line).centre == near(150), "the middle of the right half"
    room = page.box("Lò Thị Mẫu").top - page.box("PHÓ GIÁM ĐỐC").bottom
    assert 25 <= room <= 32
    assert "./." in page.text, "the last words of the text stand on the page that is signed"
    assert page.text.index("./.") < page.text.index("Nơi nhận")


def test_the_body_is_justified_with_an_indented_first_line() -> None:
    page = pages("province")[0]
    assert page.box("Thực hiện").left == near(30 + 12.7)
    assert page.box("nhân dân tỉnh Lai Châu về").left == near(30)
    assert page.box("2022 của Ủy ban").right == near(190)


def test_no_line_ends_between_a_word_and_its_number() -> None:
    text = "Công tác thực hiện Kế hoạch số 768/KH-UBND ngày 15 tháng 3 năm 2022 và báo cáo quý II năm 2022. "
    parted = ("ngày", "tháng", "quý", "năm", "số")
    for before in range(12):
        page = shown(Paragraph("Từ " * before + text * 3), Paragraph("Hết./."))[0]
        assert text.strip() in " ".join(page.text.split()), "what keeps them together is a blank to who searches"
        assert not [line for line in page.text.splitlines() if line.split()[-1:] and line.split()[-1] in parted]


def test_several_addressees_stand_below_each_other() -> None:
    page = pages("province")[0]
    first, second = page.box("Bộ Lao động - Thương binh và Xã hội;"), page.box("Ủy ban nhân dân tỉnh Lai Châu.")
    assert first.left == near(second.left)
    assert second.top > first.bottom
    assert page.box("Kính gửi:").bottom - first.bottom == near(0)


def test_a_draft_says_so_on_every_page_and_a_locked_report_on_none() -> None:
    assert is_across_pages(pdf("commune"))
    assert not is_across_pages(pdf("province"))


def test_what_is_copied_from_a_draft_holds_nothing_of_the_word_across_it() -> None:
    text = unicodedata.normalize("NFC", pdf_text(pdf("commune")))
    assert "THẢO" not in text
    assert "Tỷ lệ" in text


def test_the_internal_frame_is_drawn_only_when_asked_for() -> None:
    assert "LƯU HÀNH NỘI BỘ" in pages("district")[0].text
    assert "LƯU HÀNH NỘI BỘ" not in pages("province")[0].text


def test_very_long_names_keep_to_their_columns() -> None:
    long = "BAN CHỈ ĐẠO PHÒNG, CHỐNG TỘI PHẠM, TỆ NẠN XÃ HỘI VÀ XÂY DỰNG PHONG TRÀO TOÀN DÂN BẢO VỆ AN NINH TỔ QUỐC "
    data = samples.province()
    names = {"superior_line": long, "issuer_line": long * 2, "addressee": f"{long.capitalize() * 3}\n" * 20,
             "signer_authority": long * 4, "signer_title": long, "signer_name": long, "place_name": long,
             "recipients": f"{long * 3}\n" * 60}  # fmt: skip
    made = pages_of(layout.render(contents.build(replace(data, letterhead=names, header={}))))
    assert all(keeps_margins(page, draft=False) for page in made)
    head = [ink for ink in made[0].ink() if ink.bottom < made[0].box("BÁO CÁO").top]
    assert not [ink for ink in head if ink.left < 96 < ink.right]


# --- tables ------------------------------------------------------------------------------------------------------

COLUMNS = (Column("Mã", 1), Column("Nội dung", 3), Column("Số", 1, "right"))


def test_a_long_table_repeats_its_head_and_leaves_no_row_alone() -> None:
    rows = tuple((str(n), f"Dòng {n}", "1") for n in range(1, 118))
    made = shown(Table(COLUMNS, rows, "Bảng"))
    assert all("Nội dung" in page.text for page in made[:-1])
    printed = "\n".join(page.text for page in made)
    assert [n for n in range(1, 118) if f"Dòng {n}\n" not in printed and f"Dòng {n} " not in printed] == []
    assert [page.text.count("Dòng") for page in made if "Dòng" in page.text][-1] >= 3


@pytest.mark.parametrize("before", range(14, 30))
def test_a_heading_row_never_stands_last_on_a_page(before: int) -> None:
    rows = [("1", "Dòng trên", "1")] * before + [("Nhóm mới",)] + [("2", "Dòng dưới", "2")] * 5
    for page in shown(Table(COLUMNS, tuple(rows))):
        if "Nhóm mới" in page.text:
            assert "Dòng dưới" in page.text


@pytest.mark.parametrize("before", range(30, 42))
def test_a_row_never_stands_last_without_its_parts_nor_a_part_alone_on_the_next_page(before: int) -> None:
    parts = [("", "- Loa truyền thanh", "1"), ("", "- Hội nghị", "1"), ("", "Trong đó nữ", "1")]
    rows = [*[("1", "Dòng trên", "1")] * before, ("2", "Cả nhóm", "3"), *parts, *[("3", "Dòng dưới", "1")] * 5]
    for page in shown(Table(COLUMNS, tuple(rows))):
        if "Cả nhóm" in page.text:
            assert "- Loa truyền thanh" in page.text
        if "Trong đó nữ" in page.text:
            assert "- Hội nghị" in page.text


@pytest.mark.parametrize("before", range(28, 42))
def test_no_row_of_a_group_stands_alone_below_its_heading(before: int) -> None:
    groups = (("Nhóm đầu", before), ("Nhóm giữa", 3), ("Nhóm cuối", 5))
    rows = [row for name, many in groups for row in ((name,), *[("1", f"Dòng của {name}", "1")] * many)]
    for page in shown(Table(COLUMNS, tuple(rows))):
        assert page.text.count("Dòng của Nhóm giữa") != 1


def test_a_page_that_begins_within_a_group_of_rows_tells_its_heading_again() -> None:
    rows = [("Nhóm đầu",), *[("1", "Dòng một", "1")] * 60, ("Nhóm sau",), *[("2", "Dòng hai", "2")] * 60]
    groups = {"Dòng một": "Nhóm đầu", "Dòng hai": "Nhóm sau"}
    again = 0
    for page in shown(Table(COLUMNS, tuple(rows))):
        first = next((words for words in page.text.split("\n") if "Dòng" in words or words in groups.values()), "")
        told = [f"{group} (tiếp theo)" for line, group in groups.items() if line in first]
        assert [words for words in told if words not in page.text] == []
        again += page.text.count("(tiếp theo)")
    assert again >= 2


def test_a_page_that_begins_with_a_part_tells_what_it_is_a_part_of() -> None:
    """Below the heading of its group."""
    parts = [("", f"\u00a0\u00a0- Hình thức {number}", 1) for number in range(60)]
    rows = (("Nhóm",), *(row for one in ("buổi", "lượt") for row in (("1.1", f"Số {one}", 1), *parts)))
    made = with_blocks(Table(COLUMNS, rows))
    told, whole = list[str](), ""
    for page in pages_of(layout.render(made)):
        above = page.text.partition("- Hình thức")[0]
        if "Nhóm (tiếp theo)" in above:
            told.append(above)
            assert f"Số {whole} (tiếp theo)" in above
        whole = max(("buổi", "lượt"), key=lambda one: page.text.rfind(f"Số {one}"))
    assert len(told) >= 3


def test_what_stands_behind_a_dash_goes_on_below_its_first_letter() -> None:
    page = shown(Table(COLUMNS, (("1", "- Chương trình phát triển kinh tế và giảm nghèo " * 2, "1"),)))[0]
    first = page.box("- Chương")
    below = [
        line.box.left for line in page.lines() if first.left - 2 < line.box.left < 100 and line.box.top > first.top + 2
    ]
    assert below
    assert all(left > first.left + 1 for left in below)


@pytest.mark.parametrize("lines", range(8, 22))
def test_a_heading_never_stands_last_on_a_page(lines: int) -> None:
    filling = [Paragraph("Một dòng.")] * lines
    table = Table(COLUMNS, (("1", "Dòng đầu", "1"), ("2", "Dòng sau", "2")))
    for page in shown(*filling, Heading(1, "I", "Đề mục"), Heading(2, "1", "Mục con"), Paragraph("Như sau:"), table):
        if "ĐỀ MỤC" in page.text:
            assert "Dòng sau" in page.text


@pytest.mark.parametrize("rows", range(1, 8))
def test_a_heading_never_stands_without_a_short_table_that_goes_over_with_its_note(rows: int) -> None:
    table = Table(COLUMNS, tuple((str(n), f"Dòng {n};", "1") for n in range(rows)), "Bảng")
    below = Paragraph("Ghi chú của bảng. " * 12, "note")
    for lines in range(6, 24):
        for page in shown(*[Paragraph("Một dòng.")] * lines, Heading(2, "1", "Mục con"), table, below):
            assert ("Mục con" in page.text) == ("Dòng 0;" in page.text), lines


@pytest.mark.parametrize("lines", range(6, 22))
def test_the_signature_never_stands_without_the_last_lines(lines: int) -> None:
    text = Paragraph("Một câu dài để báo cáo có nhiều dòng, nói về việc đã làm. " * 4 + "Dòng cuối./.")
    made = shown(*[Paragraph("Một dòng.")] * lines, text)
    signed = next(page for page in made if "Nơi nhận" in page.text)
    assert "Dòng cuối./." in signed.text


@pytest.mark.parametrize("before", range(8, 24))
def test_a_table_to_be_kept_together_is_not_divided(before: int) -> None:
    rows = tuple((str(n), f"Dòng {n};", "1") for n in range(1, 16))
    table = Table(COLUMNS, rows, "Bảng", total=True, together=True)
    made = shown(*[Paragraph("Một dòng.")] * before, table, Paragraph("Ghi chú.", "note"), Paragraph("Hết./."))
    there = [page for page in made if "Dòng" in page.text]
    assert len(there) == 1
    assert "Ghi chú." in there[0].text
    assert there[0].font("Dòng 15;") == ("Bold", 11)


@pytest.mark.parametrize(("notes", "divided"), [(4, True), (12, False)])
def test_a_table_is_divided_rather_than_more_than_half_a_page_left_empty(notes: int, divided: bool) -> None:
    rows = tuple((str(n), f"Dòng {n};", "1") for n in range(1, 20))
    before = [Paragraph("Một lời ghi chú.", "note")] * notes
    annex = Annex("Phụ lục I", "Một", "(Kèm theo)", (*before, Table(COLUMNS, rows, "Bảng", together=True)), True)
    made = pages_of(layout.render(replace(with_blocks(Paragraph("Hết./.")), annexes=(annex,))))
    counts = [page.text.count("Dòng") for page in made if "Dòng" in page.text]
    assert (len(counts) == 2, min(counts) >= 3) == (divided, True)


@pytest.mark.parametrize("rows", range(30, 44))
def test_a_note_never_stands_without_rows_of_its_table(rows: int) -> None:
    table = Table(COLUMNS, tuple((str(n), f"Dòng {n};", "1") for n in range(rows)), "Bảng")
    for page in shown(table, Paragraph("Ghi chú một.", "note"), Paragraph("Ghi chú hai.", "note")):
        if "Ghi chú một." in page.text:
            assert page.text.count("Dòng") >= 2


@pytest.mark.parametrize("before", range(24, 34))
def test_the_last_note_never_stands_alone_on_a_page(before: int) -> None:
    rows = tuple((str(n), f"Dòng {n};", "1") for n in range(before))
    notes = [Paragraph(f"- Ghi chú {n}.", "note") for n in range(1, 9)]
    annex = Annex("Phụ lục I", "Một", "(Kèm theo)", (Table(COLUMNS, rows), *notes))
    made = pages_of(layout.render(replace(with_blocks(Paragraph("Hết./.")), annexes=(annex,))))
    assert made[-1].text.count("Ghi chú") >= 3


def test_a_table_longer_than_a_page_is_divided_in_any_case() -> None:
    rows = tuple((str(n), f"Dòng {n};", "1") for n in range(1, 100))
    made = shown(Table(COLUMNS, rows, together=True))
    assert sum(page.text.count("Dòng") for page in made) == 99


def test_a_bar_is_drawn_in_its_cell_as_long_as_its_share() -> None:
    columns = (Column("Tên", 1), Column("Mức", 1))
    bars = [Gauge(Fraction(n, 4)) for n in (0, 1, 2, 4, 8)]
    (page,) = shown(Table(columns, tuple((f"Dòng {n}", bar) for n, bar in enumerate(bars))), Paragraph("Hết./."))[:1]
    lengths = [bar.width for bar in page.bars()]
    room = 80 - 2 * 3.5 * 25.4 / 72
    assert lengths == [near(room / 4), near(room / 2), near(room), near(room)]
    for number, bar in enumerate(page.bars(), start=1):
        row = page.box(f"Dòng {number}")
        assert bar.left == near(110 + 3.5 * 25.4 / 72)
        assert row.top - 1 < (bar.top + bar.bottom) / 2 < row.bottom + 1


def test_a_strong_number_stands_out() -> None:
    figures = (Figure(Fraction(601, 10), PERCENT), Figure(Fraction(502, 10), PERCENT, strong=True))
    page = shown(Table((Column("A", 1), Column("B", 1)), (figures, figures)))[0]
    assert page.font("60,1%") == ("Regular", 11)
    assert page.font("50,2%") == ("Bold", 11)


def test_a_cell_longer_than_a_page_goes_on_in_the_next_row() -> None:
    words = " ".join(f"từ{n}" for n in range(2000))
    printed = " ".join(page.text for page in shown(Table(COLUMNS, (("1", words, "x" * 500), ("2", "cuối", "2")))))
    assert "từ0" in printed
    assert "từ1999" in printed


def test_a_table_without_rows_prints_its_head() -> None:
    assert any("Nội dung" in page.text for page in shown(Table(COLUMNS, ())))


# --- text of people ----------------------------------------------------------------------------------------------


def test_every_vietnamese_letter_typed_in_either_form_comes_out_exactly() -> None:
    lower = [unicodedata.normalize("NFC", letter + tone) for letter in LETTERS for tone in TONES] + ["đ"]
    alphabet = " ".join(lower + [letter.upper() for letter in lower])
    for typed in (alphabet, unicodedata.normalize("NFD", alphabet)):
        for block in (Paragraph(typed), Table((Column("Cột", 1),), ((typed,), (typed,)))):
            text = shown(block)[0].text.replace("\n", " ")
            assert alphabet in text
            assert "□" not in text


@pytest.mark.parametrize("office", OFFICES)
def test_the_text_of_a_report_is_composed_and_misses_no_glyph(office: str) -> None:
    text = "".join(page.text for page in pages(office))
    assert unicodedata.is_normalized("NFC", text)
    assert "□" not in text
    assert "\ufffd" not in text


def test_every_word_that_the_program_brings_along_has_its_glyphs() -> None:
    """Plans with their units and choices, and the words of the report."""
    brought = [load_plan(plan_folder(plan)) for plan in available_plans()]
    brought.append(json.loads((paths.resources() / "i18n" / "report.json").read_text(encoding="utf-8")))
    texts = [text for source in brought for text in texts_of(source)]
    assert len(texts) > 5000
    assert [text for text in texts if "□" in styles.printable(text)] == []


def texts_of(source: object) -> Iterator[str]:
    if isinstance(source, str):
        yield source
    elif isinstance(source, Mapping):
        for value in source.values():
            yield from texts_of(value)
    elif isinstance(source, list | tuple):
        for value in source:
            yield from texts_of(value)


def test_bold_and_italic_text_keeps_its_face_and_its_blanks() -> None:
    runs = (Run("một "), Run("hai", bold=True), Run(" ba "), Run("bốn & <b>", italic=True), Run(" sáu", True, True))
    page = shown(Paragraph("".join(run.text for run in runs), "body", runs), Paragraph("Hết./."))[0]
    assert "một hai ba bốn & <b> sáu" in page.text
    faces = [page.font(word)[0] for word in ("một", "hai", "ba bốn", "bốn &", "sáu")]
    assert faces == ["Regular", "Bold", "Regular", "Italic", "BoldItalic"]


def test_long_text_in_several_faces_loses_nothing() -> None:
    runs = tuple(Run(f"câu {n}. ", bold=n % 2 == 0) for n in range(2000))
    printed = " ".join(p.text for p in shown(Paragraph("".join(run.text for run in runs), "body", runs)))
    flat = " ".join(printed.split())
    assert [n for n in range(2000) if f" {n}. " not in f" {flat} "] == []


def test_markup_is_printed_as_it_was_typed_and_opens_no_file() -> None:
    typed = "<b>đậm</b> & <img src='/etc/hostname'/> </para> &lt; <a href=\"file:///x\">"
    for block in (Paragraph(typed), Heading(2, "1", typed), Table((Column("Cột", 1),), ((typed,), (typed,)))):
        made = layout.render(with_blocks(block, Paragraph("Hết./.")))
        assert typed.replace("'", "") in "".join(p.text for p in pages_of(made)).replace("'", "").replace("\n", " ")
        with pikepdf.open(io.BytesIO(made)) as document:
            assert not any("/Annots" in page or "/XObject" in page.get("/Resources", {}) for page in document.pages)


def test_what_the_font_lacks_is_seen_and_what_has_no_ink_is_dropped() -> None:
    text = shown(Paragraph("một 👍🏽 hai ☑ ba\u200f\u202e bốn\u00ad năm\ufe0f \x07sáu 漢 bảy"))[0].text
    assert "một □□ hai ☑ ba bốn năm sáu □ bảy" in text


@pytest.mark.parametrize("typed", ["x" * 10_000, "ệ" * 50_000, "một hai ba " * 90_000, "Câu ngắn. " * 100_000])
def test_long_text_is_set_in_good_time_and_none_of_it_is_lost(typed: str) -> None:
    """A megabyte, and words without a blank: ReportLab alone would take minutes."""
    made = pages_of(layout.render(with_blocks(Paragraph(typed))))
    last = made[-2].text + made[-1].text
    assert last.replace("\n", "").count(typed.rstrip()[-1]) > 0
    printed = sum(page.text.count(typed[0]) for page in (made if len(typed) < 60_000 else []))
    assert len(typed) >= 60_000 or printed >= len(typed)
    assert len(made) >= len(typed) / 4000


# --- the file ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("office", OFFICES)
def test_every_font_is_embedded(office: str) -> None:
    with pikepdf.open(io.BytesIO(pdf(office))) as document:
        fonts = {str(f.BaseFont): f for page in document.pages for f in page.Resources.Font.values()}
    assert {name.partition("+")[2].partition("-")[0] for name in fonts} == {"LiberationSerif"}
    with pikepdf.open(io.BytesIO(pdf(office))) as document:
        for page in document.pages:
            assert all("/FontFile2" in f.FontDescriptor for f in page.Resources.Font.values())


def test_the_file_has_a_title_a_language_an_outline_and_no_name_of_a_person() -> None:
    with pikepdf.open(io.BytesIO(pdf("province"))) as document:
        told = {str(key): str(value) for key, value in document.docinfo.items()}
        assert told["/Title"] == "Báo cáo kết quả thực hiện công tác phòng, chống mại dâm quý II năm 2022"
        assert told["/Author"] == "Sở Lao động - Thương binh và Xã hội tỉnh Lai Châu"
        assert not any("Lò Thị Mẫu" in value for value in told.values())
        assert str(document.Root.Lang) == "vi"
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
        with document.open_outline() as outline:
            titles = [entry.title for entry in outline.root]
            inner = [entry.title for entry in outline.root[0].children]
    assert titles[:2] == ["I. Kết quả thực hiện", "II. Đánh giá"]
    annexes = [title for title in titles if title.startswith("Phụ lục")]
    assert annexes[:2] == [
        "Phụ lục I. Kết quả thực hiện các chỉ tiêu của kế hoạch",
        "Phụ lục II. Cơ sở kinh doanh dịch vụ và công tác kiểm tra, xử lý",
    ]  # fmt: skip
    assert annexes == [f"{annex.heading}. {annex.title}" for annex in contents.build(samples.province()).annexes]
    assert titles[-len(annexes) :] == annexes
    assert inner[0] == "1. Tuyên truyền"


def test_equal_data_give_equal_bytes_here_and_in_another_process() -> None:
    code = (
        "import hashlib; from tests.desktop_app import report_samples as s;"
        "from desktop_app.report import contents, layout;"
        "print(hashlib.sha256(layout.render(contents.build(s.district()))).hexdigest())"
    )
    seen = set()
    for seed in ("1", "2"):
        surroundings = {**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC{seed}"}
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env=surroundings, capture_output=True, text=True, check=True
        )
        seen.add(done.stdout)
    assert len(seen) == 1
    assert layout.render(contents.build(samples.district())) == pdf("district")


# --- where titles break ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "room", "lines"),
    [
        ("Kết quả thực hiện công tác phòng, chống mại dâm 6 tháng đầu năm 2022", 60,
         ["Kết quả thực hiện công tác phòng, chống mại dâm", "6 tháng đầu năm 2022"]),
        ("Kết quả thực hiện công tác phòng, chống mại dâm tháng 6 năm 2025", 60,
         ["Kết quả thực hiện công tác phòng, chống mại dâm", "tháng 6 năm 2025"]),
        ("(Kèm theo Báo cáo số 05/BC-SYT ngày 20 tháng 6 năm 2025 của Sở Y tế tỉnh Lai Châu)", 62,
         ["(Kèm theo Báo cáo số 05/BC-SYT ngày 20 tháng 6 năm 2025", "của Sở Y tế tỉnh Lai Châu)"]),
    ],
)  # fmt: skip
def test_a_title_breaks_where_its_sense_does(title: str, room: float, lines: list[str]) -> None:
    assert balanced(title, room, len) == lines


def test_the_last_word_of_a_paragraph_stands_on_no_line_of_its_own() -> None:
    runs = (Run("Đề nghị "), Run("nhập số tổng hợp.", bold=True))
    assert [run.text for run in Paragraph("", runs=runs).set_runs] == ["Đề nghị ", "nhập số tổng\u00a0hợp."]
    assert Paragraph("ngày 5 là abcdefghijklmn").set_runs[-1].text == "ngày 5 là abcdefghijklmn"
    assert Paragraph("Chưa đạt").set_runs[-1].text == "Chưa đạt"


def test_a_count_stays_with_what_is_counted() -> None:
    said = with_numbers(
        "5/14 đơn vị; 10.504 lượt người; năm 2022 của tỉnh; lũy kế từ đầu năm là 18.541; số 768/KH-UBND"
    )
    assert said.replace("\u00a0", "_") == (
        "5/14_đơn vị; 10.504_lượt người; năm_2022 của tỉnh; lũy kế từ đầu năm là_18.541; số_768/KH-UBND"
    )
