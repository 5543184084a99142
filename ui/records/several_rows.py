"""What a list does to its marked records at once: copied for a spreadsheet, deleted, given one value, doubled."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import show_number
from desktop_app.session import OpenFile, editing, several_records
from desktop_app.session.several_records import MadeRecords
from desktop_app.texts import in_words, say
from ui.records.row_actions import rows_text, title_of_all
from ui.widgets.bridge import Bridge


class SeveralRows(QObject):
    """`copied(id)`: the first of the copies; `said(sentence)`."""

    copied = Signal(str)
    said = Signal(str)

    def __init__(self, listed: QWidget, bridge: Bridge, file: OpenFile) -> None:
        super().__init__(listed)
        self._list, self._bridge, self._file = listed, bridge, file

    def copy_text(self, columns: Sequence[str], kind: RecordKind, marked: Sequence[str]) -> None:
        """Put them on the clipboard as lines of a spreadsheet."""

        def put(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            self.said.emit(say("list.copied", count=show_number(len(marked))))

        self._bridge.ask(lambda file: rows_text(file, kind, columns, marked), put, self)

    def delete(self, kind: RecordKind, marked: Sequence[str], then: Callable[[tuple[bytes | None, str]], None]) -> None:
        """Move them to the trash in one act; `then` hears of the act and of what went, in words."""

        def work(file: OpenFile) -> tuple[bytes | None, str]:
            words = title_of_all(file, kind, marked)
            return editing.delete(file, *marked), words

        self._bridge.write(work, then, self, kind=kind.name)

    def ask_value(self, kind: RecordKind, marked: Sequence[str]) -> None:
        """Ask which field gets which value in all of them."""
        from ui.records.value_for_all import ValueForAll

        sheet = ValueForAll(self._list.window(), self._bridge, self._file, kind, marked)
        sheet.acted.connect(self._bridge.acted)

    def duplicate(self, kind: RecordKind, marked: Sequence[str]) -> None:
        """Make a copy of each, without its days and numbers."""

        def say_copied(done: MadeRecords) -> None:
            if done.act is not None:
                count, name = show_number(len(done.records)), in_words(kind.list_label)
                self._bridge.acted.emit(done.act, say("several.duplicated", count=count, kind=name))
                self.copied.emit(done.records[0])

        self._bridge.write(
            lambda file: several_records.copy(file, kind.name, marked), say_copied, self, kind=kind.name,
            wrote=lambda done: done.act is not None, long=say("several.writing"),
        )  # fmt: skip
