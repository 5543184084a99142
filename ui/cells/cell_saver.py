"""Writes what is entered into cells: one field at a time as the form does, or many as one act."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from desktop_app.domain.values import Problem, Value
from desktop_app.session import OpenFile, cell_writing, open_record, record_making, records
from desktop_app.session.cell_writing import CellEntry, CellsWritten
from desktop_app.session.open_record import OpenRecord
from desktop_app.texts import in_words, say
from ui.cells.cell_content import CellRow, read_cells, read_next
from ui.cells.cell_rows import NEXT, CellRows
from ui.history.window_acts import NO_ACT, Written
from ui.widgets.bridge import Bridge
from ui.widgets.long_work import LongWork, stoppable
from ui.widgets.unsaved import UnsavedEntry

Acts = list[tuple[bytes, str]]


class CellSaver(QObject):
    """`written(act, Written)`; `key_asked(title, go, leave)`: a record would get another natural key, and a person says
    whether; `entered(CellsWritten)`: what came of many entries; `begun(LongWork)`: they are being written, and may be
    stopped until `ended()`.
    """

    written = Signal(bytes, object)
    key_asked = Signal(str, object, object)
    entered = Signal(object)
    begun = Signal(object)
    ended = Signal()

    def __init__(self, bridge: Bridge, rows: CellRows, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge, self._rows = bridge, rows
        self._works: list[LongWork] = []  # writings of many cells that are not done

    def stop(self) -> bool:
        """Stop what is being written into many cells: nothing of it is. False where nothing is."""
        for work in self._works:
            work.cancel()
        return bool(self._works)

    def save(self, opened: OpenRecord, name: str, value: Value, raw: str, problem: Problem | None = None) -> None:
        """A cell was left with another value; `problem`: what was typed there can't be one."""
        record = opened.record
        kind = self._rows.kind
        key = record is not None and problem is None and name in kind.natural_key
        if not key or record is None or value == opened.seen.get(name):
            self._write(opened, name, value, raw, problem)
            return

        def ask(title: str) -> None:
            go, leave = partial(self._write, opened, name, value, raw, None), partial(self.drop, opened, name)
            self.key_asked.emit(say("cells.key_record", title=title), go, leave)

        self._bridge.ask(lambda file: records.title_of(file, record), ask, self)

    def _write(self, opened: OpenRecord, name: str, value: Value, raw: str, problem: Problem | None) -> None:
        rows, kind, before = self._rows, self._rows.kind, opened.record or NEXT
        rows.saving[before, name] = raw
        if before == NEXT:
            rows.next_opened = opened  # what is entered beside it goes into the same record
        columns = list(rows.columns)

        def work(file: OpenFile) -> tuple[CellRow, Acts]:
            if problem is None:
                record_making.enter(file, opened, name, value, raw)
            else:
                record_making.enter_unreadable(file, opened, name, raw, problem)
            return _row_of(file, opened, columns, kind.name), opened.take_acts()

        def done(answer: tuple[CellRow, Acts]) -> None:
            row, acts = answer
            self._settle(before, name)
            for act, changed in acts:
                self.written.emit(act, Written(row.id, kind.name, changed))
            rows.put(before, row, opened)
            self._bridge.drafted.emit(kind.name, self)

        def failed(why: str) -> None:
            if isValid(self):
                self._bridge.failed.emit(why)

        label = in_words(kind.fields[name].label)
        self._bridge.write(
            work, done, self, kind=kind.name, failed=failed, wrote=lambda answer: bool(answer[1]),
            entry=UnsavedEntry(opened.owner, name, label, raw, opened),
        )  # fmt: skip

    def _settle(self, record: str, name: str) -> None:
        self._rows.saving.pop((record, name), None)

    def save_typed(self, opened: OpenRecord, name: str, raw: str | None) -> None:
        """What stands half-typed in a cell survives whatever may end the program; None: nothing does any more."""
        kind = self._rows.kind.name
        self._bridge.ask(
            lambda file: open_record.save_typed(file, opened, name, raw),
            lambda _: self._bridge.drafted.emit(kind, self),
            self,
        )

    def _end(self, work: LongWork) -> None:
        self._works.remove(work)
        if not self._works:
            self.ended.emit()

    def drop(self, opened: OpenRecord, name: str) -> None:
        """What lies among the drafts of a cell is given up: the saved value stands there again."""
        rows, columns, kind, before = self._rows, list(self._rows.columns), self._rows.kind.name, opened.record or NEXT

        def work(file: OpenFile) -> CellRow:
            open_record.settle_typed(file, opened, name)
            return _row_of(file, opened, columns, kind)

        def done(row: CellRow) -> None:
            rows.put(before, row, opened)
            self._bridge.drafted.emit(kind, self)

        self._bridge.ask(work, done, self)

    def write_all(self, entries: Sequence[CellEntry], given: Mapping[str, Value] | None, period: str | None) -> None:
        """Write many cells as one act; what changes keys is asked about first."""
        kind = self._rows.kind

        def ask(moved: list[str]) -> None:
            if not moved:
                self._write_all(entries, given, period)
                return
            others = [one for one in entries if one.field not in kind.natural_key or one.row not in moved]
            write = partial(self._write_all, given=given, period=period)
            count = say("cells.key_records", count=len(moved))
            self.key_asked.emit(count, partial(write, entries), partial(write, others))

        self._bridge.ask(lambda file: cell_writing.key_changes(file, kind.name, entries), ask, self)

    def _write_all(self, entries: Sequence[CellEntry], given: Mapping[str, Value] | None, period: str | None) -> None:
        kind, going = self._rows.kind.name, LongWork()
        self._works.append(going)
        self.begun.emit(going)

        def work(file: OpenFile) -> CellsWritten | None:
            return stoppable(lambda: cell_writing.write(file, kind, entries, given, period, going.report_progress))

        def done(written: CellsWritten | None) -> None:
            self._end(going)
            if written is None:
                self._bridge.notified.emit(say("cells.stopped"))
                return
            if written.act is not None or written.drafts:
                self.written.emit(written.act or NO_ACT, Written("", kind, "", tuple(written.drafts), written.after))
            self._bridge.drafted.emit(kind, self)
            self.entered.emit(written)

        def failed(why: str) -> None:
            if isValid(self):
                self._end(going)
                self._bridge.failed.emit(why)

        self._bridge.write(
            work, done, self, kind=kind, failed=failed,
            wrote=lambda answer: answer is not None and answer.act is not None, long=say("cells.occupied"),
        )  # fmt: skip


def _row_of(file: OpenFile, opened: OpenRecord, columns: Sequence[str], kind_name: str) -> CellRow:
    kind = file.kind(kind_name)
    if opened.record is None:
        return read_next(file, kind, columns, opened)
    return read_cells(file, kind, columns, [opened.record], {opened.record: opened})[0]
