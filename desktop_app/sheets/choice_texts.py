"""Choices as people write them: by label, short label or code, folded; several in one cell."""

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from desktop_app.domain.collation import fold, nfc
from desktop_app.domain.plan import Field, Plan
from desktop_app.sheets.questions import EMPTY, word_key

_EXTRA = re.compile(r"\([^)]*\)")
_SEPARATOR = re.compile(r"\s*([;/+\n,])\s*")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
NONE: Mapping[str, str] = {}


def choice_key(text: str) -> str:
    """What is compared of a choice: no case, accents, signs; a quarter in Roman or Arabic numbers, a month without the
    zero before it.
    """
    first, *others = re.findall("[a-z0-9]+", fold(nfc(text))) or [""]
    words = [first, *(word.lstrip("0") or word for word in others)]
    if words[:1] == ["quy"]:
        words = [_ROMAN.get(word, word) for word in words]
    return " ".join(words)


class ChoiceList(Struct, frozen=True):
    """The choices of a field by what may be written for them: what is theirs for certain, and what is shorter."""

    exact: Mapping[str, frozenset[str]]
    sure: Mapping[str, frozenset[str]]
    short: Mapping[str, frozenset[str]]
    codes: frozenset[str]

    def find(self, text: str) -> frozenset[str]:
        """The codes that a text may stand for."""
        key = choice_key(text)
        if not key:
            return frozenset()
        return self.exact.get(nfc(text).strip().lower()) or self.sure.get(key) or self.short.get(key) or frozenset()

    def padded(self, number: str) -> str | None:
        """The one code that a number is without its leading zeros."""
        found = [code for code in self.codes if code.isdecimal() and code.lstrip("0") == number and code != number]
        return found[0] if len(found) == 1 else None

    def split(self, text: str, answered: Mapping[str, str] = NONE) -> set[frozenset[str]]:
        """The sets of choices that a text may list: at separators, at commas only where whole labels come out.

        `answered`: what a person said that words of it mean.
        """
        return set(self._sets(_parts(text), answered))

    def unknown_parts(self, text: str, answered: Mapping[str, str] = NONE) -> Sequence[str]:
        """What a text holds that is no choice, as little as there can be; commas alone do not divide it."""
        parts = _parts(text)
        least: list[list[Sequence[str]]] = [[]]  # by how many words are left: the runs of them that are no choice
        for begin in range(len(parts) - 1, -1, -2):
            ways = []
            for end in range(begin + 1, len(parts) + 1, 2):
                run, rest = parts[begin:end], least[-((end - begin + 1) // 2)]
                if self._means(_joined(run), answered) is not None:
                    ways.append(rest)
                elif set(run[1::2]) <= {","}:
                    ways.append([run, *rest])
            least.append(min(ways, key=lambda way: (sum((len(run) + 1) // 2 for run in way), len(way))))
        return [word for run in least[-1] if (word := _joined(run))]

    def _sets(self, parts: Sequence[str], answered: Mapping[str, str]) -> Iterator[frozenset[str]]:
        """`parts` are words and, between them, what divides them."""
        if not parts:
            yield frozenset()
            return
        for end in range(1, len(parts) + 1, 2):
            found = self._means(_joined(parts[:end]), answered)
            if found is not None:
                for others in self._sets(parts[end + 1 :], answered):
                    yield found | others

    def _means(self, word: str, answered: Mapping[str, str]) -> frozenset[str] | None:
        """The choice that a word is, none where a person left it empty; None where nobody knows."""
        said = answered.get(word_key(word))
        if said == EMPTY:
            return frozenset()
        found = frozenset({said}) if said in self.codes else self.find(word)
        return found if len(found) == 1 else None


def _parts(text: str) -> Sequence[str]:
    return _SEPARATOR.split(text.strip().strip(";,/+").strip())


def _joined(parts: Sequence[str]) -> str:
    return re.sub(r"^\s*(?:[-–•+*]|\d{1,2}[.)]\s)\s*", "", " ".join(parts).replace(" ,", ","))


def choice_list(field: Field, plan: Plan) -> ChoiceList:
    choices = plan.choices.get(field.choices or "", {})
    exact: dict[str, set[str]] = {}
    sure: dict[str, set[str]] = {}
    short: dict[str, set[str]] = {}
    for code, choice in choices.items():
        for text in (code, choice.label.vi):
            exact.setdefault(text.lower(), set()).add(code)
        for text in (code, choice.label.vi, choice.label.en):
            sure.setdefault(choice_key(text), set()).add(code)
        former = [text for label in choice.formerly for text in (label.vi, label.en)]
        for text in (
            field.brief(choice.label.vi),
            choice.short.en,
            _EXTRA.sub(" ", choice.label.vi),
            *choice.was,
            *former,
        ):
            short.setdefault(choice_key(text), set()).add(code)
    return ChoiceList(_frozen(exact), _frozen(sure), _frozen(short), frozenset(choices))


def _frozen(found: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {key: frozenset(codes) for key, codes in found.items() if key}
