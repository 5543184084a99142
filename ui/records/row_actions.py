"""What is done to several rows of a list at once: copied for a spreadsheet, moved to the trash in one act."""

import re
from collections.abc import Sequence
from decimal import Decimal

from desktop_app.domain.plan import Field, RecordKind
from desktop_app.domain.values import Value
from desktop_app.session import Session
from desktop_app.texts import say


def rows_text(session: Session, kind: RecordKind, columns: Sequence[str], records: Sequence[str]) -> str:
    """Records as lines with tabs between the fields, as spreadsheets take them."""
    lines = [
        "\t".join(_cell(session, kind, kind.fields[name], row.values.get(name)) for name in columns)
        for row in session.rows_by_id(kind.name, records)
    ]
    return "\n".join(lines)


def _cell(session: Session, kind: RecordKind, field: Field, value: Value) -> str:
    """Numbers without points between thousands; words in one line, and none that a spreadsheet would reckon out."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else str(value)
    text = re.sub(r"\s+", " ", session.shown(kind.name, field.name, value))
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def title_of_all(session: Session, kind: RecordKind, records: Sequence[str]) -> str:
    """What is about to be deleted, in words: the title of one record, the number of several."""
    if len(records) == 1:
        return session.title(records[0]) or str(kind.label)
    return say("list.several", count=len(records), kind=str(kind.list_label))
