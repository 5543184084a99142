"""The settings: each takes effect at once, is remembered, and leaves the person where they were."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_app import settings, texts
from desktop_app.session import figures, opening, undo
from tests.own_folders import use_settings
from tests.ui.conftest import MakeFile, OpenWindow
from tests.ui.hand import Hand, known_as, now, open_hand
from ui.widgets import theme
from ui.window.settings_dialog import SettingsDialog


@pytest.fixture(autouse=True)
def _as_before(dressed: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    use_settings(monkeypatch, tmp_path / "config")
    yield
    texts.set_language("vi")
    theme.apply(dressed, "light")


def open_settings(hand: Hand) -> SettingsDialog:
    QTest.keyClick(hand.focus(), Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    sheet = hand.find(SettingsDialog)
    sheet.activateWindow()
    hand.bot.waitUntil(sheet.isActiveWindow)
    return sheet


def test_light_and_dark(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    sheet = open_settings(hand)
    sheet.buttons["theme", "dark"].click()
    assert theme.colours() is theme.DARK
    assert sheet.buttons["theme", "dark"].isChecked()
    sheet.buttons["theme", "light"].click()
    assert theme.colours() is theme.LIGHT
    assert settings.load().theme == "light"


def test_larger_type_is_seen_at_once(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    before = QFontInfo(hand.view.search.font()).pixelSize()
    open_settings(hand).buttons["font_size", "large"].click()
    assert QFontInfo(hand.view.search.font()).pixelSize() == round(1.2 * before)
    assert theme.font(12).pixelSize() == 14
    assert settings.load().font_size == "large"


def test_another_language_without_a_restart_and_in_the_same_place(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file(records=[("comm_activity", {"date": "2022-04-20", "title": "Quý hai"})]))
    hand.view.set_period(figures.read_period(hand.view.file, "2022-Q2"))
    hand.pick(2)
    sheet = open_settings(hand)
    sheet.buttons["language", "en"].click()
    hand.wait()
    assert sheet.windowTitle() == "Settings"
    assert sheet.buttons["language", "en"].hasFocus()
    assert hand.view.tabs.tabText(0) == "Overview"
    assert hand.view.tabs.currentIndex() == 1
    assert hand.form.grid is not None
    assert hand.form.grid.editors["title"].value == "Quý hai"
    sheet.close()
    hand.window.look.change_language()
    assert hand.window.focusWidget() is hand.view.tabs
    hand.wait()
    assert hand.view.tabs.tabText(0) == "Tổng quan"


def test_the_name_goes_with_what_is_written_from_now_on(open_window: OpenWindow, make_file: MakeFile) -> None:
    path = make_file()
    hand = open_window(path)
    sheet = open_settings(hand)
    sheet.author.selectAll()
    sheet.author.setFocus()
    hand.type("Nguyễn Thị Mới")
    hand.key(Qt.Key.Key_Escape)
    hand.window.activateWindow()
    hand.bot.waitUntil(hand.window.isActiveWindow)
    hand.view.tabs.setFocus()
    hand.go(2)
    hand.new("comm_activity")
    hand.write("title", "Của người mới")
    hand.window.close()
    assert settings.load().author == "Nguyễn Thị Mới"
    with opening.open_file(path, now=now) as file:
        assert undo.acts(file, 1)[0].author == "Nguyễn Thị Mới"
        assert file.author == "Nguyễn Thị Mới"


def test_the_sheet_shows_who_writes_on_this_computer_and_takes_no_name_of_the_file(
    qtbot: QtBot, dressed: QApplication, make_file: MakeFile
) -> None:
    hand = open_hand(qtbot, make_file(), known_as("Lò Thị Mai"))
    sheet = open_settings(hand)
    assert sheet.author.text() == "Lò Thị Mai"
    sheet.close()
    hand.leave()


def test_nobody_becomes_nameless(open_window: OpenWindow) -> None:
    hand = open_window(None)
    sheet = open_settings(hand)
    sheet.author.clear()
    sheet.buttons["theme", "dark"].click()
    assert sheet.author.text() == "Cán bộ VH-XH"


def test_choices_are_made_by_arrow_keys(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    sheet = open_settings(hand)
    sheet.buttons["font_size", "normal"].setFocus()
    hand.key(Qt.Key.Key_Right)
    assert sheet.buttons["font_size", "large"].isChecked()
    assert sheet.buttons["font_size", "large"].hasFocus()


def test_the_unit_of_the_file_is_shown_and_stays(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    fields = open_settings(hand).findChildren(QLineEdit)
    unit = next(field for field in fields if field.text() == "Xã Mường Than")
    assert unit.isReadOnly()


def test_what_qt_says_follows_the_language(open_window: OpenWindow) -> None:
    hand = open_window(None)
    assert QApplication.translate("QFileDialog", "Look in:") == "Thư mục:"
    assert QApplication.translate("QFileDialog", "Directories") == "Thư mục"
    hand.window.look.change_language()
    assert QApplication.translate("QFileDialog", "Look in:") == "Look in:"
