"""Spreadsheets of a list: one is taken in, a copied block is pasted, the list as it is seen goes out."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.domain.plan import RecordKind
from desktop_app.errors import AppError
from desktop_app.session import OpenFile
from desktop_app.settings import ListLook
from desktop_app.texts import in_words, say
from ui.records.record_table import RecordTable
from ui.widgets.bridge import Bridge
from ui.widgets.file_saving import ask_place, safe_name, save_content

if TYPE_CHECKING:
    from ui.sheets.import_dialog import ImportDialog

ENDINGS = (".xlsx", ".xls", ".ods", ".csv")


class ListSheets(QObject):
    """`notified(sentence)`: records or a file were written. What reads spreadsheets is imported with the first one.

    `table`: the list in sight.
    """

    notified = Signal(str)

    def __init__(
        self, over: QWidget, bridge: Bridge, file: OpenFile, looks: dict[str, ListLook],
        table: Callable[[], RecordTable],
    ) -> None:  # fmt: skip
        super().__init__(over)
        self._over, self._bridge, self._file, self._looks, self._table = over, bridge, file, looks, table

    def ask(self) -> None:
        """Ask which spreadsheet with records of the kind in sight is taken in."""
        folder = str(self._file.path.parent)
        chosen, _ = QFileDialog.getOpenFileName(self._over, say("sheet.menu_import"), folder, say("sheet.files"))
        if chosen:
            self.show(Path(chosen))

    def show(self, source: Any) -> "ImportDialog":
        """The page of a spreadsheet, or of a block that was read."""
        from ui.sheets.import_dialog import ImportDialog

        kind, wanted = self._table().kind, self._table().rows.wanted
        look, days = self._looks.setdefault(kind.name, ListLook()), (wanted.first_day, wanted.last_day)
        sheet = ImportDialog(self._over.window(), self._bridge, self._file, kind, source, look, days)
        sheet.imported.connect(self.notified)
        return sheet

    def paste(self) -> None:
        """The page of what was copied in a spreadsheet program."""
        from ui.cells.clipboard import copied_book

        try:
            book = copied_book()
        except AppError as error:
            self._bridge.failed.emit(in_words(error.message))
            return
        self.show(book)

    def export(self) -> None:
        """Ask where the list goes, as an Excel workbook or as text with columns."""
        name = safe_name(in_words(self._table().kind.list_label))
        place = ask_place(self._over, self._file.path.parent, name, "xlsx", say("sheet.menu_export"))
        if place is not None:
            self.export_to(place)

    def give_form(self) -> None:
        """Ask where a form of the kind goes, for an office without the program."""
        kind = self._table().kind
        name = safe_name(say("sheet.form_name", kind=in_words(kind.list_label)))
        place = ask_place(self._over, self._file.path.parent, name, "xlsx", say("sheet.menu_form"))
        if place is not None:
            self.write_form(place, kind)

    def write_form(self, place: Path, kind: RecordKind) -> None:
        def work(file: OpenFile) -> None:
            from desktop_app.session import sheet_export

            save_content(place, sheet_export.form_of(file, kind.name))

        self._bridge.ask(work, lambda _: self.notified.emit(say("sheet.form_written", file=place.name)), self)

    def export_to(self, place: Path) -> None:
        """Write the list as it is seen: its columns, its order, what is filtered."""
        table = self._table()
        kind, columns, wanted = table.kind, table.shown_columns, table.rows.wanted

        def work(file: OpenFile) -> None:
            from desktop_app.session import sheet_export

            asked = wanted.in_order()
            made = sheet_export.list_as(file, kind.name, place.suffix.lower(), shown=columns, **asked)
            save_content(place, made)

        self._bridge.ask(work, lambda _: self.notified.emit(say("sheet.list_written", file=place.name)), self)
