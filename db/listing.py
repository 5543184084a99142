"""The records of a list in their order, as ids only: its rows are read when somebody looks at them."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from db.derive import Book
from db.queries import Filter, order_clause, where_clause
from db.schema import quoted
from db.sorting import has_words
from db.titles import title_of
from desktop_app.domain.column_filter import ColumnFilter, comparable
from desktop_app.domain.plan import Field, RecordKind
from desktop_app.texts import say


def listed_ids(
    book: Book, kind: RecordKind, wanted: Filter, columns: Iterable[ColumnFilter], order: str, descending: bool
) -> list[str]:
    """The ids of the live records that pass every filter, sorted by a field."""
    where, values = where_clause(book, kind, wanted)
    for column in columns:
        condition, more = _condition(book, kind, column)
        where, values = f"{where} AND {condition}", [*values, *more]
    clause = order_clause(book, kind, order, descending)
    query = f"SELECT t.id FROM main.{quoted(kind.name)} t WHERE {where} ORDER BY {clause}"
    return [row[0] for row in book.connection.execute(query, values)]


def _condition(book: Book, kind: RecordKind, asked: ColumnFilter) -> tuple[str, list[Any]]:
    field = kind.fields[asked.field]
    column = f"t.{quoted(field.name)}"
    if asked.empty is not None:
        return f"{column} IS {'' if asked.empty else 'NOT '}NULL", []
    if asked.bounds:
        number = f"CAST({column} AS REAL)" if field.type == "decimal" else column
        within = " AND ".join(f"{number} {sign} ?" for sign, _ in asked.bounds)
        return f"{column} IS NOT NULL AND {within}", [comparable(value) for _, value in asked.bounds]
    if field.type in ("text", "longtext"):
        return f"has_words({column}, ?)", [" ".join(asked.words)]
    known = "(SELECT value FROM json_each(?))"
    meant = [json.dumps(_meant(book, kind, field, list(asked.words)))]
    if field.type == "multi":
        return f"EXISTS (SELECT 1 FROM json_each({column}) item WHERE item.value IN {known})", meant
    return f"{column} IN {known}", meant


def _meant(book: Book, kind: RecordKind, field: Field, words: list[str]) -> Sequence[str | int]:
    """The values whose shown text holds the words; a unit stands for all units below it too."""
    units = book.rules.units
    if field.type == "bool":
        return [int(value) for value in (True, False) if has_words(say("core.yes") if value else say("core.no"), words)]
    if field.type == "unit":
        found = [unit.code for unit in units if has_words(unit.name, words)]
        return sorted({below for code in found for below in units.descendants(code)})
    if field.type == "ref":
        query = (
            f"SELECT DISTINCT {quoted(field.name)} FROM main.{quoted(kind.name)} WHERE {quoted(field.name)} NOT NULL"
        )
        named = [row[0] for row in book.connection.execute(query).fetchall()]
        return [record for record in named if has_words(title_of(book, record), words)]
    known = book.plan.choices.get(field.choices or "", {})
    return [value for value, choice in known.items() if has_words(str(choice.label), words)]
