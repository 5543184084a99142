"""The trash of an open file as a dialog."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from desktop_app.session import editing
from desktop_app.texts import say
from ui.history.history_lines import read_trash
from ui.history.history_sheet import HistorySheet
from ui.widgets import parts
from ui.widgets.bridge import Bridge
from ui.widgets.lines import Line
from ui.widgets.sheet import Sheet

ABOVE = 3  # the column of the outer record, for those that lie inside one


def show_trash(over: QWidget, bridge: Bridge, restored: Callable[[], object]) -> Sheet:
    """What was deleted, with the way back."""
    sheet = Sheet(over, say("ui.trash"), say("ui.trash_about"), (
        (say("ui.trash_time"), 140), (say("ui.trash_kind"), 210), (say("ui.trash_content"), 0),
        (say("ui.trash_above"), 0),
    ))  # fmt: skip

    def show(lines: Sequence[Line]) -> None:
        sheet.table.setColumnHidden(ABOVE, not any(line.cells[ABOVE] for line in lines))
        sheet.show_lines(lines, say("ui.trash_empty"))
        past.setEnabled(bool(lines))

    def read() -> None:
        bridge.ask(read_trash, show, sheet)

    def back(_: bytes | None) -> None:
        read()
        restored()

    def restore() -> None:
        record = sheet.current
        if record:
            bridge.write(lambda file: editing.restore(file, record), back, sheet)

    def history() -> None:
        record, title = sheet.current, sheet.cell(2)
        if record:
            HistorySheet(sheet, bridge, record, title).erased.connect(read)

    past = parts.button(say("ui.history"), history, icon="history")
    sheet.foot.insertWidget(0, past)
    sheet.offer(say("ui.restore"), "undo-2", restore)
    sheet.table.opened.connect(lambda _: restore())
    read()
    sheet.open()
    return sheet
