"""Editors: values are read on leaving, letters arrive as a Vietnamese keyboard sends them."""

import time
import unicodedata
from decimal import Decimal

import pytest
from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCalendarWidget, QLineEdit, QListView, QPlainTextEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.domain.field_types import FIELD_TYPES
from desktop_app.domain.plan import Check, Field
from desktop_app.domain.values import Problem
from desktop_app.messages import Label
from ui.form.bool_editor import BoolEditor
from ui.form.choice_editors import ChoiceEditor
from ui.form.field_dates import DateEditor
from ui.form.field_editors import FieldEditor, LineEditor
from ui.form.long_text_editor import LongTextEditor
from ui.form.multi_editor import ChoiceTag, MultiEditor
from ui.widgets import parts, theme
from ui.widgets.finder import Finder
from ui.widgets.flow_row import FlowRow
from ui.widgets.one_line import MOST, OneLine
from ui.widgets.open_popup import place_by
from ui.widgets.options import Option, means, search_in
from ui.widgets.text_line import TextLine

OPTIONS = [Option("thi_tran", "Thị trấn"), Option("thi_xa", "Thị xã"), Option("xa", "Xã")]
# as Unikey sends them: the letters, then Backspace and the letter with its tone
STREAMS = {"thi\bí": "thí", "tha\bâ\bấy": "thấy", "d\bđuo\b\bương\b\b\bờng": "đường", "d\bđo\bô\bồng": "đồng"}


def field(kind: str, *checks: Check, plain: bool = False) -> Field:
    return Field(
        "note", FIELD_TYPES[kind], Label("Ghi chú"), Label(""), "P0", choices="list", checks=checks, plain=plain
    )


def editor_of(kind: str) -> FieldEditor:
    if kind == "longtext":
        return LongTextEditor(field(kind))
    if kind == "date":
        return DateEditor(field(kind))
    if kind == "choice":
        return ChoiceEditor(field(kind), search_in(lambda: OPTIONS))
    if kind == "multi":
        return MultiEditor(field(kind), lambda: OPTIONS, str)
    return LineEditor(field(kind))


def type_keys(widget: QWidget, stream: str) -> None:
    for letter in stream:
        key = Qt.Key.Key_Backspace if letter == "\b" else Qt.Key(0)
        text = "" if letter == "\b" else letter
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text))


def text_of(widget: QWidget) -> str:
    assert isinstance(widget, QLineEdit | QPlainTextEdit)
    return widget.text() if isinstance(widget, QLineEdit) else widget.toPlainText()


@pytest.mark.parametrize("kind", ["text", "longtext", "int", "date", "choice", "multi"])
@pytest.mark.parametrize("stream", STREAMS)
def test_vietnamese_letters_arrive_as_the_keyboard_sends_them(qtbot: QtBot, kind: str, stream: str) -> None:
    editor = editor_of(kind)
    qtbot.addWidget(editor)
    editor.show()
    editor.inner().setFocus()
    type_keys(editor.inner(), stream)
    assert text_of(editor.inner()) == STREAMS[stream]


def test_a_sentence_goes_on_where_it_was_after_a_look_at_another_window(qtbot: QtBot) -> None:
    editor = LineEditor(field("text"))
    qtbot.addWidget(editor)
    editor.show()
    editor.line.setFocus()
    type_keys(editor.line, "Nói chuyện ")
    for kind in (QEvent.Type.FocusOut, QEvent.Type.FocusIn):
        QApplication.sendEvent(editor.line, QFocusEvent(kind, Qt.FocusReason.ActiveWindowFocusReason))
    type_keys(editor.line, "chuyên đề")
    editor.commit()
    assert editor.value == "Nói chuyện chuyên đề"


def test_text_is_composed_when_the_field_is_left(qtbot: QtBot) -> None:
    editor = LineEditor(field("text"))
    qtbot.addWidget(editor)
    said: list[object] = []
    editor.edited.connect(said.append)
    editor.line.setText(unicodedata.normalize("NFD", "  Mường Thàn "))
    editor.commit()
    assert said == ["Mường Thàn"]
    assert editor.line.text() == "Mường Thàn"


