"""A damaged plan and parts of other programs are told when a file is opened, with the one button that mends it."""

from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton

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


def is_whole(path: Path) -> bool:
    with opening.open_file(path, now=now) as file:
        return maintenance.check(file) == []


def test_a_damaged_plan_is_replaced_after_one_question(open_window: OpenWindow, make_file: MakeFile) -> None:
    path = changed(make_file(), "UPDATE plan SET body = replace(body, 'Hội Phụ nữ', 'Hội Phụ nừ')")
    path = changed(path, "UPDATE plan SET body = replace(body, 'lai-chau', 'lai-chao')")
    hand = open_window(path)
    assert "Sửa bản kế hoạch" in offered(hand)
    hand.window.notice.accept_offer()
    hand.wait()
    assert "Sửa bản kế hoạch" not in offered(hand)
    assert is_whole(path)


def test_a_plan_that_is_nowhere_is_taken_from_a_file_that_a_person_names(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.db.test_head import unshipped

    whole = unshipped(make_file())
    path = tmp_path / "khác.db"
    path.write_bytes(whole.read_bytes())
    changed(path, "UPDATE plan SET body = replace(body, 'Lai Châu', 'Lai Chậu')")
    hand = open_window(path)
    hand.window.notice.accept_offer()
    hand.wait()
    assert "Chọn sổ có đúng bản kế hoạch" in offered(hand)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(whole), ""))
    hand.window.notice.accept_offer()
    hand.wait()
    assert is_whole(path)


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
