"""A disk as a power cut may leave it: what was not yet synced is there, lost, torn or in another order.

A file's bytes are sure once it was synced, a name once its folder was. Of all else any part may be there: each sector
(or block) in any state since the last sync, each size, each name.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from random import Random
from typing import NamedTuple

SECTOR, BLOCK = 512, 4096


class Luck(NamedTuple):
    """How likely a write, and a name, is there, by what size writes are torn, and what fills a hole."""

    writes: float
    names: float
    unit: int
    filler: bytes


def any_luck(chance: Random) -> Luck:
    """All lost, all kept, few lost, few kept, or half and half: for writes and for names."""
    odds = (0.0, 0.1, 0.5, 0.9, 1.0)
    filler = b"\xa5" if chance.random() < 0.2 else b"\0"
    return Luck(chance.choice(odds), chance.choice(odds), chance.choice((SECTOR, BLOCK)), filler)


class Content(NamedTuple):
    """The bytes of a file, with a digest by which they are known again."""

    raw: bytes
    digest: bytes


def content(raw: bytes) -> Content:
    return Content(raw, blake2b(raw, digest_size=16).digest())


@dataclass(eq=False)
class File:
    """`sure` is what was synced, `now` what the program sees; each waiting write has its place, its bytes in whole
    blocks, and the size of the file after it.
    """

    sure: Content
    now: bytearray
    waiting: list[tuple[int, bytes, int]] = field(default_factory=list)

    def write(self, at: int, raw: bytes) -> None:
        if at > len(self.now):
            self.now.extend(bytes(at - len(self.now)))
        self.now[at : at + len(raw)] = raw
        start, end = at - at % BLOCK, at + len(raw) + (-at - len(raw)) % BLOCK
        self.waiting.append((start, bytes(self.now[start:end]), len(self.now)))

    def resize(self, size: int) -> None:
        del self.now[size:]
        self.now.extend(bytes(size - len(self.now)))
        self.waiting.append((size, b"", size))

    def sync(self) -> None:
        if self.waiting:
            self.sure = content(bytes(self.now))
            self.waiting.clear()

    def after_cut(self, chance: Random, luck: Luck) -> Content:
        if not self.waiting or luck.writes == 0:
            return self.sure
        if luck.writes == 1:
            return content(bytes(self.now))
        raw = bytearray(self.sure.raw)
        for start, part, _ in self.waiting:
            if not part and chance.random() < luck.writes:
                del raw[start:]
            for at in range(0, len(part), luck.unit):
                if chance.random() < luck.writes:
                    _put(raw, start + at, part[at : at + luck.unit], luck.filler)
        size = chance.choice([len(self.sure.raw), *(size for _, _, size in self.waiting)])
        _put(raw, size, b"", luck.filler)
        del raw[size:]
        return content(bytes(raw))


def _put(raw: bytearray, at: int, part: bytes, filler: bytes) -> None:
    raw.extend(filler * (at - len(raw)))
    raw[at : at + len(part)] = part


@dataclass(eq=False)
class Folder:
    """Names of files and folders; a waiting deed sets or removes several names at once, as renaming does."""

    sure: "dict[str, File | Folder]" = field(default_factory=dict)
    now: "dict[str, File | Folder]" = field(default_factory=dict)
    waiting: "list[dict[str, File | Folder | None]]" = field(default_factory=list)

    def set(self, names: "dict[str, File | Folder | None]") -> None:
        _apply(names, self.now)
        self.waiting.append(names)

    def sync(self) -> None:
        self.sure = dict(self.now)
        self.waiting.clear()

    def after_cut(self, chance: Random, luck: Luck) -> "dict[str, File | Folder]":
        found = dict(self.sure)
        for names in self.waiting:
            if chance.random() < luck.names:
                _apply(names, found)
        return found


def _apply(names: "dict[str, File | Folder | None]", found: "dict[str, File | Folder]") -> None:
    for name, node in names.items():
        if node is None:
            found.pop(name, None)
        else:
            found[name] = node


State = dict[str, Content]  # by its path below the root, each file


def state_after_cut(root: Folder, chance: Random, luck: Luck) -> State:
    """One of the states in which the disk may be found."""
    return dict(_walk(root, "", chance, luck))


def _walk(folder: Folder, path: str, chance: Random, luck: Luck) -> Iterator[tuple[str, Content]]:
    for name, node in folder.after_cut(chance, luck).items():
        if isinstance(node, File):
            yield path + name, node.after_cut(chance, luck)
        else:
            yield from _walk(node, f"{path}{name}/", chance, luck)


def digest_of(state: State) -> bytes:
    """By what a state is known again."""
    digest = blake2b(digest_size=16)
    for path, one in sorted(state.items()):
        digest.update(path.encode() + b"\0" + one.digest)
    return digest.digest()
