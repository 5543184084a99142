"""What the page of a sheet says of its rows, its columns and its questions, in words."""

from collections.abc import Sequence
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
_PLAIN = ("dmy", "mdy", "thousands", "decimal", "take", "leave", "no", NO_FIELD)


class LookedAt(Struct, frozen=True):
    """A workbook as it was understood, against which state of the ledger, with the words of its records."""

    book: Book
    reading: SheetReading
    state: LedgerState
    words: Sequence[str]


def look_at(file: OpenFile, source: Path | Book, kind: str, wishes: Wishes, progress: LongWork) -> LookedAt:
    """Read a file, or a workbook that was read before, as records of a kind."""
    report = progress.report_progress
    book = sheet_import.open_book(source, wishes, report) if isinstance(source, Path) else source
    state = sheet_import.state_now(file)
    reading = sheet_import.read(file, book, kind, wishes, report)
    return LookedAt(book, reading, state, sheet_import.words_of(file, reading))


def row_lines(looked: LookedAt) -> list[Line]:
    """What is asked first, then the records, then what is left out."""
    reading = looked.reading
    lines = []
    for asked in reading.asked:
        why = " ".join(dict.fromkeys(in_words(doubt.why) for doubt in asked.doubts))
        lines.append(Line((str(asked.row), say("sheet.state_asked"), why), looks=("", "warning", "")))
    for row, words in zip(reading.rows, looked.words, strict=True):
        state = say("sheet.state_changed" if row.before is not None else f"sheet.state_{row.status}")
        text = " · ".join([words, *map(in_words, row.warnings)])
        lines.append(Line((str(row.row), state, text)))
    for skipped in reading.skipped:
        words = in_words(skipped.why)
        lines.append(Line((str(skipped.row), say("sheet.state_skipped"), words), looks=("muted", "muted", "muted")))
    return lines


def about(name: str, reading: SheetReading) -> str:
    """One sentence on where the heading was found and what comes of the rows."""
    counts = {"records": len(reading.rows), "asked": len(reading.asked), "skipped": len(reading.skipped)}
    shown = {key: show_number(count) for key, count in counts.items()}
    ends = (reading.header_rows[0], reading.header_rows[-1]) if reading.header_rows else ()
    rows = "–".join(dict.fromkeys(map(str, ends)))
    key = "sheet.about" if rows else "sheet.about_headless"
    return say(key, file=name, sheet=reading.sheet, rows=rows, **shown)


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
    return sorted((Option(c.value, in_words(c.label)) for c in choices), key=lambda one: sort_key(one.text))
