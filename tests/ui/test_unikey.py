"""Vietnamese typing as Unikey sends it, Backspace bursts included, into every kind of editor of the real window."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QListView, QPlainTextEdit

from desktop_app.domain.values import Value
from desktop_app.session import opening, records
from tests.ui.conftest import PROVINCE, MakeFile, OpenWindow
from tests.ui.hand import CONTROL, Hand, now
from tests.ui.unikey import Unikey, on_paper, split, stream
from ui.cells.cell_page import CellPage
from ui.form.choice_editors import ChoiceEditor
from ui.form.multi_editor import MultiEditor

METHODS = pytest.mark.parametrize("method", ["telex", "vni"])
HABITS = pytest.mark.parametrize("late", [False, True], ids=["marks at once", "marks at the end"])
SYLLABLE = re.compile(r"(ngh?|nh|ch|gh|kh|ph|th|tr|gi|qu|[bcdđghklmnpqrstvx])?[aăâeêioôơuưy]{1,3}(ch|nh|ng|[cmnpt])?")
NEW_PLACE = re.compile(r"o[áàảãạéèẻẽẹ]|(?<!q)u[ýỳỷỹỵ]", re.IGNORECASE)  # oá where the keyboard is set to óa
TEXT = "ĐƯỜNG Nguyễn Thị Thướng tiếng Việt ưỡn quỹ khuỷu thuở giữa ngoằn nghiêng lưu chiếc đò"

# what a keyboard logger saw is written here stroke by stroke, a burst in one piece
WRITTEN_DOWN = {
    ("telex", "tieengs"): (["t", "i", "e", "\bê", "n", "g", "\b\b\bếng"], "tiếng"),
    ("telex", "dduowngf"): (["d", "\bđ", "u", "o", "\bơ", "\b\bươn", "g", "\b\b\bờng"], "đường"),
    ("telex", "DDeeu"): (["D", "\bĐ", "e", "\bê", "u"], "Đêu"),
    ("telex", "hoafn"): (["h", "o", "a", "\b\bòa", "\b\boàn"], "hoàn"),
    ("telex", "tieengsr"): (["t", "i", "e", "\bê", "n", "g", "\b\b\bếng", "\b\b\bểng"], "tiểng"),
    ("telex", "ass"): (["a", "\bá", "\bas"], "as"),
    ("telex", "muaf\b\bowif"): (["m", "u", "a", "\b\bùa", "\b", "\b", "o", "\bơ", "i", "\b\bời"], "mời"),
    ("vni", "tie6ng1"): (["t", "i", "e", "\bê", "n", "g", "\b\b\bếng"], "tiếng"),
    ("vni", "d9u7o7ng2"): (["d", "\bđ", "u", "\bư", "o", "\bơ", "n", "g", "\b\b\bờng"], "đường"),
    ("vni", "nguoi72"): (["n", "g", "u", "o", "i", "\b\b\bươi", "\b\bời"], "người"),
}


def words_of(source: Iterable[Any]) -> Iterator[str]:
    """Every Vietnamese syllable in what the plan says."""
    for value in source.values() if isinstance(source, Mapping) else source:
        if isinstance(value, str):
            yield from (w for w in re.findall(r"[^\W\d_]+", value) if is_syllable(w))
        elif isinstance(value, Mapping | list | tuple):
            yield from words_of(value)


def is_syllable(word: str) -> bool:
    return bool(SYLLABLE.fullmatch("".join(letter for letter, _ in split(word)))) and not NEW_PLACE.search(word)


def content(hand: Hand) -> str:
    """What stands in the field that has the cursor."""
    field = hand.focus()
    assert isinstance(field, QLineEdit | QPlainTextEdit)
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def type_and_watch(hand: Hand, text: str, method: str, *, late: bool = False) -> None:
    """Type with time between the strokes, so that popups open; after each one the field holds what was typed."""
    strokes = stream(text, method, late=late)
    for number, stroke in enumerate(strokes):
        hand.type([stroke])
        hand.answered()
        assert content(hand) == on_paper(strokes[: number + 1])
    assert content(hand) == text


def stored(path: Path, kind: str, field: str) -> Value:
    with opening.open_file(path, now=now) as file:
        return records.rows(file, kind)[-1].values[field]


# --- the keyboard --------------------------------------------------------------------------------------------------


@METHODS
@HABITS
def test_the_keyboard_of_these_tests_can_write_every_word_of_the_plan(
    source: Mapping[str, Any], method: str, late: bool
) -> None:
    words = set(words_of(source))
    assert len(words) > 1000
    assert [word for word in words if on_paper(stream(word, method, late=late)) != word] == []


@pytest.mark.parametrize(("method", "keys"), WRITTEN_DOWN)
def test_the_keyboard_sends_what_was_written_down(method: str, keys: str) -> None:
    strokes, word = WRITTEN_DOWN[method, keys]
    keyboard = Unikey(method)
    assert [keyboard.press(key) for key in keys] == strokes
    assert on_paper(strokes) == word


# --- text ----------------------------------------------------------------------------------------------------------


@METHODS
@HABITS
@pytest.mark.parametrize("field", ["title", "note"])
def test_text_arrives_letter_by_letter(
    open_window: OpenWindow, make_file: MakeFile, method: str, late: bool, field: str
) -> None:
    path = make_file()
    hand = open_window(path)
    hand.go(2)
    hand.new("comm_activity")
    hand.into(field)
    type_and_watch(hand, TEXT, method, late=late)
    hand.key(Qt.Key.Key_Tab)
    hand.window.close()
    assert stored(path, "comm_activity", field) == TEXT


def test_what_was_written_down_arrives_in_every_field_of_a_form(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(PROVINCE))
    hand.go(2)
    hand.new("comm_activity")
    assert hand.form.grid is not None
    hand.into(next(iter(hand.form.grid.editors)))
    for name, editor in hand.form.grid.editors.items():
        if editor.inner() is hand.focus() and isinstance(editor.inner(), QLineEdit | QPlainTextEdit):
            for keys, (strokes, word) in WRITTEN_DOWN.items():
                hand.key(Qt.Key.Key_A, CONTROL)
                hand.type(strokes)
                assert (name, keys, content(hand)) == (name, keys, word)
        while editor.isAncestorOf(hand.focus()):
            hand.key(Qt.Key.Key_Tab)


def test_decomposed_letters_that_are_pasted_become_composed(open_window: OpenWindow, make_file: MakeFile) -> None:
    path = make_file()
    hand = open_window(path)
    hand.go(2)
    hand.new("comm_activity")
    for field in ("title", "note"):
        QApplication.clipboard().setText(unicodedata.normalize("NFD", TEXT))
        hand.into(field)
        hand.key(Qt.Key.Key_V, CONTROL)
        assert content(hand) != TEXT
        hand.key(Qt.Key.Key_Tab)
        hand.answered()
    hand.window.close()
    assert (stored(path, "comm_activity", "title"), stored(path, "comm_activity", "note")) == (TEXT, TEXT)


# --- what is found by typing ---------------------------------------------------------------------------------------

FOUND = [  # page, kind, field, what is typed, the line that is meant
    (2, "comm_activity", "form", "Hội nghị", "Hội nghị, nói chuyện chuyên đề"),
    (2, "comm_activity", "unit", "Xã Mường Than", "Xã Mường Than"),
    (2, "comm_activity", "language", "Tiếng Thái", "Tiếng Thái"),
    (4, "tip", "establishment", "Đường Quỹ", "Nhà nghỉ Đường Quỹ - Karaoke"),
]
PLACES: list[tuple[str, dict[str, Value]]] = [
    ("establishment", {"name": name, "business_type": "karaoke"}) for name in ("Nhà nghỉ Đường Quỹ", "Hoa Ban", "Đ")
]


def lines(hand: Hand) -> list[str]:
    """The lines of the popup."""
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QListView), hand.focus()
    return [str(popup.model().index(row, 0).data()).strip() for row in range(popup.model().rowCount())]


@METHODS
@pytest.mark.parametrize("hurried", [False, True], ids=["with time", "in one go"])
@pytest.mark.parametrize(("page", "kind", "field", "text", "meant"), FOUND, ids=[str(f[2]) for f in FOUND])
def test_the_popup_follows_and_disturbs_no_letter(
    open_window: OpenWindow, make_file: MakeFile,
    method: str, hurried: bool, page: int, kind: str, field: str, text: str, meant: str,
) -> None:  # fmt: skip
    hand = open_window(make_file(PROVINCE, PLACES))
    hand.go(page)
    hand.new(kind)
    hand.into(field)
    if hurried:
        hand.type(stream(text, method))
        assert content(hand) == text
        hand.key(Qt.Key.Key_Tab)
    else:
        type_and_watch(hand, text, method)
        assert meant in lines(hand)
        assert len(lines(hand)) < 5
        hand.key(Qt.Key.Key_Return)
    hand.answered()
    assert hand.problem(field) == ""
    assert hand.form.grid is not None
    editor = hand.form.grid.editors[field]
    if isinstance(editor, MultiEditor):
        assert [tag.text().strip() for tag in editor.tags.findChildren(QAbstractButton)] == [meant]
    else:
        assert isinstance(editor, ChoiceEditor)
        assert editor.finder.text().startswith(meant)
        assert editor.value is not None


def test_words_typed_on_in_a_hurry_never_choose_what_an_earlier_letter_found(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = open_window(make_file(PROVINCE, PLACES))
    hand.go(4)
    hand.new("tip")
    hand.into("establishment")
    hand.type(stream("Đ", "telex"))
    hand.answered()
    hand.type(stream("ường Quỹ", "telex"))
    hand.key(Qt.Key.Key_Tab)
    hand.answered()
    assert hand.form.grid is not None
    inner = hand.form.grid.editors["establishment"].inner()
    assert isinstance(inner, QLineEdit)
    assert inner.text().startswith("Nhà nghỉ Đường Quỹ")


# --- numbers and days ----------------------------------------------------------------------------------------------

TYPED = {"date": ("5/7/22", "05/07/2022"), "sessions": ("12", "12"), "cost": ("1500000", "1.500.000")}


@METHODS
@pytest.mark.parametrize("field", TYPED)
def test_letters_in_a_number_stay_and_are_told_and_digits_go_through(
    open_window: OpenWindow, make_file: MakeFile, method: str, field: str
) -> None:
    hand = open_window(make_file())
    hand.go(2)
    hand.new("comm_activity")
    hand.write("title", "Có trước")
    hand.into(field)
    hand.type(stream("năm nghìn", method))
    hand.key(Qt.Key.Key_Tab)
    hand.answered()
    assert "năm nghìn" in hand.problem(field)
    hand.into(field)
    assert content(hand) == "năm nghìn"
    typed, shown = TYPED[field]
    hand.type(stream(typed, method))
    hand.key(Qt.Key.Key_Tab)
    hand.answered()
    assert hand.problem(field) == ""
    hand.into(field)
    assert content(hand) == shown


# --- searching, and the start page ---------------------------------------------------------------------------------

ACTIVITIES: list[tuple[str, dict[str, Value]]] = [
    ("comm_activity", {"form": "loa", "title": title, "audience": ("nhan_dan",)})
    for title in ("Ngưỡng cửa Đường Mới", "Duong", "Khác")
]


@METHODS
def test_the_search_over_the_file_finds_what_was_typed(
    open_window: OpenWindow, make_file: MakeFile, method: str
) -> None:
    hand = open_window(make_file(records=ACTIVITIES))
    hand.key(Qt.Key.Key_F, CONTROL)
    type_and_watch(hand, "ngưỡng cửa đường", method)
    hand.wait()
    hand.key(Qt.Key.Key_Return)
    hand.wait()
    assert hand.form.grid is not None
    assert hand.form.grid.editors["title"].value == "Ngưỡng cửa Đường Mới"


@METHODS
def test_the_search_in_a_list_finds_what_was_typed(open_window: OpenWindow, make_file: MakeFile, method: str) -> None:
    hand = open_window(make_file(records=ACTIVITIES))
    hand.go(2)
    hand.area.list.search.setFocus()
    type_and_watch(hand, "đường mới", method)
    hand.bot.waitUntil(lambda: hand.area.list.table.rows.rowCount() == 1)


@METHODS
def test_the_start_page_takes_unit_name_and_place(open_window: OpenWindow, method: str) -> None:
    hand = open_window(None)
    start = hand.window.start
    assert start is not None
    start.new.tree.search.setFocus()
    type_and_watch(hand, "Mường Than", method)
    assert "muong-than" in start.new.path.text()
    for field, text in ((start.new.author, "Nguyễn Thị Thướng"), (start.new.path, "/tmp/Sổ Mường Đường.db")):
        field.setFocus()
        field.selectAll()
        type_and_watch(hand, text, method)


# --- a list edited as a sheet --------------------------------------------------------------------------------------


def sheet_of(hand: Hand) -> CellPage:
    hand.go(2)
    hand.area.list.choose_kind("comm_activity")
    hand.wait()
    hand.area.list.cells.toggle()
    hand.wait()
    page = hand.area.list.cells.page
    assert page is not None
    return page


@METHODS
@HABITS
@pytest.mark.parametrize("field", ["title", "note"])
def test_text_arrives_in_a_cell_from_its_first_stroke(
    open_window: OpenWindow, make_file: MakeFile, method: str, late: bool, field: str
) -> None:
    path = make_file(records=ACTIVITIES)
    hand = open_window(path)
    page = sheet_of(hand)
    page.table.go_to(0, page.rows.columns.index(field))
    page.table.setFocus()
    type_and_watch(hand, TEXT, method, late=late)
    hand.key(Qt.Key.Key_Return)
    hand.wait()
    assert page.rows.text_at(0, page.rows.columns.index(field)) == TEXT


@METHODS
@pytest.mark.parametrize("hurried", [False, True], ids=["with time", "in one go"])
def test_a_choice_in_a_cell_is_found_by_what_a_vietnamese_keyboard_sends(
    open_window: OpenWindow, make_file: MakeFile, method: str, hurried: bool
) -> None:
    hand = open_window(make_file(records=ACTIVITIES))
    page = sheet_of(hand)
    column = page.rows.columns.index("form")
    page.table.go_to(0, column)
    page.table.setFocus()
    if hurried:
        hand.type(stream("Hội nghị", method))
    else:
        type_and_watch(hand, "Hội nghị", method)
    hand.key(Qt.Key.Key_Tab)
    hand.wait()
    assert page.rows.text_at(0, column) == "Hội nghị, nói chuyện chuyên đề"


def test_what_was_written_down_arrives_in_cells_one_after_the_other(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = open_window(make_file(records=ACTIVITIES))
    page = sheet_of(hand)
    column = page.rows.columns.index("place")
    page.table.go_to(0, column)
    page.table.setFocus()
    for strokes, word in WRITTEN_DOWN.values():
        hand.type(strokes)
        hand.key(Qt.Key.Key_Return)
        hand.wait()
        assert page.rows.text_at(page.table.here[0] - 1, column) == word
        page.table.go_to(0, column)
