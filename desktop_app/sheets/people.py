"""Columns that look as if they named people: by their words, by the names, numbers and telephones in them."""

import re
from collections.abc import Iterable, Sequence

from desktop_app.domain.collation import nfc
from desktop_app.domain.validation import mentions_person
from desktop_app.sheets.headings import heading_key, is_one_of, words_of

_NUMBER = re.compile(r"(\+84|0)\d{8,10}|\d{9}|\d{11,12}")  # a number of twelve digits that lost its zero too
_MORE = re.compile(r"\s*[(,;:\d]|\s+[-–]\s")  # what stands behind a name
_ADDRESSED = re.compile(r"(ông|bà|anh|chị|cô|đồng chí|đ/c|đ/chí|đc)\b[ .:]*", re.IGNORECASE)
MOST = 0.6


def names_people(parts: Sequence[str]) -> bool:
    """Whether a heading asks for who somebody is, or for what is somebody's own."""
    whole = " ".join(parts)
    key = f" {heading_key(whole)} "
    owned = any(f" {word} " in key for word in words_of("owners"))
    return owned or any(is_one_of(part, "people") for part in (whole, *parts))


def holds_people(texts: Iterable[str]) -> bool:
    """Whether most cells of a column are or hold names, numbers of identity papers, or telephone numbers."""
    given = [text for text in texts if text]
    found = [text for text in given if _names_somebody(text)]
    return len(found) > 1 and len(found) >= MOST * len(given)


def _names_somebody(text: str) -> bool:
    if _NUMBER.fullmatch(re.sub(r"[ .\-]", "", text)) or mentions_person(text) or is_name(text):
        return True
    first = _MORE.split(text, 1)[0]
    return len(first.split()) > 2 and is_name(first)  # two words may be a place with what is above it


def is_name(text: str) -> bool:
    """Whether a text is the name of somebody, maybe with a word of address."""
    words = _ADDRESSED.sub("", nfc(text), count=1).split() if _ADDRESSED.match(nfc(text)) else text.split()
    if not 2 <= len(words) <= 5 or not all(word.isalpha() and word[0].isupper() for word in words):
        return False
    return nfc(words[0]).lower() in words_of("surnames")
