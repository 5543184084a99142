"""Files from outside: found by their content, out of folders and zip files, and copied for ourselves."""

import errno
import lzma
import os
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple
from zipfile import BadZipFile, ZipFile

from msgspec.structs import replace
from sqlcipher3 import dbapi2 as sqlite

from db.connection import connect_to_look
from db.data_file_opening import is_ours, refuse_foreign_header
from db.error_sentences import DISK_FULL, sentences
from db.journal import HEADER_BYTES, header_in_journal, is_too_long_beside, refuse_special_beside
from db.keys import why_unreadable
from db.private_folder import no_place
from desktop_app.domain.collation import sort_key
from desktop_app.domain.merging import Source
from desktop_app.errors import AppError, is_busy
from desktop_app.paths import is_file, is_folder, is_part, name_of, shown_name, why_no_file

_ZIP = b"PK\x03\x04"
# damaged, locked with a password, packed another way, named in letters that are none, put in another one's place
_BAD_ZIP = (BadZipFile, RuntimeError, EOFError, ValueError, KeyError, zlib.error, lzma.LZMAError)
MOST_TIMES = 100  # a zip file that unpacks to more than so many times itself was made to fill the disk
MOST_MEMBERS = 500  # data files in one zip file; a province has some hundred units
SMALL = 1 << 26  # bytes: all that a file of this size holds can be in memory at once
MOST_FILES = 50_000  # of any sort in one folder that is looked through; a whole disk has more
_ROLLBACK = b"\x01\x01"  # what a header says where there is no write-ahead log
_COMPANIONS = ("-journal", "-wal")
_BYTES = 1 << 20  # copied at a time

Ask = Callable[[], None]
FileStats = tuple[tuple[int, int] | None, ...]  # size and time of a file and of what may lie beside it


class Copied(NamedTuple):
    """The digests of all that was read of a file, and whether its own bytes, the last, are all that there is of it."""

    digests: tuple[bytes, ...]
    whole: bool


def find_sources(
    paths: Iterable[Path], passphrases: Mapping[Path, str], own: Path, ask: Ask = lambda: None
) -> list[Source]:  # fmt: skip
    """The files named, whatever they are, and in the folders named every data file but the parts of
    copies that were cut off, whatever its name.

    A file that was named twice is there once; an encrypted one in a folder is found only by its passphrase. `own` is
    the file that is open here: it is left out of folders without being touched. `ask` is called for each file that is
    looked at and may raise, to stop. AppError: a folder holds too many.
    """
    found: dict[tuple[Path, str | None], Source] = {}
    keys = {_real(path): passphrase for path, passphrase in passphrases.items()}
    for path in paths:
        inside = _inside(path, keys, own, ask) if is_folder(path) else [path]
        for file in sorted(inside, key=lambda one: [sort_key(part) for part in one.parts]):
            name = file.relative_to(path).as_posix() if is_folder(path) else name_of(file)
            members: list[str | None] = [] if is_same(file, own) else [*_members(file)]
            for member in members or [None]:
                shown = shown_name(f"{name}/{member}" if member else name)
                key, picked = (_real(file), member), file == path and member is None
                one = found.setdefault(key, Source(file, shown, keys.get(key[0]), member))
                found[key] = replace(one, picked=one.picked or picked)
    return list(found.values())


def _real(path: Path) -> Path:
    """One path for each file, whatever leads to it."""
    return Path(os.path.realpath(path))


def _inside(folder: Path, keys: Mapping[Path, str], own: Path, ask: Ask) -> Iterator[Path]:
    count = 0
    for parent, _, names in os.walk(folder):
        count += len(names)
        if count > MOST_FILES:
            raise AppError("merge.many_files", folder=shown_name(str(folder)), most=MOST_FILES)
        for name in names:
            ask()
            file = Path(parent, name)
            has_key = bool(keys) and _real(file) in keys
            if not is_part(name) and not is_same(file, own) and (has_key or _seems_ours(file) or _members(file)):
                yield file


