"""One open data file: the one door to it for the window and the command line."""

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from db import acts, data_file, queries
from db.connection import sentences
from db.counting.plan_roles import role
from db.log import find_record
from db.store import Act
from desktop_app.care import Caretaker
from desktop_app.domain.changes import Edit, natural_id, random_id
from desktop_app.domain.clock import Clock
from desktop_app.domain.erasing import ERASE
from desktop_app.domain.heading import HeadRecords
from desktop_app.domain.lock_kinds import ACTS, CONTENT, LOCK, UNLOCK
from desktop_app.domain.merging import MERGE, Tell, silent
from desktop_app.domain.period import Period
from desktop_app.domain.plan import Field, RecordKind
from desktop_app.domain.validation import refusals
from desktop_app.domain.values import Problem, Value, to_stored
from desktop_app.errors import AppError
from desktop_app.texts import say

if TYPE_CHECKING:
    from desktop_app.domain.locking import Lock
    from desktop_app.domain.salvage import Salvaged
    from desktop_app.domain.setting_aside import TakenBack
    from desktop_app.exchange.import_plan import ImportPlan

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class SaveResult:
    """What saving did: the record's id now (a corrected key changes it), all its problems, the act if one was made."""

    record: str
    problems: list[Problem]
    act: bytes | None

    @property
    def saved(self) -> bool:
        return self.act is not None


def system_now() -> datetime:
    return datetime.now(UTC)


