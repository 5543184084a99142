"""By what SQLite sorts the column of a field and finds words in it: the one place that says so in SQL."""

from desktop_app.domain.field_type import SortKey
from desktop_app.domain.plan import Field

COLUMN_TYPES = {int: "INTEGER", str: "TEXT"}
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


def finds_words(field: Field, column: str) -> str:
    """The condition that a text, or what is shown of a value, holds the words of a parameter."""
    if field.type.sorts_as is SortKey.TEXT:
        return f"has_words({column}, ?)"
    return f"shows_words('{field.type.name}', '{field.choices or ''}', {column}, ?)"
