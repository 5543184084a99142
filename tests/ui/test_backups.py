"""Copies of the open file: made by themselves once a day, listed, made now, restored to a new file."""

from pathlib import Path

import pytest

from desktop_app.domain.backups import BY_HAND, DAILY
from desktop_app.session import editing, opening, records
from tests.own_folders import use_settings
from tests.ui.conftest import ONE, MakeFile, OpenWindow
from tests.ui.hand import Hand, now
from ui.exchange.backup_dialog import BackupDialog
from ui.exchange.exchange_page import ExchangePage
from ui.window import file_maintenance


@pytest.fixture(autouse=True)
def _own_backups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_settings(monkeypatch, tmp_path / "config")
    monkeypatch.setattr(file_maintenance, "PAUSE", 100_000)  # on a slow computer the day's copy would come in between


def sheet_of(hand: Hand) -> BackupDialog:
    hand.view.dialogs.show_backups()
    hand.wait()
    return hand.find(BackupDialog)


def copies(tmp_path: Path) -> list[str]:
    return sorted(path.stem.partition("-")[2] for path in (tmp_path / "config").rglob("*.db"))


def looked_after(hand: Hand) -> None:
    """Until what is done by itself after the first figures is done."""
    hand.bot.waitUntil(lambda: hand.window._maintenance is not None)
    hand.bot.wait(50)
    hand.wait()


def test_the_first_opening_of_a_day_makes_a_copy_by_itself(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_maintenance, "PAUSE", 0)
    path = make_file(records=ONE)
    hand = open_window(path)
    looked_after(hand)
    assert copies(tmp_path) == [DAILY]
    assert hand.window.notice.isHidden()
    hand.window.close()
    again = open_window(path)
    looked_after(again)
    assert copies(tmp_path) == [DAILY]


def test_a_day_without_a_copy_is_said_in_the_window(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_maintenance, "PAUSE", 0)
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "sokehoach").write_text("no folder", encoding="utf-8")
    hand = open_window(make_file(records=ONE))
    looked_after(hand)
    assert hand.window.notice.failing
    assert "thư mục sao lưu" in hand.window.notice.text
    hand.view.show_page("1")
    hand.wait()
    assert hand.window.notice.failing


def test_what_is_done_by_itself_leaves_off_when_the_window_is_closed(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path
) -> None:
    hand = open_window(make_file(records=ONE))
    hand.bot.waitUntil(lambda: hand.window._maintenance is not None)
    hand.window.close()
    assert copies(tmp_path) == []


def test_a_copy_is_made_now_and_listed(open_window: OpenWindow, make_file: MakeFile, tmp_path: Path) -> None:
    hand = open_window(make_file(records=ONE))
    sheet = sheet_of(hand)
    assert "Chưa có bản sao lưu nào" in sheet.about
    assert not sheet.restore.isEnabled()
    sheet.make.click()
    hand.wait()
    assert copies(tmp_path) == [BY_HAND]
    assert sheet.message.text().startswith("Đã sao lưu lúc ")
    assert [line.cells[1] for line in sheet.table.lines] == ["Sao lưu theo yêu cầu"]
    assert sheet.restore.isEnabled()


def test_a_copy_is_restored_to_a_new_file_and_opened(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path
) -> None:
    path = make_file(records=ONE)
    hand = open_window(path)
    sheet = sheet_of(hand)
    sheet.make.click()
    hand.wait()
    hand.view.bridge.write(
        lambda file: editing.delete(file, *records.list_ids(file, "comm_activity")), kind="comm_activity"
    )
    hand.wait()
    out = tmp_path / "lấy lại.db"
    sheet.restore_to(out)
    hand.wait()
    hand.wait()
    assert hand.view.file.path == out
    assert hand.ask(lambda file: records.count(file, "comm_activity")) == 1
    with opening.open_file(path, now=now) as file:
        assert records.count(file, "comm_activity") == 0


def test_a_file_that_is_there_is_never_overwritten(open_window: OpenWindow, make_file: MakeFile) -> None:
    path = make_file(records=ONE)
    hand = open_window(path)
    sheet = sheet_of(hand)
    sheet.make.click()
    hand.wait()
    sheet.restore_to(path)
    hand.wait()
    assert "không ghi đè" in sheet.message.text()
    assert hand.view.file.path == path


def test_the_page_of_sending_and_receiving_leads_to_the_copies(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=ONE))
    hand.view.show_page("exchange")
    hand.wait()
    page = hand.find(ExchangePage)
    page.backups_wanted.emit()
    hand.wait()
    assert hand.window.findChild(BackupDialog) is not None
