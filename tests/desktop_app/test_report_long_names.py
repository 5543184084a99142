"""Names longer than the decree thought of: wrapped, then set smaller, and not one letter cut off."""

import re
from collections.abc import Callable
from functools import cache

import pytest
from msgspec.structs import replace

from desktop_app.report import contents, docx_report, layout, styles
from desktop_app.report.blocks import Letterhead, ProgressReport, Signature
from desktop_app.report.fitted_lines import fitted_lines
from tests.desktop_app import report_samples as samples
from tests.desktop_app.pdf_pages import pages_of
from tests.paper_reader import read_docx

NAMES = "Nguyễn Thị Phương Thảo Hoàng Công Tằng Tôn Nữ Đặng Trần Lê"


def of_letters(count: int) -> str:
    """So many letters in words, each with its number, so that a word that is cut off is missed."""
    words = (f"{word}{number}" for number, word in enumerate(NAMES.split(" ") * 30))
    return re.sub(r"\W+\w*$", "", " ".join(words)[:count])


def report(name: str) -> ProgressReport:
    """Everything that stands around the text of a report is called so."""
    made = contents.build(samples.commune())
    return replace(
        made,
        letterhead=Letterhead(name, name.upper(), f"Số: {name}", f"{name}, ngày 01 tháng 6 năm 2022"),
        subject=name,
        addressees=(name, name),
        signature=Signature((name.upper(),), name.upper(), name, (name,)),
        annexes=tuple(replace(annex, title=name, reference=name) for annex in made.annexes),
    )


def of_pdf(made: ProgressReport) -> str:
    return " ".join(page.text for page in pages_of(layout.render(made)))


def of_docx(made: ProgressReport) -> str:
    paper = read_docx(docx_report.render(made))
    return " ".join([*paper.paragraphs, *(cell for table in paper.tables for row in table for cell in row)])


@cache
def said(read: Callable[[ProgressReport], str], letters: int) -> list[str]:
    """All words of a file, in small letters."""
    return re.findall(r"\w+", read(report(of_letters(letters))).lower())


@pytest.mark.parametrize("letters", [40, 80, 150, 250])
@pytest.mark.parametrize("read", [of_pdf, of_docx])
def test_long_names_are_printed_whole(read: Callable[[ProgressReport], str], letters: int) -> None:
    name = of_letters(letters)
    found = said(read, letters)
    for word in name.lower().split(" "):
        # superior, issuer, number, place, subject, two addressees, authority, title, name, recipient, annex: 2
        assert found.count(word) == 13, word


@pytest.mark.parametrize(("letters", "size"), [(20, 14), (80, 14), (200, 11), (400, 7)])
def test_a_name_is_set_smaller_only_where_it_needs_more_height(letters: int, size: float) -> None:
    found = fitted_lines([of_letters(letters)], styles.BOLD, 14, 17, styles.TEXT_WIDTH / 2, 4)
    assert found.size == size
    assert len(found.lines) * found.leading <= 4 * 17
    assert " ".join(found.lines) == of_letters(letters)
