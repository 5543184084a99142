"""One open data file: the one door to it for the window and the command line."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from db import acts, data_file, queries
from db.defaults import Office, defaults, own_agency
from db.log import RecordRow, find_record
from db.store import Act
from db.titles import shown_value, title_of, title_of_row
from desktop_app.domain.changes import natural_id, random_id
from desktop_app.domain.clock import Clock
from desktop_app.domain.collation import sort_key
from desktop_app.domain.org_unit import OrgUnits
from desktop_app.domain.plan import Field, Plan, RecordKind
from desktop_app.domain.validation import Rules, State, check, check_missing, refusals
from desktop_app.domain.values import Problem, Value, to_stored
from desktop_app.errors import AppError
from desktop_app.texts import say


@dataclass(frozen=True, slots=True)
class SaveResult:
    """What saving did: the record's id now (a corrected key changes it), all its problems, the act if one was made."""

    record: str
    problems: list[Problem]
    act: bytes | None

    @property
    def saved(self) -> bool:
        return self.act is not None


@dataclass(frozen=True, slots=True)
class RecordView:
    """One record as a form shows it; `state` is None for a deleted one."""

    id: str
    kind: str
    values: Mapping[str, Value]
    state: State | None
    problems: list[Problem]
    parent: str | None
    deleted: bool
    changed_by: str
    changed_at: str


def system_now() -> datetime:
    return datetime.now(UTC)


