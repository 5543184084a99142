"""The index of the search follows the saves of the window once nobody types."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from db import search_index
from desktop_app.session import OpenFile, editing, opening, records
from tests.ui.conftest import MakeFile
from tests.ui.hand import now
from ui.widgets.bridge import Bridge
from ui.window.idle_index import index_when_idle


@pytest.fixture
def bridge(qtbot: QtBot, make_file: MakeFile) -> Iterator[Bridge]:
    path = make_file()
    made = Bridge(lambda: opening.open_file(path, now=now))
    made.open(lambda _: None, pytest.fail)
    made.finish()
    yield made
    made.close()


def test_it_follows_after_the_last_save_and_not_before(bridge: Bridge, qtbot: QtBot) -> None:
    parent, behind = QObject(), list[object]()

    def save(file: OpenFile) -> None:
        record = editing.new_record(file, "comm_activity", {"title": "Loa xã", "date": "2022-05-02"}).record
        assert editing.set_value(file, record, "title", "Loa bản Quyết Thắng Bốn Mươi").saved

    timer = index_when_idle(bridge, parent)
    timer.setInterval(50)
    bridge.write(save)
    bridge.ask(search_index.is_behind, behind.append)
    bridge.finish()
    assert behind == [True]
    qtbot.waitUntil(lambda: not timer.isActive())
    bridge.ask(search_index.is_behind, behind.append)
    bridge.ask(lambda file: [row.kind for row in records.search(file, "quyết thắng bốn mươi")], behind.extend)
    bridge.finish()
    assert behind[1:] == [False, "comm_activity"]
