"""Words for people: labels in two languages and the message catalogue."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from desktop_app import paths

LANGUAGES = ("vi", "en")
_chosen = "vi"
_here: ContextVar[str | None] = ContextVar("language", default=None)


def set_language(language: str) -> None:
    """Choose the language of everything that is shown from now on: `vi` or `en`."""
    global _chosen
    if language not in LANGUAGES:
        raise ValueError(language)
    _chosen = language


def language() -> str:
    return _here.get() or _chosen


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Another language for what runs inside, in this thread alone: a report is Vietnamese in an English window too."""
    before = _here.set(language)
    try:
        yield
    finally:
        _here.reset(before)


@dataclass(frozen=True, slots=True)
class Label:
    """A text in both languages; `str()` gives the one in force, Vietnamese where English is missing."""

    vi: str
    en: str = ""

    def __str__(self) -> str:
        return self.en if language() == "en" and self.en else self.vi


@cache
def _catalogue() -> dict[str, Label]:
    found: dict[str, Label] = {}
    for file in sorted((paths.resources() / "i18n").glob("*.json")):
        for key, both in json.loads(file.read_text(encoding="utf-8")).items():
            found[key] = Label(both["vi"], both["en"])
    return found


def say(key: str, **values: object) -> str:
    """The message `key` of resources/i18n in the language in force, its {names} filled in."""
    text = str(_catalogue()[key])
    return text.format(**values) if values else text


@cache
def _brief() -> dict[str, Any]:
    """Words for lists, shorter than those of a plan: no part of any plan, so that files made before have them too.

    `headings`: by the words of a title; `words`: by those of a choice; `names`: by a part of the name of an office;
    `together`: words of two syllables.
    """
    found: dict[str, Any] = json.loads((paths.resources() / "plans" / "brief.json").read_text(encoding="utf-8"))
    return found


def short_heading(title: Label) -> str:
    """What stands above a column of a field whose title may be much longer than what stands below it."""
    whole = str(title)
    return str(_brief()["headings"].get(whole, whole))


def short_words(choice: str) -> str:
    """What stands in a cell of a list for a choice."""
    return str(_brief()["words"].get(choice, choice))


@lru_cache(4096)
def short_parts(text: str, kind: str) -> str:
    """The same for several choices in one cell (`words`), or for a title in which an office is named (`names`)."""
    for whole, brief in _brief()[kind].items():
        text = text.replace(whole, brief)
    return text


@cache
def parts_a_word(before: str, after: str) -> bool:
    """Whether a line that ends and one that begins with these syllables would tear a word apart: `báo / cáo`."""
    return f"{before} {after}".lower().strip(",.()") in _brief()["together"]