class Session:
    """An open data file. Every method blocks and may be called from one thread at a time."""

    def __init__(self, data: data_file.DataFile, *, author: str | None = None) -> None:
        self._data = data
        self.path: Path = data.path
        self.plan: Plan = data.plan
        self.units: OrgUnits = data.units
        self.unit: str = data.meta["unit"]
        self.author: str = data.meta.get("author", "") if author is None else author
        self._store = data.store
        self._book = data.store.book

    @classmethod
    def create(
        cls, path: Path, source: Mapping[str, Any], unit: str, author: str = "", *,
        now: Callable[[], datetime] = system_now, random: Callable[[int], bytes] = secrets.token_bytes,
        passphrase: str | None = None,
    ) -> Self:  # fmt: skip
        """A new file for the office of `unit`, a code of the plan's unit list; AppError if it exists already."""
        from desktop_app.domain.plan_seeds import seed_records

        units = data_file.units_of(source, source["plan"]["unit_version"])
        if unit not in units:
            raise AppError("core.no_unit", unit=unit)
        seeds = seed_records(source)
        return cls(data_file.create(path, source, unit, author, Clock(now, random), seeds, passphrase))

    @classmethod
    def open(
        cls, path: Path, *, author: str | None = None, now: Callable[[], datetime] = system_now,
        random: Callable[[int], bytes] = secrets.token_bytes, passphrase: str | None = None,
    ) -> Self:  # fmt: skip
        """An existing file; AppError says why it can't be used: not one of ours, too new, in use, not writable."""
        return cls(data_file.open_data_file(path, Clock(now, random), passphrase), author=author)

    def close(self) -> None:
        self._data.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- what is known --------------------------------------------------------------------------------------------

    def today(self) -> date:
        """The day on this PC's clock."""
        return self._store.clock.now().astimezone().date()

    @property
    def rules(self) -> Rules:
        """The rules of entry, today's date included."""
        return Rules(self.plan, self.units, self.today().isoformat())

    def kind(self, name: str) -> RecordKind:
        """A record kind of the plan; AppError when there is none of that name."""
        found = self.plan.record_kinds.get(name)
        if found is None:
            raise AppError("core.no_kind", kind=name)
        return found

    def set_author(self, name: str) -> None:
        """Who writes from now on, remembered in the file."""
        with self._store.writing():
            self._store.set_meta({"author": name})
        self.author = name

    @property
    def own_agency(self) -> str | None:
        """The agency of this office, None where the plan knows none."""
        return own_agency(self._book, self.unit)

    # --- writing --------------------------------------------------------------------------------------------------

    def defaults(self, kind: str, given: Mapping[str, Value] | None = None) -> dict[str, Value]:
        """What a new form starts with: `given` (its parent at least) and the plan's defaults; nothing is written."""
        office = Office(self.unit, self.author, self.today().isoformat())
        return defaults(self._book, office, self.kind(kind), given or {})

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

    def set_value(self, record: str, field: str, value: Value) -> SaveResult:
        """Save one field. A value that can't stand (unknown unit, choice, reference, a day to come) is refused with a
        Problem; a rule between fields that it breaks is saved and shown.
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
                edits = acts.setting(record, row.kind, now, {field: value})
            change = self._store.apply(edits, Act("edit", self.author))
        return SaveResult(record, self.problems(record), change.act)

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

    def delete(self, record: str) -> bytes | None:
        """Move a record and what is inside it to the trash; AppError while other records refer to it."""
        with self._store.writing():
            return self._store.apply(acts.deleting(self._book, record), Act("delete", self.author)).act

    def restore(self, record: str) -> bytes | None:
        """Bring a record back from the trash, with the children that went along."""
        with self._store.writing():
            return self._store.apply(acts.restoring(self._book, record), Act("edit", self.author)).act

    def settle(self, record: str, field: str, value: Value) -> bytes | None:
        """Settle a conflict for good; the field `deleted` takes a truth value."""
        with self._store.writing():
            edits = acts.settling(self._book, record, field, to_stored(value))
            return self._store.apply(edits, Act("settle", self.author)).act

    def join(self, first: str, second: str) -> bytes | None:
        """Join two records that are the same thing."""
        with self._store.writing():
            return self._store.apply(acts.joining(self._book, first, second), Act("join", self.author)).act

    def undo(self, act: bytes) -> bytes | None:
        """Take one of this file's acts back where later work has not gone on from it; None: nothing was left to do."""
        found = next((a for a in self.acts() if a.act == act), None)
        if found is None:
            raise AppError("core.no_act", act=act.hex())
        if not found.made_here:
            raise AppError("core.foreign_act")
        with self._store.writing():
            return self._store.apply(acts.undoing(self._book, act), Act("undo", self.author, act)).act

    def redo(self, act: bytes) -> bytes | None:
        """Take back the undo of an act."""
        undo = next((a for a in self.acts() if a.target == act and a.kind == "undo" and not a.undone), None)
        if undo is None:
            raise AppError("core.not_undone", act=act.hex())
        return self.undo(undo.act)

    def save_draft(self, record: str, field: str, text: str | None) -> None:
        """Keep text that can't be saved yet in this file; None forgets it."""
        self._store.keep_draft(record, field, text)

    # --- reading --------------------------------------------------------------------------------------------------

    def drafts(self, record: str) -> dict[str, str]:
        return {field: text for (_, field), text in queries.drafts(self._book.connection, record).items()}

    def problems(self, record: str) -> list[Problem]:
        """What is wrong with a record and what is missing, as sentences at their fields."""
        row, now = acts.found(self._book, record)
        kind = self.kind(row.kind)
        values = acts.values_of(kind, now)
        return check(values, kind, self.rules) + check_missing(values, kind, self.rules)

    def record(self, record: str) -> RecordView | None:
        """One record, also a deleted one; None when this file does not know it."""
        row = find_record(self._book.connection, record)
        if row is None or row.kind not in self.plan.record_kinds:
            return None
        kind = self.kind(row.kind)
        history = queries.history(self._book, row)
        _, now = acts.found(self._book, record)
        live = queries.row(self._book, kind, record)
        values = live.values if live else acts.values_of(kind, now)
        parent = values.get(kind.parent_field or "")
        last = history[-1]
        return RecordView(
            record, row.kind, values, live.state if live else None, self.problems(record),
            str(parent) if parent is not None else None, not row.live, last.author, last.time,
        )  # fmt: skip

    def rows(
        self, kind: str, *, order: str | None = None, descending: bool = False, limit: int | None = None,
        offset: int = 0, **wanted: Any,
    ) -> list[queries.Row]:  # fmt: skip
        """Live records of a kind. Filters: parent, unit (and all below), first_day, last_day, text, unfinished."""
        return queries.rows(self._book, self.kind(kind), self._filter(wanted), order, descending, limit, offset)

    def count(self, kind: str, **wanted: Any) -> int:
        """How many records `rows` would give without a limit."""
        return queries.count(self._book, self.kind(kind), self._filter(wanted))

    def _filter(self, wanted: dict[str, Any]) -> queries.Filter:
        unit = wanted.pop("unit", None)
        return queries.Filter(units=self.units.descendants(unit) if unit else None, **wanted)

    def title(self, record: str) -> str:
        """One line that names a live record, "" for any other."""
        return title_of(self._book, record)

    def shown(self, kind: str, field: str, value: Value) -> str:
        """A value as people read it: dates, numbers, labels, names of units, titles of records."""
        return shown_value(self._book, kind, field, value)

    def titles(self, kind: str, text: str = "", limit: int = 50) -> list[tuple[str, str]]:
        """(id, title) of records of a kind that hold `text`, in Vietnamese order, for choosing a reference."""
        found = self.rows(kind, text=text or None, limit=limit)
        return sorted(((row.id, title_of_row(self._book, row)) for row in found), key=lambda item: sort_key(item[1]))

    def history(self, record: str) -> list[queries.HistoryItem]:
        row = find_record(self._book.connection, record)
        if row is None:
            raise AppError("core.no_record", record=record)
        return queries.history(self._book, row)

    def acts(self, limit: int | None = None) -> list[queries.ActRow]:
        return queries.acts(self._book.connection, limit)

    def trash(self) -> list[tuple[RecordRow, datetime]]:
        return queries.trash(self._book)

    def conflicts(self) -> list[tuple[str, str]]:
        return list(queries.conflicts(self._book.connection))

    def search(self, text: str, limit: int = 50) -> list[RecordRow]:
        """Live records that hold all the words, those with exactly these accents first."""
        return queries.search(self._book, text, limit)

    def info(self) -> dict[str, Any]:
        return data_file.describe(self._data)

    def check(self) -> list[str]:
        return data_file.check(self._data)
