"""By what SQLite sorts the column of a field, finds words in it, and holds it against what a person typed above it."""

from typing import Any

from db.schema import quoted
from desktop_app.domain.column_filter import ColumnFilter, comparable
from desktop_app.domain.field_type import SortKey
from desktop_app.domain.plan import Field, RecordKind

SORTED_BY = {
    SortKey.STORED: "{column}",
    SortKey.NUMBER: "CAST({column} AS REAL)",
    SortKey.TEXT: "vi_key({column})",
    SortKey.SHOWN: "shown_key('{type}', '{choices}', {column})",
}


def sorted_by(field: Field, column: str) -> str:
    """What a field is sorted by: numbers by their size, words as they are shown."""
    sql = SORTED_BY[field.type.sorts_as]
    return sql.format(column=column, type=field.type.name, choices=field.choices or "")


def column_condition(kind: RecordKind, asked: ColumnFilter) -> tuple[str, list[Any]]:
    """The condition on a row `t`, and the values that it names."""
    field = kind.fields[asked.field]
    column = f"t.{quoted(field.name)}"
    if asked.empty is not None:
        return f"{column} IS {'' if asked.empty else 'NOT '}NULL", []
    if asked.bounds:
        size = sorted_by(field, column)
        within = " AND ".join(f"{size} {sign} ?" for sign, _ in asked.bounds)
        return f"{column} IS NOT NULL AND {within}", [comparable(value) for _, value in asked.bounds]
    return _finds_words(field, column), [" ".join(asked.words)]


def _finds_words(field: Field, column: str) -> str:
    """The condition that a text, or what is shown of a value, holds the words of a parameter."""
    if field.type.sorts_as is SortKey.TEXT:
        return f"has_words({column}, ?)"
    return f"shows_words('{field.type.name}', '{field.choices or ''}', {column}, ?)"
