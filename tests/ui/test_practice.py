"""The practice file of the start page."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from desktop_app.report.lock_format import read_report
from desktop_app.session import exchange, figures, opening, reports
from desktop_app.texts import in_words
from tests.own_folders import use_documents, use_settings
from tests.ui.conftest import MakeFile, OpenWindow
from tests.ui.fit import misfits
from tests.ui.hand import Hand, now
from ui.start.practice import PracticePage, practice_path


@pytest.fixture(autouse=True)
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person's documents, in a place of the test's own."""
    use_documents(monkeypatch, tmp_path)
    use_settings(monkeypatch, tmp_path / "config")
    return tmp_path


def start(open_window: OpenWindow) -> Hand:
    hand = open_window(None)
    assert hand.window.start is not None
    hand.window.start.practise.click()
    return hand


def page_of(hand: Hand) -> PracticePage:
    return hand.find(PracticePage)


def test_a_practice_file_is_made_and_marked_as_one(open_window: OpenWindow, documents: Path) -> None:
    hand = start(open_window)
    assert page_of(hand).stop.hasFocus()
    hand.wait()
    assert hand.view.file.path == documents / "Sổ tập làm" / "so-tap-lam-2022.db"
    assert any(label.text() == "Sổ tập làm, số liệu minh họa" for label in hand.view.findChildren(QLabel))
    hand.go(2)
    assert hand.area.list.table.rows.rowCount() > 10


@pytest.mark.parametrize(("width", "size", "parts"), [(1000, "normal", 3), (911, "normal", 1), (911, "large", 1)])
def test_at_the_top_of_a_practice_file_nothing_is_pressed_together(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch, width: int, size: str, parts: int
) -> None:
    monkeypatch.setattr("ui.start.practice.RECORDS", 40)
    hand = start(open_window)
    hand.wait()
    hand.window.resize(width, 512)
    hand.window._settings.font_size = size
    hand.window.look.change()
    hand.wait()
    button = hand.view.period_button
    assert button.width() >= button.sizeHint().width()
    assert len(button.shown) == parts
    assert misfits(hand.view) == []


def test_making_it_can_be_stopped_and_leaves_nothing_behind(open_window: OpenWindow, documents: Path) -> None:
    hand = start(open_window)
    page_of(hand).stop.click()
    hand.wait()
    assert hand.window.notice.text == "Đã dừng tạo sổ tập làm."
    assert hand.window.start is not None
    assert list((documents / "Sổ tập làm").iterdir()) == []


def test_closing_the_window_stops_the_making(open_window: OpenWindow, documents: Path) -> None:
    hand = start(open_window)
    hand.window.close()
    assert list((documents / "Sổ tập làm").iterdir()) == []


def test_a_second_practice_file_takes_another_name(documents: Path) -> None:
    first = practice_path(2022)
    first.parent.mkdir()
    first.touch()
    assert practice_path(2022).name == "so-tap-lam-2022-2.db"


def test_made_up_data_is_marked_wherever_it_lies_and_no_real_file_takes_it(
    open_window: OpenWindow, make_file: MakeFile, documents: Path
) -> None:
    hand = start(open_window)
    hand.wait()
    made = hand.view.file.path
    hand.window.close()
    copy = documents / "gửi.db"
    copy.write_bytes(made.read_bytes())
    with opening.open_file(copy, now=now) as file:
        assert file.practice
        lock = reports.lock(file, figures.current_period(file))
        assert read_report(lock.report, lock.format).draft
    with opening.open_file(make_file("Tỉnh Lai Châu"), now=now) as real:
        assert not real.practice
        report = exchange.merge(real, exchange.find_sources(real, [copy])).reports[0]
        assert (report.status, report.changes) == ("refused", 0)
        assert in_words(report.reason) == "“gửi.db” là sổ tập làm với số liệu minh họa; sổ thật không nhận."
