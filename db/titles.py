"""The one line that names a record: the plan's title with fields as people read them."""

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from db.log import find_record
from db.open_file import OpenFile
from db.schema import quoted
from desktop_app.catalogue import in_language
from desktop_app.domain.field_type import Lookup
from desktop_app.domain.plan import RecordKind
from desktop_app.domain.values import Stored, Value, from_stored, show

FIELD, SEPARATOR = re.compile(r"\{(\w+)\}"), re.compile(r"( - |: )")


def title_of(file: OpenFile, record: str) -> str:
    """The title of a live record, "" for any other: a deleted one is named by its values in the trash."""
    found = find_record(file.connection, record)
    if found is None:
        return ""
    titles = TitleBook(file)
    titles.read({found.kind: [record]})
    return titles.title(found.kind, record)


class TitleBook:
    """Names many records by a few queries; what was read once stays, so it serves one question only."""

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
        if field.type.refers and field.target:
            self.read({field.target: map(str, different)})
            words = {value: self.title(field.target, str(value)) for value in different}
        else:
            words = {v: show_value(self._file, kind.name, name, from_stored(field, v)) for v in different}
        return ["" if value is None else words[value] for value in values]


@lru_cache(maxsize=256)
def title_parts(title: str) -> tuple[tuple[str, str], ...]:
    """A plan's title in parts, each with the ` - ` or `: ` before it."""
    parts = ["", *SEPARATOR.split(title)]
    return tuple(zip(parts[::2], parts[1::2], strict=True))


def title_fields(title: str) -> list[str]:
    """The fields that a plan's title names, each once."""
    return list(dict.fromkeys(FIELD.findall(title)))


def fill_title(title: str, values: Mapping[str, str]) -> str:
    """A plan's title with its {fields} as people read them.

    A piece with words of its own (`{persons} người`) goes as a whole where a field of it is empty, since the
    words alone would say something else; every piece that goes takes the punctuation before it along.
    """
    text = ""
    for separator, part in title_parts(title):
        words = _fill_part(part, values)
        text += (separator if text else "") + words if words else ""
    return text


def _fill_part(part: str, values: Mapping[str, str]) -> str:
    if part[1:-1] in values and part[0] == "{":  # a field alone, as most parts are
        return values[part[1:-1]].strip()
    if FIELD.sub("", part).strip() and not all(values[name] for name in FIELD.findall(part)):
        return ""
    return FIELD.sub(lambda match: values[match[1]], part).strip()


def show_value(file: OpenFile, kind: str, name: str, value: Value) -> str:
    """One field as people read it: names of units, titles of records referred to, labels of choices."""
    field = file.plan.record_kinds[kind].fields[name]
    if value is None:
        return ""
    if field.type.lookup is Lookup.UNITS:
        return file.units.name(str(value))
    if field.type.refers:
        return title_of(file, str(value))
    return in_language(show(field, value, file.plan), file.language)
