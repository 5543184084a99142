"""Whether the journal beside a file is one of that file: another one may have been copied over it meanwhile.

SQLite believes any journal of the right name, and would put pages of the file of before into the new one. But it counts
the transactions of a file in the first page, and the pages too: a journal says how these were before, and the file has
them so or one transaction further. In an encrypted file any number follows the last one; of that only a journal with
another key is known, or one that leaves the first page as it is.
"""

from pathlib import Path

from db.journal import FileBefore, read_journal
from db.keys import MAGIC, PAGE_BYTES, PageCheck, key_of_first_page
from db.private_folder import private_folder
from db.rescue.decrypting import decrypted
from desktop_app.errors import AppError
from desktop_app.paths import is_file

_VERSIONS, _ROLLBACK = slice(18, 20), b"\x01\x01"
_COUNT, _PAGES, _PAGES_AT = slice(24, 28), slice(28, 32), slice(92, 96)  # the pages hold for this count
_WRAP = 1 << 32
_SECTOR = 512  # bytes that a power cut leaves old or new together
_LARGEST_PAGE = 1 << 16


def refuse_other_journal(path: Path, key: str | None) -> None:
    """AppError: what lies beside a file would destroy it; `key` as a person typed it.

    Call it before this process has the file open: to read it drops the locks that are held on it.
    """
    for end, is_there in (("-journal", has_other_journal), ("-wal", has_other_log)):
        if is_there(path, key):
            raise AppError("file.other_journal", file=path.name, journal=path.name + end)


def has_other_journal(path: Path, key: str | None) -> bool:
    """Whether the journal beside a file is that of another one; where that can't be known it is not."""
    then, before, now = _start_of(path), read_journal(path), _start_of(path)
    if before is None or now != then:  # somebody writes it at this moment
        return False
    if key is None:
        return now.startswith(MAGIC) and (_is_of_another(before, now) or _passed(before, now) > 1)
    raw = key_of_first_page(now[:PAGE_BYTES], key)
    if raw is None:
        return False
    if before.first and not PageCheck(raw).is_whole(1, before.first):
        return True
    clear, *first = _in_clear(raw, now[:PAGE_BYTES], *filter(None, [before.first]))
    return _is_of_another(FileBefore(before.pages, *first or [b""]), clear)


def has_other_log(path: Path, key: str | None) -> bool:
    """Whether a write-ahead log lies beside a file that has none, as its header says; of an encrypted one it is not
    known.
    """
    log = path.with_name(path.name + "-wal")
    if key is not None or not is_file(log) or log.stat().st_size == 0:
        return False
    now = _start_of(path)
    return now.startswith(MAGIC) and now[_VERSIONS] == _ROLLBACK


def _is_of_another(before: FileBefore, now: bytes) -> bool:
    if not before.first:  # nobody wrote the first page yet
        return now[_COUNT] == now[_PAGES_AT] and int.from_bytes(now[_PAGES]) != before.pages
    return _passed(before, now) == 0 and now[:_SECTOR] != before.first[:_SECTOR]


def _passed(before: FileBefore, now: bytes) -> int:
    """How many transactions passed since."""
    return (int.from_bytes(now[_COUNT]) - int.from_bytes(before.first[_COUNT])) % _WRAP if before.first else 0


def _start_of(path: Path) -> bytes:
    try:
        if not is_file(path):  # to open a pipe may take for ever
            return b""
        with path.open("rb") as stream:
            return stream.read(_LARGEST_PAGE)
    except OSError:  # which its opening will explain
        return b""


def _in_clear(raw: str, *pages: bytes) -> list[bytes]:
    with private_folder() as folder:
        found = []
        for page in pages:
            (folder / "page.db").write_bytes(page)
            found.append(bytes(decrypted(folder / "page.db", raw, folder)))
        return found
