"""The rollback journal that a program which died left beside its file, as far as it must be read before the file is."""

import errno
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from desktop_app.paths import refuse_special

HEADER_BYTES = 100  # of the first page of a database
_MAGIC = bytes.fromhex("d9d505f920a163d7")
_TO_THE_END = 0xFFFFFFFF
MOST_TIMES, _SMALLEST = 100, 1 << 20  # a journal of a file that was cut short is longer than it, but not so much
_SPACING = 200  # bytes between two that are added up
_LONGEST_NAME = 255  # letters of UTF-16 that Windows takes; elsewhere it is for the disk to say
_LONGEST_PATH = 512  # bytes that SQLite takes there


class FileBefore(NamedTuple):
    """A file before the work that was cut off, as its journal has it: how many pages, and the first one or nothing."""

    pages: int
    first: bytes


class _Section(NamedTuple):
    """One run of pages: where it begins, how many follow, the start of their sums, how many the file had, sizes of a
    sector and a page.
    """

    start: int
    pages: int
    nonce: int
    before: int
    sector: int
    page: int


def journal_of(path: Path) -> Path:
    return path.with_name(path.name + "-journal")


def refuse_long_name(path: Path) -> None:
    """OSError: no journal could lie beside this file, so nothing could ever be written into it."""
    path = path.absolute()
    if not path.name:  # a drive or a share, which is no file
        return
    journal = journal_of(path)
    if os.name == "nt":
        is_long = len(journal.name.encode("utf-16-le", "surrogatepass")) // 2 > _LONGEST_NAME
    else:
        is_long = len(os.fsencode(journal)) > _LONGEST_PATH or _is_long_for_the_disk(journal)
    if is_long:
        raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG), str(path))


def _is_long_for_the_disk(path: Path) -> bool:
    try:
        path.lstat()
    except OSError as error:
        return error.errno == errno.ENAMETOOLONG
    return False


def refuse_special_beside(path: Path) -> None:
    """OSError: where SQLite looks for a journal of a file lies what is none, a pipe perhaps."""
    for end in ("-journal", "-wal", "-shm"):
        refuse_special(path.with_name(path.name + end))


def is_too_long_beside(path: Path, end: str) -> bool:
    """Whether what lies beside a file is longer than any journal of it: a hole perhaps, which takes hours to read."""
    beside = path.with_name(path.name + end)
    return beside.stat().st_size > MOST_TIMES * max(path.stat().st_size, _SMALLEST)


def header_in_journal(path: Path) -> bytes:
    """The first bytes that a data file has once its journal is played back; empty where that does not touch them."""
    before = read_journal(path)
    return before.first[:HEADER_BYTES] if before else b""


def read_journal(path: Path) -> FileBefore | None:
    """What the journal beside a file says of it; None where there is none that SQLite would play back.

    Written after the file format of SQLite, "The Rollback Journal".
    """
    try:
        refuse_special(journal_of(path))
        with journal_of(path).open("rb") as journal:
            sections = list(_sections(journal))
            if not sections:
                return None
            return FileBefore(sections[0].before, next(filter(None, _first_pages(journal, sections)), b""))
    except OSError:
        return None


def _first_pages(journal: BinaryIO, sections: Iterable[_Section]) -> Iterator[bytes]:
    for section in sections:
        for number in range(section.pages):
            journal.seek(section.start + number * (section.page + 8))
            page = int.from_bytes(journal.read(4))
            if page == 0:  # here SQLite ends as well; what follows may be a hole without end
                return
            if page == 1:
                yield _whole_page(journal, section)


def _sections(journal: BinaryIO) -> Iterator[_Section]:
    end = journal.seek(0, 2)
    at = 0
    while True:
        journal.seek(at)
        header = journal.read(28)
        if len(header) < 28 or not header.startswith(_MAGIC):
            return
        count, nonce, before, sector, page = (int.from_bytes(header[8 + 4 * n : 12 + 4 * n]) for n in range(5))
        if not (512 <= page <= 1 << 16 and 32 <= sector <= 1 << 16):
            return
        room = (end - at - sector) // (page + 8)
        pages = room if count == _TO_THE_END else min(count, room)
        section = _Section(at + sector, pages, nonce, before, sector, page)
        yield section
        at = section.start + section.pages * (page + 8)
        at += -at % sector


def _whole_page(journal: BinaryIO, section: _Section) -> bytes:
    """The page that follows, where it is whole."""
    page, checksum = journal.read(section.page), int.from_bytes(journal.read(4))
    added = sum(page[at] for at in range(section.page - _SPACING, 0, -_SPACING))
    return page if (section.nonce + added) & 0xFFFFFFFF == checksum else b""
