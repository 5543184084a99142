"""A merge in the window: looked at record by record, taken back, looked at again, done again."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt

from desktop_app.domain.values import Value
from desktop_app.session import OpenFile, editing, entry, exchange, maintenance, opening, records
from tests.new_files import new_file
from tests.ui.conftest import OpenWindow, exchange_page
from tests.ui.hand import CONTROL, Hand, now
from tests.ui.test_exchange import activity
from ui.exchange.exchange_page import ACTS, ExchangePage
from ui.exchange.merge_undo_dialog import MergeUndoDialog
from ui.exchange.merge_undo_lines import read_reversal
from ui.history.history_lines import read_history
from ui.widgets.long_work import LongWork


@pytest.fixture(scope="module")
def made(source: Mapping[str, Any], codes: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A district's file that took in a commune's file of two records, one of which it went on with."""
    folder = tmp_path_factory.mktemp("gộp")
    with new_file(folder / "xã.db", source, codes["Xã Mường Than"], "Cán bộ xã", now=now) as commune:
        for title in ("Một", "Hai"):
            values: dict[str, Value] = entry.defaults(commune, "comm_activity", activity(title))
            editing.new_record(commune, "comm_activity", values)
    with new_file(folder / "huyện.db", source, codes["Huyện Than Uyên"], "Cán bộ huyện", now=now) as district:
        exchange.merge(district, exchange.find_sources(district, [folder / "xã.db"]))
        record = next(row.id for row in records.rows(district, "comm_activity") if row.values["title"] == "Một")
        editing.set_value(district, record, "sessions", 4)
    return folder


@pytest.fixture
def merged(open_window: OpenWindow, made: Path, tmp_path: Path) -> tuple[Hand, ExchangePage]:
    """The district's window, on the list of what was done."""
    hand = open_window(Path(copytree(made, tmp_path, dirs_exist_ok=True)) / "huyện.db")
    page = exchange_page(hand)
    page.bar.setCurrentIndex(ACTS)
    hand.wait()
    return hand, page


def sheet_of(hand: Hand, page: ExchangePage) -> MergeUndoDialog:
    merges = [row for row, done in enumerate(page.acts._acts) if done.is_merge]
    page.acts.table.selectRow(merges[0])
    page.acts.look.click()
    hand.wait()
    (sheet,) = page.acts.findChildren(MergeUndoDialog)
    return sheet


def visible_sheet(hand: Hand) -> MergeUndoDialog:
    (sheet,) = [sheet for sheet in hand.window.findChildren(MergeUndoDialog) if sheet.isVisible()]
    return sheet


def do_again(hand: Hand) -> None:
    """Ctrl+Y comes to the merge, and its sheet does it again."""
    hand.window.activateWindow()
    hand.key(Qt.Key.Key_Y, CONTROL)
    hand.wait()
    visible_sheet(hand).redo.click()
    hand.wait()


@contextmanager
def delayed(hand: Hand) -> Iterator[None]:
    """The file is busy with something else meanwhile."""
    go_on = Event()
    hand.view.bridge.ask(lambda _: go_on.wait(60), lambda _: None)
    yield
    go_on.set()


def outcomes(sheet: MergeUndoDialog) -> list[tuple[str, str]]:
    """(fields, outcome without its reason) of the lines."""
    return [(line.cells[1], line.cells[3].split(":")[0]) for line in sheet.table.lines]


def test_what_goes_and_what_stays_is_shown_before_anything_happens(merged: tuple[Hand, ExchangePage]) -> None:
    hand, page = merged
    sheet = sheet_of(hand, page)
    assert [outcome for _, outcome in outcomes(sheet)] == ["Giữ lại", "Giữ lại", "Để riêng"]
    assert outcomes(sheet)[-1][0] == "cả phiếu"
    assert "Số buổi, lượt phát" in [field for field, _ in outcomes(sheet)]
    assert "Cán bộ huyện đã" in sheet.note.text()
    assert hand.titles() == ["Hai", "Một"]


def test_a_merge_is_taken_back_looked_at_and_done_again(merged: tuple[Hand, ExchangePage]) -> None:
    hand, page = merged
    sheet = sheet_of(hand, page)
    sheet.undo.click()
    hand.wait()
    assert hand.titles() == ["Một"]
    assert sheet.about.startswith("Đã hoàn tác")
    assert ("cả phiếu", "Đang để riêng") in outcomes(sheet)
    assert page.acts.current is not None
    assert page.acts.current.cells[-1] == "Đã hoàn tác"
    assert not sheet.undo.isVisible()
    sheet.redo.click()
    hand.wait()
    assert hand.titles() == ["Hai", "Một"]
    assert sheet.undo.isEnabled()
    assert not sheet.redo.isVisible()


def test_undo_of_a_merge_shows_it_first(merged: tuple[Hand, ExchangePage]) -> None:
    hand, page = merged
    assert not page.acts.look.isEnabled()  # the cursor is on the edit
    page.acts.table.selectRow(1)
    assert page.acts.look.isEnabled()
    page.acts.undo.click()
    hand.wait()
    assert page.acts.findChildren(MergeUndoDialog)
    assert hand.titles() == ["Hai", "Một"]


