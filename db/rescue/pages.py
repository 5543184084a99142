"""Rows out of the single pages of a SQLite file, whatever became of the rest: the file format, and nothing of ours."""

from collections.abc import Collection, Iterator
from typing import Any

from msgspec import Struct

from db.keys import MAGIC

_HEADER = 100
OUR_LAYOUT = (4096, 0)  # bytes of a page, and how many at its end are left free: where the header does not say it
_TABLE_LEAF, _INDEX_LEAF, _INDEX_INNER = 0x0D, 0x0A, 0x02
_MOST_BYTES = 1 << 28
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_CONTROL = frozenset(map(chr, range(32))) - {"\n", "\t", "\r"}


class _UnreadableError(Exception):
    """A row that is not one, or no longer whole."""


class PageRow(Struct, frozen=True):
    """One row as it lies in a page; `rowid` is None in indexes and in tables without one. `hurt`: a part of it lies on
    a page that is known not to be whole.
    """

    rowid: int | None
    values: tuple[Any, ...]
    hurt: bool = False


def stated_layout(raw: Any) -> tuple[int, int]:
    """How large the pages are and what is left free of each, as the header says, where that can be."""
    if raw[:16] != MAGIC or len(raw) < _HEADER:
        return OUR_LAYOUT
    stated = int.from_bytes(raw[16:18])
    size = 65536 if stated == 1 else stated
    return size if 512 <= size <= 65536 and size & (size - 1) == 0 else OUR_LAYOUT[0], raw[20]


class Pages:
    """The pages of a file, read as bytes; `hurt`: the numbers of those that are known not to be whole."""

    def __init__(self, raw: Any, layout: tuple[int, int] | None = None, hurt: Collection[int] = ()) -> None:
        self._raw, self._hurt = raw, hurt
        self.layout = self.size, reserved = layout or stated_layout(raw)
        self.count = -(-len(raw) // self.size)
        self._usable = self.size - reserved
        self._read: set[int] = set()  # the pages of the row that is being read

    def rows(self, number: int) -> Iterator[PageRow]:
        """Every row of one page that is whole; the first page is number 1."""
        page = self._page(number)
        start = _HEADER if number == 1 else 0
        kind = page[start] if start < len(page) else 0
        if kind not in (_TABLE_LEAF, _INDEX_LEAF, _INDEX_INNER):
            return
        first = start + (12 if kind == _INDEX_INNER else 8)
        for n in range(int.from_bytes(page[start + 3 : start + 5])):
            pointer = page[first + 2 * n : first + 2 * n + 2]
            self._read = {number}
            try:
                yield self._row(kind, page, int.from_bytes(pointer))
            except (_UnreadableError, IndexError, UnicodeDecodeError):
                continue

    def _page(self, number: int) -> bytes:
        return bytes(self._raw[(number - 1) * self.size : number * self.size])

    def _row(self, kind: int, page: bytes, at: int) -> PageRow:
        if at < 8:
            raise _UnreadableError
        if kind == _INDEX_INNER:
            at += 4
        size, at = _varint(page, at)
        rowid = None
        if kind == _TABLE_LEAF:
            unsigned, at = _varint(page, at)
            rowid = unsigned - ((unsigned >> 63) << 64)
        values = _values(self._payload(kind, page, at, size))
        return PageRow(rowid, values, any(number in self._hurt for number in self._read))

    def _payload(self, kind: int, page: bytes, at: int, size: int) -> bytes:
        """The bytes of a row, those on other pages included."""
        usable = self._usable
        most = usable - 35 if kind == _TABLE_LEAF else (usable - 12) * 64 // 255 - 23
        if size <= most:
            return _cut(page, at, size)
        if size > _MOST_BYTES:
            raise _UnreadableError
        least = (usable - 12) * 32 // 255 - 23
        local = least + (size - least) % (usable - 4)
        if local > most:
            local = least
        chain = int.from_bytes(_cut(page, at + local, 4))
        return _cut(page, at, local) + self._overflow(chain, size - local)

    def _overflow(self, number: int, size: int) -> bytes:
        """A chain of pages that is exactly as long as its row says."""
        parts = []
        while size > 0:
            if not 1 < number <= self.count:
                raise _UnreadableError
            page = self._page(number)
            self._read.add(number)
            part = _cut(page, 4, min(size, self._usable - 4))
            parts.append(part)
            size -= len(part)
            number = int.from_bytes(page[:4])
        if number:
            raise _UnreadableError
        return b"".join(parts)


def _cut(page: bytes, at: int, size: int) -> bytes:
    if at + size > len(page):
        raise _UnreadableError
    return page[at : at + size]


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where it ends."""
    value = 0
    for n in range(8):
        byte = data[at + n]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + n + 1
    return value << 8 | data[at + 8], at + 9


def _values(payload: bytes) -> tuple[Any, ...]:
    """The columns of a row; what its head says must come out to the byte."""
    head, at = _varint(payload, 0)
    types = []
    while at < head:
        kind, at = _varint(payload, at)
        types.append(kind)
    values = []
    for kind in types:
        value, at = _value(payload, at, kind)
        values.append(value)
    if at != len(payload):
        raise _UnreadableError
    return tuple(values)


def _value(payload: bytes, at: int, kind: int) -> tuple[Any, int]:
    if kind == 0:
        return None, at
    if kind in (8, 9):
        return kind - 8, at
    if kind in _INTEGERS:
        size = _INTEGERS[kind]
        return int.from_bytes(_cut(payload, at, size), signed=True), at + size
    if kind < 12:
        raise _UnreadableError  # a number with a fraction is nowhere in a log
    size = (kind - 12) // 2
    raw = _cut(payload, at, size)
    if kind % 2 == 0:
        return raw, at + size
    text = raw.decode()
    if not _CONTROL.isdisjoint(text):
        raise _UnreadableError
    return text, at + size
