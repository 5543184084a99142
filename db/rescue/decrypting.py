"""The pages of a damaged encrypted file in the clear: SQLCipher itself decrypts each, whatever became of the others.

Of all that the program is built on only SQLCipher knows AES, and it gives no single pages away. So the pages travel
inside one long value of a small database with the same key, whose pages are not checked, and come out with that value.
"""

from contextlib import closing
from pathlib import Path

from db.connection import connect
from db.keys import IV_BYTES, MAGIC, PAGE_BYTES, RESERVED_BYTES, SALT_BYTES

_BATCH = 256  # pages that travel at once
_BLOCK = 16  # bytes that are encrypted together
_LINK = 4  # bytes at the beginning of a page of a long value: the number of the next one
_ROOM = 2 * PAGE_BYTES  # the pages of the carrier: each has room for one of ours
_PART = _ROOM - RESERVED_BYTES - _LINK  # of the value, in each of its pages
_LOCAL = (_ROOM - RESERVED_BYTES - 12) * 32 // 255 - 23  # bytes of a long value that stay in its row
_HEAD = 5  # bytes of the head of such a row
_BEFORE = 2  # pages before those of the value: of the schema, and of its row
_CLEAR = PAGE_BYTES - RESERVED_BYTES  # bytes of a page that say something
_HEADER = MAGIC + PAGE_BYTES.to_bytes(2) + b"\x01\x01" + bytes([RESERVED_BYTES])
_SETTINGS = (f"PRAGMA cipher_page_size = {_ROOM}", "PRAGMA cipher_use_hmac = OFF")


def decrypted(encrypted: Path, raw: str, folder: Path) -> bytearray:
    """All pages of a file whose raw key is known; what was damaged comes out as noise. Nothing clear meets the disk."""
    carrier = folder / "carrier.db"
    with closing(connect(carrier, raw, *_SETTINGS)) as connection:
        connection.execute("PRAGMA auto_vacuum = NONE")
        connection.execute(f"CREATE TABLE carrier AS SELECT zeroblob({_LOCAL - _HEAD + _BATCH * _PART}) AS pages")
    empty, found = carrier.read_bytes(), bytearray()
    with encrypted.open("rb") as stream:
        while read := stream.read(_BATCH * PAGE_BYTES):
            pages = [read[at : at + PAGE_BYTES].ljust(PAGE_BYTES, b"\x00") for at in range(0, len(read), PAGE_BYTES)]
            if not found:  # it begins with the salt; what it is in the clear is known
                pages[0] = pages[0][SALT_BYTES:_CLEAR] + bytes(SALT_BYTES) + pages[0][_CLEAR:]
            for page in _carried(carrier, empty, raw, pages):
                found += page if found else bytes(SALT_BYTES) + page[:-SALT_BYTES]
    carrier.unlink()
    found[: len(_HEADER)] = _HEADER
    return found


def _carried(carrier: Path, empty: bytes, raw: str, pages: list[bytes]) -> list[bytes]:
    """Put encrypted pages into the value behind the first block of each of its pages, and read it.

    A block comes out mixed with the one before it, the very first with the page's random start: that is exchanged.
    """
    filled, masks = bytearray(empty), []
    for number, page in enumerate(pages, _BEFORE):
        at = number * _ROOM
        masks.append(_mixed(empty[at : at + _BLOCK], page[_CLEAR : _CLEAR + IV_BYTES]))
        filled[at + _BLOCK : at + _BLOCK + _CLEAR] = page[:_CLEAR]
    carrier.write_bytes(filled)
    with closing(connect(carrier, raw, *_SETTINGS)) as connection:
        value: bytes = connection.execute("SELECT pages FROM carrier").fetchone()[0]
    starts = [_LOCAL - _HEAD + number * _PART + _BLOCK - _LINK for number in range(len(pages))]
    found = [value[start : start + _CLEAR] for start in starts]
    return [
        _mixed(page[:_BLOCK], mask) + page[_BLOCK:] + bytes(RESERVED_BYTES)
        for page, mask in zip(found, masks, strict=True)
    ]


def _mixed(first: bytes, second: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(first, second, strict=True))