@pytest.mark.parametrize(
    ("kind", "typed", "value", "shown"),
    [
        ("int", "1240", 1240, "1.240"),
        ("money", "1.500.000", 1500000, "1.500.000"),
        ("date", "5/3/22", "2022-03-05", "05/03/2022"),
        ("date", "050322", "2022-03-05", "05/03/2022"),
        ("date", "5.3.2022", "2022-03-05", "05/03/2022"),
        ("date", "5-3", "2022-03-05", "05/03/2022"),
        ("decimal", "1.234,5", Decimal("1234.5"), "1.234,5"),
        ("decimal", "1234,5", Decimal("1234.5"), "1.234,5"),
    ],
)
def test_numbers_and_days_are_read_and_shown_the_vietnamese_way(
    qtbot: QtBot, kind: str, typed: str, value: object, shown: str
) -> None:
    editor = editor_of(kind)
    editor.year = ("2021-12-15", "2022-12-14")
    qtbot.addWidget(editor)
    said: list[object] = []
    editor.edited.connect(said.append)
    editor.inner().setProperty("text", typed)
    editor.commit()
    assert said == [value]
    assert text_of(editor.inner()) == shown


def test_a_year_has_no_thousands_point(qtbot: QtBot) -> None:
    editor = LineEditor(field("int", plain=True))
    qtbot.addWidget(editor)
    editor.line.setText("2022")
    editor.commit()
    assert editor.line.text() == "2022"


def test_unreadable_text_stays_and_is_said_once(qtbot: QtBot) -> None:
    editor = LineEditor(field("int"))
    qtbot.addWidget(editor)
    said: list[tuple[Problem, str]] = []
    editor.misread.connect(lambda problem, raw: said.append((problem, raw)))
    editor.line.setText("mười")
    editor.commit()
    editor.commit()
    assert [raw for _, raw in said] == ["mười"]
    assert editor.line.text() == "mười"


def test_the_old_value_typed_again_after_a_mistake_is_said_again(qtbot: QtBot) -> None:
    editor = LineEditor(field("int"))
    qtbot.addWidget(editor)
    editor.show_value(5, "5")
    said: list[object] = []
    editor.edited.connect(said.append)
    for typed in ("x", "5"):
        editor.line.setText(typed)
        editor.commit()
    assert said == [5]


def test_nothing_is_said_when_nothing_changed(qtbot: QtBot) -> None:
    editor = LineEditor(field("text"))
    qtbot.addWidget(editor)
    editor.show_value("a", "a")
    said: list[object] = []
    editor.edited.connect(said.append)
    editor.line.setText(" a ")
    editor.commit()
    assert said == []


@pytest.mark.parametrize("kind", ["text", "longtext"])
@pytest.mark.parametrize("value", ["x" * 40_000, "bản\u00a0Nà Khương", "dòng 1\r\ndòng 2\u2028dòng 3", "\ufeffPhát"])
def test_to_go_through_a_field_changes_nothing_whatever_a_file_holds(qtbot: QtBot, kind: str, value: str) -> None:
    editor = editor_of(kind)
    qtbot.addWidget(editor)
    editor.show_value(value, value)
    said: list[object] = []
    editor.edited.connect(said.append)
    editor.show()
    editor.inner().setFocus()
    assert not editor.half_typed
    editor.commit()
    assert (said, editor.value) == ([], value)


def test_an_open_question_is_neither_yes_nor_no(qtbot: QtBot) -> None:
    editor = BoolEditor(field("bool"))
    qtbot.addWidget(editor)
    said: list[object] = []
    editor.edited.connect(said.append)
    assert not editor.yes.isChecked()
    assert not editor.no.isChecked()
    for button in (editor.yes, editor.no, editor.no):
        button.click()
    assert said == [True, False, None]


def test_a_long_text_counts_towards_the_limit_of_its_check(qtbot: QtBot) -> None:
    check = Check("note", "length(note) <= 10", "error", "always", Label("Quá dài."))
    editor = LongTextEditor(field("longtext", check))
    qtbot.addWidget(editor)
    editor.area.setPlainText("mười hai chữ")
    assert editor.counter.text() == "12/10"


