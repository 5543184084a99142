"""What two plans say differently, found part by part, and the sentences that name it under headings."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from desktop_app.domain.plan_findings import Raw
from desktop_app.domain.plan_parsing import label_of
from desktop_app.messages import Label, Message, Text, joined

Said = Iterator[tuple[str, Text]]  # a heading of HEADINGS, and a sentence
HEADINGS = (
    HEAD, TARGETS, KINDS, CHECKS, CHOICES, UNITS, PERIODS, STATISTICS, ANNEXES, RECORDS, WORDS, INNER,
) = (
    "head", "targets", "kinds", "checks", "choices", "units", "periods", "statistics", "annexes", "records", "words",
    "inner",
)  # fmt: skip
ByKey = Mapping[str, Callable[[Any, Any], tuple[str, Text]]]


def keys_apart(old: Raw, new: Raw) -> tuple[list[str], list[str], list[str]]:
    """The keys that only the new one has, those that only the old one has, and those of which both say other things."""
    changed = [key for key in new if key in old and new[key] != old[key]]
    return [key for key in new if key not in old], [key for key in old if key not in new], changed


def said_by_key(old: Raw, new: Raw, by_key: ByKey, other: tuple[str, Text], skip: Iterable[str] = ()) -> Said:
    """A sentence for each key of which two tables say other things; `other` once for the keys that have none."""
    passed = frozenset(skip)
    different = [key for key in {**old, **new} if old.get(key) != new.get(key) and key not in passed]
    for key in different:
        if key in by_key:
            yield by_key[key](old.get(key), new.get(key))
    if not by_key.keys() >= set(different):
        yield other


def named(raw: Raw, key: str = "label") -> Label:
    """What people call a part of a plan."""
    return label_of(raw[key])


def listed(raws: Iterable[Raw]) -> Text:
    return joined([named(raw) for raw in raws])


def between(key: str, /, heading: str = WORDS, **values: object) -> Callable[[Any, Any], tuple[str, Text]]:
    """A sentence about a text that people read, from what to what."""
    return lambda old, new: (heading, Message(key, old=label_of(old), new=label_of(new), **values))


def always(heading: str, sentence: Text) -> Callable[[Any, Any], tuple[str, Text]]:
    """A sentence that says that something differs, not how."""
    return lambda _old, _new: (heading, sentence)
