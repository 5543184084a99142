"""The parts of a zipped document, read without trusting it: bounded in size, and no entity is ever expanded."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET

from desktop_app.errors import AppError

PART_LIMIT = 300 << 20  # unpacked: 100,000 rows of 20 columns take a third of it
CELL_LIMIT = 3_000_000
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY", b"<\0!\0D", b"\0<\0!\0D")


class _Bounded:
    """What a parser reads from: stops at the limit, and at a declaration of a document type, which no sheet has."""

    def __init__(self, source: IO[bytes], name: str) -> None:
        self._source = source
        self._name = name
        self._left = PART_LIMIT
        self._tail = b""

    def read(self, size: int = -1) -> bytes:
        chunk = self._source.read(1 << 16 if size < 0 else size)
        self._left -= len(chunk)
        if self._left < 0:
            raise AppError("sheet.too_large", file=self._name)
        if any(mark in self._tail + chunk for mark in _DECLARATIONS):
            raise AppError("sheet.broken", file=self._name)
        self._tail = chunk[-12:]
        return chunk


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """A zipped document; whatever is broken in it is said in one sentence."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (
        zipfile.BadZipFile,
        zlib.error,
        ET.ParseError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        KeyError,
    ) as error:
        raise AppError("sheet.broken", file=path.name) from error
    except (ValueError, LookupError, OverflowError, TypeError, AttributeError) as error:
        raise AppError("sheet.broken", file=path.name) from error


def elements(archive: zipfile.ZipFile, part: str, *, starts: bool = False) -> Iterator[tuple[str, ET.Element]]:
    """The elements of a part as they end, and as they start where that is asked for."""
    with archive.open(part) as source:
        events = ("start", "end") if starts else ("end",)
        yield from ET.iterparse(_Bounded(source, Path(archive.filename or part).name), events)  # type: ignore[arg-type]  # read() is all that it calls


def whole(archive: zipfile.ZipFile, part: str) -> ET.Element | None:
    """The root of a part that is small; None where the archive has no such part."""
    if part not in archive.namelist():
        return None
    root = None
    for event, element in elements(archive, part, starts=True):
        if root is None and event == "start":
            root = element
    return root


@cache
def local(tag: str) -> str:
    """The name of an element without its namespace, of which two are in use for the same thing."""
    return tag.rpartition("}")[2]


def attributes(element: ET.Element) -> dict[str, str]:
    """All attributes by their names without namespace; of two alike the first."""
    found: dict[str, str] = {}
    for key, value in element.attrib.items():
        found.setdefault(local(key), value)
    return found


def attribute(element: ET.Element, name: str) -> str | None:
    """An attribute by its name without namespace."""
    found = element.get(name)
    if found is not None:
        return found
    return next((value for key, value in element.attrib.items() if local(key) == name), None)
