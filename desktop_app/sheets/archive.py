"""The parts of a zipped document, read without trusting it: bounded in size, and no entity is ever expanded."""

import lzma
import zipfile
import zlib
from collections.abc import Container, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET

from desktop_app.errors import AppError

UNPACKED_LIMIT = 300 << 20  # of all parts: 100,000 rows of 20 columns take a third of it
ELEMENT_LIMIT = 1_000_000  # elements in memory at one time; a row is forgotten as soon as it is read
SHEET_LIMIT = 1000
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY", b"<\0!\0D", b"\0<\0!\0D")


class Archive(zipfile.ZipFile):
    """A zipped document; `left`: how much may still be unpacked of it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.name = path.name
        self.left = UNPACKED_LIMIT


class _Bounded:
    """What a parser reads from: stops at the limits, and at a declaration of a document type, which no sheet has.

    `count`: how many elements may be in memory by what was read so far, told by the signs that one begins with: to hear
    of each takes a third as long again. Whoever empties some takes them off.
    """

    def __init__(self, source: IO[bytes], archive: Archive) -> None:
        self._source = source
        self._archive = archive
        self._tail = b""
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        chunk = self._source.read(1 << 16 if size < 0 else size)
        self._archive.left -= len(chunk)
        if self._archive.left < 0:
            raise AppError("sheet.too_large", file=self._archive.name)
        if any(mark in self._tail + chunk for mark in _DECLARATIONS):
            raise AppError("sheet.broken", file=self._archive.name)
        self._tail = chunk[-12:]
        self.count += chunk.count(b"<") - chunk.count(b"</") - chunk.count(b"<![")
        if self.count > ELEMENT_LIMIT:
            raise AppError("sheet.too_large", file=self._archive.name)
        return chunk


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """A zipped document; whatever is broken in it is said in one sentence."""
    try:
        with Archive(path) as archive:
            yield archive
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        ET.ParseError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        KeyError,
    ) as error:
        raise AppError("sheet.broken", file=path.name) from error
    except (ValueError, LookupError, OverflowError, TypeError, AttributeError) as error:
        raise AppError("sheet.broken", file=path.name) from error


def elements(
    archive: Archive, part: str, named: Container[str] | None = None, *, starts: bool = False, rows: Container[str] = ()
) -> Iterator[tuple[str, ET.Element]]:
    """The elements of a part as they end, and as they start where that is asked for; of all or of these names. Those
    in `rows` are emptied once they were handed out.
    """
    with archive.open(part) as source:
        bounded = _Bounded(source, archive)
        for event, element in ET.iterparse(bounded, ("start", "end") if starts else ("end",)):
            name = local(element.tag)
            if named is None or name in named:
                yield event, element
            if name in rows and event == "end":
                bounded.count -= len(list(element.iter())) - 1
                element.clear()


def whole(archive: Archive, part: str) -> ET.Element | None:
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
