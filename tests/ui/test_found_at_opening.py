"""A damaged plan and parts of other programs are told when a file is opened, with the ways out."""

from contextlib import closing
from pathlib import Path

from PySide6.QtWidgets import QPushButton

from db.connection import connect
from desktop_app.session import maintenance, opening
from tests.ui.conftest import MakeFile, OpenWindow
from tests.ui.hand import Hand, now


def changed(path: Path, statement: str) -> Path:
    with closing(connect(path)) as connection:
        connection.execute(statement)
    return path


def offered(hand: Hand) -> list[str]:
    notice = hand.window.notice
    return [button.text().strip() for button in notice.findChildren(QPushButton)] if notice.isVisible() else []


def test_of_a_damaged_plan_a_backup_and_salvage_are_offered(open_window: OpenWindow, make_file: MakeFile) -> None:
    path = make_file()
    with opening.open_file(path, now=now) as file:
        maintenance.back_up(file)
    hand = open_window(changed(path, "UPDATE plan SET body = replace(body, 'Lai Châu', 'Lai Chậu')"))
    assert {"Lấy bản sao lưu gần nhất…", "Cứu dữ liệu vào tệp mới…"} <= set(offered(hand))
    hand.view.show_page("report")
    hand.wait()
    assert {"Lấy bản sao lưu gần nhất…", "Cứu dữ liệu vào tệp mới…"} <= set(offered(hand))


def test_parts_of_another_program_are_told_and_removed(open_window: OpenWindow, make_file: MakeFile) -> None:
    path = changed(make_file(), "CREATE TRIGGER nghe AFTER INSERT ON change_log BEGIN SELECT raise(ABORT, ''); END")
    hand = open_window(path)
    assert "Xóa hẳn các phần đó" in offered(hand)
    assert "nghe" in hand.window.notice.accessibleName()
    hand.window.notice.accept_offer()
    hand.wait()
    with opening.open_file(path, now=now) as file:
        assert maintenance.foreign_parts(file) == []


def test_of_a_file_that_is_as_it_should_be_nothing_is_said(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    assert not hand.window.notice.isVisible()