def test_a_pasted_word_without_end_does_not_stop_the_window(qtbot: QtBot) -> None:
    editor = LongTextEditor(field("longtext"))
    qtbot.addWidget(editor)
    editor.show()
    QApplication.clipboard().setText("y" * 200_000)
    started = time.process_time()
    editor.area.paste()
    editor.commit()
    qtbot.wait(1)
    assert len(editor.raw) == 200_000
    assert time.process_time() - started < 1.5


@pytest.mark.parametrize("kind", ["text", "int", "date", "choice"])
def test_a_paste_without_end_is_refused_at_once_and_what_stood_there_stays(qtbot: QtBot, kind: str) -> None:
    editor = editor_of(kind)
    qtbot.addWidget(editor)
    editor.show()
    line = editor.inner()
    assert isinstance(line, OneLine)
    type_keys(line, "5/3")
    line.setSelection(0, 1)
    QApplication.clipboard().setText("y " * 500_000)
    started = time.process_time()
    with qtbot.waitSignal(line.refused) as refused:
        line.paste()
    assert refused.args == ["Ô này nhận nhiều nhất 10.000 ký tự; chưa dán gì, chữ có sẵn vẫn còn."]
    assert line.text() == "5/3"
    assert time.process_time() - started < 0.5
    line.undo()
    assert line.text() == ""


def test_a_longer_text_that_a_file_holds_is_shown_whole_and_can_be_shortened(qtbot: QtBot) -> None:
    editor = LineEditor(field("text"))
    qtbot.addWidget(editor)
    whole = "một hai " * 2_000 + "ba"
    editor.show_value(whole, whole)
    editor.line.setFocus()
    editor.line.setCursorPosition(len(whole))
    type_keys(editor.line, "x")
    qtbot.wait(1)
    assert editor.raw == whole
    type_keys(editor.line, "\b\bx")
    assert editor.raw == whole[:-2] + "x"


def test_a_full_line_keeps_what_was_typed_before(qtbot: QtBot) -> None:
    editor = LineEditor(field("text"))
    qtbot.addWidget(editor)
    editor.show()
    editor.line.insert("a" * (MOST - 2))
    type_keys(editor.line, "xyz")
    qtbot.wait(1)
    assert editor.raw.endswith("axy")


def test_tags_keep_the_order_of_the_list(qtbot: QtBot) -> None:
    editor = MultiEditor(field("multi"), lambda: OPTIONS, str)
    qtbot.addWidget(editor)
    said: list[object] = []
    editor.edited.connect(said.append)
    for value in ("xa", "thi_tran"):
        editor.finder.picked.emit(value, value)
    assert said[-1] == ("thi_tran", "xa")


def test_what_is_chosen_already_may_be_typed_again(qtbot: QtBot) -> None:
    editor = MultiEditor(field("multi"), lambda: OPTIONS, str)
    qtbot.addWidget(editor)
    editor.show_value(("thi_tran",), "")
    wrong: list[object] = []
    editor.misread.connect(lambda *problem: wrong.append(problem))
    type_keys(editor.finder, "thi tran")
    editor.commit()
    assert (editor.value, editor.raw, wrong) == (("thi_tran",), "", [])


def test_words_that_name_no_line_stay_with_their_record(qtbot: QtBot) -> None:
    editor = MultiEditor(field("multi"), lambda: OPTIONS, str)
    qtbot.addWidget(editor)
    type_keys(editor.finder, "54")
    editor.commit()
    assert editor.raw == "54"
    editor.show_value(("xa",), "")
    assert editor.raw == ""


def test_words_that_fit_one_line_only_choose_it(qtbot: QtBot) -> None:
    editor = ChoiceEditor(field("choice"), search_in(lambda: OPTIONS))
    qtbot.addWidget(editor)
    said: list[object] = []
    editor.edited.connect(said.append)
    editor.finder.left.emit("tran")
    assert said == ["thi_tran"]
    assert editor.finder.text() == "Thị trấn"


