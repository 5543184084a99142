"""Writes numbers as readers of English expect them: `35.436` is 35,436, `64,2%` is 64.2%, `1 units have` is 1 unit has.

Which words change behind a one is data, `resources/plans/english.json`, for texts of every plan.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from desktop_app import paths

_NUMBER = re.compile(r"(?<![\w.,])(\d{1,3}(?:\.\d{3})+|\d+)(,\d+)?(?!\w)")
_WANTED: ContextVar[bool] = ContextVar("numbers as in English", default=False)


@cache
def _words() -> dict[str, dict[str, str]]:
    """The words for things and what they do, of several and of one."""
    text = (paths.resources() / "plans" / "english.json").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = json.loads(text)
    return found


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """One thing, or one of several, with the rest of its clause; what it does there."""
    things, verbs = ("|".join(sorted(words, reverse=True)) for words in _words().values())
    one = rf"(?<![\w.,/])1 ((?:of \d+|more|other) )?({things})\b([^.;:]*)"
    return re.compile(one), re.compile(rf"(^ | and | that )({verbs})\b")


def in_english(text: str) -> str:
    """A text with its numbers as English has them, and the words behind a one; days and codes stay, and what an English
    text of the plan says itself, `per 100,000`: no figure has three zeros behind its comma.
    """
    return _patterns()[0].sub(_of_one, _NUMBER.sub(_number, text))


def _number(found: re.Match[str]) -> str:
    whole, decimals = found[1], found[2] or ""
    return found[0] if decimals == ",000" and "." not in whole else whole.replace(".", ",") + decimals.replace(",", ".")


def _of_one(found: re.Match[str]) -> str:
    words, between = _words(), found[1] or ""
    thing = found[2] if between.startswith("of ") and between != "of 1 " else words["things"][found[2]]
    rest = _patterns()[1].sub(lambda verb: verb[1] + words["verbs"][verb[2]], found[3])
    return f"1 {between}{thing}{rest}"


def as_printed(number: str) -> str:
    """A number of a cell as this report writes it."""
    return in_english(number) if _WANTED.get() else number


@contextmanager
def numbers_of(language: str) -> Iterator[None]:
    """Inside, cells are printed with numbers as this language has them."""
    token = _WANTED.set(language == "en")
    try:
        yield
    finally:
        _WANTED.reset(token)
