"""Copies of a data file that were handed over: what they are called, and what is remembered of them."""

import re
import zlib
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from desktop_app.domain.collation import fold
from desktop_app.domain.device_names import is_device
from desktop_app.domain.org_unit import OrgUnit

LONGEST = 60  # letters of a name: it stands twice in the path of what is handed out, and Windows takes 260


class SentCopy(Struct, frozen=True):
    """A copy just made: where it lies, how many records and bytes it holds, and whether a passphrase protects it."""

    path: Path
    records: int
    bytes: int
    encrypted: bool


class SentFile(Struct, frozen=True):
    """What this file remembers of a copy: its name, whose data it holds, who made it and when, and its SHA-256."""

    name: str
    unit: str
    author: str
    time: str
    records: int
    sha256: str


def sent_name(unit: OrgUnit, units: Iterable[OrgUnit], period: str, taken: Iterable[str]) -> str:
    """A name that every system and every mail program can carry, with the next number that nothing bears yet.

    No other one of the `units` gets the same: where it would, the type stands before the name, else the code behind.
    """
    stem = f"so-{place_name(unit, units)}-{period}-"
    ours = re.compile(re.escape(stem) + r"([0-9]{1,9})\..*")
    numbers = [int(found[1]) for name in taken if (found := ours.fullmatch(name))]
    return f"{stem}{max(numbers, default=0) + 1:02}.db"


def place_name(unit: OrgUnit, units: Iterable[OrgUnit]) -> str:
    """A unit in plain letters, as no other one of the `units` is called; it also names a folder."""
    others = [other for other in units if other.code != unit.code]
    for words in (_short, _long, _coded):
        name = words(unit)
        if name and not is_device(name) and not any(name in map(form, others) for form in (_short, _long, _coded)):
            return name
    return f"{_coded(unit)}-{zlib.crc32(unit.code.encode()):08x}"


def _short(unit: OrgUnit) -> str:
    return _plain(unit.name.removeprefix(unit.type))


def _long(unit: OrgUnit) -> str:
    return _plain(f"{unit.type} {_short(unit)}") if _short(unit) else ""


def _coded(unit: OrgUnit) -> str:
    return "-".join(filter(None, (_short(unit), _plain(unit.code))))


def _plain(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(words))[:LONGEST].strip("-")