def test_ctrl_z_and_ctrl_y_come_to_a_merge_in_its_turn_and_show_it(
    merged: tuple[Hand, ExchangePage], tmp_path: Path, source: Mapping[str, Any], codes: Mapping[str, str]
) -> None:
    hand, _ = merged
    with new_file(tmp_path / "xã 2.db", source, codes["Xã Mường Than"], "Cán bộ xã", now=now) as commune:
        editing.new_record(commune, "comm_activity", entry.defaults(commune, "comm_activity", activity("Ba")))
    hand.view.bridge.write(lambda file: exchange.merge(file, exchange.find_sources(file, [tmp_path / "xã 2.db"])))
    hand.wait()
    hand.key(Qt.Key.Key_Z, CONTROL)
    hand.wait()
    (sheet,) = hand.window.findChildren(MergeUndoDialog)
    sheet.undo.click()
    hand.wait()
    assert hand.titles() == ["Hai", "Một"]
    sheet.close()
    do_again(hand)
    assert hand.titles() == ["Ba", "Hai", "Một"]


def test_a_merge_and_a_later_edit_come_back_in_the_order_in_which_they_went(
    merged: tuple[Hand, ExchangePage],
) -> None:
    hand, _ = merged
    hand.key(Qt.Key.Key_Z, CONTROL)  # the edit
    hand.wait()
    hand.key(Qt.Key.Key_Z, CONTROL)
    hand.wait()
    (sheet,) = hand.window.findChildren(MergeUndoDialog)
    sheet.undo.click()
    hand.wait()
    assert hand.titles() == ["Một"]  # taking the edit back was work on it
    sheet.close()
    do_again(hand)
    assert hand.titles() == ["Hai", "Một"]
    visible_sheet(hand).close()
    hand.window.activateWindow()
    hand.key(Qt.Key.Key_Y, CONTROL)
    hand.wait()
    assert "Số buổi" in hand.window.notice.text
    hand.key(Qt.Key.Key_Y, CONTROL)
    hand.wait()
    assert not [sheet for sheet in hand.window.findChildren(MergeUndoDialog) if sheet.isVisible()]


def test_taking_back_says_how_far_it_is_and_can_be_stopped(
    merged: tuple[Hand, ExchangePage], monkeypatch: pytest.MonkeyPatch
) -> None:
    hand, page = merged
    sheet = sheet_of(hand, page)
    assert not sheet.stop.isVisible()
    abouts: list[str] = []
    begin = sheet._begin

    def begun() -> LongWork:
        work = begin()
        work.progressed.connect(lambda percent, sentence: abouts.append(sheet.about))
        return work

    monkeypatch.setattr(sheet, "_begin", begun)
    with delayed(hand):
        sheet.undo.click()
        assert sheet.stop.isVisible()
        assert not sheet.undo.isEnabled()
        sheet.stop.click()
    hand.wait()
    assert hand.titles() == ["Hai", "Một"]
    assert sheet.about.startswith("Đã dừng; sổ vẫn như trước")
    assert sheet.undo.isEnabled()
    sheet.undo.click()
    hand.wait()
    assert hand.titles() == ["Một"]
    assert any(words.startswith("Đang hoàn tác lần nhận này…") and words.endswith("%") for words in abouts)
    assert not sheet.stop.isVisible()


def test_closing_the_sheet_stops_what_it_began(merged: tuple[Hand, ExchangePage]) -> None:
    hand, page = merged
    sheet = sheet_of(hand, page)
    with delayed(hand):
        sheet.undo.click()
        sheet.close()
    hand.wait()
    assert hand.titles() == ["Hai", "Một"]


def test_the_history_of_a_record_names_the_file_that_a_change_came_from(merged: tuple[Hand, ExchangePage]) -> None:
    hand, _ = merged

    def read(file: OpenFile) -> list[str]:
        record = next(row.id for row in records.rows(file, "comm_activity") if row.values["title"] == "Một")
        return [past.note for past in read_history(file, record)]

    notes = hand.ask(read)
    assert notes[0] == ""
    assert all("xã.db" in words for words in notes[1:])


def test_the_preview_says_what_was_set_aside_before(merged: tuple[Hand, ExchangePage], tmp_path: Path) -> None:
    hand, page = merged
    sheet = sheet_of(hand, page)
    sheet.undo.click()
    hand.wait()
    sheet.close()
    page.receive.look_at([tmp_path / "xã.db"])
    hand.wait()
    line = page.receive.preview.tree.topLevelItem(0)
    assert line is not None
    assert "đã để riêng trước đây" in line.text(line.columnCount() - 1)


def test_an_erasure_that_came_along_is_told_in_words(
    tmp_path: Path, source: Mapping[str, Any], codes: Mapping[str, str]
) -> None:
    paths = [tmp_path / name for name in ("huyện.db", "xã.db")]
    with new_file(paths[0], source, codes["Huyện Than Uyên"], "Cán bộ huyện", now=now):
        pass
    with new_file(paths[1], source, codes["Xã Mường Than"], "Cán bộ xã", now=now) as commune:
        made = editing.new_record(commune, "comm_activity", entry.defaults(commune, "comm_activity", activity("Một")))
        maintenance.erase(
            commune, [next(one.stamp for one in records.history(commune, made.record) if one.field == "title")], "Nhầm"
        )
    with opening.open_file(paths[0], now=now) as district:
        act = exchange.merge(district, exchange.find_sources(district, [paths[1]])).act
        assert act
        stays = read_reversal(district, act).lines[0]
    assert stays.cells[:2] == ("Xóa hẳn dữ liệu", "cả phiếu")
