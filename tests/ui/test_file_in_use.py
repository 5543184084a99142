"""A file that another program holds for a while: nothing that was entered meanwhile is lost, and the window says so."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfile
from threading import Event

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QPushButton

from db.connection import connect
from desktop_app.session import entry, opening, records
from tests.ui.conftest import MakeFile, OpenWindow
from tests.ui.hand import CONTROL, SHIFT, Hand, now
from ui.window.unsaved_dialog import UnsavedDialog

KIND = "comm_activity"


@contextmanager
def locked(path: Path, how: str = "IMMEDIATE") -> Iterator[None]:
    """Nobody else can write into the file meanwhile, or with `EXCLUSIVE` even read it."""
    other = connect(path)
    other.execute(f"BEGIN {how}")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@contextmanager
def moved(path: Path) -> Iterator[None]:
    """The folder of the file has another name meanwhile."""
    away = path.parent.with_name("nơi khác")
    path.parent.rename(away)
    try:
        yield
    finally:
        away.rename(path.parent)


@pytest.fixture
def typing(open_window: OpenWindow, make_file: MakeFile, monkeypatch: pytest.MonkeyPatch) -> tuple[Hand, Path]:
    """A window with a record in its form, which does not wait long for a file in use."""
    monkeypatch.setattr("db.connection.BUSY_MS", 50)
    path = make_file(records=[(KIND, {"form": "loa", "title": "Phát thanh", "audience": ("nhan_dan",)})])
    hand = open_window(path)
    hand.go(2)
    hand.area.list.table.setFocus()
    hand.area.list.table.selectRow(0)
    hand.wait()
    return hand, path


def values(path: Path) -> list[tuple[object, object]]:
    with opening.open_file(path, now=now) as file:
        return sorted(((row.values["title"], row.values["place"]) for row in records.rows(file, KIND)), key=str)


def test_what_the_file_did_not_take_is_marked_and_saved_with_the_next_field(typing: tuple[Hand, Path]) -> None:
    hand, path = typing
    with locked(path):
        hand.write("place", "Nhà văn hóa")
        assert hand.problem("place") == "Chưa lưu được; sẽ tự lưu khi tệp ghi được."
        assert "đang được chương trình khác sử dụng" in hand.window.notice.text
    hand.write("partner", "Đoàn xã")
    hand.wait()
    assert hand.problem("place") == ""
    assert not hand.window.notice.failing
    hand.window.close()
    assert values(path) == [("Phát thanh", "Nhà văn hóa")]


def test_what_waits_for_the_file_is_neither_missing_nor_said_to_be_saved(typing: tuple[Hand, Path]) -> None:
    hand, path = typing
    hand.new(KIND)
    with locked(path):
        hand.write("title", "Việc khác")
        assert "Nội dung" not in hand.form.view.head.missing.text()
        assert hand.form.view.foot.words.text() == "Chưa lưu được 1 ô"
    hand.write("place", "Nhà văn hóa")
    hand.wait()
    assert hand.form.view.foot.words.text().startswith("Sửa lần cuối")


def test_it_is_saved_though_another_record_is_in_sight_by_then(typing: tuple[Hand, Path]) -> None:
    hand, path = typing
    with locked(path):
        hand.write("place", "Nhà văn hóa")
        hand.key(Qt.Key.Key_N, CONTROL)
        hand.wait()
    hand.write("title", "Việc khác")
    hand.wait()
    hand.window.close()
    assert values(path) == [("Phát thanh", "Nhà văn hóa"), ("Việc khác", None)]


def test_what_was_entered_anew_stands(typing: tuple[Hand, Path]) -> None:
    hand, path = typing
    with locked(path):
        hand.write("place", "Nhà văn hóa")
    hand.write("place", "Chợ phiên")
    hand.wait()
    hand.window.close()
    assert values(path) == [("Phát thanh", "Chợ phiên")]


def test_closing_saves_it_at_last(typing: tuple[Hand, Path]) -> None:
    hand, path = typing
    with locked(path):
        hand.write("place", "Nhà văn hóa")
    hand.window.close()
    assert values(path) == [("Phát thanh", "Nhà văn hóa")]


def asked(hand: Hand) -> UnsavedDialog:
    """The question that stands over the window."""
    found = [sheet for sheet in hand.window.findChildren(UnsavedDialog) if sheet.isVisible()]
    assert len(found) == 1
    return found[0]


def drafts(path: Path) -> dict[str, str]:
    with opening.open_file(path, now=now) as file:
        return entry.drafts_of(file, records.rows(file, KIND)[0].id)


def test_as_long_as_something_is_unsaved_every_close_asks_and_names_it(typing: tuple[Hand, Path]) -> None:
    hand, path = typing
    with locked(path):
        hand.write("place", "Nhà văn hóa")
        for _ in range(2):
            assert not hand.window.close()
            sheet = asked(hand)
            assert [line.cells for line in sheet.table.lines] == [("Địa điểm", "Nhà văn hóa")]
            sheet.reject()
            hand.bot.wait(10)
        assert hand.window.isVisible()
    assert hand.window.close()
    assert values(path) == [("Phát thanh", "Nhà văn hóa")]


def test_what_is_unsaved_is_lost_only_to_who_says_so(typing: tuple[Hand, Path]) -> None:
    hand, path = typing
    with locked(path):
        hand.write("place", "Nhà văn hóa")
        hand.window.close()
        asked(hand).give_up.click()
        hand.bot.waitUntil(lambda: not hand.window.isVisible())
    assert values(path) == [("Phát thanh", None)]


def test_the_start_page_and_another_file_ask_as_closing_does(typing: tuple[Hand, Path]) -> None:
    hand, path = typing
    other = path.with_name("khác.db")
    copyfile(path, other)
    with locked(path):
        hand.write("place", "Nhà văn hóa")
        hand.window.show_start()
        asked(hand).reject()
        hand.bot.wait(10)
        hand.window.open_file(other)
        hand.wait()
        asked(hand).reject()
        hand.bot.wait(10)
        assert hand.view.file.path == path
    hand.window.open_file(other)
    hand.wait()
    assert hand.view.file.path == other
    assert values(path) == [("Phát thanh", "Nhà văn hóa")]


def test_other_colours_lose_nothing_that_is_unsaved(typing: tuple[Hand, Path]) -> None:
    hand, path = typing
    with locked(path):
        hand.write("place", "Nhà văn hóa")
        hand.window.look.change()
        hand.wait()
        assert hand.form.grid is not None
        assert hand.form.grid.editors["place"].raw == "Nhà văn hóa"
        assert hand.problem("place") == "Chưa lưu được; sẽ tự lưu khi tệp ghi được."
    hand.window.close()
    assert values(path) == [("Phát thanh", "Nhà văn hóa")]


def test_unreadable_text_is_tried_again_until_it_is_kept(typing: tuple[Hand, Path]) -> None:
    hand, path = typing
    hand.write("partner", "Đoàn xã")
    assert hand.view.saved_label.text().startswith("Đã lưu")
    with locked(path):
        hand.write("date", "hôm kia")
        assert hand.view.saved_label.text() == "Chưa lưu được 1 ô"
        hand.key(Qt.Key.Key_N, CONTROL)
        hand.wait()
    hand.view.bridge.unsaved.try_one()
    hand.wait()
    assert hand.view.saved_label.text().startswith("Đã lưu")
    assert drafts(path) == {"date": "hôm kia"}


def test_the_window_tries_by_itself(typing: tuple[Hand, Path]) -> None:
    hand, path = typing
    hand.view.bridge.unsaved.timer.setInterval(50)
    with locked(path):
        hand.write("place", "Nhà văn hóa")
        hand.window.notice.hide()
        hand.bot.wait(300)
        assert hand.window.notice.isHidden()  # said once is enough
    hand.bot.waitUntil(lambda: hand.view.saved_label.text().startswith("Đã lưu"))
    assert hand.problem("place") == ""


def test_unreadable_text_that_the_file_takes_again_brings_all_that_waits_and_the_notice_goes(
    typing: tuple[Hand, Path],
) -> None:
    hand, path = typing
    with moved(path):
        hand.write("date", "hôm kia")
        hand.write("place", "Nhà văn hóa")
        hand.write("partner", "Đoàn xã")
        assert hand.view.saved_label.text() == "Chưa lưu được 3 ô"
        assert "đã bị di chuyển" in hand.window.notice.text
    hand.view.bridge.unsaved.try_one()
    hand.wait()
    assert hand.view.saved_label.text().startswith("Đã lưu")
    assert hand.problem("place") == ""
    assert not hand.window.notice.failing
    assert values(path) == [("Phát thanh", "Nhà văn hóa")]
    assert drafts(path) == {"date": "hôm kia"}


def test_the_notice_goes_too_where_unreadable_text_alone_waited(typing: tuple[Hand, Path]) -> None:
    hand, path = typing
    hand.view.bridge.unsaved.timer.setInterval(50)
    with moved(path):
        hand.write("date", "hôm kia")
        assert "đã bị di chuyển" in hand.window.notice.text
    hand.bot.waitUntil(lambda: not hand.view.bridge.unsaved.entries)
    assert not hand.window.notice.failing


def test_of_two_entries_into_one_field_the_later_one_stands(typing: tuple[Hand, Path]) -> None:
    hand, path = typing
    with locked(path):
        hand.write("place", "Nhà văn hóa")
        hand.write("place", "Chợ phiên")
        assert hand.view.saved_label.text() == "Chưa lưu được 1 ô"
    hand.window.close()
    assert values(path) == [("Phát thanh", "Chợ phiên")]


def test_keys_wait_as_long_as_the_file_takes_and_the_window_says_so(typing: tuple[Hand, Path]) -> None:
    hand, _ = typing
    said = Event()
    look = QTimer(hand.window, interval=20)
    look.timeout.connect(lambda: said.set() if hand.view.saved_label.text() == "Đang đợi tệp dữ liệu…" else None)
    look.start()
    heard: list[bool] = []
    hand.view.bridge.ask(lambda _: said.wait(60), heard.append)
    hand.key(Qt.Key.Key_N, CONTROL)
    assert heard == [True]
    assert not hand.view.saved_label.text().startswith("Đang đợi")
    assert hand.form.state.record is None
    assert hand.form.isAncestorOf(hand.focus())


def type_ahead(hand: Hand) -> None:
    hand.type("2/9/22")
    hand.stroke(Qt.Key.Key_Tab, "\t")
    hand.type(["H", "o", "\bô", "\bộ", "i"])


def press_in_form(hand: Hand, label: str) -> None:
    found = [b for b in hand.form.view.ahead.findChildren(QPushButton) if b.text().strip() == label and b.isVisible()]
    assert len(found) == 1
    found[0].click()
    hand.wait()


def test_what_was_typed_for_a_record_that_could_not_be_opened_is_kept_and_in_no_other(
    typing: tuple[Hand, Path],
) -> None:
    hand, path = typing
    assert hand.form.grid is not None
    hand.form.grid.focus_field("title")
    with locked(path, "EXCLUSIVE"):
        hand.key(Qt.Key.Key_N, CONTROL)
        type_ahead(hand)
        assert hand.form.view.ahead.text.toPlainText() == "2/9/22\tHội"
        assert "đang được chương trình khác sử dụng" in hand.window.notice.text
        press_in_form(hand, "Mở lại")
        assert hand.form.view.ahead.text.toPlainText() == "2/9/22\tHội"
    press_in_form(hand, "Mở lại")
    assert hand.form.grid is not None
    assert hand.form.grid.isAncestorOf(hand.focus())
    assert hand.form.view.ahead.isVisible()
    press_in_form(hand, "Bỏ chữ này")
    assert not hand.form.view.ahead.isVisible()
    hand.window.close()
    assert values(path) == [("Phát thanh", None)]


def test_so_is_what_was_typed_for_a_copy_that_could_not_be_made(typing: tuple[Hand, Path]) -> None:
    hand, path = typing
    with locked(path):
        hand.into("title")
        hand.key(Qt.Key.Key_D, CONTROL | SHIFT)
        type_ahead(hand)
        assert hand.form.view.ahead.text.toPlainText() == "2/9/22\tHội"
    hand.window.close()
    assert values(path) == [("Phát thanh", None)]


def test_a_record_that_could_not_be_read_leaves_none_other_in_sight(typing: tuple[Hand, Path]) -> None:
    hand, path = typing
    hand.new(KIND)
    hand.area.list.table.setFocus()
    with locked(path, "EXCLUSIVE"):
        hand.key(Qt.Key.Key_Down)
        hand.wait()
        assert hand.form.view.ahead.isVisible()
        hand.key(Qt.Key.Key_Return)
        type_ahead(hand)
        assert hand.form.view.ahead.text.toPlainText() == "2/9/22\tHội"
    press_in_form(hand, "Mở lại")
    assert hand.form.state.record is not None
    hand.window.close()
    assert values(path) == [("Phát thanh", None)]
