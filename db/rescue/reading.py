"""The rows of a damaged file, sorted out; of an encrypted one it is known which pages are whole."""

import mmap
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

from db.keys import PAGE_BYTES, PageCheck
from db.private_folder import private_folder
from db.rescue.carving import Carved, carve
from db.rescue.decrypting import decrypted
from db.rescue.pages import OUR_LAYOUT, PageRow, Pages
from desktop_app.domain.merging import ProgressCallback, ignore_progress
from desktop_app.messages import Message

OFTEN = 200  # pages, or records, between two words about how far it is
_LOOKED_AT = 256 * PAGE_BYTES  # of an encrypted file, to see whether a key makes rows of it


def read_carved(private: Path, key: str | None, folder: Path, report_progress: ProgressCallback) -> Carved:
    """What a private copy of a damaged file holds."""
    if private.stat().st_size == 0:
        return Carved()
    if key is not None:
        return _decrypted(private, key, folder, report_progress)
    with private.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as raw:
        found = carve(_rows(Pages(raw), report_progress))
        if Pages(raw).layout != OUR_LAYOUT:  # what says so may be what is damaged
            usual = carve(_rows(Pages(raw, OUR_LAYOUT), report_progress))
            found = max(found, usual, key=lambda one: len(one.changes))
    return found


def _decrypted(private: Path, key: str, folder: Path, report_progress: ProgressCallback) -> Carved:
    """What stands on whole pages, and what else there is: a bit that flipped may have made one value another there."""
    hurt, unsure = frozenset(_hurt_pages(private, key)), list[PageRow]()

    def whole(rows: Iterable[PageRow]) -> Iterator[PageRow]:
        for row in rows:
            if row.hurt:
                unsure.append(row)
            else:
                yield row

    found = carve(whole(_rows(Pages(decrypted(private, key, folder), hurt=hurt), report_progress)))
    found.complete(carve(unsure))
    return found


def _hurt_pages(private: Path, key: str) -> Iterator[int]:
    check = PageCheck(key)
    with private.open("rb") as stream:
        for number in count(1):
            page = stream.read(PAGE_BYTES)
            if not page:
                return
            if not check.is_whole(number, page):
                yield number


def _rows(pages: Pages, report_progress: ProgressCallback) -> Iterator[PageRow]:
    for number in range(1, pages.count + 1):
        if number % OFTEN == 0:
            report_progress(number, 2 * pages.count, Message("salvage.reading"))
        yield from pages.rows(number)


def makes_rows(damaged: Path, raw: str) -> bool:
    """Whether a key makes rows of ours out of a file in which no page is whole: another one makes noise of it."""
    with private_folder() as folder, damaged.open("rb") as stream:
        (folder / "start.db").write_bytes(stream.read(_LOOKED_AT))
        found = carve(_rows(Pages(decrypted(folder / "start.db", raw, folder)), ignore_progress))
    return bool(found.meta or found.changes or found.all_records())
