"""What people noted beside cells of a sheet: no value of any field, but never lost without a word."""

from desktop_app.messages import Message, joined
from desktop_app.sheets.grid import Worksheet, column_name
from desktop_app.sheets.sheet_rows import CellDoubt, SheetReading, SkippedRow

ALONE = "comment"  # the sort of a row in which nothing else stands


def name_comments(sheet: Worksheet, result: SheetReading) -> None:
    """Say of each row below the heading which of its cells have a comment; its words stay in the sheet, since they may
    name somebody.
    """
    head = result.header_rows[-1] if result.header_rows else 0
    cells: dict[int, list[str]] = {}
    for row, column in sorted(sheet.comments):
        if row > head:
            cells.setdefault(row, []).append(f"{column_name(column)}{row}")
    said = {row: Message("sheet.comments", cells=", ".join(names)) for row, names in cells.items()}
    for record in result.rows:
        record.comments = [said.pop(record.row)] if record.row in said else []
    for asked in result.asked:
        asked.doubts += [CellDoubt(said.pop(asked.row))] if asked.row in said else []
    for skipped in result.skipped:
        if skipped.row in said:
            skipped.why = joined((skipped.why, said.pop(skipped.row)), " ")
    result.skipped += [SkippedRow(row, ALONE, what) for row, what in said.items()]
    result.skipped.sort(key=lambda row: row.row)