@pytest.mark.parametrize("kind", ["choice", "multi"])
def test_a_piece_of_a_word_chooses_nothing_when_the_field_is_left(qtbot: QtBot, kind: str) -> None:
    editor = editor_of(kind)
    assert isinstance(editor, ChoiceEditor | MultiEditor)
    qtbot.addWidget(editor)
    editor.show()
    editor.finder.setFocus()
    wrong: list[str] = []
    editor.misread.connect(lambda _, raw: wrong.append(raw))
    type_keys(editor.finder, "ra")
    editor.commit()
    assert (wrong, editor.value, editor.raw) == (["ra"], None, "ra")


@pytest.mark.parametrize("keys", [[Qt.Key.Key_Return], [Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Tab]])
def test_enter_and_a_choice_by_hand_take_a_line_by_a_piece_of_its_words(qtbot: QtBot, keys: list[Qt.Key]) -> None:
    editor = editor_of("choice")
    assert isinstance(editor, ChoiceEditor)
    qtbot.addWidget(editor)
    editor.show()
    editor.activateWindow()
    qtbot.waitUntil(editor.isActiveWindow)
    editor.finder.setFocus()
    type_keys(editor.finder, "hi")
    for key in keys:
        QTest.keyClick(QApplication.activePopupWidget() or editor.finder, key)
    editor.commit()
    assert editor.value == "thi_tran"


@pytest.mark.parametrize(
    ("typed", "taken"),
    [("NaN", False), ("nung nang", True), ("nàng", True), ("Xã N", True), ("nung na", True), ("ung nang", False)],
)
def test_what_words_can_be_taken_for_a_line(typed: str, taken: bool) -> None:
    assert means(Option("x", "Xã Nùng Nàng"), typed) is taken
    assert not means(Option("x", "Xã Nùng Nàng", new=True), typed)


def opened_list(qtbot: QtBot, finder: Finder) -> QListView:
    """The list below a finder, opened with the arrow."""
    finder.show()
    finder.activateWindow()
    finder.setFocus()
    qtbot.waitUntil(finder.hasFocus)
    QTest.keyClick(finder, Qt.Key.Key_Down)
    popup = finder._completer.popup()
    assert isinstance(popup, QListView)
    qtbot.waitUntil(popup.isVisible)
    return popup


def test_the_line_that_a_field_holds_is_in_sight_when_its_list_opens(qtbot: QtBot) -> None:
    options = [Option(str(number), f"Xã số {number}", 2) for number in range(120)]
    finder = Finder(search_in(lambda: options))
    qtbot.addWidget(finder)
    finder.show_choice("Xã số 100")
    popup = opened_list(qtbot, finder)
    assert popup.currentIndex().row() == 100
    assert popup.viewport().rect().contains(popup.visualRect(popup.currentIndex()))
    popup.hide()


def test_the_line_that_adds_what_is_missing_stands_whole(qtbot: QtBot) -> None:
    options = [Option("", "Thêm mới “Cơ quan chưa có trong danh mục” (Cơ quan, đơn vị)", new=True)]
    finder = Finder(search_in(lambda: options))
    qtbot.addWidget(finder)
    finder.resize(300, 34)
    popup = opened_list(qtbot, finder)
    assert popup.sizeHintForColumn(0) <= popup.viewport().width()
    assert popup.sizeHintForRow(0) <= popup.viewport().height()
    popup.hide()


def test_emptying_a_choice_takes_its_value_away(qtbot: QtBot) -> None:
    editor = ChoiceEditor(field("choice"), search_in(lambda: OPTIONS))
    qtbot.addWidget(editor)
    editor.show_value("xa", "Xã")
    said: list[object] = []
    editor.edited.connect(said.append)
    editor.finder.left.emit("")
    assert said == [None]


