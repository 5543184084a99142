"""Titles of records whatever became of them: also of deleted ones, and of those of which all is set aside."""

from collections.abc import Iterable

from db.book import Book
from db.log import changes_of, find_of_kind, has_table
from db.setting_aside_sql import ASIDE_OF_RECORD
from db.title_book import TitleBook
from db.titles import fill_title, shown_value, title_fields
from desktop_app.domain.changes import Change, record_state, split_stamps
from desktop_app.domain.clock import STAMP_BYTES
from desktop_app.domain.values import from_stored

Ref = tuple[str, str]  # kind and id of a record


class AllTitles:
    """Serves one question only: titles of live records are read at once."""

    def __init__(self, book: Book, records: Iterable[Ref]) -> None:
        self._book = book
        self._live = TitleBook(book)
        self._aside = has_table(book.connection, "set_aside")
        by_kind: dict[str, list[str]] = {}
        for kind, record in records:
            by_kind.setdefault(kind, []).append(record)
        self._live.read(by_kind)

    def of(self, kind: str, record: str) -> str:
        return self._live.title(kind, record) or self._from_changes(kind, record)

    def _from_changes(self, name: str, record: str, within: tuple[str, ...] = ()) -> str:
        kind = self._book.plan.record_kinds.get(name)
        changes = self._changes(name, record) if kind and record not in within else []
        if kind is None or not changes:
            return ""
        shown = record_state(changes).shown
        words = {}
        for field_name in title_fields(kind.title):
            field = kind.fields[field_name]
            value = from_stored(field, shown.get(field.name))
            words[field.name] = shown_value(self._book, name, field.name, value)
            if not words[field.name] and field.target and value is not None:
                words[field.name] = self._from_changes(field.target, str(value), (*within, record))
        return fill_title(kind.title, words)

    def _changes(self, kind: str, record: str) -> list[Change]:
        """What is known of a record, in the log and beside it."""
        connection = self._book.connection
        row = find_of_kind(connection, kind, record)
        changes = changes_of(connection, row) if row else []
        if not self._aside:
            return changes
        for name, stamp, value, replaces, covers in connection.execute(ASIDE_OF_RECORD, (record, kind)).fetchall():
            ends, hides = split_stamps(replaces, STAMP_BYTES), split_stamps(covers, STAMP_BYTES)
            changes.append(Change(stamp, record, kind, name, value, ends, hides))
        return changes
