"""A damaged file: refused with a way out, what is left put into a new file, what was lost listed."""

from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton

from db.connection import FILE_FORMAT, connect
from desktop_app.domain.salvaged import Salvaged
from desktop_app.domain.values import Value
from desktop_app.session import maintenance, opening, records
from tests.own_folders import use_settings
from tests.ui.conftest import MakeFile, OpenWindow
from tests.ui.hand import now
from ui.start.salvage_page import SalvagePage, _lines, _sentences
from ui.widgets.lines import Line
from ui.widgets.table_dialog import TableDialog

TITLES = [f"Phát thanh lần {n}" for n in range(1, 31)]
MANY: list[tuple[str, dict[str, Value]]] = [
    ("comm_activity", {"date": "2022-07-20", "form": "loa", "title": title, "audience": ("nhan_dan",)})
    for title in TITLES
]


def torn(path: Path, share: float) -> Path:
    """A copy that ends early, as one does that was pulled off with the stick."""
    raw = path.read_bytes()
    damaged = path.with_name("hỏng.db")
    damaged.write_bytes(raw[: int(len(raw) * share)])
    return damaged


def without_beginning(path: Path) -> Path:
    damaged = path.with_name("mất đầu.db")
    damaged.write_bytes(b"\0" * 4096 + path.read_bytes()[4096:])
    return damaged


def test_a_damaged_file_is_refused_with_a_way_out(open_window: OpenWindow, make_file: MakeFile, tmp_path: Path) -> None:
    damaged = torn(make_file(records=MANY), 0.9)
    before = damaged.read_bytes()
    hand = open_window(None)
    hand.window.open_file(damaged)
    hand.wait()
    assert hand.window.notice.failing
    offers = [button.text().strip() for button in hand.window.notice.findChildren(QPushButton)]
    assert "Cứu dữ liệu vào tệp mới…" in offers
    hand.window.works.salvage(damaged, tmp_path / "cứu được.db")
    hand.wait()
    assert hand.view.file.path.name == "cứu được.db"
    assert set(hand.titles()) & set(TITLES)
    assert damaged.read_bytes() == before


