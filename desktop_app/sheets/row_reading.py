"""Reads the rows below a heading: each becomes a record, is asked about, or is named as none."""

from collections.abc import Mapping, Sequence
from typing import Any

from desktop_app.domain.field_type import Lookup
from desktop_app.domain.values import Value, to_json
from desktop_app.messages import Message
from desktop_app.sheets.cell_reading import read_cell
from desktop_app.sheets.cell_values import CellValue, Doubt, Reading, raw_value
from desktop_app.sheets.column_contexts import Ledger
from desktop_app.sheets.grid import LOOSE_QUOTES, STRUCK, Cell, ReportCount, column_name
from desktop_app.sheets.group_units import GroupUnits
from desktop_app.sheets.headings import KindHeadings
from desktop_app.sheets.list_mark import find_mark
from desktop_app.sheets.lone_groups import GroupRow, LoneGroups
from desktop_app.sheets.lone_numbers import FEWEST, beside_its_unit, holds_numbers_alone, sums_up
from desktop_app.sheets.number_texts import measure_of
from desktop_app.sheets.other_words import answered_choices, said_otherwise
from desktop_app.sheets.questions import LEAVE, NO, TAKE, Answers, SheetQuestion
from desktop_app.sheets.returned_rows import ReturnedRows
from desktop_app.sheets.row_sorter import Row, RowSorter
from desktop_app.sheets.sheet_rows import RECORD, AskedRow, CellDoubt, ReadRow, SheetReading, SkippedRow
from desktop_app.sheets.table_columns import TableColumns
from desktop_app.sheets.tick_columns import read_ticks
from desktop_app.sheets.unknown_words import ask_about_words


