"""A copy of our data, or of one unit's part, to be handed over: complete in itself, compact, read back first."""

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from db import local_notes, search_index, store
from db.connection import Connection, connect, progress_handler, transaction
from db.derive import derive
from db.error_sentences import DISK_FULL, sentences
from db.integrity import blaming_the_disk, broken_pages
from db.log import computed_digest, stored_digest
from db.merging.known_units import Mark
from db.merging.merge_plans import Plans
from db.merging.scope import MergeScope
from db.open_file import OpenFile
from db.part_file import part_file, put_in_place
from db.present import DAY_SAID, FORMER_KEY, MERGED_EDITIONS, SAID_AFTER
from db.private_folder import private_folder
from db.replaced import refuse_replaced
from db.rewriting import export_into
from db.schema import quoted
from db.sent import sent_files
from desktop_app.domain.erasing import ERASURE
from desktop_app.domain.merging import WHOLE, ProgressCallback, ignore_progress
from desktop_app.domain.sent_copy import SentCopy, sent_name
from desktop_app.errors import AppError
from desktop_app.messages import Message
from desktop_app.paths import is_folder

_BYTES = 1 << 20
_SPARE = 1 << 20
# and the tables of the plan; all others are for the file itself: drafts, merges, printed reports, copies handed over
_TRAVELS = (
    "meta", "plan", "org_unit", "choice", "data_dictionary", "kind", "field", "record", "act", "change_log",
    "_conflict",
)  # fmt: skip


class CopyContent(NamedTuple):
    """What a copy holds: all of the file, what belongs to a `unit` and those below and what that refers to, or the
    `erasures` of this office alone.
    """

    unit: str | None = None
    erasures: bool = False


def write_copy(
    file: OpenFile, folder: Path, what: CopyContent, period: str, report_progress: ProgressCallback = ignore_progress,
    key: str | None = None,
) -> SentCopy:  # fmt: skip
    """Write a copy into `folder`; AppError says why it can't be, and nothing is left of it then.

    The copy has the raw `key`, or none, whatever the file has. `report_progress` hears how far the work is and may
    raise, to stop it.
    """
    if not is_folder(folder):
        raise AppError("core.no_folder", folder=str(folder))
    with blaming_the_disk(file.path), private_folder() as own:
        ready = own / "ready.db"
        records = _prepare(file, own / "copy.db", ready, what, report_progress, key)
        size = ready.stat().st_size
        with _failing(folder):
            _refuse_full(folder, size)
            path = _hand_over(file, ready, folder, what.unit or file.unit, period, records, report_progress)
    return SentCopy(path, records, size, key is not None)


# --- the copy, made for ourselves first -------------------------------------------------------------------------------


