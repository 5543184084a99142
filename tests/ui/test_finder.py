"""Type to find: what matches, in which order, and that nothing typed is ever changed."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.finder import Finder
from ui.widgets.options import Option, matching, pick, search_in
from ui.widgets.unit_finder import tree_options

FORMS = [Option("a", "Hội nghị, nói chuyện"), Option("b", "Lồng ghép họp thôn"), Option("c", "Đội tuyên truyền")]
TREE = [Option("1", "Tỉnh Lai Châu"), Option("2", "Huyện Than Uyên", 1), Option("3", "Xã Mường Than", 2)]


def found(options: list[Option], text: str) -> list[str]:
    return [option.value for option in matching(options, text)]


def test_accents_and_the_crossed_d_are_folded() -> None:
    assert found(FORMS, "hoi nghi") == ["a"]
    assert found(FORMS, "doi") == ["c"]


def test_every_word_must_be_there_in_any_order() -> None:
    assert found(FORMS, "thon long") == ["b"]
    assert found(FORMS, "thon hoi") == []


def test_a_line_is_found_by_what_lists_show_for_it_and_its_own_words_go_first() -> None:
    loud = [Option("loa", "Loa truyền thanh cơ sở", also="Phát thanh"), Option("dai", "Phát thanh (đài tỉnh)")]
    assert found(loud, "phat thanh") == ["dai", "loa"]
    assert found(loud[:1], "phat thanh") == ["loa"]
    assert pick(loud[:1], "phat thanh") == 0
    assert found(loud[:1], "phat loa") == []


def test_what_has_the_typed_accents_stands_first() -> None:
    assert found([Option("x", "Hoa ban"), Option("y", "Hòa bình")], "hòa") == ["y", "x"]


def test_what_begins_with_the_first_letter_stands_before_what_only_holds_it() -> None:
    assert found([Option("x", "Loa truyền thanh"), Option("y", "Hội nghị")], "h") == ["y", "x"]
    assert found([Option("x", "Cán bộ hưu trí"), Option("y", "Đội 178")], "d") == ["y"]
    assert found([Option("x", "Tờ rơi"), Option("y", "Đội 178"), Option("z", "Sổ đội")], "đ") == ["y", "z"]
    assert found([Option("x", "Khác hẳn"), Option("y", "Nhà ăn")], "an") == ["y", "x"]


def test_branches_above_a_match_stay_and_the_match_is_marked() -> None:
    options = matching(TREE, "muong than")
    assert [o.value for o in options] == ["1", "2", "3"]
    assert options[pick(options, "muong than")].value == "3"


def test_nothing_typed_shows_everything() -> None:
    assert found(FORMS, "  ") == ["a", "b", "c"]


def test_what_is_typed_stays_as_it_was_typed(qtbot: QtBot) -> None:
    finder = Finder(search_in(lambda: FORMS))
    qtbot.addWidget(finder)
    finder.show()
    finder.setFocus()
    finder.setText("hoi")
    finder.textEdited.emit("hoi")
    assert finder.text() == "hoi"


def test_a_popup_that_is_closed_leads_nobody_back(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    finder, following = Finder(search_in(lambda: FORMS)), QLineEdit()
    column.addWidget(finder)
    column.addWidget(following)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    finder.setFocus()
    QTest.keyClicks(finder, "hoi")
    popup = next(w for w in QApplication.topLevelWidgets() if w.isVisible() and w.objectName() == "popup")
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert finder.text() == "Hội nghị, nói chuyện"
    following.setFocus()
    assert popup.focusProxy() is None
    for letter in "Chuyên":
        QApplication.sendEvent(
            popup, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
        )  # as it comes late
    assert following.text() == "Chuyên"


def test_qt_may_still_ask_what_python_has_emptied(qtbot: QtBot) -> None:
    finder = Finder(search_in(lambda: FORMS))
    qtbot.addWidget(finder)
    finder._rows.fill(FORMS)
    for piece in (finder._popup, finder._rows):
        piece.__dict__.clear()  # as Python does with a form that it collects before Qt has let go of it
    QApplication.sendEvent(finder._popup, QEvent(QEvent.Type.WindowDeactivate))
    assert finder._rows.rowCount() == 0


def test_the_tree_of_units_holds_every_unit_below_its_own() -> None:
    from desktop_app.domain.org_unit import build_units

    units = build_units("x", [("1", None, "tinh", "", "T"), ("2", "1", "xa", "", "B"), ("3", "1", "xa", "", "A")])
    assert [(o.value, o.depth) for o in tree_options(units)] == [("1", 0), ("3", 1), ("2", 1)]
