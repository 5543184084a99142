"""Vietnamese text: normal form, folding for search, and one sort key for screen, file and page."""

import re
import unicodedata
from functools import lru_cache

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PRIMARY = {letter: rank for rank, letter in enumerate(_ALPHABET, start=20)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền, hỏi, ngã, sắc, nặng


def nfc(text: str) -> str:
    """The composed form that every text has inside the program."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Lower case without accents, đ as d, runs of blanks as one: what a search compares."""
    return " ".join(filter(None, map(_bare, text.split())))


@lru_cache(1 << 14)
def _bare(word: str) -> str:
    """A word without accents: texts in their thousands are made of the same few thousand syllables."""
    letters = unicodedata.normalize("NFD", word.lower().replace("đ", "d"))
    return letters if letters.isascii() else "".join(c for c in letters if not unicodedata.combining(c))


def _letter(char: str) -> tuple[int, int]:
    """Alphabet rank and tone of a letter; ă â ê ô ơ ư count as letters of their own."""
    base, tone = char, 0
    for mark in unicodedata.normalize("NFD", char)[1:]:
        tone = _TONES.get(mark, tone)
    if tone:
        rest = [c for c in unicodedata.normalize("NFD", char) if c not in _TONES]
        base = nfc("".join(rest))
    rank = _PRIMARY.get(base)
    return _other_rank(char) if rank is None else rank, tone


def _other_rank(char: str) -> int:
    """Blanks, then ASCII signs, then digits stand before the letters; foreign letters after them."""
    if char.isspace():
        return 1
    if char.isascii():
        return 10 + int(char) if char.isdecimal() else 2
    return 60 + ord(char) % 0x8000


class _Level(dict[int, int]):
    """What `str.translate` puts for a letter: its rank (level 0) or its tone (level 1), worked out when first met."""

    def __init__(self, level: int) -> None:
        self._level = level

    def __missing__(self, code: int) -> int:
        self[code] = _letter(chr(code))[self._level] + self._level
        return self[code]


_RANKS, _MARKS = _Level(0), _Level(1)
_NUMBER = re.compile("[\x0a-\x13]+")  # the ranks of digits in a row
_SHORT = 6  # digits of a number; that of a longer one is told by a sign more


def sort_key(text: str) -> str:
    """A text that sorts by code point in Vietnamese order, and `Bản 2` before `Bản 10`: letters and numbers first,
    tones at the second level, then as typed.
    """
    typed = nfc(text)
    letters = nfc(typed.lower())
    ranks = _NUMBER.sub(lambda found: _by_size(found[0]), letters.translate(_RANKS))
    return f"{ranks}\x00{letters.translate(_MARKS)}\x00{typed}"


@lru_cache(1 << 12)
def _by_size(number: str) -> str:
    """The digits of a number behind how many they are, with ranks between those of signs and of digits."""
    digits = number.lstrip("\x0a") or "\x0a"
    many = min(len(digits), 0xD7FF)  # beyond there are no characters of one's own
    size = chr(2 + many) if many <= _SHORT else "\x09" + chr(many)
    return size + digits
