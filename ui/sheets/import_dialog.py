"""One page for a sheet before it is taken in: heading, columns, questions, every row with what becomes of it."""

import hashlib
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import show_number
from desktop_app.session import OpenFile, records, sheet_export, sheet_import
from desktop_app.session.sheet_import import Book, SheetReading, Wishes
from desktop_app.settings import ListLook
from desktop_app.texts import in_words, say
from ui.sheets.column_fields import ColumnFields
from ui.sheets.import_lines import LookedAt, about, how_many, look_at, row_lines
from ui.widgets import parts
from ui.widgets.bridge import Bridge
from ui.widgets.file_saving import ask_place, save_content
from ui.widgets.long_work import LongWork, stoppable
from ui.widgets.table_dialog import TableDialog

Days = tuple[str | None, str | None]
MOST_WRAPPED = 300  # rows whose words go on in further lines


class ImportDialog(TableDialog):
    """`imported(sentence)`: its rows were written. `source`: a file, or a block that was pasted; `look` remembers which
    column was which for sheets with the same headings; `in_sight`: the days that the list behind shows.
    """

    imported = Signal(str)

    def __init__(
        self, over: QWidget, bridge: Bridge, file: OpenFile, kind: RecordKind, source: Path | Book, look: ListLook,
        in_sight: Days,
    ) -> None:  # fmt: skip
        title = say("sheet.title", kind=in_words(kind.list_label))
        super().__init__(over, title, say("sheet.reading"), (
            (say("sheet.row"), 60), (say("sheet.becomes"), 110), (say("sheet.content"), 0),
        ), right=(0,), close=say("ui.qt_cancel"), size=(1240, 690))  # fmt: skip
        self._bridge, self._kind, self._source, self._look = bridge, kind, source, look
        self._in_sight = in_sight
        self._name = source.name if isinstance(source, Path) else say("sheet.pasted")
        self._wishes = Wishes()
        self._recalled = False
        self._work: LongWork | None = None
        self.looked: LookedAt | None = None
        self.fields = ColumnFields(bridge, file, kind)
        self.fields.mapped.connect(self.map_column)
        self.fields.answered.connect(self.answer)
        self._put_beside()
        self.out = parts.button(say("sheet.asked_out"), self.ask_where, icon="save")
        self.out.hide()
        self.foot.insertWidget(0, self.out)
        self.take = self.offer(say("sheet.take", count=0), "check", self.write)
        self.finished.connect(lambda _: self._stop())
        self.read()
        self.open()

    def read(self) -> None:
        """Understand the sheet anew, as the person said by now."""
        self._stop()
        self._work = progress = LongWork(self.set_about)
        source = (
            self.looked.book if self.looked is not None and "encoding" not in self._wishes.answers else self._source
        )
        kind, wishes = self._kind.name, self._wishes
        self._bridge.ask(
            lambda file: stoppable(lambda: look_at(file, source, kind, wishes, progress)),
            self._show,
            self,
            self._refuse,
        )

    def map_column(self, column: str, field: str) -> None:
        """A column is this field; whatever other column was it, is no longer."""
        others = {one.name: None for one in self._reading.columns if one.field == field and one.name != column}
        known = {one.name: one.field for one in self._reading.columns if one.match == "given"}
        columns = {**self._wishes.columns, **known, **others, column: field}
        self._wish(columns=columns)

    def answer(self, about_: str, id_: str, answer: str) -> None:
        """A question is answered for all rows."""
        if about_ == "sheet":
            self._wish(sheet=answer)
        elif about_ == "value":
            self._wish(values={**self._wishes.values, id_.partition(":")[2]: answer})
        else:
            self._wish(answers={**self._wishes.answers, id_: answer})

    def write(self) -> None:
        """Write what could be read as one act; what is asked about stays out."""
        looked = self.looked
        if looked is None or not looked.reading.counts["records"]:
            return
        self._remember(looked.reading)
        self.take.setEnabled(False)
        kind, (first, last) = self._kind.name, self._in_sight

        def work(file: OpenFile) -> int:
            ids = sheet_import.write(file, looked.reading, seen=looked.state)
            seen = records.count(file, kind, first_day=first, last_day=last, ids=ids)
            return records.count(file, kind, ids=ids) - seen

        self._bridge.write(
            work, self._written, self, kind=kind, failed=self._refuse, long=say("sheet.occupied")
        )  # fmt: skip

    def ask_where(self) -> None:
        """Ask where the rows that are asked about go, as a new workbook."""
        folder = self._source.parent if isinstance(self._source, Path) else Path.home()
        proposed = say("sheet.asked_name", name=Path(self._name).stem)
        chosen = ask_place(self, folder, proposed, "xlsx", say("sheet.asked_out"))
        if chosen is not None:
            self.write_asked(chosen)

    def write_asked(self, path: Path) -> None:
        looked = self.looked
        if looked is not None:
            made = sheet_export.asked_as_xlsx(looked.book, looked.reading)
            self._bridge.ask(
                lambda _: save_content(path, made),
                lambda _: self.set_about(say("sheet.asked_written", file=path.name)), self, self.set_about,
            )  # fmt: skip

    @property
    def _reading(self) -> SheetReading:
        assert self.looked
        return self.looked.reading

    def _wish(self, **said: object) -> None:
        self._wishes = replace(self._wishes, **said)
        self.read()

    def _show(self, looked: LookedAt | None) -> None:
        if looked is None:
            return
        self.looked = looked
        reading = looked.reading
        recalled = self._look.sheets.get(_key(reading))
        if recalled and not self._recalled:
            self._recalled = True
            self._wish(columns=recalled)
            return
        self.set_about(about(self._name, reading))
        self.fields.show_reading(reading)
        lines = row_lines(looked)
        if len(lines) <= MOST_WRAPPED:
            self.table.wrap()
        self.show_lines(lines, say("sheet.no_rows"))
        records, asked = reading.counts["records"], reading.counts["asked"]
        what = how_many("take", reading)
        self.take.setText(" " + (say("sheet.take_some", what=what, left=show_number(asked)) if asked else what))
        self.take.setEnabled(bool(records))
        self.out.setVisible(bool(asked) and bool(reading.header_rows))

    def _written(self, elsewhere: int) -> None:
        """Say how many were written, and how many of them the list does not show, lest they seem lost."""
        what = how_many("imported", self._reading)
        if elsewhere:
            self.imported.emit(say("sheet.imported_elsewhere", what=what, elsewhere=show_number(elsewhere)))
        else:
            self.imported.emit(say("sheet.imported_undo", what=what))
        self.close()

    def _remember(self, reading: SheetReading) -> None:
        if self._wishes.columns:
            self._look.sheets[_key(reading)] = {name: field or "" for name, field in self._wishes.columns.items()}

    def _refuse(self, sentence: str) -> None:
        self.set_about(sentence)
        self.take.setEnabled(False)

    def _stop(self) -> None:
        if self._work is not None:
            self._work.cancel()
            self._work = None

    def _put_beside(self) -> None:
        """The columns stand left of the rows."""
        row = parts.row(spacing=12)
        place = self._column.indexOf(self.table)
        self._column.removeWidget(self.table)
        parts.fill(row, self.fields, (self.table, 1))
        self._column.insertLayout(place, row, 1)


def _key(reading: SheetReading) -> str:
    """What sheets with the same headings share, among them the rows of one that went out to be mended."""
    return hashlib.blake2b("\n".join(reading.own_headings).encode(), digest_size=12).hexdigest()
