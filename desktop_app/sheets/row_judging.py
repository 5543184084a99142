"""Judges the records that a sheet makes: by the checks of the plan, by the records that are there, by each other."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from desktop_app.domain.plan import Field, RecordKind
from desktop_app.domain.record_ids import natural_id
from desktop_app.domain.validation import check
from desktop_app.domain.values import ERROR, Value, show
from desktop_app.messages import Message, Text, joined
from desktop_app.sheets.alike_records import AlikeRecords, alike_records
from desktop_app.sheets.column_contexts import Ledger
from desktop_app.sheets.grid import ReportCount
from desktop_app.sheets.questions import LEAVE, TAKE, Answers, SheetQuestion
from desktop_app.sheets.sheet_rows import UNFINISHED, AskedRow, CellDoubt, ReadRow, SheetReading, SkippedRow


class RowJudge:
    """Goes through the rows that could be read; what can't stand is asked about, what is there already is named."""

    def __init__(
        self,
        kind: RecordKind,
        ledger: Ledger,
        result: SheetReading,
        answers: Answers,
        columns: Mapping[str, str | None],
    ) -> None:
        self.kind, self.ledger, self.result, self.answers, self.columns = kind, ledger, result, answers, columns
        self.taken: list[ReadRow] = []
        self.by_key: dict[str, ReadRow] = {}
        self.asked_again: set[str] = set()
        self.seen: dict[tuple[Any, ...], int] = {}
        self.said = list(dict.fromkeys([*columns, *(name for row in result.rows for name in row.values)]))

    def judge(self, report: ReportCount, *, is_list: bool = False) -> None:
        """`is_list`: the sheet looks as one that was taken out of a ledger, and has no ids."""
        rows, self.result.rows = self.result.rows, []
        existing = dict(self.ledger.existing(self.kind.name)) if rows else {}
        keyless = existing if not self.kind.natural_key else {}
        same = {self._content(values): record for record, values in keyless.items()}
        alike = alike_records(self.kind, keyless.items())
        for at, row in enumerate(rows):
            if at % 200 == 0:
                report(at, len(rows))
            if row.before is not None:  # a correction is judged with the record that it corrects
                self.taken.append(row)
                continue
            problem = self._check(row)
            if problem is not None:
                self._ask(row, problem)
            elif self.kind.natural_key:
                self._judge_key(row, existing)
            else:
                self._judge_content(row, same, alike)
        if is_list and any(row.record is not None for row in self.result.skipped):
            self._doubt_new()
        self.result.rows = sorted(self.taken, key=lambda row: row.row)
        self.result.asked.sort(key=lambda row: row.row)
        self.result.skipped.sort(key=lambda row: row.row)

    def _check(self, row: ReadRow) -> CellDoubt | None:
        """What a check of the plan refuses; what it only warns of, or misses, is told with the row."""
        warnings: list[Text] = []
        for problem in check(row.values, self.kind, self.ledger.rules):
            if problem.severity == ERROR:
                of = self.kind.fields.get(problem.field or "")
                value = self._shown(of, row.values.get(of.name)) if of else None
                return CellDoubt(problem.message, self.columns.get(problem.field or ""), problem.field, value)
            warnings.append(problem.message)
            if problem.missing:
                row.status = UNFINISHED
        row.warnings = warnings
        return None

    def _judge_key(self, row: ReadRow, existing: Mapping[str, Mapping[str, Value]]) -> None:
        """Of one key there is one record: equal ones are named, others asked about with both values."""
        record = natural_id(self.kind, row.values, self.ledger.rules.names)
        if record is None:
            lacking = [self.kind.fields[n].label for n in self.kind.natural_key if row.values.get(n) is None]
            self._ask(row, CellDoubt(Message("sheet.why_key_missing", fields=joined(lacking))))
        elif record in existing:
            other = {name: existing[record].get(name) for name in row.values}
            self._compare(row, record, other)
        elif self.ledger.deleted(record):
            self._ask(row, CellDoubt(Message("sheet.why_deleted", record=record)))
        elif record in self.by_key or record in self.asked_again:
            self._ask_repeated(row, record)
        else:
            self.by_key[record] = row
            self.taken.append(row)

    def _compare(self, row: ReadRow, record: str, other: Mapping[str, Value]) -> None:
        if other == row.values:
            self.result.skipped.append(SkippedRow(row.row, "equal", Message("sheet.skipped_equal"), record))
            return
        different = next(name for name, value in row.values.items() if other[name] != value)
        self._ask(row, self._differs("sheet.why_other_values", row, different, other[different]))

    def _ask_repeated(self, row: ReadRow, record: str) -> None:
        """Two rows of one key: the same twice is asked once; where they differ, both are asked about."""
        first = self.by_key.get(record)
        if first is not None and first.values == row.values:
            self._repeats(row, first.row)
            return
        self.asked_again.add(record)
        if first is not None:
            different = next(n for n in {**row.values, **first.values} if row.values.get(n) != first.values.get(n))
            self.taken.remove(first)
            del self.by_key[record]
            self._ask(
                first, self._differs("sheet.why_rows_differ", first, different, row.values.get(different), row.row)
            )
            self._ask(
                row, self._differs("sheet.why_rows_differ", row, different, first.values.get(different), first.row)
            )
        else:
            self._ask(row, CellDoubt(Message("sheet.why_key_again")))

    def _judge_content(self, row: ReadRow, same: Mapping[tuple[Any, ...], str], alike: AlikeRecords) -> None:
        content = self._content(row.values)
        if content in same:
            self.result.skipped.append(SkippedRow(row.row, "equal", Message("sheet.skipped_equal"), same[content]))
        elif content in self.seen and self.answers.get("repeated") != TAKE:
            self._repeats(row, self.seen[content])
        elif self.answers.get("alike") != TAKE and (found := alike.find(row.values)) is not None:
            self._ask_alike(row, *found)
        else:
            self.seen.setdefault(content, row.row)
            self.taken.append(row)

    def _content(self, values: Mapping[str, Value]) -> tuple[Any, ...]:
        """What a row says of the fields that the sheet has, or that were said for its rows."""
        return tuple(values.get(name) for name in self.said)

    def _ask_alike(self, row: ReadRow, record: str, other: Mapping[str, Value]) -> None:
        """A row that is most likely a record of the ledger with other values."""
        different = next(name for name in self.said if row.values.get(name) != other.get(name))
        doubt = self._differs("sheet.why_alike", row, different, other.get(different))
        if self.answers.get("alike") == LEAVE:
            self.result.skipped.append(SkippedRow(row.row, "alike", doubt.why, record))
            return
        self._ask_once("alike", [TAKE, LEAVE])
        self._ask(row, replace(doubt, question="alike"))

    def _repeats(self, row: ReadRow, first: int) -> None:
        why = Message("sheet.why_repeated", row=first)
        if self.answers.get("repeated") == LEAVE:
            self.result.skipped.append(SkippedRow(row.row, "equal", why))
            return
        self._ask_once("repeated", [LEAVE] if self.kind.natural_key else [TAKE, LEAVE])
        self._ask(row, CellDoubt(why, question="repeated"))

    def _doubt_new(self) -> None:
        """Where some rows are records of the ledger as they stand there, the others may be what was corrected of it."""
        new = [row for row in self.taken if row.before is None]
        answer = self.answers.get("lost_ids")
        if TAKE in (answer, self.answers.get("alike")) or not new:
            return
        self.taken = [row for row in self.taken if row.before is not None]
        if answer == LEAVE:
            why = Message("sheet.skipped_lost_ids")
            self.result.skipped += [SkippedRow(row.row, "lost_ids", why) for row in new]
            return
        self._ask_once("lost_ids", [TAKE, LEAVE])
        for row in new:
            self._ask(row, CellDoubt(Message("sheet.ask_lost_ids"), question="lost_ids"))

    def _ask_once(self, what: str, choices: Sequence[str]) -> None:
        if not any(question.id == what for question in self.result.questions):
            self.result.questions.append(SheetQuestion(what, what, Message(f"sheet.ask_{what}"), choices))

    def _differs(self, key: str, row: ReadRow, name: str, other: Value, number: int = 0) -> CellDoubt:
        of = self.kind.fields[name]
        mine, theirs = self._shown(of, row.values.get(name)), self._shown(of, other)
        message = Message(key, field=of.label, here=mine, there=theirs, row=number)
        return CellDoubt(message, self.columns.get(name), name, mine)

    def _shown(self, of: Field, value: Value) -> Text:
        return show(of, value, self.ledger.rules.plan) or "–"

    def _ask(self, row: ReadRow, *doubts: CellDoubt) -> None:
        self.result.asked.append(AskedRow(row.row, list(doubts)))
