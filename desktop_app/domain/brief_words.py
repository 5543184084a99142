"""Shorter words for lists, by the Vietnamese words of a plan; others stay as they are."""

import json
from functools import cache, lru_cache
from typing import Any

from desktop_app import paths


@cache
def _brief() -> dict[str, Any]:
    """They lie beside the plans and are no part of them, so that files made before have them too.

    `headings`: by the words of a title; `words`: by those of a choice; `names`: by a part of the name of an office;
    `together`: words of two syllables, whatever the plan.
    """
    found: dict[str, Any] = {"headings": {}, "words": {}, "names": {}}
    for file in sorted((paths.resources() / "plans").rglob("brief.json")):
        for kind, words in json.loads(file.read_text(encoding="utf-8")).items():
            found[kind] = {**found[kind], **words} if isinstance(words, dict) else words
    return found


def short_heading(title: str) -> str:
    """What stands above a column of a field whose title may be much longer than what stands below it."""
    return str(_brief()["headings"].get(title, title))


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
