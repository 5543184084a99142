"""Files of other offices through the window: looked at, ticked, taken in, settled, taken back."""

from collections.abc import Callable, Mapping
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.domain.values import Value
from desktop_app.session import editing, entry, opening, records
from tests.new_files import new_file
from tests.ui.conftest import OpenWindow, exchange_page
from tests.ui.hand import Hand, now, open_hand
from ui.exchange.acts_panel import ActsPanel
from ui.exchange.coming_dialog import ComingDialog
from ui.exchange.exchange_page import ACTS, CONFLICTS, SEND, ExchangePage
from ui.exchange.merge_tree import CONFLICTS as DIFFERENT
from ui.exchange.merge_tree import NAME, OFF, ON
from ui.exchange.send_panel import SendPanel

SPACE = Qt.Key.Key_Space


def activity(title: str) -> dict[str, Value]:
    return {"date": "2022-07-19", "form": "loa", "title": title, "sessions": 3, "audience": ("nhan_dan",)}


@pytest.fixture
def files(tmp_path: Path, source: Mapping[str, Any], codes: Mapping[str, str]) -> Callable[[str, str], Path]:
    """A file of an office with one activity of that title."""

    def make(unit: str, title: str) -> Path:
        path = tmp_path / f"{codes[unit]}.db"
        with new_file(path, source, codes[unit], f"Cán bộ {unit}", now=now) as file:
            made = editing.new_record(file, "comm_activity", entry.defaults(file, "comm_activity", activity(title)))
            assert made.act, made.problems
        return path

    return make


def test_nothing_is_written_before_the_preview_is_accepted(
    open_window: OpenWindow, files: Callable[[str, str], Path]
) -> None:
    other = files("Xã Mường Than", "Của xã")
    hand = open_window(files("Huyện Than Uyên", "Của huyện"))
    page = exchange_page(hand)
    page.receive.look_at([other])
    assert hand.view.bridge.occupied.startswith("Chương trình đang xem hoặc nhận tệp")
    hand.wait()
    assert hand.view.bridge.occupied == ""
    line = page.receive.preview.tree.topLevelItem(0)
    assert line is not None
    assert line.checkState(NAME) is ON
    assert hand.titles() == ["Của huyện"]
    page.receive.preview.go.click()
    hand.wait()
    assert hand.titles() == ["Của huyện", "Của xã"]
    assert "Đã nhận" in hand.window.notice.text


def test_the_records_themselves_are_seen_before_they_are_taken_in(
    open_window: OpenWindow, files: Callable[[str, str], Path]
) -> None:
    other = files("Xã Mường Than", "Của xã")
    hand = open_window(files("Huyện Than Uyên", "Của huyện"))
    page = exchange_page(hand)
    page.receive.look_at([other])
    hand.wait()
    QTest.keyClick(page.receive.preview.tree, Qt.Key.Key_Return)
    hand.wait()
    (sheet,) = hand.window.findChildren(ComingDialog)
    (line,) = sheet.table.lines
    assert line.cells[:3] == ("Xã Mường Than", "Hoạt động tuyên truyền", "Phiếu mới")
    assert "Của xã" in line.cells[3]
    assert sheet.about.startswith("1 phiếu")
    sheet.close()
    assert hand.titles() == ["Của huyện"], "nothing is written by looking"


def test_why_a_file_is_refused_stands_below_whichever_line_is_current(
    open_window: OpenWindow, files: Callable[[str, str], Path], tmp_path: Path
) -> None:
    other = files("Xã Mường Than", "Của xã")
    torn = tmp_path / "zalo.db"
    torn.write_bytes(other.read_bytes()[:9000])
    hand = open_window(files("Huyện Than Uyên", "Của huyện"))
    page = exchange_page(hand)
    page.receive.look_at([other, torn])
    hand.wait()
    assert page.receive.preview.tree.currentItem() is page.receive.preview.tree.topLevelItem(0)
    assert "“zalo.db”" in page.receive.preview.note.text()


def test_a_file_is_left_out_with_the_space_bar(open_window: OpenWindow, files: Callable[[str, str], Path]) -> None:
    other = files("Xã Mường Than", "Của xã")
    hand = open_window(files("Huyện Than Uyên", "Của huyện"))
    page = exchange_page(hand)
    page.receive.look_at([other])
    hand.wait()
    QTest.keyClick(page.receive.preview.tree, SPACE)
    line = page.receive.preview.tree.topLevelItem(0)
    assert line is not None
    assert line.checkState(NAME) is OFF
    page.receive.preview.go.click()
    hand.wait()
    assert hand.titles() == ["Của huyện"]
    assert page.receive.preview.isVisible()