def test_a_pair_of_buttons_is_one_field_and_is_answered_by_its_letters(qtbot: QtBot) -> None:
    editor = BoolEditor(field("bool"))
    editor.name("Có ký cam kết")
    qtbot.addWidget(editor)
    said: list[object] = []
    entered: list[bool] = []
    editor.edited.connect(said.append)
    editor.entered.connect(lambda: entered.append(True))
    assert [b.accessibleName() for b in (editor.yes, editor.no)] == ["Có ký cam kết: Có", "Có ký cam kết: Không"]
    editor.show()
    QTest.keyClick(editor.yes, Qt.Key.Key_K)
    assert said == [False]
    assert editor.inner() is editor.no
    assert editor.yes.focusPolicy() is Qt.FocusPolicy.ClickFocus
    QTest.keyClick(editor.no, Qt.Key.Key_Left)
    QTest.keyClick(editor.yes, Qt.Key.Key_Space)
    QTest.keyClick(editor.yes, Qt.Key.Key_Return)
    assert said == [False, True]
    assert entered == [True]


def test_enter_leaves_a_long_text_and_with_shift_begins_a_line(qtbot: QtBot) -> None:
    editor = LongTextEditor(field("longtext"))
    qtbot.addWidget(editor)
    entered: list[bool] = []
    editor.entered.connect(lambda: entered.append(True))
    editor.show()
    type_keys(editor.area, "ab")
    QTest.keyClick(editor.area, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    type_keys(editor.area, "c")
    QTest.keyClick(editor.area, Qt.Key.Key_Return)
    assert editor.area.toPlainText() == "ab\nc"
    assert entered == [True]


def test_tags_are_taken_away_by_keys(qtbot: QtBot) -> None:
    editor = MultiEditor(field("multi"), lambda: OPTIONS, str)
    editor.name("Đối tượng")
    qtbot.addWidget(editor)
    editor.show_value(("thi_tran", "thi_xa", "xa"), "")
    said: list[object] = []
    editor.edited.connect(said.append)
    editor.show()
    editor.activateWindow()
    qtbot.waitUntil(editor.isActiveWindow)
    QTest.keyClick(editor.finder, Qt.Key.Key_Backspace)
    last = QApplication.focusWidget()
    assert isinstance(last, ChoiceTag)
    assert last.accessibleName() == "Đối tượng: bỏ xa"
    QTest.keyClick(last, Qt.Key.Key_Left)
    before_last = QApplication.focusWidget()
    assert isinstance(before_last, ChoiceTag)
    QTest.keyClick(before_last, Qt.Key.Key_Delete)
    assert said == [("thi_tran", "xa")]
    assert editor.finder.hasFocus()


def test_a_calendar_opens_below_its_field_and_gives_a_day_by_keys(qtbot: QtBot) -> None:
    editor = DateEditor(field("date"))
    editor.today = "2022-09-08"
    qtbot.addWidget(editor)
    said: list[object] = []
    editor.edited.connect(said.append)
    editor.show()
    editor.line.setFocus()
    QTest.keyClick(editor.line, Qt.Key.Key_Down)
    calendar = editor.findChild(QCalendarWidget)
    assert calendar is not None
    view = calendar.focusProxy() or QApplication.focusWidget()
    assert view is not None
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Return):
        QTest.keyClick(view, key)
    assert said == ["2022-08-31"]
    editor.take_today()
    assert said[1:] == ["2022-09-08"]


