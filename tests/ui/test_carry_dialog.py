"""The window carries an earlier year's ledger: from the overview of a new file or the page of what is received."""

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.session import editing, opening, records
from desktop_app.texts import say
from tests.carried_years import NOW, THEN, new_ledger, source_of
from tests.filled_files import put
from tests.ui.conftest import exchange_page
from tests.ui.hand import CONTROL, Hand, open_hand
from ui.exchange.carry_dialog import CarryDialog
from ui.progress.overview import Overview
from ui.widgets.finder import Finder
from ui.widgets.parts import Elided
from ui.widgets.table_dialog import TableDialog
from ui.widgets.unlock_dialog import UnlockDialog

PLACE = {"name": "Quán Thử", "business_type": "karaoke", "unit": "03388", "first_listed_date": "2019-03-01"}
OUTLET = {"name": "Đài Tam Đường", "media_type": "phat_thanh", "unit": "106", "counts": True}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A ledger of 2022 with a place, an activity, and what belongs to a district."""
    with new_ledger(tmp_path / "sổ-2022.db", 2022) as file:
        put(
            file,
            {"kind": "establishment", "fields": PLACE},
            {"kind": "media_outlet", "fields": OUTLET},
            {"kind": "comm_activity", "fields": {"unit": "03388", "date": "2022-05-14", "form": "loa", "title": "A"}},
        )
        return file.path


@pytest.fixture
def hand(qtbot: QtBot, dressed: QApplication, tmp_path: Path) -> Iterator[Hand]:
    """The window on a new file of 2025."""
    new_ledger(tmp_path / "sổ-2025.db", 2025).close()
    opened = open_hand(qtbot, tmp_path / "sổ-2025.db", clock=lambda: NOW)
    yield opened
    opened.leave()


def carry_dialog(hand: Hand) -> CarryDialog:
    hand.wait()
    (sheet,) = [one for one in hand.window.findChildren(CarryDialog) if one.isVisible()]
    return sheet


def choose(hand: Hand, old: Path) -> CarryDialog:
    """From the overview of a new file."""
    overview = hand.find(Overview)
    words = say("carry.menu")
    (link,) = [one for one in overview.findChildren(QPushButton) if one.text().strip() == words]
    with patch.object(QFileDialog, "getOpenFileName", return_value=(str(old), "")):
        link.click()
    return carry_dialog(hand)


def records_of(hand: Hand, sheet: CarryDialog, kind: str) -> list[tuple[str, ...]]:
    """What the list of a kind's records says; nothing where there is none to be seen."""
    row = next(n for n, line in enumerate(sheet.table.lines) if line.cells[0] == kind)
    sheet.table.selectRow(row)
    if not sheet.records.isEnabled():
        return []
    sheet.records.click()
    hand.wait()
    (listed,) = [one for one in sheet.findChildren(TableDialog) if one.isVisible()]
    found = [tuple(line.cells) for line in listed.table.lines]
    listed.close()
    return found


def said(sheet: CarryDialog) -> dict[str, list[str]]:
    return {line.cells[0]: list(line.cells[1:]) for line in sheet.table.lines}


def test_a_new_files_overview_leads_to_the_earlier_ledger_which_is_shown_carried_and_taken_back(
    hand: Hand, old: Path
) -> None:
    sheet = choose(hand, old)
    lines = said(sheet)
    assert lines["Cơ sở kinh doanh dịch vụ"] == ["1", "", "", "", ""]
    assert lines["Hoạt động tuyên truyền"] == ["", "", "", "1", ""]
    assert lines["Cơ quan báo chí, truyền thông"][-1].endswith("1 chưa rõ nay thuộc đơn vị nào")
    assert "Kế hoạch 768/KH-UBND · 2022" in sheet.about
    assert records_of(hand, sheet, "Cơ sở kinh doanh dịch vụ") == [("Quán Thử - Karaoke", "chuyển sang, phiếu mới")]
    (outlet, why) = records_of(hand, sheet, "Cơ quan báo chí, truyền thông")[-1]
    assert (outlet, why) == ("Đài Tam Đường", "ở lại: chưa rõ nay thuộc đơn vị nào")
    assert records_of(hand, sheet, "Hoạt động tuyên truyền") == []
    sheet.take.click()
    hand.wait()
    assert "1 phiếu mới" in hand.window.notice.text
    assert hand.ask(lambda file: len(records.rows(file, "establishment"))) == 1
    hand.window.activateWindow()
    hand.bot.waitUntil(hand.window.isActiveWindow)
    hand.key(Qt.Key.Key_Z, CONTROL)
    hand.wait()
    assert hand.ask(lambda file: len(records.rows(file, "establishment"))) == 0


def test_a_unit_that_the_plan_does_not_lead_on_is_chosen_in_the_window(hand: Hand, old: Path) -> None:
    sheet = choose(hand, old)
    (finder,) = sheet.findChildren(Finder)
    assert (finder.text(), finder.accessibleName()) == (say("carry.leave"), "Huyện Tam Đường")
    assert any("Xã Bình Lư" in label.toolTip() for label in sheet.questions.findChildren(Elided))
    finder.setFocus()
    hand.mark()
    hand.type("bình lư")
    hand.answered()
    hand.key(Qt.Key.Key_Return)
    hand.wait()
    assert said(sheet)["Cơ quan báo chí, truyền thông"][0] == "1"
    sheet.take.click()
    hand.wait()
    assert hand.ask(lambda file: records.rows(file, "media_outlet")[0].values["unit"]) == "03390"


def test_what_stands_in_both_ways_is_said_before(hand: Hand, old: Path) -> None:
    choose(hand, old).take.click()
    hand.wait()
    place = hand.ask(lambda file: records.rows(file, "establishment")[0].id)
    hand.ask(lambda file: editing.set_value(file, place, "name", "Quán Ta"))
    with opening.open_file(old, now=lambda: THEN) as file:
        editing.set_value(file, records.rows(file, "establishment")[0].id, "name", "Quán Họ")
    page = exchange_page(hand)
    with patch.object(QFileDialog, "getOpenFileName", return_value=(str(old), "")):
        page.receive.earlier.click()
    sheet = carry_dialog(hand)
    assert said(sheet)["Cơ sở kinh doanh dịch vụ"] == [
        "", "1", "", "", "1 ô đã sửa ở cả hai sổ: để hai giá trị, chọn sau",
    ]  # fmt: skip


def test_nothing_can_be_carried_of_a_ledger_of_the_same_year(hand: Hand, tmp_path: Path) -> None:
    new_ledger(tmp_path / "khác.db", 2025).close()
    sheet = choose(hand, tmp_path / "khác.db")
    assert "không trước sổ này" in sheet.about
    assert not sheet.take.isEnabled()


@pytest.mark.usefixtures("quick_keys")
def test_an_encrypted_ledger_asks_for_its_passphrase_until_it_is_right(hand: Hand, tmp_path: Path) -> None:
    path, phrase = tmp_path / "kín.db", "một hai ba bốn"
    with opening.create_file(path, source_of(2022), "12", "Lan", now=lambda: THEN, passphrase=phrase) as file:
        put(file, {"kind": "establishment", "fields": PLACE})
    sheet = choose(hand, path)
    for typed in ("sai", phrase):
        (asking,) = [one for one in hand.window.findChildren(UnlockDialog) if one.isVisible()]
        asking.passphrase.setText(typed)
        asking.open_button.click()
        hand.wait()
    assert said(sheet)["Cơ sở kinh doanh dịch vụ"][0] == "1"
