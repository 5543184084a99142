"""The one line that names a record: the plan's title with fields as people read them."""

import re
from collections.abc import Mapping

from db.book import Book
from db.log import find_record
from db.queries import Row, row
from desktop_app.domain.values import Value, show

TITLE_PART = re.compile(r"( - )?\{(\w+)\}")


def title_of(book: Book, record: str) -> str:
    """The title of a live record, "" for any other: a deleted one is named by its values in the trash."""
    found = find_record(book.connection, record)
    kind = book.plan.record_kinds.get(found.kind) if found else None
    live = row(book, kind, record) if kind else None
    return title_of_row(book, live) if live else ""


def title_of_row(book: Book, found: Row) -> str:
    """The title of a row that was read already; an empty field goes together with the ` - ` before it."""
    kind = book.plan.record_kinds[found.kind]

    values = {name: shown_value(book, found.kind, name, found.values.get(name)) for name in _names(kind.title)}
    return fill_title(kind.title, values)


def _names(title: str) -> list[str]:
    return [part[2] for part in TITLE_PART.finditer(title)]


def fill_title(title: str, values: Mapping[str, str]) -> str:
    """A plan's title with its {fields} as people read them."""

    def fill(match: re.Match[str]) -> str:
        shown = values[match[2]]
        return (match[1] or "") + shown if shown else ""

    return TITLE_PART.sub(fill, title).removeprefix(" - ").strip()


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
