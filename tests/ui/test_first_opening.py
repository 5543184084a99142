"""A ledger that was prepared for an office asks who writes, once, when it is first opened."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.session import opening
from desktop_app.settings import Settings
from tests.ui.conftest import COMMUNE
from tests.ui.hand import Hand, now
from ui.main_window import MainWindow
from ui.window.author_sheet import AuthorSheet


def opened(qtbot: QtBot, path: Path, settings: Settings) -> Hand:
    window = MainWindow(settings, now=now)
    window.open_file(path)
    window.show()
    hand = Hand(qtbot, window)
    hand.wait()
    return hand


def sheets(hand: Hand) -> list[AuthorSheet]:
    return [sheet for sheet in hand.window.findChildren(AuthorSheet) if sheet.isVisible()]


def prepared(path: Path, source: Mapping[str, Any], codes: Mapping[str, str], author: str = "") -> Path:
    opening.create_file(path, source, codes[COMMUNE], author, now=now).close()
    return path


def test_a_prepared_ledger_asks_who_writes_and_keeps_the_answer(
    dressed: QApplication, qtbot: QtBot, tmp_path: Path, source: Mapping[str, Any], codes: Mapping[str, str]
) -> None:
    assert dressed
    path, settings = prepared(tmp_path / "sổ.db", source, codes), Settings()
    hand = opened(qtbot, path, settings)
    qtbot.waitUntil(lambda: bool(sheets(hand)))
    (sheet,) = sheets(hand)
    sheet.use()
    assert sheet.hint.text().startswith("Ghi tên người ghi sổ")
    sheet.author.setText("Lò Thị Mai")
    sheet.use()
    hand.wait()
    assert (settings.author, hand.ask(lambda file: file.author)) == ("Lò Thị Mai", "Lò Thị Mai")
    hand.leave()
    again = opened(qtbot, path, Settings())
    assert sheets(again) == []
    again.leave()


def test_where_a_name_is_known_nobody_is_asked(
    dressed: QApplication, qtbot: QtBot, tmp_path: Path, source: Mapping[str, Any], codes: Mapping[str, str],
    make_file: Callable[..., Path],
) -> None:  # fmt: skip
    assert dressed
    for path, settings in (
        (prepared(tmp_path / "một.db", source, codes), Settings(author="Mai")),
        (prepared(tmp_path / "hai.db", source, codes, "Lan"), Settings()),
    ):
        hand = opened(qtbot, path, settings)
        assert sheets(hand) == []
        hand.leave()
