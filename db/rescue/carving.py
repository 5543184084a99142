"""Which row of which table each row of a page is: known by its shape alone, so that no schema is needed."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from types import NoneType
from typing import Any, Generic, TypeVar

from msgspec import Struct, field

from db.head_mark import MARK
from db.rescue.pages import PageRow
from desktop_app.domain.clock import STAMP_BYTES
from desktop_app.domain.erasing import ErasedChange, ErasureItem

META = ("unit", "author", "unit_version", "plan", "log_count", "log_digest", "erasing", MARK)
FTS_META = ("version",)  # of the search, in a table of the same shape
K = TypeVar("K")
V = TypeVar("V")
LogKey = tuple[int, int, bytes]  # record, field, stamp
RevertedKey = tuple[str, int, bytes]  # id of the record, field, stamp
LogRow = tuple[Any, bytes | None, bytes | None, int]  # value, replaces, covers, act
ActRow = tuple[Any, ...]  # id, kind, unit, author, time, target, made_here


class _Once(Generic[K, V]):
    """Things that are said once; of what is said in two ways nothing is believed."""

    def __init__(self) -> None:
        self._said: dict[K, V] = {}
        self._doubtful: set[K] = set()

    def add(self, key: K, value: V) -> None:
        if self._said.setdefault(key, value) != value:
            self._doubtful.add(key)

    def sure(self) -> dict[K, V]:
        return {key: value for key, value in self._said.items() if key not in self._doubtful}


class Carved(Struct):
    """The log and what belongs to it, as far as it could be read; `indexed_…`: the same as an index has it."""

    meta: dict[str, Any] = field(default_factory=dict)
    plans: list[tuple[Any, ...]] = field(default_factory=list)
    pdfs: dict[str, bytes] = field(default_factory=dict)
    kinds: _Once[int, str] = field(default_factory=_Once)
    fields: _Once[int, tuple[int, str]] = field(default_factory=_Once)
    records: _Once[int, tuple[str, int]] = field(default_factory=_Once)
    acts: _Once[int, ActRow] = field(default_factory=_Once)
    indexed_kinds: _Once[int, str] = field(default_factory=_Once)
    indexed_fields: _Once[int, tuple[int, str]] = field(default_factory=_Once)
    indexed_records: _Once[int, tuple[str, int]] = field(default_factory=_Once)
    listed: set[tuple[int, LogKey]] = field(default_factory=set)  # (act, change) as the index on acts has it
    changes: dict[LogKey, LogRow] = field(default_factory=dict)
    doubtful: set[LogKey] = field(default_factory=set)
    reverted: dict[RevertedKey, LogRow] = field(default_factory=dict)
    items: list[ErasureItem] = field(default_factory=list)

    def all_kinds(self) -> dict[int, str]:
        return self.indexed_kinds.sure() | self.kinds.sure()

    def all_fields(self) -> dict[int, tuple[int, str]]:
        return self.indexed_fields.sure() | self.fields.sure()

    def all_records(self) -> dict[int, tuple[str, int]]:
        return self.indexed_records.sure() | self.records.sure()

    def believed(self) -> dict[LogKey, LogRow]:
        """The changes without those that are there in two ways, or that an index which is whole does not know."""
        sure = {key: row for key, row in self.changes.items() if key not in self.doubtful}
        if len(self.listed) != self.meta.get("log_count"):
            return sure
        return {key: row for key, row in sure.items() if (row[3], key) in self.listed}

    def unit(self) -> str | None:
        """Whose file it is; where that is lost, who acted in it most."""
        if isinstance(self.meta.get("unit"), str):
            return str(self.meta["unit"])
        acting = Counter(act[2] for act in self.acts.sure().values() if act[2] and act[6])
        return acting.most_common(1)[0][0] if acting else None


def carve(rows: Iterable[PageRow]) -> Carved:
    """Sort rows out; what has no shape of ours is passed over."""
    found = Carved()
    for row in rows:
        for shape, take in _INDEXES if row.rowid is None else _TABLES:
            if len(shape) == len(row.values) and all(fits(v) for fits, v in zip(shape, row.values, strict=True)):
                take(found, row.rowid or 0, row.values)
                break
    return found


def _take_change(found: Carved, _: int, v: Sequence[Any]) -> None:
    """Of two rows that differ by an erased value alone, a copy made meanwhile has the older one as well."""
    key, row = (v[0], v[1], v[2]), (v[3], v[4], v[5], v[6])
    known = found.changes.setdefault(key, row)
    if known[1:] != row[1:] or (known[0] != row[0] and None not in (known[0], row[0])):
        found.doubtful.add(key)
    elif row[0] is None:
        found.changes[key] = row


def _take_reverted(found: Carved, _: int, v: Sequence[Any]) -> None:
    """What is reverted; an erased value is believed before another."""
    key, row = (v[0], v[1], v[2]), (v[3], v[4], v[5], v[6])
    if key not in found.reverted or row[0] is None:
        found.reverted[key] = row


def _take_item(found: Carved, _: int, v: Sequence[Any]) -> None:
    place = ErasedChange(v[1], v[2], v[3], v[4])
    found.items.append(ErasureItem(v[0], place, v[5], v[6], v[7], v[9]))


def _take_pdf(found: Carved, _: int, v: Sequence[Any]) -> None:
    if sha256(v[1]).hexdigest() == v[0]:
        found.pdfs[v[0]] = v[1]


def _of(*types: type) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, types)


_none, _text, _int, _blob = _of(NoneType), _of(str), _of(int), _of(bytes)
_maybe_text, _stored = _of(str, NoneType), _of(str, int, NoneType)


def _name(value: Any) -> bool:
    """A name, and not the SHA-256 of a locked report."""
    return isinstance(value, str) and len(value) < 64


def _stamp(value: Any) -> bool:
    return isinstance(value, bytes) and len(value) == STAMP_BYTES


def _stamps(value: Any) -> bool:
    return value is None or (isinstance(value, bytes) and len(value) > 0 and len(value) % STAMP_BYTES == 0)


def _meta_key(value: Any) -> bool:
    return value in META + FTS_META


Shape = tuple[Callable[[Any], bool], ...]
Take = Callable[[Carved, int, Sequence[Any]], None]

_TABLES: tuple[tuple[Shape, Take], ...] = (
    ((_none, _text), lambda found, no, v: found.kinds.add(no, v[1])),
    ((_text, _blob), _take_pdf),
    ((_none, _int, _text), lambda found, no, v: found.fields.add(no, (v[1], v[2]))),
    ((_text, _int, _text, _text), lambda found, _, v: found.plans.append(tuple(v))),
    ((_none, _text, _int, _int, _int, _maybe_text), lambda found, no, v: found.records.add(no, (v[1], v[2]))),
    (
        (_none, _stamp, _text, _maybe_text, _text, _text, _stamps, _int),
        lambda found, no, v: found.acts.add(no, tuple(v[1:])),
    ),
)
_INDEXES: tuple[tuple[Shape, Take], ...] = (
    ((_meta_key, _stored), lambda found, _, v: found.meta.update({v[0]: v[1]})),
    ((_name, _int), lambda found, _, v: found.indexed_kinds.add(v[1], v[0])),
    ((_int, _text, _int), lambda found, _, v: found.indexed_fields.add(v[2], (v[0], v[1]))),
    ((_text, _int, _int), lambda found, _, v: found.indexed_records.add(v[2], (v[0], v[1]))),
    ((_int, _int, _int, _stamp), lambda found, _, v: found.listed.add((v[0], (v[1], v[2], v[3])))),
    ((_int, _int, _stamp, _stored, _stamps, _stamps, _int), _take_change),
    ((_text, _int, _stamp, _stored, _stamps, _stamps, _int), _take_reverted),
    ((_text, _blob, *[_text] * 7, _maybe_text), _take_item),
)
