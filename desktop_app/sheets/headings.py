"""The words above the columns of a sheet, held against the fields of a kind: equal, known as another word, or near."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from msgspec import Struct

from desktop_app import paths
from desktop_app.domain.brief_words import short_heading
from desktop_app.domain.collation import fold, nfc
from desktop_app.domain.plan import Field, RecordKind
from desktop_app.sheets.legacy_fonts import with_d

EQUAL, KNOWN, NEAR = "equal", "known", "near"
NEAR_ENOUGH, CLEARLY = 0.6, 0.15
BETWEEN_ROWS = " – "  # of a heading, where they are told in one line
_EXTRA = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NARROWER = re.compile(  # in brackets, or in a row below
    r"\b(nữ|phụ nữ|(?<!việt )nam(?! bộ)|dtts|dân tộc|trẻ em|kế hoạch|dự kiến|dự toán|được giao|lũy kế|luỹ kế|ước|mới"
    r"|lần đầu|cùng kỳ|năm trước|kỳ trước|còn lại|women|woman|female|girls|men|male|ethnic|minority|children|new|first"
    r")\b",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(  # said above several columns: what they count is not what was done in the period
    r"(số )?(kế hoạch|chỉ tiêu giao|chỉ tiêu kế hoạch)(\s*[/(–-].*| (giao|năm|quý|tháng|kỳ|đề ra|\d).*)?"
    r"|(số )?(dự kiến|dự toán|ước|lũy kế|luỹ kế|cộng dồn|cùng kỳ|so sánh|so với|tỷ lệ|tỉ lệ|kỳ trước|năm trước)\b.*",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^\s*((câu\s+(hỏi\s+)?)?\d{1,2}(\.\d{1,2})*\s*[.):/]|[a-h]\s*[.)]\s)\s*", re.IGNORECASE)
_MEASURED = re.compile(r"\(?\s*(đvt|đơn vị tính|đơn vị)\s*:[^)]*\)?", re.IGNORECASE)


@cache
def words() -> Mapping[str, Any]:
    """Words of sheets in general, and beside each plan other words for its fields (`synonyms`), by their labels.
    They are no part of any plan, so that older files have them too.
    """
    found: dict[str, Any] = {"synonyms": {}}
    for file in sorted((paths.resources() / "plans").rglob("headings.json")):
        for kind, words in json.loads(file.read_text(encoding="utf-8")).items():
            found[kind] = {**found.get(kind, {}), **words} if isinstance(words, dict) else words
    return found


@cache
def words_of(list_: str) -> frozenset[str]:
    """One of the lists of words as it is written."""
    return frozenset(words()[list_])


@lru_cache(8192)
def heading_key(text: str) -> str:
    """What is compared: no case, accents, punctuation or abbreviations."""
    found = re.findall("[a-z0-9]+", fold(_words_apart(with_d(nfc(text).replace("\u00a0", " ")))))
    short: Mapping[str, str] = words()["abbreviations"]
    return " ".join(short.get(word, word) for word in found)


def _words_apart(text: str) -> str:
    """A text where a capital within a word begins another one: programs write noiDung for “nội dung”."""
    return "".join(
        f" {after}" if before.islower() and after.isupper() else after for before, after in pairwise(f" {text}")
    )


def without_blanks(keys: Iterable[str]) -> Iterable[str]:
    """Keys as they are and, after them, written in one word, as programs and hurried people write headings."""
    found = list(keys)
    return dict.fromkeys([*found, *(key.replace(" ", "") for key in found)])


def is_one_of(text: str, list_: str) -> bool:
    """Whether a heading stands in one of the lists of words: `numbering`, `people`, `whole`, `reason`."""
    bare = _bare(text)
    tried = without_blanks(map(heading_key, (bare, text, *in_one_language([bare]))))
    return not list_of(list_).isdisjoint(tried)


@cache
def list_of(list_: str) -> frozenset[str]:
    """One of the lists of words, as keys."""
    return frozenset(without_blanks(map(heading_key, words()[list_])))


def _bare(text: str) -> str:
    """A heading without what stands in brackets, unless that is a part of what the words before it count."""
    return _EXTRA.sub(lambda found: found[0] if _NARROWER.search(nfc(found[0])) else " ", text)


@lru_cache(8192)
def without_english(text: str) -> str:
    """A heading without what it says in English before or behind; nothing is left where it says all in English. Words
    of three letters may be Vietnamese without its accents, so that it takes a longer one.
    """
    words = re.findall(r"[^\W_]+", nfc(text))
    first, last = 0, len(words)
    while last > first and _is_english(words[last - 1]):
        last -= 1
    while first < last and _is_english(words[first]):
        first += 1
    if not any(len(word) > 3 for word in (*words[:first], *words[last:])):
        return text
    return " ".join(words[first:last])


def _narrower(text: str) -> frozenset[str]:
    """The words by which a heading is of a part alone."""
    return frozenset(" ".join(heading_key(found[0]) for found in _NARROWER.finditer(nfc(text))).split())


def _is_english(word: str) -> bool:
    return word.lower() in words_of("english")


def is_english(text: str) -> bool:
    """Whether a heading says all in English."""
    return bool(text.strip()) and not without_english(text)


def in_one_language(parts: Sequence[str]) -> Sequence[str]:
    """A heading in one or several rows without what it says once more in English; as it is where nothing is left that
    is Vietnamese for certain. A row that speaks in English of a part alone stays.
    """
    shorter = ((part, without_english(part)) for part in parts)
    found = [short or part for part, short in shorter if short or _NARROWER.search(part)]
    return parts if all(map(str.isascii, found)) else found


class Match(Struct, frozen=True):
    """A field that a heading may mean, and how surely."""

    field: str
    how: str
    score: float = 1.0


class KindHeadings(Struct, frozen=True):
    """The keys of the fields of one kind."""

    equal: Mapping[str, Sequence[str]]  # by key the fields
    known: Mapping[str, Sequence[str]]

    def match(self, parts: Sequence[str]) -> list[Match]:
        """The fields that a heading in one or several rows may mean, all of the best sort there is."""
        return self.surely(parts) or self._near(list(dict.fromkeys(_variants(parts))), _narrower(" ".join(parts)))

    def surely(self, parts: Sequence[str]) -> list[Match]:
        """The fields that it names in words that are theirs."""
        tried = list(without_blanks(_variants(parts)))
        for how, keys in ((EQUAL, self.equal), (KNOWN, self.known)):
            for key in tried:
                if key in keys:
                    return [Match(name, how) for name in keys[key]]
        return []

    def _near(self, tried: Sequence[str], narrower: Set[str]) -> list[Match]:
        """What names fields in nearly these words; what makes them a part of something must be theirs too."""
        scores: dict[str, float] = {}
        for heading in tried[:2]:
            mine = set(heading.split())
            if not mine:
                continue
            for keys in (self.equal, self.known):
                for key, names in keys.items():
                    theirs = set(key.split())
                    score = len(mine & theirs) / len(mine | theirs)
                    if score >= NEAR_ENOUGH and narrower <= theirs:
                        for name in names:
                            scores[name] = max(score, scores.get(name, 0.0))
        best = max(scores.values(), default=0.0)
        return [Match(name, NEAR, score) for name, score in scores.items() if score > best - CLEARLY]


def _variants(parts: Sequence[str]) -> Iterable[str]:
    """How a heading may be read: all its rows together, with and without what stands in brackets, the last row alone,
    the one above where the last says only that it is the total; then all that without what is said in English too.
    """
    together = " ".join(parts)
    yield heading_key(together)
    bare = _MEASURED.sub(" ", _NUMBERED.sub("", together))
    yield heading_key(_bare(bare))
    if len(parts) > 1:
        if is_one_of(parts[-1], "whole"):
            yield heading_key(_bare(" ".join(parts[:-1])))
        if any(map(_OTHERWISE.fullmatch, map(nfc, parts[:-1]))):
            return
        yield heading_key(parts[-1])
        yield heading_key(_bare(parts[-1]))
        yield heading_key(f"{parts[-2]} {parts[-1]}")
    plain = [_bare(_NUMBERED.sub("", part)) for part in parts]
    once = in_one_language(plain)
    if list(once) != plain:
        yield from _variants(once)


def headings_of(kind: RecordKind) -> KindHeadings:
    equal: dict[str, list[str]] = {}
    known: dict[str, list[str]] = {}
    for name, field in kind.fields.items():
        for key in without_blanks(_labels(field)):
            _add(equal, key, name)
        for key in without_blanks(_synonyms(field)):
            _add(known, key, name)
    return KindHeadings(equal, known)


def _add(keys: dict[str, list[str]], key: str, name: str) -> None:
    if key and name not in keys.setdefault(key, []):
        keys[key].append(name)


def _labels(field: Field) -> Iterable[str]:
    yield from map(heading_key, (field.label.vi, field.label.en, field.heading.vi, field.heading.en))
    if "_" in field.name:
        yield heading_key(field.name)


def _synonyms(field: Field) -> Iterable[str]:
    yield heading_key(_bare(field.label.vi))
    yield heading_key(field.name)
    yield from map(heading_key, words()["synonyms"].get(field.label.vi, ()))
    for label in field.formerly:
        yield from map(heading_key, (label.vi, label.en, short_heading(label.vi)))
    yield from map(heading_key, field.was)
