"""Which row of which table each row of a page is: known by its shape alone, so that no schema is needed."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from types import NoneType
from typing import Any, Generic, Self, TypeVar

from msgspec import Struct, field

from db.data_file import PRACTICE
from db.erasure import DUE
from db.head_mark import MARK, HeadMark, read_mark
from db.rescue.pages import PageRow
from desktop_app.domain.clock import STAMP_BYTES
from desktop_app.domain.erasing import ErasedChange, ErasureItem

META = ("unit", "author", "unit_version", "plan", "log_count", "log_digest", DUE, PRACTICE, MARK)
FTS_META = ("version",)  # of the search, in a table of the same shape
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", re.ASCII)
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
        self._also: dict[K, set[V]] = {}

    def add(self, key: K, value: V) -> None:
        if self._said.setdefault(key, value) != value:
            self._also.setdefault(key, set()).add(value)

    def fill(self, other: Self) -> None:
        """Take what is not said here."""
        missing = other._said.keys() - self._said.keys()
        self._said |= {key: other._said[key] for key in missing}
        self._also |= {key: other._also[key] for key in missing & other._also.keys()}

    def sure(self, is_wrong: Callable[[V], bool] = lambda _: False) -> dict[K, V]:
        """What is said in one way, but for what only looks like it."""
        found = {key: value for key, value in self._said.items() if key not in self._also and not is_wrong(value)}
        for key, also in self._also.items():
            left = [value for value in {self._said[key], *also} if not is_wrong(value)]
            if len(left) == 1:
                found[key] = left[0]
        return found


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
    drafts: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)  # by record and field: time, text
    sent: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    unsure: set[LogKey] = field(default_factory=set)  # changes that stood on pages that were not whole

    @property
    def mark(self) -> HeadMark | None:
        return read_mark(self.meta.get(MARK))

    def complete(self, hurt: Self) -> None:
        """Take from pages that are not whole what whole ones do not have."""
        for name in ("kinds", "fields", "records", "acts", "indexed_kinds", "indexed_fields", "indexed_records"):
            getattr(self, name).fill(getattr(hurt, name))
        self.unsure = hurt.changes.keys() - hurt.doubtful - self.changes.keys()
        self.changes |= {key: hurt.changes[key] for key in self.unsure}
        self.listed |= hurt.listed
        self.meta = hurt.meta | self.meta
        self.plans += hurt.plans
        self.pdfs, self.reverted = hurt.pdfs | self.pdfs, hurt.reverted | self.reverted
        self.items += hurt.items
        self.drafts, self.sent = hurt.drafts | self.drafts, hurt.sent | self.sent

    def all_kinds(self) -> dict[int, str]:
        return self.indexed_kinds.sure() | self.kinds.sure()

    def all_fields(self) -> dict[int, tuple[int, str]]:
        return self.indexed_fields.sure() | self.fields.sure()

    def all_records(self) -> dict[int, tuple[str, int]]:
        """The index of plans has rows of the same shape as that of records: the id, the edition, a number."""
        plans = {self.meta.get("plan"), self.mark and self.mark.plan, *(row[0] for row in self.plans)}
        return self.indexed_records.sure(lambda record: record[0] in plans) | self.records.sure()

    def believed(self) -> dict[LogKey, LogRow]:
        """The changes without those that are there in two ways, or that an index which is whole does not know."""
        sure = {key: row for key, row in self.changes.items() if key not in self.doubtful}
        if len(self.listed) != self.meta.get("log_count"):
            return sure
        return {key: row for key, row in sure.items() if (row[3], key) in self.listed}

    def units(self) -> list[str]:
        """Whose file it may be, the likeliest first: whom the mark of the head names, then the head itself, then who
        acted in it most.
        """
        acting = Counter(act[2] for act in self.acts.sure().values() if act[2] and act[6])
        said = [self.mark and self.mark.unit, self.meta.get("unit"), *(unit for unit, _ in acting.most_common())]
        return [unit for unit in said if isinstance(unit, str)]


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


def _take_draft(found: Carved, _: int, v: Sequence[Any]) -> None:
    """Of two texts of a field the one typed last."""
    found.drafts[v[0], v[1]] = max(found.drafts.get((v[0], v[1]), ("", "")), (v[3], v[2]))


def _take_sent(found: Carved, no: int, v: Sequence[Any]) -> None:
    found.sent[no] = tuple(v[1:])


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


def _moment(value: Any) -> bool:
    """When something was typed, which no name is."""
    return isinstance(value, str) and _MOMENT.match(value) is not None


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
    ((_none, _text, _text, _text, _text, _int, _text), _take_sent),
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
    ((_text, _name, _text, _moment), _take_draft),
)
