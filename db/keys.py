"""The keys of encrypted files: how SQLCipher makes them of a passphrase, and whether one fits what lies on the disk."""

import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from desktop_app.errors import AppError

PAGE_BYTES = 4096
KEY_BYTES, SALT_BYTES, IV_BYTES, HMAC_BYTES = 32, 16, 16, 64
RESERVED_BYTES = IV_BYTES + HMAC_BYTES  # at the end of each page
SHORTEST, LONGEST = 8, 90  # characters of a passphrase; a raw key is longer
_ROUNDS, _HMAC_ROUNDS, _HMAC_MASK = 256_000, 2, 0x3A
_RAW = re.compile(rf"x'[0-9a-f]{{{2 * (KEY_BYTES + SALT_BYTES)}}}'")
MAGIC = b"SQLite format 3\x00"  # the first bytes of a plain file
_RANDOM = 200  # different bytes that a page of noise has at least
_LOOKED_AT = 64  # pages, at most, to find one that a key fits


def raw_key(passphrase: str, salt: bytes) -> str:
    """The key that SQLCipher 4 makes of a passphrase, with its salt, in the form in which it takes both."""
    from hashlib import pbkdf2_hmac  # it loads OpenSSL, which a plain file does without

    made = pbkdf2_hmac("sha512", passphrase.encode(), salt, _ROUNDS, KEY_BYTES)
    return raw_form(made, salt)


def raw_form(key: bytes, salt: bytes) -> str:
    """A key and a salt as SQLCipher takes them in place of a passphrase."""
    return f"x'{key.hex()}{salt.hex()}'"


def is_raw(key: str) -> bool:
    """Whether this is a key with its salt, and no passphrase."""
    return _RAW.fullmatch(key) is not None


def raw_parts(raw: str) -> tuple[bytes, bytes]:
    """The key and the salt."""
    both = bytes.fromhex(raw[2:-1])
    return both[:KEY_BYTES], both[KEY_BYTES:]


def new_key(passphrase: str) -> str:
    """The key of a file that is to get this passphrase. AppError: nobody should use such a one."""
    refuse_unfit(passphrase)
    return salted_key(unicodedata.normalize("NFC", passphrase))


def refuse_unfit(passphrase: str) -> None:
    """AppError: too short, too long, or with signs that nobody sees."""
    composed = unicodedata.normalize("NFC", passphrase)
    if not SHORTEST <= len(composed) <= LONGEST or not composed.isprintable():
        raise AppError("keys.not_fit", shortest=SHORTEST, longest=LONGEST)


def salted_key(passphrase: str) -> str:
    """The key of a passphrase with a salt that nothing else has."""
    return raw_key(passphrase, os.urandom(SALT_BYTES))


def typed_forms(key: str) -> list[str]:
    """What a person may have meant by these keys: composed, as this program sets them, as they came, decomposed."""
    if is_raw(key):
        return [key]
    return list(dict.fromkeys((unicodedata.normalize("NFC", key), key, unicodedata.normalize("NFD", key))))


def opens_with(raw: str, passphrase: str) -> bool:
    """Whether a file with this key opens with that passphrase."""
    salt = raw_parts(raw)[1]
    return raw in {raw_key(form, salt) for form in typed_forms(passphrase) if not is_raw(form)}


def why_unreadable(path: Path, key: str | None) -> str:
    """The key of the sentence that says why SQLite found no database in a file.

    To read it here would drop the locks that this process has on it: call it only where it could not be opened.
    """
    try:
        with path.open("rb") as stream:
            first = stream.read(PAGE_BYTES)
    except OSError:
        return "core.not_ours"
    if len(first) < PAGE_BYTES:
        return "core.not_ours"
    if key is None:
        return "keys.needed" if _is_noise(path, first) else "core.not_ours"
    if first.startswith(MAGIC):
        return "keys.not_encrypted"
    if fits(path, key):
        return "core.damaged"
    return "keys.code_wrong" if is_raw(key) else "keys.wrong"


def _is_noise(path: Path, first: bytes) -> bool:
    """An encrypted file can't be told from noise, but from most other files."""
    shaped = path.suffix.lower() == ".db" or path.stat().st_size % PAGE_BYTES == 0
    return shaped and not first.startswith(MAGIC) and len(set(first)) >= _RANDOM


def fits(path: Path, key: str) -> bool:
    """Whether a key is that of any page, here and there in a file: then the file is damaged where it can't be read."""
    check = PageCheck(key if is_raw(key) else raw_key(key, salt_of(path)))
    with path.open("rb") as stream:
        count = path.stat().st_size // PAGE_BYTES
        for number in _spread(count):
            stream.seek((number - 1) * PAGE_BYTES)
            if check.is_whole(number, stream.read(PAGE_BYTES)):
                return True
    return False


def key_of_first_page(page: bytes, key: str) -> str | None:
    """The raw key with which the first page of a file was written, of those that a person may have meant by a key."""
    raws = (form if is_raw(form) else raw_key(form, page[:SALT_BYTES]) for form in typed_forms(key))
    return next((raw for raw in raws if len(page) == PAGE_BYTES and PageCheck(raw).is_whole(1, page)), None)


def salt_of(path: Path) -> bytes:
    """What an encrypted file begins with."""
    with path.open("rb") as stream:
        return stream.read(SALT_BYTES)


def _spread(count: int) -> Iterator[int]:
    return iter(range(1, count + 1, max(1, count // _LOOKED_AT)))


class PageCheck:
    """Tells whether a page is what was written with a key."""

    def __init__(self, raw: str) -> None:
        from hashlib import pbkdf2_hmac

        key, salt = raw_parts(raw)
        masked = bytes(byte ^ _HMAC_MASK for byte in salt)
        self._key = pbkdf2_hmac("sha512", key, masked, _HMAC_ROUNDS, KEY_BYTES)

    def is_whole(self, number: int, page: bytes) -> bool:
        """The first page is number 1."""
        import hmac

        start, end = SALT_BYTES if number == 1 else 0, PAGE_BYTES - HMAC_BYTES
        expected = hmac.digest(self._key, page[start:end] + number.to_bytes(4, "little"), "sha512")
        return hmac.compare_digest(expected, page[end:])
