"""A figure explained, the year's course of it, and the board of all units, in real dialogs over a real file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from desktop_app.domain.indicators import IndicatorResult
from desktop_app.session import figures, imports, opening
from tests.filled_files import put
from tests.ui.conftest import OpenWindow
from tests.ui.hand import Hand, now
from ui.progress.board_dialog import BoardDialog
from ui.progress.figure_dialog import FigureDialog
from ui.progress.figure_lines import BETWEEN, DENOMINATOR, NUMERATOR, ExplainedFigure, FigureQuery, read_explained
from ui.progress.trend_chart import chart_of

PROVINCE, DISTRICT = "12", "107"


@pytest.fixture(scope="module")
def province(source: Mapping[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A province's file with made-up records, some more students reached than a school has, and unfinished news."""
    path = tmp_path_factory.mktemp("tỉnh") / "tỉnh.db"
    with opening.create_file(path, source, PROVINCE, "Cán bộ VH-XH", now=now) as file:
        lines = list(imports.demo_lines(file, 600, None, 1))
        lines += [too_many_students(lines), without_a_title(lines)]
        put(file, *lines)
    return path


def too_many_students(lines: list[dict[str, Any]]) -> dict[str, Any]:
    latest = max((line for line in lines if line["kind"] == "comm_activity"), key=lambda line: line["fields"]["date"])
    enrolment = next(line["fields"] for line in lines if line["kind"] == "school_enrolment")
    fields = {"activity": latest["id"], "school": enrolment["school"]}
    more = enrolment["students"] + 10
    return {"kind": "comm_reach_school", "fields": fields | {"students_total": more, "students_new": more}}


def without_a_title(lines: list[dict[str, Any]]) -> dict[str, Any]:
    item = next(line["fields"] for line in lines if line["kind"] == "media_item" and "title" in line["fields"])
    return {"kind": "media_item", "fields": {name: value for name, value in item.items() if name != "title"}}


def explained(hand: Hand, code: str) -> FigureDialog:
    file = hand.view.file
    asked = FigureQuery(code, figures.current_period(file), file.unit)
    sheet = FigureDialog(hand.window, hand.view.bridge, file.units, asked)
    hand.wait()
    return sheet


def tab(sheet: FigureDialog, words: str) -> int:
    return next(n for n in range(sheet.tabs.count()) if sheet.tabs.tabText(n).startswith(words))


def figure_of(path: Path, code: str, unit: str = PROVINCE) -> IndicatorResult:
    with opening.open_file(path, now=now) as file:
        return next(f for f in figures.progress(file, figures.current_period(file), unit) if f.code == code)


def test_the_lines_of_a_figure_add_up_to_its_numerator_and_denominator(open_window: OpenWindow, province: Path) -> None:
    figure = figure_of(province, "1.1")
    sheet = explained(open_window(province), "1.1")
    assert sheet._value.text().startswith(figure.ratio)
    assert len(sheet.table.lines) == figure.numerator
    sheet.tabs.setCurrentIndex(tab(sheet, "Chưa được tính"))
    assert figure.denominator is not None
    assert figure.numerator is not None
    assert len(sheet.table.lines) == figure.denominator - figure.numerator
    assert all(line.cells[4] for line in sheet.table.lines)


def test_enter_on_a_unit_explains_its_own_figure_and_back_returns(open_window: OpenWindow, province: Path) -> None:
    hand = open_window(province)
    sheet = explained(hand, "1.1")
    sheet.tabs.setCurrentIndex(tab(sheet, "Theo đơn vị"))
    line = sheet.table.lines[0]
    QTest.keyClick(sheet.table, Qt.Key.Key_Return)
    hand.wait()
    assert sheet._title.accessibleName().endswith(line.cells[0])
    assert sheet._value.text().startswith(figure_of(province, "1.1", line.unit).ratio)
    sheet._back.click()
    hand.wait()
    assert sheet._title.accessibleName().endswith("Tỉnh Lai Châu")


def test_enter_on_a_record_leads_to_it(open_window: OpenWindow, province: Path) -> None:
    hand = open_window(province)
    sheet = explained(hand, "1.1")
    wanted: list[str] = []
    sheet.record_wanted.connect(lambda asked, tab, record: wanted.append(record))
    sheet.tabs.setCurrentIndex(tab(sheet, "Phiếu chứng minh"))
    record = sheet.table.lines[0].record
    QTest.keyClick(sheet.table, Qt.Key.Key_Return)
    hand.wait()
    assert wanted == [record]


def test_what_proves_a_figure_has_no_columns_of_dashes(open_window: OpenWindow, province: Path) -> None:
    sheet = explained(open_window(province), "1.1")
    shown = {}
    for words in ("Được tính", "Phiếu chứng minh"):
        sheet.tabs.setCurrentIndex(tab(sheet, words))
        shown[words] = [sheet.table.isColumnHidden(column) for column in (NUMERATOR, DENOMINATOR)]
        if all(shown[words]):
            assert {line.cells[column] for line in sheet.table.lines for column in (NUMERATOR, DENOMINATOR)} == {"–"}
    assert shown == {"Được tính": [False, False], "Phiếu chứng minh": [True, True]}


def test_a_column_without_anything_is_not_shown(open_window: OpenWindow, province: Path) -> None:
    sheet = explained(open_window(province), "4.1")  # counted, not divided
    assert [sheet.table.isColumnHidden(column) for column in (NUMERATOR, DENOMINATOR)] == [False, True]
    sheet = explained(open_window(province), "1.2")
    sheet.tabs.setCurrentIndex(tab(sheet, "Chưa vào số liệu"))
    assert all(sheet.table.isColumnHidden(column) for column in (NUMERATOR, DENOMINATOR))


