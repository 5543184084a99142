"""The trash of an open file as a dialog."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from desktop_app.session import editing
from desktop_app.texts import say
from ui.history.history_dialog import HistoryDialog
from ui.history.history_lines import read_trash
from ui.widgets import parts
from ui.widgets.bridge import Bridge
from ui.widgets.lines import Line
from ui.widgets.table_dialog import TableDialog

ABOVE = 3  # the column of the outer record, for those that lie inside one


def show_trash(over: QWidget, bridge: Bridge, restored: Callable[[], object]) -> TableDialog:
    """What was deleted, with the way back."""
    dialog = TableDialog(over, say("ui.trash"), say("ui.trash_about"), (
        (say("ui.trash_time"), 140), (say("ui.trash_kind"), 210), (say("ui.trash_content"), 0),
        (say("ui.trash_above"), 0),
    ))  # fmt: skip

    def show(lines: Sequence[Line]) -> None:
        dialog.table.setColumnHidden(ABOVE, not any(line.cells[ABOVE] for line in lines))
        dialog.show_lines(lines, say("ui.trash_empty"))
        past.setEnabled(bool(lines))

    def read() -> None:
        bridge.ask(read_trash, show, dialog)

    def back(_: bytes | None) -> None:
        read()
        restored()

    def restore() -> None:
        record = dialog.current
        if record:
            bridge.write(lambda file: editing.restore(file, record), back, dialog)

    def history() -> None:
        record, title = dialog.current, dialog.cell(2)
        if record:
            HistoryDialog(dialog, bridge, record, title).erased.connect(read)

    past = parts.button(say("ui.history"), history, icon="history")
    dialog.foot.insertWidget(0, past)
    dialog.offer(say("ui.restore"), "undo-2", restore)
    dialog.table.opened.connect(lambda _: restore())
    read()
    dialog.open()
    return dialog
