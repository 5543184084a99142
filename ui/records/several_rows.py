"""What a list does to its marked records at once: copied for spreadsheets, deleted."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import show_number
from desktop_app.session import OpenFile, editing, records
from desktop_app.texts import in_words, say
from ui.records.record_table import MOST_MARKED, RecordTable
from ui.widgets.bridge import Bridge


class SeveralRows(QObject):
    """`said(sentence)`, `refused(sentence)`: more than can be taken at once; `deleted(act, words)`: what went to the
    trash; `followed(kind, id)`: the record behind those that went, None where there is none.

    `table`: the one in sight, whose marked rows are meant; `cells`: those of the sheet that is in sight in its place.
    """

    said = Signal(str)
    refused = Signal(str)
    deleted = Signal(bytes, str)
    followed = Signal(str, object)

    def __init__(
        self, listed: QWidget, bridge: Bridge, file: OpenFile, table: Callable[[], RecordTable],
        cells: Callable[[], tuple[RecordKind, list[str]] | None],
    ) -> None:  # fmt: skip
        super().__init__(listed)
        self._list, self._bridge, self._file, self._table, self._cells = listed, bridge, file, table, cells

    def _marked(self) -> tuple[RecordKind, Sequence[str]]:
        """The marked records; none, and a sentence, where they are too many."""
        table, of_cells = self._table(), self._cells()
        if (len(of_cells[1]) if of_cells is not None else table.marked_count) > MOST_MARKED:
            self.refused.emit(say("list.too_many", most=show_number(MOST_MARKED)))
            return table.kind, ()
        return of_cells or (table.kind, table.marked)

    def copy(self) -> None:
        """Put the columns in sight on the clipboard as cells of a spreadsheet."""
        from desktop_app.session import cell_blocks
        from ui.cells import clipboard

        (kind, marked), columns = self._marked(), self._table().shown_columns

        def put(block: cell_blocks.CopiedBlock) -> None:
            clipboard.put(block.text, block.html, block.exact)
            self.said.emit(say("list.copied", count=show_number(len(marked))))

        if marked:
            self._bridge.ask(lambda file: cell_blocks.copied(file, kind.name, columns, marked, headed=False), put, self)

    def delete(self) -> None:
        """Move them to the trash in one act."""
        kind, marked = self._marked()
        following = self._table().next_after(marked) if marked else None

        def work(file: OpenFile) -> tuple[bytes | None, str]:
            words = title_of_all(file, kind, marked)
            return editing.delete(file, *marked), words

        def done(answer: tuple[bytes | None, str]) -> None:
            act, words = answer
            self.followed.emit(kind.name, following)
            if act is not None:
                self.deleted.emit(act, words)

        if marked:
            self._bridge.write(work, done, self, kind=kind.name)


def title_of_all(file: OpenFile, kind: RecordKind, ids: Sequence[str]) -> str:
    """What is about to be deleted, in words: the title of one record, the number of several."""
    if len(ids) == 1:
        return records.title_of(file, ids[0]) or in_words(kind.label)
    return say("list.several", count=len(ids), kind=in_words(kind.list_label))
