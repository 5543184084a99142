"""Our records as far as those that are carried meet them: which came here before, and what is to be written of each."""

from collections.abc import Iterable, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from db.act_list import undone_by_act
from db.erased import erased
from db.log import RecordRow, changes_of, find_of_kind
from db.open_file import OpenFile, Ref
from desktop_app.domain.carried_records import (
    CARRY,
    CHANGED,
    DELETED_HERE,
    NEW,
    SAME,
    CarriedRecord,
    CarriedValue,
    carried_edits,
)
from desktop_app.domain.changes import Change, Edit, RecordState, keep, record_state


class OwnRecords(Struct):
    """Our ledger, as far as what is carried meets it: the acts that carried before, which of them are taken back, and
    the records that were looked at.
    """

    file: OpenFile
    carried: frozenset[bytes]
    undone: frozenset[bytes]
    undos: frozenset[bytes]
    erased: frozenset[bytes]
    latest: bytes
    known: dict[Ref, tuple[RecordRow, list[Change], RecordState] | None] = field(default_factory=dict)

    @classmethod
    def of(cls, file: OpenFile) -> "OwnRecords":
        acts = frozenset(act for (act,) in file.connection.execute("SELECT id FROM act WHERE kind = ?", (CARRY,)))
        undos = frozenset(
            undo for undo, target in file.connection.execute("SELECT id, target FROM act WHERE target IS NOT NULL")
            if target in acts
        )  # fmt: skip
        undone = acts & undone_by_act(file.connection).keys()
        gone = frozenset(erased(file.connection))
        return cls(file, acts, undone, undos, gone, file.clock.latest_plausible())

    def find(self, kind: str, record: str) -> tuple[RecordRow, list[Change], RecordState] | None:
        if (kind, record) not in self.known:
            row = find_of_kind(self.file.connection, kind, record)
            changes = changes_of(self.file.connection, row) if row else []
            self.known[kind, record] = (row, changes, record_state(changes)) if row and changes else None
        return self.known[kind, record]

    def was_carried(self, kind: str, record: str) -> bool:
        found = self.find(kind, record)
        return found is not None and any(change.act in self.carried for change in found[1])

    def why_not(self, kind: str, record: str) -> str:
        """A record that a person deleted here stays deleted; one that was joined into another lives on in that."""
        found = self.find(kind, record)
        if found is None or not found[2].deleted or found[2].into is not None or self._went_with_undo(found[2]):
            return ""
        return DELETED_HERE

    def _went_with_undo(self, now: RecordState) -> bool:
        """Whether what deleted it was that the carrying was taken back."""
        return all(head.act in self.undos for head in now.heads["deleted"])

    def edits(self, record: CarriedRecord) -> list[Edit]:
        """What is to be written of a record. What was erased for good does not come back, whoever carries it."""
        wanted = {name: self._in_time(values) for name, values in record.wanted.items()}
        found, names = self.find(record.kind, record.record), self.file.names
        if found is None:
            return self._unerased(carried_edits(record.record, record.kind, None, (), wanted, names))
        row, changes, now = found
        if now.deleted and now.into is not None:
            return []
        for name in {change.field for change in changes if change.act in self.carried and change.stamp in self.erased}:
            wanted.pop(name, None)
        back = keep(row.id, row.kind, now) if now.deleted else []
        edits = carried_edits(row.id, row.kind, now, self._before(changes, now), wanted, names)
        return [*back, *self._unerased(edits)]

    def _unerased(self, edits: list[Edit]) -> list[Edit]:
        return [edit for edit in edits if edit.stamp not in self.erased]

    def fate(self, record: CarriedRecord, edits: Sequence[Edit]) -> str:
        """What these edits make of it; one that went when the carrying was taken back is new again."""
        found = self.find(record.kind, record.record)
        if found is None or (edits and found[2].deleted):
            return NEW
        return CHANGED if edits else SAME

    def conflicts(self, record: CarriedRecord, edits: Iterable[Edit]) -> int:
        """How many fields these edits leave with values that differ."""
        found = self.find(record.kind, record.record)
        heads = found[2].heads if found else {}
        by_field: dict[str, list[Edit]] = {}
        for edit in edits:
            if edit.stamp:
                by_field.setdefault(edit.field, []).append(edit)
        many = 0
        for name, of_field in by_field.items():
            ended = frozenset[bytes]().union(*(edit.replaces for edit in of_field))
            standing = {head.value for head in heads.get(name, ()) if head.stamp not in ended}
            many += len(standing | {edit.value for edit in of_field}) > 1
        return many

    def _in_time(self, values: Iterable[CarriedValue]) -> list[CarriedValue]:
        """A clock there may have been wrong; nothing here may come before it for ever."""
        return [replace(one, stamp=min(one.stamp, self.latest)) for one in values]

    def _before(self, changes: Iterable[Change], now: RecordState) -> list[Change]:
        """What carrying said of a record before; what was taken back and no longer stands was not said."""
        standing = {head.stamp for heads in now.heads.values() for head in heads}
        return [c for c in changes if c.act in self.carried and (c.act not in self.undone or c.stamp in standing)]