def test_what_lies_outside_is_shown_off_and_comes_when_it_is_ticked(
    open_window: OpenWindow, files: Callable[[str, str], Path]
) -> None:
    other = files("Xã Mường Than", "Của xã")
    hand = open_window(files("Huyện Mường Tè", "Của huyện"))
    page = exchange_page(hand)
    page.receive.look_at([other])
    hand.wait()
    top = page.receive.preview.tree.topLevelItem(0)
    assert top is not None
    line = top.child(0)
    assert line is not None
    assert line.checkState(NAME) is OFF
    assert top.checkState(NAME) is OFF
    page.receive.preview.tree.setCurrentItem(line)
    QTest.keyClick(page.receive.preview.tree, SPACE)
    assert top.checkState(NAME) is ON
    page.receive.preview.go.click()
    hand.wait()
    assert hand.titles() == ["Của huyện", "Của xã"]


def test_the_arrow_key_is_named_only_where_there_are_units_to_see(
    open_window: OpenWindow, files: Callable[[str, str], Path]
) -> None:
    inside, outside = files("Xã Mường Than", "Của xã"), files("Huyện Mường Tè", "Của huyện khác")
    hand = open_window(files("Huyện Than Uyên", "Của huyện"))
    preview = exchange_page(hand).receive.preview
    for path, named in ((inside, False), (outside, True)):
        exchange_page(hand).receive.look_at([path])
        hand.wait()
        assert ("→" in preview.hint.text()) is named


def test_a_refused_file_says_why_and_does_not_stop_the_others(
    open_window: OpenWindow, files: Callable[[str, str], Path], tmp_path: Path
) -> None:
    good = files("Xã Mường Than", "Của xã")
    torn = tmp_path / "hỏng.db"
    torn.write_bytes(good.read_bytes()[:9000])
    hand = open_window(files("Huyện Than Uyên", "Của huyện"))
    page = exchange_page(hand)
    page.receive.look_at([torn, good])
    hand.wait()
    bad = page.receive.preview.tree.topLevelItem(0)
    assert bad is not None
    assert bad.data(NAME, Qt.ItemDataRole.CheckStateRole) is None
    page.receive.preview.tree.setCurrentItem(bad)
    assert "hỏng.db" in page.receive.preview.note.text()
    page.receive.preview.go.click()
    hand.wait()
    assert hand.titles() == ["Của huyện", "Của xã"]


# --- what was looked at no longer holds -------------------------------------------------------------------------------


def add_activity(path: Path, title: str) -> None:
    with opening.open_file(path, now=now) as file:
        made = editing.new_record(file, "comm_activity", entry.defaults(file, "comm_activity", activity(title)))
        assert made.act, made.problems


def set_title(path: Path, title: str) -> None:
    with opening.open_file(path, now=now) as file:
        editing.set_value(file, records.rows(file, "comm_activity")[0].id, "title", title)


def test_a_file_that_has_changed_is_taken_in_only_after_another_look(
    open_window: OpenWindow, files: Callable[[str, str], Path], temporary: Path
) -> None:
    other = files("Xã Mường Than", "Của xã")
    hand = open_window(files("Huyện Than Uyên", "Của huyện"))
    receive = exchange_page(hand).receive
    receive.look_at([other])
    hand.wait()
    assert receive.preview.again.isHidden()
    add_activity(other, "Ghi thêm")
    receive.preview.go.click()
    hand.wait()
    assert hand.titles() == ["Của huyện"]
    assert (receive.preview.isVisible(), receive.preview.go.isEnabled()) == (True, False)
    assert other.name in receive.preview.again.words.text()
    assert hand.focus() is receive.preview.again.button
    hand.key(SPACE)
    hand.wait()
    assert (receive.preview.again.isHidden(), len(list(temporary.iterdir()))) == (True, 1)
    receive.preview.go.click()
    hand.wait()
    assert hand.titles() == ["Của huyện", "Của xã", "Ghi thêm"]


def test_a_file_that_is_gone_is_taken_in_as_it_was_looked_at_and_that_is_said(
    open_window: OpenWindow, files: Callable[[str, str], Path]
) -> None:
    other = files("Xã Mường Than", "Của xã")
    hand = open_window(files("Huyện Than Uyên", "Của huyện"))
    receive = exchange_page(hand).receive
    receive.look_at([other])
    hand.wait()
    other.unlink()
    receive.preview.go.click()
    hand.wait()
    assert hand.titles() == ["Của huyện", "Của xã"]
    assert f"Không còn thấy ở chỗ cũ, đã nhận theo bản lúc xem: {other.name}." in hand.window.notice.text


