"""What the validator of plans found: one sentence per mistake, with file, key and reason."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from desktop_app.messages import Message, Text


class SourcePlace(NamedTuple):
    """Where a part of a plan was read: the file, and the key as it stands in that file."""

    file: str
    key: str


class Findings:
    """Collects sentences; `where` maps the keys of a plan's parts (`kinds.tip`, `statistics[3]`) to their places."""

    def __init__(self, where: Mapping[str, SourcePlace], head: str) -> None:
        self.sentences: list[Text] = []
        self._where = where
        self._head = head

    def add(self, key: str, reason: str, /, **values: object) -> None:
        """Note a mistake; `reason` names its message without the `plan.` before it."""
        file, shown = self._place(key)
        self.sentences.append(
            Message("plan.mistake", file=file, name=shown, reason=Message(f"plan.{reason}", **values))
        )

    def _place(self, key: str) -> SourcePlace:
        """The place of the innermost part that is known, the rest of the key added."""
        ends = [len(key), *sorted((n for n, sign in enumerate(key) if sign in ".["), reverse=True)]
        for end in ends:
            place = self._where.get(key[:end])
            if place:
                return SourcePlace(place.file, place.key + key[end:])
        return SourcePlace(self._head, key)


def check_known(found: Findings, key: str, value: object, known: Iterable[object]) -> bool:
    """Whether `value` is one of `known`; if not, that is a mistake."""
    names = list(known)
    good = value in names
    if not good:
        found.add(key, "unknown_value", value=value, known=", ".join(map(str, names)))
    return good


def add_repeated(found: Findings, key: str, values: Iterable[object]) -> None:
    """One mistake per value that stands there twice."""
    seen: set[object] = set()
    for value in values:
        if value in seen:
            found.add(key, "twice", value=value)
        seen.add(value)


def add_uncomposed(found: Findings, key: str, value: Any) -> None:
    """One mistake per text below `key` that is not in the composed normal form (NFC)."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            add_uncomposed(found, f"{key}.{name}" if key else str(name), [name, inner])
    elif isinstance(value, list):
        for inner in value:
            add_uncomposed(found, key, inner)
    elif isinstance(value, str) and not unicodedata.is_normalized("NFC", value):
        found.add(key, "not_composed", text=value)
