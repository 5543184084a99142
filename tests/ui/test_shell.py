"""The window around a file: what is refused leaves what is there, notices, dragged files, the start page."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QRawFont
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app import plan_files, settings
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.errors import AppError
from desktop_app.session import OpenFile, editing, opening, records
from desktop_app.settings import Settings
from tests.ui.conftest import ONE, MakeFile, OpenWindow, start_page
from tests.ui.fit import misfits
from tests.ui.hand import CONTROL, Hand, now
from ui import page_names
from ui.main_window import MainWindow
from ui.progress.overview import Overview
from ui.start.recent_files import RecentFiles
from ui.widgets import theme
from ui.widgets.list_header import ListHeader, heading_font
from ui.widgets.notice import Offer
from ui.window.side_tabs import STEP, SideTabs

COPY = Qt.DropAction.CopyAction
DROWNING = Path(__file__).parent.parent / "data" / "plans" / "duoi-nuoc-2026"  # it names no icons
LOW = 700  # a screen of 768 points, less the line of tasks
BUTTON, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
old_events = pytest.mark.filterwarnings("ignore:Function.*QDragEnterEvent")  # Qt has no other way to make one


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    path = tmp_path / "x.db"
    path.write_text("no data file")
    return path


def drag(hand: Hand, *paths: Path) -> bool:
    """Drag files over the window and let them fall; whether they were welcome."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    enter = QDragEnterEvent(QPoint(700, 400), COPY, data, BUTTON, NO_KEY)
    enter.ignore()
    QApplication.sendEvent(hand.window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(hand.window, QDropEvent(QPointF(700, 400), COPY, data, BUTTON, NO_KEY))
        hand.wait()
    return enter.isAccepted()


# --- opening -------------------------------------------------------------------------------------------------------


def test_a_refused_file_leaves_the_open_one_as_it_is(
    open_window: OpenWindow, make_file: MakeFile, foreign: Path
) -> None:
    hand = open_window(make_file())
    hand.go(2)
    view = hand.view
    hand.window.open_file(foreign)
    hand.wait()
    assert "không phải là tệp dữ liệu" in hand.window.notice.text
    assert hand.window.view is view
    hand.new("comm_activity")
    hand.write("title", "Vẫn ghi được")
    assert hand.window.windowTitle().startswith("Xã Mường Than · sổ.db")


@old_events
def test_a_file_dragged_onto_the_window_is_opened(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(None)
    assert drag(hand, make_file())
    assert hand.view.file.path.name == "sổ.db"


@old_events
def test_only_one_data_file_may_be_dragged(open_window: OpenWindow, tmp_path: Path) -> None:
    hand = open_window(None)
    assert not drag(hand, tmp_path / "a.db", tmp_path / "b.db")
    assert not drag(hand, tmp_path / "a.docx")
    assert hand.window.start is not None


def test_the_last_of_two_files_asked_for_is_opened(open_window: OpenWindow, make_file: MakeFile, foreign: Path) -> None:
    path = make_file()
    hand = open_window(None)
    hand.window.open_file(foreign)
    hand.window.open_file(path)
    hand.wait()
    assert hand.view.file.path == path
    assert hand.window.notice.isHidden()


# --- notices -------------------------------------------------------------------------------------------------------


def refuse(_: OpenFile) -> None:
    raise AppError("core.no_kind", kind="x")


@pytest.mark.parametrize("size", [(1366, 768), (911, 512)])
def test_a_notice_covers_no_button_of_the_page(
    open_window: OpenWindow, make_file: MakeFile, size: tuple[int, int]
) -> None:
    hand = open_window(make_file())
    hand.window.resize(*size)
    hand.go(2)
    hand.new("comm_activity")
    hand.write("title", "Phát thanh")
    hand.window.notice.show_offer(Offer("Đã chuyển “Phát thanh” vào thùng rác.", "Hoàn tác", hand.wait))
    hand.wait()
    notice, page = hand.window.notice, hand.view.stack
    place = notice.rect().translated(notice.mapToGlobal(notice.rect().topLeft()))
    covered = [
        button.text() or button.accessibleName()
        for button in page.findChildren(QAbstractButton)
        if button.isVisible() and button.rect().translated(button.mapToGlobal(QPoint())).intersects(place)
    ]
    assert covered == []


def test_who_takes_the_offer_of_a_notice_goes_on_where_the_cursor_was(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = open_window(make_file())
    hand.go(2)
    hand.new("comm_activity")
    hand.into("title")
    notice = hand.window.notice
    notice.show_offer(Offer("Đã chuyển “Phát thanh” vào thùng rác.", "Hoàn tác", hand.wait))
    undo = next(button for button in notice.findChildren(QAbstractButton) if "Hoàn tác" in button.text())
    undo.setFocus()
    hand.key(Qt.Key.Key_Space)
    hand.wait()
    assert not notice.isVisible()
    assert hand.form.grid is not None
    assert hand.form.grid.here is hand.form.grid.editors["title"]


def test_a_sentence_of_two_lines_stays_over_the_status_bar_and_the_margin(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = open_window(make_file())
    notice = hand.window.notice
    notice.show_failure("Ổ đĩa đã đầy.")
    high = notice.height()
    notice.show_failure("Không ghi được vào tệp: ổ đĩa đã đầy. " * 7)
    assert high < notice.height() <= theme.STATUS_BAR + theme.MARGIN


@pytest.mark.parametrize("size", [(1366, 768), (911, 512)])
def test_a_notice_shows_its_whole_sentence_and_cuts_no_word_of_the_status_bar(
    open_window: OpenWindow, make_file: MakeFile, size: tuple[int, int]
) -> None:
    hand = open_window(make_file())
    hand.window.resize(*size)
    sentence = (
        "Đã hoàn tác: xóa “Ngoại khóa, chào cờ, sinh hoạt lớp - Tên do tỉnh sửa - Nhà văn hóa bản Bó - 07/09/2022”"
    )
    hand.window.notice.show_offer(Offer(sentence, "Làm lại", hand.wait))
    hand.wait()
    notice = hand.window.notice
    assert misfits(notice) == []
    place = notice.rect().translated(notice.mapToGlobal(QPoint()))
    status = hand.window.findChild(QWidget, "status")
    assert status is not None
    for words in status.findChildren(QLabel) + status.findChildren(QAbstractButton):
        seen = words.rect().translated(words.mapToGlobal(QPoint()))
        assert not words.isVisible() or not place.intersects(seen) or place.left() <= seen.left() <= place.right()


def test_a_failure_goes_with_esc(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    hand.go(2)
    hand.window.notice.show_failure("Không ghi được.")
    hand.area.list.search.setFocus()
    hand.key(Qt.Key.Key_Escape)
    assert hand.window.notice.isHidden()
    assert hand.area.list.search.hasFocus()


def test_a_failure_goes_when_something_is_saved_again(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    hand.go(2)
    hand.window.notice.show_failure("Không ghi được.")
    hand.new("comm_activity")
    hand.write("title", "Giờ thì ghi được")
    assert hand.window.notice.isHidden()
    hand.window.notice.show_failure("Lỗi của chương trình.", lasting=True)
    hand.write("title", "Ghi tiếp")
    assert not hand.window.notice.isHidden()


def test_the_first_window_fills_a_screen_that_has_no_room_beside_it(dressed: QApplication) -> None:
    first = MainWindow(Settings())
    first.appear()
    assert first.isMaximized()
    first.close()
    again = MainWindow(Settings(window=bytes(first.saveGeometry().toHex().data()).decode()))
    again.setWindowState(Qt.WindowState.WindowNoState)
    again.appear()
    assert not again.isMaximized()
    again.close()


def test_a_place_that_no_longer_fits_the_screen_is_as_good_as_none(dressed: QApplication) -> None:
    first = MainWindow(Settings())
    first.appear()
    place = first.saveGeometry()
    first.close()
    at = 46  # where Qt notes how wide the screen was
    room = int.from_bytes(place.data()[at : at + 4], "big")
    assert room == first.screen().geometry().width()
    place = place.replace(at, 4, (room * 3 // 2).to_bytes(4, "big"))
    again = MainWindow(Settings(window=bytes(place.toHex().data()).decode()))
    again.appear()
    assert again.isMaximized()
    again.close()


def test_a_file_once_opened_is_remembered_whatever_ends_the_program(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    path = make_file()
    open_window(path)
    assert settings.load().recent == [str(path)]


def test_a_window_that_comes_to_the_front_shows_what_another_wrote(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    path = make_file(records=[("comm_activity", {"form": "loa", "title": "Phát thanh", "audience": ("nhan_dan",)})])
    hand = open_window(path)
    hand.pick(2)
    with opening.open_file(path, now=now) as other:
        editing.set_value(other, records.rows(other, "comm_activity")[0].id, "title", "Họp bản")
        editing.new_record(other, "comm_activity", {"form": "loa", "date": "2022-09-01"})
    QApplication.sendEvent(hand.window, QEvent(QEvent.Type.ActivationChange))
    hand.wait()
    assert hand.form.grid is not None
    assert hand.form.grid.editors["title"].value == "Họp bản"
    assert hand.area.list.table.rows.rowCount() == 2


def test_no_letter_of_a_page_needs_another_font(open_window: OpenWindow, make_file: MakeFile) -> None:
    # one more is looked for among all fonts of the computer, and read, before anything is painted
    hand = open_window(make_file())
    for page in range(hand.view.tabs.count()):
        hand.view.go_to(page)
        hand.wait()
        words: list[QLabel | QAbstractButton] = [
            *hand.window.findChildren(QLabel),
            *hand.window.findChildren(QAbstractButton),
        ]
        shown = [(one.text(), one.font()) for one in words if one.isVisible()]
        for header in (one for one in hand.window.findChildren(ListHeader) if one.isVisible()):
            shown += [(header.label(column), heading_font()) for column in range(header.count())]
        for text, font in shown:
            raw = QRawFont.fromFont(font)
            assert [letter for letter in text if letter > " " and not raw.supportsCharacter(ord(letter))] == [], text


def test_the_menu_opens_by_a_key(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    menu = hand.view.file_button.menu()
    hand.key(Qt.Key.Key_F10)
    hand.bot.waitUntil(menu.isVisible)
    menu.close()


def test_the_menu_offers_what_is_done_with_records_where_there_are_records(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = open_window(make_file())
    menu = hand.view.file_button.menu()
    offered = {}
    for page in (1, 2):
        hand.go(page)
        hand.key(Qt.Key.Key_F10)
        hand.bot.waitUntil(menu.isVisible)
        beside = next(action for action in menu.actions() if action.text() == "Phiếu trong danh sách").menu()
        assert isinstance(beside, QMenu)
        offered[page] = {action.text(): action.isEnabled() for action in beside.actions()}["Phiếu tiếp theo"]
        assert max(menu.sizeHint().height(), beside.sizeHint().height()) < LOW
        menu.close()
    assert offered == {1: False, 2: True}
    hand.key(Qt.Key.Key_N, CONTROL)
    hand.wait()
    assert hand.form.view.head.pill.text() == "Phiếu mới"


# --- start page ----------------------------------------------------------------------------------------------------


def test_a_file_is_made_from_the_start_page_by_keyboard_alone(open_window: OpenWindow, tmp_path: Path) -> None:
    hand = open_window(None)
    start = start_page(hand)
    assert start.new.plan.hasFocus()
    while not start.new.tree.search.hasFocus():
        hand.key(Qt.Key.Key_Tab)
    hand.type("muong than")
    while not start.new.author.hasFocus():
        hand.key(Qt.Key.Key_Tab)
    start.new.author.selectAll()
    hand.type("Người ghi")
    hand.key(Qt.Key.Key_Tab)
    start.new.path.selectAll()
    hand.type(str(tmp_path / "mới"))
    while not start.new.make.hasFocus():
        hand.key(Qt.Key.Key_Tab)
    hand.key(Qt.Key.Key_Space)
    hand.wait()
    assert hand.view.file.path == tmp_path / "mới.db"
    assert hand.view.file.author == "Người ghi"


def test_enter_takes_the_marked_unit_and_goes_on_to_the_name(open_window: OpenWindow) -> None:
    hand = open_window(None)
    start = start_page(hand)
    start.new.tree.search.setFocus()
    hand.key(Qt.Key.Key_Return)
    assert start.new.tree.view.hasFocus()  # nothing is found yet, so it is looked for in the tree
    start.new.tree.search.setFocus()
    hand.type("muong than")
    hand.key(Qt.Key.Key_Return)
    assert start.new.author.hasFocus()
    start.new.tree.view.setFocus()
    hand.key(Qt.Key.Key_Return)
    assert start.new.author.hasFocus()


def test_a_file_is_made_once_though_the_button_is_pressed_twice(open_window: OpenWindow, tmp_path: Path) -> None:
    hand = open_window(None)
    start = start_page(hand)
    start.new.tree.search.setText("muong than")
    start.new.path.setText(str(tmp_path / "mới.db"))
    start.new.path.textEdited.emit("")
    start.new.author.setFocus()
    hand.key(Qt.Key.Key_Return)
    hand.key(Qt.Key.Key_Return)
    hand.wait()
    assert hand.view.file.path == tmp_path / "mới.db"
    assert not hand.window.notice.failing


def test_the_start_page_says_what_is_missing(open_window: OpenWindow) -> None:
    start = start_page(open_window(None))
    assert start.new.hint.text() == "Chọn đơn vị của sổ."
    start.new.tree.search.setText("muong than")
    assert start.new.hint.text() == ""
    start.new.path.clear()
    start.new.path.textEdited.emit("")
    assert start.new.hint.text() == "Ghi tên tệp hoặc chọn nơi lưu sổ."
    start.new.author.clear()
    assert "tên người ghi" in start.new.hint.text()


@pytest.mark.parametrize("place", ["~khongai/so", "s" * 300, "a/" * 3000, "\0"])
def test_a_place_that_the_disk_does_not_take_is_refused_with_a_sentence(open_window: OpenWindow, place: str) -> None:
    hand = open_window(None)
    start = start_page(hand)
    start.new.tree.search.setText("muong than")
    start.new.path.setText(place)
    start.new.path.textEdited.emit(place)
    start.new.make.click()
    hand.wait()
    assert hand.window.view is None
    assert hand.window.notice.failing


def test_a_folder_is_no_file_and_a_name_without_db_gets_it(open_window: OpenWindow, tmp_path: Path) -> None:
    hand = open_window(None)
    start = start_page(hand)
    start.new.tree.search.setText("muong than")
    start.new.path.setText(f"{tmp_path}/")
    start.new.path.textEdited.emit("")
    assert start.new.hint.text() == "Đó là thư mục; hãy ghi thêm tên tệp."
    start.new.path.setText(str(tmp_path / "Sổ 15.3"))
    start.new.path.textEdited.emit("")
    start.new.make.click()
    hand.wait()
    assert hand.view.file.path == tmp_path / "Sổ 15.3.db"


def test_enter_on_the_start_page_opens_the_file_that_was_open_last(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    path = make_file()
    hand = open_window(path)
    hand.window.show_start()
    hand.window._settings.remember(path.with_name("mất.db"))
    hand.window.show_start()
    start = hand.window.start
    assert start is not None
    hand.bot.waitUntil(
        lambda: "mất.db, không thấy tệp" in {line.accessibleName() for line in start.recent.lines.values()}
    )
    hand.key(Qt.Key.Key_Return)
    hand.wait()
    assert hand.view.file.path == path


def test_recent_files_that_are_gone_are_marked_and_can_be_dropped(
    qtbot: QtBot, dressed: QApplication, tmp_path: Path
) -> None:
    there, gone = tmp_path / "còn.db", tmp_path / "mất.db"
    there.touch()
    settings = Settings(recent=[str(there), str(gone)])
    recent = RecentFiles(settings)
    qtbot.addWidget(recent)
    qtbot.waitUntil(lambda: recent.lines[str(gone)].accessibleName() == "mất.db, không thấy tệp")
    assert recent.lines[str(there)].accessibleName() == ""
    drop = next(b for b in recent.findChildren(QPushButton) if b.accessibleName() == "Bỏ mất.db khỏi danh sách")
    drop.click()
    assert settings.recent == [str(there)]
    assert list(recent.lines) == [str(there)]


@pytest.mark.parametrize("plan", plan_files.available_plans())
def test_the_head_of_a_plan_says_what_the_whole_plan_says(plan: str) -> None:
    head, whole = plan_files.read_head(plan), plan_files.load_plan(plan_files.plan_folder(plan))
    version = whole["plan"]["unit_version"]
    assert (head.label.vi, head.year) == (whole["plan"]["label"]["vi"], whole["plan"]["year"])
    assert [unit.code for unit in head.units] == [row[0] for row in whole["units"][version]]
    aliases = whole.get("aliases", {}).get(version, {})
    assert {unit.code: list(unit.aliases) for unit in head.units if unit.aliases} == aliases


def test_the_key_of_a_page_leads_into_the_page_to_where_one_was_there_last(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = open_window(make_file(records=ONE))
    overview = hand.view.page
    assert isinstance(overview, Overview)
    hand.go(1)
    assert overview.list.hasFocus()
    hand.go(2)
    assert hand.area.list.table.hasFocus()
    hand.area.list.table.selectRow(0)
    hand.wait()
    hand.into("place")
    field = hand.focus()
    hand.key(Qt.Key.Key_F, CONTROL)
    hand.go(3)
    assert hand.area.list.table.hasFocus()
    hand.go(2)
    assert field.hasFocus()


@pytest.mark.parametrize("wide", [1366, 1093, 911])
def test_the_ways_back_and_forward_stay_as_long_as_the_top_bar_has_room(
    open_window: OpenWindow, make_file: MakeFile, wide: int
) -> None:
    """On a screen of 1366 dots at 100, 125 and 150 %: the plan's name and the days of the period go before them."""
    hand = open_window(make_file())
    hand.window.resize(wide, 700)
    hand.wait()
    assert hand.window.width() == wide
    assert hand.view._bar.minimumSizeHint().width() <= wide
    assert all(way.isVisible() for way in hand.view.ways)
    assert hand.view._plan.isVisible() == (wide >= (1104 if os.name == "nt" else 1080))  # letters are wider there


def test_the_name_of_the_plan_is_whole_or_not_there(open_window: OpenWindow, make_file: MakeFile) -> None:
    """At 125 % it was three letters, while the period before it said all."""
    hand = open_window(make_file())
    whole = hand.view.file.plan.label.vi
    seen = set()
    for wide in range(1366, 1070, -16):
        hand.window.resize(wide, 700)
        hand.wait()
        assert hand.view._bar.minimumSizeHint().width() <= wide
        if hand.view._plan.isVisible():
            seen.add(hand.view._plan.text())
    assert seen == {whole}


def test_in_a_narrow_window_the_areas_of_a_plan_without_icons_differ(qtbot: QtBot, dressed: QApplication) -> None:
    plan = parse_plan(plan_files.load_plan(DROWNING))
    areas = [name for name in page_names.page_names(plan) if name in plan.areas]
    assert len(areas) == 4
    tabs = SideTabs(page_names.side_tabs(plan, [page_names.OVERVIEW, *areas]))
    qtbot.addWidget(tabs)
    tabs.show_names(shown=False)
    tabs.resize(tabs.sizeHint())
    drawn = tabs.grab()
    height = round(STEP * drawn.devicePixelRatio())
    signs = [drawn.copy(0, number * height, drawn.width(), height).toImage() for number in range(1, 5)]
    assert [one for one in signs if signs.count(one) > 1] == []
