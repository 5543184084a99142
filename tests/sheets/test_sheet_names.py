"""Every sheet has a name that Excel takes, whatever a plan or an office calls what stands on it."""

import io
import re
import shutil
import subprocess
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop_app.domain.sheet_names import sheet_name
from desktop_app.report import contents
from desktop_app.report.crosstab_book import CrossPaper
from desktop_app.report.crosstab_book import render as crosstab
from desktop_app.report.xlsx_report import render
from desktop_app.sheets import plan_book_writing
from desktop_app.sheets.book_reading import read_book
from desktop_app.sheets.form_writing import LISTS, FilledSheet, FormBook, FormColumn, form_as_xlsx
from desktop_app.sheets.list_writing import ListColumn, WrittenList, as_xlsx
from desktop_app.sheets.plan_book_shape import GUIDE, NAMES
from desktop_app.sheets.plan_book_writing import tab
from tests.desktop_app.report_samples import province

pytestmark = [  # of openpyxl, which does not read how bars are drawn
    pytest.mark.filterwarnings("ignore:Unknown extension"),
    pytest.mark.filterwarnings("ignore:Conditional Formatting extension"),
]
EMOJI = "🏔" * 31
TITLES = [
    "History", "HISTORY", "history", EMOJI, f"{EMOJI}x", "'Sổ'", "a/b:c*d?e[f]g\\h", "Danh sách", "danh sách", "", " ",
    "Tuyên truyền, phòng ngừa ma túy ở cơ sở", "Tuyên truyền, phòng ngừa ma túy ở thôn", "x" * 40, "x" * 41, "a\tb\x01",
    *["Sổ"] * 120,
]  # fmt: skip


def is_legal(name: str) -> bool:
    """As Excel has it."""
    units = len(name.encode("utf-16-le")) // 2
    edges = name[:1] + name[-1:]
    return 1 <= units <= 31 and not re.search(r"[\[\]:*?/\\\x00-\x1f]", name) and "'" not in edges and (
        name.lower() != "history"
    )  # fmt: skip


def all_legal(names: Sequence[str]) -> bool:
    return all(map(is_legal, names)) and len({name.casefold() for name in names}) == len(names)


def names_of(content: bytes) -> list[str]:
    return [str(name) for name in openpyxl.load_workbook(io.BytesIO(content)).sheetnames]


def written(title: str) -> WrittenList:
    return WrittenList(title, (), (ListColumn("Tên"),), [["x"]])


@given(st.lists(st.one_of(st.text(max_size=60), st.sampled_from(TITLES)), max_size=12))
def test_names_are_legal_and_no_two_are_alike(titles: list[str]) -> None:
    names: list[str] = []
    for title in titles:
        names.append(sheet_name(title, names))
    assert all_legal(names)


def test_a_name_that_is_fine_stays() -> None:
    assert [sheet_name(one) for one in ("Sổ", "Phụ lục I - 1", "x" * 31)] == ["Sổ", "Phụ lục I - 1", "x" * 31]


def test_lists_of_any_titles_are_written() -> None:
    names = names_of(as_xlsx(*map(written, TITLES)))
    assert len(names) == len(TITLES)
    assert all_legal(names)


def test_a_form_of_any_titles_is_written_beside_its_lists() -> None:
    column = FormColumn("Loại", check="number_of_row", choices=())
    chosen = FormColumn("Cách", choices=("a", "b"))
    inside = tuple(FilledSheet(title, (), (column, chosen)) for title in TITLES)
    names = names_of(form_as_xlsx(FormBook(FilledSheet("History", (), (column, chosen), inside), "sai")))
    assert names[-1] == LISTS
    assert all_legal(names)


def test_annexes_of_any_headings_are_written() -> None:
    some = contents.build(province())
    headings = ["History", "🏔" * 24, "Báo cáo", "báo cáo", "Phụ lục VI/2"]
    annexes = tuple(replace(some.annexes[0], heading=heading) for heading in headings)
    names = names_of(render(replace(some, annexes=annexes)))
    assert len(names) > 2 * len(headings)
    assert all_legal(names)
    assert [name for name in names if name.startswith("History - ")]


@pytest.mark.parametrize("name", ["crosstab.sheet_numbers", "crosstab.sheet_shares"])
def test_a_cross_table_goes_by_the_same_rule(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_app.report.crosstab_book.words", lambda key: "History" if key == name else "Số liệu?")
    paper = CrossPaper("Sở", "Bảng", "", "Dòng", ("A",), ("1",), ((1,),), ((1,),), "Tỷ lệ", ())
    assert all_legal(names_of(crosstab(paper, date(2022, 8, 1))))


def test_a_workbook_of_a_plan_goes_by_the_same_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    tabs = {name: tab(name) for name in (GUIDE, *NAMES)}
    assert all_legal([*tabs.values()])
    assert all(said.endswith(f" ({name})") for name, said in tabs.items())  # by which it is found
    monkeypatch.setattr(plan_book_writing, "words", lambda *_: "Từ ngữ: của / báo cáo")
    assert is_legal(tab("sentences"))


@pytest.mark.libreoffice
@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="soffice is missing: apt-get install libreoffice-calc-nogui"
)
def test_libreoffice_opens_it_and_every_sheet_is_found_again(tmp_path: Path) -> None:
    made = tmp_path / "a.xlsx"
    made.write_bytes(as_xlsx(*map(written, TITLES[:16])))
    names = [sheet.name for sheet in read_book(made).sheets]
    assert all_legal(names)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    out = tmp_path / "again"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(made)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    assert [sheet.name for sheet in read_book(out / "a.xlsx").sheets] == names