def test_the_latest_copy_of_a_damaged_file_is_named(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_settings(monkeypatch, tmp_path / "config")
    path = make_file(records=MANY)
    with opening.open_file(path, now=now) as file:
        made = maintenance.back_up(file)
    path.write_bytes(path.read_bytes()[:60_000])
    hand = open_window(None)
    hand.window.open_file(path)
    hand.wait()
    assert str(made.path) in hand.window.notice.text


@pytest.mark.parametrize("lost", ["cut short", "gone", "without its plan"])
def test_the_latest_copy_of_a_lost_file_is_brought_back(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    use_settings(monkeypatch, tmp_path / "config")
    path, out = make_file(records=MANY), tmp_path / "lấy lại.db"
    with opening.open_file(path, now=now) as file:
        maintenance.back_up(file)
    if lost == "without its plan":
        with closing(connect(path)) as connection:
            connection.execute("DELETE FROM plan")
            connection.execute("UPDATE meta SET value = 'x'")
    else:
        path.write_bytes(path.read_bytes()[:60_000])
    if lost == "gone":
        path.unlink()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    hand = open_window(None)
    hand.window.open_file(path)
    hand.wait()
    offers = {button.text().strip(): button for button in hand.window.notice.findChildren(QPushButton)}
    assert ("Cứu dữ liệu vào tệp mới…" in offers) == (lost != "gone")
    offers["Lấy bản sao lưu gần nhất…"].click()
    hand.wait()
    assert hand.view.file.path == out
    assert set(TITLES) <= set(hand.titles())
    assert hand.window.notice.text.startswith("Đây là bản sao lưu lúc ")


def test_where_the_latest_copy_is_damaged_too_the_one_before_is_brought_back(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_settings(monkeypatch, tmp_path / "config")
    path, out = make_file(records=MANY), tmp_path / "lấy lại.db"
    with opening.open_file(path, now=now) as file:
        made = maintenance.back_up(file).path
    latest = made.with_name("20220908T235959Z-hand.db")
    latest.write_bytes(made.read_bytes()[:60_000])
    path.unlink()
    hand = open_window(None)
    hand.window.works.bring_back(path, out)
    hand.wait()
    assert hand.view.file.path == out
    hand.window.show_start()
    hand.wait()
    made.unlink()
    hand.window.works.bring_back(path, tmp_path / "nữa.db")
    hand.wait()
    assert f"“{latest.name}” bị hỏng" in hand.window.notice.text
    assert not (tmp_path / "nữa.db").exists()


def test_what_was_lost_is_listed(open_window: OpenWindow, make_file: MakeFile, tmp_path: Path) -> None:
    hand = open_window(None)
    hand.window.works.salvage(torn(make_file(records=MANY), 0.8), tmp_path / "cứu được.db")
    hand.wait()
    sheet = hand.find(TableDialog)
    words = " ".join(label.text() for label in sheet.findChildren(QLabel))
    assert "Đã lấy được" in words
    assert "Mất " in words


def test_a_file_without_its_beginning_is_saved_whole(
    open_window: OpenWindow, make_file: MakeFile, tmp_path: Path
) -> None:
    path = make_file(records=MANY)
    damaged = without_beginning(path)
    hand = open_window(path)
    hand.window.open_file(damaged)
    hand.wait()
    assert hand.view.file.path == path  # what is open stays open
    hand.window.works.salvage(damaged, tmp_path / "cứu được.db")
    hand.wait()
    assert hand.titles() == sorted(TITLES)


def test_saving_what_is_left_can_be_stopped(open_window: OpenWindow, make_file: MakeFile, tmp_path: Path) -> None:
    out = tmp_path / "cứu được.db"
    hand = open_window(None)
    hand.window.works.salvage(torn(make_file(records=MANY), 0.9), out)
    page = hand.find(SalvagePage)
    page.stop.click()
    hand.wait()
    if not out.exists():  # it was stopped in time
        assert hand.window.start is not None
        assert "Đã dừng" in hand.window.notice.text


def test_a_file_of_another_program_offers_nothing_but_its_sentence(open_window: OpenWindow, tmp_path: Path) -> None:
    other = tmp_path / "thư.txt"
    other.write_text("Kính gửi", encoding="utf-8")
    hand = open_window(None)
    hand.window.open_file(other)
    hand.wait()
    assert hand.window.notice.failing
    assert hand.window.notice._accepted is None


def test_where_nothing_is_left_a_sentence_says_so(open_window: OpenWindow, tmp_path: Path) -> None:
    empty = tmp_path / "rỗng.db"
    empty.write_bytes(b"\1" * 20_000)
    hand = open_window(None)
    hand.window.works.salvage(empty, tmp_path / "cứu được.db")
    hand.wait()
    assert "Không đọc được thay đổi nào" in hand.window.notice.text
    assert hand.window.start is not None
    assert not (tmp_path / "cứu được.db").exists()


def test_a_file_of_a_newer_program_is_refused(open_window: OpenWindow, make_file: MakeFile, tmp_path: Path) -> None:
    newer = make_file(records=MANY[:1])
    with closing(connect(newer)) as connection:
        connection.execute(f"PRAGMA user_version = {FILE_FORMAT + 1}")
    hand = open_window(None)
    hand.window.works.salvage(newer, tmp_path / "cứu được.db")
    hand.wait()
    assert "không theo định dạng tệp" in hand.window.notice.text
    assert hand.window.notice.failing
    assert not (tmp_path / "cứu được.db").exists()


def test_no_records_are_spoken_of_where_none_is_known() -> None:
    assert "dưới đây" not in " ".join(_sentences(Salvaged(100, 1)))
    assert "dưới đây" in " ".join(_sentences(Salvaged(100, 1, ["a"])))


def test_records_that_went_whole_are_only_counted(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=MANY[:1]))
    found: list[list[Line]] = []
    hand.view.bridge.ask(
        lambda s: _lines(s, [records.rows(s, "comm_activity")[0].id, "olkz5faiii6", "qrst5faiii6"]), found.append
    )
    hand.wait()
    assert [line.cells for line in found[0]] == [
        ("Hoạt động tuyên truyền", f"Loa truyền thanh cơ sở - {TITLES[0]} - 20/07/2022"),
        ("", "2 phiếu mất toàn bộ, không rõ phiếu nào"),
    ]  # fmt: skip


def test_the_new_file_is_whole(open_window: OpenWindow, make_file: MakeFile, tmp_path: Path) -> None:
    out = tmp_path / "cứu được.db"
    hand = open_window(None)
    hand.window.works.salvage(torn(make_file(records=MANY), 0.8), out)
    hand.wait()
    hand.window.close()
    with opening.open_file(out, now=now) as file:
        assert maintenance.check(file) == []
