"""How alike two values are; in Vietnamese texts accents, case, spacing and abbreviations count for nothing."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from desktop_app.domain.collation import fold

LONGEST_SHORT = 8
CACHED = 10_000
ALMOST = 0.99  # 1 is kept for what is the same
NEAR_DAYS, NEAR_PART = 3, 10
VOWELS = frozenset("aeiouy")
_WORD = re.compile(r"[a-z]+|[0-9]+|[^\W_]")


@lru_cache(maxsize=CACHED)
def likeness(first: str, second: str) -> float:
    """From 0 to 1, the same in either order; 1 where nothing but the way of writing differs, 0 where a number or a word
    differs by more than a slip of the keyboard.
    """
    if first == second:
        return 1.0
    a, b = _spelled_out(words(first), words(second)), _spelled_out(words(second), words(first))
    if a == b or "".join(a) == "".join(b):
        return 1.0
    if [w for w in a if w.isdecimal()] != [w for w in b if w.isdecimal()]:
        return 0.0
    only_a, only_b = _beyond(a, b), _beyond(b, a)
    if only_a and only_b and not _is_slip(only_a, only_b):
        return 0.0
    return min(_shared("".join(a), "".join(b)), ALMOST)


@lru_cache(maxsize=CACHED)
def words(text: str) -> tuple[str, ...]:
    """The words and numbers of a text, without case and accents; `số 05` is the same as `số 5`."""
    found = _WORD.findall(fold(text))
    return tuple(word.lstrip("0") or "0" if word.isdecimal() else word for word in found)


def alike_numbers(a: Decimal, b: Decimal) -> float:
    """Near where they differ by a tenth at most."""
    return ALMOST if abs(a - b) * NEAR_PART <= max(abs(a), abs(b)) else 0.0


def alike_days(a: str, b: str) -> float:
    """Near where few days lie between them."""
    return ALMOST if abs((date.fromisoformat(a) - date.fromisoformat(b)).days) <= NEAR_DAYS else 0.0


def alike_lists(a: Sequence[str], b: Sequence[str]) -> float:
    """Near where one holds all of the other."""
    return ALMOST if set(a) <= set(b) or set(b) <= set(a) else 0.0


def _spelled_out(short: Sequence[str], other: Sequence[str]) -> list[str]:
    """The words with each abbreviation put as the words of the other text that it stands for: UBND, TP, x."""
    there = set(other)
    return [part for word in short for part in (_meaning(word, other) if word not in there else (word,))]


def _meaning(word: str, other: Sequence[str]) -> Sequence[str]:
    """The run of words in the other text that begin with these letters, else the word itself."""
    if len(word) <= LONGEST_SHORT and word.isalpha() and word not in VOWELS:
        at = "".join(long[0] for long in other).find(word)
        if at >= 0:
            return other[at : at + len(word)]
    return (word,)


def _beyond(words_: Sequence[str], other: Sequence[str]) -> str:
    """What a text has beyond the words of the other, written together."""
    left = Counter(other)
    beyond = []
    for word in words_:
        if left[word]:
            left[word] -= 1
        else:
            beyond.append(word)
    return "".join(beyond)


def _is_slip(a: str, b: str) -> bool:
    """Whether so few letters are wrong, missing, too many or swapped that it is the same word: one in four at most."""
    allowed = max(len(a), len(b)) // 4
    wrong = max(sum((Counter(a) - Counter(b)).values()), sum((Counter(b) - Counter(a)).values()))
    return wrong <= allowed and _distance(a, b) <= allowed  # the distance is never less than the letters that differ


def _distance(a: str, b: str) -> int:
    """How many letters to change, put in, leave out or swap with the next one (restricted Damerau–Levenshtein)."""
    before, row = list[int](), list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, above, row = row, before, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _shared(a: str, b: str) -> float:
    """The share of the pairs of neighbouring letters that both have (Dice)."""
    of_a, of_b = _pairs(a), _pairs(b)
    both = sum((of_a & of_b).values())
    return 2 * both / max(sum(of_a.values()) + sum(of_b.values()), 1)


@lru_cache(maxsize=CACHED)
def _pairs(text: str) -> Counter[str]:
    return Counter(map("".join, pairwise(text)))
