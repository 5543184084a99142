"""Titles of records whatever became of them: also of deleted ones, and of those of which all is reverted."""

import json
from collections.abc import Iterable, Mapping

from db.open_file import OpenFile, Ref
from db.reverting_sql import PAST_IN_LOG, PAST_REVERTED
from db.titles import TitleBook, fill_title, show_value, title_fields
from desktop_app.domain.changes import DELETED, Change, record_state, split_stamps
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import from_stored


class AllTitles:
    """Serves one question only: all that its titles need is read at once."""

    def __init__(self, file: OpenFile, records: Iterable[Ref]) -> None:
        self._file = file
        self._live = TitleBook(file)
        self._past: dict[Ref, list[Change]] = {}
        by_kind: dict[str, set[str]] = {}
        for kind, record in records:
            by_kind.setdefault(kind, set()).add(record)
        self._read(by_kind)

    def _read(self, records: Mapping[str, set[str]]) -> None:
        """The titles of live records, of others what their fields were; then the same of those they refer to."""
        self._live.read(records)
        for name, ids in records.items():
            kind = self._file.plan.record_kinds.get(name)
            gone = [id_ for id_ in ids if (name, id_) not in self._past and not self._live.title(name, id_)]
            if kind and gone:
                self._past |= {(name, id_): [] for id_ in gone}
                self._read(self._read_past(kind, gone))

    def _read_past(self, kind: RecordKind, ids: list[str]) -> dict[str, set[str]]:
        """Read what is known of records in the log and beside it, as far as titles show it; returns whom they name."""
        fields = {name: kind.fields[name] for name in title_fields(kind.title)}
        asked = {"kind": kind.name, "records": json.dumps(ids), "fields": json.dumps([*fields, DELETED])}
        named: dict[str, set[str]] = {}
        for query in (PAST_IN_LOG, PAST_REVERTED):
            for id_, name, stamp, value, replaces, covers in self._file.connection.execute(query, asked):
                ends, hides = split_stamps(replaces), split_stamps(covers)
                self._past[kind.name, id_].append(Change(stamp, id_, kind.name, name, value, ends, hides))
                target = fields[name].target if name in fields else None
                if target and value is not None:
                    named.setdefault(target, set()).add(str(value))
        return named

    def of(self, name: str, record: str, within: tuple[str, ...] = ()) -> str:
        """The title of a record of the kind `name`; `within`: those whose titles it is asked for."""
        live = self._live.title(name, record)
        changes = [] if live or record in within else self._past.get((name, record), [])
        if not changes:
            return live
        kind = self._file.plan.record_kinds[name]
        shown = record_state(changes).shown
        words = {}
        for field in map(kind.fields.__getitem__, title_fields(kind.title)):
            value = from_stored(field, shown.get(field.name))
            if field.target and value is not None:
                words[field.name] = self.of(field.target, str(value), (*within, record))
            else:
                words[field.name] = show_value(self._file, name, field.name, value)
        return fill_title(kind.title, words)
