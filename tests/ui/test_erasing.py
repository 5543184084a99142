"""Personal data typed by mistake leaves the file and its copies through the history of the record."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from desktop_app.domain.values import Value
from desktop_app.session import editing, exchange, maintenance, opening, records
from tests.own_folders import use_settings
from tests.ui.conftest import MakeFile, OpenWindow
from tests.ui.hand import Hand, now
from ui.history.erase_dialog import EraseDialog
from ui.history.history_dialog import HistoryDialog
from ui.widgets.table_dialog import TableDialog

NAME, OTHER = "Vàng Thị Xuân Quỳnh", "Vàng Thị Xuân Quỳnh 0912345678"
ONE: tuple[str, dict[str, Value]] = (
    "comm_activity", {"date": "2022-07-20", "form": "loa", "title": "Một", "audience": ("nhan_dan",)},
)  # fmt: skip


@pytest.fixture(autouse=True)
def _own_backups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_settings(monkeypatch, tmp_path / "config")


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def history_of(hand: Hand) -> HistoryDialog:
    hand.form.show_history()
    hand.wait()
    return hand.find(HistoryDialog)


def choose(sheet: HistoryDialog, value: str) -> None:
    row = next(n for n, line in enumerate(sheet.table.lines) if line.cells[4] == value)
    sheet.table.selectRow(row)


def ask(sheet: HistoryDialog) -> EraseDialog:
    sheet.erase.click()
    found = sheet.findChild(EraseDialog)
    assert found is not None
    return found


def press(sheet: EraseDialog, label: str) -> None:
    next(b for b in sheet.findChildren(QAbstractButton) if b.text().strip() == label and b.isVisible()).click()


def typed_by_mistake(open_window: OpenWindow, make_file: MakeFile, *titles: str) -> Hand:
    hand = open_window(make_file(records=[ONE]))
    hand.pick(2)
    for title in titles:
        hand.write("title", title)
    hand.wait()
    return hand


def test_nothing_is_left_of_what_was_erased_in_the_window(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path
) -> None:
    hand = typed_by_mistake(open_window, make_file, NAME, "Hai")
    hand.view.bridge.ask(lambda file: maintenance.back_up(file), lambda _: None)
    hand.wait()
    assert NAME.encode() in everything_in(tmp_path / "config")
    sheet = history_of(hand)
    choose(sheet, NAME)
    erasing = ask(sheet)
    erasing.reason.setText("Gõ nhầm tên người")
    press(erasing, "Xóa hẳn")
    hand.wait()
    assert erasing.message.text() == "Đã xóa hẳn 1 giá trị; 1 bản sao lưu được ghi lại."
    assert NAME.encode() not in everything_in(tmp_path)
    assert hand.form.grid is not None
    hand.window.close()
    assert NAME.encode() not in everything_in(tmp_path)


def test_the_history_says_who_erased_what_and_why(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = typed_by_mistake(open_window, make_file, NAME, "Hai")
    sheet = history_of(hand)
    choose(sheet, NAME)
    erasing = ask(sheet)
    erasing.reason.setText("Gõ nhầm tên người")
    erasing.go()
    hand.wait()
    erasing.close()
    latest, gone, *_ = [line.cells for line in sheet.table.lines]
    assert (latest[3], latest[4]) == ("đã xóa hẳn", "Hai")
    assert (gone[3], gone[4]) == ("Một", "đã xóa hẳn")
    sheet.table.selectRow(1)
    assert sheet.note.text().startswith("Cán bộ VH-XH đã xóa hẳn lúc ")
    assert sheet.note.text().endswith("Lý do: Gõ nhầm tên người")
    assert not sheet.erase.isEnabled()


def test_the_value_in_sight_leaves_the_form_as_well(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = typed_by_mistake(open_window, make_file, NAME)
    sheet = history_of(hand)
    assert NAME in sheet.windowTitle()
    choose(sheet, NAME)
    erasing = ask(sheet)
    erasing.reason.setText("Gõ nhầm")
    erasing.go()
    hand.wait()
    hand.wait()
    assert NAME not in sheet.windowTitle()
    assert sheet.windowTitle().startswith("Lịch sử: Loa truyền thanh cơ sở")
    assert hand.form.grid is not None
    assert NAME not in [field.text() for field in hand.form.grid.findChildren(QLineEdit)]


def test_the_result_is_as_high_as_its_words(open_window: OpenWindow, make_file: MakeFile, qtlog: Any) -> None:
    hand = typed_by_mistake(open_window, make_file, NAME, "Hai")
    sheet = history_of(hand)
    choose(sheet, NAME)
    erasing = ask(sheet)
    assert "nơi nhận được hỏi trước khi xóa" in " ".join(one.text() for one in erasing.findChildren(type(sheet.note)))
    asked = erasing.height()
    erasing.reason.setText("Gõ nhầm")
    erasing.go()
    hand.wait()
    assert erasing.height() < asked // 2
    assert [line.message for line in qtlog.records if "Negative" in line.message] == []


def test_without_a_reason_nothing_is_erased(open_window: OpenWindow, make_file: MakeFile, tmp_path: Path) -> None:
    hand = typed_by_mistake(open_window, make_file, NAME)
    sheet = history_of(hand)
    choose(sheet, NAME)
    erasing = ask(sheet)
    erasing.reason.setText("  ")
    hand.window.activateWindow()
    erasing.go()
    hand.wait()
    assert "Hãy ghi lý do xóa hẳn." in [label.text() for label in erasing.findChildren(type(sheet.note))]
    assert NAME.encode() in everything_in(tmp_path)


def test_several_values_go_at_once_and_other_places_of_the_text_are_offered(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path
) -> None:
    hand = typed_by_mistake(open_window, make_file, NAME, "Hai")
    hand.write("place", OTHER)
    hand.wait()
    sheet = history_of(hand)
    choose(sheet, NAME)
    erasing = ask(sheet)
    erasing.reason.setText("Gõ nhầm")
    erasing.go()
    hand.wait()
    assert "Còn chứa đoạn chữ này" in erasing.message.text()
    assert erasing.more.isVisible()
    erasing.more.click()
    hand.wait()
    assert not erasing.more.isVisible()
    hand.window.close()
    assert NAME.encode() not in everything_in(tmp_path)


def test_a_deletion_and_an_empty_value_cannot_be_chosen(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = typed_by_mistake(open_window, make_file, NAME)
    hand.into("title")
    hand.key(Qt.Key.Key_Delete)
    hand.key(Qt.Key.Key_Tab)
    hand.wait()
    sheet = history_of(hand)
    choose(sheet, "(để trống)")
    assert not sheet.erase.isEnabled()
    sheet.table.selectAll()
    assert sheet.erase.isEnabled()
    assert all(one.value for one in sheet.chosen)


def test_copies_that_were_sent_since_are_named(open_window: OpenWindow, make_file: MakeFile, tmp_path: Path) -> None:
    path = make_file(records=[ONE])
    with opening.open_file(path, author="Lan", now=now) as file:
        editing.set_value(file, records.list_ids(file, "comm_activity")[0], "title", NAME)
        sent = exchange.send(file, tmp_path)
    hand = open_window(path)
    hand.view.show_page("1")
    hand.wait()
    hand.area.list.table.selectRow(0)
    hand.wait()
    sheet = history_of(hand)
    choose(sheet, NAME)
    erasing = ask(sheet)
    hand.wait()
    assert any(sent.path.name in label.text() for label in erasing.findChildren(type(sheet.note)) if label.isVisible())
    erasing.reason.setText("Gõ nhầm")
    QTest.keyClick(erasing.reason, Qt.Key.Key_Return)
    hand.wait()
    assert f"Bản đã gửi đi có thể còn chứa giá trị này: {sent.path.name}." in erasing.message.text()


def test_what_lies_in_the_trash_can_be_erased_as_well(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path
) -> None:
    hand = typed_by_mistake(open_window, make_file, NAME)
    hand.form.saver.delete()
    hand.wait()
    hand.view.dialogs.show_trash()
    hand.wait()
    trash = hand.find(TableDialog)
    next(b for b in trash.findChildren(QAbstractButton) if b.text().strip() == "Lịch sử").click()
    hand.wait()
    sheet = trash.findChild(HistoryDialog)
    assert sheet is not None
    choose(sheet, NAME)
    erasing = ask(sheet)
    erasing.reason.setText("Gõ nhầm")
    erasing.go()
    hand.wait()
    assert NAME not in " ".join(trash.table.lines[0].cells)
    hand.window.close()
    assert NAME.encode() not in everything_in(tmp_path)
