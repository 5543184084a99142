"""What the validator of plans found: one sentence per mistake, with file, key, reason and the nearest name."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from msgspec import Struct

from desktop_app.messages import Message, Text, joined

HEAD = "plan.toml"  # the file of a plan that names all its others
MOST = 1_000  # mistakes that are reported; nobody reads more at once
MOST_NAMED = 12
MOST_NEAR = 200  # mistakes for which the nearest name is looked for, which takes its time
DEEPEST = 60  # tables and lists in each other; plans have some ten
STAND_IN = "\ufffd"  # a text in place of one that is missing
Raw = Mapping[str, Any]  # a plan, or a table of it, as its files say it


class SourcePlace(NamedTuple):
    """Where a part of a plan was read: the file, and the key as it stands in that file.

    `below` is where the plan that this one rests on says the same part.
    """

    file: str
    key: str
    below: "SourcePlace | None" = None


class PlanMistake(Struct, frozen=True):
    """What is wrong with one entry of a plan; `line` where its file is at hand, `place` where it was read."""

    place: SourcePlace
    reason: Text
    line: int | None = None

    @property
    def sentence(self) -> Message:
        line = Message("plan.in_line", line=self.line) if self.line else ""
        place = joined((Message("plan.in_file", file=self.place.file), line, self.place.key))
        return Message("plan.mistake", place=place, reason=self.reason)


class Findings:
    """Collects mistakes; `where` maps the keys of a plan's parts (`kinds.tip`, `statistics[3]`) to their places.

    What has not the right shape is left out, and the rest looked at (`look_at_rest`): what then only follows from
    something that is not there is no mistake of its own. `numbers` are those that the items of such lists have.
    """

    def __init__(self, where: Mapping[str, SourcePlace], head: str) -> None:
        self.mistakes: list[PlanMistake] = []
        self.numbers: dict[str, list[int]] = {}
        self.left_out: set[str] = set()
        self._names = {STAND_IN}
        self._where = where
        self._head = head
        self._rest = False

    def add(self, key: str, reason: str, /, **values: object) -> None:
        """Note a mistake; `reason` names its message without the `plan.` before it; a number stands as in the plan."""
        if self._rest:
            key = self._numbered(key)
            if self._follows(key, values):
                return
        as_written = {name: str(one) if isinstance(one, int | float) else one for name, one in values.items()}
        self.note(key, Message(f"plan.{reason}", **as_written))

    def note(self, key: str, reason: Text) -> None:
        """Note a mistake that is put into words; of more than can be read it is said that there are others."""
        if len(self.mistakes) < MOST:
            self.mistakes.append(PlanMistake(self._place(key), reason))
        elif len(self.mistakes) == MOST:
            self.mistakes.append(PlanMistake(SourcePlace(self._head, ""), Message("plan.too_many_mistakes")))

    def add_unknown(self, key: str, reason: str, name: object, known: Iterable[object], /, **values: object) -> None:
        """Note that there is nothing of this name: with the nearest one that there is, and what is known."""
        names = [str(one) for one in known]
        near = nearest(str(name)[:MOST_NEAR], names) if len(self.mistakes) < MOST_NEAR else ""
        self.add(key, reason, name=name, near=near, known=listed(names), **values)

    def leave_out(self, key: str, name: str = STAND_IN) -> None:
        """Note that the rest is looked at without this part."""
        self.left_out.add(key)
        self._names.add(name)

    def look_at_rest(self) -> None:
        self._rest = bool(self.left_out)

    def _follows(self, key: str, values: Mapping[str, object]) -> bool:
        """Whether a mistake comes of a part that was left out: it stands there, lacks it, or names it."""
        if key in self.left_out or any(_above(place) == key for place in self.left_out):
            return True
        named = " ".join(str(value) for name, value in values.items() if name != "known" and isinstance(value, str))
        return not self._names.isdisjoint(re.findall(rf"\w+|{STAND_IN}", named))

    def _numbered(self, key: str) -> str:
        """The key with the numbers that the items of lists have in their file."""
        for place, numbers in self.numbers.items():
            start, number, rest = f"{place}[", *key.removeprefix(f"{place}[").partition("]")[::2]
            if key.startswith(start) and int(number) <= len(numbers):
                key = f"{start}{numbers[int(number) - 1]}]{rest}"
        return key

    def _place(self, key: str) -> SourcePlace:
        """The place of the innermost part that is known, the rest of the key added."""
        ends = [len(key), *sorted((n for n, sign in enumerate(key) if sign in ".["), reverse=True)]
        for end in ends:
            place = self._where.get(key[:end])
            if place:
                return _with_rest(place, key[end:])
        return SourcePlace(self._head, key)


def _above(key: str) -> str:
    return re.sub(r"(\.[^.\[]*|\[\d+\])$", "", key)


def _with_rest(place: SourcePlace, rest: str) -> SourcePlace:
    below = place.below and _with_rest(place.below, rest)
    return SourcePlace(place.file, place.key + rest, below)


def listed(names: Sequence[Text]) -> Text:
    """What is known, as far as it helps."""
    if not names:
        return Message("plan.no_names")
    more = len(names) - MOST_NAMED
    return joined((*names[:MOST_NAMED], Message("plan.more_names", n=more) if more > 0 else ""))


def nearest(name: str, known: Iterable[str]) -> Text:
    """The name that was probably meant; empty where none is near."""
    from difflib import get_close_matches  # asked for by mistakes alone

    near = get_close_matches(name, list(known), 1, 0.6)
    return Message("plan.language_near", name=near[0]) if near else ""


def check_known(found: Findings, key: str, value: object, known: Iterable[object]) -> bool:
    """Whether `value` is one of `known`; if not, that is a mistake."""
    names = list(known)
    good = value in names
    if not good:
        found.add_unknown(key, "unknown_value", value, names)
    return good


def add_repeated(found: Findings, key: str, values: Iterable[object]) -> None:
    """One mistake per value that stands there twice."""
    seen: set[object] = set()
    for value in values:
        if value in seen:
            found.add(key, "twice", value=value)
        seen.add(value)


def is_deeper(part: Any, most: int) -> bool:
    """Whether tables and lists lie in each other more than so many times."""
    level = [part]
    for _ in range(most):
        level = [
            inner
            for one in level
            for inner in (one.values() if isinstance(one, dict) else one if isinstance(one, list) else ())
        ]
    return bool(level)


def add_uncomposed(found: Findings, key: str, value: Any, depth: int = 0) -> None:
    """One mistake per text below `key` that is not in the composed normal form (NFC), or where no plan goes on."""
    if depth > DEEPEST:
        found.add(key[:80], "too_deep")
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            add_uncomposed(found, f"{key}.{name}" if key else str(name), [name, inner], depth + 1)
    elif isinstance(value, list):
        for inner in value:
            add_uncomposed(found, key, inner, depth + 1)
    elif isinstance(value, str) and not unicodedata.is_normalized("NFC", value):
        found.add(key, "not_composed", text=value)
