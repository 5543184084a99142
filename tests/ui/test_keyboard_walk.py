"""Every view by keyboard alone: each control is reached, seen, named and works, each popup and sheet closes."""

from collections.abc import Callable, Mapping
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop_app.session import opening
from tests.filled_files import put_made_up
from tests.ui.conftest import OpenWindow, begin_activity
from tests.ui.hand import CONTROL, SHIFT, Hand, now
from tests.ui.walk import unsaid, walk
from ui.exchange.exchange_page import RECEIVE, ExchangePage
from ui.form.form_dialog import FormDialog
from ui.form.multi_editor import ChoiceTag
from ui.progress.board_dialog import BoardDialog
from ui.progress.figure_dialog import FigureDialog
from ui.progress.indicator_cards import IndicatorCard
from ui.progress.overview import Overview
from ui.records.column_choice import ColumnChoice
from ui.records.filter_row import FilterField
from ui.report.report_tabs import ReportTabs
from ui.widgets.table_dialog import TableDialog
from ui.window.guide_dialog import GuideDialog
from ui.window.settings_dialog import SettingsDialog

Key = Qt.Key
PROVINCE = "12"
THERE_AND_BACK = {
    "normal": (Key.Key_Right, Key.Key_Left),
    "vi": (Key.Key_Right, Key.Key_Left),
    "system": (Key.Key_Left, Key.Key_Right),
}
AREAS = range(2, 7)
REGISTERS, REPORT, EXCHANGE = 7, 8, 9


