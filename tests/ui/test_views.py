"""The views around the form: start page, overview, lists, report, and what holds for all of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLineEdit, QPlainTextEdit, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from desktop_app import plan_files, texts
from desktop_app.catalogue import LANGUAGES
from desktop_app.domain.list_order import list_columns
from desktop_app.domain.plan import Plan
from desktop_app.domain.values import Value
from desktop_app.session import figures, opening, records
from desktop_app.settings import ListLook
from tests.ui.conftest import PROVINCE, MakeFile, OpenWindow, activity, start_page
from tests.ui.fit import misfits
from tests.ui.hand import Hand, now
from ui.records.column_table import SIGN
from ui.records.empty_list import EmptyList
from ui.records.record_table import RecordTable
from ui.report.report_tabs import ReportTabs
from ui.widgets import theme
from ui.widgets.bridge import Bridge

SIDE = 13  # between the frame of a field and its words
YEAR = ("2021-12-15", "2022-12-14")


def column(hand: Hand, number: int) -> list[str]:
    rows = hand.area.list.table.rows
    return [str(rows.index(row, number).data()) for row in range(rows.rowCount())]


# --- start page ----------------------------------------------------------------------------------------------------


def test_a_file_name_is_proposed_from_the_unit(open_window: OpenWindow) -> None:
    start = start_page(open_window(None))
    start.new.tree.search.setText("muong than")
    assert Path(start.new.path.text()).name == "xa-muong-than-2022.db"


def test_a_drive_alone_may_be_typed_on_the_way_to_a_place(open_window: OpenWindow, tmp_path: Path) -> None:
    start = start_page(open_window(None))
    start.new.tree.search.setText("muong than")
    for typed in ("Q:", "Q:\\", tmp_path.anchor):
        start.new.path.setText(typed)
        assert start.new._path().name.endswith(".db")


def test_the_button_waits_for_unit_and_name(open_window: OpenWindow) -> None:
    start = start_page(open_window(None))
    assert not start.new.make.isEnabled()
    start.new.tree.search.setText("muong than")
    assert start.new.make.isEnabled()
    start.new.author.clear()
    assert not start.new.make.isEnabled()


def test_enter_in_the_last_field_makes_the_file_where_it_was_proposed(open_window: OpenWindow) -> None:
    hand = open_window(None)
    start = start_page(hand)
    start.new.tree.search.setText("muong than")
    proposed = Path(start.new.path.text()).with_name("enter.db")
    assert not proposed.parent.exists()  # a new computer has no folder for documents yet
    start.new.path.setText(str(proposed))
    start.new.author.setFocus()
    hand.key(Qt.Key.Key_Return)
    hand.wait()
    assert proposed.exists()
    assert hand.window.view is not None


def test_nothing_is_overwritten(open_window: OpenWindow, tmp_path: Path) -> None:
    other = tmp_path / "có rồi.db"
    other.write_text("của người khác")
    hand = open_window(None)
    start = start_page(hand)
    start.new.tree.search.setText("muong than")
    start.new.path.clear()
    start.new.path.setFocus()
    hand.type(str(other))
    assert not start.new.make.isEnabled()
    assert "có rồi.db" in start.new.hint.text()
    assert other.read_text() == "của người khác"
    assert hand.window.start is not None


def test_a_foreign_file_is_refused_in_the_window(open_window: OpenWindow, tmp_path: Path) -> None:
    foreign = tmp_path / "x.db"
    foreign.write_text("no data file")
    hand = open_window(foreign)
    assert "không phải là tệp dữ liệu" in hand.window.notice.text
    assert hand.window.start is not None


# --- lists ---------------------------------------------------------------------------------------------------------


def test_a_list_shows_the_period_and_everything_when_asked(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=[activity("2022-04-20", "Quý hai"), activity("2022-07-20", "Quý ba")]))
    hand.go(2)
    assert column(hand, 2) == ["Quý ba"]
    hand.area.list.show_all.click()
    hand.wait()
    assert column(hand, 2) == ["Quý ba", "Quý hai"]


def test_a_list_is_sorted_in_vietnamese_order(open_window: OpenWindow, make_file: MakeFile) -> None:
    titles = ["Đồng bào", "Dân quân", "Ấp", "An toàn", "Ô nhiễm", "Ốc đảo"]
    hand = open_window(make_file(records=[activity("2022-07-20", title) for title in titles]))
    hand.go(2)
    hand.area.list.table.sort_by(2)
    hand.wait()
    assert column(hand, 2) == ["An toàn", "Ấp", "Dân quân", "Đồng bào", "Ô nhiễm", "Ốc đảo"]


def test_a_narrow_list_leaves_out_a_column_with_nothing_in_it(open_window: OpenWindow, make_file: MakeFile) -> None:
    flag: dict[str, Value] = {"date": "2022-02-01", "flag": "xa_bien_gioi"}
    flags = [("unit_flag", {**flag, "unit": f"0{3400 + 3 * n}"}) for n in range(8)]
    hand = open_window(make_file(PROVINCE, flags))
    hand.window.resize(911, 512)
    hand.go(7)
    hand.area.list.choose_kind("unit_flag")
    hand.wait()
    assert hand.area.list.table.shown_columns == ["date", "unit", "flag"]


def test_the_bar_at_the_current_row_stays_where_the_first_column_has_gone(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = open_window(make_file(records=[activity("2022-07-20", "Một"), activity("2022-07-21", "Hai")]))
    hand.go(2)
    table = hand.area.list.table
    table.setFocus()
    table.selectRow(1)
    table.setColumnHidden(0, True)
    hand.wait()
    picture = table.viewport().grab().toImage()
    middle = table.rowViewportPosition(1) + table.rowHeight(1) // 2
    assert picture.pixelColor(1, middle) == theme.colour("accent")


def test_a_list_finds_words_without_their_accents(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=[activity("2022-07-20", "Đồng bào"), activity("2022-07-21", "Khác")]))
    hand.go(2)
    hand.area.list.search.setText("dong bao")
    hand.bot.waitUntil(lambda: column(hand, 2) == ["Đồng bào"])


def test_a_search_without_an_answer_does_not_say_that_there_are_no_records(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = open_window(make_file(records=[activity("2022-07-20", "Đồng bào")]))
    hand.go(2)
    hand.area.list.search.setText("không có")
    hand.bot.waitUntil(lambda: hand.area.list.empty_title == "Không tìm thấy phiếu nào")
    assert hand.area.list.foot.message.text() == "0 phiếu"


def test_an_empty_list_blames_no_filter_that_cannot_be_read(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    hand.window.resize(911, 512)
    hand.go(2)
    hand.area.list.open_filters("date")
    hand.type("32/13")
    hand.key(Qt.Key.Key_Return)
    hand.wait()
    assert hand.area.list.empty_title == "Chưa có phiếu nào trong kỳ này"
    assert hand.area.list._empty.text.isHidden()  # the sentence below takes its room


@pytest.mark.parametrize("size", [(1366, 768), (911, 512)])
def test_a_filter_that_cannot_be_read_says_so_in_a_whole_sentence(
    open_window: OpenWindow, make_file: MakeFile, size: tuple[int, int]
) -> None:
    hand = open_window(make_file(records=[activity("2022-07-20", "Đồng bào")]))
    hand.window.resize(*size)
    hand.go(2)
    hand.area.list.open_filters("date")
    hand.type("32/13")
    hand.key(Qt.Key.Key_Return)
    hand.wait()
    foot = hand.area.list.foot
    assert "32/13" in foot.wrong.text()
    assert foot.wrong.height() >= foot.wrong.heightForWidth(foot.wrong.width())
    assert misfits(foot) == []
    hand.area.list.clear_filters()
    hand.wait()
    assert foot.wrong.isHidden()
    assert foot.message.text() == "1 phiếu"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [911, 1028, 1366])
def test_the_search_of_a_list_has_room_for_words_and_its_count_is_whole(
    open_window: OpenWindow, make_file: MakeFile, width: int, language: str
) -> None:
    hand = open_window(make_file(records=[activity("2022-07-20", "Đồng bào")]))
    if language != texts.language():
        hand.window.look.change_language()
    hand.window.resize(width, 768)
    hand.go(2)
    hand.wait()
    foot = hand.area.list.foot
    assert foot.search.width() - 2 * SIDE >= foot.search.fontMetrics().horizontalAdvance("tuyên truyền")
    assert "…" not in foot.message.text()


def test_a_long_list_is_read_page_by_page(open_window: OpenWindow, make_file: MakeFile) -> None:
    records = [activity(f"2022-07-{1 + n % 28:02}", f"Buổi {n}") for n in range(130)]
    hand = open_window(make_file(records=records))
    hand.go(2)
    table = hand.area.list.table
    assert table.rows.rowCount() == 130
    assert table.rows.row_at(129) is None
    table.scrollToBottom()
    hand.wait()
    assert table.rows.row_at(129) is not None


def test_a_short_list_is_whole_at_the_first_look(qtbot: QtBot, open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=[activity("2022-07-20", "Một"), activity("2022-07-21", "Hai")]))
    hand.go(2)
    shown, looks, again = hand.area.list, list[int](), list[object]()
    table = RecordTable(hand.view.bridge, shown.kind, shown.table.rows.columns, ListLook(), YEAR)
    qtbot.addWidget(table)
    table.rows.loaded.connect(looks.append)
    table.rows.dataChanged.connect(lambda *changed: again.append(changed))
    table.rows.read()
    hand.wait()
    assert (looks, again) == ([2], [])
    assert [row.cells[0] for row in map(table.rows.row_at, range(2)) if row] == ["21/07/2022", "20/07/2022"]


def test_a_list_stays_where_it_was_scrolled_to_when_it_is_read_again(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    records = [activity(f"2022-07-{1 + n % 28:02}", f"Buổi {n}") for n in range(130)]
    hand = open_window(make_file(records=records))
    hand.go(2)
    table = hand.area.list.table
    table.scrollToBottom()
    hand.wait()
    place = table.verticalScrollBar().value()
    hand.area.list.read()
    hand.wait()
    assert table.verticalScrollBar().value() == place
    assert table.rows.row_at(129) is not None


def test_a_new_record_comes_into_sight(open_window: OpenWindow, make_file: MakeFile) -> None:
    records = [activity(f"2022-08-{1 + n % 28:02}", f"Buổi {n}") for n in range(60)]
    hand = open_window(make_file(records=records))
    hand.go(2)
    hand.new("comm_activity")
    hand.write("date", "1/7/22")
    hand.wait()
    table = hand.area.list.table
    assert table.currentIndex().row() == 60
    assert table.viewport().rect().intersects(table.visualRect(table.currentIndex()))


def test_an_empty_list_says_what_belongs_there(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    hand.go(2)
    assert hand.area.list.empty_title == "Chưa có phiếu nào trong kỳ này"


def test_no_last_word_of_what_belongs_in_a_list_stands_alone(qtbot: QtBot) -> None:
    empty = EmptyList()
    qtbot.addWidget(empty)
    empty.set_content("", "Ghi mỗi cuộc kiểm tra.", "", lambda: None)
    assert empty.text.text() == "Ghi mỗi cuộc kiểm\u00a0tra."


def test_a_list_never_needs_a_horizontal_scroll(qtbot: QtBot, plan: Plan) -> None:
    bridge = Bridge(lambda: opening.open_file(Path("unused"), now=now))
    for kind in plan.record_kinds.values():
        table = RecordTable(bridge, kind, list_columns(kind), ListLook(), YEAR)
        qtbot.addWidget(table)
        table.resize(662, 400)  # what a window of 1366 leaves beside tabs and form
        table.show()
        shown = [c for c in range(table.rows.columnCount()) if not table.isColumnHidden(c)]
        assert sum(table.columnWidth(c) for c in shown) <= table.viewport().width()
        assert len(shown) >= min(4, table.rows.columnCount())
    bridge.close()


def test_the_word_beside_the_sign_of_an_unfinished_record_pushes_out_no_column(qtbot: QtBot, plan: Plan) -> None:
    bridge = Bridge(lambda: opening.open_file(Path("unused"), now=now))
    for kind in plan.record_kinds.values():
        table = RecordTable(bridge, kind, list_columns(kind), ListLook(), YEAR)
        qtbot.addWidget(table)
        table.resize(662 - SIGN, 400)
        table.show()
        shown = table.shown_columns
        table.resize(662, 400)
        table.rows.marked = True
        table.share_width()
        assert table.shown_columns == shown
    bridge.close()


def test_where_no_record_bears_a_mark_words_take_its_place(qtbot: QtBot, plan: Plan) -> None:
    bridge = Bridge(lambda: opening.open_file(Path("unused"), now=now))
    kind = plan.record_kinds["media_outlet"]
    table = RecordTable(bridge, kind, list_columns(kind), ListLook(), YEAR)
    qtbot.addWidget(table)
    table.resize(410, 300)  # beside an open form at 150 %
    table.show()
    assert sum(table.columnWidth(c) for c in range(len(table.rows.columns))) == table.viewport().width()
    table.rows.marked = True
    table.share_width()
    assert sum(table.columnWidth(c) for c in range(len(table.rows.columns))) == table.viewport().width() - SIGN
    bridge.close()


def test_on_a_small_screen_the_kinds_of_the_registers_take_two_rows(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = open_window(make_file())
    hand.window.resize(911, 512)  # 1366 by 768 at 150 %
    hand.go(7)
    counts = (193, 392, 111, 115, 7, 43, 118, 8, 11)
    hand.area.list.head.show_counts(dict(zip(hand.area.list.kinds, counts, strict=True)))
    assert len({chip.y() for chip in hand.area.list.head.chips.values()}) == 2


@pytest.mark.parametrize("size", [(1366, 768), (911, 512)])
def test_the_tabs_of_every_page_stand_at_the_same_height(
    open_window: OpenWindow, make_file: MakeFile, size: tuple[int, int]
) -> None:
    hand = open_window(make_file())
    hand.window.resize(*size)
    tops = []
    for page in (8, 9):
        hand.go(page)
        assert hand.view.page is not None
        bar = hand.view.page.findChild(QTabBar)
        assert bar is not None
        tops.append(bar.mapTo(hand.view, bar.rect().topLeft()).y())
    assert tops[0] == tops[1]


def test_another_kind_is_chosen_by_its_chip_and_counted_on_it(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=[activity("2022-07-20", "Một")]))
    hand.go(2)
    assert hand.area.list.head.chips["comm_activity"].text().endswith("1")
    hand.area.list.head.chips["material"].click()
    hand.wait()
    assert hand.area.list.kind.name == "material"


# --- report --------------------------------------------------------------------------------------------------------


def test_a_report_is_seen_before_it_is_saved(open_window: OpenWindow, make_file: MakeFile, tmp_path: Path) -> None:
    hand = open_window(make_file())
    hand.view.open_report()
    hand.wait()
    page = hand.find(ReportTabs)
    assert page.report.page_count >= 2
    assert page.report.head.save.isEnabled()
    page.report.output.write(tmp_path / "r.pdf")
    hand.wait()
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF-")


def test_a_report_no_longer_true_is_put_away(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    hand.view.open_report()
    hand.wait()
    page = hand.find(ReportTabs)
    hand.view.set_period(figures.read_period(hand.view.file, "2022-H1"))
    hand.wait()
    assert not page.report.head.save.isEnabled()


# --- another plan --------------------------------------------------------------------------------------------------


def test_a_plan_of_other_areas_and_kinds_has_its_window_too(open_window: OpenWindow, tmp_path: Path) -> None:
    tiny = plan_files.load_plan(Path(__file__).parent.parent / "data" / "plans" / "tiny")
    path = tmp_path / "nhỏ.db"
    with opening.create_file(path, tiny, tiny["units"][tiny["plan"]["unit_version"]][0][0], "Ai đó", now=now) as file:
        kinds = {kind.name for kind in file.plan.record_kinds.values() if kind.parent is None}
    hand = open_window(path)
    seen: set[str] = set()
    for page in range(1, hand.view.tabs.count() + 1):
        hand.go(page)
        if hand.view.area is not None:
            for kind in hand.area.list.kinds:
                hand.new(kind)
                seen.add(kind)
    assert seen <= kinds
    assert seen
    assert hand.window.notice.isHidden()


# --- what holds for every view -------------------------------------------------------------------------------------


def controls(widget: QWidget) -> Iterator[QWidget]:
    """What a person can operate and see."""
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit, QAbstractItemView)
    for child in widget.findChildren(QWidget):
        if isinstance(child, kinds) and child.isVisible() and child.focusPolicy() != Qt.FocusPolicy.NoFocus:
            yield child


def name_of(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface else ""


def test_every_control_has_a_name(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(PROVINCE))
    nameless: list[str] = []
    for page in range(1, 9):
        hand.go(page)
        if hand.view.area is not None:
            for kind in hand.area.list.kinds:
                hand.new(kind)
                nameless += [f"{page} {kind} {c}" for c in controls(hand.window) if not name_of(c)]
        nameless += [f"{page} {c}" for c in controls(hand.window) if not name_of(c)]
    assert nameless == []


def test_the_start_page_has_names_too(open_window: OpenWindow) -> None:
    hand = open_window(None)
    assert [str(c) for c in controls(hand.window) if not name_of(c)] == []


def test_the_tabs_are_tabs_to_a_screen_reader(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=[activity("2022-07-20", "Một")]))
    bar = QAccessible.queryAccessibleInterface(hand.view.tabs)
    assert bar.role() == QAccessible.Role.PageTabList
    names = [bar.child(n).text(QAccessible.Text.Name) for n in range(hand.view.tabs.count())]
    assert names[:2] == ["Tổng quan", "Tuyên truyền, 1 phiếu"]


def test_arrow_keys_turn_the_tabs(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    hand.view.tabs.setFocus()
    hand.key(Qt.Key.Key_Down)
    hand.wait()
    assert hand.view.tabs.currentIndex() == 1


def test_what_is_being_typed_is_saved_when_the_window_closes(open_window: OpenWindow, make_file: MakeFile) -> None:
    path = make_file(records=[activity("2022-07-20", "Một")])
    hand = open_window(path)
    hand.pick(2)
    hand.into("title")
    hand.type("Gõ dở thì đóng")
    hand.window.close()
    with opening.open_file(path, now=now) as file:
        assert records.rows(file, "comm_activity")[0].values["title"] == "Gõ dở thì đóng"


def test_a_narrow_list_shows_long_words_on_two_lines_rather_than_cut_them(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = open_window(make_file(records=[activity("2022-09-01", "Buổi nói chuyện chuyên đề tại bản Nà Khương")]))
    hand.go(2)
    table = hand.area.list.table
    table.choose_columns(["date", "unit", "title"])
    hand.wait()
    hand.window.resize(910, 512)
    hand.wait()
    assert table.wordWrap()
    assert table.rowHeight(0) >= 2 * table.fontMetrics().lineSpacing()
    assert "\u00a0" in table.rows.index(0, 1).data()
    hand.window.resize(1366, 768)
    hand.wait()
    assert (table.wordWrap(), table.rowHeight(0)) == (False, theme.ROW_HEIGHT)
    assert "\u00a0" not in table.rows.index(0, 1).data()


def test_a_low_window_shows_more_rows_than_it_would_at_their_usual_height(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = open_window(make_file(records=[activity(f"2022-09-0{day}", f"Buổi {day}") for day in range(1, 8)]))
    hand.window.resize(910, 512)  # a screen of 1366 × 768 at 150 %
    hand.go(2)
    table = hand.area.list.table
    assert table.viewport().height() // table.rowHeight(0) >= 6
    hand.window.resize(1366, 768)
    hand.wait()
    assert table.rowHeight(0) == theme.ROW_HEIGHT
