"""What a person typed above a column of a list, as a condition in SQL."""

from typing import Any

from db.schema import quoted
from db.sorted_columns import finds_words, sorted_by
from desktop_app.domain.column_filter import ColumnFilter, comparable
from desktop_app.domain.plan import RecordKind


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
    return finds_words(field, column), [" ".join(asked.words)]
