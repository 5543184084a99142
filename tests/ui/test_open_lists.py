"""A shortcut closes what is open first, and no key lands in a field that does not have the focus."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop_app.session import records
from tests.ui.conftest import MakeFile, OpenWindow, open_one
from tests.ui.hand import CONTROL, Hand


def opened(open_window: OpenWindow, make_file: MakeFile) -> Hand:
    """A record in the form, the list of its field “Hình thức” open below it."""
    hand = open_one(open_window, make_file)
    hand.into("form")
    open_list(hand)
    return hand


def open_list(hand: Hand) -> None:
    hand.key(Qt.Key.Key_Down)
    hand.wait()
    assert QApplication.activePopupWidget() is not None


def test_a_new_record_takes_every_letter_that_is_typed_after_ctrl_n(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = opened(open_window, make_file)
    hand.key(Qt.Key.Key_N, CONTROL)
    hand.wait()
    assert QApplication.activePopupWidget() is None
    hand.type("13/07/2022")
    hand.key(Qt.Key.Key_Tab)
    hand.wait()
    days = hand.ask(lambda file: sorted(str(row.values["date"]) for row in records.rows(file, "comm_activity")))
    assert days == ["2022-07-13", "2022-07-20"]


def test_what_is_searched_is_typed_into_the_search(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = opened(open_window, make_file)
    hand.key(Qt.Key.Key_F, CONTROL)
    assert QApplication.activePopupWidget() is None
    hand.type("lan")
    assert hand.view.search.text() == "lan"
    assert hand.form.grid is not None
    assert not hand.form.grid.editors["form"].half_typed


def test_an_open_calendar_gives_way_to_a_shortcut(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_one(open_window, make_file)
    hand.into("date")
    open_list(hand)
    hand.key(Qt.Key.Key_1, CONTROL)
    hand.wait()
    assert QApplication.activePopupWidget() is None
    assert hand.view.tabs.currentIndex() == 0


def test_esc_closes_the_list_and_nothing_else(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = opened(open_window, make_file)
    here = hand.focus()
    hand.key(Qt.Key.Key_Escape)
    hand.wait()
    assert QApplication.activePopupWidget() is None
    assert hand.form.state.content is not None
    assert hand.focus() is here


def test_a_list_closes_when_its_field_loses_the_focus(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = opened(open_window, make_file)
    assert hand.form.grid is not None
    hand.form.grid.focus_field("title")
    assert QApplication.activePopupWidget() is None
    here = hand.focus()
    assert isinstance(here, QLineEdit)
    hand.type("x")
    assert here.text() == "x"
