"""The dialogs behind what is left to do: records to go to, units to remind."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.period import Period
from desktop_app.domain.values import show_number
from desktop_app.texts import in_words, say
from ui.progress.to_do import WORDS, ToDoRecords, read_found, silent_lines, silent_text
from ui.widgets import parts
from ui.widgets.bridge import Bridge
from ui.widgets.lines import Line
from ui.widgets.table_dialog import TableDialog


def lead_to_records(over: QWidget, bridge: Bridge, name: str, go_to: Callable[[str, str], object]) -> None:
    """Go to the one record behind such a line, or list them: Enter or a double click goes to one."""

    def show(found: ToDoRecords) -> None:
        if len(found.kinds) == 1:
            ((record, kind),) = found.kinds.items()
            go_to(kind, record)
        elif found.kinds:
            _list(over, name, found, go_to)

    bridge.ask(lambda file: read_found(file, name), show, over)


def _list(over: QWidget, name: str, found: ToDoRecords, go_to: Callable[[str, str], object]) -> None:
    count = in_words(show_number(found.count))
    about = say("ui.todo_first", shown=len(found.lines)) if len(found.lines) < found.count else say("ui.todo_enter")
    dialog = TableDialog(over, f"{count} {say(WORDS[name])}", about, (
        (say("ui.todo_unit"), 150), (say("ui.todo_kind"), 190), (say("ui.todo_content"), 0), (say("ui.todo_why"), 0),
    ))  # fmt: skip
    parts.resize_over(dialog, 1180, 600)
    dialog.table.wrap()

    def open_line(line: Line) -> None:
        dialog.close()
        go_to(found.kinds[line.record], line.record)

    dialog.table.opened.connect(open_line)
    dialog.show_lines(found.lines)
    dialog.open()


def show_silent(over: QWidget, units: OrgUnits, codes: Sequence[str], period: Period) -> None:
    """The units that have not reported, by the unit above, to be copied into a reminder."""
    title = say("ui.todo_silent_title", period=period.label, count=len(codes))
    dialog = TableDialog(
        over, title, say("ui.todo_silent_about"), ((say("ui.todo_above"), 240), (say("ui.todo_unit"), 0))
    )
    parts.resize_over(dialog, 640, dialog.height())
    text = silent_text(units, codes, period)
    dialog.offer(say("ui.todo_copy"), "copy", lambda: QGuiApplication.clipboard().setText(text))
    dialog.show_lines(silent_lines(units, codes))
    dialog.open()
