"""Which column of a sheet is which field of a kind: taken, proposed, left out by name, or asked about."""

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from desktop_app.domain.field_type import FieldType
from desktop_app.domain.plan import Plan, RecordKind
from desktop_app.errors import AppError
from desktop_app.messages import Message, Text
from desktop_app.sheets.grid import CellKind, Worksheet, column_name, column_number
from desktop_app.sheets.headings import EQUAL, KNOWN, NEAR, Match, heading_key, headings_of, is_one_of
from desktop_app.sheets.number_texts import is_other_measure
from desktop_app.sheets.people import holds_people, names_people
from desktop_app.sheets.questions import Answers, SheetQuestion
from desktop_app.sheets.table_finding import ColumnHeading, SheetTable
from desktop_app.sheets.tick_columns import TickColumn, tick_finder

GIVEN = "given"
NO_FIELD = "none"
Mapping_ = Mapping[str, str | None]


class SheetColumn(Struct):
    """A column as the person is told of it; `why` says why it is left out. `people`: it may name somebody."""

    column: int
    heading: str
    field: str | None = None
    match: str | None = None
    why: Text | None = None
    people: bool = False
    used: bool = False  # though it is no field

    @property
    def name(self) -> str:
        return column_name(self.column)

    def to_json(self) -> dict[str, Any]:
        found: dict[str, Any] = {"column": self.name, "heading": self.heading, "field": self.field}
        if self.match:
            found["match"] = self.match
        return found | ({"why": self.why} if self.why is not None else {})


class ColumnMatching(Struct):
    """The columns of a table, and the questions about them; `open` tells which columns a question is open for."""

    columns: dict[int, SheetColumn] = field(default_factory=dict)
    questions: list[SheetQuestion] = field(default_factory=list)
    open: dict[int, SheetQuestion] = field(default_factory=dict)
    record_column: int | None = None  # that of the ids of records of the ledger
    ticks: dict[int, TickColumn] = field(default_factory=dict)  # columns of single choices

    @property
    def fields(self) -> dict[str, int]:
        """By field the column that it stands in."""
        whole = {one.field: number for number, one in self.columns.items() if one.field is not None}
        return {one.field: number for number, one in sorted(self.ticks.items(), reverse=True)} | whole

    def ask(self, question: SheetQuestion, *columns: int) -> None:
        if question.id not in [one.id for one in self.questions]:
            self.questions.append(question)
        for column in columns:
            self.open[column] = question


