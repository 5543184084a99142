"""The guide in the window: F1 opens the page about what is in sight; the same text goes out as a PDF."""

import re
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from desktop_app.session import guide
from tests.ui.conftest import MakeFile, OpenWindow
from tests.ui.hand import CONTROL, SHIFT, Hand
from ui.window.guide_dialog import GuideDialog
from ui.window.keys_dialog import KEYS

PLACES = {1: "window", 2: "records", 7: "registers", 8: "report", 9: "exchange"}


def opened(hand: Hand) -> GuideDialog:
    hand.window.activateWindow()  # the offscreen platform leaves a closed dialog active
    hand.bot.waitUntil(hand.window.isActiveWindow)
    hand.view.tabs.setFocus()
    hand.key(Qt.Key.Key_F1)
    hand.wait()
    return next(one for one in hand.window.findChildren(GuideDialog) if one.isVisible())


@pytest.mark.parametrize(("page", "name"), PLACES.items())
def test_f1_opens_the_page_about_what_is_in_sight(
    open_window: OpenWindow, make_file: MakeFile, page: int, name: str
) -> None:
    hand = open_window(make_file())
    hand.go(page)
    sheet = opened(hand)
    assert sheet.page.name == name
    assert sheet.page.title in sheet.text.toPlainText()
    sheet.close()


def in_front(hand: Hand, over: QWidget) -> GuideDialog:
    """F1 in a window, and the guide that comes over it."""
    hand.bot.waitUntil(over.isActiveWindow)
    hand.key(Qt.Key.Key_F1)
    hand.wait()
    return next(one for one in over.findChildren(GuideDialog) if one.isVisible())


def test_f1_works_where_no_file_is_open(open_window: OpenWindow) -> None:
    hand = open_window(None)
    assert hand.window.start is not None
    sheet = in_front(hand, hand.window)
    assert (sheet.page.name, sheet.names.count()) == ("first-report", len(guide.pages()))


def test_f1_in_a_dialog_opens_the_page_about_it(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    hand.go(2)
    for keys, modifiers, name in (
        (Qt.Key.Key_B, CONTROL | SHIFT, "crosstab"),
        (Qt.Key.Key_Comma, CONTROL, "window"),
    ):
        hand.window.activateWindow()
        hand.bot.waitUntil(hand.window.isActiveWindow)
        hand.key(keys, modifiers)
        hand.wait()
        dialog = next(one for one in hand.window.findChildren(QDialog) if one.isVisible())
        sheet = in_front(hand, dialog)
        assert sheet.page.name == name
        sheet.close()
        dialog.close()
        hand.wait()


def test_the_guide_names_only_places_that_there_are() -> None:
    """Pages of a file, and classes of the window."""
    code = "\n".join(path.read_text() for path in (Path(__file__).parents[2] / "ui").rglob("*.py"))
    classes = set(re.findall(r"^class (\w+)", code, re.MULTILINE))
    pages = {"overview", "area", "registers", "report", "exchange"}
    assert {place for page in guide.pages() for place in page.opens} - classes - pages == set()


def test_every_page_is_shown_with_all_its_words(open_window: OpenWindow, make_file: MakeFile) -> None:
    sheet = opened(open_window(make_file()))
    for row, page in enumerate(guide.pages()):
        sheet.names.setCurrentRow(row)
        shown = " ".join(sheet.text.toPlainText().split())
        for part in page.parts:
            assert " ".join(part.text.split()) in shown or part.picture, (page.name, part.text)


def test_the_guide_is_saved_as_a_pdf_with_every_page_in_its_contents(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path
) -> None:
    hand = open_window(make_file())
    sheet = opened(hand)
    sheet.save_to(tmp_path / "hướng dẫn.pdf")
    hand.wait()
    assert "hướng dẫn.pdf" in sheet.message.text()
    document = pypdfium2.PdfDocument(tmp_path / "hướng dẫn.pdf")
    first = " ".join(document[0].get_textpage().get_text_range().split())
    assert [page.title for page in guide.pages() if page.title not in first] == []
    assert 20 <= len(document) <= 30
    document.close()


def test_what_only_one_plan_means_is_not_told_where_another_is_open() -> None:
    own, other = ([page.name for page in guide.pages(plan)] for plan in ("lai-chau-2022", "bao-ve-rung"))
    assert "areas" in own
    assert other == [name for name in own if name != "areas"]
    words = " ".join(part.text for page in guide.pages("bao-ve-rung") for part in page.parts if page.name != "english")
    assert "mại dâm" not in words
    assert "Lai Châu" not in words


def test_the_guide_names_every_key_of_the_window() -> None:
    page = next(page for page in guide.pages() if page.name == "keys")
    named = {span.text for part in page.parts for span in part.spans if span.bold}
    keys = {key for line, _ in KEYS for key in re.split(r", (?=\w|[↑↓←→])| … ", line)}
    assert keys - named == set()