def test_a_calendar_that_has_room_neither_below_nor_above_its_field_is_still_whole_on_the_screen(qtbot: QtBot) -> None:
    editor = DateEditor(field("date"))
    qtbot.addWidget(editor)
    room = editor.screen().availableGeometry()
    editor.move(room.center())
    editor.show()
    high = QSize(310, room.height() * 3 // 4)  # as on a low screen enlarged to 150 %
    assert room.contains(QRect(place_by(editor, high), high))


def test_the_month_that_a_calendar_shows_is_ticked_in_its_menu_of_months(qtbot: QtBot) -> None:
    editor = DateEditor(field("date"))
    editor.today = "2022-09-08"
    qtbot.addWidget(editor)
    editor.show()
    editor.open_calendar()
    calendar = editor.findChild(QCalendarWidget)
    assert calendar is not None
    button = calendar.findChild(QToolButton, "qt_calendar_monthbutton")
    assert isinstance(button, QToolButton)

    def ticked() -> list[object]:
        return [action.data() for action in button.menu().actions() if not action.icon().isNull()]

    assert ticked() == [9]
    calendar.showNextMonth()
    assert ticked() == [10]


def test_a_name_that_is_longer_than_its_field_ends_in_three_points_until_somebody_writes_there(qtbot: QtBot) -> None:
    name = "Trung tâm Văn hóa, Thể thao và Truyền thông huyện Mường Tè"
    for kind in ("text", "choice"):
        editor = editor_of(kind)
        qtbot.addWidget(editor)
        editor.show()
        editor.resize(160, 40)
        editor.show_value(name, name)
        line = editor.inner()
        assert isinstance(line, TextLine)
        assert not line.hasFocus()
        assert line.in_sight.endswith("…")
        assert name.startswith(line.in_sight[:-1].rstrip())
        assert not line.grab().isNull()
        editor.activateWindow()
        line.setFocus()
        qtbot.waitUntil(line.hasFocus)
        assert line.in_sight == line.text() == name


def test_lines_that_were_pasted_into_a_field_of_one_line_are_read_on_one(qtbot: QtBot) -> None:
    line = TextLine("Họ và tên: (không ghi)\nNăm sinh: (không ghi)")
    qtbot.addWidget(line)
    line.resize(160, 34)
    line.show()
    assert line.in_sight.startswith("Họ và tên: (")
    assert "\n" not in line.in_sight


def test_a_choice_that_just_has_room_keeps_its_first_letter_while_somebody_stands_there(qtbot: QtBot) -> None:
    finder = Finder(search_in(lambda: OPTIONS))
    qtbot.addWidget(finder)
    finder.setStyleSheet(theme.style_sheet(theme.PALETTES["light"]))
    finder.show_choice("Lồng ghép họp thôn, bản, sinh hoạt đoàn thể")
    finder.show()
    finder.resize(next(wide for wide in range(100, 900) if _has_room(finder, wide)) + 4, 34)
    finder.activateWindow()
    finder.setFocus()
    qtbot.waitUntil(finder.hasFocus)
    finder.selectAll()
    finder.grab()  # Qt moves the text when it paints
    end = finder.cursorRect().x()
    finder.home(False)
    finder.grab()
    assert end - finder.cursorRect().x() >= finder.fontMetrics().horizontalAdvance(finder.text()) - 1


def _has_room(line: TextLine, wide: int) -> bool:
    line.resize(wide, 34)
    return line.in_sight == line.text()


@pytest.mark.parametrize("kind", ["text", "choice"])
def test_a_field_that_was_left_shows_its_first_letter_again(qtbot: QtBot, kind: str) -> None:
    both = QWidget()
    column = parts.column(both)
    editor, other = editor_of(kind), QLineEdit()
    column.addWidget(editor)
    column.addWidget(other)
    qtbot.addWidget(both)
    both.show()
    both.activateWindow()
    editor.show_value("Tờ rơi", "Tờ rơi")
    line = editor.inner()
    assert isinstance(line, TextLine)
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    line.end(False)
    other.setFocus()
    assert line.cursorPosition() == 0


@pytest.mark.parametrize("kind", ["date", "choice", "multi"])
def test_what_opens_a_list_or_a_calendar_says_of_which_field(qtbot: QtBot, kind: str) -> None:
    editor = editor_of(kind)
    qtbot.addWidget(editor)
    editor.name("Ngày kiểm tra")
    editor.name("Ngày kiểm tra")
    line = editor.inner()
    assert any(sign.text().endswith((" danh sách: Ngày kiểm tra", " lịch: Ngày kiểm tra")) for sign in line.actions())


def test_a_tag_wider_than_its_room_ends_in_dots_and_grows_again(qtbot: QtBot) -> None:
    text = "Bảo đảm bảo quyền của người lao động trong cơ sở kinh doanh dịch vụ"
    row, tag = FlowRow(), ChoiceTag(text, "Hợp phần")
    qtbot.addWidget(row)
    row.add(tag)
    row.resize(200, 40)
    row.show()
    shown = tag.text()
    assert shown.endswith("…")
    assert text.startswith(shown[:-1])
    assert tag.fontMetrics().horizontalAdvance(shown) + 30 <= tag.width() == 200
    row.resize(2000, 40)
    assert tag.text() == text
