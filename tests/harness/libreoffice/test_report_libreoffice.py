"""DOCX and XLSX as another program reads them: LibreOffice shows the text of the PDF and finds no formula."""

import csv
import os
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop_app import paths
from desktop_app.report import docx_report, layout, xlsx_report
from desktop_app.report.blocks import Annex, Column, Heading, ProgressReport, Table
from desktop_app.report.cells import shown
from tests.desktop_app.pdf_pages import pages_of
from tests.desktop_app.report_samples import report
from tests.desktop_app.test_report_hostile import HOSTILE, SECTIONS, everywhere

HYPHEN = "\ufffe"  # how PDFium reads a dash at the end of a line
SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(SOFFICE is None, reason="soffice is missing: apt-get install libreoffice-writer-nogui"
                                               " libreoffice-calc-nogui"),
]  # fmt: skip
OFFICES = ("commune", "district", "province")


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The DOCX of every office as LibreOffice prints it, in one run of it."""
    folder = tmp_path_factory.mktemp("docx")
    files = [folder / f"{office}.docx" for office in OFFICES]
    for file in files:
        file.write_bytes(docx_report.render(report(file.stem)))
    convert(folder, "pdf", *files)
    return {file.stem: file.with_suffix(".pdf").read_bytes() for file in files}


def convert(folder: Path, form: str, *files: Path) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", form, "--outdir", str(folder), *map(str, files)]
    ours = folder / "fonts"  # those of our PDF, which have the widths of Times New Roman
    if not ours.exists():
        ours.symlink_to(paths.resources() / "fonts", target_is_directory=True)
    subprocess.run(
        command, check=True, capture_output=True, timeout=120, env=os.environ | {"XDG_DATA_HOME": str(folder)}
    )


def pieces(made: ProgressReport) -> Iterator[str]:
    """Every text of a report that stands in one place."""
    yield from (
        made.letterhead.superior,
        made.letterhead.number,
        made.letterhead.place_and_date,
        made.kind,
        made.subject,
    )
    yield from (*made.addressees, made.signature.title, made.signature.name, *made.signature.recipients)
    for block in (*made.blocks, *(block for annex in made.annexes for block in (*annex.blocks, *annex.wide))):
        if isinstance(block, Table):
            yield from (block.caption, *(column.title for column in block.columns))
            yield from (shown(cell) for row in block.rows for cell in row)
        elif isinstance(block, Heading):
            yield block.text.upper() if block.level == 1 else block.text
        else:
            yield block.text


def letters(pdf: bytes) -> str:
    """The text of a PDF without its blanks, page by page without what stands in the top margin; what is read of a dash
    at the end of a line is a dash.
    """
    found = "".join("".join(page.text.split()).removeprefix(page.number) for page in pages_of(pdf))
    return found.replace("\ufffe", "-")


@pytest.mark.parametrize("office", OFFICES)
def test_the_docx_shows_every_text_that_the_pdf_shows(office: str, converted: dict[str, bytes]) -> None:
    ours, theirs = letters(layout.render(report(office))), letters(converted[office])
    joined = {"".join(piece.split()) for piece in pieces(report(office))}
    in_one_piece = [piece for piece in joined if piece in ours]
    assert len(in_one_piece) > 0.9 * len(joined), "only what a page break parts is not found in one piece"
    lost = [piece for piece in in_one_piece if piece not in theirs]
    assert len(lost) <= 0.02 * len(joined), lost
    assert sorted(set(ours) - {HYPHEN}) == sorted(set(theirs) - {HYPHEN})


@pytest.mark.parametrize("office", OFFICES)
def test_the_docx_needs_as_many_pages_and_keeps_the_margins(office: str, converted: dict[str, bytes]) -> None:
    ours, theirs = pages_of(layout.render(report(office))), pages_of(converted[office])
    assert abs(len(ours) - len(theirs)) <= 2 + len(ours) // 10
    first = theirs[0]
    for text in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "BÁO CÁO"):
        assert first.box(text).centre == pytest.approx(ours[0].box(text).centre, abs=0.5)
        assert first.box(text).top == pytest.approx(ours[0].box(text).top, abs=1.5)
    assert [page.number for page in theirs[:2]] == ["", "2"]
    for page in theirs:
        assert max(ink.right for ink in page.ink() if ink.width < 12) <= page.width - 19.5


def test_no_annex_has_a_number_on_its_first_page(converted: dict[str, bytes]) -> None:
    """Nor one that follows on a landscape page, which has no first page of its own."""
    firsts = [page for page in pages_of(converted["province"]) if "(Kèm theo Báo cáo" in page.text]
    assert len(firsts) == len(report("province").annexes) > 2
    assert [page.number for page in firsts] == [""] * len(firsts)


def test_hostile_text_is_text_in_libreoffice_too(tmp_path: Path) -> None:
    short = {name: text for name, text in HOSTILE.items() if len(text) <= 10_000 and name not in ("emoji", "controls")}
    files = [tmp_path / f"{number}.docx" for number, _ in enumerate(short)]
    for file, text in zip(files, short.values(), strict=True):
        file.write_bytes(docx_report.render(everywhere(text)))
    convert(tmp_path, "pdf", *files)
    for file, (name, text) in zip(files, short.items(), strict=True):
        shown_there = letters(file.with_suffix(".pdf").read_bytes())
        if name in ("tags", "entities", "formula", "format codes", "decomposed"):
            assert shown_there.count("".join(unicodedata.normalize("NFC", text).split())) >= len(SECTIONS), name
        elif name == "word without a blank":
            assert shown_there.count("x") >= len(SECTIONS) * len(text)


def test_no_formula_comes_from_what_people_typed(tmp_path: Path) -> None:
    typed = ["=1+1", "+1+1", "-1+1", "@SUM(1;1)", '=HYPERLINK("http://a";"b")', "0042", "3/4"]
    table = Table((Column("Chữ", 1), Column("Số", 1)), tuple((text, n) for n, text in enumerate(typed)))
    annex = Annex("Phụ lục I", "Một", "(Kèm theo)", (table,))
    file = tmp_path / "bảng.xlsx"
    file.write_bytes(xlsx_report.render(replace(report("commune"), blocks=(), annexes=(annex,))))
    convert(tmp_path, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2", file)
    rows = list(csv.reader((tmp_path / "bảng-Phụ lục I.csv").read_text(encoding="utf-8").splitlines()))
    assert [row[:2] for row in rows if row[1:2] and row[1].isdecimal()] == [[t, str(n)] for n, t in enumerate(typed)]


def test_no_page_is_blank_however_long_the_tables_are(tmp_path: Path) -> None:
    """However many rows are left for the last page of a part: what ends a section must find its place there."""
    annexes = [
        Annex(f"Phụ lục {n}", "Bảng", "(Kèm theo)", (rows(n),), landscape=wide, wide=(rows(n),) if n % 3 else ())
        for n in range(1, 66) for wide in (False, True)
    ]  # fmt: skip
    file = tmp_path / "dài.docx"
    file.write_bytes(docx_report.render(replace(report("commune"), annexes=tuple(annexes))))
    convert(tmp_path, "pdf", file)
    pages = pages_of(file.with_suffix(".pdf").read_bytes())
    assert len(pages) > len(annexes)
    assert [n for n, page in enumerate(pages, start=1) if "".join(page.text.split()) == page.number] == []


def rows(count: int) -> Table:
    return Table((Column("Nội dung", 120), Column("Số", 40, "right")), tuple((f"Dòng {n}", n) for n in range(count)))
