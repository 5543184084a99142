"""The text of the guide: every page is there, names what the program really says, and shows pictures that exist."""

import re
from pathlib import Path

import pytest

from desktop_app import paths
from desktop_app.catalogue import catalogue, in_language
from desktop_app.domain.guide_text import HEADING, ITEM, LINE, NOTE, PICTURE, TITLE, GuidePage, parse_page
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.session import guide
from tests.desktop_app.conftest import Run

FOLDER = paths.resources() / "guide"


def test_a_page_is_read_as_it_is_written() -> None:
    text = "# Tên\n\nMột *hai* **ba**.\n## Mục\n1. bước\n- gạch\n> nhớ\n![hình](board)\n"
    page = parse_page("x", ("area",), text)
    assert [part.role for part in page.parts] == [TITLE, LINE, HEADING, ITEM, ITEM, NOTE, PICTURE]
    assert (page.title, page.parts[-1].picture, page.parts[-1].text) == ("Tên", "board", "hình")
    assert [(span.text, span.bold) for span in page.parts[1].spans if span.bold] == [("ba", True)]


def test_every_file_of_the_guide_is_a_page_with_one_title() -> None:
    assert {page.name for page in guide.pages()} == {path.stem for path in FOLDER.glob("*.md")}
    assert [page.name for page in guide.pages() if [part.role for part in page.parts].count(TITLE) != 1] == []
    assert guide.pages()[0].title == "Báo cáo đầu tiên trong 30 phút"


def test_every_picture_exists_and_has_words_below_it() -> None:
    pictures = [part for page in guide.pages() for part in page.parts if part.role == PICTURE]
    assert len(pictures) >= 8
    assert [part.picture for part in pictures if guide.picture(part.picture) is None or not part.text] == []


IN_VIETNAMESE = [page for page in guide.pages() if page.name != "english"]


@pytest.mark.parametrize("page", IN_VIETNAMESE, ids=lambda page: page.name)
def test_what_the_guide_calls_by_name_is_what_the_program_says(page: GuidePage) -> None:
    """Words in bold are those of buttons, pages, tabs, states, or keys: if one is renamed, the guide follows."""
    plain = re.compile(r"\s{2,}.*|\{\w+\}|[….:]$")  # a label without the key behind it
    said = {plain.sub("", in_language(label, "vi")).strip() for label in catalogue().values()}
    said |= {area["label"]["vi"] for area in load_plan(plan_folder("lai-chau-2022"))["areas"].values()}
    bold = {span.text.strip(" .:,…") for part in page.parts for span in part.spans if span.bold}
    named = "Enter|Tab|Esc|Delete|Backspace|PgUp|PgDown"
    keys = re.compile(rf"((Ctrl|Shift|Alt)\+)*(F?\d+|[A-Z;←→↑↓]|{named})|Ctrl\+")  # “Ctrl+,” without its comma
    assert sorted(one for one in bold if one not in said and not keys.fullmatch(one)) == []


def test_the_command_writes_it_as_the_same_pdf_on_the_same_day(run: Run, tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        assert run("guide", tmp_path / name, "--today", "2022-11-30")[0] == 0
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    assert run("guide", tmp_path / "a.pdf")[0] == 1
