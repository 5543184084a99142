"""What becomes of the rows of a sheet: records, rows that are asked about, rows that are none; and no fourth thing."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from desktop_app.domain.values import Value, to_json
from desktop_app.messages import Message, Text, joined
from desktop_app.sheets.column_matching import SheetColumn
from desktop_app.sheets.headings import is_one_of
from desktop_app.sheets.questions import SheetQuestion

RECORD, UNFINISHED = "record", "unfinished"


class ReadRow(Struct):
    """A row that is a record; `read` are the cells that are not taken as they look, `record` that of the ledger that it
    corrects, and `before` what stands there now; `comments`: what is said of those beside its cells.
    """

    row: int
    kind: str
    values: dict[str, Value]
    status: str
    read: Sequence[Mapping[str, Any]] = ()
    warnings: Sequence[Text] = ()
    record: str | None = None
    before: Mapping[str, Value] | None = None
    comments: Sequence[Text] = ()

    @property
    def remarks(self) -> Sequence[Text]:
        """What a person is told of it, though it goes in."""
        return [*self.comments, *self.warnings]

    def to_json(self, sheet: str) -> dict[str, Any]:
        fields = {
            name: to_json(value) for name, value in self.values.items() if value is not None or self.before is not None
        }
        made: dict[str, Any] = {"kind": self.kind, "fields": fields}
        if self.record is not None:
            made["id"] = self.record
        if self.before is not None:
            made["before"] = {name: to_json(self.before.get(name)) for name in self.values}
        return {
            "sheet": sheet, "row": self.row, "status": self.status, "records": [made], "read": list(self.read),
            "warnings": list(self.remarks),
        }  # fmt: skip


class CellDoubt(Struct, frozen=True):
    """A cell that is asked about; no column where the row as a whole is."""

    why: Text
    column: str | None = None
    field: str | None = None
    value: Any = None
    question: str | None = None
    words: Sequence[str] = ()  # what it holds that stands for nothing that is known

    def to_json(self) -> dict[str, Any]:
        found = {"column": self.column, "field": self.field, "value": self.value, "why": self.why}
        return found | ({"question": self.question} if self.question else {})


class AskedRow(Struct):
    """A row that is held back, with all that is asked about it."""

    row: int
    doubts: list[CellDoubt]

    def to_json(self, sheet: str) -> dict[str, Any]:
        first, *others = self.doubts
        found = {"sheet": sheet, "row": self.row, **first.to_json()}
        return found | ({"also": [one.to_json() for one in others]} if others else {})


class SkippedRow(Struct):
    """A row that is no record, or one that the ledger has already."""

    row: int
    what: str
    why: Text
    record: str | None = None

    def to_json(self, sheet: str) -> dict[str, Any]:
        found = {"sheet": sheet, "row": self.row, "what": self.what, "why": self.why}
        return found | ({"id": self.record} if self.record else {})


def reference_to_row(number: int) -> str:
    """What stands for the record of a row of the sheet outside, until it is written."""
    return f"row {number}"


class SheetReading(Struct):
    """All that was understood of a sheet; without a heading, no `header_rows`. `above`: what stands over it; `inside`:
    the sheets of a form whose rows lie inside its own; in those, `outside`: by row the one outside that it belongs to.
    """

    kind: str
    sheet: str = ""
    header_rows: Sequence[int] = ()
    encoding: str | None = None
    dates: str | None = None
    above: Sequence[str] = ()
    of_group: Text = ""  # the field that the names of groups may stand for, and by row those names
    groups: dict[int, str] = field(default_factory=dict)
    columns: list[SheetColumn] = field(default_factory=list)
    questions: list[SheetQuestion] = field(default_factory=list)
    rows: list[ReadRow] = field(default_factory=list)
    asked: list[AskedRow] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)
    inside: "list[SheetReading]" = field(default_factory=list)
    outside: dict[int, int] = field(default_factory=dict)
    is_inside: bool = False
    other_sheets: Sequence[str] = ()  # that hold something too and are not read

    @property
    def whole(self) -> "list[SheetReading]":
        """This sheet, and all that lie inside it."""
        return [self, *(deeper for one in self.inside for deeper in one.whole)]

    @property
    def own_headings(self) -> list[str]:
        """The headings but the one under which it is said why a row was asked about: by them a sheet is known again."""
        return [one.heading for one in self.columns if not is_one_of(one.heading, "reason")]

    @property
    def left_out(self) -> Message:
        """Which sheets of the workbook are not read."""
        return Message("sheet.other_sheets", names=joined(f"“{name}”" for name in self.other_sheets))

    @property
    def settled(self) -> bool:
        """Whether nothing is asked."""
        return not self.questions and not any(one.asked for one in self.whole)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are records, how many are asked about, how many are skipped."""
        whole = self.whole
        return {
            "records": sum(len(one.rows) for one in whole), "asked": sum(len(one.asked) for one in whole),
            "skipped": sum(len(one.skipped) for one in whole),
        }  # fmt: skip

    @property
    def corrected(self) -> int:
        """How many of the records are in the ledger already."""
        return sum(row.before is not None for one in self.whole for row in one.rows)

    def hold(self, number: int, doubt: CellDoubt) -> None:
        """Ask about a row that was a record."""
        others = [row for row in self.rows if row.row != number]
        if len(others) < len(self.rows):
            self.rows = others
            self.asked = sorted([*self.asked, AskedRow(number, [doubt])], key=lambda row: row.row)

    def to_json(self) -> dict[str, Any]:
        source = {
            "sheet": self.sheet, "header_rows": list(self.header_rows), "encoding": self.encoding, "dates": self.dates,
        } | ({"other_sheets": list(self.other_sheets)} if self.other_sheets else {})  # fmt: skip
        return {
            "source": source,
            "columns": [column.to_json() for column in self.columns],
            "questions": [question.to_json() for question in self.questions],
            "rows": [self._row_to_json(row) for row in self.rows] + self._of_inside("rows"),
            "asked": [row.to_json(self.sheet) for row in self.asked] + self._of_inside("asked"),
            "skipped": [row.to_json(self.sheet) for row in self.skipped] + self._of_inside("skipped"),
        }

    def _row_to_json(self, row: ReadRow) -> dict[str, Any]:
        found = row.to_json(self.sheet)
        return found | ({"outside": self.outside[row.row]} if row.row in self.outside else {})

    def _of_inside(self, what: str) -> list[Any]:
        return [row for one in self.inside for row in one.to_json()[what]]