@pytest.fixture(scope="module")
def made(source: Mapping[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tỉnh") / "tỉnh.db"
    with opening.create_file(path, source, PROVINCE, "Cán bộ VH-XH", now=now) as file:
        put_made_up(file, 600)
    return path


@pytest.fixture
def province(made: Path, tmp_path: Path) -> Path:
    """A province's file with made-up records, to be written into."""
    return Path(copyfile(made, tmp_path / "tỉnh.db"))


def sheet(hand: Hand, kind: type[QDialog] = QDialog) -> QDialog:
    """The dialog in front, once it is filled."""
    hand.wait()
    found = [one for one in hand.window.findChildren(kind) if one.isVisible()]
    assert len(found) == 1, found
    hand.bot.waitUntil(found[0].isActiveWindow)
    return found[0]


def closes(hand: Hand) -> bool:
    """Whether Esc puts the dialog in front away."""
    front = sheet(hand)
    gone: list[bool] = []
    front.finished.connect(lambda _: gone.append(True))
    hand.key(Key.Key_Escape)
    come_back(hand)
    return gone == [True]


def come_back(hand: Hand) -> None:
    """The window is in front again once a dialog is gone; the offscreen platform has to learn so."""
    hand.window.activateWindow()
    hand.bot.waitUntil(hand.window.isActiveWindow)
    hand.wait()


def tab_to(hand: Hand, stop: Callable[[QWidget], bool]) -> QWidget:
    """Press Tab until the focus is where it is wanted."""
    for _ in range(100):
        if stop(hand.focus()):
            return hand.focus()
        hand.key(Key.Key_Tab)
    raise AssertionError(f"Tab does not lead there, but to {hand.focus()}")


def named(words: str) -> Callable[[QWidget], bool]:
    def fits(widget: QWidget) -> bool:
        text = str(widget.property("text") or "")
        return words in (widget.accessibleName(), text.strip())

    return fits


def is_it(stop: QWidget) -> Callable[[QWidget], bool]:
    return lambda widget: widget is stop


# --- pages ---------------------------------------------------------------------------------------------------------


def test_the_start_page(open_window: OpenWindow) -> None:
    hand = open_window(None)
    assert walk(hand) == []
    hand.window.close()


def test_the_overview_and_what_its_lines_lead_to(open_window: OpenWindow, province: Path) -> None:
    hand = open_window(province)
    assert walk(hand) == []
    tab_to(hand, named("Xem theo đơn vị"))
    hand.key(Key.Key_Space)
    assert walk(hand, sheet(hand, BoardDialog)) == []
    assert closes(hand)
    tab_to(hand, named("Tiến độ 12 chỉ tiêu"))
    hand.key(Key.Key_Down)
    hand.key(Key.Key_Down)
    hand.key(Key.Key_Return)
    front = sheet(hand, FigureDialog)
    assert walk(hand, front) == []
    tab_to(hand, named("Phiếu và đơn vị đứng sau số liệu"))
    assert closes(hand)
    assert isinstance(hand.view.page, Overview)
    for line in [one.accessibleName() for one in hand.view.page.to_do]:
        hand.go(1)
        tab_to(hand, named(line))
        hand.key(Key.Key_Space)
        hand.wait()
        if any(one.isVisible() for one in hand.window.findChildren(TableDialog)):
            assert walk(hand, sheet(hand, TableDialog)) == []
            assert closes(hand)


@pytest.mark.parametrize("page", [*AREAS, REGISTERS])
def test_every_list_and_form_of_a_page(open_window: OpenWindow, province: Path, page: int) -> None:
    hand = open_window(province)
    hand.go(page)
    assert walk(hand) == []
    for kind in hand.area.list.kinds:
        hand.new(kind)
        assert walk(hand) == [], f"new {kind}"
        hand.area.list.table.setFocus()
        hand.key(Key.Key_Home)
        hand.wait()
        if hand.area.list.table.current is not None:
            assert walk(hand) == [], f"first {kind}"
            hand.area.list.table.setFocus()
            hand.key(Key.Key_Home)
            hand.wait()
            walk_inside(hand)


def walk_inside(hand: Hand) -> None:
    """The forms of the records inside the one in sight, the first of each kind and a new one, to any depth."""
    body = hand.form.view.body
    assert body is not None
    for table in [one for one in body.tables if one.add.isEnabled()]:
        for stop, inside in ((table.table, True), (table.add, False)):
            if stop.isHidden():
                continue
            hand.form.focus_fields()
            tab_to(hand, is_it(stop))
            hand.key(Key.Key_Return)
            hand.wait()
            assert hand.form.grid is not None
            assert hand.form.grid.kind is table.kind
            assert walk(hand, hand.form) == [], table.kind.name
            if inside:
                walk_inside(hand)
            hand.form.focus_fields()
            hand.key(Key.Key_Escape)
            hand.wait()
            assert hand.form.view.body is body


def test_the_page_of_the_report(open_window: OpenWindow, province: Path) -> None:
    hand = open_window(province)
    hand.go(REPORT)
    assert walk(hand) == []
    hand.key(Key.Key_F9)
    hand.wait()
    assert walk(hand) == []
    tab_to(hand, named("Chốt báo cáo…"))
    hand.key(Key.Key_Space)
    assert walk(hand, sheet(hand)) == []
    hand.key(Key.Key_Return)
    come_back(hand)
    assert walk(hand) == []
    for button in ("Bỏ chốt…", "Báo cáo đã chốt (1)"):
        tab_to(hand, named(button))
        hand.key(Key.Key_Space)
        assert walk(hand, sheet(hand)) == []
        assert closes(hand)
    tabs = hand.view.page
    assert isinstance(tabs, ReportTabs)
    for tab in range(1, tabs.bar.count()):
        tab_to(hand, is_it(tabs.bar))
        hand.key(Key.Key_Right)
        hand.wait()
        assert tabs.bar.currentIndex() == tab
        assert walk(hand) == []
    for kind in hand.area.list.kinds:
        hand.new(kind)
        assert walk(hand) == [], kind


def test_the_panels_of_the_exchange(open_window: OpenWindow, province: Path, make_file: Callable[..., Path]) -> None:
    hand = open_window(province)
    hand.go(EXCHANGE)
    page = hand.view.page
    assert isinstance(page, ExchangePage)
    for panel in filter(page.bar.isTabVisible, range(page.bar.count())):
        tab_to(hand, named("Gửi và nhận"))
        assert page.bar.currentIndex() == panel
        assert walk(hand) == []
        tab_to(hand, named("Gửi và nhận"))
        hand.key(Key.Key_Right)
        hand.wait()
    page.bar.setCurrentIndex(RECEIVE)
    page.receive.look_at([make_file(records=[("agency", {"name": "Đội"})])])
    hand.wait()
    assert walk(hand) == []


# --- popups --------------------------------------------------------------------------------------------------------


def popup(hand: Hand) -> QWidget:
    hand.answered()
    found = QApplication.activePopupWidget()
    assert found is not None
    return found


def gone(hand: Hand) -> bool:
    hand.key(Key.Key_Escape)
    return QApplication.activePopupWidget() is None


def test_popups_of_fields_open_by_key_and_close_with_esc_alone(open_window: OpenWindow, province: Path) -> None:
    hand = begin_activity(open_window, province)
    assert hand.form.grid is not None
    tried = set()
    for name, editor in hand.form.grid.editors.items():
        kind = editor.field.type.name
        if kind not in ("date", "unit", "ref", "choice", "multi") or not editor.isEnabled():
            continue
        hand.into(name)
        hand.key(Key.Key_Down)
        assert unsaid(popup(hand)) == [], name
        assert gone(hand), name
        assert hand.form.view.head.pill.text(), name
        tried.add(kind)
    assert tried == {"date", "unit", "ref", "choice", "multi"}


def test_a_day_is_taken_from_the_calendar_by_key(open_window: OpenWindow, province: Path) -> None:
    hand = begin_activity(open_window, province)
    assert hand.form.grid is not None
    hand.write("date", "1/9/22")
    hand.into("date")
    hand.key(Key.Key_F4)
    hand.key(Key.Key_PageUp)
    hand.key(Key.Key_Right)
    hand.key(Key.Key_Return)
    hand.wait()
    assert QApplication.activePopupWidget() is None
    assert hand.form.grid.editors["date"].value == "2022-08-02"


def test_tags_are_reached_and_taken_away_by_key(open_window: OpenWindow, province: Path) -> None:
    hand = begin_activity(open_window, province)
    grid = hand.form.grid
    assert grid is not None
    hand.choose("audience", "học sinh")
    before = grid.editors["audience"].value
    assert isinstance(before, tuple)
    hand.into("audience")
    hand.key(Key.Key_Left)
    assert isinstance(hand.focus(), ChoiceTag)
    hand.key(Key.Key_Delete)
    hand.wait()
    assert grid.editors["audience"].value == (before[:-1] or None)


def test_a_record_is_added_in_place_by_key(open_window: OpenWindow, province: Path) -> None:
    hand = begin_activity(open_window, province)
    hand.into("host_agency")
    hand.type("Đội chưa có")
    hand.answered()
    hand.key(Key.Key_Return)
    assert walk(hand, sheet(hand, FormDialog)) == []
    hand.key(Key.Key_Return, CONTROL)
    hand.wait()
    assert hand.window.findChildren(FormDialog) == []


def test_columns_and_filters_of_a_list(open_window: OpenWindow, province: Path) -> None:
    hand = open_window(province)
    hand.go(2)
    hand.key(Key.Key_C, CONTROL | SHIFT)
    front = popup(hand)
    assert isinstance(front, ColumnChoice)
    assert walk(hand, front) == []
    assert gone(hand)
    hand.key(Key.Key_F, CONTROL | SHIFT)
    hand.wait()
    assert isinstance(hand.focus(), FilterField)
    assert walk(hand) == []


def test_menus_of_headings_and_rows(open_window: OpenWindow, province: Path) -> None:
    hand = open_window(province)
    hand.go(2)
    seen: list[list[str]] = []

    def look() -> None:
        front = QApplication.activePopupWidget()
        assert front is not None
        seen.append(unsaid(front))
        hand.key(Key.Key_Escape)

    table = hand.area.list.table
    tab_to(hand, is_it(table.header))
    QTimer.singleShot(50, look)
    hand.key(Key.Key_F10, SHIFT)
    table.selectRow(0)
    QTimer.singleShot(50, look)
    place = table.visualRect(table.currentIndex()).center()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, table.viewport().mapToGlobal(place))
    QApplication.sendEvent(table.viewport(), asked)  # what the system makes of the key for menus
    assert seen == [[], []]


def test_the_search_over_the_file(open_window: OpenWindow, province: Path) -> None:
    hand = open_window(province)
    hand.key(Key.Key_F, CONTROL)
    hand.type("tuyen truyen")
    hand.wait()
    assert hand.view.search.list.isVisible()
    assert unsaid(hand.window) == []
    hand.key(Key.Key_Down)
    hand.key(Key.Key_Return)
    hand.wait()
    assert hand.form.view.head.pill.text()
    hand.key(Key.Key_F, CONTROL)
    hand.key(Key.Key_Escape)
    assert not hand.view.search.hasFocus()


# --- sheets --------------------------------------------------------------------------------------------------------


def test_a_card_explains_its_indicator_by_key(open_window: OpenWindow, province: Path) -> None:
    hand = open_window(province)
    hand.go(2)
    tab_to(hand, lambda widget: isinstance(widget, IndicatorCard))
    hand.key(Key.Key_Return)
    assert "1.1" in sheet(hand, FigureDialog).windowTitle()
    assert closes(hand)
    hand.key(Key.Key_Space)
    assert sheet(hand, FigureDialog)
    assert closes(hand)


def test_the_settings_are_chosen_by_arrows(open_window: OpenWindow, province: Path) -> None:
    hand = open_window(province)
    hand.key(Key.Key_Comma, CONTROL)
    front = sheet(hand, SettingsDialog)
    assert isinstance(front, SettingsDialog)
    assert unsaid(front) == []
    for setting, start, others in (
        ("font_size", "normal", ("large", "normal")), ("theme", "system", ("dark", "system")),
        ("language", "vi", ("en", "vi")),
    ):  # fmt: skip
        tab_to(hand, is_it(front.buttons[setting, start]))
        for key, expected in zip(THERE_AND_BACK[start], others, strict=True):
            hand.key(key)
            hand.wait()
            assert front.buttons[setting, expected].hasFocus()
    assert closes(hand)


def test_keys_history_and_trash(open_window: OpenWindow, province: Path) -> None:
    hand = open_window(province)
    hand.go(2)
    tab_to(hand, named("F1 Trợ giúp"))
    hand.key(Key.Key_F1)
    assert walk(hand, sheet(hand, GuideDialog)) == []
    assert closes(hand)
    hand.view.show_keys()
    assert walk(hand, sheet(hand, TableDialog)) == []
    assert closes(hand)
    tab_to(hand, is_it(hand.area.list.table))
    hand.key(Key.Key_Home)
    hand.wait()
    hand.form.focus_fields()
    tab_to(hand, named("Lịch sử"))
    hand.key(Key.Key_Space)
    assert walk(hand, sheet(hand, TableDialog)) == []
    assert closes(hand)
    tab_to(hand, named("Xóa phiếu"))
    hand.key(Key.Key_Space)
    hand.wait()
    assert not hand.window.notice.isHidden()
    assert walk(hand) == []
    tab_to(hand, is_it(hand.view.file_button))
    hand.key(Key.Key_Space)
    for _ in range(5):
        hand.key(Key.Key_Down)
    hand.key(Key.Key_Return)
    assert walk(hand, sheet(hand, TableDialog)) == []
    assert closes(hand)


def test_a_list_as_a_sheet_is_left_by_a_key_and_says_what_it_is(open_window: OpenWindow, province: Path) -> None:
    """Tab leads from cell to cell there; F6 and Esc lead out."""
    hand = open_window(province)
    hand.go(2)
    hand.area.list.table.setFocus()
    hand.key(Key.Key_F2)
    hand.wait()
    page = hand.area.list.cells.page
    assert page is not None
    assert unsaid(page) == []
    for column in range(len(page.rows.columns)):
        page.table.go_to(0, column)
        hand.key(Key.Key_F2)
        assert unsaid(page) == [], page.rows.columns[column]
        hand.key(Key.Key_Escape)
    hand.wait()
    hand.key(Key.Key_F6)
    hand.wait()
    assert hand.form.isAncestorOf(hand.focus())
    hand.key(Key.Key_F6)
    assert hand.focus() is page.table
    hand.key(Key.Key_Escape)
    hand.wait()
    assert hand.focus() is hand.area.list.table
