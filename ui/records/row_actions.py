"""What is done to several rows of a list at once: copied for a spreadsheet, moved to the trash in one act."""

import re
from collections.abc import Sequence
from decimal import Decimal

from desktop_app.domain.plan import Field, RecordKind
from desktop_app.domain.values import Value
from desktop_app.session import OpenFile, records
from desktop_app.texts import in_words, say


def rows_text(file: OpenFile, kind: RecordKind, columns: Sequence[str], ids: Sequence[str]) -> str:
    """Records as lines with tabs between the fields, as spreadsheets take them."""
    lines = [
        "\t".join(_cell(file, kind, kind.fields[name], row.values.get(name)) for name in columns)
        for row in records.rows_by_id(file, kind.name, ids)
    ]
    return "\n".join(lines)


def _cell(file: OpenFile, kind: RecordKind, field: Field, value: Value) -> str:
    """Numbers without points between thousands; words in one line, and none that a spreadsheet would reckon out."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else str(value)
    text = re.sub(r"\s+", " ", records.show_value(file, kind.name, field.name, value))
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def title_of_all(file: OpenFile, kind: RecordKind, ids: Sequence[str]) -> str:
    """What is about to be deleted, in words: the title of one record, the number of several."""
    if len(ids) == 1:
        return records.title_of(file, ids[0]) or in_words(kind.label)
    return say("list.several", count=len(ids), kind=in_words(kind.list_label))