def _prepare(
    file: OpenFile, copy: Path, ready: Path, what: CopyContent, report_progress: ProgressCallback, key: str | None
) -> int:
    """Fill `ready`; returns how many records it holds."""
    picking = partial(report_progress, WHOLE // 5, WHOLE, Message("send.picking"))
    with sentences(copy), closing(connect(copy, file.raw_key)) as connection:
        copying = partial(report_progress, 0, WHOLE, Message("send.copying"))
        file.connection.backup(connection, pages=1000, progress=lambda *_: copying())
        refuse_replaced(file, connection)
        connection.execute("PRAGMA synchronous = OFF")
        with progress_handler(connection, picking):
            picking()
            with transaction(connection, copy):
                search_index.catch_up(OpenFile(file.path, connection, file.plan, file.clock, file.logged_unit))
                undecided = connection.execute(_UNDECIDED, {"erasure": ERASURE}).fetchall()
                _forget_own(connection, file)
                _forget_undecided(connection, file, undecided)
                if what.erasures:
                    _keep_only(connection, file, _ERASURES, {"erasure": ERASURE})
                elif what.unit is not None:
                    _keep_units(
                        connection, file, file.units.every_code(file.units.descendants(what.unit)), Plans.of(file).marks
                    )
            if file.encrypted or key:
                export_into(connection, ready, key)
            else:
                connection.execute("VACUUM INTO ?", (str(ready),))  # the same in a sixth of the time
    with sentences(ready), closing(connect(ready, key)) as connection:
        checking = partial(report_progress, WHOLE * 2 // 5, WHOLE, Message("send.checking"))
        with progress_handler(connection, checking):
            checking()
            if broken_pages(connection, "quick_check(1)"):  # what was just written
                raise AppError("core.disk_error", file=file.path.name)
            if stored_digest(connection) != computed_digest(connection):
                raise AppError("core.damaged", file=file.path.name)
            return int(
                connection.execute("SELECT count(*) FROM record WHERE deleted = 0 OR retained = 1").fetchone()[0]
            )


def _forget_own(connection: Connection, file: OpenFile) -> None:
    """Leave out what a file knows for itself alone, and acts of which it holds no change any more."""
    own = {name for (name,) in connection.execute(_PLAIN_TABLES).fetchall()} - {*_TRAVELS, *file.plan.record_kinds}
    for name in sorted(own):
        connection.execute(f"DELETE FROM {quoted(name)}")
    connection.execute(
        "DELETE FROM meta WHERE key IN (?, ?, ?, ?, ?)",
        (DAY_SAID, SAID_AFTER, FORMER_KEY, MERGED_EDITIONS, search_index.INDEXED),
    )
    connection.execute(_FORGET_ACTS)


def _forget_undecided(connection: Connection, file: OpenFile, records: Iterable[tuple[int]]) -> None:
    """Another office's erasure that nobody here agreed to is not handed on: above it would seem to be ours as well."""
    numbers = json.dumps([no for (no,) in records])
    if numbers != "[]":
        query = "SELECT no FROM record WHERE no NOT IN (SELECT value FROM json_each(:numbers))"
        _keep_only(connection, file, query, {"numbers": numbers})


def _keep_units(connection: Connection, file: OpenFile, units: set[str], marks: set[Mark]) -> None:
    """Leave out every record that does not belong to these units or go along with what does."""
    scope = MergeScope(connection, "main", marks)
    scope.pick("picked", units)
    scope.close()
    _keep_only(connection, file, "SELECT no FROM temp.picked", {})


def _keep_only(connection: Connection, file: OpenFile, query: str, values: Mapping[str, str]) -> None:
    """Leave out every record whose number the query does not give."""
    run = connection.execute
    run("DROP TABLE IF EXISTS temp.going")
    run(f"CREATE TEMP TABLE going AS {query}", values)
    for name in file.plan.record_kinds:
        run(f"DELETE FROM {quoted(name)} WHERE id NOT IN ({_GOING_IDS})", (name,))
    for table, column in (
        ("change_log", "record"),
        ("_conflict", "record"),
        ("_search_text", "rowid"),
        ("record", "no"),
    ):
        run(f"DELETE FROM {table} WHERE {column} NOT IN (SELECT no FROM temp.going)")
    run("INSERT INTO _search_text (_search_text) VALUES ('rebuild')")  # else the words of what was left out stay in it
    run(_FORGET_ACTS)
    count, total = computed_digest(connection)
    connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", [("log_count", count), ("log_digest", total)])
    retained = [no for (no,) in run("SELECT no FROM record WHERE retained = 1").fetchall()]
    derive(OpenFile(file.path, connection, file.plan, file.clock, file.logged_unit), retained)


# --- handing it over --------------------------------------------------------------------------------------------------


@contextmanager
def _failing(folder: Path) -> Iterator[None]:
    """What the disk in the other hand is to blame for."""
    try:
        yield
    except OSError as error:
        full = error.errno in DISK_FULL or _is_full(folder)  # which Windows says by another number
        raise AppError("send.no_room" if full else "send.cannot_write", folder=str(folder)) from error


def _is_full(folder: Path) -> bool:
    with suppress(OSError):  # it is no longer there
        return shutil.disk_usage(folder).free < _SPARE
    return False


def _refuse_full(folder: Path, size: int) -> None:
    if shutil.disk_usage(folder).free < size + _SPARE:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _hand_over(
    file: OpenFile, ready: Path, folder: Path, unit: str, period: str, records: int, report_progress: ProgressCallback
) -> Path:
    """Write beside, flush, read back, then give it its name; a file that is there is never touched."""
    size = ready.stat().st_size
    with part_file(folder / "copy") as part:
        writing, reading = Message("send.writing"), Message("send.reading")
        sha256 = _write(ready, part, lambda done: report_progress(500 + 300 * done // size, WHOLE, writing))
        if _digest(part, lambda done: report_progress(800 + 199 * done // size, WHOLE, reading)) != sha256:
            raise AppError("send.differs", folder=str(folder))
        return _name(file, part, folder, unit, period, records, sha256)


def _name(
    file: OpenFile, part: Path, folder: Path, unit: str, period: str, records: int, sha256: str, taken: str = ""
) -> Path:
    """Give the copy the next free name; another program may take one meanwhile."""
    name = _free_name(file, folder, unit, period)
    with store.writing(file):  # known before it is there: a copy that nobody knows of would never be named
        note = local_notes.note_sent(file, name, unit, records, sha256)
    try:
        put_in_place(part, folder / name)
    except OSError as error:
        with store.writing(file):
            local_notes.forget_sent(file, note)
        if isinstance(error, FileExistsError) and name != taken:
            return _name(file, part, folder, unit, period, records, sha256, name)
        raise
    return folder / name


def _free_name(file: OpenFile, folder: Path, unit: str, period: str) -> str:
    known = file.units.find(unit)
    assert known
    there = [*(path.name for path in folder.iterdir()), *(sent.name for sent in sent_files(file.connection))]
    return sent_name(known, file.units, period, there)


def _write(source: Path, part: Path, report_progress: Callable[[int], None]) -> str:
    """Copy a file through to the disk; returns its SHA-256."""
    digest, done = hashlib.sha256(), 0
    with source.open("rb") as stream, part.open("xb") as target:
        while chunk := stream.read(_BYTES):
            report_progress(done)
            target.write(chunk)
            digest.update(chunk)
            done += len(chunk)
        target.flush()
        os.fsync(target.fileno())
    return digest.hexdigest()


def _digest(part: Path, report_progress: Callable[[int], None]) -> str:
    """The SHA-256 of a file as the disk gives it back, past what the system remembers where that can be asked for."""
    digest, done = hashlib.sha256(), 0
    with part.open("rb") as stream:
        with suppress(AttributeError):
            os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while chunk := stream.read(_BYTES):
            report_progress(done)
            digest.update(chunk)
            done += len(chunk)
    return digest.hexdigest()


# erasures of others of which nothing was carried out here, neither by itself nor by a yes of ours, nor where they came
# from, and something stands
_UNDECIDED = """
SELECT r.no
FROM record r
JOIN kind k ON k.no = r.kind AND k.name = :erasure
WHERE r.id IN (
  SELECT erasure FROM _erasure_item WHERE why NOT IN ('same_text', 'backups')
  GROUP BY erasure HAVING NOT max(why = 'came_empty' OR (decision IS NOT NULL AND decision = 'itself'))
)
"""

# erasures of this office, for copies that are out
_ERASURES = """
SELECT r.no
FROM record r
JOIN kind k ON k.no = r.kind AND k.name = :erasure
WHERE r.no IN (SELECT c.record FROM change_log c JOIN act a ON a.no = c.act WHERE a.made_here)
"""

_PLAIN_TABLES = (
    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'"
)
_FORGET_ACTS = "DELETE FROM act WHERE no NOT IN (SELECT act FROM change_log)"
_GOING_IDS = (
    "SELECT r.id FROM record r JOIN temp._plan_kind k ON k.no = r.kind"
    " WHERE k.name = ? AND r.no IN (SELECT no FROM temp.going)"
)
