"""The one line that names a record: the plan's title with fields as people read them."""

import re

from db.derive import Book
from db.log import find_record
from db.queries import Row, row
from desktop_app.domain.values import Value, show

_PART = re.compile(r"( - )?\{(\w+)\}")


def title_of(book: Book, record: str) -> str:
    """The title of a live record, "" for any other: a deleted one is named by its values in the trash."""
    found = find_record(book.connection, record)
    kind = book.plan.record_kinds.get(found.kind) if found else None
    live = row(book, kind, record) if kind else None
    return title_of_row(book, live) if live else ""


def title_of_row(book: Book, found: Row) -> str:
    """The title of a row that was read already; an empty field goes together with the ` - ` before it."""
    kind = book.plan.record_kinds[found.kind]

    def fill(match: re.Match[str]) -> str:
        shown = shown_value(book, found.kind, match[2], found.values.get(match[2]))
        return (match[1] or "") + shown if shown else ""

    return _PART.sub(fill, kind.title).removeprefix(" - ").strip()


def shown_value(book: Book, kind: str, name: str, value: Value) -> str:
    """One field as people read it: names of units, titles of records referred to, labels of choices."""
    field = book.plan.record_kinds[kind].fields[name]
    if value is None:
        return ""
    if field.type == "unit":
        return book.rules.units.name(str(value))
    if field.type == "ref":
        return title_of(book, str(value))
    return show(field, value, book.plan)
