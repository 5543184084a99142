"""The hand and the bot of these tests: nothing stays pressed, and a slow computer is waited for."""

import time
from itertools import count

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import MakeFile, OpenWindow
from tests.ui.hand import CONTROL, PLAIN, SHIFT


def test_a_stroke_leaves_no_key_held_down(open_window: OpenWindow, make_file: MakeFile) -> None:
    hand = open_window(make_file())
    for modifier in (CONTROL, SHIFT, CONTROL | SHIFT, Qt.KeyboardModifier.AltModifier):
        hand.key(Qt.Key.Key_F12, modifier)
        assert QApplication.keyboardModifiers() == PLAIN


def test_the_bot_waits_longer_than_five_seconds(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds, answers = count(0, 10), iter((False, False, True))
    monkeypatch.setattr(time, "time", lambda: next(seconds))
    qtbot.waitUntil(lambda: next(answers))


@pytest.mark.parametrize("modifier", [CONTROL, SHIFT])
def test_a_test_begins_with_no_key_held_down(qtbot: QtBot, modifier: Qt.KeyboardModifier) -> None:
    assert QApplication.keyboardModifiers() == PLAIN
    widget = QWidget()
    qtbot.addWidget(widget)
    QTest.keyClick(widget, Qt.Key.Key_F12, modifier)
    assert QApplication.keyboardModifiers() == modifier  # which nobody would expect