class Session(Caretaker):
    """An open data file. Every method blocks and may be called from one thread at a time."""

    @classmethod
    def create(
        cls, path: Path, source: Mapping[str, Any], unit: str, author: str = "", *,
        now: Callable[[], datetime] = system_now, random: Callable[[int], bytes] = os.urandom,
        passphrase: str | None = None, practice: bool = False,
    ) -> Self:  # fmt: skip
        """A new file for the office of `unit`, a code of the plan's unit list; AppError if it exists already."""
        from desktop_app.domain.plan_seeds import seed_records

        units = data_file.units_of(source, source["plan"]["unit_version"])
        if unit not in units:
            raise AppError("core.no_unit", unit=unit)
        seeds = seed_records(source)
        return cls(
            data_file.create(path, source, unit, author, Clock(now, random), seeds, passphrase, practice=practice)
        )

    @classmethod
    def open(
        cls, path: Path, *, author: str | None = None, now: Callable[[], datetime] = system_now,
        random: Callable[[int], bytes] = os.urandom, passphrase: str | None = None,
    ) -> Self:  # fmt: skip
        """An existing file; AppError says why it can't be used: not one of ours, too new, in use, not writable."""
        return cls(data_file.open_data_file(path, Clock(now, random), passphrase), author=author)

    @classmethod
    def open_copy(cls, path: Path, folder: Path, *, passphrase: str | None = None) -> Self:
        """A private copy of a file, made in `folder`, to be looked at: of one on a read-only disk."""
        from db.merging.source import private_copy

        return cls.open(private_copy(path, folder, passphrase), passphrase=passphrase)

    @staticmethod
    def salvage(
        damaged: Path, out: Path, *, now: Callable[[], datetime] = system_now,
        random: Callable[[int], bytes] = os.urandom, passphrase: str | None = None, tell: Tell = silent,
    ) -> "Salvaged":  # fmt: skip
        """What can still be read of a damaged file, as a new file. AppError: there is nothing.

        `tell` hears how far it is; raising StoppedError, it stops the work.
        """
        from db.rescue.salvage import salvage
        from desktop_app.plan_files import shipped_plan

        return salvage(damaged, out, Clock(now, random), shipped_plan, passphrase, tell)

    def again(self) -> Self:
        """The same file opened once more, for a thread of its own."""
        clock = self._data.store.clock
        return self.open(self.path, author=self.author, now=clock.now, random=clock.random, passphrase=self._data.key)

    def close(self) -> None:
        self._data.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        with sentences(self.path):
            if error is not None:
                raise error

    def run(self, action: Callable[[Self], Result]) -> Result:
        """Do something with the file; what computer or file are to blame for becomes an AppError, also in reading."""
        with sentences(self.path):
            return action(self)

    def set_author(self, name: str) -> None:
        """Who writes from now on, remembered in the file."""
        with self._store.writing():
            self._store.set_meta({"author": name})
        self.author = name

    def new_record(self, kind_name: str, values: Mapping[str, Value], act: str = "edit") -> SaveResult:
        """Make a record with these values (see `defaults`). A kind with a natural key needs its key first.

        A record that already has this key is not made again: its id comes back with a Problem and no act.
        """
        kind = self.kind(kind_name)
        with self._store.writing():
            refused = [p for name in values for p in self._refused(kind, values, name)]
            record = natural_id(kind, values) if kind.natural_key else random_id(self._store.clock.random(16))
            if record is None:
                missing = [kind.fields[n] for n in kind.natural_key if values.get(n) is None]
                refused += [Problem(f.name, say("core.required", field=str(f.label))) for f in missing]
            existing = find_record(self._book.connection, record) if record else None
            if existing is not None and existing.live:
                refused.append(Problem(kind.natural_key[0], say("core.key_taken", kind=str(kind.label))))
            if refused or record is None:
                return SaveResult(record or "", refused, None)
            edits = acts.creating(self._book, record, kind, values)
            change = self._store.apply(edits, Act(act, self.author))
        return SaveResult(record, self.problems(record), change.act)

    def set_value(self, record: str, field: str, value: Value, seen: Mapping[str, Value] | None = None) -> SaveResult:
        """Save one field. A value that can't stand (unknown unit, choice, reference, a day to come) is refused with a
        Problem; a rule between fields that it breaks is saved and shown. `seen`: the values that the person had before
        them, where another window may have written since.
        """
        with self._store.writing():
            row, now = acts.found(self._book, record)
            kind = self.kind(row.kind)
            values = acts.values_of(kind, now) | {field: value}
            refused = self._refused(kind, values, field)
            if refused:
                return SaveResult(record, refused, None)
            if field in kind.natural_key and value != acts.values_of(kind, now)[field]:
                record, edits = acts.changing_key(self._book, row, now, {field: value})
            else:
                edits = acts.setting(record, row.kind, now, {field: value}, seen)
            change = self._store.apply(edits, Act("edit", self.author))
        return SaveResult(record, self.problems(record), change.act)

    def kept(self, kind_name: str, given: Mapping[str, Value]) -> dict[str, Value]:
        """What the plan lets a new record take over from the one made last, where it can still stand."""
        kind = self.kind(kind_name)
        parent = given.get(kind.parent_field or "")
        last = (self.latest(kind_name, str(parent)) if parent else None) or self.latest(kind_name)
        kept = {f.name: last.values[f.name] for f in kind.fields.values() if f.keep} if last else {}
        values = {**kept, **given}
        stands = {n for n, v in kept.items() if n not in given and v is not None and not self._refused(kind, values, n)}
        if self._key_taken(
            kind, self.defaults(kind_name, {n: v for n, v in values.items() if n in stands | set(given)})
        ):
            stands -= set(kind.natural_key)
        return {n: v for n, v in kept.items() if n in stands}

    def _key_taken(self, kind: RecordKind, values: Mapping[str, Value]) -> bool:
        record = natural_id(kind, values) if kind.natural_key else None
        row = find_record(self._book.connection, record) if record else None
        return row is not None and row.live

    def _refused(self, kind: RecordKind, values: Mapping[str, Value], name: str) -> list[Problem]:
        """Why one value of a record can't be saved as it is."""
        field, value = kind.fields[name], values.get(name)
        wrong = self._bad_reference(field, value) if field.type == "ref" and isinstance(value, str) else []
        return wrong + refusals(values, kind, name, self.rules)

    def _bad_reference(self, field: Field, value: str) -> list[Problem]:
        row = find_record(self._book.connection, value)
        if row is None or not (row.live or row.joined_into):
            return [Problem(field.name, say("core.unknown_reference", field=str(field.label), text=value))]
        if row.kind != field.target:
            wanted = str(self.plan.kinds[field.target or ""].label)
            return [Problem(field.name, say("core.wrong_reference", field=str(field.label), text=value, wanted=wanted))]
        return []

    def delete(self, *records: str) -> bytes | None:
        """Move records and what is inside them to the trash in one act; AppError while others refer to them."""
        with self._store.writing():
            return self._store.apply(acts.deleting(self._book, *records), Act("delete", self.author)).act

    def restore(self, record: str) -> bytes | None:
        """Bring a record back from the trash, with the children that went along."""
        with self._store.writing():
            return self._store.apply(acts.restoring(self._book, record), Act("edit", self.author)).act

    def settle(self, record: str, field: str, value: Value) -> bytes | None:
        """Settle a conflict for good; the field `deleted` takes a truth value. AppError: the value can't stand."""
        with self._store.writing():
            row, now = acts.found(self._book, record)
            kind = self.plan.record_kinds.get(row.kind)
            if kind and field in kind.fields and to_stored(value) not in {h.value for h in now.heads.get(field, ())}:
                for problem in self._refused(kind, {**acts.values_of(kind, now), field: value}, field):
                    raise AppError("merge.bad_value", message=problem.message)
            edits = acts.settling(self._book, record, field, to_stored(value))
            return self._store.apply(edits, Act("settle", self.author)).act

    def join(self, first: str, second: str, take: Iterable[str] = ()) -> bytes | None:
        """Join two records that are the same thing: the one with the smaller id stands for both.

        `take`: fields whose values it takes over from the other one.
        """
        with self._store.writing():
            edits = acts.joining(self._book, first, second, take)
            return self._store.apply(edits, Act("join", self.author)).act

    def undo_preview(self, act: bytes, tell: Tell = silent) -> "TakenBack":
        """What taking an act back would move, and what stays and why; of a merge that is taken back, what did."""
        from db.merging.merge_undo import look_at_merge
        from db.undo import look_at_act

        is_merge = self._undoable(act).kind == MERGE
        return look_at_merge(self._book, act, tell) if is_merge else look_at_act(self._book, act)

    def undo(self, act: bytes, tell: Tell = silent) -> "TakenBack":
        """Take one of this file's acts back where later work has not gone on from it, and tell what that did.

        What a merge brought is set aside in this file only; anything else is set back by new changes. Of a merge `tell`
        hears how far it is; raising StoppedError, it stops the work, and the file is as it was.
        """
        from db.merging.merge_undo import undo_merge
        from db.undo import undo_act

        is_merge = self._undoable(act).kind == MERGE
        return undo_merge(self._store, act, tell) if is_merge else undo_act(self._store, act, self.author)

    def _undoable(self, act: bytes) -> queries.ActRow:
        found = next((a for a in self.acts() if a.act == act), None)
        if found is None:
            raise AppError("core.no_act", act=act.hex())
        if found.kind == ERASE:
            raise AppError("erase.no_undo")
        if not found.made_here:
            raise AppError("core.foreign_act")
        return found

    def redo(self, act: bytes, tell: Tell = silent) -> "TakenBack":
        """Take back the undo of an act; `tell` as in `undo`."""
        from db.merging.merge_undo import redo_merge

        acts = self.acts()
        if any(a.act == act and a.kind == MERGE for a in acts):
            return redo_merge(self._store, act, tell)
        undo = next((a for a in acts if a.target == act and a.kind == "undo" and not a.undone), None)
        if undo is None:
            raise AppError("core.not_undone", act=act.hex())
        return self.undo(undo.act)

    def undone_acts(self, limit: int) -> list[queries.ActRow]:
        """What redo does again, the first at once: what was taken back last, unless something was done since."""
        return queries.undone_acts(self._book.connection, limit)

    def import_lines(self, lines: Iterable[str], dry_run: bool = False) -> "ImportPlan":
        """Write JSON lines as one act, or nothing at all: then the plan that comes back holds every problem."""
        from desktop_app.exchange.import_plan import plan_import

        def new_id() -> str:
            return random_id(self._store.clock.random(16))

        with self._store.writing():
            wanted = plan_import(self.rules, lines, self._known, self._referring, new_id)
            if not wanted.problems and not dry_run:
                edits = acts.importing(
                    self._book, (acts.Wanted(e.record, e.kind, e.values, e.deleted) for e in wanted.edits)
                )
                self._store.apply(edits, Act("import", self.author))
        return wanted

    @property
    def narrative_field(self) -> tuple[str, str] | None:
        """The record kind that holds the text of reports, and its field of the text; None where the plan has none."""
        found = role(self.plan, "narrative")
        return (found[0].name, found[1]["body"]) if found else None

    def set_narrative(self, period: Period, section: str, text: str, unit: str | None = None) -> SaveResult | None:
        """The office's own text of a section of a report, in markup; an empty one goes back to the draft."""
        kind, key, body = self._narrative_key(period, section, unit or self.unit)
        record = natural_id(kind, key)
        there = find_record(self._book.connection, record) if record else None
        if not text.strip():
            if there and there.live:
                self.delete(there.id)
            return None
        if there and there.live:
            return self.set_value(there.id, body, text.strip())
        return self.new_record(kind.name, {**key, body: text.strip()})

    def narrative_conflicts(self, period: Period, unit: str | None = None) -> dict[str, str]:
        """The sections of a report whose text offices left different, each with the record that is to be settled."""
        from desktop_app.heading import records_of_report

        found = role(self.plan, "narrative")
        waiting = {record for record, _ in self.conflicts()} if found else set()
        if found is None or not waiting:
            return {}
        texts = records_of_report(self._book, period, unit or self.unit, "narrative")
        return {str(text.values[found[1]["section"]]): text.id for text in texts if text.id in waiting}

    def _narrative_key(self, period: Period, section: str, unit: str) -> tuple[RecordKind, dict[str, Value], str]:
        """The kind that holds the text of reports, the key of one section, and the field of its text."""
        found = role(self.plan, "narrative")
        if found is None or period.code is None:
            raise AppError("report.no_text_kept")
        kind, names = found
        known = self.plan.choices[kind.fields[names["section"]].choices or ""]
        if section not in known:
            raise AppError("report.no_section", section=section, known=", ".join(known))
        key: dict[str, Value] = {kind.unit_field: unit, "year": period.year, "period_code": period.code}
        return kind, {**key, names["section"]: section}, names["body"]

    def head_records(self, period: Period, unit: str | None = None) -> HeadRecords | None:
        """What is typed for one report and what its office prints on all; None where the plan keeps neither."""
        from desktop_app.heading import head_records

        return head_records(self._book, period, unit or self.unit, self.own_agency, self.today())

    def lock(self, period: Period, unit: str | None = None) -> "Lock":
        """Lock a report as it is now: figures, text and letterhead in the log, the PDF's bytes in this file."""
        from desktop_app.locked import to_be_locked

        with self._store.writing():
            content, pdf = to_be_locked(self._book, self._office, period, unit or self.unit)
            self._store.keep_pdf(content["sha256"], pdf)
            record = self._keep(LOCK, content)
        return next(lock for lock in self.locks() if lock.id == record)

    def unlock(self, lock: str, reason: str) -> None:
        """Take a lock back; the act is kept with its reason. Only the office that locked may."""
        found = next((one for one in self.locks() if one.id == lock), None)
        if found is None or found.unlocked:
            raise AppError("report.not_locked")
        if found.office != self.unit:
            raise AppError("report.others_lock", office=self.units.name(found.office))
        if not reason.strip():
            raise AppError("report.no_reason")
        with self._store.writing():
            self._keep(UNLOCK, {"lock": lock, "reason": reason.strip()})

    def _keep(self, kind: str, content: Mapping[str, Any]) -> str:
        """A record of the program's own, written once and never changed."""
        record = random_id(self._store.clock.random(16))
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        self._store.apply([Edit(record, kind, CONTENT, text)], Act(ACTS[kind], self.author))
        return record

    def save_draft(self, record: str, field: str, text: str | None) -> None:
        """Keep text that can't be saved yet in this file; None forgets it."""
        self._store.keep_draft(record, field, text)

    def _referring(self, record: str) -> list[tuple[str, str]]:
        row = find_record(self._book.connection, record)
        return acts.referring(self._book, row) if row else []
