"""What other offices want erased, in the window: told after a merge, answered on a page of its own."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from desktop_app.session import OpenFile, editing, entry, exchange, maintenance, opening, records
from tests.ui.conftest import OpenWindow, exchange_page
from tests.ui.hand import Hand, now
from tests.ui.test_exchange import activity
from ui.exchange.erasure_panel import ErasurePanel
from ui.exchange.exchange_page import ERASURES, RECEIVE
from ui.exchange.merge_tree import ACT, NAME, ON

NAME_OF_ONE = "Vàng Thị Xuân Quỳnh"
OWNER, NEIGHBOUR, DISTRICT = "Xã Mường Than", "Xã Mường Mít", "Huyện Than Uyên"


@pytest.fixture
def asked(tmp_path: Path, source: Mapping[str, Any], codes: Mapping[str, str]) -> tuple[Path, Path]:
    """The file of a district with a value of one commune, and that of another commune, which erased it in its copy."""

    def made(unit: str) -> OpenFile:
        return opening.create_file(tmp_path / f"{codes[unit]}.db", source, codes[unit], f"Cán bộ {unit}", now=now)

    with made(OWNER) as owner, made(DISTRICT) as district, made(NEIGHBOUR) as neighbour:
        values = entry.defaults(owner, "comm_activity", {**activity(NAME_OF_ONE), "unit": codes[OWNER]})
        record = editing.new_record(owner, "comm_activity", values).record
        for here in (district, neighbour):
            exchange.merge(here, exchange.find_sources(here, [owner.path]), take=["all"])
        (stamp,) = (item.stamp for item in records.history(neighbour, record) if item.value == NAME_OF_ONE)
        maintenance.erase(neighbour, [stamp], "Có tên người")
        editing.set_value(neighbour, record, "sessions", 9)
        return district.path, neighbour.path


def buttons(panel: ErasurePanel) -> dict[str, QPushButton]:
    return {button.text(): button for button in panel.findChildren(QPushButton) if button.isVisible()}


def taken(hand: Hand, neighbour: Path) -> ErasurePanel:
    page = exchange_page(hand)
    assert not page.bar.isTabVisible(ERASURES)
    page.receive.look_at([neighbour])
    hand.wait()
    page.receive.preview.tree.topLevelItem(0).setCheckState(NAME, ON)  # type: ignore[union-attr]
    page.receive.preview.go.click()
    hand.wait()
    return page.erasures


def test_an_erasure_of_a_neighbour_is_told_and_waits_on_a_page_of_its_own(
    open_window: OpenWindow, asked: tuple[Path, Path]
) -> None:
    district, neighbour = asked
    hand = open_window(district)
    panel = taken(hand, neighbour)
    assert "1 giá trị mà nơi gửi muốn xóa hẳn" in hand.window.notice.text
    assert hand.titles() == [NAME_OF_ONE]
    page = exchange_page(hand)
    assert (page.bar.isTabVisible(ERASURES), page.bar.tabText(ERASURES)) == (True, "Xóa hẳn (1)")
    hand.view.show_page("overview")
    hand.wait()
    hand.view._show_task("erasures")
    hand.wait()
    assert page.bar.currentIndex() == ERASURES
    said = " ".join(one.text() for one in panel.findChildren(QLabel))
    for words in (NAME_OF_ONE, NEIGHBOUR, "Có tên người", "đơn vị khác ghi"):
        assert words in said


def test_no_lets_it_stand_and_yes_erases_it(open_window: OpenWindow, asked: tuple[Path, Path]) -> None:
    district, neighbour = asked
    hand = open_window(district)
    panel = taken(hand, neighbour)
    exchange_page(hand).show_erasures()
    hand.wait()
    buttons(panel)["Giữ lại"].click()
    hand.wait()
    assert hand.titles() == [NAME_OF_ONE]
    assert set(buttons(panel)) >= {"Xóa hẳn giá trị này"}
    assert "Giữ lại" not in buttons(panel)
    buttons(panel)["Xóa hẳn giá trị này"].click()
    hand.wait()
    assert NAME_OF_ONE not in hand.titles()[0]
    assert NAME_OF_ONE.encode() not in district.read_bytes()
    assert "Đã xóa hẳn 1 giá trị" in hand.window.notice.text


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
