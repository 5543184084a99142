"""The command about cross-tables: printed, as JSON or as a workbook."""

import argparse
from fractions import Fraction
from typing import Any

from desktop_app.cli.file_commands import open_session, period_and_unit
from desktop_app.cli.names import kind_named
from desktop_app.cli.output import emit, emit_json, plain_number, print_message, writing_new
from desktop_app.domain.crosstab import CrossAxis, CrossTable
from desktop_app.domain.values import show_number
from desktop_app.errors import AppError
from desktop_app.messages import Text
from desktop_app.paths import name_of
from desktop_app.session import crosstabs
from desktop_app.texts import say


def crosstab(chosen: argparse.Namespace) -> None:
    if chosen.out is not None and chosen.out.suffix.lower() != ".xlsx":
        raise AppError("crosstab.ending", file=name_of(chosen.out))
    with open_session(chosen) as file:
        period, unit = period_and_unit(file, chosen)
        kind = kind_named(file, chosen.kind).name
        query = crosstabs.read_query(file, kind, chosen.rows, chosen.columns, chosen.sum, unit)
        found = crosstabs.table(file, query, period, unit)
        given = crosstabs.as_xlsx(file, found, chosen.share, chosen.audience) if chosen.out is not None else None
        notes = crosstabs.notes(file, found)
    if chosen.json:
        emit_json(_document(found, notes))
    elif given is None:
        _print(found, chosen.share)
    if given is not None:
        with writing_new(chosen.out) as target:
            target.write(given.content)
        print_message(say("crosstab.written", file=name_of(chosen.out)))
    for note in notes if not chosen.json else ():
        print_message(note)


def _print(found: CrossTable, share: str) -> None:
    emit(found.rows.label, *found.column_labels)
    for row, (name, numbers) in enumerate(zip(found.row_labels, found.numbers, strict=True)):
        cells = (
            crosstabs.show_share(found, row, column, share) if share else show_number(number)
            for column, number in enumerate(numbers)
        )  # fmt: skip
        emit(name, *cells)


def _document(found: CrossTable, notes: list[Text]) -> dict[str, Any]:
    """All of it; the last row and the last column of the numbers are the totals."""
    query = found.query
    return {
        "kind": query.kind, "sum": query.sum, "period": found.period.text, "unit": found.unit,
        "rows": _axis(found.rows), "columns": _axis(found.columns) if found.columns else None,
        "numbers": [[plain_number(Fraction(number)) for number in row] for row in found.numbers],
        "unfinished": found.unfinished, "in_conflict": found.in_conflict, "unknown": found.unknown, "notes": notes,
    }  # fmt: skip


def _axis(axis: CrossAxis) -> dict[str, Any]:
    categories = [{"value": one.value, "label": one.label} for one in axis.categories]
    return {"axis": axis.axis.text, "label": axis.label, "overlap": axis.overlap, "categories": categories}
