"""The commands about spreadsheets: taken in as records of a kind."""

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from desktop_app.cli.file_commands import open_session, unit_code
from desktop_app.cli.names import kind_named, with_code
from desktop_app.cli.output import check_ending, emit, emit_json, print_message, reading, writing_new
from desktop_app.domain.plan import RecordKind
from desktop_app.errors import AppError
from desktop_app.paths import name_of
from desktop_app.session import sheet_export, sheet_import
from desktop_app.session.sheet_import import Wishes
from desktop_app.texts import in_words, say


def import_sheet(chosen: argparse.Namespace) -> int:
    if chosen.asked_out is not None:
        check_ending(chosen.asked_out, ".xlsx")
    columns, answers = _mapping(chosen.columns)
    wishes, source = Wishes(chosen.sheet, columns, answers=answers), Path(chosen.source)
    with open_session(chosen) as file:
        book = sheet_import.open_book(source, wishes)
        kind = kind_named(file, chosen.kind or sheet_import.marked_kind(book, source))
        found = sheet_import.read(file, book, kind.name, replace(wishes, values=_values(chosen, kind)))
        settled = found.settled or chosen.leave_asked
        counts = found.counts
        written = settled and bool(counts["records"]) and not chosen.dry_run
        if chosen.asked_out is not None and counts["asked"]:
            with writing_new(chosen.asked_out) as target:
                target.write(sheet_export.asked_as_xlsx(book, found))
        ids = sheet_import.write(file, found) if written else []
    if chosen.json:
        emit_json({"written": written, "ids": ids, **found.to_json()})
    else:
        _say(found, ids)
    key = "sheet.written" if written else "sheet.would_write" if settled else "sheet.nothing_written"
    print_message(say(key, questions=len(found.questions), **counts))
    return 0 if settled else 1


def export_list(chosen: argparse.Namespace) -> None:
    out = Path(chosen.out)
    form = out.suffix.lower()
    if form not in sheet_export.FORMS:
        raise AppError("sheet.list_ending", file=name_of(out))
    with open_session(chosen) as file:
        kind = kind_named(file, chosen.kind)
        filters = sheet_export.read_filters(file, kind.name, [with_code(kind, text) for text in chosen.filter or ()])
        made = sheet_export.list_as(file, kind.name, form, unit=unit_code(file, chosen.unit), columns=filters)
    with writing_new(out) as target:
        target.write(made)
    print_message(say("sheet.list_written", file=name_of(out)))


def form(chosen: argparse.Namespace) -> None:
    check_ending(chosen.out, ".xlsx")
    with open_session(chosen) as file:
        made = sheet_export.form_of(file, kind_named(file, chosen.kind).name)
    with writing_new(chosen.out) as target:
        target.write(made)
    print_message(say("sheet.form_written", file=name_of(chosen.out)))


def _say(found: sheet_import.SheetReading, ids: list[str]) -> None:
    """The ids on standard output; on standard error, what is asked and what is left out."""
    for record in ids:
        emit(record)
    if found.other_sheets:
        print_message(in_words(found.left_out))
    for question in found.questions:
        line = say("sheet.question_line", id=question.id, why=question.why)
        choices = ", ".join(question.choices)
        print_message(say("sheet.with_choices", line=line, choices=choices) if choices else line)
    for sheet in found.whole:
        within = {} if sheet is found else {"sheet": sheet.sheet}
        for line in _lines(sheet):
            print_message(say("sheet.of_sheet", line=line, **within) if within else line)


def _lines(sheet: sheet_import.SheetReading) -> Iterator[str]:
    """What is left out of a sheet, asked about or told of a record; what is the same in many rows is one line."""
    for one in sheet.columns:
        if one.why is not None and not one.used:
            yield say("sheet.column_line", column=one.name, heading=one.heading, why=one.why)
    rows: dict[tuple[str, str], list[int]] = {}
    for taken in sheet.rows:
        for remark in taken.remarks:
            rows.setdefault(("", in_words(remark)), []).append(taken.row)
    for asked in sheet.asked:
        for doubt in asked.doubts:
            rows.setdefault((doubt.column or "", in_words(doubt.why)), []).append(asked.row)
    for skipped in sheet.skipped:
        rows.setdefault(("", in_words(skipped.why)), []).append(skipped.row)
    for (column, why), numbers in rows.items():
        beside = {"column": column} if column else {}
        yield say("sheet.asked_line" if column else "sheet.skipped_line", row=_in_spans(numbers), why=why, **beside)


def _in_spans(numbers: Sequence[int]) -> str:
    """Rows as a person writes them: 2, 5-9."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1][1:] = [number]
        else:
            spans.append([number])
    return ", ".join("-".join(map(str, span)) for span in spans)


def _values(chosen: argparse.Namespace, kind: RecordKind) -> dict[str, str]:
    values = {}
    for given in chosen.set or ():
        name, equals, value = with_code(kind, given).partition("=")
        if not equals:
            raise AppError("sheet.bad_set", text=given)
        values[name.strip()] = value.strip()
    return values


def _mapping(path: Path | None) -> tuple[dict[str, str | None], dict[str, str]]:
    """A file that says which column is which field: by letters or headings; beside that, answers to questions."""
    if path is None:
        return {}, {}
    with reading(path):
        text = path.read_text(encoding="utf-8-sig")
    try:
        found: Any = json.loads(text)
    except ValueError as error:
        raise AppError("sheet.bad_mapping", file=name_of(path)) from error
    if not isinstance(found, dict):
        raise AppError("sheet.bad_mapping", file=name_of(path))
    answers = found.pop("answers", {})
    columns = found.pop("columns", found)
    if not isinstance(columns, dict) or not isinstance(answers, dict):
        raise AppError("sheet.bad_mapping", file=name_of(path))
    for value in [*columns.values(), *answers.values()]:
        if not isinstance(value, str | None):
            raise AppError("sheet.bad_mapping", file=name_of(path))
    return columns, {key: str(value) for key, value in answers.items()}
