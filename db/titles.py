"""The one line that names a record: the plan's title with fields as people read them."""

import re
from collections.abc import Mapping
from functools import lru_cache

from db.log import find_record
from db.open_file import OpenFile
from db.queries import Row, row
from desktop_app.catalogue import in_language
from desktop_app.domain.field_type import Lookup
from desktop_app.domain.values import Value, show

FIELD, SEPARATOR = re.compile(r"\{(\w+)\}"), re.compile(r"( - |: )")


def title_of(file: OpenFile, record: str) -> str:
    """The title of a live record, "" for any other: a deleted one is named by its values in the trash."""
    found = find_record(file.connection, record)
    kind = file.plan.record_kinds.get(found.kind) if found else None
    live = row(file, kind, record) if kind else None
    return title_of_row(file, live) if live else ""


def title_of_row(file: OpenFile, found: Row) -> str:
    """The title of a row that was read already."""
    kind = file.plan.record_kinds[found.kind]
    values = {name: show_value(file, found.kind, name, found.values.get(name)) for name in title_fields(kind.title)}
    return fill_title(kind.title, values)


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
