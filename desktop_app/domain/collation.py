"""Vietnamese text: normal form, folding for search, and one sort key for screen, file and page."""

import unicodedata

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PRIMARY = {letter: rank for rank, letter in enumerate(_ALPHABET, start=20)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền, hỏi, ngã, sắc, nặng


def nfc(text: str) -> str:
    """The composed form that every text has inside the program."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Lower case without accents, đ as d, runs of blanks as one: what a search compares."""
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join("".join(c for c in bare if not unicodedata.combining(c)).split())


def _letters(text: str) -> list[tuple[int, int]]:
    """(alphabet rank, tone) for each base letter; ă â ê ô ơ ư count as letters of their own."""
    found: list[tuple[int, int]] = []
    for char in nfc(text.lower()):
        base, tone = char, 0
        for mark in unicodedata.normalize("NFD", char)[1:]:
            tone = _TONES.get(mark, tone)
        if tone:
            rest = [c for c in unicodedata.normalize("NFD", char) if c not in _TONES]
            base = nfc("".join(rest))
        rank = _PRIMARY.get(base)
        if rank is None:
            rank = _other_rank(char)
        found.append((rank, tone))
    return found


def _other_rank(char: str) -> int:
    """Blanks, then ASCII signs, then digits stand before the letters; foreign letters after them."""
    if char.isspace():
        return 1
    if char.isascii():
        return 10 + int(char) if char.isdecimal() else 2
    return 60 + ord(char) % 0x8000


def sort_key(text: str) -> str:
    """A text that sorts by code point in Vietnamese order: letters first, tones at the second level, then as typed."""
    letters = _letters(text)
    primary = "".join(chr(rank) for rank, _ in letters)
    return primary + "\x00" + "".join(chr(1 + tone) for _, tone in letters) + "\x00" + nfc(text)
