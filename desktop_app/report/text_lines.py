"""Text broken into lines: first-fit for the cells of tables, well-chosen breaks for centred titles."""

from collections.abc import Callable
from typing import Final

Measure = Callable[[str], float]

_LONGEST: Final = 600  # characters: a centred title or the name of a body; more than that is cut off, visibly
_SHORT: Final = 64  # letters: what is measured at once
_GOOD_BREAK_BEFORE: Final = frozenset(
    ("VÀ", "CỦA", "CHO", "VỀ", "TỈNH", "HUYỆN", "QUẬN", "XÃ", "PHƯỜNG", "THỊ", "THÀNH", "THÁNG", "QUÝ")
)
_ONE: Final = frozenset((("phòng,", "chống"), ("PHÒNG,", "CHỐNG")))  # one expression in spite of its comma


def wrap(text: str, room: float, measure: Measure) -> list[str]:
    """Lines no wider than `room`; a word that is wider alone is broken where it must."""
    if measure(text) <= room:
        return [text] if text else []
    lines: list[str] = []
    line = ""
    for word in filter(None, text.split(" ")):
        joined = f"{line} {word}" if line else word
        if measure(joined) <= room:
            line = joined
            continue
        if line:
            lines.append(line)
        *full, line = _broken(word, room, measure)
        lines += full
    return [*lines, line] if line else lines


def _broken(word: str, room: float, measure: Measure) -> list[str]:
    """A word in chunks that fit, in time that grows with its length alone."""
    if len(word) <= _SHORT and measure(word) <= room:
        return [word]
    chunks, start = [], 0
    while start < len(word):
        size = _fitting(word, start, room, measure)
        chunks.append(word[start : start + size])
        start += size
    return chunks


def _fitting(word: str, start: int, room: float, measure: Measure) -> int:
    """How many letters from `start` on fit; one at least."""
    high = 1
    while start + high < len(word) and measure(word[start : start + high]) <= room:
        high *= 2
    low, high = max(1, high // 2), min(high, len(word) - start)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(word[start : start + middle]) <= room else (low, middle - 1)
    return low


def balanced(text: str, room: float, measure: Measure) -> list[str]:
    """As few lines as `wrap` needs, of like width, broken before a word such as VÀ or after a dash where that fits."""
    whole = " ".join(filter(None, cut(text).split(" ")))
    if measure(whole) <= room:
        return [whole] if whole else []
    words = [part for word in whole.split(" ") for part in _broken(word, room, measure)]
    widths, blank = [measure(word) for word in words], measure(" ")
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]  # up to each word: lines, cost, where the last line begins
    for end in range(1, len(words) + 1):
        options = []
        taken = -blank
        for start in range(end - 1, -1, -1):
            taken += widths[start] + blank
            if taken > room and start < end - 1:
                break
            lines, cost, _ = best[start]
            options.append((lines + 1, cost + (1 - taken / room) ** 2 + _clumsy(words, end), start))
        best.append(min(options))
    found: list[str] = []
    end = len(words)
    while end:
        start = best[end][2]
        found.insert(0, " ".join(words[start:end]))
        end = start
    return found


def _clumsy(words: list[str], end: int) -> float:
    """What a break after `words[end - 1]` costs: nothing at a joint of the sentence, most beside a number."""
    if end == len(words):
        return 0.0
    before, after = words[end - 1], words[end]
    months = after.isdecimal() and words[end + 1 : end + 2] == ["tháng"] and before != "ngày"  # 6 tháng đầu năm
    if not (before.strip() and after.strip()) or (after[0].isdecimal() and not months):
        return 1.0
    if (before, after) in _ONE or (before.isdecimal() and after == "tháng"):
        return 1.0
    if months or after.upper() in _GOOD_BREAK_BEFORE or before[-1] in "-–;:":
        return 0.0
    if before.isdecimal():
        return 1.0
    return 0.3 if before.endswith(",") else 0.35


def cut(text: str) -> str:
    """The text, or its beginning and an ellipsis."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def at_most(lines: list[str], most: int) -> list[str]:
    """The lines, or the first of them with an ellipsis at the end of the last."""
    return lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1][:-1] + "…"]
