"""An office at work on a data file, one act at a time, through the store alone."""

import random
import shutil
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from db import acts, store
from db.act_undo import undoing
from db.connection import connect
from db.data_file import create, open_data_file
from db.erased import erasure_changes
from db.erasure import erasing
from db.log import find_record, stored_digest
from db.merge_origin import MergeSource, StagingPosition
from db.merging.merge import merge_files
from db.merging.merge_undo import redo_merge, undo_merge
from db.open_file import OpenFile
from db.schema import quoted
from desktop_app.domain.changes import Edit, setting
from desktop_app.domain.clock import Clock
from desktop_app.domain.erasing import ERASE, ITSELF, ErasureItem, parse_erasure
from desktop_app.domain.merging import MergeResult, Source
from desktop_app.domain.record_ids import natural_id, random_id
from desktop_app.domain.reversal import UndoResult
from desktop_app.domain.values import Stored, Value
from tests.small_plan import SOURCE

START = datetime(2022, 5, 14, 8, 0, tzinfo=UTC)
ALL_STAGED = StagingPosition(1 << 62)


class Timepiece:
    """A PC's clock that goes on only when told to."""

    def __init__(self, start: datetime = START) -> None:
        self.time = start

    def now(self) -> datetime:
        return self.time

    def pass_by(self, **span: float) -> None:
        self.time += timedelta(**span)


