"""The rollback journal that a program which died left beside its file, as far as it must be read before the file is."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from desktop_app.paths import refuse_special

HEADER_BYTES = 100  # of the first page of a database
_MAGIC = bytes.fromhex("d9d505f920a163d7")
_TO_THE_END = 0xFFFFFFFF
_SPACING = 200  # bytes between two that are added up
_LONGEST_NAME = 255  # letters of UTF-16 that Windows takes; elsewhere it is for the disk to say
_LONGEST_PATH = 512  # bytes that SQLite takes there


class _Section(NamedTuple):
    """One run of pages: where it begins, how many follow, the start of their sums, sizes of a sector and a page."""

    start: int
    pages: int
    nonce: int
    sector: int
    page: int


def journal_of(path: Path) -> Path:
    return path.with_name(path.name + "-journal")


def refuse_long_name(path: Path) -> None:
    """OSError: no journal could lie beside this file, so nothing could ever be written into it."""
    journal = journal_of(path.absolute())
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


def header_in_journal(path: Path) -> bytes:
    """The first bytes that a data file has once its journal is played back; empty where that does not touch them.

    Written after the file format of SQLite, "The Rollback Journal".
    """
    try:
        refuse_special(journal_of(path))
        with journal_of(path).open("rb") as journal:
            for section in _sections(journal):
                for number in range(section.pages):
                    found = _first_page(journal, section, number)
                    if found:
                        return found[:HEADER_BYTES]
    except OSError:
        pass
    return b""


def _sections(journal: BinaryIO) -> Iterator[_Section]:
    end = journal.seek(0, 2)
    at = 0
    while True:
        journal.seek(at)
        header = journal.read(28)
        if len(header) < 28 or not header.startswith(_MAGIC):
            return
        count, nonce, _, sector, page = (int.from_bytes(header[8 + 4 * n : 12 + 4 * n]) for n in range(5))
        if not (512 <= page <= 1 << 16 and 32 <= sector <= 1 << 16):
            return
        room = (end - at - sector) // (page + 8)
        section = _Section(at + sector, room if count == _TO_THE_END else min(count, room), nonce, sector, page)
        yield section
        at = section.start + section.pages * (page + 8)
        at += -at % sector


def _first_page(journal: BinaryIO, section: _Section, number: int) -> bytes:
    """The page at this place where it is the first of the file and whole."""
    journal.seek(section.start + number * (section.page + 8))
    if int.from_bytes(journal.read(4)) != 1:
        return b""
    page, checksum = journal.read(section.page), int.from_bytes(journal.read(4))
    added = sum(page[at] for at in range(section.page - _SPACING, 0, -_SPACING))
    return page if (section.nonce + added) & 0xFFFFFFFF == checksum else b""
