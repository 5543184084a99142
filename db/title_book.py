"""Titles of many records at once, a few queries for all of them."""

import json
from collections.abc import Iterable, Mapping

from db.open_file import OpenFile
from db.schema import quoted
from db.titles import fill_title, title_fields
from desktop_app.catalogue import in_language
from desktop_app.domain.field_type import Lookup
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import Stored, from_stored, show


class TitleBook:
    """Names records as `title_of` does; what was read once stays, so it serves one question only."""

    def __init__(self, file: OpenFile) -> None:
        self._file = file
        self._known: dict[str, dict[str, str]] = {}

    def title(self, kind: str | None, record: str | None) -> str:
        """The title of a record that was read, "" for any other."""
        return self._known.get(kind or "", {}).get(record or "", "")

    def read(self, records: Mapping[str, Iterable[str]]) -> None:
        """Read the titles of live records, given by kind."""
        for name, ids in records.items():
            kind = self._file.plan.record_kinds.get(name)
            known = self._known.setdefault(name, {})
            wanted = sorted(set(ids) - known.keys())
            if kind and wanted:
                known.update(self._titles(kind, wanted))

    def _titles(self, kind: RecordKind, ids: list[str]) -> dict[str, str]:
        names = title_fields(kind.title)
        columns = ", ".join(map(quoted, ("id", *names)))
        sql = f"SELECT {columns} FROM main.{quoted(kind.name)} WHERE id IN (SELECT value FROM json_each(?))"
        rows = self._file.connection.execute(sql, (json.dumps(ids),)).fetchall()
        columns_read = list(zip(*rows, strict=True)) or [()] * (len(names) + 1)
        shown = {name: self._shown(kind, name, column) for name, column in zip(names, columns_read[1:], strict=True)}
        return {
            record: fill_title(kind.title, {name: shown[name][n] for name in names})
            for n, record in enumerate(columns_read[0])
        }

    def _shown(self, kind: RecordKind, name: str, column: Iterable[Stored]) -> list[str]:
        """A column as people read it, each different value worked out once."""
        field, values = kind.fields[name], list(column)
        different = {value for value in values if value is not None}
        if field.type.refers:
            target = str(field.target)
            self.read({target: map(str, different)})
            words: dict[Stored, str] = {value: self.title(target, str(value)) for value in different}
        elif field.type.lookup is Lookup.UNITS:
            words = {value: self._file.units.name(str(value)) for value in different}
        else:
            plan, language = self._file.plan, self._file.language
            words = {v: in_language(show(field, from_stored(field, v), plan), language) for v in different}
        return ["" if value is None else words[value] for value in values]
