"""What the columns of a table say before its rows are read: what each is read with, and what is asked about it."""

from collections.abc import Callable, Mapping, Sequence

from desktop_app.domain.field_type import Lookup
from desktop_app.domain.plan import Field, RecordKind
from desktop_app.domain.values import Value
from desktop_app.messages import Message
from desktop_app.sheets.cell_values import ColumnContext
from desktop_app.sheets.column_contexts import Ledger, column_context, context_of
from desktop_app.sheets.column_matching import ColumnMatching
from desktop_app.sheets.grid import Book, Cell, column_name
from desktop_app.sheets.group_units import GroupUnits, find_groups
from desktop_app.sheets.questions import LEAVE, NO, Answers, SheetQuestion, answered_words
from desktop_app.sheets.row_sorter import Row
from desktop_app.sheets.table_finding import SheetTable

_TICKS = ("x", "v", "✓", "✔", "☑")


class TableColumns:
    """The columns of one table; `given`: the fields with one value in all rows; `groups`: the units of its groups."""

    def __init__(
        self, book: Book, table: SheetTable, kind: RecordKind, matching: ColumnMatching, ledger: Ledger,
        given: Mapping[str, Value], answers: Answers,
    ) -> None:  # fmt: skip
        self.book, self.table, self.kind, self.matching, self.ledger = book, table, kind, matching, ledger
        self.given, self.answers = given, answers
        self.sheet = table.sheet
        whole = {n: name for name, n in matching.fields.items() if n not in matching.ticks}
        self.fields: dict[int, Field] = {n: kind.fields[name] for n, name in whole.items()}
        self.numbering, self.measures = table.columns_of("numbering"), table.columns_of("measure")
        self.contexts: dict[int, ColumnContext] = {}
        self.tick_contexts: dict[str, ColumnContext] = {}  # by field
        self.groups: GroupUnits | None = None
        self._make_contexts()

    def _make_contexts(self) -> None:
        for number, of in self.fields.items():
            context = self.contexts[number] = context_of(of, self.kind, self.book, self.ledger)
            context.answered = answered_words(column_name(number), self.answers)
            cells = [row[number] for row in map(self.sheet.rows.__getitem__, self.table.rows) if number in row]
            heading = self.table.headings[number].text if number in self.table.headings else ""
            above = self.table.above
            self.matching.questions += column_context(context, cells, column_name(number), heading, above, self.answers)
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

    def ask_required(self, is_of_group: Callable[[Row], bool]) -> None:
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
                if of.type.lookup is Lookup.UNITS and self._finds_groups(of, is_of_group):
                    continue
                why = Message("sheet.ask_value", field=of.label)
                self.matching.questions.append(
                    SheetQuestion(f"value:{name}", "value", why, [*self._proposals(of), LEAVE], field=name)
                )

    def _finds_groups(self, of: Field, is_of_group: Callable[[Row], bool]) -> bool:
        """Whether the names of groups say which unit the rows below them are of."""
        rows = {number: self.sheet.rows[number] for number in self.table.rows}
        context = context_of(of, self.kind, self.book, self.ledger)
        self.groups = find_groups(rows, is_of_group, of, context, self.answers)
        if self.groups is None:
            return False
        if self.groups.question is not None:
            self.matching.ask(self.groups.question)
        return True

    def _proposals(self, of: Field) -> list[str]:
        context = context_of(of, self.kind, self.book, self.ledger)
        if context.units is not None:
            return [self.ledger.own_unit] if context.fits(self.ledger.own_unit) else []
        return list(self.ledger.rules.plan.choices.get(of.choices or "", {}))