class RowReader:
    """Reads the rows of one table into `result`. `others` are the headings of all kinds, by which a second table is
    known.
    """

    def __init__(
        self, columns: TableColumns, ledger: Ledger, answers: Answers, result: SheetReading,
        others: Sequence[KindHeadings],
    ) -> None:  # fmt: skip
        self.columns, self.ledger, self.answers, self.result = columns, ledger, answers, result
        self.book, self.table, self.kind, self.matching = columns.book, columns.table, columns.kind, columns.matching
        self.fields, self.sheet = columns.fields, columns.table.sheet
        mark = find_mark(self.table.above)
        self.returned = ReturnedRows(self.kind, self.book, ledger, mark, result)
        self.lost_ids = mark is not None and self.matching.record_column is None
        self.sorter = RowSorter(self.fields, columns.numbering, self.table, others, result)
        self.groups: GroupUnits | None = None
        self.lone = LoneGroups()
        self.other_table: Message | None = None

    def read(self, report: ReportCount) -> None:
        if self.matching.record_column is None:  # else whatever is not shown stays as it is
            self.columns.ask_required(self.sorter.is_of_group)
        self.groups = self.columns.groups
        if self.groups is not None:
            self.result.of_group = self.groups.field.label
        numbers = self.table.rows
        for at, number in enumerate(numbers):
            self._take(number, self.sheet.rows[number])
            if at % 200 == 0:
                report(at, len(numbers))
        self._of_lone(self.lone.last)
        self.matching.questions += ask_about_words(self.result, self.kind, self.ledger.rules.plan)

    def _take(self, number: int, row: Row) -> None:
        readings = {n: read_cell(row.get(n), context) for n, context in self.columns.contexts.items()}
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
        record = row.get(self.matching.record_column or 0)
        id_ = str(record.value).strip() if record is not None else None
        ours = id_ is not None and self.returned.knows(id_)  # whatever its words look like
        what = None if ours else self.sorter.sort_of(row, readings, firm=firm)
        self.sorter.headed = what == "heading"
        self._of_lone(self.lone.follow(GroupRow(number, row, readings), what))
        if what is not None:
            if what == "group" and self.groups is not None:
                self.groups.enter(row)
            self._skip(number, what)
        elif (doubted := self._whole_row_in_doubt(number, row)) is not None and not (
            doubted == "hidden" and id_ is not None and self.returned.stands(id_, row, self.fields, readings)
        ):
            self._of_doubted(number, doubted)
        elif id_ is not None:
            self.returned.take(number, id_, row, self.fields, readings)
        else:
            self._take_record(number, row, readings)

    def _take_record(self, number: int, row: Row, readings: Mapping[int, CellValue | Doubt]) -> None:
        if self.groups is not None:
            self.result.groups[number] = self.groups.text
        ticked, wrong = read_ticks(row, self.matching.ticks, self.columns.tick_contexts)
        doubts = self._doubts(row, {**readings, **wrong})
        values = ticked | {
            self.fields[n].name: found.value for n, found in readings.items() if isinstance(found, CellValue)
        }
        for name, id_ in ((of.name, f"empty:{column_name(n)}") for n, of in self.fields.items()):
            if values.get(name) is None and self.answers.get(id_) == NO:
                values[name] = False
        values = {name: value for name, value in values.items() if value is not None}
        if not doubts and (why := self._hardly_a_record(row, values)) is not None:
            doubts.append(CellDoubt(why))
        sums = {name: values[name] for name in beside_its_unit(values, self.fields.values())}
        if not doubts and holds_numbers_alone(sums, self.fields.values()):
            if sums_up(sums, (one.values for one in self.result.rows)):
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
        self.result.rows.append(ReadRow(number, self.kind.name, {**self.columns.given, **values}, RECORD, read))

    def _specify(
        self, row: Row, readings: Mapping[int, Reading], values: dict[str, Value], read: list[dict[str, Any]]
    ) -> None:
        """Words that a person called something else than the plan lists are not lost where the plan asks for them."""
        for n in readings.keys() & row.keys():
            of = self.fields[n]
            answered = answered_choices(str(row[n].value), self.columns.contexts[n])
            known = {**self.columns.given, **values}
            for word, name, value in said_otherwise(self.kind, self.ledger.rules, known, of, answered):
                values[name] = value
                read.append({"field": name, "from": word, "to": to_json(value), "column": column_name(n)})

    def _of_lone(self, group: GroupRow | None) -> None:
        """A group with numbers and nothing below it: a person says whether that is how its table numbers its rows."""
        if group is None or self.answers.get("lone_groups") == LEAVE:
            return
        self.result.skipped = [one for one in self.result.skipped if one.row != group.number]
        if self.answers.get("lone_groups") == TAKE:
            self._take_record(group.number, group.row, group.readings)
        else:
            self._ask_of_row(group.number, "lone_groups")

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
        for column in self.columns.measures & row.keys():
            if measure_of(str(row[column].value)) > 1:
                why, value = Message("sheet.why_row_measure"), str(row[column].value)
                doubts.append(CellDoubt(why, column_name(column), None, value))
        return doubts

    def _field_of(self, number: int) -> str:
        tick = self.matching.ticks.get(number)
        return tick.field if tick is not None else self.fields[number].name

    def _hardly_a_record(self, row: Row, values: Mapping[str, Value]) -> Message | None:
        """Why a row may be none: no cell of it says anything, or one alone, which may go on with the record above."""
        numbering = self.columns.numbering
        if not values or all(cell.merged for number, cell in row.items() if number not in numbering):
            return Message("sheet.why_nothing")
        of = self.fields.get(next(iter(row)))
        words = of is not None and (of.type.free_text or of.type.lookup is Lookup.CHOICES)
        alone = words and len(row) == 1 and len(self.fields) >= FEWEST
        return Message("sheet.why_one_cell") if alone else None

    def _converted(self, number: int, cell: Cell, found: CellValue) -> dict[str, Any]:
        return {
            "field": self.fields[number].name, "from": raw_value(cell, self.book), "to": to_json(found.value),
            "column": column_name(number),
        }  # fmt: skip

    def _whole_row_in_doubt(self, number: int, row: Row) -> str | None:
        """Why nobody knows whether a row still holds, or is new: it is hidden, cells of it are struck out, or the list
        came from here and does not say any more which record it is.
        """
        found = [
            what for what, so in (
                ("hidden", number in self.sheet.hidden_rows),
                ("struck", any(cell.mark == STRUCK for cell in row.values())), ("lost_ids", self.lost_ids),
            ) if so and self.answers.get(what) != TAKE
        ]  # fmt: skip
        return found[0] if found else None

    def _of_doubted(self, number: int, what: str) -> None:
        if self.answers.get(what) == LEAVE:
            self._skip(number, what)
            return
        self._ask_of_row(number, what)

    def _ask_of_row(self, number: int, what: str) -> None:
        why = Message(f"sheet.ask_{what}")
        self.matching.ask(SheetQuestion(what, f"{what}_rows", why, [TAKE, LEAVE]))
        self._ask(number, CellDoubt(why, question=what))

    def _ask(self, number: int, *doubts: CellDoubt) -> None:
        self.result.asked.append(AskedRow(number, list(doubts)))

    def _skip(self, number: int, what: str) -> None:
        self.sorter.noted = what == "note"
        self.result.skipped.append(SkippedRow(number, what, Message(f"sheet.skipped_{what}")))
