"""A window on a computer whose clock is wrong: it asks which day it is, and goes on by the answer."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.session import editing, figures, maintenance, opening, records, reports
from desktop_app.settings import Settings
from tests.ui.conftest import ONE, MakeFile
from tests.ui.hand import Hand, known_as, now
from ui.main_window import MainWindow
from ui.progress.board_dialog import BoardDialog
from ui.report.report_dialogs import Question
from ui.report.report_page import ReportPage
from ui.report.report_tabs import ReportTabs
from ui.window.author_dialog import AuthorDialog
from ui.window.day_dialog import DayDialog

OF_2014 = datetime(2014, 1, 5, 1, tzinfo=UTC)
WEEKS_BEHIND = now() - timedelta(days=24)
KNOWN = "08/09/2022"  # the day of the last act in the file
OpenAt = Callable[..., Hand]


@pytest.fixture
def path(make_file: MakeFile) -> Path:
    """A file in which work was done on the day of `now`."""
    return make_file(records=ONE)


@pytest.fixture
def open_at(dressed: QApplication, qtbot: QtBot, path: Path) -> Iterator[OpenAt]:
    """Open the window on the file, on a computer whose clock stands still at this time."""
    assert dressed
    hands: list[Hand] = []

    def open_it(time: datetime) -> Hand:
        window = MainWindow(known_as("Cán bộ"), now=lambda: time)
        window.resize(1366, 768)
        window.open_file(path)
        window.show()
        hand = Hand(qtbot, window)
        hands.append(hand)
        qtbot.waitUntil(lambda: window.view is not None)
        hand.wait()
        return hand

    yield open_it
    for hand in hands:
        hand.leave()


def sheets(hand: Hand) -> list[DayDialog]:
    return [sheet for sheet in hand.window.findChildren(DayDialog) if sheet.isVisible()]


def asked(hand: Hand) -> DayDialog:
    """The question that stands over the window."""
    hand.bot.waitUntil(lambda: len(sheets(hand)) == 1)
    hand.wait()
    return sheets(hand)[0]


def answer(hand: Hand, day: str) -> str:
    """Give a day; what the sheet says against it, "" where it is taken."""
    sheet = asked(hand)
    sheet.day.setText(day)
    sheet.day.setFocus()
    hand.key(Qt.Key.Key_Return)
    hand.wait()
    return sheet.hint.text() if sheets(hand) else ""


def put_off(hand: Hand) -> None:
    """“Để sau”."""
    asked(hand).reject()
    hand.window.activateWindow()  # the offscreen platform leaves a closed sheet active
    hand.bot.waitUntil(hand.window.isActiveWindow)
    hand.wait()


def report_of(hand: Hand) -> ReportPage:
    page = hand.view.page
    assert isinstance(page, ReportTabs)
    return page.report


def buttons(over: QWidget, label: str) -> list[QPushButton]:
    return [b for b in over.findChildren(QPushButton) if b.text().strip() == label and b.isVisible()]


def shown(over: QWidget) -> str:
    """All that labels say there."""
    return " ".join(label.text() for label in over.findChildren(QLabel) if label.isVisible())


def day_of(hand: Hand) -> str:
    return hand.ask(lambda file: file.certain_today().isoformat())


@pytest.mark.parametrize("time", [OF_2014, WEEKS_BEHIND])
def test_with_a_clock_behind_the_file_the_window_asks_and_proposes_the_last_day_known(
    open_at: OpenAt, time: datetime
) -> None:
    hand = open_at(time)
    assert asked(hand).day.text() == KNOWN
    hand.key(Qt.Key.Key_Return)
    hand.wait()
    assert day_of(hand) == "2022-09-08"


@pytest.mark.parametrize("time", [OF_2014, WEEKS_BEHIND])
def test_a_day_that_can_not_be_is_refused_with_a_sentence_that_says_why(open_at: OpenAt, time: datetime) -> None:
    hand = open_at(time)
    assert "Hãy ghi đủ ngày" in answer(hand, "khi nào")
    assert answer(hand, "31/02/2026") == "Không có ngày “31/02/2026”."
    assert "trước ngày ban hành kế hoạch" in answer(hand, "05/01/2014")
    assert not asked(hand).still.isVisible()
    assert f"hôm nay không thể trước ngày {KNOWN}" in answer(hand, f"{WEEKS_BEHIND:%d/%m/%Y}")
    assert answer(hand, "09/09/2022") == ""
    assert day_of(hand) == "2022-09-09"


def authors(hand: Hand) -> list[AuthorDialog]:
    return [sheet for sheet in hand.window.findChildren(AuthorDialog) if sheet.isVisible()]


def test_at_a_first_opening_one_question_is_asked_after_the_other(
    open_at: OpenAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.ui.test_wrong_clock.known_as", lambda _: Settings())
    hand = open_at(OF_2014)
    sheet = asked(hand)
    hand.bot.waitUntil(lambda: bool(hand.window.findChildren(AuthorDialog)))
    hand.wait()
    assert not authors(hand)
    sheet.reject()
    hand.bot.waitUntil(lambda: len(authors(hand)) == 1)
    assert not sheets(hand)


def test_who_knows_that_the_clock_was_ahead_once_can_insist(open_at: OpenAt) -> None:
    hand = open_at(WEEKS_BEHIND)
    answer(hand, "15/08/2022")
    sheet = asked(hand)
    assert sheet.still.text() == "Vẫn dùng ngày 15/08/2022"
    sheet.still.click()
    hand.wait()
    assert day_of(hand) == "2022-08-15"


def test_what_was_said_is_proposed_the_next_time_though_something_was_written(open_at: OpenAt, path: Path) -> None:
    with opening.open_file(path, now=lambda: OF_2014) as file:
        maintenance.say_today(file, now().date() + timedelta(days=5))
        editing.set_value(file, records.rows(file, "comm_activity")[0].id, "sessions", 4)
    sheet = asked(open_at(OF_2014))
    assert sheet.day.text() == "13/09/2022"
    assert "sớm hơn ngày đã cho biết lần trước (13/09/2022)" in sheet.why.text()


SAY = "Cho biết hôm nay là ngày nào"


def test_the_report_asks_for_the_day_that_was_put_off_and_is_made_by_the_answer(open_at: OpenAt) -> None:
    hand = open_at(WEEKS_BEHIND)
    put_off(hand)
    hand.key(Qt.Key.Key_F9)
    hand.wait()
    assert report_of(hand).page_count == 0
    assert answer(hand, "09/09/2022") == ""
    assert report_of(hand).page_count > 0


def test_a_day_that_is_put_off_again_makes_no_report(open_at: OpenAt) -> None:
    hand = open_at(WEEKS_BEHIND)
    put_off(hand)
    hand.key(Qt.Key.Key_F9)
    hand.wait()
    put_off(hand)
    assert report_of(hand).page_count == 0
    assert sheets(hand) == []


def test_a_lock_asks_for_the_day_before_it_asks_anything_else(open_at: OpenAt) -> None:
    hand = open_at(WEEKS_BEHIND)
    put_off(hand)
    hand.view.show_page("report")
    hand.wait()
    lock = buttons(report_of(hand), "Chốt báo cáo…")[0]
    assert not lock.isEnabled(), "nothing is in sight to be locked"
    lock.setEnabled(True)  # as where the clock came into doubt afterwards
    lock.click()
    assert hand.window.findChildren(Question) == []
    assert answer(hand, "09/09/2022") == ""
    assert [question.isVisible() for question in hand.window.findChildren(Question)] == [True]
    hand.window.findChildren(Question)[0].reject()


def test_so_does_the_board_of_all_units(open_at: OpenAt) -> None:
    hand = open_at(WEEKS_BEHIND)
    put_off(hand)
    hand.view.page.board_wanted.emit()  # type: ignore[attr-defined]  # the overview is in sight
    assert hand.window.findChildren(BoardDialog) == []
    assert answer(hand, "09/09/2022") == ""
    (board,) = hand.window.findChildren(BoardDialog)
    board.reject()


def test_the_card_of_what_is_to_do_leads_to_the_day_and_is_filled_by_the_answer(open_at: OpenAt) -> None:
    hand = open_at(WEEKS_BEHIND)
    put_off(hand)
    (line,) = buttons(hand.view.page, SAY)
    line.click()
    assert answer(hand, "09/09/2022") == ""
    hand.wait()
    assert buttons(hand.view.page, SAY) == []
    assert "Đồng hồ" not in shown(hand.view.page)


def test_the_notice_that_asks_for_the_day_leads_to_it(open_at: OpenAt, path: Path) -> None:
    with opening.open_file(path, now=now) as file:
        reports.lock(file, figures.current_period(file))
    hand = open_at(WEEKS_BEHIND)
    put_off(hand)
    hand.view.show_page("report")
    hand.wait()
    assert "cho biết hôm nay là ngày nào" in hand.window.notice.text
    hand.window.notice.accept_offer()
    assert answer(hand, "09/09/2022") == ""


def test_the_days_left_follow_the_day_that_was_said(open_at: OpenAt) -> None:
    hand = open_at(WEEKS_BEHIND)
    before = shown(hand.view)
    answer(hand, "10/09/2022")
    assert "Còn 4 ngày nữa chốt số liệu" not in before
    assert "Còn 4 ngày nữa chốt số liệu" in shown(hand.view)
