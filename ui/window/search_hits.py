"""What a search over the whole file finds, read on the worker thread: by kind, with title, unit and date."""

from collections.abc import Sequence

from msgspec import Struct

from desktop_app.domain.plan import RecordKind
from desktop_app.session import OpenFile
from desktop_app.texts import in_words

MOST = 40
HEAD, HIT = 1001, 1002  # the types of the lines; Qt leaves those above 1000 to programs


class Hit(Struct, frozen=True):
    """One record that was found; `detail` is its unit and date as people read them."""

    kind: str
    record: str
    label: str
    title: str
    detail: str


def read_hits(file: OpenFile, text: str) -> Sequence[Hit]:
    """The records that hold all words of a text, those of one kind together, the kind of the best one first."""
    from desktop_app.session import records

    found: dict[str, list[str]] = {}
    for row in records.search(file, text, MOST):
        if row.kind in file.plan.record_kinds:
            found.setdefault(row.kind, []).append(row.id)
    return [hit for kind, ids in found.items() for hit in _hits(file, file.kind(kind), ids)]


def _hits(file: OpenFile, kind: RecordKind, ids: Sequence[str]) -> list[Hit]:
    from desktop_app.session import records

    rows = {row.id: row for row in records.rows_by_id(file, kind.name, ids)}
    above = {row.id: str(row.values[kind.parent_field]) for row in rows.values()} if kind.parent_field else {}
    titles = records.titles_by_id(file, {kind.name: ids} | ({kind.parent: above.values()} if kind.parent else {}))
    hits = []
    for record in ids:
        values = rows[record].values if record in rows else {}
        title = titles[record]
        details = [titles[above[record]]] if record in above else []
        details += [
            records.show_value(file, kind.name, name, values.get(name))
            for name in (kind.unit_field, kind.date_field)
            if name in kind.fields
        ]
        words = " · ".join(part for part in details if part and part not in title)
        hits.append(Hit(kind.name, record, in_words(kind.list_label), title or in_words(kind.label), words))
    return hits