class Office:
    """A data file with a clock and random bytes that a test knows; every method is one act and returns its id."""

    def __init__(self, file: OpenFile, author: str) -> None:
        self.file = file
        self.file.author = author
        self.run = file.connection.execute

    @classmethod
    def new(
        cls, path: Path, author: str = "Lan", clock: Clock | None = None, source: Mapping[str, Any] = SOURCE,
        key: str | None = None,
    ) -> Self:  # fmt: skip
        return cls(create(path, source, "11", author, clock or a_clock(author), (), key), author)

    @classmethod
    def open(cls, path: Path, author: str = "Lan", clock: Clock | None = None, key: str | None = None) -> Self:
        return cls(open_data_file(path, clock or a_clock(author), key), author)

    def twin(self, name: str) -> Self:
        """Another office at work on a copy of this file."""
        path = self.file.path.with_name(f"{name}.db")
        return type(self).open(Path(shutil.copy(self.file.path, path)), name)

    def only(self, kind: str) -> str:
        """The one record of a kind."""
        return str(self.run(f"SELECT id FROM main.{kind}").fetchone()[0])

    def digest(self) -> tuple[int, int]:
        return stored_digest(self.file.connection)

    def close(self) -> None:
        self.file.connection.close()

    def write(self, edits: Iterable[Edit], kind: str = "edit", target: bytes | None = None) -> bytes | None:
        return self._do(lambda: edits, kind, target)

    def _do(
        self, decide: Callable[[], Iterable[Edit]], kind: str = "edit", target: bytes | None = None
    ) -> bytes | None:
        """One act; what it writes is decided inside its transaction."""
        with store.writing(self.file):
            return store.apply(self.file, decide(), kind, target=target).act

    def create(self, kind: str, **values: Value) -> str:
        record_kind = self.file.plan.record_kinds[kind]
        record = natural_id(record_kind, values, self.file.names) or random_id(self.file.clock.random(16))
        self._do(lambda: acts.creating(self.file, record, record_kind, values))
        return record

    def put(self, record: str, **values: Value) -> bytes | None:
        def decide() -> list[Edit]:
            row, now = acts.found(self.file, record)
            return setting(record, row.kind, now, values)

        return self._do(decide)

    def correct(self, record: str, **key: Value) -> str:
        row, now = acts.found(self.file, record)
        new, edits = acts.changing_key(self.file, row, now, key)
        self.write(edits)
        return new

    def delete(self, *records: str) -> bytes | None:
        return self._do(lambda: acts.deleting(self.file, *records), "delete")

    def restore(self, record: str) -> bytes | None:
        return self._do(lambda: acts.restoring(self.file, record))

    def settle(self, record: str, field: str, value: Stored) -> bytes | None:
        return self._do(lambda: acts.settling(self.file, record, field, value), "settle")

    def join(self, first: str, second: str) -> bytes | None:
        return self._do(lambda: acts.joining(self.file, first, second), "join")

    def erase(self, *stamps: bytes, reason: str = "Gõ nhầm") -> bytes | None:
        def decide() -> list[Edit]:
            return [erasing(self.file, random_id(self.file.clock.random(16)), stamps, reason)[0]]

        return self._do(decide, ERASE)

    def undo(self, act: bytes | None) -> bytes | None:
        assert act
        return self._do(lambda: undoing(self.file, act), "undo", act)

    def absorb(self, *others: "Office | Path", erasing: bool = False) -> int:
        """Merge files in, each from a private copy, `erasing` what they erased; returns how many changes were new."""
        new = 0
        for other in others:
            source = other.file.path if isinstance(other, Office) else other
            private = Path(shutil.copy(source, self.file.path.with_suffix(".incoming")))
            new += absorb(self.file, private, erasing=erasing)
            private.unlink()
        return new

    def merge(self, other: "Office | Path", *, erasing: bool = False) -> bytes:
        """Take a whole file in by an act that can be taken back: no scope, no plan, an act even if nothing is new."""
        source = other.file.path if isinstance(other, Office) else other
        private = Path(shutil.copy(source, self.file.path.with_suffix(".incoming")))
        with closing(connect(private)) as staged:  # as where several files are laid together: here none is parted
            staged.execute("CREATE TABLE later_part (act, stamp, take)")
        with store.attached(self.file, private), store.writing(self.file):
            new, before = store.take_in(self.file, erasures=_brought(self.file) if erasing else ())
            act = store.note_merge(self.file, before, [MergeSource(source.name, "11", new, ALL_STAGED)])
        private.unlink()
        return act

    def undo_merge(self, act: bytes) -> UndoResult:
        return undo_merge(self.file, act)

    def redo_merge(self, act: bytes) -> UndoResult:
        return redo_merge(self.file, act)

    def aside(self) -> set[tuple[str, str, Stored]]:
        """(record, field, value) of what is set aside."""
        query = "SELECT s.record, f.name, s.value FROM _reverted_change s JOIN field f ON f.no = s.field"
        return set(self.run(query))

    def receive(self, *sources: Source, dry_run: bool = False) -> MergeResult:
        """Take files in as the program does: looked through, by their scope, with their plans."""
        return merge_files(self.file, sources, dry_run=dry_run)

    def meet(self, other: "Office") -> None:
        """Both take in what the other one has."""
        self.absorb(other)
        other.absorb(self)

    # --- what a test looks at -------------------------------------------------------------------------------------

    def is_live(self, record: str) -> bool:
        row = find_record(self.file.connection, record)
        return row is not None and row.live

    def get(self, record: str, field: str) -> Any:
        """A field of a live record as its typed table holds it."""
        row = find_record(self.file.connection, record)
        assert row
        query = f"SELECT {quoted(field)} FROM main.{quoted(row.kind)} WHERE id = ?"
        return self.run(query, (record,)).fetchone()[0]

    def state(self, record: str) -> int:
        return int(self.get(record, "_state"))

    def conflicts(self) -> set[tuple[str, str]]:
        return set(self.run("SELECT r.id, c.field FROM _conflict c JOIN record r ON r.no = c.record"))

    def values_ever(self, record: str, field: str) -> set[Stored]:
        query = (
            "SELECT c.value FROM change_log c JOIN record r ON r.no = c.record JOIN field f ON f.no = c.field"
            " WHERE r.id = ? AND f.name = ?"
        )
        return {value for (value,) in self.run(query, (record, field))}


def absorb(file: OpenFile, source: Path, *, erasing: bool = False) -> int:
    """Add every change of another file's log that this one lacks; returns how many were new."""
    with store.attached(file, source), store.writing(file):
        return store.take_in(file, erasures=_brought(file) if erasing else ()).changes


def _brought(file: OpenFile) -> list[ErasureItem]:
    """Every erasure of the attached file, taken as if that were an office below."""
    return [
        ErasureItem(change.record, place, ITSELF, decision=ITSELF)
        for change, _ in erasure_changes(file.connection, "source")
        for place in parse_erasure(change.value).places
        if place.erasable
    ]


def a_clock(seed: object, timepiece: Timepiece | None = None) -> Clock:
    return Clock((timepiece or Timepiece()).now, random.Random(str(seed)).randbytes)