def test_what_is_needed_is_not_said_again_among_the_notes(province: Path) -> None:
    with opening.open_file(province, now=now) as file:
        period = figures.current_period(file)
        for unit in (PROVINCE, DISTRICT):
            for code in file.plan.indicators:
                found = read_explained(file, FigureQuery(code, period, unit))
                assert not any(found.needed.startswith(note) for note in found.notes.split(BETWEEN) if note)


def numbers(found: ExplainedFigure, words: str, column: int) -> list[int]:
    """What a column of the group that begins with these words holds; dashes are left out."""
    lines = next((lines for label, lines in found.groups if label.startswith(words)), ())
    return [int(text) for line in lines if (text := line.cells[column].replace(".", "").replace("–", ""))]


def test_what_counts_less_what_a_cap_cuts_off_is_the_numerator_of_every_reading(province: Path) -> None:
    cut = []
    with opening.open_file(province, now=now) as file:
        period = figures.current_period(file)
        for code, indicator in file.plan.indicators.items():
            for reading in indicator.readings:
                found = read_explained(file, FigureQuery(code, period, PROVINCE, reading))
                above = [
                    note.split(": ")[1] for note in found.notes.split(BETWEEN) if note.startswith("Phần vượt trần")
                ]
                figure = figures.explain(file, code, period, PROVINCE, reading).figure
                if figure.numerator is not None:
                    total = sum(numbers(found, "Được tính", NUMERATOR))
                    assert total - sum(int(number.replace(".", "")) for number in above) == figure.numerator
                cut += [code] if above else []
    assert {"1.4", "5.1"} <= set(cut)


def test_the_lines_of_a_figure_stand_in_the_order_of_the_units(province: Path) -> None:
    with opening.open_file(province, now=now) as file:
        found = read_explained(file, FigureQuery("1.3", figures.current_period(file), PROVINCE))
        names = [file.units.name(code) for code in file.units.descendants(PROVINCE)]
    for lines in (lines for label, lines in found.groups if label in ("Được tính", "Chưa được tính")):
        places = [names.index(line.cells[1]) for line in lines]
        assert places == sorted(places)


def test_where_there_is_no_figure_the_sheet_says_why(source: Mapping[str, Any], tmp_path: Path) -> None:
    with opening.create_file(tmp_path / "tỉnh.db", source, PROVINCE, "Cán bộ VH-XH", now=now) as file:
        found = read_explained(file, FigureQuery("3.2", figures.current_period(file), PROVINCE))
    assert found.figure.state == "Chưa có số liệu"
    assert found.needed == "Chưa có số liệu gốc cùng kỳ năm trước."


def test_a_unit_that_does_not_count_always_has_a_reason(province: Path) -> None:
    with opening.open_file(province, now=now) as file:
        for code in file.plan.indicators:
            found = read_explained(file, FigureQuery(code, figures.current_period(file), PROVINCE))
            lines = next((lines for label, lines in found.groups if label == "Chưa được tính"), ())
            assert all(line.cells[4] for line in lines)


def test_what_a_reading_lacks_is_named_by_what_it_counts(province: Path) -> None:
    with opening.open_file(province, now=now) as file:
        period = figures.read_period(file, "2022-Q1")
        for reading, lacking in (("default", "học sinh, sinh viên"), ("loose", "trường có buổi tuyên truyền")):
            found = read_explained(file, FigureQuery("1.4", period, PROVINCE, reading))
            assert f" {lacking} để đạt chỉ tiêu" in found.needed


def test_another_reading_of_the_figure_is_one_button_away(open_window: OpenWindow, province: Path) -> None:
    hand = open_window(province)
    sheet = explained(hand, "1.1")
    wording = sheet._wording.text()
    sheet._reread("strict")
    hand.wait()
    assert sheet._wording.text() != wording


def test_the_chart_says_in_words_what_it_draws(open_window: OpenWindow, province: Path) -> None:
    hand = open_window(province)
    sheet = explained(hand, "1.3")
    sheet.tabs.setCurrentIndex(sheet.tabs.count() - 1)
    hand.wait()
    with opening.open_file(province, now=now) as file:
        chart = chart_of(figures.trend(file, PROVINCE, codes=["1.3"])[0])
    assert len(chart.columns) == 3
    for column in chart.columns:
        assert f"{column.label}: {column.words}" in sheet.chart.accessibleDescription()
    assert not sheet.chart.grab().isNull()


def test_the_board_shows_every_unit_and_its_filters_leave_those_asked_for(
    open_window: OpenWindow, province: Path
) -> None:
    hand = open_window(province)
    file = hand.view.file
    board = BoardDialog(hand.window, hand.view.bridge, file.plan, file.units, file.unit, figures.current_period(file))
    hand.wait()
    folded = board.table.lines
    assert len(folded) < 40, "of 115 units only the group that lacks most is open"
    board.fold.click()
    units = [line for line in board.table.lines if not line.heads]
    assert len(units) == 115
    silent = sum(bool(row.silent) for row in figures.board(file, figures.current_period(file), file.unit).rows)
    assert board._counts.text().startswith(f"115 đơn vị: {115 - silent} đã báo cáo mọi lĩnh vực, {silent} chưa đủ.")
    board._choose("level", "huyen")
    assert len(board.table.lines) == 8
    board._choose("state", "not_reported")
    assert all("" in line.cells[1:6] for line in board.table.lines)
    board.remind.click()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert len(copied) == len(board.table.lines)
    assert all("hạn gửi" in line for line in copied)
