"""What a search over the whole file finds, read on the worker thread: by kind, with title, unit and date."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.domain.plan import RecordKind
from desktop_app.session import Session

MOST = 40


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
    groups: dict[str, list[Hit]] = {}
    for row in session.search(text, MOST):
        kind = session.plan.record_kinds.get(row.kind)
        if kind is not None:
            groups.setdefault(row.kind, []).append(_hit(session, kind, row.id))
    return [hit for hits in groups.values() for hit in hits]


def _hit(session: Session, kind: RecordKind, record: str) -> Hit:
    view = session.record(record)
    values = view.values if view else {}
    title = session.title(record)
    told = [session.shown(kind.name, n, values.get(n)) for n in (kind.unit_field, kind.date_field) if n in kind.fields]
    if view is not None and view.parent is not None:
        told.insert(0, session.title(view.parent))
    return Hit(
        kind.name, record, str(kind.list_label), title or str(kind.label),
        " · ".join(part for part in told if part and part not in title),
    )  # fmt: skip
