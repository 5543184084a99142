"""One open data file: the connection, and what everybody who reads or writes it needs beside it."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self, TypeVar

from msgspec.structs import replace

from db.cache import Cache
from db.connection import Connection, DatabaseError, connect_to_look
from db.error_sentences import OF_COMPUTER, disk_sentences, raise_sentence, sentences
from db.head_mark import MARK, said
from db.keys import is_raw, raw_key
from db.kind_rows import KindRows, rows_of
from db.log import Numbers
from db.log_views import make_log_views
from desktop_app.domain.clock import Clock, TimesAhead, is_behind, present
from desktop_app.domain.foreign_part import ForeignPart
from desktop_app.domain.log_names import LogNames
from desktop_app.domain.plan import Plan, RecordKind
from desktop_app.domain.validation import Rules
from desktop_app.errors import AppError

Result = TypeVar("Result")

# where plan or tables are not as our programs make them, anything may be missing
OF_DAMAGED_FILE = (DatabaseError, LookupError, TypeError, ValueError, AttributeError, ArithmeticError)
Ref = tuple[str, str]  # kind and id of a record
AffectedRecords = set[Ref]  # the records whose rows appeared, changed or went, and those that such rows refer to


class LastSeen(NamedTuple):
    """A file as this program left it: its size and time, the unit that it names, its last act, which never goes nor
    gets another number, and the mark of its head, which changes with the edition of the plan in force.
    """

    stats: tuple[int, ...] | None
    unit: bytes | None
    act: tuple[Any, ...] | None
    mark: bytes | None


class OpenFile:
    """A data file that is open; one thread at a time may use it.

    `unit` is that of the office whose file it is, `author` who writes from now on. What stands in a file for
    `practice` is made up. `key` opens it: a passphrase or a raw key, None where the file is not encrypted.
    `language` is that of the words for codes, in titles and lists.
    """

    def __init__(
        self, path: Path, connection: Connection, plan: Plan, clock: Clock, unit: str, author: str = "",
        practice: bool = False, key: str | None = None,
    ) -> None:  # fmt: skip
        self.path, self.connection, self.clock = path, connection, clock
        self.author, self.practice, self.key = author, practice, key
        self.language = "vi"
        self.logged_unit = unit  # as the log and the file itself have it, whatever the plan calls it
        self.certain = True  # plan and unit are what was marked when they were written
        self.foreign: Sequence[ForeignPart] = ()  # what another program put in, taken out when the file was opened
        self.views: Mapping[str, str] = {}  # with labels, as the file had them when opened
        self._ahead = TimesAhead()
        self.said_today: date | None = None  # by the person, since this PC's clock can't be right
        self.seen: LastSeen | None = None  # as it was left, to be known again: db/replaced.py
        self.last_act: bytes | None = None  # the last one written in the transaction under way
        self._entry: tuple[object, Rules] | None = None  # as they were in this minute
        self.put_in_force(plan)

    def put_in_force(self, plan: Plan) -> None:
        """Go on under this plan; whatever was worked out under another one is forgotten."""
        self.plan, self.units = plan, plan.units
        self.names = LogNames.of(plan.source)  # what the plan has renamed
        self.unit = self.names.plan_unit(self.logged_unit)
        self.numbers = Numbers(self.connection, self.names)
        make_log_views(self.connection, self.names)
        self.rules = Rules(plan, self.units)  # without a day: for what is derived, which is the same on every day
        self.cache = Cache(self.connection)
        self.written_kinds: set[str] = set()  # the kinds of which rows were written
        self._kind_rows: dict[str, KindRows] = {}
        self.__dict__.pop("referrers", None)

    def refuse_uncertain(self) -> None:
        """AppError: what figures rest on, and what is written follows from, is damaged and not replaced, or is no
        longer what this window knows.
        """
        if not self.certain:
            raise AppError("plan.uncertain", file=self.path.name)
        self.refuse_switched()

    def is_switched(self) -> bool:
        """Whether another window put another edition of the plan in force: tables and names are those of that one."""
        return self.seen is not None and said(self.connection, MARK) != self.seen.mark

    def refuse_switched(self) -> None:
        """AppError: what is read or written here speaks of an edition that is no longer in force."""
        if self.is_switched():
            raise AppError("edition.switched_elsewhere", file=self.path.name)

    @property
    def encrypted(self) -> bool:
        """Whether a passphrase protects the file, and the copies made of it."""
        return self.key is not None

    @cached_property
    def raw_key(self) -> str | None:
        """The key itself, with its salt: our own copies have the same, so that whatever opens the file opens them."""
        if self.key is None or is_raw(self.key):
            return self.key
        salt = self.connection.execute("PRAGMA cipher_salt").fetchone()[0]
        return raw_key(self.key, bytes.fromhex(salt))

    @cached_property
    def referrers(self) -> Mapping[str, list[tuple[RecordKind, str]]]:
        """Per kind the kinds and fields that refer to it."""
        found: dict[str, list[tuple[RecordKind, str]]] = {name: [] for name in self.plan.record_kinds}
        for kind in self.plan.record_kinds.values():
            for f in kind.fields.values():
                if f.type.refers and f.target:
                    found[f.target].append((kind, f.name))
        return found

    def kind_rows(self, kind: RecordKind) -> KindRows:
        """What makes the rows of a kind, for whoever writes."""
        if kind.name not in self._kind_rows:
            self._kind_rows[kind.name] = rows_of(kind, self.rules)
        return self._kind_rows[kind.name]

    def kind(self, name: str) -> RecordKind:
        """A record kind of the plan, also by a name that it had before; AppError when there is none of that name."""
        found = self.plan.record_kinds.get(name) or self.plan.record_kinds.get(self.names.plan_kind(name))
        if found is None:
            raise AppError("core.no_kind", kind=name)
        return found

    def entry_rules(self) -> Rules:
        minute = self.now().replace(second=0, microsecond=0), self.said_today, self._ahead, self.plan
        if self._entry is None or self._entry[0] != minute:
            self._entry = minute, Rules(self.plan, self.units, self.today().isoformat(), self.clock_is_doubted)
        return self._entry[1]

    def stats(self) -> tuple[int, ...] | None:
        """What tells a file apart at a look; None where there is none, which SQLite tells by itself."""
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_ino, found.st_size, found.st_mtime_ns

    def now(self) -> datetime:
        """The moment on this PC's clock, as people here read it."""
        return self.clock.now().astimezone()

    @property
    def ahead(self) -> TimesAhead:
        """What may speak for a later present than this PC's clock, which may have gone back while the file was open."""
        return replace(self._ahead, own=max(filter(None, (self.clock.shown, self._ahead.own)), default=None))

    @ahead.setter
    def ahead(self, ahead: TimesAhead) -> None:
        self._ahead = ahead

    def today(self) -> date:
        """The day that it is at least, whatever this PC's clock says."""
        return self.said_today or present(self.clock.now(), self.ahead).astimezone().date()

    def certain_today(self) -> date:
        """The day that is printed, and judges who is late. AppError: the clock is doubted, and nobody said which."""
        if self.clock_is_doubted:
            raise AppError("clock.ask_day", now=f"{self.now():%d/%m/%Y}")
        return self.today()

    @property
    def clock_is_doubted(self) -> bool:
        """Whether this PC's clock must be behind, and nobody said yet which day it is."""
        day = date.fromisoformat(self.plan.doc_date)
        return self.said_today is None and is_behind(self.clock.now(), self.ahead, day)

    def run(self, action: Callable[[Self], Result]) -> Result:
        """Do something with the file; what computer or file are to blame for becomes an AppError, also in reading."""
        try:
            try:
                return action(self)
            except OF_COMPUTER as error:
                raise_sentence(error, self.path)
        except OF_DAMAGED_FILE as error:
            self.refuse_damaged(error)
            raise
        except AppError as error:
            self._refuse_misread(error)
            raise

    def _refuse_misread(self, error: AppError) -> None:
        """AppError: what looked damaged was a disk that failed for a moment. An encrypted file that was once misread
        must be opened anew: its connection reads nothing more.
        """
        # what SQLite said, and of this very file
        of_sqlite = hasattr(error.__cause__, "sqlite_errorname") and error.values.get("file") == self.path.name
        if error.key not in ("core.damaged", "core.not_ours") or not of_sqlite:
            return
        from db.integrity import is_broken

        with suppress(DatabaseError), closing(connect_to_look(self.path, self.key)) as connection:
            if not is_broken(connection):
                raise AppError("file.misread", file=self.path.name) from error

    def refuse_damaged(self, error: BaseException) -> None:
        """AppError: what looks like a mistake of ours comes of a plan, tables or values that we do not make so."""
        from db.integrity import is_broken
        from db.log_types import has_other_types
        from db.shape import changed_tables
        from desktop_app.domain.plan_check import check_plan

        with suppress(DatabaseError):  # where not even the mark of the head is there
            self.refuse_uncertain()
        if isinstance(error, DatabaseError):
            changed = changed_tables(self.connection, self.plan)
            if changed:
                raise AppError("file.other_shape", file=self.path.name, tables=", ".join(changed)) from error
        with sentences(self.path):
            if is_broken(self.connection) or has_other_types(self.connection):
                raise AppError("core.damaged", file=self.path.name) from error
        if check_plan(self.plan.source):
            raise AppError("plan.unusable", file=self.path.name) from error

    def close(self) -> None:
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            with sentences(self.path):
                if isinstance(error, OSError) and error.filename is not None:  # else it may be that of standard output
                    with disk_sentences(self.path):
                        raise error
                if error is not None:
                    raise error
        except OF_DAMAGED_FILE as damage:
            self.refuse_damaged(damage)
            raise
        finally:
            self.close()
