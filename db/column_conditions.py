"""What a person typed above a column of a list, as a condition in SQL."""

from typing import Any

from db.schema import quoted
from desktop_app.domain.column_filter import ColumnFilter, comparable
from desktop_app.domain.plan import RecordKind


def column_condition(kind: RecordKind, asked: ColumnFilter) -> tuple[str, list[Any]]:
    """The condition on a row `t`, and the values that it names."""
    field = kind.fields[asked.field]
    column = f"t.{quoted(field.name)}"
    if asked.empty is not None:
        return f"{column} IS {'' if asked.empty else 'NOT '}NULL", []
    if asked.bounds:
        number = f"CAST({column} AS REAL)" if field.type == "decimal" else column
        within = " AND ".join(f"{number} {sign} ?" for sign, _ in asked.bounds)
        return f"{column} IS NOT NULL AND {within}", [comparable(value) for _, value in asked.bounds]
    words = " ".join(asked.words)
    if field.type in ("text", "longtext"):
        return f"has_words({column}, ?)", [words]
    return f"shows_words('{field.type}', '{field.choices or ''}', {column}, ?)", [words]
