"""What is done to the marked cells at once: cleared, copied, pasted, filled; each is one act."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.domain.values import show_number
from desktop_app.errors import AppError
from desktop_app.session import OpenFile, cell_blocks, editing
from desktop_app.session.cell_blocks import BlockReading, CopiedBlock, Place
from desktop_app.session.cell_writing import CellEntry, CellsWritten, Row
from desktop_app.session.open_record import OpenRecord
from desktop_app.session.records import title_of
from desktop_app.session.sheet_import import Book
from desktop_app.texts import in_words, say
from ui.cells import clipboard
from ui.cells.cell_questions import BlockQuestion
from ui.cells.cell_saver import CellSaver
from ui.cells.cell_table import CellTable
from ui.widgets.bridge import Bridge

MOST_COPIED = 20_000  # rows that one copy takes


class BlockWork(QWidget):
    """`notified(sentence)`: what came of it. `begin` begins the record below the last one, None where none is made."""

    notified = Signal(str)

    def __init__(
        self, bridge: Bridge, table: CellTable, saver: CellSaver, begin: Callable[[], OpenRecord] | None,
        over: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(over)
        self.hide()
        self._bridge, self._table, self._rows, self._saver, self._begin = bridge, table, table.rows, saver, begin
        self._unplaced: list[str] = []  # what of a pasted block finds no place
        saver.entered.connect(self._say_entered)

    def clear(self) -> None:
        """Delete: nothing in the marked cells any more; the records stay."""
        columns, records = self._marked()
        self._write(cell_blocks.cleared(columns, records))

    def delete_records(self) -> None:
        """Move the records of the marked rows to the trash in one act."""
        (_, records), kind = self._marked(), self._rows.kind

        def work(file: OpenFile) -> tuple[bytes | None, str]:
            several = say("list.several", count=len(records), kind=in_words(kind.list_label))
            words = title_of(file, records[0]) if len(records) == 1 else several
            return editing.delete(file, *records), words

        def done(answer: tuple[bytes | None, str]) -> None:
            act, words = answer
            self._rows.refresh()
            if act is not None:
                self._bridge.deleted.emit(act, words)

        self._bridge.write(work, done, self, kind=kind.name)

    def copy(self, *, headed: bool = False) -> None:
        """Ctrl+C: the marked cells, for here and for spreadsheets; `headed`: below their headings."""
        columns, records = self._marked()
        if len(records) > MOST_COPIED:
            self.notified.emit(say("list.too_many", most=show_number(MOST_COPIED)))
            return
        kind = self._rows.kind.name

        def put(block: CopiedBlock) -> None:
            clipboard.put(block.text, block.html, block.exact)
            self.notified.emit(say("cells.copied", count=show_number(len(columns) * len(records))))

        self._bridge.ask(lambda file: cell_blocks.copied(file, kind, columns, records, headed=headed), put, self)

    def paste(self) -> None:
        """Ctrl+V: a block into the cells from the current one on, by its headings where it has some."""
        try:
            book = clipboard.copied_book()
        except AppError as error:
            self._bridge.failed.emit(in_words(error.message))
            return
        block, rows, columns = self._table.block, self._rows.ids, self._rows.columns
        high = max(max(book.sheets[0].rows, default=0), block.height())
        place = Place(
            columns[block.left() :], rows[block.top() : block.top() + high], columns, block.width(), block.height(),
            self._begin is not None,
        )  # fmt: skip
        self._read(book, place, {})

    def fill_down(self) -> None:
        """Ctrl+D: the first of the marked rows into the others, one alone takes what stands above it."""
        block = self._table.block
        first = block.top() if block.height() > 1 else block.top() - 1
        if first >= 0:
            self.fill(QRect(block.left(), first, block.width(), 1), range(first + 1, block.bottom() + 1))

    def go_on(self) -> None:
        """The series that the first of the marked rows begin, in the others; what the corner does with Ctrl."""
        block, rows = self._table.block, self._rows
        second = rows.text_at(block.top() + 1, block.left()) if block.height() > 2 else ""
        begun = 2 if second else 1
        if block.height() > begun:
            self.fill(
                QRect(block.left(), block.top(), block.width(), begun),
                range(block.top() + begun, block.bottom() + 1), series=True,
            )  # fmt: skip

    def fill(self, source: QRect, rows: Sequence[int], *, series: bool = False) -> None:
        """The cells of some rows once more in others, or the series that they begin."""
        kind, ids = self._rows.kind.name, self._rows.ids
        columns = self._rows.columns[source.left() : source.right() + 1]
        above = ids[source.top() : source.bottom() + 1]
        if series and rows and rows[0] < source.top():
            above, rows = above[::-1], rows[::-1]  # upwards the series goes back
        below: list[Row] = [ids[row] if row < len(ids) else 0 for row in rows]

        def entries(file: OpenFile) -> list[CellEntry]:
            return cell_blocks.filled(file, kind, columns, above, below, series=series)

        self._bridge.ask(entries, self._write, self)

    def _marked(self) -> tuple[list[str], list[str]]:
        """Fields and records of the marked block."""
        block = self._table.block
        return self._rows.columns[block.left() : block.right() + 1], self._rows.ids[block.top() : block.bottom() + 1]

    def _write(self, entries: Sequence[CellEntry]) -> None:
        begun = self._begin() if self._begin is not None else OpenRecord(self._rows.kind.name)
        self._saver.write_all(entries, begun.given, begun.period)

    def _read(self, book: Book, place: Place, answers: dict[str, str]) -> None:
        kind = self._rows.kind.name
        self._bridge.ask(
            lambda file: cell_blocks.read_block(file, kind, book, place, answers),
            lambda reading: self._take(book, place, answers, reading),
            self,
        )

    def _take(self, book: Book, place: Place, answers: dict[str, str], reading: BlockReading) -> None:
        """Write what was read; what has two readings is asked about once for all its cells."""
        if reading.questions:
            question = reading.questions[0]
            ask = BlockQuestion(self.window(), question)
            ask.answered.connect(lambda answer: self._read(book, place, {**answers, question.id: answer}))
            return
        self._unplaced = []
        if reading.unmatched:
            self._unplaced.append(say("cells.unmatched", headings="; ".join(reading.unmatched)))
        if reading.people:
            self._unplaced.append(say("cells.people", headings="; ".join(reading.people)))
        if reading.no_records:
            self._unplaced.append(say("cells.no_records", count=show_number(reading.no_records)))
        if reading.no_room:
            self._unplaced.append(say("cells.no_room", count=show_number(reading.no_room)))
        self._write(reading.entries)
        if reading.size is not None:
            block, (wide, high) = self._table.block, reading.size
            rows = min(high, self._rows.rowCount() - block.top())
            self._table.mark(QRect(block.left(), block.top(), wide, rows))

    def _say_entered(self, written: CellsWritten) -> None:
        self._rows.keep(written.made)
        sentences = [say("cells.changed", count=show_number(written.changed))]
        if written.made:
            sentences.append(say("cells.made", count=show_number(len(written.made))))
        if written.unreadable:
            sentences.append(say("cells.unreadable", count=show_number(written.unreadable)))
        reasons = [in_words(why) for why in written.left.values()]
        sentences += [say("cells.left", count=reasons.count(why), why=why) for why in dict.fromkeys(reasons)]
        self.notified.emit(" ".join([*sentences, *self._unplaced]))
        self._unplaced = []
