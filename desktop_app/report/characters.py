"""The text of people made fit for paper: composed, without signs that have no ink, blanks as one."""

import re
import unicodedata
from collections.abc import Callable

# What stands for a sign that can't be printed: seen by the reader, never silently dropped.
MISSING = "□"
NO_BREAK = "\u00a0"
# what a number must not be parted from at the end of a line: ngày 15, tháng 3, quý II, năm 2022, số 12/KH-UBND
_WITH_NUMBER = re.compile(r"\b(ngày|tháng|quý|năm|số|Điều|Khoản|khoản|Phụ lục|là) (?=\d|[IVX]+\b)")
# and a count from what is counted: 10.504 lượt người, 5/14 đơn vị
_COUNT = re.compile(rf"(?<![\w{NO_BREAK}/.,:-])(\d[\d./,]*) (?=[^\W\d_])")
# and the last word of a paragraph from the one before, where both are short
_END = re.compile(rf"(?<=[ {NO_BREAK}])([^ {NO_BREAK}]{{1,10}}) ([^ {NO_BREAK}]{{1,10}})\Z")
_NO_CHARACTERS = ("Cs", "Cn")  # halves of a pair on their own, and numbers that stand for nothing


class Translation(dict[int, str | None]):
    """A translation table that finds out once per sign what becomes of it."""

    def __init__(self, find: Callable[[str], str | None]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, code: int) -> str | None:
        self[code] = found = self._find(chr(code))
        return found


def _replacement(char: str) -> str | None:
    category = unicodedata.category(char)
    if category == "Cf" or "VARIATION SELECTOR" in unicodedata.name(char, ""):
        return None  # direction marks, joiners, soft hyphens: no ink of their own
    if category in ("Cc", "Zl", "Zp", "Zs") and char != NO_BREAK:
        return " "
    return MISSING if category in _NO_CHARACTERS else char


_SIGNS = Translation(_replacement)


def composed(text: str) -> str:
    """The text in NFC without invisible signs, blanks kept as they are."""
    return unicodedata.normalize("NFC", text).translate(_SIGNS)


def plain(text: str) -> str:
    """The same with one blank where there were several, and none at the ends."""
    return " ".join(word for word in composed(text).split(" ") if word)


def with_numbers(text: str) -> str:
    """Running text in which words stay with the numbers that they belong to."""
    return _COUNT.sub(rf"\1{NO_BREAK}", _WITH_NUMBER.sub(rf"\1{NO_BREAK}", text))


def with_hard_end(text: str) -> str:
    """A paragraph whose last word does not stand on a line of its own."""
    return _END.sub(rf"\1{NO_BREAK}\2", text)
