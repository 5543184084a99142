"""What other offices want erased, in the window: told after a merge, answered on a page of its own."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from desktop_app.session import OpenFile, editing, entry, exchange, maintenance, records
from tests.new_files import new_file
from tests.ui.conftest import OpenWindow, exchange_page
from tests.ui.hand import Hand, now
from tests.ui.test_exchange import activity
from ui.exchange.erasure_dialog import ErasureDialog
from ui.exchange.erasure_panel import ErasurePanel
from ui.exchange.exchange_page import ERASURES, RECEIVE
from ui.exchange.merge_tree import ACT, NAME, NEW, NOTE, ON

NAME_OF_ONE = "Vàng Thị Xuân Quỳnh"
OWNER, NEIGHBOUR, DISTRICT = "Xã Mường Than", "Xã Mường Mít", "Huyện Than Uyên"


@pytest.fixture
def asked(tmp_path: Path, source: Mapping[str, Any], codes: Mapping[str, str]) -> tuple[Path, Path]:
    """The file of a district with a value of one commune, and that of another commune, which erased it in its copy."""
    return erased_by_a_neighbour(tmp_path, source, codes, [NAME_OF_ONE])


@pytest.fixture
def asked_several(tmp_path: Path, source: Mapping[str, Any], codes: Mapping[str, str]) -> tuple[Path, Path]:
    """The same with three values in three records."""
    return erased_by_a_neighbour(tmp_path, source, codes, [NAME_OF_ONE, f"{NAME_OF_ONE} 2", f"{NAME_OF_ONE} 3"])


def erased_by_a_neighbour(
    folder: Path, source: Mapping[str, Any], codes: Mapping[str, str], titles: Sequence[str]
) -> tuple[Path, Path]:
    def made(unit: str) -> OpenFile:
        return new_file(folder / f"{codes[unit]}.db", source, codes[unit], f"Cán bộ {unit}", now=now)

    with made(OWNER) as owner, made(DISTRICT) as district, made(NEIGHBOUR) as neighbour:
        for title in titles:
            values = entry.defaults(owner, "comm_activity", {**activity(title), "unit": codes[OWNER]})
            record = editing.new_record(owner, "comm_activity", values).record
        for here in (district, neighbour):
            exchange.merge(here, exchange.find_sources(here, [owner.path]), take=["all"])
        known = [
            item for one in records.list_ids(neighbour, "comm_activity") for item in records.history(neighbour, one)
        ]
        maintenance.erase(neighbour, [item.stamp for item in known if item.value in titles], "Có tên người")
        editing.set_value(neighbour, record, "sessions", 9)
        return district.path, neighbour.path


def buttons(panel: ErasurePanel) -> dict[str, QPushButton]:
    return {button.text(): button for button in panel.findChildren(QPushButton) if button.isVisible()}


def taken(hand: Hand, neighbour: Path) -> ErasurePanel:
    page = exchange_page(hand)
    assert not page.bar.isTabVisible(ERASURES)
    page.receive.look_at([neighbour])
    hand.wait()
    page.receive.preview.tree.topLevelItem(0).setCheckState(NAME, ON)  # type: ignore[union-attr]  # there is one
    page.receive.preview.go.click()
    hand.wait()
    return page.erasures


def test_an_erasure_of_a_neighbour_is_told_and_waits_on_a_page_of_its_own(
    open_window: OpenWindow, asked: tuple[Path, Path]
) -> None:
    district, neighbour = asked
    hand = open_window(district)
    panel = taken(hand, neighbour)
    assert "1 giá trị mà nơi gửi đề nghị xóa hẳn" in hand.window.notice.text
    assert hand.titles() == [NAME_OF_ONE]
    page = exchange_page(hand)
    assert (page.bar.isTabVisible(ERASURES), page.bar.tabText(ERASURES)) == (True, "Xóa hẳn (1)")
    hand.view.show_page("overview")
    hand.wait()
    hand.view.dialogs.show_to_do("erasures")
    hand.wait()
    assert page.bar.currentIndex() == ERASURES
    for words in (NAME_OF_ONE, NEIGHBOUR, "Có tên người", "đơn vị khác ghi"):
        assert words in said(panel)


ERASE, ERASE_ALL, KEEP = "Xóa hẳn giá trị này…", "Xóa hẳn cả 3 mục của lần xóa này…", "Giữ lại"


def open_sheet(panel: ErasurePanel) -> ErasureDialog:
    (sheet,) = (one for one in panel.findChildren(ErasureDialog) if one.isVisible())
    return sheet


def said(over: QWidget) -> str:
    return " ".join(one.text() or one.toolTip() for one in over.findChildren(QLabel) if one.isVisible())


@pytest.fixture
def several(open_window: OpenWindow, asked_several: tuple[Path, Path]) -> tuple[Hand, ErasurePanel]:
    """The page with three values of one erasure."""
    district, neighbour = asked_several
    hand = open_window(district)
    panel = taken(hand, neighbour)
    exchange_page(hand).show_erasures()
    hand.wait()
    return hand, panel


def test_an_erasure_is_not_said_as_a_new_record(open_window: OpenWindow, asked_several: tuple[Path, Path]) -> None:
    district, neighbour = asked_several
    hand = open_window(district)
    page = exchange_page(hand)
    page.receive.look_at([neighbour])
    hand.wait()
    preview = page.receive.preview
    line = preview.tree.topLevelItem(0)
    assert line is not None
    assert line.text(NEW) == ""
    assert "1 lệnh xóa hẳn" in line.text(NOTE)
    assert "0 thay đổi sẽ được nhận" in said(preview)
    assert "Nơi gửi đề nghị xóa hẳn 3 giá trị ở đây" in said(preview)
    preview.go.click()
    hand.wait()
    assert hand.window.notice.text.startswith(
        "Đã nhận 1 lệnh xóa hẳn từ 1 tệp. Có 3 giá trị mà nơi gửi đề nghị xóa hẳn"
    )


def test_no_lets_it_stand_and_yes_erases_it(open_window: OpenWindow, asked: tuple[Path, Path]) -> None:
    district, neighbour = asked
    hand = open_window(district)
    panel = taken(hand, neighbour)
    exchange_page(hand).show_erasures()
    hand.wait()
    buttons(panel)[KEEP].click()
    hand.wait()
    assert hand.titles() == [NAME_OF_ONE]
    panel.table.selectRow(0)
    hand.wait()
    assert set(buttons(panel)) >= {ERASE}
    assert KEEP not in buttons(panel)
    buttons(panel)[ERASE].click()
    hand.wait()
    assert hand.titles() == [NAME_OF_ONE]
    sheet = open_sheet(panel)
    hand.until(sheet.go.isEnabled)
    sheet.go.click()
    hand.wait()
    assert NAME_OF_ONE not in hand.titles()[0]
    assert NAME_OF_ONE.encode() not in district.read_bytes()
    assert "Đã xóa hẳn 1 giá trị" in hand.window.notice.text


def test_before_anything_is_erased_it_is_said_what_how_many_and_that_nothing_brings_it_back(
    several: tuple[Hand, ErasurePanel],
) -> None:
    hand, panel = several
    for label, count in ((ERASE, 1), (ERASE_ALL, 3)):
        buttons(panel)[label].click()
        hand.wait()
        sheet = open_sheet(panel)
        assert sheet.windowTitle() == f"Xóa hẳn {count} giá trị?"
        for words in (NAME_OF_ONE, "mọi bản sao lưu trên máy này được ghi lại", "Không lấy lại được"):
            assert words in said(sheet)
        sheet.reject()
        hand.wait()
    assert hand.titles() == [NAME_OF_ONE, f"{NAME_OF_ONE} 2", f"{NAME_OF_ONE} 3"]
    assert len(panel.table.lines) == 3


def test_a_double_click_on_erase_only_asks(several: tuple[Hand, ErasurePanel]) -> None:
    hand, panel = several
    buttons(panel)[ERASE].click()
    sheet = open_sheet(panel)
    QTest.mouseClick(sheet.go, Qt.MouseButton.LeftButton)
    hand.wait()
    assert sheet.isVisible()
    assert len(hand.titles()) == 3


def test_each_line_begins_with_what_sets_its_record_apart(several: tuple[Hand, ErasurePanel]) -> None:
    _, panel = several
    first = [line.cells[0] for line in panel.table.lines]
    assert all(text.endswith(" · Hoạt động tuyên truyền") for text in first)
    assert any(NAME_OF_ONE in text.split(" · ")[0] for text in first)


def test_the_acts_say_of_a_foreign_erasure_whether_it_is_decided(several: tuple[Hand, ErasurePanel]) -> None:
    hand, panel = several
    page = exchange_page(hand)

    def states() -> list[str]:
        page.acts.read()
        hand.wait()
        return [line.cells[-1] for line in page.acts.table.lines if line.cells[2] == "Xóa hẳn dữ liệu"]

    assert states() == ["Chưa quyết định"]
    assert panel.current is not None
    together = panel.current.together
    panel.decline(together)
    hand.wait()
    assert states() == ["Đã giữ lại"]
    panel.accept(together)
    hand.wait()
    assert set(states()) == {""}


@pytest.mark.parametrize("answer", [ERASE, KEEP])
def test_after_an_answer_what_waits_next_is_chosen_and_a_double_click_does_not_reach_it(
    several: tuple[Hand, ErasurePanel], answer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand, panel = several
    panel.table.selectRow(1)
    hand.wait()
    third = panel._choices[2].id
    monkeypatch.setattr("ui.exchange.erasure_panel.PAUSE", 3000)
    buttons(panel)[answer].click()
    if answer == ERASE:
        hand.until(open_sheet(panel).go.isEnabled)
        open_sheet(panel).go.click()
    assert not {ERASE, KEEP} & set(buttons(panel))
    hand.until(lambda: {ERASE, KEEP} <= set(buttons(panel)))
    assert panel.current is not None
    assert panel.current.id == third
    assert not any(buttons(panel)[name].isEnabled() for name in (ERASE, KEEP))
    hand.until(lambda: {ERASE, KEEP} <= {name for name, button in buttons(panel).items() if button.isEnabled()})
    assert hand.window.focusWidget() is panel.table


def test_after_the_last_answer_the_first_that_waits_is_chosen_and_then_none(
    several: tuple[Hand, ErasurePanel],
) -> None:
    hand, panel = several
    panel.table.selectRow(2)
    hand.wait()
    for waiting in (2, 1, 0):
        buttons(panel)[KEEP].click()
        hand.wait()
        assert sum(not choice.declined for choice in panel._choices) == waiting
        assert (panel.current is None) == (not waiting)
        assert panel.current is None or not panel.current.declined
        hand.until(lambda: all(button.isEnabled() for button in buttons(panel).values()))
        hand.wait()


def test_the_cursor_stays_on_an_item_when_the_list_is_read_again(several: tuple[Hand, ErasurePanel]) -> None:
    hand, panel = several
    panel.table.selectRow(1)
    before = panel.current
    panel.read()
    hand.wait()
    assert before is not None
    assert panel.current == before


def test_what_was_answered_already_is_said_without_ids(several: tuple[Hand, ErasurePanel]) -> None:
    hand, panel = several
    assert panel.current is not None
    chosen = [panel.current.id]
    panel.accept(chosen)
    panel.accept(chosen)
    hand.wait()
    assert hand.window.notice.text == "Mục này đã được quyết định từ trước."
    panel.decline(chosen)
    hand.wait()
    assert hand.window.notice.text == "Mục này đã được quyết định từ trước."


def test_a_single_act_that_concerns_others_is_off_until_it_is_ticked(
    open_window: OpenWindow, asked: tuple[Path, Path]
) -> None:
    district, neighbour = asked
    hand = open_window(district)
    page = exchange_page(hand)
    page.receive.look_at([neighbour])
    hand.wait()
    tree = page.receive.preview.tree
    top = tree.topLevelItem(0)
    assert top is not None
    acts = [line for n in range(top.childCount()) if (line := top.child(n)) is not None and line.data(NAME, ACT)]
    assert [line.text(NAME) for line in acts] == ["Ghi phiếu"]
    acts[0].setCheckState(NAME, ON)
    page.receive.preview.go.click()
    hand.wait()
    row = hand.ask(lambda file: records.rows(file, "comm_activity"))[0]
    assert row.values["sessions"] == 9
    assert page.bar.currentIndex() == RECEIVE


def test_a_backup_that_could_not_be_written_anew_is_named(several: tuple[Hand, ErasurePanel]) -> None:
    hand, panel = several
    assert panel.current is not None
    path = hand.ask(lambda file: maintenance.backups(file.path))[0].path
    path.write_bytes(path.read_bytes()[:100] + bytes(4000))
    panel.accept([panel.current.id])
    hand.wait()
    assert str(path) in hand.window.notice.text
