"""Turns texts into words of a language, with the message catalogue of resources/i18n."""

import re
from collections.abc import Mapping
from functools import cache

from msgspec import Struct
from msgspec.json import decode

from desktop_app import paths
from desktop_app.messages import CountedNumber, Joined, Label, Text, quoted, show_number

LANGUAGES = ("vi", "en")
_NAMED = frozenset({"year", "edition", "row", "line"})  # numbers by which a thing is called, and that count nothing
_NAME = re.compile(r"\{\{|\}\}|\{(\w+)(?::(open|lower))?\}")


@cache
def _parts() -> frozenset[str]:
    """The files of messages; the key of each message begins with the name of its file."""
    return frozenset(file.stem for file in (paths.resources() / "i18n").glob("*.json"))


class _Vietnamese(Struct, gc=False):
    vi: str


def _content(part: str) -> bytes:
    if part not in _parts():  # a key may stand in a file that anybody made
        raise KeyError(part)
    return (paths.resources() / "i18n" / f"{part}.json").read_bytes()


@cache
def messages(part: str, language: str) -> dict[str, str]:
    """The messages of one file by their keys, read when the first of them is said in that language."""
    if language == "vi":  # the other one would take its room in memory
        return {key: message.vi for key, message in decode(_content(part), type=dict[str, _Vietnamese]).items()}
    return {key: label.en or label.vi for key, label in decode(_content(part), type=dict[str, Label]).items()}


def read_messages(language: str) -> None:
    """Read all that can be said in a language."""
    for part in _parts():
        messages(part, language)


@cache
def catalogue() -> dict[str, Label]:
    """All messages by their keys, in both languages."""
    return {
        key: label for part in sorted(_parts()) for key, label in decode(_content(part), type=dict[str, Label]).items()
    }


def in_language(text: Text, language: str, *, numbers: bool = False) -> str:
    """The words of a text, `language` being `vi` or `en`; `numbers`: counted ones are written as in that language."""
    if isinstance(text, str):
        return text.english if numbers and language == "en" and isinstance(text, CountedNumber) else text
    if isinstance(text, Label):
        return text.en if language == "en" and text.en else text.vi
    if isinstance(text, Joined):
        parts = (in_language(part, language, numbers=numbers) for part in text.parts)
        return text.separator.join(filter(None, parts))
    return filled(text.pattern, dict(text.values), language, numbers=numbers)


def names_in(text: str) -> list[str]:
    """The names that a message leaves to be filled in."""
    return [found[1] for found in _NAME.finditer(text) if found[1]]


def filled(pattern: str | Label, values: Mapping[str, object], language: str, *, numbers: bool = False) -> str:
    """A message by its key, or a text of a plan, with its names filled in; a name without a value stays as it stands.

    A number is written as people read it: 1.234, 7,5.
    `{name:open}` is a sentence without its full stop, `{name:lower}` begins with a small letter.
    """
    if isinstance(pattern, str):
        words = messages(pattern.partition(".")[0], language)[pattern]
    else:
        words = in_language(pattern, language)

    def value_of(found: re.Match[str]) -> str:
        if found[1] is None:
            return found[0][0]
        if found[1] not in values:
            return found[0]
        value = values[found[1]]
        if isinstance(value, int) and not isinstance(value, bool) and found[1] not in _NAMED:
            value = show_number(value)
        elif not isinstance(value, Text):
            value = quoted(value)
        said = in_language(value, language, numbers=numbers)
        return said.removesuffix(".") if found[2] == "open" else said[:1].lower() + said[1:] if found[2] else said

    return _NAME.sub(value_of, words) if values and "{" in words else words
