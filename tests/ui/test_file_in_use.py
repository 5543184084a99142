"""A file that another program holds for a while: nothing that was entered meanwhile is lost, and the window says so."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from db.connection import connect
from desktop_app.session import Session
from tests.ui.conftest import MakeFile
from tests.ui.hand import CONTROL, Hand, now

OpenWindow = Callable[[Path | None], Hand]
KIND = "comm_activity"


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Nobody else can write into the file meanwhile."""
    other = connect(path)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


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
    with Session.open(path, now=now) as session:
        return sorted(((row.values["title"], row.values["place"]) for row in session.rows(KIND)), key=str)


def test_what_the_file_did_not_take_is_marked_and_saved_with_the_next_field(typing: tuple[Hand, Path]) -> None:
    hand, path = typing
    with held(path):
        hand.write("place", "Nhà văn hóa")
        assert hand.problem("place") == "Chưa lưu được; sẽ tự lưu khi tệp ghi được."
        assert "đang được chương trình khác sử dụng" in hand.window.notice.text
    hand.write("partner", "Đoàn xã")
    hand.wait()
    assert hand.problem("place") == ""
    assert not hand.window.notice.failing
    hand.window.close()
    assert values(path) == [("Phát thanh", "Nhà văn hóa")]


def test_it_is_saved_though_another_record_is_in_sight_by_then(typing: tuple[Hand, Path]) -> None:
    hand, path = typing
    with held(path):
        hand.write("place", "Nhà văn hóa")
        hand.key(Qt.Key.Key_N, CONTROL)
        hand.wait()
    hand.write("title", "Việc khác")
    hand.wait()
    hand.window.close()
    assert values(path) == [("Phát thanh", "Nhà văn hóa"), ("Việc khác", None)]


def test_what_was_entered_anew_stands(typing: tuple[Hand, Path]) -> None:
    hand, path = typing
    with held(path):
        hand.write("place", "Nhà văn hóa")
    hand.write("place", "Chợ phiên")
    hand.wait()
    hand.window.close()
    assert values(path) == [("Phát thanh", "Chợ phiên")]


def test_closing_saves_it_at_last(typing: tuple[Hand, Path]) -> None:
    hand, path = typing
    with held(path):
        hand.write("place", "Nhà văn hóa")
    hand.window.close()
    assert values(path) == [("Phát thanh", "Nhà văn hóa")]