def is_same(file: Path, own: Path) -> bool:
    """Whether a path leads to the file that is open here, which must not be opened a second time."""
    try:
        return file.samefile(own)
    except OSError:
        return False


def _seems_ours(file: Path) -> bool:
    """Whether the header says so; half a header is what the journal beside it says."""
    return is_ours(_header(file)) or is_ours(header_in_journal(file))


def _members(file: Path) -> list[str]:
    """The data files in a zip file, whatever their names; none where it is no zip file or can't be unpacked."""
    if not _header(file).startswith(_ZIP):
        return []
    found = []
    try:
        with ZipFile(file) as packed:
            if sum(info.file_size for info in packed.infolist()) > _most_unpacked(file):
                return []
            for info in packed.infolist():
                if is_part(PurePosixPath(info.filename).name):
                    continue
                with packed.open(info) as stream:
                    if is_ours(stream.read(HEADER_BYTES)):
                        found.append(info.filename)
            if len(found) > MOST_MEMBERS or len(set(found)) < len(found):  # of one name only the last would be read
                return []
    except (*_BAD_ZIP, OSError):  # so says what unpacks bzip2 of anything that is none
        return []
    return found


def _most_unpacked(file: Path) -> int:
    return MOST_TIMES * file.stat().st_size


def _header(file: Path) -> bytes:
    """The first bytes of a file; nothing where it can't be read, which its opening will explain.

    One without any is not opened: what the system shows as files may wait for ever to be read.
    """
    try:
        if not file.is_file() or file.stat().st_size == 0:
            return b""
        with file.open("rb") as stream:
            return stream.read(HEADER_BYTES)
    except OSError:
        return b""


@contextmanager
def refusing(source: Source) -> Iterator[None]:
    """What is wrong with a file from outside becomes one sentence that names it as people see it."""
    try:
        yield
    except AppError as error:
        if error.key == "core.disk_full":
            raise _no_room() from error
        unreadable = source.passphrase is None or error.__cause__ is not None
        if error.key == "core.not_ours" and source.member is None and unreadable:
            raise AppError(why_unreadable(source.path, source.passphrase), file=source.name) from error
        raise AppError(error.key, **{**error.values, "file": source.name}) from error
    except OSError as error:
        if error.errno in DISK_FULL:
            raise _no_room() from error
        key = "core.file_in_use" if is_busy(error, source.path) else "merge.unreadable"
        raise AppError(key, file=source.name) from error
    except sqlite.Error as error:  # a file that is not built as ours are
        raise AppError("core.damaged", file=source.name) from error


def _no_room() -> AppError:
    """A file from outside is only read: what is full is the disk with the private copy of it."""
    return no_place(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))


def stats_of(path: Path) -> FileStats:
    """What differs where a file was written since, at a glance: also where only its journal was."""
    return tuple(_size_and_time(_beside(path, end)) for end in ("", *_COMPANIONS))


