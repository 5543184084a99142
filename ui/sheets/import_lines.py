"""What the page of a sheet says of its rows, its columns and its questions, in words."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from desktop_app.domain.collation import sort_key
from desktop_app.domain.field_type import Lookup
from desktop_app.domain.plan import Field, RecordKind
from desktop_app.domain.values import show_number
from desktop_app.session import OpenFile, sheet_import
from desktop_app.session.sheet_import import Book, LedgerState, SheetReading, Wishes
from desktop_app.texts import in_words, say
from ui.widgets.lines import Line
from ui.widgets.long_work import LongWork
from ui.widgets.options import Option
from ui.widgets.unit_finder import tree_options

NO_FIELD = "none"
_PLAIN = (
    "dmy", "mdy", "thousands", "decimal", "take", "leave", "each", "empty", "by_group", "not_by_group", "no", NO_FIELD,
)  # fmt: skip


class LookedAt(Struct, frozen=True):
    """A workbook as it was understood, against which state of the ledger, with the words of its records."""

    book: Book
    reading: SheetReading
    state: LedgerState
    words: Sequence[Sequence[str]]  # by sheet


def look_at(file: OpenFile, source: Path | Book, kind: str, wishes: Wishes, progress: LongWork) -> LookedAt:
    """Read a file, or a workbook that was read before, as records of a kind."""
    report = progress.report_progress
    book = sheet_import.open_book(source, wishes, report) if isinstance(source, Path) else source
    state = sheet_import.state_now(file)
    reading = sheet_import.read(file, book, kind, wishes, report)
    return LookedAt(book, reading, state, [sheet_import.words_of(file, one) for one in reading.whole])


def row_lines(looked: LookedAt) -> list[Line]:
    """What is asked first, then the records, then what is left out; sheets of a form one after the other."""
    whole = list(zip(looked.reading.whole, looked.words, strict=True))
    return [
        *(line for one, _ in whole for line in _asked_lines(one)),
        *(line for one, words in whole for line in _record_lines(one, words)),
        *(line for one, _ in whole for line in _skipped_lines(one)),
    ]


def _asked_lines(reading: SheetReading) -> Iterator[Line]:
    for asked in reading.asked:
        why = " ".join(dict.fromkeys(in_words(doubt.why) for doubt in asked.doubts))
        yield _line(reading, asked.row, say("sheet.state_asked"), why, ("", "warning", ""))


def _record_lines(reading: SheetReading, words: Sequence[str]) -> Iterator[Line]:
    for row, said in zip(reading.rows, words, strict=True):
        state = say("sheet.state_changed" if row.before is not None else f"sheet.state_{row.status}")
        yield _line(reading, row.row, state, " · ".join([said, *map(in_words, row.remarks)]))


def _skipped_lines(reading: SheetReading) -> Iterator[Line]:
    for skipped in reading.skipped:
        yield _line(reading, skipped.row, say("sheet.state_skipped"), in_words(skipped.why), ("muted",) * 3)


def _line(reading: SheetReading, row: int, state: str, text: str, looks: Sequence[str] = ()) -> Line:
    """A row of an inner sheet says to which row outside it belongs."""
    if not reading.is_inside:
        return Line((str(row), state, text), looks=tuple(looks))
    outside = reading.outside.get(row)
    said = (
        say("sheet.of_sheet", sheet=reading.sheet, line=text)
        if outside is None
        else say("sheet.belongs", kind=reading.sheet, row=outside, words=text)
    )
    return Line((say("sheet.row_inside", row=row), state, said), looks=tuple(looks))


def about(name: str, reading: SheetReading) -> str:
    """One sentence on where the heading was found and what comes of the rows."""
    shown = {key: show_number(count) for key, count in reading.counts.items()}
    ends = (reading.header_rows[0], reading.header_rows[-1]) if reading.header_rows else ()
    rows = "–".join(dict.fromkeys(map(str, ends)))
    key = "sheet.about_headless" if not rows else "sheet.about" if reading.sheet else "sheet.about_pasted"
    said = say(key, file=name, sheet=reading.sheet, rows=rows, **shown)
    return f"{said} {in_words(reading.left_out)}" if reading.other_sheets else said


def how_many(done: str, reading: SheetReading) -> str:
    """How many records are new and how many are corrected; `done`: to `take`, or `imported`."""
    corrected = reading.corrected
    new = reading.counts["records"] - corrected
    if new and corrected:
        return say(f"sheet.{done}_both", count=show_number(new), corrected=show_number(corrected))
    return say(f"sheet.{done}_corrected" if corrected else f"sheet.{done}", count=show_number(new + corrected))


def field_options(kind: RecordKind) -> list[Option]:
    """The fields that a column may be, and that it is none."""
    return [Option(NO_FIELD, say("sheet.choice_none")), *(Option(n, in_words(f.label)) for n, f in kind.fields.items())]


def answer_options(file: OpenFile, of: Field | None, choices: Sequence[str], about_: str) -> list[Option]:
    """The answers to a question, as one chooses them."""
    if about_ == "value" and of is not None:
        return values_of(file, of)
    column = about_ == "field"
    return [Option(one, _words(one, column=column)) for one in choices]


def _words(choice: str, *, column: bool) -> str:
    if column:
        return say("sheet.choice_column", column=choice)
    return say(f"sheet.choice_{choice}") if choice in _PLAIN else choice


def values_of(file: OpenFile, of: Field) -> list[Option]:
    """What a field may hold for all rows; nothing is listed where it is typed."""
    if of.type.lookup is Lookup.UNITS:
        return tree_options(file.units, file.unit)
    if of.type.flag:
        return [Option("1", say("core.yes")), Option("0", say("core.no"))]
    choices = file.plan.choices.get(of.choices or "", {}).values()
    labels = {c.value: in_words(c.label) for c in choices}
    known = [Option(value, text, also=of.brief(text)) for value, text in labels.items()]
    return sorted(known, key=lambda one: sort_key(one.text))
