"""What a search over the whole file finds, read on the worker thread: by kind, with title, unit and date."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.domain.plan import RecordKind
from desktop_app.session import Session

MOST = 40
HEAD, HIT = 1001, 1002  # the types of the lines; Qt leaves those above 1000 to programs


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that was found; `told` is its unit and date as people read them."""

    kind: str
    record: str
    label: str
    title: str
    told: str


def read_hits(session: Session, text: str) -> Sequence[Hit]:
    """The records that hold all words of a text, those of one kind together, the kind of the best one first."""
    found: dict[str, list[str]] = {}
    for row in session.search(text, MOST):
        if row.kind in session.plan.record_kinds:
            found.setdefault(row.kind, []).append(row.id)
    return [hit for kind, records in found.items() for hit in _hits(session, session.kind(kind), records)]


def _hits(session: Session, kind: RecordKind, records: Sequence[str]) -> list[Hit]:
    rows = {row.id: row for row in session.rows_by_id(kind.name, records)}
    above = {row.id: str(row.values[kind.parent_field]) for row in rows.values()} if kind.parent_field else {}
    titles = session.named({kind.name: records} | ({kind.parent: above.values()} if kind.parent else {}))
    hits = []
    for record in records:
        values = rows[record].values if record in rows else {}
        title = titles[record]
        told = [titles[above[record]]] if record in above else []
        told += [
            session.shown(kind.name, name, values.get(name))
            for name in (kind.unit_field, kind.date_field)
            if name in kind.fields
        ]
        words = " · ".join(part for part in told if part and part not in title)
        hits.append(Hit(kind.name, record, str(kind.list_label), title or str(kind.label), words))
    return hits
