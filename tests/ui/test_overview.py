"""The first page of a file: figures that lead on, and what is left to do, each line with the way there."""

import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTableWidget
from pytestqt.qtbot import QtBot

from desktop_app.domain.period import Period
from desktop_app.domain.period_reading import parse_period
from desktop_app.domain.plan_parsing import parse_plan
from desktop_app.domain.values import Value
from desktop_app.errors import AppError
from desktop_app.plan_files import load_plan, plan_folder
from desktop_app.session import OpenFile, editing, exchange, opening, records
from tests.ui.conftest import PROVINCE, MakeFile, OpenWindow, activity
from tests.ui.hand import Hand, dress, now
from ui.main_window import MainWindow
from ui.progress import situation
from ui.progress.board_dialog import BoardDialog
from ui.progress.figure_dialog import FigureDialog
from ui.progress.figure_list import BESIDE, SIDES, STATE, TITLE, VALUE, FigureList, whole
from ui.progress.overview import Overview
from ui.progress.shown_figures import ShownFigure, blank_figures
from ui.progress.to_do_line import ToDoLine
from ui.report.declare_dialog import DeclareDialog
from ui.widgets import theme
from ui.widgets.table_dialog import TableDialog

TIP: dict[str, Value] = {"tip_kind": "to_giac", "channel": "truc_tiep"}


def later() -> datetime:
    return now() + timedelta(minutes=5)


def overview(hand: Hand) -> Overview:
    return hand.find(Overview)


def tasks(hand: Hand) -> list[str]:
    return [line.accessibleName() for line in overview(hand).to_do]


def to_do(hand: Hand, name: str) -> ToDoLine:
    return next(line for line in overview(hand).to_do if line.to_do.name == name)


def sheet(hand: Hand) -> TableDialog:
    found = hand.view.findChild(TableDialog)
    assert found is not None
    found.activateWindow()
    hand.bot.waitUntil(found.isActiveWindow)
    return found


def cells(found: TableDialog) -> list[tuple[str, ...]]:
    return [tuple(line.cells) for line in found.table.lines]


def field(hand: Hand, name: str) -> Value:
    assert hand.form.grid is not None
    value: Value = hand.form.grid.editors[name].value
    return value


# --- figures -------------------------------------------------------------------------------------------------------


def test_an_indicator_leads_to_what_stands_behind_it(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=[activity("2022-07-20", "Loa")]))
    overview(hand).list.setFocus()
    overview(hand).list.setCurrentCell(1, 0)
    hand.key(Qt.Key.Key_Return)
    hand.wait()
    behind = hand.find(FigureDialog)
    QTest.keyClick(behind.table, Qt.Key.Key_Return)
    hand.wait()


def test_the_board_of_all_units_is_one_button_away(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(PROVINCE))
    next(b for b in overview(hand).findChildren(QPushButton) if b.text() == "Xem theo đơn vị").click()
    hand.wait()
    board = hand.find(BoardDialog)
    assert len(board._board.rows) > 100