def test_a_file_that_was_refused_is_named_once_more_when_the_others_are_taken_in(
    open_window: OpenWindow, files: Callable[[str, str], Path], tmp_path: Path
) -> None:
    other, broken = files("Xã Mường Than", "Của xã"), tmp_path / "hỏng.db"
    broken.write_bytes(other.read_bytes()[:5000])
    hand = open_window(files("Huyện Than Uyên", "Của huyện"))
    receive = exchange_page(hand).receive
    receive.look_at([other, broken])
    hand.wait()
    receive.preview.go.click()
    hand.wait()
    assert hand.titles() == ["Của huyện", "Của xã"]
    assert "Không nhận được: hỏng.db." in hand.window.notice.text


def test_what_would_come_is_shown_anew_where_our_own_file_was_changed_meanwhile(
    open_window: OpenWindow, files: Callable[[str, str], Path], tmp_path: Path
) -> None:
    ours = files("Xã Mường Than", "Trước")
    theirs, more = (Path(copyfile(ours, tmp_path / name)) for name in ("bản sao.db", "bản khác.db"))
    set_title(theirs, "Ở nơi kia")
    add_activity(more, "Không nhận")
    hand = open_window(ours)
    receive = exchange_page(hand).receive
    receive.look_at([theirs, more])
    hand.wait()
    left = receive.preview.tree.topLevelItem(1)
    assert left is not None
    left.setCheckState(NAME, OFF)
    hand.ask(lambda file: editing.set_value(file, records.rows(file, "comm_activity")[0].id, "title", "Ở đây"))
    receive.preview.go.click()
    hand.wait()
    assert hand.titles() == ["Ở đây"]
    assert "số mới" in receive.preview.again.words.text()
    assert (receive.preview.again.isHidden(), receive.preview.again.button.isHidden()) == (False, True)
    first, second = receive.preview.tree.topLevelItem(0), receive.preview.tree.topLevelItem(1)
    assert first is not None
    assert second is not None
    assert (first.text(DIFFERENT), first.checkState(NAME), second.checkState(NAME)) == ("1", ON, OFF)
    receive.preview.go.click()
    hand.wait()
    assert "Có 1 giá trị ghi khác nhau" in hand.window.notice.text
    assert len(hand.titles()) == 1


def test_the_copies_go_when_the_preview_is_put_away_or_another_is_made(
    open_window: OpenWindow, files: Callable[[str, str], Path], temporary: Path
) -> None:
    other = files("Xã Mường Than", "Của xã")
    hand = open_window(files("Huyện Than Uyên", "Của huyện"))
    receive = exchange_page(hand).receive
    for _ in range(2):
        receive.look_at([other])
        hand.wait()
        assert len(list(temporary.iterdir())) == 1
    receive.cancel()
    hand.wait()
    assert list(temporary.iterdir()) == []
    receive.look_at([other])
    receive.cancel()
    hand.wait()
    assert list(temporary.iterdir()) == []
    receive.look_at([other])
    hand.wait()
    receive.preview.go.click()
    hand.wait()
    assert list(temporary.iterdir()) == []


def test_the_copies_go_with_the_window(
    qtbot: QtBot, dressed: QApplication, files: Callable[[str, str], Path], temporary: Path
) -> None:
    other = files("Xã Mường Than", "Của xã")
    hand = open_hand(qtbot, files("Huyện Than Uyên", "Của huyện"))
    receive = exchange_page(hand).receive
    receive.look_at([other])
    hand.wait()
    assert len(list(temporary.iterdir())) == 1
    hand.leave()
    assert list(temporary.iterdir()) == []


def both_changed(open_window: OpenWindow, path: Path) -> tuple[Hand, ExchangePage]:
    """Two copies of one file in which the title was changed unseen; one is open, the other was taken in."""
    copy = path.with_name("bản sao.db")
    copyfile(path, copy)
    for place, title in ((path, "Ở đây"), (copy, "Ở nơi kia")):
        with opening.open_file(place, author=title, now=now) as file:
            editing.set_value(file, records.rows(file, "comm_activity")[0].id, "title", title)
    hand = open_window(path)
    page = exchange_page(hand)
    page.receive.look_at([copy])
    hand.wait()
    page.receive.preview.go.click()
    hand.wait()
    return hand, page


