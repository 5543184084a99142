"""Data files in which chance has been at work: bits, bytes, pages, ends, journals of another moment."""

import random
from pathlib import Path

PAGE = 4096


def mutate(path: Path, seed: int) -> str:
    """Spoil a file by the chance of a number; says how."""
    chance = random.Random(seed)
    ways = (_bits, _bytes, _swapped, _blank, _cut, _longer, _journal, _wal, _texts, _header, _doubled)
    way = chance.choice(ways)
    way(path, chance)
    return way.__name__.lstrip("_")


def _bits(path: Path, chance: random.Random) -> None:
    raw = bytearray(path.read_bytes())
    for _ in range(chance.choice((1, 1, 1, 2, 5, 50))):
        raw[_place(raw, chance)] ^= 1 << chance.randrange(8)
    path.write_bytes(raw)


def _place(raw: bytearray, chance: random.Random) -> int:
    """Somewhere that is not empty, mostly: a file has much room."""
    for _ in range(20):
        place = chance.randrange(len(raw))
        if raw[place]:
            return place
    return place


def _bytes(path: Path, chance: random.Random) -> None:
    raw = bytearray(path.read_bytes())
    for _ in range(chance.choice((1, 3, 10))):
        start, length = _place(raw, chance), chance.choice((1, 2, 4, 8, 100, 1000))
        raw[start : start + length] = chance.randbytes(len(raw[start : start + length]))
    path.write_bytes(raw)


def _swapped(path: Path, chance: random.Random) -> None:
    raw = path.read_bytes()
    pages = [raw[at : at + PAGE] for at in range(0, len(raw), PAGE)]
    for _ in range(chance.choice((1, 2, 10))):
        one, other = chance.randrange(1, len(pages)), chance.randrange(1, len(pages))
        pages[one], pages[other] = pages[other], pages[one]
    path.write_bytes(b"".join(pages))


def _blank(path: Path, chance: random.Random) -> None:
    raw = bytearray(path.read_bytes())
    at = chance.randrange(len(raw) // PAGE) * PAGE
    raw[at : at + PAGE] = chance.choice((bytes(PAGE), b"\xff" * PAGE, chance.randbytes(PAGE)))
    path.write_bytes(raw)


def _cut(path: Path, chance: random.Random) -> None:
    raw = path.read_bytes()
    path.write_bytes(raw[: chance.choice((chance.randrange(len(raw)), len(raw) // PAGE // 2 * PAGE))])


def _longer(path: Path, chance: random.Random) -> None:
    path.write_bytes(path.read_bytes() + chance.randbytes(chance.choice((1, 100, PAGE, 10 * PAGE))))


def _journal(path: Path, chance: random.Random) -> None:
    """A journal beside it, of chance or of pages of its own."""
    raw = path.read_bytes()
    magic = bytes.fromhex("d9d505f920a163d7")
    pages = b"".join(
        number.to_bytes(4) + raw[(number - 1) * PAGE : number * PAGE] + chance.randbytes(4)
        for number in (chance.randrange(1, 1 + len(raw) // PAGE) for _ in range(3))
    )
    head = magic + (3).to_bytes(4) + chance.randbytes(4) + (len(raw) // PAGE).to_bytes(4) + (512).to_bytes(4)
    head = (head + PAGE.to_bytes(4)).ljust(512, b"\0")
    content = chance.choice((head + pages, chance.randbytes(5000), b"", magic, head + pages + b"\0" * 8))
    path.with_name(f"{path.name}-journal").write_bytes(content)


def _wal(path: Path, chance: random.Random) -> None:
    raw = bytearray(path.read_bytes())
    raw[18:20] = b"\2\2"
    path.write_bytes(raw)
    if chance.random() < 0.7:
        path.with_name(f"{path.name}-wal").write_bytes(bytes.fromhex("377f0682") + chance.randbytes(9000))


def _texts(path: Path, chance: random.Random) -> None:
    """A byte in the middle of a word."""
    raw = bytearray(path.read_bytes())
    letters = [at for at, byte in enumerate(raw) if 97 <= byte <= 122]
    for _ in range(chance.choice((1, 1, 4))):
        raw[chance.choice(letters)] = chance.randrange(256)
    path.write_bytes(raw)


def _header(path: Path, chance: random.Random) -> None:
    raw = bytearray(path.read_bytes())
    raw[chance.randrange(16, 100)] = chance.randrange(256)
    path.write_bytes(raw)


def _doubled(path: Path, chance: random.Random) -> None:
    """A page that stands in the place of another."""
    raw = bytearray(path.read_bytes())
    one, other = (chance.randrange(1, len(raw) // PAGE) * PAGE for _ in range(2))
    raw[one : one + PAGE] = raw[other : other + PAGE]
    path.write_bytes(raw)
