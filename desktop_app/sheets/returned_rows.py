"""A list that was taken out and comes back: each cell held against what the record says now and what it said then."""

from collections.abc import Mapping

from desktop_app.domain.plan import Field, RecordKind
from desktop_app.domain.validation import Rules, check
from desktop_app.domain.values import ERROR, Value, show
from desktop_app.messages import Message, Text
from desktop_app.sheets.cell_values import CellValue, Reading, cleaned, raw_value
from desktop_app.sheets.column_contexts import Ledger
from desktop_app.sheets.grid import Book, Cell, CellKind, column_name
from desktop_app.sheets.list_mark import ListMark
from desktop_app.sheets.sheet_rows import RECORD, AskedRow, CellDoubt, ReadRow, SheetReading, SkippedRow
from desktop_app.sheets.value_writing import as_text, unguarded

Readings = Mapping[int, Reading]


class ReturnedRows:
    """Takes the rows that name a record of the ledger. `mark`: from which state of it the list comes."""

    def __init__(
        self, kind: RecordKind, book: Book, ledger: Ledger, mark: ListMark | None, result: SheetReading
    ) -> None:
        self.kind, self.book, self.ledger, self.mark, self.result = kind, book, ledger, mark, result
        self.now: Mapping[str, Mapping[str, Value]] = dict(ledger.existing(kind.name))
        self.rows: dict[str, int] = {}

    def knows(self, record: str) -> bool:
        """Whether a record of the ledger has this id."""
        return record in self.now or self.ledger.deleted(record)

    def take(
        self, number: int, record: str, row: Mapping[int, Cell], fields: Mapping[int, Field], read: Readings
    ) -> None:
        first = self.rows.setdefault(record, number)
        if first != number:
            self._withdraw(first, number)
            self._ask(number, Message("sheet.why_id_again", row=first))
            return
        now = self.now.get(record)
        if now is None:
            known = self.ledger.deleted(record)
            self._ask(number, Message("sheet.why_deleted" if known else "sheet.why_no_id", record=record))
            return
        differing = self._differing(now, row, fields, read)
        if not differing:
            self.result.skipped.append(SkippedRow(number, "unchanged", Message("sheet.skipped_unchanged"), record))
            return
        self._compare(number, record, row, {n: fields[n] for n in sorted(differing)}, read)

    def stands(self, record: str, row: Mapping[int, Cell], fields: Mapping[int, Field], read: Readings) -> bool:
        """Whether a row says what its record says, so that nothing becomes of it, seen or not."""
        now = self.now.get(record)
        return now is not None and record not in self.rows and not self._differing(now, row, fields, read)

    def _differing(
        self, now: Mapping[str, Value], row: Mapping[int, Cell], fields: Mapping[int, Field], read: Readings
    ) -> set[int]:
        """The columns in which a row says something else than its record."""
        return {n for n, of in fields.items() if not self._same(row.get(n), of, read[n], now.get(of.name))}

    def _same(self, cell: Cell | None, of: Field, read: Reading, value: Value) -> bool:
        """Whether a cell says what the record says, also where it is written as only the program writes it."""
        if isinstance(read, CellValue) and read.value == value:
            return True
        if cell is None:
            return False
        written = self.ledger.writer.cell(of, value)
        if cell.kind is CellKind.DAY and isinstance(cell.value, int | float):
            moment = self.book.moment(cell.value)
            return moment is not None and moment.date() == written
        return cell.kind is CellKind.TEXT and unguarded(cleaned(str(cell.value))) == cleaned(as_text(written))

    def _compare(
        self, number: int, record: str, row: Mapping[int, Cell], fields: Mapping[int, Field], read: Readings
    ) -> None:
        now = self.now[record]
        then = self.ledger.then(record, self.mark) if self.mark is not None else None
        doubts: list[CellDoubt] = []
        changes: dict[str, Value] = {}
        for n, of in fields.items():
            found = read[n]
            if then is not None and self._same(row.get(n), of, found, then.get(of.name)):
                continue  # nobody touched it in the sheet; what moved here stands
            why = self._why_not(of, found, now, then)
            if why is not None:
                value = raw_value(row[n], self.book) if n in row else None
                words = () if isinstance(found, CellValue) else found.words
                doubts.append(CellDoubt(why, column_name(n), of.name, value, words=words))
            elif isinstance(found, CellValue):
                changes[of.name] = found.value
        doubts += [] if doubts else self._refused(now, changes)
        if doubts:
            self.result.asked.append(AskedRow(number, doubts))
        elif not changes:
            self.result.skipped.append(SkippedRow(number, "unchanged", Message("sheet.skipped_unchanged"), record))
        else:
            before = {name: now.get(name) for name in changes}
            self.result.rows.append(ReadRow(number, self.kind.name, changes, RECORD, record=record, before=before))

    def _why_not(
        self, of: Field, found: Reading, now: Mapping[str, Value], then: Mapping[str, Value] | None
    ) -> Text | None:
        """Why a changed cell does not become a change by itself."""
        if not isinstance(found, CellValue):
            return found.why
        if of.name in self.kind.natural_key:
            return Message("sheet.why_key_changed", field=of.label)
        if then is None or then.get(of.name) != now.get(of.name):
            shown = [show(of, value, self.ledger.rules.plan) or "–" for value in (found.value, now.get(of.name))]
            key = "sheet.why_state_unknown" if then is None else "sheet.why_moved"
            return Message(key, field=of.label, here=shown[0], there=shown[1])
        return None

    def _refused(self, now: Mapping[str, Value], changes: Mapping[str, Value]) -> list[CellDoubt]:
        """What the checks of the plan refuse of the record with its changes, and did not before."""
        before = _errors(now, self.kind, self.ledger.rules)
        after = _errors({**now, **changes}, self.kind, self.ledger.rules)
        return [CellDoubt(message, None, field) for field, message in after if (field, message) not in before]

    def _withdraw(self, first: int, again: int) -> None:
        """The first row of an id that comes twice is asked about too."""
        made = [row for row in self.result.rows if row.row == first]
        left = [row for row in self.result.skipped if row.row == first]
        self.result.rows = [row for row in self.result.rows if row.row != first]
        self.result.skipped = [row for row in self.result.skipped if row.row != first]
        if made or left:
            self._ask(first, Message("sheet.why_id_again", row=again))

    def _ask(self, number: int, why: Text) -> None:
        self.result.asked.append(AskedRow(number, [CellDoubt(why)]))


def _errors(values: Mapping[str, Value], kind: RecordKind, rules: Rules) -> list[tuple[str | None, Text]]:
    return [(one.field, one.message) for one in check(values, kind, rules) if one.severity == ERROR]
