"""Words of an office's text that no longer hold: the draft of when they were written, held against the draft now.

A line of the draft of then that is said otherwise now, or no more, has lost facts: numbers, states (`chưa có số liệu`,
`đạt`) and clauses (a name in a list, a sentence as it was). A text that still says one of them is stale there.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from zlib import crc32

from msgspec import Struct

from desktop_app.catalogue import messages
from desktop_app.domain.changes import INTERNAL
from desktop_app.domain.json_text import parse_json
from desktop_app.domain.markup import MarkupLine, Stale, parse
from desktop_app.domain.state_words import judged_alone, numbers, states, without_days

BASIS = f"{INTERNAL}basis"  # the field of a text that holds what the draft said when it was written
_MOST_ELSEWHERE = 40
_SENTENCE = re.compile(r"(?<=[.;!?])\s+")
_CLAUSE = re.compile(r"[.,;:()–](?:\s+|$)|\s+[-–]\s+|\s\(")
_LEAST_LIKE = 0.3  # of the words of two lines that are said of the same thing


class Basis(Struct, frozen=True):
    """What the draft of a section said, and the figures of other sections whose numbers the text was written with.

    `wording`: the digest of the sentences by which drafts were made: where a program says the same otherwise, only
    numbers and states are compared.
    """

    draft: str
    elsewhere: Mapping[str, str]
    wording: int

    def to_text(self) -> str:
        said = {"draft": self.draft, "figures": dict(self.elsewhere), "wording": self.wording}
        return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def basis_of(own: str, draft: str, figures: Mapping[str, str]) -> Basis:
    """What a text that is written now rests on; `figures`: all of the report, by name, as they are printed."""
    inside = numbers(_plain_text(draft))
    typed = {n for line in parse(own) for n in numbers(_unmarked(line)) if n not in inside and len(n) > 1}
    found = [(key, shown) for key, shown in figures.items() if typed & numbers(shown.lower()).keys()]
    return Basis(draft, dict(found[:_MOST_ELSEWHERE]), wording())


@cache
def wording() -> int:
    """The digest of the words of reports."""
    return crc32("".join(messages("report", "vi").values()).encode())


def read_basis(text: object) -> Basis | None:
    """A basis out of a file; None where there is none that can be read: it may come from anybody."""
    try:
        found = parse_json(str(text or "{}"))
        return Basis(str(found["draft"]), {str(k): str(v) for k, v in found["figures"].items()}, int(found["wording"]))
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError):
        return None


def stale_words(own: str, basis: Basis | None, draft: str, figures: Mapping[str, str]) -> tuple[Stale, ...]:
    """What a text says that no longer holds, in its order; figures that name what they show are not looked at here."""
    said = [sentence for line in parse(own) for sentence in _SENTENCE.split(_unmarked(line)) if sentence]
    if basis is None:
        found = [stale for sentence in said for stale in _without_basis(sentence, draft)]
    elif not draft.strip() and not basis.draft.strip() and not basis.elsewhere:
        found = []
    else:
        changed = _DraftComparison(basis, draft, figures)
        found = [stale for sentence in said for stale in changed.in_sentence(sentence)]
    return tuple(dict.fromkeys(found))


def _without_basis(sentence: str, draft: str) -> Iterator[Stale]:
    """Of a text that came without what it was written with: a state that the draft no longer says anywhere."""
    now = states(_plain_text(draft))
    if draft.strip():
        for state, words in states(sentence.lower()).items():
            if state in judged_alone() and state not in now:
                yield Stale("", _as_written(sentence, words), parse(draft)[0].text)


class _DraftLine(Struct, frozen=True, dict=True):
    """A line of a draft, ready to be compared."""

    text: str
    keys: frozenset[str]

    @cached_property
    def small(self) -> str:
        return " ".join(without_days(self.text.lower()).split()).lstrip("-+• ")

    @cached_property
    def subject(self) -> str:
        """What stands before a colon."""
        return self.small.partition(": ")[0] if ": " in self.small else ""

    @cached_property
    def words(self) -> frozenset[str]:
        return _words(self.small)

    @cached_property
    def facts(self) -> "_Facts":
        return _Facts(numbers(self.small).keys(), states(self.small).keys(), frozenset(_clauses(self.small)))


class _Facts(Struct, frozen=True):
    numbers: Iterable[str]
    states: Iterable[str]
    clauses: frozenset[str]


class _LostFacts(Struct, frozen=True):
    """A line of the draft of then with what it lost, and the line that says the same thing now."""

    line: _DraftLine
    numbers: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    clauses: frozenset[str] = frozenset()
    now: str | None = None


class _DraftComparison:
    """The draft of then line by line, with what each line has lost since."""

    def __init__(self, basis: Basis, draft: str, figures: Mapping[str, str]) -> None:
        self._basis, self._figures = basis, figures
        then, now = _lines(basis.draft), _lines(draft)
        standing = {line.small for line in then} & {line.small for line in now}
        added = [line for line in now if line.small not in standing]
        everywhere = frozenset(clause for line in now for clause in line.facts.clauses)
        self._lines = [
            _LostFacts(line) if line.small in standing else self._lost(line, added, everywhere) for line in then
        ]

    def _lost(self, line: _DraftLine, added: list[_DraftLine], everywhere: frozenset[str]) -> _LostFacts:
        other = _counterpart(line, added)
        others = [other] if other else added
        said_numbers = {number for one in others for number in one.facts.numbers}
        said_states = {state for one in others for state in one.facts.states}
        same_words = self._basis.wording == wording()
        clauses = line.facts.clauses - everywhere if same_words else frozenset[str]()
        return _LostFacts(
            line, frozenset(line.facts.numbers) - said_numbers, frozenset(line.facts.states) - said_states, clauses,
            other.text.lstrip("-+• ") if other else None,
        )  # fmt: skip

    def in_sentence(self, sentence: str) -> Iterator[Stale]:
        small = " ".join(without_days(sentence.lower()).split())
        known = set[str]()
        for lost in self._lines:
            for clause in sorted(clause for clause in lost.clauses if re.search(rf"\b{re.escape(clause)}\b", small)):
                known |= numbers(clause).keys() | states(clause).keys()
                yield Stale("", _as_written(sentence, clause), lost.now)
        for state, words in states(small).items():
            for lost in self._lines:
                if state in lost.states and state not in known:
                    yield Stale("", _as_written(sentence, words), lost.now)
        for number, written in numbers(small).items():
            if number not in known:
                yield from self._number(small, number, written)

    def _number(self, sentence: str, number: str, written: str) -> Iterator[Stale]:
        """A number is stale where the line that it most likely is of has lost it, or every figure elsewhere has."""
        of = [lost for lost in self._lines if number in lost.line.facts.numbers]
        if of:
            own = _words(sentence)
            best = max(of, key=lambda lost: (_likeness(own, lost.line.words), number in lost.numbers))
            if number in best.numbers:
                yield Stale("", written, best.now)
            return
        then = [key for key, shown in self._basis.elsewhere.items() if number in numbers(shown.lower())]
        if then and not any(number in numbers(self._figures.get(key, "").lower()) for key in then):
            yield Stale("", written, self._figures.get(then[0]))


def _counterpart(line: _DraftLine, added: list[_DraftLine]) -> _DraftLine | None:
    """The new line that is about the same: most of the same figures, else most of the same words."""

    def like(other: _DraftLine) -> tuple[int, bool, float]:
        named = line.subject == other.subject != ""
        return len(line.keys & other.keys), named, _likeness(line.words, other.words)

    best = max(added, key=like, default=None)
    if best is None:
        return None
    keys, named, alike = like(best)
    return best if keys or named or alike >= _LEAST_LIKE else None


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def _lines(draft: str) -> list[_DraftLine]:
    return [
        _DraftLine(line.text, frozenset(span.figure for span in line.spans if span.figure)) for line in parse(draft)
    ]


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"\w+", text) if not word[0].isdigit())


def _clauses(small: str) -> Iterator[str]:
    """The clauses of a text that say something by themselves, names in a list too: two words at least, no number."""
    for clause in (one for whole in _CLAUSE.split(small) for one in {whole, *whole.split(" và ")}):
        bare = " ".join(clause.split()).strip(" -+•.;,:")
        if len(bare.split(" ")) > 1 and not any(sign.isdigit() for sign in bare):  # numbers are looked at apart
            yield bare


def _plain_text(draft: str) -> str:
    return "\n".join(line.text for line in parse(draft)).lower()


def _unmarked(line: MarkupLine) -> str:
    """A line without the figures that name what they show."""
    return " ".join("".join("…" if span.figure else span.text for span in line.spans).split())


def _as_written(sentence: str, small: str) -> str:
    """Words that were found in small letters, as the text has them."""
    place = sentence.lower().find(small)
    return sentence[place : place + len(small)] if place >= 0 else sentence
