"""Reads the rows below a heading: each becomes a record, is asked about, or is named as none."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from desktop_app.domain.field_type import Lookup
from desktop_app.domain.plan import Field, RecordKind
from desktop_app.domain.values import Value, to_json
from desktop_app.messages import Message
from desktop_app.sheets.cell_reading import read_cell
from desktop_app.sheets.cell_values import CellValue, ColumnContext, Doubt, Reading, raw_value
from desktop_app.sheets.column_contexts import Ledger, column_context, context_of
from desktop_app.sheets.column_matching import ColumnMatching
from desktop_app.sheets.grid import LOOSE_QUOTES, STRUCK, Book, Cell, column_name
from desktop_app.sheets.group_units import GroupUnits, find_groups
from desktop_app.sheets.headings import KindHeadings, is_one_of
from desktop_app.sheets.list_mark import find_mark
from desktop_app.sheets.number_texts import measure_of
from desktop_app.sheets.other_words import answered_choices, said_otherwise
from desktop_app.sheets.questions import LEAVE, NO, TAKE, Answers, SheetQuestion, answered_words
from desktop_app.sheets.returned_rows import ReturnedRows
from desktop_app.sheets.row_sorter import Row, RowSorter
from desktop_app.sheets.sheet_rows import RECORD, AskedRow, CellDoubt, ReadRow, SheetReading, SkippedRow
from desktop_app.sheets.table_finding import SheetTable
from desktop_app.sheets.tick_columns import read_ticks
from desktop_app.sheets.unknown_words import ask_about_words

ReportCount = Callable[[int, int], None]
_TICKS = ("x", "v", "✓", "✔", "☑")


class TableReader:
    """Reads one table into `result`. `others` are the headings of all kinds, by which a second table is known."""

    def __init__(
        self, book: Book, table: SheetTable, kind: RecordKind, matching: ColumnMatching, ledger: Ledger,
        given: Mapping[str, Value], answers: Answers, result: SheetReading, others: Sequence[KindHeadings],
    ) -> None:  # fmt: skip
        self.book, self.table, self.kind, self.matching, self.ledger = book, table, kind, matching, ledger
        self.given, self.answers, self.result = given, answers, result
        self.sheet = table.sheet
        whole = {n: name for name, n in matching.fields.items() if n not in matching.ticks}
        self.fields: dict[int, Field] = {n: kind.fields[name] for n, name in whole.items()}
        self.numbering = {n for n, h in table.headings.items() if h.parts and is_one_of(h.text, "numbering")}
        self.measures = {n for n, h in table.headings.items() if h.parts and is_one_of(h.text, "measure")}
        self.contexts: dict[int, ColumnContext] = {}
        self.tick_contexts: dict[str, ColumnContext] = {}  # by field
        self.returned = ReturnedRows(kind, book, ledger, find_mark(table.above), result)
        self.sorter = RowSorter(self.fields, self.numbering, table, others, result)
        self.groups: GroupUnits | None = None
        self.other_table: Message | None = None

    def read(self, report: ReportCount) -> None:
        self._make_contexts()
        if self.matching.record_column is None:  # else whatever is not shown stays as it is
            self._ask_required()
        numbers = self.table.rows
        for at, number in enumerate(numbers):
            self._take(number, self.sheet.rows[number])
            if at % 200 == 0:
                report(at, len(numbers))
        self.matching.questions += ask_about_words(self.result, self.kind, self.ledger.rules.plan)

    # --- columns ------------------------------------------------------------------------------------------------------

    def _make_contexts(self) -> None:
        for number, of in self.fields.items():
            context = self.contexts[number] = context_of(of, self.kind, self.book, self.ledger)
            context.answered = answered_words(column_name(number), self.answers)
            cells = [row[number] for row in map(self.sheet.rows.__getitem__, self.table.rows) if number in row]
            heading = self.table.headings[number].text if number in self.table.headings else ""
            question = column_context(context, cells, column_name(number), heading, self.table.above, self.answers)
            if question is not None:
                self.matching.questions.append(question)
            self._ask_of_ticks(number, of, cells)

        for name in {one.field for one in self.matching.ticks.values()}:
            self.tick_contexts[name] = context_of(self.kind.fields[name], self.kind, self.book, self.ledger)

    def _ask_of_ticks(self, number: int, of: Field, cells: Sequence[Cell]) -> None:
        """In a required column of ticks, an empty cell may mean no."""
        texts = [str(cell.value).strip().lower() for cell in cells]
        id_ = f"empty:{column_name(number)}"
        empty = sum(1 for row in self.table.rows if number not in self.sheet.rows[row])
        if (
            of.type.flag
            and of.required == "always"
            and texts
            and set(texts) <= set(_TICKS)
            and empty
            and id_ not in self.answers
        ):
            why = Message("sheet.ask_empty", column=column_name(number), field=of.label)
            self.matching.questions.append(SheetQuestion(id_, "empty", why, [NO, LEAVE], column_name(number), of.name))

    def _ask_required(self) -> None:
        """A required field with neither a column nor a value is asked about once; but a commune has one unit only."""
        open_fields = {q.field for q in self.matching.questions} | {
            c for q in self.matching.questions for c in q.choices
        }
        for name, of in self.kind.fields.items():
            lacking = of.required == "always" and name not in self.matching.fields and name not in self.given
            if lacking and name not in open_fields and self.answers.get(f"value:{name}") != LEAVE:
                if of.type.lookup is Lookup.UNITS and self._proposals(of) and self.ledger.is_lowest:
                    self.given = {**self.given, name: self.ledger.own_unit}
                    continue
                if of.type.lookup is Lookup.UNITS and self._finds_groups(of):
                    continue
                why = Message("sheet.ask_value", field=of.label)
                self.matching.questions.append(
                    SheetQuestion(f"value:{name}", "value", why, [*self._proposals(of), LEAVE], field=name)
                )

    def _finds_groups(self, of: Field) -> bool:
        """Whether the names of groups say which unit the rows below them are of."""
        rows = {number: self.sheet.rows[number] for number in self.table.rows}
        context = context_of(of, self.kind, self.book, self.ledger)
        self.groups = find_groups(rows, self.sorter.is_of_group, of, context, self.answers)
        if self.groups is None:
            return False
        self.result.of_group = of.label
        if self.groups.question is not None:
            self.matching.ask(self.groups.question)
        return True

    def _proposals(self, of: Field) -> list[str]:
        context = context_of(of, self.kind, self.book, self.ledger)
        if context.units is not None:
            return [self.ledger.own_unit] if context.fits(self.ledger.own_unit) else []
        return list(self.ledger.rules.plan.choices.get(of.choices or "", {}))

    # --- rows ---------------------------------------------------------------------------------------------------------

    def _take(self, number: int, row: Row) -> None:
        readings = {n: read_cell(row.get(n), context) for n, context in self.contexts.items()}
        firm = self.sorter.is_firm(row, readings)
        if not firm and self.other_table is None and self.sorter.begins_other_table(row):
            self.other_table = Message("sheet.other_table", row=number)
            self.matching.ask(SheetQuestion("table", "table", self.other_table, [LEAVE]))
        if self.other_table is not None:
            self._ask(number, CellDoubt(self.other_table, question="table"))
            return
        if any(cell.mark == LOOSE_QUOTES for cell in row.values()):  # what it swallowed would go with a total too
            self._ask(number, CellDoubt(Message("sheet.row_loose_quotes")))
            return
        what = self.sorter.sort_of(row, readings, firm=firm)
        self.sorter.headed = what == "heading"
        if what is not None:
            if what == "group" and self.groups is not None:
                self.groups.enter(row)
            self._skip(number, what)
        elif (doubted := self._whole_row_in_doubt(number, row)) is not None:
            self._of_doubted(number, doubted)
        elif (record := row.get(self.matching.record_column or 0)) is not None:
            self.returned.take(number, str(record.value).strip(), row, self.fields, readings)
        else:
            self._take_record(number, row, readings)

    def _take_record(self, number: int, row: Row, readings: Mapping[int, CellValue | Doubt]) -> None:
        if self.groups is not None:
            self.result.groups[number] = self.groups.text
        ticked, wrong = read_ticks(row, self.matching.ticks, self.tick_contexts)
        doubts = self._doubts(row, {**readings, **wrong})
        values = ticked | {
            self.fields[n].name: found.value for n, found in readings.items() if isinstance(found, CellValue)
        }
        for name, id_ in ((of.name, f"empty:{column_name(n)}") for n, of in self.fields.items()):
            if values.get(name) is None and self.answers.get(id_) == NO:
                values[name] = False
        values = {name: value for name, value in values.items() if value is not None}
        if not doubts and (not values or all(c.merged for n, c in row.items() if n not in self.numbering)):
            doubts.append(CellDoubt(Message("sheet.why_nothing")))
        if not doubts and self._numbers_alone(values):
            if self._sums_up(values):
                self._skip(number, "total")
                return
            doubts.append(CellDoubt(Message("sheet.why_numbers_alone")))
        if self.groups is not None and (doubt := self.groups.doubt()) is not None:
            doubts.append(doubt)
        if doubts:
            self._ask(number, *doubts)
            return
        read = [
            self._converted(n, row[n], found)
            for n, found in readings.items()
            if isinstance(found, CellValue) and found.converted
        ]
        self._specify(row, readings, values, read)
        if self.groups is not None:
            name = self.groups.field.name
            values[name] = self.groups.unit
            read.append({"field": name, "from": self.groups.text, "to": to_json(self.groups.unit), "column": None})
        self.result.rows.append(ReadRow(number, self.kind.name, {**self.given, **values}, RECORD, read))

    def _specify(
        self, row: Row, readings: Mapping[int, Reading], values: dict[str, Value], read: list[dict[str, Any]]
    ) -> None:
        """Words that a person called something else than the plan lists are not lost where the plan asks for them."""
        for n in readings.keys() & row.keys():
            of = self.fields[n]
            answered = answered_choices(str(row[n].value), self.contexts[n])
            known = {**self.given, **values}
            for word, name, value in said_otherwise(self.kind, self.ledger.rules, known, of, answered):
                values[name] = value
                read.append({"field": name, "from": word, "to": to_json(value), "column": column_name(n)})

    def _doubts(self, row: Row, readings: Mapping[int, Reading]) -> list[CellDoubt]:
        """All that is asked about the cells of a row."""
        doubts = [
            CellDoubt(
                found.why, column_name(n), self._field_of(n), raw_value(row[n], self.book), found.question, found.words
            )
            for n, found in readings.items() if isinstance(found, Doubt)
        ]  # fmt: skip
        for column, question in self.matching.open.items():
            if column in row:
                value = None if self.matching.columns[column].people else raw_value(row[column], self.book)
                doubts.append(CellDoubt(question.why, column_name(column), None, value, question.id))
        if self.book.doubted and any(not str(c.value).isascii() for n, c in row.items() if n in self.fields):
            doubts.append(CellDoubt(Message("sheet.why_encoding"), question="encoding"))
        for column in self.measures & row.keys():
            if measure_of(str(row[column].value)) > 1:
                why, value = Message("sheet.why_row_measure"), str(row[column].value)
                doubts.append(CellDoubt(why, column_name(column), None, value))
        return doubts

    def _field_of(self, number: int) -> str:
        tick = self.matching.ticks.get(number)
        return tick.field if tick is not None else self.fields[number].name

    def _numbers_alone(self, values: Mapping[str, Value]) -> bool:
        return len(self.fields) > 2 and all(self.kind.fields[name].type.numeric for name in values)

    def _sums_up(self, values: Mapping[str, Value]) -> bool:
        """Whether numbers alone are the sums of what stands above them."""

        def total(name: str) -> Any:
            return sum(
                v
                for one in self.result.rows
                if (v := one.values.get(name)) is not None and not isinstance(v, str | tuple)
            )

        return len(self.result.rows) > 1 and all(value == total(name) for name, value in values.items())

    def _converted(self, number: int, cell: Cell, found: CellValue) -> dict[str, Any]:
        return {
            "field": self.fields[number].name, "from": raw_value(cell, self.book), "to": to_json(found.value),
            "column": column_name(number),
        }  # fmt: skip

    def _whole_row_in_doubt(self, number: int, row: Row) -> str | None:
        """Why nobody knows whether a row still holds: it is hidden, or cells of it are struck out."""
        found = [
            what for what, so in (
                ("hidden", number in self.sheet.hidden_rows),
                ("struck", any(cell.mark == STRUCK for cell in row.values())),
            ) if so and self.answers.get(what) != TAKE
        ]  # fmt: skip
        return found[0] if found else None

    def _of_doubted(self, number: int, what: str) -> None:
        if self.answers.get(what) == LEAVE:
            self._skip(number, what)
            return
        why = Message(f"sheet.ask_{what}")
        self.matching.ask(SheetQuestion(what, f"{what}_rows", why, [TAKE, LEAVE]))
        self._ask(number, CellDoubt(why, question=what))

    def _ask(self, number: int, *doubts: CellDoubt) -> None:
        self.result.asked.append(AskedRow(number, list(doubts)))

    def _skip(self, number: int, what: str) -> None:
        self.sorter.noted = what == "note"
        self.result.skipped.append(SkippedRow(number, what, Message(f"sheet.skipped_{what}")))
