"""Ctrl+Z and Ctrl+Y: undo and redo of what was written into the file."""

import json

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from desktop_app.domain.values import Value
from desktop_app.session import imports
from tests.ui.conftest import ONE, MakeFile, OpenWindow, open_one
from tests.ui.hand import Hand

CONTROL = Qt.KeyboardModifier.ControlModifier


def press(hand: Hand, key: Qt.Key) -> None:
    QTest.keyClick(hand.focus(), key, CONTROL)
    hand.wait()


def title(hand: Hand) -> Value:
    assert hand.form.grid is not None
    return hand.form.grid.editors["title"].value


def test_a_saved_field_is_undone_and_redone_by_name(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_one(open_window, make_file)
    hand.write("title", "Hai")
    hand.area.list.table.setFocus()
    press(hand, Qt.Key.Key_Z)
    assert title(hand) == "Một"
    assert hand.window.notice.text.startswith("Đã hoàn tác: sửa Nội dung")
    press(hand, Qt.Key.Key_Y)
    assert title(hand) == "Hai"
    assert hand.window.notice.text.startswith("Đã làm lại: sửa Nội dung")


def test_typing_is_undone_before_the_file(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_one(open_window, make_file)
    hand.write("title", "Hai")
    hand.into("title")
    hand.type("Ba")
    field = hand.focus()
    assert isinstance(field, QLineEdit)
    while field.text() != "Hai":
        assert field.isUndoAvailable()
        press(hand, Qt.Key.Key_Z)
    assert title(hand) == "Hai"
    assert not field.isUndoAvailable()
    press(hand, Qt.Key.Key_Z)
    assert title(hand) == "Một"
    assert field.text() == "Một"


def test_several_steps_go_back_and_forth(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_one(open_window, make_file)
    hand.write("title", "Hai")
    hand.write("date", "21/7/22")
    hand.area.list.table.setFocus()
    seen = []
    for key in (Qt.Key.Key_Z, Qt.Key.Key_Z, Qt.Key.Key_Y, Qt.Key.Key_Y):
        press(hand, key)
        assert hand.form.grid is not None
        seen.append((title(hand), str(hand.form.grid.editors["date"].value)[-2:]))
    assert seen == [("Hai", "20"), ("Một", "20"), ("Hai", "20"), ("Hai", "21")]
    press(hand, Qt.Key.Key_Y)
    assert hand.window.notice.text == "Không có gì để làm lại."


def test_undo_reaches_over_a_restart(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=ONE))
    hand.go(2)
    press(hand, Qt.Key.Key_Z)
    assert hand.area.list.table.rows.rowCount() == 0
    assert "Đã hoàn tác: ghi mới" in hand.window.notice.text


def test_what_was_undone_in_the_form_is_closed_when_it_is_gone(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    hand.go(2)
    hand.new("comm_activity")
    hand.write("title", "Mới")
    hand.area.list.table.setFocus()
    press(hand, Qt.Key.Key_Z)
    assert hand.form.grid is None
    assert hand.window.notice.text.startswith("Đã hoàn tác: ghi mới")
    hand.window.notice.accept_offer()
    hand.wait()
    assert hand.area.list.table.rows.rowCount() == 1


def test_the_menu_undoes_too_and_only_in_a_file(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_one(open_window, make_file)
    hand.write("title", "Hai")
    hand.area.list.table.setFocus()
    undo = next(a for a in hand.view.file_button.menu().actions() if a.text() == "Hoàn tác")
    undo.trigger()
    hand.wait()
    assert title(hand) == "Một"
    hand.window.show_start()
    assert not undo.isEnabled()


def test_what_an_earlier_run_did_is_undone_by_name_too(open_window: OpenWindow, make_file: MakeFile) -> None:
    path = make_file(records=ONE)
    hand = open_window(path)
    hand.pick(2)
    hand.write("place", "Chợ")
    hand.write("title", "Hai")
    hand.window.close()
    again = open_window(path)
    again.view.undo()
    again.wait()
    assert again.window.notice.text.startswith("Đã hoàn tác: sửa Nội dung, chủ đề của “")
    again.view.undo()
    again.wait()
    assert again.window.notice.text.startswith("Đã hoàn tác: sửa Địa điểm của “")
    again.view.undo()
    again.wait()
    assert again.window.notice.text.startswith("Đã hoàn tác: ghi mới Hoạt động tuyên truyền “")
    again.view.redo()
    again.wait()
    assert again.window.notice.text.startswith("Đã làm lại: ghi mới Hoạt động tuyên truyền “")


def test_a_record_that_comes_back_from_the_trash_is_the_chosen_one_again(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    two = ("comm_activity", {**ONE[0][1], "title": "Hai", "date": "2022-07-21"})
    hand = open_window(make_file(records=[*ONE, two]))
    hand.pick(2)
    table = hand.area.list.table
    gone = table.current
    for bring_back in (hand.window.notice.accept_offer, hand.view.undo):
        table.setFocus()
        hand.key(Qt.Key.Key_Delete)
        hand.wait()
        assert table.current not in (gone, None)
        assert hand.form.state.record != gone
        bring_back()
        hand.wait()
        assert table.current == gone
        assert hand.form.state.record == gone


def test_what_is_undone_of_many_records_names_how_many(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    lines = [
        json.dumps({"kind": "agency", "fields": {"name": f"Đội {n}", "unit": hand.view.file.unit}}) for n in range(312)
    ]
    assert not hand.ask(lambda file: imports.import_lines(file, lines)).problems
    hand.view.tabs.setFocus()
    press(hand, Qt.Key.Key_Z)
    assert hand.window.notice.text.startswith("Đã hoàn tác: nhập số liệu lúc")
    assert "(312 phiếu)" in hand.window.notice.text
