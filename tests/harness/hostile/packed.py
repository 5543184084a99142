"""Zip files made to do harm, and files with something of another moment beside them."""

import io
import random
import struct
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from warnings import catch_warnings
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile

NAMES = (
    "../ra.db",
    "/tuyệt đối.db",
    "C:\\a.db",
    "a\x00b.db",
    "a" * 300 + ".db",
    "con",
    "a/../b.db",
    "\ud800.db".encode("utf-8", "replace").decode(),
)


def zip_cases() -> Iterator[tuple[str, Callable[[Path], Any]]]:
    for number, name in enumerate(NAMES):
        yield f"zip name {number}", partial(_named, name)
    for method in (ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA):
        yield f"zip bomb {method}", partial(_bomb, method)
    for depth in (1, 2, 5):
        yield f"zip nested {depth}", partial(_nested, depth)
    for method in (ZIP_BZIP2, ZIP_LZMA):
        for place in (50, 90, 400):
            yield f"zip packed {method} spoilt {place}", partial(_spoilt_in, method, place)
    yield "zip named in no letters", _named_in_no_letters
    yield (
        "zip behind a program",
        _behind_a_program,
    )
    yield "zip twice one name", _twice
    yield "zip many", _many
    yield "zip overlapping", _overlapping
    for seed in range(12):
        yield f"zip spoilt {seed}", partial(_spoilt, seed)


def _named(name: str, path: Path) -> None:
    raw = path.read_bytes()
    with ZipFile(path, "w", ZIP_DEFLATED) as packed:
        packed.writestr(name, raw)


def _bomb(method: int, path: Path) -> None:
    """A data file that goes on with nothing for 400 MB."""
    head = path.read_bytes()
    with ZipFile(path, "w", method) as packed, packed.open("a.db", "w", force_zip64=True) as member:
        member.write(head)
        for _ in range(400 if method != ZIP_STORED else 20):
            member.write(bytes(1 << 20))


def _nested(depth: int, path: Path) -> None:
    raw = path.read_bytes()
    for _ in range(depth):
        stream = io.BytesIO()
        with ZipFile(stream, "w", ZIP_DEFLATED) as packed:
            packed.writestr("a.zip", raw)
            packed.writestr("a.db", raw)
        raw = stream.getvalue()
    path.write_bytes(raw)


def _many(path: Path) -> None:
    raw = path.read_bytes()[:4096]
    with ZipFile(path, "w", ZIP_DEFLATED) as packed:
        for number in range(2000):
            packed.writestr(f"{number}.db", raw)


def _spoilt_in(method: int, place: int, path: Path) -> None:
    raw = path.read_bytes()
    with ZipFile(path, "w", method) as packed:
        packed.writestr("a.db", raw)
    spoilt = bytearray(path.read_bytes())
    spoilt[place : place + 40] = bytes(40)
    path.write_bytes(spoilt)


def _behind_a_program(path: Path) -> None:
    _named("a.db", path)
    path.write_bytes(b"MZ" * 5000 + path.read_bytes())


def _named_in_no_letters(path: Path) -> None:
    _named("ế.db", path)
    path.write_bytes(path.read_bytes().replace("ế".encode(), b"\xff\xff\xff"))


def _twice(path: Path) -> None:
    raw = path.read_bytes()
    with ZipFile(path, "w") as packed, catch_warnings(action="ignore"):
        for _ in range(3):
            packed.writestr("a.db", raw)


def _overlapping(path: Path) -> None:
    """A thousand entries of the directory that all name the same packed bytes."""
    raw = path.read_bytes()
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packer.compress(raw) + packer.flush()
    crc, name = zlib.crc32(raw), b"a.db"
    local = (
        struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 0, crc, len(body), len(raw), len(name), 0) + name + body
    )
    entries = b"".join(
        struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, crc, len(body), len(raw), 8, 0, 0, 0, 0, 0, 0)
        + f"{number:04}.db0"[:8].encode()
        for number in range(1000)
    )
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1000, 1000, len(entries), len(local), 0)
    path.write_bytes(local + entries + end)


def _spoilt(seed: int, path: Path) -> None:
    _named("a.db", path)
    raw, chance = bytearray(path.read_bytes()), random.Random(seed)
    for _ in range(1 + seed * 3):
        raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    path.write_bytes(raw)
