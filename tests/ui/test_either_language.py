"""Words that have little room are whole in either language of the window."""

from pathlib import Path

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop_app import catalogue, paths
from desktop_app.catalogue import LANGUAGES
from desktop_app.texts import say, set_language
from tests.ui.conftest import OpenWindow
from ui.exchange.merge_tree import NAME, NOTE, MergeTree
from ui.progress.to_do import WORDS, ToDo
from ui.progress.to_do_line import ToDoLine
from ui.widgets import theme
from ui.widgets.list_header import heading_font, width_for

ROOM = 226  # in the card at the right of the overview


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_to_be_done_is_not_cut(qtbot: QtBot, dressed: QApplication, language: str) -> None:
    set_language(language)
    for name in WORDS:
        line = ToDoLine(ToDo(name, 115), lambda: None)
        qtbot.addWidget(line)
        line.resize(theme.wide(ROOM), line.height())
        line.show()
        assert [part.text() for part in line.findChildren(QLabel) if "…" in part.text()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_headings_of_a_preview_are_not_cut(qtbot: QtBot, dressed: QApplication, language: str) -> None:
    set_language(language)
    tree = MergeTree()
    qtbot.addWidget(tree)
    tree.resize(theme.wide(1066), 400)
    tree.show()
    bold = QFontMetrics(heading_font())
    for column in range(NAME + 1, NOTE):
        assert tree.columnWidth(column) >= width_for(tree.headerItem().text(column), bold)


def test_in_the_language_that_is_chosen_all_can_be_said_though_the_stick_is_pulled_out(
    open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = list(catalogue.catalogue())
    catalogue.messages.cache_clear()
    hand = open_window(None)
    hand.window.look.change_language()
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    assert all(say(key) for key in keys)
