"""What the cells of one column must be read with: the order of its days, its points, its measure, its choices."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from desktop_app.domain.expressions import Scope
from desktop_app.domain.expressions import parse as parse_expression
from desktop_app.domain.field_type import Lookup
from desktop_app.domain.plan import Field, RecordKind
from desktop_app.domain.validation import Rules
from desktop_app.domain.values import ERROR, Value
from desktop_app.messages import Message
from desktop_app.sheets.cell_reading import COMMA
from desktop_app.sheets.cell_values import ColumnContext, cleaned
from desktop_app.sheets.choice_texts import choice_list
from desktop_app.sheets.day_texts import DAY_FIRST, MONTH_FIRST, DayReadings, read_day_text
from desktop_app.sheets.grid import Book, Cell, CellKind
from desktop_app.sheets.headings import heading_key, words_of
from desktop_app.sheets.list_mark import ListMark
from desktop_app.sheets.number_texts import NumberText, measure_of, read_number_text
from desktop_app.sheets.questions import EACH, EMPTY, Answers, SheetQuestion
from desktop_app.sheets.unit_texts import UnitFinder, unit_finder
from desktop_app.sheets.value_writing import ValueWriter

THOUSANDS, DECIMAL = "thousands", "decimal"
References = Callable[[str], Mapping[str, Sequence[str]]]


class Ledger(Struct):
    """What a sheet is read against: the rules, the units this office may write of, and the records that are there.

    `references` gives the records of a kind by what may be written for them, folded; `existing` the live records of a
    kind with their values; `deleted` tells whether a record lies in the trash; `then` what it said in the state of a
    list that was taken out; `names` says what a record of a kind is called.
    """

    rules: Rules
    own_unit: str
    references: References
    existing: Callable[[str], Iterable[tuple[str, Mapping[str, Value]]]]
    deleted: Callable[[str], bool]
    then: Callable[[str, ListMark], Mapping[str, Value] | None]
    names: Callable[[str, str], Sequence[str]]
    _finder: UnitFinder | None = None

    @property
    def finder(self) -> UnitFinder:
        if self._finder is None:
            self._finder = unit_finder(self.rules.units)
        return self._finder

    @property
    def writer(self) -> ValueWriter:
        return ValueWriter(self.rules.plan, self.finder, self.names, self.references)

    @property
    def is_lowest(self) -> bool:
        """Whether this office has no unit below it, so that it may write of itself alone."""
        return not self.rules.units.children(self.own_unit)

    def allows(self, code: str) -> bool:
        return self.own_unit in self.rules.units.ancestors(code)


def context_of(of: Field, kind: RecordKind, book: Book, ledger: Ledger) -> ColumnContext:
    """How any cell of a field is read."""
    context = ColumnContext(of, book, ledger.rules.today or "9999-12-31")
    if of.type.holds_day and not set(heading_key(of.label.vi).split()) & words_of("to_come"):
        context.latest = context.today
    if of.type.lookup is Lookup.CHOICES:
        context.choices = choice_list(of, ledger.rules.plan)
    elif of.type.lookup is Lookup.UNITS:
        context.units, context.allowed = ledger.finder, ledger.allows
        context.fits, context.unit_name = _fitting(of, kind, ledger.rules), ledger.rules.units.name
    elif of.type.refers and of.target:
        context.references = ledger.references(of.target)
    return context


def _fitting(of: Field, kind: RecordKind, rules: Rules) -> Callable[[str], bool]:
    """Whether the checks of a field that ask for nothing else let a unit stand."""
    checks = [parse_expression(check.expr) for check in of.checks if check.severity == ERROR]
    alone = [one for one in checks if one.names == {of.name}]

    def fits(code: str) -> bool:
        scope: Scope = rules.scope({of.name: code}, kind)
        return all(one.evaluate(scope) is not False for one in alone)

    return fits


def column_context(
    context: ColumnContext, cells: Sequence[Cell], column: str, heading: str, above: Sequence[str], answers: Answers
) -> list[SheetQuestion]:
    """Complete a context by what the column shows as a whole; the questions that it leaves open."""
    texts = [cleaned(str(cell.value)) for cell in cells if cell.kind is CellKind.TEXT]
    if context.field.type.holds_day:
        found = [_settle_days(context, texts, column, answers)]
    elif context.field.type.numeric:
        context.times = measure_of(heading, context.field.label.vi)
        if context.times == 1 and "đồng" in context.field.label.vi and not _says_dong(heading):
            context.times = next((times for text in above if (times := measure_of(_measure_line(text))) > 1), 1)
        merged = [cell for cell in cells if cell.below and context.counts]
        found = [_settle_numbers(context, texts, column, answers), _settle_merged(context, merged, column, answers)]
    else:
        found = []
    return [one for one in found if one is not None]


def _says_dong(heading: str) -> bool:
    return "(đồng)" in heading.lower() or "(đ)" in heading.lower()


def _measure_line(text: str) -> str:
    """What a line above a table says of measures: `ĐVT: triệu đồng`."""
    lower = text.lower()
    return text if any(mark in lower for mark in ("đvt", "đơn vị tính", "đơn vị:", "đv tính")) else ""


def _settle_days(context: ColumnContext, texts: Sequence[str], column: str, answers: Answers) -> SheetQuestion | None:
    read = [found for text in texts if isinstance(found := read_day_text(text), DayReadings)]
    both = [one for one in read if one.both_ways]
    proved = any(one.month_first is None for one in read)
    against = any(one.day_first is None for one in read)
    if answers.get(f"dates:{column}") in (DAY_FIRST, MONTH_FIRST):
        context.order = answers[f"dates:{column}"]
        return None
    if against:
        context.mixed = True
    elif not (context.book.bare and both and not proved):
        return None
    else:
        context.order = None
    context.ask = f"dates:{column}"
    example = next((text for text in texts if isinstance(r := read_day_text(text), DayReadings) and r.both_ways), "")
    why = Message("sheet.ask_order", column=column, field=context.field.label, text=example or texts[0])
    return SheetQuestion(context.ask, "dates", why, [DAY_FIRST, MONTH_FIRST], column, context.field.name)


def _settle_numbers(
    context: ColumnContext, texts: Sequence[str], column: str, answers: Answers
) -> SheetQuestion | None:
    answered = answers.get(f"numbers:{column}")
    context.commas = answered == THOUSANDS
    written = [text for text in texts if COMMA.fullmatch(text)] if context.field.type.whole else []
    commas = written[0] if len(written) > 1 else None  # a doubt that one row has alone is asked there
    read = [(text, found) for text in texts if isinstance(found := read_number_text(text), NumberText)]
    grouped = next((text for text, one in read if one.one_group), None)
    doubted = grouped is not None and context.book.bare and not _proves_groups(read)
    if answered in (THOUSANDS, DECIMAL):
        context.grouped = answered == THOUSANDS
        return None
    if not doubted and commas is None:
        return None
    if doubted:
        context.grouped = None
    context.ask = f"numbers:{column}"
    why = Message("sheet.ask_thousands", column=column, field=context.field.label, text=grouped if doubted else commas)
    return SheetQuestion(context.ask, "numbers", why, [THOUSANDS, DECIMAL], column, context.field.name)


def _settle_merged(
    context: ColumnContext, merged: Sequence[Cell], column: str, answers: Answers
) -> SheetQuestion | None:
    """A number that is merged over several rows may be that of each, or of all together."""
    numbers = [one for one in merged if any(char.isdigit() for char in str(one.value))]
    id_ = f"merged:{column}"
    context.merged = answers.get(id_, "")
    if not numbers or context.merged in (EACH, EMPTY):
        return None
    context.ask_merged = id_
    why = Message("sheet.ask_merged", column=column, field=context.field.label, text=str(numbers[0].value))
    return SheetQuestion(id_, "merged", why, [EACH, EMPTY], column, context.field.name)


def _proves_groups(read: Sequence[tuple[str, Any]]) -> bool:
    """Whether other numbers of a column show that its points stand between thousands, and none that they do not."""
    points = any(one.point for _, one in read)
    return not points and any(text.count(".") > 1 or ("." in text and "," in text) for text, _ in read)