def test_figures_follow_what_is_saved(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(
        make_file(records=[activity("2022-04-20", "Quý hai"), activity("2022-07-20", "Quý ba", form="clb")])
    )

    def first_figure() -> str:
        item = overview(hand).list.item(1, 2)
        return item.text() if item else ""

    assert first_figure() == "0/1"
    hand.pick(2)
    hand.choose("form", "loa truyen thanh")
    hand.wait()
    assert first_figure() == "1/1"


def test_the_names_stand_there_before_the_figures_and_nothing_moves(
    open_window: OpenWindow, make_file: MakeFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_file()
    hand = open_window(None)
    heights: list[tuple[int, str]] = []
    show = Overview.show_figures

    def watched(page: Overview, figures: Sequence[ShownFigure]) -> None:
        show(page, figures)
        heights.append((page.list.rowCount(), str(page.list.model().index(1, 1).data())))

    monkeypatch.setattr(Overview, "show_figures", watched)
    hand.window.open_file(path)
    hand.wait()
    assert len(heights) == 2
    assert heights[0] == heights[1]


def test_the_first_figures_are_painted_before_anything_else_is_read_or_begun(
    open_window: OpenWindow, make_file: MakeFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, done = make_file(), list[str]()
    hand = open_window(None)
    begin = MainWindow._start_maintenance

    def painted(table: FigureList, event: QPaintEvent) -> None:
        QTableWidget.paintEvent(table, event)
        if table.model().index(1, STATE).data():  # else it is their names alone
            done.append("painted")

    def counted(file: OpenFile, period: Period) -> dict[str, int]:
        done.append("counted")
        return situation.read_counts(file, period)

    def begun(window: MainWindow) -> None:
        done.append("begun")
        begin(window)

    monkeypatch.setattr(FigureList, "paintEvent", painted)
    monkeypatch.setattr("ui.page_reading.read_counts", counted)
    monkeypatch.setattr(MainWindow, "_start_maintenance", begun)
    hand.window.open_file(path)
    hand.wait()
    assert done[0] == "painted"
    assert {"counted", "begun"} <= set(done)


def test_figures_that_cannot_be_computed_are_said_so(
    open_window: OpenWindow, make_file: MakeFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_file()
    hand = open_window(None)

    def refuse(*_: object) -> None:
        raise AppError("core.no_kind", kind="x")

    monkeypatch.setattr("ui.page_reading.read_figures", refuse)
    hand.window.open_file(path)
    hand.wait()
    said = [label.text() for label in overview(hand).findChildren(QLabel)]
    assert any("Kế hoạch không có loại phiếu “x”." in text for text in said)


# --- what is left to do --------------------------------------------------------------------------------------------


def test_nothing_left_to_do_is_said(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=[activity("2022-07-20", "Loa")]))
    assert tasks(hand) == []
    assert any(label.text() == "Không còn việc nào chờ xử lý." for label in overview(hand).findChildren(QLabel))


def test_one_record_is_one_key_away(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=[("comm_activity", {"title": "Dở dang"})]))
    assert tasks(hand) == ["1 phiếu chưa hoàn chỉnh"]
    to_do(hand, "unfinished").setFocus()
    hand.key(Qt.Key.Key_Space)
    hand.wait()
    assert field(hand, "title") == "Dở dang"


def test_several_records_are_listed_with_what_they_lack(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=[("comm_activity", {"title": "Dở dang"}), ("material", {"title": "Tờ rơi"})]))
    to_do(hand, "unfinished").click()
    hand.wait()
    listed = sheet(hand)
    assert listed.windowTitle() == "2 phiếu chưa hoàn chỉnh"
    assert {line[1] for line in cells(listed)} == {"Hoạt động tuyên truyền", "Ấn phẩm, tài liệu truyền thông"}
    assert all(line[3] for line in cells(listed))
    listed.table.setCurrentIndex(listed.table.model().index(1, 0))
    hand.key(Qt.Key.Key_Return)
    hand.wait()
    assert hand.view.tabs.currentIndex() == 1
    assert field(hand, "title") in ("Dở dang", "Tờ rơi")


def test_what_tells_a_day_alone_is_listed_with_what_it_belongs_to(open_window: OpenWindow, make_file: MakeFile) -> None:
    place: dict[str, Value] = {"name": "Sao Mai", "business_type": "karaoke", "first_listed_date": "2021-01-01"}
    counted: dict[str, Value] = {"establishment": "@0", "date": "2022-04-06"}
    hand = open_window(
        make_file(
            records=[
                ("establishment", place),
                ("establishment_headcount", counted),
                ("comm_activity", {"title": "Loa"}),
            ]
        )
    )
    to_do(hand, "unfinished").click()
    hand.wait()
    assert any(line[2].startswith("Sao Mai - ") and line[2].endswith(" - 06/04/2022") for line in cells(sheet(hand)))


def test_a_contradiction_is_named(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=[activity("2022-07-20", "Ngược ngày", end_date="2022-07-01")]))
    assert tasks(hand) == ["1 phiếu có số liệu mâu thuẫn"]
    to_do(hand, "contradictory").click()
    hand.wait()
    assert field(hand, "title") == "Ngược ngày"


