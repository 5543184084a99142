"""Copies of a data file that were handed over: what they are called, and what is remembered of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from desktop_app.domain.collation import fold
from desktop_app.domain.org_unit import OrgUnit


@dataclass(frozen=True, slots=True)
class Sent:
    """A copy just made: where it lies, how many records and bytes it holds, and whether a passphrase protects it."""

    path: Path
    records: int
    bytes: int
    encrypted: bool


@dataclass(frozen=True, slots=True)
class SentFile:
    """What this file remembers of a copy: its name, whose data it holds, who made it and when, and its SHA-256."""

    name: str
    unit: str
    author: str
    time: str
    records: int
    sha256: str


def sent_name(unit: OrgUnit, period: str, taken: Iterable[str]) -> str:
    """A name that every system and every mail program can carry, with the next number that nothing bears yet."""
    place = re.sub(r"[^a-z0-9]+", "-", fold(unit.name.removeprefix(unit.type))).strip("-")
    stem = f"so-{place or unit.code}-{period}-"
    numbers = [int(found[1]) for name in taken if (found := re.fullmatch(re.escape(stem) + r"(\d+)\..*", name))]
    return f"{stem}{max(numbers, default=0) + 1:02}.db"
