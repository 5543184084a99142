"""The dialogs of an open file: history of a record, trash."""

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from desktop_app.session import editing, records
from tests.ui.conftest import MakeFile, OpenWindow, open_one
from tests.ui.hand import SHIFT, Hand
from ui.widgets import theme
from ui.widgets.even_label import EvenLabel
from ui.widgets.line_table import LineTable
from ui.widgets.lines import Line
from ui.widgets.list_header import ARROW, SIDE, good_width, heading_font, two_lines, width_for
from ui.widgets.table_dialog import TableDialog


def sheet_of(hand: Hand) -> TableDialog:
    return hand.find(TableDialog)


def lines(sheet: TableDialog) -> list[list[str]]:
    return [list(line.cells) for line in sheet.table.lines]


def press(widget: Hand | TableDialog, label: str) -> None:
    around = widget.window if isinstance(widget, Hand) else widget
    next(b for b in around.findChildren(QAbstractButton) if b.text().strip() == label).click()


def test_the_history_says_who_changed_what(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_one(open_window, make_file)
    hand.write("title", "Hai")
    press(hand, "Lịch sử")
    hand.wait()
    latest, *earlier = lines(sheet_of(hand))
    assert latest[1:] == ["Cán bộ VH-XH", "Nội dung, chủ đề", "Một", "Hai"]
    assert latest[0].endswith("08/09/2022")
    assert ["Nội dung, chủ đề", "", "Một"] in [line[2:] for line in earlier]
    assert [line[1] for line in earlier].count("Cán bộ VH-XH") == 1
    sheet_of(hand).close()


def test_a_deleted_record_is_brought_back_from_the_trash(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_one(open_window, make_file)
    hand.form.saver.delete()
    hand.wait()
    assert hand.area.list.table.rows.rowCount() == 0
    hand.view.dialogs.show_trash()
    hand.wait()
    sheet = sheet_of(hand)
    assert [line[1:] for line in lines(sheet)] == [["Hoạt động tuyên truyền", lines(sheet)[0][2], ""]]
    assert sheet.table.isColumnHidden(3)
    assert "20/07/2022" in lines(sheet)[0][2]
    press(sheet, "Lấy lại")
    hand.wait()
    assert lines(sheet) == []
    assert hand.area.list.table.rows.rowCount() == 1
    sheet.close()


def test_the_history_names_a_place_that_is_empty(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_one(open_window, make_file)
    hand.write("place", "Chợ")
    hand.into("place")
    hand.key(Qt.Key.Key_Delete)
    hand.key(Qt.Key.Key_Tab)
    hand.wait()
    hand.write("place", "Bản")
    hand.view.undo()
    hand.wait()
    press(hand, "Lịch sử")
    hand.wait()
    changes = [tuple(line[3:]) for line in lines(sheet_of(hand)) if line[2] == "Địa điểm"]
    assert changes == [("Bản", "(để trống)"), ("(để trống)", "Bản"), ("Chợ", "(để trống)"), ("", "Chợ")]


def test_the_trash_says_inside_what_a_record_was_and_enter_brings_it_back(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    inspection = ("inspection", {"date": "2022-08-01"})
    place = ("establishment", {"name": "Karaoke Hoa Ban", "business_type": "karaoke"})
    visit = ("inspection_visit", {"inspection": "@1", "establishment": "@0", "date": "2022-08-02"})
    hand = open_window(make_file("Huyện Than Uyên", records=[place, inspection, visit]))
    found = hand.ask(lambda file: records.rows(file, "inspection_visit")[0].id)
    above = hand.ask(lambda file: records.title_of(file, records.rows(file, "inspection")[0].id))
    hand.ask(lambda file: editing.delete(file, found))
    hand.view.dialogs.show_trash()
    hand.wait()
    sheet = sheet_of(hand)
    assert lines(sheet)[0][3] == above
    assert not sheet.table.isColumnHidden(3)
    QTest.keyClick(sheet.table, Qt.Key.Key_Return)
    hand.wait()
    assert lines(sheet) == []
    assert hand.ask(lambda file: records.count(file, "inspection_visit")) == 1


def test_the_buttons_of_the_trash_are_met_as_they_stand_and_pressed_by_enter(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = open_one(open_window, make_file)
    hand.area.list.table.setFocus()
    hand.key(Qt.Key.Key_Delete)
    hand.wait()
    hand.view.dialogs.show_trash()
    hand.wait()
    met = []
    for _ in range(3):
        hand.key(Qt.Key.Key_Tab)
        focused = hand.focus()
        assert isinstance(focused, QAbstractButton)
        met.append(focused.text().strip())
    assert met == ["Lịch sử", "Lấy lại", "Đóng"]
    hand.key(Qt.Key.Key_Tab, SHIFT)
    hand.key(Qt.Key.Key_Return)
    hand.wait()
    assert lines(sheet_of(hand)) == []
    assert hand.area.list.table.rows.rowCount() == 1


def test_the_menu_shows_all_keys(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_one(open_window, make_file)
    hand.view.show_keys()
    sheet = sheet_of(hand)
    shown = " ".join(line[0] for line in lines(sheet))
    arrows = {"Up": "↑", "Down": "↓", "Left": "←", "Right": "→"}
    keys = [shortcut.key().toString() for shortcut in hand.view.findChildren(QShortcut)]
    keys = ["+".join(arrows.get(part, part) for part in key.split("+")) for key in keys]
    assert [key for key in keys if key not in shown and not re.fullmatch(r"Ctrl\+\d", key)] == []
    assert all(all(line) for line in lines(sheet))
    sheet.close()


def test_f1_in_a_field_explains_the_field(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_one(open_window, make_file)
    assert hand.form.grid is not None
    helped = next(n for n, e in hand.form.grid.editors.items() if e.inner().whatsThis())
    hand.into(helped)
    hand.key(Qt.Key.Key_F1)
    assert hand.window.findChild(TableDialog) is None


def test_escape_closes_a_dialog(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_one(open_window, make_file)
    hand.view.dialogs.show_trash()
    hand.wait()
    sheet = sheet_of(hand)
    gone: list[bool] = []
    sheet.finished.connect(lambda _: gone.append(True))
    QTest.keyClick(sheet.table, Qt.Key.Key_Escape)
    assert gone == [True]


def test_a_name_over_two_lines_leaves_no_word_alone(qtbot: QtBot) -> None:
    metrics = QFontMetrics(theme.font(12))
    text = "3.2 Số vụ phạm tội được xử lý so với cùng kỳ"
    broken = two_lines(text, metrics, metrics.horizontalAdvance(text) - 8).split("\n")
    assert " ".join(broken) == text
    assert min(map(len, broken)) > len(text) // 3


def test_a_title_breaks_so_that_no_word_stands_alone(qtbot: QtBot) -> None:
    title, text = EvenLabel(), "Hoạt động can thiệp giảm tác hại"
    qtbot.addWidget(title)
    title.set_full_text(text)
    title.show()
    title.resize(title.fontMetrics().horizontalAdvance(text) - 8, 60)
    first, second = title.text().split("\n")
    assert f"{first} {second}" == text
    assert min(len(first), len(second)) > len(text) // 3
    title.resize(title.fontMetrics().horizontalAdvance(text) + 8, 60)
    assert title.text() == text


def test_a_heading_breaks_behind_a_comma_rather_than_inside_a_name(qtbot: QtBot) -> None:
    metrics = QFontMetrics(heading_font())
    for text in ("Loại ấn phẩm, tài liệu", "Loại hình báo chí, truyền thông", "Số quyết định, kế hoạch kiểm tra"):
        first, second = text.split(", ")
        room = max(map(metrics.horizontalAdvance, (f"{first},", second)))
        assert two_lines(text, metrics, room) == f"{first},\n{second}"
    card = "1.1 Xã, phường, thị trấn duy trì tuyên truyền"
    room = metrics.horizontalAdvance(card) - 8
    assert two_lines(card, metrics, room) == "1.1 Xã, phường, thị trấn\nduy trì tuyên truyền"


def test_no_line_ends_inside_a_word_of_two_syllables(qtbot: QtBot) -> None:
    small, large = QFontMetrics(heading_font()), QFontMetrics(theme.font(16, semibold=True))
    assert two_lines("Ngày thực hiện", small, width_for("Ngày thực hiện", small) - 2 * SIDE) == "Ngày\nthực hiện"
    for text in (
        "Hoạt động can thiệp\ngiảm tác hại",
        "Lớp đào tạo,\nbồi dưỡng, tập huấn",
        "Hoạt động\nphòng ngừa khác",
    ):
        room = max(map(large.horizontalAdvance, text.split("\n"))) + 4
        assert two_lines(text.replace("\n", " "), large, room) == text


def test_a_comma_near_the_beginning_of_a_long_name_does_not_part_it(qtbot: QtBot) -> None:
    metrics, text = QFontMetrics(theme.font(12)), "1.4 Học sinh, sinh viên được tuyên truyền"
    assert two_lines(text, metrics, 180) == "1.4 Học sinh, sinh viên\nđược tuyên truyền"


def test_what_stands_in_brackets_is_not_broken(qtbot: QtBot) -> None:
    metrics, text = QFontMetrics(heading_font()), "Số vụ khởi tố (Điều 327, 328, 329)"
    room = good_width(text, metrics) - 2 * SIDE
    assert two_lines(text, metrics, room) == "Số vụ khởi tố\n(Điều 327, 328, 329)"


def test_a_short_heading_has_room_on_one_line(qtbot: QtBot) -> None:
    metrics = QFontMetrics(heading_font())
    for text in ("Mẫu số", "Tử số", "Số nữ"):
        assert width_for(text, metrics) > metrics.horizontalAdvance(text + ARROW) + 2 * SIDE


def test_long_cells_of_a_wrapped_table_stand_whole(qtbot: QtBot) -> None:
    table = LineTable("Việc", (("Nội dung", 0),))
    qtbot.addWidget(table)
    table.wrap()
    table.resize(160, 200)
    table.show()
    table.show_lines([Line(("Số người dự lần đầu trong năm: chưa có giá trị.",), ""), Line(("Ngắn",), "")])
    assert table.rowHeight(0) > theme.ROW_HEIGHT
    assert table.rowHeight(1) == theme.ROW_HEIGHT


def test_words_that_just_fit_take_one_line_of_a_table_that_wraps(qtbot: QtBot) -> None:
    table = LineTable("Việc cần làm", (("Loại phiếu", 0),))
    qtbot.addWidget(table)
    table.wrap()
    words = "Tố giác, tin báo, khiếu nại"
    need = table.fontMetrics().horizontalAdvance(words) + 2 * SIDE + 1
    table.resize(need + table.width() - table.viewport().width(), 300)
    table.show()
    table.resize(table.width() + need - table.viewport().width(), 300)
    table.show_lines([Line((words,))])
    assert table.columnWidth(0) == need
    assert table.rowHeight(0) == theme.ROW_HEIGHT
