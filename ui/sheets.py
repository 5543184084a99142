"""The dialogs of an open file: the history of a record and the trash."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop_app.texts import say
from ui.bridge import Bridge
from ui.history_lines import read_history, read_trash
from ui.sheet import Sheet


def show_history(over: QWidget, bridge: Bridge, record: str, title: str) -> Sheet:
    """Who changed what and when in a record."""
    sheet = Sheet(over, say("ui.history_of", title=title), "", (
        (say("ui.history_time"), 140), (say("ui.history_author"), 150), (say("ui.history_field"), 170),
        (say("ui.history_old"), 0), (say("ui.history_new"), 0),
    ))  # fmt: skip
    bridge.ask(lambda session: read_history(session, record), sheet.show_lines, sheet)
    sheet.open()
    return sheet


def show_trash(over: QWidget, bridge: Bridge, restored: Callable[[], object]) -> Sheet:
    """What was deleted, with the way back."""
    sheet = Sheet(over, say("ui.trash"), say("ui.trash_about"), (
        (say("ui.trash_time"), 140), (say("ui.trash_kind"), 210), (say("ui.trash_content"), 0),
    ))  # fmt: skip

    def read() -> None:
        bridge.ask(read_trash, lambda lines: sheet.show_lines(lines, say("ui.trash_empty")), sheet)

    def back(_: bytes | None) -> None:
        read()
        restored()

    def restore() -> None:
        record = sheet.current
        if record:
            bridge.write(lambda session: session.restore(record), back, sheet)

    sheet.offer(say("ui.restore"), "undo-2", restore)
    read()
    sheet.open()
    return sheet
