"""The records that an import touches as they will be, and what deleting some of them takes along."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct, field

from desktop_app.domain.plan import Plan, RecordKind
from desktop_app.domain.values import Value
from desktop_app.exchange.json_lines import Find, KnownRecord
from desktop_app.messages import Message

Referrers = Callable[[str], Iterable[tuple[str, str]]]


class ImportDraft(Struct):
    """A record as it will be once the lines read so far are applied.

    `named` tells for each field that lines gave which line did last; `deletion_set` whether one deleted or
    restored it.
    """

    kind: RecordKind
    known: KnownRecord | None
    values: dict[str, Value]
    named: dict[str, int] = field(default_factory=dict)
    deleted: bool = False
    deletion_set: bool = False
    line: int = 0

    @property
    def says_nothing_new(self) -> bool:
        """Whether the file holds already all that the lines say."""
        known = self.known
        if known is None or self.deletion_set:
            return False
        return all(known.values.get(name) == self.values[name] for name in self.named)


class Deletions:
    """What goes when the drafts that say so are deleted. `find` and `referrers` ask the file."""

    def __init__(self, plan: Plan, drafts: Mapping[str, ImportDraft], find: Find, referrers: Referrers) -> None:
        self.plan = plan
        self.drafts = drafts
        self.find = find
        self.referrers = referrers
        self.going = {record: draft.line for record, draft in drafts.items() if draft.deleted and draft.deletion_set}

    def along(self) -> dict[str, str]:
        """The children that go too, each with its kind."""
        found: dict[str, str] = {}
        waiting = list(self.going)
        while waiting:
            record = waiting.pop()
            for child, kind in self._children(record):
                if child not in self.going:
                    self.going[child], found[child] = self.going[record], kind
                    waiting.append(child)
        return found

    def complaints(self) -> Iterator[tuple[int, Message, str]]:
        """(line, why, record) for each that can't go, because another that stays refers to it."""
        imported = self._imported_references() if self.going else {}
        for record, line in self.going.items():
            others = {other for other in self._referring(record, imported) if other not in self.going}
            if others:
                why = Message("cli.still_referred_to", record=record, count=len(others), example=min(others))
                yield line, why, record

    def _imported_references(self) -> dict[str, list[str]]:
        """Per record those that the import makes refer to it."""
        found: dict[str, list[str]] = {}
        for other, draft in self.drafts.items():
            for name in () if draft.deleted else draft.named:
                value = draft.values[name]
                if draft.kind.fields[name].type.refers and isinstance(value, str):
                    found.setdefault(value, []).append(other)
        return found

    def _referring(self, record: str, imported: Mapping[str, list[str]]) -> Iterator[str]:
        """The records that will refer to a record once the import is done."""
        yield from imported.get(record, ())
        for other, name in self.referrers(record):
            draft = self.drafts.get(other)
            if draft is None or (not draft.deleted and draft.values.get(name) == record):
                yield other

    def _children(self, record: str) -> Iterator[tuple[str, str]]:
        """Records of the file inside this one that the import itself leaves alone: (id, kind)."""
        for other, name in self.referrers(record):
            known = self.find(other) if other not in self.drafts else None
            kind = self.plan.record_kinds.get(known.kind) if known else None
            if kind and kind.parent_field == name:
                yield other, kind.name