def _size_and_time(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def take_copy(source: Source, private: Path, ask: Ask) -> Copied:
    """Make a private copy of a file.

    Call it inside `refusing`; `ask` is called now and then and may raise, to stop.
    """
    path = source.path
    if is_part(path.name):
        raise AppError("core.cut_off", file=source.name)
    if not is_file(path):
        raise AppError(why_no_file(path), file=source.name)
    if path.stat().st_size == 0:
        raise AppError("core.not_ours", file=source.name)
    refuse_special_beside(path)
    with sentences(path):
        return _copy(_unpacked(source, private.parent, ask), private, ask)


def private_copy(path: Path, folder: Path, passphrase: str | None) -> Path:
    """A copy of a data file in a folder, under its own name, with what a program that died over it left."""
    source, copy = Source(path, name_of(path), passphrase), folder / path.name
    with refusing(source):
        take_copy(source, copy, lambda: None)
    return copy


def _unpacked(source: Source, folder: Path, ask: Ask) -> Source:
    """The member of a zip file as a file of its own."""
    if source.member is None:
        with source.path.open("rb") as stream:  # one that can't be read is not taken for none of ours
            if stream.read(len(_ZIP)) == _ZIP:
                raise AppError("merge.zip", file=source.name)
        return source
    path = folder / "member.db"
    try:
        with ZipFile(source.path) as packed, packed.open(source.member) as stream, path.open("wb") as target:
            if packed.getinfo(source.member).file_size > _most_unpacked(source.path):
                raise AppError("merge.zip", file=source.name)
            _pour(stream, target, ask)
    except _BAD_ZIP as error:
        raise AppError("merge.zip", file=source.name) from error
    return replace(source, path=path)


def _pour(stream: IO[bytes], target: IO[bytes], ask: Ask, length: int = sys.maxsize) -> bytes:
    """Copy what is left of a stream, `length` bytes at most; the digest of it. Long holes take no room in the copy."""
    from hashlib import sha256  # with OpenSSL, which a window at rest does without

    hole, digest = bytes(_BYTES), sha256()
    while part := stream.read(min(_BYTES, length)):
        if part == hole:
            target.seek(_BYTES, os.SEEK_CUR)
        else:
            target.write(part)
        digest.update(part)
        length -= len(part)
        ask()
    target.truncate()
    return digest.digest()


def _copy(source: Source, private: Path, ask: Ask) -> Copied:
    """Byte by byte, while SQLite's lock keeps off whoever writes; with its journal where a program died over it."""
    if not _is_written_ahead(source):
        try:
            with _unwritten(source) as length:
                return Copied((_pour_file(source.path, private, ask, length),), whole=True)
        except sqlite.OperationalError as error:
            if not error.sqlite_errorname.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN")):
                raise  # else a journal was left beside the file: it is settled in our copy
    if source.passphrase is None and not _seems_ours(source.path):
        raise AppError("core.not_ours", file=source.name)
    read = [end for end in (*_COMPANIONS, "") if is_file(_beside(source.path, end))]
    if any(is_too_long_beside(source.path, end) for end in read):
        raise AppError("merge.torn", file=source.name)
    digests = tuple(_pour_file(_beside(source.path, end), _beside(private, end), ask) for end in read)
    return Copied(digests, whole=False)


def _is_written_ahead(source: Source) -> bool:
    """Whether another program set a file to a write-ahead log; only to look at it SQLite would put files beside it."""
    if is_file(_beside(source.path, "-wal")):
        return True
    if source.passphrase is None:
        return _header(source.path)[18:20] != _ROLLBACK
    try:
        with closing(connect_to_look(source.path, source.passphrase, locked=False)) as connection:
            connection.execute("PRAGMA application_id")
    except sqlite.DatabaseError as error:
        return bool(error.sqlite_errorname == "SQLITE_CANTOPEN")
    return False


@contextmanager
def _unwritten(source: Source) -> Iterator[int]:
    """The most bytes to copy of a file: of a large one its pages, as what lies behind them may be of any size.

    Nobody writes the file meanwhile; a program that does so now is waited for. AppError: it is none of ours.
    """
    with closing(connect_to_look(source.path, source.passphrase)) as connection:
        connection.execute("BEGIN")
        refuse_foreign_header(connection, source.path)  # which takes the lock
        if source.path.stat().st_size <= SMALL:  # to count its pages SQLite would read all words of the tables
            yield sys.maxsize
            return
        count, size = (int(connection.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "page_size"))
        yield count * size


def _pour_file(path: Path, target: Path, ask: Ask, length: int = sys.maxsize) -> bytes:
    """What another program puts behind its end meanwhile is none of it, else it might never end."""
    with path.open("rb") as stream, target.open("wb") as copy:
        return _pour(stream, copy, ask, min(length, os.fstat(stream.fileno()).st_size))


def _beside(path: Path, end: str) -> Path:
    return path.parent / (path.name + end)  # a drive that was pulled out has no name