def test_a_tip_is_overdue_the_day_after_its_due_day_until_it_is_closed(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    def tip(day: str, due: str, **more: Value) -> tuple[str, dict[str, Value]]:
        return ("tip", {**TIP, "date": day, "due_date": due, "due_reason": "thử", **more})

    hand = open_window(
        make_file(
            records=[
                tip("2022-08-01", "2022-09-07"),
                tip("2022-08-02", "2022-09-08"),
                tip("2022-08-03", "2022-09-07", extension1_date="2022-09-01", extension1_due_date="2022-09-20",
                    extension_reason="thử"),
                tip("2022-08-04", "2022-09-07", classified_date="2022-09-08", closed_date="2022-09-08",
                    outcome="khong_vi_pham"),
            ]
        )
    )  # fmt: skip
    assert tasks(hand)[0] == "1 phiếu quá hạn xử lý"
    to_do(hand, "overdue").click()
    hand.wait()
    assert field(hand, "date") == "2022-08-01"


def test_units_that_have_not_reported_are_listed_by_district_to_be_copied(
    open_window: OpenWindow, make_file: MakeFile, codes: dict[str, str]
) -> None:
    than = codes["Xã Mường Than"]
    said: dict[str, Value] = {
        "unit": than,
        "year": 2022,
        "period_code": "Q3",
        "declared_by": "Hoa",
        "date": "2022-07-20",
    }
    nothing = [("period_declaration", {**said, "plan_area": area}) for area in "2345"]
    one_area = activity("2022-07-20", "Loa", unit=codes["Xã Mường So"])
    records = [activity("2022-07-20", "Loa", unit=than), one_area, *nothing]
    hand = open_window(make_file(PROVINCE, records))
    assert tasks(hand) == ["114 đơn vị chưa báo cáo đủ kỳ này"]
    assert "1 / 115 đơn vị, ở mọi lĩnh vực" in " ".join(label.text() for label in overview(hand).findChildren(QLabel))
    to_do(hand, "silent").click()
    listed = sheet(hand)
    assert "Xã Mường Than" not in {line[1] for line in cells(listed)}
    assert "Xã Mường So" in {line[1] for line in cells(listed)}, "it has reported on one area only"
    assert [line[0] for line in cells(listed) if line[0]][:3] == ["Tỉnh Lai Châu", "Huyện Mường Tè", "Huyện Nậm Nhùn"]
    copy = next(b for b in listed.findChildren(QPushButton) if b.text().strip() == "Chép danh sách")
    copy.click()
    text = QApplication.clipboard().text().splitlines()
    assert text[0] == "114 đơn vị chưa báo cáo đủ Quý III/2022"
    assert text[3].startswith("Huyện Mường Tè: ")
    assert len(text) == 11


def test_values_that_differ_wait_for_a_choice(open_window: OpenWindow, make_file: MakeFile, tmp_path: Path) -> None:
    path = make_file(records=[activity("2022-07-20", "Chung"), activity("2022-07-21", "Chung nữa")])
    other = Path(shutil.copy(path, tmp_path / "khác.db"))
    with opening.open_file(path, now=later) as ours, opening.open_file(other, author="Mai", now=later) as theirs:
        for record in [row.id for row in records.rows(ours, "comm_activity")]:
            editing.set_value(ours, record, "title", "Của ta")
            editing.set_value(theirs, record, "title", "Của bạn")
        exchange.merge(ours, exchange.find_sources(ours, [other]))
    hand = open_window(path)
    assert tasks(hand) == ["2 giá trị khác nhau chờ chọn"]
    to_do(hand, "conflicts").click()
    hand.wait()
    listed = sheet(hand)
    assert "Của ta" in cells(listed)[0][3]
    assert "Của bạn" in cells(listed)[0][3]
    QTest.keyClick(listed.table, Qt.Key.Key_Return)
    hand.wait()
    assert field(hand, "title") in ("Của ta", "Của bạn")


def test_the_days_to_cut_off_and_to_the_due_day_are_counted_down_apart(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = open_window(make_file())
    said = [label.text() for label in overview(hand).findChildren(QLabel)]
    assert [text for text in said if "ngày" in text and ("Chốt" in text or "Hạn" in text)] == [
        "Chốt số liệu 14/09/2022: còn 6 ngày", "Hạn gửi 21/09/2022: còn 13 ngày",
    ]  # fmt: skip


def test_text_that_was_never_saved_is_one_key_away(open_window: OpenWindow, make_file: MakeFile) -> None:
    path = make_file(records=[activity("2022-07-20", "Loa")])
    with opening.open_file(path, now=now) as file:
        (row,) = records.rows(file, "comm_activity")
        editing.save_draft(file, row.id, "place", "Chợ phiê")
        editing.save_draft(file, "typed:new:comm_activity:", "title", "của phiếu chưa có")
    hand = open_window(path)
    assert tasks(hand) == ["1 phiếu có ô gõ dở"]
    to_do(hand, "half-typed").click()
    hand.wait()
    assert hand.form.state.record == row.id


def test_an_office_declares_from_the_overview_that_nothing_happened(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    hand = open_window(make_file())
    declare = next(b for b in overview(hand).findChildren(QPushButton) if b.text() == "Khai báo không phát sinh…")
    declare.setFocus()
    hand.key(Qt.Key.Key_Space)
    hand.wait()
    (sheet,) = hand.window.findChildren(DeclareDialog)
    for area in ("2", "5"):
        sheet.ticks[area].click()
    assert sheet.go.text().strip() == "Khai báo 2 lĩnh vực"
    sheet.go.click()
    hand.wait()
    said = [label.text() for label in overview(hand).findChildren(QLabel)]
    assert said.count("Không phát sinh") == 2
    assert "2 lĩnh vực" in hand.window.notice.text
    hand.view.undo()
    hand.wait()
    assert hand.ask(lambda file: records.count(file, "period_declaration")) == 0, "one act, one undo"


@pytest.mark.parametrize("wide", [1366, 911])
def test_no_name_of_an_indicator_is_cut_in_large_type(open_window: OpenWindow, make_file: MakeFile, wide: int) -> None:
    hand = open_window(make_file(PROVINCE))
    hand.window.resize(wide, wide * 768 // 1366)  # 911: what is left of 1366 at 150 %
    hand.window._settings.font_size = "large"
    hand.window.look.change()
    hand.wait()
    names = overview(hand).list
    room = names.columnWidth(TITLE) - BESIDE
    metrics = QFontMetrics(theme.font(13))
    texts = [item.text() for row in range(names.rowCount()) if (item := names.item(row, TITLE))]
    assert len(texts) == 12
    lines = [line for text in texts for line in whole(text, metrics, room).split("\n")]
    assert not [line for line in lines if "…" in line or metrics.horizontalAdvance(line) > room]
    assert sum(names.columnWidth(column) for column in range(6)) <= names.viewport().width()


@pytest.mark.parametrize("wide", [640, 1366])
def test_no_large_number_loses_its_first_digits(qtbot: QtBot, qapp: QApplication, wide: int) -> None:
    """Cut at its left, 170.550.000 would read as 550.000."""
    dress(qapp)
    plan = parse_plan(load_plan(plan_folder("lai-chau-2022")))
    figures = FigureList(plan)
    qtbot.addWidget(figures)
    figures.resize(wide, 600)
    figures.show()
    number = "170.550.000"
    figures.show_figures([replace(one, ratio=number, value=number) for one in blank_figures(plan)])
    for column, semibold in ((SIDES, False), (VALUE, True)):
        needed = QFontMetrics(theme.font(13, semibold=semibold)).horizontalAdvance(number)
        assert figures.columnWidth(column) >= needed + BESIDE
    assert sum(figures.columnWidth(column) for column in range(6)) <= figures.viewport().width()


def test_no_line_of_a_card_is_cut_where_two_of_them_take_two_lines(
    open_window: OpenWindow, make_file: MakeFile
) -> None:
    """The areas that have nothing to report, and the day of a period that is long over."""
    said: dict[str, Value] = {"year": 2022, "period_code": "Q1", "declared_by": "Hoa", "date": "2022-03-16"}
    hand = open_window(make_file(records=[("period_declaration", {**said, "plan_area": area}) for area in "12345"]))
    hand.window.resize(1366, 768)
    plan = hand.view.file.plan
    hand.view.period_button.chosen.emit(parse_period("2022-Q1", plan.schemes, plan.period_scheme))
    hand.wait()
    lines = [label for label in overview(hand).findChildren(QLabel) if label.wordWrap() and label.isVisible()]
    assert any(label.heightForWidth(label.width()) > label.fontMetrics().height() * 1.5 for label in lines)
    assert [label.text() for label in lines if label.height() < label.heightForWidth(label.width())] == []


def test_figures_that_are_marked_are_copied_for_a_spreadsheet(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=[activity("2022-07-19", "Phòng ngừa", sessions=3)]))
    figures = overview(hand).list
    figures.setFocus()
    hand.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    hand.key(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    hand.wait()
    lines = [line.split("\t") for line in QApplication.clipboard().text().split("\n")]
    codes = list(hand.view.file.plan.indicators)
    assert [line[0] for line in lines if line[0] in codes] == codes
    assert "x:num=" in QApplication.clipboard().mimeData().html()
    figures.setCurrentCell(1, 0)
    hand.key(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    hand.wait()
    lines = [line.split("\t") for line in QApplication.clipboard().text().split("\n")]
    assert [line[0] for line in lines if line[0] in codes] == codes[:1]
