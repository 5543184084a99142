"""The words above the columns of a sheet, held against the fields of a kind: equal, known as another word, or near."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
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
_NUMBERED = re.compile(r"^\s*(câu\s+(hỏi\s+)?)?\d{1,2}(\.\d{1,2})*\s*[.):/]\s*", re.IGNORECASE)
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
    tried = without_blanks((heading_key(_EXTRA.sub(" ", text)), heading_key(text)))
    return not list_of(list_).isdisjoint(tried)


@cache
def list_of(list_: str) -> frozenset[str]:
    """One of the lists of words, as keys."""
    return frozenset(without_blanks(map(heading_key, words()[list_])))


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
        return self.surely(parts) or self._near(list(dict.fromkeys(_variants(parts))))

    def surely(self, parts: Sequence[str]) -> list[Match]:
        """The fields that it names in words that are theirs."""
        tried = list(without_blanks(_variants(parts)))
        for how, keys in ((EQUAL, self.equal), (KNOWN, self.known)):
            for key in tried:
                if key in keys:
                    return [Match(name, how) for name in keys[key]]
        return []

    def _near(self, tried: Sequence[str]) -> list[Match]:
        scores: dict[str, float] = {}
        for heading in tried[:2]:
            mine = set(heading.split())
            if not mine:
                continue
            for keys in (self.equal, self.known):
                for key, names in keys.items():
                    theirs = set(key.split())
                    score = len(mine & theirs) / len(mine | theirs)
                    if score >= NEAR_ENOUGH:
                        for name in names:
                            scores[name] = max(score, scores.get(name, 0.0))
        best = max(scores.values(), default=0.0)
        return [Match(name, NEAR, score) for name, score in scores.items() if score > best - CLEARLY]


def _variants(parts: Sequence[str]) -> Iterable[str]:
    """How a heading may be read: all its rows together, with and without what stands in brackets, the last row alone,
    the one above where the last says only that it is the total.
    """
    together = " ".join(parts)
    yield heading_key(together)
    bare = _MEASURED.sub(" ", _NUMBERED.sub("", together))
    yield heading_key(_EXTRA.sub(" ", bare))
    if len(parts) > 1:
        if is_one_of(parts[-1], "whole"):
            yield heading_key(_EXTRA.sub(" ", " ".join(parts[:-1])))
        yield heading_key(parts[-1])
        yield heading_key(_EXTRA.sub(" ", parts[-1]))
        yield heading_key(f"{parts[-2]} {parts[-1]}")


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
    yield heading_key(_EXTRA.sub(" ", field.label.vi))
    yield heading_key(field.name)
    yield from map(heading_key, words()["synonyms"].get(field.label.vi, ()))
    for label in field.formerly:
        yield from map(heading_key, (label.vi, label.en, short_heading(label.vi)))
    yield from map(heading_key, field.was)