class ColumnMatcher:
    """Matches the columns of one table. `mapping`: what a person said, by a column's letters or by its heading."""

    def __init__(
        self, table: SheetTable, kind: RecordKind, plan: Plan, mapping: Mapping_, answers: Answers, given: Sequence[str]
    ) -> None:
        self.table = table
        self.kind = kind
        self.plan = plan
        self.mapping = {heading_key(name): value for name, value in mapping.items()}
        self.answers = answers
        self.given = frozenset(given)
        self.ticks = tick_finder(kind, plan, headings_of(kind))
        self.found = ColumnMatching()
        self.open: dict[int, list[Match]] = {}  # columns still without a field, with what they may mean

    def match(self) -> ColumnMatching:
        used = {c for row in self.table.rows for c in self.table.sheet.rows[row]}
        for number in sorted((used | self.table.headings.keys()) - self.table.widening):
            self._begin(number, self.table.headings.get(number) or ColumnHeading(number, (), ()), number in used)
        self._refuse_unknown(used)
        self._settle_given()
        for how in (EQUAL, KNOWN):
            self._settle(how)
        self._settle_near()
        if self.found.record_column is None:  # else it is what the ledger holds
            self._ask_of_people()
            self._note_people()
        return self.found

    # --- one column ---------------------------------------------------------------------------------------------------

    def _begin(self, number: int, heading: ColumnHeading, used: bool) -> None:
        column = self.found.columns[number] = SheetColumn(number, heading.text)
        said = self._said(heading)
        if said is not None:
            column.field, column.match = (said, GIVEN) if said != NO_FIELD else (None, None)
        elif is_one_of(heading.text, "record"):  # also where a person hid it
            self.found.record_column, column.why, column.used = number, Message("sheet.column_record"), True
        elif number in self.table.sheet.hidden_columns:
            column.why = Message("sheet.column_hidden")
        elif not heading.parts:
            if used:
                self._ask_column(number, "sheet.ask_no_heading", list(self.kind.fields))
        elif (tick := self.ticks.find(heading.parts)) is not None and tick.field not in self.given:
            self.found.ticks[number] = tick
            column.match, column.why = KNOWN, Message("sheet.column_tick", field=self.kind.fields[tick.field].label)
            column.used = True
        elif is_one_of(heading.text, "numbering") or is_one_of(heading.text, "reason"):
            column.why = Message("sheet.column_numbering")
        elif self._is_of_people(heading):
            column.why, column.people = Message("sheet.column_people"), True
        else:
            self.open[number] = [match for match in heading.matches if match.field not in self.given]
            if heading.matches and not self.open[number]:
                column.why = Message("sheet.column_given")

    def _said(self, heading: ColumnHeading) -> str | None:
        """The field that a person named for a column, by its letters, its heading or an answer."""
        for key in (heading.name.lower(), heading_key(heading.text), heading_key(" ".join(heading.parts))):
            if key and key in self.mapping:
                return self.mapping[key] or NO_FIELD
        answered = self.answers.get(f"column:{heading.name}")
        if answered is not None:
            return answered if answered in self.kind.fields else NO_FIELD
        for name in self.kind.fields:
            chosen = self.answers.get(f"field:{name}")
            if chosen is not None and any(match.field == name for match in heading.matches):
                return name if chosen == heading.name else NO_FIELD
        return None

    def _is_of_people(self, heading: ColumnHeading) -> bool:
        sure = [match.field for match in heading.matches if match.how != NEAR]
        return names_people(heading.parts) and not sure

    def _refuse_unknown(self, used: Container[int]) -> None:
        """AppError: a person named a column or a field that is not there."""
        headings = self.table.headings.values()
        known = {key for h in headings for key in (heading_key(h.text), heading_key(" ".join(h.parts)))}
        for name, field_name in self.mapping.items():
            if name not in known and column_number(name) not in used and column_number(name) not in self.table.headings:
                raise AppError("sheet.no_column", column=name)
            if field_name and field_name != NO_FIELD and field_name not in self.kind.fields:
                raise AppError("sheet.no_field", field=field_name, kind=self.kind.label)

    def _settle_given(self) -> None:
        """Two columns that a person gave one field are asked about."""
        given: dict[str, list[int]] = {}
        for number, column in self.found.columns.items():
            if column.field is not None:
                given.setdefault(column.field, []).append(number)
        for name, numbers in given.items():
            if len(numbers) > 1:
                self._ask_field(name, numbers)

    # --- several columns ----------------------------------------------------------------------------------------------

    def _settle(self, how: str) -> None:
        """Give each column the one field that its words name, unless another column names it too. What another column
        took is not meant by a word for several.
        """
        while self._take_single(how):
            pass
        taken = self.found.fields
        for number, matches in self.open.items():
            fields = [match.field for match in matches if match.how == how]
            free = [name for name in fields if name not in taken]
            if free:
                self._ask_column(number, "sheet.ask_two_fields", free)
            elif fields:
                self._other_has_it(number, fields[0], taken[fields[0]])
        self._forget_settled()

    def _take_single(self, how: str) -> bool:
        """Settle the columns for which one field is left; whether there was any."""
        taken = self.found.fields
        wanted: dict[str, list[int]] = {}
        for number, matches in self.open.items():
            free = [match.field for match in matches if match.how == how and match.field not in taken]
            if len(free) == 1:
                wanted.setdefault(free[0], []).append(number)
        for name, numbers in wanted.items():
            if len(numbers) > 1:
                self._ask_field(name, numbers)
            else:
                self._take(numbers[0], name, how)
        self._forget_settled()
        return bool(wanted)

    def _other_has_it(self, number: int, name: str, other: int) -> None:
        """A column whose field another one took: a person's word stands, else both are asked about."""
        if self.found.columns[other].match == GIVEN:
            self.found.columns[number].why = Message("sheet.column_field_taken", column=column_name(other))
        else:
            self._ask_field(name, [other, number])

    def _forget_settled(self) -> None:
        columns, asked = self.found.columns, self.found.open
        left = {n: found for n, found in self.open.items() if columns[n].field is None and n not in asked}
        self.open = {n: found for n, found in left.items() if columns[n].why is None}

    def _settle_near(self) -> None:
        taken = set(self.found.fields) | {q.field for q in self.found.questions if q.field}
        wanted: dict[str, list[int]] = {}
        for number, matches in self.open.items():
            near = [match.field for match in matches if match.how == NEAR and match.field not in taken]
            free = [name for name in near if self._may_hold(number, name)]
            if len(free) > 1:
                self._ask_column(number, "sheet.ask_two_fields", free)
            elif free:
                wanted.setdefault(free[0], []).append(number)
            elif self.found.columns[number].why is None:
                self.found.columns[number].why = self._of_other_kind(number) or Message("sheet.column_unknown")
        for name, numbers in wanted.items():
            if len(numbers) > 1:
                self._ask_field(name, numbers)
            else:
                self._take(numbers[0], name, NEAR)

    def _may_hold(self, number: int, name: str) -> bool:
        """Whether cells of a column could be of a field: of one of numbers or days, not those without any figure."""
        type_ = self.kind.fields[name].type
        if not (type_.numeric or type_.holds_day):
            return True
        cells = [row[number] for row in map(self.table.sheet.rows.__getitem__, self.table.rows) if number in row]
        return not cells or any(any(char.isdigit() for char in str(cell.value)) for cell in cells)

    def _take(self, number: int, name: str, how: str) -> None:
        of = self.kind.fields[name]
        if of.type.numeric and is_other_measure(self.found.columns[number].heading, of.label.vi):
            self._ask_column(number, "sheet.ask_measure", [name])
            return
        self.found.columns[number].field, self.found.columns[number].match = name, how

    def _ask_column(self, number: int, key: str, fields: Sequence[str]) -> None:
        column = self.found.columns[number]
        why = Message(key, column=column.name, heading=column.heading)
        self.found.ask(SheetQuestion(f"column:{column.name}", "column", why, [*fields, NO_FIELD], column.name), number)

    def _ask_field(self, name: str, numbers: Sequence[int]) -> None:
        names = [column_name(number) for number in numbers]
        for number in numbers:
            self.found.columns[number].field = self.found.columns[number].match = None
        label = self.kind.fields[name].label
        why = Message("sheet.ask_two_columns", field=label, columns=", ".join(names))
        self.found.ask(SheetQuestion(f"field:{name}", "field", why, names, names[0], name), *numbers)

    def _of_other_kind(self, number: int) -> Message | None:
        """Why a column is left out that belongs to a kind inside this one."""
        for child in self.plan.children.get(self.kind.name, ()):
            if headings_of(child).surely(self.table.headings[number].parts):
                return Message("sheet.column_of_kind", kind=child.label)
        return None

    def _ask_of_people(self) -> None:
        """Take back what was matched by its heading and holds names, numbers of papers or telephones."""
        for number, column in self.found.columns.items():
            of = self.kind.fields.get(column.field or "")
            if of is None or not _may_name(of.type) or of.privacy == "P2":
                continue
            heading = self.table.headings.get(number)
            named = column.match in (GIVEN, NEAR) and heading is not None and names_people(heading.parts)
            if named or holds_people(self._texts(number)):
                column.field, column.match, column.people = None, None, True
                column.why = Message("sheet.column_people")
                if self.answers.get(f"people:{column.name}") is None:
                    why = Message("sheet.ask_people", column=column.name, heading=column.heading)
                    self.found.ask(SheetQuestion(f"people:{column.name}", "people", why, [NO_FIELD], column.name))

    def _note_people(self) -> None:
        """What is left out and may name somebody leaves by no other way either, such as with the rows asked about."""
        for number, column in self.found.columns.items():
            may_name = column.field is None and number not in self.found.ticks
            if may_name and holds_people(self._texts(number)):
                column.people = True
                if number not in self.found.open:
                    column.why = Message("sheet.column_people")

    def _texts(self, number: int) -> list[str]:
        return texts_in(self.table.sheet, self.table.rows, number)


def texts_in(sheet: Worksheet, rows: Iterable[int], column: int) -> list[str]:
    """What words and numbers stand in a column of these rows."""
    found = (sheet.rows[row][column] for row in rows if column in sheet.rows[row])
    return [str(cell.value).strip() for cell in found if cell.kind in (CellKind.TEXT, CellKind.NUMBER)]


def _may_name(type_: FieldType) -> bool:
    return type_.free_text