def test_a_conflict_is_settled_with_one_key(open_window: OpenWindow, files: Callable[[str, str], Path]) -> None:
    hand, page = both_changed(open_window, files("Xã Mường Than", "Trước"))
    assert page.bar.tabText(CONFLICTS).endswith("(1)")
    assert "Có 1 giá trị ghi khác nhau" in hand.window.notice.text
    page.show_conflicts()
    current = page.conflicts.current
    assert current is not None
    assert current.before == "Trước"
    assert {choice.words for choice in current.choices} == {"Ở đây", "Ở nơi kia"}
    second = current.choices[1].words
    QTest.keyClick(page.conflicts.table, Qt.Key.Key_2)
    hand.wait()
    assert hand.titles() == [second]
    assert page.conflicts.current is None


def test_the_cursor_is_in_the_list_when_the_button_of_a_settled_conflict_is_gone(
    open_window: OpenWindow, files: Callable[[str, str], Path]
) -> None:
    hand, page = both_changed(open_window, files("Xã Mường Than", "Trước"))
    page.show_conflicts()
    hand.wait()
    take = next(b for b in page.conflicts.findChildren(QPushButton) if b.text().endswith("2"))
    take.setFocus()
    hand.key(Qt.Key.Key_Space)
    hand.wait()
    assert page.conflicts.current is None
    assert page.conflicts.table.hasFocus()


def test_an_act_is_taken_back_and_done_again_from_the_list(
    open_window: OpenWindow, files: Callable[[str, str], Path]
) -> None:
    hand = open_window(files("Xã Mường Than", "Một"))
    page = exchange_page(hand)
    page.bar.setCurrentIndex(ACTS)
    hand.wait()
    assert page.acts.current is not None
    assert page.acts.current.cells[2].startswith("Ghi phiếu: ")
    assert "Một" in page.acts.current.cells[2]
    page.acts.undo.click()
    hand.wait()
    assert hand.titles() == []
    assert page.acts.current.cells[-1] == "Đã hoàn tác"
    page.acts.redo.click()
    hand.wait()
    assert hand.titles() == ["Một"]


def test_a_panel_is_made_when_its_tab_is_first_seen(open_window: OpenWindow, files: Callable[[str, str], Path]) -> None:
    page = exchange_page(open_window(files("Xã Mường Than", "Một")))
    for tab, panel in ((SEND, SendPanel), (ACTS, ActsPanel)):
        assert not page.findChildren(panel)
        page.bar.setCurrentIndex(tab)
        (made,) = page.findChildren(panel)
        assert made.isVisible()


def test_looking_can_be_stopped(open_window: OpenWindow, files: Callable[[str, str], Path]) -> None:
    other = files("Xã Mường Than", "Của xã")
    hand = open_window(files("Huyện Than Uyên", "Của huyện"))
    page = exchange_page(hand)
    page.receive.look_at([other])
    page.receive.working.stop.click()
    hand.wait()
    assert not page.receive.preview.isVisible()
    assert page.receive.choose.isVisible()


def test_a_copy_is_sent_read_back_and_remembered(
    open_window: OpenWindow, files: Callable[[str, str], Path], tmp_path: Path
) -> None:
    hand = open_window(files("Huyện Than Uyên", "Của huyện"))
    page = exchange_page(hand)
    page.bar.setCurrentIndex(SEND)
    folder = tmp_path / "USB"
    folder.mkdir()
    page.send.send(folder)
    hand.wait()
    sent = list(folder.iterdir())
    assert [path.name for path in sent] == ["so-huyen-than-uyen-2022-Q3-01.db"]
    assert "Rút USB được rồi." in page.send.message
    assert [line.cells[0] for line in page.send.table.lines] == [sent[0].name]
    with opening.open_file(sent[0], now=now) as file:
        assert [row.values["title"] for row in records.rows(file, "comm_activity")] == ["Của huyện"]


def test_only_the_part_of_one_unit_is_sent_when_it_is_chosen(
    open_window: OpenWindow, files: Callable[[str, str], Path], tmp_path: Path, codes: Mapping[str, str]
) -> None:
    hand = open_window(files("Huyện Than Uyên", "Của huyện"))
    page = exchange_page(hand)
    page.send._choose(codes["Xã Mường Than"])
    page.send.send(tmp_path)
    hand.wait()
    sent = next(tmp_path.glob("so-muong-than-*.db"))
    with opening.open_file(sent, now=now) as file:
        assert records.count(file, "comm_activity") == 0


def test_a_copy_that_cannot_be_written_says_why(
    open_window: OpenWindow, files: Callable[[str, str], Path], tmp_path: Path
) -> None:
    hand = open_window(files("Huyện Than Uyên", "Của huyện"))
    page = exchange_page(hand)
    page.send.send(tmp_path / "không có")
    hand.wait()
    assert hand.window.notice.failing
